//! What the voxels of marks hold: asked of the samples, where that is not done for their shape.

use crate::engine::State;
use crate::engine::cut_region::PlaneQuestion;
use crate::engine::event::Effect;
use crate::engine::surface::Surface;
use crate::marks::{self, Ground, Mark, MarkId, Region, Shape};
use crate::pixels::{Frame, Rescale};
use crate::session::PaneId;

/// What is asked of a mark: asked again where any of it changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub mark: MarkId,
    pub ground: Ground,
    pub shape: Shape,
    pub padding: Option<[i64; 2]>,
    pub rescale: Option<Rescale>,
    /// Slices that the plane is made of.
    pub here: u32,
}

/// Voxels that are gone through at each move of a hand.
const AT_ONCE: f64 = 250_000.0;

/// Marks on what is shown are measured, and one more at a time of those that are not.
pub fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    if state.session.marks.all().next().is_none() {
        return;
    }
    let panes = (0..state.session.panes.len()).map(PaneId);
    let shown: Vec<Surface> = panes.filter_map(|pane| Surface::of(state, pane)).collect();
    let is_shown = |mark: &Mark| shown.iter().any(|it| it.shows(state, &mark.ground));
    let mut asked: Vec<Question> = Vec::new();
    let mut has_other = false;
    for mark in state.session.marks.all() {
        if !mark.shape.kind.has_values() || is_answered(state, mark) {
            continue;
        }
        let is_shown = is_shown(mark);
        let waits = is_in_hand(state, mark) && (mark.ground.plane.is_some() || is_large(mark));
        if (!is_shown && has_other) || waits {
            continue;
        }
        let question = question(state, mark);
        let effect = question.as_ref().and_then(|it| effect(state, it));
        let Some((question, effect)) = question.zip(effect) else {
            continue;
        };
        has_other |= !is_shown;
        effects.push(effect);
        asked.push(question);
    }
    for question in asked {
        // What was read of the same stays known where it cannot be read any more.
        let before = state.regions.get(&question.mark);
        let before = before.filter(|(asked, _)| {
            asked.ground == question.ground
                && asked.shape == question.shape
                && asked.rescale == question.rescale
        });
        let before = before.and_then(|(_, figures)| *figures);
        state.regions.insert(question.mark, (question, before));
    }
}

/// It was asked as it is now.
fn is_answered(state: &State, mark: &Mark) -> bool {
    let known = state.regions.get(&mark.id);
    known.is_some_and(|(asked, _)| {
        let Counted {
            padding,
            rescale,
            here,
        } = counted(state, mark).unwrap_or_default();
        asked.ground == mark.ground
            && asked.shape == mark.shape
            && (asked.padding, &asked.rescale, asked.here) == (padding, &rescale, here)
    })
}

/// It is about more voxels than are gone through while a hand moves.
fn is_large(mark: &Mark) -> bool {
    let [low, high] = mark.shape.bounds();
    (high[0] - low[0]) * (high[1] - low[1]) > AT_ONCE
}

/// Planes are gone through when the hand has let go: there is more to it than a slice.
fn is_in_hand(state: &State, mark: &Mark) -> bool {
    state.session.marks.in_hand.is_some() && state.session.marks.chosen == Some(mark.id)
}

/// How values of what a mark lies on are counted.
#[derive(Default)]
struct Counted {
    padding: Option<[i64; 2]>,
    rescale: Option<Rescale>,
    here: u32,
}

fn counted(state: &State, mark: &Mark) -> Option<Counted> {
    let (_, image) = state.image_of(mark.ground.frame)?;
    let stack = state.catalog.stack_of(mark.ground.frame);
    let here = mark.ground.plane.map_or(Some(0), |_| {
        let body = state.volumes.body(stack?)?;
        Some(body.volume.as_ref()?.lookup.here)
    })?;
    Some(Counted {
        padding: image.padding,
        rescale: stack.and_then(|stack| state.rescale(stack, image)),
        here,
    })
}

fn question(state: &State, mark: &Mark) -> Option<Question> {
    let Counted {
        padding,
        rescale,
        here,
    } = counted(state, mark)?;
    Some(Question {
        mark: mark.id,
        ground: mark.ground,
        shape: mark.shape.clone(),
        padding,
        rescale,
        here,
    })
}

/// `None` where the samples are not here.
fn effect(state: &State, question: &Question) -> Option<Effect> {
    let (_, image) = state.image_of(question.ground.frame)?;
    let image = Box::new(image.clone());
    if question.ground.plane.is_none() {
        return Some(Effect::MeasureRegion {
            question: Box::new(question.clone()),
            place: state.store.place(question.ground.frame)?,
            image,
        });
    }
    let stack = state.catalog.stack_of(question.ground.frame)?;
    let body = state.volumes.body(stack)?;
    let places = body.geometry.places.iter();
    let question = PlaneQuestion {
        of: question.clone(),
        geometry: body.geometry.clone(),
        lookup: body.volume.as_ref()?.lookup.clone(),
        held: places.map(|place| state.store.place(place.frame)).collect(),
        image,
    };
    Some(Effect::MeasurePlane(Box::new(question)))
}

/// What the voxels of a frame hold that a mark is about.
#[must_use]
pub fn region(frame: &Frame<'_>, question: &Question) -> Option<Region> {
    let rescale = question.rescale.as_ref();
    marks::region(frame, &question.shape, question.padding, rescale)
}

pub fn measured(state: &mut State, question: &Question, figures: Option<Region>) {
    if let Some(known) = state.regions.get_mut(&question.mark)
        && known.0 == *question
    {
        known.1 = figures.or(known.1);
    }
}

impl State {
    /// It is known what the voxels of a mark hold, be it nothing.
    #[must_use]
    pub fn is_measured(&self, id: MarkId) -> bool {
        let known = self.regions.get(&id);
        let mark = self.session.marks.get(id);
        known.zip(mark).is_some_and(|((asked, _), mark)| {
            let now = counted(self, mark);
            asked.shape == mark.shape && now.is_none_or(|now| now.rescale == asked.rescale)
        })
    }

    /// What the voxels of a mark hold, where that is known as values are counted now.
    #[must_use]
    pub fn region(&self, id: MarkId) -> Option<Region> {
        let (asked, figures) = self.regions.get(&id)?;
        let mark = self.session.marks.all().find(|mark| mark.id == id)?;
        let (_, image) = self.image_of(mark.ground.frame)?;
        let stack = self.catalog.stack_of(mark.ground.frame);
        let rescale = stack.and_then(|stack| self.rescale(stack, image));
        figures.filter(|_| asked.shape == mark.shape && asked.rescale == rescale)
    }
}
