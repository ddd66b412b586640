//! A copy without identity as decisions: counted before it is made, written file by file, read back; what
//! is left out, given up, closed.

use std::io::{Cursor, Read};

use hounsfield::copy::{Choices, Kind};
use hounsfield::engine::copy::CopyStep;
use hounsfield::header::{self, Header};
use hounsfield::intake::FrameKey;
use hounsfield::overlay::{self, CopyPanelStep};
use hounsfield::session::{Action, CopyAction, CopyScope};
use zip::ZipArchive;

use crate::performer::Performer;
use crate::series;

const SLICES: usize = 5;

fn act(viewer: &mut Performer, action: CopyAction) {
    viewer.act(Action::Copy(action));
}

fn opened() -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(SLICES));
    viewer.settle();
    act(&mut viewer, CopyAction::Open);
    viewer
}

fn step(viewer: &Performer) -> Option<CopyPanelStep> {
    overlay::copy_panel(&viewer.state).map(|panel| panel.step)
}

/// The files of the archive, by their names.
fn made(viewer: &Performer) -> Vec<(String, Vec<u8>)> {
    let url = overlay::copy_panel(&viewer.state).unwrap().url.unwrap();
    let archive = viewer.documents[&url].clone();
    assert_eq!(
        viewer.state.copy.as_ref().unwrap().bytes,
        archive.len() as u64
    );
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let files = archive.len();
    let read = |at| {
        let mut member = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        // Its sum is held against its bytes.
        member.read_to_end(&mut bytes).unwrap();
        (member.name().unwrap().to_string(), bytes)
    };
    let mut files: Vec<_> = (0..files).map(read).collect();
    files.sort();
    files
}

fn header_of(file: &[u8]) -> Header {
    let header::Read::Header(header) = header::read(file, file.len() as u64).unwrap() else {
        unreachable!("it is whole");
    };
    *header
}

#[test]
fn a_series_is_counted_written_and_read_back() {
    let mut viewer = opened();
    assert_eq!(step(&viewer), Some(CopyPanelStep::Counting));
    viewer.settle();
    assert_eq!(step(&viewer), Some(CopyPanelStep::Ready));
    let tally = viewer.state.copy.as_ref().unwrap().tally();
    assert!(tally.gone(Kind::Uids) >= 3 * SLICES as u32);
    assert_eq!(tally.burned_in.counts().iter().sum::<u32>(), SLICES as u32);

    act(&mut viewer, CopyAction::Make);
    assert_eq!(step(&viewer), Some(CopyPanelStep::Writing));
    viewer.settle();
    assert_eq!(step(&viewer), Some(CopyPanelStep::Made));
    let files = made(&viewer);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let slices: Vec<String> = (1..=SLICES).map(|at| format!("s1/{at:04}.dcm")).collect();
    assert_eq!(names[0], "README.txt");
    assert_eq!(names[1..], slices);

    // In the order of the stack, with the samples that it has, and one series still.
    let stack = viewer.state.catalog.stacks().next().unwrap();
    let frames: Vec<FrameKey> = stack.frames().collect();
    let series: Vec<Option<String>> = files[1..]
        .iter()
        .zip(frames)
        .map(|((_, file), frame)| {
            let after = header_of(file);
            let (before, _) = viewer.state.image_of(frame).unwrap();
            assert_eq!(after.position_mm, before.position_mm);
            assert_ne!(after.series_uid, before.series_uid);
            assert_eq!(after.patient_name, None);
            after.series_uid
        })
        .collect();
    assert!(series.iter().all(|uid| uid.is_some() && *uid == series[0]));

    let mut again = Performer::new();
    again.drop_files(1, files);
    again.settle();
    let stacks = |viewer: &Performer| viewer.state.catalog.stacks().count();
    assert_eq!((stacks(&again), again.state.problems.len()), (1, 0));
    let samples = |viewer: &Performer| {
        let stack = viewer.state.catalog.stacks().next().unwrap();
        let first = stack.frame(0).unwrap();
        viewer.textures.contains_key(&first) || viewer.state.is_held(first)
    };
    assert!(samples(&again));
}

