//! Which lung is which, and where two that touch are parted.
//!
//! Right and left are the patient's: by x of LPS, which grows to the left. The side of the image
//! says nothing.

use super::grid::Grid;
use super::parts::Parts;
use super::runs::{self, Disc, Run};

/// Right, then left.
pub type Lungs = [Vec<Run>; 2];

/// A part of less than this share of the largest is no lung.
const PART: f64 = 0.1;

/// Where one part holds both lungs, each side of the body's middle holds at least this share of it, and
/// each of its halves too.
const HALF: f64 = 0.15;

/// The halves' middles lie so far from the body's at least, one to each side.
const ASIDE_MM: f64 = 20.0;

/// Two lungs are held together by no more than what is worn off by this.
const NECK_MM: f64 = 8.0;

/// Beyond what was worn off, each grows by this: over vessels' edges, and lung that is denser.
const GROWN_MM: f64 = 10.0;

/// The lungs of each slice out of the air in the chest; `lung` is what is certainly lung, and
/// `middle` the body's, in the patient. A lung may be in several parts, and both may be one.
#[must_use]
pub fn lungs(air: &[Vec<Run>], lung: &[Vec<Run>], grid: &Grid, middle: [f64; 3]) -> Vec<Lungs> {
    let parts = Parts::of_stack(air);
    let sizes = volumes(&parts, air, grid);
    let Some(first) = largest(&sizes).map(|(first, _)| first) else {
        return vec![Lungs::default(); air.len()];
    };
    let whole = chosen(&parts, air, first);
    let halves = spans(&whole, grid, middle).then(|| part_in_two(&whole, lung, grid, middle));
    let [mut right, mut left] = match halves.flatten() {
        Some([a, b]) if centre_x(&a, grid) > centre_x(&b, grid) => [b, a],
        Some(halves) => halves,
        None => [vec![Vec::new(); air.len()], vec![Vec::new(); air.len()]],
    };
    let is_parted = right.iter().chain(&left).any(|runs| !runs.is_empty());
    let least = PART * size(&sizes, first);
    for part in (0_u32..)
        .take(sizes.len())
        .filter(|part| size(&sizes, *part) >= least)
    {
        if is_parted && part == first {
            continue;
        }
        let of = chosen(&parts, air, part);
        let is_right = centre_x(&of, grid) <= middle[0];
        let side = if is_right { &mut right } else { &mut left };
        for (runs, more) in side.iter_mut().zip(&of) {
            *runs = runs::union(runs, more);
        }
    }
    right.into_iter().zip(left).map(|(r, l)| [r, l]).collect()
}

/// A part lies to both sides of the body's middle, as no lung does.
fn spans(part: &[Vec<Run>], grid: &Grid, middle: [f64; 3]) -> bool {
    let (mut right, mut all) = (0.0, 0.0);
    for (slice, runs) in part.iter().enumerate() {
        for run in runs {
            let volume = f64::from(run.length()) * grid.volume_mm3(slice);
            all += volume;
            right += volume * share_before(grid, slice, *run, middle[0]);
        }
    }
    let share = right / f64::max(all, f64::MIN_POSITIVE);
    (HALF..=1.0 - HALF).contains(&share)
}

/// How much of a run lies to the right of an x of the patient, of its voxels' centres.
fn share_before(grid: &Grid, slice: usize, run: Run, x: f64) -> f64 {
    let end = |column: u16| grid.point(slice, [f64::from(column), f64::from(run.row)])[0] - x;
    let (from, to) = (end(run.from), end(run.to));
    if from.max(to) <= 0.0 {
        1.0
    } else if from.min(to) >= 0.0 {
        0.0
    } else {
        -from.min(to) / (to - from).abs()
    }
}

fn volumes(parts: &Parts, slices: &[Vec<Run>], grid: &Grid) -> Vec<f64> {
    parts.sums(slices, |slice, run| {
        f64::from(run.length()) * grid.volume_mm3(slice)
    })
}

fn size(sizes: &[f64], part: u32) -> f64 {
    sizes.get(part as usize).copied().unwrap_or_default()
}

/// The largest part and the next.
fn largest(sizes: &[f64]) -> Option<(u32, Option<u32>)> {
    let mut best: [Option<u32>; 2] = [None; 2];
    for (part, volume) in (0_u32..).zip(sizes) {
        let beats = |known: Option<u32>| known.is_none_or(|known| *volume > size(sizes, known));
        if beats(best[0]) {
            best = [Some(part), best[0]];
        } else if beats(best[1]) {
            best[1] = Some(part);
        }
    }
    Some((best[0]?, best[1]))
}

fn chosen(parts: &Parts, slices: &[Vec<Run>], part: u32) -> Vec<Vec<Run>> {
    let slices = slices.iter().enumerate();
    let of = |(slice, runs): (usize, &Vec<Run>)| parts.chosen(slice, runs, |it| it == part);
    slices.map(of).collect()
}

/// x of the centre of mass, in the patient.
fn centre_x(slices: &[Vec<Run>], grid: &Grid) -> f64 {
    let (mut sum, mut mass) = (0.0, 0.0);
    for (slice, runs) in slices.iter().enumerate() {
        for run in runs {
            let volume = f64::from(run.length()) * grid.volume_mm3(slice);
            sum += grid.middle(slice, *run)[0] * volume;
            mass += volume;
        }
    }
    if mass > 0.0 { sum / mass } else { 0.0 }
}

