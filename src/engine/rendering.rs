//! A stack looked at as a whole: what a reader does to it. Marks, probes and outlines know nothing of it:
//! nothing is measured in it.

use crate::engine::{Refusal, State, bodies, history, planes, view};
use crate::pixels::Unit;
use crate::rendering::Preset;
use crate::rendering::camera::STEP_DEGREES;
use crate::series::StackId;
use crate::session::rendering::{MOST_SHIFT, WHOLE};
use crate::session::{Action, Look, Pane, PaneId, Rendering, RenderingAction};
use crate::viewport::View;

/// A drag over the whole width of a pane turns the patient half round.
const DRAG_DEGREES: f64 = 180.0;

pub(super) fn look_of(state: &State, pane: PaneId) -> Option<&Rendering> {
    state.session.pane(pane)?.look()?.rendering.as_deref()
}

/// What is done to slices and means something else here, or nothing.
#[must_use]
pub fn is_taken(state: &State, action: &Action) -> bool {
    match *action {
        Action::Scroll { pane, .. }
        | Action::ShowSlice { pane, .. }
        | Action::TurnPlanes { pane, .. }
        | Action::NextSlab { pane }
        | Action::StepSlab { pane, .. }
        | Action::Reset { pane }
        | Action::Invert { pane }
        | Action::SetColours { pane, .. }
        | Action::PressMark { pane, .. }
        | Action::DragMark { pane, .. }
        | Action::ReleaseMark { pane, .. } => view::is_rendered(state, pane),
        _ => false,
    }
}

/// Carries it out.
pub fn act(state: &mut State, action: &Action) {
    match *action {
        Action::Rendering(ref action) => change(state, action),
        Action::Scroll { pane, by } => {
            let by = [f64::from(by) * STEP_DEGREES, 0.0];
            with(state, pane, |it| it.camera = it.camera.turned(by));
        }
        Action::ShowSlice { pane, slice } => {
            with(state, pane, |it| it.camera = it.camera.at_step(slice));
        }
        Action::TurnPlanes { pane, degrees } => {
            with(state, pane, |it| {
                it.camera = it.camera.turned([0.0, degrees]);
            });
        }
        Action::Reset { pane } => {
            with(state, pane, |it| *it = Rendering::of(it.preset));
            view::with_look(state, pane, |look| look.view = View::default());
        }
        Action::PressMark { pane, at, .. } => {
            view::activate(state, pane);
            if state.session.pane(pane).is_some_and(|pane| !pane.frozen) {
                history::remember(state, pane);
                state.solids.held = Some((pane, at));
            }
        }
        Action::DragMark { pane, at } => drag(state, pane, at),
        Action::ReleaseMark { pane, at, .. } => {
            drag(state, pane, at);
            state.solids.held = None;
        }
        _ => {}
    }
}

/// The next view of a cine; false where the pane shows no stack as a whole.
pub fn swing(state: &mut State, pane: PaneId) -> bool {
    let is_on = state.session.renders(pane);
    with(state, pane, |it| {
        it.camera = it.camera.turned([STEP_DEGREES, 0.0]);
    });
    is_on
}

/// What is under the hand goes with it.
fn drag(state: &mut State, pane: PaneId, at: [f64; 2]) {
    let Some((_, from)) = state.solids.held.filter(|(held, _)| *held == pane) else {
        return;
    };
    let rect = state.screen.rect(pane).unwrap_or_default();
    let tall = f64::from(rect.height) / f64::from(rect.width.max(1));
    let by = [at[0] - from[0], (at[1] - from[1]) * tall];
    // As it is seen: mirrored and turned by quarters too.
    let look = state.session.pane(pane).and_then(Pane::look);
    let turn = look.map(|look| look.view.turn).unwrap_or_default();
    let [right, down] = turn.image_from_screen(by);
    let by = [-right * DRAG_DEGREES, down * DRAG_DEGREES];
    state.solids.held = Some((pane, at));
    with(state, pane, |it| it.camera = it.camera.turned(by));
}

