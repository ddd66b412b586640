//! What holds of linked panes whatever else is done: undo, panes that stand still, views to go back to.

#![expect(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "a few slices, windows in whole numbers"
)]

use hounsfield::engine::link::LinkBy;
use hounsfield::session::Action;

use crate::PANE;
use crate::links::{
    RIGHT, THICK, THIN, THIRD, act, by, in_space, link, number, opened, scroll, show, slices,
    stack, told, window,
};

#[test]
fn a_frozen_pane_is_left_alone_and_what_is_put_beside_comes_to_the_place() {
    let mut viewer = opened(&[THIN.files(in_space), THICK.files(in_space)]);
    act(
        &mut viewer,
        Action::SetLayout {
            rows: 1,
            columns: 3,
        },
    );
    show(&mut viewer, [4, 4]);
    link(&mut viewer, false);
    act(&mut viewer, Action::Freeze { pane: RIGHT });
    assert_eq!(told(&viewer, RIGHT), None);
    scroll(&mut viewer, PANE, 6);
    assert_eq!(slices(&viewer)[..2], [10, 4]);
    let thick = number(&viewer, 2);
    act(
        &mut viewer,
        Action::ShowStack {
            pane: THIRD,
            stack: thick,
        },
    );
    // At -30 mm.
    assert_eq!(slices(&viewer), [10, 4, 8]);
}

#[test]
fn linking_is_undone() {
    let mut viewer = opened(&[THIN.files(in_space), THICK.files(in_space)]);
    link(&mut viewer, false);
    act(&mut viewer, Action::Undo);
    assert_eq!(viewer.state.session.linked, None);
    act(&mut viewer, Action::Redo);
    scroll(&mut viewer, PANE, 2);
    let at = slices(&viewer);
    // 3 mm and 5 mm from 0 and from 10.
    let [a, b] = [at[0] as f64 * -3.0, 10.0 - at[1] as f64 * 5.0];
    assert!((a - b).abs() <= 2.5, "{at:?}");
}

#[test]
fn lung_beside_mediastinum_is_a_link_of_its_own() {
    let mut viewer = opened(&[THIN.files(in_space), THICK.files(in_space)]);
    link(&mut viewer, false);
    act(&mut viewer, Action::Activate { pane: PANE });
    act(&mut viewer, Action::LungBesideMediastinum);
    assert_eq!(told(&viewer, PANE), Some(by(LinkBy::Position)));
    scroll(&mut viewer, RIGHT, 1);
    let at = slices(&viewer);
    assert_eq!(at[0], at[1]);
    // Let go of each other they stay as they are.
    link(&mut viewer, false);
    scroll(&mut viewer, RIGHT, 1);
    assert_eq!(slices(&viewer), [at[0], at[1] + 1]);
    act(&mut viewer, Action::LungBesideMediastinum);
    assert_eq!(told(&viewer, PANE), Some(by(LinkBy::Position)));
    assert_eq!(viewer.state.session.panes.len(), 2);
}

#[test]
fn what_a_pane_did_alone_is_not_undone_in_the_other() {
    let mut viewer = opened(&[THIN.files(in_space), THICK.files(in_space)]);
    let preset = |pane, digit| Action::Preset { pane, digit };
    act(&mut viewer, preset(PANE, 1));
    act(&mut viewer, preset(RIGHT, 2));
    link(&mut viewer, false);
    let zoom = Action::Zoom {
        pane: PANE,
        factor: 2.0,
        at: [0.5, 0.5],
    };
    act(&mut viewer, zoom);
    act(&mut viewer, Action::PreviousView { pane: PANE });
    assert_eq!(window(&viewer, PANE), [-600.0, 1500.0]);
    assert_eq!(window(&viewer, RIGHT), [40.0, 400.0]);
    // A window that went along is gone back from in either pane.
    act(&mut viewer, preset(PANE, 3));
    assert_eq!(window(&viewer, RIGHT), [480.0, 2500.0]);
    act(&mut viewer, Action::PreviousView { pane: RIGHT });
    assert_eq!(window(&viewer, RIGHT), [40.0, 400.0]);
}

