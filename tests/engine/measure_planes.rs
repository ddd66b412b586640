//! Marks on planes and slabs: they lie in the patient, are drawn where their plane is, and say that what they hold
//! is interpolated.

use hounsfield::engine::Refusal;
use hounsfield::marks::{Kind, MarkId};
use hounsfield::overlay::{self, DrawnMark};
use hounsfield::session::{Action, MarkAction, PaneId, Tool};
use hounsfield::volume::Section;
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::PANE;
use crate::performer::Performer;

pub const CORONAL: PaneId = PaneId(1);
const SIDE: i32 = 64;
/// Between columns and between rows.
const PIXEL_MM: f64 = 360.0 / 64.0;
const SLICES: usize = 20;
const SLICE_MM: f64 = 3.0;

const SERIES: Series = Series {
    number: 1,
    slices: SLICES,
    side: 64,
    slice_mm: SLICE_MM,
};

/// HU that grow by 10 a row and by 20 a slice, and are the same along a row.
fn hu(row: i32, slice: usize) -> i32 {
    10 * row + 20 * i32::try_from(slice).unwrap() - 500
}

fn loaded() -> Performer {
    let files = (0..SLICES).map(|slice| {
        let pixels = (0..SIDE).flat_map(|row| (0..SIDE).map(move |_| hu(row, slice) + 1024));
        let bytes = pixels.flat_map(|value| u16::try_from(value).unwrap().to_le_bytes());
        let file = SERIES.slice_showing(slice, bytes.collect());
        (format!("{slice}"), file.write(&Writing::default()))
    });
    let mut viewer = Performer::new();
    viewer.drop_files(1, files.collect());
    viewer.settle();
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 6,
    });
    viewer.draw();
    viewer
}

pub fn with_planes() -> Performer {
    let mut viewer = loaded();
    viewer.act(Action::Planes);
    viewer.draw();
    viewer
}

/// Where a column and a row of a pane's picture are, in shares of the pane.
fn at(viewer: &Performer, pane: PaneId, point: [f64; 2]) -> [f64; 2] {
    let picture = viewer.state.screen.cut(pane).unwrap();
    let [x, y] = picture.placement.canvas_from_image(point);
    let rect = picture.rect;
    [
        (x - f64::from(rect.x)) / f64::from(rect.width),
        (y - f64::from(rect.y)) / f64::from(rect.height),
    ]
}

pub fn draw(viewer: &mut Performer, pane: PaneId, kind: Kind, points: &[[f64; 2]]) {
    viewer.act(Action::ChooseTool {
        tool: Tool::Mark(kind),
    });
    for point in points {
        let at = at(viewer, pane, *point);
        viewer.act(Action::DragMark { pane, at });
        let reach = 0.005;
        viewer.act(Action::PressMark { pane, at, reach });
        viewer.act(Action::ReleaseMark { pane, at, reach });
    }
    viewer.draw();
}

fn drawn(viewer: &Performer, pane: PaneId) -> Vec<DrawnMark> {
    overlay::drawn_marks(&viewer.state, pane, [400.0, 300.0], 13.0)
}

pub fn labels(viewer: &Performer, pane: PaneId) -> Vec<String> {
    drawn(viewer, pane)
        .iter()
        .map(|mark| mark.label.join("|"))
        .collect()
}

/// Pixels of a coronal plane are squares of the voxels' size: a slice is so many rows of it.
const SLICE_ROWS: f64 = SLICE_MM / PIXEL_MM;

