//! Bodies -> one slice. Later ones lie over earlier ones; a voxel that an edge runs through gets
//! its share of each.

use super::anatomy::Structure;
use super::{AIR, SIDE, SPACING_MM, along_mm};

/// Lines looked at in a row of voxels.
const LINES: u32 = 3;

pub(super) fn draw(structures: &[Structure], z: f64) -> Vec<f32> {
    let side = usize::from(SIDE);
    let mut slice = vec![AIR; side * side];
    let mut covered = vec![0.0; side];
    for structure in structures {
        if !structure.reaches(2, [z, z]) {
            continue;
        }
        for (row, voxels) in (0..).zip(slice.chunks_exact_mut(side)) {
            let middle = along_mm(row);
            let half = SPACING_MM / 2.0;
            if !structure.reaches(1, [middle - half, middle + half]) {
                continue;
            }
            for line in 0..LINES {
                let share = (f64::from(line) + 0.5) / f64::from(LINES) - 0.5;
                if let Some(span) = structure.span(middle + share * SPACING_MM, z) {
                    cover(&mut covered, span);
                }
            }
            for (voxel, covered) in voxels.iter_mut().zip(&mut covered) {
                let share = std::mem::take(covered);
                if share > 0.0 {
                    *voxel += (structure.hu - *voxel) * share.min(1.0);
                }
            }
        }
    }
    slice
}

/// Adds to each column the share of one line in it that lies in the span.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "inside the slice"
)]
fn cover(columns: &mut [f32], span: [f64; 2]) {
    let count = columns.len() as f64;
    let edge = |x: f64| ((x - along_mm(0)) / SPACING_MM + 0.5).clamp(0.0, count);
    let [from, to] = span.map(edge);
    let (first, last) = (from as usize, to.ceil() as usize);
    let parts = columns.iter_mut().enumerate().take(last).skip(first);
    for (column, covered) in parts {
        let (left, right) = (column as f64, column as f64 + 1.0);
        *covered += ((to.min(right) - from.max(left)) / f64::from(LINES)) as f32;
    }
}
