//! Jobs for workers that have room: files and frames, then thumbnails; archives that are unpacked in
//! one pass go to workers of their own.

use crate::engine::archive::one_pass;
use crate::engine::cases::resting::{Wish, rests_in};
use crate::engine::event::Effect;
use crate::engine::{Case, State, load, plan, rare, staff, thumbnails};
use crate::intake::FileId;
use crate::session::{CaseId, Pane};
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
            load::settle_cases(state);
            if may_read_ahead(state) && rare::open_next(state, effects) {
                hand_out_archives(state, effects);
                continue;
            }
            if state.crew.busy_but(thumbnails::is_one).is_empty() {
                load::mark_decoded(state, effects);
                staff::replace_grown(state, effects);
                hand_out_thumbnail(state, effects);
            }
            return;
        };
        if let Some(archive) = rests_in(state, file) {
            // Its bytes come back first.
            staff::ask_again(state, file, &task);
            if rare::wake(state, archive, Wish::Shown, effects) {
                hand_out_archives(state, effects);
            }
            return;
        }
        assign(state, worker, file, task, effects);
    }
}

/// A picture is on its way that is to be the first of its drop: reading that goes on beside it takes
/// from it what the machine has.
fn awaits_first_image(state: &State) -> bool {
    let is_asked_for = |id: CaseId| {
        let looks = state.session.panes.iter().filter_map(Pane::look);
        let mut wanted = looks.map(|look| look.wanted);
        wanted.any(|frame| {
            let file = state.files.get(&frame.file);
            file.is_some_and(|file| file.case == id) && !state.failed.contains(&frame)
        })
    };
    let is_first = |case: &Case| {
        let drop = state.drops.iter().find(|drop| drop.id == case.drop);
        drop.is_some_and(|drop| !drop.first_drawn)
    };
    let awaits = |case: &Case| {
        is_first(case) && (case.first.is_some() || case.has_image && is_asked_for(case.id))
    };
    state.screen.renderer.is_some() && state.cases.iter().any(awaits)
}

/// What is asked for is there, or on its way to be by one worker alone, and there are others.
fn may_read_ahead(state: &State) -> bool {
    let busy = state.crew.busy_but(thumbnails::is_one).len();
    let is_shown = |case: &Case| !case.is_loading() || case.has_image;
    let has_room = busy == 0 || state.crew_size > 2 && busy_unpackers(state) == busy && busy == 1;
    has_room && state.called.is_none() && state.cases.iter().all(is_shown)
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
