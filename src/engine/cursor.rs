//! One point in the patient, chosen in a pane: the others turn to the slices that go through it.

use crate::engine::link::{asked, share_frame_of_reference};
use crate::engine::{State, planes, view};
use crate::header::Header;
use crate::intake::FrameKey;
use crate::series::geometry::{dot, reading_direction};
use crate::session::layout::Linked;
use crate::session::{Cursor, PaneId};
use crate::volume::Sheet;

/// The point at a place of a pane, in shares of it; where a slice does not say where it lies, none.
pub fn place(state: &mut State, pane: PaneId, at: [f64; 2], held: bool) {
    if state.session.planes.is_some() {
        planes::place(state, pane, at);
        return;
    }
    let Some(cursor) = point_at(state, pane, at, held) else {
        return;
    };
    state.session.cursor = Some(cursor);
    for other in (0..state.session.panes.len()).map(PaneId) {
        let is_free = state.session.pane(other).is_some_and(|it| !it.frozen);
        if other != pane && is_free {
            turn_to(state, &cursor, other);
        }
    }
    // Links go on from where it has brought them.
    state.session.linked = state.session.linked.take().map(Linked::anew);
}

fn point_at(state: &State, pane: PaneId, [x, y]: [f64; 2], held: bool) -> Option<Cursor> {
    let slice = state.screen.picture(pane);
    let slice = slice.map(|it| (it.frame, it.rect, it.placement));
    let cut = || {
        state
            .screen
            .cut(pane)
            .map(|it| (it.frame, it.rect, it.placement))
    };
    let (frame, rect, placement) = slice.or_else(cut)?;
    let (header, image) = state.image_of(frame)?;
    let sheet = Sheet::of_image(header, image)?;
    let canvas = [
        f64::from(rect.x) + x * f64::from(rect.width),
        f64::from(rect.y) + y * f64::from(rect.height),
    ];
    let at_mm = sheet.patient_from_image(placement.image_from_canvas(canvas));
    Some(Cursor { at_mm, frame, held })
}

/// The point lies in the space that a slice counts its places in.
#[must_use]
pub fn shares_space(state: &State, cursor: &Cursor, header: &Header) -> bool {
    let of = |frame: FrameKey| state.image_of(frame).map(|(header, _)| header);
    of(cursor.frame).is_some_and(|of| {
        share_frame_of_reference(of, header)
            || (of.series_uid.is_some() && of.series_uid == header.series_uid)
    })
}

/// Some pane shows a slice that the point may lie on.
#[must_use]
pub fn may_be_seen(state: &State) -> bool {
    let Some(cursor) = state.session.cursor else {
        return false;
    };
    let frames = (0..state.session.panes.len()).filter_map(|at| state.screen.frame(PaneId(at)));
    let mut headers = frames.filter_map(|frame| Some(state.image_of(frame)?.0));
    headers.any(|header| shares_space(state, &cursor, header))
}

fn turn_to(state: &mut State, cursor: &Cursor, pane: PaneId) {
    let nearest = || {
        let of = asked(state, pane)?;
        let (orientation, _) = of.oriented()?;
        let along = dot(reading_direction(orientation), cursor.at_mm);
        let (slice, _) = of.stack.nearest_along(along)?;
        shares_space(state, cursor, of.header).then_some(slice)
    };
    if let Some(slice) = nearest() {
        view::touched(state, pane);
        if let Some(pane) = state.session.pane_mut(pane) {
            pane.cine = None;
        }
        view::show_slice(state, pane, |_| slice);
    }
}

/// The hand that moves it.
pub fn drag(state: &mut State, pane: PaneId, at: [f64; 2]) {
    if state.session.cursor.is_some_and(|cursor| cursor.held) {
        place(state, pane, at, true);
    }
}

pub fn let_go(state: &mut State) {
    if let Some(cursor) = &mut state.session.cursor {
        cursor.held = false;
    }
}
