//! What a first picture can do without. The page fetches it with the views that come later, and what
//! asks for it until then waits. Nothing but [`Rare::whole`] (`whole`) leads to these functions: so they are
//! linked into the module that comes later (`src/bin/page.rs`).

pub mod planes;
mod whole;

use planes::OfPlanes;

use crate::engine::cases::resting::Wish;
use crate::engine::cut_probe::PointQuestion;
use crate::engine::cut_region::PlaneQuestion;
use crate::engine::event::{CopyEvent, Effect, KeptEvent, LessonEvent};
use crate::engine::mark_values::Question;
use crate::engine::{RenderedPicture, State, view};
use crate::gpu::{Rays, SolidKey};
use crate::intake::FileId;
use crate::marks::Region;
use crate::pixels::{Frame, Voxel};
use crate::problem::{Alarm, Problem};
use crate::session::changes::{Change, MarkChange};
use crate::session::{Action, Look, PaneId};
use crate::store::{BufferId, Place};
use crate::volume::sample::Sample;
use crate::workers::protocol::{Job, Outcome, Task};

/// What a worker answers, and the buffer that came beside it.
type Answer = (Outcome, Option<(BufferId, u64)>);

/// A stack as a whole: what is true of the picture, and what is drawn.
type Rendered = (Box<RenderedPicture>, Rays);

/// A way to read a voxel.
type ReadVoxel<'a> = &'a dyn Fn(Place, u32, u32) -> Option<Voxel>;

/// The functions that are the way in.
#[derive(Clone, Copy, Debug)]
pub struct Rare {
    of_planes: OfPlanes,
    act: fn(&mut State, &Action, &mut Vec<Effect>),
    change: fn(&mut State, Change, bool),
    change_marks: fn(&mut State, Vec<MarkChange>, bool),
    heard: fn(&mut State, CopyEvent, &mut Vec<Effect>),
    heard_of_kept: fn(&mut State, KeptEvent, &mut Vec<Effect>),
    heard_of_lesson: fn(&mut State, LessonEvent, &mut Vec<Effect>),
    settle: fn(&mut State, &mut Vec<Effect>),
    follow: fn(&mut State, &Action, Option<&Look>),
    next: fn(&State) -> Option<(FileId, Task)>,
    answered: fn(&mut State, &Job, Answer, &mut Vec<Effect>),
    failed: fn(&mut State, &Job, Problem),
    is_taken: fn(&State, PaneId, [f64; 2], f64) -> bool,
    take_point_back: fn(&mut State) -> bool,
    ask: fn(&mut State, &mut Vec<Effect>),
    measured: fn(&mut State, &Question, Option<Region>),
    region: fn(&Frame<'_>, &Question) -> Option<Region>,
    region_of_plane: fn(&PlaneQuestion, Read<'_>) -> Option<Region>,
    rendered: fn(&mut State, PaneId) -> Option<Rendered>,
    point: fn(&PointQuestion, ReadVoxel<'_>) -> Option<Sample>,
    solid_failed: fn(&mut State, SolidKey, String),
    open_next: fn(&mut State, &mut Vec<Effect>) -> bool,
    wake: fn(&mut State, FileId, Wish, &mut Vec<Effect>) -> bool,
    object: fn(&mut State, FileId, &[u8]),
    draw_room: fn(&mut State, &mut Vec<Effect>),
}

/// A way to have bytes of samples.
type Read<'a> = &'a dyn Fn(Place) -> Option<Vec<u8>>;

impl Rare {
    /// What the voxels of a frame hold that a mark is about.
    #[must_use]
    pub fn region(self, frame: &Frame<'_>, question: &Question) -> Option<Region> {
        (self.region)(frame, question)
    }

    /// The same of a plane, by a way to have bytes of samples.
    #[must_use]
    pub fn region_of_plane(self, question: &PlaneQuestion, read: Read<'_>) -> Option<Region> {
        (self.region_of_plane)(question, read)
    }

    /// What lies at a point of a plane.
    #[must_use]
    pub fn point(self, question: &PointQuestion, read: ReadVoxel<'_>) -> Option<Sample> {
        (self.point)(question, read)
    }

    /// What a viewer starts with: where nothing is fetched, all of it.
    pub(super) fn at_start() -> Option<Self> {
        #[cfg(target_arch = "wasm32")]
        let rare = None;
        #[cfg(not(target_arch = "wasm32"))]
        let rare = Some(Self::whole());
        rare
    }
}

/// What the reader does, now or as soon as it can be done.
pub fn act(state: &mut State, action: &Action, effects: &mut Vec<Effect>) {
    match state.rare {
        Some(rare) => (rare.act)(state, action, effects),
        // Who presents gets out in any case.
        None if *action == Action::Escape => view::present(state, false),
        None => state.waiting.push(action.clone()),
    }
}

/// A file turned out to hold an object, which a worker has read.
pub fn object(state: &mut State, file: FileId, encoded: Vec<u8>) {
    match state.rare {
        Some(rare) => (rare.object)(state, file, &encoded),
        None => state.waiting_objects.push((file, encoded)),
    }
}

/// It is here: what has waited for it is done.
pub fn here(state: &mut State, effects: &mut Vec<Effect>) {
    state.alarms.remove(&Alarm::PartMissing);
    for (file, encoded) in std::mem::take(&mut state.waiting_objects) {
        object(state, file, encoded);
    }
    for action in std::mem::take(&mut state.waiting) {
        view::act(state, &action, effects);
    }
    state.screen.touch();
}

/// A change is taken back, or done again.
pub fn change(state: &mut State, change: Change, is_undone: bool) {
    if let Some(rare) = state.rare {
        (rare.change)(state, change, is_undone);
    }
}

/// The same of marks.
pub fn change_marks(state: &mut State, changes: Vec<MarkChange>, is_undone: bool) {
    if let Some(rare) = state.rare {
        (rare.change_marks)(state, changes, is_undone);
    }
}

/// A hand that presses here draws, or takes hold of something. `reach` is how far off it may be, as a
/// share of the pane's width.
#[must_use]
pub fn is_taken(state: &State, pane: PaneId, at: [f64; 2], reach: f64) -> bool {
    state
        .rare
        .is_some_and(|rare| (rare.is_taken)(state, pane, at, reach))
}

/// While a mark is drawn, its last point is taken back. False where there is nothing to take back.
pub fn take_point_back(state: &mut State) -> bool {
    state.rare.is_some_and(|rare| (rare.take_point_back)(state))
}

/// What marks hold is asked for.
pub fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(rare) = state.rare {
        (rare.ask)(state, effects);
    }
}

/// What a mark holds.
pub fn measured(state: &mut State, question: &Question, figures: Option<Region>) {
    if let Some(rare) = state.rare {
        (rare.measured)(state, question, figures);
    }
}

/// Panes that go together do what was done to one of them, which looked like `led` before.
pub fn follow(state: &mut State, action: &Action, led: Option<&Look>) {
    if let Some(rare) = state.rare {
        (rare.follow)(state, action, led);
    }
}

/// After each event.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(rare) = state.rare {
        (rare.settle)(state, effects);
    }
}

