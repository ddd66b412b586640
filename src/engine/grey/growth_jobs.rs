//! What workers do for growths: the next job that one wants, and their answers.

use crate::engine::State;
use crate::engine::grey::growth::Growing;
use crate::engine::grey::{Subject, jobs, slice};
use crate::grey::grow::Growing as Asked;
use crate::grey::{Ball, Growth, Histogram, Question};
use crate::intake::{FileId, FrameKey};
use crate::lung::Run;
use crate::pixels::{Rescale, Unit};
use crate::problem::Problem;
use crate::workers::protocol::{self, Job, Task};

/// The first range of values reaches so many SD of the seed and its neighbours to either side of
/// their mean, and no less than values are apart.
const DEVIATIONS: f64 = 2.5;

/// Behind the point of a value.
const MOST_DIGITS: f64 = 30.0;

/// More voxels than this, or than this part of the stack, are no structure any more: it has leaked.
const MOST_VOXELS: u64 = 8_000_000;
const MOST_PART: u64 = 4;

/// The next job that a growth wants.
pub fn next(state: &State) -> Option<(FileId, Task)> {
    let growths = state.grey.growths.iter();
    let mut open = growths.filter(|growing| growing.failed.is_none());
    open.find_map(|growing| next_of(state, growing))
}

fn next_of(state: &State, growing: &Growing) -> Option<(FileId, Task)> {
    let subject = |at: usize, inside| {
        let frame = growing.frames.get(at)?;
        slice(state, *frame, inside)
    };
    let mut slices = 0..growing.frames.len();
    if growing.recipe.range.is_none() {
        return slices.find_map(|at| {
            let inside = growing.neighbours(at);
            let is_due = !inside.is_empty() && !growing.around.1.contains(growing.frames.get(at)?);
            jobs::count_task(state, &subject(at, Some(inside)).filter(|_| is_due)?)
        });
    }
    if let Some(growth) = &growing.growth {
        return slices.find_map(|at| {
            let is_due = !growing.counted.get(at)?;
            let inside = growth.slices.get(at).filter(|_| is_due)?;
            jobs::count_task(state, &subject(at, Some(inside.clone()))?)
        });
    }
    let ball = growing.ball();
    let mut unread = slices.filter(|at| growing.within.get(*at) == Some(&None));
    let asked = unread.find_map(|at| {
        let question = growing.question(at, ball.as_ref())?;
        jobs::ask(state, &subject(at, None)?, &question)
    });
    asked.or_else(|| grow_task(state, growing, ball))
}

/// Where all slices have answered that the ball meets.
fn grow_task(state: &State, growing: &Growing, ball: Option<Ball>) -> Option<(FileId, Task)> {
    let mut slices = 0..growing.frames.len();
    let is_missing = |at: usize| {
        growing.within.get(at) == Some(&None) && growing.question(at, ball.as_ref()).is_some()
    };
    let is_at_work = |job: &Job| matches!(job.task, Task::Grow { .. });
    if slices.any(is_missing) || state.crew.jobs().any(is_at_work) {
        return None;
    }
    let slices: Vec<Vec<u8>> = growing
        .within
        .iter()
        .map(|answer| answer.clone().unwrap_or_default())
        .collect();
    let task = Task::Grow {
        growing: protocol::encode(&asked(growing, ball)).unwrap_or_default(),
        slices,
    };
    Some((growing.frames.first()?.file, task))
}

fn asked(growing: &Growing, ball: Option<Ball>) -> Asked {
    let grid = &growing.grid;
    let all = u64::from(grid.columns) * u64::from(grid.rows) * growing.frames.len() as u64;
    Asked {
        seed: growing.seed,
        most: MOST_VOXELS.min(all / MOST_PART),
        gaps: (0..growing.frames.len())
            .filter(|at| grid.is_gap_after(*at))
            .collect(),
        ball,
    }
}

/// Something was counted: the seed's neighbours, or a slice of what grew.
pub fn counted(state: &mut State, subject: &Subject, counts: &Histogram) {
    let Some(inside) = &subject.inside else {
        return;
    };
    let as_is = slice(state, subject.frame, None).map(|it| it.rescale);
    if as_is.as_ref() != Some(&subject.rescale) {
        return;
    }
    let growths = state.grey.growths.iter();
    let steps: Vec<f64> = growths.map(|it| value_step(state, it)).collect();
    for (growing, step) in state.grey.growths.iter_mut().zip(steps) {
        let Some(at) = growing.at(subject.frame) else {
            continue;
        };
        let is_around = growing.recipe.range.is_none() && growing.neighbours(at) == *inside;
        if is_around && !growing.around.1.contains(&subject.frame) {
            growing.around.0.add(counts);
            growing.around.1.push(subject.frame);
            choose_range(growing, step);
            state.grey.revision += 1;
            continue;
        }
        let of_growth = growing.growth.as_ref().and_then(|it| it.slices.get(at));
        if of_growth == Some(inside)
            && let Some(is_counted) = growing.counted.get_mut(at)
            && !std::mem::replace(is_counted, true)
        {
            growing.counts.add(counts);
            state.grey.revision += 1;
        }
    }
}

