//! How stored values lie in a buffer (PS3.5 8.1.1 and 8.2, PS3.3 C.7.6.3).

use serde::{Deserialize, Serialize};

/// Byte order of samples of more than one byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Endian {
    #[default]
    Little,
    Big,
}

/// The cell of one sample. `allocated` is 8, 16 or 32, and 1 of bits that are still packed in a
/// file (PS3.5 8.1.1); `stored` bits end at `high_bit`
/// (counted from 0); bits outside of them mean nothing and are masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    pub allocated: u8,
    pub stored: u8,
    pub high_bit: u8,
    pub signed: bool,
    pub endian: Endian,
}

impl Layout {
    /// Bytes of one sample.
    #[must_use]
    pub const fn sample_bytes(self) -> usize {
        self.allocated.div_ceil(8) as usize
    }

    /// The stored value in a cell: shifted down to bit 0, masked, sign-extended (PS3.5 8.1.1).
    #[must_use]
    pub const fn stored_value(self, cell: u32) -> i64 {
        let unused_above = 31 - self.high_bit as u32;
        let unused_below = 32 - self.stored as u32;
        let at_the_top = cell << unused_above;
        if self.signed {
            (at_the_top.cast_signed() >> unused_below) as i64
        } else {
            (at_the_top >> unused_below) as i64
        }
    }

    /// Smallest and largest stored value that fits.
    #[must_use]
    pub const fn range(self) -> (i64, i64) {
        if self.signed {
            (
                -(1_i64 << (self.stored - 1)),
                (1_i64 << (self.stored - 1)) - 1,
            )
        } else {
            (0, (1_i64 << self.stored) - 1)
        }
    }
}

/// Extent of one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    pub columns: u32,
    pub rows: u32,
    /// Samples per pixel: 1 grey, 3 colour.
    pub samples: u8,
    /// Colour by plane rather than by pixel (Planar Configuration 1).
    pub planar: bool,
}

impl Shape {
    #[must_use]
    pub const fn pixels(self) -> usize {
        self.columns as usize * self.rows as usize
    }

    #[must_use]
    pub const fn sample_count(self) -> usize {
        self.pixels() * self.samples as usize
    }

    /// Where the samples of a pixel (from 0) lie in the frame, in samples.
    pub fn samples_at(self, column: u32, row: u32) -> impl Iterator<Item = usize> {
        let pixel = row as usize * self.columns as usize + column as usize;
        let count = self.samples as usize;
        (0..count).map(move |sample| {
            if self.planar {
                sample * self.pixels() + pixel
            } else {
                pixel * count + sample
            }
        })
    }
}

/// What one voxel holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voxel {
    /// A stored value.
    Grey(i64),
    /// Red, green, blue.
    Colour([i64; 3]),
}

impl Voxel {
    /// Of its samples; `None` where they are neither one nor three.
    #[must_use]
    pub fn of(samples: &[i64]) -> Option<Self> {
        match *samples {
            [stored] => Some(Self::Grey(stored)),
            [red, green, blue] => Some(Self::Colour([red, green, blue])),
            _ => None,
        }
    }
}

/// One frame's samples where they lie: a view into a buffer, never a copy.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    bytes: &'a [u8],
    pub layout: Layout,
    pub shape: Shape,
}

impl<'a> Frame<'a> {
    /// The frame that begins at `bytes[0]`; `None` where the bytes do not reach.
    #[must_use]
    pub fn new(bytes: &'a [u8], layout: Layout, shape: Shape) -> Option<Self> {
        let needed = shape.sample_count().checked_mul(layout.sample_bytes())?;
        bytes.get(..needed).map(|bytes| Self {
            bytes,
            layout,
            shape,
        })
    }

