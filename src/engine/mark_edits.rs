//! What is done to marks that are there: deleted, named, coloured, copied, turned to.

use std::ops::RangeInclusive;

use crate::engine::marking::note;
use crate::engine::surface::Surface;
use crate::engine::{State, bodies, planes, view};
use crate::intake::FrameKey;
use crate::marks::{Ground, MarkId, Plane};
use crate::series::StackId;
use crate::session::changes::MarkChange;
use crate::session::{Action, MarkAction, PaneId};
use crate::volume::{Geometry, Ladder, Sheet};

/// Copies that are made at once.
const MOST_COPIES: usize = 1000;

pub fn act(state: &mut State, action: &Action) {
    match *action {
        Action::DeleteMark { mark } => delete(state, mark),
        Action::DeleteChosen => {
            let chosen = state.session.marks.chosen;
            if let Some(mark) = chosen.filter(|id| is_seen(state, *id)) {
                delete(state, mark);
            }
        }
        Action::SetMarkText { mark, ref text } => {
            let change = state
                .session
                .marks
                .change(mark, |mark| mark.text.clone_from(text));
            note(state, change);
        }
        Action::ShowMark { mark } => show(state, mark),
        Action::ToggleMarks => {
            let are_hidden = state.session.marks.are_hidden();
            state.session.marks.set_hidden(!are_hidden);
        }
        Action::Marks(MarkAction::SetColour { mark, colour }) => {
            let change = state
                .session
                .marks
                .change(mark, |mark| mark.colour = colour);
            note(state, change);
        }
        Action::Marks(MarkAction::Copy { mark, from, to }) => {
            copy(state, mark, from.min(to)..=from.max(to));
        }
        Action::Marks(MarkAction::CopyChosen { by }) => copy_chosen(state, by),
        Action::Marks(MarkAction::DeleteGroup { mark }) => delete_group(state, mark),
        _ => {}
    }
}

fn delete(state: &mut State, mark: MarkId) {
    let change = state.session.marks.delete(mark);
    note(state, change);
}

fn delete_group(state: &mut State, mark: MarkId) {
    let marks = &mut state.session.marks;
    let group = marks.get(mark).and_then(|mark| mark.group);
    let list = marks.list().iter();
    let of_group = list.filter(|other| other.id == mark || group.is_some() && other.group == group);
    let ids: Vec<MarkId> = of_group.map(|mark| mark.id).collect();
    let changes: Vec<MarkChange> = ids.into_iter().filter_map(|id| marks.delete(id)).collect();
    note(state, changes);
}

/// Where a mark may be copied to: the slices of its stack, or the planes of its direction.
struct Run {
    stack: StackId,
    ground: Ground,
    here: usize,
    count: usize,
    /// Where there are planes.
    geometry: Option<Geometry>,
}

impl Run {
    fn of(state: &State, ground: Ground) -> Option<Self> {
        let id = state.catalog.stack_of(ground.frame)?;
        let stack = state.catalog.stack(id)?;
        let geometry = ground.plane.and_then(|_| bodies::geometry(state, id).ok());
        let run = Self {
            stack: id,
            ground,
            here: stack.position_of(ground.frame)?,
            count: stack.len(),
            geometry,
        };
        let section = ground.plane.filter(|plane| plane.section.is_some());
        let Some((plane, geometry)) = section.zip(run.geometry.as_ref()) else {
            return Some(run);
        };
        let ladder = Ladder::of(geometry, plane.normal, plane.at_mm);
        Some(Self {
            here: usize::try_from(ladder.here).ok()?,
            count: usize::try_from(ladder.count).ok()?,
            ..run
        })
    }

    /// The slice or the plane of a number; `None` where that is of another size.
    fn at(&self, state: &State, number: usize) -> Option<Ground> {
        let Some(plane) = self.ground.plane else {
            return self.slice(state, number).map(Ground::slice);
        };
        let geometry = self.geometry.as_ref()?;
        if plane.section.is_none() {
            let frame = self.slice(state, number)?;
            let slice = geometry.place_of(frame)?;
            let plane = Plane {
                at_mm: geometry.places.get(slice)?.position_mm,
                number,
                sheet: Sheet::of_slice(geometry, slice)?,
                ..plane
            };
            return Some(Ground {
                frame,
                plane: Some(plane),
            });
        }
        #[expect(clippy::cast_precision_loss, reason = "planes through a body")]
        let steps = number as f64 - self.here as f64;
        let plane = plane.moved(steps * geometry.voxel_mm(plane.normal), number);
        let nearest = geometry.nearest(plane.at_mm)?;
        Some(Ground {
            frame: geometry.places.get(nearest)?.frame,
            plane: Some(plane),
        })
    }

    fn slice(&self, state: &State, number: usize) -> Option<FrameKey> {
        let frame = state.catalog.stack(self.stack)?.frame(number)?;
        let shape = |frame| Some(state.image_of(frame)?.1.shape);
        (shape(frame)? == shape(self.ground.frame)?).then_some(frame)
    }
}

