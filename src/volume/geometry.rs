//! Where the voxels of a stack lie (PS3.3 C.7.6.2.1.1): each slice at its own place, so that uneven
//! spacing and a tilted gantry are what they are.

use super::alike;
use super::vector::{Vector, cross, dot, minus, plus, times, unit};
use crate::header::{Header, Image, SpacingOf};
use crate::intake::{FrameKey, sorted};
use crate::limits;
use crate::pixels::Rescale;
use crate::series::geometry::{is_sound, reading_direction, row_and_column};

/// Slices that lie closer together are in one place.
const ONE_PLACE_MM: f64 = 0.01;

/// A distance of so many usual ones is a gap...
const GAP: f64 = 1.5;

/// ...unless so many of the same follow each other: then it is a wider spacing.
const IN_A_ROW: usize = 3;

/// Spacing is uneven when it differs by more than this share (BEHAVIOUR 1).
const UNEVEN: f64 = 0.1;

/// Why a stack is no body that planes are cut out of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unfit {
    Colour,
    OneSlice,
    NoPositions,
    NoPixelSpacing,
    NotParallel,
    /// Several frames of reference.
    OtherFrames,
    /// Slices differ in what their stored values mean, and not by a slope and an intercept each alone.
    OtherValues,
    /// Positions of which no body can be made: far beyond what their distances cover.
    TooFar,
    /// Until the reader accepts it.
    Uneven {
        least_mm: f64,
        most_mm: f64,
    },
}

/// A slice in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub frame: FrameKey,
    /// Centre of the first voxel.
    pub position_mm: Vector,
    /// Along the normal, from the first slice.
    pub along_mm: f64,
    /// Between it and the next one nothing is missing.
    pub joined: bool,
    /// Its own, where the stack's slices have different ones, as in PET.
    pub rescale: Option<Rescale>,
}

/// The voxels of a stack in the patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Geometry {
    /// Unit vectors: along a row, along a column, from slice to slice as they are read.
    pub row: Vector,
    pub column: Vector,
    pub normal: Vector,
    /// Between columns, between rows.
    pub pixel_mm: [f64; 2],
    pub columns: u32,
    pub rows: u32,
    /// The usual distance of slices.
    pub usual_mm: f64,
    pub places: Vec<Place>,
}

impl Geometry {
    /// Of slices in the order in which they are read.
    ///
    /// # Errors
    /// Why they are no body; what is uneven is one, see [`Geometry::uneven`].
    pub fn of(slices: &[(FrameKey, &Header, &Image)]) -> Result<Self, Unfit> {
        Self::made(slices, false)
    }

    /// Of those that are there so far: the least distance is the usual one, and all that is wider
    /// may still be filled.
    ///
    /// # Errors
    /// As [`Geometry::of`].
    pub fn of_some(slices: &[(FrameKey, &Header, &Image)]) -> Result<Self, Unfit> {
        Self::made(slices, true)
    }

    fn made(slices: &[(FrameKey, &Header, &Image)], is_part: bool) -> Result<Self, Unfit> {
        let [(_, first, image), _, ..] = slices else {
            return Err(Unfit::OneSlice);
        };
        if image.shape.samples != 1 {
            return Err(Unfit::Colour);
        }
        let orientation = first.orientation.filter(|of| is_sound(*of));
        let orientation = orientation.ok_or(Unfit::NoPositions)?;
        let [between_rows, between_columns] = first
            .pixel_spacing_mm
            .filter(|mm| {
                first.spacing_of != SpacingOf::Detector && mm.iter().copied().all(is_length)
            })
            .ok_or(Unfit::NoPixelSpacing)?;
        alike::check((first, image), slices)?;
        let (row, column) = row_and_column(orientation);
        let row = unit(row);
        let column = unit(minus(column, times(row, dot(row, column))));
        let across = unit(cross(row, column));
        let forth = dot(across, reading_direction(orientation)) >= 0.0;
        let normal = if forth { across } else { times(across, -1.0) };
        let mut geometry = Self {
            row,
            column,
            normal,
            pixel_mm: [between_columns, between_rows],
            columns: image.shape.columns,
            rows: image.shape.rows,
            usual_mm: 0.0,
            places: Vec::new(),
        };
        geometry.put(slices, is_part)?;
        Ok(geometry)
    }

