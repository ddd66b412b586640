//! Closing undone, until something else is opened. Of what was closed nothing is kept but the
//! browser's handles of the files, not a byte of them: they are read again.

use crate::engine::event::Effect;
use crate::engine::load::Drop;
use crate::engine::{Origin, State, desk, load, sample};
use crate::intake::{FileId, Found};
use crate::session::layout::Linked;
use crate::session::{Grid, Marks, Pane};

/// What was open before all was closed.
#[derive(Debug, Default)]
pub struct Closed {
    drops: Vec<ClosedDrop>,
    panes: Vec<Pane>,
    grid: Grid,
    linked: Option<Linked>,
}

/// Panes of a case that is being opened again, and whether they went together.
pub type Returning = (Vec<Pane>, Option<Linked>);

#[derive(Debug)]
enum ClosedDrop {
    Files(Vec<Found>),
    Sample,
}

impl Closed {
    /// The files whose handles stay.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        let files = self.drops.iter().flat_map(|drop| match drop {
            ClosedDrop::Files(files) => files.as_slice(),
            ClosedDrop::Sample => &[],
        });
        files.map(|found| found.file)
    }
}

impl State {
    /// There is something that was closed and can be had again.
    #[must_use]
    pub fn can_reopen(&self) -> bool {
        !self.closed.drops.is_empty()
    }
}

/// What is open now. A folder that is still being gone through is not known whole, and left out.
pub fn closing(state: &State) -> Closed {
    let drops = state.drops.iter().filter(|drop| !drop.walking);
    Closed {
        drops: drops.filter_map(|drop| closed_drop(state, drop)).collect(),
        panes: state.session.panes.clone(),
        grid: state.session.grid,
        linked: state.session.linked.clone().map(Linked::anew),
    }
}

fn closed_drop(state: &State, drop: &Drop) -> Option<ClosedDrop> {
    let is_of_drop = |file: FileId| state.drop_of(file).is_some_and(|it| it.id == drop.id);
    let of_drop = || state.files.iter().filter(|(file, _)| is_of_drop(**file));
    if of_drop().any(|(_, file)| matches!(file.origin, Origin::Sample { .. })) {
        return Some(ClosedDrop::Sample);
    }
    let dropped = of_drop().filter(|(_, file)| file.origin == Origin::Dropped);
    let files: Vec<Found> = dropped
        .map(|(id, file)| Found {
            file: *id,
            path: file.path.clone(),
            bytes: file.bytes,
        })
        .collect();
    (!files.is_empty()).then_some(ClosedDrop::Files(files))
}

/// Something else is opened.
pub fn forget(state: &mut State, effects: &mut Vec<Effect>) {
    let closed = std::mem::take(&mut state.closed);
    state.returning = Returning::default();
    if !closed.drops.is_empty() {
        // Marks, and what grew, end with the case that they were of: nothing of it is undone in the
        // next one.
        state.session.marks = Marks::default();
        state.session.changes.forget_marks();
        state.regions.clear();
        state.grey.resting.clear();
        effects.push(Effect::Forget(closed.files().collect()));
    }
}

pub fn reopen(state: &mut State, effects: &mut Vec<Effect>) {
    let closed = std::mem::take(&mut state.closed);
    for drop in closed.drops {
        match drop {
            ClosedDrop::Sample => sample::open(state, effects),
            ClosedDrop::Files(files) => {
                let id = state.next_drop();
                load::drop_started(state, id, effects);
                load::found(state, id, files);
                load::drop_walked(state, id);
            }
        }
    }
    desk::set_layout(state, closed.grid);
    state.returning = (closed.panes, closed.linked);
}

/// All is read again: panes that the reader has not touched meanwhile turn to what they showed.
/// What came out of an archive has another identity now, and opens as at first.
pub fn loaded(state: &mut State) {
    if state.is_loading() {
        return;
    }
    let (panes, linked) = std::mem::take(&mut state.returning);
    let catalog = &state.catalog;
    for (at, mut was) in panes.into_iter().enumerate() {
        was.rehome(|frame| catalog.stack_of(frame));
        was.pointer = None;
        if let Some(pane) = state.session.panes.get_mut(at)
            && was.stack.is_some()
            && !pane.touched
        {
            was.key = pane.key;
            *pane = was;
        }
    }
    // They go together from where they are again.
    if linked.is_some() && state.session.beside.is_none() {
        state.session.linked = linked;
    }
}
