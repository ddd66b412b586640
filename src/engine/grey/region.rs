//! A window by what a region holds: a rectangle that is drawn for it, or a mark.

use crate::engine::grey::{Subject, in_shape, is_of_pane, is_region_of_slice};
use crate::engine::{Refusal, State, history, marking, view, windows};
use crate::grey::Histogram;
use crate::intake::FrameKey;
use crate::marks::{Kind, MarkId, Point, Shape};
use crate::pixels::Window;
use crate::session::{Action, Pane, PaneId, Tool};

/// A rectangle by its corners, in columns and rows of a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dragged {
    pub pane: PaneId,
    pub frame: FrameKey,
    pub from: Point,
    pub to: Point,
}

/// A window that waits until a region is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    pub pane: PaneId,
    pub subject: Subject,
    /// The pane's window when it began to wait.
    before: Option<Window>,
}

impl Dragged {
    #[must_use]
    pub fn shape(&self) -> Shape {
        Shape {
            kind: Kind::Rectangle,
            points: vec![self.from, self.to],
        }
    }
}

pub fn press(state: &mut State, pane: PaneId, at: [f64; 2]) {
    view::activate(state, pane);
    let frame = state.screen.picture(pane).map(|picture| picture.frame);
    let Some((frame, at)) = frame.zip(marking::image_from_share(state, pane, at)) else {
        state.refused = Some(Refusal::SlicesOnly);
        return;
    };
    if !windows::has_window(state, pane) {
        state.refused = Some(Refusal::NoWindow);
        return;
    }
    state.grey.dragged = Some(Dragged {
        pane,
        frame,
        from: at,
        to: at,
    });
}

/// It stays on the slice that it began on.
pub fn drag(state: &mut State, pane: PaneId, at: [f64; 2]) {
    let shown = state.screen.picture(pane).map(|picture| picture.frame);
    let at = marking::image_from_share(state, pane, at);
    if let Some((dragged, at)) = state.grey.dragged.as_mut().zip(at)
        && (dragged.pane, Some(dragged.frame)) == (pane, shown)
    {
        dragged.to = at;
    }
}

/// The window comes when the voxels are counted; a rectangle that holds none is none.
pub fn release(state: &mut State, pane: PaneId, at: [f64; 2]) {
    drag(state, pane, at);
    let Some(dragged) = state.grey.dragged.take() else {
        return;
    };
    let subject = in_shape(state, dragged.frame, &dragged.shape());
    wait_for(state, pane, subject);
    if state.grey.window.is_some() && !state.session.keeps_tool {
        state.session.tool = Tool::Window;
    }
}

/// The window of what a mark holds, in the pane that shows it, or in one that has its stack.
pub fn of_mark(state: &mut State, id: MarkId) {
    let Some(mark) = state.session.marks.get(id) else {
        return;
    };
    if !is_region_of_slice(mark) {
        state.refused = Some(Refusal::SlicesOnly);
        return;
    }
    let frame = mark.ground.frame;
    let subject = in_shape(state, frame, &mark.shape);
    let active = state.session.active;
    let all = (0..state.session.panes.len()).map(PaneId);
    let of_stack = [active].into_iter().chain(all);
    let of_stack = of_stack.filter(|pane| is_of_pane(state, *pane, frame));
    let of_stack: Vec<PaneId> = of_stack.collect();
    let shows = |pane: &&PaneId| state.screen.frame(**pane) == Some(frame);
    let first = of_stack.iter().find(shows).or(of_stack.first());
    if let Some(pane) = first.copied() {
        wait_for(state, pane, subject);
    }
}

fn wait_for(state: &mut State, pane: PaneId, subject: Option<Subject>) {
    let has_voxels = |subject: &Subject| {
        let inside = subject.inside.as_ref();
        inside.is_some_and(|runs| !runs.is_empty())
    };
    let Some(subject) = subject.filter(has_voxels) else {
        return;
    };
    let known = state.grey.counts(&subject).cloned();
    state.grey.window = Some(Waiting {
        pane,
        subject: subject.clone(),
        before: window_of(state, pane),
    });
    if let Some(known) = known {
        counted(state, &subject, &known);
    }
}

fn window_of(state: &State, pane: PaneId) -> Option<Window> {
    let look = state.session.pane(pane).and_then(Pane::look);
    look.and_then(|look| look.window.clone())
}

/// What a window waits for is counted: it is set as by hand, and taken back as that. Where the pane has
/// come to another series meanwhile, or to another window, that holds.
pub fn counted(state: &mut State, subject: &Subject, counts: &Histogram) {
    let waits = state.grey.window.as_ref();
    if waits.is_none_or(|waiting| waiting.subject != *subject) {
        return;
    }
    let Some(Waiting { pane, before, .. }) = state.grey.window.take() else {
        return;
    };
    let is_as_it_was = is_of_pane(state, pane, subject.frame) && window_of(state, pane) == before;
    if let Some([center, width]) = counts.window().filter(|_| is_as_it_was) {
        // A step of its own, however soon it comes after another.
        history::hold(state, false);
        let action = Action::SetWindow {
            pane,
            center,
            width,
        };
        view::act(state, &action, &mut Vec::new());
        history::hold(state, false);
    }
}
