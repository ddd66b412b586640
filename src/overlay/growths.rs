//! What grew from seeds: over a picture, and in the list.

use crate::engine::State;
use crate::engine::grey::growth::Growing;
use crate::lung::Run;
use crate::lung::outline::outline;
use crate::overlay::histogram::FEWEST;
use crate::overlay::over_image::{OverLine, OverTrace, Shown, mask_on, plane_of, shown};
use crate::overlay::units;
use crate::session::{GrowthId, PaneId};
use crate::words;

/// Orange, blue, pale yellow (BEHAVIOUR 2), one after another.
const COLOURS: [&str; 3] = ["#e6913a", "#569cd6", "#f2e6a0"];

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct GrowthItem {
    pub id: GrowthId,
    pub name: String,
    pub colour: &'static str,
    /// For scripts: `data-growth-state`.
    pub state: &'static str,
    pub warnings: Vec<String>,
    pub facts: Vec<String>,
    pub range: Option<[i32; 2]>,
    pub radius_mm: Option<f64>,
}

/// Another value where what [`growth_lines`] gives may be another; `None` where there is nothing, or
/// the key that hides marks hides it.
#[must_use]
pub fn growths_shown(state: &State, pane: PaneId) -> Option<(Shown, u64, bool)> {
    if state.session.marks.hidden || state.grey.growths.is_empty() {
        return None;
    }
    let outlined = state.session.grey.growths_outlined;
    Some((shown(state, pane)?, state.grey.revision, outlined))
}

/// What grew on the slice or the plane that a pane shows.
#[must_use]
pub fn growth_lines(state: &State, pane: PaneId) -> Vec<OverLine> {
    let filled = !state.session.grey.growths_outlined;
    let growths = state.grey.growths.iter();
    let plane = plane_of(state, pane);
    let lines = growths.filter_map(|growing| {
        let traces = match (state.screen.picture(pane), &plane) {
            (Some(picture), _) => traces(growing.on(picture.frame)?),
            (None, Some(plane)) => mask_on(plane, &|frame| Some(growing.on(frame)?.to_vec())),
            (None, None) => Vec::new(),
        };
        (!traces.is_empty()).then(|| line(growing, traces, filled))
    });
    lines.collect()
}

fn traces(runs: &[Run]) -> Vec<OverTrace> {
    let trace = |points: Vec<[u16; 2]>| OverTrace {
        points: points.into_iter().map(|at| at.map(f64::from)).collect(),
        closed: true,
    };
    outline(runs).into_iter().map(trace).collect()
}

fn line(growing: &Growing, traces: Vec<OverTrace>, filled: bool) -> OverLine {
    OverLine {
        traces,
        colour: colour(growing.recipe.id).to_owned(),
        filled,
        name: words::growth_name(growing.recipe.id.0),
    }
}

fn colour(id: GrowthId) -> &'static str {
    let at = id.0.saturating_sub(1) as usize % COLOURS.len();
    COLOURS.get(at).copied().unwrap_or_default()
}

/// The rectangle that is drawn for a window, on the pane where it is drawn.
#[must_use]
pub fn region_window_line(state: &State, pane: PaneId) -> Option<OverLine> {
    let dragged = state.grey.dragged.filter(|dragged| dragged.pane == pane)?;
    let shown = state.screen.picture(pane)?.frame;
    let ([x, y], [right, bottom]) = (dragged.from, dragged.to);
    let points = vec![[x, y], [right, y], [right, bottom], [x, bottom]];
    (shown == dragged.frame).then(|| OverLine {
        traces: vec![OverTrace {
            points,
            closed: true,
        }],
        colour: "#ececec".to_owned(),
        filled: false,
        name: words::WINDOW_REGION.to_owned(),
    })
}

/// Everything that grew, in the order of seeds.
#[must_use]
pub fn growth_list(state: &State) -> Vec<GrowthItem> {
    let growths = state.grey.growths.iter();
    growths.map(|growing| item(state, growing)).collect()
}

fn item(state: &State, growing: &Growing) -> GrowthItem {
    let (at, warnings, facts) = said(state, growing);
    GrowthItem {
        id: growing.recipe.id,
        name: words::growth_name(growing.recipe.id.0),
        colour: colour(growing.recipe.id),
        state: at,
        warnings,
        facts,
        range: growing.recipe.range,
        radius_mm: growing.recipe.radius_mm,
    }
}

fn said(state: &State, growing: &Growing) -> (&'static str, Vec<String>, Vec<String>) {
    let one = |words: &str| vec![words.to_owned()];
    if let Some(problem) = &growing.failed {
        return ("failed", vec![words::problem(problem)], Vec::new());
    }
    let Some(growth) = &growing.growth else {
        let (read, of) = (growing.read(), growing.frames.len());
        let words = if growing.recipe.range.is_none() {
            words::GROWTH_AROUND.to_owned()
        } else {
            words::growth_read(read, of)
        };
        return ("growing", Vec::new(), vec![words]);
    };
    if growth.voxels == 0 {
        return ("nothing", one(words::GROWTH_NOTHING), Vec::new());
    }
    if growth.is_over {
        return ("over", one(words::GROWTH_OVER), Vec::new());
    }
    let mut warnings = Vec::new();
    let is_in = |slice: Option<&Vec<Run>>| slice.is_some_and(|runs| !runs.is_empty());
    let cut = words::growth_cut(is_in(growth.slices.first()), is_in(growth.slices.last()));
    warnings.extend(cut.map(str::to_owned));
    if growth.meets_ball {
        warnings.push(words::GROWTH_MEETS_BALL.to_owned());
    }
    if growing.grid.has_gaps {
        warnings.push(words::GROWTH_GAPS.to_owned());
    }
    let mut facts = vec![words::growth_volume(growing.volume_ml(), growth.voxels)];
    if !growing.is_counted() {
        facts.push(words::COUNTING_VALUES.to_owned());
        return ("counting", warnings, facts);
    }
    let counts = &growing.counts;
    let unit = state.image_of(growing.recipe.frame);
    let unit = unit.map(|(header, image)| units::unit(state, growing.recipe.stack, header, image));
    let middle = counts.mean().zip(counts.median());
    facts.extend(middle.map(|(mean, median)| {
        let deviation = counts.deviation(FEWEST);
        words::figures(mean, median, deviation, &unit.unwrap_or_default())
    }));
    ("done", warnings, facts)
}
