//! Panes that go together. Expected slices are reckoned by hand from the places that the files give.

#![expect(
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "a few slices, windows in whole numbers"
)]

use hounsfield::engine::link::LinkBy;
use hounsfield::overlay::{self, Badge};
use hounsfield::series::StackId;
use hounsfield::session::{Action, PaneId};
use xtask::synthetic::ct::Series;
use xtask::synthetic::{File, Writing};

use crate::PANE;
use crate::performer::Performer;

pub const RIGHT: PaneId = PaneId(1);
pub const THIRD: PaneId = PaneId(2);

const SPACE: (u32, &str) = (0x0020_0052, "UI");

/// A series of the computed chest, 360 mm wide about the patient's origin, from `top_mm` downward.
#[derive(Clone, Copy)]
pub struct Stack {
    series: Series,
    top_mm: f64,
}

pub const fn stack(number: u32, slices: usize, side: u16, slice_mm: f64, top_mm: f64) -> Stack {
    let series = Series {
        number,
        slices,
        side,
        slice_mm,
    };
    Stack { series, top_mm }
}

/// 3 mm apart, at 0, -3 ... -57 mm.
pub const THIN: Stack = stack(1, 20, 64, 3.0, 0.0);
/// 5 mm apart, at 10, 5 ... -45 mm, of pixels half as large.
pub const THICK: Stack = stack(2, 12, 128, 5.0, 10.0);

impl Stack {
    pub fn files(self, change: impl Fn(File) -> File) -> Vec<(String, Vec<u8>)> {
        let Series {
            number,
            slices,
            side,
            slice_mm,
        } = self.series;
        let corner = 180.0 / f64::from(side) - 180.0;
        let file = |at: usize| {
            let z = self.top_mm - at as f64 * slice_mm;
            let file = self.series.slice(at);
            let file = change(file.decimals(0x0020_0032, &[corner, corner, z]));
            (format!("{number}/{at:02}"), file.write(&Writing::default()))
        };
        (0..slices).map(file).collect()
    }
}

pub fn in_space(file: File) -> File {
    file.text(SPACE.0, SPACE.1, "2.25.77")
}

/// The first series at the left, the second beside it.
pub fn opened(files: &[Vec<(String, Vec<u8>)>; 2]) -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, files.concat());
    viewer.settle();
    let first = number(&viewer, 1);
    act(
        &mut viewer,
        Action::ShowStack {
            pane: PANE,
            stack: first,
        },
    );
    let two = Action::SetLayout {
        rows: 1,
        columns: 2,
    };
    act(&mut viewer, two);
    viewer
}

pub fn number(viewer: &Performer, number: i32) -> StackId {
    let mut stacks = viewer.state.catalog.stacks();
    let found = stacks.find(|stack| stack.series_number == Some(number));
    found.unwrap().id
}

pub fn act(viewer: &mut Performer, action: Action) {
    viewer.act(action);
    viewer.settle();
}

pub fn show(viewer: &mut Performer, [left, right]: [usize; 2]) {
    for (pane, slice) in [(RIGHT, right), (PANE, left)] {
        act(viewer, Action::ShowSlice { pane, slice });
    }
}

pub fn scroll(viewer: &mut Performer, pane: PaneId, by: i32) {
    act(viewer, Action::Scroll { pane, by });
}

pub fn link(viewer: &mut Performer, here: bool) {
    act(viewer, Action::Link { here });
}

pub fn slices(viewer: &Performer) -> Vec<usize> {
    let panes = (0..viewer.state.session.panes.len()).map(PaneId);
    let pictures = panes.filter_map(|pane| viewer.state.screen.picture(pane));
    pictures.map(|picture| picture.slice).collect()
}

pub fn told(viewer: &Performer, pane: PaneId) -> Option<Badge> {
    let badges = overlay::pane(&viewer.state, pane).badges;
    let mut badges = badges.into_iter();
    badges.find(|badge| matches!(badge, Badge::Linked(_)))
}

pub const fn by(manner: LinkBy) -> Badge {
    Badge::Linked(Some(manner))
}

