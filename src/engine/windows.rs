//! The window of a look: the first one, those under digits, and one set by hand (BEHAVIOUR 2).

use std::ops::RangeInclusive;

use crate::engine::event::Effect;
use crate::engine::view::{look_and_stack, with_look};
use crate::engine::{Refusal, State};
use crate::header::Image;
use crate::intake::FrameKey;
use crate::pixels::stats::{Stats, first_window};
use crate::pixels::{Unit, Window, preset};
use crate::series::StackId;
use crate::session::{HeldPreset, KeptWindow, Look, Pane, PaneId, WindowChoice};

/// A window by hand, in steps of the values themselves: whole HU, a width of one step at least
/// (BEHAVIOUR 2).
pub fn set(state: &mut State, pane: PaneId, center: f64, width: f64) {
    if !(center.is_finite() && width.is_finite()) {
        return;
    }
    let step = value_step(state, pane, width);
    state.session.held_preset = None;
    with_look(state, pane, |look| {
        let before = look.window.as_ref();
        let function = before.map(|window| window.function).unwrap_or_default();
        let table = before.and_then(|window| window.table.clone());
        let in_steps = |value: f64| (value / step).round() * step;
        let (center, width) = (in_steps(center), in_steps(width).max(step));
        look.window = Some(Window {
            center,
            width,
            function,
            name: None,
            table,
        });
        look.choice = WindowChoice::Dragged;
    });
}

/// Steps of a window of values that have none of their own, at least: none of them is seen.
const STEPS: f64 = 1000.0;

/// Of a window that is no wider than nothing.
const LEAST_TENS: f64 = -30.0;

/// What two neighbouring values of the shown image differ by: 1 but for slopes below it. Values with
/// a floating point have no neighbours: then it is a power of ten that is small beside a width.
#[must_use]
pub fn value_step(state: &State, pane: PaneId, width: f64) -> f64 {
    let shown = state.session.pane(pane);
    let shown = shown.and_then(|pane| Some((pane.stack?, pane.look()?.wanted)));
    let Some((stack, (_, image))) =
        shown.and_then(|(stack, frame)| Some((stack, state.image_of(frame)?)))
    else {
        return 1.0;
    };
    if image.layout.float && state.unit(stack) != Unit::Hu {
        let tens = (width.abs() / STEPS).log10().floor();
        return 10_f64.powf(tens.clamp(LEAST_TENS, 0.0));
    }
    let slope = image.rescale.as_ref();
    let slope = slope.map_or(1.0, |rescale| rescale.slope.abs());
    if slope < 1.0 { slope } else { 1.0 }
}

/// The window under a digit, by its key: it holds for the next case too, where the file's own does
/// not (BEHAVIOUR 2).
pub fn choose_by_key(state: &mut State, pane: PaneId, digit: u8) {
    choose(state, pane, digit);
    let shown = state.session.pane(pane);
    let shown = shown.and_then(|pane| Some((pane.stack?, pane.look()?.choice)));
    let Some((stack, choice)) = shown.filter(|_| state.refused.is_none()) else {
        return;
    };
    if choice == WindowChoice::Preset(digit) {
        let case = state.case_of(stack);
        state.session.held_preset = case.map(|case| HeldPreset { digit, case });
    } else if digit == 0 {
        state.session.held_preset = None;
    }
}

/// The preset that was chosen in another case, where values are such that it means something.
fn choose_held(state: &mut State, pane: PaneId, stack: StackId) -> bool {
    let case = state.case_of(stack);
    let Some(held) = state.session.held_preset else {
        return false;
    };
    let look = state.session.pane(pane).and_then(Pane::look);
    let is_new = look.is_some_and(|look| look.choice == WindowChoice::First);
    if !is_new || case == Some(held.case) || state.unit(stack) != Unit::Hu {
        return false;
    }
    choose(state, pane, held.digit);
    // A digit may have been given to a window of other values meanwhile.
    let look = state.session.pane(pane).and_then(Pane::look);
    look.is_some_and(|look| look.window.is_some())
}

/// The window under a digit: HU presets only where values are HU.
pub fn choose(state: &mut State, pane: PaneId, digit: u8) {
    let Some(stack) = state.session.pane(pane).and_then(|pane| pane.stack) else {
        return;
    };
    if !has_window(state, pane) {
        state.refused = Some(Refusal::NoWindow);
        return;
    }
    let unit = state.unit(stack);
    let in_hu = unit == Unit::Hu;
    let kept = state.session.kept_windows.get(&digit);
    if let Some(kept) = kept.filter(|kept| kept.unit == unit).cloned() {
        with_look(state, pane, |look| {
            look.window = Some(kept.window);
            look.choice = WindowChoice::Preset(digit);
        });
    } else if digit == 0 {
        choose_own(state, pane);
    } else if let (true, Some(preset)) = (in_hu, preset::by_digit(digit)) {
        with_look(state, pane, |look| {
            look.window = Some(preset.window());
            look.choice = WindowChoice::Preset(digit);
        });
    } else if !in_hu && digit == 1 {
        auto(state, pane);
    } else if preset::by_digit(digit).is_some() {
        state.refused = Some(Refusal::NeedsHu);
    }
}

