//! What a class sees besides the pictures: where the teacher points, the room check, a window of its own.

use crate::engine::event::Effect;
use crate::engine::{State, room};
use crate::session::ClassAction;
use crate::session::class::FADE_MS;

/// Carries it out.
pub fn act(state: &mut State, action: &ClassAction, effects: &mut Vec<Effect>) {
    let now_ms = state.now_ms;
    let pointing = &mut state.session.pointing;
    match *action {
        ClassAction::Ring { on } => {
            pointing.ring = on;
            if !on {
                end_stroke(state, effects);
            }
        }
        ClassAction::BeginStroke { pane, at } => {
            end_stroke(state, effects);
            state.session.pointing.begin(pane, at, now_ms);
        }
        ClassAction::DrawStroke { at } => pointing.draw(at),
        ClassAction::EndStroke => end_stroke(state, effects),
        ClassAction::CheckRoom => room::toggle(state),
        ClassAction::Window { on } => {
            state.session.class_window = on;
            state.session.blank &= on || state.session.presenting;
        }
    }
}

fn end_stroke(state: &mut State, effects: &mut Vec<Effect>) {
    if state.session.pointing.end(state.now_ms) {
        effects.push(Effect::RefreshAfter { after_ms: FADE_MS });
    }
}

/// What has faded is gone.
pub fn settle(state: &mut State) {
    state.session.pointing.forget_faded(state.now_ms);
}
