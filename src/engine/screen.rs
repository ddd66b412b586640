//! What is on the screen: the picture of each pane, and what was true of it when it was drawn. Texts over a picture speak of [`Picture`], never of what was asked for.

use std::collections::BTreeMap;

use crate::engine::cut;
use crate::engine::event::{Effect, Mark, Renderer};
use crate::engine::shown::{Drawn, ShownPane};
use crate::engine::textures::{self, Texture};
use crate::engine::view::extent_of;
use crate::engine::way::{self, Way};
use crate::engine::{Case, Drop, State, cine, rare};
use crate::gpu::draw::{Cut, Pane as DrawnPane};
use crate::gpu::{DrawList, Interpolation, Rays};
use crate::intake::{FileId, FrameKey};
use crate::pixels::{ColourMap, Window};
use crate::series::StackId;
use crate::session::PaneId;
use crate::viewport::{self, Placement, Rect, View};

/// One pane's picture as it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub stack: StackId,
    pub frame: FrameKey,
    /// From 0, among `slices`.
    pub slice: usize,
    pub slices: usize,
    /// `None` for colour.
    pub window: Option<Window>,
    pub view: View,
    pub inverted: bool,
    pub colours: ColourMap,
    pub interpolation: Interpolation,
    /// The file of the presentation state that it was drawn by.
    pub presentation: Option<FileId>,
    pub rect: Rect,
    pub placement: Placement,
}

/// `data-state` of a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaneState {
    Empty,
    Loading,
    Ready,
    Failed,
}

impl PaneState {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Loading => "loading",
            Self::Ready => "ready",
            Self::Failed => "failed",
        }
    }
}

#[derive(Debug, Default)]
pub struct Screen {
    pub(super) lost_in_a_row: u32,
    pub(super) failed_draws: u32,
    pub renderer: Option<Renderer>,
    canvas: [u32; 2],
    rects: Vec<Rect>,
    /// Bytes of each texture, and when it was drawn last.
    pub(super) textures: BTreeMap<FrameKey, Texture>,
    submitted: Option<Vec<Drawn>>,
    /// What was submitted last: the same is not drawn twice.
    drawn_list: Option<DrawList>,
    pub(super) shown: Vec<ShownPane>,
    pub(super) ways: Vec<Way>,
    changed: bool,
    frame_asked_for: bool,
    pub(super) draws: u64,
}

impl Screen {
    /// Something that is drawn has changed.
    pub fn touch(&mut self) {
        self.changed = true;
    }

    /// Nothing of what was drawn is known to be on the screen.
    pub(super) fn forget_drawn(&mut self) {
        self.submitted = None;
        self.drawn_list = None;
    }

    /// What was drawn last.
    #[must_use]
    pub const fn drawn_list(&self) -> Option<&DrawList> {
        self.drawn_list.as_ref()
    }

    /// Size of the canvas in device pixels.
    #[must_use]
    pub const fn canvas(&self) -> [u32; 2] {
        self.canvas
    }

    #[must_use]
    pub fn rect(&self, pane: PaneId) -> Option<Rect> {
        self.rects.get(pane.0).copied()
    }
}

impl State {
    /// What a pane is at (`data-state`).
    #[must_use]
    pub fn pane_state(&self, pane: PaneId) -> PaneState {
        let Some(look) = self.session.pane(pane).and_then(|pane| pane.look()) else {
            return if self.is_loading() && pane == self.session.active {
                PaneState::Loading
            } else {
                PaneState::Empty
            };
        };
        if self.screen.frame(pane) == Some(look.wanted) {
            PaneState::Ready
        } else if self.failed.contains(&look.wanted) {
            PaneState::Failed
        } else {
            PaneState::Loading
        }
    }
}

pub fn resized(state: &mut State, canvas: [u32; 2], effects: &mut Vec<Effect>) {
    if state.screen.canvas != canvas {
        state.screen.canvas = canvas;
        // A canvas that changes its size is empty.
        state.screen.forget_drawn();
        effects.push(Effect::Resize(canvas));
    }
    lay_out(state);
}

