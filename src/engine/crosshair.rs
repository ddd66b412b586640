//! The crosshair in hand: what of it a hand takes hold of, and what dragging that does.

use crate::engine::cut::{self, CutPicture};
use crate::engine::planes::{come_to_voxel, of_pane};
use crate::engine::{State, history};
use crate::session::PaneId;
use crate::session::planes::{CrossGrip, Hold};
use crate::volume::Section;
use crate::volume::vector::{Vector, cross, dot, minus, plus, times};

/// Near the middle, in shares of the pane's shorter side, a line takes its plane along; further
/// out, about the dots, the lines turn; beyond, hands do what they do elsewhere.
const TURNS: std::ops::RangeInclusive<f64> = 0.22..=0.46;

/// The middle is so many times as easy to take as a line.
const MIDDLE_REACH: f64 = 2.0;

/// What of the crosshair a hand would take at a place of a pane (in shares). `reach` is a share of
/// the pane's width.
#[must_use]
pub fn grip(state: &State, pane: PaneId, at: [f64; 2], reach: f64) -> Option<CrossGrip> {
    let picture = state.screen.cut(pane)?;
    let section = picture.section?;
    let reach = reach * f64::from(picture.rect.width);
    let hand = picture.canvas_from_share(at);
    let middle = picture.canvas_from_patient(picture.at_mm);
    let from_middle = [hand[0] - middle[0], hand[1] - middle[1]];
    let far = from_middle[0].hypot(from_middle[1]);
    if far <= MIDDLE_REACH * reach {
        return Some(CrossGrip::Middle);
    }
    let short = f64::from(picture.rect.width.min(picture.rect.height));
    let lines = lines(section, picture);
    let (other, _) = lines.into_iter().find(|(_, [x, y])| {
        // Off the line, which goes through the middle.
        (from_middle[0] * y - from_middle[1] * x).abs() <= reach
    })?;
    let share = far / short.max(1.0);
    if share < *TURNS.start() {
        return Some(CrossGrip::Line(other));
    }
    TURNS.contains(&share).then_some(CrossGrip::Turn)
}

/// The lines of the other planes in a picture: whose each is, and its direction on the screen.
#[must_use]
pub fn lines(section: Section, picture: &CutPicture) -> Vec<(Section, [f64; 2])> {
    let others = Section::ALL.into_iter().filter(|other| *other != section);
    others
        .map(|other| {
            let across = picture.axes.run(other).forth;
            let along = cross(picture.normal, across);
            let [a, b] = [picture.at_mm, plus(picture.at_mm, along)]
                .map(|point| picture.canvas_from_patient(point));
            let way = [b[0] - a[0], b[1] - a[1]];
            let length = way[0].hypot(way[1]).max(f64::MIN_POSITIVE);
            (other, way.map(|part| part / length))
        })
        .collect()
}

/// A hand presses on a plane: it takes hold of the crosshair, or of nothing.
pub fn press(state: &mut State, pane: PaneId, at: [f64; 2], reach: f64) {
    let taken = grip(state, pane, at, reach);
    if taken == Some(CrossGrip::Turn) {
        history::remember(state, pane);
    }
    if let Some(planes) = &mut state.session.planes {
        planes.in_hand = taken.map(|grip| Hold { pane, grip, at });
    }
    if taken.is_none() {
        state.session.marks.chosen = None;
    }
}

pub fn drag(state: &mut State, pane: PaneId, at: [f64; 2]) {
    let hold = state.session.planes.as_ref().and_then(|it| it.in_hand);
    let Some(hold) = hold.filter(|hold| hold.pane == pane) else {
        return;
    };
    let [from, to] = [hold.at, at].map(|at| cut::patient_from_share(state, pane, at));
    let Some((planes, _, section)) = of_pane(state, pane) else {
        return;
    };
    let (middle, run, axes) = (planes.at_mm, planes.axes.run(section), planes.axes);
    let Some((from, to)) = from.zip(to) else {
        return;
    };
    match hold.grip {
        CrossGrip::Middle => come_to_voxel(state, to),
        CrossGrip::Line(other) => {
            let across = axes.run(other).forth;
            let way = dot(minus(to, middle), across);
            come_to_voxel(state, plus(middle, times(across, way)));
        }
        CrossGrip::Turn => {
            let angle = |point: Vector| {
                let way = minus(point, middle);
                dot(way, run.down).atan2(dot(way, run.right))
            };
            let turned = angle(to) - angle(from);
            let turned = turned.sin().atan2(turned.cos());
            let axes = axes.turned(section, turned);
            if let Some(planes) = &mut state.session.planes {
                planes.axes = axes;
            }
        }
    }
    if let Some(hold) = state
        .session
        .planes
        .as_mut()
        .and_then(|it| it.in_hand.as_mut())
    {
        hold.at = at;
    }
}

/// Something of the crosshair is in hand.
#[must_use]
pub fn is_held(state: &State) -> bool {
    let planes = state.session.planes.as_ref();
    planes.is_some_and(|planes| planes.in_hand.is_some())
}

/// True where something was in hand.
pub fn let_go(state: &mut State) -> bool {
    let planes = state.session.planes.as_mut();
    planes.is_some_and(|planes| planes.in_hand.take().is_some())
}
