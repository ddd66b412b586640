//! Marks drawn by hands on a pane: measured, moved, deleted, undone, found again.

use hounsfield::marks::{Kind, MarkId};
use hounsfield::overlay::{self, DrawnMark};
use hounsfield::session::{Action, PaneId, Tool};
use xtask::synthetic::ct::Series;
use xtask::synthetic::{File, Writing};

use crate::PANE;
use crate::performer::Performer;

/// 64 x 64 of 5 mm on 600 pixels: 9.375 pixels a voxel, the image in the middle of 800.
const SERIES: Series = Series {
    number: 1,
    slices: 9,
    side: 64,
    slice_mm: 3.0,
};
const REACH: f64 = 0.01;

/// What all slices show: 40 HU, and -860 in a disc of radius 12 about the middle.
fn disc() -> Vec<u8> {
    let pixels = (0..64_i32).flat_map(|row| (0..64_i32).map(move |column| (column, row)));
    pixels
        .flat_map(|(column, row)| {
            let away = (f64::from(column) - 31.5).hypot(f64::from(row) - 31.5);
            let stored: u16 = if away <= 12.0 { 164 } else { 1064 };
            stored.to_le_bytes()
        })
        .collect()
}

fn loaded(change: impl Fn(File) -> File) -> Performer {
    let files = (0..9).map(|at| {
        let file = change(SERIES.slice_showing(at, disc()));
        (format!("{at}"), file.write(&Writing::default()))
    });
    let mut viewer = Performer::new();
    viewer.drop_files(1, files.collect());
    viewer.settle();
    show(&mut viewer, 0);
    viewer
}

fn show(viewer: &mut Performer, slice: usize) {
    viewer.act(Action::ShowSlice { pane: PANE, slice });
    viewer.draw();
}

/// The place of a column and row in shares of the pane.
fn at([column, row]: [f64; 2]) -> [f64; 2] {
    [(100.0 + column * 9.375) / 800.0, row * 9.375 / 600.0]
}

fn press(viewer: &mut Performer, point: [f64; 2]) {
    viewer.act(Action::PressMark {
        pane: PANE,
        at: at(point),
        reach: REACH,
    });
}

fn drag(viewer: &mut Performer, point: [f64; 2]) {
    viewer.act(Action::DragMark {
        pane: PANE,
        at: at(point),
    });
}

fn release(viewer: &mut Performer, point: [f64; 2]) {
    viewer.act(Action::ReleaseMark {
        pane: PANE,
        at: at(point),
        reach: REACH,
    });
    viewer.draw();
}

fn choose(viewer: &mut Performer, kind: Kind) {
    viewer.act(Action::ChooseTool {
        tool: Tool::Mark(kind),
    });
}

fn draw(viewer: &mut Performer, kind: Kind, from: [f64; 2], to: [f64; 2]) {
    choose(viewer, kind);
    press(viewer, from);
    drag(viewer, to);
    release(viewer, to);
}

fn drawn(viewer: &Performer) -> Vec<DrawnMark> {
    overlay::drawn_marks(&viewer.state, PANE, [640.0, 480.0], 13.0)
}

fn labels(viewer: &Performer) -> Vec<String> {
    drawn(viewer)
        .iter()
        .map(|mark| mark.label.join("|"))
        .collect()
}

fn tool(viewer: &Performer) -> Tool {
    viewer.state.session.tool
}

#[test]
fn a_region_over_a_known_disc_tells_what_is_in_it() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Ellipse, [22.0, 22.0], [42.0, 42.0]);
    let label = labels(&viewer).remove(0);
    let lines: Vec<&str> = label.split('|').collect();
    assert_eq!(lines[0], "\u{2212}860 \u{b1} 0 HU");
    let count: f64 = lines[1].strip_prefix("n ").unwrap().parse().unwrap();
    let theory = std::f64::consts::PI * 100.0;
    assert!((count - theory).abs() < 0.03 * theory, "{count}");
    // Radius 10 voxels of 5.625 mm.
    assert_eq!(lines[2], "99.4 cm\u{b2}");
    // Its values follow when it is moved, half of it out of the disc.
    press(&mut viewer, [25.0, 25.0]);
    drag(&mut viewer, [63.0, 25.0]);
    release(&mut viewer, [63.0, 25.0]);
    let moved = labels(&viewer).remove(0);
    assert!(moved.starts_with("40 \u{b1} 0 HU"), "{moved}");
}

