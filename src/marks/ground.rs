//! What a mark lies on.

use serde::{Deserialize, Serialize};

use crate::intake::FrameKey;
use crate::volume::vector::{Vector, dot, minus, plus, times, unit};
use crate::volume::{Axes, Section, Sheet, Slab};

/// A slice as it is stored, or a plane or slab through its stack.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ground {
    /// The slice; of a plane the one that lay nearest to where the planes met.
    pub frame: FrameKey,
    pub plane: Option<Plane>,
}

/// A plane or slab in the patient, with what brings a pane back to it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plane {
    /// `None` of a slab about a slice.
    pub section: Option<Section>,
    pub axes: Axes,
    /// Where the planes met.
    pub at_mm: Vector,
    /// Unit vector, the way in which planes are gone through.
    pub normal: Vector,
    pub slab: Option<Slab>,
    /// From 0, among the planes of its direction.
    pub number: usize,
    /// Its picture, whose columns and rows points are counted in.
    pub sheet: Sheet,
}

/// Directions are one where so much of them is: about a twentieth of a degree.
const SAME: f64 = 1.0 - 5e-7;

impl Ground {
    #[must_use]
    pub const fn slice(frame: FrameKey) -> Self {
        Self { frame, plane: None }
    }
}

impl Plane {
    /// The plane so far along the normal, as its number has it.
    #[must_use]
    pub fn moved(&self, by_mm: f64, number: usize) -> Self {
        let way = times(self.normal, by_mm);
        let corner_mm = plus(self.sheet.corner_mm, way);
        Self {
            at_mm: plus(self.at_mm, way),
            number,
            sheet: Sheet {
                corner_mm,
                ..self.sheet
            },
            ..*self
        }
    }

    /// The other is this one, no further off than half a step along the normal.
    #[must_use]
    pub fn is_like(&self, other: &Self, half_step_mm: f64) -> bool {
        let is_along = |a: Vector, b: Vector| dot(unit(a), unit(b)) > SAME;
        let off = dot(
            minus(other.sheet.corner_mm, self.sheet.corner_mm),
            self.normal,
        );
        self.slab == other.slab
            && is_along(self.sheet.column_mm, other.sheet.column_mm)
            && is_along(self.sheet.row_mm, other.sheet.row_mm)
            && off.abs() < half_step_mm
    }
}
