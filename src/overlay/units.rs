//! What the values of a picture are counted in.

use crate::engine::State;
use crate::header::{Header, Image};
use crate::pixels::Unit;
use crate::series::StackId;
use crate::words;

/// What a modality value is counted in, in words, with what it is as standardised uptake where the
/// file says all that this depends on.
#[must_use]
pub fn unit_of(
    state: &State,
    stack: StackId,
    (header, image): (&Header, &Image),
    value: f64,
) -> String {
    let unit = unit(state, stack, header, image);
    let is_rescaled = state.rescale(stack, image).is_some();
    match header.suv_of_one.filter(|_| is_rescaled) {
        Some(suv_of_one) => words::unit_with_suv(&unit, value * suv_of_one),
        None => unit,
    }
}

/// The unit of a stack's modality values, in words.
#[must_use]
pub fn unit(state: &State, stack: StackId, header: &Header, image: &Image) -> String {
    if state.unit(stack) == Unit::Hu {
        let assumed = state.session.assumed.get(&stack).copied();
        return assumed.map_or_else(|| words::HU.to_owned(), words::hu_assumed);
    }
    let rescale = image.rescale.as_ref();
    let stated = header
        .units
        .as_deref()
        .or_else(|| rescale?.kind.as_deref())
        .and_then(words::unit);
    match (stated, rescale) {
        (Some(unit), _) => unit,
        (None, Some(rescale)) if !rescale.is_identity() => words::MODALITY_VALUE.to_owned(),
        _ => words::STORED_VALUE.to_owned(),
    }
}