/// From the 1st to the 99th percentile of the slice that is shown, whatever its values are.
pub fn auto(state: &mut State, pane: PaneId) {
    if !has_window(state, pane) {
        state.refused = Some(Refusal::NoWindow);
        return;
    }
    state.session.held_preset = None;
    with_look(state, pane, |look| {
        look.window = None;
        look.choice = WindowChoice::Auto;
    });
}

/// What is shown is grey.
pub fn has_window(state: &State, pane: PaneId) -> bool {
    let look = state.session.pane(pane).and_then(Pane::look);
    let image = look.and_then(|look| state.image_of(look.wanted));
    image.is_none_or(|(_, image)| image.shape.samples == 1)
}

/// The file's own window; after that its next one.
fn choose_own(state: &mut State, pane: PaneId) {
    let Some((look, _)) = look_and_stack(state, pane) else {
        return;
    };
    let next = match look.choice {
        WindowChoice::File(shown) => shown + 1,
        _ => 0,
    };
    let frame = look.wanted;
    let count = state
        .image_of(frame)
        .map_or(0, |(_, image)| image.windows.len());
    if count == 0 {
        // Without one of its own the file's window is the one that it opens with.
        with_look(state, pane, Look::first_window);
    } else {
        choose_of_file(state, pane, next % count);
    }
}

/// One of the file's own windows, by its place among them.
pub fn choose_of_file(state: &mut State, pane: PaneId, at: usize) {
    let look = state.session.pane(pane).and_then(Pane::look);
    let image = look.and_then(|look| state.image_of(look.wanted));
    let Some(window) = image.and_then(|(_, image)| image.windows.get(at).cloned()) else {
        return;
    };
    state.session.held_preset = None;
    with_look(state, pane, |look| {
        look.window = Some(window);
        look.choice = WindowChoice::File(at);
    });
}

/// The first window again, and the view as at the start.
pub fn reset(state: &mut State, pane: PaneId) {
    state.session.held_preset = None;
    with_look(state, pane, |look| {
        *look = Look {
            heading: look.heading,
            ..Look::at(look.wanted)
        };
    });
}

/// Digits that the reader gives windows to.
pub const OWN_DIGITS: RangeInclusive<u8> = 6..=9;

/// Puts the window of a pane under one of the reader's own digits.
pub fn keep(state: &mut State, pane: PaneId, digit: u8) {
    let shown = state.session.pane(pane);
    let shown = shown.and_then(|pane| Some((pane.stack?, pane.look()?.window.clone()?)));
    let Some((stack, window)) = shown.filter(|_| OWN_DIGITS.contains(&digit)) else {
        return;
    };
    let unit = state.unit(stack);
    let window = Window {
        name: None,
        ..window
    };
    let kept = KeptWindow { window, unit };
    state.session.kept_windows.insert(digit, kept);
    with_look(state, pane, |look| {
        look.choice = WindowChoice::Preset(digit);
    });
}

/// A look without a window gets its first one: the file's own, or what its frame is measured
/// to need.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    for at in 0..state.session.panes.len() {
        let pane = state.session.pane(PaneId(at));
        let Some((id, look)) = pane.and_then(|pane| Some((pane.stack?, pane.look()?))) else {
            continue;
        };
        let (frame, choice) = (look.wanted, look.choice);
        let Some((_, image)) = state.image_of(frame) else {
            continue;
        };
        if look.window.is_some() || image.shape.samples != 1 {
            continue;
        }
        if choose_held(state, PaneId(at), id) {
            continue;
        }
        let Some((_, image)) = state.image_of(frame) else {
            continue;
        };
        let own = image
            .windows
            .first()
            .filter(|_| choice != WindowChoice::Auto)
            .cloned();
        if own.is_some() {
            with_look(state, PaneId(at), |look| look.window = own);
        } else if let Some(place) = state.store.place(frame) {
            let rescale = state.rescale(id, image);
            let image = Box::new(Image {
                rescale,
                ..image.clone()
            });
            effects.push(Effect::Measure {
                frame,
                place,
                image,
            });
        }
    }
}

/// A frame was measured for the looks that wait for a window.
pub fn measured(state: &mut State, frame: FrameKey, figures: Option<&Stats>) {
    for at in 0..state.session.panes.len() {
        let Some((look, stack)) = look_and_stack(state, PaneId(at)) else {
            continue;
        };
        if look.wanted != frame || look.window.is_some() {
            continue;
        }
        let (id, choice) = (stack.id, look.choice);
        let unit = match choice {
            WindowChoice::Auto => Unit::Stored,
            _ => state.unit(id),
        };
        let Some((_, image)) = state.image_of(frame) else {
            continue;
        };
        let rescale = state.rescale(id, image);
        let mut window = first_window(&[], unit, rescale.as_ref(), figures);
        if state.unit(id) == Unit::Hu && choice == WindowChoice::Auto {
            // Whole HU, as every window of HU.
            window.center = window.center.round();
            window.width = window.width.round().max(1.0);
        }
        with_look(state, PaneId(at), |look| look.window = Some(window));
    }
    state.screen.touch();
}
