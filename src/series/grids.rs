//! Even grids of places that lie in one another, and lines of places over instance numbers.

use super::divide::{LEAST, ONE_PLACE_MM};
use super::runs::are_several;
use super::stack::UNEVEN;

/// More grids than this in one another are nobody's reconstruction.
const GRIDS: usize = 4;

/// A grid has at least so many places.
const PLACES: usize = 4;

/// How far a place may be off its grid, as a share of the step.
const SLACK: f64 = 0.05;

/// One gap of so many differs from the one before where grids lie in one another, at least.
const CHANGING: usize = 4;

/// What the gaps of an even stack may differ by whose positions are written to a tenth of a
/// millimetre.
const ROUNDING_MM: f64 = 0.11;

/// From so many of the first places on a grid is looked for, with so many steps each.
const FIRSTS: usize = 4;
const STEPS: usize = 12;

/// Which grid each place belongs to; places ascend. `None` where they are not two to four even
/// grids that lie in one another.
pub(super) fn grids(along_mm: &[f64]) -> Option<Vec<usize>> {
    if !gaps_keep_changing(along_mm) {
        return None;
    }
    let mut of_each = vec![0; along_mm.len()];
    let mut left: Vec<usize> = (0..along_mm.len()).collect();
    let mut extents: Vec<[f64; 2]> = Vec::new();
    while !left.is_empty() {
        let places: Vec<f64> = left
            .iter()
            .filter_map(|at| along_mm.get(*at))
            .copied()
            .collect();
        let grid = longest_grid(&places).filter(|_| extents.len() < GRIDS)?;
        extents.push([*places.get(*grid.first()?)?, *places.get(*grid.last()?)?]);
        let mut members = grid.into_iter().peekable();
        let mut rest = Vec::new();
        for (at, index) in left.into_iter().enumerate() {
            if members.next_if_eq(&at).is_some() {
                if let Some(part) = of_each.get_mut(index) {
                    *part = extents.len() - 1;
                }
            } else {
                rest.push(index);
            }
        }
        left = rest;
    }
    (are_several(&of_each) && lie_in_one_another(&extents)).then_some(of_each)
}

/// Where grids lie in one another the gaps change all the way, or are none; one stack has its
/// holes, and its spacing may change once or twice.
fn gaps_keep_changing(along_mm: &[f64]) -> bool {
    let gaps: Vec<f64> = along_mm
        .iter()
        .zip(along_mm.iter().skip(1))
        .map(|(a, b)| b - a)
        .collect();
    let changes = gaps.windows(2).filter(|pair| match pair {
        [a, b] => (a - b).abs() > (a.max(*b) * UNEVEN).max(ROUNDING_MM),
        _ => false,
    });
    let several = gaps.iter().any(|gap| *gap <= ONE_PLACE_MM);
    several || changes.count() * CHANGING >= gaps.len()
}

/// The grid of most places that begins among the first ones.
fn longest_grid(places: &[f64]) -> Option<Vec<usize>> {
    let mut best: Option<Vec<usize>> = None;
    for (first, from) in places.iter().enumerate().take(FIRSTS) {
        for to in places.iter().skip(first + 1).take(STEPS) {
            let step = to - from;
            if step <= ONE_PLACE_MM {
                continue;
            }
            let grid = grid(places, first, step);
            if best.as_ref().is_none_or(|best| grid.len() > best.len()) {
                best = Some(grid);
            }
        }
    }
    best.filter(|best| best.len() >= PLACES)
}

/// The places that follow each other by a step, from one on. There may be gaps; where two gaps
/// are within four places of each other the grid ended before the first of them.
fn grid(places: &[f64], first: usize, step: f64) -> Vec<usize> {
    let slack = (step * SLACK).max(ONE_PLACE_MM);
    let mut members = vec![first];
    let Some(mut last) = places.get(first).copied() else {
        return members;
    };
    // Members before each gap.
    let mut gaps: Vec<usize> = Vec::new();
    for (at, place) in places.iter().enumerate().skip(first + 1) {
        let steps = ((place - last) / step).round();
        if steps < 1.0 || (place - last - steps * step).abs() > slack {
            continue;
        }
        if steps > 1.0 {
            if let Some(before) = gaps.last().filter(|before| members.len() - **before < 4) {
                members.truncate(*before);
                gaps.pop();
                break;
            }
            gaps.push(members.len());
        }
        members.push(at);
        last = *place;
    }
    // Where much is missing the step is not the grid's own.
    if gaps.len() * 5 > members.len() {
        members.truncate(1);
    }
    members
}

/// Two of them share at least half of the shorter one's length.
fn lie_in_one_another(extents: &[[f64; 2]]) -> bool {
    let share = |[a, b]: [f64; 2], [c, d]: [f64; 2]| {
        let shorter = (b - a).min(d - c);
        b.min(d) - a.max(c) >= shorter / 2.0
    };
    extents
        .iter()
        .enumerate()
        .any(|(at, one)| extents.iter().skip(at + 1).any(|other| share(*one, *other)))
}

