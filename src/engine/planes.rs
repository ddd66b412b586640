//! Planes through one point of a stack: axial, coronal and sagittal, turned as the reader likes,
//! in three panes that go together.

use crate::engine::{Refusal, State, bodies, cut, screen, view, windows};
use crate::intake::FrameKey;
use crate::marks::Plane;
use crate::series::StackId;
use crate::session::{Action, Before, Look, Pane, PaneId, Planes, Session};
use crate::viewport::View;
use crate::volume::vector::{Vector, dot, plus, times};
use crate::volume::{Axes, Geometry, Ladder, Section, Slab};

/// Carries out what is done to planes and slabs.
pub fn act(state: &mut State, action: &Action) {
    match *action {
        Action::Planes => toggle(state),
        Action::PlaceCrosshair { pane, at } => place(state, pane, at),
        Action::TurnPlanes { pane, degrees } => turn(state, pane, degrees),
        Action::NextSlab { pane } => set_slab(state, pane, Slab::next),
        Action::Scroll { pane, by } => scroll(state, pane, by),
        Action::ShowSlice { pane, slice } => show(state, pane, slice),
        Action::Reset { pane } => {
            straighten(state);
            windows::reset(state, pane);
        }
        Action::StepSlab { pane, by } => {
            set_slab(state, pane, |slab| Slab::stepped(slab, by));
        }
        _ => {}
    }
}

/// On, at the slice that the active pane shows, and off again.
fn toggle(state: &mut State) {
    if state.session.planes.is_some() {
        leave(state);
        return;
    }
    let stack = state.session.pane(state.session.active);
    if let Some(stack) = stack.and_then(|pane| pane.stack)
        && bodies::check(state, stack)
    {
        enter(state);
    }
}

/// Planes end before it is carried out: it lays the panes in another way, or turns one of them to
/// another stack. A mark may lie on a plane itself.
#[must_use]
pub const fn ends_with(action: &Action) -> bool {
    (action.turns_to_stack() && !matches!(action, Action::ShowMark { .. }))
        || matches!(
            action,
            Action::SetLayout { .. } | Action::LungBesideMediastinum
        )
}

/// Another series is shown in planes too.
#[must_use]
pub const fn goes_on_after(action: &Action) -> bool {
    matches!(
        action,
        Action::ShowStack { .. }
            | Action::ShowStudy { .. }
            | Action::StepStack { .. }
            | Action::StepCase { .. }
    )
}

/// Planes of the stack that was turned to, where it is a body.
pub fn go_over(state: &mut State) {
    let stack = state.session.pane(state.session.active);
    if let Some(stack) = stack.and_then(|pane| pane.stack)
        && bodies::check(state, stack)
    {
        enter(state);
    }
}

/// The active pane's stack, which is a body, is shown in planes through the slice that it shows.
pub fn enter(state: &mut State) {
    let active = state.session.active;
    let Some(mut pane) = state.session.pane(active).cloned() else {
        return;
    };
    let Some((stack, look)) = pane.stack.zip(pane.look().cloned()) else {
        return;
    };
    let Ok(geometry) = bodies::geometry(state, stack) else {
        return;
    };
    let at_mm = point_of(&geometry, look.wanted);
    let before = Before::taken(&mut state.session);
    pane.pointer = None;
    pane.cine = None;
    pane.frozen = false;
    pane.touched = true;
    if let Some(look) = pane.look_mut() {
        look.view = View::default();
        look.slab = None;
        look.rendering = None;
    }
    state.session.panes = vec![pane; Section::ALL.len()];
    state.session.planes = Some(Box::new(Planes {
        stack,
        at_mm,
        axes: Axes::default(),
        before,
        in_hand: None,
    }));
    state.session.active = PaneId(0);
    state.session.maximised = false;
    screen::lay_out(state);
}

/// The panes show the planes that a mark was drawn on, and the one that it lies on is the active
/// pane's.
pub fn bring_back(state: &mut State, stack: StackId, frame: FrameKey, plane: &Plane) {
    let planes = state.session.planes.as_ref();
    if planes.is_none_or(|planes| planes.stack != stack) {
        leave(state);
        let active = state.session.active;
        let stands_still = state.session.pane(active).is_some_and(|pane| pane.frozen);
        if stands_still || !bodies::check(state, stack) {
            return;
        }
        view::show(state, active, stack);
        enter(state);
    }
    let section = plane.section.and_then(|section| {
        let mut sections = Section::ALL.into_iter();
        sections.position(|other| other == section)
    });
    let Some((planes, at)) = state.session.planes.as_mut().zip(section) else {
        return;
    };
    planes.axes = plane.axes;
    planes.at_mm = plane.at_mm;
    state.session.active = PaneId(at);
    for look in state.session.panes.iter_mut().filter_map(Pane::look_mut) {
        look.wanted = frame;
    }
    view::with_look(state, PaneId(at), |look| look.slab = plane.slab);
}

