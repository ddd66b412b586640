//! Windows to choose from: the file's own by name, fixed ones, the reader's own.

#![expect(clippy::float_cmp, reason = "windows in whole numbers")]

use hounsfield::overlay::{self, WindowItem};
use hounsfield::session::{Action, PaneId};
use xtask::synthetic::ct::Series;
use xtask::synthetic::{File, Writing};

use crate::PANE;
use crate::performer::Performer;

fn slices(number: u32, change: impl Fn(File) -> File) -> Vec<(String, Vec<u8>)> {
    let series = Series {
        number,
        slices: 2,
        side: 64,
        slice_mm: 3.0,
    };
    let written = (0..series.slices).map(|at| {
        let file = change(series.slice(at));
        (format!("{number}/{at}"), file.write(&Writing::default()))
    });
    written.collect()
}

fn showing(change: impl Fn(File) -> File) -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, slices(1, change));
    viewer.settle();
    viewer
}

/// Two windows of the file, the first with a name.
fn with_two_windows(file: File) -> File {
    file.decimals(0x0028_1050, &[-500.0, 50.0])
        .decimals(0x0028_1051, &[1400.0, 350.0])
        .text(0x0028_1055, "LO", "LUNGS\\")
}

fn act(viewer: &mut Performer, action: Action) {
    viewer.act(action);
    viewer.draw();
}

fn press(viewer: &mut Performer, digit: u8) {
    act(viewer, Action::Preset { pane: PANE, digit });
}

fn window(viewer: &Performer) -> [f64; 2] {
    overlay::pane(&viewer.state, PANE).window.unwrap()
}

fn menu(viewer: &Performer) -> Vec<WindowItem> {
    overlay::window_menu(&viewer.state)
}

fn codes(viewer: &Performer) -> Vec<String> {
    menu(viewer).into_iter().map(|item| item.code).collect()
}

fn chosen(viewer: &Performer) -> Vec<String> {
    let items = menu(viewer).into_iter();
    items
        .filter(|item| item.is_chosen)
        .map(|item| item.code)
        .collect()
}

#[test]
fn a_window_that_a_file_has_twice_is_one_to_choose() {
    let viewer = showing(|file| {
        file.decimals(0x0028_1050, &[40.0, 40.0, -600.0])
            .decimals(0x0028_1051, &[400.0, 400.0, 1500.0])
            .text(0x0028_1055, "LO", "WINDOW1\\WINDOW2\\LUNGS")
    });
    let items = menu(&viewer).into_iter();
    let of_file: Vec<String> = items
        .filter(|item| item.code.starts_with("file"))
        .map(|item| item.name)
        .collect();
    assert_eq!(of_file, ["WINDOW1", "LUNGS"]);
}

#[test]
fn the_files_own_windows_are_listed_by_their_names() {
    let mut viewer = showing(with_two_windows);
    let items = menu(&viewer);
    let said = |at: usize| {
        (
            items[at].digit,
            items[at].name.as_str(),
            items[at].window.as_str(),
        )
    };
    assert_eq!(said(0), (Some(0), "LUNGS", "L \u{2212}500 W 1400"));
    assert_eq!(said(1), (None, "file", "L 50 W 350"));
    assert_eq!(said(2), (Some(1), "lung", "L \u{2212}600 W 1500"));
    assert_eq!(items.len(), 2 + 5);
    assert_eq!(chosen(&viewer), ["file-1"]);
    act(&mut viewer, items[1].action.clone());
    assert_eq!(
        (window(&viewer), chosen(&viewer)),
        ([50.0, 350.0], vec!["file-2".to_owned()])
    );
    // The key goes on from there, and round.
    press(&mut viewer, 0);
    assert_eq!(window(&viewer), [-500.0, 1400.0]);
    press(&mut viewer, 0);
    assert_eq!(window(&viewer), [50.0, 350.0]);
    act(&mut viewer, Action::FileWindow { pane: PANE, at: 7 });
    assert_eq!(window(&viewer), [50.0, 350.0], "there is none");
}

