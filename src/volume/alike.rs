//! What slices of one body have in common.

use super::geometry::Unfit;
use crate::header::{Header, Image};
use crate::intake::{FrameKey, set_of};
use crate::pixels::Rescale;

/// Directions of two slices differ by less.
const PARALLEL: f64 = 0.01;

/// No slope or intercept is larger: no value that 32 bits hold becomes infinite in the shader.
const LARGEST: f64 = 1e28;

/// # Errors
/// In what slices differ from the first one, or that they are of several frames of reference.
pub(super) fn check(
    first: (&Header, &Image),
    slices: &[(FrameKey, &Header, &Image)],
) -> Result<(), Unfit> {
    for (_, header, image) in slices {
        agrees(first, (header, image))?;
    }
    if is_of_several(slices) {
        return Err(Unfit::OtherFrames);
    }
    Ok(())
}

fn agrees((first, image): (&Header, &Image), other: (&Header, &Image)) -> Result<(), Unfit> {
    let (header, other) = other;
    let is_sound_position = header
        .position_mm
        .is_some_and(|at| at.iter().all(|part| part.is_finite()));
    let (Some(a), Some(b), true) = (first.orientation, header.orientation, is_sound_position)
    else {
        return Err(Unfit::NoPositions);
    };
    if a.iter().zip(b).any(|(a, b)| (a - b).abs() > PARALLEL) {
        return Err(Unfit::NotParallel);
    }
    let values = |image: &Image| (image.shape, image.layout, image.padding, image.inverse);
    let is_rescaled = image.rescale == other.rescale || may_differ(image, other);
    if values(image) != values(other) || !is_rescaled {
        return Err(Unfit::OtherValues);
    }
    Ok(())
}

/// Each slice may have a slope and an intercept of its own, of whole numbers and to values of one
/// kind: PET has them, each slice scaled to its own largest value (PS3.3 C.8.9.4).
fn may_differ(a: &Image, b: &Image) -> bool {
    let is_usable = |of: &&Rescale| of.slope.abs() <= LARGEST && of.intercept.abs() <= LARGEST;
    let [a_line, b_line] = [a, b].map(|image| image.rescale.as_ref().filter(is_usable));
    let is_one_kind = a_line.zip(b_line).is_some_and(|(a, b)| a.kind == b.kind);
    is_one_kind && !a.layout.float
}

/// Not all slices have the same rescale.
pub(super) fn are_rescaled_each_by_itself(slices: &[(FrameKey, &Header, &Image)]) -> bool {
    let pairs = slices.iter().zip(slices.iter().skip(1));
    pairs
        .into_iter()
        .any(|((.., a), (.., b))| a.rescale != b.rescale)
}

/// Some slices are of one frame of reference, and others of another. Where each slice has one of its own,
/// as de-identified collections have it, that says nothing.
fn is_of_several(slices: &[(FrameKey, &Header, &Image)]) -> bool {
    let uids = slices
        .iter()
        .map(|(_, header, _)| header.frame_of_reference_uid.as_deref());
    let distinct = set_of(uids).len();
    distinct > 1 && distinct < slices.len()
}
