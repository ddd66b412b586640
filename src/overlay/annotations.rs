//! What a presentation state that the reader chose draws over its images.

use crate::engine::{Picture, State};
use crate::objects::{Annotations, Area, Graphic, Presentation, Shape, Text, TextPlace, Units};
use crate::overlay::badge::Fit;
use crate::overlay::over_image::{OverLine, OverTrace, in_pane};
use crate::session::PaneId;

/// As marks are drawn.
const COLOUR: &str = "#e9d977";

/// A text over a pane.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnText {
    pub lines: Vec<String>,
    /// Its upper left corner, in shares of the pane.
    pub at: [f64; 2],
}

/// The presentation state of a picture, with what it says of the area where that is told.
fn chosen<'a>(state: &'a State, picture: &Picture) -> Option<(&'a Presentation, Seen<'a>)> {
    let presentation = state.presentation(picture.presentation?)?;
    let frame = picture.frame;
    let area = presentation.area(state.instance_of(frame), frame.frame);
    let quarters = presentation.quarters;
    let mirrored = presentation.mirrored;
    let (_, image) = state.image_of(frame)?;
    let whole = [image.shape.columns, image.shape.rows].map(f64::from);
    Some((
        presentation,
        Seen {
            area,
            whole,
            is_across: quarters % 2 != 0,
            from: corner(quarters, mirrored),
        },
    ))
}

/// Which corner of the image as stored is seen at the upper left: 1 for the far end of columns, of
/// rows.
fn corner(quarters: i32, mirrored: bool) -> [f64; 2] {
    match (quarters.rem_euclid(4), mirrored) {
        (0, false) | (1, true) => [0.0, 0.0],
        (1, false) | (2, true) => [0.0, 1.0],
        (2, false) | (3, true) => [1.0, 1.0],
        _ => [1.0, 0.0],
    }
}

/// How the displayed area lies on the image as stored.
struct Seen<'a> {
    area: Option<&'a Area>,
    whole: [f64; 2],
    /// Turned so that its columns run across the screen.
    is_across: bool,
    from: [f64; 2],
}

impl Seen<'_> {
    /// A point in columns and rows of the image.
    fn on_image(&self, units: Units, [x, y]: [f64; 2]) -> [f64; 2] {
        if units == Units::Pixel {
            return [x, y];
        }
        let [first, last] = self.area.map_or_else(
            || {
                let first = std::array::from_fn(|axis| self.from[axis] * self.whole[axis]);
                let last = std::array::from_fn(|axis| (1.0 - self.from[axis]) * self.whole[axis]);
                [first, last]
            },
            |area| area.corners,
        );
        let shares = if self.is_across { [y, x] } else { [x, y] };
        std::array::from_fn(|axis| first[axis] + (last[axis] - first[axis]) * shares[axis])
    }
}

/// How a picture is to the presentation state that was chosen for its series.
pub fn presentation_fit(state: &State, picture: &Picture) -> Option<Fit> {
    let (presentation, _) = chosen(state, picture)?;
    let Some(presented) = state.presented(presentation, picture.frame) else {
        return Some(Fit::OfOthers);
    };
    let is_so = (presented.window.is_none() || presented.window == picture.window)
        && presented.turn == picture.view.turn
        && presented.inverted == picture.inverted;
    Some(if is_so { Fit::AsItSays } else { Fit::Changed })
}

fn of_picture<'a>(state: &'a State, picture: &Picture) -> Option<(Vec<&'a Annotations>, Seen<'a>)> {
    let (presentation, seen) = chosen(state, picture).filter(|_| !state.session.blind)?;
    let instance = state.instance_of(picture.frame);
    let all = presentation.annotations_of(instance, picture.frame.frame);
    Some((all.collect(), seen))
}

/// The graphics over a pane's picture.
#[must_use]
pub fn annotations(state: &State, pane: PaneId) -> Vec<OverLine> {
    let picture = state.screen.picture(pane);
    let Some((all, seen)) = picture.and_then(|picture| of_picture(state, picture)) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for annotations in all {
        let graphics = annotations.graphics.iter();
        lines.extend(graphics.map(|graphic| line(graphic, &seen)));
        let anchors = annotations.texts.iter();
        lines.extend(anchors.filter_map(|text| leader(text, &seen)));
    }
    lines
}

fn line(graphic: &Graphic, seen: &Seen<'_>) -> OverLine {
    let points = graphic.points.iter();
    let points: Vec<[f64; 2]> = points
        .map(|point| seen.on_image(graphic.units, *point))
        .collect();
    let traces = match (graphic.shape, points.as_slice()) {
        (Shape::Point, points) => points.iter().copied().map(OverTrace::dot).collect(),
        (Shape::Circle, [middle, edge]) => {
            let radius = length([edge[0] - middle[0], edge[1] - middle[1]]);
            let ends = [-radius, radius].map(|x| [middle[0] + x, middle[1]]);
            vec![ellipse(ends, radius)]
        }
        (Shape::Ellipse, [from, to, side, other]) => {
            let across = length([other[0] - side[0], other[1] - side[1]]);
            vec![ellipse([*from, *to], across / 2.0)]
        }
        (Shape::Interpolated, points) => vec![OverTrace::open(smooth(points))],
        (_, points) => vec![OverTrace::open(points.to_vec())],
    };
    OverLine {
        traces,
        colour: COLOUR.to_owned(),
        filled: graphic.filled,
        name: "graphic".to_owned(),
    }
}

