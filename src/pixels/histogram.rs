//! How often each modality value occurs: counted once in bins of one unit, then folded to as many
//! bars as there is room for.

use super::layout::Frame;
use super::stats::is_within;
use super::voi::Rescale;

/// Bins hold what 16 bits can, signed or not; what lies beyond is counted at the ends.
const LEAST: i32 = -32_768;
const END: i32 = 65_536;

/// Counts of modality values, of a slice or of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    counts: Vec<u32>,
}

impl Default for Histogram {
    fn default() -> Self {
        Self {
            counts: vec![0; usize::try_from(END - LEAST).unwrap_or_default()],
        }
    }
}

impl Histogram {
    /// Adds the values of a frame, of colour its first sample; padding and what is no number is left
    /// out.
    pub fn add(&mut self, frame: &Frame<'_>, rescale: Option<&Rescale>, padding: Option<[i64; 2]>) {
        for row in 0..frame.shape.rows {
            for column in 0..frame.shape.columns {
                let stored = frame.value_at(column, row);
                let Some(stored) = stored.filter(|value| !is_within(padding, *value)) else {
                    continue;
                };
                let value = rescale.map_or(stored, |rescale| rescale.modality(stored));
                if let Some(count) = self.counts.get_mut(bin(value)) {
                    *count = count.saturating_add(1);
                }
            }
        }
    }

    /// Values in `from..to`, in so many bars of equal width, of which the last may be narrower.
    #[must_use]
    pub fn bars(&self, from: i32, to: i32, bars: usize) -> Vec<u64> {
        let [first, last] = [from, to].map(|value| bin(value.into()));
        let counts = self.counts.get(first..last).unwrap_or_default();
        let width = counts.len().div_ceil(bars.max(1)).max(1);
        let sum = |bins: &[u32]| bins.iter().copied().map(u64::from).sum();
        counts.chunks(width).map(sum).collect()
    }
}

/// The bin of a value: the unit that it lies in.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within the range"
)]
fn bin(value: f64) -> usize {
    let from_least = (value - f64::from(LEAST)).floor();
    from_least.clamp(0.0, f64::from(END - LEAST) - 1.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::{Endian, Layout, Shape};

    #[test]
    fn values_are_counted_in_units_and_folded_to_bars() {
        let layout = Layout {
            allocated: 8,
            stored: 8,
            high_bit: 7,
            signed: false,
            float: false,
            endian: Endian::Little,
        };
        let shape = Shape {
            columns: 4,
            rows: 2,
            samples: 1,
            planar: false,
        };
        let bytes = [0, 1, 2, 3, 4, 4, 9, 255];
        let frame = Frame::new(&bytes, layout, shape).unwrap();
        let halves = Rescale {
            slope: 0.5,
            intercept: -10.0,
            kind: None,
        };
        let mut histogram = Histogram::default();
        histogram.add(&frame, Some(&halves), Some([255, 255]));
        // -10, -9.5, -9, -8.5, -8, -8, -5.5
        assert_eq!(histogram.bars(-10, -4, 6), [2, 2, 2, 0, 1, 0]);
        assert_eq!(histogram.bars(-10, -4, 3), [4, 2, 1]);
        assert_eq!(histogram.bars(-10, -5, 2), [6, 1]);
        histogram.add(&frame, None, None);
        assert_eq!(histogram.bars(0, 256, 1), [8]);
        assert_eq!(histogram.bars(5, 5, 4), [0_u64; 0]);
    }
}
