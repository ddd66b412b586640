//! What a mark says of itself, line by line.

use crate::engine::State;
use crate::marks::{Kind, Mark, Measure, Region, Spacing};
use crate::overlay::mark_facts::{Basis, Facts, facts, finest, probed};
use crate::overlay::plain;
use crate::words;

/// Its label; the reader's own text is the last line.
pub fn label(state: &State, mark: &Mark) -> Vec<String> {
    let mut lines = facts(state, mark).map_or_else(Vec::new, |facts| said(mark, &facts));
    if !mark.text.is_empty() {
        lines.push(mark.text.clone());
    }
    lines
}

/// The first of what it says: what a list has room for.
pub fn headline(state: &State, mark: &Mark) -> Option<String> {
    let facts = facts(state, mark)?;
    let region = facts.region.as_ref();
    let values = region.map(|region| values(mark.shape.kind, &facts, region));
    let first = values.and_then(|lines| lines.into_iter().next());
    first
        .or_else(|| measured(mark, &facts))
        .or_else(|| Some(words::place_mm(probed(&facts, mark)?)))
}

fn said(mark: &Mark, facts: &Facts) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(region) = &facts.region {
        lines.extend(values(mark.shape.kind, facts, region));
    }
    lines.extend(measured(mark, facts));
    lines.extend(probed(facts, mark).map(words::place_mm));
    lines
}

/// What a kind of mark is called.
#[must_use]
pub const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Length => words::LENGTH,
        Kind::Angle => words::ANGLE,
        Kind::Ellipse => words::ELLIPSE,
        Kind::Rectangle => words::RECTANGLE,
        Kind::Arrow => words::ARROW,
        Kind::Bidirectional => words::BIDIRECTIONAL,
        Kind::Cobb => words::COBB,
        Kind::Freehand => words::FREEHAND,
        Kind::Polygon => words::POLYGON,
        Kind::Probe => words::PROBE,
    }
}

/// A value as it is read: HU are whole.
pub fn figure(value: f64, in_hu: bool) -> String {
    if in_hu {
        words::number(value.round())
    } else {
        plain(value).replace('-', "\u{2212}")
    }
}

fn values(kind: Kind, facts: &Facts, region: &Region) -> Vec<String> {
    let figure = |value: f64| figure(value, facts.in_hu);
    let mut lines = Vec::new();
    if region.count > 0 {
        let deviation = region.deviation.map(figure);
        let mut said = words::mean_and_deviation(&figure(region.mean), deviation, &facts.unit);
        for word in &facts.doubts {
            said.push_str(", ");
            said.push_str(word);
        }
        lines.push(said);
    }
    if kind == Kind::Probe {
        lines.extend((region.padding > 0).then(|| words::PADDING.to_owned()));
        lines.extend((region.missing > 0).then(|| words::NOTHING_HERE.to_owned()));
        return lines;
    }
    if region.count > 1 {
        let [median, least, most] = [region.median, region.least, region.most].map(figure);
        lines.push(words::median_and_range(&median, &least, &most));
    }
    lines.push(words::voxel_count(region.count));
    if region.padding > 0 {
        lines.push(words::padding_left_out(region.padding));
    }
    if region.clipped > 0 {
        lines.push(words::clipped(region.clipped));
    }
    if region.missing > 0 {
        lines.push(words::missing(region.missing));
    }
    lines
}

fn measured(mark: &Mark, facts: &Facts) -> Option<String> {
    let (spacing, finest) = (facts.spacing, finest(facts.spacing));
    let said = match (facts.measure(mark), spacing) {
        (Measure::Length(mm), Spacing::Mm(_)) => words::length_mm(mm, finest),
        (Measure::Length(pixels), Spacing::Pixels { .. }) => words::length_pixels(pixels),
        (Measure::Axes(mm), Spacing::Mm(_)) => words::axes_mm(mm, finest),
        (Measure::Axes(pixels), Spacing::Pixels { .. }) => words::axes_pixels(pixels),
        (Measure::Degrees(degrees), _) => return Some(words::degrees(degrees)),
        (Measure::Area(mm2), Spacing::Mm(_)) => words::area_mm2(mm2),
        (Measure::Area(pixels), Spacing::Pixels { .. }) => words::area_pixels(pixels),
        (Measure::Nothing, _) => return None,
    };
    let said = match facts.across_mm {
        Some(mm) => words::across_slices(&said, mm),
        None => said,
    };
    Some(match facts.basis {
        Basis::Detector => words::at_the_detector(&said),
        Basis::Calibrated => words::calibrated(&said),
        _ => said,
    })
}
