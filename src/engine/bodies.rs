//! Which stacks are bodies that planes are cut out of, and how much of them there is memory for.

use crate::engine::{Refusal, State};
use crate::gpu::texture::Cells;
use crate::header::{Header, Image};
use crate::intake::FrameKey;
use crate::series::{Stack, StackId};
use crate::volume::{Geometry, Unfit};

/// A volume takes at most this share of the budget: beyond it every second slice is left out, or
/// more.
const SHARE: u64 = 2;

/// The frames of a stack with their headers, every so many.
fn slices(state: &State, stack: StackId, every: usize) -> Vec<(FrameKey, &Header, &Image)> {
    let stack = state.catalog.stack(stack).into_iter();
    let frames = stack.flat_map(Stack::frames).step_by(every);
    frames
        .filter_map(|frame| {
            let (header, image) = state.image_of(frame)?;
            Some((frame, header, image))
        })
        .collect()
}

/// The body of a stack.
///
/// # Errors
/// Why it is none.
pub fn geometry(state: &State, stack: StackId) -> Result<Geometry, Unfit> {
    let slices = slices(state, stack, every(state, stack));
    if is_arriving(state, stack) {
        Geometry::of_some(&slices)
    } else {
        Geometry::of(&slices)
    }
}

/// Slices of it may still come: what is uneven may become even.
pub fn is_arriving(state: &State, stack: StackId) -> bool {
    let first = state.catalog.stack(stack).and_then(|stack| stack.frame(0));
    let drop = first.and_then(|frame| state.drop_of(frame.file));
    drop.is_some_and(|drop| !drop.is_read())
}

/// Why a stack that is looked at is no body any more; it is asked where it has changed.
#[must_use]
pub fn unfit(state: &State, stack: StackId) -> Option<Unfit> {
    let body = state.volumes.body(stack);
    let of_stack = state.catalog.stack(stack);
    let is_arriving = is_arriving(state, stack);
    if body.is_some_and(|body| body.is_of(of_stack) && body.is_arriving == is_arriving) {
        return None;
    }
    match geometry(state, stack) {
        Err(reason) => Some(reason),
        Ok(geometry) => asks(state, stack, &geometry),
    }
}

/// It is uneven, and the reader has not accepted that.
fn asks(state: &State, stack: StackId, geometry: &Geometry) -> Option<Unfit> {
    let is_accepted = state.session.accepted.uneven.contains(&stack);
    let uneven = geometry.uneven();
    uneven.filter(|_| !is_accepted && !is_arriving(state, stack))
}

/// Every how many slices fit into the budget's share.
pub fn every(state: &State, stack: StackId) -> usize {
    let slices = state.catalog.stack(stack).map_or(0, Stack::len) as u64;
    // What may still come is reckoned with, so that nothing is made anew for each slice.
    let slices = slices + u64::from(still_to_come(state, stack));
    let bytes = slices * slice_bytes(state, stack);
    let room = (state.memory().budget / SHARE).max(1);
    usize::try_from(bytes.div_ceil(room)).unwrap_or(1).max(1)
}

pub fn slice_bytes(state: &State, stack: StackId) -> u64 {
    let first = state.catalog.stack(stack).and_then(|stack| stack.frame(0));
    let image = first.and_then(|frame| state.image_of(frame));
    image.map_or(0, |(_, image)| {
        let cells = Cells::of(image.layout, image.shape);
        let cell = cells.map_or(0, Cells::pixel_bytes);
        image.shape.pixels() as u64 * u64::from(cell)
    })
}

/// Whether a stack can be cut, with the sentence that says why it cannot.
pub fn check(state: &mut State, stack: StackId) -> bool {
    match geometry(state, stack) {
        Err(reason) => state.refused = Some(Refusal::Unfit(reason)),
        Ok(geometry) => match asks(state, stack, &geometry) {
            None => return true,
            Some(_) if state.session.accepted.asked == Some(stack) => {
                state.session.accepted.uneven.insert(stack);
                return true;
            }
            Some(reason) => {
                state.session.accepted.asked = Some(stack);
                state.refused = Some(Refusal::Unfit(reason));
            }
        },
    }
    false
}

/// Files of the stack's drop that may turn out to be slices of it.
pub fn still_to_come(state: &State, stack: StackId) -> u32 {
    let first = state.catalog.stack(stack).and_then(|stack| stack.frame(0));
    let drop = first.and_then(|frame| state.drop_of(frame.file));
    let unread = drop.map_or(0, |drop| drop.files.saturating_sub(drop.read));
    u32::try_from(unread).unwrap_or(u32::MAX)
}
