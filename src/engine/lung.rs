//! The lung mask of a stack. Workers look for air in each slice, one of them finds the lungs in all
//! of it, and each slice is counted; the outline is shown, and when the reader has confirmed it, the
//! table. A slice that is corrected is counted anew, and no other.

use crate::engine::{Refusal, State, marking};
use crate::header::Image;
use crate::intake::{FileId, FrameKey};
use crate::lung::{Counts, Grid, Lungs, Mask, Shares, shares};
use crate::marks::Point;
use crate::pixels::Unit;
use crate::problem::Problem;
use crate::series::{Plane, StackId};
use crate::session::changes::{Change, LungChange};
use crate::session::{LungAction, Tool};
use crate::volume::Geometry;
use crate::workers::protocol::{Job, Outcome, Task};

/// Radii of the brush in mm.
const BRUSH_MM: std::ops::RangeInclusive<f64> = 1.0..=50.0;

/// Bytes of a run, and of a count.
const RUN_BYTES: usize = 6;
const COUNT_BYTES: usize = 4;

/// What is known of a stack's lungs.
#[derive(Debug)]
pub struct LungCase {
    pub stack: StackId,
    /// The stack as it was, and the offset that was taken for HU: of another it is no mask.
    of: (Vec<FrameKey>, Option<i32>),
    /// From head to feet, as in the grid.
    pub frames: Vec<FrameKey>,
    pub grid: Grid,
    /// Of each frame, as workers said it; empty where it is not known yet.
    airs: Vec<Vec<u8>>,
    pub mask: Option<Mask>,
    /// Of each frame, and whether they are of the mask as it is.
    counts: Vec<(Counts, bool)>,
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

    /// The lungs of a frame.
    #[must_use]
    pub fn lungs(&self, frame: FrameKey) -> Option<&Lungs> {
        let at = self.frames.iter().position(|it| *it == frame)?;
        self.mask.as_ref()?.slices.get(at)
    }

    /// Of all that it holds.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let airs: usize = self.airs.iter().map(Vec::len).sum();
        let slices = self.mask.iter().flat_map(|mask| &mask.slices);
        let runs: usize = slices.flatten().map(Vec::len).sum();
        let counts = self.counts.iter().flat_map(|(counts, _)| counts);
        let counts: usize = counts.map(Vec::len).sum();
        (airs + runs * RUN_BYTES + counts * COUNT_BYTES) as u64
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
        }
    }
}

