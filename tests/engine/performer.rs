//! An edge without a browser: it performs the engine's effects over files in memory, answers
//! when it is told to, and records what it was asked for.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use hounsfield::copy::Salt;
use hounsfield::engine::{
    self, CopyEffect, CopyEvent, DropId, Effect, Event, KeptEffect, KeptEvent, LessonEffect,
    LessonEvent, Mark, ReadDocument, Renderer, State,
};
use hounsfield::gpu::{DrawList, SolidEffect, SolidKey, VolumeKey};
use hounsfield::intake::{FileId, Found, FrameKey};
use hounsfield::marks;
use hounsfield::pixels::layer::Layer;
use hounsfield::pixels::stats::Stats;
use hounsfield::pixels::{Frame, Shape};
use hounsfield::rendering::SolidLayer;
use hounsfield::rendering::solid::body_size;
use hounsfield::session::{Action, PaneId};
use hounsfield::store::{BufferId, Place};
use hounsfield::workers::file::Source as _;
use hounsfield::workers::job::Worker;
use hounsfield::workers::protocol::{Entry, Job, WorkerId};

use crate::memory::{Files, Memory};

pub struct Performer {
    pub state: State,
    pub now_ms: f64,
    /// Jobs that workers have and have not answered.
    pub jobs: VecDeque<(WorkerId, Job, Vec<FileId>)>,
    pub buffers: BTreeMap<BufferId, Vec<u8>>,
    pub textures: BTreeMap<FrameKey, u64>,
    /// What segmentations lay over frames when they were uploaded last.
    pub over: BTreeMap<FrameKey, Vec<u8>>,
    /// Volumes by their layers: the bytes of a slice each.
    pub volumes: BTreeMap<VolumeKey, BTreeMap<u32, Vec<u8>>>,
    /// Copies of stacks that rays go through: their size and their levels.
    pub solids: BTreeMap<SolidKey, ([u32; 3], SolidLayer)>,
    /// Rows that panes were drawn finely, as long as they are drawn.
    pub fine_rows: BTreeMap<usize, u32>,
    /// The device has no room for any.
    pub refuses_solids: bool,
    pub draws: Vec<DrawList>,
    pub marks: Vec<Mark>,
    pub workers_started: usize,
    pub workers: Vec<WorkerId>,
    pub devices: usize,
    pub uploads: usize,
    /// The most that one turn of the page's thread was asked for.
    pub most: Turn,
    files: BTreeMap<FileId, Memory>,
    /// Forgotten while workers were to read them: they have handles of their own.
    posted: BTreeMap<FileId, Memory>,
    at_work: BTreeMap<WorkerId, Worker<Files>>,
    /// What workers say of their heaps.
    pub heap_bytes: u64,
    kept: BTreeSet<FileId>,
    /// By their addresses.
    pub documents: BTreeMap<String, Vec<u8>>,
    /// Of a copy without identity, so far.
    pub archive: Vec<u8>,
    pub storage: Storage,
    frame_wanted: bool,
    /// When the page asked to be woken.
    timers: Vec<f64>,
    next_buffer: u32,
    next_file: u32,
}

/// What a browser keeps for a page, and what was asked of it.
#[derive(Clone, Debug, Default)]
pub struct Storage {
    pub is_on: bool,
    pub records: BTreeMap<String, String>,
    /// Nothing may be written.
    pub refuses: bool,
    /// All but reading.
    pub changes: Vec<KeptEffect>,
}

impl Storage {
    fn perform(&mut self, effect: KeptEffect) -> Option<Event> {
        if effect == KeptEffect::Read {
            let records = self.records.clone().into_iter().collect();
            let is_on = self.is_on;
            return Some(Event::Kept(KeptEvent::Read { is_on, records }));
        }
        self.changes.push(effect.clone());
        if self.refuses {
            return Some(Event::Kept(KeptEvent::Refused));
        }
        match effect {
            KeptEffect::Read => {}
            KeptEffect::Switch { on } => self.is_on = on,
            KeptEffect::Write { name, text } => {
                self.records.insert(name, text);
            }
            KeptEffect::Remove { name } => {
                self.records.remove(&name);
            }
            KeptEffect::Forget => {
                self.records.clear();
                self.is_on = false;
            }
        }
        None
    }
}

