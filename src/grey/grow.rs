//! Growing from a seed: the connected voxels of a range of values, by their six sides.

use serde::{Deserialize, Serialize};

use crate::lung::parts::Parts;
use crate::lung::runs::{self, Disc, Extent, Run};
use crate::lung::{Grid, Level};
use crate::pixels::stats::is_within;
use crate::pixels::{Frame, Rescale};
use crate::volume::vector::{cross, dot, minus};

/// Room for rounding, in mm.
const NOTHING_MM: f64 = 1e-6;

/// A voxel by its slice, column and row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed {
    pub slice: usize,
    pub at: [u16; 2],
}

/// The runs of a slice whose modality values lie in `low..=high`; padding is in none.
#[must_use]
pub fn within(
    frame: &Frame<'_>,
    rescale: Option<&Rescale>,
    padding: Option<[i64; 2]>,
    [low, high]: [f64; 2],
) -> Vec<Run> {
    runs::of(extent_of(frame), |column, row| {
        let stored = frame.value_at(column.into(), row.into());
        let stored = stored.filter(|value| !is_within(padding, *value));
        stored.is_some_and(|stored| {
            let value = rescale.map_or(stored, |rescale| rescale.modality(stored));
            (low..=high).contains(&value)
        })
    })
}

/// Of a slice.
#[must_use]
pub fn extent_of(frame: &Frame<'_>) -> Extent {
    let side = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
    Extent {
        columns: side(frame.shape.columns),
        rows: side(frame.shape.rows),
    }
}

/// What grew from a seed: in all of the stack that was given, and no further.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Growth {
    /// The voxels of each slice; none where the seed is not in the range itself.
    pub slices: Vec<Vec<Run>>,
    pub voxels: u64,
    /// More voxels than were allowed: it has run out of what was meant.
    pub is_over: bool,
    /// It reaches the surface of the ball that it was kept in.
    pub meets_ball: bool,
}

/// What is to grow out of the runs of all slices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Growing {
    pub seed: Seed,
    pub most: u64,
    /// Slices after which others are missing: nothing is joined across.
    pub gaps: Vec<usize>,
    pub ball: Option<Ball>,
}

/// The part that holds the seed. Of more voxels than it may have it is said that it is over; it is given
/// all the same, so that a reader sees where it has run to.
#[must_use]
pub fn grown(slices: &[Vec<Run>], of: &Growing) -> Growth {
    let (seed, ball) = (of.seed, of.ball.as_ref());
    let [column, row] = seed.at;
    let holds = |run: &Run| run.row == row && (run.from..run.to).contains(&column);
    let of_seed = slices.get(seed.slice);
    let at = of_seed.and_then(|runs| runs.iter().position(holds));
    let parts = Parts::of_pieces(slices, &of.gaps);
    let part = at.and_then(|at| parts.of.get(seed.slice)?.get(at).copied());
    let Some(part) = part else {
        return Growth {
            slices: vec![Vec::new(); slices.len()],
            ..Growth::default()
        };
    };
    let slices = slices.iter().enumerate();
    let grown = slices.map(|(slice, runs)| parts.chosen(slice, runs, |it| it == part));
    let grown: Vec<Vec<Run>> = grown.collect();
    let voxels = grown.iter().map(|runs| runs::count(runs)).sum();
    Growth {
        is_over: voxels > of.most,
        meets_ball: ball.is_some_and(|ball| ball.is_met(&grown)),
        voxels,
        slices: grown,
    }
}

/// A ball about the seed, as a disc of each slice that it cuts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ball {
    /// Middle in columns and rows, and radius in mm; nothing of slices beside it.
    pub discs: Vec<Option<([u16; 2], f64)>>,
    pub pixel_mm: [f64; 2],
    pub extent: [u16; 2],
    /// Of a voxel: this far below the surface is still at it.
    pub skin_mm: f64,
}

impl Ball {
    /// About a voxel of a stack. In a slice the middle is the voxel that is nearest to it, so that
    /// stacks of tilted slices are cut where they are.
    #[must_use]
    pub fn new(grid: &Grid, seed: Seed, radius_mm: f64) -> Self {
        let centre = grid.point(seed.slice, seed.at.map(f64::from));
        let normal = cross(grid.row, grid.column);
        let disc = |slice: usize| {
            let away = minus(centre, grid.point(slice, [0.0; 2]));
            let deep_mm = dot(away, normal);
            let left_mm2 = (radius_mm + NOTHING_MM).powi(2) - deep_mm * deep_mm;
            let at = [
                dot(away, grid.row) / grid.pixel_mm[0],
                dot(away, grid.column) / grid.pixel_mm[1],
            ];
            (left_mm2 >= 0.0).then(|| (at.map(nearest), left_mm2.sqrt()))
        };
        let thickness = grid.levels.get(seed.slice).map_or(0.0, Level::thickness_mm);
        Self {
            discs: (0..grid.levels.len()).map(disc).collect(),
            pixel_mm: grid.pixel_mm,
            extent: [grid.columns, grid.rows],
            skin_mm: grid.pixel_mm[0].max(grid.pixel_mm[1]).max(thickness),
        }
    }

    /// Its voxels in a slice, or those that are not at its surface.
    #[must_use]
    pub fn runs(&self, slice: usize, without_skin: bool) -> Vec<Run> {
        let disc = self.discs.get(slice).copied().flatten();
        let Some(([column, row], radius_mm)) = disc else {
            return Vec::new();
        };
        let [columns, rows] = self.extent;
        let skin_mm = if without_skin { self.skin_mm } else { 0.0 };
        if radius_mm < skin_mm {
            return Vec::new();
        }
        let extent = Extent { columns, rows };
        Disc::new(radius_mm - skin_mm, self.pixel_mm).about(column, row, extent)
    }

    /// Something of a part is at its surface.
    fn is_met(&self, slices: &[Vec<Run>]) -> bool {
        let mut slices = slices.iter().enumerate();
        slices.any(|(slice, runs)| {
            !runs.is_empty() && !runs::minus(runs, &self.runs(slice, true)).is_empty()
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within the range"
)]
fn nearest(place: f64) -> u16 {
    place.round().clamp(0.0, f64::from(u16::MAX)) as u16
}
