//! Stacks that the reader joins or splits.

use super::{Catalog, Pile, StackId};
use crate::intake::sorted;
use crate::remark::Cause;
use crate::series::group::Group;
use crate::series::slice::Slice;
use crate::series::stack::Stack;

impl Catalog {
    /// Whether the slices of two stacks can be one stack: of one size, spacing, direction, unit.
    #[must_use]
    pub fn can_join(&self, a: StackId, b: StackId) -> bool {
        let both = self.stack(a).zip(self.stack(b));
        a != b && both.is_some_and(|(a, b)| a.alike.is_like(&b.alike))
    }

    /// Makes two stacks one, where they can be.
    pub fn join(&mut self, a: StackId, b: StackId) {
        self.revision += 1;
        if !self.can_join(a, b) {
            return;
        }
        let mut slices = self.taken_out(a);
        slices.extend(self.taken_out(b));
        let slices = sorted(slices, |a, b| a.key.cmp(&b.key));
        self.add_by_hand(slices);
    }

    /// Makes a stack two, of which the second begins with the slice `at`. A file of several
    /// frames stays whole.
    pub fn split(&mut self, id: StackId, at: usize) {
        self.revision += 1;
        let cuts_a_file = |stack: &Stack| {
            let before = at.checked_sub(1).and_then(|before| stack.frame(before));
            before.map(|frame| frame.file) == stack.frame(at).map(|frame| frame.file)
        };
        if at == 0
            || self
                .stack(id)
                .is_none_or(|stack| at >= stack.len() || cuts_a_file(stack))
        {
            return;
        }
        let mut first = self.taken_out(id);
        let second = first.split_off(at);
        self.add_by_hand(first);
        self.add_by_hand(second);
    }

    /// The slices of a stack that is no more.
    fn taken_out(&mut self, id: StackId) -> Vec<Slice> {
        for pile in self.piles.values_mut().flatten() {
            pile.stacks.retain(|stack| *stack != id);
        }
        self.piles.retain(|_, piles| {
            piles.retain(|pile| !pile.stacks.is_empty());
            !piles.is_empty()
        });
        self.stacks
            .remove(&id)
            .map(Stack::into_slices)
            .unwrap_or_default()
    }

    fn add_by_hand(&mut self, slices: Vec<Slice>) {
        let id = StackId(self.next);
        self.next += 1;
        self.home
            .extend(slices.iter().map(|slice| (slice.frame, id)));
        let pile = Pile::by_hand(id, slices.len());
        self.piles.insert(Group::ByHand(id), vec![pile]);
        if let Some(mut stack) = Stack::new(id, slices) {
            stack.parted_by = Some(Cause::ByHand);
            self.stacks.insert(id, stack);
        }
        self.listing.take();
    }
}