    /// The samples' bytes as they lie.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The cells as they lie, bits outside of the stored ones too.
    pub fn cells(&self) -> impl Iterator<Item = u32> + use<'a> {
        let layout = self.layout;
        self.bytes
            .chunks_exact(layout.sample_bytes())
            .map(move |cell| read_cell(cell, layout.endian))
    }

    /// Stored values in the order of the buffer.
    pub fn stored_values(&self) -> impl Iterator<Item = i64> + use<'a> {
        let layout = self.layout;
        self.cells().map(move |cell| layout.stored_value(cell))
    }

    /// The stored value of the first sample at `column`, `row` (from 0).
    #[must_use]
    pub fn stored_value_at(&self, column: u32, row: u32) -> Option<i64> {
        if column >= self.shape.columns || row >= self.shape.rows {
            return None;
        }
        let sample = self.shape.samples_at(column, row).next()?;
        self.sample(sample)
    }

    /// All samples at `column`, `row` (from 0).
    #[must_use]
    pub fn voxel_at(&self, column: u32, row: u32) -> Option<Voxel> {
        if column >= self.shape.columns || row >= self.shape.rows {
            return None;
        }
        let samples = self.shape.samples_at(column, row);
        let values: Option<Vec<i64>> = samples.map(|sample| self.sample(sample)).collect();
        Voxel::of(&values?)
    }

    fn sample(&self, sample: usize) -> Option<i64> {
        let size = self.layout.sample_bytes();
        let cell = self.bytes.get(sample * size..(sample + 1) * size)?;
        let cell = read_cell(cell, self.layout.endian);
        Some(self.layout.stored_value(cell))
    }
}

fn read_cell(cell: &[u8], endian: Endian) -> u32 {
    let widen = |value: u32, byte: &u8| (value << 8) | u32::from(*byte);
    match endian {
        Endian::Little => cell.iter().rev().fold(0, widen),
        Endian::Big => cell.iter().fold(0, widen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn layout(allocated: u8, stored: u8, high_bit: u8, signed: bool) -> Layout {
        Layout {
            allocated,
            stored,
            high_bit,
            signed,
            endian: Endian::Little,
        }
    }

    #[test]
    fn bits_outside_the_stored_ones_mean_nothing() {
        assert_eq!(layout(16, 12, 11, false).stored_value(0xF123), 0x123);
        assert_eq!(layout(16, 12, 15, false).stored_value(0x123F), 0x123);
        assert_eq!(layout(16, 12, 11, true).stored_value(0x0FFF), -1);
        assert_eq!(layout(16, 16, 15, true).stored_value(0x8000), -32768);
        assert_eq!(layout(8, 8, 7, false).stored_value(0xFF), 255);
        assert_eq!(
            layout(32, 32, 31, false).stored_value(u32::MAX),
            4_294_967_295
        );
        assert_eq!(layout(32, 32, 31, true).stored_value(u32::MAX), -1);
    }

    #[test]
    fn range_is_what_stored_value_reaches() {
        assert_eq!(layout(16, 12, 11, true).range(), (-2048, 2047));
        assert_eq!(layout(16, 16, 15, false).range(), (0, 65535));
    }

    #[test]
    fn a_frame_is_read_in_either_byte_order_and_refused_when_short() {
        let shape = Shape {
            columns: 2,
            rows: 1,
            samples: 1,
            planar: false,
        };
        let little = layout(16, 16, 15, false);
        let big = Layout {
            endian: Endian::Big,
            ..little
        };
        let read = |layout| {
            Frame::new(&[1, 2, 3, 4], layout, shape)
                .unwrap()
                .stored_values()
                .collect::<Vec<_>>()
        };
        assert_eq!(read(little), [0x0201, 0x0403]);
        assert_eq!(read(big), [0x0102, 0x0304]);
        assert!(Frame::new(&[1, 2, 3], little, shape).is_none());
        assert_eq!(
            Frame::new(&[1, 2, 3, 4], little, shape)
                .unwrap()
                .stored_value_at(1, 0),
            Some(0x0403)
        );
    }
}
