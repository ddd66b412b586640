//! What the state says of itself: memory, what is open, what can be drawn, whose a file is.

use crate::engine::{Drop, DropId, Memory, Rare, State, lung, thumbnails};
use crate::header::{Header, Image};
use crate::intake::{FileId, FrameKey};
use crate::problem::Problem;
use crate::series::Stack;
use crate::session::cases::CaseId;
use crate::store;

#[derive(Debug)]
pub(super) struct DroppedFile {
    pub path: String,
    pub bytes: u64,
    pub case: CaseId,
    pub origin: Origin,
}

/// Where a file's bytes can be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Dropped,
    /// A file in an archive, which is an archive itself: as a blob.
    Kept,
    /// Out of an archive that was unpacked in one pass: as a blob, unless that was given back.
    Unpacked {
        archive: FileId,
        here: bool,
    },
    /// In its archive, by its number there.
    Member {
        archive: FileId,
        member: u32,
    },
    /// Computed anew each time.
    Sample {
        slice: u32,
    },
}

/// A worker for each core: the page's thread has little to do while they decode. Beyond this, files
/// come no faster, and each has a heap of its own.
const MOST_WORKERS: usize = 8;

impl State {
    /// A viewer on a device with so many cores and so much memory (`deviceMemory`, GiB).
    #[must_use]
    pub fn new(cores: usize, device_memory_gib: Option<f64>) -> Self {
        Self {
            // One core stays the page's own; more than four do not read a disk faster.
            crew_size: cores.clamp(1, MOST_WORKERS),
            budget: Some(store::budget_for(device_memory_gib)),
            rare: Rare::at_start(),
            ..Self::default()
        }
    }

    /// Bytes by pool, as counted.
    #[must_use]
    pub fn memory(&self) -> Memory {
        Memory {
            buffers: self.store.bytes(),
            textures: self.screen.texture_bytes() + self.volumes.bytes() + self.solids.bytes(),
            workers: self.crew.heap_bytes(),
            blobs: self.blob_bytes
                + self.offered_bytes()
                + self.copy.as_ref().map_or(0, |it| it.bytes),
            thumbnails: thumbnails::bytes(self),
            headers: self.header_bytes,
            masks: self.lung.as_ref().map_or(0, lung::LungCase::bytes)
                + self.grey.bytes()
                + self.session.changes.bytes(),
            budget: self.budget.unwrap_or(store::DEFAULT_BUDGET),
        }
    }

    /// A worker may have gone silent.
    #[must_use]
    pub fn needs_clock(&self) -> bool {
        self.crew.is_waited_for()
    }

    /// Files still to be read, whoever has them.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.drops.iter().any(|drop| drop.walking) || self.cases.iter().any(|case| !case.is_read())
    }

    /// Something is open, or on its way, or asks for a word: what was dropped is more than what
    /// could not be read.
    #[must_use]
    pub fn has_something_to_show(&self) -> bool {
        self.is_loading()
            || self.catalog.list().next().is_some()
            || !self.archives.is_empty()
            || self.has_objects()
            || self.lesson.is_open
    }

    /// True where the frame can be drawn without reading.
    #[must_use]
    pub fn is_held(&self, frame: FrameKey) -> bool {
        self.store.place(frame).is_some()
    }

    /// Some of its frames could not be read.
    #[must_use]
    pub fn has_unreadable(&self, stack: &Stack) -> bool {
        !self.failed.is_empty() && stack.frames().any(|frame| self.failed.contains(&frame))
    }

    /// The header and the image of a frame.
    #[must_use]
    pub fn image_of(&self, frame: FrameKey) -> Option<(&Header, &Image)> {
        let header = self.headers.get(&frame.file)?.of(frame.frame);
        Some((header, header.image.as_ref()?))
    }

    /// Held, or on the GPU already, and not known to be unreadable.
    pub(super) fn can_be_drawn(&self, frame: FrameKey) -> bool {
        let is_there = self.is_held(frame) || self.screen.textures.contains_key(&frame);
        is_there && !self.failed.contains(&frame)
    }

    /// The drop that a file came with.
    #[must_use]
    pub fn drop_of(&self, file: FileId) -> Option<&Drop> {
        let id = self.case_of_file(file)?.drop;
        self.drops.iter().find(|drop| drop.id == id)
    }

    pub(super) fn name_file(&self, problem: &mut Problem, file: FileId) {
        self.path(file)
            .unwrap_or_default()
            .clone_into(&mut problem.path);
    }

    /// The number of the drop that comes next.
    #[must_use]
    pub const fn next_drop(&self) -> DropId {
        DropId(self.last_drop + 1)
    }

    /// The path of a file, as dropped.
    #[must_use]
    pub fn path(&self, file: FileId) -> Option<&str> {
        self.files.get(&file).map(|dropped| dropped.path.as_str())
    }
}
