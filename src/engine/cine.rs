//! Slices or frames that follow each other by themselves. None is left out: where one is not there
//! the picture waits for it.

use crate::engine::screen::Screen;
use crate::engine::view::look_and_stack;
use crate::engine::{State, rare, view};
use crate::session::{Cine, Pane, PaneId};

/// Slices a second where the file does not say.
const RATE: f64 = 10.0;

/// The slowest and the fastest.
const RATES: [f64; 2] = [1.0, 60.0];

impl Screen {
    pub(super) fn cine_due_ms(&mut self, pane: PaneId) -> &mut f64 {
        &mut self.way_mut(pane).cine_due_ms
    }
}

/// Slices a second: as chosen, as the file says, or as is usual.
#[must_use]
pub fn rate(state: &State, pane: PaneId) -> f64 {
    let chosen = state.session.pane(pane).and_then(|pane| pane.cine);
    let [least, most] = RATES;
    let rate = chosen
        .map(|cine| cine.rate)
        .or_else(|| own_rate(state, pane));
    rate.unwrap_or(RATE).clamp(least, most)
}

/// Starts or stops.
pub fn toggle(state: &mut State, pane: PaneId) {
    let rate = rate(state, pane);
    let now_ms = state.now_ms;
    if let Some(shown) = state.session.pane_mut(pane) {
        shown.cine = match shown.cine {
            Some(_) => None,
            None => Some(Cine { rate }),
        };
        *state.screen.cine_due_ms(pane) = now_ms;
    }
}

/// Faster or slower.
pub fn change_rate(state: &mut State, pane: PaneId, factor: f64) {
    let cine = state.session.pane_mut(pane);
    if let Some(cine) = cine.and_then(|pane| pane.cine.as_mut()) {
        let [least, most] = RATES;
        cine.rate = (cine.rate * factor).clamp(least, most).round();
    }
}

/// What the file says of its frames (PS3.3 C.7.6.5).
fn own_rate(state: &State, pane: PaneId) -> Option<f64> {
    let look = state.session.pane(pane)?.look()?;
    state.headers.get(&look.wanted.file)?.frames_a_second
}

pub fn is_running(state: &State) -> bool {
    let session = &state.session;
    !session.checks_room && session.panes.iter().any(|pane| pane.cine.is_some())
}

/// Time has passed: each pane turns to its next slice, where it is due and the last one was seen.
pub fn tick(state: &mut State) {
    if !is_running(state) {
        return;
    }
    for at in 0..state.session.panes.len() {
        let id = PaneId(at);
        let pane = state.session.pane(id);
        let Some((cine, wanted)) = pane.and_then(|pane| Some((pane.cine?, pane.look()?.wanted)))
        else {
            continue;
        };
        let on_screen = state.screen.frame(id);
        let due_ms = *state.screen.cine_due_ms(id);
        if on_screen != Some(wanted) || state.now_ms < due_ms {
            continue;
        }
        let step_ms = 1000.0 / cine.rate;
        // A picture that came late does not make the next ones hurry.
        *state.screen.cine_due_ms(id) = (due_ms + step_ms).max(state.now_ms);
        if state.session.planes.is_some() || state.session.renders(id) {
            rare::planes::swing(state, id);
        } else {
            advance(state, id);
        }
        state.screen.touch();
    }
}

/// A film begins again at its end; a stack is gone through back and forth.
fn advance(state: &mut State, id: PaneId) {
    let is_film = {
        let look = state.session.pane(id).and_then(Pane::look);
        let image = look.and_then(|look| state.image_of(look.wanted));
        image.is_some_and(|(_, image)| image.frames > 1)
    };
    let Some((look, stack)) = look_and_stack(state, id) else {
        return;
    };
    let last = stack.len().saturating_sub(1);
    let here = stack.position_of(look.wanted).unwrap_or(0);
    let there = match (look.heading >= 0, is_film) {
        (true, false) if here == last => here.saturating_sub(1),
        (true, true) if here == last => 0,
        (false, false) if here == 0 => 1.min(last),
        (false, true) if here == 0 => last,
        (true, _) => here + 1,
        (false, _) => here - 1,
    };
    if let Some(frame) = stack.frame(there) {
        if !is_film && there != here {
            look.heading = if there > here { 1 } else { -1 };
        }
        look.wanted = frame;
    }
    view::follow(state, id);
}
