//! A slice as a layer of the copy: a byte for each texel.

use serde::{Deserialize, Serialize};

use crate::lung::air;
use crate::pixels::stats::is_within;
use crate::pixels::{Frame, Rescale};

/// What is not there: padding, the air around the body, missing slices.
pub const NOTHING: u8 = 0;

/// The levels that values have are those from 1 on.
const LEVELS: f64 = 254.0;

/// What becomes of a slice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reduction {
    /// A texel is the mean of so many columns and rows.
    pub by: u32,
    /// The modality values of the least and the greatest level; what lies beyond is taken for them.
    pub range: [f64; 2],
    /// Of HU: the distance of columns, then of rows, by which the air around the body is told from
    /// the air in it; it is not there.
    pub body_mm: Option<[f64; 2]>,
}

impl Reduction {
    /// The layer, a row after the other.
    #[must_use]
    pub fn of(
        &self,
        frame: &Frame<'_>,
        rescale: Option<&Rescale>,
        padding: Option<[i64; 2]>,
    ) -> Vec<u8> {
        let columns = frame.shape.columns as usize;
        let mut values: Vec<f64> = frame
            .cells()
            .map(|cell| {
                let stored = frame.layout.value(cell);
                let stored = stored.filter(|value| !is_within(padding, *value));
                stored.map_or(f64::NAN, |stored| {
                    rescale.map_or(stored, |rescale| rescale.modality(stored))
                })
            })
            .collect();
        if let Some(pixel_mm) = self.body_mm {
            for run in air::around(frame, rescale, padding, pixel_mm) {
                let start = usize::from(run.row) * columns;
                let run = start + usize::from(run.from)..start + usize::from(run.to);
                if let Some(outside) = values.get_mut(run) {
                    outside.fill(f64::NAN);
                }
            }
        }
        let by = self.by.max(1) as usize;
        let mut layer = Vec::with_capacity(values.len() / (by * by) + 1);
        for rows in values.chunks(columns.max(1) * by) {
            for column in (0..columns).step_by(by) {
                layer.push(self.texel(rows, columns, column..(column + by).min(columns)));
            }
        }
        layer
    }

    fn texel(&self, rows: &[f64], columns: usize, of: std::ops::Range<usize>) -> u8 {
        let [mut sum, mut here, mut all] = [0.0; 3];
        for row in rows.chunks(columns) {
            for value in row.get(of.clone()).unwrap_or_default() {
                all += 1.0;
                if !value.is_nan() {
                    sum += value;
                    here += 1.0;
                }
            }
        }
        if here * 2.0 < all || here == 0.0 {
            return NOTHING;
        }
        level(sum / here, self.range)
    }
}

/// The level of a value.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "1 to 255"
)]
pub fn level(value: f64, [low, high]: [f64; 2]) -> u8 {
    let share = (value - low) / (high - low).max(f64::MIN_POSITIVE);
    1 + (share.clamp(0.0, 1.0) * LEVELS).round() as u8
}

/// The value of a level.
#[must_use]
pub fn value(level: u8, [low, high]: [f64; 2]) -> f64 {
    low + (f64::from(level) - 1.0) / LEVELS * (high - low)
}
