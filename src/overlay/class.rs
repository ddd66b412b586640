//! Where a teacher points: a ring about the pointer, and strokes that fade.

use std::fmt::Write as _;

use crate::engine::State;
use crate::session::{PaneId, Stroke};

/// Units of a drawing's width and height, as in its `viewBox`.
const UNITS: f64 = 10_000.0;

/// Where the ring is over a pane, in shares of it.
#[must_use]
pub fn ring_at(state: &State, pane: PaneId) -> Option<[f64; 2]> {
    let pointer = state.session.pane(pane)?.pointer;
    pointer.filter(|_| state.session.pointing.ring)
}

/// The strokes over a pane, by their numbers.
#[must_use]
pub fn strokes(state: &State, pane: PaneId) -> Vec<u32> {
    let strokes = state.session.pointing.strokes().iter();
    let here = strokes.filter(|stroke| stroke.pane == pane);
    here.map(|stroke| stroke.id).collect()
}

/// The path of a stroke, in a drawing of 10,000 by 10,000 units, and whether it fades by now.
#[must_use]
pub fn stroke(state: &State, id: u32) -> Option<(String, bool)> {
    let mut strokes = state.session.pointing.strokes().iter();
    let stroke = strokes.find(|stroke| stroke.id == id)?;
    Some((path(stroke), stroke.ended_ms.is_some()))
}

fn path(stroke: &Stroke) -> String {
    let mut path = String::new();
    for (at, [x, y]) in stroke.points.iter().enumerate() {
        let letter = if at == 0 { 'M' } else { 'L' };
        // Writing into a string does not fail.
        let _written = write!(path, "{letter}{:.0} {:.0}", x * UNITS, y * UNITS);
    }
    // A line of no length is a dot.
    if stroke.points.len() == 1 {
        path.push_str("h0");
    }
    path
}
