//! The frames of a segmentation by where they lie: an atlas of a whole body has tens of thousands, and
//! which of them lie in a slice is asked at each event.

use std::collections::BTreeMap;

use crate::engine::segments::{Grid, IN_PLANE_MM, PARALLEL};
use crate::header::Headers;
use crate::volume::vector::{dot, length, minus};

/// Where the direction of a normal stands.
type Known = BTreeMap<[u64; 3], usize>;

/// Beyond what rounding may move a frame.
const ROUNDING_MM: f64 = 1e-6;

/// Directions of planes, in most segmentations one.
#[derive(Debug, Default)]
pub struct Planes(Vec<Direction>);

/// Frames of one normal.
#[derive(Debug)]
struct Direction {
    normal: [f64; 3],
    /// The first voxel of one of them, and how far those of others are from it at most.
    centre: [f64; 3],
    radius_mm: f64,
    /// Half of the thickest.
    half_mm: f64,
    /// How far each lies along the normal, with its number: sorted.
    frames: Vec<(f64, u32)>,
}

impl Planes {
    pub fn of(headers: &Headers) -> Self {
        let frames = headers.image.as_ref().map_or(0, |image| image.frames);
        let mut planes = Self::default();
        let mut known = BTreeMap::new();
        for number in 0..frames {
            let header = headers.of(number);
            if let Some(grid) = Grid::of(header) {
                let half_mm = header.slice_thickness_mm.unwrap_or_default() / 2.0;
                planes.add(&mut known, number, &grid, half_mm);
            }
        }
        for direction in &mut planes.0 {
            direction.frames.sort_unstable_by(|(a, one), (b, other)| {
                a.total_cmp(b).then_with(|| one.cmp(other))
            });
        }
        planes
    }

    /// `known` tells directions by the bits of their normals.
    fn add(&mut self, known: &mut Known, number: u32, grid: &Grid, half_mm: f64) {
        let at = *known
            .entry(grid.normal.map(f64::to_bits))
            .or_insert(self.0.len());
        if at == self.0.len() {
            self.0.push(Direction {
                normal: grid.normal,
                centre: grid.first,
                radius_mm: 0.0,
                half_mm,
                frames: Vec::new(),
            });
        }
        if let Some(direction) = self.0.get_mut(at) {
            let from_centre = minus(grid.first, direction.centre);
            direction.radius_mm = direction.radius_mm.max(length(from_centre));
            direction.half_mm = direction.half_mm.max(half_mm);
            let along = dot(grid.normal, grid.first);
            direction.frames.push((along, number));
        }
    }

    /// The numbers, in order, of all frames that may lie in the plane of a grid, which itself reaches
    /// so far to both sides. Some of them may not: directions that differ a little are taken in.
    pub fn near(&self, grid: &Grid, half_mm: f64) -> Vec<u32> {
        let mut near = Vec::new();
        for direction in &self.0 {
            let cosine = dot(direction.normal, grid.normal);
            if cosine.abs() < PARALLEL {
                continue;
            }
            let same_way = grid.normal.map(|part| part * cosine.signum());
            let apart = length(minus(same_way, direction.normal));
            let away = length(minus(grid.first, direction.centre)) + direction.radius_mm;
            let reach = half_mm.max(direction.half_mm).max(IN_PLANE_MM);
            let reach = reach + apart * away + ROUNDING_MM;
            let here = dot(direction.normal, grid.first);
            let frames = &direction.frames;
            let first = frames.partition_point(|(along, _)| *along < here - reach);
            let within = frames.iter().skip(first);
            let within = within.take_while(|(along, _)| *along <= here + reach);
            near.extend(within.map(|(_, number)| *number));
        }
        near.sort_unstable();
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::geometry::normal;

    fn grid(tilt: f64, first: [f64; 3]) -> Grid {
        let (sin, cos) = tilt.sin_cos();
        Grid {
            first,
            column: [1.0, 0.0, 0.0],
            row: [0.0, cos, sin],
            normal: normal([1.0, 0.0, 0.0, 0.0, cos, sin]),
        }
    }

    /// A hundred segments on three hundred slices of 1.5 mm, each a frame.
    fn thirty_thousand() -> (Planes, Vec<Grid>) {
        let mut planes = Planes::default();
        let place = |at: u32| {
            [
                f64::from(at % 7),
                f64::from(at % 11),
                f64::from(at % 300) * 1.5,
            ]
        };
        let grids: Vec<Grid> = (0..30_000).map(|at| grid(0.0, place(at))).collect();
        let mut known = Known::new();
        for (number, grid) in (0..).zip(&grids) {
            planes.add(&mut known, number, grid, 0.75);
        }
        for direction in &mut planes.0 {
            direction
                .frames
                .sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        }
        (planes, grids)
    }

    #[test]
    fn no_frame_of_a_slice_is_left_out_and_few_others_are_looked_at() {
        let (planes, grids) = thirty_thousand();
        // The last is tilted by as much as still counts as parallel, and far to the side.
        for (tilt, first) in [
            (0.0, [0.0, 0.0, 30.0]),
            (0.0, [0.0, 0.0, 30.7]),
            (0.004, [100.0, -200.0, 200.0]),
        ] {
            let slice = grid(tilt, first);
            let near = planes.near(&slice, 0.75);
            let is_in_it = |mask: &Grid| slice.distance_mm(mask).is_some_and(|mm| mm <= 0.75);
            let all = (0..30_000_u32)
                .zip(&grids)
                .filter(|(_, mask)| is_in_it(mask));
            let all: Vec<u32> = all.map(|(number, _)| number).collect();
            assert!(all.len() >= 100, "{tilt}");
            assert!(all.iter().all(|number| near.contains(number)), "{tilt}");
            assert!(near.len() <= 1000, "{}", near.len());
        }
        let across = Grid {
            normal: [1.0, 0.0, 0.0],
            ..grid(0.0, [0.0; 3])
        };
        assert!(planes.near(&across, 100.0).is_empty());
    }
}
