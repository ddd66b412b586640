//! Panes that go together: who is linked, how the slices of one are found from another's, and what
//! an action takes along.

use crate::engine::{Refusal, State, desk, link_view, view, way};
use crate::header::{Header, Image, SpacingOf};
use crate::series::Stack;
use crate::series::geometry::{along_mm, dot, is_sound, reading_direction};
use crate::session::layout::{Anchor, Linked};
use crate::session::{Action, Look, PaneId};
use crate::volume::{Sheet, Vector};

/// Planes whose normals differ by no more are scrolled by position.
const PARALLEL_DEGREES: f64 = 5.0;

/// Planes that differ by more cut each other: no slice of one is a slice of the other.
const CROSSING_DEGREES: f64 = 45.0;

/// Rounding in what scanners write of places.
const SLACK_MM: f64 = 0.1;

/// How the slices of a pane follow those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkBy {
    /// The slice that lies nearest, in one frame of reference.
    Position,
    /// As far apart as they were when they were linked.
    Offset,
    /// As far along the stack.
    Fraction,
    /// Not at all: their planes cut each other.
    Crossing,
    /// By position or offset, which there is no slice at.
    Beyond,
}

/// What a pane is asked to show.
pub struct Asked<'a> {
    pub stack: &'a Stack,
    pub look: &'a Look,
    pub header: &'a Header,
    pub image: &'a Image,
}

#[must_use]
pub fn asked(state: &State, pane: PaneId) -> Option<Asked<'_>> {
    let pane = state.session.pane(pane)?;
    let (stack, look) = (state.catalog.stack(pane.stack?)?, pane.look()?);
    let (header, image) = state.image_of(look.wanted)?;
    Some(Asked {
        stack,
        look,
        header,
        image,
    })
}

impl Asked<'_> {
    /// Directions, and the centre of the first voxel.
    #[must_use]
    pub fn oriented(&self) -> Option<([f64; 6], Vector)> {
        let orientation = self.header.orientation.filter(|of| is_sound(*of))?;
        Some((orientation, self.header.position_mm?))
    }

    /// Between columns, between rows; not of a detector, which is no size in the patient.
    #[must_use]
    pub fn pixel_mm(&self) -> Option<[f64; 2]> {
        let mm = self.header.pixel_spacing_mm;
        let [rows, columns] = mm.filter(|_| self.header.spacing_of != SpacingOf::Detector)?;
        Some([columns, rows])
    }

    /// Where its picture lies in the patient.
    #[must_use]
    pub fn sheet(&self) -> Option<Sheet> {
        Sheet::of_image(self.header, self.image)
    }

    fn middle(&self) -> Option<Vector> {
        let middle = self.sheet().map(|sheet| sheet.middle_mm());
        middle.or_else(|| self.oriented().map(|(_, position_mm)| position_mm))
    }

    fn slice(&self) -> usize {
        self.stack.position_of(self.look.wanted).unwrap_or(0)
    }

    /// Along the way of reading, in mm; in slices where they have no positions.
    #[expect(clippy::cast_precision_loss, reason = "slices")]
    fn along(&self) -> f64 {
        let mm = self.oriented().map(|(of, position)| along_mm(of, position));
        mm.unwrap_or_else(|| self.slice() as f64)
    }
}

/// Both say that their positions count from one point (PS3.3 C.7.4.1).
#[must_use]
pub fn share_frame_of_reference(a: &Header, b: &Header) -> bool {
    let uid = a.frame_of_reference_uid.as_deref();
    uid.is_some() && uid == b.frame_of_reference_uid.as_deref()
}

/// The pane goes with others: it shows something and is free to move.
#[must_use]
pub fn is_linked(state: &State, pane: PaneId) -> bool {
    // A stack that is looked at as a whole shows no slice, and is as large as it is by itself.
    let is_flat = !state.session.renders(pane);
    let pane = state.session.pane(pane);
    let is_free = pane.is_some_and(|pane| !pane.frozen && pane.stack.is_some());
    is_flat && is_free && state.session.linked.is_some()
}

fn others(state: &State, pane: PaneId) -> impl Iterator<Item = PaneId> + use<'_> {
    let all = (0..state.session.panes.len()).map(PaneId);
    all.filter(move |other| *other != pane && is_linked(state, *other))
}

