//! Lines in which slices cut each other, and one point in all panes. Places are reckoned from the
//! positions that the files give.

#![expect(clippy::cast_precision_loss, reason = "a few slices")]

use hounsfield::engine::Picture;
use hounsfield::overlay;
use hounsfield::session::{Action, PaneId, Tool};
use xtask::synthetic::ct::Series;
use xtask::synthetic::{File, Writing};

use crate::PANE;
use crate::performer::Performer;

const RIGHT: PaneId = PaneId(1);

const fn series(number: u32, slices: usize, side: u16) -> Series {
    Series {
        number,
        slices,
        side,
        slice_mm: 3.0,
    }
}

/// 20 axial slices of 64 x 64 voxels of 5.625 mm about the origin, 3 mm apart from 0 mm downward.
fn axial() -> Vec<(String, Vec<u8>)> {
    written(series(1, 20, 64), |file, _| file)
}

/// 12 coronal slices of 128 x 128 voxels of 2.8125 mm, whose first voxel lies at -178.6, 178.6 mm;
/// 5 mm apart from -50 mm backward.
fn coronal() -> Vec<(String, Vec<u8>)> {
    cut_coronal("2.25.77")
}

fn cut_coronal(frame_of_reference: &str) -> Vec<(String, Vec<u8>)> {
    written(series(2, 12, 128), |file, at| {
        file.decimals(0x0020_0032, &[-178.6, -50.0 + at * 5.0, 178.6])
            .decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, 0.0, -1.0])
            .text(0x0020_0052, "UI", frame_of_reference)
    })
}

fn written(of: Series, change: impl Fn(File, f64) -> File) -> Vec<(String, Vec<u8>)> {
    let file = |at: usize| {
        let file = of.slice(at).text(0x0020_0052, "UI", "2.25.77");
        let file = change(file, at as f64);
        let name = format!("{}/{at:02}", of.number);
        (name, file.write(&Writing::default()))
    };
    (0..of.slices).map(file).collect()
}

fn opened(files: &[Vec<(String, Vec<u8>)>; 2], [left, right]: [usize; 2]) -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, files.concat());
    viewer.settle();
    let stack = {
        let mut stacks = viewer.state.catalog.stacks();
        let first = stacks.find(|stack| stack.series_number == Some(1));
        first.unwrap().id
    };
    for action in [
        Action::ShowStack { pane: PANE, stack },
        Action::SetLayout {
            rows: 1,
            columns: 2,
        },
        Action::ShowSlice {
            pane: PANE,
            slice: left,
        },
        Action::ShowSlice {
            pane: RIGHT,
            slice: right,
        },
    ] {
        viewer.act(action);
    }
    viewer.settle();
    viewer
}

fn picture(viewer: &Performer, pane: PaneId) -> &Picture {
    viewer.state.screen.picture(pane).unwrap()
}

/// Columns and rows of a place in shares of a pane.
fn image(viewer: &Performer, pane: PaneId, at: [f64; 2]) -> [f64; 2] {
    let picture = picture(viewer, pane);
    let rect = picture.rect;
    picture.placement.image_from_canvas([
        f64::from(rect.x) + at[0] * f64::from(rect.width),
        f64::from(rect.y) + at[1] * f64::from(rect.height),
    ])
}

fn share(viewer: &Performer, pane: PaneId, at: [f64; 2]) -> [f64; 2] {
    let picture = picture(viewer, pane);
    let rect = picture.rect;
    let [x, y] = picture.placement.canvas_from_image(at);
    [
        (x - f64::from(rect.x)) / f64::from(rect.width),
        (y - f64::from(rect.y)) / f64::from(rect.height),
    ]
}

/// From the left to the right, in columns and rows.
fn line(viewer: &Performer, pane: PaneId) -> Option<[[f64; 2]; 2]> {
    let line = overlay::reference_line(&viewer.state, pane)?;
    let mut line = line.map(|at| image(viewer, pane, at));
    line.sort_by(|a, b| a[0].total_cmp(&b[0]));
    Some(line)
}

fn is_near(line: [[f64; 2]; 2], expected: [[f64; 2]; 2]) -> bool {
    let pairs = line.iter().flatten().zip(expected.iter().flatten());
    pairs.into_iter().all(|(a, b)| (a - b).abs() < 0.01)
}

#[test]
fn the_active_slice_is_a_line_in_the_planes_that_it_cuts() {
    let mut viewer = opened(&[axial(), coronal()], [4, 3]);
    // -12 mm is (178.6 + 12) / 2.8125 rows below the centre of the first; columns begin at -180.006.
    let row = (178.6 + 12.0) / 2.8125 + 0.5;
    let from = (180.006_25 - 180.0) / 2.8125;
    let drawn = line(&viewer, RIGHT).unwrap();
    assert!(is_near(drawn, [[from, row], [128.0, row]]), "{drawn:?}");
    assert_eq!(
        line(&viewer, PANE),
        None,
        "the active pane has none of its own"
    );

    viewer.act(Action::Activate { pane: RIGHT });
    // -35 mm is 25.8 rows from the front; the coronal image ends at 179.99 mm.
    let row = (180.0 - 35.0) / 5.625;
    let to = (180.0 - 178.6 + 127.5 * 2.8125) / 5.625;
    let drawn = line(&viewer, PANE).unwrap();
    assert!(is_near(drawn, [[0.0, row], [to, row]]), "{drawn:?}");

    // Fewer texts, and no line.
    viewer.act(Action::StepDetail);
    assert_eq!(line(&viewer, PANE), None);
}

