//! What is shown first, and what is said of slices that are not here.

use hounsfield::overlay::{self, Held};
use hounsfield::session::{Action, PaneId};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::performer::Performer;
use crate::{PANE, file_bytes, series, show};

fn held(viewer: &Performer) -> Held {
    overlay::held(&viewer.state, PANE).unwrap()
}

fn words(viewer: &Performer) -> Option<String> {
    held(viewer).words
}

#[test]
fn the_slices_that_are_here_are_told_and_at_the_end_nothing() {
    let mut viewer = Performer::new();
    assert_eq!(overlay::held(&viewer.state, PANE), None);
    viewer.drop_files(1, series(9));
    for read in 1..9 {
        viewer.answer();
        assert_eq!(words(&viewer).unwrap(), format!("{read} of 9 here"));
        assert_eq!(held(&viewer).slices, read);
    }
    viewer.settle();
    let all = held(&viewer);
    assert_eq!((all.slices, all.words), (9, None));
    assert_eq!(all.here.first(), Some(&(0..9)));
}

#[test]
fn what_the_budget_does_not_hold_is_hatched() {
    let mut viewer = Performer::new();
    let bytes = 10 * file_bytes();
    viewer.act(Action::SetBudget { bytes });
    viewer.drop_files(1, series(40));
    viewer.settle();
    for slice in [0, 20] {
        show(&mut viewer, slice);
        viewer.settle();
        let Held {
            slices,
            here,
            words,
        } = held(&viewer);
        let count: usize = here.iter().map(std::ops::Range::len).sum();
        assert_eq!(slices, 40);
        assert!(here.iter().any(|range| range.contains(&slice)), "{here:?}");
        assert!(here.windows(2).all(|pair| pair[0].end < pair[1].start));
        assert!(count < 10 && words.unwrap() == format!("{count} of 40 here"));
    }
}

#[test]
fn missing_slices_are_told_when_all_that_came_is_here() {
    let phantom = Series {
        number: 1,
        slices: 30,
        side: 64,
        slice_mm: 3.0,
    };
    let gap = 12..19;
    let files = (0..30).filter(|index| !gap.contains(index));
    let named = files.map(|index| {
        let bytes = phantom.slice(index).write(&Writing::default());
        (format!("case/{index}.dcm"), bytes)
    });
    let mut viewer = Performer::new();
    viewer.drop_files(1, named.collect());
    viewer.settle();
    assert_eq!(words(&viewer).as_deref(), Some("7 missing"));
}

#[test]
fn a_stack_that_opens_by_itself_opens_in_its_middle() {
    let localizer = Series {
        number: 1,
        slices: 2,
        side: 64,
        slice_mm: 100.0,
    };
    let first = localizer.slice(0).write(&Writing::default());
    let mut files = vec![("a.dcm".to_owned(), first)];
    let chest = Series {
        number: 2,
        slices: 21,
        side: 64,
        slice_mm: 1.0,
    };
    files.extend((0..21).map(|index| {
        let bytes = chest.slice(index).write(&Writing::default());
        (format!("b{index}.dcm"), bytes)
    }));
    let mut viewer = Performer::new();
    viewer.drop_files(1, files);
    viewer.answer();
    viewer.draw();
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 1);
    viewer.settle();
    assert_eq!(viewer.slice(), Some(11));
}

/// Names in order, and whether the first of them is no image.
fn in_order(slices: usize, first_is_bad: bool) -> Vec<(String, Vec<u8>)> {
    let mut files = series(slices);
    if first_is_bad {
        files[0].1 = b"Dear colleague, please find".to_vec();
    }
    files
}

#[test]
fn the_first_file_of_a_drop_is_shown_first_whichever_is_read_first() {
    for first_is_bad in [false, true] {
        let mut viewer = Performer::new();
        viewer.drop_files(1, in_order(6, first_is_bad));
        // The other worker is faster.
        let slow = viewer.jobs.pop_front().unwrap();
        viewer.answer();
        viewer.draw();
        assert_eq!(viewer.slice(), None);
        viewer.jobs.push_front(slow);
        viewer.answer();
        viewer.draw();
        let shown = viewer.state.screen.picture(PANE).unwrap().frame.file;
        let expected = ["case/0000.dcm", "case/0001.dcm"][usize::from(first_is_bad)];
        assert_eq!(viewer.state.path(shown), Some(expected));
    }
}

