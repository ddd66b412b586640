//! What grows from a seed. The seed's neighbours say which values are meant; each slice says where it
//! has such, in runs that the page hands on encoded; one job joins them; each slice of what grew is
//! counted. Nothing holds the volume. Other values have it grow anew.

use crate::engine::grey::resting;
use crate::engine::{Refusal, State, mark_edits, marking, view};
use crate::grey::{Ball, Growth, Histogram, Question, Seed};
use crate::intake::FrameKey;
use crate::lung::{Grid, Run, runs};
use crate::marks::Ground;
use crate::problem::Problem;
use crate::series::StackId;
use crate::session::changes::Change;
use crate::session::{GreyAction, GrowthId, GrowthRecipe, PaneId, Tool};
use crate::volume::Geometry;

/// Radii of the ball that a growth is kept in, in mm.
pub const RADII_MM: std::ops::RangeInclusive<f64> = 1.0..=500.0;

/// One growth, under way or done.
#[derive(Debug)]
pub struct Growing {
    pub recipe: GrowthRecipe,
    pub stack: StackId,
    /// The stack as it was.
    pub(super) of: Vec<FrameKey>,
    /// Of the catalog when they were compared last.
    pub(super) compared: u64,
    pub frames: Vec<FrameKey>,
    pub grid: Grid,
    pub(super) seed: Seed,
    /// What its neighbours hold, and those that are in it.
    pub(super) around: (Histogram, Vec<FrameKey>),
    /// What slices answered; nothing of those beside the ball.
    pub(super) within: Vec<Option<Vec<u8>>>,
    pub growth: Option<Growth>,
    /// What is in it, and the slices that are counted.
    pub counts: Histogram,
    pub(super) counted: Vec<bool>,
    pub failed: Option<Problem>,
}

impl Growing {
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let within: usize = self.within.iter().flatten().map(Vec::len).sum();
        let grown = self.growth.as_ref();
        grown.map_or(0, |growth| runs::bytes(&growth.slices)) + within as u64 + self.counts.bytes()
    }

    /// Slices that have answered.
    #[must_use]
    pub fn read(&self) -> usize {
        self.within.iter().flatten().count()
    }

    /// Every slice of it is counted.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.counted.iter().all(|is| *is)
    }

    /// Its voxels on a frame.
    #[must_use]
    pub fn on(&self, frame: FrameKey) -> Option<&[Run]> {
        let at = self.frames.iter().position(|it| *it == frame)?;
        let growth = self.growth.as_ref()?;
        growth.slices.get(at).map(Vec::as_slice)
    }

    /// In ml.
    #[must_use]
    pub fn volume_ml(&self) -> f64 {
        let slices = self.growth.as_ref().map(|growth| &growth.slices);
        slices.map_or(0.0, |slices| {
            crate::lung::shares::volume_ml(slices, &self.grid)
        })
    }

    pub(super) fn ball(&self) -> Option<Ball> {
        let radius_mm = self.recipe.radius_mm?;
        Some(Ball::new(&self.grid, self.seed, radius_mm))
    }

    /// The seed's neighbours in one slice, itself among them.
    pub(super) fn neighbours(&self, slice: usize) -> Vec<Run> {
        if slice.abs_diff(self.seed.slice) > 1 {
            return Vec::new();
        }
        let [column, row] = self.seed.at;
        let last = self.grid.rows.saturating_sub(1);
        let rows = row.saturating_sub(1)..=row.saturating_add(1).min(last);
        let run = |row| Run {
            row,
            from: column.saturating_sub(1),
            to: column.saturating_add(2).min(self.grid.columns),
        };
        rows.map(run).collect()
    }

    /// What is asked of a slice; `None` beside the ball.
    pub(super) fn question(&self, at: usize, ball: Option<&Ball>) -> Option<Question> {
        let range = self.recipe.range?;
        let inside = ball.map(|ball| ball.runs(at, false));
        let is_beside = inside.as_ref().is_some_and(Vec::is_empty);
        (!is_beside).then_some(Question::Within { range, inside })
    }

    pub(super) fn at(&self, frame: FrameKey) -> Option<usize> {
        self.frames.iter().position(|it| *it == frame)
    }
}

/// A seed is put at a place of a pane.
pub fn plant(state: &mut State, pane: PaneId, at: [f64; 2]) {
    view::activate(state, pane);
    let picture = state.screen.picture(pane);
    let place = picture.map(|picture| (picture.stack, picture.frame));
    let Some(((stack, frame), at)) = place.zip(marking::image_from_share(state, pane, at)) else {
        state.refused = Some(Refusal::SlicesOnly);
        return;
    };
    let Some(at) = voxel(state, frame, at) else {
        state.refused = Some(Refusal::BesideImage);
        return;
    };
    let recipe = GrowthRecipe {
        id: GrowthId(state.session.grey.last_growth + 1),
        frame,
        at,
        range: None,
        offset: state.session.assumed.get(&stack).copied(),
        radius_mm: None,
    };
    if put(state, recipe.clone()) {
        state.session.grey.last_growth += 1;
        note(state, None, Some(recipe));
        if !state.session.keeps_tool {
            state.session.tool = Tool::Window;
        }
    }
}

