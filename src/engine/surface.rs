//! What a pane shows, as something that marks lie on: a slice as it is stored, or a plane or slab.

use crate::engine::{CutPicture, State};
use crate::header::{Header, Image, UltrasoundRegion};
use crate::marks::{Ground, Plane, Point, Spacing};
use crate::session::PaneId;
use crate::viewport::{Placement, Rect};
use crate::volume::vector::length;

/// The ground of a pane, and where it lies on the canvas.
#[derive(Clone, Copy, Debug)]
pub struct Surface {
    pub ground: Ground,
    pub rect: Rect,
    placement: Placement,
    /// Planes that are no further off are this one.
    half_step_mm: f64,
}

impl Surface {
    /// What a pane shows.
    #[must_use]
    pub fn of(state: &State, pane: PaneId) -> Option<Self> {
        if let Some(picture) = state.screen.picture(pane) {
            return Some(Self {
                ground: Ground::slice(picture.frame),
                rect: picture.rect,
                placement: picture.placement,
                half_step_mm: 0.0,
            });
        }
        let picture = state.screen.cut(pane)?;
        let geometry = &state.volumes.body(picture.stack)?.geometry;
        Some(Self {
            ground: ground_of(picture),
            rect: picture.rect,
            placement: picture.placement,
            half_step_mm: geometry.voxel_mm(picture.normal) / 2.0,
        })
    }

    /// What lies on a ground lies here.
    #[must_use]
    pub fn shows(&self, state: &State, ground: &Ground) -> bool {
        match (&self.ground.plane, &ground.plane) {
            (None, None) => self.ground.frame == ground.frame,
            (Some(shown), Some(plane)) => {
                let stack = |frame| state.catalog.stack_of(frame);
                plane.is_like(shown, self.half_step_mm)
                    && stack(self.ground.frame) == stack(ground.frame)
            }
            _ => false,
        }
    }

    /// A place of the pane (in shares) in the columns and rows of a ground that is shown here.
    #[must_use]
    pub fn point(&self, ground: &Ground, at: [f64; 2]) -> Point {
        let canvas = [
            f64::from(self.rect.x) + at[0] * f64::from(self.rect.width),
            f64::from(self.rect.y) + at[1] * f64::from(self.rect.height),
        ];
        let image = self.placement.image_from_canvas(canvas);
        brought(&self.ground, ground, image)
    }

    /// Where a place in columns and rows of such a ground is on the canvas.
    #[must_use]
    pub fn canvas(&self, ground: &Ground, point: Point) -> [f64; 2] {
        let image = brought(ground, &self.ground, point);
        self.placement.canvas_from_image(image)
    }

    /// The same in shares of the pane.
    #[must_use]
    pub fn share(&self, ground: &Ground, point: Point) -> [f64; 2] {
        let [x, y] = self.canvas(ground, point);
        [
            (x - f64::from(self.rect.x)) / f64::from(self.rect.width),
            (y - f64::from(self.rect.y)) / f64::from(self.rect.height),
        ]
    }

    /// Canvas pixels between two places of a ground.
    #[must_use]
    pub fn apart(&self, ground: &Ground, from: Point, to: Point) -> f64 {
        let [from, to] = [from, to].map(|point| self.canvas(ground, point));
        (from[0] - to[0]).hypot(from[1] - to[1])
    }
}

/// The ground of a plane or a slab as it was drawn.
fn ground_of(picture: &CutPicture) -> Ground {
    Ground {
        frame: picture.frame,
        plane: Some(Plane {
            section: picture.section,
            axes: picture.axes,
            at_mm: picture.at_mm,
            normal: picture.normal,
            slab: picture.slab,
            number: picture.slice,
            sheet: picture.sheet,
        }),
    }
}

/// From the columns and rows of one picture of a plane to those of another.
fn brought(from: &Ground, to: &Ground, point: Point) -> Point {
    match (&from.plane, &to.plane) {
        (Some(from), Some(to)) if from.sheet != to.sheet => {
            let patient = from.sheet.patient_from_image(point);
            to.sheet.image_from_patient(patient)
        }
        _ => point,
    }
}

/// How large voxels are where these points lie, for measures.
#[must_use]
pub fn spacing(state: &State, ground: &Ground, points: &[Point]) -> Spacing {
    if let Some(plane) = &ground.plane {
        let sheet = &plane.sheet;
        return Spacing::Mm([length(sheet.row_mm), sheet.column_length_mm()]);
    }
    let unknown = Spacing::Pixels { aspect: 1.0 };
    let image = state.image_of(ground.frame);
    image.map_or(unknown, |(header, image)| of_slice(header, image, points))
}

/// In ultrasound voxels have a size in regions only, and between two regions none.
fn of_slice(header: &Header, image: &Image, points: &[Point]) -> Spacing {
    let holds_all = |region: &&UltrasoundRegion| points.iter().all(|at| region.holds(*at));
    let mm = if header.regions.is_empty() {
        header.pixel_spacing_mm
    } else {
        let region = header.regions.iter().find(holds_all);
        region.and_then(|region| region.spacing_mm)
    };
    let aspect = super::view::extent_of(header, image).voxel_aspect;
    mm.map_or(Spacing::Pixels { aspect }, Spacing::Mm)
}
