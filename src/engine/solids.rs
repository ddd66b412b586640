//! The copies of stacks that rays go through: made when one is looked at as a whole, filled by what
//! workers make of its slices, given back when nobody looks any more.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine::event::Effect;
use crate::engine::{Refusal, State, bodies, rendered, rendering};
use crate::gpu::{SolidEffect, SolidKey};
use crate::header::Image;
use crate::intake::{FrameKey, set_of};
use crate::pixels::{Rescale, Unit};
use crate::problem::{Kind, Stage};
use crate::rendering::transfer::HU;
use crate::rendering::{Blocks, Reduction, Solid, SolidLayer};
use crate::series::{Stack, StackId};
use crate::session::PaneId;

/// A copy takes no more than this, and no more than this share of the budget.
const MOST_BYTES: u64 = 96 << 20;
const SHARE: u64 = 8;

/// Slices lie off the even tilt by no more than this, in columns or rows.
const MOST_OFF_TILT: f64 = 1.0;

#[derive(Debug, Default)]
pub struct Solids {
    of_stacks: Vec<SolidOf>,
    last_key: u32,
    /// How far panes are drawn, by their number.
    drawings: Vec<rendered::Drawing>,
    /// The pane that a hand turns, and where the hand was last, in shares of it.
    pub(super) held: Option<(PaneId, [f64; 2])>,
}

/// The copy of one stack.
#[derive(Debug)]
pub struct SolidOf {
    pub stack: StackId,
    pub key: SolidKey,
    pub solid: Solid,
    pub reduction: Reduction,
    /// The stack's frames when it was made, and what their values were taken for.
    frames: Vec<FrameKey>,
    rescale: Option<Rescale>,
    /// Slices that are in it, or cannot be; by their places.
    pub done: BTreeSet<usize>,
    /// Slices that cannot be read.
    pub unreadable: usize,
    /// Slices that fill a layer.
    pub needed: usize,
    pub blocks: Blocks,
    /// Grows with what comes.
    pub revision: u64,
}

impl SolidOf {
    #[must_use]
    pub fn frame(&self, place: usize) -> Option<FrameKey> {
        Some(self.solid.geometry().places.get(place)?.frame)
    }

    #[must_use]
    pub fn place_of(&self, frame: FrameKey) -> Option<usize> {
        self.solid.geometry().place_of(frame)
    }

    fn is_of(&self, state: &State) -> bool {
        let stack = state.catalog.stack(self.stack);
        let first = self.frames.first().and_then(|it| state.image_of(*it));
        let rescale = first.and_then(|(_, image)| state.rescale(self.stack, image));
        stack.is_some_and(|stack| stack.frames().eq(self.frames.iter().copied()))
            && rescale == self.rescale
            && self.solid.bytes() <= room(state)
    }
}

impl Solids {
    #[must_use]
    pub fn of(&self, stack: StackId) -> Option<&SolidOf> {
        self.of_stacks.iter().find(|it| it.stack == stack)
    }

    pub(super) fn of_mut(&mut self, stack: StackId) -> Option<&mut SolidOf> {
        self.of_stacks.iter_mut().find(|it| it.stack == stack)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &SolidOf> {
        self.of_stacks.iter()
    }

    pub(super) fn take_drawing(&mut self, pane: PaneId) -> rendered::Drawing {
        let drawing = self.drawings.get_mut(pane.0);
        drawing.map(std::mem::take).unwrap_or_default()
    }

    pub(super) fn put_drawing(&mut self, PaneId(at): PaneId, drawing: rendered::Drawing) {
        if self.drawings.len() <= at {
            self.drawings
                .resize_with(at + 1, rendered::Drawing::default);
        }
        self.drawings[at] = drawing;
    }

    /// Nothing of a pane is drawn any more.
    pub(super) fn forget_drawing(&mut self, PaneId(at): PaneId) {
        if let Some(drawing) = self.drawings.get_mut(at) {
            *drawing = rendered::Drawing::default();
        }
    }

    /// On the GPU.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.of_stacks.iter().map(|it| it.solid.bytes()).sum()
    }
}

