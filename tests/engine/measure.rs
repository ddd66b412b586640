//! Further kinds of marks drawn by hands and keys on slices: two axes, Cobb angles, outlines, points; names, colours,
//! copies.

use hounsfield::marks::{Colour, Kind, MarkId};
use hounsfield::overlay;
use hounsfield::session::{Action, MarkAction, Tool};

use crate::PANE;
use crate::marks::{
    choose, drag, draw, drawn, labels, loaded, press, press_pointer, release, rounded, show, step,
    tool,
};
use crate::performer::Performer;

fn click(viewer: &mut Performer, point: [f64; 2]) {
    drag(viewer, point);
    press(viewer, point);
    release(viewer, point);
}

fn points(viewer: &Performer) -> Vec<[i32; 2]> {
    rounded(
        &viewer
            .state
            .session
            .marks
            .list()
            .last()
            .unwrap()
            .shape
            .points,
    )
}

#[test]
fn the_short_axis_crosses_the_long_one_at_right_angles() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Bidirectional, [10.0, 30.0], [30.0, 30.0]);
    assert_eq!(labels(&viewer), [""], "no short axis is made up");
    click(&mut viewer, [16.0, 25.0]);
    // Beside its line and on the same side: the other end stays on the long axis...
    drag(&mut viewer, [20.0, 20.0]);
    assert_eq!(labels(&viewer), ["113 \u{d7} 28 mm"]);
    // ...and off it on the other side.
    click(&mut viewer, [20.0, 37.0]);
    // 20 and 12 columns of 5.625 mm.
    assert_eq!(labels(&viewer), ["113 \u{d7} 68 mm"]);
    assert_eq!(points(&viewer), [[10, 30], [30, 30], [16, 25], [16, 37]]);
    assert_eq!(tool(&viewer), Tool::Window);
    // Its own end takes it along the long one.
    press(&mut viewer, [16.0, 37.0]);
    drag(&mut viewer, [24.0, 40.0]);
    release(&mut viewer, [24.0, 40.0]);
    assert_eq!(points(&viewer), [[10, 30], [30, 30], [24, 25], [24, 40]]);
    viewer.act(Action::Undo);
    assert_eq!(labels(&viewer), ["113 \u{d7} 68 mm"]);
    viewer.act(Action::Undo);
    assert_eq!(drawn(&viewer), []);
}

#[test]
fn an_angle_of_cobb_is_drawn_by_two_drags_or_four_clicks() {
    for by_drags in [true, false] {
        let mut viewer = loaded(|file| file);
        let [a, b, c, d] = [[10.0, 10.0], [30.0, 10.0], [10.0, 40.0], [30.0, 50.0]];
        if by_drags {
            draw(&mut viewer, Kind::Cobb, a, b);
            drag(&mut viewer, c);
            press(&mut viewer, c);
            drag(&mut viewer, d);
            release(&mut viewer, d);
        } else {
            choose(&mut viewer, Kind::Cobb);
            for point in [a, b, c, d] {
                click(&mut viewer, point);
            }
        }
        // atan(10 / 20).
        assert_eq!(labels(&viewer), ["27\u{b0}"]);
        assert_eq!(points(&viewer), [[10, 10], [30, 10], [10, 40], [30, 50]]);
        assert_eq!(drawn(&viewer)[0].traces.len(), 2);
    }
}

fn corners(viewer: &mut Performer) {
    choose(viewer, Kind::Polygon);
    for point in [[20.0, 20.0], [44.0, 20.0], [44.0, 44.0], [20.0, 44.0]] {
        click(viewer, point);
    }
}

