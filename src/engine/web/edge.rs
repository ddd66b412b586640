//! What cannot be data: files, buffers, workers, the canvas with its device; and the effects that
//! are performed on them.

use std::collections::BTreeMap;
use std::ops::Range;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Element, HtmlCanvasElement, Url};

use crate::engine::event::ReadDocument;
use crate::engine::mark_values::Question;
use crate::engine::web::copies::Copies;
use crate::engine::web::kept::Keep;
use crate::engine::web::lesson::ReadText;
use crate::engine::web::snapshot::Mirror;
use crate::engine::{DropId, Effect, Event, Rare};
use crate::gpu::SolidEffect;
use crate::gpu::device::{Device, MakeFurther, StackEffect};
use crate::gpu::draw::{ComputedFrame, DrawList};
use crate::gpu::tiles::strips;
use crate::header::Image;
use crate::intake::{FileId, FrameKey};
use crate::pixels::layer::Layer;
use crate::pixels::stats::Stats;
use crate::pixels::{Frame, Shape, Voxel};
use crate::store::{BufferId, Place};
use crate::workers::protocol::WorkerId;
use crate::workers::web::Pool;

#[derive(Default)]
pub(super) struct Edge {
    /// What a first picture can do without, once it is here.
    pub(super) rare: Option<Rare>,
    pub(super) make_further: Option<MakeFurther>,
    pub(super) keep: Option<Keep>,
    pub(super) read_text: Option<ReadText>,
    /// Files as dropped, and blobs of what came out of archives.
    pub(super) files: BTreeMap<FileId, Blob>,
    pub(super) next_file: u32,
    pub(super) buffers: BTreeMap<BufferId, ArrayBuffer>,
    pub(super) next_buffer: u32,
    pub(super) copies: Copies,
    pub(super) stopped: Vec<DropId>,
    pub(super) pool: Option<Pool>,
    /// The element that the canvas fills.
    pub(super) stage: Option<Element>,
    pub(super) canvas: Option<HtmlCanvasElement>,
    /// What is drawn is copied there too.
    pub(super) mirror: Option<Mirror>,
    pub(super) device: Option<Device>,
    /// One slice on its way to the GPU or under measurement: wgpu reads our own memory only.
    pub(super) staging: Vec<u8>,
}

