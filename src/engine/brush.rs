//! The brush: a disc that adds to the lung mask on one slice, or takes away from it.

use crate::engine::lung::{LungCase, Stroke, tabulate};
use crate::engine::{Refusal, State};
use crate::intake::FrameKey;
use crate::lung::Lungs;
use crate::lung::runs::{self, Disc};
use crate::marks::Point;
use crate::session::Tool;
use crate::session::changes::{Change, LungChange};

/// Between two places of a hand there are no more dabs.
const DABS: f64 = 200.0;

/// Whether a press with the chosen tool is for the mask.
pub fn is_chosen(state: &State) -> bool {
    matches!(state.session.tool, Tool::Brush { .. }) && state.lung.is_some()
}

/// A stroke begins on a frame, at a place in its columns and rows.
pub fn press(state: &mut State, frame: FrameKey, at: Point) {
    end(state);
    let Some(case) = &mut state.lung else { return };
    let slice = case.frames.iter().position(|it| *it == frame);
    if slice.is_none() {
        state.refused = Some(Refusal::OtherLungs);
        return;
    }
    case.stroke = slice.and_then(|slice| {
        let before = case.mask.as_ref()?.slices.get(slice)?.clone();
        Some(Stroke {
            slice,
            before,
            last: at,
        })
    });
    follow(state, frame, at);
}

/// The brush goes on, as long as it is on the slice that it began on. A quick hand leaves no gaps.
pub fn follow(state: &mut State, frame: FrameKey, at: Point) {
    let Tool::Brush { adds } = state.session.tool else {
        return;
    };
    let radius_mm = state.session.lung.brush_mm;
    let Some(case) = &mut state.lung else { return };
    let Some(Stroke { slice, last, .. }) = &mut case.stroke else {
        return;
    };
    let slice = *slice;
    if case.frames.get(slice) != Some(&frame) {
        return;
    }
    let from = std::mem::replace(last, at);
    let step = (radius_mm / 2.0 / case.grid.pixel_mm[0]).max(1.0);
    let way = [at[0] - from[0], at[1] - from[1]];
    let steps = (way[0].hypot(way[1]) / step).ceil().clamp(1.0, DABS);
    let mut done = 0.0;
    while done < steps {
        done += 1.0;
        let here = [0, 1].map(|axis| from[axis] + way[axis] * done / steps);
        if let Some(lungs) = dabbed(case, slice, here, radius_mm, adds) {
            case.put(slice, lungs);
        }
    }
    state.screen.touch();
}

/// The lungs of a slice after a dab; `None` beside the image.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held against the image"
)]
fn dabbed(case: &LungCase, slice: usize, at: Point, radius_mm: f64, adds: bool) -> Option<Lungs> {
    let mask = case.mask.as_ref()?;
    let lungs = mask.slices.get(slice)?;
    let extent = case.grid.extent();
    let [column, row] = at;
    let inside = |at: f64, count: u16| (0.0..f64::from(count)).contains(&at);
    if !inside(column, extent.columns) || !inside(row, extent.rows) {
        return None;
    }
    let disc = Disc::new(radius_mm, case.grid.pixel_mm);
    let disc = disc.about(column as u16, row as u16, extent);
    let [right, left] = lungs;
    if !adds {
        return Some([runs::minus(right, &disc), runs::minus(left, &disc)]);
    }
    // To the lung that it touches most; beside both, to that of its side.
    let touched = [right, left].map(|lung| runs::count(&runs::both(lung, &disc)));
    let [x, ..] = case.grid.point(slice, [column, row]);
    let is_right = if touched[0] == touched[1] {
        x <= mask.middle_x_mm
    } else {
        touched[0] > touched[1]
    };
    Some(if is_right {
        [runs::union(right, &runs::minus(&disc, left)), left.clone()]
    } else {
        [right.clone(), runs::union(left, &runs::minus(&disc, right))]
    })
}

/// The slice is as it was before the stroke. False where there is none.
pub fn give_up(state: &mut State) -> bool {
    let Some(case) = &mut state.lung else {
        return false;
    };
    let Some(Stroke { slice, before, .. }) = case.stroke.take() else {
        return false;
    };
    case.put(slice, before);
    tabulate(state);
    true
}

/// The stroke ends, and can be undone.
pub fn end(state: &mut State) {
    let Some(case) = &mut state.lung else { return };
    let Some(Stroke { slice, before, .. }) = case.stroke.take() else {
        return;
    };
    let after = case.mask.as_ref().and_then(|mask| mask.slices.get(slice));
    let changed = after.filter(|after| **after != before).cloned();
    if let Some((frame, after)) = case.frames.get(slice).copied().zip(changed) {
        let change = LungChange::Stroke {
            frame,
            before: Box::new(before),
            after: Box::new(after),
        };
        state.session.changes.note(Change::Lung(change));
    }
    tabulate(state);
}
