//! The small pictures in the list of series: of each stack's middle slice, made once, by a worker
//! when there is nothing else to do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::State;
use crate::engine::cases::resting::rests_in;
use crate::engine::view::extent_of;
use crate::intake::{FileId, FrameKey};
use crate::limits;
use crate::pixels::Thumbnail;
use crate::series::{Stack, StackId};
use crate::workers::protocol::{Job, Task};

pub type Thumbnails = BTreeMap<StackId, Made>;

#[derive(Debug)]
pub struct Made {
    of: FrameKey,
    /// `None` where the frame cannot be read.
    thumbnail: Option<Arc<Thumbnail>>,
}

impl State {
    /// The thumbnail of a stack, where it is made.
    #[must_use]
    pub fn thumbnail(&self, stack: StackId) -> Option<&Arc<Thumbnail>> {
        let stack = self.catalog.stack(stack)?;
        made_of(self, stack)?.thumbnail.as_ref()
    }
}

/// Of all that are made.
pub fn bytes(state: &State) -> u64 {
    let made = state.thumbnails.values();
    let made = made.filter_map(|made| made.thumbnail.as_ref());
    made.map(|thumbnail| thumbnail.rgba.len() as u64).sum()
}

/// A stack that has grown keeps the picture that the reader knows it by; one that has lost the
/// frame by splitting or joining does not.
fn made_of<'a>(state: &'a State, stack: &Stack) -> Option<&'a Made> {
    let made = state.thumbnails.get(&stack.id)?;
    stack.position_of(made.of).is_some().then_some(made)
}

pub const fn is_one(job: &Job) -> bool {
    matches!(job.task, Task::Thumbnail { .. })
}

/// The next one to be made, in the order of the list, of a stack that is read to its end; one at a
/// time, so that what is looked at meanwhile finds a worker free.
pub fn next(state: &State) -> Option<(FileId, Task)> {
    if state.crew.jobs().any(is_one) {
        return None;
    }
    let listed = state.catalog.list();
    let mut stacks = listed.filter_map(|id| state.catalog.stack(id));
    let is_next = |stack: &&Stack| {
        made_of(state, stack).is_none() && state.is_read(stack) && !is_long_work(state, stack)
    };
    let is_here = |stack: &&Stack| {
        let middle = stack.frame(stack.len() / 2);
        middle.is_none_or(|frame| rests_in(state, frame.file).is_none())
    };
    let stack = stacks.find(|stack| is_next(stack) && is_here(stack))?;
    let frame = stack.frame(stack.len() / 2)?;
    let (header, image) = state.image_of(frame)?;
    let task = Task::Thumbnail {
        frame: frame.frame,
        image: Box::new(image.clone()),
        transfer_syntax: header.transfer_syntax.clone(),
        unit: stack.unit(),
        voxel_aspect: extent_of(header, image).voxel_aspect,
    };
    Some((frame.file, task))
}

/// What takes as long, and as much memory, as to show the image itself is not done for its thumbnail.
fn is_long_work(state: &State, stack: &Stack) -> bool {
    let image = stack
        .frame(stack.len() / 2)
        .and_then(|frame| state.image_of(frame));
    image.is_some_and(|(_, image)| image.frame_bytes() > limits::THUMBNAIL_OF_BYTES)
}

/// A worker has answered; with nothing where the frame cannot be read.
pub fn made(state: &mut State, job: &Job, thumbnail: Option<Thumbnail>) {
    let Task::Thumbnail { frame, .. } = job.task else {
        return;
    };
    let of = FrameKey {
        file: job.file,
        frame,
    };
    if let Some(stack) = state.catalog.stack_of(of) {
        let thumbnail = thumbnail.map(Arc::new);
        state.thumbnails.insert(stack, Made { of, thumbnail });
    }
}

/// Those of files that are closed.
pub fn forget(state: &mut State, gone: &BTreeSet<FileId>) {
    state
        .thumbnails
        .retain(|_, made| !gone.contains(&made.of.file));
}
