//! What the voxels of a region hold (BEHAVIOUR 6): those whose centre is inside.

use std::ops::Range;

use super::tally::{Counts, Region, Tally};
use super::{Kind, Point, Shape};
use crate::intake::sorted;
use crate::pixels::stats::is_within;
use crate::pixels::{Frame, Rescale};

/// The figures of a whole shape; `None` where no voxel is inside.
#[must_use]
pub fn region(
    frame: &Frame<'_>,
    shape: &Shape,
    padding: Option<[i64; 2]>,
    rescale: Option<&Rescale>,
) -> Option<Region> {
    if !(shape.kind.has_values() && shape.is_whole()) || frame.shape.samples != 1 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "stored values have 32 bits")]
    let ends = (!frame.layout.float).then(|| {
        let (first, last) = frame.layout.range();
        [first as f64, last as f64]
    });
    let mut tally = Tally::default();
    let mut add = |stored: f64, often: u64| {
        let value = rescale.map_or(stored, |rescale| rescale.modality(stored));
        let is_clipped = ends.is_some_and(|ends| ends.contains(&stored));
        tally.add_often(value, often, is_clipped);
    };
    let mut padded = 0;
    let mut counts = Counts::of(frame);
    for (row, columns) in rows_inside(shape, [frame.shape.columns, frame.shape.rows]) {
        for column in columns {
            let stored = frame.value_at(column, row);
            let Some(stored) = stored.filter(|stored| !is_within(padding, *stored)) else {
                padded += 1;
                continue;
            };
            if !counts.as_mut().is_some_and(|counts| counts.add(stored)) {
                add(stored, 1);
            }
        }
    }
    for (stored, often) in counts.iter().flat_map(Counts::all) {
        add(stored, often);
    }
    tally.figures.padding = padded;
    tally.figures()
}

/// The voxels of an image of so many columns and rows whose centre is inside: rows, each with the columns
/// from one on, up to another.
pub fn rows_inside(
    shape: &Shape,
    [columns, rows]: [u32; 2],
) -> impl Iterator<Item = (u32, Range<u32>)> + use<'_> {
    let [low, high] = shape.bounds();
    let all = held(low[1].floor(), rows)..held(high[1].floor() + 1.0, rows);
    all.flat_map(move |row| {
        let spans = spans(shape, [low, high], f64::from(row) + 0.5);
        let ranges = spans.into_iter().map(move |[from, to]| {
            // A centre on the line is inside where the span begins, and not where it ends.
            (
                row,
                held((from - 0.5).ceil(), columns)..held((to - 0.5).ceil(), columns),
            )
        });
        ranges.filter(|(_, range)| !range.is_empty())
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held inside the image"
)]
fn held(at: f64, count: u32) -> u32 {
    at.clamp(0.0, f64::from(count)) as u32
}

/// Where a line across the image at this height is inside, from and to.
fn spans(shape: &Shape, [low, high]: [Point; 2], y: f64) -> Vec<[f64; 2]> {
    let is_between = low[1] <= y && y < high[1];
    match shape.kind {
        // The voxel that the point is in.
        Kind::Probe => (low[1].floor()..low[1].floor() + 1.0)
            .contains(&y)
            .then(|| [low[0].floor(), low[0].floor() + 1.0])
            .into_iter()
            .collect(),
        Kind::Rectangle => is_between
            .then_some([low[0], high[0]])
            .into_iter()
            .collect(),
        Kind::Ellipse => {
            let [middle, radius] = [f64::midpoint(low[0], high[0]), (high[0] - low[0]) / 2.0];
            let off = (y - low[1]) / ((high[1] - low[1]) / 2.0) - 1.0;
            let half = radius * (1.0 - off * off).max(0.0).sqrt();
            let span = is_between.then_some([middle - half, middle + half]);
            span.into_iter().collect()
        }
        _ => crossed(&shape.points, y),
    }
}

/// Between the first and the second side that are met, the third and the fourth: the even-odd rule.
fn crossed(points: &[Point], y: f64) -> Vec<[f64; 2]> {
    let ends = points.iter().cycle().skip(1);
    let sides = points.iter().zip(ends);
    let met = sides.filter(|(a, b)| (a[1] <= y) != (b[1] <= y));
    let across: Vec<f64> = met
        .map(|(a, b)| a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]))
        .collect();
    let across = sorted(across, f64::total_cmp);
    let pairs = across.chunks_exact(2);
    pairs
        .filter_map(|pair| <[f64; 2]>::try_from(pair).ok())
        .collect()
}

#[cfg(test)]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "small numbers"
)]
mod tests {
    use super::*;
    use crate::pixels::{Endian, Layout, Shape as Extent};

