//! All marks as tables for other programs, as `docs/marks.md` has them: CSV and JSON of the same rows. They say what
//! the labels say, in the same steps, and nothing of who the pictures are of.

use crate::engine::State;
use crate::marks::{Mark, Measure, Region, Spacing};
use crate::overlay::cells::{self, Cell, json, quoted};
use crate::overlay::mark_facts::{Basis, Facts, along_mm, facts, finest};
use crate::overlay::{cut, plain};
use crate::words;

/// Columns of the table, and names of the fields.
const COLUMNS: [&str; 29] = [
    "mark",
    "kind",
    "name",
    "colour",
    "group",
    "series",
    "slice",
    "plane",
    "plane_number",
    "slab_mm",
    "along_normal_mm",
    "spacing",
    "length",
    "short_axis",
    "length_unit",
    "angle_degrees",
    "area",
    "area_unit",
    "n",
    "mean",
    "sd",
    "median",
    "least",
    "most",
    "value_unit",
    "left_out",
    "warnings",
    "points_mm",
    "points_columns_rows",
];

type Row = [Cell; COLUMNS.len()];

/// As a table of comma-separated values (RFC 4180).
#[must_use]
pub fn marks_csv(state: &State) -> String {
    let mut text = format!("{}\r\n{}\r\n", words::LEGAL, COLUMNS.join(","));
    for row in rows(state) {
        let cells = row.iter().map(cells::csv);
        text.push_str(&cells.collect::<Vec<String>>().join(","));
        text.push_str("\r\n");
    }
    text
}

/// As JSON (RFC 8259).
#[must_use]
pub fn marks_json(state: &State) -> String {
    let marks = rows(state).into_iter().map(|row| {
        let fields = COLUMNS.iter().zip(row.iter());
        let held = fields.filter(|(_, cell)| **cell != Cell::Nothing);
        let field =
            |(name, cell): (&&str, &Cell)| format!("      {}: {}", quoted(name), json(cell));
        let fields: Vec<String> = held.map(field).collect();
        format!("    {{\n{}\n    }}", fields.join(",\n"))
    });
    let marks: Vec<String> = marks.collect();
    format!(
        "{{\n  \"note\": {},\n  \"schema\": {SCHEMA},\n  \"marks\": [\n{}\n  ]\n}}\n",
        quoted(words::LEGAL),
        marks.join(",\n")
    )
}

/// Raised when a column means another thing.
const SCHEMA: u32 = 1;

/// None that is hidden, for it may be an answer.
fn rows(state: &State) -> Vec<Row> {
    let marks = &state.session.marks;
    let list = marks.list().iter().filter(|it| !marks.is_hidden(it.id));
    list.filter_map(|mark| row(state, mark)).collect()
}

fn row(state: &State, mark: &Mark) -> Option<Row> {
    let facts = facts(state, mark)?;
    let measure = facts.measure(mark);
    let stack = state.catalog.stack_of(mark.ground.frame)?;
    let slice = state.catalog.stack(stack)?.position_of(mark.ground.frame)?;
    let section = mark.ground.plane.filter(|plane| plane.section.is_some());
    let slab = mark.ground.plane.and_then(|plane| plane.slab);
    let [length, short, length_unit] = lengths(measure, &facts);
    let [area, area_unit] = area(measure, &facts);
    let [n, mean, sd, median, least, most, unit] = values(&facts);
    let degrees = match measure {
        Measure::Degrees(degrees) => Cell::Number(degrees.round()),
        _ => Cell::Nothing,
    };
    Some([
        count(mark.id.0),
        text(mark.shape.kind.code()),
        text(&mark.text),
        text(mark.colour.code()),
        mark.group.map_or(Cell::Nothing, |group| count(group.0)),
        state.catalog.name(stack).map_or(Cell::Nothing, Cell::Text),
        section.map_or_else(|| number(slice + 1), |_| Cell::Nothing),
        section
            .and_then(|plane| plane.section)
            .map_or(Cell::Nothing, |section| text(cut::section_name(section))),
        section.map_or(Cell::Nothing, |plane| number(plane.number + 1)),
        slab.map_or(Cell::Nothing, |slab| Cell::Number(slab.mm)),
        along_mm(state, &mark.ground).map_or(Cell::Nothing, |mm| Cell::Number(tenths(mm))),
        text(basis(facts.basis)),
        length,
        short,
        length_unit,
        degrees,
        area,
        area_unit,
        n,
        mean,
        sd,
        median,
        least,
        most,
        unit,
        left_out(facts.region.as_ref()),
        warnings(state, &facts, mark),
        facts.points_mm(mark).map_or(Cell::Nothing, |points| {
            Cell::Places(
                points
                    .iter()
                    .map(|point| point.map(tenths).to_vec())
                    .collect(),
            )
        }),
        Cell::Places(
            mark.shape
                .points
                .iter()
                .map(|point| point.map(|part| (part * 100.0).round() / 100.0).to_vec())
                .collect(),
        ),
    ])
}

