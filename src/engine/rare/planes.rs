//! What planes and slabs need of the engine: a table of its own.

use crate::engine::event::Effect;
use crate::engine::{CutPicture, State, cut, cut_probe, planes, rendered, rendering, volumes};
use crate::gpu::{Cut, VolumeKey};
use crate::intake::FrameKey;
use crate::session::PaneId;
use crate::viewport::Extent;
use crate::volume::sample::Sample;
use crate::volume::{Ladder, Vector};

/// The functions that are the way in.
#[derive(Clone, Copy, Debug)]
pub struct OfPlanes {
    leave: fn(&mut State),
    go_over: fn(&mut State),
    share_window: fn(&mut State, PaneId),
    swing: fn(&mut State, PaneId),
    settle: fn(&mut State),
    fill: fn(&mut State, &mut Vec<Effect>),
    failed: fn(&mut State, VolumeKey, String),
    ask: fn(&mut State, &mut Vec<Effect>),
    read: fn(&mut State, Vector, Option<Sample>),
    picture: fn(&State, PaneId, Option<FrameKey>) -> Option<CutPicture>,
    drawn: fn(&State, &CutPicture) -> Option<Cut>,
    extent: fn(&State, PaneId) -> Option<Extent>,
    ladder: fn(&State, PaneId) -> Option<Ladder>,
}

impl OfPlanes {
    pub(super) fn whole() -> Self {
        Self {
            leave: planes::leave,
            go_over: planes::go_over,
            share_window: planes::share_window,
            swing: |state, pane| {
                if !rendering::swing(state, pane) {
                    planes::swing(state, pane);
                }
            },
            settle: planes::settle,
            fill: volumes::settle,
            failed: volumes::failed,
            ask: cut_probe::ask,
            read: cut_probe::read,
            picture: cut::next_picture,
            drawn: cut::drawn,
            extent: |state, pane| {
                rendered::extent(state, pane).or_else(|| cut::extent(state, pane))
            },
            ladder: planes::ladder,
        }
    }
}

/// The panes are as before planes.
pub fn leave(state: &mut State) {
    if let Some(of) = state.of_planes() {
        (of.leave)(state);
    }
}

/// Planes of the stack that was turned to.
pub fn go_over(state: &mut State) {
    if let Some(of) = state.of_planes() {
        (of.go_over)(state);
    }
}

/// Windows of planes go together.
pub fn share_window(state: &mut State, from: PaneId) {
    if let Some(of) = state.of_planes() {
        (of.share_window)(state, from);
    }
}

/// The next plane or the next view of a cine.
pub fn swing(state: &mut State, pane: PaneId) {
    if let Some(of) = state.of_planes() {
        (of.swing)(state, pane);
    }
}

/// After each event.
pub fn settle(state: &mut State) {
    if let Some(of) = state.of_planes() {
        (of.settle)(state);
    }
}

/// Volumes are opened, filled and closed.
pub fn fill(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(of) = state.of_planes() {
        (of.fill)(state, effects);
    }
}

/// The device has no room for a volume.
pub fn failed(state: &mut State, key: VolumeKey, reason: String) {
    if let Some(of) = state.of_planes() {
        (of.failed)(state, key, reason);
    }
}

/// What lies under the pointer is asked for.
pub fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(of) = state.of_planes() {
        (of.ask)(state, effects);
    }
}

/// What lies there.
pub fn read(state: &mut State, point: Vector, sample: Option<Sample>) {
    if let Some(of) = state.of_planes() {
        (of.read)(state, point, sample);
    }
}

/// The plane or slab that a pane is to show.
pub fn picture(state: &State, pane: PaneId, next: Option<FrameKey>) -> Option<CutPicture> {
    (state.of_planes()?.picture)(state, pane, next)
}

/// As the GPU is told of it.
pub fn drawn(state: &State, picture: &CutPicture) -> Option<Cut> {
    (state.of_planes()?.drawn)(state, picture)
}

/// The extent of a plane, or of a stack that is looked at as a whole.
pub fn extent(state: &State, pane: PaneId) -> Option<Extent> {
    (state.of_planes()?.extent)(state, pane)
}

/// The planes that a pane goes through.
#[must_use]
pub fn ladder(state: &State, pane: PaneId) -> Option<Ladder> {
    (state.of_planes()?.ladder)(state, pane)
}
