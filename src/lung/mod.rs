//! The lungs of a chest CT: which voxels, which side, how much of them in which range of HU.
//!
//! The method is that of Hu, Hoffman and Reinhardt 2001 (*Automatic lung segmentation for accurate
//! quantitation of volumetric X-ray CT images*, IEEE TMI 20(6):490-498) in its order: air is told by
//! a threshold, what lies around the body is left out, the trachea and the main bronchi are followed
//! from slice to slice and taken out, the lungs are parted where they touch, and vessels and notches
//! are closed. It differs where that serves a reader who compares scans and corrects by hand:
//!
//! - The threshold stands at [`air::AIR_HU`] and is not found anew in each scan: a mask is then the
//!   same rule everywhere, and can be said in a sentence.
//! - Closing is by a disc of [`mask::CLOSED_MM`] in each slice: a hole or a notch is filled where such
//!   a disc does not fit in. Dense lung at the chest wall may be missing, as the page says; Armato
//!   and Sensakovic 2004 (Academic Radiology 11(9):1011-1021) measure what such choices change.
//! - Two lungs that touch are parted by wearing them off until they come apart, not by a path of
//!   least density: this needs the runs of two thresholds and no values.
//! - Parts that are nothing but gas (bowel, stomach, air beside a lung) are no lung.
//!
//! All is done on runs ([`runs`]) and never on a byte for each voxel. The real CT of the tests has
//! 86,000 runs in 55 slices of 512 x 512: half a megabyte, where a byte a voxel would be 14. Finding the
//! lungs holds some eight copies of them at once (by its code, not measured): 4 MB, and of 300 slices 25.
//! Values are needed of one slice at a time.
//!
//! It stands below `volume`, which says where voxels lie, and above `workers`, which carry it out.

pub mod air;
pub mod airway;
pub mod grid;
pub mod mask;
pub mod on_plane;
pub mod outline;
pub mod parts;
pub mod runs;
pub mod shares;
pub mod sides;

pub use air::Air;
pub use grid::{Grid, Level};
pub use mask::{Mask, find};
pub use on_plane::on_plane;
pub use runs::Run;
pub use shares::{Counts, EDGES_HU, Region, Shares, Warning};
pub use sides::Lungs;
