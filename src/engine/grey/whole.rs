//! The histogram of a whole stack: its slices are counted one after another and added up, so that it
//! takes no more memory than that of one slice.

use std::collections::BTreeSet;

use crate::engine::State;
use crate::grey::Histogram;
use crate::intake::FrameKey;
use crate::series::StackId;
use crate::session::Scope;

#[derive(Debug)]
pub struct StackCount {
    pub stack: StackId,
    /// The offset that was taken for HU.
    offset: Option<i32>,
    /// In the stack's order.
    pub frames: Vec<FrameKey>,
    pub(super) done: BTreeSet<FrameKey>,
    pub sum: Histogram,
    /// Of the catalog when they were compared last.
    compared: u64,
}

impl StackCount {
    /// Slices that are in it.
    #[must_use]
    pub fn counted(&self) -> usize {
        self.done.len()
    }

    pub(super) fn take(&mut self, frame: FrameKey, counts: &Histogram) -> bool {
        let is_new = self.frames.contains(&frame) && self.done.insert(frame);
        if is_new {
            self.sum.add(counts);
        }
        is_new
    }
}

/// Begins anew where the stack is another, or its values are taken for others.
pub fn settle(state: &mut State) {
    let revision = state.catalog.revision();
    let choices = &state.session.grey;
    let is_asked = choices.histogram && choices.scope == Scope::Stack;
    let shown = state.session.pane(state.session.active);
    let shown = shown.and_then(|pane| pane.stack).filter(|_| is_asked);
    let wanted = shown.or_else(|| state.grey.stack.as_ref().map(|count| count.stack));
    let Some(id) = wanted else { return };
    let offset = state.session.assumed.get(&id).copied();
    if let Some(count) = &mut state.grey.stack
        && (count.stack, count.offset) == (id, offset)
    {
        let is_as_compared = std::mem::replace(&mut count.compared, revision) == revision;
        let of_stack = state.catalog.stack(id);
        let is_same =
            || of_stack.is_some_and(|stack| stack.frames().eq(count.frames.iter().copied()));
        if is_as_compared || is_same() {
            return;
        }
    }
    state.grey.revision += 1;
    state.grey.stack = state.catalog.stack(id).map(|stack| StackCount {
        stack: id,
        offset,
        frames: stack.frames().collect(),
        done: BTreeSet::new(),
        sum: Histogram::default(),
        compared: revision,
    });
}
