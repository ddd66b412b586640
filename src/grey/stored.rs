//! How often stored values come in a slice, before they mean anything.

use super::histogram::signed;
use crate::pixels::Frame;
use crate::pixels::stats::is_within;

/// How often stored values come.
pub(super) struct Stored {
    /// Growing.
    pub counts: Vec<(f64, u64)>,
    pub padding: u64,
    pub clipped: [u64; 2],
}

impl Stored {
    pub fn of(
        frame: &Frame<'_>,
        padding: Option<[i64; 2]>,
        values: impl Iterator<Item = Option<f64>>,
    ) -> Self {
        let layout = frame.layout;
        let mut left_out = 0;
        let values = values.filter_map(|value| {
            let value = value.filter(|value| value.is_finite() && !is_within(padding, *value));
            left_out += u64::from(value.is_none());
            value
        });
        let (first, last) = layout.range();
        let counts = if layout.float || layout.stored > 16 {
            sorted(values.collect())
        } else {
            by_place(values, first, last)
        };
        let at = |end: i64| {
            let is_end = |value: f64| value.total_cmp(&signed(end)).is_eq();
            let found = counts.iter().find(|(value, _)| is_end(*value));
            found.map_or(0, |(_, count)| *count)
        };
        let clipped = if layout.float {
            [0; 2]
        } else {
            [at(first), at(last)]
        };
        Self {
            counts,
            padding: left_out,
            clipped,
        }
    }
}

/// A count for each value that there can be.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers of 16 bits"
)]
fn by_place(values: impl Iterator<Item = f64>, first: i64, last: i64) -> Vec<(f64, u64)> {
    let first = signed(first);
    let mut counts = vec![0_u64; (signed(last) - first) as usize + 1];
    for value in values {
        if let Some(count) = counts.get_mut((value - first) as usize) {
            *count += 1;
        }
    }
    let counts = (0_u32..).zip(counts).filter(|(_, count)| *count > 0);
    counts
        .map(|(place, count)| (first + f64::from(place), count))
        .collect()
}

fn sorted(mut values: Vec<f64>) -> Vec<(f64, u64)> {
    values.sort_unstable_by(f64::total_cmp);
    let same = values.chunk_by(|a, b| a.total_cmp(b).is_eq());
    same.filter_map(|same| Some((*same.first()?, same.len() as u64)))
        .collect()
}
