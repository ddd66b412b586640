//! A stack looked at as a whole: what a reader does to it, and the picture of it. It is drawn coarsely
//! while anything changes, then finely, some rows in each frame. Marks, probes and outlines know
//! nothing of it: nothing is measured in it.

use crate::engine::solids::{self, SolidOf};
use crate::engine::{Refusal, State, bodies, history, view};
use crate::gpu::{ImageFromCanvas, Rays};
use crate::intake::FrameKey;
use crate::pixels::Unit;
use crate::rendering::camera::STEP_DEGREES;
use crate::rendering::ray::View as RayView;
use crate::rendering::{Preset, Scene};
use crate::series::StackId;
use crate::session::rendering::{MOST_SHIFT, WHOLE};
use crate::session::{Action, Pane, PaneId, Rendering, RenderingAction};
use crate::viewport::{Extent, Placement, Rect, View};
use crate::volume::Sheet;

/// Looks that are drawn finely in one frame, if every ray went all the way.
const LOOKS_A_FRAME: f64 = 16.0e6;

/// Where a frame came within this time, the next one is given twice as much.
const QUICK_MS: f64 = 30.0;

/// A drag over the whole width of a pane turns the patient half round.
const DRAG_DEGREES: f64 = 180.0;

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

fn look_of(state: &State, pane: PaneId) -> Option<&Rendering> {
    state.session.pane(pane)?.look()?.rendering.as_deref()
}

/// What is done to slices and means something else here.
#[must_use]
pub fn is_taken(state: &State, action: &Action) -> bool {
    match *action {
        Action::Scroll { pane, .. }
        | Action::ShowSlice { pane, .. }
        | Action::TurnPlanes { pane, .. }
        | Action::Reset { pane }
        | Action::PressMark { pane, .. }
        | Action::DragMark { pane, .. }
        | Action::ReleaseMark { pane, .. } => state.session.renders(pane),
        _ => false,
    }
}

/// Carries it out.
pub fn act(state: &mut State, action: &Action) {
    match *action {
        Action::Rendering(ref action) => change(state, action),
        Action::Scroll { pane, by } => {
            let by = [f64::from(by) * STEP_DEGREES, 0.0];
            with(state, pane, |it| it.camera = it.camera.turned(by));
        }
        Action::ShowSlice { pane, slice } => {
            with(state, pane, |it| it.camera = it.camera.at_step(slice));
        }
        Action::TurnPlanes { pane, degrees } => {
            with(state, pane, |it| {
                it.camera = it.camera.turned([0.0, degrees]);
            });
        }
        Action::Reset { pane } => {
            with(state, pane, |it| *it = Rendering::of(it.preset));
            view::with_look(state, pane, |look| look.view = View::default());
        }
        Action::PressMark { pane, at, .. } => {
            view::activate(state, pane);
            if state.session.pane(pane).is_some_and(|pane| !pane.frozen) {
                history::remember(state, pane);
                state.solids.held = Some((pane, at));
            }
        }
        Action::DragMark { pane, at } => drag(state, pane, at),
        Action::ReleaseMark { pane, at, .. } => {
            drag(state, pane, at);
            state.solids.held = None;
        }
        _ => {}
    }
}

/// The next view of a cine; false where the pane shows no stack as a whole.
pub fn swing(state: &mut State, pane: PaneId) -> bool {
    let is_on = state.session.renders(pane);
    with(state, pane, |it| {
        it.camera = it.camera.turned([STEP_DEGREES, 0.0]);
    });
    is_on
}

/// What is under the hand goes with it.
fn drag(state: &mut State, pane: PaneId, at: [f64; 2]) {
    let Some((_, from)) = state.solids.held.filter(|(held, _)| *held == pane) else {
        return;
    };
    let rect = state.screen.rect(pane).unwrap_or_default();
    let tall = f64::from(rect.height) / f64::from(rect.width.max(1));
    let [right, down] = [at[0] - from[0], (at[1] - from[1]) * tall];
    let by = [-right * DRAG_DEGREES, down * DRAG_DEGREES];
    state.solids.held = Some((pane, at));
    with(state, pane, |it| it.camera = it.camera.turned(by));
}

