//! Growing from a seed: the connected voxels of a range of values.

use super::parts::Parts;
use super::runs::{self, Extent, Run};
use crate::pixels::stats::is_within;
use crate::pixels::{Frame, Rescale};

/// The runs of a slice whose modality values lie in `low..=high`; padding is in none.
#[must_use]
pub fn within(
    frame: &Frame<'_>,
    rescale: Option<&Rescale>,
    padding: Option<[i64; 2]>,
    [low, high]: [f64; 2],
) -> Vec<Run> {
    let side = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
    let extent = Extent {
        columns: side(frame.shape.columns),
        rows: side(frame.shape.rows),
    };
    runs::of(extent, |column, row| {
        let stored = frame.value_at(column.into(), row.into());
        let stored = stored.filter(|value| !is_within(padding, *value));
        stored.is_some_and(|stored| {
            let value = rescale.map_or(stored, |rescale| rescale.modality(stored));
            (low..=high).contains(&value)
        })
    })
}

/// What grew from a seed.
#[derive(Clone, Debug, PartialEq)]
pub enum Grown {
    /// The voxels of each slice.
    Part(Vec<Vec<Run>>),
    /// More voxels than were allowed: it has run out of what was meant.
    TooLarge { voxels: u64 },
    /// The seed is not in the range itself.
    Nothing,
}

/// The part that holds the seed, by its slice, column and row, of no more than `most` voxels.
#[must_use]
pub fn grown(slices: &[Vec<Run>], (slice, [column, row]): (usize, [u16; 2]), most: u64) -> Grown {
    let holds = |run: &Run| run.row == row && (run.from..run.to).contains(&column);
    let at = slices
        .get(slice)
        .and_then(|runs| runs.iter().position(holds));
    let parts = Parts::of_stack(slices);
    let part = at.and_then(|at| parts.of.get(slice)?.get(at).copied());
    let Some(part) = part else {
        return Grown::Nothing;
    };
    let slices = slices.iter().enumerate();
    let grown = slices.map(|(slice, runs)| parts.chosen(slice, runs, |it| it == part));
    let grown: Vec<Vec<Run>> = grown.collect();
    let voxels = grown.iter().map(|runs| runs::count(runs)).sum();
    if voxels > most {
        Grown::TooLarge { voxels }
    } else {
        Grown::Part(grown)
    }
}
