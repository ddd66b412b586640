//! A CT whose file gives no HU: what is offered, and what holds once it is taken.

#![expect(clippy::float_cmp, reason = "windows in whole numbers")]

use hounsfield::engine::Refusal;
use hounsfield::overlay::{self, Badge, HuOffer};
use hounsfield::series::StackId;
use hounsfield::session::Action;
use xtask::synthetic::ct::Series;
use xtask::synthetic::{File, Writing};

use crate::PANE;
use crate::performer::Performer;

const SLICES: Series = Series {
    number: 1,
    slices: 4,
    side: 128,
    slice_mm: 3.0,
};

/// Some slices, changed, of which one is shown.
pub fn showing(change: impl Fn(File) -> File) -> Performer {
    let written = (0..SLICES.slices).map(|at| {
        let file = change(SLICES.slice(at));
        (format!("case/{at:03}"), file.write(&Writing::default()))
    });
    let mut viewer = Performer::new();
    viewer.drop_files(1, written.collect());
    viewer.settle();
    viewer
}

pub fn without_rescale(file: File) -> File {
    file.without(0x0028_1052)
        .without(0x0028_1053)
        .without(0x0028_1054)
}

fn without_window(file: File) -> File {
    file.without(0x0028_1050).without(0x0028_1051)
}

fn offered(viewer: &Performer) -> Option<(StackId, Vec<i32>)> {
    match overlay::hu_offer(&viewer.state)? {
        HuOffer::Open { stack, offsets, .. } => Some((stack, offsets)),
        HuOffer::Taken { .. } => None,
    }
}

pub fn take(viewer: &mut Performer, offset: Option<i32>) {
    let pane = viewer.state.session.pane(PANE).unwrap();
    let stack = pane.stack.unwrap();
    viewer.act(Action::AssumeHu { stack, offset });
    viewer.draw();
}

/// The value in the middle of the left lung, and its unit.
fn value(viewer: &mut Performer) -> (i32, String) {
    viewer.act(Action::PointAt {
        pane: PANE,
        at: Some([0.3, 0.5]),
    });
    let probe = overlay::pane(&viewer.state, PANE).probe.unwrap();
    (probe.value.parse().unwrap(), probe.unit)
}

fn badges(viewer: &Performer) -> Vec<Badge> {
    overlay::pane(&viewer.state, PANE).badges
}

fn window(viewer: &Performer) -> [f64; 2] {
    overlay::pane(&viewer.state, PANE).window.unwrap()
}

const LUNG: [f64; 2] = [-600.0, 1500.0];

fn press(viewer: &mut Performer, digit: u8) {
    viewer.act(Action::Preset { pane: PANE, digit });
    viewer.draw();
}

#[test]
fn nothing_is_assumed_and_what_air_speaks_for_is_offered() {
    let mut viewer = showing(|file| without_window(without_rescale(file)));
    assert_eq!(offered(&viewer).unwrap().1, [-1024, -1000]);
    assert_eq!(badges(&viewer), [Badge::NoHu]);
    let (stored, unit) = value(&mut viewer);
    assert_eq!(unit, "stored value");
    assert!((stored - 174).abs() <= 8, "{stored}");
    let auto = window(&viewer);
    press(&mut viewer, 2);
    assert_eq!(window(&viewer), auto, "a window in HU has no meaning here");
    assert_eq!(
        viewer.state.refused,
        Some(Refusal::NeedsHu),
        "which is said"
    );
    press(&mut viewer, 1);
    assert_eq!(viewer.state.refused, None);
}

