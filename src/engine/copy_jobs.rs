//! What workers do for a copy without identity: the next job that it wants, and their answers.

use crate::engine::State;
use crate::engine::copy::{CopyCase, CopyFile, CopyStep};
use crate::engine::event::{CopyEffect, Effect};
use crate::intake::FileId;
use crate::problem::Problem;
use crate::store::BufferId;
use crate::workers::protocol::{CopyTask, Job, Outcome, Task};

/// Whether it is not there yet of a file.
type IsMissing = fn(&CopyFile) -> bool;

/// What is wanted of each file that goes along.
fn wanted(case: &CopyCase) -> Option<(CopyTask, IsMissing)> {
    let choices = case.choices;
    match case.step {
        CopyStep::Survey => Some((CopyTask::Survey { choices }, |file| file.found.is_none())),
        CopyStep::Writing(salt) if !case.is_too_large => {
            Some((CopyTask::Write { choices, salt }, |file| !file.is_written))
        }
        _ => None,
    }
}

/// The next file to be counted or rewritten.
pub fn next(state: &State) -> Option<(FileId, Task)> {
    let case = state.copy.as_ref()?;
    let (task, is_missing) = wanted(case)?;
    let asks_for = |job: &Job, file: FileId| job.file == file && job.task == Task::Copy(task);
    let is_free = |file: &&CopyFile| !state.crew.jobs().any(|job| asks_for(job, file.file));
    let mut missing = case.taken().filter(|file| is_missing(file));
    Some((missing.find(is_free)?.file, Task::Copy(task)))
}

/// The file of a job, where the copy still wants to know of it.
fn asked<'a>(state: &'a mut State, job: &Job) -> Option<(&'a mut CopyCase, usize)> {
    let case = state.copy.as_mut()?;
    let (task, is_missing) = wanted(case)?;
    let at = case.files.iter().position(|file| file.file == job.file)?;
    let is_wanted = Task::Copy(task) == job.task && case.files.get(at).is_some_and(is_missing);
    is_wanted.then_some((case, at))
}

/// A worker has counted or rewritten a file.
pub fn answered(
    state: &mut State,
    job: &Job,
    (outcome, buffer): (Outcome, Option<(BufferId, u64)>),
    effects: &mut Vec<Effect>,
) {
    let asked = asked(state, job).and_then(|(case, at)| {
        let name = case.files.get(at)?.name.clone();
        Some((case, at, name))
    });
    match (asked, outcome, buffer) {
        (Some((case, at, _)), Outcome::Surveyed(tally), None) => {
            if let Some(file) = case.files.get_mut(at) {
                file.found = Some(Ok(tally));
            }
        }
        (Some((case, at, name)), Outcome::Rewritten { crc }, Some((buffer, bytes))) => {
            match case.directory.add(&name, crc, bytes) {
                Ok(header) => {
                    if let Some(file) = case.files.get_mut(at) {
                        file.is_written = true;
                    }
                    case.bytes = case.directory.bytes();
                    let (bytes, buffer) = (header, Some(buffer));
                    effects.push(Effect::Copy(CopyEffect::Add { bytes, buffer }));
                }
                Err(_too_large) => {
                    case.is_too_large = true;
                    effects.push(Effect::Release(buffer));
                }
            }
        }
        (_, _, buffer) => effects.extend(buffer.map(|(buffer, _)| Effect::Release(buffer))),
    }
    state.screen.touch();
}

/// A worker could not: the file is left out.
pub fn failed(state: &mut State, job: &Job, problem: Problem) {
    if let Some((case, at)) = asked(state, job)
        && let Some(file) = case.files.get_mut(at)
    {
        file.found = Some(Err(problem));
    }
    state.screen.touch();
}
