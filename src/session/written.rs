//! A view and a mark as they are written down, into the browser's storage and into lessons: by their places
//! in a stack, which is found by its values, and by nothing that names it. What is read again is untrusted:
//! every number is looked at before it is used.

use serde::{Deserialize, Serialize};

use crate::gpu::Interpolation;
use crate::limits::ROWS_OR_COLUMNS;
use crate::marks::{Colour, Plane, Shape};
use crate::pixels::ColourMap;
use crate::rendering::Camera;
use crate::session::rendering::MOST_SHIFT;
use crate::session::{Rendering, WindowChoice};
use crate::viewport::{View, Zoom};
use crate::volume::vector::dot;
use crate::volume::{Axes, Slab, Vector};

/// Nothing of a patient or a picture lies further off, in mm, columns or rows.
pub const FAR: f64 = 1e6;

/// No value of a picture is larger.
const LARGE: f64 = 1e30;

const MOST_POINTS: usize = 4096;

/// Axes are at right angles and of length 1 but for rounding.
const SQUARE: f64 = 1e-6;

const THICKEST_SLAB_MM: f64 = 1000.0;

/// How a stack is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenView {
    /// From 0, in the stack's order.
    pub slice: u32,
    /// `None` where it is the first one.
    pub window: Option<WrittenWindow>,
    pub view: View,
    pub inverted: bool,
    pub colours: ColourMap,
    pub interpolation: Interpolation,
    pub slab: Option<Slab>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenWindow {
    pub center: f64,
    pub width: f64,
    pub choice: WindowChoice,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenMark {
    /// Its slice, from 0; of a plane the nearest one.
    pub slice: u32,
    pub plane: Option<Plane>,
    pub shape: Shape,
    /// As the reader typed it.
    pub text: String,
    pub colour: Colour,
    /// The same number in those that were copied from each other.
    pub group: Option<u32>,
}

impl WrittenView {
    /// A reader could have looked like that.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let window = self.window.as_ref();
        is_sound_view(&self.view)
            && self.slab.as_ref().is_none_or(is_sound_slab)
            && window.is_none_or(|it| is_sound_window(it.center, it.width))
    }
}

impl WrittenMark {
    /// A reader could have drawn it.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        is_sound_shape(&self.shape) && self.plane.as_ref().is_none_or(is_sound_plane)
    }
}

#[must_use]
pub fn is_sound_view(view: &View) -> bool {
    let View { zoom, middle, turn } = view;
    let (Zoom::Fit(times) | Zoom::Pixels(times)) = zoom;
    (1e-4..=FAR).contains(times) && middle.iter().all(|at| at.abs() <= 10.0) && turn.is_sound()
}

#[must_use]
pub fn is_sound_rendering(rendering: &Rendering) -> bool {
    let Camera { around, above } = rendering.camera;
    let is_part = |[near, far]: &[f64; 2]| 0.0 <= *near && near < far && *far <= 1.0;
    (0.0..=360.0).contains(&around)
        && above.abs() <= 90.0
        && rendering.shift.abs() <= MOST_SHIFT
        && rendering.clip.iter().all(is_part)
}

/// Planes that meet somewhere, turned together.
#[must_use]
pub fn are_sound_planes(at_mm: &Vector, axes: &Axes) -> bool {
    at_mm.iter().all(|at| at.abs() <= FAR) && are_sound_axes(axes)
}

#[must_use]
pub fn is_sound_window(center: f64, width: f64) -> bool {
    center.abs() <= LARGE && (0.0..=LARGE).contains(&width)
}

#[must_use]
pub fn is_sound_shape(shape: &Shape) -> bool {
    let points = &shape.points;
    shape.is_whole()
        && points.len() <= MOST_POINTS
        && points.iter().flatten().all(|at| at.abs() <= FAR)
}

fn are_sound_axes(&Axes { left, back, head }: &Axes) -> bool {
    let is_at = |cosine: f64, expected: f64| (cosine - expected).abs() < SQUARE;
    let are_of_length_1 = [left, back, head]
        .iter()
        .all(|it| is_at(dot(*it, *it), 1.0));
    let pairs = [(left, back), (back, head), (head, left)];
    are_of_length_1 && pairs.iter().all(|(a, b)| is_at(dot(*a, *b), 0.0))
}

fn is_sound_way(way: &Vector) -> bool {
    let squares: f64 = way.iter().map(|part| part * part).sum();
    (1e-8..=FAR).contains(&squares)
}

#[must_use]
pub fn is_sound_slab(slab: &Slab) -> bool {
    slab.mm > 0.0 && slab.mm <= THICKEST_SLAB_MM
}

fn is_sound_plane(plane: &Plane) -> bool {
    let sheet = &plane.sheet;
    let ways = [plane.normal, sheet.column_mm, sheet.row_mm];
    let places = [plane.at_mm, sheet.corner_mm];
    let sides = 1.0..=f64::from(ROWS_OR_COLUMNS);
    are_sound_axes(&plane.axes)
        && ways.iter().all(is_sound_way)
        && places.iter().flatten().all(|at| at.abs() <= FAR)
        && sides.contains(&sheet.columns)
        && sides.contains(&sheet.rows)
        && plane.slab.as_ref().is_none_or(is_sound_slab)
}
