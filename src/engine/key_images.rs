//! Key images: the frames that key object selections point to.

use crate::engine::{State, view};
use crate::intake::{FrameKey, set_of};
use crate::objects::Content;
use crate::series::StackId;
use crate::session::PaneId;

impl State {
    /// The key images of a stack, as places in it from 0, in order.
    #[must_use]
    pub fn key_slices(&self, stack: StackId) -> Vec<usize> {
        let Some(of_stack) = self.catalog.stack(stack) else {
            return Vec::new();
        };
        let all = self.key_frames().into_iter();
        let places = all.filter_map(|frame| of_stack.position_of(frame));
        set_of(places).into_iter().collect()
    }

    fn key_frames(&self) -> Vec<FrameKey> {
        let mut frames = Vec::new();
        for (file, object) in self.objects() {
            if let Content::KeyObjects(keys) = &object.content {
                let images = keys.images.iter();
                frames.extend(images.flat_map(|image| self.frames_named(file, image)));
            }
        }
        frames
    }
}

/// Turns to the next key image, or to the one before, in the order of the list of series and of
/// their slices; the ends hold it.
pub fn step(state: &mut State, pane: PaneId, by: i32) {
    let listed: Vec<StackId> = state.catalog.list().collect();
    let place = |frame: FrameKey| {
        let stack = state.catalog.stack_of(frame)?;
        let order = listed.iter().position(|id| *id == stack)?;
        Some((order, state.catalog.stack(stack)?.position_of(frame)?))
    };
    let frames = state.key_frames().into_iter();
    let keys = set_of(frames.filter_map(|frame| Some((place(frame)?, frame))));
    let look = state.session.pane(pane).and_then(|pane| pane.look());
    let here = look.and_then(|look| place(look.wanted));
    let next = match here {
        Some(here) if by > 0 => keys.iter().find(|(place, _)| *place > here),
        Some(here) => keys.iter().rev().find(|(place, _)| *place < here),
        None => keys.first(),
    };
    if let Some((_, frame)) = next.copied() {
        view::show_frame(state, pane, frame);
    }
}
