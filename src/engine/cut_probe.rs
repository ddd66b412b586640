//! What lies under the pointer on a plane or a slab: no acquired voxel, but what is drawn there,
//! from the exact stored values.

use std::sync::Arc;

use crate::engine::State;
use crate::engine::event::Effect;
use crate::header::Image;
use crate::pixels::stats::is_within;
use crate::pixels::{Rescale, Voxel};
use crate::session::PaneId;
use crate::store::Place;
use crate::volume::sample::{self, Sample, Voxels};
use crate::volume::vector::Vector;
use crate::volume::{Geometry, Slab};

/// What is asked: all of it is known, but for the values.
#[derive(Clone, Debug, PartialEq)]
pub struct PointQuestion {
    pub geometry: Arc<Geometry>,
    pub point: Vector,
    pub normal: Vector,
    pub slab: Option<Slab>,
    /// Where the slices' samples are, by their places in the stack.
    pub held: Vec<Option<Place>>,
    pub image: Box<Image>,
    pub rescale: Option<Rescale>,
}

/// What is under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CutProbe {
    pub point: Vector,
    pub normal: Vector,
    pub slab: Option<Slab>,
    /// `None` until it was read.
    pub sample: Option<Sample>,
}

impl PointQuestion {
    /// The answer, by a way to read a voxel of a frame.
    #[must_use]
    pub fn answer(&self, read: impl Fn(Place, u32, u32) -> Option<Voxel>) -> Sample {
        let voxels = Reading {
            question: self,
            read,
        };
        sample::through(&self.geometry, &voxels, self.point, self.normal, self.slab)
    }
}

struct Reading<'a, F> {
    question: &'a PointQuestion,
    read: F,
}

impl<F: Fn(Place, u32, u32) -> Option<Voxel>> Voxels for Reading<'_, F> {
    fn is_here(&self, slice: usize) -> bool {
        self.question.held.get(slice).is_some_and(Option::is_some)
    }

    fn value(&self, slice: usize, column: u32, row: u32) -> Option<f64> {
        let place = self.question.held.get(slice).copied().flatten()?;
        let Voxel::Grey(stored) = (self.read)(place, column, row)? else {
            return None;
        };
        if is_within(self.question.image.padding, stored) {
            return None;
        }
        let rescale = self.question.rescale.as_ref();
        Some(rescale.map_or(stored, |rescale| rescale.modality(stored)))
    }
}

/// Where a pointer is over a plane or a slab, what is there is read.
pub fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    for at in 0..state.screen.shown.len() {
        let id = PaneId(at);
        let question = question(state, id);
        let known = state.screen.cut_probe(id);
        let asked = question.as_ref().map(|of| (of.point, of.normal, of.slab));
        if known.map(|known| (known.point, known.normal, known.slab)) == asked {
            continue;
        }
        if let Some(shown) = state.screen.shown.get_mut(at) {
            shown.cut_probe = asked.map(|(point, normal, slab)| CutProbe {
                point,
                normal,
                slab,
                sample: None,
            });
        }
        effects.extend(question.map(|of| Effect::ReadPoint(Box::new(of))));
    }
}

fn question(state: &State, id: PaneId) -> Option<PointQuestion> {
    let at = state.session.pane(id)?.pointer?;
    let picture = state.screen.cut(id)?;
    let point = picture.patient_from_canvas(picture.canvas_from_share(at));
    let body = state.volumes.body(picture.stack)?;
    let (_, image) = state.image_of(picture.frame)?;
    let places = body.geometry.places.iter();
    Some(PointQuestion {
        geometry: body.geometry.clone(),
        point,
        normal: picture.normal,
        slab: picture.slab,
        held: places.map(|place| state.store.place(place.frame)).collect(),
        image: Box::new(image.clone()),
        rescale: state.rescale(picture.stack, image),
    })
}

pub fn read(state: &mut State, point: Vector, sample: Sample) {
    for shown in &mut state.screen.shown {
        let asked = shown.cut_probe.as_ref().map(|probe| probe.point);
        if let Some(probe) = shown.cut_probe.as_mut().filter(|_| asked == Some(point)) {
            probe.sample = Some(sample);
        }
    }
}
