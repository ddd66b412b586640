//! All stacks that are open. It grows file by file, in whatever order files come, and is the same
//! in the end: stacks are made of all slices that belong together, never of those that came
//! first.

mod by_hand;
mod pile;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::about::About;
use super::divide::divide;
use super::group::Group;
use super::listing::Listing;
use super::opening::rank;
use super::order::OrderKey;
use super::slice::Slice;
use super::stack::Stack;
use crate::header::Headers;
use crate::intake::{FileId, FrameKey, set_of, sorted};
use crate::remark::Cause;

use pile::Pile;

/// A stack, for as long as it is open.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct StackId(pub u32);

/// Stacks that differ in size, direction or spacing, in one series: more are no series, and each is
/// held against each.
const MOST_PILES: usize = 256;

/// The frames of a file in the order of their stack, so that each is put behind the last.
fn in_order(headers: &Headers, path: &Arc<str>, frames: u32) -> impl Iterator<Item = u32> + use<> {
    let keys = (0..frames).map(|frame| {
        (
            OrderKey::new(headers.of(frame), Arc::clone(path), frame),
            frame,
        )
    });
    let keys = sorted(keys.collect(), |(a, _), (b, _)| a.cmp(b));
    keys.into_iter().map(|(_, frame)| frame)
}

/// The stacks, by id.
#[derive(Debug, Default)]
pub struct Catalog {
    stacks: BTreeMap<StackId, Stack>,
    piles: BTreeMap<Group, Vec<Pile>>,
    /// The stack of each frame.
    home: BTreeMap<FrameKey, StackId>,
    next: u32,
    /// Counts what may have changed a stack.
    revision: u64,
    listing: OnceCell<Listing>,
}

impl Catalog {
    /// Another number where any stack may be another than it was.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Puts the frames of a file into their stacks, which are made where there are none yet, and
    /// may be others after [`Self::settle`]; the stack of the first. A file without an image gives
    /// a stack of no slices, which is not kept.
    pub fn insert(&mut self, file: FileId, path: &str, headers: &Headers) -> StackId {
        self.revision += 1;
        let first = FrameKey::first(file);
        let Some(image) = &headers.image else {
            return StackId(self.next);
        };
        let path: Arc<str> = path.into();
        let group = Group::new(file, &path, headers);
        let mut piles = self.piles.remove(&group).unwrap_or_default();
        let mut renamed = false;
        for frame in in_order(headers, &path, image.frames) {
            let header = headers.of(frame);
            let Some(image) = &header.image else { continue };
            let about = About::new(header, image);
            let last = (piles.len() >= MOST_PILES).then(|| piles.pop()).flatten();
            let pile = last.unwrap_or_else(|| Pile::taken_from(&mut piles, &about.alike));
            let mut pile = pile;
            let about = pile.share(about);
            pile.files += 1;
            pile.unsettled += 1;
            let id = pile.stacks.first().copied().unwrap_or_else(|| {
                let id = StackId(self.next);
                self.next += 1;
                pile.stacks.push(id);
                id
            });
            let frame = FrameKey { file, frame };
            self.home.insert(frame, id);
            renamed |= self.put(id, Slice::new(frame, header, &path, &about));
            piles.push(pile);
        }
        if renamed {
            self.listing.take();
        }
        let due = piles
            .iter_mut()
            .filter(|pile| pile.unsettled > 0 && pile.is_due());
        for pile in due {
            self.divide_pile(pile);
        }
        self.piles.insert(group, piles);
        self.home.get(&first).copied().unwrap_or_default()
    }

    /// True where the stack is new or its first path is.
    fn put(&mut self, id: StackId, slice: Slice) -> bool {
        if let Some(stack) = self.stacks.get_mut(&id) {
            return stack.insert(slice);
        }
        self.stacks
            .extend(Stack::new(id, vec![slice]).map(|stack| (id, stack)));
        true
    }

    /// Divides what has come since it was last divided; true where something had.
    pub fn settle(&mut self) -> bool {
        self.revision += 1;
        let mut piles = std::mem::take(&mut self.piles);
        let unsettled = piles
            .values_mut()
            .flatten()
            .filter(|pile| pile.unsettled > 0);
        let mut any = false;
        for pile in unsettled {
            self.divide_pile(pile);
            any = true;
        }
        self.piles = piles;
        any
    }

    /// Makes the stacks of a pile anew where they are others than they were.
    fn divide_pile(&mut self, pile: &mut Pile) {
        pile.unsettled = 0;
        let before: Vec<Stack> = pile
            .stacks
            .iter()
            .filter_map(|id| self.stacks.remove(id))
            .collect();
        let slices = before.into_iter().flat_map(Stack::into_slices).collect();
        // Already sorted, unless there were several.
        let slices: Vec<Slice> = sorted(slices, |a, b| a.key.cmp(&b.key));
        let division = if pile.is_by_hand {
            None
        } else {
            divide(&slices)
        };
        let mut parts: BTreeMap<usize, Vec<Slice>> = BTreeMap::new();
        for (at, slice) in slices.into_iter().enumerate() {
            let part = division
                .as_ref()
                .and_then(|division| division.part_of.get(at));
            parts
                .entry(part.copied().unwrap_or(0))
                .or_default()
                .push(slice);
        }
        let mut ids = set_of(pile.stacks.drain(..));
        for part in parts.into_values() {
            let id = self.id_for(&part, &mut ids);
            pile.stacks.push(id);
            self.home.extend(part.iter().map(|slice| (slice.frame, id)));
            if let Some(mut stack) = Stack::new(id, part) {
                stack.parted_by = division.as_ref().map(|division| division.by);
                if pile.is_by_hand {
                    stack.parted_by = Some(Cause::ByHand);
                }
                stack.is_guess = division.as_ref().is_some_and(|division| division.is_guess);
                self.stacks.insert(id, stack);
            }
        }
        self.listing.take();
    }

