//! Workers come and go: started, greeted, ended when silent or grown, replaced when they die.

use crate::engine::State;
use crate::engine::broken::give_up;
use crate::engine::event::Effect;
use crate::intake::FileId;
use crate::problem::{Alarm, Kind, Stage};
use crate::workers::crew::{Role, SILENCE_MS};
use crate::workers::protocol::{Task, WorkerId};

/// After so many starts in a row without a Hello it is not the file's fault.
pub const FAILED_STARTS: usize = 4;

/// A worker whose heap has grown beyond this is replaced when it has nothing to do.
const WORKER_HEAP_BYTES: u64 = 128 << 20;

/// Starts workers until there are as many as the device is to have.
pub fn fill_crew(state: &mut State, effects: &mut Vec<Effect>) {
    while state.crew.count(Role::Decoder) < state.crew_size && state.failed_starts < FAILED_STARTS {
        let decoder = state.crew.start(Role::Decoder, state.now_ms);
        effects.push(Effect::StartWorker(decoder));
    }
}

pub fn crew_ready(state: &mut State, module: bool, effects: &mut Vec<Effect>) {
    if module {
        fill_crew(state, effects);
    } else {
        state.alarms.insert(Alarm::WorkersDoNotStart);
    }
}

pub fn hello(state: &mut State, worker: WorkerId, build_matches: bool, effects: &mut Vec<Effect>) {
    if !build_matches {
        state.alarms.insert(Alarm::Updated);
        state.failed_starts = FAILED_STARTS;
        state.crew.end(worker);
        effects.push(Effect::EndWorker(worker));
        return;
    }
    state.failed_starts = 0;
    state.crew.hello(worker, state.now_ms);
}

/// A heap never shrinks: decoders that have grown give way to new ones.
pub fn replace_grown(state: &mut State, effects: &mut Vec<Effect>) {
    for worker in state.crew.grown(WORKER_HEAP_BYTES) {
        state.crew.end(worker);
        effects.push(Effect::EndWorker(worker));
    }
    fill_crew(state, effects);
}

/// Ends the workers that have been silent for too long.
pub fn clock(state: &mut State, effects: &mut Vec<Effect>) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "ten seconds"
    )]
    let seconds = (SILENCE_MS / 1000.0) as u32;
    for worker in state.crew.silent(state.now_ms) {
        lose(state, worker, &Kind::WorkerSilent { seconds }, effects);
    }
}

pub fn worker_failed(
    state: &mut State,
    worker: WorkerId,
    reason: String,
    effects: &mut Vec<Effect>,
) {
    lose(state, worker, &Kind::WorkerDied { reason }, effects);
}

pub fn part_not_loaded(state: &mut State, worker: WorkerId, effects: &mut Vec<Effect>) {
    lose(state, worker, &Kind::PartNotLoaded, effects);
}

/// A worker is gone: the file that it was at is named, its other jobs go to others.
fn lose(state: &mut State, worker: WorkerId, kind: &Kind, effects: &mut Vec<Effect>) {
    if !state.crew.is_ready(worker) {
        state.failed_starts += 1;
        if state.failed_starts >= FAILED_STARTS {
            state.alarms.insert(Alarm::WorkersDoNotStart);
        }
    }
    let mut jobs = state.crew.end(worker).into_iter();
    effects.push(Effect::EndWorker(worker));
    if let Some(current) = jobs.next() {
        give_up(state, &current, kind.clone().at(Stage::Read));
    }
    for job in jobs {
        ask_again(state, job.file, &job.task);
    }
    fill_crew(state, effects);
    state.screen.touch();
}

/// A job was lost, or cannot be done yet, through no fault of its own.
pub fn ask_again(state: &mut State, file: FileId, task: &Task) {
    match task {
        Task::Whole | Task::Head => state.unread.push_front(file),
        Task::List { .. } => state.unlisted.push_front(file),
        // Frames and thumbnails are asked for when they are wanted, archives as long as they are
        // to be unpacked.
        Task::Frame { .. }
        | Task::Tags
        | Task::Copy(_)
        | Task::Air { .. }
        | Task::Lungs { .. }
        | Task::LungCounts { .. }
        | Task::Values { .. }
        | Task::Grow { .. }
        | Task::Document { .. }
        | Task::Thumbnail { .. }
        | Task::Unpack { .. } => {}
    }
}
