//! What passes between the engine and the edge for lessons.

use crate::intake::FileId;

/// What the edge says of files of lessons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LessonEvent {
    /// As text; an error is in the browser's own words.
    Read {
        file: FileId,
        text: Result<String, String>,
    },
}

/// What the edge does with files of lessons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LessonEffect {
    /// Answered by [`LessonEvent::Read`].
    Read { file: FileId },
}
