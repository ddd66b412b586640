//! An edge without a browser: it performs the engine's effects over files in memory, answers
//! when it is told to, and records what it was asked for.

use std::collections::{BTreeMap, VecDeque};

use hounsfield::engine::{self, DropId, Effect, Event, Mark, Renderer, State};
use hounsfield::gpu::DrawList;
use hounsfield::intake::{FileId, Found, FrameKey};
use hounsfield::pixels::Frame;
use hounsfield::pixels::stats::Stats;
use hounsfield::problem::Kind;
use hounsfield::session::{Action, PaneId};
use hounsfield::store::{BufferId, Place};
use hounsfield::workers::job::{self, Source};
use hounsfield::workers::protocol::{Job, WorkerId};

pub struct Performer {
    pub state: State,
    pub now_ms: f64,
    /// Jobs that workers have and have not answered.
    pub jobs: VecDeque<(WorkerId, Job)>,
    pub buffers: BTreeMap<BufferId, Vec<u8>>,
    pub textures: BTreeMap<FrameKey, u64>,
    pub draws: Vec<DrawList>,
    pub marks: Vec<Mark>,
    pub workers_started: usize,
    pub workers: Vec<WorkerId>,
    pub devices: usize,
    pub uploads: usize,
    files: BTreeMap<FileId, Vec<u8>>,
    /// What workers remember; here all of them are one.
    memory: job::Memory,
    frame_wanted: bool,
    next_buffer: u32,
    next_file: u32,
}

impl Performer {
    /// A viewer on three cores (two workers) whose workers and device are there.
    pub fn new() -> Self {
        let mut performer = Self {
            state: State::new(3, Some(4.0)),
            now_ms: 0.0,
            jobs: VecDeque::new(),
            buffers: BTreeMap::new(),
            textures: BTreeMap::new(),
            draws: Vec::new(),
            marks: Vec::new(),
            workers_started: 0,
            workers: Vec::new(),
            devices: 1,
            uploads: 0,
            files: BTreeMap::new(),
            memory: job::Memory::default(),
            frame_wanted: false,
            next_buffer: 0,
            next_file: 0,
        };
        performer.send(Event::CrewReady { module: true });
        performer.send(Event::DeviceReady {
            renderer: Renderer::WebGpu,
        });
        performer.send(Event::Resized { canvas: [800, 600] });
        performer
    }

