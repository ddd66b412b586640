//! What is kept of a stack, as it is written: JSON with a version. Whatever else stands in the browser's
//! storage is untrusted: every number is looked at before it is used. Of whom the pictures are nothing is
//! written: frames are counted by their places, and stacks are found by their values.

use serde::{Deserialize, Serialize};

use crate::gpu::Interpolation;
use crate::limits::ROWS_OR_COLUMNS;
use crate::marks::{Colour, Plane, Shape};
use crate::pixels::ColourMap;
use crate::session::rendering::MOST_SHIFT;
use crate::session::{Rendering, WindowChoice};
use crate::viewport::{View, Zoom};
use crate::volume::vector::dot;
use crate::volume::{Axes, Slab, Vector};

/// Raised when what was written before cannot be read any more.
pub const VERSION: u32 = 1;

/// Of one record, written: more than a thousand marks, or a hundred long outlines.
pub const MOST_BYTES: usize = 256 << 10;

/// Nothing of a patient or a picture lies further off, in mm, columns or rows.
const FAR: f64 = 1e6;

/// No value of a picture is larger.
const LARGE: f64 = 1e30;

const MOST_POINTS: usize = 4096;

/// Axes are at right angles and of length 1 but for rounding.
const SQUARE: f64 = 1e-6;

const THICKEST_SLAB_MM: f64 = 1000.0;

/// Everything that is kept of one stack.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub view: Option<KeptView>,
    pub marks: Vec<KeptMark>,
    /// The offset that the reader has taken for HU.
    pub hu_offset: Option<i32>,
    /// The distance from slice to slice that he has assumed.
    pub spacing_mm: Option<f64>,
}

/// How a stack is looked at. What was written before planes and renderings were kept has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptView {
    /// From 0, in the stack's order.
    pub slice: u32,
    /// `None` where it is the first one.
    pub window: Option<KeptWindow>,
    pub view: View,
    pub inverted: bool,
    pub colours: ColourMap,
    pub interpolation: Interpolation,
    pub slab: Option<Slab>,
    /// It is looked at as a whole; `view` is of that.
    #[serde(default)]
    pub rendering: Option<Box<Rendering>>,
    /// Planes go through it; `view` and `slab` are of the slice that is come back to.
    #[serde(default)]
    pub planes: Option<KeptPlanes>,
}

