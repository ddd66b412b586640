//! Which stacks are bodies that planes are cut out of, and how much of them there is memory for.

use std::collections::BTreeSet;

use crate::engine::textures::texture_bytes;
use crate::engine::{Refusal, State};
use crate::header::{Header, Image};
use crate::intake::{FrameKey, set_of};
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
    of_slices(state, stack, every(state, stack))
}

/// The same of all its slices, however much memory those take.
///
/// # Errors
/// Why it is none.
pub fn geometry_of_all(state: &State, stack: StackId) -> Result<Geometry, Unfit> {
    of_slices(state, stack, 1)
}

fn of_slices(state: &State, stack: StackId, every: usize) -> Result<Geometry, Unfit> {
    let slices = slices(state, stack, every);
    if is_arriving(state, stack) {
        Geometry::of_some(&slices)
    } else {
        Geometry::of(&slices)
    }
}

/// Slices of it may still come: what is uneven may become even.
pub fn is_arriving(state: &State, stack: StackId) -> bool {
    let stack = state.catalog.stack(stack);
    stack.is_some_and(|stack| !state.is_read(stack))
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
pub fn asks(state: &State, stack: StackId, geometry: &Geometry) -> Option<Unfit> {
    let is_accepted = state.session.accepted.uneven.contains(&stack);
    let uneven = geometry.uneven();
    uneven.filter(|_| !is_accepted && !is_arriving(state, stack))
}

/// It is a body, and nothing is to be asked about it.
pub fn is_fit(state: &State, stack: StackId) -> bool {
    let geometry = geometry(state, stack);
    geometry.is_ok_and(|geometry| asks(state, stack, &geometry).is_none())
}

/// The stacks that planes or slabs are looked at of.
pub fn wanted(state: &State) -> BTreeSet<StackId> {
    let planes = state.session.planes.as_ref().map(|planes| planes.stack);
    let slabs = state.session.panes.iter().filter_map(|pane| {
        let slab = pane.look()?.slab;
        slab.and(pane.stack)
    });
    set_of(planes.into_iter().chain(slabs))
}

/// Every how many slices fit into the budget's share, at least two of them.
pub fn every(state: &State, stack: StackId) -> usize {
    let mut wanted = wanted(state);
    wanted.insert(stack);
    let slices = state.catalog.stack(stack).map_or(0, Stack::len);
    // What may still come is reckoned with, so that nothing is made anew for each slice.
    let bytes = (slices + state.still_to_come(stack)) as u64 * slice_bytes(state, stack);
    let room = state.memory().budget / SHARE / wanted.len() as u64;
    let every = usize::try_from(bytes.div_ceil(room.max(1))).unwrap_or(usize::MAX);
    every.clamp(1, slices.saturating_sub(1).max(1))
}

pub fn slice_bytes(state: &State, stack: StackId) -> u64 {
    let first = state.catalog.stack(stack).and_then(|stack| stack.frame(0));
    let image = first.and_then(|frame| state.image_of(frame));
    image.map_or(0, |(_, image)| texture_bytes(image, false))
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
