//! What the reader does, carried out on the session.

use crate::engine::event::Effect;
use crate::engine::{
    State, cine, desk, history, planes, pointer, rare, sample, undoing, way, windows,
};
use crate::header::{Header, Image};
use crate::intake::FrameKey;
use crate::series::{Stack, StackId};
use crate::session::{Action, Look, PaneId, Session};
use crate::viewport::{Extent, Rect, View, Zoom};

pub fn act(state: &mut State, action: &Action, effects: &mut Vec<Effect>) {
    state.screen.touch();
    if state.session.checks_room && !action.is_for_the_room() {
        return;
    }
    if desk::stands_still(state, action) {
        return;
    }
    history::note(state, action);
    // A hand that lets go again ends what its press was, and is no next step.
    let is_of_a_mark = matches!(action, Action::DragMark { .. } | Action::ReleaseMark { .. });
    if !is_of_a_mark && !action.is_of_the_pointer() {
        state.refused = None;
    }
    if !action.is_of_the_pointer() {
        state.kept.stir();
    }
    if !action.asks_again() {
        state.session.accepted.asked = None;
    }
    if let Some(pane) = action.pane().filter(|_| action.turns()) {
        touched(state, pane);
        if let Some(pane) = state.session.pane_mut(pane) {
            pane.cine = None;
        }
    }
    let layout = undoing::layout_before(state, action);
    let led = action
        .pane()
        .and_then(|pane| state.session.pane(pane)?.look().cloned());
    let had_planes = state.session.planes.is_some();
    let here;
    let action = if had_planes && planes::ends_with(action) {
        rare::planes::leave(state);
        // The plane's pane is gone: it is done to the one that planes came from.
        here = action.clone().done_to(state.session.active);
        &here
    } else {
        action
    };
    carry_out(state, action, effects);
    if had_planes && planes::goes_on_after(action) {
        rare::planes::go_over(state);
    }
    rare::follow(state, action, led.as_ref());
    if let Some(pane) = action.pane().filter(|_| action.changes_windows()) {
        rare::planes::share_window(state, pane);
    }
    undoing::note_layout(state, layout);
}

fn carry_out(state: &mut State, action: &Action, effects: &mut Vec<Effect>) {
    match *action {
        Action::Activate { pane } => activate(state, pane),
        Action::PreviousView { .. } if rare::take_point_back(state) => {}
        Action::ShowFrame { pane, frame } => show_frame(state, pane, frame),
        Action::Scroll { pane, .. } | Action::ShowSlice { pane, .. } | Action::Reset { pane }
            if state.session.planes.is_some() || is_rendered(state, pane) =>
        {
            rare::act(state, action, effects);
        }
        Action::Invert { pane } | Action::SetColours { pane, .. } if is_rendered(state, pane) => {
            rare::act(state, action, effects);
        }
        Action::StepSegments => state.session.segments.step(),
        Action::ToggleSegment { file, number } => state.session.segments.toggle(file, number),
        Action::ToggleCover => state.session.uncovered = !state.session.uncovered,
        Action::ShowStack { pane, stack } => show(state, pane, stack),
        Action::StepStack { pane, by } => step_stack(state, pane, by),
        Action::ShowSlice { pane, slice } => show_slice(state, pane, |_| slice),
        Action::Scroll { pane, by } => scroll(state, pane, by),
        Action::SetWindow {
            pane,
            center,
            width,
        } => windows::set(state, pane, center, width),
        Action::Preset { pane, digit } => windows::choose_by_key(state, pane, digit),
        Action::Zoom { .. } | Action::Pan { .. } | Action::Fit { .. } | Action::OneToOne { .. } => {
            place(state, action);
        }
        Action::Invert { pane } => with_look(state, pane, |look| look.inverted = !look.inverted),
        Action::Flip { pane, flip } => with_look(state, pane, |look| {
            look.view = look.view.flipped(flip);
        }),
        Action::Rotate { pane, quarters } => with_look(state, pane, |look| {
            look.view = look.view.turned(quarters);
        }),
        Action::ToggleInterpolation { pane } => with_look(state, pane, |look| {
            look.interpolation = look.interpolation.other();
        }),
        Action::SetColours { pane, colours } => {
            with_look(state, pane, |look| look.colours = colours);
        }
        Action::Reset { pane } => windows::reset(state, pane),
        Action::PointAt { pane, at } => pointer::put(state, pane, at),
        Action::StepDetail => state.session.detail = state.session.detail.next(),
        Action::Reveal { on } => reveal(state, on),
        Action::Cine { pane } => cine::toggle(state, pane),
        Action::CineRate { pane, factor } => cine::change_rate(state, pane, factor),
        Action::PreviousView { pane } => history::back(state, pane),
        Action::Hold { on } => history::hold(state, on),
        Action::Present { on } => present(state, on),
        Action::ShowTags { on } => state.session.shows_tags = on && !state.session.hides_texts(),
        Action::Blank => blank(&mut state.session),
        Action::SetFinger { windows } => state.session.finger_windows = windows,
        Action::SetDragUp { darkens } => state.session.drag_up_darkens = darkens,
        Action::OpenSample => sample::open(state, effects),
        Action::SetBudget { bytes } => state.budget = Some(bytes),
        // What a first picture can do without.
        _ => rare::act(state, action, effects),
    }
}