#[test]
fn lengths_and_angles_follow_the_voxels_of_the_patient() {
    let spacing = |file: File| file.decimals(0x0028_0030, &[5.625, 5.625]);
    let mut viewer = loaded(spacing);
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [18.0, 16.0]);
    assert_eq!(labels(&viewer), ["56 mm"]);
    let mut viewer = loaded(|file| file.without(0x0028_0030));
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [18.0, 16.0]);
    assert_eq!(labels(&viewer), ["10 px"]);
    // Three clicks.
    choose(&mut viewer, Kind::Angle);
    for point in [[20.0, 10.0], [10.0, 10.0], [10.0, 30.0]] {
        drag(&mut viewer, point);
        press(&mut viewer, point);
        release(&mut viewer, point);
    }
    assert_eq!(labels(&viewer)[1], "90\u{b0}");
    assert_eq!(tool(&viewer), Tool::Window);
}

#[test]
fn an_oblique_slice_is_measured_in_its_plane() {
    let half = 0.5_f64.sqrt();
    let mut viewer = loaded(|file| {
        file.decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, half, half])
            .decimals(0x0028_0030, &[2.0, 2.0])
    });
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [10.0, 30.0]);
    assert_eq!(labels(&viewer), ["40 mm"]);
}

#[test]
fn after_one_mark_the_tool_is_the_window_again_unless_it_is_kept() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Arrow, [10.0, 10.0], [20.0, 20.0]);
    assert_eq!(tool(&viewer), Tool::Window);
    let kept = Tool::Mark(Kind::Length);
    viewer.act(Action::KeepTool { tool: kept });
    for row in [10.0, 20.0] {
        press(&mut viewer, [40.0, row]);
        release(&mut viewer, [50.0, row]);
        assert_eq!(tool(&viewer), kept);
    }
    assert_eq!(drawn(&viewer).len(), 3);
    // Escape ends the drawing, then the tool.
    press(&mut viewer, [40.0, 50.0]);
    drag(&mut viewer, [50.0, 50.0]);
    assert_eq!(drawn(&viewer).len(), 4);
    viewer.act(Action::Escape);
    assert_eq!((drawn(&viewer).len(), tool(&viewer)), (3, kept));
    viewer.act(Action::Escape);
    assert_eq!(tool(&viewer), Tool::Window);
}

#[test]
fn what_is_done_to_marks_is_undone_step_by_step() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Length, [10.0, 10.0], [20.0, 10.0]);
    press(&mut viewer, [20.0, 10.0]);
    drag(&mut viewer, [25.0, 10.0]);
    drag(&mut viewer, [30.0, 10.0]);
    release(&mut viewer, [30.0, 10.0]);
    let long = labels(&viewer);
    assert_eq!(long, ["113 mm"]);
    viewer.act(Action::DeleteChosen);
    assert_eq!(drawn(&viewer), []);
    viewer.act(Action::Undo);
    assert_eq!(labels(&viewer), long);
    viewer.act(Action::Undo);
    assert_eq!(labels(&viewer), ["56 mm"], "one step for the whole drag");
    viewer.act(Action::Undo);
    assert_eq!(drawn(&viewer), []);
    viewer.act(Action::Undo);
    for _ in 0..2 {
        viewer.act(Action::Redo);
    }
    assert_eq!(labels(&viewer), long);
    // Reset is of views, never of marks.
    viewer.act(Action::Reset { pane: PANE });
    viewer.draw();
    assert_eq!(labels(&viewer), long);
}