/// From a text to what it speaks of.
fn leader(text: &Text, seen: &Seen<'_>) -> Option<OverLine> {
    let (units, anchor) = text.anchor?;
    let TextPlace::Box(box_units, corner) = text.place else {
        return None;
    };
    let ends = vec![
        seen.on_image(box_units, corner),
        seen.on_image(units, anchor),
    ];
    Some(OverLine {
        traces: vec![OverTrace::open(ends)],
        colour: COLOUR.to_owned(),
        filled: false,
        name: "anchor".to_owned(),
    })
}

fn length([x, y]: [f64; 2]) -> f64 {
    x.hypot(y)
}

/// Corners of what is drawn for an ellipse.
const CORNERS: u32 = 72;

/// Round the line between the ends of its long axis, so far at each side.
fn ellipse([from, to]: [[f64; 2]; 2], side: f64) -> OverTrace {
    let middle: [f64; 2] = std::array::from_fn(|axis| f64::midpoint(from[axis], to[axis]));
    let along = [(to[0] - from[0]) / 2.0, (to[1] - from[1]) / 2.0];
    let half = length(along).max(f64::MIN_POSITIVE);
    let across = [-along[1] / half * side, along[0] / half * side];
    let corner = |at: u32| {
        let (sin, cos) = (f64::from(at) / f64::from(CORNERS) * std::f64::consts::TAU).sin_cos();
        std::array::from_fn(|axis| middle[axis] - along[axis] * cos - across[axis] * sin)
    };
    OverTrace {
        points: (0..CORNERS).map(corner).collect(),
        closed: true,
    }
}

/// Straight pieces of a curve from point to point.
const PIECES: u32 = 8;

/// A curve through all points: each pair is joined by a cubic whose ends go the way of their
/// neighbours (Catmull and Rom).
fn smooth(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut curve: Vec<[f64; 2]> = points.first().copied().into_iter().collect();
    for (at, pair) in points.windows(2).enumerate() {
        let [from, to] = pair else { continue };
        let before = at.checked_sub(1).and_then(|at| points.get(at));
        let before = before.unwrap_or(from);
        let after = points.get(at + 2).unwrap_or(to);
        curve.extend((1..=PIECES).map(|piece| {
            let along = f64::from(piece) / f64::from(PIECES);
            std::array::from_fn(|axis| {
                let [a, b, c, d] = [before, from, to, after].map(|point| point[axis]);
                let cubic = (3.0 * (b - c) + d - a) * along + 2.0 * a - 5.0 * b + 4.0 * c - d;
                b + along * (c - a + along * cubic) / 2.0
            })
        }));
    }
    curve
}

/// The texts over a pane's picture.
#[must_use]
pub fn annotation_texts(state: &State, pane: PaneId) -> Vec<DrawnText> {
    let picture = state.screen.picture(pane);
    let drawn = picture.and_then(|picture| Some((picture, of_picture(state, picture)?)));
    let Some((picture, (all, seen))) = drawn else {
        return Vec::new();
    };
    let size = [picture.rect.width, picture.rect.height].map(f64::from);
    let texts = all.iter().flat_map(|annotations| &annotations.texts);
    let drawn = |text: &Text| {
        let (TextPlace::Box(units, at) | TextPlace::Beside(units, at)) = text.place;
        let [x, y] = in_pane(state, pane, seen.on_image(units, at))?;
        Some(DrawnText {
            lines: text.words.lines().map(str::to_owned).collect(),
            at: [x / size[0], y / size[1]],
        })
    };
    texts.filter_map(drawn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewport::{Flip, Turn};

    #[test]
    fn circles_are_round_and_curves_go_through_their_points() {
        let circle = ellipse([[4.0, 8.0], [12.0, 8.0]], 4.0);
        let radii = circle.points.iter().map(|[x, y]| (x - 8.0).hypot(y - 8.0));
        assert!(circle.closed && radii.into_iter().all(|radius| (radius - 4.0).abs() < 1e-9));
        let points = [[0.0, 0.0], [10.0, 5.0], [20.0, 0.0]];
        let curve = smooth(&points);
        let is_on = |point: &[f64; 2]| {
            let off = |it: &[f64; 2]| (it[0] - point[0]).hypot(it[1] - point[1]);
            curve.iter().any(|it| off(it) < 1e-9)
        };
        assert!(points.iter().all(is_on), "{curve:?}");
    }

    #[test]
    fn the_corner_at_the_upper_left_is_where_the_turn_brings_it() {
        for quarters in 0..4 {
            for mirrored in [false, true] {
                let mut turn = Turn::default().turned(quarters);
                if mirrored {
                    turn = turn.flipped(Flip::LeftRight);
                }
                let [x, y] = turn.image_from_screen([-1.0, -1.0]);
                let expected = [f64::from(u8::from(x > 0.0)), f64::from(u8::from(y > 0.0))];
                let found = corner(quarters, mirrored);
                assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.1));
                assert_eq!(turn.is_across(), quarters % 2 != 0);
            }
        }
    }
}
