//! The list of marks.

use crate::engine::State;
use crate::marks::{Colour, Kind, Mark, MarkId};
use crate::overlay::mark_facts::ground_name;
use crate::overlay::mark_label::{headline, kind_name};
use crate::words;

/// One line of the list of marks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MarkItem {
    pub id: MarkId,
    pub kind: Kind,
    pub words: String,
    pub slice: String,
    pub text: String,
    pub colour: Colour,
    pub chosen: bool,
    /// It stands below the first of those that were copied from each other.
    pub is_copy: bool,
    /// Of the first of them: how many there are.
    pub copies: usize,
    /// The number of its slice or plane, from 1, and how many slices there are to copy it to.
    pub number: usize,
}

/// Every mark of what is open, in the order of drawing, copies below the first of theirs; none that is
/// hidden, for it may be an answer.
#[must_use]
pub fn mark_list(state: &State) -> Vec<MarkItem> {
    let marks = &state.session.marks;
    let mut items = Vec::new();
    for mark in marks.list().iter().filter(|it| !marks.is_hidden(it.id)) {
        let mut of_group: Vec<&Mark> = group(state, mark);
        if of_group.first().is_none_or(|first| first.id != mark.id) {
            continue;
        }
        let copies = of_group.len();
        if copies > 1 {
            of_group = by_number(state, of_group);
        }
        for (at, of_group) in of_group.into_iter().enumerate() {
            items.extend(item(state, of_group, at, copies));
        }
    }
    items
}

/// A mark with those that were copied from it or with it, in the order of drawing.
fn group<'a>(state: &'a State, mark: &'a Mark) -> Vec<&'a Mark> {
    let Some(group) = mark.group else {
        return vec![mark];
    };
    let marks = &state.session.marks;
    let all = marks.list().iter().filter(|it| !marks.is_hidden(it.id));
    all.filter(|other| other.group == Some(group)).collect()
}

fn by_number<'a>(state: &State, marks: Vec<&'a Mark>) -> Vec<&'a Mark> {
    let numbered = marks.into_iter().map(|mark| (number(state, mark), mark));
    let numbered: Vec<(usize, &Mark)> = numbered.collect();
    let numbered = crate::intake::sorted(numbered, |(a, _), (b, _)| a.cmp(b));
    numbered.into_iter().map(|(_, mark)| mark).collect()
}

/// Of the slice or the plane, from 1.
fn number(state: &State, mark: &Mark) -> usize {
    let of_slice = || {
        let stack = state
            .catalog
            .stack(state.catalog.stack_of(mark.ground.frame)?)?;
        stack.position_of(mark.ground.frame)
    };
    let section = mark.ground.plane.filter(|plane| plane.section.is_some());
    let number = section.map_or_else(of_slice, |plane| Some(plane.number));
    number.map_or(0, |number| number + 1)
}

fn item(state: &State, mark: &Mark, at: usize, copies: usize) -> Option<MarkItem> {
    let stack = state.catalog.stack_of(mark.ground.frame)?;
    let several = state.catalog.list().nth(1).is_some();
    let place = ground_name(state, &mark.ground)?;
    let series = several.then(|| state.catalog.name(stack)).flatten();
    Some(MarkItem {
        id: mark.id,
        kind: mark.shape.kind,
        words: headline(state, mark).unwrap_or_else(|| kind_name(mark.shape.kind).to_owned()),
        slice: series.map_or_else(|| place.clone(), |name| words::slice_in(&place, &name)),
        text: mark.text.clone(),
        colour: mark.colour,
        chosen: state.session.marks.chosen == Some(mark.id),
        is_copy: at > 0,
        copies,
        number: number(state, mark),
    })
}