#[test]
fn measures_on_a_plane_are_true_and_name_the_slices_that_they_go_across() {
    let mut viewer = with_planes();
    draw(
        &mut viewer,
        CORONAL,
        Kind::Length,
        &[[10.0, 2.0], [10.0, 8.0]],
    );
    let apart = "slices 3 mm apart";
    assert_eq!(labels(&viewer, CORONAL), [format!("34 mm, {apart}")]);
    assert_eq!(viewer.state.session.tool, Tool::Window);
    assert_eq!(viewer.state.refused, None::<Refusal>);
    // On the axial plane, which goes along the slices, there is nothing to name.
    draw(
        &mut viewer,
        PANE,
        Kind::Length,
        &[[10.0, 10.0], [18.0, 16.0]],
    );
    assert_eq!(labels(&viewer, PANE), ["56 mm"]);
    draw(
        &mut viewer,
        CORONAL,
        Kind::Angle,
        &[[20.0, 2.0], [10.0, 2.0], [10.0, 8.0]],
    );
    assert_eq!(labels(&viewer, CORONAL)[1], "90\u{b0}");
    let cross = [[30.0, 5.0], [40.0, 5.0], [34.0, 3.0], [34.0, 7.0]];
    draw(&mut viewer, CORONAL, Kind::Bidirectional, &cross);
    assert_eq!(
        labels(&viewer, CORONAL)[2],
        format!("56 \u{d7} 23 mm, {apart}")
    );
    draw(
        &mut viewer,
        CORONAL,
        Kind::Cobb,
        &[[1.0, 1.0], [6.0, 1.0], [1.0, 8.0], [6.0, 9.0]],
    );
    assert_eq!(labels(&viewer, CORONAL)[3], "11\u{b0}");
}

#[test]
fn regions_hold_interpolated_values_without_a_deviation() {
    let mut viewer = with_planes();
    // Coronal 33 lies in row 32. Rows of the picture begin half a slice above the first one.
    let [top, bottom] = [2.0, 14.0].map(|slice| (slice + 0.5) * SLICE_ROWS);
    draw(
        &mut viewer,
        CORONAL,
        Kind::Rectangle,
        &[[10.0, top], [30.0, bottom]],
    );
    let said = labels(&viewer, CORONAL).remove(0);
    let lines: Vec<&str> = said.split('|').collect();
    // A ramp: the mean over its height is what lies in the middle of it, within a row.
    let mean: f64 = lines[0]
        .split(' ')
        .next()
        .unwrap()
        .replace('\u{2212}', "-")
        .parse()
        .unwrap();
    let middle = f64::from(hu(32, 8));
    assert!((mean - middle).abs() <= 20.0 / SLICE_ROWS / 2.0, "{said}");
    assert!(lines[0].ends_with(" HU, interpolated"), "{said}");
    assert!(!said.contains('\u{b1}'), "{said}");
    // 20 columns and 6 or 7 rows have their middle inside.
    assert!(["n 120", "n 140"].contains(&lines[2]), "{said}");
    let area = "40.5 cm\u{b2}, slices 3 mm apart";
    assert_eq!(*lines.last().unwrap(), area);

    // Every value of the probe is reckoned by hand: row 32, a third of the way from slice 5 to 6.
    let row = (5.0 + 1.0 / 3.0 + 0.5) * SLICE_ROWS;
    draw(&mut viewer, CORONAL, Kind::Probe, &[[20.5, row]]);
    let between = f64::from(hu(32, 5)) + 20.0 / 3.0;
    let said = labels(&viewer, CORONAL).remove(1);
    let value: f64 = said
        .split(' ')
        .next()
        .unwrap()
        .replace('\u{2212}', "-")
        .parse()
        .unwrap();
    assert!((value - between).abs() <= 0.5, "{said}");
    assert!(
        said.contains(" HU, interpolated|") && said.contains("F 16 mm"),
        "{said}"
    );

    let outline = [[10.0, 2.0], [30.0, 2.0], [30.0, 8.0], [10.0, 2.0]];
    draw(&mut viewer, CORONAL, Kind::Polygon, &outline);
    assert!(labels(&viewer, CORONAL)[2].contains("HU, interpolated|median"));
}