    pub fn send(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in engine::apply(&mut self.state, event, self.now_ms) {
                events.extend(self.perform(effect));
            }
        }
    }

    pub fn act(&mut self, action: Action) {
        self.send(Event::Act(action));
    }

    /// Drops files; nothing of them is read before [`Performer::answer`].
    pub fn drop_files(&mut self, id: u32, files: Vec<(String, Vec<u8>)>) {
        self.begin_drop(id, files);
        self.send(Event::DropWalked(DropId(id)));
    }

    pub fn begin_drop(&mut self, id: u32, files: Vec<(String, Vec<u8>)>) {
        self.send(Event::DropStarted(DropId(id)));
        let mut found = Vec::new();
        for (path, bytes) in files {
            let file = FileId(self.next_file);
            self.next_file += 1;
            found.push(Found {
                file,
                path,
                bytes: bytes.len() as u64,
            });
            self.files.insert(file, bytes);
        }
        self.send(Event::Found {
            drop: DropId(id),
            files: found,
        });
    }

    /// A worker finishes the job that waits longest; false where none waits.
    pub fn answer(&mut self) -> bool {
        let Some((worker, job)) = self.jobs.pop_front() else {
            return false;
        };
        let mut source = Memory(self.files.get(&job.file).cloned().unwrap_or_default());
        let (done, bytes) = job::run(&job, &mut source, &mut self.memory);
        let buffer = bytes.map(|bytes| {
            let id = BufferId(self.next_buffer);
            self.next_buffer += 1;
            let length = bytes.len() as u64;
            self.buffers.insert(id, bytes);
            (id, length)
        });
        self.send(Event::Done {
            worker,
            done: Box::new(done),
            buffer,
        });
        true
    }

    /// The browser draws as long as it is asked to.
    pub fn draw(&mut self) {
        self.send(Event::Refresh);
        while std::mem::take(&mut self.frame_wanted) {
            self.send(Event::Frame);
        }
    }

    /// All that is to be read is read, and drawn.
    pub fn settle(&mut self) {
        while self.answer() {
            self.draw();
        }
        self.draw();
    }

    pub fn held_bytes(&self) -> u64 {
        self.buffers.values().map(|bytes| bytes.len() as u64).sum()
    }

    /// The slice (from 1) that is on the first pane's screen.
    pub fn slice(&self) -> Option<usize> {
        self.state
            .screen
            .picture(PaneId(0))
            .map(|picture| picture.slice + 1)
    }

    fn perform(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::StartWorker(worker) => {
                self.workers_started += 1;
                self.workers.push(worker);
                return Some(Event::WorkerHello {
                    worker,
                    build_matches: true,
                });
            }
            Effect::EndWorker(id) => {
                self.jobs.retain(|(worker, _)| *worker != id);
                self.workers.retain(|worker| *worker != id);
            }
            Effect::Request { worker, job } => self.jobs.push_back((worker, *job)),
            Effect::Release(buffer) => {
                assert!(
                    self.buffers.remove(&buffer).is_some(),
                    "{buffer:?} released twice"
                );
            }
            Effect::Forget(files) => self.files.retain(|file, _| !files.contains(file)),
            Effect::OpenDevice => {
                self.devices += 1;
                self.textures.clear();
            }
            Effect::Upload {
                frame,
                place,
                image,
            } => {
                let bytes = self.bytes(place);
                assert!(Frame::new(bytes, image.layout, image.shape).is_some());
                self.textures.insert(frame, bytes.len() as u64);
                self.uploads += 1;
            }
            Effect::DropTexture(frame) => {
                self.textures.remove(&frame);
            }
            Effect::Draw(list) => {
                for pane in &list.panes {
                    assert!(
                        self.textures.contains_key(&pane.frame),
                        "drawn without a texture"
                    );
                }
                self.draws.push(*list);
            }
            Effect::RequestFrame => self.frame_wanted = true,
            Effect::Measure {
                frame,
                place,
                image,
            } => {
                let samples = Frame::new(self.bytes(place), image.layout, image.shape);
                let stats = samples
                    .and_then(|frame| Stats::of(&frame, image.padding, image.rescale.as_ref()));
                return Some(Event::Measured { frame, stats });
            }
            Effect::ReadVoxel {
                frame,
                place,
                image,
                column,
                row,
            } => {
                let samples = Frame::new(self.bytes(place), image.layout, image.shape);
                let stored = samples.unwrap().stored_value_at(column, row).unwrap();
                return Some(Event::VoxelRead {
                    frame,
                    column,
                    row,
                    stored,
                });
            }
            Effect::Mark(mark) => self.marks.push(mark),
            Effect::StopWalk(_) | Effect::Resize(_) => {}
        }
        None
    }

    fn bytes(&self, place: Place) -> &[u8] {
        let [start, end] = [place.offset, place.offset + place.length].map(|at| at as usize);
        &self.buffers[&place.buffer][start..end]
    }
}

struct Memory(Vec<u8>);

impl Source for Memory {
    type Bytes = Vec<u8>;

    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&mut self, offset: u64, length: u64) -> Result<Vec<u8>, Kind> {
        let [start, end] = [offset, offset + length].map(|at| at as usize);
        let found = self.0.len() as u64;
        let short = Kind::EndsEarly {
            needed: offset + length,
            found,
        };
        self.0.get(start..end).map(<[u8]>::to_vec).ok_or(short)
    }

    fn start_of(bytes: &Vec<u8>, length: u64) -> Vec<u8> {
        bytes[..bytes.len().min(length as usize)].to_vec()
    }

    fn from_ours(samples: Vec<u8>) -> Vec<u8> {
        samples
    }
}
