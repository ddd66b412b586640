//! Fingerprints of the stacks that are whole, where something asks for them: what is kept from visit to
//! visit, and lessons. Workers reckon the digests of three frames of each.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{State, lesson};
use crate::grey::{Answer, Question};
use crate::intake::{FileId, FrameKey};
use crate::series::{Fingerprint, FrameDigest, Stack, StackId, fingerprint};
use crate::workers::protocol::{self, Job, Outcome, Task};

/// Of stacks, as far as they are known.
#[derive(Debug, Default)]
pub struct Prints {
    stacks: BTreeMap<StackId, Printed>,
    /// Of the catalog, when its stacks were looked at last.
    revision: Option<u64>,
}

/// What is known of a stack that is whole.
#[derive(Debug)]
struct Printed {
    /// All of its frames: of others it is another stack.
    frames: Vec<FrameKey>,
    /// Of which its fingerprint is made.
    wanted: [FrameKey; 3],
    digests: BTreeMap<FrameKey, FrameDigest>,
    is_unreadable: bool,
    print: Option<Fingerprint>,
}

impl Prints {
    /// `None` as long as it is not known, and of what has none.
    #[must_use]
    pub fn of(&self, id: StackId) -> Option<Fingerprint> {
        self.stacks.get(&id)?.print
    }

    /// Some are still to be known.
    #[must_use]
    pub fn are_pending(&self) -> bool {
        let is_pending = |it: &Printed| it.print.is_none() && !it.is_unreadable;
        self.stacks.values().any(is_pending)
    }

    /// Stacks that are whole.
    pub fn stacks(&self) -> impl Iterator<Item = StackId> {
        self.stacks.keys().copied()
    }
}

impl Printed {
    fn of(stack: &Stack, wanted: [FrameKey; 3], failed: &BTreeSet<FrameKey>) -> Self {
        Self {
            frames: stack.frames().collect(),
            wanted,
            digests: BTreeMap::new(),
            is_unreadable: wanted.iter().any(|key| failed.contains(key)),
            print: None,
        }
    }

    fn name(&mut self, stack: &Stack) {
        let digest = |key: FrameKey| self.digests.get(&key).copied();
        if let [Some(first), Some(middle), Some(last)] = self.wanted.map(digest) {
            let count = u32::try_from(stack.len()).ok();
            let frames = [first, middle, last];
            self.print = count.map(|count| Fingerprint::of(count, stack.shape(), frames));
        }
    }
}

fn are_wanted(state: &State) -> bool {
    state.kept.is_on || lesson::wants_prints(state)
}

/// After each event: stacks that came, and others that are gone or are others now.
pub fn settle(state: &mut State) {
    if !are_wanted(state) || state.is_loading() {
        return;
    }
    let revision = state.catalog.revision();
    if state.prints.revision.replace(revision) == Some(revision) {
        return;
    }
    let State {
        prints,
        catalog,
        failed,
        ..
    } = state;
    prints.stacks.retain(|id, printed| {
        let is_same = |it: &Stack| it.frames().eq(printed.frames.iter().copied());
        catalog.stack(*id).is_some_and(is_same)
    });
    for stack in catalog.stacks() {
        if let Some(wanted) = wanted(stack) {
            let of_stack = || Printed::of(stack, wanted, failed);
            prints.stacks.entry(stack.id).or_insert_with(of_stack);
        }
    }
}

/// The frames that a fingerprint is made of.
fn wanted(stack: &Stack) -> Option<[FrameKey; 3]> {
    let [first, middle, last] = fingerprint::places(stack.len())?.map(|at| stack.frame(at));
    Some([first?, middle?, last?])
}

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
    if !are_wanted(state) {
        return None;
    }
    let unknown = state.prints.stacks.values().filter(|it| !it.is_unreadable);
    let missing = unknown.flat_map(|it| {
        let is_missing = |key: &&FrameKey| !it.digests.contains_key(key);
        it.wanted.iter().filter(is_missing)
    });
    let is_asked = |key: FrameKey| {
        let mut jobs = state.crew.jobs();
        jobs.any(|job| is_one(job) && frame_of(job) == Some(key))
    };
    let key = *{ missing }.find(|key| !is_asked(**key))?;
    let (header, image) = state.image_of(key)?;
    let task = Task::Values {
        frame: key.frame,
        image: Box::new(image.clone()),
        transfer_syntax: header.transfer_syntax.clone(),
        question: question(),
    };
    Some((key.file, task))
}

/// A worker has answered: stacks of which all three frames are known get their fingerprints.
pub fn answered(state: &mut State, job: &Job, outcome: Outcome) {
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
    let State {
        prints, catalog, ..
    } = state;
    for (id, printed) in &mut prints.stacks {
        if printed.wanted.contains(&key) {
            printed.digests.insert(key, digest);
            if let Some(stack) = catalog.stack(*id) {
                printed.name(stack);
            }
        }
    }
    state.screen.touch();
}

/// A worker could not: such a stack has no fingerprint.
pub fn failed(state: &mut State, job: &Job) {
    let key = frame_of(job);
    for printed in state.prints.stacks.values_mut() {
        printed.is_unreadable |= key.is_some_and(|key| printed.wanted.contains(&key));
    }
}
