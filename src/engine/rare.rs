//! What a first picture can do without. The page fetches it with the views that come later, and what
//! asks for it until then waits. Nothing but [`Rare::whole`] leads to these functions: so they are
//! linked into the module that comes later (`src/bin/page.rs`).

use crate::engine::event::{CopyEvent, Effect};
use crate::engine::{State, copy, copy_jobs, lung, lung_jobs};
use crate::intake::FileId;
use crate::problem::{Alarm, Problem};
use crate::session::Action;
use crate::session::changes::LungChange;
use crate::store::BufferId;
use crate::workers::protocol::{Job, Outcome, Task};

/// What a worker answers, and the buffer that came beside it.
type Answer = (Outcome, Option<(BufferId, u64)>);

/// The functions that are the way in.
#[derive(Clone, Copy, Debug)]
pub struct Rare {
    act: fn(&mut State, &Action, &mut Vec<Effect>),
    change: fn(&mut State, LungChange, bool),
    heard: fn(&mut State, CopyEvent, &mut Vec<Effect>),
    settle: fn(&mut State, &mut Vec<Effect>),
    next: fn(&State) -> Option<(FileId, Task)>,
    answered: fn(&mut State, &Job, Answer, &mut Vec<Effect>),
    failed: fn(&mut State, &Job, Problem),
}

impl Rare {
    /// All of it.
    #[must_use]
    pub fn whole() -> Self {
        Self {
            act: carry_out,
            change: lung::carry_out,
            heard: copy::heard,
            settle: settle_all,
            next: |state| lung_jobs::next(state).or_else(|| copy_jobs::next(state)),
            answered: take_answer,
            failed: take_failure,
        }
    }

    /// What a viewer starts with: where nothing is fetched, all of it.
    pub(super) fn at_start() -> Option<Self> {
        #[cfg(target_arch = "wasm32")]
        let rare = None;
        #[cfg(not(target_arch = "wasm32"))]
        let rare = Some(Self::whole());
        rare
    }
}

fn carry_out(state: &mut State, action: &Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Lungs(action) => lung::act(state, action),
        Action::Copy(action) => copy::act(state, *action, effects),
        _ => {}
    }
}

fn settle_all(state: &mut State, effects: &mut Vec<Effect>) {
    lung::settle(state);
    copy::settle(state, effects);
}

fn take_answer(state: &mut State, job: &Job, answer: Answer, effects: &mut Vec<Effect>) {
    if matches!(job.task, Task::Copy(_)) {
        copy_jobs::answered(state, job, answer, effects);
    } else {
        lung_jobs::answered(state, job, answer.0);
    }
}

fn take_failure(state: &mut State, job: &Job, problem: Problem) {
    if matches!(job.task, Task::Copy(_)) {
        copy_jobs::failed(state, job, problem);
    } else {
        lung_jobs::failed(state, job, problem);
    }
}

/// What the reader does, now or as soon as it can be done.
pub fn act(state: &mut State, action: &Action, effects: &mut Vec<Effect>) {
    match state.rare {
        Some(rare) => (rare.act)(state, action, effects),
        None => state.waiting.push(action.clone()),
    }
}

/// It is here: what has waited for it is done.
pub fn here(state: &mut State, effects: &mut Vec<Effect>) {
    state.alarms.remove(&Alarm::PartMissing);
    for action in std::mem::take(&mut state.waiting) {
        act(state, &action, effects);
    }
    state.screen.touch();
}

/// A change is taken back, or done again.
pub fn change(state: &mut State, change: LungChange, is_undone: bool) {
    if let Some(rare) = state.rare {
        (rare.change)(state, change, is_undone);
    }
}

/// After each event.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(rare) = state.rare {
        (rare.settle)(state, effects);
    }
}

/// What the edge says of a copy, which nothing else has asked it for.
pub fn heard(state: &mut State, event: CopyEvent, effects: &mut Vec<Effect>) {
    if let Some(rare) = state.rare {
        (rare.heard)(state, event, effects);
    }
}

/// The next job that it wants done.
pub fn next(state: &State) -> Option<(FileId, Task)> {
    (state.rare?.next)(state)
}

/// A worker has done a job of its own.
pub fn answered(state: &mut State, job: &Job, answer: Answer, effects: &mut Vec<Effect>) {
    if let Some(rare) = state.rare {
        (rare.answered)(state, job, answer, effects);
    }
}

/// A worker could not.
pub fn failed(state: &mut State, job: &Job, problem: Problem) {
    if let Some(rare) = state.rare {
        (rare.failed)(state, job, problem);
    }
}

impl State {
    /// Takes in what was fetched; [`Event::RareHere`](super::Event::RareHere) goes on with it.
    pub fn take(&mut self, rare: Rare) {
        self.rare = Some(rare);
    }
}