/// Where all neighbours are known their mean and SD say which values are meant.
fn choose_range(growing: &mut Growing, step: f64) {
    let slices = 0..growing.frames.len();
    let wanted = slices.filter(|at| !growing.neighbours(*at).is_empty());
    if growing.around.1.len() < wanted.count() {
        return;
    }
    let around = &growing.around.0;
    let reach = DEVIATIONS * around.deviation(2).unwrap_or_default();
    let reach = reach.max(step);
    // Nothing but padding: nothing grows from it.
    let mean = around.mean().unwrap_or_default();
    growing.recipe.range = Some(rounded([mean - reach, mean + reach], reach, step));
}

/// Outwards: to whole values, or, where values are finer, to a tenth of how far the range reaches at
/// least, so that it is short to read and to type over.
fn rounded([low, high]: [f64; 2], reach: f64, step: f64) -> [f64; 2] {
    let tens = if step < 1.0 {
        (1.0 - reach.log10().floor()).clamp(0.0, MOST_DIGITS)
    } else {
        0.0
    };
    let by = 10_f64.powf(tens);
    [(low * by).floor() / by, (high * by).ceil() / by]
}

/// A slice has said where it holds such values.
pub fn within(
    state: &mut State,
    frame: FrameKey,
    rescale: Option<&Rescale>,
    question: &Question,
    answer: &[u8],
) {
    let as_is = slice(state, frame, None).map(|it| it.rescale);
    if as_is.as_ref().map(Option::as_ref) != Some(rescale) {
        return;
    }
    for growing in &mut state.grey.growths {
        let Some(at) = growing.at(frame).filter(|_| growing.growth.is_none()) else {
            continue;
        };
        if growing.question(at, growing.ball().as_ref()).as_ref() == Some(question)
            && let Some(known) = growing.within.get_mut(at)
        {
            *known = Some(answer.to_vec());
            state.grey.revision += 1;
        }
    }
}

/// It has grown: for who asked, and as the slices answered.
pub fn grown(state: &mut State, (of, slices): (&[u8], &[Vec<u8>]), answer: &[u8]) {
    let (Ok(of), Ok(growth)) = (
        protocol::decode::<Asked>(of),
        protocol::decode::<Growth>(answer),
    ) else {
        return;
    };
    let open = state.grey.growths.iter_mut();
    for growing in open.filter(|growing| growing.growth.is_none()) {
        let answers = growing.within.iter().map(|it| it.as_deref());
        let is_same = slices
            .iter()
            .map(Vec::as_slice)
            .eq(answers.map(Option::unwrap_or_default));
        if !is_same || of != asked(growing, growing.ball()) {
            continue;
        }
        // Of what has leaked no figure is given, and none reckoned.
        let is_done = |runs: &Vec<Run>| growth.is_over || runs.is_empty();
        growing.counted = growth.slices.iter().map(is_done).collect();
        growing.within.clear();
        growing.growth = Some(growth.clone());
        state.grey.revision += 1;
    }
}

/// A worker could not read a frame, or not have anything grow.
pub fn failed(state: &mut State, frame: Option<FrameKey>, problem: &Problem) {
    for growing in &mut state.grey.growths {
        let is_of = frame.is_none_or(|frame| growing.at(frame).is_some());
        let is_open = growing.growth.is_none() || !growing.is_counted();
        if is_of && is_open {
            growing.failed = Some(problem.clone());
        }
    }
}

/// What values of the seed's slice are apart at least; floating-point values by nothing.
fn value_step(state: &State, growing: &Growing) -> f64 {
    let frame = growing.frames.get(growing.seed.slice);
    let Some((_, image)) = frame.and_then(|frame| state.image_of(*frame)) else {
        return 1.0;
    };
    let slope = image.rescale.as_ref();
    let slope = slope.map_or(1.0, |rescale| rescale.slope.abs());
    if state.unit(growing.stack) == Unit::Hu {
        1.0
    } else if image.layout.float {
        0.0
    } else {
        slope.min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_rounded(ends: [f64; 2], reach: f64, step: f64, expected: [f64; 2]) {
        let found = rounded(ends, reach, step);
        let is_close = |at: usize| (found[at] - expected[at]).abs() < 1e-12;
        assert!(is_close(0) && is_close(1), "{found:?}");
    }

    #[test]
    fn ranges_are_whole_where_values_are_and_as_fine_as_values_else() {
        assert_rounded([-855.3, -842.6], 6.35, 1.0, [-856.0, -842.0]);
        assert_rounded([0.001_234, 0.001_876], 0.000_321, 0.0, [0.001_23, 0.001_88]);
        // One value alone, or none.
        assert_rounded([0.5, 0.5], 0.0, 0.0, [0.5, 0.5]);
        assert_rounded([12.34, 112.34], 50.0, 0.1, [12.0, 113.0]);
    }
}
