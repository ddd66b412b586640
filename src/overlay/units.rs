//! What the values of a picture are counted in.

use crate::engine::State;
use crate::header::{Header, Image};
use crate::pixels::Unit;
use crate::series::StackId;
use crate::words;

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