    /// A part goes on as the stack in which the first of its frames was, unless another part does.
    fn id_for(&mut self, part: &[Slice], free: &mut BTreeSet<StackId>) -> StackId {
        let first = part.iter().map(|slice| slice.frame).min();
        let known = first
            .and_then(|frame| self.home.get(&frame))
            .filter(|id| free.contains(id));
        if let Some(id) = known.copied() {
            free.remove(&id);
            return id;
        }
        let id = StackId(self.next);
        self.next += 1;
        id
    }

    /// Forgets all files but those that `keep` names.
    pub fn retain(&mut self, keep: impl Fn(FileId) -> bool) {
        self.revision += 1;
        let mut gone: BTreeSet<StackId> = BTreeSet::new();
        self.home.retain(|frame, id| {
            let stays = keep(frame.file);
            if !stays {
                gone.insert(*id);
            }
            stays
        });
        for id in &gone {
            let slices = self
                .stacks
                .remove(id)
                .map(Stack::into_slices)
                .unwrap_or_default();
            let left = slices
                .into_iter()
                .filter(|slice| keep(slice.frame.file))
                .collect();
            self.stacks
                .extend(Stack::new(*id, left).map(|stack| (*id, stack)));
        }
        for pile in self.piles.values_mut().flatten() {
            pile.unsettled += usize::from(pile.stacks.iter().any(|id| gone.contains(id)));
            pile.stacks.retain(|id| self.stacks.contains_key(id));
            let stacks = pile.stacks.iter().filter_map(|id| self.stacks.get(id));
            pile.files = stacks.map(Stack::len).sum();
        }
        self.piles.retain(|_, piles| {
            piles.retain(|pile| !pile.stacks.is_empty());
            !piles.is_empty()
        });
        self.listing.take();
        self.settle();
    }

    #[must_use]
    pub fn stack(&self, id: StackId) -> Option<&Stack> {
        self.stacks.get(&id)
    }

    /// The stack that a frame is in.
    #[must_use]
    pub fn stack_of(&self, frame: FrameKey) -> Option<StackId> {
        self.home.get(&frame).copied()
    }

    /// The stacks, in the order in which they were made.
    pub fn stacks(&self) -> impl Iterator<Item = &Stack> {
        self.stacks.values()
    }

    /// All frames, stack by stack.
    pub fn frames(&self) -> impl Iterator<Item = FrameKey> {
        self.stacks().flat_map(Stack::frames)
    }

    /// How many they are.
    #[must_use]
    pub fn frame_count(&self) -> usize {
        self.stacks().map(Stack::len).sum()
    }

    /// The stacks as they are listed: newest study first where dates are known, then as their
    /// paths come; in a study by series number.
    pub fn list(&self) -> impl Iterator<Item = StackId> + use<'_> {
        self.listing().listed.iter().copied()
    }

    /// `s1`, `s2`, ... in the order of first appearance by path.
    pub fn names(&self) -> &BTreeMap<StackId, String> {
        &self.listing().names
    }

    /// The name of one stack.
    #[must_use]
    pub fn name(&self, id: StackId) -> Option<String> {
        self.names().get(&id).cloned()
    }

    /// What told a stack apart from those that it came with, where its series UID did not.
    pub fn apart_by(&self, id: StackId) -> impl Iterator<Item = Cause> + use<'_> {
        self.listing()
            .apart_by
            .get(&id)
            .into_iter()
            .flatten()
            .copied()
    }

    /// The stack that opens by itself among those with a file of which `counts` is true.
    #[must_use]
    pub fn opening(&self, counts: impl Fn(FileId) -> bool) -> Option<StackId> {
        let by_path = self.listing().by_path.iter();
        by_path
            .filter_map(|id| self.stack(*id))
            .filter(|stack| stack.frames().any(|frame| counts(frame.file)))
            .min_by(|a, b| rank(a).cmp(&rank(b)))
            .map(|stack| stack.id)
    }

    fn listing(&self) -> &Listing {
        self.listing.get_or_init(|| {
            let mut loose = Vec::new();
            for (group, piles) in &self.piles {
                if let Group::Loose(said) = group {
                    let ids = piles.iter().flat_map(|pile| &pile.stacks);
                    loose.extend(ids.map(|id| (*id, said)));
                }
            }
            Listing::new(self.stacks(), &loose)
        })
    }
}
