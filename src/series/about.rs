//! What a file says of the stack that it belongs to.

use super::geometry::Plane;
use super::order::oriented_position;
use crate::header::{Header, Image};
use crate::pixels::{Shape, Unit};
use crate::remark::{Cause, Contradiction};

/// What slices have in common, or are told apart by.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something of its own"
)]
pub struct About {
    pub study_uid: Option<String>,
    pub study_date: Option<String>,
    pub modality: Option<String>,
    pub series_number: Option<i32>,
    pub description: Option<String>,
    pub convolution_kernel: Option<String>,
    pub thickness_mm: Option<f64>,
    pub spacing_between_mm: Option<f64>,
    pub plane: Option<Plane>,
    pub is_localizer: bool,
    /// A CT that says nothing of its offset: the reader may.
    pub hu_may_be_assumed: bool,
    pub is_secondary_capture: bool,
    pub is_segmentation: bool,
    pub(super) has_series_uid: bool,
    pub(super) image_type: Vec<String>,
    pub(super) acquisition_number: Option<i32>,
    pub(super) temporal_position: Option<i32>,
    pub(super) echo_time_ms: Option<f64>,
    pub(super) b_value: Option<f64>,
    pub(super) segment: Option<u32>,
    pub(super) dimensions: Vec<u32>,
    pub(super) contradictions: Vec<Contradiction>,
    pub(super) alike: Alike,
}

impl About {
    pub(super) fn new(header: &Header, image: &Image) -> Self {
        let alike = Alike::new(header, image);
        Self {
            study_uid: header.study_uid.clone(),
            study_date: header.study_date.clone(),
            modality: header.modality.clone(),
            series_number: header.series_number,
            description: header.series_description.clone(),
            convolution_kernel: header.convolution_kernel.clone(),
            thickness_mm: header.slice_thickness_mm,
            spacing_between_mm: header.spacing_between_slices_mm,
            plane: alike.orientation.map(super::geometry::plane),
            is_localizer: is_localizer(header),
            hu_may_be_assumed: hu_may_be_assumed(header, image),
            is_secondary_capture: is_secondary_capture(header),
            is_segmentation: header.segmentation.is_some(),
            has_series_uid: header.series_uid.is_some(),
            image_type: header.image_type.clone(),
            acquisition_number: header.acquisition_number,
            temporal_position: header.temporal_position,
            echo_time_ms: header.echo_time_ms,
            b_value: header.b_value,
            segment: header.segment,
            dimensions: header.dimensions.clone(),
            contradictions: header.contradictions.clone(),
            alike,
        }
    }

    /// Of a row, then of a column; only where slices have positions too.
    pub(super) fn orientation(&self) -> Option<[f64; 6]> {
        self.alike.orientation
    }
}

/// What all slices of a stack have in common.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alike {
    pub shape: Shape,
    pub spacing_mm: Option<[f64; 2]>,
    /// Only where there is a position too.
    pub orientation: Option<[f64; 6]>,
    pub unit: Unit,
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
        self.differences(other).next().is_none()
    }

    pub fn differences(&self, other: &Self) -> impl Iterator<Item = Cause> + use<> {
        const DIRECTION: f64 = 0.01;
        const SPACING_MM: f64 = 0.001;
        let same = [
            (Cause::Size, self.shape == other.shape),
            (Cause::Rescale, self.unit == other.unit),
            (
                Cause::Spacing,
                is_near(self.spacing_mm, other.spacing_mm, SPACING_MM),
            ),
            (
                Cause::Orientation,
                is_near(self.orientation, other.orientation, DIRECTION),
            ),
        ];
        same.into_iter()
            .filter_map(|(cause, same)| (!same).then_some(cause))
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

/// Stripped headers lose the rescale; some the modality too, and are a CT by their class.
fn hu_may_be_assumed(header: &Header, image: &Image) -> bool {
    use dicom_dictionary_std::uids::CT_IMAGE_STORAGE;
    let is_ct = match header.modality.as_deref() {
        Some(modality) => modality == "CT",
        None => header.sop_class == CT_IMAGE_STORAGE,
    };
    let is_bare_grey = image.rescale.is_none() && image.shape.samples == 1;
    is_ct && is_bare_grey && !is_localizer(header)
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