#[test]
fn marks_stay_on_their_slice_and_the_list_turns_to_it() {
    let mut viewer = loaded(|file| file);
    show(&mut viewer, 3);
    draw(&mut viewer, Kind::Arrow, [10.0, 10.0], [20.0, 20.0]);
    let mark = MarkId(1);
    viewer.act(Action::SetMarkText {
        mark,
        text: "nodule".to_owned(),
    });
    show(&mut viewer, 7);
    assert_eq!(drawn(&viewer), []);
    let list = overlay::mark_list(&viewer.state);
    assert_eq!(
        (list[0].slice.as_str(), list[0].text.as_str()),
        ("slice 4", "nodule")
    );
    viewer.act(Action::ShowMark { mark });
    viewer.draw();
    assert_eq!(viewer.slice(), Some(4));
    assert_eq!(labels(&viewer), ["nodule"]);
    viewer.act(Action::ToggleMarks);
    assert_eq!(drawn(&viewer), []);
    // What is undone is seen: another slice is turned back from, what was hidden is shown.
    show(&mut viewer, 0);
    viewer.act(Action::Undo);
    viewer.draw();
    assert_eq!((viewer.slice(), drawn(&viewer).len()), (Some(4), 1));
}

#[test]
fn marks_lie_where_they_were_drawn_whatever_is_done_to_the_view() {
    let mut viewer = loaded(|file| file);
    draw(&mut viewer, Kind::Length, [10.0, 20.0], [30.0, 20.0]);
    let close = |points: &[[f64; 2]], expected: [[f64; 2]; 2]| {
        let pairs = points.iter().flatten().zip(expected.iter().flatten());
        pairs.into_iter().all(|(a, b)| (a - b).abs() < 2e-3)
    };
    let points = |viewer: &Performer| drawn(viewer).remove(0).points;
    assert!(close(
        &points(&viewer),
        [at([10.0, 20.0]), at([30.0, 20.0])]
    ));
    viewer.act(Action::Flip {
        pane: PANE,
        flip: hounsfield::viewport::Flip::LeftRight,
    });
    viewer.draw();
    assert!(close(
        &points(&viewer),
        [at([54.0, 20.0]), at([34.0, 20.0])]
    ));
    assert_eq!(labels(&viewer), ["113 mm"]);
    // It is taken hold of where it is seen.
    let right = PaneId(0);
    let taken =
        |place| hounsfield::engine::marking::is_taken(&viewer.state, right, at(place), REACH);
    assert!(taken([54.0, 20.0]) && taken([44.0, 20.0]) && !taken([20.0, 20.0]));
}

#[test]
fn values_that_are_less_than_they_seem_say_so() {
    let ellipse = |change: fn(File) -> File| {
        let mut viewer = loaded(change);
        draw(&mut viewer, Kind::Ellipse, [22.0, 22.0], [42.0, 42.0]);
        labels(&viewer).remove(0)
    };
    let lossy = ellipse(|file| file.text(0x0028_2110, "CS", "01"));
    assert!(
        lossy.starts_with("\u{2212}860 \u{b1} 0 HU, lossy|"),
        "{lossy}"
    );
    let mr = ellipse(|file| file.text(0x0008_0060, "CS", "MR"));
    assert!(
        mr.starts_with("164 \u{b1} 0 stored value, MR|") || mr.contains(", MR|"),
        "{mr}"
    );
    let padded = ellipse(|file| file.short(0x0028_0120, 164));
    assert!(!padded.contains("860"), "{padded}");
}

#[test]
fn a_mark_is_drawn_on_one_slice() {
    let mut viewer = loaded(|file| file);
    choose(&mut viewer, Kind::Angle);
    press(&mut viewer, [20.0, 10.0]);
    drag(&mut viewer, [10.0, 10.0]);
    release(&mut viewer, [10.0, 10.0]);
    drag(&mut viewer, [10.0, 30.0]);
    let begun = drawn(&viewer);
    show(&mut viewer, 3);
    // Another slice is shown: what was begun does not follow there.
    drag(&mut viewer, [50.0, 50.0]);
    assert_eq!(drawn(&viewer), []);
    show(&mut viewer, 0);
    assert_eq!(drawn(&viewer), begun);
    // A press there begins anew, and what was begun is gone.
    show(&mut viewer, 3);
    press(&mut viewer, [30.0, 30.0]);
    assert_eq!(drawn(&viewer).len(), 1);
    show(&mut viewer, 0);
    assert_eq!(drawn(&viewer), []);
}

