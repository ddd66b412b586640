//! Values hold to what they are of: no region of a plane or of another series is read as this one's,
//! no window lands on another picture, and growths outlive what goes wrong around them.

use hounsfield::engine::Refusal;
use hounsfield::marks::Kind;
use hounsfield::overlay;
use hounsfield::session::{Action, GreyAction, GrowthId, PaneId, Scope, Tool};
use hounsfield::words;
use xtask::synthetic::ct::Series;
use xtask::synthetic::{File, Writing};

use crate::grey::{counted, drag, grey, grown, is_close, opened, panel, volume_ml, window};
use crate::hu_offer::{showing, take, without_rescale};
use crate::links::{self, RIGHT, THICK, THIN};
use crate::measure_planes;
use crate::performer::Performer;
use crate::{PANE, series};

/// In a lung of the synthetic chest.
const LUNG: [f64; 2] = [17.5, 31.5];

fn plant(viewer: &mut Performer, at: [f64; 2]) {
    drag(viewer, Tool::Seed, at, at);
}

fn has_item(viewer: &Performer, pane: PaneId, name: &str) -> bool {
    let items = overlay::picture_menu(&viewer.state, pane);
    items.iter().any(|item| item.name == name)
}

#[test]
fn a_region_on_a_plane_gives_no_window_of_voxels_that_are_not_in_it() {
    let mut viewer = measure_planes::with_planes();
    let pane = measure_planes::CORONAL;
    let corners = [[10.0, 2.0], [20.0, 8.0]];
    measure_planes::draw(&mut viewer, pane, Kind::Rectangle, &corners);
    let mark = viewer.state.session.marks.list()[0].id;
    viewer.act(Action::ShowMark { mark });
    viewer.settle();
    let before = window(&viewer);
    assert!(!has_item(&viewer, pane, "window-of-mark"));
    grey(&mut viewer, GreyAction::WindowOf { mark });
    assert_eq!(viewer.state.refused, Some(Refusal::SlicesOnly));
    assert_eq!(window(&viewer).map(f64::to_bits), before.map(f64::to_bits));
}

#[test]
fn a_region_of_another_series_is_not_said_in_this_ones_unit() {
    let mut viewer = links::opened(&[THIN.files(|file| file), THICK.files(|file| file)]);
    drag(
        &mut viewer,
        Tool::Mark(Kind::Rectangle),
        [14.0, 28.0],
        [22.0, 36.0],
    );
    let mark = viewer.state.session.marks.list()[0].id;
    viewer.act(Action::ShowMark { mark });
    let scope = Scope::Region;
    grey(&mut viewer, GreyAction::HistogramOf { scope });
    assert!(counted(&viewer) > 0 && has_item(&viewer, PANE, "window-of-mark"));
    viewer.act(Action::Activate { pane: RIGHT });
    viewer.settle();
    assert_eq!(panel(&viewer).status.as_deref(), Some(words::NO_REGION));
    assert!(!has_item(&viewer, RIGHT, "window-of-mark"));
    // Its own pane takes the window, and not the active one.
    let right = window(&viewer);
    grey(&mut viewer, GreyAction::WindowOf { mark });
    assert_eq!(window(&viewer).map(f64::to_bits), right.map(f64::to_bits));
    viewer.act(Action::Activate { pane: PANE });
    let [_, width] = window(&viewer);
    assert!(width < 100.0, "{width}");
}

#[test]
fn a_window_that_was_chosen_meanwhile_holds() {
    let mut viewer = opened();
    drag(
        &mut viewer,
        Tool::Mark(Kind::Rectangle),
        [14.0, 28.0],
        [22.0, 36.0],
    );
    let mark = viewer.state.session.marks.list()[0].id;
    viewer.act(Action::Grey(GreyAction::WindowOf { mark }));
    viewer.act(Action::Preset {
        pane: PANE,
        digit: 3,
    });
    let chosen = window(&viewer);
    viewer.settle();
    assert_eq!(window(&viewer).map(f64::to_bits), chosen.map(f64::to_bits));
}

#[test]
fn a_seed_is_put_on_the_image() {
    let mut viewer = opened();
    plant(&mut viewer, [-4.0, 31.5]);
    assert_eq!(viewer.state.refused, Some(Refusal::BesideImage));
    assert!(grown(&viewer).is_empty());
    assert_eq!(viewer.state.session.tool, Tool::Seed, "for another go");
    // The outermost voxels are on it.
    plant(&mut viewer, [0.1, 0.1]);
    assert_eq!(grown(&viewer).len(), 1);
}

#[test]
fn what_could_not_be_read_once_holds_up_no_growth() {
    let mut viewer = opened();
    let file = viewer.state.screen.frame(PANE).unwrap().file;
    let whole = viewer.bytes_of(file);
    viewer.cut_file(file, 3000);
    grey(&mut viewer, GreyAction::Histogram);
    let status = panel(&viewer).status.unwrap();
    assert_ne!(status, words::COUNTING_VALUES);
    // A growth that cannot read it says so, too.
    plant(&mut viewer, LUNG);
    assert_eq!(grown(&viewer)[0].state, "failed");
    viewer.act(Action::Undo);
    viewer.write_file(file, whole);
    plant(&mut viewer, LUNG);
    assert_eq!(grown(&viewer)[0].state, "done");
}

