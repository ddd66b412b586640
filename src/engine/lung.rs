//! The lung mask of a stack. Workers look for air in each slice, one of them finds the lungs in all
//! of it, and each slice is counted; the outline is shown, and when the reader has confirmed it, the
//! table. A slice that is corrected is counted anew, and no other.

use crate::engine::{Refusal, State, mark_edits};
use crate::intake::FrameKey;
use crate::lung::{Counts, Grid, Lungs, Mask, Shares, shares};
use crate::marks::Point;
use crate::pixels::Unit;
use crate::problem::Problem;
use crate::series::{Plane, StackId};
use crate::session::changes::{Change, LungChange};
use crate::session::{KeptLungs, LungAction, Tool};
use crate::volume::Geometry;

/// Radii of the brush in mm.
const BRUSH_MM: std::ops::RangeInclusive<f64> = 1.0..=50.0;

/// Bytes of a count.
const COUNT_BYTES: usize = 4;

/// What is known of a stack's lungs.
#[derive(Debug)]
pub struct LungCase {
    pub stack: StackId,
    /// The stack as it was, and the offset that was taken for HU: of another it is no mask.
    of: (Vec<FrameKey>, Option<i32>),
    /// Of the catalog when they were compared last.
    compared: u64,
    /// Another number where anything of it is another.
    pub revision: u64,
    bytes: u64,
    /// From head to feet, as in the grid.
    pub frames: Vec<FrameKey>,
    pub grid: Grid,
    /// Of each frame, as workers said it; empty where it is not known yet.
    pub(super) airs: Vec<Vec<u8>>,
    pub mask: Option<Mask>,
    /// Of each frame, and whether they are of the mask as it is.
    pub(super) counts: Vec<(Counts, bool)>,
    pub shares: Option<Shares>,
    /// The reader has seen the outline and takes it.
    pub confirmed: bool,
    /// Why there is no mask.
    pub failed: Option<Problem>,
    pub(super) stroke: Option<Stroke>,
}

/// A stroke of the brush: the slice that it is on, as it was before, and where the hand was last.
#[derive(Debug)]
pub(super) struct Stroke {
    pub slice: usize,
    pub before: Lungs,
    pub last: Point,
}

impl LungCase {
    /// Frames whose air is known.
    #[must_use]
    pub fn read(&self) -> usize {
        self.airs.iter().filter(|air| !air.is_empty()).count()
    }

    /// Every slice is counted as the mask is now.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.counts.iter().all(|(_, is_of_mask)| *is_of_mask)
    }

    /// What brings it back after it was closed.
    fn kept(&self) -> KeptLungs {
        KeptLungs {
            stack: self.stack,
            mask: self.mask.clone().map(Box::new),
            confirmed: self.confirmed,
        }
    }

    /// The lungs of a frame.
    #[must_use]
    pub fn lungs(&self, frame: FrameKey) -> Option<&Lungs> {
        let at = self.frames.iter().position(|it| *it == frame)?;
        self.mask.as_ref()?.slices.get(at)
    }

    /// Of all that it holds.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// It is another now.
    pub(super) fn changed(&mut self) {
        self.revision += 1;
        let airs: usize = self.airs.iter().map(Vec::len).sum();
        let counts = self.counts.iter().flat_map(|(counts, _)| counts);
        let counts: usize = counts.map(Vec::len).sum();
        let mask = self.mask.as_ref().map_or(0, Mask::bytes);
        self.bytes = mask + (airs + counts * COUNT_BYTES) as u64;
    }

    /// The lungs of a slice become others, and are to be counted.
    pub(super) fn put(&mut self, slice: usize, lungs: Lungs) {
        let of_mask = self.mask.as_mut();
        if let Some(known) = of_mask.and_then(|mask| mask.slices.get_mut(slice))
            && *known != lungs
        {
            *known = lungs;
            if let Some((_, is_of_mask)) = self.counts.get_mut(slice) {
                *is_of_mask = false;
            }
            self.changed();
        }
    }
}

pub fn act(state: &mut State, action: &LungAction) {
    match action {
        LungAction::Find => toggle(state),
        LungAction::Retry => {
            if let Some(case) = &mut state.lung {
                case.failed = None;
                case.changed();
            }
        }
        LungAction::Confirm => {
            if let Some(case) = state.lung.as_mut().filter(|case| case.mask.is_some()) {
                case.confirmed = true;
                case.changed();
            }
        }
        LungAction::SetEdges { edges_hu } => {
            if shares::are_edges(edges_hu) && *edges_hu != state.session.lung.edges_hu {
                let before = std::mem::replace(&mut state.session.lung.edges_hu, edges_hu.clone());
                let change = LungChange::Edges {
                    before,
                    after: edges_hu.clone(),
                };
                state.session.changes.note(Change::Lung(change));
                tabulate(state);
            }
        }
        LungAction::SetBrush { radius_mm } if BRUSH_MM.contains(radius_mm) => {
            state.session.lung.brush_mm = *radius_mm;
        }
        LungAction::SetBrush { .. } => {}
    }
}

