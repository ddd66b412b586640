//! The trachea and the main bronchi: followed from slice to slice towards the feet, as Hu et al.
//! 2001 do. What overlaps the sections of the slice above goes on; where they grow much at once,
//! they have run into the lungs, and the way ends.

use super::grid::{Grid, Level};
use super::parts::Parts;
use super::runs::{Disc, Run, meet, union};

/// The trachea begins in a section of such an area...
const START_MM2: std::ops::RangeInclusive<f64> = 60.0..=700.0;

/// ...that fills so much of the rectangle about it...
const COMPACT: f64 = 0.5;

/// ...no further from the body's middle than this...
const FROM_MIDDLE_MM: f64 = 40.0;

/// ...and goes on for so long.
const LEAST_MM: f64 = 30.0;

/// From one slice to the next sections together grow by no more than this.
const GROWTH: f64 = 2.5;

/// Sections together are never so large: what would be has run into lungs by steps.
const MOST_MM2: f64 = 1400.0;

/// A small section may double without being the lungs.
const SMALL_MM2: f64 = 200.0;

/// Wall and blurred edge about the lumen.
pub const WALL_MM: f64 = 2.0;

/// A section of a slice.
struct Section {
    runs: Vec<Run>,
    area_mm2: f64,
}

/// The airway in each slice, with its wall; nothing where no trachea is seen. `middle` is the
/// body's, in the patient.
#[must_use]
pub fn airway(lumen: &[Vec<Run>], grid: &Grid, middle: [f64; 3]) -> Vec<Vec<Run>> {
    let sections = sections(lumen, grid);
    let nothing = || vec![Vec::new(); lumen.len()];
    let mut longest = (LEAST_MM, nothing());
    let mut seen: Vec<Vec<bool>> = sections.iter().map(|of| vec![false; of.len()]).collect();
    // A trachea begins in the upper half.
    for slice in 0..sections.len().div_ceil(2) {
        for at in 0..sections.get(slice).map_or(0, Vec::len) {
            let is_seen = seen.get(slice).and_then(|seen| seen.get(at)) == Some(&true);
            let section = sections.get(slice).and_then(|of| of.get(at));
            let is_start = section.is_some_and(|it| is_start(it, slice, grid, middle));
            if is_start && !is_seen {
                let (length_mm, way) = follow(&sections, (slice, at), grid, &mut seen);
                if length_mm > longest.0 {
                    longest = (length_mm, way);
                }
            }
        }
    }
    let wall = Disc::new(WALL_MM, grid.pixel_mm);
    let way = longest.1.into_iter();
    way.map(|runs| wall.dilated(&runs, grid.extent())).collect()
}

fn sections(lumen: &[Vec<Run>], grid: &Grid) -> Vec<Vec<Section>> {
    let parts = Parts::of_slices(lumen);
    let mut sections = Vec::with_capacity(lumen.len());
    for (runs, parts) in lumen.iter().zip(&parts.of) {
        let first = parts.iter().copied().min().unwrap_or_default();
        let mut of: Vec<Section> = Vec::new();
        for (run, part) in runs.iter().zip(parts) {
            let at = (part - first) as usize;
            while of.len() <= at {
                of.push(Section {
                    runs: Vec::new(),
                    area_mm2: 0.0,
                });
            }
            if let Some(section) = of.get_mut(at) {
                section.runs.push(*run);
                section.area_mm2 += f64::from(run.length()) * grid.area_mm2();
            }
        }
        sections.push(of);
    }
    sections
}

fn is_start(section: &Section, slice: usize, grid: &Grid, middle: [f64; 3]) -> bool {
    let (Some(first), Some(last)) = (section.runs.first(), section.runs.last()) else {
        return false;
    };
    let ends = section.runs.iter();
    let (from, to) = ends.fold((u16::MAX, 0), |(from, to), run| {
        (from.min(run.from), to.max(run.to))
    });
    let columns = f64::from(to) - f64::from(from);
    let rows = f64::from(last.row) - f64::from(first.row) + 1.0;
    let fills = section.area_mm2 / (columns * rows * grid.area_mm2());
    let row = f64::midpoint(first.row.into(), last.row.into());
    let column = f64::midpoint(from.into(), f64::from(to) - 1.0);
    let [x, ..] = grid.point(slice, [column, row]);
    START_MM2.contains(&section.area_mm2)
        && fills >= COMPACT
        && (x - middle[0]).abs() <= FROM_MIDDLE_MM
}

/// How far the way goes from a section, and what it takes in.
fn follow(
    sections: &[Vec<Section>],
    (start, at): (usize, usize),
    grid: &Grid,
    seen: &mut [Vec<bool>],
) -> (f64, Vec<Vec<Run>>) {
    let mut way = vec![Vec::new(); sections.len()];
    let mut length_mm = 0.0;
    let mut here = vec![at];
    for slice in start..sections.len() {
        let of = sections.get(slice).map(Vec::as_slice).unwrap_or_default();
        let taken = here.iter().filter_map(|at| of.get(*at));
        let runs = taken.fold(Vec::new(), |runs, section| union(&runs, &section.runs));
        let area = |of: &[Section], chosen: &[usize]| -> f64 {
            let chosen = chosen.iter().filter_map(|at| of.get(*at));
            chosen.map(|section| section.area_mm2).sum()
        };
        for at in &here {
            if let Some(seen) = seen.get_mut(slice).and_then(|seen| seen.get_mut(*at)) {
                *seen = true;
            }
        }
        let area_here = area(of, &here);
        let below = sections
            .get(slice + 1)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let next: Vec<usize> = (0..below.len())
            .filter(|at| below.get(*at).is_some_and(|it| overlaps(&it.runs, &runs)))
            .collect();
        length_mm += grid.levels.get(slice).map_or(0.0, Level::thickness_mm);
        if let Some(of_way) = way.get_mut(slice) {
            *of_way = runs;
        }
        let most = MOST_MM2.min(GROWTH * area_here.max(SMALL_MM2));
        if next.is_empty() || area(below, &next) > most {
            break;
        }
        here = next;
    }
    (length_mm, way)
}

fn overlaps(a: &[Run], b: &[Run]) -> bool {
    let mut touches = false;
    meet(a, b, 0, |_, _| touches = true);
    touches
}