    fn put(&mut self, slices: &[(FrameKey, &Header, &Image)], is_part: bool) -> Result<(), Unfit> {
        let mut places = Vec::with_capacity(slices.len());
        let each_by_itself = alike::are_rescaled_each_by_itself(slices);
        for (frame, header, image) in slices {
            let position_mm = header.position_mm.ok_or(Unfit::NoPositions)?;
            let own = image.rescale.as_ref().filter(|_| each_by_itself);
            places.push(Place {
                frame: *frame,
                position_mm,
                along_mm: dot(self.normal, position_mm),
                joined: true,
                rescale: own.cloned(),
            });
        }
        let mut places = sorted(places, |a, b| a.along_mm.total_cmp(&b.along_mm));
        places.dedup_by(|later, first| later.along_mm - first.along_mm < ONE_PLACE_MM);
        let start = places.first().map_or(0.0, |place| place.along_mm);
        for place in &mut places {
            place.along_mm -= start;
        }
        self.places = places;
        let gaps = self.gaps();
        let ascending = sorted(gaps.clone(), f64::total_cmp);
        let usual = if is_part { 0 } else { ascending.len() / 2 };
        self.usual_mm = *ascending.get(usual).ok_or(Unfit::OneSlice)?;
        let (last_mm, steps) = (self.reach_mm(), limits::VOLUME_STEPS);
        let shifts = (0..self.places.len()).map(|at| self.shift(at));
        let shifted = shifts.flatten().map(f64::abs).fold(0.0, f64::max);
        if !(last_mm / self.usual_mm <= steps && shifted <= steps) {
            return Err(Unfit::TooFar);
        }
        let least_row = if is_part { usize::MAX } else { IN_A_ROW };
        let holes = holes(&gaps, self.usual_mm, least_row);
        for (place, is_hole) in self.places.iter_mut().zip(holes) {
            place.joined = !is_hole;
        }
        Ok(())
    }

    /// From the first slice to the last.
    fn reach_mm(&self) -> f64 {
        self.places.last().map_or(0.0, |place| place.along_mm)
    }

    fn gaps(&self) -> Vec<f64> {
        let pairs = self.places.iter().zip(self.places.iter().skip(1));
        pairs.map(|(a, b)| b.along_mm - a.along_mm).collect()
    }

    /// The least and the most distance of slices between which nothing is missing, where the two
    /// are not about the same.
    #[must_use]
    pub fn uneven(&self) -> Option<Unfit> {
        let joined = self.places.iter().map(|place| place.joined);
        let gaps = self.gaps().into_iter().zip(joined);
        let gaps = gaps.filter_map(|(gap, joined)| joined.then_some(gap));
        let (least_mm, most_mm) = gaps.fold((self.usual_mm, self.usual_mm), |(low, high), gap| {
            (low.min(gap), high.max(gap))
        });
        let slack = UNEVEN * self.usual_mm;
        let is_off = most_mm - self.usual_mm > slack || self.usual_mm - least_mm > slack;
        is_off.then_some(Unfit::Uneven { least_mm, most_mm })
    }

    /// The place of a frame, from 0.
    #[must_use]
    pub fn place_of(&self, frame: FrameKey) -> Option<usize> {
        self.places.iter().position(|place| place.frame == frame)
    }

    /// What makes modality values of a slice's stored ones: its own, where slices have different
    /// ones, else that of all.
    #[must_use]
    pub fn rescale<'a>(&'a self, slice: usize, of_all: Option<&'a Rescale>) -> Option<&'a Rescale> {
        let own = self.places.get(slice).and_then(|it| it.rescale.as_ref());
        own.or(of_all)
    }

    /// Slices have different rescales.
    #[must_use]
    pub fn is_rescaled_by_slice(&self) -> bool {
        self.places.iter().any(|place| place.rescale.is_some())
    }

    /// Column, row, and mm along the normal from the first slice, of a point as the first slice
    /// counts them; columns and rows from the centre of the first voxel.
    #[must_use]
    pub fn voxel_from_patient(&self, point: Vector) -> [f64; 3] {
        let start = self.places.first().map_or(point, |place| place.position_mm);
        self.voxels_along(minus(point, start))
    }

    /// A way in the patient in columns, in rows, and in mm along the normal.
    #[must_use]
    pub fn voxels_along(&self, way: Vector) -> [f64; 3] {
        [
            dot(way, self.row) / self.pixel_mm[0],
            dot(way, self.column) / self.pixel_mm[1],
            dot(way, self.normal),
        ]
    }

    /// How many columns and rows further a slice begins than the first one, seen along the normal:
    /// what a tilted gantry makes.
    #[must_use]
    pub fn shift(&self, slice: usize) -> [f64; 2] {
        let place = self.places.get(slice).zip(self.places.first());
        let way = place.map_or([0.0; 3], |(place, first)| {
            minus(place.position_mm, first.position_mm)
        });
        let [column, row, _] = self.voxels_along(way);
        [column, row]
    }

