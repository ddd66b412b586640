//! Values that workers count, a slice at a time: histograms of slices, stacks and regions, and the
//! windows that come of them; areas of ranges of HU; and what [`growth`] has grow from a seed. What was
//! counted last is kept, so that going back over slices asks nothing anew.

use std::collections::VecDeque;

use crate::engine::{Refusal, State, pointer, windows};
use crate::grey::Histogram;
use crate::intake::FrameKey;
use crate::lung::Run;
use crate::marks::{self, Mark, Shape};
use crate::pixels::{Rescale, Unit};
use crate::problem::Problem;
use crate::session::{Action, GreyAction, PaneId, RangesShown, Scope, Tool};

pub mod growth;
mod growth_jobs;
pub mod jobs;
pub mod region;
pub mod resting;
mod whole;

pub use whole::StackCount;

/// Slices and regions whose counts are kept.
const KEPT: usize = 64;

/// What is counted: a slice, or runs of it, as values were taken then.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    pub frame: FrameKey,
    pub rescale: Option<Rescale>,
    pub inside: Option<Vec<Run>>,
}

#[derive(Debug, Default)]
pub struct Grey {
    /// The newest last.
    known: VecDeque<(Subject, Histogram)>,
    pub stack: Option<StackCount>,
    /// What could not be read is not asked for again.
    failed: Vec<(FrameKey, Problem)>,
    /// A rectangle that is being drawn.
    pub dragged: Option<region::Dragged>,
    /// A window that waits for what a region holds.
    window: Option<region::Waiting>,
    pub growths: Vec<growth::Growing>,
    pub resting: Vec<resting::Resting>,
    /// Another number where anything of it is another.
    pub revision: u64,
}

impl Grey {
    /// Of all that it holds.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let known: u64 = self.known.iter().map(|(_, counts)| counts.bytes()).sum();
        let growths: u64 = self.growths.iter().map(growth::Growing::bytes).sum();
        let stack = self.stack.as_ref().map_or(0, |stack| stack.sum.bytes());
        known + growths + stack
    }

    /// The counts of a subject, where they are known.
    #[must_use]
    pub fn counts(&self, subject: &Subject) -> Option<&Histogram> {
        let known = self.known.iter().find(|(known, _)| known == subject);
        known.map(|(_, counts)| counts)
    }

    /// Why a frame could not be read.
    #[must_use]
    pub fn problem(&self, frame: FrameKey) -> Option<&Problem> {
        let failed = self.failed.iter().find(|(failed, _)| *failed == frame);
        failed.map(|(_, problem)| problem)
    }

    fn keep(&mut self, subject: Subject, counts: Histogram) {
        if self.counts(&subject).is_none() {
            if self.known.len() == KEPT {
                self.known.pop_front();
            }
            self.known.push_back((subject, counts));
        }
        self.revision += 1;
    }
}

/// Whether a press with the chosen tool is for what is done here.
#[must_use]
pub const fn is_chosen(state: &State) -> bool {
    matches!(state.session.tool, Tool::RegionWindow | Tool::Seed)
}

/// Whether that is done here which is else done to marks.
pub const fn is_taken(state: &State, action: &Action) -> bool {
    let is_press = matches!(
        action,
        Action::PressMark { .. }
            | Action::DragMark { .. }
            | Action::ReleaseMark { .. }
            | Action::PressPointer { .. }
    );
    is_press && is_chosen(state)
}

pub fn act(state: &mut State, action: &Action) {
    match *action {
        Action::Grey(ref action) => carry_out(state, action),
        Action::PressMark { pane, at, .. } if state.session.tool == Tool::Seed => {
            growth::plant(state, pane, at);
        }
        Action::PressMark { pane, at, .. } => region::press(state, pane, at),
        Action::DragMark { pane, at } => region::drag(state, pane, at),
        Action::ReleaseMark { pane, at, .. } => region::release(state, pane, at),
        Action::PressPointer { pane } => {
            let at = state.session.pane(pane).and_then(|pane| pane.pointer);
            match (at, state.session.tool) {
                (None, _) => pointer::press(state, pane),
                (Some(at), Tool::Seed) => growth::plant(state, pane, at),
                (Some(at), _) if state.grey.dragged.is_some() => region::release(state, pane, at),
                (Some(at), _) => region::press(state, pane, at),
            }
        }
        _ => {}
    }
}

