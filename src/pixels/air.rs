//! Air around the body: what a CT without an offset gives away about its stored values. Air is
//! -1000 HU; scanners store HU with one of a few offsets.

use super::layout::Frame;

/// A side of the frame is this many boxes; those along the edge are looked at.
const BOXES: u32 = 16;

/// A box of fewer columns or rows says nothing of noise.
const LEAST_SIDE: u32 = 4;

/// Where nine in ten values of a box lie further apart, it holds more than air.
const NOISE: i64 = 120;

/// Boxes of air differ by less.
const ALIKE: i64 = 25;

const AIR_HU: i64 = -1000;

/// Offsets that scanners write as Rescale Intercept (0028,1052), the commonest first.
const USUAL: [i32; 4] = [-1024, -1000, 0, -8192];

/// Air by an offset lies at most so far from -1000 HU, or the offset is not offered.
const OFF_HU: u32 = 30;

/// The stored value of air around the body: the lowest that is alike in two boxes along the edge.
/// A box of one value alone is what a scanner fills its round field with, and counts only where
/// no box has noise. `None` where no air is seen.
#[must_use]
pub fn around_body(frame: &Frame<'_>, padding: Option<[i64; 2]>) -> Option<i64> {
    let (columns, rows) = (frame.shape.columns / BOXES, frame.shape.rows / BOXES);
    if columns.min(rows) < LEAST_SIDE || frame.layout.float {
        return None;
    }
    let at_edge = |at: u32| at == 0 || at == BOXES - 1;
    let mut noisy = Vec::new();
    let mut flat = Vec::new();
    for (x, y) in (0..BOXES).flat_map(|y| (0..BOXES).map(move |x| (x, y))) {
        if !(at_edge(x) || at_edge(y)) {
            continue;
        }
        let places = (y * rows..(y + 1) * rows)
            .flat_map(|row| (x * columns..(x + 1) * columns).map(move |column| (column, row)));
        let mut values: Vec<i64> = places
            .filter_map(|(column, row)| frame.stored_value_at(column, row))
            .filter(|value| !padding.is_some_and(|[low, high]| (low..=high).contains(value)))
            .collect();
        values.sort_unstable();
        let at_tenth = |tenths: usize| values.get(values.len().saturating_sub(1) * tenths / 10);
        let (Some(low), Some(middle), Some(high)) = (at_tenth(0), at_tenth(5), at_tenth(9)) else {
            continue;
        };
        match high - low {
            0 => flat.push(*middle),
            1..NOISE => noisy.push(*middle),
            _ => {}
        }
    }
    lowest_alike(noisy).or_else(|| lowest_alike(flat))
}

/// The middle of the lowest values that are not alone.
fn lowest_alike(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    let first = values.windows(2).find(|pair| pair[1] - pair[0] < ALIKE)?[0];
    let alike: Vec<i64> = values
        .into_iter()
        .filter(|value| (first..first + ALIKE).contains(value))
        .collect();
    alike.get(alike.len() / 2).copied()
}

/// The offsets by which air at this stored value would be near -1000 HU. Not the nearest first: air
/// is darker than it should be where a scanner cuts its noise off at zero.
#[must_use]
pub fn offsets(air: i64) -> Vec<i32> {
    let off = |offset: &i32| (air + i64::from(*offset) - AIR_HU).unsigned_abs();
    USUAL
        .into_iter()
        .filter(|offset| off(offset) <= u64::from(OFF_HU))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::{Endian, Layout, Shape};

    const SIDE: u32 = 128;

    /// What a frame of values, by column and row, says of air.
    fn air(value: impl Fn(u32, u32) -> i64, padding: Option<[i64; 2]>) -> Option<i64> {
        let layout = Layout {
            allocated: 16,
            stored: 16,
            high_bit: 15,
            signed: true,
            float: false,
            endian: Endian::Little,
        };
        let shape = Shape {
            columns: SIDE,
            rows: SIDE,
            samples: 1,
            planar: false,
        };
        let places = (0..SIDE * SIDE).map(|at| (at % SIDE, at / SIDE));
        let values = places.map(|(column, row)| i16::try_from(value(column, row)).unwrap());
        let bytes: Vec<u8> = values.flat_map(i16::to_le_bytes).collect();
        around_body(&Frame::new(&bytes, layout, shape).unwrap(), padding)
    }

    fn noise(column: u32, row: u32) -> i64 {
        i64::from((column * 31 + row * 17) % 11) - 5
    }

    /// A body as wide as the image, which is a disc in a square of another value.
    fn chest(column: u32, row: u32, outside: i64, air: i64, body: i64) -> i64 {
        let [x, y] = [column, row].map(|at| f64::from(at) / f64::from(SIDE) * 2.0 - 1.0);
        if x.hypot(y) > 1.0 {
            outside
        } else if x.hypot(y * 1.5) > 1.0 {
            air + noise(column, row)
        } else {
            body + noise(column, row)
        }
    }

    #[test]
    fn air_is_found_beside_a_body_and_inside_a_round_field() {
        let found = air(|x, y| chest(x, y, -2000, -1000, 40), None).unwrap();
        assert!((found + 1000).abs() <= 3, "{found}");
        let padded = air(|x, y| chest(x, y, -2000, 24, 1064), Some([-2000, -2000])).unwrap();
        assert!((padded - 24).abs() <= 3, "{padded}");
        // Nothing but one value around the body: it has to do.
        assert_eq!(
            air(|x, y| if x + y < 140 { 0 } else { 1064 }, None),
            Some(0)
        );
    }

    #[test]
    fn where_the_body_fills_the_image_no_air_is_seen() {
        let tissue = air(|x, y| 1064 + noise(x, y), None).unwrap();
        assert!(offsets(tissue).is_empty());
        assert_eq!(air(|x, y| i64::from(x * 251 + y * 911) % 4000, None), None);
    }

    #[test]
    fn offsets_are_those_that_bring_air_to_where_it_belongs() {
        assert_eq!(offsets(24), [-1024, -1000]);
        assert_eq!(offsets(0), [-1024, -1000]);
        assert_eq!(offsets(-10), [-1000]);
        assert_eq!(offsets(-1000), [0]);
        assert_eq!(offsets(7192), [-8192]);
        assert!(offsets(400).is_empty());
    }
}
