//! Files that cannot be read, or not whole: named, and the others shown.

use hounsfield::engine::PaneState;
use hounsfield::overlay::{self, Badge};

use xtask::synthetic::Writing;

use crate::compressed::{FRAME_BYTES, multi_frame};
use crate::performer::Performer;
use crate::{PANE, series, show};

#[test]
fn bad_files_are_named_and_the_others_shown() {
    let mut viewer = Performer::new();
    let mut files = series(6);
    files[1].1.truncate(700);
    files[2].1.clear();
    files[3].1 = b"Dear colleague, please find".to_vec();
    files.push((
        "case/readme.txt".to_owned(),
        b"expected beside images".to_vec(),
    ));
    viewer.drop_files(1, files);
    viewer.settle();
    let mut named: Vec<_> = viewer
        .state
        .problems
        .iter()
        .map(|problem| (&*problem.path, problem.kind.code()))
        .collect();
    named.sort_unstable();
    assert_eq!(named[1], ("case/0002.dcm", "empty"));
    assert_eq!(named[2], ("case/0003.dcm", "not-dicom"));
    assert_eq!(named[0].0, "case/0001.dcm");
    assert_eq!(named.len(), 3);
    // The one that is cut has its place: it is a slice of this series, and not seen.
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 4);
}

#[test]
fn a_drop_without_images_is_answered() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, vec![("notes.txt".to_owned(), b"nothing".to_vec())]);
    viewer.drop_files(2, Vec::new());
    viewer.settle();
    let codes: Vec<_> = viewer
        .state
        .problems
        .iter()
        .map(|problem| problem.kind.code())
        .collect();
    assert_eq!(codes, ["nothing-to-show"; 2]);
    assert!(!viewer.state.is_loading());
}

const READY: PaneState = PaneState::Ready;
const FAILED: PaneState = PaneState::Failed;

/// Bytes of the head of such a file, and some of its samples.
const CUT: usize = 3000;

#[test]
fn a_slice_whose_samples_are_cut_keeps_its_place_and_says_so() {
    let mut viewer = Performer::new();
    let mut files = series(6);
    files[2].1.truncate(CUT);
    viewer.drop_files(1, files);
    viewer.settle();
    assert_eq!(
        overlay::pane(&viewer.state, PANE).badges,
        [Badge::Incomplete]
    );
    let failed: Vec<usize> = (0..6)
        .filter(|slice| {
            show(&mut viewer, *slice);
            let texts = overlay::pane(&viewer.state, PANE);
            let told = texts.notice.is_some_and(|notice| notice.contains("ends"));
            let failed = viewer.state.pane_state(PANE) == FAILED;
            assert_eq!(told, failed);
            failed
        })
        .collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(viewer.state.problems.len(), 1);
}

#[test]
fn a_series_of_which_nothing_can_be_read_is_none() {
    let mut viewer = Performer::new();
    let mut files = series(3);
    for (_, bytes) in &mut files {
        bytes.truncate(CUT);
    }
    viewer.drop_files(1, files);
    viewer.settle();
    assert_eq!(viewer.state.catalog.frame_count(), 0);
    assert_eq!(viewer.state.problems.len(), 3);
    // What comes later is shown as if these had not been there.
    viewer.drop_files(2, series(4));
    viewer.settle();
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 4);
    assert_eq!(overlay::pane(&viewer.state, PANE).badges, []);
}

#[test]
fn the_frames_before_the_end_of_a_cut_file_are_shown() {
    let mut cut = multi_frame().write(&Writing::default());
    cut.truncate(cut.len() - FRAME_BYTES - 10);
    let mut viewer = Performer::new();
    viewer.drop_files(1, vec![("film.dcm".to_owned(), cut)]);
    viewer.settle();
    let states: Vec<PaneState> = (0..4)
        .map(|slice| {
            show(&mut viewer, slice);
            viewer.state.pane_state(PANE)
        })
        .collect();
    assert_eq!(states, [READY, READY, FAILED, FAILED]);
    let badges = overlay::pane(&viewer.state, PANE).badges;
    assert!(badges.contains(&Badge::Incomplete));
    assert_eq!(viewer.state.problems.len(), 1);
}
