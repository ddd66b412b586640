//! How the panes lie beside each other and hold together: one of two alone, lung beside
//! mediastinum, panes that follow each other, panes that stand still.

use crate::engine::{Refusal, State, planes, screen, view, way, windows};
use crate::pixels::Unit;
use crate::pixels::preset::{LUNG, MEDIASTINUM};
use crate::session::{Action, Look, Pane, PaneId};

/// At most so many panes.
const PANES: usize = 2;

/// The windows of [`Action::LungBesideMediastinum`], from the left.
const BESIDE: [u8; PANES] = [LUNG.digit, MEDIASTINUM.digit];

pub fn set_panes(state: &mut State, count: usize) {
    let count = count.clamp(1, PANES);
    let session = &mut state.session;
    session.panes.truncate(count);
    while session.panes.len() < count {
        let mut pane = session.panes.last().cloned().unwrap_or_default();
        pane.pointer = None;
        session.panes.push(pane);
    }
    session.active = PaneId(session.active.0.min(count - 1));
    session.beside = None;
    session.maximised = false;
    screen::lay_out(state);
}

/// The pane at the right for another study, which is made where there is one pane only: what is
/// read in that one stays. `None` where every pane is to keep what it shows.
pub fn right(state: &mut State) -> Option<PaneId> {
    planes::leave(state);
    if state.session.beside.is_some() {
        beside(state);
    }
    if state.session.panes.len() < PANES {
        set_panes(state, PANES);
        if let Some(new) = state.session.panes.last_mut() {
            *new = Pane::default();
        }
    }
    let free = state.session.panes.iter().rposition(|pane| !pane.frozen)?;
    state.session.active = PaneId(free);
    state.session.maximised = false;
    screen::lay_out(state);
    Some(PaneId(free))
}

/// The pane alone, without what is beside it, and back.
pub fn maximise(state: &mut State, pane: PaneId) {
    view::activate(state, pane);
    state.session.maximised = !state.session.maximised;
    screen::lay_out(state);
}

/// True where lung and mediastinum can be set apart: values are HU.
#[must_use]
pub fn can_be_beside(state: &State) -> bool {
    let pane = state.session.pane(state.session.active);
    let stack = pane.and_then(|pane| pane.stack);
    stack.is_some_and(|stack| state.unit(stack) == Unit::Hu)
}

/// Two panes of the same slice, one with the window for lungs and one for the mediastinum; again,
/// and all is as before, at the slice that was come to.
pub fn beside(state: &mut State) {
    let active = state.session.active;
    if let Some(before) = state.session.beside.take() {
        state.session.panes.swap(0, active.0);
        set_panes(state, 1);
        view::with_look(state, PaneId(0), |look| {
            look.window = before.window;
            look.choice = before.choice;
        });
        return;
    }
    let look = state.session.pane(active).and_then(Pane::look).cloned();
    let Some(look) = look.filter(|_| can_be_beside(state)) else {
        state.refused = Some(Refusal::NeedsHu);
        return;
    };
    if let Some(pane) = state.session.pane(active).cloned() {
        state.session.panes = vec![pane];
    }
    set_panes(state, PANES);
    state.session.beside = Some(Box::new(look));
    state.session.active = PaneId(0);
    set_beside_windows(state);
}

fn set_beside_windows(state: &mut State) {
    for (at, digit) in BESIDE.into_iter().enumerate() {
        windows::choose(state, PaneId(at), digit);
    }
}

/// The other pane follows what was done in this one: slice and place, never the window.
pub fn link(state: &mut State, action: &Action) {
    let Some(from) = action.pane().filter(|_| state.session.beside.is_some()) else {
        return;
    };
    let Some((stack, look)) = state
        .session
        .pane(from)
        .and_then(|pane| Some((pane.stack?, pane.look()?.clone())))
    else {
        return;
    };
    let mut is_new = false;
    for (at, pane) in state.session.panes.iter_mut().enumerate() {
        if PaneId(at) == from || pane.frozen {
            continue;
        }
        is_new |= pane.stack != Some(stack);
        pane.show(stack, look.wanted);
        if let Some(other) = pane.look_mut() {
            *other = Look {
                window: other.window.clone(),
                choice: other.choice,
                inverted: other.inverted,
                colours: other.colours,
                ..look.clone()
            };
        }
        pane.cine = None;
    }
    for at in (0..state.session.panes.len()).filter(|at| PaneId(*at) != from) {
        way::follow(state, from, PaneId(at));
    }
    if is_new {
        set_beside_windows(state);
    }
}

/// A pane that stands still shows what it shows, whatever is done to it; the pointer still tells
/// values.
pub fn stands_still(state: &State, action: &Action) -> bool {
    let is_frozen = |id: PaneId| state.session.pane(id).is_some_and(|pane| pane.frozen);
    action.changes_picture() && action.pane().is_some_and(is_frozen)
}

pub fn freeze(state: &mut State, pane: PaneId) {
    if state.session.planes.is_some() {
        state.refused = Some(Refusal::PlanesGoTogether);
        return;
    }
    if let Some(pane) = state.session.pane_mut(pane) {
        pane.frozen = !pane.frozen;
        pane.cine = None;
    }
}
