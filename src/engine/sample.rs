//! The computed chest, opened like a drop: its files are made by workers when they are read.

use crate::engine::event::Effect;
use crate::engine::{DroppedFile, Origin, State, cases, load, view};
use crate::intake::{FileId, FrameKey};
use crate::sample::{FILE_BYTES, SLICES};

/// Opens it, or turns to it where it is open already.
pub fn open(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(file) = opened(state) {
        if let Some(stack) = state.catalog.stack_of(FrameKey::first(file)) {
            let pane = state.session.active;
            view::touched(state, pane);
            view::show(state, pane, stack);
        }
        return;
    }
    let drop = state.next_drop();
    load::drop_started(state, drop, effects);
    for slice in from_the_middle() {
        let path = format!("sample/{:03}.dcm", slice + 1);
        let Some(case) = load::count_file(state, drop, &path) else {
            break;
        };
        let file = FileId::of_member(state.next_member);
        state.next_member += 1;
        let dropped = DroppedFile {
            path,
            bytes: FILE_BYTES,
            case,
            origin: Origin::Sample { slice },
        };
        state.files.insert(file, dropped);
        cases::take_up(state, file);
    }
    load::drop_walked(state, drop);
}

fn opened(state: &State) -> Option<FileId> {
    let is_sample = |file: &DroppedFile| matches!(file.origin, Origin::Sample { .. });
    let mut files = state.files.iter();
    files
        .find(|(_, file)| is_sample(file))
        .map(|(file, _)| *file)
}

/// The order is known beforehand: what shows most comes first.
fn from_the_middle() -> impl Iterator<Item = u32> {
    let half = SLICES / 2;
    (0..SLICES).map(move |n| {
        if n % 2 == 0 {
            half + n / 2
        } else {
            half - n.div_ceil(2)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slice_comes_once_the_middle_one_first() {
        let mut order: Vec<u32> = from_the_middle().collect();
        assert_eq!(order[..3], [60, 59, 61]);
        order.sort_unstable();
        assert_eq!(order, (0..SLICES).collect::<Vec<_>>());
    }
}
