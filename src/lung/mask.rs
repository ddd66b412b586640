//! From the air of all slices to the two lungs.

use serde::{Deserialize, Serialize};

use super::air::Air;
use super::airway::airway;
use super::grid::Grid;
use super::parts::Parts;
use super::runs::{self, Disc, Run};
use super::sides::{Lungs, lungs};

/// Vessels and other holes and notches are filled where a disc of this radius does not fit in.
pub const CLOSED_MM: f64 = 5.0;

/// A part of which so much is as thin as gas is bowel, stomach or air beside the lung: lung that
/// has been destroyed still has walls.
const GAS: f64 = 0.75;

/// The two lungs of a stack.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mask {
    /// Of each slice.
    pub slices: Vec<Lungs>,
    /// The trachea was found, and is not in the mask.
    pub has_airway: bool,
    /// x of the body's middle in the patient (LPS): right of it is less.
    pub middle_x_mm: f64,
}

impl Mask {
    /// Bytes of its runs.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.slices.iter().map(|lungs| runs::bytes(lungs)).sum()
    }
}

/// Finds the lungs; nothing where there is no air in the body. Says that it is `alive` between its
/// steps, each of which goes over all slices.
#[must_use]
pub fn find(slices: &[Air], grid: &Grid, alive: &mut dyn FnMut()) -> Mask {
    let middle = middle(slices, grid);
    let lumen: Vec<Vec<Run>> = slices.iter().map(|of| of.lumen.clone()).collect();
    let airway = airway(&lumen, grid, middle);
    alive();
    let without_airway = |(runs, airway): (Vec<Run>, &Vec<Run>)| runs::minus(&runs, airway);
    let air = without_gas(slices).into_iter().zip(&airway);
    let air: Vec<Vec<Run>> = air.map(without_airway).collect();
    let lung = slices.iter().map(|of| of.lung.clone()).zip(&airway);
    let lung: Vec<Vec<Run>> = lung.map(without_airway).collect();
    alive();
    let mut slices = lungs(&air, &lung, grid, middle);
    alive();
    let disc = Disc::new(CLOSED_MM, grid.pixel_mm);
    for (lungs, airway) in slices.iter_mut().zip(&airway) {
        close(lungs, airway, &disc, grid);
        alive();
    }
    Mask {
        slices,
        has_airway: airway.iter().any(|runs| !runs.is_empty()),
        middle_x_mm: middle[0],
    }
}

/// Each lung by itself, so that nothing between the two is filled.
fn close(lungs: &mut Lungs, airway: &[Run], disc: &Disc, grid: &Grid) {
    let [right, left] = &*lungs;
    let closed = |runs: &[Run], other: &[Run]| {
        let closed = disc.closed(runs, grid.extent());
        runs::minus(&runs::minus(&closed, airway), other)
    };
    let right = closed(right, left);
    let left = closed(left, &right);
    *lungs = [right, left];
}

/// The mean of the middles of slices, in the patient.
fn middle(slices: &[Air], grid: &Grid) -> [f64; 3] {
    let middles = slices.iter().enumerate();
    let middles = middles.filter_map(|(slice, air)| Some(grid.point(slice, air.middle?)));
    let (sum, count) = middles.fold(([0.0; 3], 0.0), |(sum, count), at| {
        let sum: [f64; 3] = std::array::from_fn(|axis| sum[axis] + at[axis]);
        (sum, count + 1.0)
    });
    sum.map(|part| if count > 0.0 { part / count } else { 0.0 })
}

/// The air of all slices, but for parts that are nothing but gas.
fn without_gas(slices: &[Air]) -> Vec<Vec<Run>> {
    let air: Vec<Vec<Run>> = slices.iter().map(|of| of.air.clone()).collect();
    let parts = Parts::of_stack(&air);
    let mut voxels = vec![[0_u64; 2]; parts.count];
    for (of, parts) in slices.iter().zip(&parts.of) {
        for ((run, gas), part) in of.air.iter().zip(&of.gas).zip(parts) {
            if let Some([all, thin]) = voxels.get_mut(*part as usize) {
                *all += u64::from(run.length());
                *thin += u64::from(*gas);
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of voxels")]
    let is_gas = |[all, thin]: [u64; 2]| thin as f64 >= GAS * all as f64;
    let is_kept = |part: u32| voxels.get(part as usize).is_some_and(|of| !is_gas(*of));
    let air = air.iter().enumerate();
    air.map(|(slice, runs)| parts.chosen(slice, runs, is_kept))
        .collect()
}
