//! Marks under the hands: drawn and moved on what a pane shows.

use crate::engine::surface::{Surface, spacing};
use crate::engine::{State, brush, crosshair, cursor, grey, lesson, mark_edits, pointer, view};
use crate::marks::{self, Drawing, Grip, Ground, Mark, MarkId, Point};
use crate::session::changes::{Change, MarkChange};
use crate::session::{Action, PaneId, Tool};

/// Carries out what is done to marks, and with the tools that draw them.
pub fn act(state: &mut State, action: &Action) {
    match *action {
        Action::ChooseTool { tool } => choose(state, tool, false),
        Action::KeepTool { tool } => choose(state, tool, true),
        Action::PressMark { pane, at, reach } => press(state, pane, at, reach),
        Action::DragMark { pane, at } => drag(state, pane, at),
        Action::ReleaseMark { pane, at, reach } => release(state, pane, at, reach),
        Action::StepPointer { pane, by } => pointer::step(state, pane, by),
        Action::PressPointer { pane } => pointer::press(state, pane),
        Action::Escape => escape(state),
        _ => mark_edits::act(state, action),
    }
}

/// Where a place of a pane (in shares) is on the slice that it shows as it is stored.
pub fn image_from_share(state: &State, pane: PaneId, at: [f64; 2]) -> Option<Point> {
    let surface = Surface::of(state, pane)?;
    let is_slice = surface.ground.plane.is_none();
    is_slice.then(|| surface.point(&surface.ground, at))
}

/// A hand that presses here draws, or takes hold of a mark. `reach` is how far off it may be, as a
/// share of the pane's width.
#[must_use]
pub fn is_taken(state: &State, pane: PaneId, at: [f64; 2], reach: f64) -> bool {
    if state.session.renders(pane) {
        return state.screen.rendered(pane).is_some();
    }
    if state.session.tool == Tool::Cursor {
        return state.screen.frame(pane).is_some();
    }
    let is_cut = state.screen.cut(pane).is_some();
    let by_crosshair =
        || crosshair::is_held(state) || crosshair::grip(state, pane, at, reach).is_some();
    let by_brush = brush::is_chosen(state) && !is_cut;
    Surface::of(state, pane).is_some()
        && (state.session.marks.in_hand.is_some()
            || by_brush
            || grey::is_chosen(state)
            || matches!(state.session.tool, Tool::Mark(_))
            || grip(state, pane, at, reach).is_some()
            || is_cut && by_crosshair())
}

fn grip(state: &State, pane: PaneId, at: [f64; 2], reach: f64) -> Option<(MarkId, Grip)> {
    let surface = Surface::of(state, pane)?;
    let reach = reach * f64::from(surface.rect.width);
    let hand = surface.canvas(&surface.ground, surface.point(&surface.ground, at));
    let marks = state.session.marks.shown();
    // The one drawn last lies on top.
    let mut shown = marks
        .rev()
        .filter(|mark| surface.shows(state, &mark.ground));
    shown.find_map(|mark| {
        let canvas = |point: Point| surface.canvas(&mark.ground, point);
        let grip = marks::grip_at(&mark.shape, canvas, hand, reach)?;
        Some((mark.id, grip))
    })
}

pub fn press(state: &mut State, pane: PaneId, at: [f64; 2], reach: f64) {
    view::activate(state, pane);
    if state.session.tool == Tool::Cursor {
        cursor::place(state, pane, at, true);
        return;
    }
    let Some(surface) = Surface::of(state, pane) else {
        return;
    };
    let is_cut = surface.ground.plane.is_some();
    if brush::is_chosen(state) && !is_cut {
        let point = surface.point(&surface.ground, at);
        brush::press(state, surface.ground.frame, point);
        return;
    }
    if let Some(ground) = state.session.marks.ground_in_hand() {
        if surface.shows(state, &ground) {
            go_on(state, surface.point(&ground, at));
            return;
        }
        // A mark is drawn on one slice.
        state.session.marks.let_go();
    }
    if let Tool::Mark(kind) = state.session.tool {
        let point = surface.point(&surface.ground, at);
        state.session.marks.begin(surface.ground, kind, point);
    } else if let Some((id, grip)) = grip(state, pane, at, reach) {
        take(state, &surface, (id, grip), at);
    } else if is_cut {
        crosshair::press(state, pane, at, reach);
    } else {
        state.session.marks.chosen = None;
    }
}