fn change(state: &mut State, action: &RenderingAction) {
    let pane = action.pane();
    if let RenderingAction::Toggle { pane } = *action {
        toggle(state, pane);
        return;
    }
    if let RenderingAction::Choose { preset, .. } = *action
        && preset.needs_hu()
        && !is_hu(state, pane)
    {
        state.refused = Some(Refusal::NeedsHu);
        return;
    }
    with(state, pane, |it| match *action {
        RenderingAction::Choose { preset, .. } => {
            it.preset = preset;
            it.shift = 0.0;
        }
        RenderingAction::Turn { by, .. } => it.camera = it.camera.turned(by),
        RenderingAction::LookFrom { from, .. } => it.camera = from.camera(),
        RenderingAction::Shift { to, .. } if to.is_finite() => {
            it.shift = to.clamp(-MOST_SHIFT, MOST_SHIFT);
        }
        RenderingAction::Cut { face, to, .. } => it.cut(face, to),
        RenderingAction::Uncut { .. } => it.clip = WHOLE,
        RenderingAction::Light { .. } => it.is_lit = !it.is_lit,
        RenderingAction::Shift { .. } | RenderingAction::Toggle { .. } => {}
    });
}

fn with(state: &mut State, pane: PaneId, change: impl FnOnce(&mut Rendering)) {
    let look = state.session.pane_mut(pane).and_then(Pane::look_mut);
    if let Some(rendering) = look.and_then(|look| look.rendering.as_deref_mut()) {
        change(rendering);
    }
}

fn is_hu(state: &State, pane: PaneId) -> bool {
    let stack = state.session.pane(pane).and_then(|pane| pane.stack);
    stack.is_some_and(|stack| state.unit(stack) == Unit::Hu)
}

/// On, where the stack is a body; and off again.
fn toggle(state: &mut State, pane: PaneId) {
    // The pane of a plane is gone then: it is the one that planes came from.
    let pane = if state.session.planes.is_some() {
        planes::leave(state);
        state.session.active
    } else {
        pane
    };
    let Some(stack) = state.session.pane(pane).and_then(|pane| pane.stack) else {
        return;
    };
    if state.session.renders(pane) {
        leave(state, pane);
        return;
    }
    if !bodies::check(state, stack) {
        return;
    }
    if bodies::is_arriving(state, stack) {
        // It comes with the last slice; until then the slice is shown.
        state.refused = Some(Refusal::NotYet);
    }
    let preset = if is_hu(state, pane) {
        Preset::Bone
    } else {
        Preset::Window
    };
    if let Some(shown) = state.session.pane_mut(pane) {
        shown.cine = None;
    }
    view::touched(state, pane);
    view::with_look(state, pane, |look| {
        look.slab = None;
        look.view = View::default();
        look.rendering = Some(Box::new(Rendering::of(preset)));
    });
}

fn leave(state: &mut State, pane: PaneId) {
    if let Some(shown) = state.session.pane_mut(pane) {
        shown.cine = None;
    }
    view::with_look(state, pane, Look::flatten);
}

/// No pane shows a stack as a whole any more.
pub fn leave_all(state: &mut State, stack: StackId) {
    for at in 0..state.session.panes.len() {
        if state.session.panes[at].stack == Some(stack) {
            leave(state, PaneId(at));
        }
    }
}

/// What is said of HU alone is not shown of values that are none any more.
pub fn settle(state: &mut State) {
    for at in 0..state.session.panes.len() {
        let pane = PaneId(at);
        let preset = look_of(state, pane).map(|it| it.preset);
        if preset.is_some_and(Preset::needs_hu) && !is_hu(state, pane) {
            with(state, pane, |it| {
                it.preset = Preset::Window;
                it.shift = 0.0;
            });
        }
    }
}