#[test]
fn what_is_taken_is_said_wherever_a_value_is_and_can_be_taken_back() {
    let mut viewer = showing(|file| without_window(without_rescale(file)));
    let auto = window(&viewer);
    take(&mut viewer, Some(-1024));
    assert_eq!(badges(&viewer), [Badge::HuAssumed(-1024)]);
    assert_eq!(
        badges(&viewer)[0].words(),
        "HU assumed, offset \u{2212}1024"
    );
    let (hu, unit) = value(&mut viewer);
    assert_eq!(unit, "HU assumed, offset \u{2212}1024");
    assert!((hu + 850).abs() <= 8, "{hu}");
    // The window that it would have opened with in HU, and those under digits.
    assert_eq!(window(&viewer), LUNG);
    press(&mut viewer, 2);
    assert_eq!(window(&viewer), [40.0, 400.0]);
    assert!(overlay::active_is_hu(&viewer.state));

    take(&mut viewer, None);
    assert_eq!(badges(&viewer), [Badge::NoHu]);
    assert_eq!(window(&viewer), auto);
    assert_eq!(value(&mut viewer).1, "stored value");
    assert!(offered(&viewer).is_some(), "it is offered again");
}

#[test]
fn an_offset_that_was_taken_is_undone() {
    let mut viewer = showing(without_rescale);
    let before = value(&mut viewer);
    take(&mut viewer, Some(-1024));
    let taken = value(&mut viewer);
    assert_eq!(taken.0, before.0 - 1024);
    viewer.act(Action::Undo);
    viewer.draw();
    assert_eq!(value(&mut viewer), before);
    assert!(offered(&viewer).is_some());
    viewer.act(Action::Redo);
    viewer.draw();
    assert_eq!(value(&mut viewer), taken);
}

#[test]
fn the_picture_is_the_same_as_if_the_file_had_said_so() {
    let mut stated = showing(|file| file);
    press(&mut stated, 2);
    let mut assumed = showing(without_rescale);
    take(&mut assumed, Some(-1024));
    press(&mut assumed, 2);
    let content = |viewer: &Performer| viewer.draws.last().unwrap().panes[0].content.clone();
    assert_eq!(content(&stated), content(&assumed));
}

#[test]
fn a_view_of_before_does_not_bring_back_a_window_of_other_values() {
    let mut viewer = showing(|file| without_window(without_rescale(file)));
    let auto = window(&viewer);
    take(&mut viewer, Some(-1024));
    press(&mut viewer, 3);
    take(&mut viewer, None);
    viewer.act(Action::PreviousView { pane: PANE });
    viewer.draw();
    assert_eq!(window(&viewer), auto);
}

#[test]
fn lung_beside_mediastinum_goes_when_hu_go() {
    let mut viewer = showing(|file| without_window(without_rescale(file)));
    viewer.act(Action::LungBesideMediastinum);
    assert_eq!(viewer.state.session.panes.len(), 1, "there are no HU");
    take(&mut viewer, Some(-1024));
    viewer.act(Action::LungBesideMediastinum);
    assert_eq!(viewer.state.session.panes.len(), 2);
    take(&mut viewer, None);
    assert_eq!(viewer.state.session.panes.len(), 1);
}

#[test]
fn only_a_ct_that_says_nothing_of_its_offset_is_offered_one() {
    let is_offered = |change: fn(File) -> File| offered(&showing(change)).is_some();
    assert!(!is_offered(|file| file), "it says it");
    assert!(!is_offered(|file| file.text(0x0028_1054, "LO", "US")));
    assert!(!is_offered(|file| without_rescale(file).text(
        0x0008_0060,
        "CS",
        "MR"
    )));
    assert!(!is_offered(|file| without_rescale(file).text(
        0x0008_0008,
        "CS",
        "ORIGINAL\\PRIMARY\\LOCALIZER"
    )));
    // The class alone says that it is a CT, and no window of its own hides the offer.
    assert!(is_offered(|file| without_rescale(file).without(0x0008_0060)));
    assert!(is_offered(without_rescale));
    // What is not asked for by the page is refused as well.
    let mut magnetic = showing(|file| without_rescale(file).text(0x0008_0060, "CS", "MR"));
    take(&mut magnetic, Some(-1024));
    assert_eq!(badges(&magnetic), [Badge::NoHu]);
}

#[test]
fn stacks_that_are_split_are_asked_anew() {
    let mut viewer = showing(without_rescale);
    take(&mut viewer, Some(-1024));
    let stack = viewer.state.session.pane(PANE).unwrap().stack.unwrap();
    viewer.act(Action::SplitStack { stack, at: 2 });
    viewer.draw();
    assert_eq!(badges(&viewer), [Badge::NoHu]);
}
