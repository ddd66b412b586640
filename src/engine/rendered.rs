//! The picture of a stack that is looked at as a whole: drawn coarsely while anything changes, then finely, some
//! rows in each frame.

use std::sync::Arc;

use crate::engine::State;
use crate::engine::rendering::look_of;
use crate::engine::solids::{self, SolidOf};
use crate::gpu::{ImageFromCanvas, Rays};
use crate::intake::FrameKey;
use crate::rendering::Scene;
use crate::rendering::ray::View as RayView;
use crate::series::StackId;
use crate::session::{PaneId, Rendering};
use crate::viewport::{Extent, Placement, Rect, View};
use crate::volume::Sheet;

/// Looks that are drawn finely in one frame, if every ray went all the way.
const LOOKS_A_FRAME: f64 = 16.0e6;

/// Where a frame came within this time, the next one is given twice as much.
const QUICK_MS: f64 = 30.0;

/// As much more, at most, as a frame is given at first; and a frame that took longer than this makes it less.
const MOST_PACE: f64 = 8.0;
const SLOW_MS: f64 = 60.0;

/// A rendering as it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct RenderedPicture {
    pub stack: StackId,
    /// The slice that the pane comes back to.
    pub frame: FrameKey,
    pub how: Rendering,
    pub view: View,
    pub rect: Rect,
    pub sheet: Sheet,
    pub placement: Placement,
    /// Slices that are in it, and all that will be; `None` where all are.
    pub progress: Option<[usize; 2]>,
    /// Slices that are missing.
    pub gaps: usize,
    /// A texel is the mean of so many columns and rows.
    pub by: u32,
    /// A layer stands for so many slices; slices are not evenly apart.
    pub every: u32,
    pub is_uneven: bool,
    /// All of it is as fine as it will be.
    pub is_fine: bool,
}

/// How far a pane is drawn.
#[derive(Debug, Default)]
pub struct Drawing {
    /// What was drawn last, with no rows.
    last: Option<Rays>,
    /// Rows that are drawn finely.
    rows: u32,
    /// How much more than at first a frame is given.
    pace: f64,
    at_ms: f64,
}

/// The extent of what a pane shows, in mm.
#[must_use]
pub fn extent(state: &State, pane: PaneId) -> Option<Extent> {
    let shown = state.session.pane(pane)?;
    let how = look_of(state, pane)?;
    let of_stack = state.solids.of(shown.stack?)?;
    Some(extent_of(&how.camera.sheet(of_stack.solid.geometry())))
}

const fn extent_of(sheet: &Sheet) -> Extent {
    Extent {
        columns: sheet.columns,
        rows: sheet.rows,
        voxel_aspect: 1.0,
    }
}

/// The picture that a pane is to show, and what the GPU is told of it.
pub fn next_picture(state: &mut State, pane: PaneId) -> Option<(Box<RenderedPicture>, Rays)> {
    let mut drawing = state.solids.take_drawing(pane);
    let (mut picture, rays) = laid_out(state, pane, drawing.last.as_ref())?;
    let panes = (0..state.session.panes.len()).map(PaneId);
    let count = panes.filter(|it| state.session.renders(*it)).count().max(1);
    #[expect(clippy::cast_precision_loss, reason = "a few panes")]
    let looks = LOOKS_A_FRAME / count as f64;
    let was_drawn = state.screen.drawn_list().is_some();
    let rays = drawing.step(rays, (state.now_ms, looks), was_drawn);
    // What another pane leaves of it changes nothing in what is drawn.
    let seen = state.session.seen_of(pane, rays.rect);
    let rays = Rays { seen, ..rays };
    picture.is_fine = drawing.rows >= rays.rect.height;
    if !picture.is_fine {
        state.screen.touch();
    }
    state.solids.put_drawing(pane, drawing);
    Some((picture, rays))
}