/// The pane shows its stack as a whole: it is to, and it does.
pub fn is_rendered(state: &State, pane: PaneId) -> bool {
    state.session.renders(pane) && state.screen.rendered(pane).is_some()
}

/// Who the pictures are of is shown: not to a room, and not where names are answers.
const fn reveal(state: &mut State, on: bool) {
    let session = &mut state.session;
    session.revealed = on && !session.presenting && !session.blind;
}

pub fn present(state: &mut State, on: bool) {
    state.session.presenting = on;
    state.session.blank = false;
    state.session.revealed = false;
    state.session.shows_tags = false;
    state.session.checks_room = false;
}

/// Dark, where a class looks on.
const fn blank(session: &mut Session) {
    let is_before_a_class = session.presenting || session.class_window;
    session.blank = is_before_a_class && !session.blank;
}

/// Moves and sizes the picture in its pane.
fn place(state: &mut State, action: &Action) {
    let Some(pane) = action.pane() else {
        return;
    };
    change_view(state, pane, |view, rect, extent| match *action {
        Action::Zoom { factor, at, .. } => view.zoomed(rect, extent, factor, at),
        Action::Pan { by, .. } => view.panned(rect, extent, by),
        Action::OneToOne { .. } => View {
            zoom: Zoom::Pixels(1.0),
            ..view
        },
        _ => view.fitted(),
    });
}

pub fn activate(state: &mut State, pane: PaneId) {
    if pane.0 < state.session.panes.len() {
        state.session.active = pane;
    }
}

/// Another pane follows what happened by itself in this one.
pub fn follow(state: &mut State, pane: PaneId) {
    rare::follow(state, &Action::Scroll { pane, by: 0 }, None);
}

/// The reader has begun to read here: the viewer turns to nothing else by itself.
pub fn touched(state: &mut State, pane: PaneId) {
    if let Some(pane) = state.session.pane_mut(pane) {
        pane.touched = true;
    }
}

pub fn show(state: &mut State, pane: PaneId, id: StackId) {
    show_at(state, pane, id, |_| 0);
}

/// Turns to a stack, at the slice that `choose` makes of their number where it has not been
/// looked at before.
pub fn show_at(state: &mut State, pane: PaneId, id: StackId, choose: impl Fn(usize) -> usize) {
    let stack = state.catalog.stack(id);
    let Some(first) = stack.and_then(|stack| stack.frame(choose(stack.len()))) else {
        return;
    };
    if let Some(pane) = state.session.pane_mut(pane) {
        pane.show(id, first);
    }
}

/// Turns to a frame, in whatever stack it is now.
pub fn show_frame(state: &mut State, pane: PaneId, frame: FrameKey) {
    let Some(stack) = state.catalog.stack_of(frame) else {
        return;
    };
    show(state, pane, stack);
    with_look(state, pane, |look| {
        look.flatten();
        look.wanted = frame;
    });
}