#[test]
fn what_is_closed_or_given_up_leaves_nothing() {
    let mut viewer = opened();
    viewer.settle();
    let held = viewer.held_bytes();
    act(&mut viewer, CopyAction::Make);
    viewer.answer();
    assert!(!viewer.archive.is_empty());
    act(&mut viewer, CopyAction::Cancel);
    assert!(viewer.archive.is_empty());
    viewer.settle();
    assert_eq!(step(&viewer), Some(CopyPanelStep::Ready));
    assert_eq!(viewer.held_bytes(), held, "late answers are released");

    act(&mut viewer, CopyAction::Make);
    viewer.settle();
    assert_eq!(viewer.documents.len(), 1);
    act(&mut viewer, CopyAction::Open);
    assert_eq!((step(&viewer), viewer.documents.len()), (None, 0));

    act(&mut viewer, CopyAction::Open);
    viewer.settle();
    act(&mut viewer, CopyAction::Make);
    viewer.settle();
    viewer.act(Action::CloseAll);
    assert_eq!((step(&viewer), viewer.documents.len()), (None, 0));
}

#[test]
fn a_file_that_cannot_be_read_again_is_left_out_and_named() {
    let mut viewer = opened();
    viewer.settle();
    let stack = viewer.state.catalog.stacks().next().unwrap();
    let file = stack.frame(2).unwrap().file;
    // Its samples are broken off: the header was counted before.
    viewer.cut_file(file, 400);
    act(&mut viewer, CopyAction::Make);
    viewer.settle();
    assert_eq!(step(&viewer), Some(CopyPanelStep::Made));
    let files = made(&viewer);
    assert_eq!(files.len(), SLICES);
    assert!(!files.iter().any(|(name, _)| name == "s1/0003.dcm"));
    let readme = String::from_utf8(files[0].1.clone()).unwrap();
    assert!(readme.contains("4 files; 1 left out."));
    let panel = overlay::copy_panel(&viewer.state).unwrap();
    let path = viewer.state.path(file).unwrap().to_owned();
    assert!(
        panel.warnings[0].contains("s1/0003.dcm"),
        "{:?}",
        panel.warnings
    );
    assert!(
        !panel.warnings[0].contains(&path),
        "a path may name the patient"
    );
    viewer.act(Action::Reveal { on: true });
    let panel = overlay::copy_panel(&viewer.state).unwrap();
    assert!(panel.warnings[0].contains(&path));
    assert!(!readme.contains(&path), "names of files stay here");
}

#[test]
fn other_choices_are_counted_anew_and_said_in_the_files() {
    let mut viewer = opened();
    viewer.settle();
    let choices = Choices {
        series_description: true,
        ..Choices::default()
    };
    let scope = CopyScope::All;
    act(&mut viewer, CopyAction::Choose { scope, choices });
    assert_eq!(step(&viewer), Some(CopyPanelStep::Counting));
    viewer.settle();
    act(&mut viewer, CopyAction::Make);
    viewer.settle();
    let files = made(&viewer);
    // What is kept that the profile takes away is said in the text and in each file.
    for (name, bytes) in &files {
        let said: &[u8] = if name == "README.txt" {
            b"Series Description, as it was"
        } else {
            b"Series Description kept as it was"
        };
        let is_said = bytes.windows(said.len()).any(|window| window == said);
        assert!(is_said, "{name}");
    }
}

#[test]
fn nothing_begins_while_files_are_read() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(SLICES));
    viewer.answer();
    act(&mut viewer, CopyAction::Open);
    assert!(viewer.state.copy.is_none());
    viewer.settle();
    act(&mut viewer, CopyAction::Make);
    assert!(viewer.state.copy.is_none());
    act(&mut viewer, CopyAction::Open);
    act(&mut viewer, CopyAction::Make);
    let step = &viewer.state.copy.as_ref().unwrap().step;
    assert_eq!(*step, CopyStep::Survey, "what goes is told first");
}
