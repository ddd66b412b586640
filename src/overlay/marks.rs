//! Marks -> lines and labels over the picture, and the list of them.

use crate::engine::{Picture, State, marking};
use crate::header::{Header, Image, SpacingOf};
use crate::marks::{self, Kind, Mark, MarkId, Measure, Point, Region, Spacing, measure};
use crate::overlay::{labels, units};
use crate::pixels::Unit;
use crate::session::PaneId;
use crate::words;

/// One mark over a pane.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnMark {
    pub id: MarkId,
    pub kind: Kind,
    /// In shares of the pane.
    pub points: Vec<Point>,
    /// Where it is taken hold of, if it is chosen; also in shares.
    pub handles: Vec<Point>,
    pub chosen: bool,
    pub label: Vec<String>,
    /// The label's upper left corner, in shares of the pane.
    pub label_at: Point,
    /// The barbs of an arrow, in shares of the pane.
    pub barbs: Vec<Point>,
}

/// CSS pixels that the barbs of an arrow are long.
const BARB: f64 = 11.0;
/// Between an arrow and each of its barbs.
const BARB_ANGLE: f64 = 0.45;

/// One line of the list of marks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MarkItem {
    pub id: MarkId,
    pub kind: Kind,
    pub words: String,
    pub slice: String,
    pub text: String,
    pub chosen: bool,
}

/// The marks of the picture that a pane of this size (CSS pixels) shows, with labels in type of
/// this size.
#[must_use]
pub fn drawn_marks(state: &State, pane: PaneId, size: [f64; 2], type_size: f64) -> Vec<DrawnMark> {
    let mut drawn = unlabelled(state, pane);
    let css = |points: &[Point]| -> Vec<Point> {
        let scaled = points.iter().map(|[x, y]| [x * size[0], y * size[1]]);
        scaled.collect()
    };
    let points: Vec<Vec<Point>> = drawn.iter().map(|mark| css(&mark.points)).collect();
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
        mark.label_at = [at[0] / size[0], at[1] / size[1]];
        if let (Kind::Arrow, [from, to]) = (mark.kind, points.as_slice()) {
            let barbs = [-BARB_ANGLE, BARB_ANGLE].map(|angle| barb(*from, *to, angle));
            mark.barbs = barbs.map(|[x, y]| [x / size[0], y / size[1]]).to_vec();
        }
    }
    drawn
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
    let shown = state.screen.picture(pane);
    let Some(picture) = shown.filter(|_| !of_session.hidden) else {
        return Vec::new();
    };
    let drawn = |mark: &Mark| DrawnMark {
        id: mark.id,
        kind: mark.shape.kind,
        points: mark
            .shape
            .points
            .iter()
            .map(|point| on_pane(picture, *point))
            .collect(),
        handles: marks::handles(&mark.shape)
            .into_iter()
            .filter(|_| of_session.chosen == Some(mark.id))
            .map(|(_, place)| on_pane(picture, place))
            .collect(),
        chosen: of_session.chosen == Some(mark.id),
        label: label(state, mark),
        label_at: [0.0; 2],
        barbs: Vec::new(),
    };
    of_session.on(picture.frame).map(drawn).collect()
}

fn on_pane(picture: &Picture, point: Point) -> Point {
    let [x, y] = picture.placement.canvas_from_image(point);
    [
        (x - f64::from(picture.rect.x)) / f64::from(picture.rect.width),
        (y - f64::from(picture.rect.y)) / f64::from(picture.rect.height),
    ]
}

