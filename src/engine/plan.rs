//! What to read next. Nothing is queued but the files themselves: each time that a worker has
//! room the question is asked anew, so a jump of the reader reorders all that waits.
//!
//! The frame on screen; then the lists of archives; then headers, which bring samples along while the budget lasts; then
//! the neighbours of what is looked at, outward, the way the reader is going.

use std::collections::BTreeMap;

use crate::engine::State;
use crate::engine::archive::one_pass;
use crate::engine::cases::resting::rests_in;
use crate::engine::event::Effect;
use crate::engine::way::Way;
use crate::engine::{archive, objects, rare, segments, tags, textures, volumes};
use crate::intake::{FileId, FrameKey};
use crate::session::Pane;
use crate::workers::protocol::{Job, Task};

/// Frames this near are read before jobs that go through a whole stack.
const NEAR: u64 = 8;

/// Of frames that no pane shows.
pub const FAR: u64 = u64::MAX / 2;

/// The next thing to do, with room made for it; `None` where all is there that can be held.
pub fn next(state: &mut State, effects: &mut Vec<Effect>) -> Option<(FileId, Task)> {
    if let Some(frame) = shown_and_missing(state) {
        // What is looked at is read even where it is larger than the budget.
        let _made = make_room(state, frame_bytes(state, frame), 1, effects);
        return frame_task(state, frame);
    }
    if let Some(asked) = tags::next(state).or_else(|| objects::next(state)) {
        return Some(asked);
    }
    if let Some(file) = first_of_a_drop(state) {
        return Some(whole_or_head(state, file));
    }
    if let Some(listing) = archive::next_to_list(state) {
        return Some(listing);
    }
    if let Some(file) = state.unread.pop_front() {
        return Some(whole_or_head(state, file));
    }
    if let Some(asked) = rare::next(state) {
        // Who looks on meanwhile is not to wait for the slices beside this one.
        return nearest_missing(state)
            .filter(|(_, distance)| *distance <= NEAR)
            .filter(|(frame, distance)| {
                make_room(state, frame_bytes(state, *frame), distance + 1, effects)
            })
            .and_then(|(frame, _)| frame_task(state, frame))
            .or(Some(asked));
    }
    if let Some(frame) = segments::missing(state, |frame| is_missing(state, frame))
        && make_room(state, frame_bytes(state, frame), FAR, effects)
    {
        return frame_task(state, frame);
    }
    if let Some(frame) = volumes::missing(state, |frame| is_missing(state, frame))
        && make_room(state, frame_bytes(state, frame), 1, effects)
    {
        return frame_task(state, frame);
    }
    let (frame, distance) = nearest_missing(state)?;
    make_room(state, frame_bytes(state, frame), distance + 1, effects).then_some(())?;
    frame_task(state, frame)
}

/// The file whose picture is to come first, before the lists of other archives.
fn first_of_a_drop(state: &mut State) -> Option<FileId> {
    let file = *state.unread.front()?;
    let is_first = state.case_of_file(file)?.first == Some(file);
    is_first.then(|| state.unread.pop_front())?
}

fn whole_or_head(state: &State, file: FileId) -> (FileId, Task) {
    let bytes = state.files.get(&file).map_or(0, |dropped| dropped.bytes);
    let task = if bytes <= room(state) {
        Task::Whole
    } else {
        Task::Head
    };
    (file, task)
}

fn shown_and_missing(state: &State) -> Option<FrameKey> {
    let on_the_way = state.screen.ways.iter().flat_map(Way::frames);
    let looks = state.session.panes.iter().filter_map(Pane::look);
    let mut wanted = on_the_way.chain(looks.map(|look| look.wanted));
    wanted.find(|frame| is_missing(state, *frame))
}

/// Neither held, nor on its way, nor known to be unreadable.
fn is_missing(state: &State, frame: FrameKey) -> bool {
    let asked_for = |job: &Job| {
        job.file == frame.file
            && match job.task {
                Task::Whole => true,
                Task::Head
                | Task::Tags
                | Task::Copy(_)
                | Task::Air { .. }
                | Task::Lungs { .. }
                | Task::LungCounts { .. }
                | Task::Values { .. }
                | Task::Grow { .. }
                | Task::Document { .. }
                | Task::Thumbnail { .. }
                | Task::List { .. }
                | Task::Unpack { .. } => false,
                Task::Frame { frame: number, .. } => number == frame.frame,
            }
    };
    !state.is_held(frame)
        && !state.failed.contains(&frame)
        && rests_in(state, frame.file).is_none()
        && !state.crew.jobs().any(asked_for)
}

/// The missing frame that the reader would come to first, with its distance.
fn nearest_missing(state: &State) -> Option<(FrameKey, u64)> {
    // Asked at each event, and most of the time all is there.
    if state.store.frame_count() == state.catalog.frame_count() {
        return None;
    }
    let panes = state.session.panes.iter();
    let missing = |pane| outward(state, pane).find(|(frame, _)| is_missing(state, *frame));
    let shown = panes
        .filter_map(missing)
        .min_by_key(|(_, distance)| *distance);
    shown.or_else(|| {
        let mut hidden = state.catalog.frames();
        let frame = hidden.find(|frame| is_missing(state, *frame))?;
        Some((frame, FAR))
    })
}