fn carry_out(state: &mut State, action: &GreyAction) {
    match *action {
        GreyAction::Histogram => state.session.grey.histogram = !state.session.grey.histogram,
        GreyAction::HistogramOf { scope } => {
            state.session.grey.scope = scope;
            state.session.grey.histogram = true;
        }
        GreyAction::Logarithmic { on } => state.session.grey.logarithmic = on,
        GreyAction::Auto { pane } => windows::auto(state, pane),
        GreyAction::WindowOf { mark } => region::of_mark(state, mark),
        GreyAction::StepRanges => step_ranges(state),
        GreyAction::Regrow { .. }
        | GreyAction::DeleteGrowth { .. }
        | GreyAction::ShowGrowth { .. }
        | GreyAction::OutlineGrowths => growth::act(state, action),
    }
}

/// Ranges of HU mean something for HU only.
fn step_ranges(state: &mut State) {
    let shown = state.session.pane(state.session.active);
    let shown = shown.and_then(|pane| pane.stack);
    let is_hu = shown.is_some_and(|stack| state.unit(stack) == Unit::Hu);
    if !is_hu && state.session.grey.ranges == RangesShown::Off {
        state.refused = Some(Refusal::NeedsHu);
        return;
    }
    state.session.grey.ranges = state.session.grey.ranges.next();
}

/// The slice that a pane shows, to be counted; `None` where it shows none, a plane, or colour.
#[must_use]
pub fn shown_slice(state: &State, pane: PaneId) -> Option<Subject> {
    let frame = state.screen.picture(pane)?.frame;
    slice(state, frame, None)
}

/// A slice, or some runs of it.
fn slice(state: &State, frame: FrameKey, inside: Option<Vec<Run>>) -> Option<Subject> {
    let stack = state.catalog.stack_of(frame)?;
    let (_, image) = state.image_of(frame)?;
    (image.shape.samples == 1).then(|| Subject {
        frame,
        rescale: state.rescale(stack, image),
        inside,
    })
}

/// The voxels of a region on its slice.
pub fn in_shape(state: &State, frame: FrameKey, shape: &Shape) -> Option<Subject> {
    let (_, image) = state.image_of(frame)?;
    let side = |at: u32| u16::try_from(at).ok();
    let inside = marks::rows_inside(shape, [image.shape.columns, image.shape.rows]);
    let runs: Option<Vec<Run>> = inside
        .map(|(row, columns)| {
            Some(Run {
                row: side(row)?,
                from: side(columns.start)?,
                to: side(columns.end)?,
            })
        })
        .collect();
    slice(state, frame, Some(runs?))
}

/// A mark that holds voxels of a slice. One on a plane lies between them.
#[must_use]
pub fn is_region_of_slice(mark: &Mark) -> bool {
    let is_region = mark.shape.kind.is_region() && mark.shape.is_whole();
    is_region && mark.ground.plane.is_none()
}

/// The region that is chosen, where it is one of the active pane's stack: its values are said in that
/// stack's unit, beside that pane's window.
#[must_use]
pub fn chosen_region(state: &State) -> Option<Subject> {
    let marks = &state.session.marks;
    let mark = marks.get(marks.chosen?)?;
    let frame = mark.ground.frame;
    if !is_region_of_slice(mark) || !is_of_pane(state, state.session.active, frame) {
        return None;
    }
    in_shape(state, frame, &mark.shape)
}

/// The pane has the stack that a frame is of.
fn is_of_pane(state: &State, pane: PaneId, frame: FrameKey) -> bool {
    let shown = state.session.pane(pane).and_then(|pane| pane.stack);
    shown.is_some() && shown == state.catalog.stack_of(frame)
}

/// What the open panel is of, where that is one slice.
#[must_use]
pub fn panel_subject(state: &State) -> Option<Subject> {
    match state.session.grey.scope {
        Scope::Slice => shown_slice(state, state.session.active),
        Scope::Region => chosen_region(state),
        Scope::Stack => None,
    }
}

/// Slices whose ranges of HU are counted: where they are seen.
fn slices_with_ranges(state: &State) -> impl Iterator<Item = Subject> {
    let are_shown = state.session.grey.ranges != RangesShown::Off;
    let panes = (0..state.session.panes.len()).map(PaneId);
    panes
        .filter(move |_| are_shown)
        .filter_map(|pane| shown_slice(state, pane))
        .filter(|subject| {
            let stack = state.catalog.stack_of(subject.frame);
            stack.is_some_and(|stack| state.unit(stack) == Unit::Hu)
        })
}

/// After each event: what belongs to stacks that are others now is forgotten.
pub fn settle(state: &mut State) {
    let mut grey = std::mem::take(&mut state.grey);
    grey.known
        .retain(|(subject, _)| state.image_of(subject.frame).is_some());
    grey.failed
        .retain(|(frame, _)| state.image_of(*frame).is_some());
    state.grey = grey;
    whole::settle(state);
    resting::settle(state);
}
