//! What is shown to a class besides pictures: the ring and its strokes, the room check.

use hounsfield::engine::{Event, Renderer};
use hounsfield::overlay;
use hounsfield::session::{Action, ClassAction};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::PANE;
use crate::performer::Performer;

const SLICES: Series = Series {
    number: 1,
    slices: 30,
    side: 64,
    slice_mm: 3.0,
};

fn opened() -> Performer {
    let written = (0..SLICES.slices).map(|at| {
        let file = SLICES.slice(at).write(&Writing::default());
        (format!("case/{at:03}"), file)
    });
    let mut viewer = Performer::new();
    viewer.drop_files(1, written.collect());
    viewer.settle();
    viewer
}

fn point(viewer: &mut Performer, at: Option<[f64; 2]>) {
    viewer.act(Action::PointAt { pane: PANE, at });
}

fn class(viewer: &mut Performer, action: ClassAction) {
    viewer.act(Action::Class(action));
}

fn draw_stroke(viewer: &mut Performer) {
    for action in [
        ClassAction::BeginStroke {
            pane: PANE,
            at: [0.25, 0.5],
        },
        ClassAction::DrawStroke { at: [0.75, 0.5] },
        ClassAction::EndStroke,
    ] {
        class(viewer, action);
    }
}

#[test]
fn the_ring_is_where_the_pointer_is_as_long_as_its_key_is_held() {
    let mut viewer = opened();
    point(&mut viewer, Some([0.25, 0.75]));
    assert_eq!(overlay::ring_at(&viewer.state, PANE), None);
    class(&mut viewer, ClassAction::Ring { on: true });
    assert_eq!(overlay::ring_at(&viewer.state, PANE), Some([0.25, 0.75]));
    point(&mut viewer, Some([0.5, 0.75]));
    assert_eq!(overlay::ring_at(&viewer.state, PANE), Some([0.5, 0.75]));
    point(&mut viewer, None);
    assert_eq!(overlay::ring_at(&viewer.state, PANE), None);
    point(&mut viewer, Some([0.5, 0.5]));
    class(&mut viewer, ClassAction::Ring { on: false });
    assert_eq!(overlay::ring_at(&viewer.state, PANE), None);
}

#[test]
fn a_stroke_fades_once_it_is_drawn_and_is_gone_by_itself() {
    let mut viewer = opened();
    class(&mut viewer, ClassAction::Ring { on: true });
    draw_stroke(&mut viewer);
    let [id] = overlay::strokes(&viewer.state, PANE)[..] else {
        panic!("no stroke");
    };
    let path = "M2500 5000L7500 5000".to_owned();
    assert_eq!(overlay::stroke(&viewer.state, id), Some((path, true)));
    viewer.wait(2999.0);
    assert_eq!(overlay::strokes(&viewer.state, PANE), [id]);
    // Nobody does anything: the page wakes by itself.
    viewer.wait(1.0);
    assert!(overlay::strokes(&viewer.state, PANE).is_empty());
}

#[test]
fn a_key_that_is_let_go_ends_the_stroke_too() {
    let mut viewer = opened();
    class(&mut viewer, ClassAction::Ring { on: true });
    let begin = ClassAction::BeginStroke {
        pane: PANE,
        at: [0.5, 0.5],
    };
    class(&mut viewer, begin);
    let fades = |viewer: &Performer| overlay::stroke(&viewer.state, 1).unwrap().1;
    assert!(!fades(&viewer));
    class(&mut viewer, ClassAction::Ring { on: false });
    assert!(fades(&viewer));
    class(&mut viewer, ClassAction::DrawStroke { at: [0.9, 0.9] });
    let dot = "M5000 5000h0".to_owned();
    assert_eq!(overlay::stroke(&viewer.state, 1), Some((dot, true)));
}

#[test]
fn it_moves_no_picture_makes_no_mark_and_is_not_undone() {
    let mut viewer = opened();
    viewer.act(Action::Preset {
        pane: PANE,
        digit: 1,
    });
    viewer.draw();
    let (draws, session) = (viewer.draws.len(), viewer.state.session.clone());
    class(&mut viewer, ClassAction::Ring { on: true });
    draw_stroke(&mut viewer);
    class(&mut viewer, ClassAction::Ring { on: false });
    viewer.wait(5000.0);
    assert_eq!(viewer.draws.len(), draws, "the picture was drawn again");
    let after = &viewer.state.session;
    assert_eq!(after.panes, session.panes);
    assert_eq!(after.marks, session.marks);
    assert_eq!(after.changes, session.changes);
}