/// A stack of another study.
fn study(number: u32, slices: usize) -> Vec<(String, Vec<u8>)> {
    let other = Series {
        number,
        slices,
        side: 64,
        slice_mm: 1.0,
    };
    let file = |at: usize| {
        let bytes = other.slice(at).write(&Writing::default());
        (format!("{number}/{at:04}.dcm"), bytes)
    };
    (0..slices).map(file).collect()
}

/// How many slices the stack of each pane has.
fn stacks(viewer: &Performer) -> Vec<usize> {
    let panes = viewer.state.session.panes.iter();
    let stacks = panes.filter_map(|pane| viewer.state.catalog.stack(pane.stack?));
    stacks.map(hounsfield::series::Stack::len).collect()
}

fn two_studies() -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(9));
    viewer.settle();
    show(&mut viewer, 2);
    viewer.drop_files(2, study(2, 4));
    viewer.settle();
    viewer
}

#[test]
fn a_second_study_goes_to_the_right_and_what_is_read_stays() {
    let mut viewer = two_studies();
    assert_eq!(stacks(&viewer), [9, 4]);
    assert_eq!(viewer.slice(), Some(3), "the first study was turned over");
    assert_eq!(viewer.state.session.active, PaneId(1));
    viewer.act(Action::Undo);
    assert_eq!(stacks(&viewer), [9]);
    viewer.act(Action::Redo);
    assert_eq!(stacks(&viewer), [9, 4]);
    // A third takes the place of the second.
    viewer.drop_files(3, study(3, 6));
    viewer.settle();
    assert_eq!(stacks(&viewer), [9, 6]);
}

#[test]
fn a_frozen_pane_keeps_its_study_and_a_maximised_one_gives_way() {
    let mut viewer = two_studies();
    viewer.act(Action::CloseAll);
    viewer.drop_files(3, series(9));
    viewer.settle();
    viewer.act(Action::SetLayout {
        rows: 1,
        columns: 2,
    });
    viewer.act(Action::Freeze { pane: PaneId(1) });
    viewer.act(Action::Maximise { pane: PANE });
    viewer.drop_files(4, study(2, 4));
    viewer.settle();
    assert_eq!(stacks(&viewer), [4, 9]);
    assert!(!viewer.state.session.maximised);
    viewer.act(Action::Freeze { pane: PANE });
    viewer.drop_files(5, study(3, 3));
    viewer.settle();
    assert_eq!(stacks(&viewer), [4, 9]);
}

#[test]
fn a_pane_that_opened_for_what_was_given_up_closes_again() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(9));
    viewer.settle();
    viewer.drop_files(2, study(2, 40));
    for _ in 0..4 {
        viewer.answer();
    }
    assert_eq!(viewer.state.session.panes.len(), 2);
    viewer.act(Action::CancelLoading);
    viewer.settle();
    assert_eq!(stacks(&viewer), [9]);
}

#[test]
fn more_slices_of_what_is_shown_open_nothing() {
    let mut viewer = Performer::new();
    let mut files = series(9);
    let later = files.split_off(5);
    viewer.drop_files(1, files);
    viewer.settle();
    viewer.drop_files(2, later);
    viewer.settle();
    assert_eq!(stacks(&viewer), [9]);
}

#[test]
fn both_windows_beside_each_other_give_way_to_a_second_study() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(9));
    viewer.settle();
    viewer.act(Action::LungBesideMediastinum);
    viewer.drop_files(2, study(2, 4));
    viewer.settle();
    assert_eq!(stacks(&viewer), [9, 4]);
    viewer.act(Action::Undo);
    assert_eq!(stacks(&viewer), [9, 9]);
    assert!(viewer.state.session.beside.is_some());
}
