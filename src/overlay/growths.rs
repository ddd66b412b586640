//! What grew from seeds: over a picture, and in the list.

use crate::engine::State;
use crate::engine::grey::growth::Growing;
use crate::grey::Growth;
use crate::lung::Run;
use crate::lung::outline::outline;
use crate::overlay::histogram::{Said, doubts};
use crate::overlay::mark_label::figure;
use crate::overlay::over_image::{OverLine, OverTrace, Shown, mask_on, plane_of, shown};
use crate::overlay::units;
use crate::pixels::Unit;
use crate::session::{GrowthId, GrowthRecipe, PaneId};
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
    pub range: Option<[f64; 2]>,
    /// As they are read.
    pub range_words: Option<[String; 2]>,
    pub radius_mm: Option<f64>,
}

/// Another value where what [`growth_lines`] gives may be another; `None` where there is nothing, or
/// the key that hides marks hides it.
#[must_use]
pub fn growths_shown(state: &State, pane: PaneId) -> Option<(Shown, u64, bool)> {
    if state.session.marks.are_hidden() || state.grey.growths.is_empty() {
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
    let cut = plane_of(state, pane);
    let drawn = growths.filter_map(|growing| {
        let traces = match (state.screen.picture(pane), &cut) {
            (Some(picture), _) => traces_of(growing.on(picture.frame)?),
            (None, Some(cut)) => mask_on(cut, &|frame| Some(growing.on(frame)?.to_vec())),
            (None, None) => Vec::new(),
        };
        (!traces.is_empty()).then(|| line(growing, traces, filled))
    });
    drawn.collect()
}

fn traces_of(runs: &[Run]) -> Vec<OverTrace> {
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

/// Another value where what [`growth_list`] gives may be another: what is cheap to ask at each event.
#[must_use]
pub fn growths_of(state: &State) -> (u64, u64) {
    (state.grey.revision, state.catalog.revision())
}

/// Everything that grew, in the order of seeds.
#[must_use]
pub fn growth_list(state: &State) -> Vec<GrowthItem> {
    let growths = state.grey.growths.iter();
    let growths = growths.map(|growing| (said(state, growing), &growing.recipe));
    // What is of a series that is not open is there again with it.
    let resting = state.grey.resting.iter().map(|resting| &resting.recipe);
    let resting = resting.filter(|recipe| state.catalog.stack_of(recipe.frame).is_some());
    let rests = || ("resting", vec![words::GROWTH_RESTS.to_owned()], Vec::new());
    let all = growths.chain(resting.map(|recipe| (rests(), recipe)));
    let mut items: Vec<GrowthItem> = all.map(|(said, it)| item(state, said, it)).collect();
    items.sort_by_key(|item| item.id);
    items
}

type SaidOf = (&'static str, Vec<String>, Vec<String>);

fn item(state: &State, (at, warnings, facts): SaidOf, recipe: &GrowthRecipe) -> GrowthItem {
    let stack = state.catalog.stack_of(recipe.frame);
    let in_hu = stack.is_some_and(|stack| state.unit(stack) == Unit::Hu);
    GrowthItem {
        id: recipe.id,
        name: words::growth_name(recipe.id.0),
        colour: colour(recipe.id),
        state: at,
        warnings,
        facts,
        range: recipe.range,
        range_words: recipe.range.map(|ends| ends.map(|end| figure(end, in_hu))),
        radius_mm: recipe.radius_mm,
    }
}

fn said(state: &State, growing: &Growing) -> SaidOf {
    let one = |words: &str| vec![words.to_owned()];
    if let Some(problem) = &growing.failed {
        return ("failed", vec![words::problem(problem)], Vec::new());
    }
    let Some(growth) = &growing.growth else {
        let (read, of) = (growing.read(), growing.frames.len());
        let words = if growing.recipe.range.is_none() {
            words::GROWTH_AROUND.to_owned()
        } else {
            words::growth_read(read, of, growing.recipe.radius_mm)
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
    if meets_gap(growing, growth) {
        warnings.push(words::GROWTH_GAPS.to_owned());
    }
    let mut facts = vec![words::growth_volume(growing.volume_ml(), growth.voxels)];
    if !growing.is_counted() {
        facts.push(words::COUNTING_VALUES.to_owned());
        return ("counting", warnings, facts);
    }
    let counts = &growing.counts;
    let frame = growing.recipe.frame;
    let unit = state.image_of(frame);
    let unit = unit.map(|(header, image)| units::unit(state, growing.stack, header, image));
    let said = Said {
        unit: unit.unwrap_or_default(),
        in_hu: state.unit(growing.stack) == Unit::Hu,
    };
    facts.extend(said.figures(counts));
    if counts.clipped != [0; 2] {
        facts.push(words::clipped_ends(counts.clipped));
    }
    facts.extend(doubts(state, frame));
    ("done", warnings, facts)
}

/// It ends where slices are missing.
fn meets_gap(growing: &Growing, growth: &Growth) -> bool {
    let is_in = |slice: usize| {
        growth
            .slices
            .get(slice)
            .is_some_and(|runs| !runs.is_empty())
    };
    let mut gaps = (0..growth.slices.len()).filter(|at| growing.grid.is_gap_after(*at));
    gaps.any(|at| is_in(at) || is_in(at + 1))
}
