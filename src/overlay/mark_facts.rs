//! What is known of a mark: its measures, what its voxels hold, what they are counted in, and what makes that less
//! than it seems. Labels, lists and files that are written out say it each in their own way.

use crate::engine::State;
use crate::engine::surface::spacing;
use crate::header::{Header, Image, SpacingOf};
use crate::marks::{Ground, Kind, Mark, Measure, Plane, Region, Spacing, measure};
use crate::overlay::{cut, units};
use crate::pixels::Unit;
use crate::series::StackId;
use crate::series::geometry::{is_sound, row_and_column};
use crate::volume::vector::{Vector, cross, dot, unit};
use crate::volume::{Sheet, Slab};
use crate::words;

/// Which voxels' size measures are by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// That of the slice, in the patient.
    Slice,
    /// Of a projection, where it meets the detector.
    Detector,
    Calibrated,
    /// A region of an ultrasound image.
    UltrasoundRegion,
    /// Of a plane through a stack.
    Plane,
    /// None is known: pixels are counted.
    Pixels,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    pub spacing: Spacing,
    pub basis: Basis,
    /// Slices are so far apart, where the plane goes across them.
    pub across_mm: Option<f64>,
    pub region: Option<Region>,
    pub in_hu: bool,
    pub unit: String,
    pub doubts: Vec<String>,
    /// The picture in the patient, where the image says where it lies.
    sheet: Option<Sheet>,
}

impl Facts {
    /// What its outline measures: of long outlines that cross themselves it is more than a glance.
    #[must_use]
    pub fn measure(&self, mark: &Mark) -> Measure {
        measure(&mark.shape, self.spacing)
    }

    /// The points in the patient.
    #[must_use]
    pub fn points_mm(&self, mark: &Mark) -> Option<Vec<Vector>> {
        let sheet = self.sheet?;
        let points = mark.shape.points.iter();
        Some(
            points
                .map(|point| sheet.patient_from_image(*point))
                .collect(),
        )
    }
}

/// A plane goes along slices where its normal is theirs, but for about two degrees.
const ALONG: f64 = 0.999;

#[must_use]
pub fn facts(state: &State, mark: &Mark) -> Option<Facts> {
    let (header, image) = state.image_of(mark.ground.frame)?;
    let stack = state.catalog.stack_of(mark.ground.frame);
    let spacing = spacing(state, &mark.ground, &mark.shape.points);
    let region = state.region(mark.id);
    let unit = match stack {
        // That it is assumed is one of the doubts.
        Some(stack) if state.unit(stack) == Unit::Hu => words::HU.to_owned(),
        Some(stack) => units::unit(state, stack, header, image),
        None => words::STORED_VALUE.to_owned(),
    };
    Some(Facts {
        spacing,
        basis: basis(&mark.ground, header, spacing),
        across_mm: across(state, stack, mark.ground.plane.as_ref(), header),
        region,
        in_hu: stack.is_some_and(|stack| state.unit(stack) == Unit::Hu),
        unit,
        doubts: doubts(state, stack, mark, header, image),
        sheet: sheet_of(&mark.ground, header, image),
    })
}

fn sheet_of(ground: &Ground, header: &Header, image: &Image) -> Option<Sheet> {
    let plane = ground.plane.map(|plane| plane.sheet);
    plane.or_else(|| Sheet::of_image(header, image))
}

fn basis(ground: &Ground, header: &Header, spacing: Spacing) -> Basis {
    match (spacing, ground.plane, header.spacing_of) {
        (Spacing::Pixels { .. }, ..) => Basis::Pixels,
        (_, Some(_), _) => Basis::Plane,
        _ if !header.regions.is_empty() => Basis::UltrasoundRegion,
        (_, _, SpacingOf::Plane) => Basis::Slice,
        (_, _, SpacingOf::Detector) => Basis::Detector,
        (_, _, SpacingOf::Calibrated) => Basis::Calibrated,
    }
}

/// Out of the slices' plane a measure is no better than they are far apart (BEHAVIOUR 6).
fn across(
    state: &State,
    stack: Option<StackId>,
    plane: Option<&Plane>,
    header: &Header,
) -> Option<f64> {
    let normal = slice_normal(header)?;
    let is_across = dot(plane?.normal, normal).abs() < ALONG;
    let spacing = state.slice_spacing(stack?)?;
    is_across.then_some(spacing.mm)
}

