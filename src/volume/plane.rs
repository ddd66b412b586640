//! Planes through the patient: the three at right angles that readers know, turned as they like,
//! and the sheet of a picture in each.

use serde::{Deserialize, Serialize};

use super::geometry::Geometry;
use super::vector::{Vector, cross, dot, minus, plus, times, turned, unit};
use crate::header::{Header, Image, SpacingOf};
use crate::series::geometry::{is_sound, row_and_column};

/// The planes that meet in a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Section {
    Axial,
    Coronal,
    Sagittal,
}

impl Section {
    pub const ALL: [Self; 3] = [Self::Axial, Self::Coronal, Self::Sagittal];

    /// What scripts hold on to.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Axial => "axial",
            Self::Coronal => "coronal",
            Self::Sagittal => "sagittal",
        }
    }
}

/// Unit vectors at right angles, to the patient's left, back and head as long as nothing is
/// turned.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axes {
    pub left: Vector,
    pub back: Vector,
    pub head: Vector,
}

impl Default for Axes {
    fn default() -> Self {
        Self {
            left: [1.0, 0.0, 0.0],
            back: [0.0, 1.0, 0.0],
            head: [0.0, 0.0, 1.0],
        }
    }
}

/// Where a plane's picture runs: right and down on the screen, and forth, the way in which
/// planes are gone through (BEHAVIOUR 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    pub right: Vector,
    pub down: Vector,
    pub forth: Vector,
}

/// A direction lies in a plane where so much of it does: about six degrees.
const LIES_IN: f64 = 0.1;

impl Axes {
    /// Axial runs head to feet and is seen from the feet; coronal front to back, the head up and
    /// the patient's right on the left; sagittal right to left, the front on the left. A plane's
    /// own turning does not turn its picture: an axial plane has the left on the right, the others
    /// the head up, as far as they lie in it.
    #[must_use]
    pub fn run(self, section: Section) -> Run {
        let feet = times(self.head, -1.0);
        let in_plane = |towards: Vector, forth: Vector, otherwise: Vector| {
            let within = minus(towards, times(forth, dot(towards, forth)));
            // Of a plane that lies across it nothing is left.
            if dot(within, within) > LIES_IN * LIES_IN {
                unit(within)
            } else {
                otherwise
            }
        };
        match section {
            Section::Axial => {
                let right = in_plane([1.0, 0.0, 0.0], feet, self.left);
                let down = cross(self.head, right);
                Run {
                    right,
                    down,
                    forth: feet,
                }
            }
            Section::Coronal => {
                let down = in_plane([0.0, 0.0, -1.0], self.back, feet);
                let right = cross(down, self.back);
                Run {
                    right,
                    down,
                    forth: self.back,
                }
            }
            Section::Sagittal => {
                let down = in_plane([0.0, 0.0, -1.0], self.left, feet);
                let right = cross(self.left, down);
                Run {
                    right,
                    down,
                    forth: self.left,
                }
            }
        }
    }

    /// Turned about a plane's normal, clockwise as it is seen.
    #[must_use]
    pub fn turned(self, section: Section, radians: f64) -> Self {
        let Run { right, down, .. } = self.run(section);
        // Right turned to down is clockwise.
        let about = cross(right, down);
        let turn = |axis| turned(axis, about, radians);
        // Many small turns must not bend them.
        let left = unit(turn(self.left));
        let back = turn(self.back);
        let back = unit(minus(back, times(left, dot(left, back))));
        Self {
            left,
            back,
            head: cross(left, back),
        }
    }

    /// Nothing was turned.
    #[must_use]
    pub fn is_straight(self) -> bool {
        let straight = Self::default();
        let is_near = |a: Vector, b: Vector| dot(a, b) > 1.0 - 1e-9;
        is_near(self.left, straight.left) && is_near(self.back, straight.back)
    }
}

