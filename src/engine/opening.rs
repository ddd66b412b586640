//! What is shown by itself while files arrive and cases close: which stack opens, where.

use crate::engine::event::DropId;
use crate::engine::{State, cases, desk, load, undoing, view};
use crate::intake::{FileId, FrameKey};
use crate::series::StackId;
use crate::session::cases::CaseId;
use crate::session::changes::Layout;
use crate::session::{Pane, PaneId};

/// A file is found that may be the first to be shown of its drop: no other is before it, though
/// another may be read faster.
pub fn found_first(state: &mut State, file: FileId) {
    if let Some(case) = load::case_of(state, file)
        && !case.has_image
    {
        case.first.get_or_insert(file);
    }
}

/// Where the file to be shown first turns out to be no image, any other will do.
pub fn is_no_image(state: &mut State, file: FileId) {
    let Some(case) = load::case_of(state, file).filter(|case| case.first == Some(file)) else {
        return;
    };
    case.first = None;
    let id = case.id;
    let of_case = |file: FileId| state.files.get(&file).is_some_and(|file| file.case == id);
    let other = state.catalog.frames().find(|frame| of_case(frame.file));
    if let Some((other, stack)) = other.zip(other.and_then(|it| state.catalog.stack_of(it))) {
        arrived(state, other.file, stack);
    }
}

/// A file has come into a stack: an empty pane shows it, and so does the pane of a newer drop, and the
/// one that its case was called into.
pub fn arrived(state: &mut State, file: FileId, stack: StackId) {
    let Some(case) = load::case_of(state, file) else {
        return;
    };
    if case.first.is_some_and(|first| first != file) {
        return;
    }
    case.first = None;
    let (id, drop) = (case.id, case.drop);
    let first_of_case = !std::mem::replace(&mut case.has_image, true) && case.opens;
    let before = first_of_case.then(|| Box::new(Layout::of(&state.session)));
    let called = state.called.take_if(|called| called.case == id);
    let aimed = if let Some(called) = called {
        pane_at(state, called.pane)
    } else {
        let drop = state.drops.iter().find(|it| it.id == drop);
        let into = drop.and_then(|drop| drop.into).filter(|_| first_of_case);
        into.and_then(|key| pane_of_key(state, key))
    };
    let Some(target) = aimed.or_else(|| target(state, stack, first_of_case)) else {
        return;
    };
    if let Some(pane) = state.session.pane_mut(target) {
        pane.show(stack, FrameKey { file, frame: 0 });
        pane.touched = false;
        pane.opened_by = Some(id.0);
    }
    undoing::note_layout(state, before);
}

/// A drop is to be shown in one of several panes: in an only one what is read stays, as without a
/// word of where.
pub fn aim(state: &mut State, id: DropId, pane: PaneId) {
    let key = state.session.pane(pane).map(|pane| pane.key);
    let session = &state.session;
    let is_of_several = session.panes.len() > 1 && !session.maximised && may_take(state);
    if let Some(drop) = state.drops.iter_mut().find(|drop| drop.id == id) {
        drop.into = key.filter(|_| is_of_several);
    }
}

/// Panes are each its own: those of planes, and lung beside mediastinum, show one stack together.
fn may_take(state: &State) -> bool {
    state.session.planes.is_none() && state.session.beside.is_none()
}

fn pane_of_key(state: &State, key: u32) -> Option<PaneId> {
    if !may_take(state) {
        return None;
    }
    let pane = pane_at(state, key)?;
    let is_free = state.session.pane(pane).is_some_and(|pane| !pane.frozen);
    is_free.then_some(pane)
}

fn pane_at(state: &State, key: u32) -> Option<PaneId> {
    let at = state.session.panes.iter().position(|pane| pane.key == key);
    at.map(PaneId)
}

/// Where a stack opens by itself: the first in the first pane, that of a second study in the first
/// pane with nothing in it, or at the right (BEHAVIOUR 3), unless it belongs to what is shown
/// already.
fn target(state: &mut State, stack: StackId, first_of_case: bool) -> Option<PaneId> {
    let panes = &state.session.panes;
    let is_first = panes.iter().all(|pane| pane.stack.is_none());
    let is_shown = panes.iter().any(|pane| pane.stack == Some(stack));
    if !is_first && (!first_of_case || is_shown) {
        return None;
    }
    let is_free = |pane: &Pane| pane.stack.is_none() && !pane.frozen;
    if let Some(free) = panes.iter().position(is_free) {
        return Some(PaneId(free));
    }
    // What was closed comes back to as many panes as there were.
    if state.returning.0.is_empty() {
        desk::right(state)
    } else {
        None
    }
}

/// Stacks were made anew: each pane stays with the frames that it was looking at.
pub fn rehome(state: &mut State) {
    let State {
        session, catalog, ..
    } = state;
    for pane in &mut session.panes {
        pane.rehome(|frame| catalog.stack_of(frame));
    }
}

/// All of a case is read: a pane that nobody has touched turns to what opens best.
pub fn loaded(state: &mut State, case: CaseId) {
    if state.catalog.settle() {
        rehome(state);
        state.screen.touch();
    }
    let Some(best) = cases::best_of(state, case) else {
        return;
    };
    let untouched = |pane: &Pane| !pane.touched && pane.opened_by == Some(case.0);
    let Some(at) = state.session.panes.iter().position(untouched) else {
        return;
    };
    if state
        .session
        .panes
        .get(at)
        .is_some_and(|pane| pane.stack != Some(best))
    {
        open(state, PaneId(at), best);
        state.screen.touch();
    }
}

/// Stacks have gone: panes turn to what is left, and one that had opened for what is gone closes.
pub fn closed(state: &mut State) {
    rehome(state);
    for pane in &mut state.session.panes {
        // Nothing stands still where nothing is.
        pane.frozen &= pane.stack.is_some();
    }
    let is_gone = |id: u32| state.case(CaseId(id)).is_none();
    let had_opened = |pane: &Pane| pane.stack.is_none() && pane.opened_by.is_some_and(is_gone);
    if state.session.panes.iter().any(|pane| pane.stack.is_some())
        && let Some(at) = state.session.panes.iter().position(had_opened)
    {
        desk::take_away(state, PaneId(at));
    }
    let left = state.catalog.opening(|_| true);
    let panes = &state.session.panes;
    let is_shown = panes.iter().any(|pane| pane.stack.is_some());
    if let Some(id) = left.filter(|_| !is_shown) {
        open(state, PaneId(0), id);
    }
    state.screen.touch();
}

/// What opens by itself opens in its middle (BEHAVIOUR 3).
pub fn open(state: &mut State, pane: PaneId, id: StackId) {
    view::show_at(state, pane, id, |slices| slices / 2);
}

/// What a series is of: the study that files name, else the case.
#[must_use]
pub fn study_of(state: &State, stack: StackId) -> (Option<CaseId>, Option<&str>) {
    let uid = state.catalog.stack(stack);
    let uid = uid.and_then(|stack| stack.study_uid.as_deref());
    match uid {
        Some(_) => (None, uid),
        None => (state.case_of(stack), None),
    }
}

/// Turns to what opens best of the study that a series is of.
pub fn show_study(state: &mut State, pane: PaneId, stack: StackId) {
    let study = study_of(state, stack);
    let is_of_it = |file: FileId| {
        let stack = state.catalog.stack_of(FrameKey { file, frame: 0 });
        stack.is_some_and(|stack| study_of(state, stack) == study)
    };
    if let Some(best) = state.catalog.opening(is_of_it) {
        open(state, pane, best);
    }
}
