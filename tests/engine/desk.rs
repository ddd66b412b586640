//! Panes beside each other, views that are gone back to, cine, cases.

use hounsfield::gpu::DrawList;
use hounsfield::overlay::{self, Badge};
use hounsfield::session::{Action, PaneId};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::{Series, grey};

use crate::performer::Performer;
use crate::{PANE, series, show};

const RIGHT: PaneId = PaneId(1);

fn loaded(slices: usize) -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(slices));
    viewer.settle();
    show(&mut viewer, 4);
    viewer
}

fn act(viewer: &mut Performer, action: Action) {
    viewer.act(action);
    viewer.draw();
}

fn slices(viewer: &Performer) -> Vec<usize> {
    let panes = (0..viewer.state.session.panes.len()).map(PaneId);
    let picture = |pane| viewer.state.screen.picture(pane).unwrap();
    panes.map(|pane| picture(pane).slice).collect()
}

fn windows(viewer: &Performer) -> Vec<[f64; 2]> {
    let panes = (0..viewer.state.session.panes.len()).map(PaneId);
    let texts = panes.map(|pane| overlay::pane(&viewer.state, pane));
    texts.map(|texts| texts.window.unwrap()).collect()
}

fn widths(list: &DrawList) -> Vec<u32> {
    list.panes.iter().map(|pane| pane.rect.width).collect()
}

#[test]
fn lung_lies_beside_mediastinum_and_both_go_together() {
    let mut viewer = loaded(20);
    act(
        &mut viewer,
        Action::Preset {
            pane: PANE,
            digit: 3,
        },
    );
    act(&mut viewer, Action::LungBesideMediastinum);
    let both = [[-600.0, 1500.0], [40.0, 400.0]];
    assert_eq!(windows(&viewer), both);
    assert_eq!(slices(&viewer), [4, 4]);
    act(&mut viewer, Action::Scroll { pane: RIGHT, by: 3 });
    assert_eq!(slices(&viewer), [7, 7]);
    let zoom = Action::Zoom {
        pane: PANE,
        factor: 2.0,
        at: [0.2, 0.8],
    };
    act(&mut viewer, zoom);
    let view = |pane| viewer.state.screen.picture(pane).unwrap().view;
    assert_eq!(view(PANE), view(RIGHT));
    // Windows stay apart.
    let window = Action::SetWindow {
        pane: RIGHT,
        center: 50.0,
        width: 300.0,
    };
    act(&mut viewer, window);
    assert_eq!(windows(&viewer), [both[0], [50.0, 300.0]]);
    act(&mut viewer, Action::LungBesideMediastinum);
    assert_eq!(windows(&viewer), [[480.0, 2500.0]]);
    assert_eq!(slices(&viewer), [7]);
}

#[test]
fn every_slice_is_seen_in_both() {
    let mut viewer = loaded(20);
    act(&mut viewer, Action::LungBesideMediastinum);
    let before = viewer.draws.len();
    act(&mut viewer, Action::Scroll { pane: PANE, by: 5 });
    assert_eq!(viewer.draws.len() - before, 5);
    assert_eq!(slices(&viewer), [9, 9]);
}

#[test]
fn without_hu_nothing_is_set_apart() {
    let mut viewer = Performer::new();
    let phantom = Series {
        number: 1,
        slices: 3,
        side: 64,
        slice_mm: 3.0,
    };
    let files = (0..3).map(|at| {
        let file = phantom.slice(at).without(0x0028_1052).without(0x0028_1053);
        (format!("{at}"), file.write(&Writing::default()))
    });
    viewer.drop_files(1, files.collect());
    viewer.settle();
    assert!(!hounsfield::engine::can_be_beside(&viewer.state));
    act(&mut viewer, Action::LungBesideMediastinum);
    assert_eq!(viewer.state.session.panes.len(), 1);
}

#[test]
fn one_of_two_panes_is_maximised_and_back() {
    let mut viewer = loaded(9);
    act(
        &mut viewer,
        Action::SetLayout {
            rows: 1,
            columns: 2,
        },
    );
    assert_eq!(widths(viewer.draws.last().unwrap()), [399, 399]);
    act(&mut viewer, Action::Maximise { pane: RIGHT });
    assert_eq!(widths(viewer.draws.last().unwrap()), [800]);
    assert_eq!(viewer.state.session.active, RIGHT);
    act(&mut viewer, Action::Maximise { pane: RIGHT });
    assert_eq!(widths(viewer.draws.last().unwrap()), [399, 399]);
}

#[test]
fn a_frozen_pane_stands_still_and_still_tells_values() {
    let mut viewer = loaded(9);
    act(&mut viewer, Action::Freeze { pane: PANE });
    let before = viewer.draws.len();
    for action in [
        Action::Scroll { pane: PANE, by: 1 },
        Action::Preset {
            pane: PANE,
            digit: 2,
        },
        Action::Invert { pane: PANE },
        Action::Reset { pane: PANE },
    ] {
        act(&mut viewer, action);
    }
    assert_eq!((viewer.draws.len(), viewer.slice()), (before, Some(5)));
    viewer.act(Action::PointAt {
        pane: PANE,
        at: Some([0.5, 0.5]),
    });
    let texts = overlay::pane(&viewer.state, PANE);
    assert_eq!(texts.badges, [Badge::Frozen]);
    assert!(texts.probe.is_some());
    act(&mut viewer, Action::Freeze { pane: PANE });
    act(&mut viewer, Action::Scroll { pane: PANE, by: 1 });
    assert_eq!(viewer.slice(), Some(6));
}