/// The frames of a pane's stack from the one asked for outward, with how far each is: in slices,
/// those behind the reader counted twice.
fn outward<'a>(
    state: &'a State,
    pane: &'a Pane,
) -> impl Iterator<Item = (FrameKey, u64)> + use<'a> {
    let stack = pane.stack.and_then(|id| state.catalog.stack(id));
    let shown = stack.zip(pane.look());
    shown.into_iter().flat_map(|(stack, look)| {
        let here = stack.position_of(look.wanted).unwrap_or(0);
        let (before, after) = (here, stack.len() - here);
        let [ahead, behind] = if look.heading >= 0 {
            [after, before + 1]
        } else {
            [before + 1, after]
        };
        let at = move |steps: usize, is_ahead: bool| {
            if is_ahead == (look.heading >= 0) {
                here + steps
            } else {
                here - steps
            }
        };
        // Two steps ahead for one behind; where either has no more frames, the other goes on.
        let steps = 0..2 * ahead.max(behind);
        steps.flat_map(move |distance| {
            let forward = (distance < ahead).then(|| at(distance, true));
            let back = distance / 2;
            let is_back = distance > 0 && distance % 2 == 0 && back < behind;
            let back = is_back.then(|| at(back, false));
            [forward, back]
                .into_iter()
                .flatten()
                .filter_map(move |at| Some((stack.frame(at)?, distance as u64)))
        })
    })
}

/// Evicts frames no nearer than `nearest_to_go` until `bytes` fit; false where they do not.
pub fn make_room(
    state: &mut State,
    bytes: u64,
    nearest_to_go: u64,
    effects: &mut Vec<Effect>,
) -> bool {
    let room = room(state);
    if bytes <= room {
        return true;
    }
    let distance = nearest_of_all(state);
    match state.store.make_room(bytes - room, nearest_to_go, distance) {
        Some(leaving) => {
            effects.extend(leaving.into_iter().map(Effect::Release));
            true
        }
        None => false,
    }
}

/// Pools grow in ways that nobody foresees, as a worker's heap does, and a reader may want a
/// smaller budget: textures go first, which are made again without reading, then the frames that
/// are farthest from what is looked at.
pub fn keep_budget(state: &mut State, effects: &mut Vec<Effect>) {
    let over = |state: &State| {
        let memory = state.memory();
        memory.used().saturating_sub(memory.budget)
    };
    if over(state) == 0 {
        return;
    }
    textures::drop_bytes(state, over(state), effects);
    let bytes = over(state);
    if bytes > 0 && state.store.frame_count() > state.session.panes.len() {
        let distance = nearest_of_all(state);
        let leaving = state.store.shrink(bytes, 1, distance);
        effects.extend(leaving.into_iter().map(Effect::Release));
    }
}

/// How far a frame is from what is looked at in the pane that is nearest to it.
fn nearest_of_all(state: &State) -> impl Fn(FrameKey) -> u64 + use<> {
    let mut nearest: BTreeMap<FrameKey, u64> = BTreeMap::new();
    for pane in &state.session.panes {
        for (frame, distance) in outward(state, pane) {
            let known = nearest.entry(frame).or_insert(distance);
            *known = distance.min(*known);
        }
    }
    move |frame| nearest.get(&frame).copied().unwrap_or(FAR)
}

/// Bytes of the budget that are neither used nor promised to a job.
pub fn room(state: &State) -> u64 {
    let promised: u64 = state
        .crew
        .jobs()
        .map(|job| match &job.task {
            Task::Whole => state
                .files
                .get(&job.file)
                .map_or(0, |dropped| dropped.bytes),
            Task::Head
            | Task::Tags
            | Task::Copy(_)
            | Task::Air { .. }
            | Task::Lungs { .. }
            | Task::LungCounts { .. }
            | Task::Values { .. }
            | Task::Grow { .. }
            | Task::Thumbnail { .. }
            | Task::List { .. }
            | Task::Unpack { .. } => 0,
            Task::Document { span, .. } => span.length,
            Task::Frame { image, .. } => image.frame_bytes(),
        })
        .sum();
    let memory = state.memory();
    memory
        .budget
        .saturating_sub(memory.used() + promised + one_pass::to_come(state))
}

fn frame_bytes(state: &State, frame: FrameKey) -> u64 {
    state
        .image_of(frame)
        .map_or(0, |(_, image)| image.frame_bytes())
}

fn frame_task(state: &State, frame: FrameKey) -> Option<(FileId, Task)> {
    let (header, image) = state.image_of(frame)?;
    let image = Box::new(image.clone());
    let transfer_syntax = header.transfer_syntax.clone();
    Some((
        frame.file,
        Task::Frame {
            frame: frame.frame,
            image,
            transfer_syntax,
        },
    ))
}
