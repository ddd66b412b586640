//! A slice as a layer of the copy: its values as levels, and where the body is.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::lung::air;
use crate::lung::runs::{Disc, Extent, Run};
use crate::pixels::stats::is_within;
use crate::pixels::{Frame, Rescale};

/// What is not there: padding, what lies around the body, missing slices.
pub const NOTHING: u8 = 0;

/// The levels that values have are those from 1 on.
const LEVELS: f64 = 254.0;

/// A place whose texel is all body.
pub const BODY: u8 = 255;

/// What lies around the body is kept so far from it: a surface is where air becomes skin.
const KEPT_MM: f64 = 3.0;

/// Where the body is is known of so many texels along rows and columns as one.
pub const BODY_BY: u32 = 2;

/// What becomes of a slice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reduction {
    /// A texel is the mean of so many columns and rows.
    pub by: u32,
    /// The modality values of the least and the greatest level; what lies beyond is taken for them.
    pub range: [f64; 2],
    /// Of HU: the distance of columns, then of rows, by which the body is told from what lies around
    /// it. All of other values is body.
    pub body_mm: Option<[f64; 2]>,
}

/// A layer, a row after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SolidLayer {
    pub levels: Vec<u8>,
    /// How much of [`BODY_BY`] texels by as many is body, up to [`BODY`].
    pub body: Vec<u8>,
}

impl Reduction {
    /// The layer of a slice.
    #[must_use]
    pub fn of(
        &self,
        frame: &Frame<'_>,
        rescale: Option<&Rescale>,
        padding: Option<[i64; 2]>,
    ) -> SolidLayer {
        let [columns, rows] = [frame.shape.columns, frame.shape.rows];
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
        let mut body = vec![1.0; values.len()];
        if let Some(pixel_mm) = self.body_mm {
            let side = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
            let extent = Extent {
                columns: side(columns),
                rows: side(rows),
            };
            let of_body = air::body(frame, rescale, padding, pixel_mm);
            let kept = Disc::new(KEPT_MM, pixel_mm).dilated(&of_body, extent);
            body.fill(0.0);
            paint(&mut body, &of_body, columns, |it| *it = 1.0);
            let mut is_kept = vec![false; values.len()];
            paint(&mut is_kept, &kept, columns, |it| *it = true);
            for (value, _) in values.iter_mut().zip(is_kept).filter(|(_, is)| !is) {
                *value = f64::NAN;
            }
        }
        let by = self.by.max(1) as usize;
        SolidLayer {
            levels: blocks(&values, columns as usize, by, |mean| {
                level(mean, self.range)
            }),
            body: blocks(&body, columns as usize, by * BODY_BY as usize, share),
        }
    }
}

fn paint<T>(image: &mut [T], runs: &[Run], columns: u32, paint: impl Fn(&mut T)) {
    for run in runs {
        let start = usize::from(run.row) * columns as usize;
        let of_run = start + usize::from(run.from)..start + usize::from(run.to);
        for it in image.get_mut(of_run).into_iter().flatten() {
            paint(it);
        }
    }
}

/// What `of` makes of the mean of each block of so many columns and rows; nothing where half of it is none.
fn blocks(values: &[f64], columns: usize, by: usize, of: impl Fn(f64) -> u8) -> Vec<u8> {
    let mut all = Vec::with_capacity(values.len() / (by * by) + 1);
    for rows in values.chunks(columns.max(1) * by) {
        for column in (0..columns).step_by(by) {
            let mean = mean(rows, columns, column..(column + by).min(columns));
            all.push(mean.map_or(NOTHING, &of));
        }
    }
    all
}

fn mean(rows: &[f64], columns: usize, of: Range<usize>) -> Option<f64> {
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
    (here > 0.0 && here * 2.0 >= all).then(|| sum / here)
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

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 to 255"
)]
fn share(of_one: f64) -> u8 {
    (of_one * f64::from(BODY)).round() as u8
}

/// The value of a level.
#[must_use]
pub fn value(level: u8, [low, high]: [f64; 2]) -> f64 {
    low + (f64::from(level) - 1.0) / LEVELS * (high - low)
}