fn take(state: &mut State, surface: &Surface, (id, grip): (MarkId, Grip), at: [f64; 2]) {
    let ground = state.session.marks.get(id).map(|mark| mark.ground);
    if let Some(ground) = ground {
        let from = surface.point(&ground, at);
        state.session.marks.take(id, grip, from);
    }
}

/// A press while a mark is in hand: its last point comes here, and where another line begins, is set.
fn go_on(state: &mut State, point: Point) {
    follow(state, point);
    let new = state.session.marks.new_in_hand();
    if new.is_some_and(|mark| mark.shape.kind.begins_line(mark.shape.points.len())) {
        set_point(state);
    }
}

fn follow(state: &mut State, point: Point) {
    if let Some(ground) = state.session.marks.ground_in_hand() {
        let spacing = spacing(state, &ground, &[point]);
        state.session.marks.follow(point, spacing);
    }
}

/// What is in hand follows on its own slice alone: elsewhere the same place is another.
pub fn drag(state: &mut State, pane: PaneId, at: [f64; 2]) {
    crosshair::drag(state, pane, at);
    cursor::drag(state, pane, at);
    let Some(surface) = Surface::of(state, pane) else {
        return;
    };
    if brush::is_chosen(state) {
        if surface.ground.plane.is_none() {
            let point = surface.point(&surface.ground, at);
            brush::follow(state, surface.ground.frame, point);
        }
        return;
    }
    let ground = state.session.marks.ground_in_hand();
    if let Some(ground) = ground.filter(|ground| surface.shows(state, ground)) {
        follow(state, surface.point(&ground, at));
    }
}

fn release(state: &mut State, pane: PaneId, at: [f64; 2], reach: f64) {
    drag(state, pane, at);
    brush::end(state);
    crosshair::let_go(state);
    cursor::let_go(state);
    set_down(state, pane, reach);
}

/// Sets the point that keys have moved, unless it is still where they began.
pub fn set_down_by_keys(state: &mut State, pane: PaneId, at: [f64; 2]) {
    let new = state.session.marks.new_in_hand();
    let begins_line = new.is_some_and(|mark| mark.shape.kind.begins_line(mark.shape.points.len()));
    drag(state, pane, at);
    if begins_line {
        set_point(state);
    } else {
        set_down(state, pane, f64::EPSILON);
    }
}

/// The last point is set. An outline is closed by setting a corner twice, or on the first one.
fn set_down(state: &mut State, pane: PaneId, reach: f64) {
    if closes(state, pane, reach) {
        let change = state.session.marks.close();
        finished(state, change);
    } else if !is_click(state, pane, reach / 2.0) {
        set_point(state);
    }
}

fn set_point(state: &mut State) {
    let change = state.session.marks.set_point();
    finished(state, change);
}

/// After one mark the tool is the window again, unless it is kept.
fn finished(state: &mut State, change: Option<MarkChange>) {
    let is_new = change
        .as_ref()
        .is_some_and(|change| change.before.is_none());
    if is_new && !state.session.keeps_tool {
        state.session.tool = Tool::Window;
    }
    note(state, change);
}

/// What is done by a press alone is done, for keys that do not let go.
pub fn set_if_whole(state: &mut State) {
    let new = state.session.marks.new_in_hand();
    if new.is_some_and(|mark| mark.shape.kind.drawing() == Drawing::Points(1)) {
        set_point(state);
    }
}

/// A mark is drawn, or would be taken hold of here.
pub fn has_grip(state: &State, pane: PaneId, at: [f64; 2], reach: f64) -> bool {
    matches!(state.session.tool, Tool::Mark(_)) || grip(state, pane, at, reach).is_some()
}

