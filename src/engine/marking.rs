//! Marks under the hands: drawn and moved in the pixels of the picture that is on the screen, and
//! measured there.

use crate::engine::event::Effect;
use crate::engine::{State, brush, crosshair, cursor, pointer, view};
use crate::header::{Header, Image, UltrasoundRegion};
use crate::intake::FrameKey;
use crate::marks::{self, Grip, Mark, MarkId, Point, Region, Shape, Spacing};
use crate::pixels::Rescale;
use crate::session::changes::{Change, MarkChange};
use crate::session::marks::InHand;
use crate::session::{Action, PaneId, Tool};

/// Carries out what is done to marks, and with the tools that draw them.
pub fn act(state: &mut State, action: &Action) {
    match *action {
        Action::ChooseTool { tool } => choose(state, tool, false),
        Action::KeepTool { tool } => choose(state, tool, true),
        Action::PressMark { pane, at, reach } => press(state, pane, at, reach),
        Action::DragMark { pane, at } => drag(state, pane, at),
        Action::ReleaseMark { pane, at, reach } => release(state, pane, at, reach),
        Action::Escape => escape(state),
        Action::DeleteMark { mark } => delete(state, mark),
        Action::DeleteChosen => delete_chosen(state),
        Action::SetMarkText { mark, ref text } => {
            let change = state.session.marks.set_text(mark, text.clone());
            note(state, change);
        }
        Action::ShowMark { mark } => show(state, mark),
        Action::ToggleMarks => state.session.marks.hidden = !state.session.marks.hidden,
        _ => {}
    }
}

/// Where a place of a pane (in shares) is on the picture that it shows.
fn image_from_share(state: &State, pane: PaneId, at: [f64; 2]) -> Option<Point> {
    let picture = state.screen.picture(pane)?;
    let canvas = [
        f64::from(picture.rect.x) + at[0] * f64::from(picture.rect.width),
        f64::from(picture.rect.y) + at[1] * f64::from(picture.rect.height),
    ];
    Some(picture.placement.image_from_canvas(canvas))
}

/// A hand that presses here draws, or takes hold of a mark. `reach` is how far off it may be, as a
/// share of the pane's width.
#[must_use]
pub fn is_taken(state: &State, pane: PaneId, at: [f64; 2], reach: f64) -> bool {
    if state.session.tool == Tool::Cursor {
        return state.screen.frame(pane).is_some();
    }
    if state.screen.cut(pane).is_some() {
        let marks = matches!(state.session.tool, Tool::Mark(_));
        return marks
            || crosshair::is_held(state)
            || crosshair::grip(state, pane, at, reach).is_some();
    }
    state.screen.picture(pane).is_some()
        && (state.session.marks.in_hand.is_some()
            || brush::is_chosen(state)
            || matches!(state.session.tool, Tool::Mark(_))
            || grip(state, pane, at, reach).is_some())
}

fn grip(state: &State, pane: PaneId, at: [f64; 2], reach: f64) -> Option<(MarkId, Grip)> {
    let picture = state.screen.picture(pane)?;
    if state.session.marks.hidden {
        return None;
    }
    let reach = reach * f64::from(picture.rect.width);
    let canvas = |point: Point| picture.placement.canvas_from_image(point);
    let at = canvas(image_from_share(state, pane, at)?);
    let marks: Vec<_> = state.session.marks.on(picture.frame).collect();
    // The one drawn last lies on top.
    marks.into_iter().rev().find_map(|mark| {
        let grip = marks::grip_at(&mark.shape, canvas, at, reach)?;
        Some((mark.id, grip))
    })
}