#[test]
fn a_slab_says_what_it_is_and_its_marks_are_its_own() {
    let mut viewer = with_planes();
    viewer.act(Action::NextSlab { pane: CORONAL });
    viewer.draw();
    draw(&mut viewer, CORONAL, Kind::Probe, &[[20.5, 5.0]]);
    let said = labels(&viewer, CORONAL).remove(0);
    assert!(said.contains(" HU, MIP 10 mm|"), "{said}");
    // The largest of 10 mm: 5 mm behind the plane, where values grow by 10 a row.
    let value = |said: &str| -> f64 {
        said.split(' ')
            .next()
            .unwrap()
            .replace('\u{2212}', "-")
            .parse()
            .unwrap()
    };
    let mip = value(&said);
    for _ in 0..2 {
        viewer.act(Action::NextSlab { pane: CORONAL });
    }
    viewer.act(Action::NextSlab { pane: CORONAL });
    viewer.draw();
    assert_eq!(
        drawn(&viewer, CORONAL),
        [],
        "without the slab it is another picture"
    );
    draw(&mut viewer, CORONAL, Kind::Probe, &[[20.5, 5.0]]);
    let plane = value(&labels(&viewer, CORONAL)[0]);
    assert!(
        (mip - plane - 50.0 / PIXEL_MM).abs() <= 1.0,
        "{mip} {plane}"
    );
    // The list turns back to the slab.
    let list = overlay::mark_list(&viewer.state);
    assert_eq!(list[0].slice, "coronal 33, MIP 10 mm");
    viewer.act(Action::ShowMark { mark: MarkId(1) });
    viewer.draw();
    assert_eq!(labels(&viewer, CORONAL), [said]);
}

#[test]
fn a_slab_about_a_slice_has_marks_too() {
    let mut viewer = loaded();
    viewer.act(Action::NextSlab { pane: PANE });
    viewer.draw();
    draw(
        &mut viewer,
        PANE,
        Kind::Rectangle,
        &[[10.0, 10.0], [20.0, 20.0]],
    );
    let said = labels(&viewer, PANE).remove(0);
    assert!(
        said.contains("HU, MIP 10 mm|") && !said.contains("apart"),
        "{said}"
    );
    viewer.act(Action::Scroll { pane: PANE, by: 1 });
    viewer.draw();
    assert_eq!(drawn(&viewer, PANE), []);
    viewer.act(Action::Marks(MarkAction::CopyChosen { by: 1 }));
    viewer.draw();
    assert_eq!((viewer.slice(), drawn(&viewer, PANE).len()), (None, 1));
    assert_eq!(overlay::mark_list(&viewer.state)[1].slice, "slice 8");
    viewer.act(Action::Undo);
    viewer.draw();
    assert_eq!(overlay::mark_list(&viewer.state).len(), 1);
}

#[test]
fn marks_are_where_their_plane_is_and_the_list_turns_to_it() {
    let mut viewer = with_planes();
    draw(
        &mut viewer,
        CORONAL,
        Kind::Ellipse,
        &[[10.0, 2.0], [30.0, 8.0]],
    );
    let before = drawn(&viewer, CORONAL);
    viewer.act(Action::Scroll {
        pane: CORONAL,
        by: 1,
    });
    viewer.draw();
    assert_eq!(drawn(&viewer, CORONAL), []);
    // Another axial plane is the same coronal one.
    viewer.act(Action::Scroll {
        pane: CORONAL,
        by: -1,
    });
    viewer.act(Action::Scroll { pane: PANE, by: 3 });
    viewer.draw();
    assert_eq!(drawn(&viewer, CORONAL), before);
    assert_eq!(drawn(&viewer, PANE), []);
    viewer.act(Action::TurnPlanes {
        pane: PANE,
        degrees: 5.0,
    });
    viewer.draw();
    assert_eq!(drawn(&viewer, CORONAL), [], "it is oblique now");
    // Turned back by the list, out of slices too.
    viewer.act(Action::Planes);
    viewer.draw();
    assert_eq!(overlay::mark_list(&viewer.state)[0].slice, "coronal 33");
    assert_eq!(drawn(&viewer, PANE), []);
    viewer.act(Action::ShowMark { mark: MarkId(1) });
    viewer.draw();
    assert_eq!(viewer.state.session.active, CORONAL);
    assert_eq!(labels(&viewer, CORONAL).len(), 1);
    assert_eq!(drawn(&viewer, CORONAL)[0].points, before[0].points);
    // That planes came is undone as a layout; the mark is still there.
    viewer.act(Action::Undo);
    viewer.draw();
    assert!(viewer.state.session.planes.is_none());
    assert_eq!(viewer.state.session.marks.list().len(), 1);
}

