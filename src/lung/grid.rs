//! Where the voxels of a stack lie, as far as a mask needs it.

use serde::{Deserialize, Serialize};

use super::runs::{Extent, Run};
use crate::volume::Geometry;
use crate::volume::vector::{Vector, plus, times};

/// Room for rounding, in mm.
const NOTHING_MM: f64 = 1e-6;

/// A slice in its place, with the room that its voxels stand for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Centre of the first voxel.
    pub position_mm: Vector,
    /// Along the normal: where its room begins, and where it ends.
    pub from_mm: f64,
    pub to_mm: f64,
}

impl Level {
    #[must_use]
    pub fn thickness_mm(&self) -> f64 {
        self.to_mm - self.from_mm
    }
}

/// Columns, rows and slices from head to feet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    pub columns: u16,
    pub rows: u16,
    /// Between columns, between rows.
    pub pixel_mm: [f64; 2],
    /// Unit vectors in the patient (LPS): along a row, along a column.
    pub row: Vector,
    pub column: Vector,
    pub levels: Vec<Level>,
    /// Slices are missing between others.
    pub has_gaps: bool,
}

impl Grid {
    /// Each slice stands for the room up to halfway to its neighbours, so that uneven spacing
    /// counts as it is; at the ends and at gaps for half of the usual distance. `None` of more
    /// columns or rows than runs count.
    #[must_use]
    pub fn of(geometry: &Geometry) -> Option<Self> {
        let half = geometry.usual_mm / 2.0;
        let places = geometry.places.iter();
        let mut levels: Vec<Level> = places
            .map(|place| Level {
                position_mm: place.position_mm,
                from_mm: place.along_mm - half,
                to_mm: place.along_mm + half,
            })
            .collect();
        let pairs = geometry.places.iter().zip(geometry.places.iter().skip(1));
        for (at, (place, next)) in pairs.enumerate().filter(|(_, (place, _))| place.joined) {
            let between = f64::midpoint(place.along_mm, next.along_mm);
            if let Some([above, below]) = levels.get_mut(at..at + 2) {
                above.to_mm = between;
                below.from_mm = between;
            }
        }
        let inner = geometry.places.iter().rev().skip(1);
        Some(Self {
            has_gaps: inner.into_iter().any(|place| !place.joined),
            columns: u16::try_from(geometry.columns).ok()?,
            rows: u16::try_from(geometry.rows).ok()?,
            pixel_mm: geometry.pixel_mm,
            row: geometry.row,
            column: geometry.column,
            levels,
        })
    }

    /// Slices are missing between one and the next: their rooms do not meet.
    #[must_use]
    pub fn is_gap_after(&self, slice: usize) -> bool {
        let here = self.levels.get(slice);
        let next = self.levels.get(slice + 1);
        here.zip(next)
            .is_some_and(|(here, next)| here.to_mm + NOTHING_MM < next.from_mm)
    }

    #[must_use]
    pub const fn extent(&self) -> Extent {
        Extent {
            columns: self.columns,
            rows: self.rows,
        }
    }

    /// Of a voxel, in its slice.
    #[must_use]
    pub fn area_mm2(&self) -> f64 {
        self.pixel_mm[0] * self.pixel_mm[1]
    }

    /// Of a voxel.
    #[must_use]
    pub fn volume_mm3(&self, slice: usize) -> f64 {
        let level = self.levels.get(slice);
        self.area_mm2() * level.map_or(0.0, Level::thickness_mm)
    }

    /// A point of a slice, by columns and rows from the centre of its first voxel.
    #[must_use]
    pub fn point(&self, slice: usize, [column, row]: [f64; 2]) -> Vector {
        let position = self.levels.get(slice).map_or([0.0; 3], |it| it.position_mm);
        let right = times(self.row, column * self.pixel_mm[0]);
        let down = times(self.column, row * self.pixel_mm[1]);
        plus(position, plus(right, down))
    }

    /// The middle of a run.
    #[must_use]
    pub fn middle(&self, slice: usize, run: Run) -> Vector {
        let last = f64::from(run.to) - 1.0;
        let column = f64::midpoint(f64::from(run.from), last);
        self.point(slice, [column, f64::from(run.row)])
    }
}
