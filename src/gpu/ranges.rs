//! Ranges of modality values, folded into the keys that the shader compares.

use super::draw::Ranges;
use super::uniform::PaneUniform;
use crate::pixels::{GreyPath, Layout};

/// Below an edge, in HU, where values are reckoned in f32: one that is the edge itself lies above it,
/// whichever way its last digit was rounded.
const ROUNDING: f64 = 1.0 / 64.0;

impl PaneUniform {
    /// Each edge becomes the first key from which on values lie above it, or, of a negative slope, do not
    /// any more. What `pixels` says of a stored value is asked, so that none is on the other side.
    pub(super) fn fold_ranges(&mut self, layout: Layout, path: &GreyPath, ranges: &Ranges) {
        let usable = path.slope.is_finite() && path.slope != 0.0 && path.intercept.is_finite();
        if !usable {
            return;
        }
        self.turned = u32::from(path.slope < 0.0);
        self.fold_edges(ranges, |edge| {
            if layout.float {
                ordered(path, edge)
            } else {
                counted(layout, path, edge)
            }
        });
    }

    /// Where slices have rescales of their own no key is the first of all of them: edges are the bits of
    /// modality values.
    pub(super) fn fold_ranges_of_values(&mut self, ranges: &Ranges) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "rounding to f32 is the purpose"
        )]
        self.fold_edges(ranges, |edge| ((edge - ROUNDING) as f32).to_bits());
    }

    fn fold_edges(&mut self, ranges: &Ranges, key_of: impl Fn(f64) -> u32) {
        if ranges.edges.len() > self.range_edges.len() {
            return;
        }
        for (key, edge) in self.range_edges.iter_mut().zip(&ranges.edges) {
            *key = key_of(*edge);
        }
        self.edges = u32::try_from(ranges.edges.len()).unwrap_or_default();
        self.outlined = u32::from(ranges.outlined);
    }
}

/// Of whole numbers, counted from the smallest that fits. Of one beyond all of them none is above.
#[expect(clippy::cast_possible_truncation, reason = "held within 33 bits")]
fn counted(layout: Layout, path: &GreyPath, edge: f64) -> u32 {
    const BEYOND_32_BITS: f64 = 1e12;
    let is_above = |stored: i64| path.modality(stored) >= edge;
    let is_turned = path.slope < 0.0;
    let place = (edge - path.intercept) / path.slope;
    let mut first = place.ceil().clamp(-BEYOND_32_BITS, BEYOND_32_BITS) as i64;
    // The first on the far side: above the edge, or of a negative slope no more. Division has it but
    // for rounding.
    for _ in 0..2 {
        if is_above(first - 1) != is_turned {
            first -= 1;
        } else if is_above(first) == is_turned {
            first += 1;
        }
    }
    let from_least = (first - layout.range().0).max(0);
    u32::try_from(from_least).unwrap_or(u32::MAX)
}

/// Of floating-point numbers, in the order of their bits as the shader turns them.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding to f32 is the purpose"
)]
fn ordered(path: &GreyPath, edge: f64) -> u32 {
    let place = (edge - path.intercept) / path.slope;
    let nearest = place as f32;
    let is_first = f64::from(nearest) > place
        || (path.slope > 0.0 && f64::from(nearest).total_cmp(&place).is_eq());
    let first = if is_first { nearest } else { nearest.next_up() };
    let bits = first.to_bits();
    if bits >> 31 == 0 {
        bits | (1 << 31)
    } else {
        !bits
    }
}
