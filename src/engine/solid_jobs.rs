//! What workers do for copies of stacks: the slices of one as layers, those in the middle first.

use crate::engine::State;
use crate::engine::event::Effect;
use crate::engine::solids::{self, SolidOf};
use crate::grey::{Answer, Question};
use crate::intake::{FileId, FrameKey};
use crate::rendering::SolidLayer;
use crate::workers::protocol::{self, Job, Outcome, Task};

/// What a job asks for, where that is a layer.
fn asked(job: &Job) -> Option<Question> {
    let Task::Values { question, .. } = &job.task else {
        return None;
    };
    let question = protocol::decode::<Question>(question).ok()?;
    matches!(question, Question::Reduce(_)).then_some(question)
}

#[must_use]
pub fn is_one(job: &Job) -> bool {
    asked(job).is_some()
}

#[must_use]
pub fn next(state: &State) -> Option<(FileId, Task)> {
    state.solids.all().find_map(|it| next_of(state, it))
}

fn next_of(state: &State, of_stack: &SolidOf) -> Option<(FileId, Task)> {
    if of_stack.done.len() == of_stack.needed {
        return None;
    }
    // Nothing in it that cannot be written.
    let question = protocol::encode(&Question::Reduce(of_stack.reduction.clone()));
    let question = question.unwrap_or_default();
    let is_asked = |key: FrameKey| {
        state.crew.jobs().any(|job| {
            job.file == key.file
                && matches!(&job.task, Task::Values { frame, question: other, .. }
                    if *frame == key.frame && *other == question)
        })
    };
    let due = of_stack.solid.layers.iter().flatten();
    let mut due = due.filter(|place| !of_stack.done.contains(place));
    let key = due.find_map(|place| of_stack.frame(*place).filter(|key| !is_asked(*key)))?;
    let (header, image) = state.image_of(key)?;
    let mut image = Box::new(image.clone());
    image.rescale = state.rescale(of_stack.stack, &image);
    let task = Task::Values {
        frame: key.frame,
        image,
        transfer_syntax: header.transfer_syntax.clone(),
        question,
    };
    Some((key.file, task))
}

/// A worker has answered.
pub fn answered(state: &mut State, job: &Job, outcome: Outcome, effects: &mut Vec<Effect>) {
    let Outcome::Values(answer) = outcome else {
        return;
    };
    if let Ok(Answer::Reduced(layer)) = protocol::decode(&answer) {
        take(state, job, Some(&layer), effects);
    }
}

/// A worker could not: the slice is missing.
pub fn failed(state: &mut State, job: &Job) {
    // Nothing is filled with nothing.
    take(state, job, None, &mut Vec::new());
}

fn take(state: &mut State, job: &Job, layer: Option<&SolidLayer>, effects: &mut Vec<Effect>) {
    let Task::Values { frame, image, .. } = &job.task else {
        return;
    };
    let key = FrameKey {
        file: job.file,
        frame: *frame,
    };
    let Some(Question::Reduce(reduction)) = asked(job) else {
        return;
    };
    let stack = state.catalog.stack_of(key);
    let of_stack = stack.and_then(|stack| state.solids.of(stack));
    let Some(of_stack) = of_stack.filter(|it| it.reduction == reduction) else {
        return;
    };
    let stack = of_stack.stack;
    let known = state.image_of(key);
    let is_as_is = known.is_some_and(|(_, known)| image.rescale == state.rescale(stack, known));
    if is_as_is {
        solids::take(state, stack, key, layer, effects);
    }
}
