//! What is in the mask, by lung, third and range of HU.
//!
//! Voxels are counted once by their HU, slice by slice: other ranges, other thirds, and a slice
//! that was corrected cost no second look at the rest.

use super::grid::Grid;
use super::runs::Run;
use super::sides::Lungs;
use crate::pixels::stats::is_within;
use crate::pixels::{Frame, Rescale};

/// Values from here on are counted one by one...
pub const LEAST_HU: i32 = -1024;
/// ...up to here; those below and above in a count each.
pub const END_HU: i32 = 256;

/// Counts of a lung in a slice: below [`LEAST_HU`], then of each HU, then from [`END_HU`] on.
const COUNTS: usize = (END_HU - LEAST_HU) as usize + 2;

/// Edges of the ranges at the start: each from an edge up to the next, without it (BEHAVIOUR 6).
pub const EDGES_HU: [i32; 5] = [-1024, -950, -750, -300, 50];

/// Ranges to be told apart by what they are drawn in.
const MOST_RANGES: usize = 6;

/// Whether ranges can lie between such edges: they grow, and lie where values are counted one by one.
#[must_use]
pub fn are_edges(edges_hu: &[i32]) -> bool {
    let is_counted = |hu: &i32| (LEAST_HU..=END_HU).contains(hu);
    (2..=MOST_RANGES + 1).contains(&edges_hu.len())
        && edges_hu.is_sorted_by(|low, high| low < high)
        && edges_hu.iter().all(is_counted)
}

/// Voxels of both lungs of a slice by their HU, right and left.
pub type Counts = [Vec<u32>; 2];

/// Counts the voxels of runs; padding and what is no number is left out. A value between two
/// whole HU counts as the lower, so that ranges with whole edges hold what lies in them.
#[must_use]
pub fn count(
    frame: &Frame<'_>,
    rescale: Option<&Rescale>,
    padding: Option<[i64; 2]>,
    lungs: &Lungs,
) -> Counts {
    lungs.each_ref().map(|runs| {
        let mut counts = vec![0; COUNTS];
        for run in runs {
            for column in run.from..run.to {
                let stored = frame.value_at(column.into(), run.row.into());
                let Some(stored) = stored.filter(|value| !is_within(padding, *value)) else {
                    continue;
                };
                let hu = rescale.map_or(stored, |rescale| rescale.modality(stored));
                if let Some(count) = counts.get_mut(place(hu)) {
                    *count += 1;
                }
            }
        }
        counts
    })
}

/// Where a value is counted.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within the range"
)]
fn place(hu: f64) -> usize {
    let from_least = (hu - f64::from(LEAST_HU)).floor() + 1.0;
    from_least.clamp(0.0, f64::from(END_HU - LEAST_HU) + 1.0) as usize
}

/// Volumes of a lung, or of a third of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    pub volume_ml: f64,
    /// Of each range.
    pub ranges_ml: Vec<f64>,
}

impl Region {
    /// What each range holds of it, from 0 to 1; `None` of a region without voxels.
    #[must_use]
    pub fn shares(&self) -> Option<Vec<f64>> {
        let share = |ml: &f64| ml / self.volume_ml;
        (self.volume_ml > 0.0).then(|| self.ranges_ml.iter().map(share).collect())
    }

    fn add(&mut self, other: &Self) {
        self.volume_ml += other.volume_ml;
        self.ranges_ml.resize(other.ranges_ml.len(), 0.0);
        for (sum, more) in self.ranges_ml.iter_mut().zip(&other.ranges_ml) {
            *sum += more;
        }
    }
}

/// Shares of both lungs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shares {
    pub all: Region,
    /// Right, left.
    pub lungs: [Region; 2],
    /// Of each lung: upper, middle, lower third by height.
    pub thirds: [[Region; 3]; 2],
    pub warnings: Vec<Warning>,
}

/// What leads the table (BEHAVIOUR 6).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Warning {
    /// One lung is more than twice the other.
    Unequal,
    Small,
    /// The mask is in the first slice, the last one, or both.
    Cut {
        first: bool,
        last: bool,
    },
    /// Slices are missing, and their volume with them.
    Gaps,
    /// The trachea was not found, and may be in the mask.
    Airway,
}

/// One lung is no more than so many times the other.
const UNEQUAL: f64 = 2.0;

/// Lungs of less are small, or not all there.
const SMALL_ML: f64 = 1500.0;

const MM3_PER_ML: f64 = 1000.0;

