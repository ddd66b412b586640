//! What workers do for fingerprints: three frames of each stack that is whole.

use crate::engine::State;
use crate::engine::event::{Effect, KeptEffect};
use crate::engine::kept::KeptStack;
use crate::grey::{Answer, Question};
use crate::intake::{FileId, FrameKey};
use crate::series::{Fingerprint, FrameDigest, Stack, fingerprint};
use crate::workers::protocol::{self, Job, Outcome, Task};

/// As the worker is asked.
fn question() -> Vec<u8> {
    // Nothing in it that cannot be written.
    protocol::encode(&Question::Digest).unwrap_or_default()
}

#[must_use]
pub fn is_one(job: &Job) -> bool {
    matches!(&job.task, Task::Values { question: asked, .. } if *asked == question())
}

const fn frame_of(job: &Job) -> Option<FrameKey> {
    match job.task {
        Task::Values { frame, .. } => Some(FrameKey {
            file: job.file,
            frame,
        }),
        _ => None,
    }
}

/// The next frame to be read, of stacks whose fingerprint is wanted.
#[must_use]
pub fn next(state: &State) -> Option<(FileId, Task)> {
    if !state.kept.is_on {
        return None;
    }
    let unknown = state.kept.stacks.values().filter(|it| !it.is_unreadable);
    let mut missing = unknown.flat_map(|it| it.wanted.iter().filter(|key| !it.has(**key)));
    let is_asked = |key: FrameKey| {
        state
            .crew
            .jobs()
            .any(|job| is_one(job) && frame_of(job) == Some(key))
    };
    let key = *missing.find(|key| !is_asked(**key))?;
    let (header, image) = state.image_of(key)?;
    let task = Task::Values {
        frame: key.frame,
        image: Box::new(image.clone()),
        transfer_syntax: header.transfer_syntax.clone(),
        question: question(),
    };
    Some((key.file, task))
}

/// A worker has answered.
pub fn answered(state: &mut State, job: &Job, outcome: Outcome, effects: &mut Vec<Effect>) {
    let Outcome::Values(answer) = outcome else {
        return;
    };
    let digest = match protocol::decode(&answer) {
        Ok(Answer::Digested(digest)) => Some(digest),
        _ => None,
    };
    let Some((key, digest)) = frame_of(job).zip(digest) else {
        return;
    };
    for of_stack in state.kept.stacks.values_mut() {
        if of_stack.wanted.contains(&key) {
            of_stack.digests.insert(key, digest);
        }
    }
    if name(state) {
        effects.push(Effect::Kept(KeptEffect::Read));
    }
    state.screen.touch();
}

/// Stacks of which all three frames are known get their fingerprints; true where there is a new one.
fn name(state: &mut State) -> bool {
    let mut is_new = false;
    for (id, of_stack) in &mut state.kept.stacks {
        let stack = state.catalog.stack(*id);
        if of_stack.print.is_none() {
            of_stack.print = stack.and_then(|stack| print_of(of_stack, stack));
            is_new |= of_stack.print.is_some();
        }
    }
    is_new
}

fn print_of(of_stack: &KeptStack, stack: &Stack) -> Option<Fingerprint> {
    let [first, middle, last] = of_stack.wanted;
    let digest = |key: FrameKey| of_stack.digests.get(&key).copied();
    let frames: [FrameDigest; 3] = [digest(first)?, digest(middle)?, digest(last)?];
    let count = u32::try_from(stack.len()).ok()?;
    Some(Fingerprint::of(count, stack.shape(), frames))
}

/// A worker could not: such a stack has no fingerprint.
pub fn failed(state: &mut State, job: &Job) {
    let key = frame_of(job);
    for of_stack in state.kept.stacks.values_mut() {
        of_stack.is_unreadable |= key.is_some_and(|key| of_stack.wanted.contains(&key));
    }
}

/// The frames that a fingerprint is made of.
#[must_use]
pub fn wanted(stack: &Stack) -> Option<[FrameKey; 3]> {
    let [first, middle, last] = fingerprint::places(stack.len())?.map(|at| stack.frame(at));
    Some([first?, middle?, last?])
}
