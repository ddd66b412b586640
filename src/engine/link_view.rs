//! Windows, sizes and places that go along in linked panes: as large in mm on the screen, at the same
//! point of the patient where positions say it.

use crate::engine::link::{self, Asked, LinkBy, asked};
use crate::engine::{State, view, windows};
use crate::pixels::Unit;
use crate::session::{Action, Look, Pane, PaneId};
use crate::viewport::View;

/// Carries on in the others what was done to the picture of a pane, which looked like `led` before. What
/// was refused, or came to nothing, changes nothing in them.
pub fn follow(state: &mut State, from: PaneId, action: &Action, led: Option<&Look>) {
    let look = state.session.pane(from).and_then(Pane::look);
    let Some((led, look)) = led.zip(look) else {
        return;
    };
    let has_window = led.window != look.window || led.choice != look.choice;
    let has_view = led.view != look.view;
    for to in link::linked_with(state, from) {
        match action {
            Action::Fit { .. } => view::with_look(state, to, |look| look.view = look.view.fitted()),
            Action::Reset { .. } => reset(state, to),
            Action::SetWindow { .. }
            | Action::Preset { .. }
            | Action::FileWindow { .. }
            | Action::Zoom { .. }
            | Action::Pan { .. }
            | Action::OneToOne { .. }
            | Action::PreviousView { .. } => {
                if has_window {
                    share_window(state, from, to);
                }
                if has_view {
                    share_view(state, from, to);
                }
            }
            _ => {}
        }
    }
}

/// Linked panes show what this one does, as large and at the same place.
pub fn align(state: &mut State, from: PaneId) {
    for to in link::linked_with(state, from) {
        share_view(state, from, to);
    }
}

/// Each stays turned and mirrored as it is.
fn reset(state: &mut State, pane: PaneId) {
    let turn = state
        .session
        .pane(pane)
        .and_then(Pane::look)
        .map(|look| look.view.turn);
    windows::reset(state, pane);
    if let Some(turn) = turn {
        view::with_look(state, pane, |look| look.view.turn = turn);
    }
}

/// A window means the same only for values that are counted alike.
fn share_window(state: &mut State, from: PaneId, to: PaneId) {
    if !count_alike(state, from, to) {
        return;
    }
    let look = state.session.pane(from).and_then(Pane::look);
    let Some((window, choice)) = look.map(|look| (look.window.clone(), look.choice)) else {
        return;
    };
    view::with_look(state, to, |look| {
        look.window = window;
        look.choice = choice;
    });
}

fn count_alike(state: &State, from: PaneId, to: PaneId) -> bool {
    let Some([a, b]) = pair(state, from, to) else {
        return false;
    };
    let units = [&a, &b].map(|it| state.unit(it.stack.id));
    let stated = |it: &Asked<'_>| {
        let rescale = it.image.rescale.as_ref();
        let units = it.header.units.as_deref();
        units
            .or_else(|| rescale?.kind.as_deref())
            .map(str::to_owned)
    };
    let is_grey = [&a, &b].into_iter().all(|it| it.image.shape.samples == 1);
    let is_stated_alike = || stated(&a).is_some() && stated(&a) == stated(&b);
    let is_alike = a.stack.id == b.stack.id || units[0] == Unit::Hu || is_stated_alike();
    is_grey && units[0] == units[1] && is_alike
}

fn pair(state: &State, from: PaneId, to: PaneId) -> Option<[Asked<'_>; 2]> {
    Some([asked(state, from)?, asked(state, to)?])
}

fn share_view(state: &mut State, from: PaneId, to: PaneId) {
    if let Some(view) = view_beside(state, from, to) {
        view::with_look(state, to, |look| look.view = view);
    }
}

/// The view of a pane that goes with that of another; each stays turned and mirrored as it is.
fn view_beside(state: &State, from: PaneId, to: PaneId) -> Option<View> {
    let [a, b] = pair(state, from, to)?;
    let turn = b.look.view.turn;
    let alike = View {
        turn,
        ..a.look.view
    };
    if a.stack.id == b.stack.id {
        return Some(alike);
    }
    let Some(([a_mm, _], [b_mm, _])) = a.pixel_mm().zip(b.pixel_mm()) else {
        return Some(alike);
    };
    let (a_rect, b_rect) = (state.screen.rect(from)?, state.screen.rect(to)?);
    let (a_extent, b_extent) = (view::extent(state, from)?, view::extent(state, to)?);
    let scale = a.look.view.pixels_a_column(a_rect, a_extent) / a_mm * b_mm;
    let view = b
        .look
        .view
        .at_scale(b_rect, b_extent, scale, a.look.view.zoom);
    let middle = match link::by(state, from, to)? {
        LinkBy::Crossing => return Some(view),
        LinkBy::Position => at_same_point(&a, &b),
        _ => None,
    };
    let middle = middle.or_else(|| as_far_from_middle(&a, &b))?;
    Some(View {
        middle: middle.map(|share| share.clamp(0.0, 1.0)),
        ..view
    })
}

fn size(of: &Asked<'_>) -> [f64; 2] {
    let shape = of.image.shape;
    [f64::from(shape.columns), f64::from(shape.rows)]
}

/// The point of the patient in the middle of a pane, in shares of the other's image.
fn at_same_point(a: &Asked<'_>, b: &Asked<'_>) -> Option<[f64; 2]> {
    let ([columns, rows], [across, down]) = (size(a), a.look.view.middle);
    let point = a
        .sheet()?
        .patient_from_image([across * columns, down * rows]);
    let [column, row] = b.sheet()?.image_from_patient(point);
    let [columns, rows] = size(b);
    Some([column / columns, row / rows])
}

/// As far from the image's middle, in mm on the screen.
fn as_far_from_middle(a: &Asked<'_>, b: &Asked<'_>) -> Option<[f64; 2]> {
    let (a_mm, b_mm) = (a.pixel_mm()?, b.pixel_mm()?);
    let (a_size, b_size) = (size(a), size(b));
    let view = a.look.view;
    let off = [0, 1].map(|axis| (view.middle[axis] - 0.5) * a_size[axis] * a_mm[axis]);
    let on_screen = view.turn.screen_from_image(off);
    let [right, down] = b.look.view.turn.image_from_screen(on_screen);
    Some([
        right / b_mm[0] / b_size[0] + 0.5,
        down / b_mm[1] / b_size[1] + 0.5,
    ])
}
