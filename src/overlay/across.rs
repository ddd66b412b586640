//! What a pane shows of others: the line in which the active pane's slice cuts its own, and the
//! point that the reader has chosen in one of them.

use crate::engine::cursor::shares_space;
use crate::engine::{State, link};
use crate::header::{Header, Image};
use crate::session::{Detail, PaneId};
use crate::viewport::{Placement, Rect};
use crate::volume::Sheet;
use crate::volume::vector::{Vector, cross, dot, length, minus, unit};

/// Planes that differ by less have no line that says anything.
const LEAST_DEGREES: f64 = 5.0;

/// A slice as it is on the screen.
struct Drawn<'a> {
    header: &'a Header,
    sheet: Sheet,
    rect: Rect,
    placement: Placement,
    /// Half of what it stands for, from its middle on.
    half_mm: f64,
}

fn drawn(state: &State, pane: PaneId) -> Option<Drawn<'_>> {
    let slice = state.screen.picture(pane);
    let cut = state.screen.cut(pane).filter(|cut| cut.section.is_none());
    let slice = slice.map(|it| (it.stack, it.frame, it.rect, it.placement));
    let (stack, frame, rect, placement) =
        slice.or_else(|| cut.map(|it| (it.stack, it.frame, it.rect, it.placement)))?;
    let (header, image): (&Header, &Image) = state.image_of(frame)?;
    let spacing = state.catalog.stack(stack)?.spacing_mm();
    let thick = header.slice_thickness_mm.unwrap_or(0.0);
    Some(Drawn {
        header,
        sheet: Sheet::of_image(header, image)?,
        rect,
        placement,
        half_mm: spacing.unwrap_or(0.0).max(thick) / 2.0,
    })
}

impl Drawn<'_> {
    fn normal(&self) -> Vector {
        unit(cross(self.sheet.column_mm, self.sheet.row_mm))
    }

    /// A point of the image in shares of the pane.
    fn share(&self, image: [f64; 2]) -> [f64; 2] {
        let [x, y] = self.placement.canvas_from_image(image);
        let [wide, tall] = [self.rect.width, self.rect.height].map(|size| f64::from(size.max(1)));
        [
            (x - f64::from(self.rect.x)) / wide,
            (y - f64::from(self.rect.y)) / tall,
        ]
    }
}

/// The line in which the active pane's slice cuts a pane's, in shares of the pane: as far as both
/// images reach.
#[must_use]
pub fn reference_line(state: &State, pane: PaneId) -> Option<[[f64; 2]; 2]> {
    let active = state.session.active;
    let is_hidden = state.session.maximised || state.session.detail != Detail::All;
    if pane == active || is_hidden {
        return None;
    }
    let (of, on) = (drawn(state, active)?, drawn(state, pane)?);
    if !link::share_frame_of_reference(of.header, on.header) {
        return None;
    }
    let (across, normal) = (of.normal(), on.normal());
    if length(cross(across, normal)) < LEAST_DEGREES.to_radians().sin() {
        return None;
    }
    let line = cut_line(&of.sheet, across, &on.sheet)?;
    Some(line.map(|point| on.share(point)))
}

/// Where a plane cuts a picture, from and to in its columns and rows, as far as the plane's own
/// picture reaches.
fn cut_line(of: &Sheet, across: Vector, on: &Sheet) -> Option<[[f64; 2]; 2]> {
    // How far in front of the plane a place of the picture lies: so much at its corner, so much more
    // with each column and row.
    let start = dot(across, minus(on.corner_mm, of.corner_mm));
    let [a, b] = [on.column_mm, on.row_mm].map(|step| dot(across, step));
    let square = a * a + b * b;
    let foot = [-start * a / square, -start * b / square];
    let way = [b, -a];
    let at = |s: f64| [foot[0] + s * way[0], foot[1] + s * way[1]];
    let in_plane = |s: f64| of.image_from_patient(on.patient_from_image(at(s)));
    let mut reach = [f64::NEG_INFINITY, f64::INFINITY];
    let ([near, far], [plane_near, plane_far]) =
        ([at(0.0), at(1.0)], [in_plane(0.0), in_plane(1.0)]);
    for (from, to, end) in [
        (near[0], far[0], on.columns),
        (near[1], far[1], on.rows),
        (plane_near[0], plane_far[0], of.columns),
        (plane_near[1], plane_far[1], of.rows),
    ] {
        reach = within(reach, from, to - from, end)?;
    }
    Some(reach.map(at))
}

/// The part of a reach on which `from + s * step` lies between 0 and `end`.
fn within([low, high]: [f64; 2], from: f64, step: f64, end: f64) -> Option<[f64; 2]> {
    if step.abs() < 1e-12 {
        return (0.0..=end).contains(&from).then_some([low, high]);
    }
    let [a, b] = [-from / step, (end - from) / step];
    let [low, high] = [low.max(a.min(b)), high.min(a.max(b))];
    (low < high).then_some([low, high])
}

/// The chosen point, in shares of a pane: where its slice goes through it.
#[must_use]
pub fn cursor_at(state: &State, pane: PaneId) -> Option<[f64; 2]> {
    let cursor = state.session.cursor?;
    let on = drawn(state, pane)?;
    if !shares_space(state, &cursor, on.header) {
        return None;
    }
    let off_mm = dot(on.normal(), minus(cursor.at_mm, on.sheet.corner_mm)).abs();
    if off_mm > on.half_mm + SLACK_MM {
        return None;
    }
    let at = on.share(on.sheet.image_from_patient(cursor.at_mm));
    at.iter()
        .all(|share| (0.0..=1.0).contains(share))
        .then_some(at)
}

/// Rounding in what scanners write of places.
const SLACK_MM: f64 = 0.01;
