//! What a plane cuts of a mask: by the voxel that lies nearest to each of the plane's pixels, as the mask
//! knows voxels and nothing between them.

use super::outline::outline;
use super::runs::Run;
use crate::intake::FrameKey;
use crate::volume::{Geometry, Sheet};

/// Pixels about a mask that are looked at too.
const MARGIN: f64 = 2.0;

/// Closed lines in a sheet's columns and rows, about what lies in the mask; `runs_of` gives a slice's.
#[must_use]
pub fn on_plane<'a>(
    geometry: &Geometry,
    sheet: &Sheet,
    runs_of: impl Fn(FrameKey) -> Option<&'a [Run]>,
) -> Vec<Vec<[f64; 2]>> {
    let places = geometry.places.iter();
    let slices: Vec<&[Run]> = places
        .map(|place| runs_of(place.frame).unwrap_or_default())
        .collect();
    let Some([low, high]) = bounds(geometry, sheet, &slices) else {
        return Vec::new();
    };
    let shifts: Vec<[f64; 2]> = (0..slices.len()).map(|at| geometry.shift(at)).collect();
    let along = geometry.voxels_along(sheet.column_mm);
    let mut runs: Vec<Run> = Vec::new();
    for row in 0..high[1] - low[1] {
        let middle = [low[0], low[1] + row].map(|at| f64::from(at) + 0.5);
        let start = geometry.voxel_from_patient(sheet.patient_from_image(middle));
        for column in 0..high[0] - low[0] {
            let at: [f64; 3] =
                std::array::from_fn(|axis| start[axis] + along[axis] * f64::from(column));
            if is_in(geometry, &slices, &shifts, at) {
                push(&mut runs, row, column);
            }
        }
    }
    let corner = low.map(f64::from);
    let moved =
        |[column, row]: [u16; 2]| [f64::from(column) + corner[0], f64::from(row) + corner[1]];
    let lines = outline(&runs).into_iter();
    lines
        .map(|line| line.into_iter().map(moved).collect())
        .collect()
}

/// The part of a sheet that the slices' runs lie over, from a pixel up to another.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held inside of the sheet"
)]
fn bounds(geometry: &Geometry, sheet: &Sheet, slices: &[&[Run]]) -> Option<[[u32; 2]; 2]> {
    let [mut low, mut high] = [[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]];
    for (slice, runs) in slices.iter().enumerate() {
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
            continue;
        };
        let from = runs.iter().map(|run| run.from).min().unwrap_or_default();
        let to = runs.iter().map(|run| run.to).max().unwrap_or_default();
        for column in [from, to] {
            for row in [first.row, last.row] {
                let corner = geometry.centre(slice, [column.into(), row.into()])?;
                let at = sheet.image_from_patient(corner);
                for axis in 0..2 {
                    low[axis] = low[axis].min(at[axis]);
                    high[axis] = high[axis].max(at[axis]);
                }
            }
        }
    }
    let margin = MARGIN + geometry.usual_mm / sheet.column_length_mm();
    let size = [sheet.columns, sheet.rows].map(f64::ceil);
    let ends = |ends: [f64; 2], by: f64, round: fn(f64) -> f64| {
        [0, 1].map(|axis| round(ends[axis] + by).clamp(0.0, size[axis]) as u32)
    };
    (low[0] <= high[0]).then(|| {
        [
            ends(low, -margin, f64::floor),
            ends(high, margin, f64::ceil),
        ]
    })
}

/// Whether the voxel nearest to a place is in the mask; in a gap there is none.
fn is_in(geometry: &Geometry, slices: &[&[Run]], shifts: &[[f64; 2]], at: [f64; 3]) -> bool {
    let Some((slice, runs)) = nearest(geometry, at[2])
        .and_then(|slice| Some((slice, *slices.get(slice)?)))
        .filter(|(_, runs)| !runs.is_empty())
    else {
        return false;
    };
    let shift = shifts.get(slice).copied().unwrap_or_default();
    let [column, row] = [0, 1].map(|axis| (at[axis] - shift[axis]).round());
    let side = |voxel: f64| (0.0..f64::from(u16::MAX)).contains(&voxel);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "just looked at"
    )]
    let is_one = |column: f64, row: f64| holds(runs, [column as u16, row as u16]);
    side(column) && side(row) && is_one(column, row)
}

fn holds(runs: &[Run], [column, row]: [u16; 2]) -> bool {
    let at = runs.partition_point(|run| (run.row, run.to) <= (row, column));
    let run = runs.get(at);
    run.is_some_and(|run| run.row == row && run.from <= column)
}

/// The slice nearest to a place along the normal, where that is in the stack and in no gap.
fn nearest(geometry: &Geometry, along_mm: f64) -> Option<usize> {
    let places = &geometry.places;
    let after = places.partition_point(|it| it.along_mm < along_mm);
    let before = after.checked_sub(1);
    let off = |at: usize| {
        let place = places.get(at);
        place.map_or(f64::INFINITY, |it| (it.along_mm - along_mm).abs())
    };
    let nearest = before
        .filter(|before| off(*before) <= off(after))
        .unwrap_or(after);
    let is_between = before.is_some_and(|at| places.get(at).is_some_and(|it| it.joined));
    let is_between = is_between && after < places.len();
    (is_between || off(nearest) <= geometry.usual_mm / 2.0).then_some(nearest)
}

/// Pixels come row by row, from the left.
fn push(runs: &mut Vec<Run>, row: u32, column: u32) {
    let side = |at: u32| u16::try_from(at).unwrap_or(u16::MAX);
    let (row, column) = (side(row), side(column));
    match runs.last_mut() {
        Some(run) if run.row == row && run.to == column => run.to = column.saturating_add(1),
        _ => runs.push(Run {
            row,
            from: column,
            to: column.saturating_add(1),
        }),
    }
}
