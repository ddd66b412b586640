//! What a point or a slab holds, from the exact stored values. The twin of `gpu/cut.wgsl`:
//! `tests/cut_twin.rs` and `tests/browser/planes.rs` hold the two together.
//!
//! Between two slices that are here, and between which nothing is missing, values are blended
//! along the normal, and within a slice along rows and columns. At a gap and at the ends a slice
//! reaches half of the usual distance. Padding has no weight, and where it has most, it is what
//! is there.

use super::geometry::Geometry;
use super::slab::{Projection, Slab};
use super::vector::{Vector, dot, minus, plus, times};

/// The voxels of a stack, as far as they are here.
pub trait Voxels {
    fn is_here(&self, slice: usize) -> bool;
    /// The modality value; `None` of padding.
    fn value(&self, slice: usize, column: u32, row: u32) -> Option<f64>;
}

/// In the order in which they are taken where a slab meets several.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Sample {
    Outside,
    /// Within the stack, and nothing is here.
    Gap,
    Padding,
    Value(f64),
}

/// What a point of the patient holds.
#[must_use]
pub fn at(geometry: &Geometry, voxels: &impl Voxels, point: Vector) -> Sample {
    let [column, row, along_mm] = geometry.voxel_from_patient(point);
    let half = geometry.usual_mm / 2.0;
    let last_mm = geometry.places.last().map_or(0.0, |place| place.along_mm);
    if geometry.places.is_empty() || along_mm < -half || along_mm > last_mm + half {
        return Sample::Outside;
    }
    let after = geometry
        .places
        .partition_point(|place| place.along_mm <= along_mm);
    let low = after.saturating_sub(1);
    let high = (low + 1).min(geometry.places.len() - 1);
    let mm = |slice: usize| geometry.places[slice].along_mm;
    let [has_low, has_high] = [low, high].map(|slice| voxels.is_here(slice));
    let mut parts = [(low, 0.0), (high, 0.0)];
    if low == high || along_mm < mm(low) {
        parts[0].1 = f64::from(u8::from(has_low));
    } else if geometry.places[low].joined && has_low && has_high {
        parts[1].1 = (along_mm - mm(low)) / (mm(high) - mm(low));
        parts[0].1 = 1.0 - parts[1].1;
    } else if has_low && along_mm - mm(low) <= half {
        parts[0].1 = 1.0;
    } else if has_high && mm(high) - along_mm <= half {
        parts[1].1 = 1.0;
    }
    let mut sum = [0.0; 2];
    let [mut weight, mut outside] = [0.0; 2];
    for (slice, share) in parts.into_iter().filter(|(_, share)| *share > 0.0) {
        let [shift_columns, shift_rows] = geometry.shift(slice);
        let place = [column - shift_columns, row - shift_rows];
        weight += share;
        match within(geometry, voxels, slice, place) {
            Some(part) => sum = std::array::from_fn(|at| sum[at] + share * part[at]),
            None => outside += share,
        }
    }
    if weight == 0.0 {
        // What lies beside the image of the nearer slice is no gap.
        let nearer = if along_mm - mm(low) <= mm(high) - along_mm {
            low
        } else {
            high
        };
        let [shift_columns, shift_rows] = geometry.shift(nearer);
        let is_inside = is_inside(geometry, [column - shift_columns, row - shift_rows]);
        return if is_inside {
            Sample::Gap
        } else {
            Sample::Outside
        };
    }
    if sum[1] > 0.5 {
        Sample::Value(sum[0] / sum[1])
    } else if outside > 0.5 {
        Sample::Outside
    } else {
        Sample::Padding
    }
}

fn is_inside(geometry: &Geometry, [column, row]: [f64; 2]) -> bool {
    let is_on = |at: f64, count: u32| at >= -0.5 && at < f64::from(count) - 0.5;
    is_on(column, geometry.columns) && is_on(row, geometry.rows)
}

/// The weighted sum of four voxels and their weight; `None` beside the image.
fn within(
    geometry: &Geometry,
    voxels: &impl Voxels,
    slice: usize,
    place: [f64; 2],
) -> Option<[f64; 2]> {
    if !is_inside(geometry, place) {
        return None;
    }
    let mut sum = [0.0; 2];
    for down in [false, true] {
        for right in [false, true] {
            let (column, across) = neighbour(place[0], right, geometry.columns);
            let (row, along) = neighbour(place[1], down, geometry.rows);
            if let Some(value) = voxels.value(slice, column, row) {
                sum[0] += across * along * value;
                sum[1] += across * along;
            }
        }
    }
    Some(sum)
}

/// The voxel on one side of a place, and its share; at the edge the outermost one stands for what
/// is not there.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the image"
)]
fn neighbour(place: f64, is_after: bool, count: u32) -> (u32, f64) {
    let before = place.floor();
    let share = place - before;
    let last = f64::from(count.saturating_sub(1));
    if is_after {
        ((before + 1.0).clamp(0.0, last) as u32, share)
    } else {
        (before.clamp(0.0, last) as u32, 1.0 - share)
    }
}

/// What a plane's point holds, through a slab or without one; `normal` is the plane's.
#[must_use]
pub fn through(
    geometry: &Geometry,
    voxels: &impl Voxels,
    point: Vector,
    normal: Vector,
    slab: Option<Slab>,
) -> Sample {
    let Some(slab) = slab else {
        return at(geometry, voxels, point);
    };
    let mut met = Sample::Outside;
    let [mut sum, mut whole] = [0.0; 2];
    for (depth_mm, weight) in slab.depths(geometry.voxel_mm(normal)) {
        let sample = at(geometry, voxels, plus(point, times(normal, depth_mm)));
        met = match (slab.projection, met, sample) {
            (Projection::MinIp, Sample::Value(a), Sample::Value(b)) => Sample::Value(a.min(b)),
            (_, a, b) => {
                if b > a {
                    b
                } else {
                    a
                }
            }
        };
        if let Sample::Value(value) = sample {
            sum += weight * value;
            whole += weight;
        }
    }
    match met {
        Sample::Value(_) if slab.projection == Projection::Mean && whole > 0.0 => {
            Sample::Value(sum / whole)
        }
        met => met,
    }
}

/// How much of a slab lies in slices that are here, in mm, along the normal through a point.
#[must_use]
pub fn here_mm(
    geometry: &Geometry,
    is_here: impl Fn(usize) -> bool,
    point: Vector,
    normal: Vector,
    slab: Slab,
) -> f64 {
    struct Here<F>(F);
    impl<F: Fn(usize) -> bool> Voxels for Here<F> {
        fn is_here(&self, slice: usize) -> bool {
            self.0(slice)
        }
        fn value(&self, _: usize, _: u32, _: u32) -> Option<f64> {
            Some(0.0)
        }
    }
    let here = Here(is_here);
    // Through the middle of the image, whatever lies beside it.
    let middle = minus(geometry.middle(), point);
    let point = plus(point, minus(middle, times(normal, dot(middle, normal))));
    let depths = slab.depths(geometry.voxel_mm(normal)).into_iter();
    let held = depths.filter(|(depth_mm, _)| {
        let sample = at(geometry, &here, plus(point, times(normal, *depth_mm)));
        matches!(sample, Sample::Value(_))
    });
    held.map(|(_, weight)| weight).sum::<f64>() * slab.mm
}
