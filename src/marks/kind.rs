//! The kinds of marks, and how hands draw them.

use serde::{Deserialize, Serialize};

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
    /// A long axis, and a short one at right angles across it: the ends of each.
    Bidirectional,
    /// Between two lines that need not meet: the ends of each.
    Cobb,
    /// A closed outline as the hand went.
    Freehand,
    /// A closed outline of straight sides.
    Polygon,
    /// What one voxel holds, and where it lies.
    Probe,
}

/// How hands draw a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// So many points, set by clicks or, two of them, by a drag.
    Points(usize),
    /// A corner for each click, until it is closed.
    Corners,
    /// The way of the hand as long as it is down.
    Trace,
}

/// An outline has no fewer corners.
pub const FEWEST_CORNERS: usize = 3;

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Length,
        Self::Bidirectional,
        Self::Angle,
        Self::Cobb,
        Self::Ellipse,
        Self::Rectangle,
        Self::Polygon,
        Self::Freehand,
        Self::Probe,
        Self::Arrow,
    ];

    #[must_use]
    pub const fn drawing(self) -> Drawing {
        match self {
            Self::Probe => Drawing::Points(1),
            Self::Length | Self::Ellipse | Self::Rectangle | Self::Arrow => Drawing::Points(2),
            Self::Angle => Drawing::Points(3),
            Self::Bidirectional | Self::Cobb => Drawing::Points(4),
            Self::Polygon => Drawing::Corners,
            Self::Freehand => Drawing::Trace,
        }
    }

    /// It encloses voxels.
    #[must_use]
    pub const fn is_region(self) -> bool {
        matches!(
            self,
            Self::Ellipse | Self::Rectangle | Self::Freehand | Self::Polygon
        )
    }

    /// What it holds is read from voxels.
    #[must_use]
    pub const fn has_values(self) -> bool {
        self.is_region() || matches!(self, Self::Probe)
    }

    /// With so many points set, the next press sets one of its own: another line begins.
    #[must_use]
    pub const fn begins_line(self, points: usize) -> bool {
        matches!((self, points), (Self::Cobb, 3))
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
            Self::Bidirectional => "bidirectional",
            Self::Cobb => "cobb",
            Self::Freehand => "freehand",
            Self::Polygon => "polygon",
            Self::Probe => "probe",
        }
    }
}
