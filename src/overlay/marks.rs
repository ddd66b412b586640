//! Marks -> lines and labels over what a pane shows.

use crate::engine::State;
use crate::engine::surface::Surface;
use crate::marks::{self, Colour, Kind, Mark, MarkId, Point, Trace, outline};
use crate::overlay::labels;
use crate::overlay::mark_label::label;
use crate::session::PaneId;

/// One mark over a pane.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnMark {
    pub id: MarkId,
    pub kind: Kind,
    pub colour: Colour,
    /// In shares of the pane.
    pub points: Vec<Point>,
    /// Its lines, in shares of the pane.
    pub traces: Vec<Trace>,
    /// Where it is taken hold of, if it is chosen; also in shares.
    pub handles: Vec<Point>,
    pub chosen: bool,
    pub label: Vec<String>,
    /// The label's upper left corner, in shares of the pane.
    pub label_at: Point,
}

/// CSS pixels that the barbs of an arrow are long.
const BARB: f64 = 11.0;
/// Between an arrow and each of its barbs.
const BARB_ANGLE: f64 = 0.45;

/// CSS pixels from a place that its cross begins and ends: what it is of stays seen.
const CROSS: [f64; 2] = [4.0, 11.0];

/// The marks of what a pane of this size (CSS pixels) shows, with labels in type of this size.
#[must_use]
pub fn drawn_marks(state: &State, pane: PaneId, size: [f64; 2], type_size: f64) -> Vec<DrawnMark> {
    let mut drawn = unlabelled(state, pane);
    let css = |[x, y]: Point| [x * size[0], y * size[1]];
    let share = |[x, y]: Point| [x / size[0], y / size[1]];
    let points: Vec<Vec<Point>> = drawn
        .iter()
        .map(|mark| mark.points.iter().map(|point| css(*point)).collect())
        .collect();
    let wanted: Vec<labels::Wanted<'_>> = drawn
        .iter()
        .zip(&points)
        .map(|(mark, points)| labels::Wanted {
            points,
            lines: &mark.label,
        })
        .collect();
    let places = labels::place(&wanted, size, type_size);
    for ((mark, points), at) in drawn.iter_mut().zip(&points).zip(places) {
        mark.label_at = share(at);
        let ends = ends(mark.kind, points);
        mark.traces
            .extend(ends.iter().map(|trace| trace.mapped(share)));
    }
    drawn
}

/// What is as large on any screen: the barbs of an arrow, the cross about a place.
fn ends(kind: Kind, points: &[Point]) -> Vec<Trace> {
    let open = |points: Vec<Point>| Trace {
        points,
        closed: false,
    };
    match (kind, points) {
        (Kind::Arrow, [from, to]) => {
            let [one, other] = [-BARB_ANGLE, BARB_ANGLE].map(|angle| barb(*from, *to, angle));
            vec![open(vec![one, *to, other])]
        }
        (Kind::Probe, [[x, y]]) => {
            let arms = [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]];
            let arm = |[right, down]: Point| CROSS.map(|far| [x + right * far, y + down * far]);
            arms.map(|way| open(arm(way).to_vec())).to_vec()
        }
        _ => Vec::new(),
    }
}

/// The end of one barb of an arrow.
fn barb(from: Point, to: Point, angle: f64) -> Point {
    let back = (from[1] - to[1]).atan2(from[0] - to[0]) + angle;
    [to[0] + BARB * back.cos(), to[1] + BARB * back.sin()]
}

/// What the chosen mark says of itself, where the active pane shows it.
#[must_use]
pub fn chosen_mark(state: &State) -> Option<Vec<String>> {
    let marks = unlabelled(state, state.session.active);
    Some(marks.into_iter().find(|mark| mark.chosen)?.label)
}

fn unlabelled(state: &State, pane: PaneId) -> Vec<DrawnMark> {
    let of_session = &state.session.marks;
    let Some(surface) = Surface::of(state, pane) else {
        return Vec::new();
    };
    let shown = of_session.shown();
    let shown = shown.filter(|mark| surface.shows(state, &mark.ground));
    shown.map(|mark| drawn(state, &surface, mark)).collect()
}

fn drawn(state: &State, surface: &Surface, mark: &Mark) -> DrawnMark {
    let chosen = state.session.marks.chosen == Some(mark.id);
    let share = |point: Point| surface.share(&mark.ground, point);
    let handles = marks::handles(&mark.shape).into_iter().filter(|_| chosen);
    let is_place = mark.shape.kind == Kind::Probe;
    let traces = outline(&mark.shape).into_iter().filter(|_| !is_place);
    DrawnMark {
        id: mark.id,
        kind: mark.shape.kind,
        colour: mark.colour,
        points: mark
            .shape
            .points
            .iter()
            .map(|point| share(*point))
            .collect(),
        traces: traces.map(|trace| trace.mapped(share)).collect(),
        handles: handles.map(|(_, place)| share(place)).collect(),
        chosen,
        label: label(state, mark),
        label_at: [0.0; 2],
    }
}
