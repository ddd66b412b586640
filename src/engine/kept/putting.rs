//! What is done to a stack is put away: after a pause, and when the page is left.

use crate::engine::event::{Effect, KeptEffect};
use crate::engine::kept::found::{is_as_opened, is_untouched};
use crate::engine::kept::planes;
use crate::engine::kept::record::{Head, KeptView, Record, VERSION};
use crate::engine::kept::{Kept, OnShelf};
use crate::engine::{State, written};
use crate::series::{Stack, StackId};
use crate::session::{Look, Pane};

/// So long after the first change what has changed is put away.
const PAUSE_MS: f64 = 1500.0;

/// Of all that is kept: browsers give a page about five million characters. Beyond it what was written
/// first goes first.
const MOST_BYTES: usize = 2 << 20;

/// What would be kept of each stack now.
pub fn note(state: &mut State) {
    let sought = state.kept.stacks.iter().filter(|(_, it)| it.is_sought);
    let now: Vec<(StackId, Record)> = sought
        .filter_map(|(id, it)| Some((*id, record_of(state, *id, &it.record)?)))
        .collect();
    for (id, record) in now {
        if let Some(of_stack) = state.kept.stacks.get_mut(&id)
            && of_stack.record != record
        {
            of_stack.record = record;
            of_stack.has_changed = true;
        }
    }
}

/// `None` of a stack that is gone.
fn record_of(state: &State, id: StackId, before: &Record) -> Option<Record> {
    let stack = state.catalog.stack(id)?;
    let session = &state.session;
    Some(Record {
        view: view_of(state, stack, before),
        marks: written::marks_of(state, stack),
        hu_offset: session.assumed.get(&id).copied(),
        spacing_mm: session.assumed_spacing.get(&id).copied(),
    })
}

/// How the active pane shows the stack, or another; as before where none does, and `None` where it is
/// as it opened.
fn view_of(state: &State, stack: &Stack, before: &Record) -> Option<KeptView> {
    let session = &state.session;
    if let Some(of) = session.planes.as_deref() {
        let of = Some(of).filter(|of| of.stack == stack.id);
        let with_planes = of.and_then(|of| planes::view_of(state, stack, of));
        return with_planes.or_else(|| before.view.clone());
    }
    let is_of_it = |pane: &&Pane| pane.stack == Some(stack.id);
    let active = session.pane(session.active).filter(is_of_it);
    let pane = active.or_else(|| session.panes.iter().find(is_of_it));
    let Some((pane, look)) = pane.and_then(|pane| Some((pane, pane.look()?))) else {
        return before.view.clone();
    };
    let is_at_start = !pane.touched || is_as_opened(stack, look);
    if is_untouched(state, look) && is_at_start {
        return None;
    }
    kept_view(stack, look)
}

pub fn kept_view(stack: &Stack, look: &Look) -> Option<KeptView> {
    Some(KeptView {
        written: written::view_of(stack, look)?,
        rendering: look.rendering.clone(),
        planes: None,
    })
}

/// What has changed is put away when its time has come.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    if !state.kept.stacks.values().any(|it| it.has_changed) {
        return;
    }
    let wait = |effects: &mut Vec<Effect>, after_ms: f64| {
        effects.push(Effect::RefreshAfter { after_ms });
    };
    match state.kept.due_ms {
        None => {
            state.kept.due_ms = Some(state.now_ms + PAUSE_MS);
            wait(effects, PAUSE_MS);
        }
        Some(due_ms) if state.now_ms >= due_ms => put_away(state, effects),
        Some(_) => {}
    }
}

/// What has changed is put away now.
pub fn put_away(state: &mut State, effects: &mut Vec<Effect>) {
    let kept = &mut state.kept;
    kept.due_ms = None;
    if !kept.is_on {
        return;
    }
    let changed = kept.stacks.values_mut().filter(|it| it.has_changed);
    let changed = changed.filter_map(|it| {
        it.has_changed = false;
        Some((it.print?.to_string(), it.record.clone()))
    });
    let changed: Vec<(String, Record)> = changed.collect();
    for (name, record) in changed {
        put(kept, name, &record, effects);
    }
}

fn put(kept: &mut Kept, name: String, record: &Record, effects: &mut Vec<Effect>) {
    let shelved = kept.shelf.get(&name);
    if shelved
        .and_then(|it| it.head)
        .is_some_and(|head| head.version != VERSION)
    {
        // Another version of the viewer knows more of it than this one.
        return;
    }
    if record.is_empty() {
        if kept.shelf.remove(&name).is_some() {
            effects.push(Effect::Kept(KeptEffect::Remove { name }));
        }
        return;
    }
    let heads = kept.shelf.values().filter_map(|it| it.head);
    let last = heads.map(|head| head.order).max().unwrap_or(0);
    let order = last.saturating_add(1);
    let Some(text) = record.write(order) else {
        kept.is_too_large = true;
        return;
    };
    let (version, bytes) = (VERSION, name.len() + text.len());
    let head = Some(Head { version, order });
    kept.shelf.insert(name.clone(), OnShelf { bytes, head });
    make_room(kept, &name, effects);
    effects.push(Effect::Kept(KeptEffect::Write { name, text }));
}

/// What was written first goes first; what is damaged before that.
fn make_room(kept: &mut Kept, but: &str, effects: &mut Vec<Effect>) {
    while kept.bytes() > MOST_BYTES {
        let others = kept.shelf.iter().filter(|(name, _)| *name != but);
        let ours = others.filter(|(_, it)| it.head.is_none_or(|head| head.version == VERSION));
        let oldest = ours.min_by_key(|(_, it)| it.head.map(|head| head.order));
        let Some(name) = oldest.map(|(name, _)| name.clone()) else {
            return;
        };
        kept.shelf.remove(&name);
        effects.push(Effect::Kept(KeptEffect::Remove { name }));
    }
}