    /// The slice that lies nearest to a point.
    #[must_use]
    pub fn nearest(&self, point: Vector) -> Option<usize> {
        let [_, _, along_mm] = self.voxel_from_patient(point);
        let after = self.places.partition_point(|it| it.along_mm < along_mm);
        let off = |at: usize| {
            let place = self.places.get(at);
            place.map_or(f64::INFINITY, |it| (it.along_mm - along_mm).abs())
        };
        let before = after.saturating_sub(1);
        let nearest = if off(after) < off(before) {
            after
        } else {
            before
        };
        (!self.places.is_empty()).then_some(nearest)
    }

    /// The slice, and the column and row in it, of the voxel that lies nearest to a point.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the image"
    )]
    pub fn nearest_voxel(&self, point: Vector) -> Option<(usize, [u32; 2])> {
        let slice = self.nearest(point)?;
        let place = self.places.get(slice)?;
        let [column, row, _] = self.voxels_along(minus(point, place.position_mm));
        let last = |count: u32| f64::from(count.saturating_sub(1));
        let column = column.round().clamp(0.0, last(self.columns)) as u32;
        let row = row.round().clamp(0.0, last(self.rows)) as u32;
        Some((slice, [column, row]))
    }

    /// The centre of a voxel.
    #[must_use]
    pub fn centre(&self, slice: usize, [column, row]: [u32; 2]) -> Option<Vector> {
        let right = times(self.row, f64::from(column) * self.pixel_mm[0]);
        let down = times(self.column, f64::from(row) * self.pixel_mm[1]);
        let place = self.places.get(slice)?;
        Some(plus(place.position_mm, plus(right, down)))
    }

    /// The centre of the voxel that lies nearest to a point.
    #[must_use]
    pub fn nearest_centre(&self, point: Vector) -> Option<Vector> {
        let (slice, place) = self.nearest_voxel(point)?;
        self.centre(slice, place)
    }

    /// From voxel to voxel in a direction: of rows, columns and slices what they are, of others
    /// what lies between.
    #[must_use]
    pub fn voxel_mm(&self, direction: Vector) -> f64 {
        let [columns, rows, along_mm] = self.voxels_along(direction);
        let slices = along_mm / self.usual_mm;
        1.0 / columns.hypot(rows).hypot(slices).max(f64::MIN_POSITIVE)
    }

    /// The outer corners of the first and the last slice.
    #[must_use]
    pub fn corners(&self) -> Vec<Vector> {
        let half = self.usual_mm / 2.0;
        let ends = [(self.places.first(), -half), (self.places.last(), half)];
        let mut corners = Vec::with_capacity(8);
        for (place, outward) in ends {
            let Some(place) = place else { continue };
            let outer = plus(place.position_mm, times(self.normal, outward));
            for column in [-0.5, f64::from(self.columns) - 0.5] {
                for row in [-0.5, f64::from(self.rows) - 0.5] {
                    let along_row = times(self.row, column * self.pixel_mm[0]);
                    let along_column = times(self.column, row * self.pixel_mm[1]);
                    corners.push(plus(outer, plus(along_row, along_column)));
                }
            }
        }
        corners
    }

    /// How far it reaches in a direction, from and to, counted from the patient's origin.
    #[must_use]
    pub fn reach(&self, direction: Vector) -> [f64; 2] {
        let along = self.corners().into_iter().map(|it| dot(it, direction));
        along.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], at| {
            [low.min(at), high.max(at)]
        })
    }

    /// Its middle.
    #[must_use]
    pub fn middle(&self) -> Vector {
        let corners = self.corners();
        let sum = corners.iter().copied().fold([0.0; 3], plus);
        #[expect(clippy::cast_precision_loss, reason = "eight")]
        times(sum, 1.0 / corners.len().max(1) as f64)
    }
}

fn is_length(mm: f64) -> bool {
    mm.is_finite() && mm > 0.0
}

/// Which distances are gaps; so many alike in a row are none.
fn holes(gaps: &[f64], usual: f64, least_row: usize) -> impl Iterator<Item = bool> {
    let is_like = |a: &f64, b: &f64| (a - b).abs() <= UNEVEN * b;
    let rows = gaps.chunk_by(is_like);
    rows.flat_map(move |row| {
        let is_spacing = row.len() >= least_row;
        row.iter().map(move |gap| *gap > GAP * usual && !is_spacing)
    })
}
