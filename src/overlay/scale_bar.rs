//! A round length beside the picture, where the file says how large its voxels are.

use crate::engine::Picture;
use crate::header::{Header, SpacingOf};
use crate::words;

/// The bar is at most this share of the pane's width.
const SHARE: f64 = 0.25;

/// A bar over one pane.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleBar {
    /// Of the pane's width.
    pub share: f64,
    pub words: String,
}

/// The longest of 1, 2 and 5 times a power of ten millimetres that is short enough. `None` where
/// pixels have no size, or one at the detector only (BEHAVIOUR 1), and over several regions of an
/// ultrasound image.
#[must_use]
pub fn scale_bar(header: &Header, picture: &Picture) -> Option<ScaleBar> {
    let [_, between_columns_mm] = match header.regions.as_slice() {
        [] => header
            .pixel_spacing_mm
            .filter(|_| header.spacing_of != SpacingOf::Detector)?,
        [only] => only.spacing_mm?,
        _ => return None,
    };
    let pixels_a_mm = picture.placement.scale[0] / between_columns_mm;
    bar(picture.rect.width, pixels_a_mm)
}

/// The bar of a pane so many pixels wide.
pub fn bar(width: u32, pixels_a_mm: f64) -> Option<ScaleBar> {
    let pane = f64::from(width);
    let most_mm = pane * SHARE / pixels_a_mm;
    let mm = round_below(most_mm)?;
    Some(ScaleBar {
        share: mm * pixels_a_mm / pane,
        words: words::length_of_bar(mm),
    })
}

fn round_below(most: f64) -> Option<f64> {
    if !(most.is_finite() && most > 0.0) {
        return None;
    }
    let ten = 10_f64.powf(most.log10().floor());
    let step = [5.0, 2.0, 1.0].into_iter().find(|step| step * ten <= most);
    Some(step.unwrap_or(1.0) * ten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_round() {
        for (most, round) in [(1.0, 1.0), (99.0, 50.0), (49.0, 20.0), (19.9, 10.0)] {
            assert_eq!(round_below(most), Some(round), "{most}");
        }
        assert!((round_below(0.3).unwrap_or_default() - 0.2).abs() < 1e-12);
        assert_eq!(round_below(0.0), None);
        assert_eq!(round_below(f64::NAN), None);
        assert_eq!(words::length_of_bar(50.0), "5 cm");
        assert_eq!(words::length_of_bar(5.0), "5 mm");
    }
}
