//! A slab: what lies about a plane, brought into one picture.

use serde::{Deserialize, Serialize};

/// How the values along the normal become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Projection {
    /// The largest.
    Mip,
    /// The smallest.
    MinIp,
    Mean,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slab {
    pub projection: Projection,
    pub mm: f64,
}

/// Thicknesses that the wheel goes through.
const MM: [f64; 26] = [
    1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 25.0, 30.0,
    35.0, 40.0, 45.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0,
];

impl Slab {
    /// What a slab begins with: vessels and nodules are told apart in it.
    pub const FIRST: Self = Self {
        projection: Projection::Mip,
        mm: 10.0,
    };

    /// MIP, `MinIP`, mean, none, and again.
    #[must_use]
    pub const fn next(slab: Option<Self>) -> Option<Self> {
        let Some(Self { projection, mm }) = slab else {
            return Some(Self::FIRST);
        };
        let projection = match projection {
            Projection::Mip => Projection::MinIp,
            Projection::MinIp => Projection::Mean,
            Projection::Mean => return None,
        };
        Some(Self { projection, mm })
    }

    /// Thicker or thinner by steps; thinner than the thinnest is none, and what is thicker than
    /// none is the thinnest MIP.
    #[must_use]
    pub fn stepped(slab: Option<Self>, by: i32) -> Option<Self> {
        let here = slab.map_or(0, |slab| MM.partition_point(|mm| *mm < slab.mm) + 1);
        let there = here.saturating_add_signed(by as isize).min(MM.len());
        let mm = there.checked_sub(1).and_then(|at| MM.get(at))?;
        let projection = slab.unwrap_or(Self::FIRST).projection;
        Some(Self {
            projection,
            mm: *mm,
        })
    }

    /// How far from the plane it is looked at, in mm, each with the share of the slab that it
    /// stands for: every `step_mm` from the plane on, so that slices in the plane's direction are
    /// met where they lie, and at both ends. The mean over them is the trapezoidal rule.
    #[must_use]
    pub fn depths(self, step_mm: f64) -> Vec<(f64, f64)> {
        let reach = self.mm / 2.0;
        let steps = self.steps(step_mm);
        let at = |step: i32| (f64::from(step) * step_mm).clamp(-reach, reach);
        let weight = |step| (at(step + 1) - at(step - 1)) / 2.0 / self.mm;
        (-steps..=steps)
            .map(|step| (at(step), weight(step)))
            .collect()
    }

    /// Steps to either side; the last one is an end.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a few hundred")]
    pub fn steps(self, step_mm: f64) -> i32 {
        // Where the end falls on a step it is that step.
        (self.mm / 2.0 / step_mm - 1e-6)
            .ceil()
            .clamp(1.0, MOST_STEPS) as i32
    }
}

/// To either side: enough for the thickest slab through voxels of 0.2 mm.
const MOST_STEPS: f64 = 256.0;

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these are exact")]
mod tests {
    use super::*;

    #[test]
    fn the_wheel_goes_from_none_to_the_thickest_and_back() {
        let mut slab = None;
        let mut thicknesses = Vec::new();
        for _ in 0..30 {
            slab = Slab::stepped(slab, 1);
            thicknesses.extend(slab.map(|slab| slab.mm));
        }
        assert_eq!(thicknesses[..26], MM);
        assert_eq!(thicknesses[29], 100.0);
        assert_eq!(Slab::stepped(slab, -26), None);
        let mean = Some(Slab {
            projection: Projection::Mean,
            mm: 10.0,
        });
        let thicker = Slab::stepped(mean, 1).unwrap();
        assert_eq!(thicker.projection, Projection::Mean);
        assert!((thicker.mm - 12.0).abs() < 1e-9);
    }

    #[test]
    fn a_slab_meets_slices_where_they_lie_and_its_weights_are_all_of_it() {
        let slab = Slab::FIRST;
        let depths: Vec<f64> = slab.depths(3.0).into_iter().map(|(at, _)| at).collect();
        assert_eq!(depths, [-5.0, -3.0, 0.0, 3.0, 5.0]);
        for step in [0.3, 2.5, 3.0, 5.0, 7.0, 100.0] {
            let sum: f64 = slab.depths(step).iter().map(|(_, weight)| weight).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{step}: {sum}");
        }
        let even: Vec<f64> = slab.depths(2.5).into_iter().map(|(at, _)| at).collect();
        assert_eq!(even, [-5.0, -2.5, 0.0, 2.5, 5.0]);
    }
}
