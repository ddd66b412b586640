//! How the panes lie: in rows, one of them alone, lung beside mediastinum, panes that stand still.

use crate::engine::{Refusal, State, link, opening, rare, screen, view, windows, wipe};
use crate::pixels::Unit;
use crate::pixels::preset::{LUNG, MEDIASTINUM};
use crate::series::StackId;
use crate::session::layout::Linked;
use crate::session::{Action, Before, Grid, Look, Pane, PaneId, Session};

/// The windows of [`Action::LungBesideMediastinum`], from the left.
const BESIDE: [u8; 2] = [LUNG.digit, MEDIASTINUM.digit];

/// Carries out what is done to the panes as such.
pub fn act(state: &mut State, action: &Action) {
    match *action {
        Action::SetLayout { rows, columns } => set_layout(state, Grid::clamped(rows, columns)),
        Action::Maximise { pane } => maximise(state, pane),
        Action::LungBesideMediastinum => beside(state),
        Action::Link { here } => link::toggle(state, here),
        Action::Wipe => wipe::toggle(state),
        Action::PlaceWipe { at } => wipe::place(state, at),
        Action::Freeze { pane } => freeze(state, pane),
        _ => {}
    }
}

/// Lays the panes in rows. Of fewer panes those stay that show something, the active one in any
/// case; more of them take what comes next in the list of series.
pub fn set_layout(state: &mut State, grid: Grid) {
    if state.session.beside.is_some() {
        beside(state);
    }
    let session = &mut state.session;
    keep(session, grid.panes());
    let first_new = session.panes.len();
    while session.panes.len() < grid.panes() {
        session.add_pane(Pane::default());
    }
    session.grid = grid;
    session.maximised = false;
    session.wipe = session.wipe.filter(|_| grid == Grid::TWO);
    fill(state, first_new);
    screen::lay_out(state);
}

/// At most so many panes stay, in their order.
fn keep(session: &mut Session, count: usize) {
    while session.panes.len() > count {
        let others = || (0..session.panes.len()).filter(|at| PaneId(*at) != session.active);
        let is_empty = |at: &usize| session.panes.get(*at).is_some_and(|it| it.stack.is_none());
        let Some(gone) = others()
            .rev()
            .find(is_empty)
            .or_else(|| others().next_back())
        else {
            break;
        };
        session.panes.remove(gone);
        session.active.0 -= usize::from(gone < session.active.0);
    }
}

/// New panes take the series that no pane shows yet, from the active one on, as a reader would hang
/// them. The first of them is never empty: one series beside itself is two of its places, or two
/// windows. The others say that a series may be put there.
fn fill(state: &mut State, first_new: usize) {
    let mut free = not_shown(state).into_iter();
    for at in first_new..state.session.panes.len() {
        if let Some(stack) = free.next() {
            opening::open(state, PaneId(at), stack);
            view::touched(state, PaneId(at));
        } else if at == first_new {
            let active = state.session.pane(state.session.active).cloned();
            show_as(state, PaneId(at), &active.unwrap_or_default());
        }
    }
}

/// The pane shows what another does, in the same way.
fn show_as(state: &mut State, pane: PaneId, like: &Pane) {
    if let Some((stack, look)) = like.stack.zip(like.look().cloned())
        && let Some(pane) = state.session.pane_mut(pane)
    {
        pane.show(stack, look.wanted);
        pane.touched = like.touched;
        if let Some(known) = pane.look_mut() {
            *known = look;
        }
    }
}

/// Series that no pane shows, those behind the active pane's first; without pages, and what lies
/// over other images.
fn not_shown(state: &State) -> Vec<StackId> {
    let panes = &state.session.panes;
    let shown = state.session.pane(state.session.active);
    let shown = shown.and_then(|pane| pane.stack);
    let list: Vec<StackId> = state.catalog.list().collect();
    let here = list.iter().position(|id| Some(*id) == shown);
    let (before, behind) = list.split_at(here.unwrap_or(0));
    let all = behind.iter().chain(before).copied();
    all.filter(|id| {
        let is_shown = panes.iter().any(|pane| pane.stack == Some(*id));
        let stack = state.catalog.stack(*id);
        let is_page = stack.is_some_and(|it| it.is_secondary_capture || it.is_segmentation);
        !is_shown && !is_page
    })
    .collect()
}

/// What a pane had opened for is gone: one of two panes goes with it, one of more stays and is
/// empty.
pub fn take_away(state: &mut State, pane: PaneId) {
    if state.session.grid.panes() == 2 {
        state.session.panes.remove(pane.0);
        state.session.active = PaneId(0);
        set_layout(state, Grid::ONE);
    }
}

