//! Jobs for workers that have room: files and frames, then thumbnails; archives that are unpacked in
//! one pass go to workers of their own.

use crate::engine::archive::one_pass;
use crate::engine::event::{DropId, Effect};
use crate::engine::load::{self, Drop};
use crate::engine::{State, plan, staff, thumbnails};
use crate::intake::FileId;
use crate::session::Pane;
use crate::workers::crew::{JOBS_AHEAD, Role};
use crate::workers::protocol::{Job, Task, WorkerId};

/// Archives that are unpacked at the same time, each by a worker of its own.
const UNPACKERS: usize = 2;

/// Hands out jobs while a worker has room and there is something to do; says so when there is
/// not.
pub fn hand_out(state: &mut State, effects: &mut Vec<Effect>) {
    hand_out_archives(state, effects);
    let ahead = if awaits_first_image(state) {
        1
    } else {
        JOBS_AHEAD
    };
    while let Some(worker) = state.crew.free_decoder(ahead) {
        let Some((file, task)) = plan::next(state, effects) else {
            if state.crew.busy_but(thumbnails::is_one).is_empty() {
                load::mark_decoded(state, effects);
                staff::replace_grown(state, effects);
                hand_out_thumbnail(state, effects);
            }
            return;
        };
        assign(state, worker, file, task, effects);
    }
}

/// A picture is on its way that is to be the first of its drop: reading that goes on beside it takes
/// from it what the machine has.
fn awaits_first_image(state: &State) -> bool {
    let is_asked_for = |id: DropId| {
        let looks = state.session.panes.iter().filter_map(Pane::look);
        let mut wanted = looks.map(|look| look.wanted);
        wanted.any(|frame| {
            let file = state.files.get(&frame.file);
            file.is_some_and(|file| file.drop == id) && !state.failed.contains(&frame)
        })
    };
    let awaits = |drop: &Drop| {
        !drop.first_drawn && (drop.first.is_some() || drop.has_image && is_asked_for(drop.id))
    };
    state.screen.renderer.is_some() && state.drops.iter().any(awaits)
}

/// Only where there is nothing else to do.
fn hand_out_thumbnail(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(worker) = state.crew.free_decoder(1)
        && let Some((file, task)) = thumbnails::next(state)
    {
        assign(state, worker, file, task, effects);
    }
}

/// Archives to be unpacked go to workers that are started for them.
fn hand_out_archives(state: &mut State, effects: &mut Vec<Effect>) {
    while let Some((file, task)) = one_pass::next_to_unpack(state) {
        if let Some(worker) = state.crew.free_unpacker() {
            assign(state, worker, file, task, effects);
            continue;
        }
        let starting = state.crew.count(Role::Unpacker);
        if starting < UNPACKERS
            && state.failed_starts < staff::FAILED_STARTS
            && starting == busy_unpackers(state)
        {
            let unpacker = state.crew.start(Role::Unpacker, state.now_ms);
            effects.push(Effect::StartWorker(unpacker));
        }
        return;
    }
}

fn busy_unpackers(state: &State) -> usize {
    let unpacks = |job: &&Job| matches!(job.task, Task::Unpack { .. });
    state.crew.jobs().filter(unpacks).count()
}

fn assign(
    state: &mut State,
    worker: WorkerId,
    file: FileId,
    task: Task,
    effects: &mut Vec<Effect>,
) {
    let (source, files) = state.source(file, &task);
    let job = Job {
        id: state.crew.job_id(),
        generation: state.crew.generation,
        file,
        source,
        task,
    };
    effects.push(Effect::Request {
        worker,
        job: Box::new(job.clone()),
        files,
    });
    state.crew.assign(worker, job, state.now_ms);
}