#[test]
fn an_outline_is_closed_on_its_first_corner_on_its_last_and_by_enter() {
    let on_first = |viewer: &mut Performer| click(viewer, [20.2, 20.2]);
    let on_last = |viewer: &mut Performer| click(viewer, [20.0, 44.0]);
    let by_enter = |viewer: &mut Performer| {
        viewer.act(Action::PointAt {
            pane: PANE,
            at: Some([0.9, 0.9]),
        });
        drag(viewer, [60.0, 60.0]);
        press_pointer(viewer);
    };
    let ways: [&dyn Fn(&mut Performer); 3] = [&on_first, &on_last, &by_enter];
    for close in ways {
        let mut viewer = loaded(|file| file);
        corners(&mut viewer);
        assert!(viewer.state.session.marks.list().is_empty());
        close(&mut viewer);
        assert_eq!(points(&viewer), [[20, 20], [44, 20], [44, 44], [20, 44]]);
        let said = labels(&viewer).remove(0);
        let lines: Vec<&str> = said.split('|').collect();
        // 24 x 24 voxels of 5.625 mm, a disc of radius 12 within.
        assert_eq!(lines[2], "n 576");
        assert_eq!(lines[3], "182 cm\u{b2}");
        assert_eq!(lines[1], "median \u{2212}860, \u{2212}860 to 40");
        assert_eq!(tool(&viewer), Tool::Window);
        viewer.act(Action::Undo);
        assert_eq!(drawn(&viewer), []);
    }
}

#[test]
fn corners_are_taken_back_one_by_one_and_the_outline_is_given_up() {
    let mut viewer = loaded(|file| file);
    corners(&mut viewer);
    let back = Action::PreviousView { pane: PANE };
    let count = |viewer: &Performer| drawn(viewer)[0].points.len();
    assert_eq!(count(&viewer), 5, "one follows the hand");
    viewer.act(back.clone());
    assert_eq!(count(&viewer), 4);
    for _ in 0..9 {
        viewer.act(back.clone());
    }
    assert_eq!(count(&viewer), 2, "the first one stays");
    // Two are no outline.
    click(&mut viewer, [44.0, 20.0]);
    click(&mut viewer, [44.0, 20.0]);
    assert!(viewer.state.session.marks.list().is_empty());
    viewer.act(Action::Escape);
    assert_eq!(
        (drawn(&viewer), tool(&viewer)),
        (vec![], Tool::Mark(Kind::Polygon))
    );
    // Without one Backspace is of views again.
    viewer.act(Action::Invert { pane: PANE });
    viewer.act(back);
    let look = viewer.state.session.pane(PANE).unwrap().look().unwrap();
    assert!(!look.inverted);
}

#[test]
fn a_corner_is_moved_and_the_outline_as_a_whole() {
    let mut viewer = loaded(|file| file);
    corners(&mut viewer);
    click(&mut viewer, [20.0, 20.0]);
    assert_eq!(drawn(&viewer)[0].handles.len(), 4);
    press(&mut viewer, [44.0, 44.0]);
    drag(&mut viewer, [50.0, 50.0]);
    release(&mut viewer, [50.0, 50.0]);
    assert_eq!(points(&viewer)[2], [50, 50]);
    press(&mut viewer, [20.0, 32.0]);
    drag(&mut viewer, [22.0, 35.0]);
    release(&mut viewer, [22.0, 35.0]);
    assert_eq!(points(&viewer), [[22, 23], [46, 23], [52, 53], [22, 47]]);
}

#[test]
fn a_free_hand_goes_round_and_is_closed_when_it_lets_go() {
    let mut viewer = loaded(|file| file);
    choose(&mut viewer, Kind::Freehand);
    let place = |at: u32| {
        let angle = f64::from(at) / 100.0 * std::f64::consts::TAU;
        [32.0 + 10.0 * angle.cos(), 32.0 + 10.0 * angle.sin()]
    };
    press(&mut viewer, place(0));
    for at in 1..98 {
        drag(&mut viewer, place(at));
    }
    release(&mut viewer, place(98));
    let said = labels(&viewer).remove(0);
    let lines: Vec<&str> = said.split('|').collect();
    assert_eq!(lines[0], "\u{2212}860 \u{b1} 0 HU");
    let count: f64 = lines[2].strip_prefix("n ").unwrap().parse().unwrap();
    let theory = std::f64::consts::PI * 100.0;
    assert!((count - theory).abs() < 0.03 * theory, "{count}");
    assert_eq!(drawn(&viewer)[0].handles, [] as [[f64; 2]; 0]);
    // A click alone begins no outline; the hand may go on without a button.
    choose(&mut viewer, Kind::Freehand);
    press(&mut viewer, [5.0, 5.0]);
    release(&mut viewer, [5.0, 5.0]);
    for point in [[10.0, 5.0], [10.0, 10.0], [5.0, 10.0]] {
        drag(&mut viewer, point);
    }
    assert_eq!(viewer.state.session.marks.list().len(), 1);
    press(&mut viewer, [5.0, 8.0]);
    release(&mut viewer, [5.0, 8.0]);
    assert_eq!(viewer.state.session.marks.list().len(), 2);
}

