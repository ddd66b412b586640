//! What workers do for the lung mask: the next job that it wants, and their answers.

use crate::engine::State;
use crate::engine::lung::{LungCase, count_empty, tabulate};
use crate::header::Image;
use crate::intake::{FileId, FrameKey};
use crate::problem::Problem;
use crate::workers::protocol::{Job, Outcome, Task};

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
    case.changed();
    tabulate(state);
    state.screen.touch();
}

/// A worker could not do it.
pub fn failed(state: &mut State, job: &Job, problem: Problem) {
    if !is_of(state, job) {
        return;
    }
    if let Some(case) = &mut state.lung {
        case.failed = Some(problem);
        case.changed();
    }
    state.screen.touch();
}
