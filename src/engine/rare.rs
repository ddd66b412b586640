//! What a first picture can do without. The page fetches it with the views that come later, and what
//! asks for it until then waits. Nothing but [`Rare::whole`] leads to these functions: so they are
//! linked into the module that comes later (`src/bin/page.rs`).

use crate::engine::event::Effect;
use crate::engine::{State, lung, lung_jobs};
use crate::intake::FileId;
use crate::problem::{Alarm, Problem};
use crate::session::Action;
use crate::session::changes::LungChange;
use crate::workers::protocol::{Job, Outcome, Task};

/// The functions that are the way in.
#[derive(Clone, Copy, Debug)]
pub struct Rare {
    act: fn(&mut State, &Action, &mut Vec<Effect>),
    change: fn(&mut State, LungChange, bool),
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
            change: lung::carry_out,
            settle: lung::settle,
            next: lung_jobs::next,
            answered: lung_jobs::answered,
            failed: lung_jobs::failed,
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
    if let Action::Lungs(action) = action {
        lung::act(state, action);
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
