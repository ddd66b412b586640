//! What stored values mean: as the file says, or by an offset that the reader has taken for HU.
//! The viewer takes none by itself; it looks for air around the body, and says which would fit.

use crate::engine::event::Effect;
use crate::engine::{State, desk};
use crate::gpu::Ranges;
use crate::header::Image;
use crate::intake::FrameKey;
use crate::pixels::{Rescale, Stats, Unit, air};
use crate::series::{Stack, StackId};
use crate::session::RangesShown;

/// Air around the body, of a stack that does not say that it is in HU.
#[derive(Clone, Copy, Debug)]
pub struct Air {
    /// The frame that was looked at.
    frame: FrameKey,
    /// `None` where the body fills the image.
    stored: Option<i64>,
}

impl State {
    /// What the values of a stack are counted in.
    #[must_use]
    pub fn unit(&self, stack: StackId) -> Unit {
        if self.session.assumed.contains_key(&stack) {
            return Unit::Hu;
        }
        self.catalog.stack(stack).map_or(Unit::Stored, Stack::unit)
    }

    /// How stored values of a stack become modality values.
    #[must_use]
    pub fn rescale(&self, stack: StackId, image: &Image) -> Option<Rescale> {
        let assumed = self.session.assumed.get(&stack);
        let rescale = assumed.map(|offset| Rescale {
            slope: 1.0,
            intercept: f64::from(*offset),
            kind: None,
        });
        rescale.or_else(|| image.rescale.clone())
    }
}

impl State {
    /// The ranges of HU that are shown over a stack's pictures.
    #[must_use]
    pub fn ranges_over(&self, stack: StackId) -> Option<Ranges> {
        let shown = self.session.grey.ranges;
        let are_shown = shown != RangesShown::Off && self.unit(stack) == Unit::Hu;
        are_shown.then(|| Ranges {
            edges: self
                .session
                .lung
                .edges_hu
                .iter()
                .copied()
                .map(f64::from)
                .collect(),
            outlined: shown == RangesShown::Outlined,
        })
    }
}

/// Takes the values of a stack for HU by an offset, or (`None`) for what they are again.
pub fn assume(state: &mut State, id: StackId, offset: Option<i32>) {
    let stack = state.catalog.stack(id);
    if !stack.is_some_and(|stack| stack.hu_may_be_assumed) {
        return;
    }
    match offset {
        Some(offset) => {
            state.session.assumed.insert(id, offset);
        }
        None => take_back(state, &[id]),
    }
}

/// Panes with the windows of HU beside each other go back to one.
pub fn take_back(state: &mut State, stacks: &[StackId]) {
    let shown = state.session.panes.first().and_then(|pane| pane.stack);
    let is_beside = state.session.beside.is_some();
    for stack in stacks {
        let was_assumed = state.session.assumed.remove(stack).is_some();
        if was_assumed && is_beside && shown == Some(*stack) {
            desk::beside(state);
        }
    }
}

/// A window that was chosen by another offset says nothing by this one.
pub fn settle(state: &mut State) {
    let assumed = &state.session.assumed;
    for pane in &mut state.session.panes {
        let offset = pane.stack.and_then(|stack| assumed.get(&stack)).copied();
        let Some(look) = pane.look_mut().filter(|look| look.assumed != offset) else {
            continue;
        };
        look.assumed = offset;
        look.first_window();
        state.screen.touch();
    }
}

/// The frames that are shown of a stack without HU are looked at for air, until some is seen.
pub fn look_for_air(state: &State, effects: &mut Vec<Effect>) {
    for pane in &state.session.panes {
        let stack = pane.stack.and_then(|id| state.catalog.stack(id));
        let Some(stack) = stack.filter(|stack| stack.hu_may_be_assumed) else {
            continue;
        };
        let frame = pane.look().map(|look| look.wanted);
        let place = frame.and_then(|frame| Some((frame, state.store.place(frame)?)));
        let is_known = |frame: FrameKey| {
            let air = state.air.get(&stack.id);
            air.is_some_and(|air| air.stored.is_some() || air.frame == frame)
        };
        let Some((frame, place)) = place.filter(|(frame, _)| !is_known(*frame)) else {
            continue;
        };
        if let Some((_, image)) = state.image_of(frame) {
            let image = Box::new(image.clone());
            effects.push(Effect::Measure {
                frame,
                place,
                image,
            });
        }
    }
}

/// A frame was measured.
pub fn measured(state: &mut State, frame: FrameKey, figures: Option<&Stats>) {
    let Some(id) = state.catalog.stack_of(frame) else {
        return;
    };
    let stack = state.catalog.stack(id);
    let is_seen = state.air.get(&id).is_some_and(|air| air.stored.is_some());
    if stack.is_some_and(|stack| stack.hu_may_be_assumed) && !is_seen {
        let stored = figures.and_then(|figures| figures.air);
        state.air.insert(id, Air { frame, stored });
    }
}

/// What was known and assumed of stacks that are gone.
pub fn forget(state: &mut State) {
    let State {
        session,
        catalog,
        air,
        ..
    } = state;
    let is_there = |id: &StackId| catalog.stack(*id).is_some();
    session.assumed.retain(|id, _| is_there(id));
    air.retain(|id, _| is_there(id));
}

/// The stored value of air around the body, and the offsets that it speaks for; `None` where there
/// is nothing to offer.
#[must_use]
pub fn offers(state: &State, stack: StackId) -> Option<(i64, Vec<i32>)> {
    let air = state.air.get(&stack)?.stored?;
    let offsets = air::offsets(air);
    (!offsets.is_empty()).then_some((air, offsets))
}
