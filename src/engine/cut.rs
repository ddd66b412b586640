//! The picture of a pane that shows no slice as it is stored: a plane through a stack, or a slab
//! about a slice or a plane. Marks, outlines and probes of slices know nothing of it: nothing is
//! drawn or measured where it is not.

use crate::engine::State;
use crate::engine::planes;
use crate::engine::volumes::Body;
use crate::gpu::{Cut, ImageFromCanvas};
use crate::intake::FrameKey;
use crate::pixels::{ColourMap, GreyPath, Window};
use crate::series::StackId;
use crate::session::{Look, Pane, PaneId};
use crate::viewport::{Extent, Placement, Rect, View};
use crate::volume::vector::{Vector, dot, plus, times};
use crate::volume::{Axes, Geometry, Ladder, Section, Sheet, Slab, sample};

/// A plane or a slab as it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct CutPicture {
    pub stack: StackId,
    /// The slice that it is of, or that lies nearest to where the planes meet.
    pub frame: FrameKey,
    /// `None` of a slab about a slice.
    pub section: Option<Section>,
    /// From 0, among `slices`: of the stack, or of the planes of its direction.
    pub slice: usize,
    pub slices: usize,
    /// Where the planes meet, and how they are turned.
    pub at_mm: Vector,
    pub axes: Axes,
    /// Unit vector, the way in which planes are gone through.
    pub normal: Vector,
    pub slab: Option<Slab>,
    /// How much of the slab is here.
    pub here_mm: f64,
    /// Every so many slices of the stack are in it.
    pub every: usize,
    pub window: Window,
    pub view: View,
    pub inverted: bool,
    pub colours: ColourMap,
    pub rect: Rect,
    pub sheet: Sheet,
    pub placement: Placement,
}

impl CutPicture {
    /// A place of the pane, in shares of it, on the canvas.
    #[must_use]
    pub fn canvas_from_share(&self, at: [f64; 2]) -> [f64; 2] {
        let Rect {
            x,
            y,
            width,
            height,
        } = self.rect;
        [
            f64::from(x) + at[0] * f64::from(width),
            f64::from(y) + at[1] * f64::from(height),
        ]
    }

    /// Where a point lies on the canvas, seen along the normal.
    #[must_use]
    pub fn canvas_from_patient(&self, point: Vector) -> [f64; 2] {
        let image = self.sheet.image_from_patient(point);
        self.placement.canvas_from_image(image)
    }

    /// The point of the plane at a place of the canvas.
    #[must_use]
    pub fn patient_from_canvas(&self, canvas: [f64; 2]) -> Vector {
        let image = self.placement.image_from_canvas(canvas);
        self.sheet.patient_from_image(image)
    }
}

/// The point of what a pane shows at a place of it, in shares.
pub fn patient_from_share(state: &State, pane: PaneId, at: [f64; 2]) -> Option<Vector> {
    let picture = state.screen.cut(pane)?;
    Some(picture.patient_from_canvas(picture.canvas_from_share(at)))
}

/// A pane shows a plane or a slab.
#[must_use]
pub fn is_cut(state: &State, pane: PaneId) -> bool {
    let look = state.session.pane(pane).and_then(Pane::look);
    state.session.planes.is_some() || look.is_some_and(|look| look.slab.is_some())
}

/// The extent of what a pane shows, where that is a plane.
pub fn extent(state: &State, pane: PaneId) -> Option<Extent> {
    let (planes, geometry, section) = planes::of_pane(state, pane)?;
    let sheet = Sheet::of_section(&geometry, section, planes.axes, planes.at_mm);
    Some(extent_of(&sheet))
}

fn extent_of(sheet: &Sheet) -> Extent {
    Extent {
        columns: sheet.columns,
        rows: sheet.rows,
        voxel_aspect: sheet.aspect(),
    }
}

/// What a plane is, before it is laid out in its pane.
struct Subject {
    frame: FrameKey,
    section: Option<Section>,
    slice: usize,
    slices: usize,
    at_mm: Vector,
    axes: Axes,
    normal: Vector,
    sheet: Sheet,
}

/// The picture that a pane of planes or slabs is to show, of `next` or of the slice before;
/// `None` as long as nothing of it is on the GPU.
pub fn next_picture(state: &State, id: PaneId, next: Option<FrameKey>) -> Option<CutPicture> {
    let pane = state.session.pane(id)?;
    let (stack, look) = (pane.stack?, pane.look()?);
    let body = state.volumes.body(stack)?;
    let subject = if state.session.planes.is_some() {
        section_of(state, id, look)?
    } else {
        let before = state.screen.cut(id).filter(|it| it.stack == stack);
        let before = before.map(|picture| picture.frame);
        let mut frames = [next, before].into_iter().flatten();
        frames.find_map(|frame| slice_of(state, stack, body, frame))?
    };
    laid_out(state, id, (stack, look), body, &subject)
}

