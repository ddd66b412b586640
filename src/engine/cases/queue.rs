//! The way through the cases: the one after is read while this one is looked at, the one before is
//! kept, and others are read as long as there is room for them.

use crate::engine::cases::resting::{self, Wish};
use crate::engine::event::Effect;
use crate::engine::{Archive, Case, State, cases, opening, view};
use crate::session::cases::{CaseAction, CaseId};
use crate::session::{PaneId, SegmentsShown};

/// So many cases are read without anyone having asked for them: of more a collection would be read
/// whole for nothing.
const AHEAD: usize = 20;

/// A case that was turned to before anything of it was there, and the key of the pane that waits for
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called {
    pub case: CaseId,
    pub pane: u32,
}

impl State {
    /// The case that a pane waits for.
    #[must_use]
    pub fn called_in(&self, pane: PaneId) -> Option<CaseId> {
        let key = self.session.pane(pane)?.key;
        let called = self.called.filter(|called| called.pane == key)?;
        Some(called.case)
    }

    /// The case that a pane shows, or is to show as soon as something of it is there.
    #[must_use]
    pub fn case_in(&self, pane: PaneId) -> Option<CaseId> {
        let shown = || self.case_of(self.session.pane(pane)?.stack?);
        self.called_in(pane).or_else(shown)
    }

    /// An archive of the case is not unpacked: it rests, or waits for a word of the reader.
    #[must_use]
    pub fn has_shut_archive(&self, case: CaseId) -> bool {
        let mut archives = self.archives.iter();
        let is_of_it = |file| self.case_of_file(file).is_some_and(|it| it.id == case);
        archives.any(|(file, archive)| archive.is_shut() && is_of_it(*file))
    }

    /// The place of the case that the reader is at.
    pub(super) fn case_at(&self) -> Option<usize> {
        let here = self.case_in(self.session.active)?;
        self.cases.iter().position(|case| case.id == here)
    }
}

pub fn act(state: &mut State, action: CaseAction) {
    match action {
        CaseAction::Show { pane, case } => show(state, pane, case),
        CaseAction::Shuffle { seed } => shuffle(state, seed),
        CaseAction::Sort => state.cases.sort_by_key(|case| case.id),
        CaseAction::Blind if state.session.blind => {
            state.session.blind = false;
            state.session.marks.set_hidden(false);
        }
        CaseAction::Blind => {
            state.session.blind = true;
            state.session.revealed = false;
            state.session.shows_tags = false;
            state.session.segments.shown = SegmentsShown::Off;
            state.session.marks.set_hidden(true);
        }
    }
    state.screen.touch();
}

/// The next case, or the one before; those that turned out to hold no image are gone over. Past the
/// last there is none.
pub fn step(state: &mut State, pane: PaneId, by: i32) {
    let here = state.case_in(pane);
    let here = state.cases.iter().position(|case| Some(case.id) == here);
    let before_or_behind = |at: usize| at.checked_add_signed(if by < 0 { -1 } else { 1 });
    let mut at = here.and_then(before_or_behind);
    while let Some(case) = at.and_then(|at| state.cases.get(at)) {
        if may_be_shown(state, case) {
            show(state, pane, case.id);
            return;
        }
        at = at.and_then(before_or_behind);
    }
}

/// There is an image in it, or may be.
fn may_be_shown(state: &State, case: &Case) -> bool {
    !case.is_open()
        || !case.is_read()
        || cases::best_of(state, case.id).is_some()
        || state.has_shut_archive(case.id)
}

/// Turns to a case: to what opens of it, or to the first that comes of it.
fn show(state: &mut State, pane: PaneId, id: CaseId) {
    let Some(key) = state.session.pane(pane).map(|pane| pane.key) else {
        return;
    };
    state.called = None;
    if state.session.blind {
        state.session.marks.set_hidden(true);
    }
    cases::open(state, id);
    if let Some(best) = cases::best_of(state, id) {
        opening::open(state, pane, best);
        view::touched(state, pane);
    } else if let Some(case) = state.case_mut(id) {
        case.opens = true;
        case.has_image = false;
        state.called = Some(Called {
            case: id,
            pane: key,
        });
    }
}

/// Another order of the cases, which tells nothing of the one that they came in.
fn shuffle(state: &mut State, seed: u64) {
    state.cases.sort_by_key(|case| case.id);
    let mut random = seed;
    for last in (1..state.cases.len()).rev() {
        // SplitMix64 (Steele, Lea, Flood 2014).
        random = random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (random ^ (random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let mixed = mixed ^ (mixed >> 31);
        #[expect(clippy::cast_possible_truncation, reason = "below a count of cases")]
        let other = (mixed % (last as u64 + 1)) as usize;
        state.cases.swap(last, other);
    }
}

/// There is nothing else to do: a case that the reader may come to is read. True where there is one.
pub fn open_next(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let Some(here) = state.case_at() else {
        return open_instead(state);
    };
    if let Some(next) = state.cases.get(here + 1).map(|case| case.id) {
        if state.case(next).is_some_and(|case| !case.is_open()) {
            cases::open(state, next);
            return true;
        }
        if resting::wake(state, next, Wish::Near, effects) {
            return true;
        }
    }
    let open = state.cases.iter().filter(|case| case.is_open()).count();
    // Where one had to rest there is no room for others.
    if open >= AHEAD || state.archives.values().any(Archive::is_resting) {
        return false;
    }
    let (before, behind) = state.cases.split_at(here);
    let mut others = behind.iter().chain(before);
    let other = others.find(|case| !case.is_open()).map(|case| case.id);
    if let Some(other) = other {
        cases::open(state, other);
    }
    other.is_some()
}

/// Nothing is shown, for what was opened holds no image, or waits for a word: the first of those that nobody
/// has come near is shown in its place.
fn open_instead(state: &mut State) -> bool {
    let other = state.cases.iter_mut().find(|case| !case.is_open());
    let other = other.map(|case| {
        case.opens = true;
        case.id
    });
    if let Some(other) = other {
        cases::open(state, other);
    }
    other.is_some()
}

/// After each event.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    let called = state.called;
    // It came to nothing, or the pane is another's by now.
    if let Some(Called { case, pane }) = called {
        let is_waited_for = state.session.panes.iter().any(|it| it.key == pane);
        let may_come = state.case(case).is_some_and(|it| may_be_shown(state, it));
        if !is_waited_for || !may_come {
            state.called = None;
        }
    }
    resting::wake_shown(state, effects);
}