/// Looks for the lungs of the stack in the active pane; again, and what was found is gone.
fn toggle(state: &mut State) {
    let pane = state.session.pane(state.session.active);
    let Some(stack) = pane.and_then(|pane| pane.stack) else {
        return;
    };
    let of = |case: Option<&LungCase>| case.map(LungCase::kept);
    let before = of(state.lung.as_ref());
    let is_of_this = before.as_ref().is_some_and(|kept| kept.stack == stack);
    if is_of_this {
        forget(state);
    } else {
        match begun(state, stack) {
            Ok(case) => {
                forget(state);
                state.lung = Some(case);
            }
            Err(refusal) => {
                state.refused = Some(refusal);
                return;
            }
        }
    }
    let after = of(state.lung.as_ref());
    let change = LungChange::Shown { before, after };
    state.session.changes.note(Change::Lung(change));
}

/// The mask goes.
fn forget(state: &mut State) {
    state.lung = None;
    if matches!(state.session.tool, Tool::Brush { .. }) {
        state.session.tool = Tool::Window;
    }
}

/// The lungs that were shown are there again, as they were corrected; they are counted anew.
fn show_again(state: &mut State, kept: Option<KeptLungs>) {
    forget(state);
    let case = kept.and_then(|kept| {
        let mut case = begun(state, kept.stack).ok()?;
        let fits = |mask: &Mask| mask.slices.len() == case.frames.len();
        case.mask = kept.mask.map(|mask| *mask).filter(fits);
        case.confirmed = kept.confirmed && case.mask.is_some();
        if case.mask.is_some() {
            case.airs = Vec::new();
            count_empty(&mut case);
        }
        case.changed();
        Some(case)
    });
    state.lung = case;
}

fn begun(state: &State, id: StackId) -> Result<LungCase, Refusal> {
    let stack = state.catalog.stack(id).ok_or(Refusal::NotYet)?;
    if state.unit(id) != Unit::Hu {
        return Err(Refusal::NeedsHu);
    }
    if stack.plane != Some(Plane::Axial) {
        return Err(Refusal::NeedsAxial);
    }
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
    let geometry = Geometry::of(&slices).map_err(|_unfit| Refusal::NeedsAxial)?;
    let grid = Grid::of(&geometry).ok_or(Refusal::NeedsAxial)?;
    let frames: Vec<FrameKey> = geometry.places.iter().map(|place| place.frame).collect();
    Ok(LungCase {
        stack: id,
        of: (
            stack.frames().collect(),
            state.session.assumed.get(&id).copied(),
        ),
        compared: state.catalog.revision(),
        revision: 0,
        bytes: 0,
        airs: vec![Vec::new(); frames.len()],
        counts: vec![(Counts::default(), false); frames.len()],
        frames,
        grid,
        mask: None,
        shares: None,
        confirmed: false,
        failed: None,
        stroke: None,
    })
}

/// A mask of a stack that is another now is no mask.
pub fn settle(state: &mut State) {
    let revision = state.catalog.revision();
    let Some(case) = &mut state.lung else { return };
    let (frames, offset) = &case.of;
    let is_as_compared = std::mem::replace(&mut case.compared, revision) == revision;
    let is_same = || {
        let stack = state.catalog.stack(case.stack);
        stack.is_some_and(|stack| stack.frames().eq(frames.iter().copied()))
    };
    let is_same =
        (is_as_compared || is_same()) && state.session.assumed.get(&case.stack) == offset.as_ref();
    if !is_same {
        forget(state);
        state.session.changes.forget_masks();
    }
}

/// Slices without lung hold nothing.
pub(super) fn count_empty(case: &mut LungCase) {
    let slices = case.mask.iter().flat_map(|mask| &mask.slices);
    for ((_, is_of_mask), lungs) in case.counts.iter_mut().zip(slices) {
        *is_of_mask = lungs.iter().all(Vec::is_empty);
    }
}

/// The table, where all is counted; until then it stays as it was.
pub(super) fn tabulate(state: &mut State) {
    let Some(case) = &mut state.lung else { return };
    let Some(mask) = case.mask.as_ref().filter(|_| case.is_counted()) else {
        return;
    };
    let counts: Vec<&Counts> = case.counts.iter().map(|(counts, _)| counts).collect();
    let edges = &state.session.lung.edges_hu;
    case.shares = Some(shares::shares(&counts, &case.grid, edges, mask.has_airway));
    case.revision += 1;
}

/// What was done to the mask is undone, or done again.
pub fn carry_out(state: &mut State, change: LungChange, is_undone: bool) {
    match change {
        LungChange::Shown { before, after } => {
            show_again(state, if is_undone { before } else { after });
        }
        LungChange::Edges { before, after } => {
            state.session.lung.edges_hu = if is_undone { before } else { after };
        }
        LungChange::Stroke {
            frame,
            before,
            after,
        } => {
            let lungs = if is_undone { before } else { after };
            let case = state.lung.as_mut();
            let at = case.and_then(|case| {
                let at = case.frames.iter().position(|it| *it == frame)?;
                Some((case, at))
            });
            if let Some((case, at)) = at {
                case.put(at, *lungs);
                mark_edits::show_frame(state, frame);
            }
        }
    }
    tabulate(state);
}
