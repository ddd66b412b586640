//! What was kept of a stack comes back. What the reader has done meanwhile stays: marks are added to his,
//! and a view that he has changed is left.

use crate::engine::kept::record::{KeptView, Record, Unread};
use crate::engine::kept::{Back, KeptStack, planes as kept_planes};
use crate::engine::written::{self, Shown};
use crate::engine::{State, bodies, history, marking, planes, scale, spacing, view, windows};
use crate::gpu::Interpolation;
use crate::pixels::ColourMap;
use crate::series::{Stack, StackId};
use crate::session::changes::MarkChange;
use crate::session::{Look, Pane, PaneId, WindowChoice};
use crate::viewport::View;

/// Stacks whose fingerprint is new are looked for among what is kept.
pub fn seek(state: &mut State, records: &[(String, String)]) {
    let is_new = |it: &KeptStack| it.print.is_some() && !it.is_sought;
    let stacks = state.kept.stacks.iter().filter(|(_, it)| is_new(it));
    let named = stacks.filter_map(|(id, it)| Some((*id, it.print?.to_string())));
    let named: Vec<(StackId, String)> = named.collect();
    for (id, name) in named {
        let text = records.iter().find(|(other, _)| *other == name);
        let record = match text.map(|(_, text)| Record::read(text)) {
            Some(Ok(record)) => record,
            Some(Err(Unread::Damaged)) => {
                state.kept.is_damaged = true;
                Record::default()
            }
            Some(Err(Unread::OtherVersion)) | None => Record::default(),
        };
        bring_back(state, id, &record);
        if let Some(of_stack) = state.kept.stacks.get_mut(&id) {
            of_stack.is_sought = true;
            of_stack.view.clone_from(&record.view);
            of_stack.record = record;
        }
        // What was done before it was known is to be kept too.
        state.kept.is_stirred = true;
    }
    show(state);
}

/// All but the view.
fn bring_back(state: &mut State, id: StackId, record: &Record) {
    let mut back = state.kept.back.take().unwrap_or_default();
    if record.hu_offset.is_some() && !state.session.assumed.contains_key(&id) {
        scale::assume(state, id, record.hu_offset);
        if state.session.assumed.contains_key(&id) {
            back.offsets.push(id);
        }
    }
    if record.spacing_mm.is_some() && !state.session.assumed_spacing.contains_key(&id) {
        spacing::assume(state, id, record.spacing_mm);
        if state.session.assumed_spacing.contains_key(&id) {
            back.spacings.push(id);
        }
    }
    back.marks
        .extend(written::put_marks(state, id, &record.marks));
    keep_notice(state, back);
}

fn keep_notice(state: &mut State, back: Back) {
    state.kept.back = (back != Back::default()).then_some(back);
}

/// Views that came back are shown where their stack is, as soon as it is.
pub fn show(state: &mut State) {
    let waits = |(id, it): (&StackId, &KeptStack)| it.view.clone().map(|view| (*id, view));
    let waiting: Vec<(StackId, KeptView)> = state.kept.stacks.iter().filter_map(waits).collect();
    for (id, kept) in waiting {
        let is_one = |at: &usize| shows(state, PaneId(*at), id);
        let panes: Vec<usize> = (0..state.session.panes.len()).filter(is_one).collect();
        if panes.is_empty() || state.session.planes.is_some() {
            continue;
        }
        if let Some(of_stack) = state.kept.stacks.get_mut(&id) {
            of_stack.view = None;
        }
        for at in panes {
            // Of planes the panes are others.
            if state.session.planes.is_none() {
                show_in(state, PaneId(at), id, &kept);
            }
        }
    }
}

fn shows(state: &State, pane: PaneId, id: StackId) -> bool {
    let pane = state.session.pane(pane);
    pane.is_some_and(|pane| pane.stack == Some(id) && !pane.frozen)
}

fn show_in(state: &mut State, pane: PaneId, id: StackId, kept: &KeptView) {
    let stack = state.catalog.stack(id);
    let here = state.session.pane(pane);
    let Some((stack, look)) = stack.zip(here.and_then(Pane::look)) else {
        return;
    };
    let turns = here.is_some_and(|pane| !pane.touched) || is_as_opened(stack, look);
    if !is_untouched(state, look) {
        return;
    }
    let is_body = kept.is_of_body() && bodies::is_fit(state, id);
    let shown = Shown {
        frame: written::frame_of(Some(stack), kept.written.slice).filter(|_| turns),
        view: &kept.written,
        rendering: kept.rendering.as_deref(),
        is_body,
    };
    let before = look.clone();
    let after = written::look_of(state, id, shown, &before);
    // Planes take all panes.
    let planes = kept.planes.as_ref();
    let planes = planes.filter(|_| is_body && pane == state.session.active);
    if after == before && planes.is_none() {
        return;
    }
    view::with_look(state, pane, |look| *look = after);
    if let Some(planes) = planes {
        kept_planes::bring_back(state, id, planes);
    }
    let mut back = state.kept.back.take().unwrap_or_default();
    if !back.views.contains(&id) {
        back.views.push(id);
    }
    keep_notice(state, back);
    state.screen.touch();
}

/// It shows a slice that series open at by themselves: the first or the middle one.
pub fn is_as_opened(stack: &Stack, look: &Look) -> bool {
    let ends = [stack.frame(0), stack.frame(stack.len() / 2)];
    ends.contains(&Some(look.wanted))
}

/// Nobody has changed window or place of the picture; a window that holds from case to case is no change.
pub fn is_untouched(state: &State, look: &Look) -> bool {
    let held = state.session.held_preset.map(|held| held.digit);
    let is_own = match look.choice {
        WindowChoice::First => true,
        WindowChoice::Preset(digit) => held == Some(digit),
        _ => false,
    };
    is_own
        && look.view == View::default()
        && !look.inverted
        && look.colours == ColourMap::default()
        && look.interpolation == Interpolation::default()
        && look.presentation.is_none()
        && look.slab.is_none()
        && look.rendering.is_none()
}

/// What came back goes again: its marks in one step of undo, and views as at the start.
pub fn start_fresh(state: &mut State) {
    let Some(back) = state.kept.back.take() else {
        return;
    };
    let marks = &mut state.session.marks;
    let gone: Vec<MarkChange> = back
        .marks
        .iter()
        .filter_map(|id| marks.delete(*id))
        .collect();
    marking::note(state, gone);
    let planes = state.session.planes.as_ref().map(|planes| planes.stack);
    if planes.is_some_and(|stack| back.views.contains(&stack)) {
        planes::leave(state);
    }
    scale::take_back(state, &back.offsets);
    for id in &back.spacings {
        spacing::assume(state, *id, None);
    }
    for at in 0..state.session.panes.len() {
        let pane = PaneId(at);
        if back.views.iter().any(|id| shows(state, pane, *id)) {
            history::remember(state, pane);
            windows::reset(state, pane);
        }
    }
    for of_stack in state.kept.stacks.values_mut() {
        of_stack.view = None;
    }
    state.screen.touch();
}
