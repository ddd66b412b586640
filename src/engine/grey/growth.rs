//! What grows from a seed. The seed's neighbours say which values are meant; each slice says where it
//! has such, in runs that the page hands on encoded; one job joins them; each slice of what grew is
//! counted. Nothing holds the volume. Other values have it grow anew.

use crate::engine::{Refusal, State, mark_edits, marking, view};
use crate::grey::{Ball, Growth, Histogram, Question, Seed};
use crate::intake::FrameKey;
use crate::lung::{Grid, Run, runs};
use crate::marks::Ground;
use crate::problem::Problem;
use crate::session::changes::Change;
use crate::session::{GreyAction, GrowthId, GrowthRecipe, PaneId, Tool};
use crate::volume::Geometry;

/// Radii of the ball that a growth is kept in, in mm.
pub const RADII_MM: std::ops::RangeInclusive<f64> = 1.0..=500.0;

/// One growth, under way or done.
#[derive(Debug)]
pub struct Growing {
    pub recipe: GrowthRecipe,
    /// The stack as it was, and the offset that was taken for HU.
    of: (Vec<FrameKey>, Option<i32>),
    /// Of the catalog when they were compared last.
    compared: u64,
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
        let range = self.recipe.range?.map(f64::from);
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
    let recipe = GrowthRecipe {
        id: GrowthId(state.session.grey.last_growth + 1),
        stack,
        frame,
        at: at.map(voxel),
        range: None,
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
            range: [low, high],
            radius_mm,
        } => {
            let is_usable = low <= high && radius_mm.is_none_or(|mm| RADII_MM.contains(&mm));
            let Some(before) = recipe(state, growth).filter(|_| is_usable) else {
                return;
            };
            let after = GrowthRecipe {
                range: Some([low, high]),
                radius_mm,
                ..before.clone()
            };
            if after != before && put(state, after.clone()) {
                note(state, Some(before), Some(after));
            }
        }
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

fn recipe(state: &State, id: GrowthId) -> Option<GrowthRecipe> {
    let growths = state.grey.growths.iter();
    let mut recipes = growths.map(|growing| &growing.recipe);
    recipes.find(|recipe| recipe.id == id).cloned()
}

fn note(state: &mut State, before: Option<GrowthRecipe>, after: Option<GrowthRecipe>) {
    let change = Change::Growth { before, after };
    state.session.changes.note(change);
}

/// One becomes another again: it grows anew, which is the same as it was.
pub fn replace(state: &mut State, from: Option<GrowthRecipe>, to: Option<GrowthRecipe>) {
    match to {
        Some(recipe) => {
            if put(state, recipe.clone()) {
                mark_edits::show_change(state, &Ground::slice(recipe.frame));
            }
        }
        None => {
            if let Some(recipe) = from {
                remove(state, recipe.id);
            }
        }
    }
}

fn remove(state: &mut State, id: GrowthId) {
    state.grey.growths.retain(|growing| growing.recipe.id != id);
    state.grey.revision += 1;
}

/// Begins it, in the place of the one with its number. False where it cannot be.
fn put(state: &mut State, recipe: GrowthRecipe) -> bool {
    let growing = match begun(state, recipe) {
        Ok(growing) => growing,
        Err(refusal) => {
            state.refused = Some(refusal);
            return false;
        }
    };
    let growths = &mut state.grey.growths;
    let id = growing.recipe.id;
    match growths.iter_mut().find(|known| known.recipe.id == id) {
        Some(known) => *known = growing,
        None => growths.push(growing),
    }
    growths.sort_by_key(|growing| growing.recipe.id);
    state.grey.revision += 1;
    true
}

fn begun(state: &State, recipe: GrowthRecipe) -> Result<Growing, Refusal> {
    let id = recipe.stack;
    let stack = state.catalog.stack(id).ok_or(Refusal::NotYet)?;
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
    let offset = state.session.assumed.get(&id).copied();
    Ok(Growing {
        recipe,
        of: (stack.frames().collect(), offset),
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

/// Of a stack that is another now, or whose values are taken for others, it is no growth.
pub fn settle(state: &mut State) {
    let revision = state.catalog.revision();
    let (catalog, assumed) = (&state.catalog, &state.session.assumed);
    let before = state.grey.growths.len();
    state.grey.growths.retain_mut(|growing| {
        let (frames, offset) = &growing.of;
        let id = growing.recipe.stack;
        let is_as_compared = std::mem::replace(&mut growing.compared, revision) == revision;
        let is_same = || {
            let stack = catalog.stack(id);
            stack.is_some_and(|stack| stack.frames().eq(frames.iter().copied()))
        };
        (is_as_compared || is_same()) && assumed.get(&id) == offset.as_ref()
    });
    if state.grey.growths.len() != before {
        state.grey.revision += 1;
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within the range"
)]
fn voxel(place: f64) -> u16 {
    place.floor().clamp(0.0, f64::from(u16::MAX)) as u16
}