fn check_room(viewer: &mut Performer) {
    class(viewer, ClassAction::CheckRoom);
    viewer.draw();
}

/// Files of the frames that were drawn last.
fn drawn(viewer: &Performer) -> Vec<u32> {
    let list = viewer.draws.last().unwrap();
    list.panes.iter().map(|pane| pane.frame.file.0).collect()
}

#[test]
fn a_room_check_takes_the_whole_screen_and_leaves_all_as_it_was() {
    let mut viewer = opened();
    viewer.act(Action::Preset {
        pane: PANE,
        digit: 1,
    });
    viewer.draw();
    let before = viewer.draws.last().unwrap().clone();
    let (session, slice) = (viewer.state.session.clone(), viewer.slice());
    check_room(&mut viewer);
    let list = viewer.draws.last().unwrap();
    let [pane] = &list.panes[..] else {
        panic!("{} pictures", list.panes.len());
    };
    assert_eq!((pane.rect.width, pane.rect.height), (800, 600));
    // 960 columns over 800 pixels.
    let [right, ..] = pane.image_from_canvas.column;
    assert!((right - 1.2).abs() < 1e-9);
    assert_eq!(viewer.slice(), slice, "what is known of the panes stays");
    // What turns, windows, or opens is not done now.
    for action in [
        Action::Scroll { pane: PANE, by: 1 },
        Action::Preset {
            pane: PANE,
            digit: 2,
        },
        Action::Undo,
        Action::CloseAll,
    ] {
        viewer.act(action);
        viewer.draw();
    }
    check_room(&mut viewer);
    assert_eq!(*viewer.draws.last().unwrap(), before);
    assert_eq!(viewer.state.session.panes, session.panes);
    assert_eq!(viewer.state.session.changes, session.changes);
}

#[test]
fn escape_leaves_a_room_check_first_and_presenting_goes_on() {
    let mut viewer = opened();
    viewer.act(Action::Present { on: true });
    check_room(&mut viewer);
    viewer.act(Action::Escape);
    viewer.draw();
    assert!(!viewer.state.session.checks_room && viewer.state.session.presenting);
    assert_eq!(drawn(&viewer).len(), 1);
    check_room(&mut viewer);
    viewer.act(Action::Present { on: false });
    assert!(!viewer.state.session.checks_room);
}

#[test]
fn its_picture_is_uploaded_once_and_again_for_a_new_device() {
    let mut viewer = Performer::new();
    check_room(&mut viewer);
    assert_eq!((viewer.uploads, drawn(&viewer)), (1, vec![u32::MAX]));
    check_room(&mut viewer);
    assert!(drawn(&viewer).is_empty());
    check_room(&mut viewer);
    assert_eq!((viewer.uploads, drawn(&viewer)), (1, vec![u32::MAX]));
    viewer.send(Event::DeviceLost);
    viewer.send(Event::DeviceReady {
        renderer: Renderer::WebGpu,
    });
    viewer.draw();
    assert_eq!((viewer.uploads, drawn(&viewer)), (2, vec![u32::MAX]));
}

#[test]
fn slices_do_not_run_during_a_room_check() {
    let mut viewer = opened();
    viewer.act(Action::Cine { pane: PANE });
    check_room(&mut viewer);
    let wanted = |viewer: &Performer| viewer.state.session.panes[0].look().unwrap().wanted;
    let before = wanted(&viewer);
    for _ in 0..5 {
        viewer.now_ms += 1000.0;
        viewer.draw_one();
    }
    assert_eq!(wanted(&viewer), before);
    class(&mut viewer, ClassAction::CheckRoom);
    for _ in 0..5 {
        viewer.now_ms += 1000.0;
        viewer.draw_one();
    }
    assert_ne!(wanted(&viewer), before);
}

#[test]
fn the_screen_is_dark_only_before_a_class() {
    let mut viewer = opened();
    let blank = |viewer: &mut Performer| {
        viewer.act(Action::Blank);
        viewer.state.session.blank
    };
    assert!(!blank(&mut viewer));
    class(&mut viewer, ClassAction::Window { on: true });
    assert!(blank(&mut viewer));
    assert!(!blank(&mut viewer));
    assert!(blank(&mut viewer));
    class(&mut viewer, ClassAction::Window { on: false });
    assert!(!viewer.state.session.blank, "there is nobody to look on");
    viewer.act(Action::Present { on: true });
    assert!(blank(&mut viewer));
}
