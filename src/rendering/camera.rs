//! Where the patient is looked at from: turned about the axis from feet to head, then tipped, with
//! the head up as far as that can be seen.

use serde::{Deserialize, Serialize};

use crate::series::geometry::dot;
use crate::volume::Geometry;
use crate::volume::plane::{Run, Sheet};
use crate::volume::vector::{cross, minus, plus, times};

/// One step of the wheel, in degrees.
pub const STEP_DEGREES: f64 = 5.0;

/// Steps of a full turn.
pub const STEPS: usize = 72;

/// The picture is so much larger than the stack.
const MARGIN: f64 = 1.04;

const TURN: f64 = 360.0;
const QUARTER: f64 = 90.0;

/// In degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Camera {
    /// About the patient's axis: 0 from the front, 90 from the left, up to 360.
    pub around: f64,
    /// 90 from above the head, -90 from below the feet.
    pub above: f64,
}

/// The six sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum From {
    Front,
    Back,
    Left,
    Right,
    Head,
    Feet,
}

impl From {
    pub const ALL: [Self; 6] = [
        Self::Front,
        Self::Back,
        Self::Right,
        Self::Left,
        Self::Head,
        Self::Feet,
    ];

    #[must_use]
    pub const fn camera(self) -> Camera {
        let (around, above) = match self {
            Self::Front => (0.0, 0.0),
            Self::Back => (180.0, 0.0),
            Self::Left => (90.0, 0.0),
            Self::Right => (270.0, 0.0),
            Self::Head => (0.0, QUARTER),
            Self::Feet => (0.0, -QUARTER),
        };
        Camera { around, above }
    }
}

impl Camera {
    #[must_use]
    pub fn turned(self, [around, above]: [f64; 2]) -> Self {
        let sound = |degrees: f64| if degrees.is_finite() { degrees } else { 0.0 };
        Self {
            around: (self.around + sound(around)).rem_euclid(TURN),
            above: (self.above + sound(above)).clamp(-QUARTER, QUARTER),
        }
    }

    /// Which of the [`STEPS`] about the patient's axis lies nearest, from 0.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 72"
    )]
    pub fn step(self) -> usize {
        (self.around / STEP_DEGREES).round() as usize % STEPS
    }

    /// The same, from so many steps about the patient's axis.
    #[must_use]
    pub fn at_step(self, step: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "72 at most")]
        let around = step.min(STEPS - 1) as f64 * STEP_DEGREES;
        Self { around, ..self }
    }

    /// Where the picture runs in the patient. From the front the patient's left is on the right.
    #[must_use]
    pub fn run(self) -> Run {
        let (sin, cos) = self.around.to_radians().sin_cos();
        let level = [-sin, cos, 0.0];
        let right = [cos, sin, 0.0];
        let (sin, cos) = self.above.to_radians().sin_cos();
        let forth = plus(times(level, cos), [0.0, 0.0, -sin]);
        Run {
            right,
            down: cross(forth, right),
            forth,
        }
    }

    /// The picture through the middle of a stack: a square as large as the longest of the patient's
    /// axes in it, and a little more, so that it keeps its size while it is turned. Corners, where a
    /// scan has nothing, may turn out of it. Its columns and rows are mm.
    #[must_use]
    pub fn sheet(self, geometry: &Geometry) -> Sheet {
        let middle = geometry.middle();
        let axes = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let half = axes.map(|axis| {
            let [low, high] = geometry.reach(axis);
            (high - low) / 2.0
        });
        let reach = half.into_iter().fold(0.0, f64::max) * MARGIN;
        let Run { right, down, .. } = self.run();
        let to_corner = plus(times(right, reach), times(down, reach));
        Sheet {
            corner_mm: minus(middle, to_corner),
            column_mm: right,
            row_mm: down,
            columns: reach * 2.0,
            rows: reach * 2.0,
        }
    }

    /// From which of the patient's sides, where it is one exactly.
    #[must_use]
    pub fn side(self) -> Option<From> {
        let forth = self.run().forth;
        From::ALL
            .into_iter()
            .find(|side| dot(side.camera().run().forth, forth) > 1.0 - 1e-9)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::volume::vector::{Vector, length};

    fn is_near(a: Vector, b: Vector) -> bool {
        length(minus(a, b)) < 1e-12
    }

    #[test]
    fn sides_are_seen_as_readers_know_them() {
        // Right on the screen, down, and forth, in LPS.
        let cases = [
            (
                From::Front,
                [1.0, 0.0, 0.0],
                [0.0, 0.0, -1.0],
                [0.0, 1.0, 0.0],
            ),
            (
                From::Back,
                [-1.0, 0.0, 0.0],
                [0.0, 0.0, -1.0],
                [0.0, -1.0, 0.0],
            ),
            // From the left: the front is on the left.
            (
                From::Left,
                [0.0, 1.0, 0.0],
                [0.0, 0.0, -1.0],
                [-1.0, 0.0, 0.0],
            ),
            (
                From::Right,
                [0.0, -1.0, 0.0],
                [0.0, 0.0, -1.0],
                [1.0, 0.0, 0.0],
            ),
            // From the feet as axial slices are seen.
            (
                From::Feet,
                [1.0, 0.0, 0.0],
                [0.0, 1.0, 0.0],
                [0.0, 0.0, 1.0],
            ),
            (
                From::Head,
                [1.0, 0.0, 0.0],
                [0.0, -1.0, 0.0],
                [0.0, 0.0, -1.0],
            ),
        ];
        for (side, right, down, forth) in cases {
            let run = side.camera().run();
            assert!(is_near(run.right, right), "{side:?} {run:?}");
            assert!(is_near(run.down, down), "{side:?} {run:?}");
            assert!(is_near(run.forth, forth), "{side:?} {run:?}");
            assert_eq!(side.camera().side(), Some(side));
        }
    }

    #[test]
    fn turning_goes_round_and_tipping_ends_at_head_and_feet() {
        let camera = Camera::default().turned([-10.0, 100.0]);
        assert_eq!(
            camera,
            Camera {
                around: 350.0,
                above: 90.0
            }
        );
        assert_eq!(camera.step(), 70);
        assert_eq!(camera.turned([f64::NAN, f64::INFINITY]), camera);
        assert_eq!(Camera::default().turned([359.0, 0.0]).step(), 0);
        assert!((camera.at_step(18).around - 90.0).abs() < 1e-12);
        assert_eq!(camera.turned([3.0, -7.0]).side(), None);
    }
}
