//! What a region of a plane or a slab holds: values that are blended at the picture's own columns
//! and rows, from the exact stored values.

use std::sync::Arc;

use crate::engine::mark_values::Question;
use crate::header::Image;
use crate::marks::{Plane, Point, Region, Shape, Tally, rows_inside};
use crate::pixels::stats::is_within;
use crate::pixels::{Frame, Shape as Extent};
use crate::store::Place;
use crate::volume::sample::{self, Sample, Voxels};
use crate::volume::vector::{plus, times};
use crate::volume::{Geometry, Lookup};

/// Points that are looked at; of a region with more every second column and row is, or fewer.
const MOST_POINTS: f64 = 100_000.0;

/// Bytes of stored values that are gone through: beyond it nothing is said.
const MOST_BYTES: u64 = 96 << 20;

/// What is asked of a plane: all of it is known, but for the values.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaneQuestion {
    pub of: Question,
    pub geometry: Arc<Geometry>,
    /// Which slices are in the picture.
    pub lookup: Arc<Lookup>,
    /// Where the slices' samples are, by their places in the stack.
    pub held: Vec<Option<Place>>,
    pub image: Box<Image>,
}

impl PlaneQuestion {
    /// The answer, by a way to have bytes of samples. `None` where a slice that counts is in the picture and not
    /// held any more.
    #[must_use]
    pub fn answer(&self, read: &dyn Fn(Place) -> Option<Vec<u8>>) -> Option<Region> {
        let plane = self.of.ground.plane.as_ref()?;
        if !self.of.shape.is_whole() {
            return None;
        }
        let rows = self.rows(plane, read)?;
        let mut tally = Tally::default();
        for point in self.points(plane) {
            let point = plane.sheet.patient_from_image(point);
            match sample::through(&self.geometry, &rows, point, plane.normal, plane.slab) {
                Sample::Value(value) => tally.add(value, false),
                Sample::Padding => tally.add_padding(),
                Sample::Gap | Sample::Outside => tally.add_missing(),
            }
        }
        // Neighbours on a plane share voxels: how much they differ is no SD of values.
        let figures = tally.figures()?;
        Some(Region {
            deviation: None,
            ..figures
        })
    }

    /// Places that are inside, in columns and rows of the picture.
    fn points(&self, plane: &Plane) -> Vec<Point> {
        let shape = &self.of.shape;
        if let [at] = shape.points.as_slice() {
            return vec![*at];
        }
        let depths = plane.slab.map_or(1, |slab| {
            slab.depths(self.geometry.voxel_mm(plane.normal)).len()
        });
        let mut every = 1;
        loop {
            let points = points_every(shape, plane, every);
            #[expect(clippy::cast_precision_loss, reason = "points of a picture")]
            let looked_at = (points.len() * depths) as f64;
            if looked_at <= MOST_POINTS {
                return points;
            }
            every += 1;
        }
    }

    /// The rows of the slices that points inside are blended from.
    fn rows(&self, plane: &Plane, read: &dyn Fn(Place) -> Option<Vec<u8>>) -> Option<Rows<'_>> {
        let [low, high] = self.reach(plane);
        let mut left = MOST_BYTES;
        let mut slices = Vec::new();
        for (at, place) in self.geometry.places.iter().enumerate() {
            let is_met = (low[2]..=high[2]).contains(&place.along_mm);
            if !is_met || !self.lookup.is_here(at) {
                slices.push(None);
                continue;
            }
            let [_, shift] = self.geometry.shift(at);
            let first = held(low[1] - shift, self.image.shape.rows);
            let last = held(high[1] - shift, self.image.shape.rows);
            let rows = last.saturating_sub(first);
            let row_bytes =
                u64::from(self.image.shape.columns) * self.image.layout.sample_bytes() as u64;
            let held = self.held.get(at).copied().flatten()?;
            let part = Place {
                offset: held.offset + u64::from(first) * row_bytes,
                length: u64::from(rows) * row_bytes,
                ..held
            };
            left = left.checked_sub(part.length)?;
            slices.push(Some((first, rows, read(part)?)));
        }
        Some(Rows {
            question: self,
            slices,
        })
    }

    /// Columns, rows and mm along the normal that are met, and a voxel beyond on each side.
    fn reach(&self, plane: &Plane) -> [[f64; 3]; 2] {
        let [low, high] = self.of.shape.bounds();
        let half = plane.slab.map_or(0.0, |slab| slab.mm / 2.0);
        let margin = [2.0, 2.0, self.widest_mm() + self.geometry.usual_mm];
        let mut reach = [[f64::INFINITY; 3], [f64::NEG_INFINITY; 3]];
        for column in [low[0], high[0]] {
            for row in [low[1], high[1]] {
                for depth in [-half, half] {
                    let point = plane.sheet.patient_from_image([column, row]);
                    let point = plus(point, times(plane.normal, depth));
                    let voxel = self.geometry.voxel_from_patient(point);
                    for axis in 0..3 {
                        reach[0][axis] = reach[0][axis].min(voxel[axis] - margin[axis]);
                        reach[1][axis] = reach[1][axis].max(voxel[axis] + margin[axis]);
                    }
                }
            }
        }
        reach
    }

    /// The widest step from slice to slice.
    fn widest_mm(&self) -> f64 {
        let pairs = self.geometry.places.windows(2);
        let steps = pairs.map(|pair| match pair {
            [a, b] => b.along_mm - a.along_mm,
            _ => 0.0,
        });
        steps.fold(0.0, f64::max)
    }
}

/// The middles of every so many columns and rows that are inside.
fn points_every(shape: &Shape, plane: &Plane, every: u32) -> Vec<Point> {
    let step = f64::from(every);
    let coarse = shape.mapped(|point| point.map(|part| part / step));
    let size = [plane.sheet.columns, plane.sheet.rows].map(|size| held(size / step, u32::MAX));
    rows_inside(&coarse, size)
        .flat_map(|(row, columns)| columns.map(move |column| [column, row]))
        .map(|place| place.map(|at| (f64::from(at) + 0.5) * step))
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held inside the image"
)]
fn held(at: f64, count: u32) -> u32 {
    at.ceil().clamp(0.0, f64::from(count)) as u32
}

/// Of each slice that is met: its first row here, how many there are, and their samples.
struct Rows<'a> {
    question: &'a PlaneQuestion,
    slices: Vec<Option<(u32, u32, Vec<u8>)>>,
}

impl Voxels for Rows<'_> {
    fn is_here(&self, slice: usize) -> bool {
        self.question.lookup.is_here(slice)
    }

    fn value(&self, slice: usize, column: u32, row: u32) -> Option<f64> {
        let (first, rows, bytes) = self.slices.get(slice)?.as_ref()?;
        let image = &self.question.image;
        let extent = Extent {
            rows: *rows,
            ..image.shape
        };
        let frame = Frame::new(bytes, image.layout, extent)?;
        let stored = frame.value_at(column, row.checked_sub(*first)?)?;
        if is_within(self.question.of.padding, stored) {
            return None;
        }
        let of_all = self.question.of.rescale.as_ref();
        let rescale = self.question.geometry.rescale(slice, of_all);
        Some(rescale.map_or(stored, |rescale| rescale.modality(stored)))
    }
}
