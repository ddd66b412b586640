//! Lines in an image's own columns and rows, and how they come onto the pane: as long as the slice
//! stays they are the same, however it is moved, enlarged and turned.

use std::fmt::Write as _;

use crate::engine::{CutPicture, State};
use crate::intake::FrameKey;
use crate::lung::{Run, on_plane};
use crate::session::PaneId;
use crate::viewport::{Placement, Rect};
use crate::volume::Geometry;

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

/// Where a pane's slice or plane lies: its rectangle, and its place in it.
fn placed(state: &State, pane: PaneId) -> Option<(Rect, Placement)> {
    let slice = state.screen.picture(pane).map(|it| (it.rect, it.placement));
    slice.or_else(|| state.screen.cut(pane).map(|it| (it.rect, it.placement)))
}

/// What a plane cuts out of the slices of its stack.
pub struct Plane<'a> {
    pub cut: &'a CutPicture,
    pub geometry: &'a Geometry,
}

/// The plane that a pane shows; none where that is a slab, in which masks would lie at one depth of many.
pub fn plane_of(state: &State, pane: PaneId) -> Option<Plane<'_>> {
    let cut = state.screen.cut(pane).filter(|it| it.slab.is_none())?;
    let geometry = &state.volumes.body(cut.stack)?.geometry;
    Some(Plane { cut, geometry })
}

/// Tells one picture from another for what lies over it: a frame, or a plane's turn and place.
pub type Shown = (FrameKey, Option<[u64; 12]>);

/// What a pane shows.
pub fn shown(state: &State, pane: PaneId) -> Option<Shown> {
    if let Some(picture) = state.screen.picture(pane) {
        return Some((picture.frame, None));
    }
    let cut = plane_of(state, pane)?.cut;
    let sheet = &cut.sheet;
    let mut bits = [0; 12];
    let vectors = [sheet.corner_mm, sheet.column_mm, sheet.row_mm, cut.normal];
    for (bits, number) in bits.iter_mut().zip(vectors.as_flattened()) {
        *bits = number.to_bits();
    }
    Some((cut.frame, Some(bits)))
}

/// Lines about what a plane cuts of a mask.
pub fn mask_on(plane: &Plane<'_>, mask: &dyn Fn(FrameKey) -> Option<Vec<Run>>) -> Vec<OverTrace> {
    let frames = plane.geometry.places.iter().map(|place| place.frame);
    let slices: Vec<(FrameKey, Vec<Run>)> = frames
        .filter_map(|frame| Some((frame, mask(frame)?)))
        .collect();
    let runs_of = |frame: FrameKey| {
        let of = slices.iter().find(|(of, _)| *of == frame);
        of.map(|(_, runs)| runs.as_slice())
    };
    let lines = on_plane(plane.geometry, &plane.cut.sheet, runs_of).into_iter();
    let closed = lines.map(|points| OverTrace {
        points,
        closed: true,
    });
    closed.collect()
}

/// The `transform` that brings columns and rows to the pane's drawing.
#[must_use]
pub fn image_matrix(state: &State, pane: PaneId) -> Option<String> {
    let (rect, _) = placed(state, pane)?;
    let size = [rect.width, rect.height].map(f64::from);
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
    let (rect, placement) = placed(state, pane)?;
    let [x, y] = placement.canvas_from_image(point);
    Some([x - f64::from(rect.x), y - f64::from(rect.y)])
}
