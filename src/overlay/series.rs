//! The list of series.

use std::collections::BTreeSet;

use crate::engine::State;
use crate::remark::{Cause, Note};
use crate::series::{self, StackId};
use crate::session::PaneId;
use crate::words;

/// One line of the list of series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeriesItem {
    pub stack: StackId,
    pub name: String,
    pub title: String,
    pub detail: String,
    /// What told it apart, what is odd about it.
    pub remarks: Vec<String>,
    /// The same for machines: `missing=7 tilted=12.5`.
    pub notes: String,
}

#[must_use]
pub fn series_list(state: &State) -> Vec<SeriesItem> {
    let listed: Vec<StackId> = state.catalog.list().collect();
    let items = listed.iter().filter_map(|id| series_item(state, *id));
    items.collect()
}

fn series_item(state: &State, id: StackId) -> Option<SeriesItem> {
    let stack = state.catalog.stack(id)?;
    let mut detail = vec![words::images(stack.len())];
    detail.extend(stack.thickness_mm.map(words::thickness));
    // What is still missing while files are read is not odd.
    let notes = if state.is_loading() {
        &[]
    } else {
        stack.notes()
    };
    let causes: Vec<Cause> = state.catalog.apart_by(id).collect();
    let apart = (!causes.is_empty()).then(|| words::apart_by(&causes));
    Some(SeriesItem {
        stack: id,
        name: state.catalog.name(id)?,
        title: title(state, stack),
        detail: detail.join(", "),
        remarks: apart
            .into_iter()
            .chain(notes.iter().map(words::note))
            .filter(|_| !state.session.blind)
            .collect(),
        notes: notes.iter().map(Note::code).collect::<Vec<_>>().join(" "),
    })
}

/// Stacks that one can be joined with, and their titles.
#[must_use]
pub fn joinable(state: &State, stack: StackId) -> Vec<(StackId, String)> {
    let others = state.catalog.list();
    others
        .filter(|other| state.catalog.can_join(stack, *other))
        .take(JOINABLE)
        .filter_map(|other| Some((other, title(state, state.catalog.stack(other)?))))
        .collect()
}

/// A menu of more is no menu.
const JOINABLE: usize = 8;

/// What a series is called; where that may be an answer, by its place in the list alone.
fn title(state: &State, stack: &series::Stack) -> String {
    if state.session.blind {
        let case = state.case_of(stack.id);
        let mut of_case = state.catalog.list().filter(|id| state.case_of(*id) == case);
        let at = of_case.position(|id| id == stack.id).unwrap_or_default();
        return words::blind_series(at + 1);
    }
    let number = stack.series_number.map(|number| number.to_string());
    let title: Vec<String> = number
        .into_iter()
        .chain(stack.description.as_deref().map(words::isolated))
        .collect();
    if title.is_empty() {
        words::SERIES.to_owned()
    } else {
        title.join("  ")
    }
}

/// The slice of a stack that a pane shows, from 0: where the reader may split it.
#[must_use]
pub fn shown_slice(state: &State, stack: StackId) -> Option<usize> {
    let panes = (0..state.session.panes.len()).map(PaneId);
    let mut pictures = panes.filter_map(|pane| state.screen.picture(pane));
    pictures
        .find(|picture| picture.stack == stack)
        .map(|picture| picture.slice)
}

/// True where studies can't be ordered by their dates: there are several, and none has one.
#[must_use]
pub fn are_dates_removed(state: &State) -> bool {
    let mut studies: BTreeSet<Option<&str>> = BTreeSet::new();
    for stack in state.catalog.stacks() {
        if stack.study_date.is_some() {
            return false;
        }
        studies.insert(stack.study_uid.as_deref());
    }
    studies.len() > 1
}