/// The stacks that are looked at as a whole.
fn wanted(state: &State) -> BTreeSet<StackId> {
    if state.session.planes.is_some() {
        return BTreeSet::new();
    }
    let panes = state.session.panes.iter();
    set_of(panes.filter_map(|pane| {
        let rendering = &pane.look()?.rendering;
        rendering.as_ref().and(pane.stack)
    }))
}

/// Copies are what their stacks are.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    let wanted = wanted(state);
    if wanted.is_empty() && state.solids.of_stacks.is_empty() {
        return;
    }
    let has_device = state.screen.renderer.is_some();
    let mut kept = std::mem::take(&mut state.solids.of_stacks);
    kept.retain(|it| {
        let stays = has_device && wanted.contains(&it.stack) && it.is_of(state);
        if !stays && has_device {
            effects.push(Effect::Solid(SolidEffect::Close(it.key)));
        }
        stays
    });
    state.solids.of_stacks = kept;
    if !has_device {
        return;
    }
    for stack in wanted {
        if state.solids.of(stack).is_some() || bodies::is_arriving(state, stack) {
            continue;
        }
        match made(state, stack) {
            Ok(solid) => {
                effects.push(Effect::Solid(SolidEffect::Open {
                    key: solid.key,
                    size: solid.solid.size,
                }));
                state.solids.last_key = solid.key.0;
                state.solids.of_stacks.push(solid);
            }
            Err(reason) => {
                rendering::leave_all(state, stack);
                state.refused = Some(reason);
            }
        }
        state.screen.touch();
    }
}

/// Bytes that a copy may take.
fn room(state: &State) -> u64 {
    (state.memory().budget / SHARE).min(MOST_BYTES)
}

fn made(state: &State, stack: StackId) -> Result<SolidOf, Refusal> {
    let geometry = bodies::geometry_of_all(state, stack).map_err(Refusal::Unfit)?;
    if let Some(reason) = bodies::asks(state, stack, &geometry) {
        return Err(Refusal::Unfit(reason));
    }
    let of_stack = state.catalog.stack(stack).ok_or(Refusal::NotYet)?;
    let first = of_stack.frame(0).and_then(|frame| state.image_of(frame));
    let (_, image) = first.ok_or(Refusal::NotYet)?;
    let rescale = state.rescale(stack, image);
    let solid = Solid::of(&geometry, room(state));
    if solid.off_tilt() > MOST_OFF_TILT {
        return Err(Refusal::NotStraight);
    }
    let reduction = reduction(state, stack, &solid, (image, rescale.as_ref()));
    let needed: BTreeSet<usize> = solid.layers.iter().flatten().copied().collect();
    Ok(SolidOf {
        stack,
        key: SolidKey(state.solids.last_key + 1),
        blocks: Blocks::new(solid.size),
        solid,
        reduction,
        frames: of_stack.frames().collect(),
        rescale,
        done: BTreeSet::new(),
        unreadable: 0,
        needed: needed.len(),
        revision: 0,
    })
}

/// HU over their whole range; other values about the window that the pane looks through.
fn reduction(
    state: &State,
    stack: StackId,
    solid: &Solid,
    (image, rescale): (&Image, Option<&Rescale>),
) -> Reduction {
    let by = solid.by;
    if state.unit(stack) == Unit::Hu {
        return Reduction {
            by,
            range: HU,
            body_mm: Some(solid.geometry().pixel_mm),
        };
    }
    let panes = state.session.panes.iter();
    let mut windows = panes.filter(|pane| pane.stack == Some(stack));
    let window = windows.find_map(|pane| pane.look()?.window.as_ref().map(ends));
    let stored = [0.0, 2.0_f64.powi(i32::from(image.layout.stored.min(16)))];
    let geometry = solid.geometry();
    let all = (0..geometry.places.len()).flat_map(|slice| {
        let rescale = geometry.rescale(slice, rescale);
        stored.map(|value| rescale.map_or(value, |it| it.modality(value)))
    });
    let [low, high] = window.unwrap_or_else(|| widest(all));
    let more = (high - low) / 2.0;
    Reduction {
        by,
        range: [low - more, high + more],
        body_mm: None,
    }
}