fn slice_normal(header: &Header) -> Option<Vector> {
    let orientation = header.orientation.filter(|of| is_sound(*of))?;
    let (row, column) = row_and_column(orientation);
    Some(unit(cross(row, column)))
}

/// How far what a mark lies on is along its normal, from the patient's origin.
#[must_use]
pub fn along_mm(state: &State, ground: &Ground) -> Option<f64> {
    let (normal, at_mm) = if let Some(plane) = &ground.plane {
        (plane.normal, plane.at_mm)
    } else {
        let (header, _) = state.image_of(ground.frame)?;
        (slice_normal(header)?, header.position_mm?)
    };
    // Growing to the left, to the back or to the head, in whatever order slices and planes are read.
    let most = normal
        .into_iter()
        .max_by(|a, b| a.abs().total_cmp(&b.abs()));
    let way = if most < Some(0.0) { -1.0 } else { 1.0 };
    Some(way * dot(normal, at_mm))
}

/// Words that a value carries where it is less than it seems (BEHAVIOUR 6).
fn doubts(
    state: &State,
    stack: Option<StackId>,
    mark: &Mark,
    header: &Header,
    image: &Image,
) -> Vec<String> {
    let made = mark.ground.plane.map(|plane| made(plane.slab));
    let offset = stack.and_then(|stack| state.session.assumed.get(&stack));
    let assumed = offset.map(|offset| words::hu_assumed(*offset));
    let of_values = doubts_of_values(state, stack, header, image);
    made.into_iter().chain(assumed).chain(of_values).collect()
}

/// Those of values that have a unit of their own, which says what it is assumed by.
pub(super) fn doubts_of_values(
    state: &State,
    stack: Option<StackId>,
    header: &Header,
    image: &Image,
) -> Vec<String> {
    let stack = stack.and_then(|stack| state.catalog.stack(stack));
    let is_copy = stack.is_some_and(|stack| stack.is_secondary_capture);
    let is_localizer = stack.is_some_and(|stack| stack.is_localizer);
    [
        (header.lossy, words::LOSSY),
        (is_localizer, words::LOCALIZER),
        (
            is_copy && image.layout.stored <= 8,
            words::SECONDARY_CAPTURE,
        ),
        (header.modality.as_deref() == Some("MR"), words::MR),
    ]
    .into_iter()
    .filter(|(is, _)| *is)
    .map(|(_, words)| words.to_owned())
    .collect()
}

/// How values of a plane or slab come about.
fn made(slab: Option<Slab>) -> String {
    let word = |slab: Slab| words::slab(cut::name(slab.projection), slab.mm, slab.mm);
    slab.map_or_else(|| words::INTERPOLATED.to_owned(), word)
}

/// Where a mark lies, as its list says it: `slice 45`, `coronal 33`.
#[must_use]
pub fn ground_name(state: &State, ground: &Ground) -> Option<String> {
    let of_section = ground.plane.and_then(|plane| Some((plane, plane.section?)));
    if let Some((plane, section)) = of_section {
        let name = words::plane(cut::section_name(section), plane.number + 1);
        return Some(match plane.slab {
            Some(slab) => words::slice_in(&name, &made(Some(slab))),
            None => name,
        });
    }
    let stack = state.catalog.stack(state.catalog.stack_of(ground.frame)?)?;
    Some(words::on_slice(stack.position_of(ground.frame)? + 1))
}

/// Where a probe is in the patient.
#[must_use]
pub fn probed(facts: &Facts, mark: &Mark) -> Option<Vector> {
    let points = mark.shape.points.first();
    let at = points.filter(|_| mark.shape.kind == Kind::Probe)?;
    Some(facts.sheet?.patient_from_image(*at))
}

/// The smaller side of a voxel in mm, or one pixel.
#[must_use]
pub const fn finest(spacing: Spacing) -> f64 {
    match spacing {
        Spacing::Mm([rows, columns]) => rows.min(columns),
        Spacing::Pixels { .. } => 1.0,
    }
}