#[test]
fn a_point_says_what_its_voxel_holds_and_where_it_is() {
    let mut viewer = loaded(|file| file);
    choose(&mut viewer, Kind::Probe);
    press(&mut viewer, [20.0, 20.0]);
    drag(&mut viewer, [30.5, 32.5]);
    release(&mut viewer, [30.5, 32.5]);
    // Voxels of 5.625 mm; the middle of the image is the patient's origin.
    assert_eq!(labels(&viewer), ["\u{2212}860 HU|R 8.4, P 2.8, H 0 mm"]);
    let padded = |file: xtask::synthetic::File| file.short(0x0028_0120, 164);
    let mut viewer = loaded(padded);
    choose(&mut viewer, Kind::Probe);
    click(&mut viewer, [30.5, 32.5]);
    assert!(
        labels(&viewer)[0].starts_with("padding|"),
        "{:?}",
        labels(&viewer)
    );
    let nowhere = |file: xtask::synthetic::File| file.without(0x0020_0032);
    let mut viewer = loaded(nowhere);
    choose(&mut viewer, Kind::Probe);
    click(&mut viewer, [30.5, 32.5]);
    assert_eq!(labels(&viewer), ["\u{2212}860 HU"]);
}

#[test]
fn keys_alone_draw_every_kind() {
    let mut viewer = loaded(|file| file);
    step(&mut viewer, [0, 0]);
    let draw = |viewer: &mut Performer, kind: Kind, steps: &[[i32; 2]]| {
        choose(viewer, kind);
        for by in steps {
            step(viewer, *by);
            press_pointer(viewer);
        }
        let list = viewer.state.session.marks.list();
        assert_eq!(
            list.last().map(|mark| mark.shape.kind),
            Some(kind),
            "{kind:?}"
        );
        assert_eq!(tool(viewer), Tool::Window);
        list.last().unwrap().shape.points.len()
    };
    assert_eq!(draw(&mut viewer, Kind::Probe, &[[-3, 0]]), 1);
    let cross = [[0, 0], [8, 0], [-4, -3], [0, 6]];
    assert_eq!(draw(&mut viewer, Kind::Bidirectional, &cross), 4);
    assert_eq!(
        draw(&mut viewer, Kind::Cobb, &[[0, 0], [8, 0], [-8, 4], [8, 3]]),
        4
    );
    // Enter twice in one place closes it.
    let corners = [[0, 0], [8, 0], [0, 8], [0, 0]];
    assert_eq!(draw(&mut viewer, Kind::Polygon, &corners), 3);
    let trace = [[0, 0], [-9, 0]];
    choose(&mut viewer, Kind::Freehand);
    step(&mut viewer, trace[0]);
    press_pointer(&mut viewer);
    for by in [[-6, 0], [0, -6], [6, 0]] {
        step(&mut viewer, by);
    }
    press_pointer(&mut viewer);
    let last = viewer.state.session.marks.list().last().unwrap();
    assert_eq!(
        (last.shape.kind, last.shape.points.len()),
        (Kind::Freehand, 4)
    );
}

#[test]
fn names_and_colours_are_given_and_taken_back() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [20.0, 10.0]);
    let mark = MarkId(1);
    viewer.act(Action::SetMarkText {
        mark,
        text: "node".to_owned(),
    });
    let blue = Action::Marks(MarkAction::SetColour {
        mark,
        colour: Colour::Blue,
    });
    viewer.act(blue.clone());
    viewer.act(blue);
    assert_eq!(labels(&viewer), ["56 mm|node"]);
    let item = &overlay::mark_list(&viewer.state)[0];
    assert_eq!((item.words.as_str(), item.text.as_str()), ("56 mm", "node"));
    assert_eq!(
        (item.colour, drawn(&viewer)[0].colour),
        (Colour::Blue, Colour::Blue)
    );
    viewer.act(Action::Undo);
    assert_eq!(
        drawn(&viewer)[0].colour,
        Colour::Yellow,
        "the same colour is no change"
    );
    viewer.act(Action::Undo);
    assert_eq!(labels(&viewer), ["56 mm"]);
    viewer.act(Action::Redo);
    assert_eq!(labels(&viewer), ["56 mm|node"]);
}

