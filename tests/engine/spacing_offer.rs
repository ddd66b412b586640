//! Slices without positions: how far apart they lie is offered, taken, told wherever it is reckoned with,
//! and taken back.

#![expect(clippy::panic, reason = "a test")]

use hounsfield::overlay::{self, Badge, SpacingOffer};
use hounsfield::remark::{SliceSpacing, SpacingSource};
use hounsfield::series::StackId;
use hounsfield::session::Action;
use xtask::synthetic::ct::Series;
use xtask::synthetic::{File, Writing};

use crate::PANE;
use crate::performer::Performer;

const SLICES: Series = Series {
    number: 1,
    slices: 4,
    side: 16,
    slice_mm: 1.5,
};

const SPACING_BETWEEN: u32 = 0x0018_0088;
const THICKNESS: u32 = 0x0018_0050;
const POSITION: u32 = 0x0020_0032;

fn showing(change: impl Fn(File) -> File) -> Performer {
    let written = (0..SLICES.slices).map(|at| {
        let file = change(SLICES.slice(at));
        (format!("case/{at:03}"), file.write(&Writing::default()))
    });
    let mut viewer = Performer::new();
    viewer.drop_files(1, written.collect());
    viewer.settle();
    viewer
}

fn bare(file: File) -> File {
    file.without(POSITION)
}

fn stack(viewer: &Performer) -> StackId {
    viewer.state.screen.picture(PANE).unwrap().stack
}

fn offered(viewer: &Performer) -> Option<SpacingSource> {
    match overlay::spacing_offer(&viewer.state)? {
        SpacingOffer::Open { source, .. } => source,
        SpacingOffer::Taken { .. } => panic!("taken already"),
    }
}

fn assume(viewer: &mut Performer, mm: Option<f64>) {
    let stack = stack(viewer);
    viewer.act(Action::AssumeSpacing { stack, mm });
    viewer.settle();
}

fn badges(viewer: &Performer) -> Vec<Badge> {
    overlay::pane(&viewer.state, PANE).badges
}

fn has_badge(viewer: &Performer) -> bool {
    let is_it = |badge: &Badge| matches!(badge, Badge::SpacingAssumed(_));
    badges(viewer).iter().any(is_it)
}

fn spacing_line(viewer: &Performer) -> Option<String> {
    let lines = overlay::pane(&viewer.state, PANE).top_left;
    lines
        .into_iter()
        .find(|line| line.contains("thick") || line.contains("apart"))
}

#[test]
fn what_files_say_is_offered_and_nothing_is_taken_by_itself() {
    let between = showing(|file| bare(file).decimals(SPACING_BETWEEN, &[-3.0]));
    assert_eq!(offered(&between), Some(SpacingSource::BetweenSlices(3.0)));
    let thick = showing(bare);
    assert_eq!(offered(&thick), Some(SpacingSource::Thickness(1.5)));
    let neither = showing(|file| bare(file).without(THICKNESS));
    assert!(overlay::spacing_offer(&neither.state).is_some());
    assert_eq!(offered(&neither), None);
    for viewer in [between, thick, neither] {
        assert_eq!(viewer.state.slice_spacing(stack(&viewer)), None);
        assert!(!has_badge(&viewer));
        assert!(!spacing_line(&viewer).unwrap_or_default().contains("apart"));
    }
}

#[test]
fn where_positions_say_it_nothing_is_offered_or_taken() {
    let mut viewer = showing(|file| file.decimals(SPACING_BETWEEN, &[3.0]));
    assert_eq!(overlay::spacing_offer(&viewer.state), None);
    assume(&mut viewer, Some(3.0));
    let measured = SliceSpacing {
        mm: 1.5,
        is_assumed: false,
    };
    assert_eq!(viewer.state.slice_spacing(stack(&viewer)), Some(measured));
    assert!(!has_badge(&viewer));
    // A film, a picture of a screen, an overview: nothing lies apart.
    for change in [
        |file: File| bare(file).text(0x0008_0060, "CS", "XA"),
        |file: File| bare(file).text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7"),
        |file: File| bare(file).text(0x0008_0008, "CS", "ORIGINAL\\PRIMARY\\LOCALIZER"),
    ] {
        assert_eq!(overlay::spacing_offer(&showing(change).state), None);
    }
}

#[test]
fn what_is_taken_is_told_and_taken_back() {
    let mut viewer = showing(bare);
    assume(&mut viewer, Some(3.0));
    assert!(badges(&viewer).contains(&Badge::SpacingAssumed(3000)));
    assert_eq!(Badge::SpacingAssumed(3000).words(), "spacing assumed 3 mm");
    let line = spacing_line(&viewer).unwrap();
    assert_eq!(line, "1.5 mm thick, 3 mm apart, assumed");
    let assumed = SliceSpacing {
        mm: 3.0,
        is_assumed: true,
    };
    let id = stack(&viewer);
    assert_eq!(viewer.state.slice_spacing(id), Some(assumed));
    let taken = SpacingOffer::Taken { stack: id, mm: 3.0 };
    assert_eq!(overlay::spacing_offer(&viewer.state), Some(taken));
    // The badge stays when texts are hidden.
    viewer.act(Action::StepDetail);
    viewer.act(Action::StepDetail);
    viewer.settle();
    assert!(has_badge(&viewer));

    viewer.act(Action::Undo);
    viewer.settle();
    assert!(!has_badge(&viewer));
    assert_eq!(offered(&viewer), Some(SpacingSource::Thickness(1.5)));
    viewer.act(Action::Redo);
    viewer.settle();
    assert!(has_badge(&viewer));
    assume(&mut viewer, None);
    assert!(!has_badge(&viewer));
    assert_eq!(viewer.state.slice_spacing(stack(&viewer)), None);
}

#[test]
fn what_is_typed_must_be_a_distance_and_goes_with_its_case() {
    let mut viewer = showing(bare);
    for mm in [0.0, -3.0, f64::NAN, f64::INFINITY, 1e6] {
        assume(&mut viewer, Some(mm));
        assert!(!has_badge(&viewer), "{mm}");
    }
    assume(&mut viewer, Some(0.625));
    assert!(badges(&viewer).contains(&Badge::SpacingAssumed(625)));
    let id = stack(&viewer);
    viewer.act(Action::SplitStack { stack: id, at: 2 });
    viewer.settle();
    viewer.act(Action::CloseAll);
    viewer.settle();
    assert!(viewer.state.session.assumed_spacing.is_empty());
}