/// The middle of a slice.
fn point_of(geometry: &Geometry, frame: FrameKey) -> Vector {
    let slice = geometry.place_of(frame);
    // The centre of a voxel, not the line between two.
    let middle = [geometry.columns / 2, geometry.rows / 2];
    let point = slice.and_then(|slice| geometry.centre(slice, middle));
    point.unwrap_or_else(|| geometry.middle())
}

/// The panes are as before; the one that planes came from, and those that go with it, at the slice
/// that was come to, and that one through the window of the active plane.
pub fn leave(state: &mut State) {
    let look = state.session.pane(state.session.active);
    let look = look.and_then(Pane::look).cloned();
    let Some(planes) = state.session.planes.take() else {
        return;
    };
    let State {
        session, catalog, ..
    } = state;
    planes.before.restore(session);
    for pane in &mut session.panes {
        pane.rehome(|frame| catalog.stack_of(frame));
    }
    if let Some(look) = look {
        come_back(session, planes.stack, &look);
    }
    screen::lay_out(state);
}

/// What was come to elsewhere is in the active pane, where that shows the stack.
pub fn come_back(session: &mut Session, stack: StackId, now: &Look) {
    let (active, beside) = (session.active, session.beside.is_some());
    for (at, pane) in session.panes.iter_mut().enumerate() {
        let goes_with = PaneId(at) == active || beside;
        if pane.frozen || !goes_with || pane.stack != Some(stack) {
            continue;
        }
        let Some(known) = pane.look_mut() else {
            continue;
        };
        known.wanted = now.wanted;
        // Windows beside each other stay what they are for.
        if !beside {
            known.window.clone_from(&now.window);
            known.choice = now.choice;
            known.inverted = now.inverted;
            known.colours = now.colours;
        }
    }
}

/// Planes of a stack that is gone, or is no body any more, end; they follow one that was made
/// anew.
pub fn settle(state: &mut State) {
    settle_slabs(state);
    if state.session.planes.is_none() {
        return;
    }
    let shown = &state.session.panes;
    let stack = shown.first().and_then(|pane| pane.stack);
    let is_whole = shown.len() == Section::ALL.len() && shown.iter().all(|it| it.stack == stack);
    let (true, Some(stack)) = (is_whole, stack) else {
        leave(state);
        return;
    };
    if let Some(planes) = &mut state.session.planes {
        planes.stack = stack;
    }
    if let Some(reason) = bodies::unfit(state, stack) {
        leave(state);
        state.refused = Some(Refusal::Unfit(reason));
    }
}

/// A slab of what is no body any more ends too.
fn settle_slabs(state: &mut State) {
    for at in 0..state.session.panes.len() {
        let pane = state.session.pane(PaneId(at));
        let slab = pane.and_then(|pane| pane.look()?.slab.and(pane.stack));
        let Some(reason) = slab.and_then(|stack| bodies::unfit(state, stack)) else {
            continue;
        };
        if let Some(look) = state.session.pane_mut(PaneId(at)).and_then(Pane::look_mut) {
            look.slab = None;
        }
        state.refused = Some(Refusal::Unfit(reason));
    }
}

/// Goes through a pane's planes, by the distance of voxels in their direction.
pub fn scroll(state: &mut State, pane: PaneId, by: i32) {
    step(state, pane, |here| here + i64::from(by));
}

/// Turns to a plane by its number, from 0.
pub fn show(state: &mut State, pane: PaneId, number: usize) {
    step(state, pane, |_| i64::try_from(number).unwrap_or(i64::MAX));
}

/// The next plane of a cine, which goes back and forth.
pub fn swing(state: &mut State, pane: PaneId) {
    let Some(ladder) = ladder(state, pane) else {
        return;
    };
    let look = state.session.pane_mut(pane).and_then(Pane::look_mut);
    let Some(look) = look else { return };
    if ladder.here == 0 {
        look.heading = 1;
    } else if ladder.here == ladder.count - 1 {
        look.heading = -1;
    }
    let by = look.heading;
    scroll(state, pane, by);
}

fn step(state: &mut State, pane: PaneId, to: impl Fn(i64) -> i64) {
    let Some((planes, geometry, section)) = of_pane(state, pane) else {
        return;
    };
    let run = planes.axes.run(section);
    let ladder = Ladder::of(&geometry, run.forth, planes.at_mm);
    let wanted = to(ladder.here).clamp(0, ladder.count - 1);
    #[expect(clippy::cast_precision_loss, reason = "planes")]
    let way_mm = (wanted - ladder.here) as f64 * ladder.step_mm;
    come_to(state, plus(planes.at_mm, times(run.forth, way_mm)));
}