fn text(words: &str) -> Cell {
    if words.is_empty() {
        Cell::Nothing
    } else {
        Cell::Text(words.to_owned())
    }
}

fn count(count: u32) -> Cell {
    Cell::Number(count.into())
}

#[expect(clippy::cast_precision_loss, reason = "slices")]
const fn number(number: usize) -> Cell {
    Cell::Number(number as f64)
}

fn tenths(mm: f64) -> f64 {
    (mm * 10.0).round() / 10.0
}

const fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Slice => "slice",
        Basis::Detector => "at the detector",
        Basis::Calibrated => "calibrated",
        Basis::UltrasoundRegion => "ultrasound region",
        Basis::Plane => "plane",
        Basis::Pixels => "none",
    }
}

fn lengths(measure: Measure, facts: &Facts) -> [Cell; 3] {
    let (unit, step): (_, fn(f64, f64) -> f64) = match facts.spacing {
        Spacing::Mm(_) => ("mm", words::stepped),
        Spacing::Pixels { .. } => ("px", |pixels, _| tenths(pixels)),
    };
    let length = |length| Cell::Number(step(length, finest(facts.spacing)));
    match measure {
        Measure::Length(long) => [length(long), Cell::Nothing, text(unit)],
        Measure::Axes([long, short]) => [length(long), length(short), text(unit)],
        _ => [Cell::Nothing, Cell::Nothing, Cell::Nothing],
    }
}

fn area(measure: Measure, facts: &Facts) -> [Cell; 2] {
    let unit = match facts.spacing {
        Spacing::Mm(_) => "mm2",
        Spacing::Pixels { .. } => "px2",
    };
    match measure {
        Measure::Area(area) => [Cell::Number(words::to_three_figures(area)), text(unit)],
        _ => [Cell::Nothing, Cell::Nothing],
    }
}

fn values(facts: &Facts) -> [Cell; 7] {
    let Some(region) = &facts.region else {
        return std::array::from_fn(|_| Cell::Nothing);
    };
    let has_any = region.count > 0;
    let value = |value: f64| {
        let rounded = if facts.in_hu {
            value.round()
        } else {
            plain(value).parse().unwrap_or(value)
        };
        if has_any {
            Cell::Number(rounded)
        } else {
            Cell::Nothing
        }
    };
    [
        large(region.count),
        value(region.mean),
        region.deviation.map_or(Cell::Nothing, value),
        value(region.median),
        value(region.least),
        value(region.most),
        text(&facts.unit),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "voxels of a picture")]
const fn large(count: u64) -> Cell {
    Cell::Number(count as f64)
}

/// Padding, and places where no slice is.
fn left_out(region: Option<&Region>) -> Cell {
    region.map_or(Cell::Nothing, |region| {
        large(region.padding + region.missing)
    })
}

fn warnings(state: &State, facts: &Facts, mark: &Mark) -> Cell {
    let mut all = facts.doubts.clone();
    all.extend(facts.across_mm.map(words::slices_apart));
    if let Some(region) = &facts.region {
        all.extend((region.clipped > 0).then(|| words::clipped(region.clipped)));
    } else if mark.shape.kind.has_values() && !state.is_measured(mark.id) {
        all.push(words::NOT_MEASURED.to_owned());
    }
    if all.is_empty() {
        Cell::Nothing
    } else {
        Cell::Texts(all)
    }
}
