//! Computed images: a chest in slices, and all values that 16 bits can hold.

use std::ops::Range;

use super::random::Random;
use super::{File, PIXEL_DATA, Value};

/// An axial CT series of a computed chest: body, lungs, spine, and noise.
#[derive(Clone, Copy, Debug)]
pub struct Series {
    /// Tells series apart; part of every UID.
    pub number: u32,
    pub slices: usize,
    /// Rows and columns.
    pub side: u16,
    pub slice_mm: f64,
}

/// Stored values are HU and this.
pub const OFFSET: i32 = 1024;

/// The widest part of the chest fills the image.
const FIELD_MM: f64 = 360.0;

impl Series {
    /// A slice, counted from the head.
    #[must_use]
    pub fn slice(&self, index: usize) -> File {
        self.slice_showing(index, self.samples(index))
    }

    /// A slice with other samples: 16 bits, little endian.
    #[must_use]
    pub fn slice_showing(&self, index: usize, samples: Vec<u8>) -> File {
        let series_uid = format!("2.25.1.{}", self.number);
        let spacing_mm = FIELD_MM / f64::from(self.side);
        let corner_mm = spacing_mm / 2.0 - FIELD_MM / 2.0;
        #[expect(clippy::cast_precision_loss, reason = "a few thousand slices at most")]
        let z_mm = -(index as f64) * self.slice_mm;
        grey(self.side, self.side, 16, samples)
            .text(0x0008_0008, "CS", "ORIGINAL\\PRIMARY\\AXIAL")
            .text(0x0008_0018, "UI", &format!("{series_uid}.{index}"))
            .text(0x0008_0060, "CS", "CT")
            .decimals(0x0018_0050, &[self.slice_mm])
            .text(0x0020_000D, "UI", "2.25.1")
            .text(0x0020_000E, "UI", &series_uid)
            .text(0x0020_0011, "IS", &self.number.to_string())
            .text(0x0020_0013, "IS", &(index + 1).to_string())
            .decimals(0x0020_0032, &[corner_mm, corner_mm, z_mm])
            .decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
            .decimals(0x0028_0030, &[spacing_mm, spacing_mm])
            .decimals(0x0028_1050, &[-600.0])
            .decimals(0x0028_1051, &[1500.0])
            .decimals(0x0028_1052, &[f64::from(-OFFSET)])
            .decimals(0x0028_1053, &[1.0])
            .text(0x0028_1054, "LO", "HU")
    }

    fn samples(&self, index: usize) -> Vec<u8> {
        let mut random = Random::new(u64::from(self.number) << 32 | index as u64);
        let mut samples = Vec::with_capacity(usize::from(self.side).pow(2) * 2);
        for row in 0..self.side {
            for pixels in self.line(row).chunks(4) {
                let noise = random.bits().to_le_bytes();
                for (pixel, noise) in pixels.iter().zip(noise) {
                    samples.extend((pixel + u16::from(noise % NOISE)).to_le_bytes());
                }
            }
        }
        samples
    }

    /// Stored values of a row, with half of the noise taken off.
    fn line(&self, row: u16) -> Vec<u16> {
        let stored = |hu: i32| u16::try_from(hu + OFFSET - i32::from(NOISE / 2)).unwrap_or(0);
        let mut line = vec![stored(AIR); self.side.into()];
        for (ellipse, hu) in CHEST {
            let columns = columns_of(ellipse, row, self.side);
            if let Some(pixels) = line.get_mut(columns) {
                pixels.fill(stored(hu));
            }
        }
        line
    }
}

/// Noise has so many values.
const NOISE: u8 = 16;

const AIR: i32 = -1000;

/// Middle and radius of ellipses, in halves of the image, and HU inside; later ones lie over
/// earlier ones: body, lungs, spine.
const CHEST: [([f64; 4], i32); 4] = [
    ([0.0, 0.0, 0.95, 0.7], 40),
    ([-0.45, 0.0, 0.35, 0.5], -850),
    ([0.45, 0.0, 0.35, 0.5], -850),
    ([0.0, 0.45, 0.12, 0.12], 600),
];

/// The columns of a row that lie in an ellipse.
fn columns_of([x, y, radius_x, radius_y]: [f64; 4], row: u16, side: u16) -> Range<usize> {
    let half_side = f64::from(side) / 2.0;
    let away = (f64::from(row) / half_side - 1.0 - y) / radius_y;
    let half_width = radius_x * (1.0 - away * away).max(0.0).sqrt();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "ellipses lie inside the image"
    )]
    let column = |x: f64| ((x + 1.0) * half_side) as usize;
    column(x - half_width)..column(x + half_width)
}

/// A grey image; `samples` little endian, all bits stored, unsigned.
#[must_use]
pub fn grey(columns: u16, rows: u16, bits: u8, samples: Vec<u8>) -> File {
    File::default()
        .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.2")
        .short(0x0028_0002, 1)
        .text(0x0028_0004, "CS", "MONOCHROME2")
        .short(0x0028_0010, rows)
        .short(0x0028_0011, columns)
        .short(0x0028_0100, bits.into())
        .short(0x0028_0101, bits.into())
        .short(0x0028_0102, u16::from(bits) - 1)
        .short(0x0028_0103, 0)
        .value(
            PIXEL_DATA,
            Value::Samples {
                bits,
                bytes: samples,
            },
        )
}

/// 256 x 256 pixels that hold every value of 16 bits once, in order.
#[must_use]
pub fn all_values(signed: bool) -> File {
    let samples = (0..=u16::MAX).flat_map(u16::to_le_bytes).collect();
    grey(256, 256, 16, samples).short(0x0028_0103, signed.into())
}

/// The same image as RLE Lossless has it (PS3.5 G), a fragment a frame and no offset table.
/// `frame_bytes` is the length of a frame of 16-bit samples.
#[must_use]
pub fn rle(file: &File, frame_bytes: usize) -> File {
    let Some(Value::Samples { bytes, .. }) = file.0.get(&PIXEL_DATA) else {
        return file.clone();
    };
    let mut fragments = vec![Vec::new()];
    fragments.extend(bytes.chunks(frame_bytes).map(rle_frame));
    file.clone().value(PIXEL_DATA, Value::Fragments(fragments))
}

/// Two segments, upper bytes first, all of it literally.
fn rle_frame(samples: &[u8]) -> Vec<u8> {
    let segment = |first: usize| -> Vec<u8> {
        let bytes: Vec<u8> = samples.iter().skip(first).step_by(2).copied().collect();
        let literal = |bytes: &[u8]| {
            let count = u8::try_from(bytes.len() - 1).unwrap_or_default();
            [&[count], bytes].concat()
        };
        bytes.chunks(128).flat_map(literal).collect()
    };
    let (upper, lower) = (segment(1), segment(0));
    let second = u32::try_from(64 + upper.len()).unwrap_or_default();
    let mut frame: Vec<u8> = [2, 64, second]
        .iter()
        .flat_map(|number: &u32| number.to_le_bytes())
        .collect();
    frame.resize(64, 0);
    [frame, upper, lower].concat()
}