/// What the edge says of a copy, which nothing else has asked it for.
pub fn heard(state: &mut State, event: CopyEvent, effects: &mut Vec<Effect>) {
    if let Some(rare) = state.rare {
        (rare.heard)(state, event, effects);
    }
}

/// What the edge says of what is kept from visit to visit.
pub fn heard_of_kept(state: &mut State, event: KeptEvent, effects: &mut Vec<Effect>) {
    if let Some(rare) = state.rare {
        (rare.heard_of_kept)(state, event, effects);
    }
}

/// What the edge says of files of lessons.
pub fn heard_of_lesson(state: &mut State, event: LessonEvent, effects: &mut Vec<Effect>) {
    if let Some(rare) = state.rare {
        (rare.heard_of_lesson)(state, event, effects);
    }
}

/// The picture of a pane that shows its stack as a whole.
pub fn rendered(state: &mut State, pane: PaneId) -> Option<Rendered> {
    (state.rare?.rendered)(state, pane)
}

/// The picture that a room is checked by, over the whole canvas.
pub fn draw_room(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(rare) = state.rare {
        (rare.draw_room)(state, effects);
    }
}

/// The device has no room for the copy of a stack.
pub fn solid_failed(state: &mut State, solid: SolidKey, reason: String) {
    if let Some(rare) = state.rare {
        (rare.solid_failed)(state, solid, reason);
    }
}

/// Nothing else is to be done: another case may be read. True where one is.
pub fn open_next(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    state
        .rare
        .is_some_and(|rare| (rare.open_next)(state, effects))
}

/// What is asked for rests in an archive: it is unpacked again. True where there is room for it.
pub fn wake(state: &mut State, archive: FileId, wish: Wish, effects: &mut Vec<Effect>) -> bool {
    let rare = state.rare;
    rare.is_some_and(|rare| (rare.wake)(state, archive, wish, effects))
}

/// The next job that it wants done.
pub fn next(state: &State) -> Option<(FileId, Task)> {
    (state.rare?.next)(state)
}

/// A worker has done a job of its own.
pub fn answered(state: &mut State, job: &Job, answer: Answer, effects: &mut Vec<Effect>) {
    if let Some(rare) = state.rare {
        (rare.answered)(state, job, answer, effects);
    }
}

/// A worker could not.
pub fn failed(state: &mut State, job: &Job, problem: Problem) {
    if let Some(rare) = state.rare {
        (rare.failed)(state, job, problem);
    }
}

impl State {
    const fn of_planes(&self) -> Option<&OfPlanes> {
        match &self.rare {
            Some(rare) => Some(&rare.of_planes),
            None => None,
        }
    }

    /// Takes in what was fetched; [`Event::RareHere`](super::Event::RareHere) goes on with it.
    pub fn take(&mut self, rare: Rare) {
        self.rare = Some(rare);
    }
}