#[test]
fn marks_on_planes_are_moved_copied_and_taken_back() {
    let mut viewer = with_planes();
    draw(
        &mut viewer,
        CORONAL,
        Kind::Rectangle,
        &[[10.0, 2.0], [30.0, 8.0]],
    );
    let reach = 0.005;
    let [from, to] = [[30.0, 8.0], [40.0, 9.0]].map(|point| at(&viewer, CORONAL, point));
    viewer.act(Action::PressMark {
        pane: CORONAL,
        at: from,
        reach,
    });
    viewer.act(Action::DragMark {
        pane: CORONAL,
        at: to,
    });
    let in_hand = labels(&viewer, CORONAL).remove(0);
    assert!(
        !in_hand.contains("HU"),
        "an old value of a new shape: {in_hand}"
    );
    viewer.act(Action::ReleaseMark {
        pane: CORONAL,
        at: to,
        reach,
    });
    viewer.draw();
    assert!(labels(&viewer, CORONAL)[0].contains("HU, interpolated"));
    let points = |viewer: &Performer| viewer.state.session.marks.list()[0].shape.points.clone();
    assert!((points(&viewer)[1][0] - 40.0).abs() < 0.05);
    viewer.act(Action::Undo);
    assert!((points(&viewer)[1][0] - 30.0).abs() < 0.05);
    viewer.draw();
    // A row further back: 10 HU more each time.
    viewer.act(Action::Marks(MarkAction::CopyChosen { by: 1 }));
    viewer.draw();
    let list = overlay::mark_list(&viewer.state);
    assert_eq!(list[1].slice, "coronal 34");
    let value = |words: &str| -> i32 {
        words
            .split(' ')
            .next()
            .unwrap()
            .replace('\u{2212}', "-")
            .parse()
            .unwrap()
    };
    assert_eq!(value(&list[1].words) - value(&list[0].words), 10);
    viewer.act(Action::Marks(MarkAction::Copy {
        mark: MarkId(1),
        from: 30,
        to: 35,
    }));
    let list = overlay::mark_list(&viewer.state);
    assert_eq!((list.len(), list[0].slice.as_str()), (6, "coronal 31"));
    viewer.act(Action::Undo);
    viewer.act(Action::Undo);
    assert_eq!(viewer.state.session.marks.list().len(), 1);
    let plane = viewer.state.session.marks.list()[0].ground.plane.unwrap();
    assert_eq!(plane.section, Some(Section::Coronal));
}

#[test]
fn the_crosshair_is_still_taken_where_no_mark_is() {
    let mut viewer = with_planes();
    draw(
        &mut viewer,
        CORONAL,
        Kind::Length,
        &[[2.0, 2.0], [8.0, 2.0]],
    );
    let middle = viewer.state.session.planes.as_ref().unwrap().at_mm;
    let cross = {
        let picture = viewer.state.screen.cut(CORONAL).unwrap();
        picture.sheet.image_from_patient(middle)
    };
    let [from, to] = [cross, [cross[0] + 5.0, cross[1]]].map(|point| at(&viewer, CORONAL, point));
    let reach = 0.01;
    viewer.act(Action::PressMark {
        pane: CORONAL,
        at: from,
        reach,
    });
    viewer.act(Action::DragMark {
        pane: CORONAL,
        at: to,
    });
    viewer.act(Action::ReleaseMark {
        pane: CORONAL,
        at: to,
        reach,
    });
    let now = viewer.state.session.planes.as_ref().unwrap().at_mm;
    assert!((now[0] - middle[0] - 5.0 * PIXEL_MM).abs() < 1e-6);
    assert_eq!(viewer.state.session.marks.list().len(), 1);
}
