//! Voxels of a slice as runs along its rows: what a mask is kept as, and what is done with it.
//!
//! Runs are sorted by row and column and do not touch each other, so that two sets of the same
//! voxels are equal. A slice of lung has some two thousand runs of six bytes, where a byte for
//! each voxel would take 262,144.

use serde::{Deserialize, Serialize};

/// Voxels that follow each other in a row: columns `from..to`, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub row: u16,
    pub from: u16,
    pub to: u16,
}

impl Run {
    /// Both ends, in the order in which voxels lie; runs of different rows never meet.
    fn ends(self) -> [u32; 2] {
        let row = u32::from(self.row) << 16;
        [row + u32::from(self.from), row + u32::from(self.to)]
    }

    #[must_use]
    pub fn length(self) -> u32 {
        u32::from(self.to) - u32::from(self.from)
    }
}

/// Columns and rows of an image; of more than 65,535 there are no runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    pub columns: u16,
    pub rows: u16,
}

/// Bytes of what such sets take.
#[must_use]
pub fn bytes(sets: &[Vec<Run>]) -> u64 {
    let runs: usize = sets.iter().map(Vec::len).sum();
    (runs * size_of::<Run>()) as u64
}

/// The runs of voxels for which `is_in(column, row)` holds.
pub fn of(extent: Extent, mut is_in: impl FnMut(u16, u16) -> bool) -> Vec<Run> {
    let mut runs = Vec::new();
    for row in 0..extent.rows {
        let mut from = None;
        for column in 0..extent.columns {
            match (is_in(column, row), from) {
                (true, None) => from = Some(column),
                (false, Some(start)) => {
                    runs.push(Run {
                        row,
                        from: start,
                        to: column,
                    });
                    from = None;
                }
                _ => {}
            }
        }
        runs.extend(from.map(|from| Run {
            row,
            from,
            to: extent.columns,
        }));
    }
    runs
}

/// How many voxels.
#[must_use]
pub fn count(runs: &[Run]) -> u64 {
    runs.iter().map(|run| u64::from(run.length())).sum()
}

#[must_use]
pub fn union(a: &[Run], b: &[Run]) -> Vec<Run> {
    combined(a, b, |a, b| a || b)
}

#[must_use]
pub fn minus(a: &[Run], b: &[Run]) -> Vec<Run> {
    combined(a, b, |a, b| a && !b)
}

#[must_use]
pub fn both(a: &[Run], b: &[Run]) -> Vec<Run> {
    combined(a, b, |a, b| a && b)
}

/// Goes over the ends of both, in order. `keep` of neither is false.
fn combined(a: &[Run], b: &[Run], keep: fn(bool, bool) -> bool) -> Vec<Run> {
    let end = |runs: &[Run], at: usize| runs.get(at / 2).map(|run| run.ends()[at % 2]);
    let (mut at_a, mut at_b) = (0, 0);
    let mut runs = Vec::with_capacity(a.len().max(b.len()));
    let mut from = None;
    loop {
        let (next_a, next_b) = (end(a, at_a), end(b, at_b));
        let Some(here) = [next_a, next_b].into_iter().flatten().min() else {
            return runs;
        };
        at_a += usize::from(next_a == Some(here));
        at_b += usize::from(next_b == Some(here));
        let is_in = keep(at_a % 2 == 1, at_b % 2 == 1);
        match (from, is_in) {
            (None, true) => from = Some(here),
            (Some(start), false) => {
                runs.push(between(start, here));
                from = None;
            }
            _ => {}
        }
    }
}

fn between(from: u32, to: u32) -> Run {
    let low = |end: u32| u16::try_from(end & 0xFFFF).unwrap_or(u16::MAX);
    Run {
        row: u16::try_from(from >> 16).unwrap_or(u16::MAX),
        from: low(from),
        to: low(to),
    }
}

/// Tells of each pair of runs that have a column in common, where those of `b` lie `down` rows
/// lower than they do.
pub fn meet(a: &[Run], b: &[Run], down: u16, mut tell: impl FnMut(usize, usize)) {
    let shift = u32::from(down) << 16;
    let (mut at_a, mut at_b) = (0, 0);
    while let Some((one, other)) = a.get(at_a).zip(b.get(at_b)) {
        let [from_a, to_a] = one.ends();
        let [from_b, to_b] = other.ends().map(|end| end.saturating_add(shift));
        if from_a < to_b && from_b < to_a {
            tell(at_a, at_b);
        }
        if to_a <= to_b {
            at_a += 1;
        } else {
            at_b += 1;
        }
    }
}

