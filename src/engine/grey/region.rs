//! A window by what a region holds: a rectangle that is drawn for it, or a mark.

use crate::engine::grey::{Subject, in_shape};
use crate::engine::{Refusal, State, history, marking, view, windows};
use crate::grey::Histogram;
use crate::intake::FrameKey;
use crate::marks::{Kind, MarkId, Point, Shape};
use crate::session::{Action, PaneId, Tool};

/// A rectangle by its corners, in columns and rows of a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dragged {
    pub pane: PaneId,
    pub frame: FrameKey,
    pub from: Point,
    pub to: Point,
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

/// The window of what a mark holds, in the pane that shows it, or in the active one.
pub fn of_mark(state: &mut State, id: MarkId) {
    let Some(mark) = state.session.marks.get(id) else {
        return;
    };
    if !mark.shape.kind.is_region() {
        return;
    }
    let frame = mark.ground.frame;
    let subject = in_shape(state, frame, &mark.shape);
    let shows = |pane: &PaneId| state.screen.frame(*pane) == Some(frame);
    let panes = (0..state.session.panes.len()).map(PaneId);
    let active = state.session.active;
    let mut panes = [active].into_iter().chain(panes).filter(shows);
    let pane = panes.next().unwrap_or(active);
    wait_for(state, pane, subject);
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
    state.grey.window = Some((pane, subject.clone()));
    if let Some(known) = known {
        counted(state, &subject, &known);
    }
}

/// What a window waits for is counted: it is set as by hand, and taken back as that.
pub fn counted(state: &mut State, subject: &Subject, counts: &Histogram) {
    let waits = state.grey.window.as_ref();
    if waits.is_none_or(|(_, waited_for)| waited_for != subject) {
        return;
    }
    let Some((pane, _)) = state.grey.window.take() else {
        return;
    };
    if let Some([center, width]) = counts.window() {
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
