//! Which slices of a pane's stack are here: what a slider hatches, and says (BEHAVIOUR 3).

use std::ops::Range;

use crate::engine::State;
use crate::engine::rare;
use crate::remark::Note;
use crate::rendering::camera::STEPS;
use crate::series::Stack;
use crate::session::PaneId;
use crate::words;

/// The slices of a pane's stack, and those that can be drawn without reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Of the stack, as far as it is known.
    pub slices: usize,
    /// Slices from 0, in order; between two ranges there is something that is not here.
    pub here: Vec<Range<usize>>,
    /// `212 of 300 here`, `7 missing`; nothing where all is here.
    pub words: Option<String>,
}

/// What is here of the stack that a pane has turned to.
#[must_use]
pub fn held(state: &State, pane: PaneId) -> Option<Held> {
    let stack = state.catalog.stack(state.session.pane(pane)?.stack?)?;
    let of_stack = of_stack(state, stack);
    if let Some(ladder) = rare::planes::ladder(state, pane) {
        let slices = usize::try_from(ladder.count).unwrap_or(1);
        // What is not here is hatched in the picture.
        let here = std::iter::once(0..slices).collect();
        return Some(Held {
            slices,
            here,
            words: of_stack.words,
        });
    }
    if state.screen.rendered(pane).is_some() {
        return Some(Held {
            slices: STEPS,
            here: std::iter::once(0..STEPS).collect(),
            words: of_stack.words,
        });
    }
    Some(of_stack)
}

fn of_stack(state: &State, stack: &Stack) -> Held {
    let here = ranges(stack.frames().map(|frame| state.is_held(frame)));
    let count: usize = here.iter().map(Range::len).sum();
    let slices = stack.len() + state.still_to_come(stack.id);
    let words = if count < slices {
        Some(words::slices_here(count, slices))
    } else {
        let missing = |note: &&Note| matches!(note, Note::Missing(_));
        stack.notes().iter().find(missing).map(words::note)
    };
    Held {
        slices: stack.len(),
        here,
        words,
    }
}

/// Where a truth holds, from the first place to the one after the last.
fn ranges(truths: impl Iterator<Item = bool>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, _) in truths.enumerate().filter(|(_, is_so)| *is_so) {
        match ranges.last_mut().filter(|range| range.end == at) {
            Some(range) => range.end = at + 1,
            None => ranges.push(at..at + 1),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_end_where_something_is_not_here() {
        let of = |truths: &str| ranges(truths.chars().map(|truth| truth == 'x'));
        assert_eq!(of("xx..x.xxx"), [0..2, 4..5, 6..9]);
        assert_eq!(of("xxx").first(), Some(&(0..3)));
        assert!(of("..").is_empty());
    }
}
