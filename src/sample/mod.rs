//! A chest that is computed: a scan to look at where none is at hand, and test data of which all
//! is known. It teaches window, planes and density; disease is learned from real cases.
//!
//! Lengths are in mm in patient space (LPS: x to the patient's left, y to the back, z to the
//! head), densities in HU.

mod anatomy;
mod branches;
mod dicom;
mod raster;
pub mod room;
mod shape;

pub use anatomy::{LANDMARKS, Landmark};
pub use shape::Shape;

/// Stands in every file and over every picture.
pub const STAMP: &str = "computed, not a patient";

pub const SLICES: u32 = 120;
/// Rows and columns.
pub const SIDE: u16 = 512;
pub const SPACING_MM: f64 = 0.742_187_5;
/// Thickness, and distance from slice to slice.
pub const SLICE_MM: f64 = 2.5;
/// Standard deviation of the noise, whose mean is 0.
pub const NOISE_HU: f64 = 10.3;

pub const AIR: f32 = -1000.0;
pub const EMPHYSEMA_LIKE: f32 = -960.0;
pub const LUNG: f32 = -850.0;
pub const GROUND_GLASS_LIKE: f32 = -600.0;
pub const TABLE: f32 = -150.0;
pub const FAT: f32 = -100.0;
pub const FLUID: f32 = 10.0;
pub const CONSOLIDATION_LIKE: f32 = 30.0;
pub const NODULE: f32 = 40.0;
pub const MUSCLE: f32 = 50.0;
pub const BONE: f32 = 700.0;

/// Stored values are HU and this.
const OFFSET: f32 = 1024.0;

/// Bytes of one file, or a little more.
pub const FILE_BYTES: u64 = SIDE as u64 * SIDE as u64 * 2 + 2048;

/// One slice as a DICOM file, counted from the head. Beyond the last the last.
#[must_use]
pub fn file(slice: u32) -> Vec<u8> {
    let slice = slice.min(SLICES - 1);
    dicom::write(slice, &stored(slice))
}

/// One slice in HU, without noise, rows from the front.
#[must_use]
pub fn densities(slice: u32) -> Vec<f32> {
    raster::draw(anatomy::structures(), z_mm(slice))
}

/// Height of a slice's middle.
#[must_use]
pub fn z_mm(slice: u32) -> f64 {
    (f64::from(SLICES - 1) / 2.0 - f64::from(slice)) * SLICE_MM
}

/// Place of a column or row.
#[must_use]
pub fn along_mm(column: u32) -> f64 {
    (f64::from(column) - f64::from(SIDE - 1) / 2.0) * SPACING_MM
}

fn stored(slice: u32) -> Vec<u16> {
    let mut noise = Noise::new(slice);
    let clean = densities(slice);
    clean
        .into_iter()
        .map(|hu| cell(hu + OFFSET + noise.next()))
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, and densities lie within the range"
)]
fn cell(value: f32) -> u16 {
    value.round() as u16
}

/// The sum of four random bytes is close to normal.
struct Noise(u32);

impl Noise {
    const SHARE: f32 = 0.07;
    const MIDDLE: u16 = 510;

    const fn new(slice: u32) -> Self {
        Self(0x9E37_79B9 ^ (slice + 1).wrapping_mul(0x85EB_CA6B))
    }

    fn next(&mut self) -> f32 {
        // Marsaglia's xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        let sum: u16 = self.0.to_le_bytes().map(u16::from).iter().sum();
        (f32::from(sum) - f32::from(Self::MIDDLE)) * Self::SHARE
    }
}
