//! Stacks as volumes on the GPU: opened when planes or slabs of them are looked at, filled as their
//! slices come, closed when nobody looks any more. All of it can be made again from the store.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::engine::bodies::{every, geometry, is_arriving, slice_bytes, wanted};
use crate::engine::event::Effect;
use crate::engine::{State, planes};
use crate::gpu::VolumeKey;
use crate::intake::FrameKey;
use crate::problem::{Kind, Stage};
use crate::series::{Stack, StackId};
use crate::volume::{Geometry, Lookup};

/// Bytes given to the GPU at once: what a page does between two pictures.
const AT_ONCE: u64 = 24 << 20;

#[derive(Debug, Default)]
pub struct Volumes {
    bodies: BTreeMap<StackId, Body>,
    last_key: u32,
}

/// A stack as a body, and how much of it is on the GPU.
#[derive(Debug)]
pub struct Body {
    pub geometry: Arc<Geometry>,
    /// Every so many slices are in it.
    pub every: usize,
    /// The stack's frames when it was made, and whether more were to come.
    frames: Vec<FrameKey>,
    pub(super) is_arriving: bool,
    pub volume: Option<Volume>,
}

#[derive(Debug)]
pub struct Volume {
    pub key: VolumeKey,
    layers: BTreeMap<FrameKey, u32>,
    /// Layers that there is room for.
    capacity: u32,
    next_layer: u32,
    bytes: u64,
    pub lookup: Arc<Lookup>,
}

impl Body {
    /// It was made of the stack as it is.
    #[must_use]
    pub fn is_of(&self, stack: Option<&Stack>) -> bool {
        stack.is_some_and(|stack| stack.frames().eq(self.frames.iter().copied()))
    }

    /// The slice is on the GPU.
    #[must_use]
    pub fn has(&self, frame: FrameKey) -> bool {
        let volume = self.volume.as_ref();
        volume.is_some_and(|volume| volume.layers.contains_key(&frame))
    }
}

impl Volumes {
    #[must_use]
    pub fn body(&self, stack: StackId) -> Option<&Body> {
        self.bodies.get(&stack)
    }

    /// Bytes of all volumes on the GPU.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let volumes = self.bodies.values().filter_map(|body| body.volume.as_ref());
        volumes.map(|volume| volume.bytes).sum()
    }
}

/// Bodies are what their stacks are; volumes are opened, filled and closed.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    let wanted = wanted(state);
    if wanted.is_empty() && state.volumes.bodies.is_empty() {
        return;
    }
    close_unwanted(state, &wanted, effects);
    for stack in wanted {
        refresh(state, stack, effects);
        open(state, stack, effects);
        fill(state, stack, effects);
    }
}

fn close_unwanted(state: &mut State, wanted: &BTreeSet<StackId>, effects: &mut Vec<Effect>) {
    state.volumes.bodies.retain(|stack, body| {
        let is_wanted = wanted.contains(stack);
        if !is_wanted {
            effects.extend(body.volume.take().map(|it| Effect::CloseVolume(it.key)));
        }
        is_wanted
    });
}

/// The body is made anew where its stack is another. What is on the GPU stays, as long as it has
/// room.
fn refresh(state: &mut State, stack: StackId, effects: &mut Vec<Effect>) {
    let known = state.volumes.bodies.get(&stack);
    let of_stack = state.catalog.stack(stack);
    let is_arriving = is_arriving(state, stack);
    let every = every(state, stack);
    let is_as_known = |body: &Body| {
        body.is_arriving == is_arriving && body.every == every && body.is_of(of_stack)
    };
    if known.is_some_and(is_as_known) {
        return;
    }
    let Some(frames) = of_stack.map(|stack| stack.frames().collect()) else {
        return;
    };
    let before = state.volumes.bodies.remove(&stack);
    let volume = before.and_then(|body| body.volume);
    let Ok(geometry) = geometry(state, stack) else {
        effects.extend(volume.map(|it| Effect::CloseVolume(it.key)));
        return;
    };
    let mut body = Body {
        geometry: Arc::new(geometry),
        every,
        frames,
        is_arriving,
        volume,
    };
    body.look_up();
    state.volumes.bodies.insert(stack, body);
    state.screen.touch();
}

impl Body {
    fn look_up(&mut self) {
        if let Some(volume) = &mut self.volume {
            let layer_of = |frame| volume.layers.get(&frame).copied();
            volume.lookup = Arc::new(Lookup::new(&self.geometry, layer_of));
        }
    }
}