#[test]
fn a_window_is_kept_under_a_digit_of_the_readers_own() {
    let mut viewer = showing(|file| file);
    let drag = Action::SetWindow {
        pane: PANE,
        center: -300.0,
        width: 900.0,
    };
    press(&mut viewer, 7);
    assert_eq!(window(&viewer), [-600.0, 1500.0], "nothing is there yet");
    act(&mut viewer, drag);
    act(
        &mut viewer,
        Action::KeepWindow {
            pane: PANE,
            digit: 7,
        },
    );
    assert_eq!(chosen(&viewer), ["own-7"]);
    press(&mut viewer, 2);
    press(&mut viewer, 7);
    assert_eq!(window(&viewer), [-300.0, 900.0]);
    // Fixed digits stay what is printed on their buttons.
    act(
        &mut viewer,
        Action::KeepWindow {
            pane: PANE,
            digit: 2,
        },
    );
    press(&mut viewer, 2);
    assert_eq!(window(&viewer), [40.0, 400.0]);
    assert!(!codes(&viewer).contains(&"own-2".to_owned()));
}

#[test]
fn a_window_kept_of_hu_is_no_window_of_other_values() {
    let mut viewer = showing(|file| file);
    act(
        &mut viewer,
        Action::KeepWindow {
            pane: PANE,
            digit: 6,
        },
    );
    let bare = |file: File| file.without(0x0028_1052).without(0x0028_1053);
    viewer.drop_files(2, slices(2, bare));
    viewer.settle();
    act(&mut viewer, Action::StepStack { pane: PANE, by: 1 });
    assert_eq!(
        overlay::pane(&viewer.state, PANE).series.as_deref(),
        Some("s2")
    );
    assert_eq!(codes(&viewer), ["file-1"]);
    let before = window(&viewer);
    press(&mut viewer, 6);
    press(&mut viewer, 3);
    assert_eq!(window(&viewer), before);
}

#[test]
fn a_preset_chosen_by_key_holds_for_the_next_case_and_a_dragged_window_does_not() {
    let drag = Action::SetWindow {
        pane: PaneId(1),
        center: -300.0,
        width: 900.0,
    };
    let opened = |viewer: &Performer| {
        let look = viewer.state.session.panes[1].look().unwrap();
        let window = look.window.as_ref().unwrap();
        [window.center, window.width]
    };
    let mut viewer = showing(|file| file);
    let first = window(&viewer);
    press(&mut viewer, 3);
    viewer.drop_files(2, slices(2, |file| file));
    viewer.settle();
    assert_eq!(opened(&viewer), [480.0, 2500.0]);
    act(&mut viewer, Action::Reset { pane: PaneId(1) });
    assert_eq!(opened(&viewer), first, "reset is the file's own");

    act(
        &mut viewer,
        Action::Preset {
            pane: PaneId(1),
            digit: 2,
        },
    );
    act(&mut viewer, drag);
    viewer.drop_files(3, slices(3, |file| file));
    viewer.settle();
    assert_eq!(opened(&viewer), first);
}

#[test]
fn a_held_preset_is_not_for_values_that_are_no_hu() {
    let mut viewer = showing(|file| file);
    press(&mut viewer, 3);
    let bare = |file: File| file.without(0x0028_1052).without(0x0028_1053);
    viewer.drop_files(2, slices(2, bare));
    viewer.settle();
    let look = viewer.state.session.panes[1].look().unwrap();
    assert_ne!(look.window.as_ref().unwrap().width, 2500.0);
    assert!(viewer.state.refused.is_none());
}

#[test]
fn a_held_digit_that_means_nothing_any_more_leaves_the_first_window() {
    let mut viewer = showing(|file| file);
    let keep = |pane| Action::KeepWindow { pane, digit: 7 };
    act(&mut viewer, keep(PANE));
    press(&mut viewer, 7);
    let first = window(&viewer);
    // The digit is given to a window of stored values: it means nothing for HU from then on.
    let bare = |file: File| file.without(0x0028_1052).without(0x0028_1053);
    viewer.drop_files(2, slices(2, bare));
    viewer.settle();
    act(&mut viewer, keep(PaneId(1)));
    viewer.drop_files(3, slices(3, |file| file));
    viewer.settle();
    let look = viewer.state.session.panes[1].look().unwrap();
    let shown = look.window.as_ref().unwrap();
    assert_eq!([shown.center, shown.width], first);
    assert!(viewer.state.refused.is_none());
}

#[test]
fn a_key_that_changes_nothing_changes_nothing_of_what_is_held() {
    let mut viewer = showing(|file| file);
    press(&mut viewer, 3);
    let held = viewer.state.session.held_preset;
    assert!(held.is_some());
    press(&mut viewer, 9);
    assert_eq!(viewer.state.session.held_preset, held);
    press(&mut viewer, 0);
    assert_eq!(viewer.state.session.held_preset, None);
}
