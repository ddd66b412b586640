//! Views and marks written down by their places in a stack, and put back into one: for what is kept from
//! visit to visit, and for lessons.

use std::collections::BTreeMap;

use crate::engine::{State, bodies, planes};
use crate::intake::FrameKey;
use crate::marks::{Ground, Mark, MarkId};
use crate::pixels::{Window, preset};
use crate::series::{Stack, StackId};
use crate::session::{
    Look, Pane, Rendering, WindowChoice, WrittenMark, WrittenView, WrittenWindow,
};
use crate::volume::{Axes, Vector};

/// How a stack is looked at; `None` where it holds no such frame.
#[must_use]
pub fn view_of(stack: &Stack, look: &Look) -> Option<WrittenView> {
    let window = look.window.as_ref();
    let window = window.filter(|_| look.choice != WindowChoice::First);
    Some(WrittenView {
        slice: u32::try_from(stack.position_of(look.wanted)?).ok()?,
        window: window.map(|window| WrittenWindow {
            center: window.center,
            width: window.width,
            choice: look.choice,
        }),
        view: look.view,
        inverted: look.inverted,
        colours: look.colours,
        interpolation: look.interpolation,
        slab: look.slab,
    })
}

/// The marks that lie on a stack, in the order of drawing.
#[must_use]
pub fn marks_of(state: &State, stack: &Stack) -> Vec<WrittenMark> {
    let marks = state.session.marks.list().iter();
    marks.filter_map(|mark| mark_of(stack, mark)).collect()
}

/// A mark; `None` where it lies on another stack.
#[must_use]
pub fn mark_of(stack: &Stack, mark: &Mark) -> Option<WrittenMark> {
    let slice = stack.position_of(mark.ground.frame)?;
    Some(WrittenMark {
        slice: u32::try_from(slice).ok()?,
        plane: mark.ground.plane,
        shape: mark.shape.clone(),
        text: mark.text.clone(),
        colour: mark.colour,
        group: mark.group.map(|id| id.0),
    })
}

/// What was written of a pane, to be shown again.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// It is turned to, where there is one.
    pub frame: Option<FrameKey>,
    pub view: &'a WrittenView,
    /// The stack is looked at as a whole; size and place are of that.
    pub rendering: Option<&'a Rendering>,
    /// Of the stack slabs and renderings can be made.
    pub is_body: bool,
}

/// A look as before, but for what was written.
#[must_use]
pub fn look_of(state: &State, id: StackId, shown: Shown<'_>, before: &Look) -> Look {
    let written = shown.view;
    // Size and place of a rendering mean nothing to a slice.
    let is_placed = shown.rendering.is_none() || shown.is_body;
    let rendering = shown.rendering.filter(|_| shown.is_body);
    let mut look = Look {
        wanted: shown.frame.unwrap_or(before.wanted),
        view: Some(written.view).filter(|_| is_placed).unwrap_or_default(),
        inverted: written.inverted,
        colours: written.colours,
        interpolation: written.interpolation,
        assumed: state.session.assumed.get(&id).copied(),
        slab: written.slab.filter(|_| shown.is_body),
        rendering: rendering.cloned().map(Box::new),
        ..before.clone()
    };
    if let Some(window) = &written.window {
        let of_file = |at: usize| {
            let image = state.image_of(look.wanted);
            image.and_then(|(_, image)| image.windows.get(at).cloned())
        };
        let (window, choice) = window_of(window, of_file);
        look.window = Some(window);
        look.choice = choice;
    }
    look
}

/// A window with where it came from, as far as it is the same there now.
fn window_of(
    written: &WrittenWindow,
    of_file: impl Fn(usize) -> Option<Window>,
) -> (Window, WindowChoice) {
    let plain = Window::linear(written.center, written.width);
    let named = match written.choice {
        WindowChoice::Preset(digit) => preset::by_digit(digit).map(preset::Preset::window),
        WindowChoice::File(at) => of_file(at),
        _ => None,
    };
    let is_same = |window: &Window| {
        let far = (window.center - written.center).abs() + (window.width - written.width).abs();
        far < 1e-6
    };
    match named.filter(is_same) {
        Some(window) => (window, written.choice),
        None => (plain, WindowChoice::Dragged),
    }
}

/// The active pane's stack, which is a body, is shown in planes that are turned and meet as written, or
/// in it nearest to there.
pub fn enter_planes(state: &mut State, stack: StackId, at_mm: Vector, axes: Axes) {
    planes::enter(state);
    let geometry = bodies::geometry(state, stack).ok();
    let Some((planes, geometry)) = state.session.planes.as_mut().zip(geometry) else {
        return;
    };
    planes.axes = axes;
    planes.at_mm = planes::inside(&geometry, at_mm);
    let nearest = geometry.nearest(planes.at_mm);
    if let Some(place) = nearest.and_then(|at| geometry.places.get(at)) {
        for look in state.session.panes.iter_mut().filter_map(Pane::look_mut) {
            look.wanted = place.frame;
        }
    }
}

/// Puts marks onto a stack, but for those that are there; planes onto one that is a body.
pub fn put_marks(state: &mut State, id: StackId, marks: &[WrittenMark]) -> Vec<MarkId> {
    let is_body =
        marks.iter().any(|mark| mark.plane.is_some()) && bodies::geometry(state, id).is_ok();
    let mut put = Vec::new();
    // The first of each group that is there.
    let mut groups: BTreeMap<u32, MarkId> = BTreeMap::new();
    for mark in marks {
        let frame = frame_of(state.catalog.stack(id), mark.slice);
        let Some(frame) = frame.filter(|_| mark.plane.is_none() || is_body) else {
            continue;
        };
        let ground = Ground {
            frame,
            plane: mark.plane,
        };
        let is_it = |other: &Mark| {
            other.ground == ground && other.shape == mark.shape && other.text == mark.text
        };
        let marks = &mut state.session.marks;
        if marks.list().iter().any(is_it) {
            continue;
        }
        let new = marks.add(|id| Mark {
            id,
            ground,
            shape: mark.shape.clone(),
            text: mark.text.clone(),
            colour: mark.colour,
            group: mark.group.map(|group| *groups.entry(group).or_insert(id)),
        });
        put.push(new);
    }
    put
}

/// The frame at a place of a stack, from 0.
#[must_use]
pub fn frame_of(stack: Option<&Stack>, slice: u32) -> Option<FrameKey> {
    stack?.frame(usize::try_from(slice).ok()?)
}
