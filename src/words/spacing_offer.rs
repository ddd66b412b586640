//! Slices that no file gives a place.

use super::number::number;
use crate::remark::SpacingSource;

pub const SPACING_OFFER: &str = "Slice spacing";
pub const SPACING_TYPED: &str = "Slice spacing in mm";
pub const ASSUME: &str = "Assume";
pub const TAKE_BACK_SPACING: &str = "Take back";

/// What is offered, and why.
pub const NO_POSITIONS: &str =
    "The files give no positions. Distance from slice to slice, to be assumed:";

/// `spacing assumed 3 mm`: said wherever it is reckoned with.
#[must_use]
pub fn spacing_assumed(mm: f64) -> String {
    format!("spacing assumed {} mm", number(mm))
}

/// On the button that takes what the files say: `3 mm: slice thickness`.
#[must_use]
pub fn spacing_source(source: SpacingSource) -> String {
    let says = match source {
        SpacingSource::BetweenSlices(_) => "spacing between slices",
        SpacingSource::Thickness(_) => "slice thickness",
    };
    format!("{} mm: {says}", number(source.mm()))
}
