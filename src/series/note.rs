//! What is odd about the geometry of a stack, with its figures (BEHAVIOUR 1).

use super::divide::{LEAST, ONE_PLACE_MM};
use super::geometry::{dot, normal};
use super::slice::Slice;
use super::stack::{Stack, UNEVEN};
use crate::intake::set_of;
use crate::remark::Note;

/// A stack leans when its slices follow each other so far off their normal, in degrees: what a
/// gantry is tilted by, and more than scanners' last digits.
const LEANS: f64 = 0.5;

/// What is odd about a stack; nothing of one without positions, but that it was not told apart,
/// and nothing of the places of the frames of one file, which share the position that it says.
pub(super) fn notes(stack: &Stack, spacing_mm: Option<f64>) -> Vec<Note> {
    let files = stack.slices().iter().map(|slice| slice.frame.file);
    if stack.len() > 1 && files.is_sorted_by(|a, b| a == b) {
        return contradictions(stack).collect();
    }
    let along_mm: Vec<f64> = stack
        .slices()
        .iter()
        .filter_map(|slice| slice.along_mm)
        .collect();
    let gaps = gaps(&along_mm);
    let mut notes = Vec::new();
    if let Some(usual) = spacing_mm {
        notes.extend(missing(&gaps, usual));
        notes.extend(mixed_spacing(&gaps, usual));
    }
    let twice = along_mm.len() - (gaps.len() + usize::from(!along_mm.is_empty()));
    notes.extend((twice > 0).then_some(Note::Twice(twice)));
    notes.extend(tilt(stack));
    notes.extend(stack.is_guess.then_some(Note::NotToldApart));
    notes.extend(contradictions(stack));
    notes
}

/// Each once.
fn contradictions(stack: &Stack) -> impl Iterator<Item = Note> + use<> {
    let slices = stack.slices().iter();
    let all = slices.flat_map(|slice| slice.about.contradictions.iter().copied());
    set_of(all).into_iter().map(Note::Contradicted)
}

/// The distances from place to place; places ascend.
pub(super) fn gaps(along_mm: &[f64]) -> Vec<f64> {
    let pairs = along_mm.iter().zip(along_mm.iter().skip(1));
    pairs
        .map(|(a, b)| b - a)
        .filter(|gap| *gap > ONE_PLACE_MM)
        .collect()
}

fn is_near(gap: f64, other: f64) -> bool {
    (gap - other).abs() <= UNEVEN * other
}

/// Gaps of the same size, in a row.
fn rows(gaps: &[f64]) -> impl Iterator<Item = &[f64]> {
    gaps.chunk_by(|a, b| is_near(*a, *b))
}

/// Gaps that hold a whole number of slices. Several in a row are no holes, but a wider spacing.
fn missing(gaps: &[f64], usual: f64) -> Option<Note> {
    let holes = rows(gaps)
        .filter(|row| row.len() < LEAST)
        .flatten()
        .copied();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive number"
    )]
    let count: usize = holes
        .map(|gap| (gap, (gap / usual).round()))
        .filter(|(gap, steps)| *steps > 1.0 && is_near(gap / steps, usual))
        .map(|(_, steps)| steps as usize - 1)
        .fold(0, usize::saturating_add);
    (count > 0).then_some(Note::Missing(count))
}

/// Distances that are neither the usual one nor a hole.
fn mixed_spacing(gaps: &[f64], usual: f64) -> Option<Note> {
    let is_hole = |gap: f64| {
        let steps = (gap / usual).round();
        steps > 1.0 && is_near(gap / steps, usual)
    };
    let others = rows(gaps).flat_map(|row| {
        let odd = move |gap: &f64| {
            let is_single_hole = row.len() < LEAST && is_hole(*gap);
            !is_single_hole && !is_near(*gap, usual)
        };
        row.iter().copied().filter(odd)
    });
    let (least_mm, most_mm) = others.fold((usual, usual), |(least, most), gap| {
        (least.min(gap), most.max(gap))
    });
    (least_mm < most_mm).then_some(Note::MixedSpacing { least_mm, most_mm })
}

/// The angle between the line of the slices' corners and their normal.
fn tilt(stack: &Stack) -> Option<Note> {
    let normal = normal(stack.orientation()?);
    let position = |slice: Option<&Slice>| slice?.position_mm;
    let first = position(stack.slices().first())?;
    let last = position(stack.slices().last())?;
    let line: [f64; 3] = std::array::from_fn(|axis| last[axis] - first[axis]);
    let length = dot(line, line).sqrt();
    if length <= ONE_PLACE_MM {
        return None;
    }
    let degrees = (dot(line, normal).abs() / length)
        .min(1.0)
        .acos()
        .to_degrees();
    (degrees > LEANS).then_some(Note::Tilted(degrees))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(gaps: &[f64], usual: f64) -> (Option<Note>, Option<Note>) {
        (missing(gaps, usual), mixed_spacing(gaps, usual))
    }

    #[test]
    fn holes_are_counted_and_wider_spacing_is_none() {
        assert_eq!(both(&[3.0, 3.0, 3.1, 2.9], 3.0), (None, None));
        assert_eq!(
            both(&[3.0, 6.0, 3.0, 3.0, 12.0, 3.0], 3.0),
            (Some(Note::Missing(4)), None)
        );
        let mixed = |least_mm, most_mm| Some(Note::MixedSpacing { least_mm, most_mm });
        assert_eq!(
            both(&[1.5, 1.5, 1.5, 1.5, 3.0, 3.0, 3.0], 1.5),
            (None, mixed(1.5, 3.0))
        );
        assert_eq!(both(&[3.0, 3.0, 4.0, 3.0], 3.0), (None, mixed(3.0, 4.0)));
        assert_eq!(
            both(&[3.0, 3.0, 1.0, 3.0, 6.0], 3.0),
            (Some(Note::Missing(1)), mixed(1.0, 3.0))
        );
    }

    #[test]
    fn images_in_one_place_have_no_gap() {
        assert_eq!(gaps(&[0.0, 0.0, 3.0, 6.0, 6.001]), [3.0, 3.0]);
    }
}
