//! Lines in an image's own columns and rows, and how they come onto the pane: as long as the slice
//! stays they are the same, however it is moved, enlarged and turned.

use std::fmt::Write as _;

use crate::engine::State;
use crate::session::PaneId;

/// Units of a drawing that a pane is wide and high.
pub const UNITS: f64 = 10_000.0;

/// One line, or several of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OverLine {
    /// As the `d` of an SVG path, in columns and rows.
    pub path: String,
    /// `#rrggbb`
    pub colour: String,
    /// Dots instead of lines.
    pub dots: bool,
    pub filled: bool,
    /// What it belongs to, for scripts.
    pub name: String,
}

/// The `transform` that brings columns and rows to the pane's drawing.
#[must_use]
pub fn image_matrix(state: &State, pane: PaneId) -> Option<String> {
    let picture = state.screen.picture(pane)?;
    let rect = picture.rect;
    let on_pane = |point: [f64; 2]| {
        let [x, y] = picture.placement.canvas_from_image(point);
        [
            (x - f64::from(rect.x)) / f64::from(rect.width) * UNITS,
            (y - f64::from(rect.y)) / f64::from(rect.height) * UNITS,
        ]
    };
    let [origin, column, row] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]].map(on_pane);
    let step = |to: [f64; 2]| [to[0] - origin[0], to[1] - origin[1]];
    let ([a, b], [c, d], [e, f]) = (step(column), step(row), origin);
    Some(format!("matrix({a:.6} {b:.6} {c:.6} {d:.6} {e:.3} {f:.3})"))
}

/// Points joined by straight lines.
pub fn polyline(path: &mut String, points: &[[f64; 2]], closed: bool) {
    for (at, point) in points.iter().enumerate() {
        path.push(if at == 0 { 'M' } else { 'L' });
        place(path, *point);
    }
    if closed {
        path.push('Z');
    }
}

/// A line of no length, which round ends make a dot however the drawing is stretched.
pub fn dot(path: &mut String, point: [f64; 2]) {
    path.push('M');
    place(path, point);
    path.push_str("h0");
}

pub fn place(path: &mut String, [x, y]: [f64; 2]) {
    // Writing into a string does not fail.
    let _written = write!(path, "{x:.2} {y:.2}");
}
