//! What the voxels of a region hold (BEHAVIOUR 6): those whose centre is inside.

use super::{Kind, Point, Shape};
use crate::pixels::stats::is_within;
use crate::pixels::{Frame, Rescale};

/// There is no SD of fewer voxels.
const FEWEST: u64 = 10;

/// Figures of a region, in modality values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Region {
    /// Voxels that count.
    pub count: u64,
    pub mean: f64,
    /// With n - 1; `None` under ten voxels.
    pub deviation: Option<f64>,
    pub least: f64,
    pub most: f64,
    /// Voxels inside that are padding, and left out.
    pub padding: u64,
    /// Voxels that hold the first or the last stored value there is: they may be beyond it.
    pub clipped: u64,
}

/// The figures of a whole shape; `None` where no voxel counts.
#[must_use]
pub fn region(
    frame: &Frame<'_>,
    shape: &Shape,
    padding: Option<[i64; 2]>,
    rescale: Option<&Rescale>,
) -> Option<Region> {
    if !(shape.kind.is_region() && shape.is_whole()) || frame.shape.samples != 1 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "stored values have 32 bits")]
    let ends = (!frame.layout.float).then(|| {
        let (first, last) = frame.layout.range();
        [first as f64, last as f64]
    });
    let mut figures = Region {
        least: f64::INFINITY,
        most: f64::NEG_INFINITY,
        ..Region::default()
    };
    let mut squares = 0.0;
    for (column, row) in voxels(frame, shape) {
        let stored = frame.value_at(column, row);
        let Some(stored) = stored.filter(|stored| !is_within(padding, *stored)) else {
            figures.padding += 1;
            continue;
        };
        let value = rescale.map_or(stored, |rescale| rescale.modality(stored));
        figures.count += 1;
        figures.clipped += u64::from(ends.is_some_and(|ends| ends.contains(&stored)));
        figures.least = figures.least.min(value);
        figures.most = figures.most.max(value);
        // Welford: exact enough for any number of voxels.
        #[expect(clippy::cast_precision_loss, reason = "voxels of a slice")]
        let count = figures.count as f64;
        let away = value - figures.mean;
        figures.mean += away / count;
        squares += away * (value - figures.mean);
    }
    if figures.count >= FEWEST {
        #[expect(clippy::cast_precision_loss, reason = "voxels of a slice")]
        let degrees = (figures.count - 1) as f64;
        figures.deviation = Some((squares / degrees).sqrt());
    }
    (figures.count > 0).then_some(figures)
}

/// The voxels of the frame whose centre is inside.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held inside the frame"
)]
fn voxels(frame: &Frame<'_>, shape: &Shape) -> impl Iterator<Item = (u32, u32)> {
    let [low, high] = shape.bounds();
    let range = |low: f64, high: f64, size: u32| {
        let size = f64::from(size);
        low.floor().clamp(0.0, size) as u32..high.ceil().clamp(0.0, size) as u32
    };
    let columns = range(low[0], high[0], frame.shape.columns);
    let rows = range(low[1], high[1], frame.shape.rows);
    let kind = shape.kind;
    rows.flat_map(move |row| columns.clone().map(move |column| (column, row)))
        .filter(move |(column, row)| {
            let centre = [f64::from(*column) + 0.5, f64::from(*row) + 0.5];
            is_inside(kind, low, high, centre)
        })
}

fn is_inside(kind: Kind, low: Point, high: Point, at: Point) -> bool {
    let inside = |axis: usize| low[axis] <= at[axis] && at[axis] <= high[axis];
    let away = |axis: usize| {
        let half = (high[axis] - low[axis]) / 2.0;
        ((at[axis] - low[axis]) / half - 1.0).powi(2)
    };
    match kind {
        Kind::Ellipse => away(0) + away(1) <= 1.0,
        _ => inside(0) && inside(1),
    }
}

/// Whether a whole region encloses a point.
#[must_use]
pub fn holds(shape: &Shape, at: Point) -> bool {
    let [low, high] = shape.bounds();
    is_inside(shape.kind, low, high, at)
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
        assert_eq!((two.count, two.mean, two.deviation), (3, 4.0, None));
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
    }
}