pub fn window(viewer: &Performer, pane: PaneId) -> [f64; 2] {
    overlay::pane(&viewer.state, pane).window.unwrap()
}

#[test]
fn in_one_frame_of_reference_the_nearest_slice_follows_both_ways() {
    let mut viewer = opened(&[THIN.files(in_space), THICK.files(in_space)]);
    show(&mut viewer, [4, 11]);
    assert_eq!(told(&viewer, PANE), None);
    link(&mut viewer, false);
    // At -12 mm; -10 is nearest.
    assert_eq!(slices(&viewer), [4, 4]);
    for pane in [PANE, RIGHT] {
        assert_eq!(told(&viewer, pane), Some(by(LinkBy::Position)));
    }
    let badge = Badge::Linked(Some(LinkBy::Position)).words();
    assert_eq!(badge, "linked by position");
    // -21: -20.
    scroll(&mut viewer, PANE, 3);
    assert_eq!(slices(&viewer), [7, 6]);
    // -25: -24.
    scroll(&mut viewer, RIGHT, 1);
    assert_eq!(slices(&viewer), [8, 7]);
    act(
        &mut viewer,
        Action::ShowSlice {
            pane: PANE,
            slice: 19,
        },
    );
    // -57 lies below the last slice of the other, at -45.
    assert_eq!(slices(&viewer), [19, 11]);
    act(&mut viewer, Action::Activate { pane: PANE });
    assert_eq!(told(&viewer, RIGHT), Some(by(LinkBy::Beyond)));
    scroll(&mut viewer, PANE, -15);
    assert_eq!(slices(&viewer), [4, 4]);
    link(&mut viewer, false);
    scroll(&mut viewer, PANE, 3);
    assert_eq!(slices(&viewer), [7, 4]);
    assert_eq!(told(&viewer, PANE), None);
}

#[test]
fn without_one_they_stay_as_far_apart_as_they_were() {
    let mut viewer = opened(&[THIN.files(|it| it), THICK.files(|it| it)]);
    // -12 and -35 mm.
    show(&mut viewer, [4, 9]);
    link(&mut viewer, false);
    assert_eq!(slices(&viewer), [4, 9]);
    assert_eq!(told(&viewer, RIGHT), Some(by(LinkBy::Offset)));
    // -57 wants -80: its end. Back at -15 it wants -38, and -40 is nearest.
    scroll(&mut viewer, PANE, 15);
    assert_eq!(slices(&viewer), [19, 11]);
    scroll(&mut viewer, PANE, -14);
    assert_eq!(slices(&viewer), [5, 10]);
}

#[test]
fn linked_here_positions_count_for_nothing() {
    let mut viewer = opened(&[THIN.files(in_space), THICK.files(in_space)]);
    show(&mut viewer, [4, 9]);
    link(&mut viewer, true);
    assert_eq!(slices(&viewer), [4, 9]);
    assert_eq!(told(&viewer, RIGHT), Some(by(LinkBy::Offset)));
    scroll(&mut viewer, PANE, -4);
    // 0 mm wants -23: -25 is nearest.
    assert_eq!(slices(&viewer), [0, 7]);
    // The other key changes the manner, and again lets go.
    link(&mut viewer, false);
    assert_eq!(slices(&viewer), [0, 2]);
    link(&mut viewer, false);
    assert_eq!(viewer.state.session.linked, None);
}

#[test]
fn without_positions_they_go_by_the_share_of_their_stacks() {
    let bare = |file: File| file.without(0x0020_0032).without(0x0020_0037);
    let mut viewer = opened(&[THIN.files(bare), THICK.files(bare)]);
    show(&mut viewer, [0, 5]);
    link(&mut viewer, false);
    assert_eq!(slices(&viewer), [0, 0]);
    assert_eq!(told(&viewer, PANE), Some(by(LinkBy::Fraction)));
    // 10/19 of 11 is 5.8.
    act(
        &mut viewer,
        Action::ShowSlice {
            pane: PANE,
            slice: 10,
        },
    );
    assert_eq!(slices(&viewer), [10, 6]);
    act(
        &mut viewer,
        Action::ShowSlice {
            pane: RIGHT,
            slice: 11,
        },
    );
    assert_eq!(slices(&viewer), [19, 11]);
}

