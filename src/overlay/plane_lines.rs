//! The lines in which the other planes cut a pane's one, open in the middle, where the reader
//! looks.

use crate::engine::{CutPicture, State, crosshair};
use crate::session::PaneId;
use crate::volume::Section;

/// Around the middle so much stays free, in shares of the pane's shorter side.
const FREE: f64 = 0.05;

/// Where a line is taken to turn all: its dots, as far from the middle.
const DOTS: f64 = 0.28;

/// Lines are longer than any pane.
const FAR: f64 = 4.0;

/// A plane's line in a pane of another; places in shares of the pane.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaneLine {
    /// Whose it is.
    pub section: Section,
    /// From and to, on either side of the middle.
    pub parts: [[[f64; 2]; 2]; 2],
    /// The faces of its slab.
    pub faces: Vec<[[f64; 2]; 2]>,
    pub dots: [[f64; 2]; 2],
}

#[must_use]
pub fn plane_lines(state: &State, pane: PaneId) -> Vec<PlaneLine> {
    let Some(picture) = state.screen.cut(pane) else {
        return Vec::new();
    };
    let Some(section) = picture.section else {
        return Vec::new();
    };
    let lines = crosshair::lines(section, picture).into_iter();
    lines
        .map(|(other, way)| line(state, picture, other, way))
        .collect()
}

fn line(state: &State, picture: &CutPicture, other: Section, way: [f64; 2]) -> PlaneLine {
    let size = [picture.rect.width, picture.rect.height].map(|size| f64::from(size.max(1)));
    let corner = [picture.rect.x, picture.rect.y].map(f64::from);
    let short = size[0].min(size[1]);
    let middle = picture.canvas_from_patient(picture.at_mm);
    // So far along the line, so far beside it, in canvas pixels.
    let share = |along: f64, beside: f64| -> [f64; 2] {
        let across = [-way[1], way[0]];
        std::array::from_fn(|axis| {
            let at = middle[axis] + along * way[axis] + beside * across[axis];
            (at - corner[axis]) / size[axis]
        })
    };
    let far = FAR * (size[0] + size[1]);
    let part = |side: f64| [share(side * FREE * short, 0.0), share(side * far, 0.0)];
    let slab = slab_of(state, other);
    let half = slab / 2.0 / picture.sheet.column_length_mm() * picture.placement.scale[0];
    let faces = if slab > 0.0 {
        vec![half, -half]
    } else {
        Vec::new()
    };
    PlaneLine {
        section: other,
        parts: [part(-1.0), part(1.0)],
        faces: faces
            .into_iter()
            .map(|beside| [share(-far, beside), share(far, beside)])
            .collect(),
        dots: [-1.0, 1.0].map(|side| share(side * DOTS * short, 0.0)),
    }
}

/// The thickness that another pane looks through.
fn slab_of(state: &State, section: Section) -> f64 {
    let mut panes = (0..state.session.panes.len()).map(PaneId);
    let pictures = panes.find_map(|pane| {
        let picture = state.screen.cut(pane)?;
        (picture.section == Some(section)).then_some(picture)
    });
    let slab = pictures.and_then(|picture| picture.slab);
    slab.map_or(0.0, |slab| slab.mm)
}