/// An outline is closed by the corners that a mouse has set. False where there is none that can be.
pub fn close(state: &mut State) -> bool {
    let change = state.session.marks.close();
    let is_closed = change.is_some();
    finished(state, change);
    is_closed
}

/// While a mark is drawn, its last point is taken back. False where that is nothing to take back.
pub fn take_point_back(state: &mut State) -> bool {
    state.session.marks.take_point_back()
}

/// What was done to marks can be undone as one.
pub fn note(state: &mut State, changes: impl IntoIterator<Item = MarkChange>) {
    let changes: Vec<MarkChange> = changes.into_iter().collect();
    if !changes.is_empty() {
        state.session.changes.note(Change::Marks(changes));
    }
}

/// The mark that is drawn on what a pane shows, with that, and with a reach in pixels.
fn drawn_on(state: &State, pane: PaneId, reach: f64) -> Option<(&Mark, Surface, f64)> {
    let surface = Surface::of(state, pane)?;
    let mark = state.session.marks.new_in_hand()?;
    Some((mark, surface, reach * f64::from(surface.rect.width)))
}

/// The first press of a mark that is drawn by clicks: its two points are still one, or its trace has not
/// gone anywhere.
fn is_click(state: &State, pane: PaneId, reach: f64) -> bool {
    let Some((mark, surface, reach)) = drawn_on(state, pane, reach) else {
        return false;
    };
    let apart = |from: Point, to: Point| surface.apart(&mark.ground, from, to);
    if mark.shape.kind.drawing() == Drawing::Trace {
        let [low, high] = mark.shape.bounds();
        return !mark.shape.is_whole() || apart(low, high) < reach;
    }
    match mark.shape.points.as_slice() {
        [.., from, to] => apart(*from, *to) < reach,
        _ => false,
    }
}

/// The corner that follows the hand is on the first one or on the last, of enough of them.
fn closes(state: &State, pane: PaneId, reach: f64) -> bool {
    let Some((mark, surface, reach)) = drawn_on(state, pane, reach) else {
        return false;
    };
    let apart = |from: Point, to: Point| surface.apart(&mark.ground, from, to);
    match (mark.shape.kind.drawing(), mark.shape.points.as_slice()) {
        (Drawing::Corners, [first, _, .., last, hand]) => {
            apart(*first, *hand) < reach || apart(*last, *hand) < reach / 2.0
        }
        _ => false,
    }
}

fn choose(state: &mut State, tool: Tool, keeps: bool) {
    state.session.marks.let_go();
    brush::end(state);
    state.session.tool = tool;
    state.session.keeps_tool = keeps;
}

/// First the drawing ends, then the tool, then presenting.
fn escape(state: &mut State) {
    let had_rectangle = state.grey.dragged.take().is_some();
    if state.session.marks.let_go()
        | crosshair::let_go(state)
        | brush::give_up(state)
        | had_rectangle
    {
        return;
    }
    let was_seen = cursor::may_be_seen(state);
    if state.session.cursor.take().is_some() && was_seen {
        return;
    }
    pointer::hide(state);
    let session = &mut state.session;
    if session.tool == Tool::Window {
        session.marks.chosen = None;
        session.blank = false;
        if !std::mem::take(&mut session.presenting) {
            lesson::leave(state);
        }
    }
    choose(state, Tool::Window, false);
}

/// Marks become others, which is seen.
pub fn carry_out(state: &mut State, changes: Vec<MarkChange>, is_undone: bool) {
    let mut seen: Option<Ground> = None;
    let mut is_hidden = false;
    for MarkChange { before, after } in changes {
        let (from, to) = if is_undone {
            (after, before)
        } else {
            (before, after)
        };
        if let Some(Mark { id, ground, .. }) = to.clone().or(from) {
            state.session.marks.put(id, to);
            is_hidden |= state.session.marks.is_hidden(id);
            seen = seen.or(Some(ground));
        }
    }
    if let Some(ground) = seen {
        if is_hidden {
            state.session.marks.set_hidden(false);
        }
        mark_edits::show_change(state, &ground);
    }
}
