//! The views before this one: what a pane looked like before each gesture, to go back to one
//! after another. Slices are no views: scrolling back is done by scrolling.

use std::mem::{Discriminant, discriminant};

use crate::engine::{State, link, view};
use crate::series::StackId;
use crate::session::{Action, Look, PaneId, RenderingAction};
use crate::volume::Axes;

/// Views that are remembered.
const VIEWS: usize = 100;

/// Turns of the wheel and strokes of a key that come within this time are one gesture.
const GESTURE_MS: f64 = 700.0;

/// A view, and what it was of.
#[derive(Clone, Debug)]
struct Before {
    /// By number in planes, else by key: panes come and go.
    pane: PaneId,
    key: u32,
    stack: StackId,
    look: Look,
    /// How planes were turned, where there were any.
    axes: Option<Axes>,
}

/// Of an action, and of what is done to a rendering.
type Kind = (Discriminant<Action>, Option<Discriminant<RenderingAction>>);

fn kind_of(action: &Action) -> Kind {
    let of_rendering = match action {
        Action::Rendering(action) => Some(discriminant(action)),
        _ => None,
    };
    (discriminant(action), of_rendering)
}

#[derive(Debug, Default)]
pub struct History {
    views: Vec<Before>,
    /// What was done last, where, and when: the same again is the same gesture.
    last: Option<(Kind, PaneId, f64)>,
    /// A button is down or a finger on the pane: all that is done meanwhile is one gesture.
    held: bool,
}

/// Remembers what the pane looks like before an action that changes it.
pub fn note(state: &mut State, action: &Action) {
    let Some(pane) = action.pane().filter(|_| action.changes_view()) else {
        return;
    };
    let now_ms = state.now_ms;
    let kind = kind_of(action);
    let last = state.history.last.replace((kind, pane, now_ms));
    let is_same = last.is_some_and(|(last_kind, last_pane, at_ms)| {
        let goes_on = state.history.held || now_ms - at_ms < GESTURE_MS;
        last_kind == kind && last_pane == pane && goes_on && action.is_gradual()
    });
    if !is_same {
        remember(state, pane);
        if link::is_linked(state, pane) {
            for other in link::linked_with(state, pane) {
                remember(state, other);
            }
        }
    }
}

/// Keeps what a pane looks like now, to come back to.
pub fn remember(state: &mut State, pane: PaneId) {
    let shown = state.session.pane(pane);
    let shown = shown.and_then(|pane| Some((pane.key, pane.stack?, pane.look()?.clone())));
    if let Some((key, stack, look)) = shown {
        if state.history.views.len() == VIEWS {
            state.history.views.remove(0);
        }
        let axes = state.session.planes.as_ref().map(|planes| planes.axes);
        let before = Before {
            pane,
            key,
            stack,
            look,
            axes,
        };
        state.history.views.push(before);
    }
}

/// A gesture of a hand begins or ends.
pub fn hold(state: &mut State, on: bool) {
    state.history.held = on;
    state.history.last = None;
}

/// The view before the last gesture; the slice stays.
pub fn back(state: &mut State, pane: PaneId) {
    let Some(here) = state.session.pane(pane) else {
        return;
    };
    let (key, stack) = (here.key, here.stack);
    let now = here.look().cloned();
    let is_cut = state.session.planes.is_some();
    let axes = state.session.planes.as_ref().map(|planes| planes.axes);
    let is_here = |before: &Before| {
        let is_its = if is_cut {
            before.pane == pane
        } else {
            before.key == key
        };
        is_its && Some(before.stack) == stack && before.axes.is_some() == is_cut
    };
    // Panes that went along remember gestures that did nothing to them: those are no views.
    let is_other = |before: &Before| {
        before.axes != axes || now.as_ref().is_none_or(|now| *now != on(&before.look, now))
    };
    while state
        .history
        .views
        .iter()
        .rfind(|it| is_here(it))
        .is_some_and(|it| !is_other(it))
    {
        if let Some(at) = state.history.views.iter().rposition(is_here) {
            state.history.views.remove(at);
        }
    }
    let Some(at) = state.history.views.iter().rposition(is_here) else {
        return;
    };
    let before = state.history.views.remove(at);
    state.history.last = None;
    if let Some((planes, axes)) = state.session.planes.as_mut().zip(before.axes) {
        planes.axes = axes;
    }
    view::with_look(state, pane, |look| {
        *look = on(&before.look, look);
    });
}

/// A look as it was, at the slice that is shown now.
fn on(before: &Look, now: &Look) -> Look {
    Look {
        wanted: now.wanted,
        heading: now.heading,
        ..before.clone()
    }
}
