//! A step on the screen: its panes, planes and marks. While a lesson is played the reader's own marks are
//! set aside, and what he draws belongs to the step that he draws it in.

use crate::engine::lesson::Aside;
use crate::engine::written::{self, Shown};
use crate::engine::{State, bodies, desk, planes, screen, view};
use crate::intake::FrameKey;
use crate::lesson::{LessonImage, ShownPane, ShownPlanes, Step};
use crate::marks::{Mark, MarkId};
use crate::series::{Stack, StackId};
use crate::session::{Detail, Look, Pane, PaneId, Part, WrittenMark};

/// From the step that is shown on.
pub fn begin(state: &mut State) {
    if state.lesson.is_played || !state.lesson.has_steps() {
        return;
    }
    let session = &mut state.session;
    let aside = Aside {
        marks: session.marks.exchange(Vec::new()),
        are_hidden: session.marks.are_hidden(),
        changes: std::mem::take(&mut session.changes),
        detail: session.detail,
    };
    state.lesson.aside = Some(Box::new(aside));
    state.lesson.is_played = true;
    state.lesson.is_due = true;
}

/// All but the panes is as it was.
pub fn end(state: &mut State) {
    if !state.lesson.is_played {
        return;
    }
    put_drawn_away(state);
    state.lesson.is_played = false;
    state.lesson.is_due = false;
    state.lesson.brought.clear();
    if let Some(aside) = state.lesson.aside.take() {
        let is_there = |mark: &Mark| state.catalog.stack_of(mark.ground.frame).is_some();
        let marks = aside.marks.into_iter().filter(is_there).collect();
        state.session.marks.exchange(marks);
        state.session.marks.set_hidden(aside.are_hidden);
        state.session.changes = aside.changes;
        state.session.detail = aside.detail;
    }
}

/// The next step, or the one before; the ends hold it.
pub fn go(state: &mut State, by: i32) {
    let last = state.lesson.lesson.steps.len().saturating_sub(1);
    let to = state.lesson.at.saturating_add_signed(by as isize).min(last);
    if to != state.lesson.at {
        go_to(state, to);
    }
}

pub fn go_to(state: &mut State, step: usize) {
    if step < state.lesson.lesson.steps.len() {
        put_drawn_away(state);
        state.lesson.at = step;
        state.lesson.shows_text = false;
        state.lesson.is_due = true;
    }
}

/// What the reader drew stays with the step that he drew it in.
fn put_drawn_away(state: &mut State) {
    let case = &mut state.lesson;
    let Some(step) = case.shown.take().filter(|_| case.is_played) else {
        return;
    };
    let mut drawn = state.session.marks.exchange(Vec::new());
    drawn.retain(|mark| !case.has_brought(mark.id));
    case.drawn.insert(step, drawn);
}

/// The step comes onto the screen.
pub fn show(state: &mut State) {
    let Some(step) = state.lesson.step().cloned() else {
        return;
    };
    put_drawn_away(state);
    show_panes(state, &step);
    show_marks(state, &step);
    state.lesson.shown = Some(state.lesson.at);
    let session = &mut state.session;
    session.marks.set_hidden(step.hides(Part::Marks));
    session.detail = if step.hides(Part::Overlay) {
        Detail::Badges
    } else {
        Detail::All
    };
    state.screen.touch();
}

fn show_panes(state: &mut State, step: &Step) {
    planes::leave(state);
    for pane in &mut state.session.panes {
        pane.frozen = false;
        pane.cine = None;
    }
    desk::set_layout(state, step.layout);
    state.session.linked = None;
    state.session.wipe = None;
    if let Some(planes) = &step.planes {
        show_planes(state, planes, &step.panes);
        return;
    }
    for (at, shown) in step.panes.iter().enumerate() {
        let pane = PaneId(at);
        let found = shown
            .as_ref()
            .and_then(|shown| Some((shown, place(state, shown)?)));
        match found {
            Some((shown, place)) => show_pane(state, pane, shown, place),
            None => {
                if let Some(pane) = state.session.pane_mut(pane) {
                    pane.stack = None;
                }
            }
        }
        view::touched(state, pane);
    }
    state.session.active = PaneId(0);
    screen::lay_out(state);
}

/// The stack and the frame of a pane, where its image is found.
fn place(state: &State, shown: &ShownPane) -> Option<(StackId, FrameKey)> {
    let id = state.lesson.stack(shown.image)?;
    let image = state.lesson.lesson.images.get(shown.image)?;
    Some((id, frame_of(state.catalog.stack(id)?, image, shown)?))
}

/// By its number in a stack of as many slices, else by where it lies.
fn frame_of(stack: &Stack, image: &LessonImage, shown: &ShownPane) -> Option<FrameKey> {
    let is_as_long = u32::try_from(stack.len()) == Ok(image.count);
    let by_place = shown.along_mm.and_then(|mm| stack.nearest_along(mm));
    match by_place.filter(|_| !is_as_long) {
        Some((at, _)) => stack.frame(at),
        None => written::frame_of(Some(stack), shown.view.slice),
    }
}

fn show_pane(state: &mut State, pane: PaneId, shown: &ShownPane, (id, frame): (StackId, FrameKey)) {
    view::show_frame(state, pane, frame);
    put_look(state, pane, shown, (id, frame));
}

fn put_look(state: &mut State, pane: PaneId, shown: &ShownPane, (id, frame): (StackId, FrameKey)) {
    // Planes are never looked at as a whole.
    let is_cut = state.session.planes.is_some();
    let shown = Shown {
        frame: Some(frame),
        view: &shown.view,
        rendering: shown.rendering.as_ref().filter(|_| !is_cut),
        is_body: bodies::geometry(state, id).is_ok(),
    };
    let look = written::look_of(state, id, shown, &Look::at(frame));
    view::with_look(state, pane, |now| *now = look);
}

fn show_planes(state: &mut State, shown: &ShownPlanes, panes: &[Option<ShownPane>]) {
    let Some(id) = state.lesson.stack(shown.image) else {
        for pane in &mut state.session.panes {
            pane.stack = None;
        }
        return;
    };
    state.session.active = PaneId(0);
    view::show(state, PaneId(0), id);
    if !bodies::check(state, id) {
        return;
    }
    written::enter_planes(state, id, shown.at_mm, shown.axes);
    for (at, pane) in panes.iter().enumerate() {
        if let Some(shown) = pane
            && let Some(place) = place(state, shown)
        {
            put_look(state, PaneId(at), shown, place);
        }
    }
}

/// The step's marks, and while it is played those that the reader drew in it, and no others.
fn show_marks(state: &mut State, step: &Step) {
    if state.lesson.is_played {
        let drawn = state.lesson.drawn.remove(&state.lesson.at);
        state.session.marks.exchange(drawn.unwrap_or_default());
    }
    let brought = bring(state, step);
    state.lesson.brought = brought.into_iter().collect();
}

fn bring(state: &mut State, step: &Step) -> Vec<MarkId> {
    let images = state.lesson.lesson.images.len();
    let of_image = |image: usize| -> Vec<WrittenMark> {
        let marks = step.marks.iter().filter(|mark| mark.image == image);
        marks.map(|mark| mark.mark.clone()).collect()
    };
    let mut brought = Vec::new();
    for image in 0..images {
        if let Some(id) = state.lesson.stack(image) {
            brought.extend(written::put_marks(state, id, &of_image(image)));
        }
    }
    brought
}

/// What the active pane shows.
pub fn shown_look(state: &State) -> Option<(StackId, &Look)> {
    let pane = state.session.pane(state.session.active)?;
    Some((pane.stack?, Pane::look(pane)?))
}
