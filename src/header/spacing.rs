//! What a pixel's size is true of: the patient, the detector (PS3.3 10.7.1), a region of an
//! ultrasound image (PS3.3 C.8.5.5).

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use serde::{Deserialize, Serialize};

use super::dataset::DataSet;
use crate::limits;

/// Of a projection: where lengths by its Pixel Spacing are true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpacingOf {
    /// In the plane of the image, as in CT and MR.
    #[default]
    Plane,
    /// At the detector: what is nearer to the tube is smaller than it looks.
    Detector,
    /// At some depth in the patient, by a known length or by geometry.
    Calibrated,
}

/// A part of an ultrasound image in which pixels have a size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct UltrasoundRegion {
    /// First and last column, then row, from 0.
    pub columns: [u32; 2],
    pub rows: [u32; 2],
    /// Between rows, then between columns; `None` where they are no lengths, as in a Doppler curve.
    pub spacing_mm: Option<[f64; 2]>,
}

impl UltrasoundRegion {
    /// Whether a point of the image, in columns and rows from its outer corner, is inside.
    #[must_use]
    pub fn holds(&self, [column, row]: [f64; 2]) -> bool {
        let inside = |[first, last]: [u32; 2], at: f64| {
            f64::from(first) <= at && at <= f64::from(last) + 1.0
        };
        inside(self.columns, column) && inside(self.rows, row)
    }
}

const PROJECTIONS: [&str; 9] = ["CR", "DX", "IO", "MG", "PX", "RF", "RG", "XA", "XC"];

/// The spacing that lengths are measured by, and what it is of.
pub(super) fn of(set: &DataSet<'_>) -> (Option<[f64; 2]>, SpacingOf) {
    let own = positive(set, tags::PIXEL_SPACING);
    let of_detector = positive(set, tags::IMAGER_PIXEL_SPACING);
    let modality = set.text(tags::MODALITY).unwrap_or_default();
    let is_projection = PROJECTIONS.contains(&modality.as_str());
    let is_calibrated = set.text(tags::PIXEL_SPACING_CALIBRATION_TYPE).is_some();
    match (own, of_detector) {
        (Some(_), _) if is_projection && is_calibrated => (own, SpacingOf::Calibrated),
        (Some(own), Some(of_detector)) if is_projection => {
            let of = if own.map(f64::to_bits) == of_detector.map(f64::to_bits) {
                SpacingOf::Detector
            } else {
                SpacingOf::Calibrated
            };
            (Some(own), of)
        }
        // Nothing more may be taken for granted of it (PS3.3 10.7.1.3).
        (Some(_), None) if is_projection => (own, SpacingOf::Detector),
        (Some(_), _) => (own, SpacingOf::Plane),
        (None, Some(_)) => (of_detector, SpacingOf::Detector),
        (None, None) => (None, SpacingOf::Plane),
    }
}

/// A spacing that is one.
pub(super) fn positive(set: &DataSet<'_>, tag: Tag) -> Option<[f64; 2]> {
    let spacing: Option<[f64; 2]> = set.vector(tag);
    spacing.filter(|spacing| spacing.iter().all(|mm| *mm > 0.0))
}

/// The regions of an ultrasound image.
pub(super) fn regions(set: &DataSet<'_>) -> Vec<UltrasoundRegion> {
    const TWO_DIMENSIONAL: u32 = 1;
    const CM: u32 = 3;
    const MM: f64 = 10.0;
    let region = |item: &DataSet<'_>| {
        let ends = [
            tags::REGION_LOCATION_MIN_X0,
            tags::REGION_LOCATION_MAX_X1,
            tags::REGION_LOCATION_MIN_Y0,
            tags::REGION_LOCATION_MAX_Y1,
        ];
        let [left, right, top, bottom] = ends.map(|tag| item.unsigned(tag));
        let units = [
            tags::PHYSICAL_UNITS_X_DIRECTION,
            tags::PHYSICAL_UNITS_Y_DIRECTION,
        ];
        let is_length = item.unsigned(tags::REGION_SPATIAL_FORMAT) == Some(TWO_DIMENSIONAL)
            && units.iter().all(|tag| item.unsigned(*tag) == Some(CM));
        let step = |tag| {
            item.float(tag)
                .map(|cm| cm.abs() * MM)
                .filter(|mm| *mm > 0.0)
        };
        let steps = step(tags::PHYSICAL_DELTA_Y).zip(step(tags::PHYSICAL_DELTA_X));
        Some(UltrasoundRegion {
            columns: [left?, right?],
            rows: [top?, bottom?],
            spacing_mm: steps
                .filter(|_| is_length)
                .map(|(down, across)| [down, across]),
        })
    };
    let items = set.items(tags::SEQUENCE_OF_ULTRASOUND_REGIONS).iter();
    items.take(limits::REGIONS).filter_map(region).collect()
}
