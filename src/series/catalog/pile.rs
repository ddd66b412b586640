//! What one or more stacks are made of.

use std::sync::Arc;

use super::StackId;
use crate::series::about::{About, Alike};

/// Slices that nothing in their headers keeps apart: one stack, or parts of what was one.
#[derive(Debug, Default)]
pub(super) struct Pile {
    /// What its slices have in common, as each of them writes it.
    alikes: Vec<Alike>,
    last: Option<Arc<About>>,
    pub stacks: Vec<StackId>,
    pub files: usize,
    /// Files that have come since it was last divided.
    pub unsettled: usize,
    /// What the reader joined or split stays so.
    pub is_by_hand: bool,
}

/// A pile is divided anew when it has grown by this share, and at each file while it is small:
/// to do so at each file of many would be quadratic.
const GROWTH: usize = 8;
const SMALL: usize = 64;

impl Pile {
    /// The one stack of a pile that the reader made.
    pub fn by_hand(stack: StackId, files: usize) -> Self {
        Self {
            stacks: vec![stack],
            files,
            is_by_hand: true,
            ..Self::default()
        }
    }

    /// Takes the pile of a group that a slice belongs to. Where the slice is like several they
    /// are one: what lies between two brings them together, whichever of the three comes last.
    pub fn taken_from(piles: &mut Vec<Self>, alike: &Alike) -> Self {
        let is_like = |pile: &mut Self| pile.alikes.iter().any(|known| known.is_like(alike));
        let like = piles.extract_if(.., is_like).reduce(Self::merged);
        let mut pile = like.unwrap_or_default();
        if !pile.alikes.contains(alike) {
            pile.alikes.push(alike.clone());
        }
        pile
    }

    fn merged(mut self, other: Self) -> Self {
        self.alikes.extend(other.alikes);
        self.stacks.extend(other.stacks);
        self.files += other.files;
        self.unsettled = self.files;
        self
    }

    /// What a slice says, in one copy where the one before it said the same.
    pub fn share(&mut self, about: About) -> Arc<About> {
        let known = self.last.take().filter(|last| **last == about);
        let shared = known.unwrap_or_else(|| Arc::new(about));
        self.last = Some(Arc::clone(&shared));
        shared
    }

    pub fn is_due(&self) -> bool {
        self.files <= SMALL || self.unsettled * GROWTH >= self.files
    }
}