/// How the slices of a pane follow those of another; `None` where one of them shows nothing.
#[must_use]
pub fn by(state: &State, from: PaneId, to: PaneId) -> Option<LinkBy> {
    let linked = state.session.linked.as_ref()?;
    let [from, to] = [asked(state, from)?, asked(state, to)?];
    if from.stack.id == to.stack.id {
        // One stack twice at one slice would be one too many: its places stay apart.
        return Some(if linked.of_one {
            LinkBy::Position
        } else {
            LinkBy::Offset
        });
    }
    let Some(((a, _), (b, _))) = from.oriented().zip(to.oriented()) else {
        return Some(LinkBy::Fraction);
    };
    let cosine = dot(reading_direction(a), reading_direction(b)).abs();
    let degrees = cosine.min(1.0).acos().to_degrees();
    if degrees > CROSSING_DEGREES {
        return Some(LinkBy::Crossing);
    }
    let is_one_space = share_frame_of_reference(from.header, to.header);
    Some(
        if is_one_space && degrees <= PARALLEL_DEGREES && !linked.here {
            LinkBy::Position
        } else {
            LinkBy::Offset
        },
    )
}

/// The slice of a pane that goes with what another shows, and by how many mm it is off.
fn target(state: &State, from: PaneId, to: PaneId) -> Option<(usize, f64)> {
    let [a, b] = [asked(state, from)?, asked(state, to)?];
    let last = b.stack.len().checked_sub(1)?;
    match by(state, from, to)? {
        LinkBy::Position if a.stack.id == b.stack.id => Some((a.slice(), 0.0)),
        LinkBy::Position => {
            let (orientation, _) = b.oriented()?;
            let along = dot(reading_direction(orientation), a.middle()?);
            b.stack.nearest_along(along)
        }
        LinkBy::Offset => {
            let [from, to] = [anchor_of(state, from)?, anchor_of(state, to)?];
            let along = (a.along() - from) * heading(&a, &b) + to;
            b.stack.nearest_along(along).or_else(|| {
                let nearest = along.round().clamp(0.0, as_f64(last));
                Some((as_slice(nearest), (along - nearest).abs()))
            })
        }
        LinkBy::Fraction => {
            let steps = a.stack.len().saturating_sub(1).max(1);
            let share = as_f64(a.slice()) / as_f64(steps);
            Some((as_slice((share * as_f64(last)).round()), 0.0))
        }
        LinkBy::Crossing | LinkBy::Beyond => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "slices")]
const fn as_f64(slices: usize) -> f64 {
    slices as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the stack"
)]
const fn as_slice(at: f64) -> usize {
    at as usize
}

/// -1 where two stacks are read in opposite directions: nearly parallel planes may be, on both sides of
/// the angle at which another axis becomes the one that is read along.
fn heading(a: &Asked<'_>, b: &Asked<'_>) -> f64 {
    let both = a.oriented().zip(b.oriented());
    let cosine = both.map_or(1.0, |((a, _), (b, _))| {
        dot(reading_direction(a), reading_direction(b))
    });
    1.0_f64.copysign(cosine)
}

fn anchor_of(state: &State, pane: PaneId) -> Option<f64> {
    let pane = state.session.pane(pane)?;
    let anchors = &state.session.linked.as_ref()?.anchors;
    let is_its = |anchor: &&Anchor| anchor.pane == pane.key && Some(anchor.stack) == pane.stack;
    anchors.iter().find(is_its).map(|anchor| anchor.along)
}

/// What is said of a link is true of where panes are: one that has come to be linked, was let go, or
/// shows another stack comes to where the others are.
pub fn settle(state: &mut State) {
    let new = anchor(state);
    if state.session.linked.as_ref().is_none_or(|it| it.of_one) {
        return;
    }
    let active = state.session.active;
    let all_are_new = linked_with(state, active)
        .iter()
        .all(|pane| new.contains(pane));
    for pane in new {
        if !all_are_new || pane != active {
            come_in(state, pane);
        }
    }
}

/// Remembers where each linked pane is among the others: all at the moment of linking, one that
/// turns to another stack, or may move again, at that moment. Tells which are new.
fn anchor(state: &mut State) -> Vec<PaneId> {
    let mut new = Vec::new();
    let panes = &state.session.panes;
    let Some(linked) = &mut state.session.linked else {
        return new;
    };
    linked.anchors.retain(|anchor| {
        let mut panes = panes.iter();
        panes.any(|pane| pane.key == anchor.pane && !pane.frozen)
    });
    for at in 0..state.session.panes.len() {
        let id = PaneId(at);
        if !is_linked(state, id) || anchor_of(state, id).is_some() {
            continue;
        }
        let Some((stack, here)) = asked(state, id).map(|it| (it.stack.id, it.along())) else {
            continue;
        };
        // Others have gone on since they were linked: it is counted from where they were.
        let gone_on = others(state, id).find_map(|other| {
            let by = by(state, other, id)?;
            let now = asked(state, other)?.along();
            let is_by_mm = matches!(by, LinkBy::Position | LinkBy::Offset);
            let gone_on = (now - anchor_of(state, other)?) * heading_of(state, other, id)?;
            is_by_mm.then_some(gone_on)
        });
        let along = here - gone_on.unwrap_or(0.0);
        let key = state.session.pane(id).map_or(0, |pane| pane.key);
        if let Some(linked) = &mut state.session.linked {
            linked.anchors.retain(|anchor| anchor.pane != key);
            linked.anchors.push(Anchor {
                pane: key,
                stack,
                along,
            });
            new.push(id);
        }
    }
    new
}

