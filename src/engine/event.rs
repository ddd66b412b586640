//! What can happen, and what is to be done about it: plain data both.

mod lesson;

use crate::copy::Salt;
use crate::engine::cut_probe::PointQuestion;
use crate::engine::cut_region::PlaneQuestion;
use crate::engine::mark_values::Question;
use crate::gpu::draw::{ComputedFrame, DrawList, SolidEffect, SolidKey, VolumeKey};
use crate::header::Image;
use crate::intake::{FileId, Found, FrameKey};
use crate::marks::Region;
use crate::pixels::Voxel;
use crate::pixels::layer::Layer;
use crate::pixels::stats::Stats;
use crate::problem::Problem;
use crate::session::{Action, PaneId};
use crate::store::{BufferId, Place};
use crate::volume::Vector;
use crate::volume::sample::Sample;
use crate::workers::protocol::{Done, Entry, Job, WorkerId};

pub use lesson::{LessonEffect, LessonEvent};

/// Drops, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DropId(pub u32);

/// What draws the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renderer {
    WebGpu,
    WebGl2,
}

impl Renderer {
    /// As in `body[data-renderer]`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WebGpu => "webgpu",
            Self::WebGl2 => "webgl2",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Act(Action),

    /// Files are being looked for.
    DropStarted(DropId),
    /// It was dropped over a pane, and is to be shown there.
    DropAimed {
        drop: DropId,
        pane: PaneId,
    },
    Found {
        drop: DropId,
        files: Vec<Found>,
    },
    /// A folder or file that could not be opened.
    NotFound {
        drop: DropId,
        problem: Problem,
    },
    /// No more will be found.
    DropWalked(DropId),

    /// The workers' module is there (or cannot be had): they can be started.
    CrewReady {
        module: bool,
    },
    WorkerHello {
        worker: WorkerId,
        build_matches: bool,
    },
    Heartbeat {
        worker: WorkerId,
    },
    /// A job's end; the buffer that came beside it, with its size.
    Done {
        worker: WorkerId,
        done: Box<Done>,
        buffer: Option<(BufferId, u64)>,
    },
    /// A member out of an archive that is being unpacked; the buffer that came beside it.
    Entry {
        worker: WorkerId,
        entry: Box<Entry>,
        buffer: Option<(BufferId, u64)>,
    },
    WorkerFailed {
        worker: WorkerId,
        reason: String,
    },
    /// A document has an address in this browser.
    Offered {
        file: FileId,
        url: String,
        bytes: u64,
    },
    /// What a worker needs for its job could not be had.
    PartNotLoaded {
        worker: WorkerId,
    },
    /// Of a copy without identity.
    Copy(CopyEvent),
    /// Of what is kept from visit to visit.
    Kept(KeptEvent),
    /// Of a lesson.
    Lesson(LessonEvent),
    /// What a first picture can do without is there.
    RareHere,
    /// It could not be had again and again.
    RareMissing,
    /// The reader has typed a password. No [`Action`]: it is written down nowhere.
    Password {
        archive: FileId,
        password: String,
    },

    DeviceReady {
        renderer: Renderer,
    },
    DeviceLost,
    DeviceFailed,
    /// The samples could not be given to the graphics device.
    UploadFailed {
        frame: FrameKey,
        reason: String,
    },
    /// The graphics device has no room for a volume.
    VolumeFailed {
        volume: VolumeKey,
        reason: String,
    },
    /// Nor for the copy of a stack.
    SolidFailed {
        solid: SolidKey,
        reason: String,
    },
    /// The browser had no canvas to draw on just now.
    DrawFailed,
    /// The canvas has so many device pixels.
    Resized {
        canvas: [u32; 2],
    },
    /// The browser is about to draw.
    Frame,
    /// Time to show how far a load has come, or that something has not.
    Refresh,
    /// Passes now and then, also in a hidden tab.
    Clock,

    /// `None` where all of the frame is padding.
    Measured {
        frame: FrameKey,
        stats: Option<Stats>,
    },
    /// `None` where no voxel counts.
    RegionMeasured {
        question: Box<Question>,
        figures: Option<Region>,
    },
    /// What the voxel asked for holds.
    VoxelRead {
        frame: FrameKey,
        column: u32,
        row: u32,
        voxel: Voxel,
    },
    /// What lies at a point of a plane; `None` where a slice of its picture is not held any more.
    PointRead {
        point: Vector,
        sample: Option<Sample>,
    },
}

/// A document's bytes, and what the browser is told that they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadDocument {
    pub file: FileId,
    pub buffer: BufferId,
    pub bytes: u64,
    pub mime: &'static str,
}

/// What the edge says of a copy without identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyEvent {
    /// The browser could not do what was asked of it.
    Failed,
    /// Random bytes. No [`Action`]: they are written down nowhere.
    Salted(Salt),
    /// The archive has an address in this browser.
    Made { url: String },
}