pub fn act(state: &mut State, action: &LungAction) {
    match action {
        LungAction::Find => toggle(state),
        LungAction::Confirm => {
            if let Some(case) = state.lung.as_mut().filter(|case| case.mask.is_some()) {
                case.confirmed = true;
            }
        }
        LungAction::SetEdges { edges_hu } => {
            let is_growing = edges_hu.len() > 1 && edges_hu.is_sorted_by(|low, high| low < high);
            let is_counted = |hu: &i32| (shares::LEAST_HU..=shares::END_HU).contains(hu);
            if is_growing && edges_hu.iter().all(is_counted) {
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
    if forget(state) == Some(stack) {
        return;
    }
    match begun(state, stack) {
        Ok(case) => state.lung = Some(case),
        Err(refusal) => state.refused = Some(refusal),
    }
}

/// The mask goes, and what could be undone of it. Tells of which stack it was.
fn forget(state: &mut State) -> Option<StackId> {
    let case = state.lung.take()?;
    state.session.changes.forget_strokes();
    if matches!(state.session.tool, Tool::Brush { .. }) {
        state.session.tool = Tool::Window;
    }
    Some(case.stack)
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
    let Some(case) = &state.lung else { return };
    let (frames, offset) = &case.of;
    let stack = state.catalog.stack(case.stack);
    let is_same = stack.is_some_and(|stack| stack.frames().eq(frames.iter().copied()))
        && state.session.assumed.get(&case.stack) == offset.as_ref();
    if !is_same {
        forget(state);
    }
}

const fn is_one(job: &Job) -> bool {
    matches!(
        job.task,
        Task::Air { .. } | Task::Lungs { .. } | Task::LungCounts { .. }
    )
}

/// The next job for the mask; the slice on the screen is counted first.
pub fn next(state: &State) -> Option<(FileId, Task)> {
    let case = state.lung.as_ref().filter(|case| case.failed.is_none())?;
    if case.mask.is_some() {
        let is_due = |at: &usize| case.counts.get(*at).is_some_and(|(_, is)| !is);
        let shown = state.screen.frame(state.session.active);
        let shown = case.frames.iter().position(|frame| Some(*frame) == shown);
        let mut due = shown.into_iter().chain(0..case.frames.len()).filter(is_due);
        return due.find_map(|at| count_task(state, case, at));
    }
    let mut unread =
        (0..case.frames.len()).filter(|at| case.airs.get(*at).is_some_and(Vec::is_empty));
    if let Some(task) = unread.find_map(|at| air_task(state, case, at)) {
        return Some(task);
    }
    if case.airs.iter().any(Vec::is_empty) || state.crew.jobs().any(is_one) {
        return None;
    }
    let task = Task::Lungs {
        grid: Box::new(case.grid.clone()),
        slices: case.airs.clone(),
    };
    Some((case.frames.first()?.file, task))
}

/// A frame's image with what its values are taken for, where no worker is at it already.
fn image(state: &State, case: &LungCase, at: usize) -> Option<(FrameKey, Box<Image>, String)> {
    let key = *case.frames.get(at)?;
    let is_asked = |job: &Job| {
        job.file == key.file
            && matches!(&job.task, Task::Air { frame, .. } | Task::LungCounts { frame, .. } if *frame == key.frame)
    };
    if state.crew.jobs().any(is_asked) {
        return None;
    }
    let (header, image) = state.image_of(key)?;
    let mut image = Box::new(image.clone());
    image.rescale = state.rescale(case.stack, &image);
    Some((key, image, header.transfer_syntax.clone()))
}

fn air_task(state: &State, case: &LungCase, at: usize) -> Option<(FileId, Task)> {
    let (key, image, transfer_syntax) = image(state, case, at)?;
    let task = Task::Air {
        frame: key.frame,
        image,
        transfer_syntax,
        pixel_mm: case.grid.pixel_mm,
    };
    Some((key.file, task))
}

fn count_task(state: &State, case: &LungCase, at: usize) -> Option<(FileId, Task)> {
    let lungs = case.mask.as_ref()?.slices.get(at)?.clone();
    let (key, image, transfer_syntax) = image(state, case, at)?;
    let task = Task::LungCounts {
        frame: key.frame,
        image,
        transfer_syntax,
        lungs: Box::new(lungs),
    };
    Some((key.file, task))
}

/// A job is of the mask as it is, and not of one before it, of which values were taken for other HU.
fn is_of(state: &State, job: &Job) -> bool {
    let Some(case) = &state.lung else {
        return false;
    };
    match &job.task {
        Task::Air { image, frame, .. } | Task::LungCounts { image, frame, .. } => {
            let (file, frame) = (job.file, *frame);
            let known = state.image_of(FrameKey { file, frame });
            known.is_some_and(|(_, known)| image.rescale == state.rescale(case.stack, known))
        }
        Task::Lungs { grid, slices } => **grid == case.grid && *slices == case.airs,
        _ => false,
    }
}

/// A worker has answered.
pub fn answered(state: &mut State, job: &Job, outcome: Outcome) {
    if !is_of(state, job) {
        return;
    }
    let Some(case) = &mut state.lung else { return };
    let at = |frame: u32| {
        let key = FrameKey {
            file: job.file,
            frame,
        };
        case.frames.iter().position(|it| *it == key)
    };
    match (&job.task, outcome) {
        (Task::Air { frame, .. }, Outcome::Air(air)) => {
            let at = at(*frame);
            if let Some(known) = at.and_then(|at| case.airs.get_mut(at)) {
                *known = air;
            }
        }
        (Task::Lungs { .. }, Outcome::Lungs(mask)) => {
            case.mask = Some(*mask);
            // What they were found in is not needed any more.
            case.airs = Vec::new();
            count_empty(case);
        }
        (Task::LungCounts { frame, lungs, .. }, Outcome::LungCounts(counts)) => {
            let Some(at) = at(*frame) else { return };
            let of_mask = case.mask.as_ref().and_then(|mask| mask.slices.get(at));
            let is_of_mask = of_mask == Some(&**lungs);
            if let Some(known) = case.counts.get_mut(at).filter(|_| is_of_mask) {
                *known = (*counts, true);
            }
        }
        _ => return,
    }
    tabulate(state);
    state.screen.touch();
}

/// Slices without lung hold nothing.
fn count_empty(case: &mut LungCase) {
    let slices = case.mask.iter().flat_map(|mask| &mask.slices);
    for ((_, is_of_mask), lungs) in case.counts.iter_mut().zip(slices) {
        *is_of_mask = lungs.iter().all(Vec::is_empty);
    }
}

/// A worker could not do it.
pub fn failed(state: &mut State, job: &Job, problem: Problem) {
    if !is_of(state, job) {
        return;
    }
    if let Some(case) = &mut state.lung {
        case.failed = Some(problem);
    }
    state.screen.touch();
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
}

/// What was done to the mask is undone, or done again.
pub fn carry_out(state: &mut State, change: LungChange, is_undone: bool) {
    match change {
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
                marking::show_change(state, frame);
            }
        }
    }
    tabulate(state);
}