#[test]
fn a_line_is_as_long_as_both_images_reach() {
    // 64 voxels of 1 mm, from -20 mm to the left.
    let small = written(series(1, 20, 64), |file, at| {
        file.decimals(0x0028_0030, &[1.0, 1.0])
            .decimals(0x0020_0032, &[-19.5, -40.0, at * -3.0])
    });
    let mut viewer = opened(&[small, coronal()], [4, 3]);
    let row = (178.6 + 12.0) / 2.8125 + 0.5;
    let column = |x: f64| (x + 178.6) / 2.8125 + 0.5;
    let drawn = line(&viewer, RIGHT).unwrap();
    let expected = [[column(-20.0), row], [column(44.0), row]];
    assert!(is_near(drawn, expected), "{drawn:?} {expected:?}");
    // The first coronal slice, at -50 mm, lies in front of it.
    viewer.act(Action::ShowSlice {
        pane: RIGHT,
        slice: 0,
    });
    viewer.settle();
    assert_eq!(line(&viewer, RIGHT), None);
}

#[test]
fn parallel_slices_and_other_spaces_have_no_line() {
    let beside = written(series(2, 6, 64), |file, _| file);
    let viewer = opened(&[axial(), beside], [4, 3]);
    assert_eq!(line(&viewer, RIGHT), None);
    let other = cut_coronal("2.25.78");
    let viewer = opened(&[axial(), other], [4, 3]);
    assert_eq!(line(&viewer, RIGHT), None);
}

#[test]
fn panes_turn_to_a_point_and_show_it_where_their_slice_goes_through_it() {
    let mut viewer = opened(&[axial(), coronal()], [4, 3]);
    viewer.act(Action::ChooseTool { tool: Tool::Cursor });
    let press = |viewer: &mut Performer, voxel: [f64; 2]| {
        let at = share(viewer, PANE, voxel);
        viewer.act(Action::PressMark {
            pane: PANE,
            at,
            reach: 0.01,
        });
        viewer.act(Action::ReleaseMark {
            pane: PANE,
            at,
            reach: 0.01,
        });
        viewer.settle();
    };
    let seen = |viewer: &Performer, pane| {
        let at = overlay::cursor_at(&viewer.state, pane)?;
        Some(image(viewer, pane, at))
    };
    // 47.8 mm to the left, 8.4 mm in front: the slice at -10 mm is nearest.
    press(&mut viewer, [40.5, 30.5]);
    assert_eq!(picture(&viewer, RIGHT).slice, 8);
    let [x, z] = [40.5 * 5.625 - 180.0, -12.0];
    let expected = [(x + 178.6) / 2.8125 + 0.5, (178.6 - z) / 2.8125 + 0.5];
    let there = seen(&viewer, RIGHT).unwrap();
    assert!(is_near([there; 2], [expected; 2]), "{there:?} {expected:?}");
    let here = seen(&viewer, PANE).unwrap();
    assert!(is_near([here; 2], [[40.5, 30.5]; 2]), "{here:?}");

    // 64.7 mm in front no slice is: the nearest one, at -50 mm, does not show it.
    press(&mut viewer, [40.5, 20.5]);
    assert_eq!(picture(&viewer, RIGHT).slice, 0);
    assert_eq!(seen(&viewer, RIGHT), None);
    // Nor does a slice that it is not on.
    viewer.act(Action::Scroll { pane: PANE, by: 1 });
    viewer.settle();
    assert_eq!(seen(&viewer, PANE), None);
    viewer.act(Action::Scroll { pane: PANE, by: -1 });
    viewer.settle();
    assert!(seen(&viewer, PANE).is_some());
    // The cursor goes first, then its tool.
    viewer.act(Action::Escape);
    assert_eq!(seen(&viewer, PANE), None);
    assert_eq!(viewer.state.session.tool, Tool::Cursor);
    viewer.act(Action::Escape);
    assert_eq!(viewer.state.session.tool, Tool::Window);
}

#[test]
fn a_hand_takes_the_point_along_until_it_lets_go() {
    let mut viewer = opened(&[axial(), coronal()], [4, 3]);
    viewer.act(Action::ChooseTool { tool: Tool::Cursor });
    let at = |viewer: &Performer, row: f64| share(viewer, PANE, [32.0, row]);
    let reach = 0.01;
    let pane = PANE;
    let from = at(&viewer, 25.0);
    viewer.act(Action::PressMark {
        pane,
        at: from,
        reach,
    });
    // 32 rows are 0 mm: the slice at 0 mm is the eleventh.
    let to = at(&viewer, 32.0);
    viewer.act(Action::DragMark { pane, at: to });
    viewer.settle();
    assert_eq!(picture(&viewer, RIGHT).slice, 10);
    viewer.act(Action::ReleaseMark {
        pane,
        at: to,
        reach,
    });
    viewer.act(Action::DragMark { pane, at: from });
    viewer.settle();
    assert_eq!(picture(&viewer, RIGHT).slice, 10);
    // A frozen pane stays where it is.
    viewer.act(Action::Freeze { pane: RIGHT });
    viewer.act(Action::PressMark {
        pane,
        at: from,
        reach,
    });
    viewer.settle();
    assert_eq!(picture(&viewer, RIGHT).slice, 10);
}