fn heading_of(state: &State, from: PaneId, to: PaneId) -> Option<f64> {
    Some(heading(&asked(state, from)?, &asked(state, to)?))
}

/// Links all panes, or lets them go. `here`: as far apart as they are, also where their positions
/// say which slices belong together.
pub fn toggle(state: &mut State, here: bool) {
    if state.session.planes.is_some() {
        state.refused = Some(Refusal::PlanesGoTogether);
        return;
    }
    let was = state.session.linked.take();
    if was.is_some_and(|was| was.of_one || was.here == here) {
        return;
    }
    state.session.linked = Some(Linked {
        of_one: false,
        here,
        anchors: Vec::new(),
    });
    anchor(state);
    let active = state.session.active;
    turn_others(state, active, None);
}

/// What was done to a pane is done to those that are linked with it, each in its own measure.
/// `led` is how the pane looked before.
pub fn follow(state: &mut State, action: &Action, led: Option<&Look>) {
    let acted = match action {
        Action::ShowMark { .. } => Some(state.session.active),
        _ => action.pane(),
    };
    let Some(from) = acted.filter(|pane| is_linked(state, *pane)) else {
        return;
    };
    let of_one = state.session.linked.as_ref().is_some_and(|it| it.of_one);
    if of_one {
        desk::look_alike(state, from);
    } else {
        link_view::follow(state, from, action, led);
    }
    if action.turns_to_stack() && !action.turns_to_frame() && !of_one {
        come_in(state, from);
    } else if action.turns() || action.turns_to_frame() || of_one {
        let scrolled = match action {
            Action::Scroll { by, .. } => Some(*by),
            _ => None,
        };
        turn_others(state, from, scrolled);
    }
}

/// The panes that go with this one, which another of its kind follows by itself.
pub fn linked_with(state: &State, pane: PaneId) -> Vec<PaneId> {
    others(state, pane).collect()
}

/// The others turn to the slices that go with this pane's; where it was scrolled by some, over all
/// between, however many they are in a stack of thinner slices.
fn turn_others(state: &mut State, from: PaneId, scrolled: Option<i32>) {
    for to in linked_with(state, from) {
        let Some((slice, _)) = target(state, from, to) else {
            continue;
        };
        view::touched(state, to);
        if let Some(pane) = state.session.pane_mut(to) {
            pane.cine = None;
        }
        if let Some(by) = scrolled {
            view::scroll_to(state, to, way::is_jump(by), |_| slice);
        } else {
            view::show_slice(state, to, |_| slice);
        }
    }
}

/// A pane that has turned to another stack comes to where the others are, where positions say it.
fn come_in(state: &mut State, pane: PaneId) {
    let is_leader = |other: &PaneId| by(state, *other, pane) == Some(LinkBy::Position);
    let active = state.session.active;
    let others = linked_with(state, pane);
    let first = others.contains(&active).then_some(active);
    let leader = first.into_iter().chain(others).find(is_leader);
    if let Some((slice, _)) = leader.and_then(|leader| target(state, leader, pane)) {
        view::show_slice(state, pane, |_| slice);
    }
}

/// What is said of the link in a pane: `None` where it is not linked, and nothing of the manner
/// where the panes that it goes with differ in theirs.
#[must_use]
pub fn told(state: &State, pane: PaneId) -> Option<Option<LinkBy>> {
    if !is_linked(state, pane) {
        return None;
    }
    let active = state.session.active;
    if pane != active && is_linked(state, active) {
        return Some(manner(state, active, pane));
    }
    let mut manners = others(state, pane).map(|other| by(state, pane, other));
    let first = manners.next()?;
    Some(first.filter(|_| manners.all(|manner| manner == first)))
}

fn manner(state: &State, from: PaneId, to: PaneId) -> Option<LinkBy> {
    let by = by(state, from, to)?;
    let off_mm = target(state, from, to).map_or(0.0, |(_, off)| off);
    let spacing = |pane| asked(state, pane)?.stack.spacing_mm();
    let step_mm = [from, to]
        .into_iter()
        .filter_map(spacing)
        .fold(1.0, f64::max);
    Some(if off_mm > step_mm / 2.0 + SLACK_MM {
        LinkBy::Beyond
    } else {
        by
    })
}
