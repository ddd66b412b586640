//! Marks on a slice, and what they measure. Points are columns and rows from the outer corner of
//! the first voxel, as in `viewport`: the middle of the first voxel is (0.5, 0.5). A mark belongs to
//! the frame that it was drawn on.

mod grip;
mod measure;
mod region;

use serde::{Deserialize, Serialize};

use crate::intake::FrameKey;

pub use grip::{Grip, grip_at, handles};
pub use measure::{Measure, Spacing, measure};
pub use region::{Region, holds, region};

pub type Point = [f64; 2];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MarkId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    Length,
    /// Its vertex is the second point.
    Angle,
    /// Its box has the two points as corners.
    Ellipse,
    Rectangle,
    /// From its text to what it points at.
    Arrow,
}

impl Kind {
    /// Points that it takes.
    #[must_use]
    pub const fn points(self) -> usize {
        match self {
            Self::Angle => 3,
            _ => 2,
        }
    }

    /// It encloses voxels.
    #[must_use]
    pub const fn is_region(self) -> bool {
        matches!(self, Self::Ellipse | Self::Rectangle)
    }

    /// What scripts hold on to (`data-mark`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Angle => "angle",
            Self::Ellipse => "ellipse",
            Self::Rectangle => "rectangle",
            Self::Arrow => "arrow",
        }
    }
}

/// A kind with its points, fewer of them while it is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    pub kind: Kind,
    pub points: Vec<Point>,
}

impl Shape {
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.points.len() == self.kind.points()
    }

    /// The least and the greatest column and row of its points.
    #[must_use]
    pub fn bounds(&self) -> [Point; 2] {
        let fold = |start: f64, choose: fn(f64, f64) -> f64, axis: usize| {
            self.points
                .iter()
                .map(|point| point[axis])
                .fold(start, choose)
        };
        [
            [
                fold(f64::INFINITY, f64::min, 0),
                fold(f64::INFINITY, f64::min, 1),
            ],
            [
                fold(f64::NEG_INFINITY, f64::max, 0),
                fold(f64::NEG_INFINITY, f64::max, 1),
            ],
        ]
    }

    /// Moved as a whole.
    #[must_use]
    pub fn moved(&self, by: Point) -> Self {
        let moved = |point: &Point| [point[0] + by[0], point[1] + by[1]];
        Self {
            kind: self.kind,
            points: self.points.iter().map(moved).collect(),
        }
    }
}

/// What a reader drew on a frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    pub id: MarkId,
    pub frame: FrameKey,
    pub shape: Shape,
    /// Of an arrow.
    pub text: String,
}
