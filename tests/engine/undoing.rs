//! Layouts are undone and done again, in the order that they and the marks came in.

#![expect(clippy::float_cmp, reason = "windows in whole numbers")]

use hounsfield::marks::Kind;
use hounsfield::session::{Action, PaneId, Tool};

use crate::performer::Performer;
use crate::{PANE, series, show};

const RIGHT: PaneId = PaneId(1);

fn loaded() -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(20));
    viewer.settle();
    show(&mut viewer, 4);
    viewer
}

fn act(viewer: &mut Performer, actions: &[Action]) {
    for action in actions {
        viewer.act(action.clone());
        viewer.draw();
    }
}

fn draw_length(viewer: &mut Performer) {
    let press = |at| Action::PressMark {
        pane: PANE,
        at,
        reach: 0.02,
    };
    let release = |at| Action::ReleaseMark {
        pane: PANE,
        at,
        reach: 0.02,
    };
    let tool = Tool::Mark(Kind::Length);
    let actions = [
        Action::ChooseTool { tool },
        press([0.3, 0.3]),
        release([0.6, 0.6]),
    ];
    act(viewer, &actions);
}

/// The slices of the panes that are drawn, from the left.
fn slices(viewer: &Performer) -> Vec<usize> {
    let panes = (0..viewer.state.session.panes.len()).map(PaneId);
    let pictures = panes.map(|pane| viewer.state.screen.picture(pane));
    pictures.map(|picture| picture.unwrap().slice).collect()
}

fn marks(viewer: &Performer) -> usize {
    viewer.state.session.marks.list().len()
}

fn window(viewer: &Performer, pane: PaneId) -> [f64; 2] {
    let texts = hounsfield::overlay::pane(&viewer.state, pane);
    texts.window.unwrap()
}

#[test]
fn panes_and_marks_are_undone_in_the_order_that_they_came_in() {
    let mut viewer = loaded();
    act(
        &mut viewer,
        &[Action::SetLayout {
            rows: 1,
            columns: 2,
        }],
    );
    draw_length(&mut viewer);
    let scroll = Action::Scroll { pane: RIGHT, by: 5 };
    act(
        &mut viewer,
        &[
            scroll,
            Action::SetLayout {
                rows: 1,
                columns: 1,
            },
        ],
    );
    assert_eq!((slices(&viewer), marks(&viewer)), (vec![4], 1));
    act(&mut viewer, &[Action::Undo]);
    assert_eq!((slices(&viewer), marks(&viewer)), (vec![4, 9], 1));
    act(&mut viewer, &[Action::Undo]);
    assert_eq!((slices(&viewer), marks(&viewer)), (vec![4, 9], 0));
    act(&mut viewer, &[Action::Undo]);
    assert_eq!(slices(&viewer), [4]);
    act(&mut viewer, &[Action::Redo, Action::Redo]);
    assert_eq!((slices(&viewer).len(), marks(&viewer)), (2, 1));
    act(&mut viewer, &[Action::Redo]);
    assert_eq!((slices(&viewer), marks(&viewer)), (vec![4], 1));
}

#[test]
fn views_and_slices_are_no_layout_and_stay() {
    let mut viewer = loaded();
    let zoom = Action::Zoom {
        pane: PANE,
        factor: 2.0,
        at: [0.5, 0.5],
    };
    let scroll = Action::Scroll { pane: PANE, by: 3 };
    let maximise = Action::Maximise { pane: PANE };
    act(
        &mut viewer,
        &[
            Action::SetLayout {
                rows: 1,
                columns: 2,
            },
            maximise,
        ],
    );
    act(&mut viewer, &[zoom, scroll]);
    let view = viewer.state.session.panes[0].look().unwrap().view;
    assert!(viewer.state.session.maximised);
    act(&mut viewer, &[Action::Undo]);
    assert!(!viewer.state.session.maximised);
    assert_eq!(viewer.state.session.panes[0].look().unwrap().view, view);
    assert_eq!(slices(&viewer), [7, 4]);
    // What changed no layout is no step: one more, and the second pane is gone.
    act(&mut viewer, &[Action::Undo]);
    assert_eq!(slices(&viewer), [7]);
}

#[test]
fn lung_beside_mediastinum_is_undone_with_its_windows_and_the_other_pane() {
    let mut viewer = loaded();
    let bone = Action::Preset {
        pane: RIGHT,
        digit: 3,
    };
    act(
        &mut viewer,
        &[
            Action::SetLayout {
                rows: 1,
                columns: 2,
            },
            bone,
        ],
    );
    let left = window(&viewer, PANE);
    act(&mut viewer, &[Action::LungBesideMediastinum]);
    assert_eq!(window(&viewer, PANE), [-600.0, 1500.0]);
    assert_eq!(window(&viewer, RIGHT), [40.0, 400.0]);
    act(&mut viewer, &[Action::Undo]);
    assert_eq!(window(&viewer, PANE), left);
    assert_eq!(window(&viewer, RIGHT), [480.0, 2500.0]);
    assert!(viewer.state.session.beside.is_none());
    act(&mut viewer, &[Action::Redo]);
    assert_eq!(window(&viewer, RIGHT), [40.0, 400.0]);
    assert!(viewer.state.session.beside.is_some());
}

#[test]
fn a_pane_let_go_of_is_held_still_again() {
    let mut viewer = loaded();
    let freeze = Action::Freeze { pane: PANE };
    let frozen = |viewer: &Performer| viewer.state.session.panes[0].frozen;
    act(&mut viewer, &[freeze.clone(), freeze]);
    assert!(!frozen(&viewer));
    act(&mut viewer, &[Action::Undo]);
    assert!(frozen(&viewer));
    act(&mut viewer, &[Action::Undo]);
    assert!(!frozen(&viewer));
}

#[test]
fn closing_leaves_one_pane_and_taking_it_back_brings_both() {
    let mut viewer = loaded();
    let scroll = Action::Scroll { pane: RIGHT, by: 5 };
    act(
        &mut viewer,
        &[
            Action::SetLayout {
                rows: 1,
                columns: 2,
            },
            scroll,
        ],
    );
    act(&mut viewer, &[Action::CloseAll]);
    assert_eq!(viewer.state.session.panes.len(), 1);
    act(&mut viewer, &[Action::Undo]);
    viewer.settle();
    viewer.draw();
    assert_eq!(slices(&viewer), [4, 9]);
}

#[test]
fn a_layout_of_what_was_closed_comes_back_empty() {
    let mut viewer = loaded();
    let two = Action::SetLayout {
        rows: 1,
        columns: 2,
    };
    let one = Action::SetLayout {
        rows: 1,
        columns: 1,
    };
    act(&mut viewer, &[two, one, Action::CloseAll]);
    viewer.drop_files(2, series(3));
    viewer.settle();
    act(&mut viewer, &[Action::Undo]);
    let stacks: Vec<_> = viewer
        .state
        .session
        .panes
        .iter()
        .map(|pane| pane.stack)
        .collect();
    assert_eq!(stacks.len(), 2);
    assert!(stacks[0].is_some());
    for stack in stacks.into_iter().flatten() {
        assert!(viewer.state.catalog.stack(stack).is_some());
    }
}
