//! What workers do with values: the next job that is wanted, and their answers.

use crate::engine::State;
use crate::engine::grey::{Subject, growth_jobs, panel_subject, region, slices_with_ranges};
use crate::grey::{Answer, Histogram, Question};
use crate::intake::{FileId, FrameKey};
use crate::problem::Problem;
use crate::session::Scope;
use crate::workers::protocol::{self, Job, Outcome, Task};

#[must_use]
pub const fn is_one(job: &Job) -> bool {
    matches!(job.task, Task::Values { .. } | Task::Grow { .. })
}

/// What is looked at: the panel's slice or region, a region that a window waits for, slices with
/// ranges of HU over them.
#[must_use]
pub fn next_shown(state: &State) -> Option<(FileId, Task)> {
    let panel = state.session.grey.histogram.then(|| panel_subject(state));
    let window = state.grey.window.as_ref();
    let window = window.map(|waiting| waiting.subject.clone());
    let mut wanted = window
        .into_iter()
        .chain(panel.flatten())
        .chain(slices_with_ranges(state))
        .filter(|subject| state.grey.counts(subject).is_none());
    wanted.find_map(|subject| count_task(state, &subject))
}

/// What goes over a whole stack.
#[must_use]
pub fn next(state: &State) -> Option<(FileId, Task)> {
    next_of_stack(state).or_else(|| growth_jobs::next(state))
}

fn next_of_stack(state: &State) -> Option<(FileId, Task)> {
    let choices = &state.session.grey;
    let is_asked = choices.histogram && choices.scope == Scope::Stack;
    let count = state.grey.stack.as_ref().filter(|_| is_asked)?;
    let mut due = count
        .frames
        .iter()
        .filter(|frame| !count.done.contains(frame) && !state.failed.contains(frame));
    due.find_map(|frame| count_task(state, &super::slice(state, *frame, None)?))
}

/// A subject to be counted, where no worker is at it already and it can be read.
pub fn count_task(state: &State, subject: &Subject) -> Option<(FileId, Task)> {
    let inside = subject.inside.clone();
    ask(state, subject, &Question::Count { inside })
}

/// A question to a slice, unless it was put already.
pub fn ask(state: &State, subject: &Subject, question: &Question) -> Option<(FileId, Task)> {
    let key = subject.frame;
    if state.grey.problem(key).is_some() {
        return None;
    }
    // Nothing in it that cannot be written.
    let question = protocol::encode(question).unwrap_or_default();
    let is_asked = |job: &Job| {
        job.file == key.file
            && matches!(&job.task, Task::Values { frame, image, question: asked, .. }
                if *frame == key.frame && *asked == question && image.rescale == subject.rescale)
    };
    if state.crew.jobs().any(is_asked) {
        return None;
    }
    let (header, image) = state.image_of(key)?;
    let mut image = Box::new(image.clone());
    image.rescale.clone_from(&subject.rescale);
    let task = Task::Values {
        frame: key.frame,
        image,
        transfer_syntax: header.transfer_syntax.clone(),
        question,
    };
    Some((key.file, task))
}

/// A worker has answered.
pub fn answered(state: &mut State, job: &Job, outcome: Outcome) {
    let Outcome::Values(answer) = outcome else {
        return;
    };
    match &job.task {
        Task::Values {
            frame,
            image,
            question,
            ..
        } => {
            let frame = FrameKey {
                file: job.file,
                frame: *frame,
            };
            let Ok(question) = protocol::decode::<Question>(question) else {
                return;
            };
            match question {
                Question::Count { inside } => {
                    let subject = Subject {
                        frame,
                        rescale: image.rescale.clone(),
                        inside,
                    };
                    if let Ok(Answer::Counted(counts)) = protocol::decode(&answer) {
                        counted(state, subject, counts);
                    }
                }
                // Of copies of stacks, and of fingerprints.
                Question::Reduce(_) | Question::Digest => {}
                Question::Within { .. } => {
                    growth_jobs::within(state, frame, image.rescale.as_ref(), &question, &answer);
                }
            }
        }
        Task::Grow { growing, slices } => growth_jobs::grown(state, (growing, slices), &answer),
        _ => {}
    }
    state.screen.touch();
}

fn counted(state: &mut State, subject: Subject, counts: Histogram) {
    let of_stack = state.catalog.stack_of(subject.frame);
    let as_is = super::slice(state, subject.frame, None).map(|it| it.rescale);
    let is_now = as_is.as_ref() == Some(&subject.rescale);
    if subject.inside.is_none()
        && let Some(stack) = state.grey.stack.as_mut()
        && is_now
        && Some(stack.stack) == of_stack
        && stack.take(subject.frame, &counts)
    {
        state.grey.revision += 1;
    }
    growth_jobs::counted(state, &subject, &counts);
    region::counted(state, &subject, &counts);
    let is_looked_at = panel_subject(state).as_ref() == Some(&subject)
        || slices_with_ranges(state).any(|shown| shown == subject);
    if is_looked_at {
        state.grey.keep(subject, counts);
    }
}

/// A worker could not.
pub fn failed(state: &mut State, job: &Job, problem: Problem) {
    match &job.task {
        Task::Values { frame, .. } => {
            let frame = FrameKey {
                file: job.file,
                frame: *frame,
            };
            growth_jobs::failed(state, Some(frame), &problem);
            state.grey.failed.push((frame, problem));
            state.grey.window = None;
        }
        _ => growth_jobs::failed(state, None, &problem),
    }
    state.grey.revision += 1;
    state.screen.touch();
}