/// Which straight line of place over instance number each slice lies on. `slices` are number and
/// place, sorted: stacks that are numbered from 1 each can be told apart so where their spacing or
/// their first place differs.
pub(super) fn lines(slices: &[(i32, f64)]) -> Option<Vec<usize>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut of_each = Vec::with_capacity(slices.len());
    for same_number in slices.chunk_by(|a, b| a.0 == b.0) {
        let mut free: Vec<usize> = (0..lines.len()).collect();
        let mut chosen: Vec<Option<usize>> = same_number
            .iter()
            .map(|slice| {
                take(&mut free, |line| {
                    lines.get(line).is_some_and(|of| of.predicts(*slice))
                })
            })
            .collect();
        for one in &mut chosen {
            if one.is_none() {
                *one = take(&mut free, |line| {
                    lines.get(line).is_some_and(|of| of.step_mm.is_none())
                });
            }
        }
        for (slice, line) in same_number.iter().zip(chosen) {
            let line = line.unwrap_or(lines.len());
            match lines.get_mut(line) {
                Some(known) => known.go_on(*slice),
                None => lines.push(Line {
                    last: *slice,
                    step_mm: None,
                }),
            }
            of_each.push(line);
        }
        if lines.len() > GRIDS {
            return None;
        }
    }
    are_several(&of_each).then_some(of_each)
}

fn take(free: &mut Vec<usize>, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let at = free.iter().position(|line| fits(*line))?;
    Some(free.remove(at))
}

struct Line {
    last: (i32, f64),
    /// For each number.
    step_mm: Option<f64>,
}

impl Line {
    fn predicts(&self, slice: (i32, f64)) -> bool {
        self.step_mm.is_some_and(|step| {
            let numbers = f64::from(slice.0) - f64::from(self.last.0);
            let off = slice.1 - (self.last.1 + step * numbers);
            off.abs() <= (step.abs() * SLACK).max(ONE_PLACE_MM)
        })
    }

    fn go_on(&mut self, slice: (i32, f64)) {
        let numbers = f64::from(slice.0) - f64::from(self.last.0);
        self.step_mm = Some((slice.1 - self.last.1) / numbers);
        self.last = slice;
    }
}

const _: () = assert!(PLACES >= LEAST, "a grid is a part");

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(from: f64, step: f64, count: u32) -> Vec<f64> {
        (0..count).map(|at| from + step * f64::from(at)).collect()
    }

    fn merged(mut a: Vec<f64>, b: Vec<f64>) -> Vec<f64> {
        a.extend(b);
        a.sort_by(f64::total_cmp);
        a
    }

    fn sizes(of_each: &[usize]) -> [usize; 2] {
        [0, 1].map(|part| of_each.iter().filter(|of| **of == part).count())
    }

    #[test]
    fn two_grids_are_told_apart_also_where_they_meet() {
        for offset in [0.75, 0.5, 0.0] {
            let both = merged(steps(0.0, 1.5, 40), steps(offset, 3.0, 20));
            assert_eq!(sizes(&grids(&both).unwrap()), [40, 20], "{offset}");
        }
        // The first place after the thin ones may be of either.
        let longer = merged(steps(0.0, 1.5, 40), steps(0.0, 3.0, 40));
        assert_eq!(sizes(&grids(&longer).unwrap()), [41, 39]);
        let shifted = merged(steps(0.0, 3.0, 20), steps(1.0, 3.0, 20));
        assert_eq!(sizes(&grids(&shifted).unwrap()), [20, 20]);
    }

    #[test]
    fn one_grid_stays_one_whatever_it_lacks() {
        assert_eq!(grids(&steps(0.0, 1.5, 40)), None);
        let mut holes = steps(0.0, 1.0, 40);
        for at in [30, 21, 20, 11, 5] {
            holes.remove(at);
        }
        assert_eq!(grids(&holes), None);
        let one_after_the_other = merged(steps(0.0, 1.5, 20), steps(31.5, 3.0, 20));
        assert_eq!(grids(&one_after_the_other), None);
        assert_eq!(grids(&[0.0, 1.0, 3.0, 4.0, 5.0]), None);
        let to_a_tenth = |place: &f64| (place * 10.0).round() / 10.0;
        for step in [1.25, 0.625] {
            let rounded: Vec<f64> = steps(0.0, step, 40).iter().map(to_a_tenth).collect();
            assert_eq!(grids(&rounded), None, "{step}");
        }
        assert_eq!(grids(&[]), None);
    }

    #[test]
    fn equal_numbers_on_two_lines() {
        let mut both: Vec<(i32, f64)> = (0..20)
            .map(|at| (at, 1.5 * f64::from(at)))
            .chain((0..10).map(|at| (at, 3.0 * f64::from(at))))
            .collect();
        both.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        assert_eq!(sizes(&lines(&both).unwrap()), [20, 10]);
        let random = [
            (1, 3.0),
            (1, 9.0),
            (2, 1.0),
            (2, 0.0),
            (3, 8.0),
            (3, 2.0),
            (4, 7.0),
        ];
        assert_eq!(lines(&random), None);
    }
}