/// A disc: for each row from its middle up or down, how many columns it reaches to each side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disc(Vec<u16>);

impl Disc {
    /// The voxels whose centres are no further than `radius_mm` from that in its middle;
    /// `pixel_mm` is the distance of columns, then of rows.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held within the range"
    )]
    pub fn new(radius_mm: f64, pixel_mm: [f64; 2]) -> Self {
        // Distances that are equal but for rounding count as within.
        let radius = radius_mm.max(0.0) + 1e-9;
        let voxels = |mm: f64, pixel: f64| (mm / pixel).floor().clamp(0.0, 4096.0);
        let last = voxels(radius, pixel_mm[1]) as u16;
        let reach = |row: u16| {
            let down = f64::from(row) * pixel_mm[1];
            voxels((radius * radius - down * down).max(0.0).sqrt(), pixel_mm[0]) as u16
        };
        Self((0..=last).map(reach).collect())
    }

    fn rows(&self) -> u16 {
        u16::try_from(self.0.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// The disc about a voxel, as far as it lies in the image.
    #[must_use]
    pub fn about(&self, column: u16, row: u16, extent: Extent) -> Vec<Run> {
        let middle = Run {
            row,
            from: column,
            to: column.saturating_add(1),
        };
        self.dilated(&[middle], extent)
    }

    /// All voxels that the disc covers when its middle goes over the runs.
    #[must_use]
    pub fn dilated(&self, runs: &[Run], extent: Extent) -> Vec<Run> {
        let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
            return Vec::new();
        };
        let reach = self.rows();
        let rows = first.row.saturating_sub(reach)
            ..=(last.row.saturating_add(reach)).min(extent.rows.saturating_sub(1));
        let mut out = Vec::new();
        let mut parts: Vec<[u16; 2]> = Vec::new();
        for row in rows {
            parts.clear();
            let near = runs.partition_point(|run| run.row < row.saturating_sub(reach));
            for run in runs.iter().skip(near) {
                if run.row > row.saturating_add(reach) {
                    break;
                }
                let wider = self.0.get(usize::from(run.row.abs_diff(row)));
                let wider = wider.copied().unwrap_or_default();
                parts.push([
                    run.from.saturating_sub(wider),
                    run.to.saturating_add(wider).min(extent.columns),
                ]);
            }
            parts.sort_unstable();
            join(row, &parts, &mut out);
        }
        out
    }

    /// What is left where the disc lies wholly within; beyond the image nothing is in the way.
    #[must_use]
    pub fn eroded(&self, runs: &[Run], extent: Extent) -> Vec<Run> {
        let around = window(runs, self.rows(), self.reach(), extent);
        let outside = minus(&around, runs);
        minus(runs, &self.dilated(&outside, extent))
    }

    /// Dilated, then eroded: holes and notches into which the disc does not fit are filled.
    #[must_use]
    pub fn closed(&self, runs: &[Run], extent: Extent) -> Vec<Run> {
        let dilated = self.dilated(runs, extent);
        let around = window(runs, self.rows(), self.reach(), extent);
        let outside = minus(&around, &dilated);
        // A closed shape is no wider than the shape was.
        let within = window(runs, 0, 0, extent);
        minus(&within, &self.dilated(&outside, extent))
    }

    fn reach(&self) -> u16 {
        self.0.first().copied().unwrap_or_default()
    }
}

/// Intervals of one row that are sorted by where they begin, as runs.
fn join(row: u16, parts: &[[u16; 2]], out: &mut Vec<Run>) {
    let Some([mut from, mut to]) = parts.first().copied() else {
        return;
    };
    for [start, end] in parts.iter().copied() {
        if start > to {
            out.push(Run { row, from, to });
            from = start;
            to = end;
        }
        to = to.max(end);
    }
    out.push(Run { row, from, to });
}

/// The rectangle about runs, wider by so many rows and columns; a voxel more, that something of the
/// outside is in it.
fn window(runs: &[Run], rows: u16, columns: u16, extent: Extent) -> Vec<Run> {
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
        return Vec::new();
    };
    let (from, to) = runs.iter().fold((u16::MAX, 0), |(from, to), run| {
        (from.min(run.from), to.max(run.to))
    });
    let margin = |by: u16| if by == 0 { 0 } else { by + 1 };
    let above = first.row.saturating_sub(margin(rows));
    let below = last.row.saturating_add(margin(rows));
    let rows = above..=below.min(extent.rows.saturating_sub(1));
    let run = |row| Run {
        row,
        from: from.saturating_sub(margin(columns)),
        to: to.saturating_add(margin(columns)).min(extent.columns),
    };
    rows.map(run).collect()
}