/// The picture of a plane, or of a slice: an outer corner in the patient, and what a column and a
/// row are there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    pub corner_mm: Vector,
    /// One column to the right, one row down.
    pub column_mm: Vector,
    pub row_mm: Vector,
    pub columns: f64,
    pub rows: f64,
}

impl Sheet {
    /// The picture of a section through a point: as large as the stack is along the patient's own
    /// axes, so that it keeps its size while it is turned, and isotropic.
    #[must_use]
    pub fn of_section(geometry: &Geometry, section: Section, axes: Axes, at_mm: Vector) -> Self {
        let mm = geometry.pixel_mm[0].min(geometry.pixel_mm[1]);
        let straight = Axes::default().run(section);
        let size = |direction| {
            let [low, high] = geometry.reach(direction);
            high - low
        };
        let Run { right, down, forth } = axes.run(section);
        let middle = geometry.middle();
        // The stack's middle, brought into the plane along its normal.
        let middle = plus(middle, times(forth, dot(minus(at_mm, middle), forth)));
        let [wide, tall] = [size(straight.right), size(straight.down)];
        let to_corner = plus(times(right, wide / 2.0), times(down, tall / 2.0));
        Self {
            corner_mm: minus(middle, to_corner),
            column_mm: times(right, mm),
            row_mm: times(down, mm),
            columns: wide / mm,
            rows: tall / mm,
        }
    }

    /// The picture of an image by itself, as it is stored; `None` where it does not say where it
    /// lies, or how large its pixels are in the patient.
    #[must_use]
    pub fn of_image(header: &Header, image: &Image) -> Option<Self> {
        let orientation = header.orientation.filter(|of| is_sound(*of))?;
        let mm = header.pixel_spacing_mm;
        let [between_rows, between_columns] =
            mm.filter(|_| header.spacing_of != SpacingOf::Detector)?;
        let (row, column) = row_and_column(orientation);
        let column_mm = times(unit(row), between_columns);
        let row_mm = times(unit(column), between_rows);
        let half = times(plus(column_mm, row_mm), 0.5);
        Some(Self {
            corner_mm: minus(header.position_mm?, half),
            column_mm,
            row_mm,
            columns: f64::from(image.shape.columns),
            rows: f64::from(image.shape.rows),
        })
    }

    #[must_use]
    pub fn middle_mm(&self) -> Vector {
        self.patient_from_image([self.columns / 2.0, self.rows / 2.0])
    }

    /// The picture of a slice as it is stored.
    #[must_use]
    pub fn of_slice(geometry: &Geometry, slice: usize) -> Option<Self> {
        let position_mm = geometry.places.get(slice)?.position_mm;
        let column_mm = times(geometry.row, geometry.pixel_mm[0]);
        let row_mm = times(geometry.column, geometry.pixel_mm[1]);
        let half = times(plus(column_mm, row_mm), 0.5);
        Some(Self {
            corner_mm: minus(position_mm, half),
            column_mm,
            row_mm,
            columns: f64::from(geometry.columns),
            rows: f64::from(geometry.rows),
        })
    }

    /// A point of the picture, in columns and rows from its corner, in the patient.
    #[must_use]
    pub fn patient_from_image(&self, [column, row]: [f64; 2]) -> Vector {
        let along = plus(times(self.column_mm, column), times(self.row_mm, row));
        plus(self.corner_mm, along)
    }

    /// The point of the picture that lies below a point, along the normal.
    #[must_use]
    pub fn image_from_patient(&self, point: Vector) -> [f64; 2] {
        let way = minus(point, self.corner_mm);
        [self.column_mm, self.row_mm].map(|step| dot(way, step) / dot(step, step))
    }

    /// From column to column.
    #[must_use]
    pub fn column_length_mm(&self) -> f64 {
        dot(self.column_mm, self.column_mm).sqrt()
    }

    /// How much taller than wide its pixels are.
    #[must_use]
    pub fn aspect(&self) -> f64 {
        dot(self.row_mm, self.row_mm).sqrt() / self.column_length_mm()
    }
}