#[test]
fn growths_are_there_again_with_their_case() {
    let mut viewer = opened();
    plant(&mut viewer, LUNG);
    let volume = volume_ml(&viewer);
    viewer.act(Action::CloseAll);
    viewer.settle();
    assert_eq!((grown(&viewer).len(), viewer.held_bytes()), (0, 0));
    viewer.act(Action::Reopen);
    viewer.settle();
    assert_eq!(grown(&viewer)[0].state, "done");
    assert!(is_close(volume_ml(&viewer), volume));
    // What was done before holds to them.
    viewer.act(Action::Undo);
    viewer.settle();
    assert!(grown(&viewer).is_empty());
    viewer.act(Action::Redo);
    viewer.settle();
    assert!(is_close(volume_ml(&viewer), volume));
    // With another case they are gone, and nothing of them is undone.
    viewer.act(Action::CloseAll);
    viewer.drop_files(2, series(4));
    viewer.settle();
    assert!(viewer.state.grey.resting.is_empty());
    viewer.act(Action::Undo);
    viewer.settle();
    assert!(grown(&viewer).is_empty() && viewer.state.grey.resting.is_empty());
}

#[test]
fn growths_rest_while_their_values_are_taken_for_others() {
    let mut viewer = showing(without_rescale);
    take(&mut viewer, Some(-1024));
    viewer.settle();
    plant(&mut viewer, LUNG);
    let items = grown(&viewer);
    assert_eq!(items[0].state, "done", "{items:?}");
    let volume = volume_ml(&viewer);
    take(&mut viewer, None);
    viewer.settle();
    let resting = grown(&viewer);
    assert_eq!(resting[0].state, "resting");
    assert_eq!(resting[0].warnings, [words::GROWTH_RESTS]);
    assert!(resting[0].facts.is_empty());
    assert!(overlay::growth_lines(&viewer.state, PANE).is_empty());
    take(&mut viewer, Some(-1024));
    viewer.settle();
    assert_eq!(grown(&viewer), items);
    assert!(is_close(volume_ml(&viewer), volume));
    // Other values, typed while it rests, are those that hold then.
    take(&mut viewer, None);
    viewer.settle();
    let growth = GrowthId(1);
    let range = items[0].range.unwrap().map(|hu| hu + 1024.0);
    let radius_mm = None;
    grey(
        &mut viewer,
        GreyAction::Regrow {
            growth,
            range,
            radius_mm,
        },
    );
    assert_eq!(grown(&viewer)[0].state, "done");
    assert!(is_close(volume_ml(&viewer), volume));
    viewer.act(Action::Undo);
    viewer.settle();
    assert_eq!(grown(&viewer), resting);
}

/// Values of a thousandth, which are no HU.
fn fine(file: File) -> File {
    let file = file.text(0x0028_1052, "DS", "0");
    let file = file.text(0x0028_1053, "DS", "0.001");
    file.text(0x0028_1054, "LO", "US")
}

#[test]
fn values_below_one_are_said_and_set_as_fine_as_they_are() {
    let mut viewer = showing(fine);
    plant(&mut viewer, LUNG);
    let items = grown(&viewer);
    assert_eq!(items[0].state, "done", "{items:?}");
    let [low, high] = items[0].range.unwrap();
    assert!(low > 0.15 && high < 0.2 && low < high, "{low} {high}");
    assert!(items[0].facts[1].starts_with("mean 0.17"), "{items:?}");
    let scope = Scope::Slice;
    grey(&mut viewer, GreyAction::HistogramOf { scope });
    let facts = panel(&viewer).facts;
    assert!(facts[1].starts_with("mean 0."), "{facts:?}");
    assert!(!facts[1].starts_with("mean 0,"), "{facts:?}");
    assert!(is_close(overlay::histogram_step(&viewer.state), 0.001));
}

#[test]
fn nothing_grows_across_slices_that_are_missing() {
    let slices = Series {
        number: 1,
        slices: 12,
        side: 64,
        slice_mm: 3.0,
    };
    let there = (0..12).filter(|at| !(5..7).contains(at));
    let file = |at: usize| {
        let bytes = slices.slice(at).write(&Writing::default());
        (format!("{at:02}"), bytes)
    };
    let files = there.map(file).collect();
    let mut viewer = Performer::new();
    viewer.drop_files(1, files);
    viewer.settle();
    plant(&mut viewer, LUNG);
    let items = grown(&viewer);
    assert_eq!(items[0].state, "done", "{items:?}");
    assert!(items[0].warnings.iter().any(|it| it == words::GROWTH_GAPS));
    let growth = viewer.state.grey.growths[0].growth.as_ref().unwrap();
    let slices = growth.slices.iter().filter(|runs| !runs.is_empty());
    assert_eq!(slices.count(), 5);
}

#[test]
fn values_say_what_makes_them_less_than_they_seem() {
    let mut viewer = showing(|file| file.text(0x0028_2110, "CS", "01"));
    let doubt = words::values_doubted(words::LOSSY);
    grey(&mut viewer, GreyAction::Histogram);
    assert!(panel(&viewer).facts.contains(&doubt));
    grey(&mut viewer, GreyAction::StepRanges);
    let notes = overlay::range_legend(&viewer.state).unwrap().notes;
    assert!(notes.contains(&doubt), "{notes:?}");
    plant(&mut viewer, LUNG);
    assert!(grown(&viewer)[0].facts.contains(&doubt));
}
