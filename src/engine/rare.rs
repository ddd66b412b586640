//! What a first picture can do without. The page fetches it with the views that come later, and what
//! asks for it until then waits. Nothing but [`Rare::whole`] leads to these functions: so they are
//! linked into the module that comes later (`src/bin/page.rs`).

use crate::engine::event::Effect;
use crate::engine::{State, grey, lung, lung_jobs};
use crate::intake::FileId;
use crate::problem::Problem;
use crate::session::Action;
use crate::session::changes::Change;
use crate::workers::protocol::{Job, Outcome, Task};

/// The functions that are the way in.
#[derive(Clone, Copy, Debug)]
pub struct Rare {
    act: fn(&mut State, &Action, &mut Vec<Effect>),
    change: fn(&mut State, Change, bool),
    settle: fn(&mut State),
    next: fn(&State) -> Option<(FileId, Task)>,
    answered: fn(&mut State, &Job, Outcome),
    failed: fn(&mut State, &Job, Problem),
}

impl Rare {
    /// All of it.
    #[must_use]
    pub fn whole() -> Self {
        Self {
            act: carry_out,
            change: carry_out_change,
            settle: settle_all,
            next: next_of_all,
            answered: all_answered,
            failed: all_failed,
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

fn carry_out(state: &mut State, action: &Action, _effects: &mut Vec<Effect>) {
    match action {
        Action::Lungs(action) => lung::act(state, action),
        _ => grey::act(state, action),
    }
}

fn carry_out_change(state: &mut State, change: Change, is_undone: bool) {
    match change {
        Change::Lung(change) => lung::carry_out(state, change, is_undone),
        Change::Growth { before, after } => {
            let (from, to) = if is_undone {
                (after, before)
            } else {
                (before, after)
            };
            grey::growth::replace(state, from, to);
        }
        Change::Mark(_) | Change::Layout { .. } => {}
    }
}

fn settle_all(state: &mut State) {
    lung::settle(state);
    grey::settle(state);
}

/// A slice that is looked at is counted before the lungs of a whole stack are found.
fn next_of_all(state: &State) -> Option<(FileId, Task)> {
    grey::jobs::next_shown(state)
        .or_else(|| lung_jobs::next(state))
        .or_else(|| grey::jobs::next(state))
}

fn all_answered(state: &mut State, job: &Job, outcome: Outcome) {
    if grey::jobs::is_one(job) {
        grey::jobs::answered(state, job, outcome);
    } else {
        lung_jobs::answered(state, job, outcome);
    }
}

fn all_failed(state: &mut State, job: &Job, problem: Problem) {
    if grey::jobs::is_one(job) {
        grey::jobs::failed(state, job, problem);
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
    for action in std::mem::take(&mut state.waiting) {
        act(state, &action, effects);
    }
    state.screen.touch();
}

/// A change is taken back, or done again.
pub fn change(state: &mut State, change: Change, is_undone: bool) {
    if let Some(rare) = state.rare {
        (rare.change)(state, change, is_undone);
    }
}

/// After each event.
pub fn settle(state: &mut State) {
    if let Some(rare) = state.rare {
        (rare.settle)(state);
    }
}

/// The next job that it wants done.
pub fn next(state: &State) -> Option<(FileId, Task)> {
    (state.rare?.next)(state)
}

/// A worker has done a job of its own.
pub fn answered(state: &mut State, job: &Job, outcome: Outcome) {
    if let Some(rare) = state.rare {
        (rare.answered)(state, job, outcome);
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
