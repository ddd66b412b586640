//! What the reader did, taken back and done again: marks, how the panes lie, closing. Views have a
//! [`history`](crate::engine::history) of their own.

use crate::engine::event::Effect;
use crate::engine::{State, planes, rare, reopening, screen, spacing};
use crate::session::changes::{Change, Layout};
use crate::session::layout::Linked;
use crate::session::{Action, Pane, PaneId};

/// The layout before an action that may change it.
pub fn layout_before(state: &State, action: &Action) -> Option<Box<Layout>> {
    let may_change = matches!(
        action,
        Action::SetLayout { .. }
            | Action::Maximise { .. }
            | Action::LungBesideMediastinum
            | Action::Planes
            | Action::ShowMark { .. }
            | Action::Link { .. }
            | Action::Wipe
            | Action::Freeze { .. }
            | Action::AssumeHu { .. }
            | Action::AssumeSpacing { .. }
    );
    may_change.then(|| Box::new(Layout::of(&state.session)))
}

/// The action is done.
pub fn note_layout(state: &mut State, before: Option<Box<Layout>>) {
    let Some(before) = before else {
        return;
    };
    let after = Box::new(Layout::of(&state.session));
    if !before.is_like(&after) {
        state.session.changes.note(Change::Layout { before, after });
    }
}

pub fn undo(state: &mut State, effects: &mut Vec<Effect>) {
    // What was closed is had again before marks are, which went with it.
    if state.can_reopen() {
        reopening::reopen(state, effects);
        return;
    }
    // What is being drawn is taken back, a point at a time, before what was done.
    if rare::take_point_back(state) || state.session.marks.let_go() {
        return;
    }
    match state.session.changes.undo() {
        Some(Change::Marks(changes)) => rare::change_marks(state, changes, true),
        Some(change @ (Change::Lung(_) | Change::Growth { .. } | Change::Lesson)) => {
            rare::change(state, change, true);
        }
        Some(Change::Layout { before, .. }) => lay_out(state, *before),
        None => {}
    }
}

pub fn redo(state: &mut State) {
    state.session.marks.let_go();
    match state.session.changes.redo() {
        Some(Change::Marks(changes)) => rare::change_marks(state, changes, false),
        Some(change @ (Change::Lung(_) | Change::Growth { .. } | Change::Lesson)) => {
            rare::change(state, change, false);
        }
        Some(Change::Layout { after, .. }) => lay_out(state, *after),
        None => {}
    }
}

/// The panes lie as they did. One that is still there shows what it shows now: but where both
/// windows are set beside each other or no longer, which gave panes their stacks and windows.
fn lay_out(state: &mut State, layout: Layout) {
    let State {
        session, catalog, ..
    } = state;
    let regroups = session.beside.is_some() != layout.beside.is_some();
    // Panes of planes are others than those of slices.
    let replaces = session.planes.is_some() != layout.planes.is_some();
    let come_to = session.planes.as_ref().map(|planes| planes.stack);
    let look = session.pane(session.active).and_then(Pane::look).cloned();
    let mut now = std::mem::take(&mut session.panes);
    session.panes = layout
        .panes
        .into_iter()
        .map(|then| {
            let at = now.iter().position(|pane| pane.key == then.key);
            let now = at.filter(|_| !replaces).map(|at| now.remove(at));
            let mut pane = stay(now, then, regroups);
            pane.rehome(|frame| catalog.stack_of(frame));
            pane
        })
        .collect();
    session.active = PaneId(layout.active.0.min(session.panes.len() - 1));
    session.grid = layout.grid;
    session.maximised = layout.maximised;
    session.beside = layout.beside;
    session.linked = layout.linked.map(Linked::anew);
    session.wipe = layout.wipe;
    // Planes that were there and are stay where they have come to.
    let stays = session.planes.take();
    let is_of = layout.planes.as_ref().map(|planes| planes.stack);
    let stays = stays.filter(|planes| Some(planes.stack) == is_of);
    session.planes = stays.or(layout.planes);
    if let Some((stack, look)) = come_to.zip(look).filter(|_| session.planes.is_none()) {
        planes::come_back(session, stack, &look);
    }
    session.assumed = layout.assumed;
    session.assumed.retain(|id, _| {
        let stack = catalog.stack(*id);
        stack.is_some_and(|stack| stack.hu_may_be_assumed)
    });
    session.assumed_spacing = layout.assumed_spacing;
    spacing::forget(state);
    screen::lay_out(state);
}

fn stay(now: Option<Pane>, then: Pane, regroups: bool) -> Pane {
    let Some(mut pane) = now.filter(|now| !regroups || now.stack == then.stack) else {
        return then;
    };
    pane.frozen = then.frozen;
    if regroups && let Some((look, was)) = pane.look_mut().zip(then.look()) {
        look.window.clone_from(&was.window);
        look.choice = was.choice;
    }
    pane
}
