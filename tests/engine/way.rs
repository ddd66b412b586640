//! Every slice that is scrolled over is seen; what cannot be shown in time is said.

use hounsfield::engine::PaneState;
use hounsfield::overlay::{self, Badge};
use hounsfield::session::Action;

use crate::performer::Performer;
use crate::{PANE, file_bytes, series, show};

fn loaded(slices: usize) -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(slices));
    viewer.settle();
    show(&mut viewer, 0);
    viewer
}

/// Holds twelve slices, so that far ones have to be read again.
fn short_of_memory() -> Performer {
    let mut viewer = Performer::new();
    viewer.act(Action::SetBudget {
        bytes: 12 * file_bytes(),
    });
    viewer.drop_files(1, series(60));
    viewer.settle();
    show(&mut viewer, 0);
    viewer.settle();
    viewer
}

fn scroll(viewer: &mut Performer, by: i32) {
    viewer.act(Action::Scroll { pane: PANE, by });
}

/// The slices that come to the screen, frame by frame, each frame taking so long.
fn seen(viewer: &mut Performer, frames: usize, frame_ms: f64) -> Vec<usize> {
    let mut seen = Vec::new();
    for _ in 0..frames {
        viewer.draw_one();
        viewer.now_ms += frame_ms;
        seen.extend(viewer.slice());
    }
    seen.dedup();
    seen
}

fn is_skipping(viewer: &Performer) -> bool {
    let badges = overlay::pane(&viewer.state, PANE).badges;
    badges.contains(&Badge::Skipping)
}

fn notice(viewer: &Performer) -> Option<String> {
    overlay::pane(&viewer.state, PANE).notice
}

#[test]
fn a_burst_of_the_wheel_shows_every_slice_in_order() {
    let mut viewer = loaded(30);
    for _ in 0..5 {
        scroll(&mut viewer, 1);
    }
    scroll(&mut viewer, -2);
    assert_eq!(seen(&mut viewer, 12, 16.0), [1, 2, 3, 4, 5, 6, 5, 4]);
    assert!(!is_skipping(&viewer));
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Ready);
}

#[test]
fn slow_drawing_is_never_far_behind_and_says_that_it_skips() {
    let mut viewer = loaded(40);
    let mut seen = Vec::new();
    let mut said = Vec::new();
    for _ in 0..20 {
        scroll(&mut viewer, 1);
        viewer.now_ms += 33.0;
        scroll(&mut viewer, 1);
        viewer.now_ms += 67.0;
        viewer.draw_one();
        seen.extend(viewer.slice());
        said.push(is_skipping(&viewer));
    }
    assert!(said.iter().any(|said| *said), "{seen:?}");
    assert!(seen.windows(2).all(|pair| pair[0] <= pair[1]), "{seen:?}");
    let wanted = overlay::pane(&viewer.state, PANE).wanted.unwrap();
    let behind = wanted - seen.last().unwrap();
    // 150 ms of two slices in 100, and the frame that is being drawn.
    assert!(behind <= 5, "{behind} behind: {seen:?}");
    viewer.draw();
    assert_eq!(viewer.slice(), Some(wanted));
    assert!(!is_skipping(&viewer), "it has caught up");
}

#[test]
fn the_slider_and_jumps_show_the_latest_alone() {
    let mut viewer = loaded(30);
    for slice in [3, 9, 17] {
        viewer.act(Action::ShowSlice { pane: PANE, slice });
    }
    assert_eq!(seen(&mut viewer, 4, 16.0), [1, 18]);
    scroll(&mut viewer, -10);
    assert_eq!(seen(&mut viewer, 4, 16.0), [18, 8]);
    scroll(&mut viewer, 3);
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 0,
    });
    assert_eq!(seen(&mut viewer, 4, 16.0), [8, 1]);
    assert!(!is_skipping(&viewer));
}

#[test]
fn a_slow_decoder_is_waited_for() {
    let mut viewer = short_of_memory();
    show(&mut viewer, 40);
    viewer.settle();
    assert_eq!(viewer.slice(), Some(41));
    let ahead = overlay::held(&viewer.state, PANE).unwrap().here;
    let edge = ahead.iter().find(|range| range.contains(&40)).unwrap().end;
    show(&mut viewer, edge - 1);
    // The next two are not here, and are read in their order.
    scroll(&mut viewer, 1);
    scroll(&mut viewer, 1);
    viewer.draw();
    assert_eq!(viewer.slice(), Some(edge), "the old picture stays");
    assert_eq!(notice(&viewer).unwrap(), format!("{} loading", edge + 2));
    let mut seen = Vec::new();
    while viewer.answer() {
        viewer.draw();
        seen.extend(viewer.slice());
    }
    seen.dedup();
    assert_eq!(seen, [edge + 1, edge + 2]);
    assert_eq!(notice(&viewer), None);
}

#[test]
fn a_decoder_that_is_too_slow_is_not_waited_for() {
    let mut viewer = short_of_memory();
    for _ in 0..6 {
        viewer.act(Action::Scroll { pane: PANE, by: 9 });
    }
    viewer.wait(200.0);
    let wanted = overlay::pane(&viewer.state, PANE).wanted.unwrap();
    assert_eq!(wanted, 55);
    assert!(is_skipping(&viewer));
    // What is asked for now is read first, not all that was passed over.
    let mut answered = 0;
    while viewer.slice() != Some(wanted) {
        assert!(viewer.answer());
        viewer.draw();
        answered += 1;
    }
    assert!(answered <= 10, "{answered}");
    assert!(!is_skipping(&viewer));
}

#[test]
fn after_two_seconds_the_pane_is_empty_and_says_why() {
    let mut viewer = short_of_memory();
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 50,
    });
    viewer.draw();
    let texts = overlay::pane(&viewer.state, PANE);
    assert_eq!(
        (texts.state, texts.slice, texts.wanted),
        ("loading", Some(1), Some(51))
    );
    assert_eq!(texts.notice.unwrap(), "51 loading");
    viewer.wait(1900.0);
    assert_eq!(viewer.slice(), Some(1));
    viewer.wait(200.0);
    let texts = overlay::pane(&viewer.state, PANE);
    assert_eq!((texts.state, texts.slice), ("loading", None));
    assert!(texts.window.is_none() && texts.top_left.is_empty() && texts.sides.is_empty());
    assert_eq!(texts.notice.unwrap(), "51 is still being read");
    viewer.settle();
    assert_eq!(viewer.slice(), Some(51));
}
