//! Air in one slice: all that finding the lungs needs of its values.

use serde::{Deserialize, Serialize};

use super::parts::Parts;
use super::runs::{self, Disc, Extent, Run};
use crate::pixels::stats::is_within;
use crate::pixels::{Frame, Rescale};

/// Below this lies what holds air. Fixed, so that the same voxel is in the mask whatever else the
/// scan shows: what an optimal threshold (Hu et al. 2001) comes to in most chests.
pub const AIR_HU: f64 = -500.0;

/// Lung, not the thin edge between two lungs, which is blurred to above this.
pub const LUNG_HU: f64 = -700.0;

/// The lumen of large airways.
pub const LUMEN_HU: f64 = -900.0;

/// Gas without lung about it.
pub const GAS_HU: f64 = -950.0;

/// What is no wider than twice this is no body.
pub const THIN_MM: f64 = 2.5;

/// A section of the trachea or a bronchus has such an area.
const LUMEN_MM2: std::ops::RangeInclusive<f64> = 15.0..=1200.0;

/// Of one slice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Air {
    /// Below [`AIR_HU`], in the body.
    pub air: Vec<Run>,
    /// Of each run of `air` the voxels below [`GAS_HU`].
    pub gas: Vec<u16>,
    /// Below [`LUNG_HU`], within `air`.
    pub lung: Vec<Run>,
    /// Below [`LUMEN_HU`], what may be a section of an airway.
    pub lumen: Vec<Run>,
    /// The body's middle, in columns and rows; `None` where there is no body.
    pub middle: Option<[f64; 2]>,
}

impl Air {
    /// Of a slice's values; `pixel_mm` is the distance of columns, then of rows. Padding and what
    /// is no number lie outside of the body.
    #[must_use]
    pub fn of(
        frame: &Frame<'_>,
        rescale: Option<&Rescale>,
        padding: Option<[i64; 2]>,
        pixel_mm: [f64; 2],
    ) -> Self {
        let side = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
        let extent = Extent {
            columns: side(frame.shape.columns),
            rows: side(frame.shape.rows),
        };
        let values: Vec<f64> = values(frame, rescale, padding);
        let columns = usize::from(extent.columns);
        let value = |column: u16, row: u16| {
            let at = usize::from(row) * columns + usize::from(column);
            values.get(at).copied().unwrap_or(f64::NEG_INFINITY)
        };
        let below = |limit: f64| runs::of(extent, |column, row| value(column, row) < limit);
        let all = below(AIR_HU);
        let around = around_body(&all, extent, pixel_mm);
        let air = runs::minus(&all, &around);
        let gas = air.iter().map(|run| {
            let gas = (run.from..run.to).filter(|column| value(*column, run.row) < GAS_HU);
            side(u32::try_from(gas.count()).unwrap_or_default())
        });
        Self {
            gas: gas.collect(),
            lung: runs::both(&below(LUNG_HU), &air),
            lumen: sections(runs::both(&below(LUMEN_HU), &air), pixel_mm),
            middle: middle(&around, extent),
            air,
        }
    }
}

/// The body of a slice with the air in it, as [`Air::of`] tells it from what lies around it.
#[must_use]
pub fn body(
    frame: &Frame<'_>,
    rescale: Option<&Rescale>,
    padding: Option<[i64; 2]>,
    pixel_mm: [f64; 2],
) -> Vec<Run> {
    let side = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
    let extent = Extent {
        columns: side(frame.shape.columns),
        rows: side(frame.shape.rows),
    };
    let values = values(frame, rescale, padding);
    let columns = usize::from(extent.columns);
    let air = runs::of(extent, |column, row| {
        let value = values.get(usize::from(row) * columns + usize::from(column));
        value.is_some_and(|value| *value < AIR_HU)
    });
    let full = runs::of(extent, |_, _| true);
    runs::minus(&full, &around_body(&air, extent, pixel_mm))
}

/// In HU; what is no value is as low as can be.
fn values(frame: &Frame<'_>, rescale: Option<&Rescale>, padding: Option<[i64; 2]>) -> Vec<f64> {
    let value = |cell: u32| {
        let stored = frame.layout.value(cell);
        let stored = stored.filter(|value| !is_within(padding, *value));
        stored.map_or(f64::NEG_INFINITY, |stored| {
            rescale.map_or(stored, |rescale| rescale.modality(stored))
        })
    };
    frame.cells().map(value).collect()
}

/// All that lies around the body: what its outer edge keeps from the border of the image is in it.
/// The body is the largest part of what is no air, without what is thin: the shell of a table, which
/// may touch it, encloses foam that holds as much air as a lung.
fn around_body(air: &[Run], extent: Extent, pixel_mm: [f64; 2]) -> Vec<Run> {
    let full = runs::of(extent, |_, _| true);
    let thin = Disc::new(THIN_MM, pixel_mm);
    let thick = [thin.eroded(&runs::minus(&full, air), extent)];
    let parts = Parts::of_slices(&thick);
    let sizes = parts.sums(&thick, |_, run| f64::from(run.length()));
    let largest = (0_u32..)
        .zip(&sizes)
        .max_by(|(_, a), (_, b)| a.total_cmp(b));
    let [thick] = &thick;
    let body = largest.map(|(largest, _)| parts.chosen(0, thick, |part| part == largest));
    let body = thin.dilated(&body.unwrap_or_default(), extent);
    let rest = [runs::minus(&full, &body)];
    let parts = Parts::of_slices(&rest);
    let is_last = |at: u16, count: u16| at + 1 >= count;
    let on_border = parts.sums(&rest, |_, run| {
        let is_there = run.row == 0
            || is_last(run.row, extent.rows)
            || run.from == 0
            || run.to >= extent.columns;
        f64::from(u8::from(is_there))
    });
    let [rest] = &rest;
    parts.chosen(0, rest, |part| {
        on_border
            .get(part as usize)
            .is_some_and(|voxels| *voxels > 0.0)
    })
}

/// What has the size of an airway's section: the specks of noise in a lung would be many.
fn sections(lumen: Vec<Run>, [column_mm, row_mm]: [f64; 2]) -> Vec<Run> {
    let slices = [lumen];
    let parts = Parts::of_slices(&slices);
    let areas = parts.sums(&slices, |_, run| {
        f64::from(run.length()) * column_mm * row_mm
    });
    let [lumen] = &slices;
    parts.chosen(0, lumen, |part| {
        let area = areas.get(part as usize);
        area.is_some_and(|area| LUMEN_MM2.contains(area))
    })
}

/// The middle of the rectangle about all that is not around the body.
fn middle(around: &[Run], extent: Extent) -> Option<[f64; 2]> {
    let full = runs::of(extent, |_, _| true);
    let body = runs::minus(&full, around);
    let (first, last) = body.first().zip(body.last())?;
    let from = body.iter().map(|run| run.from).min()?;
    let to = body.iter().map(|run| run.to).max()?;
    let row = f64::midpoint(first.row.into(), last.row.into());
    Some([f64::midpoint(from.into(), f64::from(to) - 1.0), row])
}