/// From the least to the largest.
fn widest(values: impl Iterator<Item = f64>) -> [f64; 2] {
    values.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], value| {
        [low.min(value), high.max(value)]
    })
}

/// From where to where a window goes.
#[must_use]
pub fn ends(window: &crate::pixels::Window) -> [f64; 2] {
    let half = window.width / 2.0;
    [window.center - half, window.center + half]
}

/// What a worker made of a slice; nothing where it could not.
pub fn take(
    state: &mut State,
    stack: StackId,
    frame: FrameKey,
    content: Option<&SolidLayer>,
    effects: &mut Vec<Effect>,
) {
    let Some(of_stack) = state.solids.of_mut(stack) else {
        return;
    };
    let Some(place) = of_stack.place_of(frame) else {
        return;
    };
    if !of_stack.done.insert(place) {
        return;
    }
    of_stack.revision += 1;
    let [wide, tall, _] = of_stack.solid.size;
    let layer_bytes = (wide * tall) as usize;
    let layers: Vec<u32> = of_stack.solid.filled_by(place).collect();
    if let Some(content) = content.filter(|content| content.levels.len() == layer_bytes) {
        for layer in layers {
            of_stack.blocks.take(layer, &content.levels);
            state.work.uploads += 1;
            state.work.upload_bytes += (content.levels.len() + content.body.len()) as u64;
            effects.push(Effect::Solid(SolidEffect::Fill {
                key: of_stack.key,
                layer,
                content: content.clone(),
            }));
        }
    } else {
        of_stack.unreadable += 1;
        for layer in layers {
            of_stack.blocks.take_nothing(layer);
        }
    }
    // Next to a gap a layer fades into nothing.
    if of_stack.done.len() == of_stack.needed {
        let gaps = (0_u32..).zip(&of_stack.solid.layers);
        let gaps: Vec<u32> = gaps
            .filter_map(|(layer, by)| by.is_none().then_some(layer))
            .collect();
        for layer in gaps {
            of_stack.blocks.take_nothing(layer);
        }
    }
    state.screen.touch();
}

/// The device has no room for it: the rendering ends, and it is said why.
pub fn failed(state: &mut State, key: SolidKey, reason: String) {
    let of_key = state.solids.of_stacks.iter().find(|it| it.key == key);
    let Some(stack) = of_key.map(|it| it.stack) else {
        return;
    };
    rendering::leave_all(state, stack);
    let mut problem = Kind::NotDrawn { reason }.at(Stage::Draw);
    let first = state.catalog.stack(stack).and_then(|stack| stack.frame(0));
    if let Some(frame) = first {
        state.name_file(&mut problem, frame.file);
    }
    state.problems.push(problem);
    state.screen.touch();
}

/// Slices that the copy lacks for good: those that are missing, and those that cannot be read.
#[must_use]
pub fn gaps(of_stack: &SolidOf) -> usize {
    let missing = of_stack.solid.layers.iter().filter(|by| by.is_none());
    missing.count() + of_stack.unreadable
}

/// For readers: a stack's slices that are in the copy, and all that will be.
#[must_use]
pub fn progress(of_stack: &SolidOf, stack: Option<&Stack>) -> Option<[usize; 2]> {
    let all = of_stack.needed;
    let here = of_stack.done.len();
    (here < all && stack.is_some()).then_some([here, all])
}

/// What was known, where it is the same now.
pub(super) fn shared<T: PartialEq>(known: Option<&Arc<T>>, now: T) -> Arc<T> {
    match known {
        Some(known) if **known == now => Arc::clone(known),
        _ => Arc::new(now),
    }
}
