//! What cannot be read is named. A file whose header could be read, and none of its samples, takes
//! its place in its series once all is read, so that a reader who scrolls there is told. Where all
//! of a series is like that there is nothing to scroll, and the list of problems alone names it.

use std::collections::BTreeMap;

use crate::engine::{
    State, archive, known, load, objects, opening, rare, tags, textures, thumbnails,
};
use crate::header::{Header, Headers};
use crate::intake::{FileId, FrameKey};
use crate::limits;
use crate::problem::{Kind, Problem, Stage};
use crate::workers::protocol::{Job, Task};

/// Those that have no place yet.
pub type Broken = BTreeMap<FileId, Headers>;

/// Names a file's problem, once, and asks for nothing of it again.
pub fn give_up(state: &mut State, job: &Job, mut problem: Problem) {
    state.name_file(&mut problem, job.file);
    match &job.task {
        Task::List { .. } | Task::Unpack { .. } => {
            archive::refused(state, job.file, problem);
            return;
        }
        Task::Tags => {
            tags::read(state, job.file, Vec::new());
            return;
        }
        Task::Air { .. }
        | Task::Lungs { .. }
        | Task::LungCounts { .. }
        | Task::Values { .. }
        | Task::Grow { .. }
        | Task::Copy(_) => {
            rare::failed(state, job, problem);
            return;
        }
        // What is wrong with the frame is named when it is to be shown itself.
        Task::Thumbnail { .. } => {
            thumbnails::made(state, job, None);
            return;
        }
        Task::Whole | Task::Head => {
            load::count_read(state, job.file);
            opening::is_no_image(state, job.file);
        }
        Task::Document { .. } => objects::document_failed(state, job.file),
        Task::Frame { frame, .. } => {
            state.failed.insert(FrameKey {
                file: job.file,
                frame: *frame,
            });
        }
    }
    name(state, job.file, problem);
}

/// Lists what is wrong with a file, once.
pub fn name(state: &mut State, file: FileId, mut problem: Problem) {
    state.name_file(&mut problem, file);
    let named = |known: &Problem| known.path == problem.path && known.kind == problem.kind;
    if !state.problems.iter().any(named) {
        state.problems.push(problem);
    }
}

/// A header without one sample.
pub fn found(state: &mut State, file: FileId, header: Header) {
    state.broken.insert(file, header.into());
    load::count_read(state, file);
    opening::is_no_image(state, file);
}

/// What a file's frames ask for in memory and on the GPU at once is more than there may be of it.
pub fn too_large(state: &State, header: &Header) -> Option<Problem> {
    let image = header.image.as_ref()?;
    let budget = state.memory().budget;
    let needed = image.frame_bytes() + textures::texture_bytes(image, false);
    let is_over = needed > budget.max(limits::ALWAYS_READ_BYTES);
    is_over.then(|| Kind::OverBudget { needed, budget }.at(Stage::Decode))
}

/// All of the drops is read.
pub fn place(state: &mut State) {
    let broken = std::mem::take(&mut state.broken);
    if broken.is_empty() {
        return;
    }
    for (file, header) in &broken {
        let path = state.path(*file).unwrap_or_default().to_owned();
        state.catalog.insert(*file, &path, header);
    }
    state.catalog.settle();
    let catalog = &state.catalog;
    let is_alone = |file: &FileId| {
        let stack = catalog
            .stack_of(FrameKey::first(*file))
            .and_then(|id| catalog.stack(id));
        stack.is_none_or(|stack| stack.frames().all(|frame| broken.contains_key(&frame.file)))
    };
    let (alone, placed): (Broken, Broken) = broken
        .clone()
        .into_iter()
        .partition(|(file, _)| is_alone(file));
    state.catalog.retain(|file| !alone.contains_key(&file));
    for (file, header) in placed {
        state.failed.extend(load::frames_of(file, &header));
        known::keep(state, file, header);
        objects::image_came(state, file);
    }
    opening::rehome(state);
    state.screen.touch();
}
