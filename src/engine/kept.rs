//! Views and marks that are kept from visit to visit, where the reader has switched that on: each stack is
//! told by its [fingerprint](crate::engine::prints), what was kept of it comes back ([`found`]), and what becomes of it
//! is put away ([`putting`]). The browser's storage is the edge's; what stands in it is a [`record`].

use std::collections::BTreeMap;

use crate::engine::event::{Effect, KeptEffect, KeptEvent};
use crate::engine::{Drop, State};
use crate::intake::FrameKey;
use crate::marks::MarkId;
use crate::series::{Fingerprint, Stack, StackId};
use crate::session::KeptAction;

mod found;
mod planes;
mod putting;
pub mod record;

use record::{Head, KeptView, Record, VERSION};

/// What is known of the browser's storage, and of the stacks that are open.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is true by itself")]
pub struct Kept {
    /// The panel is open.
    pub is_open: bool,
    /// The reader has switched it on. Nothing is put away, and nothing comes back, before the storage says
    /// so.
    pub is_on: bool,
    /// The browser does not let the page keep anything.
    pub is_refused: bool,
    /// Everything was forgotten just now.
    pub is_forgotten: bool,
    /// Something that was kept could not be read.
    pub is_damaged: bool,
    /// Some stack has more than is kept of one.
    pub is_too_large: bool,
    /// What came back, until the reader has seen it.
    pub back: Option<Back>,
    /// By what they are stored under.
    shelf: BTreeMap<String, OnShelf>,
    stacks: BTreeMap<StackId, KeptStack>,
    /// The storage was asked what it holds.
    is_asked: bool,
    /// Of the catalog, when its stacks were looked at last.
    revision: Option<u64>,
    /// The reader has done something.
    is_stirred: bool,
    /// When what has changed is put away.
    due_ms: Option<f64>,
}

/// A record in storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OnShelf {
    bytes: usize,
    /// `None` where it is no record.
    head: Option<Head>,
}

/// What is known of a stack that is whole.
#[derive(Debug)]
struct KeptStack {
    /// All of its frames: of others it is another stack.
    frames: Vec<FrameKey>,
    print: Option<Fingerprint>,
    /// What was kept of it has come back, if anything was.
    is_sought: bool,
    /// As it would be written.
    record: Record,
    has_changed: bool,
    /// Comes back as soon as a pane shows the stack.
    view: Option<KeptView>,
}

/// What came back, so that it may go again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Back {
    pub marks: Vec<MarkId>,
    pub views: Vec<StackId>,
    offsets: Vec<StackId>,
    spacings: Vec<StackId>,
}

impl Kept {
    /// The reader has done something: it may be something to keep.
    pub const fn stir(&mut self) {
        self.is_stirred = true;
    }

    /// Stacks of which something is kept.
    #[must_use]
    pub fn count(&self) -> usize {
        self.shelf.len()
    }

    /// Of all that is kept.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.shelf.values().map(|it| it.bytes).sum()
    }

    /// Those that another version of the viewer has written.
    #[must_use]
    pub fn of_others(&self) -> usize {
        let is_other = |it: &&OnShelf| it.head.is_some_and(|head| head.version != VERSION);
        self.shelf.values().filter(is_other).count()
    }
}

impl KeptStack {
    fn of(stack: &Stack) -> Self {
        Self {
            frames: stack.frames().collect(),
            print: None,
            is_sought: false,
            record: Record::default(),
            has_changed: false,
            view: None,
        }
    }
}

pub fn act(state: &mut State, action: KeptAction, effects: &mut Vec<Effect>) {
    let kept = &mut state.kept;
    match action {
        KeptAction::Open => {
            kept.is_open = !kept.is_open;
            kept.is_forgotten = false;
            kept.is_refused = false;
            effects.extend(kept.is_open.then_some(Effect::Kept(KeptEffect::Read)));
        }
        KeptAction::Switch { on } => {
            putting::put_away(state, effects);
            let kept = &mut state.kept;
            kept.is_forgotten = false;
            kept.is_refused = false;
            forget_stacks(kept);
            effects.push(Effect::Kept(KeptEffect::Switch { on }));
            effects.push(Effect::Kept(KeptEffect::Read));
        }
        KeptAction::Forget => {
            forget_stacks(kept);
            kept.shelf.clear();
            kept.is_damaged = false;
            kept.is_too_large = false;
            kept.is_on = false;
            kept.is_forgotten = true;
            effects.push(Effect::Kept(KeptEffect::Forget));
            effects.push(Effect::Kept(KeptEffect::Read));
        }
        KeptAction::StartFresh => found::start_fresh(state),
        KeptAction::Accept => kept.back = None,
    }
}

