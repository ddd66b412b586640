//! The lung mask: its outline over a picture, and its panel. The outline comes before any number.

use crate::engine::State;
use crate::engine::lung::LungCase;
use crate::lung::outline::outline;
use crate::lung::shares::are_edges;
use crate::lung::{Lungs, Region, Run, Shares, Warning};
use crate::overlay::over_image::{OverLine, OverTrace, Shown, mask_on, plane_of, shown};
use crate::series::StackId;
use crate::session::{PaneId, Tool};
use crate::words;

/// Right, left (BEHAVIOUR 2).
const COLOURS: [&str; 2] = ["#e6913a", "#569cd6"];

/// Of ranges that reach no further than this it is said what they need.
const EMPHYSEMA_HU: i32 = -950;

/// Less than this is no share: sums are not exact.
const NOTHING: f64 = 1e-6;

/// Where ground-glass usually lies.
const GROUND_GLASS_HU: [i32; 2] = [-750, -300];

/// What the panel says of the lungs of the stack in the active pane.
#[derive(Clone, Debug, PartialEq)]
pub struct LungPanel {
    pub stage: LungStage,
    pub words: String,
    /// The tool, where it is the brush: whether it adds.
    pub brush: Option<bool>,
    pub brush_mm: f64,
    /// Workers may try again.
    pub has_failed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LungStage {
    /// Workers are at it.
    Finding,
    /// There is none, and it is said why.
    None,
    /// The outline is shown, and no number.
    Check,
    Confirmed,
}

impl LungStage {
    /// For scripts: `data-lungs`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Finding => "finding",
            Self::None => "none",
            Self::Check => "check",
            Self::Confirmed => "confirmed",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct LungTable {
    /// What makes it doubtful, before all else.
    pub warnings: Vec<String>,
    pub title: String,
    /// Of the ranges, and what they are between, to be typed over.
    pub ranges: Vec<String>,
    pub edges: String,
    pub rows: Vec<LungRow>,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct LungRow {
    pub name: String,
    pub volume: String,
    /// What each range holds, from 0 to 1; nothing where the region is empty.
    pub shares: Vec<f64>,
    /// What lies outside of all of them.
    pub elsewhere: Option<String>,
}

/// The lungs on the slice that a pane shows.
#[must_use]
pub fn lungs_of(state: &State, pane: PaneId) -> Option<Lungs> {
    let case = state.lung.as_ref()?;
    let picture = state.screen.picture(pane)?;
    case.lungs(picture.frame).cloned()
}

/// A line for each lung, on the slice or the plane that a pane shows.
#[must_use]
pub fn lung_lines(state: &State, pane: PaneId) -> Vec<OverLine> {
    let Some(case) = &state.lung else {
        return Vec::new();
    };
    if let Some(picture) = state.screen.picture(pane) {
        return case
            .lungs(picture.frame)
            .map(lung_outlines)
            .unwrap_or_default();
    }
    let Some(cut) = plane_of(state, pane) else {
        return Vec::new();
    };
    let of_side = |side: usize| {
        let runs = |frame| Some(case.lungs(frame)?.get(side)?.clone());
        mask_on(&cut, &runs)
    };
    let both = [0, 1].map(of_side).into_iter().zip(COLOURS);
    let named = both.zip([words::RIGHT, words::LEFT]);
    let lines = named.map(|((traces, colour), name)| OverLine {
        traces,
        colour: colour.to_owned(),
        filled: false,
        name: name.to_owned(),
    });
    lines.filter(|line| !line.traces.is_empty()).collect()
}

/// Another value where what [`lung_lines`] gives may be another; `None` where nothing is drawn: the key
/// that hides marks hides lungs too, unless they are being corrected.
#[must_use]
pub fn lungs_shown(state: &State, pane: PaneId) -> Option<(Shown, u64)> {
    let case = state.lung.as_ref()?;
    let is_corrected = matches!(state.session.tool, Tool::Brush { .. });
    if state.session.marks.are_hidden() && !is_corrected {
        return None;
    }
    Some((shown(state, pane)?, case.revision))
}

/// A line for each lung.
#[must_use]
pub fn lung_outlines(lungs: &Lungs) -> Vec<OverLine> {
    let sides = lungs.iter().zip(COLOURS).zip([words::RIGHT, words::LEFT]);
    sides
        .filter(|((runs, _), _)| !runs.is_empty())
        .map(|((runs, colour), name)| line(runs, colour, name))
        .collect()
}

fn line(runs: &[Run], colour: &str, name: &str) -> OverLine {
    let trace = |points: Vec<[u16; 2]>| OverTrace {
        points: points.into_iter().map(|at| at.map(f64::from)).collect(),
        closed: true,
    };
    OverLine {
        traces: outline(runs).into_iter().map(trace).collect(),
        colour: colour.to_owned(),
        filled: false,
        name: name.to_owned(),
    }
}

/// Ranges as they were typed, where they are some.
#[must_use]
pub fn typed_edges(typed: &str) -> Option<Vec<i32>> {
    let plain = typed.replace('\u{2212}', "-");
    let parts = plain.split([' ', ',']).filter(|part| !part.is_empty());
    let edges: Option<Vec<i32>> = parts.map(|part| part.parse().ok()).collect();
    edges.filter(|edges| are_edges(edges))
}

#[must_use]
pub fn lung_panel(state: &State) -> Option<LungPanel> {
    let shown = state.session.pane(state.session.active)?.stack;
    let case = state
        .lung
        .as_ref()
        .filter(|case| Some(case.stack) == shown)?;
    let (at, words) = stage_of(case);
    let brush = match state.session.tool {
        Tool::Brush { adds } => Some(adds),
        _ => None,
    };
    Some(LungPanel {
        stage: at,
        words,
        brush,
        brush_mm: state.session.lung.brush_mm,
        has_failed: case.failed.is_some(),
    })
}

/// Another value where the table may be another: what is cheap to ask at each event.
#[must_use]
pub fn lung_table_of(state: &State) -> Option<(StackId, u64, Option<i32>)> {
    let shown = state.session.pane(state.session.active)?.stack?;
    let case = state.lung.as_ref().filter(|case| case.stack == shown)?;
    let assumed = state.session.assumed.get(&shown).copied();
    Some((shown, case.revision, assumed))
}

/// Of the lungs that the panel is about, once their outline is confirmed.
#[must_use]
pub fn lung_table(state: &State) -> Option<LungTable> {
    lung_table_of(state)?;
    let case = state.lung.as_ref().filter(|case| case.confirmed)?;
    case.shares
        .as_ref()
        .filter(|_| case.failed.is_none())
        .map(|shares| table(state, case, shares))
}

fn stage_of(case: &LungCase) -> (LungStage, String) {
    if let Some(problem) = &case.failed {
        return (LungStage::None, words::problem(problem));
    }
    let Some(mask) = &case.mask else {
        let (read, of) = (case.read(), case.frames.len());
        let words = if read < of {
            words::lungs_reading(read, of)
        } else {
            words::LUNGS_FINDING.to_owned()
        };
        return (LungStage::Finding, words);
    };
    if !case.confirmed {
        let is_empty = mask.slices.iter().flatten().all(Vec::is_empty);
        let words = if is_empty {
            words::LUNGS_NONE
        } else {
            words::LUNGS_CHECK
        };
        return (LungStage::Check, words.to_owned());
    }
    let words = if case.is_counted() {
        words::LUNGS_CHECK
    } else {
        words::LUNGS_COUNTING
    };
    (LungStage::Confirmed, words.to_owned())
}

fn table(state: &State, case: &LungCase, shares: &Shares) -> LungTable {
    let edges = &state.session.lung.edges_hu;
    let ranges = edges.iter().zip(edges.iter().skip(1));
    let mut rows = vec![row(words::BOTH.to_owned(), &shares.all)];
    let sides = shares.lungs.iter().zip(&shares.thirds);
    for (name, (lung, thirds)) in [words::RIGHT, words::LEFT].into_iter().zip(sides) {
        rows.push(row(name.to_owned(), lung));
        for (third, region) in words::THIRDS.into_iter().zip(thirds) {
            rows.push(row(format!("{name}, {third}"), region));
        }
    }
    LungTable {
        warnings: warnings(state, case, shares),
        title: words::share_of_mask(shares.all.volume_ml),
        ranges: ranges
            .map(|(from, to)| words::hu_range(*from, *to))
            .collect(),
        edges: words::hu_edges(edges),
        rows,
        notes: notes(state, case, edges),
    }
}

fn row(name: String, region: &Region) -> LungRow {
    let shares = region.shares();
    let elsewhere = shares
        .as_ref()
        .map(|shares| 1.0 - shares.iter().sum::<f64>());
    LungRow {
        name,
        volume: words::volume(region.volume_ml),
        shares: shares.unwrap_or_default(),
        elsewhere: elsewhere
            .filter(|share| *share > NOTHING)
            .map(words::elsewhere),
    }
}

/// What the values are comes first: of others no share means anything.
fn warnings(state: &State, case: &LungCase, shares: &Shares) -> Vec<String> {
    let assumed = state.session.assumed.get(&case.stack);
    let assumed = assumed.map(|offset| words::hu_assumed(*offset));
    let mut headers = case.frames.iter().filter_map(|at| state.image_of(*at));
    let lossy = headers.any(|(header, _)| header.lossy);
    let lossy = lossy.then(|| words::LUNGS_LOSSY.to_owned());
    let found = shares.warnings.iter().copied().map(warning);
    let of_values = assumed.into_iter().chain(lossy);
    of_values.chain(found.map(str::to_owned)).collect()
}

const fn warning(warning: Warning) -> &'static str {
    match warning {
        Warning::Unequal => words::LUNGS_UNEQUAL,
        Warning::Small => words::LUNGS_SMALL,
        Warning::Cut { first, last } => words::lungs_cut(first, last),
        Warning::Gaps => words::LUNGS_GAPS,
        Warning::Airway => words::LUNGS_AIRWAY,
    }
}

fn notes(state: &State, case: &LungCase, edges: &[i32]) -> Vec<String> {
    let ranges = || edges.iter().zip(edges.iter().skip(1));
    let mut notes = Vec::new();
    let (low, high) = (GROUND_GLASS_HU[0], GROUND_GLASS_HU[1]);
    if ranges().any(|(from, to)| *from >= low && *to <= high) {
        let range = words::hu_range(low, high);
        notes.push(format!("{range}: {}", words::GROUND_GLASS_HINT));
    }
    if ranges().any(|(_, to)| *to <= EMPHYSEMA_HU) {
        let header = case.frames.first().and_then(|frame| state.image_of(*frame));
        let header = header.map(|(header, _)| header);
        let kernel = header.and_then(|header| header.convolution_kernel.as_deref());
        let thickness = header.and_then(|header| header.slice_thickness_mm);
        notes.push(words::emphysema_hint(thickness, kernel));
    }
    notes.push(words::LUNGS_THIRDS.to_owned());
    notes.push(words::LUNGS_COMPARE.to_owned());
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_read_as_they_are_written() {
        let edges = [-1024, -950, 50];
        assert_eq!(typed_edges(&words::hu_edges(&edges)).unwrap(), edges);
        assert_eq!(typed_edges("-900,-500, 0").unwrap(), [-900, -500, 0]);
        assert_eq!(typed_edges("-900 air"), None);
        assert_eq!(typed_edges("-300 -900"), None);
    }
}