/// The planes meet in a point, which stays inside of the stack.
fn come_to(state: &mut State, point: Vector) {
    let Some(stack) = state.session.planes.as_ref().map(|planes| planes.stack) else {
        return;
    };
    let Some(geometry) = state.volumes.body(stack).map(|body| body.geometry.clone()) else {
        return;
    };
    let at_mm = inside(&geometry, point);
    if let Some(planes) = &mut state.session.planes {
        planes.at_mm = at_mm;
    }
    // What is read first is what lies there.
    let nearest = geometry.nearest(at_mm);
    let frame = nearest.and_then(|at| geometry.places.get(at));
    if let Some(frame) = frame.map(|place| place.frame) {
        for look in state.session.panes.iter_mut().filter_map(Pane::look_mut) {
            look.wanted = frame;
        }
    }
}

/// The point of a body that lies nearest to one, along its own directions.
#[must_use]
pub fn inside(geometry: &Geometry, point: Vector) -> Vector {
    [geometry.row, geometry.column, geometry.normal]
        .into_iter()
        .fold(point, |point, axis| {
            let [low, high] = geometry.reach(axis);
            let along = dot(point, axis);
            plus(point, times(axis, along.clamp(low, high) - along))
        })
}

/// What a pane shows, with the body that it is cut out of.
pub fn of_pane(
    state: &State,
    pane: PaneId,
) -> Option<(&Planes, std::sync::Arc<Geometry>, Section)> {
    let planes = state.session.planes.as_deref()?;
    let section = Planes::section(pane)?;
    let body = state.volumes.body(planes.stack)?;
    Some((planes, body.geometry.clone(), section))
}

/// The planes that a pane goes through.
#[must_use]
pub fn ladder(state: &State, pane: PaneId) -> Option<Ladder> {
    let (planes, geometry, section) = of_pane(state, pane)?;
    let forth = planes.axes.run(section).forth;
    Some(Ladder::of(&geometry, forth, planes.at_mm))
}

/// The point comes to a place of a pane.
pub fn place(state: &mut State, pane: PaneId, at: [f64; 2]) {
    if let Some(point) = cut::patient_from_share(state, pane, at) {
        come_to_voxel(state, point);
    }
}

/// As long as nothing is turned planes lie in voxels and not between two, where they are blended.
pub(super) fn come_to_voxel(state: &mut State, point: Vector) {
    let planes = state.session.planes.as_ref();
    let straight = planes.filter(|planes| planes.axes.is_straight());
    let body = straight.and_then(|planes| state.volumes.body(planes.stack));
    let centre = body.and_then(|body| body.geometry.nearest_centre(point));
    come_to(state, centre.unwrap_or(point));
}

fn turn(state: &mut State, pane: PaneId, degrees: f64) {
    if let Some(planes) = &mut state.session.planes
        && let Some(section) = Planes::section(pane)
        && degrees.is_finite()
    {
        planes.axes = planes.axes.turned(section, degrees.to_radians());
    }
}

/// Nothing is turned any more.
pub fn straighten(state: &mut State) {
    if let Some(planes) = &mut state.session.planes {
        planes.axes = Axes::default();
    }
}

/// What lies about the slice or the plane of a pane, where its stack is a body.
fn set_slab(state: &mut State, pane: PaneId, choose: impl Fn(Option<Slab>) -> Option<Slab>) {
    let Some(stack) = state.session.pane(pane).and_then(|pane| pane.stack) else {
        return;
    };
    let now = state.session.pane(pane).and_then(Pane::look);
    let slab = choose(now.and_then(|look| look.slab));
    if slab.is_none() || bodies::check(state, stack) {
        let look = state.session.pane_mut(pane).and_then(Pane::look_mut);
        if let Some(look) = look {
            look.slab = slab;
        }
    }
}

/// Windows of planes go together: what is seen in one is seen alike in the others.
pub fn share_window(state: &mut State, from: PaneId) {
    if state.session.planes.is_none() {
        return;
    }
    let look = state.session.pane(from).and_then(Pane::look).cloned();
    let Some(look) = look else { return };
    for pane in &mut state.session.panes {
        if let Some(other) = pane.look_mut() {
            other.window.clone_from(&look.window);
            other.choice = look.choice;
            other.assumed = look.assumed;
            other.inverted = look.inverted;
            other.colours = look.colours;
        }
    }
}
