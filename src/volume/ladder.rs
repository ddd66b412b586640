//! The planes that a wheel goes through.

use super::geometry::Geometry;
use super::vector::{Vector, dot};

/// The planes of one direction, a voxel apart, of which one goes through the point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ladder {
    pub step_mm: f64,
    pub count: i64,
    /// From 0.
    pub here: i64,
}

impl Ladder {
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "planes through a body")]
    pub fn of(geometry: &Geometry, forth: Vector, at_mm: Vector) -> Self {
        let step_mm = geometry.voxel_mm(forth);
        let [low, high] = geometry.reach(forth);
        let at = dot(at_mm, forth);
        // Planes through voxels: half of one further in than the outer faces.
        let before = ((at - low) / step_mm - 0.5 + SLACK).floor().max(0.0) as i64;
        let after = ((high - at) / step_mm - 0.5 + SLACK).floor().max(0.0) as i64;
        Self {
            step_mm,
            count: before.saturating_add(after).saturating_add(1),
            here: before,
        }
    }
}

/// Rounding takes no plane away.
const SLACK: f64 = 1e-3;