/// A copy on each slice of a run that has none of the group yet; one step of undo.
fn copy(state: &mut State, id: MarkId, numbers: RangeInclusive<usize>) -> Option<MarkId> {
    let mark = state.session.marks.get(id)?.clone();
    let run = Run::of(state, mark.ground)?;
    let group = mark.group.unwrap_or(id);
    let last = run.count.checked_sub(1)?.min(*numbers.end());
    let numbers = *numbers.start()..=last;
    let has_none = |ground: &Ground| {
        let all = state.session.marks.list();
        let mut of_group = all.iter().filter(|it| it.group == Some(group));
        !of_group.any(|it| is_one(&it.ground, ground))
    };
    let grounds: Vec<Ground> = numbers
        .filter(|number| *number != run.here)
        .filter_map(|number| run.at(state, number))
        .filter(has_none)
        .take(MOST_COPIES)
        .collect();
    let marks = &mut state.session.marks;
    let mut changes = Vec::new();
    for ground in grounds {
        changes.extend(marks.copy(id, ground, mark.shape.clone()));
    }
    let last = changes.last().and_then(|change| change.after.as_ref());
    let last = last.map(|copy| copy.id)?;
    changes.extend(marks.change(id, |mark| mark.group = Some(group)));
    note(state, changes);
    Some(last)
}

/// Two grounds of a run are one.
fn is_one(a: &Ground, b: &Ground) -> bool {
    match (&a.plane, &b.plane) {
        (Some(a), Some(b)) => a.number == b.number,
        _ => a.frame == b.frame,
    }
}

/// The copy is chosen and turned to: the next one goes on from there.
fn copy_chosen(state: &mut State, by: i32) {
    let chosen = state.session.marks.chosen;
    let Some(mark) = chosen.and_then(|id| state.session.marks.get(id)) else {
        return;
    };
    let (id, ground) = (mark.id, mark.ground);
    let run = Run::of(state, ground);
    let there = run.and_then(|run| run.here.checked_add_signed(by as isize));
    if let Some(copy) = there.and_then(|there| copy(state, id, there..=there)) {
        show(state, copy);
    }
}

/// Some pane shows what a mark lies on.
fn is_shown(state: &State, ground: &Ground) -> bool {
    let mut panes = (0..state.session.panes.len()).map(PaneId);
    panes.any(|pane| {
        let surface = Surface::of(state, pane);
        surface.is_some_and(|surface| surface.shows(state, ground))
    })
}

/// What a key does to the chosen mark is seen where it is done.
fn is_seen(state: &State, id: MarkId) -> bool {
    let marks = &state.session.marks;
    let ground = marks.get(id).map(|mark| mark.ground);
    !marks.is_hidden(id) && ground.is_some_and(|ground| is_shown(state, &ground))
}

/// The active pane turns to what was changed, unless a pane shows it.
pub fn show_change(state: &mut State, ground: &Ground) {
    if !is_shown(state, ground) {
        turn_to(state, ground);
    }
}

/// Turns to the slice or the plane of a mark.
fn show(state: &mut State, id: MarkId) {
    let Some(ground) = state.session.marks.get(id).map(|mark| mark.ground) else {
        return;
    };
    state.session.marks.chosen = Some(id);
    if state.session.marks.is_hidden(id) {
        state.session.marks.set_hidden(false);
    }
    turn_to(state, &ground);
}

/// The active pane turns to a slice or a plane, wherever it is now.
fn turn_to(state: &mut State, ground: &Ground) {
    let Some(stack) = state.catalog.stack_of(ground.frame) else {
        return;
    };
    match ground.plane {
        Some(plane) if plane.section.is_some() => {
            planes::bring_back(state, stack, ground.frame, &plane);
        }
        other => {
            planes::leave(state);
            turn_to_frame(state, ground.frame);
            let pane = state.session.active;
            let is_free = state.session.pane(pane).is_some_and(|pane| !pane.frozen);
            if is_free && (other.is_none() || bodies::check(state, stack)) {
                let slab = other.and_then(|plane| plane.slab);
                view::with_look(state, pane, |look| look.slab = slab);
            }
        }
    }
}

/// The active pane turns to a frame, wherever it is now.
pub fn turn_to_frame(state: &mut State, frame: FrameKey) {
    let pane = state.session.active;
    let stands_still = state.session.pane(pane).is_some_and(|pane| pane.frozen);
    let Some(stack) = state.catalog.stack_of(frame).filter(|_| !stands_still) else {
        return;
    };
    view::touched(state, pane);
    view::show(state, pane, stack);
    view::with_look(state, pane, |look| {
        look.flatten();
        look.wanted = frame;
    });
}

/// The active pane turns to a frame that was changed, unless a pane shows it.
pub fn show_frame(state: &mut State, frame: FrameKey) {
    let panes = (0..state.session.panes.len()).map(PaneId);
    let mut shown = panes.filter_map(|pane| state.screen.picture(pane));
    if !shown.any(|picture| picture.frame == frame) {
        turn_to_frame(state, frame);
    }
}