fn change(state: &mut State, action: &RenderingAction) {
    let pane = action.pane();
    if let RenderingAction::Toggle { pane } = *action {
        toggle(state, pane);
        return;
    }
    if let RenderingAction::Choose { preset, .. } = *action
        && preset.needs_hu()
        && !is_hu(state, pane)
    {
        state.refused = Some(Refusal::NeedsHu);
        return;
    }
    if let RenderingAction::LookFrom { .. } = action {
        history::remember(state, pane);
    }
    with(state, pane, |it| match *action {
        RenderingAction::Choose { preset, .. } => {
            it.preset = preset;
            it.shift = 0.0;
        }
        RenderingAction::Turn { by, .. } => it.camera = it.camera.turned(by),
        RenderingAction::LookFrom { from, .. } => it.camera = from.camera(),
        RenderingAction::Shift { to, .. } if to.is_finite() => {
            it.shift = to.clamp(-MOST_SHIFT, MOST_SHIFT);
        }
        RenderingAction::Cut { face, to, .. } => it.cut(face, to),
        RenderingAction::Uncut { .. } => it.clip = WHOLE,
        RenderingAction::Light { .. } => it.is_lit = !it.is_lit,
        RenderingAction::Shift { .. } | RenderingAction::Toggle { .. } => {}
    });
}

fn with(state: &mut State, pane: PaneId, change: impl FnOnce(&mut Rendering)) {
    let look = state.session.pane_mut(pane).and_then(Pane::look_mut);
    if let Some(rendering) = look.and_then(|look| look.rendering.as_deref_mut()) {
        change(rendering);
    }
}

fn is_hu(state: &State, pane: PaneId) -> bool {
    let stack = state.session.pane(pane).and_then(|pane| pane.stack);
    stack.is_some_and(|stack| state.unit(stack) == Unit::Hu)
}

/// On, where the stack is a body; and off again.
fn toggle(state: &mut State, pane: PaneId) {
    let Some(stack) = state.session.pane(pane).and_then(|pane| pane.stack) else {
        return;
    };
    if state.session.renders(pane) {
        history::remember(state, pane);
        leave(state, pane);
        return;
    }
    if !bodies::check(state, stack) {
        return;
    }
    history::remember(state, pane);
    let preset = if is_hu(state, pane) {
        Preset::Bone
    } else {
        Preset::Window
    };
    if let Some(shown) = state.session.pane_mut(pane) {
        shown.cine = None;
    }
    view::touched(state, pane);
    view::with_look(state, pane, |look| {
        look.slab = None;
        look.view = View::default();
        look.rendering = Some(Box::new(Rendering::of(preset)));
    });
}

fn leave(state: &mut State, pane: PaneId) {
    if let Some(shown) = state.session.pane_mut(pane) {
        shown.cine = None;
    }
    view::with_look(state, pane, |look| {
        if look.rendering.take().is_some() {
            look.view = View::default();
        }
    });
}

/// No pane shows a stack as a whole any more.
pub fn leave_all(state: &mut State, stack: StackId) {
    for at in 0..state.session.panes.len() {
        if state.session.panes[at].stack == Some(stack) {
            leave(state, PaneId(at));
        }
    }
}

/// What is said of HU alone is not shown of values that are none any more.
pub fn settle(state: &mut State) {
    for at in 0..state.session.panes.len() {
        let pane = PaneId(at);
        let preset = look_of(state, pane).map(|it| it.preset);
        if preset.is_some_and(Preset::needs_hu) && !is_hu(state, pane) {
            with(state, pane, |it| it.preset = Preset::Window);
        }
    }
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
    let rays = drawing.step(rays, state.now_ms, state.screen.drawn_list().is_some());
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
    fn step(&mut self, rays: Rays, now_ms: f64, was_drawn: bool) -> Rays {
        if !was_drawn || self.last.as_ref() != Some(&rays) {
            *self = Self {
                last: Some(rays.clone()),
                rows: 0,
                pace: 1.0,
                at_ms: now_ms,
            };
            return rays;
        }
        if now_ms - self.at_ms < QUICK_MS {
            self.pace *= 2.0;
        }
        self.at_ms = now_ms;
        let from = self.rows;
        let looks_a_row = f64::from(rays.rect.width) * rays.scene.most_steps();
        let rows = LOOKS_A_FRAME * self.pace / looks_a_row.max(1.0);
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
        is_fine: false,
    };
    let window = look.window.as_ref().map(solids::ends).unwrap_or_default();
    let rays = rays(of_stack, &picture, (pane, window), before);
    let seen = state.session.seen_of(pane, rect);
    Some((Box::new(picture), Rays { seen, ..rays }))
}

fn rays(
    of_stack: &SolidOf,
    picture: &RenderedPicture,
    (pane, window): (PaneId, [f64; 2]),
    before: Option<&Rays>,
) -> Rays {
    let how = &picture.how;
    let ramp = how.preset.ramp(of_stack.reduction.range, how.shift, window);
    let blocks = of_stack.blocks.seen(|level| {
        let look = ramp.get(usize::from(level));
        look.is_some_and(|[_, _, _, dense]| *dense > 0)
    });
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
        ramp: solids::shared(before.map(|it| &it.ramp), ramp.to_vec()),
        blocks: solids::shared(before.map(|it| &it.blocks), blocks),
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