/// Gives each pane its part of the canvas; all of it to one that is maximised.
pub fn lay_out(state: &mut State) {
    let canvas = state.screen.canvas;
    let session = &state.session;
    state.screen.rects = if session.maximised {
        let alone = viewport::grid(canvas, 1, 1);
        let all = alone.first().copied().unwrap_or_default();
        let rect_of = |at| {
            if PaneId(at) == session.active {
                all
            } else {
                Rect::default()
            }
        };
        (0..session.panes.len()).map(rect_of).collect()
    } else if session.wiped_at().is_some() {
        let whole = viewport::grid(canvas, 1, 1);
        let whole = whole.first().copied().unwrap_or_default();
        vec![whole; session.panes.len()]
    } else if session.planes.is_some() {
        viewport::one_and_two(canvas)
    } else {
        viewport::grid(canvas, session.grid.rows, session.grid.columns)
    };
    state.screen.touch();
}

/// Frames of a closed case leave the GPU and the panes.
pub fn forget(state: &mut State, gone: impl Fn(FrameKey) -> bool, effects: &mut Vec<Effect>) {
    let leaving: Vec<FrameKey> = state
        .screen
        .textures
        .keys()
        .copied()
        .filter(|frame| gone(*frame))
        .collect();
    for frame in leaving {
        state.screen.textures.remove(&frame);
        effects.push(Effect::DropTexture(frame));
    }
    state.screen.forget_drawn();
    for shown in &mut state.screen.shown {
        if shown
            .picture
            .as_ref()
            .is_some_and(|picture| gone(picture.frame))
        {
            shown.picture = None;
            shown.probe = None;
        }
        if shown.cut.as_ref().is_some_and(|cut| gone(cut.frame)) {
            shown.cut = None;
            shown.cut_probe = None;
        }
        shown.rendered.take_if(|it| gone(it.frame));
    }
}

impl Screen {
    /// What was drawn last is not on the screen yet: what panes say is still of the picture before.
    #[must_use]
    pub const fn is_under_way(&self) -> bool {
        self.submitted.is_some()
    }
}

/// Before the browser draws: what was submitted last time is on the screen now; what has
/// changed since is drawn.
pub fn frame(state: &mut State, effects: &mut Vec<Effect>) {
    state.screen.frame_asked_for = false;
    if let Some(pictures) = state.screen.submitted.take() {
        put_on_screen(state, pictures, effects);
    }
    cine::tick(state);
    if !state.screen.changed || state.screen.renderer.is_none() {
        return;
    }
    state.screen.changed = false;
    if state.session.checks_room {
        rare::draw_room(state, effects);
        return;
    }
    let mut list = DrawList::default();
    let mut pictures = Vec::new();
    for at in 0..state.session.panes.len() {
        let frame = way::step(state, PaneId(at));
        let (drawn, rays) = next_drawn(state, PaneId(at), frame);
        list.rays.extend(rays);
        if let Some(picture) = &drawn.picture {
            let pane = textures::drawn(state, picture, effects);
            list.panes.extend(pane.map(|pane| DrawnPane {
                rect: state.session.seen_of(PaneId(at), pane.rect),
                ..pane
            }));
        }
        let cut = drawn
            .cut
            .as_ref()
            .and_then(|cut| rare::planes::drawn(state, cut));
        list.cuts.extend(cut.map(|cut| Cut {
            rect: state.session.seen_of(PaneId(at), cut.rect),
            ..cut
        }));
        pictures.push(drawn);
    }
    state.screen.changed |= way::goes_on(state);
    draw(state, list, Some(pictures), effects);
}

/// Draws what is not drawn already. `pictures`: what it is of each pane; `None` where it is of none, which
/// keep what they are known to show.
pub(super) fn draw(
    state: &mut State,
    list: DrawList,
    pictures: Option<Vec<Drawn>>,
    effects: &mut Vec<Effect>,
) {
    if state.screen.drawn_list.as_ref() == Some(&list) {
        // The same pixels; what is known of them (a slice's number) may have changed.
        let pictures = pictures.into_iter().flatten();
        for (shown, drawn) in state.screen.shown.iter_mut().zip(pictures) {
            shown.picture = drawn.picture;
            shown.cut = drawn.cut;
            shown.rendered = drawn.rendered;
        }
        return;
    }
    state.screen.draws += 1;
    state.work.draws += 1;
    textures::drop_old(state, effects);
    effects.push(Effect::Draw(Box::new(list.clone())));
    state.screen.drawn_list = Some(list);
    state.screen.submitted = pictures;
}

