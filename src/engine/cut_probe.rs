//! What lies under the pointer on a plane or a slab: no acquired voxel, but what is drawn there,
//! from the exact stored values.

use std::cell::Cell;
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
use crate::volume::{Geometry, Lookup, Slab};

/// What is asked: all of it is known, but for the values.
#[derive(Clone, Debug, PartialEq)]
pub struct PointQuestion {
    pub geometry: Arc<Geometry>,
    pub point: Vector,
    pub normal: Vector,
    pub slab: Option<Slab>,
    /// Which slices are in the picture.
    pub lookup: Arc<Lookup>,
    /// Where the slices' samples are, by their places in the stack.
    pub held: Vec<Option<Place>>,
    pub image: Box<Image>,
    pub rescale: Option<Rescale>,
}

/// What is asked of a picture: of another one, or with more slices in it, it is asked anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    pub point: Vector,
    pub normal: Vector,
    pub slab: Option<Slab>,
    /// Slices that the picture is made of.
    pub here: u32,
    /// The offset taken for HU.
    pub assumed: Option<i32>,
}

/// What is under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CutProbe {
    pub asked: Asked,
    /// `None` until it was read, or where a slice of the picture is not held any more.
    pub sample: Option<Sample>,
}

impl PointQuestion {
    /// The answer, by a way to read a voxel of a frame; `None` where one that counts is in the
    /// picture, and its samples are not held any more.
    #[must_use]
    pub fn answer(&self, read: impl Fn(Place, u32, u32) -> Option<Voxel>) -> Option<Sample> {
        let voxels = Reading {
            question: self,
            read,
            is_unknown: Cell::new(false),
        };
        let sample = sample::through(&self.geometry, &voxels, self.point, self.normal, self.slab);
        (!voxels.is_unknown.get()).then_some(sample)
    }
}

struct Reading<'a, F> {
    question: &'a PointQuestion,
    read: F,
    is_unknown: Cell<bool>,
}

impl<F: Fn(Place, u32, u32) -> Option<Voxel>> Voxels for Reading<'_, F> {
    fn is_here(&self, slice: usize) -> bool {
        self.question.lookup.is_here(slice)
    }

    fn value(&self, slice: usize, column: u32, row: u32) -> Option<f64> {
        let held = self.question.held.get(slice).copied().flatten();
        self.is_unknown.set(self.is_unknown.get() || held.is_none());
        let place = held?;
        let Voxel::Grey(stored) = (self.read)(place, column, row)? else {
            return None;
        };
        if is_within(self.question.image.padding, stored) {
            return None;
        }
        let of_all = self.question.rescale.as_ref();
        let rescale = self.question.geometry.rescale(slice, of_all);
        Some(rescale.map_or(stored, |rescale| rescale.modality(stored)))
    }
}

/// Where a pointer is over a plane or a slab, what is there is read.
pub fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    for at in 0..state.screen.shown.len() {
        let asked = asked(state, PaneId(at));
        if state.screen.cut_probe(PaneId(at)).map(|known| known.asked) == asked {
            continue;
        }
        let question = asked.and_then(|asked| question(state, PaneId(at), asked));
        if let Some(shown) = state.screen.shown.get_mut(at) {
            shown.cut_probe = asked.map(|asked| CutProbe {
                asked,
                sample: None,
            });
        }
        effects.extend(question.map(|of| Effect::ReadPoint(Box::new(of))));
    }
}

fn asked(state: &State, id: PaneId) -> Option<Asked> {
    let at = state.session.pane(id)?.pointer?;
    let picture = state.screen.cut(id)?;
    let volume = state.volumes.body(picture.stack)?.volume.as_ref()?;
    Some(Asked {
        point: picture.patient_from_canvas(picture.canvas_from_share(at)),
        normal: picture.normal,
        slab: picture.slab,
        here: volume.lookup.here,
        assumed: state.session.assumed.get(&picture.stack).copied(),
    })
}

fn question(state: &State, id: PaneId, asked: Asked) -> Option<PointQuestion> {
    let picture = state.screen.cut(id)?;
    let body = state.volumes.body(picture.stack)?;
    let (_, image) = state.image_of(picture.frame)?;
    let places = body.geometry.places.iter();
    Some(PointQuestion {
        geometry: body.geometry.clone(),
        point: asked.point,
        normal: asked.normal,
        slab: asked.slab,
        lookup: body.volume.as_ref()?.lookup.clone(),
        held: places.map(|place| state.store.place(place.frame)).collect(),
        image: Box::new(image.clone()),
        rescale: state.rescale(picture.stack, image),
    })
}

pub fn read(state: &mut State, point: Vector, sample: Option<Sample>) {
    for shown in &mut state.screen.shown {
        if let Some(probe) = &mut shown.cut_probe
            && probe.asked.point.map(f64::to_bits) == point.map(f64::to_bits)
        {
            probe.sample = sample;
        }
    }
}
