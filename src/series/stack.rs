//! One stack: slices of one size, spacing and direction, in the order in which they are read.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use super::about::About;
use super::catalog::StackId;
use super::note::{gaps, notes};
use super::order::OrderKey;
use super::slice::Slice;
use crate::intake::{FrameKey, natural_order, sorted};
use crate::pixels::{Shape, Unit};
use crate::remark::{Cause, Note};

/// Spacing is uneven when a gap differs from the middle one by more than this share of it.
pub(super) const UNEVEN: f64 = 0.1;

/// Slices that are scrolled through as one. What it says of itself ([`About`]) is what its first
/// slice says.
#[derive(Clone, Debug)]
pub struct Stack {
    pub id: StackId,
    /// What parted it from slices that nothing in their headers kept apart.
    pub parted_by: Option<Cause>,
    /// In its places lie images of other stacks too, and nothing told which belong together.
    pub is_guess: bool,
    about: Arc<About>,
    /// Sorted.
    slices: Vec<Slice>,
    /// Of each slice, so that its place is found.
    keys: BTreeMap<FrameKey, OrderKey>,
    /// The smallest of its slices' paths.
    first_path: Arc<str>,
    /// Reckoned when asked for: it is asked for at each event.
    geometry: OnceCell<Geometry>,
}

#[derive(Clone, Debug)]
struct Geometry {
    spacing_mm: Option<f64>,
    notes: Vec<Note>,
}

impl Deref for Stack {
    type Target = About;

    fn deref(&self) -> &About {
        &self.about
    }
}

impl Stack {
    /// A stack of slices that are sorted; `None` of none.
    pub(super) fn new(id: StackId, slices: Vec<Slice>) -> Option<Self> {
        let first = slices.first()?;
        let paths = slices.iter().map(Slice::path);
        let first_path = paths.min_by(|a, b| natural_order(a, b)).map(Arc::clone)?;
        Some(Self {
            id,
            parted_by: None,
            is_guess: false,
            about: Arc::clone(&first.about),
            keys: slices
                .iter()
                .map(|slice| (slice.frame, slice.key.clone()))
                .collect(),
            first_path,
            slices,
            geometry: OnceCell::new(),
        })
    }

    /// Puts a slice into its place; true where the stack's first path is now another.
    pub(super) fn insert(&mut self, slice: Slice) -> bool {
        let at = self.slices.partition_point(|other| other.key < slice.key);
        if at == 0 {
            self.about = Arc::clone(&slice.about);
        }
        let is_first = natural_order(slice.path(), &self.first_path).is_lt();
        if is_first {
            self.first_path = Arc::clone(slice.path());
        }
        self.geometry.take();
        self.keys.insert(slice.frame, slice.key.clone());
        self.slices.insert(at, slice);
        is_first
    }

    pub(super) fn into_slices(self) -> Vec<Slice> {
        self.slices
    }

    #[must_use]
    pub const fn len(&self) -> usize {
        self.slices.len()
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.slices.is_empty()
    }

    #[must_use]
    pub fn slices(&self) -> &[Slice] {
        &self.slices
    }

    /// Its frames, in order.
    #[must_use]
    pub fn frames(&self) -> impl DoubleEndedIterator<Item = FrameKey> + ExactSizeIterator {
        self.slices.iter().map(|slice| slice.frame)
    }

    /// The frame at a place, from 0.
    #[must_use]
    pub fn frame(&self, at: usize) -> Option<FrameKey> {
        self.slices.get(at).map(|slice| slice.frame)
    }

    /// The place of a frame, from 0.
    #[must_use]
    pub fn position_of(&self, frame: FrameKey) -> Option<usize> {
        let key = self.keys.get(&frame)?;
        self.slices
            .binary_search_by(|slice| slice.key.cmp(key))
            .ok()
    }

    /// The slice that lies nearest to a place along the way of reading, and by how many mm it is
    /// off; `None` without positions.
    #[must_use]
    pub fn nearest_along(&self, along_mm: f64) -> Option<(usize, f64)> {
        let after = self
            .slices
            .partition_point(|slice| slice.along_mm.is_some_and(|it| it < along_mm));
        let off = |at: usize| {
            let place = self.slices.get(at)?.along_mm?;
            Some((at, (place - along_mm).abs()))
        };
        let before = after.checked_sub(1).and_then(off);
        match (before, off(after)) {
            (Some(before), Some(after)) if after.1 < before.1 => Some(after),
            (before, after) => before.or(after),
        }
    }

    #[must_use]
    pub fn unit(&self) -> Unit {
        self.about.alike.unit
    }

    #[must_use]
    pub fn shape(&self) -> Shape {
        self.about.alike.shape
    }

    /// True where the slices' places in the patient order them.
    #[must_use]
    pub fn is_ordered_by_position(&self) -> bool {
        self.about.alike.orientation.is_some()
    }

    /// True where nothing but the files' names orders the slices.
    #[must_use]
    pub fn is_by_file_name(&self) -> bool {
        let says_nothing = |pair: &[Slice]| match pair {
            [a, b] => {
                a.frame.file != b.frame.file
                    && (a.instance_number.is_none() || a.instance_number == b.instance_number)
            }
            _ => false,
        };
        !self.is_ordered_by_position() && self.slices.windows(2).any(says_nothing)
    }

    #[must_use]
    pub fn first_path(&self) -> &str {
        &self.first_path
    }

    /// The middle one of the distances from slice to slice; `None` without positions, or where
    /// there is one place only.
    #[must_use]
    pub fn spacing_mm(&self) -> Option<f64> {
        self.geometry().spacing_mm
    }

    /// What is odd about its geometry.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.geometry().notes
    }

    fn geometry(&self) -> &Geometry {
        self.geometry.get_or_init(|| {
            let gaps = sorted(self.gaps_mm(), f64::total_cmp);
            let spacing_mm = gaps.get(gaps.len() / 2).copied();
            let notes = notes(self, spacing_mm);
            Geometry { spacing_mm, notes }
        })
    }

    /// True where the distances from slice to slice are not all the same.
    #[must_use]
    pub fn has_uneven_spacing(&self) -> bool {
        self.spacing_mm().is_some_and(|middle| {
            let is_off = |gap: f64| (gap - middle).abs() > UNEVEN * middle;
            self.gaps_mm().into_iter().any(is_off)
        })
    }

    fn gaps_mm(&self) -> Vec<f64> {
        let along_mm: Vec<f64> = self
            .slices
            .iter()
            .filter_map(|slice| slice.along_mm)
            .collect();
        gaps(&along_mm)
    }
}