#[test]
fn a_region_is_copied_through_slices_each_measured_on_its_own_and_taken_back_as_one() {
    let mut viewer = loaded(|file| file);
    show(&mut viewer, 3);
    draw(&mut viewer, Kind::Ellipse, [22.0, 22.0], [42.0, 42.0]);
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [20.0, 10.0]);
    viewer.act(Action::Marks(MarkAction::Copy {
        mark: MarkId(1),
        from: 6,
        to: 1,
    }));
    let list = overlay::mark_list(&viewer.state);
    let said: Vec<(&str, bool, usize)> = list
        .iter()
        .map(|item| (item.slice.as_str(), item.is_copy, item.copies))
        .collect();
    let group = |slice, is_copy| (slice, is_copy, 6);
    assert_eq!(
        said,
        [
            group("slice 2", false),
            group("slice 3", true),
            group("slice 4", true),
            group("slice 5", true),
            group("slice 6", true),
            group("slice 7", true),
            ("slice 4", false, 1),
        ]
    );
    // All of them are measured, shown or not.
    for item in &list[..6] {
        assert_eq!(item.words, "\u{2212}860 \u{b1} 0 HU");
    }
    // Once more: what is there already is not copied again, what is missing is.
    viewer.act(Action::DeleteMark { mark: list[5].id });
    viewer.act(Action::Marks(MarkAction::Copy {
        mark: MarkId(1),
        from: 0,
        to: 900,
    }));
    assert_eq!(overlay::mark_list(&viewer.state)[0].copies, 9);
    for count in [5, 6, 1] {
        viewer.act(Action::Undo);
        let copies = overlay::mark_list(&viewer.state)[0].copies;
        assert_eq!(copies, count);
    }
    viewer.act(Action::Redo);
    viewer.act(Action::Marks(MarkAction::DeleteGroup { mark: MarkId(1) }));
    assert_eq!(overlay::mark_list(&viewer.state).len(), 1);
    viewer.act(Action::Undo);
    assert_eq!(overlay::mark_list(&viewer.state).len(), 7);
}

#[test]
fn the_chosen_mark_goes_on_to_the_next_slice() {
    let mut viewer = loaded(|file| file);
    show(&mut viewer, 3);
    draw(&mut viewer, Kind::Rectangle, [22.0, 22.0], [42.0, 42.0]);
    for slice in [5, 6] {
        viewer.act(Action::Marks(MarkAction::CopyChosen { by: 1 }));
        viewer.draw();
        assert_eq!((viewer.slice(), drawn(&viewer).len()), (Some(slice), 1));
        assert!(drawn(&viewer)[0].chosen);
    }
    show(&mut viewer, 8);
    viewer.act(Action::Marks(MarkAction::CopyChosen { by: 99 }));
    assert_eq!(viewer.state.session.marks.list().len(), 3);
    viewer.act(Action::Undo);
    viewer.draw();
    assert_eq!(viewer.state.session.marks.list().len(), 2);
}

#[test]
fn what_is_measured_follows_what_values_are_taken_for() {
    let bare = |file: xtask::synthetic::File| {
        file.without(0x0028_1052)
            .without(0x0028_1053)
            .without(0x0028_1054)
    };
    let mut viewer = loaded(bare);
    draw(&mut viewer, Kind::Ellipse, [22.0, 22.0], [42.0, 42.0]);
    assert!(labels(&viewer)[0].starts_with("164 \u{b1} 0 stored value|"));
    let stack = viewer.state.session.pane(PANE).unwrap().stack.unwrap();
    // From another slice: the mark is not shown, and its value is not the old one.
    show(&mut viewer, 5);
    viewer.act(Action::AssumeHu {
        stack,
        offset: Some(-1024),
    });
    let words = overlay::mark_list(&viewer.state)[0].words.clone();
    assert_eq!(
        words,
        "\u{2212}860 \u{b1} 0 HU, HU assumed, offset \u{2212}1024"
    );
}