/// What one event leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// To workers.
    pub messages: usize,
    /// Samples gone through by the page's own thread: uploaded or measured.
    pub sample_bytes: u64,
    pub draws: usize,
}

impl Turn {
    fn note(&mut self, effects: &[Effect]) {
        let mut turn = Self::default();
        for effect in effects {
            match effect {
                Effect::Request { .. } | Effect::StartWorker(_) => turn.messages += 1,
                Effect::Upload { place, .. }
                | Effect::Measure { place, .. }
                | Effect::MeasureRegion { place, .. } => turn.sample_bytes += place.length,
                Effect::Draw(_) => turn.draws += 1,
                _ => {}
            }
        }
        self.messages = self.messages.max(turn.messages);
        self.sample_bytes = self.sample_bytes.max(turn.sample_bytes);
        self.draws = self.draws.max(turn.draws);
    }
}

impl Performer {
    /// A viewer on two cores, with a worker for each, whose workers and device are there.
    pub fn new() -> Self {
        let mut performer = Self {
            state: State::new(2, Some(4.0)),
            now_ms: 0.0,
            jobs: VecDeque::new(),
            buffers: BTreeMap::new(),
            textures: BTreeMap::new(),
            over: BTreeMap::new(),
            volumes: BTreeMap::new(),
            solids: BTreeMap::new(),
            fine_rows: BTreeMap::new(),
            refuses_solids: false,
            draws: Vec::new(),
            marks: Vec::new(),
            workers_started: 0,
            workers: Vec::new(),
            devices: 1,
            uploads: 0,
            most: Turn::default(),
            files: BTreeMap::new(),
            posted: BTreeMap::new(),
            at_work: BTreeMap::new(),
            heap_bytes: 0,
            kept: BTreeSet::new(),
            documents: BTreeMap::new(),
            archive: Vec::new(),
            storage: Storage::default(),
            frame_wanted: false,
            timers: Vec::new(),
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
            let effects = engine::apply(&mut self.state, event, self.now_ms);
            self.most.note(&effects);
            for effect in effects {
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
            self.files.insert(file, Memory::new(bytes));
        }
        self.send(Event::Found {
            drop: DropId(id),
            files: found,
        });
    }

    /// A worker finishes the job that waits longest; false where none waits.
    pub fn answer(&mut self) -> bool {
        let Some((worker, job, files)) = self.jobs.pop_front() else {
            return false;
        };
        let files: Vec<Memory> = files
            .iter()
            .map(|file| self.files.get(file).or_else(|| self.posted.get(file)))
            .map(|file| file.cloned().unwrap_or_default())
            .collect();
        let mut at_work = self.at_work.remove(&worker).unwrap_or_default();
        let (mut done, bytes) = at_work.answer(&job, &files);
        done.heap_bytes = self.heap_bytes;
        for (entry, bytes) in std::mem::take(&mut at_work.platform.entries) {
            self.hand_on(worker, entry, bytes);
        }
        self.at_work.insert(worker, at_work);
        let buffer = bytes.map(|bytes| self.keep(bytes));
        self.send(Event::Done {
            worker,
            done: Box::new(done),
            buffer,
        });
        true
    }

    fn keep(&mut self, bytes: Vec<u8>) -> (BufferId, u64) {
        let id = BufferId(self.next_buffer);
        self.next_buffer += 1;
        let length = bytes.len() as u64;
        self.buffers.insert(id, bytes);
        (id, length)
    }

    fn hand_on(&mut self, worker: WorkerId, entry: Entry, bytes: Option<Vec<u8>>) {
        let buffer = bytes.map(|bytes| self.keep(bytes));
        self.send(Event::Entry {
            worker,
            entry: Box::new(entry),
            buffer,
        });
    }

    /// The browser draws as long as it is asked to.
    pub fn draw(&mut self) {
        self.send(Event::Refresh);
        while std::mem::take(&mut self.frame_wanted) {
            self.send(Event::Frame);
        }
    }

    /// The browser draws one frame, where it is asked to.
    pub fn draw_one(&mut self) {
        if std::mem::take(&mut self.frame_wanted) {
            self.send(Event::Frame);
        }
    }

    /// Time passes; the page is woken where it asked for it, and nowhere else.
    pub fn wait(&mut self, ms: f64) {
        self.now_ms += ms;
        let due = self.timers.iter().any(|at| *at <= self.now_ms);
        self.timers.retain(|at| *at > self.now_ms);
        if due {
            self.draw();
        }
    }

    /// All that is to be read is read, and drawn.
    pub fn settle(&mut self) {
        while self.answer() {
            self.draw();
        }
        self.draw();
    }

    /// The file is shorter from now on, as one that is written to meanwhile.
    pub fn cut_file(&mut self, file: FileId, length: u64) {
        let bytes = self.files[&file].clone().read(0, length).unwrap();
        self.files.insert(file, Memory::new(bytes));
    }

    /// All of a file's bytes, as they are now.
    pub fn bytes_of(&self, file: FileId) -> Vec<u8> {
        let mut file = self.files[&file].clone();
        let length = file.length();
        file.read(0, length).unwrap()
    }

    /// The file is another from now on.
    pub fn write_file(&mut self, file: FileId, bytes: Vec<u8>) {
        self.files.insert(file, Memory::new(bytes));
    }

    /// Files of which the edge has a handle.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    pub fn held_bytes(&self) -> u64 {
        self.buffers.values().map(|bytes| bytes.len() as u64).sum()
    }