fn open(state: &mut State, stack: StackId, effects: &mut Vec<Effect>) {
    let layer_bytes = slice_bytes(state, stack);
    let still_to_come = u32::try_from(state.still_to_come(stack)).unwrap_or(u32::MAX);
    let Some(body) = state.volumes.bodies.get(&stack) else {
        return;
    };
    if state.screen.renderer.is_none() {
        return;
    }
    let slices = u32::try_from(body.geometry.places.len()).unwrap_or(u32::MAX);
    if let Some(volume) = &body.volume {
        let used = volume.next_layer;
        let missing = body.geometry.places.iter().filter(|it| !body.has(it.frame));
        let missing = u32::try_from(missing.count()).unwrap_or(u32::MAX);
        // Layers of slices that have left are not used again.
        if used.saturating_add(missing) <= volume.capacity {
            return;
        }
    }
    let Some((_, image)) = body.frames.first().and_then(|it| state.image_of(*it)) else {
        return;
    };
    let image = Box::new(image.clone());
    let every = u32::try_from(body.every).unwrap_or(1).max(1);
    // Where it is not known how many come, there is room for half as many again.
    let more = if body.is_arriving { slices / 2 } else { 0 };
    let capacity = slices.saturating_add(still_to_come.div_ceil(every).max(more));
    state.volumes.last_key += 1;
    let key = VolumeKey(state.volumes.last_key);
    let Some(body) = state.volumes.bodies.get_mut(&stack) else {
        return;
    };
    effects.extend(body.volume.take().map(|it| Effect::CloseVolume(it.key)));
    effects.push(Effect::OpenVolume {
        volume: key,
        image,
        layers: capacity,
    });
    body.volume = Some(Volume {
        key,
        layers: BTreeMap::new(),
        capacity,
        next_layer: 0,
        bytes: 0,
        lookup: Arc::default(),
    });
    body.look_up();
    if let Some(volume) = &mut body.volume {
        volume.bytes = u64::from(capacity) * layer_bytes;
    }
}

/// Slices that are held go to the GPU, in their order, a bounded number of bytes at once.
fn fill(state: &mut State, stack: StackId, effects: &mut Vec<Effect>) {
    let State {
        volumes,
        store,
        headers,
        failed,
        work,
        screen,
        ..
    } = state;
    let Some(body) = volumes.bodies.get_mut(&stack) else {
        return;
    };
    let Some(volume) = &mut body.volume else {
        return;
    };
    if volume.lookup.here as usize == body.geometry.places.len() {
        return;
    }
    let mut bytes = 0;
    let mut has_news = false;
    for place in &body.geometry.places {
        let frame = place.frame;
        if volume.layers.contains_key(&frame) || failed.contains(&frame) {
            continue;
        }
        let image = headers
            .get(&frame.file)
            .and_then(|headers| headers.of(frame.frame).image.as_ref());
        let (Some(image), Some(held)) = (image, store.place(frame)) else {
            continue;
        };
        if bytes > AT_ONCE {
            screen.touch();
            break;
        }
        bytes += held.length;
        work.uploads += 1;
        work.upload_bytes += image.frame_bytes();
        let layer = volume.next_layer;
        volume.next_layer += 1;
        volume.layers.insert(frame, layer);
        effects.push(Effect::FillVolume {
            volume: volume.key,
            layer,
            place: held,
        });
        has_news = true;
    }
    if has_news {
        body.look_up();
        state.screen.touch();
    }
}

/// A slice that a volume waits for and that is not held: with memory for few frames, each comes and
/// goes again.
pub fn missing(state: &State, is_missing: impl Fn(FrameKey) -> bool) -> Option<FrameKey> {
    let mut bodies = state.volumes.bodies.values();
    bodies.find_map(|body| {
        body.volume.as_ref()?;
        let mut places = body.geometry.places.iter().map(|place| place.frame);
        places.find(|frame| !body.has(*frame) && is_missing(*frame))
    })
}

/// The device is gone, and all that was on it.
pub fn lost(state: &mut State) {
    for body in state.volumes.bodies.values_mut() {
        body.volume = None;
    }
}

/// The device has no room for it: planes and slabs of its stack end, and it is said why.
pub fn failed(state: &mut State, key: VolumeKey, reason: String) {
    let bodies = state.volumes.bodies.iter();
    let of = |body: &Body| body.volume.as_ref().is_some_and(|it| it.key == key);
    let stack = bodies
        .filter(|(_, body)| of(body))
        .map(|(id, _)| *id)
        .next();
    let Some(stack) = stack else {
        return;
    };
    planes::leave(state);
    for pane in &mut state.session.panes {
        if pane.stack == Some(stack)
            && let Some(look) = pane.look_mut()
        {
            look.slab = None;
        }
    }
    let mut problem = Kind::NotDrawn { reason }.at(Stage::Draw);
    let first = state.catalog.stack(stack).and_then(|stack| stack.frame(0));
    if let Some(frame) = first {
        state.name_file(&mut problem, frame.file);
    }
    state.problems.push(problem);
    state.screen.touch();
}