/// The table of all slices' counts, by ranges between whole edges that grow.
#[must_use]
pub fn shares(counts: &[&Counts], grid: &Grid, edges_hu: &[i32], has_airway: bool) -> Shares {
    let mut shares = Shares::default();
    for side in 0..2 {
        let of_side: Vec<&[u32]> = counts
            .iter()
            .map(|of| of.get(side).map(Vec::as_slice).unwrap_or_default())
            .collect();
        thirds(&of_side, grid, edges_hu, &mut shares.thirds[side]);
        for third in &shares.thirds[side] {
            shares.lungs[side].add(third);
        }
        shares.all.add(&shares.lungs[side]);
    }
    shares.warnings = warnings(&shares, counts, grid.has_gaps, has_airway);
    shares
}

/// Adds each slice to the thirds that it lies in, by how much of it does.
fn thirds(counts: &[&[u32]], grid: &Grid, edges_hu: &[i32], thirds: &mut [Region; 3]) {
    for third in thirds.iter_mut() {
        third.ranges_ml = vec![0.0; edges_hu.len().saturating_sub(1)];
    }
    let is_in = |counts: &&[u32]| counts.iter().any(|count| *count > 0);
    let first = counts.iter().position(is_in);
    let last = counts.iter().rposition(is_in);
    let ends = first.zip(last).and_then(|(first, last)| {
        let levels = (grid.levels.get(first)?, grid.levels.get(last)?);
        Some((levels.0.from_mm, levels.1.to_mm))
    });
    let Some((top, bottom)) = ends else { return };
    let third_mm = (bottom - top) / 3.0;
    for (slice, (counts, level)) in counts.iter().zip(&grid.levels).enumerate() {
        let region = region(counts, grid.volume_mm3(slice) / MM3_PER_ML, edges_hu);
        let mut begins = top;
        for third in thirds.iter_mut() {
            let ends = begins + third_mm;
            let inside = level.to_mm.min(ends) - level.from_mm.max(begins);
            let share = inside.max(0.0) / level.thickness_mm();
            third.add(&scaled(&region, share));
            begins = ends;
        }
    }
}

fn scaled(region: &Region, by: f64) -> Region {
    Region {
        volume_ml: region.volume_ml * by,
        ranges_ml: region.ranges_ml.iter().map(|ml| ml * by).collect(),
    }
}

fn region(counts: &[u32], voxel_ml: f64, edges_hu: &[i32]) -> Region {
    let volume = |counts: &[u32]| {
        let voxels: f64 = counts.iter().copied().map(f64::from).sum();
        voxels * voxel_ml
    };
    let ranges = edges_hu.iter().zip(edges_hu.iter().skip(1));
    let of_range = |(from, to): (&i32, &i32)| {
        let [from, to] = [from, to].map(|edge| place(f64::from(*edge)));
        volume(counts.get(from..to).unwrap_or_default())
    };
    Region {
        volume_ml: volume(counts),
        ranges_ml: ranges.map(of_range).collect(),
    }
}

fn warnings(shares: &Shares, counts: &[&Counts], has_gaps: bool, has_airway: bool) -> Vec<Warning> {
    let [right, left] = [&shares.lungs[0], &shares.lungs[1]].map(|lung| lung.volume_ml);
    let mut warnings = Vec::new();
    if right.max(left) > UNEQUAL * right.min(left) {
        warnings.push(Warning::Unequal);
    }
    if shares.all.volume_ml < SMALL_ML {
        warnings.push(Warning::Small);
    }
    let is_in = |counts: Option<&&Counts>| {
        let mut both = counts
            .into_iter()
            .flat_map(|counts| counts.iter().flatten());
        both.any(|count| *count > 0)
    };
    let (first, last) = (is_in(counts.first()), is_in(counts.last()));
    if first || last {
        warnings.push(Warning::Cut { first, last });
    }
    if has_gaps {
        warnings.push(Warning::Gaps);
    }
    if !has_airway {
        warnings.push(Warning::Airway);
    }
    warnings
}

/// The volume of runs in ml, whatever they hold.
#[must_use]
pub fn volume_ml(slices: &[Vec<Run>], grid: &Grid) -> f64 {
    let slices = slices.iter().enumerate();
    let volume = slices.map(|(slice, runs)| {
        let voxels: f64 = runs.iter().map(|run| f64::from(run.length())).sum();
        voxels * grid.volume_mm3(slice)
    });
    volume.sum::<f64>() / MM3_PER_ML
}