pub fn press(state: &mut State, pane: PaneId, at: [f64; 2], reach: f64) {
    view::activate(state, pane);
    if state.session.tool == Tool::Cursor {
        cursor::place(state, pane, at, true);
        return;
    }
    if state.screen.cut(pane).is_some() {
        crosshair::press(state, pane, at, reach);
        return;
    }
    let Some((frame, point)) = state
        .screen
        .picture(pane)
        .map(|picture| picture.frame)
        .zip(image_from_share(state, pane, at))
    else {
        return;
    };
    if brush::is_chosen(state) {
        brush::press(state, frame, point);
        return;
    }
    match state.session.marks.frame_in_hand() {
        Some(begun) if begun == frame => {
            state.session.marks.follow(point);
            return;
        }
        // A mark is drawn on one slice.
        Some(_) => {
            state.session.marks.let_go();
        }
        None => {}
    }
    if let Tool::Mark(kind) = state.session.tool {
        state.session.marks.hidden = false;
        state.session.marks.begin(frame, kind, point);
    } else if let Some((id, grip)) = grip(state, pane, at, reach) {
        state.session.marks.take(id, grip, point);
    } else {
        state.session.marks.chosen = None;
    }
}

/// What is in hand follows on its own slice alone: elsewhere the same place is another.
pub fn drag(state: &mut State, pane: PaneId, at: [f64; 2]) {
    crosshair::drag(state, pane, at);
    cursor::drag(state, pane, at);
    let shown = state.screen.picture(pane).map(|picture| picture.frame);
    if brush::is_chosen(state) {
        let place = shown.zip(image_from_share(state, pane, at));
        if let Some((frame, point)) = place {
            brush::follow(state, frame, point);
        }
        return;
    }
    if shown.is_some()
        && shown == state.session.marks.frame_in_hand()
        && let Some(point) = image_from_share(state, pane, at)
    {
        state.session.marks.follow(point);
    }
}

fn release(state: &mut State, pane: PaneId, at: [f64; 2], reach: f64) {
    drag(state, pane, at);
    brush::end(state);
    crosshair::let_go(state);
    cursor::let_go(state);
    if !is_click(state, pane, reach / 2.0) {
        set_point(state);
    }
}

/// Sets the point that keys have moved, unless it is still where they began.
pub fn set_down(state: &mut State, pane: PaneId, at: [f64; 2]) {
    drag(state, pane, at);
    if !is_click(state, pane, f64::EPSILON) {
        set_point(state);
    }
}

fn set_point(state: &mut State) {
    let change = state.session.marks.set_point();
    let is_new = change
        .as_ref()
        .is_some_and(|change| change.before.is_none());
    if is_new && !state.session.keeps_tool {
        state.session.tool = Tool::Window;
    }
    note(state, change);
}

/// What was done to a mark can be undone.
fn note(state: &mut State, change: Option<MarkChange>) {
    if let Some(change) = change {
        state.session.changes.note(Change::Mark(change));
    }
}

/// The first press of a mark that is drawn by clicks: its two points are still one.
fn is_click(state: &State, pane: PaneId, reach: f64) -> bool {
    let picture = state.screen.picture(pane);
    let picture = picture.map(|picture| (picture.placement, picture.rect.width));
    let Some((InHand::New(mark), (placement, width))) =
        state.session.marks.in_hand.as_ref().zip(picture)
    else {
        return false;
    };
    let [from, to] = match mark.shape.points.as_slice() {
        [.., from, to] => [from, to].map(|point| placement.canvas_from_image(*point)),
        _ => return false,
    };
    (from[0] - to[0]).hypot(from[1] - to[1]) < reach * f64::from(width)
}

fn choose(state: &mut State, tool: Tool, keeps: bool) {
    state.session.marks.let_go();
    brush::end(state);
    state.session.tool = tool;
    state.session.keeps_tool = keeps;
}

/// First the drawing ends, then the tool, then presenting.
fn escape(state: &mut State) {
    if state.session.marks.let_go() | crosshair::let_go(state) | brush::give_up(state) {
        return;
    }
    let was_seen = cursor::may_be_seen(state);
    if state.session.cursor.take().is_some() && was_seen {
        return;
    }
    pointer::hide(state);
    let session = &mut state.session;
    if session.tool == Tool::Window {
        session.marks.chosen = None;
        session.presenting = false;
        session.blank = false;
    }
    choose(state, Tool::Window, false);
}

fn delete_chosen(state: &mut State) {
    if let Some(mark) = state.session.marks.chosen {
        delete(state, mark);
    }
}

fn delete(state: &mut State, mark: MarkId) {
    let change = state.session.marks.delete(mark);
    note(state, change);
}

