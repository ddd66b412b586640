//! What a reader answers, and what a teacher says is right: both are what is on the screen.

use crate::engine::lesson::making::seen;
use crate::engine::lesson::playing::shown_look;
use crate::engine::surface::spacing;
use crate::engine::{Refusal, State};
use crate::intake::{FrameKey, sorted};
use crate::lesson::{
    Finding, FindingRegion, Response, Right, SlicePlace, SliceRange, Spot, WindowRange,
};
use crate::marks::{Kind, Mark, MarkId, Point, Shape, Spacing};
use crate::series::{Slice, Stack, StackId};
use crate::session::{Asks, LessonAction};

pub fn act(state: &mut State, action: &LessonAction) {
    match action {
        LessonAction::Choose { options } => {
            let mut chosen = sorted(options.clone(), usize::cmp);
            chosen.dedup();
            respond(state, Response::Chosen(chosen));
        }
        LessonAction::SayNormal => respond(state, Response::Normal),
        LessonAction::Answer => {
            if let Some(response) = here(state) {
                respond(state, response);
            }
        }
        LessonAction::LeaveBlank => {
            if let Some(id) = state.lesson.question().map(|question| question.id) {
                state.lesson.responses.remove(&id);
            }
        }
        LessonAction::Sign { reader } => state.lesson.reader.clone_from(reader),
        _ => {}
    }
}

fn respond(state: &mut State, response: Response) {
    let question = state.lesson.question().filter(|it| it.takes(&response));
    if let Some(id) = question.map(|question| question.id) {
        state.lesson.responses.insert(id, response);
    }
}

/// What is on the screen, as the question of the step that is shown asks for it.
fn here(state: &mut State) -> Option<Response> {
    match state.lesson.question()?.asks {
        Asks::Choose { .. } => None,
        Asks::Mark => Some(Response::Marked(spots(state)?)),
        Asks::FindSlice => slice_here(state).map(Response::Slice),
        Asks::SetWindow => {
            let [center, width] = window_here(state)?;
            Some(Response::Window { center, width })
        }
    }
}

/// What is on the screen is right, with so much to either side.
pub fn right(state: &mut State, step: usize, tolerance: f64) -> Option<Right> {
    let tolerance = tolerance.abs();
    let step = state.lesson.lesson.steps.get(step)?;
    match step.question.as_ref()?.asks {
        Asks::Choose { .. } => None,
        Asks::Mark => {
            let findings = findings(state);
            (!findings.is_empty()).then_some(Right::Mark { findings })
        }
        Asks::FindSlice => {
            let place = slice_here(state)?;
            let (id, _) = shown_look(state)?;
            let any_of = vec![around(state.catalog.stack(id)?, place, tolerance)];
            Some(Right::FindSlice { any_of })
        }
        Asks::SetWindow => {
            let [center, width] = window_here(state)?.map(|it| [it - tolerance, it + tolerance]);
            let width = width.map(|it| it.max(0.0));
            let any_of = vec![WindowRange { center, width }];
            Some(Right::SetWindow { any_of })
        }
    }
}

/// Where the marks lie that the reader drew in this step.
fn spots(state: &mut State) -> Option<Vec<Spot>> {
    let marks = state.session.marks.list().iter();
    let drawn: Vec<&Mark> = marks
        .filter(|mark| !state.lesson.has_brought(mark.id))
        .collect();
    if drawn.iter().any(|mark| mark.ground.plane.is_some()) {
        state.refused = Some(Refusal::SlicesOnly);
        return None;
    }
    let spot = |mark: &Mark| {
        let id = state.catalog.stack_of(mark.ground.frame)?;
        let on = place(state, id, mark.ground.frame)?;
        let at = pointed_at(&mark.shape)?;
        Some(Spot { on, at })
    };
    Some(drawn.into_iter().filter_map(spot).collect())
}

/// The tip of an arrow, a probe's point, the middle of all else.
fn pointed_at(shape: &Shape) -> Option<Point> {
    if matches!(shape.kind, Kind::Arrow | Kind::Probe) {
        return shape.points.last().copied();
    }
    let [low, high] = shape.bounds();
    Some([0, 1].map(|axis| f64::midpoint(low[axis], high[axis])))
}

/// The slice of the active pane.
fn slice_here(state: &mut State) -> Option<SlicePlace> {
    let (id, look) = shown_look(state)?;
    if state.session.planes.is_some() || look.rendering.is_some() {
        state.refused = Some(Refusal::SlicesOnly);
        return None;
    }
    place(state, id, look.wanted)
}

fn place(state: &State, id: StackId, frame: FrameKey) -> Option<SlicePlace> {
    let stack = state.catalog.stack(id)?;
    let slice = stack.position_of(frame)?;
    Some(SlicePlace {
        image: state.lesson.place_of(id)?,
        slice: u32::try_from(slice).ok()?,
        along_mm: stack.slices().get(slice)?.along_mm,
    })
}

/// Level and width of the active pane.
fn window_here(state: &State) -> Option<[f64; 2]> {
    let (_, look) = shown_look(state)?;
    let window = look.window.as_ref()?;
    Some([window.center, window.width])
}

/// So many mm to either side; without positions so many slices.
fn around(stack: &Stack, place: SlicePlace, tolerance: f64) -> SliceRange {
    let along_mm = place.along_mm.map(|at| [at - tolerance, at + tolerance]);
    let is_in = |(number, slice): (u32, &Slice)| match along_mm.zip(slice.along_mm) {
        Some(([from, to], at)) => (from..=to).contains(&at),
        None => f64::from(number.abs_diff(place.slice)) <= tolerance,
    };
    let mut inside = (0..)
        .zip(stack.slices())
        .filter(|it| is_in(*it))
        .map(|(number, _)| number);
    let first = inside.next().unwrap_or(place.slice);
    SliceRange {
        image: place.image,
        slices: [first, inside.last().unwrap_or(first)],
        along_mm,
    }
}

/// Outlines that are on the screen; those that were copied from each other are of one finding.
fn findings(state: &State) -> Vec<Finding> {
    let mut findings: Vec<(MarkId, Finding)> = Vec::new();
    for mark in seen(state) {
        let Some(region) = region(state, mark) else {
            continue;
        };
        let group = mark.group.unwrap_or(mark.id);
        let known = findings.iter_mut().find(|(known, _)| *known == group);
        if let Some((_, finding)) = known {
            finding.regions.push(region);
        } else {
            let name = mark.text.clone();
            let regions = vec![region];
            findings.push((group, Finding { name, regions }));
        }
    }
    findings.into_iter().map(|(_, finding)| finding).collect()
}

/// `None` of what encloses nothing, or lies on no slice.
fn region(state: &State, mark: &Mark) -> Option<FindingRegion> {
    if !mark.shape.kind.is_region() || mark.ground.plane.is_some() {
        return None;
    }
    let id = state.catalog.stack_of(mark.ground.frame)?;
    let place = place(state, id, mark.ground.frame)?;
    let spacing_mm = match spacing(state, &mark.ground, &mark.shape.points) {
        Spacing::Mm(mm) => Some(mm),
        Spacing::Pixels { .. } => None,
    };
    Some(FindingRegion {
        on: SliceRange {
            image: place.image,
            slices: [place.slice; 2],
            along_mm: place.along_mm.map(|at| [at; 2]),
        },
        shape: mark.shape.clone(),
        spacing_mm,
    })
}
