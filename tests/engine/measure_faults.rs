//! What once went wrong with marks: undo in the middle of a drawing, values of another shape, what a key does
//! that is not seen, large regions, copies beyond a thousand.

use hounsfield::engine::Event;
use hounsfield::marks::{Kind, MarkId};
use hounsfield::overlay;
use hounsfield::session::{Action, MarkAction};

use crate::PANE;
use crate::marks::{choose, drag, draw, drawn, labels, loaded, press, release, show};
use crate::performer::Performer;

fn count(viewer: &Performer) -> usize {
    viewer.state.session.marks.list().len()
}

fn click(viewer: &mut Performer, point: [f64; 2]) {
    drag(viewer, point);
    press(viewer, point);
    release(viewer, point);
}

#[test]
fn undo_takes_back_what_is_being_drawn_and_nothing_else() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [18.0, 16.0]);
    choose(&mut viewer, Kind::Polygon);
    for corner in [[20.0, 20.0], [40.0, 20.0], [40.0, 40.0]] {
        click(&mut viewer, corner);
    }
    viewer.act(Action::Undo);
    viewer.act(Action::Undo);
    viewer.act(Action::Undo);
    assert_eq!(count(&viewer), 1, "the mark before is still there");
    assert!(viewer.state.session.marks.new_in_hand().is_none());
    viewer.act(Action::Undo);
    assert_eq!(count(&viewer), 0);
    viewer.act(Action::Redo);
    assert_eq!(count(&viewer), 1);
}

#[test]
fn a_mark_in_hand_is_where_it_was_when_it_or_another_is_deleted() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [18.0, 16.0]);
    draw(&mut viewer, Kind::Length, [30.0, 10.0], [38.0, 16.0]);
    let place = |viewer: &Performer, id| {
        let mark = viewer.state.session.marks.get(id).unwrap();
        mark.shape.points.clone()
    };
    let [first, second] = [MarkId(1), MarkId(2)];
    let before = place(&viewer, second);
    press(&mut viewer, [38.0, 16.0]);
    drag(&mut viewer, [50.0, 50.0]);
    assert_ne!(place(&viewer, second), before);
    viewer.act(Action::DeleteMark { mark: first });
    assert_eq!(place(&viewer, second), before, "let go");
    press(&mut viewer, [38.0, 16.0]);
    drag(&mut viewer, [50.0, 50.0]);
    viewer.act(Action::DeleteMark { mark: second });
    viewer.act(Action::Undo);
    assert_eq!(place(&viewer, second), before);
}

#[test]
fn values_of_another_shape_are_never_told() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Rectangle, [28.0, 28.0], [36.0, 36.0]);
    assert!(viewer.state.region(MarkId(1)).is_some());
    // It is moved off the disc, and its slice leaves the memory before that is taken back.
    press(&mut viewer, [28.0, 32.0]);
    drag(&mut viewer, [2.0, 32.0]);
    release(&mut viewer, [2.0, 32.0]);
    let moved = viewer.state.region(MarkId(1)).unwrap();
    show(&mut viewer, 8);
    viewer.send(Event::Act(Action::SetBudget { bytes: 16 << 10 }));
    viewer.act(Action::Freeze { pane: PANE });
    viewer.act(Action::Undo);
    viewer.act(Action::Undo);
    let told = viewer.state.region(MarkId(1));
    assert_ne!(told.map(|it| it.mean), Some(moved.mean), "{told:?}");
}

#[test]
fn a_key_deletes_nothing_that_is_not_seen() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [18.0, 16.0]);
    show(&mut viewer, 4);
    viewer.act(Action::DeleteChosen);
    assert_eq!(count(&viewer), 1, "it lies on another slice");
    show(&mut viewer, 0);
    viewer.act(Action::ToggleMarks);
    viewer.act(Action::DeleteChosen);
    assert_eq!(count(&viewer), 1, "it is hidden");
    viewer.act(Action::ToggleMarks);
    viewer.draw();
    viewer.act(Action::DeleteChosen);
    assert_eq!(count(&viewer), 0);
    assert_eq!(drawn(&viewer).len(), 0);
}

#[test]
fn lengths_are_written_out_as_they_are_labelled() {
    // 5.625 mm a column.
    let mut viewer = loaded(|file| file.decimals(0x0028_0030, &[0.3, 0.3]));
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [29.333, 10.0]);
    assert_eq!(labels(&viewer), ["5.8 mm"]);
    let csv = overlay::marks_csv(&viewer.state);
    assert!(csv.contains(",5.8,"), "{csv}");
    let json = overlay::marks_json(&viewer.state);
    assert!(json.contains("5.8,") && !json.contains("5.800"), "{json}");
}

#[test]
fn a_slice_and_its_slab_lie_at_one_place() {
    let mut viewer = loaded(|file| file);
    show(&mut viewer, 3);
    draw(&mut viewer, Kind::Rectangle, [22.0, 22.0], [42.0, 42.0]);
    viewer.act(Action::NextSlab { pane: PANE });
    viewer.settle();
    draw(&mut viewer, Kind::Rectangle, [22.0, 22.0], [42.0, 42.0]);
    let json: serde_json::Value =
        serde_json::from_str(&overlay::marks_json(&viewer.state)).unwrap();
    let along = |mark: usize| json["marks"][mark]["along_normal_mm"].as_f64();
    assert_eq!(along(0), Some(-9.0));
    assert_eq!(along(1), Some(-9.0));
}

#[test]
fn copies_go_on_where_the_last_ones_ended() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Rectangle, [22.0, 22.0], [42.0, 42.0]);
    let copy = |viewer: &mut Performer, to| {
        viewer.act(Action::Marks(MarkAction::Copy {
            mark: MarkId(1),
            from: 0,
            to,
        }));
    };
    copy(&mut viewer, 4);
    assert_eq!(count(&viewer), 5);
    copy(&mut viewer, 8);
    assert_eq!(count(&viewer), 9);
    viewer.act(Action::Undo);
    assert_eq!(count(&viewer), 5);
}

#[test]
fn marks_end_with_their_case() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [18.0, 16.0]);
    viewer.act(Action::ToggleMarks);
    viewer.act(Action::CloseAll);
    viewer.act(Action::Undo);
    viewer.settle();
    assert_eq!(count(&viewer), 1, "closing was taken back");
    viewer.act(Action::CloseAll);
    viewer.drop_files(2, crate::series(5));
    viewer.settle();
    assert_eq!(count(&viewer), 0);
    viewer.act(Action::Undo);
    assert_eq!(count(&viewer), 0);
    assert_eq!(overlay::marks_csv(&viewer.state).lines().count(), 2);
}