/// What a mark says of itself, line by line.
fn label(state: &State, mark: &Mark) -> Vec<String> {
    let Some((header, image)) = state.image_of(mark.frame) else {
        return Vec::new();
    };
    let spacing = marking::spacing(header, image, &mark.shape.points);
    let mut lines = Vec::new();
    if let Some(figures) = state.region(mark.id) {
        lines.extend((figures.count > 0).then(|| figures_of(state, mark, &figures, header, image)));
        lines.push(words::voxel_count(figures.count));
        if figures.padding > 0 {
            lines.push(words::padding_left_out(figures.padding));
        }
        if figures.clipped > 0 {
            lines.push(words::clipped(figures.clipped));
        }
    }
    let measured = measured(measure(&mark.shape, spacing), spacing);
    lines.extend(measured.map(|said| match spacing {
        Spacing::Mm(_) if mark.shape.kind != Kind::Angle => match header.spacing_of {
            SpacingOf::Plane => said,
            SpacingOf::Detector => words::at_the_detector(&said),
            SpacingOf::Calibrated => words::calibrated(&said),
        },
        _ => said,
    }));
    if !mark.text.is_empty() {
        lines.push(mark.text.clone());
    }
    lines
}

fn figures_of(
    state: &State,
    mark: &Mark,
    figures: &Region,
    header: &Header,
    image: &Image,
) -> String {
    let stack = state.catalog.stack_of(mark.frame);
    let unit = match stack {
        // That it is assumed is one of the doubts.
        Some(stack) if state.unit(stack) == Unit::Hu => words::HU.to_owned(),
        Some(stack) => units::unit(state, stack, header, image),
        None => words::STORED_VALUE.to_owned(),
    };
    let mut said = words::mean_and_deviation(figures.mean, figures.deviation, &unit);
    for word in doubts(state, mark, header, image) {
        said.push_str(", ");
        said.push_str(&word);
    }
    said
}

/// Words that a value carries where it is less than it seems (BEHAVIOUR 6).
fn doubts(state: &State, mark: &Mark, header: &Header, image: &Image) -> Vec<String> {
    let stack = state.catalog.stack_of(mark.frame);
    let offset = stack.and_then(|stack| state.session.assumed.get(&stack));
    let stack = stack.and_then(|stack| state.catalog.stack(stack));
    let is_copy = stack.is_some_and(|stack| stack.is_secondary_capture);
    [
        offset.map(|offset| words::hu_assumed(*offset)),
        header.lossy.then(|| words::LOSSY.to_owned()),
        stack
            .is_some_and(|stack| stack.is_localizer)
            .then(|| words::LOCALIZER.to_owned()),
        (is_copy && image.layout.stored <= 8).then(|| words::SECONDARY_CAPTURE.to_owned()),
        (header.modality.as_deref() == Some("MR")).then(|| words::MR.to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn measured(measure: Measure, spacing: Spacing) -> Option<String> {
    Some(match (measure, spacing) {
        (Measure::Length(mm), Spacing::Mm([rows, columns])) => {
            words::length_mm(mm, rows.min(columns))
        }
        (Measure::Length(pixels), Spacing::Pixels { .. }) => words::length_pixels(pixels),
        (Measure::Degrees(degrees), _) => words::degrees(degrees),
        (Measure::Area(mm2), Spacing::Mm(_)) => words::area_mm2(mm2),
        (Measure::Area(pixels), Spacing::Pixels { .. }) => words::area_pixels(pixels),
        (Measure::Nothing, _) => return None,
    })
}

/// Every mark of what is open, in the order of drawing; none while marks are hidden, for they may
/// be answers.
#[must_use]
pub fn mark_list(state: &State) -> Vec<MarkItem> {
    let marks = &state.session.marks;
    if marks.hidden {
        return Vec::new();
    }
    let several = state.catalog.list().nth(1).is_some();
    let item = |mark: &Mark| {
        let stack = state.catalog.stack(state.catalog.stack_of(mark.frame)?)?;
        let label = label(state, mark);
        let first = label.into_iter().find(|line| *line != mark.text);
        Some(MarkItem {
            id: mark.id,
            kind: mark.shape.kind,
            words: first.unwrap_or_else(|| words::ARROW.to_owned()),
            slice: {
                let slice = words::on_slice(stack.position_of(mark.frame)? + 1);
                let name = several.then(|| state.catalog.name(stack.id)).flatten();
                name.map_or(slice.clone(), |name| words::slice_in(&slice, &name))
            },
            text: mark.text.clone(),
            chosen: marks.chosen == Some(mark.id),
        })
    };
    marks.list().iter().filter_map(item).collect()
}
