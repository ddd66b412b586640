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

/// How many files are read, of how many, while that is going on.
#[must_use]
pub fn reading(state: &State) -> Option<(usize, usize)> {
    let loading = state.drops.iter().filter(|drop| !drop.is_read());
    let sum = loading.map(|drop| (drop.read, drop.files));
    sum.reduce(|(read, files), drop| (read + drop.0, files + drop.1))
}
