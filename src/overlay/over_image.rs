//! Lines in an image's own columns and rows, and how they come onto the pane: as long as the slice
//! stays they are the same, however it is moved, enlarged and turned.

use std::fmt::Write as _;

use crate::engine::State;
use crate::session::PaneId;

/// Units of a drawing that a pane is wide and high.
const UNITS: f64 = 10_000.0;

/// Lines of one kind that belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OverLine {
    pub traces: Vec<OverTrace>,
    /// `#rrggbb`
    pub colour: String,
    pub filled: bool,
    /// What it belongs to, for scripts.
    pub name: String,
}

/// Points joined by straight lines, in columns and rows; one by itself is a dot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OverTrace {
    pub points: Vec<[f64; 2]>,
    pub closed: bool,
}

impl OverTrace {
    #[must_use]
    pub const fn open(points: Vec<[f64; 2]>) -> Self {
        let closed = false;
        Self { points, closed }
    }

    #[must_use]
    pub fn dot(point: [f64; 2]) -> Self {
        Self::open(vec![point])
    }
}

impl OverLine {
    /// As the `d` of an SVG path: its lines, then its dots, which are lines of no length.
    #[must_use]
    pub fn paths(&self) -> [String; 2] {
        let [mut lines, mut dots] = [String::new(), String::new()];
        for trace in &self.traces {
            let path = match trace.points.len() {
                1 => &mut dots,
                _ => &mut lines,
            };
            for (at, [x, y]) in trace.points.iter().enumerate() {
                path.push(if at == 0 { 'M' } else { 'L' });
                // Writing into a string does not fail.
                let _written = write!(path, "{x:.2} {y:.2}");
            }
            if trace.points.len() == 1 {
                path.push_str("h0");
            } else if trace.closed {
                path.push('Z');
            }
        }
        [lines, dots]
    }
}

/// The `transform` that brings columns and rows to the pane's drawing.
#[must_use]
pub fn image_matrix(state: &State, pane: PaneId) -> Option<String> {
    let picture = state.screen.picture(pane)?;
    let size = [picture.rect.width, picture.rect.height].map(f64::from);
    let on_pane = |point: [f64; 2]| {
        let [x, y] = in_pane(state, pane, point).unwrap_or_default();
        [x / size[0] * UNITS, y / size[1] * UNITS]
    };
    let [origin, column, row] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]].map(on_pane);
    let step = |to: [f64; 2]| [to[0] - origin[0], to[1] - origin[1]];
    let [column, row] = [step(column), step(row)];
    Some(format!(
        "matrix({:.6} {:.6} {:.6} {:.6} {:.3} {:.3})",
        column[0], column[1], row[0], row[1], origin[0], origin[1]
    ))
}

/// A point of a pane's picture in pixels of the pane.
pub fn in_pane(state: &State, pane: PaneId, point: [f64; 2]) -> Option<[f64; 2]> {
    let picture = state.screen.picture(pane)?;
    let [x, y] = picture.placement.canvas_from_image(point);
    Some([x - f64::from(picture.rect.x), y - f64::from(picture.rect.y)])
}
