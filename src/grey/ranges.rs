//! Ranges of HU: each from an edge up to the next, without it, so that no value counts twice
//! (BEHAVIOUR 6).

use super::histogram::Histogram;

/// How many voxels lie in each range between edges that grow.
#[must_use]
pub fn counts(histogram: &Histogram, edges_hu: &[i32]) -> Vec<u64> {
    let ranges = edges_hu.iter().zip(edges_hu.iter().skip(1));
    ranges
        .map(|(from, to)| histogram.between(f64::from(*from), f64::from(*to)))
        .collect()
}