/// A mark becomes another, which is seen.
pub fn carry_out(state: &mut State, from: Option<Mark>, to: Option<Mark>) {
    if let Some(Mark { id, frame, .. }) = to.clone().or(from) {
        state.session.marks.put(id, to);
        state.session.marks.hidden = false;
        show_change(state, frame);
    }
}

/// The active pane turns to what was changed, unless a pane shows it.
pub fn show_change(state: &mut State, frame: FrameKey) {
    let panes = (0..state.session.panes.len()).map(PaneId);
    let mut shown = panes.filter_map(|pane| state.screen.picture(pane));
    if !shown.any(|picture| picture.frame == frame) {
        turn_to(state, frame);
    }
}

/// Turns to the slice of a mark.
fn show(state: &mut State, id: MarkId) {
    let Some(frame) = state.session.marks.get(id).map(|mark| mark.frame) else {
        return;
    };
    state.session.marks.chosen = Some(id);
    state.session.marks.hidden = false;
    turn_to(state, frame);
}

/// The active pane turns to a frame, wherever it is now.
pub fn turn_to(state: &mut State, frame: FrameKey) {
    let pane = state.session.active;
    let stands_still = state.session.pane(pane).is_some_and(|pane| pane.frozen);
    let Some(stack) = state.catalog.stack_of(frame).filter(|_| !stands_still) else {
        return;
    };
    view::touched(state, pane);
    view::show(state, pane, stack);
    view::with_look(state, pane, |look| look.wanted = frame);
}

/// How large voxels are where these points lie, for measures. In ultrasound they have a size in
/// regions only, and between two regions none.
#[must_use]
pub fn spacing(header: &Header, image: &Image, points: &[Point]) -> Spacing {
    let holds_all = |region: &&UltrasoundRegion| points.iter().all(|at| region.holds(*at));
    let mm = if header.regions.is_empty() {
        header.pixel_spacing_mm
    } else {
        let region = header.regions.iter().find(holds_all);
        region.and_then(|region| region.spacing_mm)
    };
    let aspect = view::extent_of(header, image).voxel_aspect;
    mm.map_or(Spacing::Pixels { aspect }, Spacing::Mm)
}

/// Regions on the pictures that are shown are measured, where that is not done for their shape.
pub fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    let count = state.session.panes.len();
    let frames = (0..count).filter_map(|at| Some(state.screen.picture(PaneId(at))?.frame));
    let mut asked: Vec<Question> = Vec::new();
    for frame in frames {
        let Some(place) = state.store.place(frame) else {
            continue;
        };
        for mark in state.session.marks.on(frame) {
            let Some((_, image)) = state.image_of(frame) else {
                continue;
            };
            let stack = state.catalog.stack_of(frame);
            let question = Question {
                mark: mark.id,
                shape: mark.shape.clone(),
                padding: image.padding,
                rescale: stack.and_then(|stack| state.rescale(stack, image)),
            };
            let known = state.regions.get(&mark.id).map(|(asked, _)| asked);
            if !mark.shape.kind.is_region() || known == Some(&question) {
                continue;
            }
            asked.push(question.clone());
            effects.push(Effect::MeasureRegion {
                question: Box::new(question),
                place,
                image: Box::new(image.clone()),
            });
        }
    }
    for question in asked {
        let before = state.regions.get(&question.mark);
        let before = before.and_then(|(_, figures)| *figures);
        state.regions.insert(question.mark, (question, before));
    }
}

pub fn measured(state: &mut State, question: &Question, figures: Option<Region>) {
    if let Some(known) = state.regions.get_mut(&question.mark)
        && known.0 == *question
    {
        known.1 = figures;
    }
}

/// What is asked of a mark's region: asked again where any of it changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub mark: MarkId,
    pub shape: Shape,
    pub padding: Option<[i64; 2]>,
    pub rescale: Option<Rescale>,
}

impl State {
    /// What the voxels of a mark's region hold, where it was measured.
    #[must_use]
    pub fn region(&self, mark: MarkId) -> Option<Region> {
        self.regions.get(&mark)?.1
    }
}
