//! Closing undone.

use hounsfield::engine::PaneState;
use hounsfield::session::Action;

use crate::performer::Performer;
use crate::{PANE, series, show};

fn closed(slices: usize) -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(slices));
    viewer.settle();
    show(&mut viewer, 6);
    viewer.act(Action::SetWindow {
        pane: PANE,
        center: -500.0,
        width: 900.0,
    });
    viewer.draw();
    viewer.act(Action::CloseAll);
    viewer.draw();
    viewer
}

#[test]
fn what_was_closed_opens_where_it_was() {
    let mut viewer = closed(9);
    assert!(viewer.state.can_reopen());
    assert_eq!(viewer.held_bytes(), 0, "samples are kept");
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Empty);
    let read = viewer.state.work.bytes_read;

    viewer.act(Action::Reopen);
    viewer.settle();
    assert_eq!(viewer.slice(), Some(7));
    let window = viewer.state.screen.picture(PANE).unwrap().window.clone();
    let window = window.unwrap();
    assert_eq!((window.center, window.width), (-500.0, 900.0));
    assert_eq!(viewer.state.work.bytes_read, 2 * read, "it is read again");
    assert!(!viewer.state.can_reopen());
    assert!(viewer.state.problems.is_empty());
}

#[test]
fn what_the_reader_does_meanwhile_stands() {
    let mut viewer = closed(9);
    viewer.act(Action::Reopen);
    viewer.answer();
    viewer.draw();
    show(&mut viewer, 0);
    viewer.settle();
    let first = viewer.state.catalog.stacks().next().unwrap();
    let wanted = viewer.state.session.pane(PANE).unwrap().look().unwrap();
    assert_ne!(Some(wanted.wanted), first.frame(6));
}

#[test]
fn opening_something_else_forgets_it() {
    let mut viewer = closed(9);
    assert_eq!(viewer.files(), 9);
    viewer.drop_files(2, series(4));
    viewer.settle();
    assert!(!viewer.state.can_reopen());
    assert_eq!(viewer.files(), 4, "handles of the closed files are kept");
    viewer.act(Action::Reopen);
    viewer.settle();
    assert_eq!(viewer.state.drops.len(), 1);
}

#[test]
fn a_load_that_was_given_up_is_gone() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(9));
    viewer.answer();
    viewer.act(Action::CancelLoading);
    assert!(!viewer.state.can_reopen());
    assert_eq!(viewer.files(), 0);
}

#[test]
fn the_sample_is_computed_again_and_closing_nothing_changes_nothing() {
    let mut viewer = Performer::new();
    viewer.act(Action::OpenSample);
    viewer.answer();
    viewer.act(Action::CloseAll);
    viewer.act(Action::CloseAll);
    assert!(viewer.state.can_reopen());
    viewer.act(Action::Reopen);
    assert_eq!(viewer.state.drops.last().unwrap().files, 120);
}