#[test]
fn backspace_goes_back_a_gesture_at_a_time_and_keeps_the_slice() {
    let mut viewer = loaded(9);
    let start = windows(&viewer);
    let drag = |viewer: &mut Performer, center: f64| {
        viewer.act(Action::Hold { on: true });
        for step in 0..20 {
            // A hand that rests is still at it.
            viewer.now_ms += 400.0 * f64::from(step);
            let width = 1000.0 + f64::from(step);
            viewer.act(Action::SetWindow {
                pane: PANE,
                center,
                width,
            });
        }
        viewer.act(Action::Hold { on: false });
        viewer.draw();
    };
    drag(&mut viewer, -100.0);
    drag(&mut viewer, 300.0);
    act(&mut viewer, Action::Invert { pane: PANE });
    act(&mut viewer, Action::Invert { pane: PANE });
    act(&mut viewer, Action::Scroll { pane: PANE, by: 2 });
    let back = Action::PreviousView { pane: PANE };
    act(&mut viewer, back.clone());
    assert!(
        viewer
            .state
            .session
            .pane(PANE)
            .unwrap()
            .look()
            .unwrap()
            .inverted
    );
    act(&mut viewer, back.clone());
    assert_eq!(windows(&viewer), [[300.0, 1019.0]]);
    act(&mut viewer, back.clone());
    assert_eq!(windows(&viewer), [[-100.0, 1019.0]]);
    act(&mut viewer, back.clone());
    assert_eq!(windows(&viewer), start);
    act(&mut viewer, back);
    assert_eq!(windows(&viewer), start);
    assert_eq!(viewer.slice(), Some(7), "slices are no views");
}

#[test]
fn turns_of_the_wheel_in_one_go_are_one_gesture() {
    let mut viewer = loaded(9);
    let scale = |viewer: &Performer| viewer.state.screen.picture(PANE).unwrap().placement.scale[0];
    let start = scale(&viewer);
    let notch = Action::Zoom {
        pane: PANE,
        factor: 1.2,
        at: [0.5, 0.5],
    };
    for pause_ms in [50.0, 50.0, 2000.0, 50.0] {
        act(&mut viewer, notch.clone());
        viewer.now_ms += pause_ms;
    }
    act(&mut viewer, Action::PreviousView { pane: PANE });
    assert!((scale(&viewer) / start - 1.2_f64.powi(3)).abs() < 1e-9);
    act(&mut viewer, Action::PreviousView { pane: PANE });
    assert!((scale(&viewer) - start).abs() < 1e-9);
}

/// Frames of so many milliseconds; the slices that were seen, from 0.
fn play(viewer: &mut Performer, frames: usize, frame_ms: f64) -> Vec<usize> {
    let mut seen = Vec::new();
    for _ in 0..frames {
        viewer.draw_one();
        viewer.now_ms += frame_ms;
        seen.extend(viewer.slice().map(|slice| slice - 1));
    }
    seen.dedup();
    seen
}

#[test]
fn a_stack_swings_back_and_forth_and_shows_every_slice() {
    let mut viewer = loaded(7);
    viewer.act(Action::Cine { pane: PANE });
    assert_eq!(
        play(&mut viewer, 120, 20.0)[..14],
        [4, 5, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5]
    );
    // Ten slices a second: in one second, as many, and no more.
    let second = play(&mut viewer, 50, 20.0);
    assert!((9..=12).contains(&second.len()), "{second:?}");
    viewer.act(Action::CineRate {
        pane: PANE,
        factor: 2.0,
    });
    let second = play(&mut viewer, 50, 20.0);
    assert!((18..=21).contains(&second.len()), "{second:?}");
    viewer.act(Action::Scroll { pane: PANE, by: 1 });
    viewer.draw();
    let draws = viewer.draws.len();
    play(&mut viewer, 50, 20.0);
    assert_eq!(viewer.draws.len(), draws, "a hand has stopped it");
}

#[test]
fn a_film_begins_again_at_the_speed_that_it_states() {
    let samples: Vec<u8> = (0..5).flat_map(|frame| [frame * 40; 16 * 16]).collect();
    let film = grey(16, 16, 8, samples)
        .text(0x0028_0008, "IS", "5")
        .decimals(0x0018_1063, &[40.0]);
    let mut viewer = Performer::new();
    viewer.drop_files(
        1,
        vec![("film".to_owned(), film.write(&Writing::default()))],
    );
    viewer.settle();
    show(&mut viewer, 0);
    viewer.act(Action::Cine { pane: PANE });
    let rate = viewer.state.session.panes[0].cine.unwrap().rate;
    assert!((rate - 25.0).abs() < 1e-9);
    assert_eq!(play(&mut viewer, 60, 20.0)[..8], [0, 1, 2, 3, 4, 0, 1, 2]);
}

#[test]
fn cases_follow_each_other_by_their_drops() {
    let mut viewer = loaded(9);
    let other = Series {
        number: 2,
        slices: 4,
        side: 64,
        slice_mm: 1.0,
    };
    let files = (0..4).map(|at| {
        (
            format!("b/{at}"),
            other.slice(at).write(&Writing::default()),
        )
    });
    viewer.drop_files(2, files.collect());
    viewer.settle();
    act(&mut viewer, Action::StepCase { pane: PANE, by: -1 });
    let shown = |viewer: &Performer| viewer.state.screen.picture(PANE).unwrap().slices;
    assert_eq!(shown(&viewer), 9);
    act(&mut viewer, Action::StepCase { pane: PANE, by: 1 });
    assert_eq!(shown(&viewer), 4);
    act(&mut viewer, Action::StepCase { pane: PANE, by: 1 });
    assert_eq!(shown(&viewer), 4, "no case after the last");
    act(&mut viewer, Action::StepCase { pane: PANE, by: -1 });
    assert_eq!(shown(&viewer), 9);
}