fn step(viewer: &mut Performer, by: [i32; 2]) {
    viewer.act(Action::StepPointer { pane: PANE, by });
    viewer.draw();
}

fn press_pointer(viewer: &mut Performer) {
    viewer.act(Action::PressPointer { pane: PANE });
    viewer.draw();
}

#[test]
fn keys_alone_draw_move_and_read() {
    let mut viewer = loaded(|file| file);
    let value = |viewer: &Performer| overlay::pane(&viewer.state, PANE).probe.unwrap().words();
    // First it comes to the middle, the corner of four voxels.
    step(&mut viewer, [7, 7]);
    assert_eq!(value(&viewer), "\u{2212}860 HU");
    step(&mut viewer, [13, 0]);
    assert_eq!(value(&viewer), "40 HU");
    choose(&mut viewer, Kind::Length);
    press_pointer(&mut viewer);
    // Twice at one place is no length.
    press_pointer(&mut viewer);
    assert_eq!(drawn(&viewer).len(), 1);
    step(&mut viewer, [0, 10]);
    press_pointer(&mut viewer);
    assert_eq!(labels(&viewer), ["56 mm"]);
    assert_eq!(tool(&viewer), Tool::Window);
    // Its end is taken, moved and set down; one step of undo.
    press_pointer(&mut viewer);
    step(&mut viewer, [0, 10]);
    press_pointer(&mut viewer);
    step(&mut viewer, [-5, 0]);
    assert_eq!(labels(&viewer), ["113 mm"]);
    viewer.act(Action::Undo);
    assert_eq!(labels(&viewer), ["56 mm"]);
    // An angle takes three.
    choose(&mut viewer, Kind::Angle);
    for by in [[0, 0], [-8, 0], [0, -8]] {
        step(&mut viewer, by);
        press_pointer(&mut viewer);
    }
    assert_eq!(labels(&viewer)[1], "90\u{b0}");
    viewer.act(Action::Escape);
    let pane = viewer.state.session.pane(PANE).unwrap();
    assert_eq!((pane.pointer, pane.pointed_by_keys), (None, false));
}

#[test]
fn keys_point_by_what_is_seen_on_a_turned_picture() {
    let mut viewer = loaded(|file| file.decimals(0x0028_0030, &[4.0, 2.0]));
    viewer.act(Action::Rotate {
        pane: PANE,
        quarters: 1,
    });
    viewer.draw();
    step(&mut viewer, [0, 0]);
    let voxel = |viewer: &Performer| {
        let probe = overlay::pane(&viewer.state, PANE).probe.unwrap();
        (probe.column, probe.row)
    };
    let (column, row) = voxel(&viewer);
    // A quarter clockwise: rows go to the left, columns down.
    step(&mut viewer, [3, 2]);
    assert_eq!(voxel(&viewer), (column + 2, row - 3));
}

#[test]
fn every_corner_of_a_box_and_every_side_of_an_ellipse_is_held() {
    let mut viewer = loaded(|file| file);
    let move_handle = |viewer: &mut Performer, from, to| {
        press(viewer, from);
        drag(viewer, to);
        release(viewer, to);
    };
    draw(&mut viewer, Kind::Rectangle, [10.0, 10.0], [20.0, 20.0]);
    assert_eq!(drawn(&viewer)[0].handles.len(), 4);
    // A corner that nobody drew.
    move_handle(&mut viewer, [20.0, 10.0], [30.0, 5.0]);
    let points = viewer.state.session.marks.list()[0].shape.points.clone();
    assert_eq!(rounded(&points), [[10, 5], [30, 20]]);
    draw(&mut viewer, Kind::Ellipse, [40.0, 40.0], [60.0, 50.0]);
    move_handle(&mut viewer, [60.0, 45.0], [50.0, 60.0]);
    let points = viewer.state.session.marks.list()[1].shape.points.clone();
    assert_eq!(rounded(&points), [[40, 40], [50, 50]]);
}

#[expect(clippy::cast_possible_truncation, reason = "columns and rows")]
fn rounded(points: &[[f64; 2]]) -> Vec<[i32; 2]> {
    let round = |point: &[f64; 2]| point.map(|part| part.round() as i32);
    points.iter().map(round).collect()
}
