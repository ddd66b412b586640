//! The graphics device as it comes, fails and is lost. Everything on it can be made again from the store.

use crate::engine::event::{Effect, Renderer};
use crate::engine::{State, volumes};
use crate::intake::FrameKey;
use crate::problem::{Alarm, Kind, Stage};

/// Devices in a row that were lost before they had drawn anything.
const LOST_IN_A_ROW: u32 = 3;

/// Draws in a row that did not reach the screen.
const FAILED_DRAWS: u32 = 60;

pub fn ready(state: &mut State, renderer: Renderer) {
    state.screen.renderer = Some(renderer);
    state.alarms.remove(&Alarm::DeviceLost);
    state.screen.touch();
}

/// Everything on the GPU can be made again from the store. A device that is lost again and again
/// before it has drawn anything is not asked for once more.
pub fn lost(state: &mut State, effects: &mut Vec<Effect>) {
    if state.screen.renderer.take().is_none() {
        return;
    }
    state.screen.textures.clear();
    volumes::lost(state);
    state.screen.forget_drawn();
    state.screen.lost_in_a_row += 1;
    if state.screen.lost_in_a_row > LOST_IN_A_ROW {
        failed(state);
        return;
    }
    state.alarms.insert(Alarm::DeviceLost);
    effects.push(Effect::OpenDevice);
    effects.push(Effect::Resize(state.screen.canvas()));
}

pub fn failed(state: &mut State) {
    state.screen.renderer = None;
    state.alarms.remove(&Alarm::DeviceLost);
    state.alarms.insert(Alarm::NoDevice);
}

pub fn upload_failed(state: &mut State, frame: FrameKey, reason: String) {
    state.screen.textures.remove(&frame);
    state.failed.insert(frame);
    // What was drawn without it is no picture of it.
    state.screen.forget_drawn();
    for shown in &mut state.screen.shown {
        shown.picture.take_if(|picture| picture.frame == frame);
    }
    let mut problem = Kind::NotDrawn { reason }.at(Stage::Draw);
    state.name_file(&mut problem, frame.file);
    state.problems.push(problem);
    state.screen.touch();
}

/// What was submitted never reached the screen: it is drawn again, and a device on which that
/// goes on for a second is as good as lost.
pub fn draw_failed(state: &mut State, effects: &mut Vec<Effect>) {
    state.screen.forget_drawn();
    state.screen.touch();
    state.screen.failed_draws += 1;
    if state.screen.failed_draws > FAILED_DRAWS {
        state.screen.failed_draws = 0;
        lost(state, effects);
    }
}