/// 12 slices from 50 mm in front of the origin backward, 5 mm apart.
fn coronal() -> Vec<(String, Vec<u8>)> {
    let file = |at: usize| {
        let y = -50.0 + at as f64 * 5.0;
        let file = in_space(THICK.series.slice(at))
            .decimals(0x0020_0032, &[-178.6, y, 178.6])
            .decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, 0.0, -1.0]);
        (format!("2/{at:02}"), file.write(&Writing::default()))
    };
    (0..12).map(file).collect()
}

/// Turned about the patient's left-right axis.
fn tilted(degrees: f64) -> impl Fn(File) -> File {
    let (sin, cos) = degrees.to_radians().sin_cos();
    move |file| in_space(file).decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, cos, sin])
}

#[test]
fn a_tilt_of_a_few_degrees_is_position_still_and_planes_that_cut_go_alone() {
    // The first voxel lies 178.6 mm in front of the middle, so that the slice through the middle of
    // one at -12 mm begins at -12 - 178.6 tan 4 deg = -24.5: -25 is nearest.
    let mut viewer = opened(&[THIN.files(in_space), THICK.files(tilted(4.0))]);
    show(&mut viewer, [4, 0]);
    link(&mut viewer, false);
    assert_eq!(slices(&viewer), [4, 7]);
    assert_eq!(told(&viewer, RIGHT), Some(by(LinkBy::Position)));

    let mut viewer = opened(&[THIN.files(in_space), THICK.files(tilted(10.0))]);
    link(&mut viewer, false);
    assert_eq!(told(&viewer, RIGHT), Some(by(LinkBy::Offset)));

    let mut viewer = opened(&[THIN.files(in_space), coronal()]);
    show(&mut viewer, [4, 3]);
    link(&mut viewer, false);
    scroll(&mut viewer, PANE, 5);
    assert_eq!(slices(&viewer), [9, 3]);
    assert_eq!(told(&viewer, RIGHT), Some(by(LinkBy::Crossing)));
}

#[test]
fn two_places_of_one_stack_stay_apart() {
    let mut viewer = opened(&[THIN.files(in_space), Vec::new()]);
    show(&mut viewer, [2, 8]);
    link(&mut viewer, false);
    scroll(&mut viewer, PANE, 3);
    assert_eq!(slices(&viewer), [5, 11]);
    assert_eq!(told(&viewer, PANE), Some(by(LinkBy::Offset)));
}

#[test]
fn all_slices_that_lie_between_are_seen() {
    let fine = stack(2, 40, 64, 1.0, 0.0);
    let mut viewer = opened(&[THIN.files(in_space), fine.files(in_space)]);
    show(&mut viewer, [4, 0]);
    link(&mut viewer, false);
    assert_eq!(slices(&viewer), [4, 12]);
    let before = viewer.draws.len();
    scroll(&mut viewer, PANE, 2);
    let of_right = |at: usize| viewer.draws[at].panes[1].frame;
    let seen: Vec<_> = (before..viewer.draws.len()).map(of_right).collect();
    let fine = viewer.state.session.panes[1].stack.unwrap();
    let fine = viewer.state.catalog.stack(fine).unwrap();
    let places: Vec<_> = seen
        .iter()
        .map(|it| fine.position_of(*it).unwrap())
        .collect();
    assert_eq!(places, [13, 14, 15, 16, 17, 18]);
}