impl Drawing {
    /// What is drawn next: all of it coarsely where it is another than before, then finely from
    /// its first row to its last.
    fn step(&mut self, rays: Rays, (now_ms, looks): (f64, f64), was_drawn: bool) -> Rays {
        if !was_drawn || self.last.as_ref() != Some(&rays) {
            *self = Self {
                last: Some(rays.clone()),
                rows: 0,
                pace: 1.0,
                at_ms: now_ms,
            };
            return rays;
        }
        let took_ms = now_ms - self.at_ms;
        if took_ms < QUICK_MS {
            self.pace = (self.pace * 2.0).min(MOST_PACE);
        } else if took_ms > SLOW_MS {
            self.pace = (self.pace / 2.0).max(1.0);
        }
        self.at_ms = now_ms;
        let from = self.rows;
        let looks_a_row = f64::from(rays.rect.width) * rays.scene.most_steps();
        let rows = looks * self.pace / looks_a_row.max(1.0);
        let left = rays.rect.height.saturating_sub(from);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "rows of a pane"
        )]
        let rows = rows.clamp(1.0, f64::from(left.max(1))) as u32;
        self.rows = from + rows.min(left);
        Rays {
            rows: Some([from, self.rows]),
            ..rays
        }
    }
}

fn laid_out(
    state: &State,
    pane: PaneId,
    before: Option<&Rays>,
) -> Option<(Box<RenderedPicture>, Rays)> {
    let shown = state.session.pane(pane)?;
    let (stack, look) = (shown.stack?, shown.look()?);
    let how = look.rendering.as_deref()?;
    let of_stack = state.solids.of(stack).filter(|it| !it.done.is_empty())?;
    let rect = state
        .screen
        .rect(pane)
        .filter(|rect| rect.width > 0 && rect.height > 0)?;
    let sheet = how.camera.sheet(of_stack.solid.geometry());
    let placement = Placement::new(rect, look.view, extent_of(&sheet));
    let picture = RenderedPicture {
        stack,
        frame: look.wanted,
        how: how.clone(),
        view: look.view,
        rect,
        sheet,
        placement,
        progress: solids::progress(of_stack, state.catalog.stack(stack)),
        gaps: solids::gaps(of_stack),
        by: of_stack.solid.by,
        every: of_stack.solid.every,
        is_uneven: of_stack.solid.geometry().uneven().is_some(),
        is_fine: false,
    };
    let window = look.window.as_ref().map(solids::ends).unwrap_or_default();
    let rays = rays(of_stack, &picture, (pane, window), before);
    Some((Box::new(picture), rays))
}

fn rays(
    of_stack: &SolidOf,
    picture: &RenderedPicture,
    (pane, window): (PaneId, [f64; 2]),
    before: Option<&Rays>,
) -> Rays {
    let how = &picture.how;
    let ramp = how.preset.ramp(of_stack.reduction.range, how.shift, window);
    let ramp = solids::shared(before.map(|it| &it.ramp), ramp.to_vec());
    // They are gone through where the copy or the ramp is another, and not for each frame.
    let of = (of_stack.key, of_stack.revision, &ramp);
    let known = before.filter(|it| (it.solid, it.revision, &it.ramp) == of);
    let is_dense = |level: u8| {
        let look = ramp.get(usize::from(level));
        look.is_some_and(|[_, _, _, dense]| *dense > 0)
    };
    let blocks = known.map_or_else(
        || Arc::new(of_stack.blocks.seen(is_dense)),
        |it| Arc::clone(&it.blocks),
    );
    let view = RayView {
        solid: &of_stack.solid,
        camera: how.camera,
        sheet_from_canvas: sheet_from_canvas(picture),
        clip: how.clip,
        is_lit: how.is_lit,
        least_body: how.preset.least_body(),
    };
    Rays {
        pane: pane.0,
        rect: picture.rect,
        seen: picture.rect,
        solid: of_stack.key,
        revision: of_stack.revision,
        scene: Scene::new(&view, &picture.sheet),
        ramp,
        blocks,
        block_count: of_stack.blocks.count,
        rows: None,
    }
}

/// From the pane's corner, and not the canvas's.
fn sheet_from_canvas(picture: &RenderedPicture) -> [[f64; 3]; 2] {
    let ImageFromCanvas { column, row } = picture.placement.into();
    let [left, top] = [picture.rect.x, picture.rect.y].map(f64::from);
    [column, row].map(|[x, y, start]| [x, y, start + x * left + y * top])
}