    const SIDE: u32 = 64;
    const SIGNED: Layout = Layout {
        allocated: 16,
        stored: 16,
        high_bit: 15,
        signed: true,
        float: false,
        endian: Endian::Little,
    };
    const EXTENT: Extent = Extent {
        columns: SIDE,
        rows: SIDE,
        samples: 1,
        planar: false,
    };

    fn samples(value: impl Fn(f64, f64) -> i16) -> Vec<u8> {
        let pixels = (0..SIDE).flat_map(|row| (0..SIDE).map(move |column| (column, row)));
        pixels
            .flat_map(|(column, row)| value(column.into(), row.into()).to_le_bytes())
            .collect()
    }

    fn figures(bytes: &[u8], kind: Kind, points: [Point; 2], padding: Option<[i64; 2]>) -> Region {
        let frame = Frame::new(bytes, SIGNED, EXTENT).unwrap();
        let shape = Shape {
            kind,
            points: points.to_vec(),
        };
        region(&frame, &shape, padding, None).unwrap()
    }

    #[test]
    fn a_disc_is_found_as_it_was_made() {
        // 100 inside a radius of 20 about the middle, 0 outside.
        let disc = samples(|column, row| {
            let inside = (column + 0.5 - 32.0).hypot(row + 0.5 - 32.0) <= 20.0;
            if inside { 100 } else { 0 }
        });
        let whole = figures(&disc, Kind::Ellipse, [[12.0, 12.0], [52.0, 52.0]], None);
        assert!((whole.mean - 100.0).abs() < 1e-9);
        assert_eq!(whole.deviation, Some(0.0));
        let theory = std::f64::consts::PI * 400.0;
        assert!(
            (whole.count as f64 - theory).abs() < 0.01 * theory,
            "{}",
            whole.count
        );
        // A box about it: the disc is pi / 4 of it.
        let square = figures(&disc, Kind::Rectangle, [[52.0, 52.0], [12.0, 12.0]], None);
        assert_eq!(square.count, 1600);
        let share = whole.count as f64 / 1600.0;
        assert!((square.mean - 100.0 * share).abs() < 1e-9);
        let sd = 100.0 * (share * (1.0 - share) * 1600.0 / 1599.0).sqrt();
        assert!((square.deviation.unwrap() - sd).abs() < 1e-9);
        assert_eq!((square.least, square.most), (0.0, 100.0));
    }

    #[test]
    fn centres_decide_and_the_frame_ends_the_region() {
        let ramp = samples(|column, _| column as i16);
        let none = Shape {
            kind: Kind::Rectangle,
            points: vec![[3.6, 3.6], [4.4, 4.4]],
        };
        let frame = Frame::new(&ramp, SIGNED, EXTENT).unwrap();
        assert_eq!(region(&frame, &none, None, None), None);
        let two = figures(&ramp, Kind::Rectangle, [[3.4, 3.4], [5.5, 4.4]], None);
        assert_eq!((two.count, two.mean, two.deviation), (2, 3.5, None));
        let edge = figures(&ramp, Kind::Rectangle, [[-9.0, -9.0], [2.0, 2.0]], None);
        assert_eq!((edge.count, edge.mean), (4, 0.5));
    }

    #[test]
    fn padding_is_left_out_and_the_ends_are_counted() {
        let cut = samples(|column, _| match column as i32 {
            0..=3 => -2000,
            4 => i16::MIN,
            5 => i16::MAX,
            _ => 40,
        });
        let corners = [[0.0, 0.0], [8.0, 4.0]];
        let all = figures(&cut, Kind::Rectangle, corners, Some([-2000, -2000]));
        assert_eq!((all.count, all.padding, all.clipped), (16, 16, 8));
        // Four of each end, eight of 40.
        assert_eq!((all.least, all.most), (-32768.0, 32767.0));
        assert!((all.median - 40.0).abs() < 1e-9);
        let nothing = figures(
            &cut,
            Kind::Rectangle,
            [[0.0; 2], [2.0; 2]],
            Some([-2000, -2000]),
        );
        assert_eq!((nothing.count, nothing.padding), (0, 4));
    }

    #[test]
    fn a_probe_holds_the_voxel_that_it_is_in() {
        let ramp = samples(|column, row| (column + 100.0 * row) as i16);
        let frame = Frame::new(&ramp, SIGNED, EXTENT).unwrap();
        for (at, value) in [
            ([5.01, 7.99], 705.0),
            ([5.0, 7.0], 705.0),
            ([63.9, 0.0], 63.0),
        ] {
            let shape = Shape {
                kind: Kind::Probe,
                points: vec![at],
            };
            let figures = region(&frame, &shape, None, None).unwrap();
            assert_eq!(
                (figures.count, figures.mean, figures.deviation),
                (1, value, None)
            );
        }
        let beside = Shape {
            kind: Kind::Probe,
            points: vec![[64.0, 3.0]],
        };
        assert_eq!(region(&frame, &beside, None, None), None);
    }
}