#[test]
fn windows_go_along_where_values_are_counted_alike() {
    let stored = |file: File| file.text(0x0008_0060, "CS", "MR").without(0x0028_1054);
    let mut viewer = opened(&[THIN.files(in_space), THICK.files(in_space)]);
    link(&mut viewer, false);
    let preset = |digit| Action::Preset { pane: RIGHT, digit };
    act(&mut viewer, preset(2));
    assert_eq!(window(&viewer, PANE), [40.0, 400.0]);
    let dragged = Action::SetWindow {
        pane: PANE,
        center: -30.0,
        width: 777.0,
    };
    act(&mut viewer, dragged);
    assert_eq!(window(&viewer, RIGHT), [-30.0, 777.0]);

    let mut viewer = opened(&[THIN.files(in_space), THICK.files(stored)]);
    link(&mut viewer, false);
    let before = window(&viewer, RIGHT);
    act(
        &mut viewer,
        Action::Preset {
            pane: PANE,
            digit: 2,
        },
    );
    assert_eq!(window(&viewer, PANE), [40.0, 400.0]);
    assert_eq!(window(&viewer, RIGHT), before);
}

/// Where in the patient the middle of a pane lies, from the left and from the front; pixels a mm.
fn middle(viewer: &Performer, pane: PaneId, [corner, spacing]: [f64; 2]) -> [f64; 3] {
    let picture = viewer.state.screen.picture(pane).unwrap();
    let rect = picture.rect;
    let [x, y] = [
        f64::from(rect.x) + f64::from(rect.width) / 2.0,
        f64::from(rect.y) + f64::from(rect.height) / 2.0,
    ];
    let at = picture.placement.image_from_canvas([x, y]);
    let [left, back] = at.map(|it| corner + it * spacing);
    [left, back, picture.placement.scale[0] / spacing]
}

#[test]
fn zoom_and_place_are_the_same_in_the_patient() {
    // A reconstruction of 128 x 128 voxels of 1 mm, from -50 mm on.
    let near = |file: File| {
        let z = -10.0;
        let file = in_space(file).decimals(0x0028_0030, &[1.0, 1.0]);
        file.decimals(0x0020_0032, &[-49.5, -49.5, z])
    };
    let mut viewer = opened(&[THIN.files(in_space), stack(2, 1, 128, 1.0, 0.0).files(near)]);
    link(&mut viewer, false);
    let zoom = Action::Zoom {
        pane: PANE,
        factor: 4.0,
        at: [0.6, 0.55],
    };
    act(&mut viewer, zoom);
    let pan = Action::Pan {
        pane: PANE,
        by: [0.03, -0.02],
    };
    act(&mut viewer, pan);
    let wide = [-180.0, 360.0 / 64.0];
    let [a, b] = [
        middle(&viewer, PANE, wide),
        middle(&viewer, RIGHT, [-50.0, 1.0]),
    ];
    assert!((a[2] - b[2]).abs() < 1e-9, "{a:?} {b:?}");
    // Pictures lie on whole pixels.
    let pixel_mm = 1.0 / a[2];
    let is_near = |axis: usize| (a[axis] - b[axis]).abs() < 1.01 * pixel_mm;
    assert!(is_near(0) && is_near(1), "{a:?} {b:?}");
    assert!(a[0].abs() > 5.0, "{a:?} did not move");
    // Without one frame of reference it is as far from the middle of the image.
    let mut viewer = opened(&[THIN.files(|it| it), THICK.files(|it| it)]);
    link(&mut viewer, false);
    let zoom = Action::Zoom {
        pane: RIGHT,
        factor: 3.0,
        at: [0.7, 0.5],
    };
    act(&mut viewer, zoom);
    let fine = [-180.0, 360.0 / 128.0];
    let [a, b] = [middle(&viewer, PANE, wide), middle(&viewer, RIGHT, fine)];
    assert!((a[2] - b[2]).abs() < 1e-9, "{a:?} {b:?}");
    assert!(
        (a[0] - b[0]).abs() < 1.01 / a[2] && b[0] > 5.0,
        "{a:?} {b:?}"
    );
    act(&mut viewer, Action::Fit { pane: PANE });
    let [a, b] = [middle(&viewer, PANE, wide), middle(&viewer, RIGHT, fine)];
    assert!(a[0].abs() < 1.0 && b[0].abs() < 1.0, "{a:?} {b:?}");
}