fn step_stack(state: &mut State, pane: PaneId, by: i32) {
    let shown = state.session.pane(pane).and_then(|pane| pane.stack);
    let list: Vec<StackId> = state.catalog.list().collect();
    let Some(here) = list.iter().position(|id| Some(*id) == shown) else {
        return;
    };
    if let Some(next) = here
        .checked_add_signed(by as isize)
        .and_then(|at| list.get(at))
    {
        show(state, pane, *next);
    }
}

/// Turns to the slice that `choose` makes of the present one; the ends hold it.
pub fn show_slice(state: &mut State, pane: PaneId, choose: impl Fn(usize) -> usize) {
    let Some((look, stack)) = look_and_stack(state, pane) else {
        return;
    };
    let here = stack.position_of(look.wanted).unwrap_or(0);
    let there = choose(here).min(stack.len().saturating_sub(1));
    let Some(frame) = stack.frame(there) else {
        return;
    };
    if there != here {
        look.heading = if there > here { 1 } else { -1 };
        look.wanted = frame;
    }
}

fn scroll(state: &mut State, pane: PaneId, by: i32) {
    scroll_to(state, pane, way::is_jump(by), |here| {
        here.saturating_add_signed(by as isize)
    });
}

/// Goes over the slices between: each is shown, as far as drawing keeps up, but in a jump.
pub fn scroll_to(state: &mut State, pane: PaneId, is_jump: bool, choose: impl Fn(usize) -> usize) {
    let Some((look, stack)) = look_and_stack(state, pane) else {
        return;
    };
    let before = look.wanted;
    let here = stack.position_of(before).unwrap_or(0);
    let last = stack.len().saturating_sub(1);
    let there = choose(here).min(last);
    let between: Vec<FrameKey> = if there > here {
        (here + 1..=there)
            .filter_map(|at| stack.frame(at))
            .collect()
    } else {
        (there..here)
            .rev()
            .filter_map(|at| stack.frame(at))
            .collect()
    };
    show_slice(state, pane, |_| there);
    way::walk(state, pane, before, &between, is_jump);
}

pub fn look_and_stack(state: &mut State, pane: PaneId) -> Option<(&mut Look, &Stack)> {
    let pane = state.session.panes.get_mut(pane.0)?;
    let stack = state.catalog.stack(pane.stack?)?;
    Some((pane.look_mut()?, stack))
}

pub fn with_look(state: &mut State, pane: PaneId, change: impl FnOnce(&mut Look)) {
    if let Some(look) = state
        .session
        .pane_mut(pane)
        .and_then(|pane| pane.look_mut())
    {
        change(look);
    }
}

/// An image's extent on the screen.
pub fn extent_of(header: &Header, image: &Image) -> Extent {
    let aspect = match (header.pixel_spacing_mm, header.pixel_aspect) {
        (Some([between_rows, between_columns]), _) => between_rows / between_columns,
        (None, Some([vertical, horizontal])) => f64::from(vertical) / f64::from(horizontal),
        (None, None) => 1.0,
    };
    let usable = aspect.is_finite() && (0.01..=100.0).contains(&aspect);
    Extent {
        columns: f64::from(image.shape.columns),
        rows: f64::from(image.shape.rows),
        voxel_aspect: if usable { aspect } else { 1.0 },
    }
}

fn change_view(state: &mut State, pane: PaneId, change: impl FnOnce(View, Rect, Extent) -> View) {
    let look = state.session.pane(pane).and_then(|pane| pane.look());
    let placed = state.screen.rect(pane).zip(extent(state, pane));
    let Some((view, (rect, extent))) = look.map(|look| look.view).zip(placed) else {
        return;
    };
    let view = change(view, rect, extent);
    with_look(state, pane, |look| look.view = view);
}

/// Of the slice or the plane that a pane is to show.
pub fn extent(state: &State, pane: PaneId) -> Option<Extent> {
    rare::planes::extent(state, pane).or_else(|| {
        let look = state.session.pane(pane)?.look()?;
        let (header, image) = state.image_of(look.wanted)?;
        Some(extent_of(header, image))
    })
}