/// Two lungs that touch: worn off voxel by voxel until they come apart, then each grown back to
/// where it meets the other. The edge between them is blurred, so that what is certainly lung
/// comes apart first.
fn part_in_two(
    whole: &[Vec<Run>],
    lung: &[Vec<Run>],
    grid: &Grid,
    middle: [f64; 3],
) -> Option<[Vec<Vec<Run>>; 2]> {
    let certain = whole.iter().zip(lung);
    let certain: Vec<Vec<Run>> = certain.map(|(a, b)| runs::both(a, b)).collect();
    let step = grid.pixel_mm[0].max(grid.pixel_mm[1]);
    let mut radius_mm = 0.0;
    while radius_mm <= NECK_MM {
        for from in [certain.as_slice(), whole] {
            let seeds = worn_apart(from, radius_mm, grid, middle);
            if let Some(seeds) = seeds {
                return Some(grown_back(seeds, whole, radius_mm, grid));
            }
        }
        radius_mm += step;
    }
    None
}

fn worn_apart(
    slices: &[Vec<Run>],
    radius_mm: f64,
    grid: &Grid,
    middle: [f64; 3],
) -> Option<[Vec<Vec<Run>>; 2]> {
    let disc = Disc::new(radius_mm, grid.pixel_mm);
    let worn = slices.iter().map(|runs| disc.eroded(runs, grid.extent()));
    let worn: Vec<Vec<Run>> = worn.collect();
    let parts = Parts::of_stack(&worn);
    let sizes = volumes(&parts, &worn, grid);
    let all: f64 = sizes.iter().sum();
    let (first, second) = largest(&sizes)?;
    let second = second.filter(|second| size(&sizes, *second) >= HALF * all)?;
    let halves = [first, second].map(|part| chosen(&parts, &worn, part));
    let [a, b] = [&halves[0], &halves[1]].map(|half| centre_x(half, grid) - middle[0]);
    (a * b < 0.0 && a.abs().min(b.abs()) >= ASIDE_MM).then_some(halves)
}

/// Both halves grow by turns, voxel by voxel and within the whole; what they do not reach goes to
/// the one that it touches more.
fn grown_back(
    seeds: [Vec<Vec<Run>>; 2],
    whole: &[Vec<Run>],
    radius_mm: f64,
    grid: &Grid,
) -> [Vec<Vec<Run>>; 2] {
    let step = grid.pixel_mm[0].max(grid.pixel_mm[1]);
    let voxel = Disc::new(step, grid.pixel_mm);
    let [mut a, mut b] = seeds;
    let slices = a.iter_mut().zip(&mut b).zip(whole);
    for ((a, b), whole) in slices {
        let mut grown_mm = 0.0;
        while grown_mm <= radius_mm + GROWN_MM {
            let before = runs::count(a) + runs::count(b);
            *a = grown(a, b, whole, &voxel, grid);
            *b = grown(b, a, whole, &voxel, grid);
            if runs::count(a) + runs::count(b) == before {
                break;
            }
            grown_mm += step;
        }
    }
    let rest = whole.iter().zip(a.iter().zip(&b));
    let rest: Vec<Vec<Run>> = rest
        .map(|(whole, (a, b))| runs::minus(whole, &runs::union(a, b)))
        .collect();
    let parts = Parts::of_stack(&rest);
    let touching = [&a, &b].map(|half| contacts(&parts, &rest, half));
    let is_of_a = |part: u32| size(&touching[0], part) >= size(&touching[1], part);
    for (slice, runs) in rest.iter().enumerate() {
        let to_a = parts.chosen(slice, runs, is_of_a);
        let to_b = parts.chosen(slice, runs, |part| !is_of_a(part));
        for (half, more) in [(&mut a, to_a), (&mut b, to_b)] {
            if let Some(half) = half.get_mut(slice) {
                *half = runs::union(half, &more);
            }
        }
    }
    [a, b]
}

fn grown(a: &[Run], b: &[Run], whole: &[Run], by: &Disc, grid: &Grid) -> Vec<Run> {
    runs::minus(&runs::both(&by.dilated(a, grid.extent()), whole), b)
}

/// How often the runs of each part lie against those of a half.
fn contacts(parts: &Parts, rest: &[Vec<Run>], half: &[Vec<Run>]) -> Vec<f64> {
    let mut contacts = vec![0.0; parts.count];
    let nothing: &[Run] = &[];
    for (slice, (runs, of)) in rest.iter().zip(&parts.of).enumerate() {
        let at = |slice: Option<usize>| {
            let slice = slice.and_then(|slice| half.get(slice));
            slice.map_or(nothing, Vec::as_slice)
        };
        let mut count = |run: usize| {
            let part = of.get(run).map(|part| *part as usize);
            if let Some(sum) = part.and_then(|part| contacts.get_mut(part)) {
                *sum += 1.0;
            }
        };
        let here = at(Some(slice));
        runs::meet(runs, at(slice.checked_sub(1)), 0, |run, _| count(run));
        runs::meet(runs, at(slice.checked_add(1)), 0, |run, _| count(run));
        runs::meet(runs, here, 1, |run, _| count(run));
        runs::meet(here, runs, 1, |_, run| count(run));
        let wider: Vec<Run> = runs.iter().copied().map(widened).collect();
        runs::meet(&wider, here, 0, |run, _| count(run));
    }
    contacts
}

/// By a voxel to each side.
fn widened(run: Run) -> Run {
    Run {
        row: run.row,
        from: run.from.saturating_sub(1),
        to: run.to.saturating_add(1),
    }
}