#[test]
fn marks_are_written_out_as_they_are_labelled_and_name_nobody() {
    let mut viewer = loaded(|file| {
        file.text(0x0010_0010, "PN", "Doe^Jane")
            .text(0x0010_0020, "LO", "4711")
            .text(0x0028_2110, "CS", "01")
    });
    show(&mut viewer, 3);
    draw(&mut viewer, Kind::Ellipse, [22.0, 22.0], [42.0, 42.0]);
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [18.0, 16.0]);
    viewer.act(Action::SetMarkText {
        mark: MarkId(2),
        text: "=1+1, \"x\"".to_owned(),
    });
    viewer.act(Action::Marks(MarkAction::Copy {
        mark: MarkId(1),
        from: 4,
        to: 4,
    }));
    viewer.act(Action::Reveal { on: true });
    let csv = overlay::marks_csv(&viewer.state);
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "For teaching. Not a medical device. Not for diagnosis or patient care."
    );
    let columns: Vec<&str> = lines[1].split(',').collect();
    let documented = include_str!("../../docs/marks.md");
    for column in &columns {
        assert!(documented.contains(&format!("`{column}`")), "{column}");
    }
    let region: Vec<&str> = lines[2].split(',').collect();
    let cell = |name: &str| region[columns.iter().position(|it| *it == name).unwrap()];
    for (name, value) in [
        ("mark", "1"),
        ("kind", "ellipse"),
        ("group", "1"),
        ("series", "s1"),
        ("slice", "4"),
        ("along_normal_mm", "-9"),
        ("spacing", "slice"),
        ("area", "9940"),
        ("area_unit", "mm2"),
        ("mean", "-860"),
        ("sd", "0"),
        ("median", "-860"),
        ("value_unit", "HU"),
        ("warnings", "lossy"),
        ("length", ""),
    ] {
        assert_eq!(cell(name), value, "{name}: {csv}");
    }
    assert!(
        lines[3].starts_with("2,length,\"'=1+1, \"\"x\"\"\",yellow,,s1,4,"),
        "{csv}"
    );
    assert_eq!(lines.len(), 6, "three marks, and the end of the last line");

    let json = overlay::marks_json(&viewer.state);
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read["note"], lines[0]);
    let marks = read["marks"].as_array().unwrap();
    assert_eq!(marks.len(), 3);
    assert_eq!(marks[0]["n"], cell("n").parse::<i64>().unwrap());
    assert_eq!(marks[1]["name"], "=1+1, \"x\"");
    assert_eq!(marks[1]["length"], 56);
    assert_eq!(marks[1]["length_unit"], "mm");
    // Two points of the slice at -9 mm, in the patient.
    assert_eq!(marks[1]["points_mm"][0][2].as_f64(), Some(-9.0));
    assert!(marks[1].get("mean").is_none());
    assert_eq!(marks[2]["slice"], 5);
    for text in [&csv, &json] {
        for hidden in ["Doe", "Jane", "4711", "2.25"] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
        assert!(!text.contains('\u{2212}'), "{text}");
    }
    viewer.act(Action::ToggleMarks);
    assert_eq!(overlay::marks_csv(&viewer.state).lines().count(), 2);
}

#[test]
fn what_cannot_be_measured_says_why_and_what_can_says_nothing_of_it() {
    let warnings = |viewer: &Performer| {
        let json = overlay::marks_json(&viewer.state);
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        read["marks"][0].get("warnings").cloned()
    };
    // No voxel's centre is inside: there is nothing to measure, and nothing is missing.
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Rectangle, [20.1, 20.6], [25.0, 21.4]);
    assert!(!labels(&viewer)[0].contains("n "), "{:?}", labels(&viewer));
    assert_eq!(warnings(&viewer), None);
    // A slice that is not in memory: its copies are not measured until it is.
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Rectangle, [20.0, 20.0], [30.0, 30.0]);
    viewer.act(Action::SetBudget { bytes: 20_000 });
    viewer.settle();
    viewer.act(Action::Marks(MarkAction::Copy {
        mark: MarkId(1),
        from: 8,
        to: 8,
    }));
    let json = overlay::marks_json(&viewer.state);
    assert!(json.contains("not measured"), "{json}");
    show(&mut viewer, 8);
    viewer.settle();
    viewer.draw();
    let json = overlay::marks_json(&viewer.state);
    assert!(!json.contains("not measured"), "{json}");
}