/// The three planes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptPlanes {
    pub at_mm: Vector,
    pub axes: Axes,
    /// The number of the active one, from 0.
    pub active: usize,
    pub planes: [KeptPlane; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptPlane {
    pub view: View,
    pub slab: Option<Slab>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptWindow {
    pub center: f64,
    pub width: f64,
    pub choice: WindowChoice,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptMark {
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

/// Why a record is not brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Another version of the viewer has written it.
    OtherVersion,
    Damaged,
}

/// What stands before a record, in whatever version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Head {
    pub version: u32,
    /// Records that were written later have a larger one.
    pub order: u64,
}

#[derive(Serialize)]
struct Writing<'a> {
    version: u32,
    order: u64,
    record: &'a Record,
}

#[derive(Deserialize)]
struct Written {
    record: Record,
}

impl Head {
    /// `None` of what is no record.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

impl Record {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As it is put into storage; `None` where it is too large for that.
    #[must_use]
    pub fn write(&self, order: u64) -> Option<String> {
        let version = VERSION;
        let record = self;
        let written = serde_json::to_string(&Writing {
            version,
            order,
            record,
        });
        written.ok().filter(|text| text.len() <= MOST_BYTES)
    }

    /// # Errors
    /// Where it is of another version, or not as this one writes.
    pub fn read(text: &str) -> Result<Self, Unread> {
        let head = Head::of(text).ok_or(Unread::Damaged)?;
        if head.version != VERSION {
            return Err(Unread::OtherVersion);
        }
        let written = serde_json::from_str::<Written>(text);
        let record = written.ok().map(|written| written.record);
        record.filter(Self::is_sound).ok_or(Unread::Damaged)
    }

    /// It holds nothing that a reader could not have done.
    fn is_sound(&self) -> bool {
        self.view.as_ref().is_none_or(KeptView::is_sound)
            && self.marks.iter().all(KeptMark::is_sound)
    }
}

impl KeptView {
    /// Some of it needs slices to be one body.
    #[must_use]
    pub const fn is_of_body(&self) -> bool {
        self.slab.is_some() || self.rendering.is_some() || self.planes.is_some()
    }

    fn is_sound(&self) -> bool {
        let window = self.window.as_ref();
        is_sound_view(&self.view)
            && self.slab.as_ref().is_none_or(is_sound_slab)
            && self.rendering.as_deref().is_none_or(is_sound_rendering)
            && self.planes.as_ref().is_none_or(KeptPlanes::is_sound)
            && window.is_none_or(|it| it.center.abs() <= LARGE && (0.0..=LARGE).contains(&it.width))
    }
}

impl KeptPlanes {
    fn is_sound(&self) -> bool {
        let Axes { left, back, head } = self.axes;
        let is_at = |cosine: f64, expected: f64| (cosine - expected).abs() < SQUARE;
        let are_of_length_1 = [left, back, head]
            .iter()
            .all(|it| is_at(dot(*it, *it), 1.0));
        let pairs = [(left, back), (back, head), (head, left)];
        are_of_length_1
            && pairs.iter().all(|(a, b)| is_at(dot(*a, *b), 0.0))
            && self.at_mm.iter().all(|at| at.abs() <= FAR)
            && self.active < self.planes.len()
            && self.planes.iter().all(|plane| {
                is_sound_view(&plane.view) && plane.slab.as_ref().is_none_or(is_sound_slab)
            })
    }
}

impl KeptMark {
    fn is_sound(&self) -> bool {
        let points = &self.shape.points;
        self.shape.is_whole()
            && points.len() <= MOST_POINTS
            && points.iter().flatten().all(|at| at.abs() <= FAR)
            && self.plane.as_ref().is_none_or(is_sound_plane)
    }
}

fn is_sound_view(view: &View) -> bool {
    let View { zoom, middle, turn } = view;
    let (Zoom::Fit(times) | Zoom::Pixels(times)) = zoom;
    (1e-4..=FAR).contains(times) && middle.iter().all(|at| at.abs() <= 10.0) && turn.is_sound()
}

fn is_sound_rendering(rendering: &Rendering) -> bool {
    let of_camera = [rendering.camera.around, rendering.camera.above];
    let is_part = |[near, far]: &[f64; 2]| 0.0 <= *near && near < far && *far <= 1.0;
    of_camera.iter().all(|degrees| degrees.abs() <= 360.0)
        && rendering.shift.abs() <= MOST_SHIFT
        && rendering.clip.iter().all(is_part)
}

fn is_sound_slab(slab: &Slab) -> bool {
    slab.mm > 0.0 && slab.mm <= THICKEST_SLAB_MM
}

fn is_sound_plane(plane: &Plane) -> bool {
    let (sheet, axes) = (&plane.sheet, &plane.axes);
    let ways = [
        axes.left,
        axes.back,
        axes.head,
        plane.normal,
        sheet.column_mm,
        sheet.row_mm,
    ];
    let is_way = |way: &Vector| {
        let squares: f64 = way.iter().map(|part| part * part).sum();
        (1e-8..=FAR).contains(&squares)
    };
    let places = [plane.at_mm, sheet.corner_mm];
    let sides = 1.0..=f64::from(ROWS_OR_COLUMNS);
    ways.iter().all(is_way)
        && places.iter().flatten().all(|at| at.abs() <= FAR)
        && sides.contains(&sheet.columns)
        && sides.contains(&sheet.rows)
        && plane.slab.as_ref().is_none_or(is_sound_slab)
}