/// They are looked at anew, if that is wanted again.
fn forget_stacks(kept: &mut Kept) {
    kept.stacks.clear();
    kept.revision = None;
    kept.back = None;
    kept.due_ms = None;
}

/// The edge says what the storage holds, or that there is none.
pub fn heard(state: &mut State, event: KeptEvent, effects: &mut Vec<Effect>) {
    match event {
        KeptEvent::Read { is_on, records } => {
            let kept = &mut state.kept;
            kept.is_asked = true;
            if kept.is_on && !is_on {
                // Another page has switched it off.
                forget_stacks(kept);
            }
            kept.is_on = is_on;
            let shelved = records.iter().map(|(name, text)| {
                let (bytes, head) = (name.len() + text.len(), Head::of(text));
                (name.clone(), OnShelf { bytes, head })
            });
            kept.shelf = shelved.collect();
            if is_on {
                found::seek(state, &records);
            }
        }
        KeptEvent::Refused => {
            state.kept.is_asked = true;
            state.kept.is_refused = true;
        }
        KeptEvent::Leaving => {
            note(state);
            putting::put_away(state, effects);
        }
    }
    state.screen.touch();
}

/// After each event: stacks that are whole are told by their fingerprints, and what was done to them is
/// put away after a pause.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    if !state.kept.is_asked {
        // Asked once something is open: an empty page has nothing to keep.
        let is_whole = |drop: &Drop| drop.all_decoded;
        if state.drops.iter().any(is_whole) {
            state.kept.is_asked = true;
            effects.push(Effect::Kept(KeptEffect::Read));
        }
        return;
    }
    if !state.kept.is_on {
        return;
    }
    follow(state);
    if name(state) {
        effects.push(Effect::Kept(KeptEffect::Read));
    }
    found::show(state);
    note(state);
    putting::settle(state, effects);
}

/// What the reader did is noted of each stack.
fn note(state: &mut State) {
    if std::mem::take(&mut state.kept.is_stirred) {
        putting::note(state);
    }
}

/// Stacks that came, and others that are gone or are others now.
fn follow(state: &mut State) {
    let is_loading = state.is_loading();
    let revision = state.catalog.revision();
    if is_loading || state.kept.revision.replace(revision) == Some(revision) {
        return;
    }
    let State {
        kept,
        catalog,
        prints,
        ..
    } = state;
    kept.stacks.retain(|id, of_stack| {
        let stack = catalog.stack(*id);
        let is_same = |it: &Stack| it.frames().eq(of_stack.frames.iter().copied());
        // What is closed is still to be put away.
        stack.map_or(of_stack.has_changed, is_same)
    });
    let is_gone = |id: &StackId| catalog.stack(*id).is_none();
    if kept.stacks.keys().any(is_gone) {
        kept.due_ms = Some(0.0);
    }
    if kept.stacks.keys().all(is_gone) {
        kept.back = None;
    }
    for stack in prints.stacks().filter_map(|id| catalog.stack(id)) {
        let of_stack = || KeptStack::of(stack);
        kept.stacks.entry(stack.id).or_insert_with(of_stack);
    }
}

/// Stacks get their fingerprints; true where there is a new one.
fn name(state: &mut State) -> bool {
    let State { kept, prints, .. } = state;
    let mut is_new = false;
    for (id, of_stack) in &mut kept.stacks {
        if of_stack.print.is_none() {
            of_stack.print = prints.of(*id);
            is_new |= of_stack.print.is_some();
        }
    }
    is_new
}