pub fn act(state: &mut State, action: &GreyAction) {
    match *action {
        GreyAction::Regrow {
            growth,
            range,
            radius_mm,
        } => regrow(state, growth, range, radius_mm),
        GreyAction::DeleteGrowth { growth } => {
            if let Some(before) = recipe(state, growth) {
                remove(state, growth);
                note(state, Some(before), None);
            }
        }
        GreyAction::ShowGrowth { growth } => {
            if let Some(recipe) = recipe(state, growth) {
                mark_edits::turn_to_frame(state, recipe.frame);
            }
        }
        GreyAction::OutlineGrowths => {
            let choices = &mut state.session.grey;
            choices.growths_outlined = !choices.growths_outlined;
        }
        _ => {}
    }
}

/// By other values, which are those that are taken for HU now, or within another ball.
fn regrow(state: &mut State, id: GrowthId, range: [f64; 2], radius_mm: Option<f64>) {
    let [low, high] = range;
    let is_range = low <= high && low.is_finite() && high.is_finite();
    let is_usable = is_range && radius_mm.is_none_or(|mm| RADII_MM.contains(&mm));
    let Some(before) = recipe(state, id).filter(|_| is_usable) else {
        return;
    };
    let stack = state.catalog.stack_of(before.frame);
    let offset = stack.and_then(|stack| state.session.assumed.get(&stack));
    let after = GrowthRecipe {
        range: Some(range),
        offset: offset.copied(),
        radius_mm,
        ..before.clone()
    };
    if after != before && put(state, after.clone()) {
        note(state, Some(before), Some(after));
    }
}

fn recipe(state: &State, id: GrowthId) -> Option<GrowthRecipe> {
    let growths = state.grey.growths.iter();
    let growths = growths.map(|growing| &growing.recipe);
    let resting = state.grey.resting.iter();
    let mut recipes = growths.chain(resting.map(|resting| &resting.recipe));
    recipes.find(|recipe| recipe.id == id).cloned()
}

fn note(state: &mut State, before: Option<GrowthRecipe>, after: Option<GrowthRecipe>) {
    let change = Change::Growth { before, after };
    state.session.changes.note(change);
}

/// One becomes another again: it grows anew, which is the same as it was.
pub fn replace(state: &mut State, from: Option<GrowthRecipe>, to: Option<GrowthRecipe>) {
    match to {
        Some(recipe) if resting::is_at_hand(state, &recipe) && put(state, recipe.clone()) => {
            mark_edits::show_change(state, &Ground::slice(recipe.frame));
        }
        Some(recipe) => resting::rest(state, recipe),
        None => {
            if let Some(recipe) = from {
                remove(state, recipe.id);
            }
        }
    }
}

fn remove(state: &mut State, id: GrowthId) {
    state.grey.growths.retain(|growing| growing.recipe.id != id);
    state.grey.resting.retain(|resting| resting.recipe.id != id);
    state.grey.revision += 1;
}

/// Begins it, in the place of the one with its number. False where it cannot be.
fn put(state: &mut State, recipe: GrowthRecipe) -> bool {
    match begun(state, recipe) {
        Ok(growing) => {
            take(state, growing);
            true
        }
        Err(refusal) => {
            state.refused = Some(refusal);
            false
        }
    }
}

/// What could not be read once is asked for again: a growth that waits for it would wait for ever.
pub(super) fn take(state: &mut State, growing: Growing) {
    let grey = &mut state.grey;
    grey.failed
        .retain(|(frame, _)| !growing.frames.contains(frame));
    let id = growing.recipe.id;
    grey.resting.retain(|resting| resting.recipe.id != id);
    match grey.growths.iter_mut().find(|known| known.recipe.id == id) {
        Some(known) => *known = growing,
        None => grey.growths.push(growing),
    }
    grey.growths.sort_by_key(|growing| growing.recipe.id);
    grey.revision += 1;
}

pub(super) fn begun(state: &State, recipe: GrowthRecipe) -> Result<Growing, Refusal> {
    let stack = state.catalog.stack_of(recipe.frame);
    let stack = stack.and_then(|id| state.catalog.stack(id));
    let stack = stack.ok_or(Refusal::NotYet)?;
    if !state.is_read(stack) {
        return Err(Refusal::NotYet);
    }
    let readable = stack.frames().filter(|frame| !state.failed.contains(frame));
    let slices: Vec<_> = readable
        .filter_map(|frame| {
            let (header, image) = state.image_of(frame)?;
            Some((frame, header, image))
        })
        .collect();
    let geometry = Geometry::of(&slices).map_err(Refusal::Unfit)?;
    let grid = Grid::of(&geometry).ok_or(Refusal::NotYet)?;
    let frames: Vec<FrameKey> = geometry.places.iter().map(|place| place.frame).collect();
    let at = frames.iter().position(|frame| *frame == recipe.frame);
    let seed = Seed {
        slice: at.ok_or(Refusal::NotYet)?,
        at: recipe.at,
    };
    Ok(Growing {
        recipe,
        stack: stack.id,
        of: stack.frames().collect(),
        compared: state.catalog.revision(),
        within: vec![None; frames.len()],
        counted: vec![false; frames.len()],
        frames,
        grid,
        seed,
        around: (Histogram::default(), Vec::new()),
        growth: None,
        counts: Histogram::default(),
        failed: None,
    })
}

/// The voxel at a place of an image; `None` beside it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within the image, of 16 bits a side"
)]
fn voxel(state: &State, frame: FrameKey, at: [f64; 2]) -> Option<[u16; 2]> {
    let (_, image) = state.image_of(frame)?;
    let sides = [image.shape.columns, image.shape.rows].map(f64::from);
    let is_inside = at
        .iter()
        .zip(sides)
        .all(|(at, side)| (0.0..side).contains(at));
    is_inside.then(|| at.map(|at| at as u16))
}
