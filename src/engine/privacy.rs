//! What the headers of all that is open hold that tells a person, counted by workers while its panel is open.

use std::collections::BTreeSet;

use crate::copy::{Choices, Tally};
use crate::engine::State;
use crate::engine::copy::files;
use crate::intake::FileId;
use crate::session::CopyScope;
use crate::workers::protocol::{CopyTask, Job, Outcome, Task};

/// What is known of the headers.
#[derive(Clone, Debug, Default)]
pub struct Privacy {
    /// Files that hold something to be shown.
    pub of: usize,
    waiting: BTreeSet<FileId>,
    /// Of those that are gone over.
    pub tally: Tally,
    /// Headers that cannot be gone over.
    pub unread: usize,
    /// All that were open when it was asked.
    open: usize,
}

impl Privacy {
    fn begin(state: &State) -> Self {
        let waiting: BTreeSet<FileId> = files(state, CopyScope::All)
            .into_iter()
            .map(|file| file.file)
            .collect();
        Self {
            of: waiting.len(),
            waiting,
            open: state.files.len(),
            ..Self::default()
        }
    }

    /// Files whose headers are gone over.
    #[must_use]
    pub fn done(&self) -> usize {
        self.of - self.waiting.len()
    }
}

/// What a copy asks as well that keeps nothing: one answer serves both.
const SURVEY: Task = Task::Copy(CopyTask::Survey {
    choices: Choices {
        series_description: false,
        reports: false,
    },
});

/// Opens the panel, or closes it.
pub fn show(state: &mut State, on: bool) {
    state.privacy = on.then(|| Privacy::begin(state));
}

/// What came meanwhile, or was closed, is counted with the rest, anew.
pub fn settle(state: &mut State) {
    let is_other = |it: &Privacy| it.open != state.files.len();
    if !state.is_loading() && state.privacy.as_ref().is_some_and(is_other) {
        show(state, true);
    }
}

/// The next header to be gone over.
pub fn next(state: &State) -> Option<(FileId, Task)> {
    let privacy = state.privacy.as_ref()?;
    let is_asked = |file: FileId| {
        let mut jobs = state.crew.jobs();
        jobs.any(|job| job.file == file && job.task == SURVEY)
    };
    let mut waiting = privacy.waiting.iter().copied();
    Some((waiting.find(|file| !is_asked(*file))?, SURVEY))
}

/// A worker has done something for a copy, or for this; `None` where it could not.
pub fn answered(state: &mut State, job: &Job, outcome: Option<&Outcome>) {
    let Some(privacy) = &mut state.privacy else {
        return;
    };
    if job.task == SURVEY && privacy.waiting.remove(&job.file) {
        match outcome {
            Some(Outcome::Surveyed(tally)) => privacy.tally.add(tally),
            _ => privacy.unread += 1,
        }
        state.screen.touch();
    }
}