/// What the edge does for a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyEffect {
    /// Draw random bytes, answered by [`CopyEvent::Salted`].
    Salt,
    /// These bytes, and then those of the buffer, come next in the archive.
    Add {
        bytes: Vec<u8>,
        buffer: Option<BufferId>,
    },
    /// All is there: it gets an address, answered by [`CopyEvent::Made`].
    Finish,
    /// What was added is not wanted any more.
    GiveUp,
}

/// What the edge says of the browser's storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptEvent {
    /// Whether it is switched on, and every record by its name.
    Read {
        is_on: bool,
        records: Vec<(String, String)>,
    },
    /// The browser does not let the page keep anything, or not so much.
    Refused,
    /// The page is hidden, and may be gone in a moment.
    Leaving,
}

/// What the edge does with the browser's storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptEffect {
    /// Answered by [`KeptEvent::Read`].
    Read,
    Switch {
        on: bool,
    },
    Write {
        name: String,
        text: String,
    },
    Remove {
        name: String,
    },
    /// All records, and the switch.
    Forget,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    StartWorker(WorkerId),
    EndWorker(WorkerId),
    /// The files ride beside the job.
    Request {
        worker: WorkerId,
        job: Box<Job>,
        files: Vec<FileId>,
    },
    /// The buffer becomes a blob, to be read again as this file.
    Keep {
        file: FileId,
        buffer: BufferId,
    },
    /// The buffer becomes a document with an address, answered by [`Event::Offered`].
    Offer(ReadDocument),
    Copy(CopyEffect),
    Kept(KeptEffect),
    Lesson(LessonEffect),
    /// The address of a document is not wanted any more.
    TakeBack {
        url: String,
    },
    /// The buffer is not wanted any more.
    Release(BufferId),
    /// The files of a closed case.
    Forget(Vec<FileId>),
    /// Stop looking for files.
    StopWalk(DropId),

    /// A new canvas and a new device on it.
    OpenDevice,
    /// The canvas gets so many pixels.
    Resize([u32; 2]),
    Upload {
        frame: FrameKey,
        place: Place,
        image: Box<Image>,
        /// What lies over it: of its own file, and of segmentations.
        own_cover: bool,
        layers: Vec<(Place, Layer)>,
    },
    UploadComputed(Box<ComputedFrame>),
    DropTexture(FrameKey),
    /// Room on the GPU for so many slices like this one.
    OpenVolume {
        volume: VolumeKey,
        image: Box<Image>,
        layers: u32,
    },
    FillVolume {
        volume: VolumeKey,
        layer: u32,
        place: Place,
    },
    CloseVolume(VolumeKey),
    /// What is done to the copies that rays go through.
    Solid(SolidEffect),
    Draw(Box<DrawList>),
    /// Ask the browser for an [`Event::Frame`].
    RequestFrame,
    /// Send an [`Event::Refresh`] when so much time has passed.
    RefreshAfter {
        after_ms: f64,
    },

    Measure {
        frame: FrameKey,
        place: Place,
        image: Box<Image>,
    },
    ReadVoxel {
        frame: FrameKey,
        place: Place,
        image: Box<Image>,
        column: u32,
        row: u32,
    },
    ReadPoint(Box<PointQuestion>),
    MeasureRegion {
        question: Box<Question>,
        place: Place,
        image: Box<Image>,
    },
    /// The same on a plane or a slab; answered by [`Event::RegionMeasured`] too.
    MeasurePlane(Box<PlaneQuestion>),
    /// A point in time for `performance.mark`.
    Mark(Mark),
}

/// The marks of the automation contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Drop {
        drop: DropId,
    },
    FirstImage {
        drop: DropId,
    },
    AllDecoded {
        drop: DropId,
        held: usize,
        total: usize,
    },
}

/// Work done since the start: what tests and benches count. What is read for thumbnails is left
/// out of the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Jobs that workers have answered.
    pub jobs: u64,
    pub bytes_read: u64,
    /// Frames that became ready to draw.
    pub frames: u64,
    pub thumbnails: u64,
    pub uploads: u64,
    pub upload_bytes: u64,
    pub draws: u64,
}

/// Bytes by pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    pub buffers: u64,
    pub textures: u64,
    pub workers: u64,
    pub blobs: u64,
    pub thumbnails: u64,
    /// Of frames, where each says something of its own.
    pub headers: u64,
    /// Lungs, with what was counted in them.
    pub masks: u64,
    pub budget: u64,
}

impl Memory {
    /// Bytes of all pools.
    #[must_use]
    pub const fn used(&self) -> u64 {
        let shown = self.buffers + self.textures + self.thumbnails;
        shown + self.workers + self.blobs + self.headers + self.masks
    }
}