impl Edge {
    /// Performs an effect; some have an answer.
    pub(super) fn perform(&mut self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::StartWorker(id) => {
                let started = self.pool.as_mut()?.start(id);
                return started.err().map(|error| failed(id, &error));
            }
            Effect::EndWorker(id) => self.pool.as_mut()?.end(id),
            Effect::Request { worker, job, files } => {
                let files = files.iter().map(|file| self.files.get(file).cloned());
                let files: Option<Vec<Blob>> = files.collect();
                let posted = self.pool.as_ref()?.post(worker, &job, &files?);
                return posted.err().map(|error| failed(worker, &error));
            }
            Effect::Keep { file, buffer } => {
                let buffer = self.buffers.remove(&buffer)?;
                let blob = Blob::new_with_buffer_source_sequence(&Array::of1(&buffer));
                // Without its blob the file's jobs are not sent, as if it had been closed.
                self.files.insert(file, blob.ok()?);
            }
            Effect::Offer(document) => return self.offer(document),
            Effect::Copy(effect) => {
                return (self.copies.perform(effect, &mut self.buffers)).map(Event::Copy);
            }
            Effect::Kept(effect) => return self.keep?(effect).map(Event::Kept),
            Effect::TakeBack { url } => {
                // An address that is none any more is as good as taken back.
                let _not_freed = Url::revoke_object_url(&url);
            }
            Effect::Release(buffer) => drop(self.buffers.remove(&buffer)),
            Effect::Forget(files) => self.files.retain(|file, _| !files.contains(file)),
            Effect::StopWalk(drop) => self.stopped.push(drop),
            Effect::Resize([width, height]) => self.device.as_mut()?.resize(width, height),
            Effect::Upload {
                frame,
                place,
                image,
                own_cover,
                layers,
            } => {
                let uploaded = self.upload(frame, place, &image, own_cover, layers)?;
                return not_uploaded(frame, uploaded);
            }
            Effect::UploadComputed(computed) => return self.upload_computed(&computed),
            Effect::DropTexture(frame) => self.device.as_mut()?.evict(frame),
            volumes @ (Effect::OpenVolume { .. }
            | Effect::FillVolume { .. }
            | Effect::CloseVolume(_)
            | Effect::ReadPoint(_)) => return self.perform_on_volume(volumes),
            Effect::Solid(effect) => return self.perform_on_solid(effect),
            Effect::Draw(list) => return self.draw(&list),
            Effect::Measure {
                frame,
                place,
                image,
            } => return Some(self.measure(frame, place, &image)),
            Effect::MeasureRegion {
                question,
                place,
                image,
            } => {
                return Some(self.measure_region(question, place, &image));
            }
            Effect::MeasurePlane(question) => {
                let read = |part| Some(self.view(part)?.to_vec());
                let figures = self.rare?.region_of_plane(&question, &read);
                let question = Box::new(question.of);
                return Some(Event::RegionMeasured { question, figures });
            }
            Effect::ReadVoxel {
                frame,
                place,
                image,
                column,
                row,
            } => {
                let voxel = self.read_voxel(place, &image, column, row)?;
                return Some(Event::VoxelRead {
                    frame,
                    column,
                    row,
                    voxel,
                });
            }
            // Performed by the host, which these concern.
            Effect::OpenDevice
            | Effect::Lesson(_)
            | Effect::RequestFrame
            | Effect::RefreshAfter { .. }
            | Effect::Mark(_) => {}
        }
        None
    }

    fn measure(&mut self, frame: FrameKey, place: Place, image: &Image) -> Event {
        self.stage(place);
        let stats = self
            .staged(image)
            .and_then(|samples| Stats::of(&samples, image.padding, image.rescale.as_ref()));
        Event::Measured { frame, stats }
    }

    fn measure_region(&mut self, question: Box<Question>, place: Place, image: &Image) -> Event {
        self.stage(place);
        let samples = self.staged(image).zip(self.rare);
        let figures = samples.and_then(|(samples, rare)| rare.region(&samples, &question));
        Event::RegionMeasured { question, figures }
    }

    /// Performs what is done to the copies that rays go through.
    fn perform_on_solid(&mut self, effect: SolidEffect) -> Option<Event> {
        let (SolidEffect::Open { key, .. }
        | SolidEffect::Fill { key, .. }
        | SolidEffect::Close(key)) = effect;
        let make = self.make_further?;
        let effect = StackEffect::Solid(effect);
        let done = self.device.as_mut()?.perform(effect, make);
        done.err()
            .map(|reason| Event::SolidFailed { solid: key, reason })
    }

    /// Performs what is done to volumes and asked of them.
    fn perform_on_volume(&mut self, effect: Effect) -> Option<Event> {
        let make = self.make_further?;
        let (volume, done) = match effect {
            Effect::OpenVolume {
                volume,
                image,
                layers,
            } => {
                let effect = StackEffect::OpenVolume(volume, (image.layout, image.shape), layers);
                (volume, self.device.as_mut()?.perform(effect, make))
            }
            Effect::FillVolume {
                volume,
                layer,
                place,
            } => {
                self.stage(place);
                let effect = StackEffect::FillVolume(volume, layer, &self.staging);
                (volume, self.device.as_mut()?.perform(effect, make))
            }
            Effect::CloseVolume(volume) => {
                let effect = StackEffect::CloseVolume(volume);
                (volume, self.device.as_mut()?.perform(effect, make))
            }
            Effect::ReadPoint(question) => {
                let image = &question.image;
                let read = |place, column, row| self.read_voxel(place, image, column, row);
                return Some(Event::PointRead {
                    point: question.point,
                    sample: self.rare?.point(&question, &read),
                });
            }
            _ => return None,
        };
        done.err()
            .map(|reason| Event::VolumeFailed { volume, reason })
    }

    /// Makes a blob with an address of a buffer. Without one nothing is offered.
    fn offer(&mut self, document: ReadDocument) -> Option<Event> {
        let buffer = self.buffers.remove(&document.buffer)?;
        let options = BlobPropertyBag::new();
        options.set_type(document.mime);
        let parts = Array::of1(&buffer);
        let blob = Blob::new_with_buffer_source_sequence_and_options(&parts, &options).ok()?;
        let url = Url::create_object_url_with_blob(&blob).ok()?;
        let ReadDocument { file, bytes, .. } = document;
        Some(Event::Offered { file, url, bytes })
    }

    /// Puts a frame on the GPU, with what lies over it, strip by strip; nothing where there is no
    /// device.
    fn upload(
        &mut self,
        frame: FrameKey,
        place: Place,
        image: &Image,
        own_cover: bool,
        layers: Vec<(Place, Layer)>,
    ) -> Option<Result<(), String>> {
        let device = self.device.as_mut()?;
        if device.is_lost() || device.holds(frame) {
            return Some(Ok(()));
        }
        let needed = image.frame_bytes();
        if place.length < needed {
            let short = format!("{} bytes where a frame has {needed}", place.length);
            return Some(Err(short));
        }
        let cover = image.cover.clone().filter(|_| own_cover);
        let is_covered = cover.is_some() || !layers.is_empty();
        if let Err(reason) = device.make(frame, (image.layout, image.shape), is_covered) {
            return Some(Err(reason));
        }
        let masks = layers.into_iter().map(|(mask, layer)| {
            let cells = self.view(mask).map(|view| view.to_vec());
            (cells.unwrap_or_default(), layer)
        });
        let masks: Vec<(Vec<u8>, Layer)> = masks.collect();
        let row_bytes = image.shape.columns as usize * 4;
        for rows in strips(image.shape.rows, row_bytes as u64) {
            self.stage_rows(place, image, &rows);
            let mut over = cover.as_ref().map(|cover| {
                let strip = Shape {
                    rows: rows.end - rows.start,
                    ..image.shape
                };
                let cells = Frame::new(&self.staging, image.layout, strip);
                cover.rows(
                    frame.frame,
                    image.shape.columns,
                    rows.clone(),
                    cells.as_ref(),
                )
            });
            for (mask, layer) in &masks {
                let rgba = over.get_or_insert_with(|| vec![0; rows.len() * row_bytes]);
                if let Some(cells) = Frame::new(mask, layer.layout, layer.shape) {
                    layer.paint_rows(&cells, image.shape, rows.clone(), rgba);
                }
            }
            let device = self.device.as_mut()?;
            device.fill(frame, &rows, &self.staging, over.as_deref());
        }
        Some(Ok(()))
    }

    /// Puts a computed frame on the GPU; nothing where there is no device.
    fn upload_computed(&mut self, computed: &ComputedFrame) -> Option<Event> {
        let device = self.device.as_mut().filter(|device| !device.is_lost())?;
        let ComputedFrame { frame, shape, .. } = *computed;
        if let Err(reason) = device.make(frame, (computed.layout, shape), false) {
            return Some(Event::UploadFailed { frame, reason });
        }
        device.fill(frame, &(0..shape.rows), &computed.samples, None);
        None
    }

    fn draw(&mut self, list: &DrawList) -> Option<Event> {
        let is_drawn = self.device.as_mut()?.draw(list).unwrap_or(false);
        if is_drawn && let Some((mirror, canvas)) = self.mirror.as_ref().zip(self.canvas.as_ref()) {
            mirror.show(canvas);
        }
        (!is_drawn).then_some(Event::DrawFailed)
    }

    /// Copies some rows of a frame into our own memory, as a frame of these rows alone.
    fn stage_rows(&mut self, place: Place, image: &Image, rows: &Range<u32>) {
        self.staging.clear();
        for (offset, length) in image.spans_of_rows(rows) {
            let part = Place {
                offset: place.offset + offset,
                length,
                ..place
            };
            if let Some(view) = self.view(part) {
                let start = self.staging.len();
                self.staging.resize(start + view.length() as usize, 0);
                view.copy_to(&mut self.staging[start..]);
            }
        }
    }

    /// Copies a frame into our own memory.
    fn stage(&mut self, place: Place) {
        self.staging.clear();
        if let Some(view) = self.view(place) {
            self.staging.resize(view.length() as usize, 0);
            view.copy_to(&mut self.staging);
        }
    }

    fn staged(&self, image: &Image) -> Option<Frame<'_>> {
        Frame::new(&self.staging, image.layout, image.shape)
    }

    fn view(&self, place: Place) -> Option<Uint8Array> {
        let buffer = self.buffers.get(&place.buffer)?;
        let offset = u32::try_from(place.offset).ok()?;
        let length = u32::try_from(place.length).ok()?;
        let is_inside = offset.checked_add(length)? <= buffer.byte_length();
        is_inside.then(|| Uint8Array::new_with_byte_offset_and_length(buffer, offset, length))
    }

    /// One voxel's cells, and no more, are copied.
    fn read_voxel(&self, place: Place, image: &Image, column: u32, row: u32) -> Option<Voxel> {
        let cell = image.layout.sample_bytes();
        let one = Shape {
            columns: 1,
            rows: 1,
            samples: 1,
            planar: false,
        };
        let read = |sample: usize| {
            let place = Place {
                offset: place.offset + (sample * cell) as u64,
                length: cell as u64,
                ..place
            };
            let cell = self.view(place)?.to_vec();
            Some(Frame::new(&cell, image.layout, one)?.value_at(0, 0))
        };
        let samples = image.shape.samples_at(column, row).map(read);
        let samples: Option<Vec<Option<f64>>> = samples.collect();
        Voxel::of(&samples?)
    }
}

/// What becomes of a frame that the device has no room for.
fn not_uploaded(frame: FrameKey, uploaded: Result<(), String>) -> Option<Event> {
    let reason = uploaded.err()?;
    Some(Event::UploadFailed { frame, reason })
}

fn failed(worker: WorkerId, error: &JsValue) -> Event {
    Event::WorkerFailed {
        worker,
        reason: error.as_string().unwrap_or_else(|| "unknown".to_owned()),
    }
}
