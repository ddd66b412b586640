//! Planes and slabs.

use std::borrow::Cow;

use super::number::{millimetres, number};

pub const KEY_PLANES: &str = "Axial, coronal and sagittal planes of the series, and back";
pub const KEY_SLAB: &str = "Slab: MIP, MinIP, mean, none";
pub const KEY_SLAB_STEP: &str = "Slab thicker, thinner";
pub const KEY_TURN_PLANES: &str = "Turns the other planes about this one; R straightens them";
pub const KEY_TURN_PLANES_BACK: &str = "Turns them the other way";

pub const AXIAL: &str = "axial";
pub const CORONAL: &str = "coronal";
pub const SAGITTAL: &str = "sagittal";
pub const MIP: &str = "MIP";
pub const MIN_IP: &str = "MinIP";
pub const MEAN: &str = "mean";
pub const INTERPOLATED: &str = "interpolated";
pub const NOTHING_HERE: &str = "not here";
pub const UNEVEN: &str = "uneven spacing";

pub const UNFIT_COLOUR: &str = "Planes and slabs need grey images";
pub const UNFIT_ONE_SLICE: &str = "Planes and slabs need more than one slice";
pub const UNFIT_POSITIONS: &str =
    "Planes and slabs need the slices' positions, which these files do not give";
pub const UNFIT_PIXEL_SPACING: &str =
    "Planes and slabs need the size of pixels, which these files do not give";
pub const UNFIT_NOT_PARALLEL: &str = "Planes and slabs need slices that are parallel";
pub const UNFIT_FRAMES: &str =
    "These slices lie in several frames of reference: no planes are cut out of them";
pub const UNFIT_VALUES: &str =
    "What values mean differs from slice to slice: no planes are cut out of them";

pub const BESIDE_IMAGE: &str = "A seed is put on the image";
pub const SLICES_ONLY: &str = "On slices as they are stored, not on planes and slabs";
pub const PLANES_GO_TOGETHER: &str = "Planes go together: none of them is frozen alone or linked";
pub const UNFIT_TOO_FAR: &str =
    "The slices' positions lie too far apart for their distances: no planes are cut out of them";

/// What a stack that is not evenly spaced says, until the reader accepts it.
#[must_use]
pub fn unfit_uneven(least_mm: f64, most_mm: f64) -> String {
    format!(
        "Slices are {} to {} apart: planes are less true between them. Again, and they are shown",
        millimetres(least_mm),
        millimetres(most_mm)
    )
}

/// `MIP 10 mm`; `MIP 7 of 10 mm` where some of it is not here.
#[must_use]
pub fn slab(name: &str, mm: f64, here_mm: f64) -> String {
    if mm - here_mm < 0.05 {
        format!("{name} {}", millimetres(mm))
    } else {
        let here = (here_mm * 10.0).round() / 10.0;
        format!("{name} {} of {}", number(here), millimetres(mm))
    }
}

/// `every 2nd slice`.
#[must_use]
pub fn every(count: usize) -> Cow<'static, str> {
    match count {
        2 => "every 2nd slice".into(),
        3 => "every 3rd slice".into(),
        _ => format!("every {count}th slice").into(),
    }
}

/// `coronal 120/300`.
#[must_use]
pub fn plane_of(plane: &str, number: usize, count: usize) -> String {
    format!("{plane} {number}/{count}")
}
