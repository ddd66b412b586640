//! Cases are closed, and loads given up: what was known and held of them goes.

use std::collections::BTreeSet;

use crate::engine::event::Effect;
use crate::engine::load::Drop;
use crate::engine::staff::{ask_again, fill_crew};
use crate::engine::{
    Case, DroppedFile, Origin, State, desk, known, objects, opening, rare, reopening, scale,
    screen, spacing, thumbnails,
};
use crate::intake::{FileId, set_of};
use crate::session::{CaseId, Grid};
use crate::workers::protocol::{Job, Task};

/// Gives up what is not read to the end: memory is then what it was before. Cases that nobody has
/// turned to yet stay.
pub fn cancel(state: &mut State, effects: &mut Vec<Effect>) {
    let walking = state.drops.iter().filter(|drop| drop.walking);
    let walking = set_of(walking.map(|drop| drop.id));
    let is_given_up = |case: &&Case| case.is_loading() || walking.contains(&case.drop);
    let cases = set_of(state.cases.iter().filter(is_given_up).map(|case| case.id));
    close(state, &cases, &BTreeSet::new(), effects);
}

/// Closes everything, which can be undone.
pub fn close_all(state: &mut State, effects: &mut Vec<Effect>) {
    state.problems.clear();
    if state.drops.is_empty() {
        return;
    }
    rare::planes::leave(state);
    if state.session.beside.is_some() {
        desk::beside(state);
    }
    let closed = reopening::closing(state);
    let cases = set_of(state.cases.iter().map(|case| case.id));
    close(state, &cases, &set_of(closed.files()), effects);
    desk::set_layout(state, Grid::ONE);
    state.session.linked = None;
    state.session.cursor = None;
    state.closed = closed;
}

/// The browser's edge forgets the files, but for those whose handles are kept.
fn close(
    state: &mut State,
    cases: &BTreeSet<CaseId>,
    handles_kept: &BTreeSet<FileId>,
    effects: &mut Vec<Effect>,
) {
    let is_left = |drop: &Drop| {
        let mut of_drop = state.cases.iter().filter(|case| case.drop == drop.id);
        of_drop.any(|case| !cases.contains(&case.id))
    };
    let over = state.drops.iter().filter(|drop| !is_left(drop));
    let over = set_of(over.map(|drop| drop.id));
    if cases.is_empty() && over.is_empty() {
        return;
    }
    let files = state.files.iter();
    let of_cases = files.filter(|(_, dropped)| cases.contains(&dropped.case));
    let gone = set_of(of_cases.map(|(file, _)| *file));
    // What workers are at cannot be called back: they are ended, and their memory with them.
    // Jobs on other files are asked for anew.
    state.crew.generation.0 += 1;
    let is_kept = |job: &Job| matches!(job.task, Task::Unpack { .. }) && !gone.contains(&job.file);
    for worker in state.crew.busy_but(is_kept) {
        effects.push(Effect::EndWorker(worker));
        let lost = state.crew.end(worker);
        for job in lost.iter().filter(|job| !gone.contains(&job.file)) {
            ask_again(state, job.file, &job.task);
        }
    }
    let paths = gone.iter().filter_map(|file| state.path(*file));
    let paths = set_of(paths.map(str::to_owned));
    state
        .problems
        .retain(|problem| !paths.contains(&problem.path));
    state.unread.retain(|file| !gone.contains(file));
    state.failed.retain(|frame| !gone.contains(&frame.file));
    state.broken.retain(|file, _| !gone.contains(file));
    state.unlisted.retain(|file| !gone.contains(file));
    state.archives.retain(|file, _| !gone.contains(file));
    state.files.retain(|file, _| !gone.contains(file));
    let is_blob = |file: &&DroppedFile| {
        matches!(
            file.origin,
            Origin::Kept | Origin::Unpacked { here: true, .. }
        )
    };
    let blobs = state.files.values().filter(is_blob);
    state.blob_bytes = blobs.map(|file| file.bytes).sum();
    known::forget(state, &gone);
    state.cases.retain(|case| !cases.contains(&case.id));
    state.drops.retain(|drop| !over.contains(&drop.id));
    state.called = state.called.filter(|called| !cases.contains(&called.case));
    state.catalog.retain(|file| !gone.contains(&file));
    thumbnails::forget(state, &gone);
    objects::forget(state, &gone, effects);
    scale::forget(state);
    spacing::forget(state);
    let released = state
        .store
        .release_where(|frame| gone.contains(&frame.file));
    effects.extend(released.into_iter().map(Effect::Release));
    effects.extend(over.iter().map(|drop| Effect::StopWalk(*drop)));
    screen::forget(state, |frame| gone.contains(&frame.file), effects);
    opening::closed(state);
    effects.push(Effect::Forget(
        gone.difference(handles_kept).copied().collect(),
    ));
    fill_crew(state, effects);
}
