//! Cases are closed, and loads given up: what was known and held of them goes.

use std::collections::BTreeSet;

use crate::engine::event::{DropId, Effect};
use crate::engine::load::Drop;
use crate::engine::staff::{ask_again, fill_crew};
use crate::engine::{
    Origin, State, desk, known, objects, opening, rare, reopening, scale, screen, spacing,
    thumbnails,
};
use crate::intake::{FileId, set_of};
use crate::session::Grid;
use crate::workers::protocol::{Job, Task};

/// Gives up the drops that are not read to the end; memory is then what it was before them.
pub fn cancel(state: &mut State, effects: &mut Vec<Effect>) {
    let loading = |drop: &Drop| !drop.is_read();
    let unread = state.drops.iter().filter(|drop| loading(drop));
    let ids = set_of(unread.map(|drop| drop.id));
    close(state, &ids, &BTreeSet::new(), effects);
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
    let ids = set_of(state.drops.iter().map(|drop| drop.id));
    close(state, &ids, &set_of(closed.files()), effects);
    desk::set_layout(state, Grid::ONE);
    state.session.linked = None;
    state.session.cursor = None;
    state.closed = closed;
}

/// The browser's edge forgets the files, but for those whose handles are kept.
fn close(
    state: &mut State,
    drops: &BTreeSet<DropId>,
    handles_kept: &BTreeSet<FileId>,
    effects: &mut Vec<Effect>,
) {
    if drops.is_empty() {
        return;
    }
    let files = state.files.iter();
    let of_drops = files.filter(|(_, dropped)| drops.contains(&dropped.drop));
    let gone = set_of(of_drops.map(|(file, _)| *file));
    // What workers are at cannot be called back: they are ended, and their memory with them.
    // Jobs on other files are asked for anew.
    state.crew.generation.0 += 1;
    let is_kept = |job: &Job| matches!(job.task, Task::Unpack { .. }) && !gone.contains(&job.file);
    for worker in state.crew.busy_but(is_kept) {
        effects.push(Effect::EndWorker(worker));
        let lost = state.crew.end(worker);
        for job in lost.iter().filter(|job| !gone.contains(&job.file)) {
            ask_again(state, job);
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
    let kept = state
        .files
        .values()
        .filter(|file| file.origin == Origin::Kept);
    state.blob_bytes = kept.map(|file| file.bytes).sum();
    known::forget(state, &gone);
    state.drops.retain(|drop| !drops.contains(&drop.id));
    state.catalog.retain(|file| !gone.contains(&file));
    thumbnails::forget(state, &gone);
    objects::forget(state, &gone, effects);
    scale::forget(state);
    spacing::forget(state);
    let released = state
        .store
        .release_where(|frame| gone.contains(&frame.file));
    effects.extend(released.into_iter().map(Effect::Release));
    effects.extend(drops.iter().map(|drop| Effect::StopWalk(*drop)));
    screen::forget(state, |frame| gone.contains(&frame.file), effects);
    opening::closed(state);
    effects.push(Effect::Forget(
        gone.difference(handles_kept).copied().collect(),
    ));
    fill_crew(state, effects);
}