    /// Of files that came out of archives.
    pub fn kept_bytes(&self) -> u64 {
        let kept = self
            .files
            .iter()
            .filter(|(file, _)| self.kept.contains(file));
        kept.map(|(_, bytes)| bytes.length()).sum()
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
                self.jobs.retain(|(worker, ..)| *worker != id);
                self.at_work.remove(&id);
                self.workers.retain(|worker| *worker != id);
            }
            Effect::Request { worker, job, files } => self.jobs.push_back((worker, *job, files)),
            Effect::Keep { file, buffer } => {
                let bytes = self.buffers.remove(&buffer).unwrap();
                self.files.insert(file, Memory::new(bytes));
                self.kept.insert(file);
            }
            Effect::Offer(document) => return Some(self.offer(document)),
            Effect::Copy(effect) => return self.copy(effect),
            Effect::Kept(effect) => return self.storage.perform(effect),
            Effect::Lesson(LessonEffect::Read { file }) => {
                let text = String::from_utf8(self.bytes_of(file));
                let text = text.map_err(|error| error.to_string());
                return Some(Event::Lesson(LessonEvent::Read { file, text }));
            }
            Effect::TakeBack { url } => self.take_back(&url),
            Effect::Release(buffer) => self.release(buffer),
            Effect::Forget(files) => self.forget(&files),
            Effect::OpenDevice => {
                self.devices += 1;
                self.textures.clear();
                self.volumes.clear();
                self.solids.clear();
            }
            Effect::Upload {
                frame,
                place,
                image,
                layers,
                ..
            } => {
                self.paint(frame, image.shape, layers);
                let bytes = self.bytes(place);
                assert!(Frame::new(bytes, image.layout, image.shape).is_some());
                self.textures.insert(frame, bytes.len() as u64);
                self.uploads += 1;
            }
            Effect::UploadComputed(computed) => {
                let bytes = computed.samples.len() as u64;
                self.textures.insert(computed.frame, bytes);
                self.uploads += 1;
            }
            Effect::DropTexture(frame) => {
                self.textures.remove(&frame);
            }
            Effect::Draw(list) => self.draw_list(*list),
            Effect::RequestFrame => self.frame_wanted = true,
            Effect::RefreshAfter { after_ms } => self.timers.push(self.now_ms + after_ms),
            Effect::OpenVolume { .. } | Effect::FillVolume { .. } | Effect::CloseVolume(_) => {
                self.fill(effect);
            }
            Effect::Solid(effect) => return self.perform_on_solid(effect),
            Effect::Measure { .. }
            | Effect::MeasureRegion { .. }
            | Effect::MeasurePlane(_)
            | Effect::ReadVoxel { .. }
            | Effect::ReadPoint(_) => return Some(self.look_up(effect)),
            Effect::Mark(mark) => self.marks.push(mark),
            Effect::StopWalk(_) | Effect::Resize(_) => {}
        }
        None
    }

    fn forget(&mut self, files: &[FileId]) {
        for file in files {
            let is_posted = self.jobs.iter().any(|(_, _, of_job)| of_job.contains(file));
            let gone = self.files.remove(file).filter(|_| is_posted);
            self.posted.extend(gone.map(|bytes| (*file, bytes)));
        }
    }

    /// What the samples say.
    fn look_up(&self, question: Effect) -> Event {
        match question {
            Effect::Measure {
                frame,
                place,
                image,
            } => {
                let samples = Frame::new(self.bytes(place), image.layout, image.shape);
                let stats = samples
                    .and_then(|frame| Stats::of(&frame, image.padding, image.rescale.as_ref()));
                Event::Measured { frame, stats }
            }
            Effect::MeasureRegion {
                question,
                place,
                image,
            } => {
                let samples = Frame::new(self.bytes(place), image.layout, image.shape).unwrap();
                let rescale = question.rescale.as_ref();
                let figures = marks::region(&samples, &question.shape, question.padding, rescale);
                Event::RegionMeasured { question, figures }
            }
            Effect::MeasurePlane(question) => {
                let figures = question.answer(&|part| Some(self.bytes(part).to_vec()));
                let question = Box::new(question.of);
                Event::RegionMeasured { question, figures }
            }
            Effect::ReadVoxel {
                frame,
                place,
                image,
                column,
                row,
            } => {
                let samples = Frame::new(self.bytes(place), image.layout, image.shape);
                let voxel = samples.unwrap().voxel_at(column, row).unwrap();
                Event::VoxelRead {
                    frame,
                    column,
                    row,
                    voxel,
                }
            }
            Effect::ReadPoint(question) => {
                let image = &question.image;
                let read = |place, column, row| {
                    let frame = Frame::new(self.bytes(place), image.layout, image.shape);
                    frame.unwrap().voxel_at(column, row)
                };
                Event::PointRead {
                    point: question.point,
                    sample: question.answer(read),
                }
            }
            other => unreachable!("{other:?} asks nothing"),
        }
    }

    fn fill(&mut self, effect: Effect) {
        match effect {
            Effect::OpenVolume { volume, .. } => {
                self.volumes.insert(volume, BTreeMap::new());
            }
            Effect::FillVolume {
                volume,
                layer,
                place,
            } => {
                let bytes = self.bytes(place).to_vec();
                self.volumes.get_mut(&volume).unwrap().insert(layer, bytes);
            }
            Effect::CloseVolume(volume) => {
                assert!(self.volumes.remove(&volume).is_some(), "closed twice");
            }
            other => unreachable!("{other:?} is of no volume"),
        }
    }

    fn perform_on_solid(&mut self, effect: SolidEffect) -> Option<Event> {
        match effect {
            SolidEffect::Open { key, .. } if self.refuses_solids => {
                let reason = "no room".to_owned();
                return Some(Event::SolidFailed { solid: key, reason });
            }
            SolidEffect::Open { key, size } => {
                let texels: u32 = size.into_iter().product();
                let body: u32 = body_size(size).into_iter().product();
                let empty = SolidLayer {
                    levels: vec![0; texels as usize],
                    body: vec![0; body as usize],
                };
                self.solids.insert(key, (size, empty));
            }
            SolidEffect::Fill {
                key,
                layer,
                content,
            } => {
                let (size, all) = self.solids.get_mut(&key).unwrap();
                assert_eq!(content.levels.len(), (size[0] * size[1]) as usize);
                put(&mut all.levels, layer, &content.levels);
                put(&mut all.body, layer, &content.body);
            }
            SolidEffect::Close(key) => {
                let was_there = self.solids.remove(&key).is_some();
                assert!(was_there || self.refuses_solids, "closed twice");
            }
        }
        None
    }

    fn draw_list(&mut self, list: DrawList) {
        for pane in &list.panes {
            assert!(
                self.textures.contains_key(&pane.frame),
                "drawn without a texture"
            );
        }
        for cut in &list.cuts {
            let filled = self.volumes.get(&cut.volume).map_or(0, BTreeMap::len);
            assert!(
                cut.lookup.here as usize <= filled,
                "drawn before it was filled"
            );
        }
        let drawn: Vec<usize> = list.rays.iter().map(|rays| rays.pane).collect();
        self.fine_rows.retain(|pane, _| drawn.contains(pane));
        for rays in &list.rays {
            let [from, until] = rays.rows.unwrap_or_default();
            let known = self.fine_rows.insert(rays.pane, until);
            let goes_on = rays.rows.is_none() || known == Some(from);
            assert!(goes_on, "rows that were not drawn: {known:?}, {from}");
            assert!(self.solids.contains_key(&rays.solid), "drawn of nothing");
        }
        self.draws.push(list);
    }

    fn release(&mut self, buffer: BufferId) {
        let was_there = self.buffers.remove(&buffer).is_some();
        assert!(was_there, "{buffer:?} released twice");
    }

    fn copy(&mut self, effect: CopyEffect) -> Option<Event> {
        match effect {
            CopyEffect::Salt => {
                self.archive.clear();
                return Some(Event::Copy(CopyEvent::Salted(Salt([9; 32]))));
            }
            CopyEffect::Add { bytes, buffer } => {
                self.archive.extend(bytes);
                if let Some(buffer) = buffer {
                    self.archive.extend(self.buffers.remove(&buffer).unwrap());
                }
            }
            CopyEffect::Finish => {
                let url = format!("blob:copy{}", self.next_buffer);
                let archive = std::mem::take(&mut self.archive);
                self.documents.insert(url.clone(), archive);
                return Some(Event::Copy(CopyEvent::Made { url }));
            }
            CopyEffect::GiveUp => self.archive.clear(),
        }
        None
    }

    fn take_back(&mut self, url: &str) {
        assert!(self.documents.remove(url).is_some(), "{url} taken back");
    }

    fn offer(&mut self, document: ReadDocument) -> Event {
        let ReadDocument { file, bytes, .. } = document;
        let buffer = self.buffers.remove(&document.buffer).unwrap();
        assert_eq!(buffer.len() as u64, bytes);
        let url = format!("blob:{}", self.next_buffer);
        self.documents.insert(url.clone(), buffer);
        Event::Offered { file, url, bytes }
    }

    fn paint(&mut self, frame: FrameKey, shape: Shape, layers: Vec<(Place, Layer)>) {
        for (mask, layer) in layers {
            let cells = Frame::new(self.bytes(mask), layer.layout, layer.shape);
            let mut rgba = vec![0; shape.pixels() * 4];
            layer.paint(&cells.unwrap(), shape, &mut rgba);
            self.over.insert(frame, rgba);
        }
    }

    fn bytes(&self, place: Place) -> &[u8] {
        let [start, end] = [place.offset, place.offset + place.length].map(|at| at as usize);
        &self.buffers[&place.buffer][start..end]
    }
}

/// A layer comes to its place.
fn put(all: &mut [u8], layer: u32, bytes: &[u8]) {
    let start = layer as usize * bytes.len();
    all[start..start + bytes.len()].copy_from_slice(bytes);
}
