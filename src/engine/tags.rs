//! The header of the picture that is shown, read for readers: by a worker, when its panel is open.

use crate::engine::State;
use crate::header::Element;
use crate::intake::FileId;
use crate::workers::protocol::{Job, Task};

/// The elements of one file; none where it could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tags {
    pub file: FileId,
    pub elements: Vec<Element>,
}

impl State {
    /// The elements of the file that the active pane shows, where they are read.
    #[must_use]
    pub fn shown_tags(&self) -> Option<&Tags> {
        let frame = self.screen.frame(self.session.active)?;
        self.tags.as_ref().filter(|tags| tags.file == frame.file)
    }
}

pub const fn is_one(job: &Job) -> bool {
    matches!(job.task, Task::Tags)
}

/// The file whose elements are to be read, where the reader wants to see them.
pub fn next(state: &State) -> Option<(FileId, Task)> {
    if !state.session.shows_tags || state.crew.jobs().any(is_one) {
        return None;
    }
    let frame = state.screen.frame(state.session.active)?;
    let is_known = state
        .tags
        .as_ref()
        .is_some_and(|tags| tags.file == frame.file);
    state.image_of(frame).filter(|_| !is_known)?;
    Some((frame.file, Task::Tags))
}

pub fn read(state: &mut State, file: FileId, elements: Vec<Element>) {
    state.tags = Some(Tags { file, elements });
}
