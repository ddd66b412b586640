//! What the bar above the picture says.

use crate::engine::State;
use crate::pixels::Unit;
use crate::session::WindowChoice;

/// Whether the active pane's values are HU.
#[must_use]
pub fn active_is_hu(state: &State) -> bool {
    let pane = state.session.pane(state.session.active);
    let stack = pane.and_then(|pane| pane.stack);
    stack.is_some_and(|stack| state.unit(stack) == Unit::Hu)
}

/// The digit of the active pane's window.
#[must_use]
pub fn active_preset(state: &State) -> Option<u8> {
    match state.session.pane(state.session.active)?.look()?.choice {
        WindowChoice::First | WindowChoice::File(_) => Some(0),
        WindowChoice::Preset(digit) => Some(digit),
        WindowChoice::Auto => Some(1),
        WindowChoice::Dragged | WindowChoice::Presented => None,
    }
}

/// How many files are read, of how many, while that is going on; of cases that are read ahead nothing
/// is said.
#[must_use]
pub fn reading(state: &State) -> Option<(usize, usize)> {
    let is_walking = state.drops.iter().any(|drop| drop.walking);
    let asked_for = state.cases.iter().filter(|case| case.is_loading());
    let sum = asked_for.map(|case| (case.read, case.files));
    let sum = sum.reduce(|(read, files), case| (read + case.0, files + case.1));
    sum.or_else(|| is_walking.then_some((0, 0)))
}