/// The pane at the right for another study, which is made where there is one pane only: what is
/// read in that one stays. `None` where every pane is to keep what it shows.
pub fn right(state: &mut State) -> Option<PaneId> {
    let session = &state.session;
    let lie_plain = session.planes.is_none() && session.beside.is_none();
    if lie_plain && session.panes.len() > 1 && session.panes.iter().all(|pane| pane.frozen) {
        return None;
    }
    rare::planes::leave(state);
    if state.session.beside.is_some() {
        beside(state);
    }
    if state.session.panes.len() == 1 {
        state.session.add_pane(Pane::default());
        state.session.grid = Grid::TWO;
        state.session.wipe = None;
    }
    let free = state.session.panes.iter().rposition(|pane| !pane.frozen)?;
    state.session.active = PaneId(free);
    state.session.maximised = false;
    screen::lay_out(state);
    Some(PaneId(free))
}

/// The pane alone, without what is beside it, and back.
fn maximise(state: &mut State, pane: PaneId) {
    view::activate(state, pane);
    state.session.maximised = !state.session.maximised;
    screen::lay_out(state);
}

/// True where lung and mediastinum can be set apart: values are HU.
#[must_use]
pub fn can_be_beside(state: &State) -> bool {
    let pane = state.session.pane(state.session.active);
    let stack = pane.and_then(|pane| pane.stack);
    stack.is_some_and(|stack| state.unit(stack) == Unit::Hu)
}

/// Two panes of the same slice, one with the window for lungs and one for the mediastinum; again,
/// and all is as before, at the slice that was come to.
pub fn beside(state: &mut State) {
    let active = state.session.pane(state.session.active).cloned();
    let Some(mut active) = active else { return };
    if let Some(before) = state.session.beside.take() {
        before.restore(&mut state.session);
        opening::rehome(state);
        let at = state.session.active;
        come_back(state, at, &active);
        screen::lay_out(state);
        return;
    }
    if !can_be_beside(state) {
        state.refused = Some(Refusal::NeedsHu);
        return;
    }
    let session = &mut state.session;
    let before = Before::taken(session);
    active.frozen = false;
    session.panes = vec![active.clone()];
    session.add_pane(active);
    session.grid = Grid::TWO;
    session.maximised = false;
    session.active = PaneId(0);
    session.beside = Some(Box::new(before));
    session.linked = Some(Linked {
        of_one: true,
        here: false,
        anchors: Vec::new(),
    });
    set_beside_windows(state);
    screen::lay_out(state);
}

/// A pane turns to what was come to in another that is gone, through its own window.
fn come_back(state: &mut State, pane: PaneId, from: &Pane) {
    let Some((stack, look)) = from.stack.zip(from.look()) else {
        return;
    };
    let Some(pane) = state.session.pane_mut(pane).filter(|it| !it.frozen) else {
        return;
    };
    pane.show(stack, look.wanted);
    if let Some(known) = pane.look_mut() {
        *known = in_place_of(known, look);
    }
}

/// A look as another is, but for all that is of the window.
fn in_place_of(known: &Look, like: &Look) -> Look {
    Look {
        window: known.window.clone(),
        choice: known.choice,
        inverted: known.inverted,
        colours: known.colours,
        ..like.clone()
    }
}

fn set_beside_windows(state: &mut State) {
    for (at, digit) in BESIDE.into_iter().enumerate() {
        windows::choose(state, PaneId(at), digit);
    }
}

/// Panes of one stack turn to that of this one and look at it alike, but for the window.
pub fn look_alike(state: &mut State, from: PaneId) {
    let Some((stack, look)) = state
        .session
        .pane(from)
        .and_then(|pane| Some((pane.stack?, pane.look()?.clone())))
    else {
        return;
    };
    let mut is_new = false;
    for to in link::linked_with(state, from) {
        let Some(pane) = state.session.pane_mut(to) else {
            continue;
        };
        is_new |= pane.stack != Some(stack);
        pane.show(stack, look.wanted);
        if let Some(other) = pane.look_mut() {
            *other = Look {
                wanted: other.wanted,
                ..in_place_of(other, &look)
            };
        }
    }
    if is_new {
        set_beside_windows(state);
    }
}

/// A pane that stands still shows what it shows, whatever is done to it; the pointer still tells
/// values.
pub fn stands_still(state: &State, action: &Action) -> bool {
    let is_frozen = |id: PaneId| state.session.pane(id).is_some_and(|pane| pane.frozen);
    action.changes_picture() && action.pane().is_some_and(is_frozen)
}

fn freeze(state: &mut State, pane: PaneId) {
    if state.session.planes.is_some() {
        state.refused = Some(Refusal::PlanesGoTogether);
        return;
    }
    if let Some(pane) = state.session.pane_mut(pane) {
        pane.frozen = !pane.frozen && pane.stack.is_some();
        pane.cine = None;
    }
}