#[test]
fn values_without_a_stated_unit_are_counted_alike_in_one_series_only() {
    let stored = |file| {
        in_space(file)
            .text(0x0008_0060, "CS", "MR")
            .without(0x0028_1054)
    };
    let mut viewer = opened(&[THIN.files(stored), THICK.files(stored)]);
    link(&mut viewer, false);
    let before = window(&viewer, RIGHT);
    let dragged = Action::SetWindow {
        pane: PANE,
        center: 100.0,
        width: 50.0,
    };
    act(&mut viewer, dragged);
    assert_eq!(window(&viewer, PANE), [100.0, 50.0]);
    assert_eq!(window(&viewer, RIGHT), before);
}

#[test]
fn a_pane_that_may_move_again_and_a_link_that_is_had_back_come_to_the_place() {
    let mut viewer = opened(&[THIN.files(in_space), THICK.files(in_space)]);
    show(&mut viewer, [4, 4]);
    link(&mut viewer, false);
    act(&mut viewer, Action::Freeze { pane: RIGHT });
    // At -36 mm; -35 is nearest.
    scroll(&mut viewer, PANE, 8);
    assert_eq!(slices(&viewer), [12, 4]);
    act(&mut viewer, Action::Activate { pane: PANE });
    act(&mut viewer, Action::Freeze { pane: RIGHT });
    assert_eq!(slices(&viewer), [12, 9]);
    assert_eq!(told(&viewer, RIGHT), Some(by(LinkBy::Position)));
    link(&mut viewer, false);
    scroll(&mut viewer, PANE, -8);
    assert_eq!(slices(&viewer), [4, 9]);
    act(&mut viewer, Action::Undo);
    assert_eq!(slices(&viewer), [4, 4]);
    assert_eq!(told(&viewer, RIGHT), Some(by(LinkBy::Position)));
}

#[test]
fn a_thin_stack_that_follows_a_thick_one_shows_each_of_its_slices() {
    // 0.4 mm apart from 0 down, beside 5 mm.
    let fine = stack(1, 120, 64, 0.4, 0.0);
    let mut viewer = opened(&[fine.files(in_space), THICK.files(in_space)]);
    show(&mut viewer, [0, 2]);
    link(&mut viewer, false);
    let before = viewer.draws.len();
    scroll(&mut viewer, RIGHT, 1);
    // From 0 to -5 mm: 12 or 13 slices of 0.4 mm.
    let last = slices(&viewer)[0];
    assert!((12..=13).contains(&last), "{last}");
    let mut shown: Vec<_> = viewer.draws[before..]
        .iter()
        .map(|list| list.panes[0].frame)
        .collect();
    shown.dedup();
    assert_eq!(shown.len(), last, "each slice on the way");
    // A jump goes there at once, in both.
    let before = viewer.draws.len();
    scroll(&mut viewer, RIGHT, 10);
    assert!(viewer.draws.len() - before <= 2);
}

#[test]
fn panes_that_went_together_do_so_again_when_their_case_is_opened_again() {
    let mut viewer = opened(&[THIN.files(in_space), THICK.files(in_space)]);
    show(&mut viewer, [4, 11]);
    link(&mut viewer, true);
    scroll(&mut viewer, PANE, -2);
    let at = slices(&viewer);
    act(&mut viewer, Action::CloseAll);
    assert_eq!(viewer.state.session.linked, None);
    act(&mut viewer, Action::Reopen);
    assert_eq!(slices(&viewer), at);
    assert_eq!(told(&viewer, RIGHT), Some(by(LinkBy::Offset)));
    scroll(&mut viewer, PANE, 2);
    assert_eq!(slices(&viewer), [4, 11]);
}
