//! One stack: slices of one size, spacing and direction, in the order in which they are read.

use std::sync::Arc;

use super::catalog::StackId;
use super::geometry::{Plane, plane};
use super::order::{OrderKey, oriented_position, place, position_along_normal};
use crate::header::{Header, Image};
use crate::intake::{FrameKey, natural_order};
use crate::pixels::{Shape, Unit};

/// Spacing is uneven when a gap differs from the middle one by more than this share of it.
const UNEVEN: f64 = 0.1;

/// Closer than this two slices lie in one place, in mm.
const ONE_PLACE_MM: f64 = 0.001;

/// One frame in its stack.
#[derive(Clone, Debug)]
pub struct Slice {
    pub frame: FrameKey,
    /// Where it is cut, as scanners write it.
    pub location_mm: Option<f64>,
    pub instance_number: Option<i32>,
    /// Along the reading direction.
    along_mm: Option<f64>,
    key: OrderKey,
}

/// Slices that are scrolled through as one.
#[derive(Clone, Debug)]
pub struct Stack {
    pub id: StackId,
    pub study_uid: Option<String>,
    pub study_date: Option<String>,
    pub modality: Option<String>,
    pub series_number: Option<i32>,
    pub description: Option<String>,
    pub convolution_kernel: Option<String>,
    pub thickness_mm: Option<f64>,
    pub plane: Option<Plane>,
    pub is_localizer: bool,
    pub(super) is_secondary_capture: bool,
    pub(super) alike: Alike,
    slices: Vec<Slice>,
    /// The smallest of its slices' paths.
    first_path: Arc<str>,
}

/// What all slices of a stack have in common.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alike {
    shape: Shape,
    spacing_mm: Option<[f64; 2]>,
    /// Only where there is a position too.
    orientation: Option<[f64; 6]>,
    unit: Unit,
}

impl Alike {
    pub fn new(header: &Header, image: &Image) -> Self {
        Self {
            shape: image.shape,
            spacing_mm: header.pixel_spacing_mm,
            orientation: oriented_position(header).map(|(orientation, _)| orientation),
            unit: unit(header, image),
        }
    }

    /// Equal, but for the last digits that scanners write.
    pub fn is_like(&self, other: &Self) -> bool {
        const DIRECTION: f64 = 0.01;
        const SPACING_MM: f64 = 0.001;
        self.shape == other.shape
            && self.unit == other.unit
            && is_near(self.spacing_mm, other.spacing_mm, SPACING_MM)
            && is_near(self.orientation, other.orientation, DIRECTION)
    }
}

fn is_near<const N: usize>(a: Option<[f64; N]>, b: Option<[f64; N]>, slack: f64) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.iter().zip(b).all(|(a, b)| (a - b).abs() <= slack),
        (None, None) => true,
        _ => false,
    }
}

/// What modality values are counted in: HU only for a CT that is no localizer, with a rescale
/// whose type is HU or not given (PS3.3 C.11.1.1.2).
#[must_use]
pub fn unit(header: &Header, image: &Image) -> Unit {
    let is_ct = header.modality.as_deref() == Some("CT");
    let in_hu = image
        .rescale
        .as_ref()
        .is_some_and(|rescale| rescale.kind.as_deref().is_none_or(|kind| kind == "HU"));
    if is_ct && in_hu && !is_localizer(header) {
        Unit::Hu
    } else {
        Unit::Stored
    }
}

/// An overview for planning (Image Type value 3, PS3.3 C.8.2.1.1.1).
fn is_localizer(header: &Header) -> bool {
    header
        .image_type
        .iter()
        .any(|value| matches!(value.as_str(), "LOCALIZER" | "SCOUT" | "TOPOGRAM"))
}

/// A picture of a screen, of a dose table, of a page.
fn is_secondary_capture(header: &Header) -> bool {
    use dicom_dictionary_std::uids::SECONDARY_CAPTURE_IMAGE_STORAGE as SINGLE;
    // The classes of multi-frame secondary capture are numbered under it.
    header.sop_class.starts_with(SINGLE)
}

impl Stack {
    pub(super) fn new(id: StackId, header: &Header, alike: Alike, path: Arc<str>) -> Self {
        Self {
            id,
            study_uid: header.study_uid.clone(),
            study_date: header.study_date.clone(),
            modality: header.modality.clone(),
            series_number: header.series_number,
            description: header.series_description.clone(),
            convolution_kernel: header.convolution_kernel.clone(),
            thickness_mm: header.slice_thickness_mm,
            plane: alike.orientation.map(plane),
            is_localizer: is_localizer(header),
            is_secondary_capture: is_secondary_capture(header),
            alike,
            slices: Vec::new(),
            first_path: path,
        }
    }

    /// Puts a frame into its place; true where the stack's first path is now another.
    pub(super) fn insert(&mut self, frame: FrameKey, header: &Header, path: &Arc<str>) -> bool {
        let slice = Slice {
            frame,
            location_mm: position_along_normal(header),
            along_mm: place(header),
            instance_number: header.instance_number,
            key: OrderKey::new(header, Arc::clone(path), frame.frame),
        };
        let at = self.slices.partition_point(|other| other.key < slice.key);
        self.slices.insert(at, slice);
        let is_first = natural_order(path, &self.first_path).is_lt();
        if is_first {
            self.first_path = Arc::clone(path);
        }
        is_first
    }

    /// Drops slices; false when none is left.
    pub(super) fn retain(&mut self, keep: impl Fn(FrameKey) -> bool) -> bool {
        self.slices.retain(|slice| keep(slice.frame));
        let paths = self.slices.iter().map(|slice| slice.key.path());
        let first = paths.min_by(|a, b| natural_order(a, b)).map(Arc::clone);
        match first {
            Some(path) => self.first_path = path,
            None => return false,
        }
        true
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
        self.frames().position(|other| other == frame)
    }

    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.alike.unit
    }

    #[must_use]
    pub const fn shape(&self) -> Shape {
        self.alike.shape
    }

    /// True where the slices' places in the patient order them.
    #[must_use]
    pub const fn is_ordered_by_position(&self) -> bool {
        self.alike.orientation.is_some()
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
        let mut gaps = self.gaps_mm();
        gaps.sort_by(f64::total_cmp);
        gaps.get(gaps.len() / 2).copied()
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
        self.slices
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] => Some(b.along_mm? - a.along_mm?),
                _ => None,
            })
            .filter(|gap| *gap > ONE_PLACE_MM)
            .collect()
    }
}
