//! Two panes over each other: what is drawn of each, whom a place belongs to, and how they come apart.

use hounsfield::engine::Refusal;
use hounsfield::session::{Action, PaneId};
use hounsfield::viewport::Rect;

use crate::PANE;
use crate::links::{RIGHT, THICK, THIN, act, in_space, opened, show, slices};
use crate::performer::Performer;

/// Of the last picture, each pane's part of the canvas, which is 800 by 600 pixels.
fn parts(viewer: &Performer) -> Vec<[u32; 2]> {
    let list = viewer.draws.last().unwrap();
    let part = |rect: Rect| [rect.x, rect.width];
    list.panes.iter().map(|pane| part(pane.rect)).collect()
}

fn two() -> Performer {
    let mut viewer = opened(&[THIN.files(in_space), THICK.files(in_space)]);
    show(&mut viewer, [4, 11]);
    viewer
}

#[test]
fn each_is_seen_on_its_side_of_the_line_at_one_place() {
    let mut viewer = two();
    act(&mut viewer, Action::Wipe);
    assert_eq!(parts(&viewer), [[0, 400], [400, 400]]);
    // At -12 mm; -10 is nearest.
    assert_eq!(slices(&viewer), [4, 4]);
    act(&mut viewer, Action::PlaceWipe { at: 0.25 });
    assert_eq!(parts(&viewer), [[0, 200], [200, 600]]);
    // One point of the patient lies at one place of the canvas in both.
    let list = viewer.draws.last().unwrap();
    let [thin, thick] = [0, 1].map(|at| &list.panes[at].image_from_canvas);
    for canvas in [[300.0, 200.0], [500.0, 450.0]] {
        let column = |of: &hounsfield::gpu::ImageFromCanvas| {
            of.column[0] * canvas[0] + of.column[1] * canvas[1] + of.column[2]
        };
        // Columns of 5.625 mm and of half of that, both of an image 360 mm wide.
        assert!((2.0 * column(thin) - column(thick)).abs() < 1e-6);
    }
    for (at, expected) in [(-1.0, [[0, 0], [0, 800]]), (7.0, [[0, 800], [800, 0]])] {
        act(&mut viewer, Action::PlaceWipe { at });
        assert_eq!(parts(&viewer), expected);
    }
}

#[test]
fn it_ends_with_its_two_panes_and_is_undone() {
    let mut viewer = two();
    act(&mut viewer, Action::Wipe);
    act(&mut viewer, Action::Undo);
    assert_eq!(viewer.state.session.wipe, None);
    let beside: Vec<u32> = parts(&viewer).into_iter().map(|[_, width]| width).collect();
    assert_eq!(beside, [399, 399]);
    act(&mut viewer, Action::Redo);
    assert_eq!(parts(&viewer), [[0, 400], [400, 400]]);
    act(&mut viewer, Action::Maximise { pane: RIGHT });
    assert_eq!(parts(&viewer), [[0, 800]]);
    act(&mut viewer, Action::Maximise { pane: RIGHT });
    assert_eq!(parts(&viewer), [[0, 400], [400, 400]]);
    let more = Action::SetLayout {
        rows: 2,
        columns: 2,
    };
    act(&mut viewer, more);
    assert_eq!(viewer.state.session.wipe, None);
}

#[test]
fn it_is_between_two_panes() {
    let mut viewer = two();
    let one = Action::SetLayout {
        rows: 1,
        columns: 1,
    };
    act(&mut viewer, one);
    viewer.act(Action::Wipe);
    assert_eq!(viewer.state.refused, Some(Refusal::WipeNeedsTwo));
    // Lung beside mediastinum are two of one slice.
    act(&mut viewer, Action::LungBesideMediastinum);
    act(&mut viewer, Action::Wipe);
    assert_eq!(parts(&viewer), [[0, 400], [400, 400]]);
    let of = |pane: PaneId| viewer.state.screen.frame(pane);
    assert_eq!(of(PANE), of(RIGHT));
    act(&mut viewer, Action::LungBesideMediastinum);
    assert_eq!(viewer.state.session.wiped_at(), None);
}