/// A plane, a slab or a whole stack where the pane is to show one, else a slice.
fn next_drawn(state: &mut State, id: PaneId, frame: Option<FrameKey>) -> (Drawn, Option<Rays>) {
    let mut drawn = Drawn::default();
    if state.session.renders(id)
        && let Some((picture, rays)) = rare::rendered(state, id)
    {
        drawn.rendered = Some(picture);
        return (drawn, Some(rays));
    }
    // What the pane was drawn of a stack as a whole is gone with the first frame without it.
    state.solids.forget_drawing(id);
    if cut::is_cut(state, id) {
        drawn.cut = rare::planes::picture(state, id, frame);
    } else {
        drawn.picture = next_picture(state, id, frame);
    }
    (drawn, None)
}

fn put_on_screen(state: &mut State, pictures: Vec<Drawn>, effects: &mut Vec<Effect>) {
    state.screen.failed_draws = 0;
    state.screen.lost_in_a_row = 0;
    state
        .screen
        .shown
        .resize_with(pictures.len(), ShownPane::default);
    for (shown, drawn) in state.screen.shown.iter_mut().zip(pictures) {
        let Drawn {
            picture,
            cut,
            rendered,
        } = drawn;
        shown.drawn += u64::from(picture.is_some() || cut.is_some() || rendered.is_some());
        if let Some(picture) = &picture {
            let file = state.files.get(&picture.frame.file);
            let case = state
                .cases
                .iter()
                .find(|case| file.is_some_and(|it| it.case == case.id));
            mark_first(case, &mut state.drops, effects);
        }
        shown.picture = picture;
        shown.cut = cut;
        shown.rendered = rendered;
    }
}

/// A picture of a case is drawn: it may be the first of its drop.
fn mark_first(case: Option<&Case>, drops: &mut [Drop], effects: &mut Vec<Effect>) {
    let is_it = |drop: &&mut Drop| case.is_some_and(|case| case.drop == drop.id);
    if let Some(drop) = drops.iter_mut().find(is_it)
        && !std::mem::replace(&mut drop.first_drawn, true)
    {
        effects.push(Effect::Mark(Mark::FirstImage { drop: drop.id }));
    }
}

/// The picture a pane is to show: the next frame on its way, or, until that is there, the one
/// before; none where that has stayed for too long.
fn next_picture(state: &State, id: PaneId, next: Option<FrameKey>) -> Option<Picture> {
    let pane = state.session.pane(id)?;
    let (stack_id, look) = (pane.stack?, pane.look()?);
    let stack = state.catalog.stack(stack_id)?;
    let before = state
        .screen
        .picture(id)
        .filter(|picture| picture.stack == stack_id && !way::is_given_up(state, id));
    let frame = next
        .filter(|frame| state.can_be_drawn(*frame))
        .or_else(|| {
            before
                .map(|picture| picture.frame)
                .filter(|frame| state.can_be_drawn(*frame))
        })?;
    let (header, image) = state.image_of(frame)?;
    let window = if image.shape.samples == 1 {
        Some(look.window.clone()?)
    } else {
        None
    };
    let rect = state
        .screen
        .rect(id)
        .filter(|rect| rect.width > 0 && rect.height > 0)?;
    Some(Picture {
        stack: stack_id,
        frame,
        slice: stack.position_of(frame)?,
        slices: stack.len(),
        window,
        view: look.view,
        inverted: look.inverted,
        colours: look.colours,
        interpolation: look.interpolation,
        presentation: look.presentation,
        rect,
        placement: Placement::new(rect, look.view, extent_of(header, image)),
    })
}

/// Asks the browser for a frame where there is something to draw or to confirm.
pub fn ask_for_frame(state: &mut State, effects: &mut Vec<Effect>) {
    let goes_on = cine::is_running(state);
    let screen = &mut state.screen;
    let has_news = screen.changed || goes_on;
    let wanted = (has_news && screen.renderer.is_some()) || screen.submitted.is_some();
    if wanted && !screen.frame_asked_for {
        screen.frame_asked_for = true;
        effects.push(Effect::RequestFrame);
    }
}