fn section_of(state: &State, id: PaneId, look: &Look) -> Option<Subject> {
    let (planes, geometry, section) = planes::of_pane(state, id)?;
    let normal = planes.axes.run(section).forth;
    let ladder = Ladder::of(&geometry, normal, planes.at_mm);
    Some(Subject {
        frame: look.wanted,
        section: Some(section),
        slice: usize::try_from(ladder.here).ok()?,
        slices: usize::try_from(ladder.count).ok()?,
        at_mm: planes.at_mm,
        axes: planes.axes,
        normal,
        sheet: Sheet::of_section(&geometry, section, planes.axes, planes.at_mm),
    })
}

/// A slice of the stack, where it is on the GPU.
fn slice_of(state: &State, stack: StackId, body: &Body, frame: FrameKey) -> Option<Subject> {
    let geometry = &body.geometry;
    let of_stack = state.catalog.stack(stack)?;
    let at = geometry.place_of(frame).or_else(|| {
        let (header, _) = state.image_of(frame)?;
        geometry.nearest(header.position_mm?)
    })?;
    let place = geometry.places.get(at).filter(|it| body.has(it.frame))?;
    Some(Subject {
        frame,
        section: None,
        slice: of_stack.position_of(frame)?,
        slices: of_stack.len(),
        at_mm: place.position_mm,
        axes: Axes::default(),
        normal: geometry.normal,
        sheet: Sheet::of_slice(geometry, at)?,
    })
}

fn laid_out(
    state: &State,
    id: PaneId,
    (stack, look): (StackId, &Look),
    body: &Body,
    subject: &Subject,
) -> Option<CutPicture> {
    let volume = body.volume.as_ref().filter(|it| it.lookup.here > 0)?;
    let rect = state
        .screen
        .rect(id)
        .filter(|rect| rect.width > 0 && rect.height > 0)?;
    let geometry = &body.geometry;
    let here_mm = look.slab.map_or(0.0, |slab| {
        let is_here = |at: usize| volume.lookup.is_here(at);
        sample::here_mm(geometry, is_here, subject.at_mm, subject.normal, slab)
    });
    Some(CutPicture {
        stack,
        frame: subject.frame,
        section: subject.section,
        slice: subject.slice,
        slices: subject.slices,
        at_mm: subject.at_mm,
        axes: subject.axes,
        normal: subject.normal,
        slab: look.slab,
        here_mm,
        every: body.every,
        window: look.window.clone()?,
        view: look.view,
        inverted: look.inverted,
        colours: look.colours,
        rect,
        sheet: subject.sheet,
        placement: Placement::new(rect, look.view, extent_of(&subject.sheet)),
    })
}

/// The picture as the GPU is told of it.
pub fn drawn(state: &State, picture: &CutPicture) -> Option<Cut> {
    let body = state.volumes.body(picture.stack)?;
    let volume = body.volume.as_ref()?;
    let geometry = &body.geometry;
    let (_, image) = state.image_of(picture.frame)?;
    // Slices with rescales of their own are modality values before anything else is made of them.
    let rescale = state.rescale(picture.stack, image);
    let rescale = rescale.filter(|_| !geometry.is_rescaled_by_slice());
    let path = image.grey_path(rescale.as_ref(), picture.window.clone());
    Some(Cut {
        rect: picture.rect,
        volume: volume.key,
        layout: image.layout,
        shape: image.shape,
        path: GreyPath {
            inverted: path.inverted != picture.inverted,
            ..path
        },
        colours: picture.colours,
        ranges: state.ranges_over(picture.stack),
        voxel_from_canvas: voxel_from_canvas(geometry, picture),
        usual_mm: geometry.usual_mm,
        last_mm: geometry.places.last().map_or(0.0, |place| place.along_mm),
        slab: picture.slab,
        step_mm: geometry.voxel_mm(picture.normal),
        lookup: volume.lookup.clone(),
    })
}

/// Canvas, picture, patient, voxel: all of them are straight, and so is the whole way.
fn voxel_from_canvas(geometry: &Geometry, picture: &CutPicture) -> [[f64; 4]; 3] {
    let ImageFromCanvas { column, row } = picture.placement.into();
    let sheet = &picture.sheet;
    let along = |factor: usize| {
        let columns = times(sheet.column_mm, column[factor]);
        plus(columns, times(sheet.row_mm, row[factor]))
    };
    let x = geometry.voxels_along(along(0));
    let y = geometry.voxels_along(along(1));
    let start = geometry.voxel_from_patient(plus(sheet.corner_mm, along(2)));
    let deeper = geometry.voxels_along(picture.normal);
    std::array::from_fn(|axis| [x[axis], y[axis], start[axis], deeper[axis]])
}

/// How far a plane lies from the patient's origin, growing to the left, to the back, to the head.
#[must_use]
pub fn location_mm(picture: &CutPicture) -> f64 {
    let Axes { left, back, head } = picture.axes;
    let towards = match picture.section {
        Some(Section::Coronal) => back,
        Some(Section::Sagittal) => left,
        Some(Section::Axial) | None => head,
    };
    dot(picture.at_mm, towards)
}
