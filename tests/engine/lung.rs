//! The lung mask as decisions: found by workers, shown before any number, corrected, undone, given up.

use hounsfield::lung::Lungs;
use hounsfield::overlay::{self, LungRow, LungStage};
use hounsfield::session::{Action, LungAction, Tool};
use hounsfield::words;
use hounsfield::workers::protocol::Task;

use crate::performer::Performer;
use crate::{PANE, series, show};

const SLICES: usize = 12;

/// Lungs of the synthetic chest: ellipses of 63 by 90 mm in each of 12 slices of 3 mm.
const LUNG_ML: f64 = std::f64::consts::PI * 63.0 * 90.0 * 3.0 * 12.0 / 1000.0;

/// Of a voxel: 360 mm by 64 voxels, 3 mm.
const VOXEL_ML: f64 = 5.625 * 5.625 * 3.0 / 1000.0;

fn opened() -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(SLICES));
    viewer.settle();
    viewer
}

fn with_lungs() -> Performer {
    let mut viewer = opened();
    viewer.act(Action::Lungs(LungAction::Find));
    viewer.settle();
    viewer
}

fn stage(viewer: &Performer) -> Option<LungStage> {
    overlay::lung_panel(&viewer.state).map(|panel| panel.stage)
}

/// Right and left.
fn volumes(viewer: &Performer) -> [f64; 2] {
    let shares = viewer.state.lung.as_ref().unwrap().shares.as_ref().unwrap();
    shares.lungs.each_ref().map(|lung| lung.volume_ml)
}

fn shown(viewer: &Performer) -> Lungs {
    overlay::lungs_of(&viewer.state, PANE).unwrap()
}

/// As the table says it.
fn per_cent(row: &LungRow) -> Vec<i64> {
    let shares = row.shares.iter();
    shares.map(|share| (100.0 * share).round() as i64).collect()
}

/// Where a voxel of the image is on the pane, which is 800 by 600 pixels and shows it 600 high.
fn place(column: f64, row: f64) -> [f64; 2] {
    [
        (100.0 + (column + 0.5) / 64.0 * 600.0) / 800.0,
        (row + 0.5) / 64.0,
    ]
}

fn stroke(viewer: &mut Performer, adds: bool, from: [f64; 2], to: [f64; 2]) {
    let reach = 0.01;
    let tool = Tool::Brush { adds };
    viewer.act(Action::KeepTool { tool });
    let pane = PANE;
    viewer.act(Action::PressMark {
        pane,
        at: from,
        reach,
    });
    viewer.act(Action::DragMark { pane, at: to });
    viewer.act(Action::ReleaseMark {
        pane,
        at: to,
        reach,
    });
    viewer.settle();
}

#[test]
fn the_outline_comes_before_any_number() {
    let mut viewer = opened();
    let jobs = viewer.state.work.jobs;
    viewer.act(Action::Lungs(LungAction::Find));
    assert_eq!(stage(&viewer), Some(LungStage::Finding));
    viewer.settle();
    assert_eq!(stage(&viewer), Some(LungStage::Check));
    // Air and counts of each slice, and one job for all of them.
    assert_eq!(viewer.state.work.jobs - jobs, 2 * SLICES as u64 + 1);
    assert_eq!(overlay::lung_table(&viewer.state), None);
    let lines = overlay::lung_outlines(&shown(&viewer));
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names, ["Right", "Left"]);
    viewer.act(Action::Lungs(LungAction::Confirm));
    for volume in volumes(&viewer) {
        assert!(
            (volume - LUNG_ML).abs() < 0.03 * LUNG_ML,
            "{volume} of {LUNG_ML}"
        );
    }
    let table = overlay::lung_table(&viewer.state).unwrap();
    let names: Vec<&str> = table.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Both",
            "Right",
            "Right, upper",
            "Right, middle",
            "Right, lower",
            "Left",
            "Left, upper",
            "Left, middle",
            "Left, lower"
        ]
    );
    assert!(table.rows.iter().all(|row| per_cent(row) == [0, 100, 0, 0]));
    assert_eq!(table.title, "Share of the air-containing mask (1.28 L)");
    assert_eq!(table.warnings.len(), 3, "{:?}", table.warnings);
}

#[test]
fn a_stroke_takes_its_disc_away_and_one_slice_is_counted_anew() {
    let mut viewer = with_lungs();
    viewer.act(Action::Lungs(LungAction::Confirm));
    let (before, mask) = (volumes(&viewer), shown(&viewer));
    let jobs = viewer.state.work.jobs;
    // 8 mm about a voxel of 5.625 mm: it and its eight neighbours.
    let middle = place(17.0, 31.0);
    stroke(&mut viewer, false, middle, middle);
    assert_eq!(viewer.state.work.jobs - jobs, 1);
    let after = volumes(&viewer);
    assert!(
        (before[0] - after[0] - 9.0 * VOXEL_ML).abs() < 1e-9,
        "{before:?} {after:?}"
    );
    assert!((before[1] - after[1]).abs() < 1e-9);
    viewer.act(Action::Undo);
    viewer.settle();
    assert_eq!((volumes(&viewer), shown(&viewer)), (before, mask));
    viewer.act(Action::Redo);
    viewer.settle();
    assert!((volumes(&viewer)[0] - after[0]).abs() < 1e-9);
    // What was taken away is added again, to the same lung.
    stroke(&mut viewer, true, middle, middle);
    let added = volumes(&viewer);
    assert!((added[0] - before[0]).abs() < 1e-9 && (added[1] - before[1]).abs() < 1e-9);
}

#[test]
fn a_quick_hand_leaves_no_gaps_and_what_lies_beside_goes_to_its_side() {
    let mut viewer = with_lungs();
    viewer.act(Action::Lungs(LungAction::Confirm));
    let before = volumes(&viewer);
    // Down in soft tissue in front of the left lung, which the screen shows right.
    stroke(&mut viewer, true, place(35.0, 12.0), place(35.0, 17.0));
    let after = volumes(&viewer);
    // Three columns, and rows 12 to 17 with one more at each end.
    assert!(
        (after[1] - before[1] - 24.0 * VOXEL_ML).abs() < 1e-9,
        "{before:?} {after:?}"
    );
    assert!((after[0] - before[0]).abs() < 1e-9);
    // A stroke stays on its slice.
    let slice = viewer.slice().unwrap();
    show(&mut viewer, slice);
    viewer.settle();
    let beside = shown(&viewer);
    let run = |lungs: &Lungs| {
        lungs[1]
            .iter()
            .any(|run| (run.from..run.to).contains(&35) && run.row == 14)
    };
    assert!(!run(&beside));
}

#[test]
fn other_ranges_are_of_the_same_counts_and_can_be_undone() {
    let mut viewer = with_lungs();
    viewer.act(Action::Lungs(LungAction::Confirm));
    let jobs = viewer.state.work.jobs;
    let both = |viewer: &Performer| {
        let table = overlay::lung_table(&viewer.state).unwrap();
        per_cent(&table.rows[0])
    };
    // Noise goes from 8 below -850 to 7 above it, each as often.
    let edges_hu = vec![-900, -850, -800];
    viewer.act(Action::Lungs(LungAction::SetEdges { edges_hu }));
    let halves = both(&viewer);
    assert!(
        halves.iter().all(|share| (49..=51).contains(share)),
        "{halves:?}"
    );
    viewer.act(Action::Lungs(LungAction::SetEdges {
        edges_hu: vec![-800, -900],
    }));
    assert_eq!(both(&viewer), halves);
    viewer.act(Action::Undo);
    assert_eq!(both(&viewer), [0, 100, 0, 0]);
    viewer.settle();
    assert_eq!(viewer.state.work.jobs, jobs);
}

#[test]
fn a_mask_ends_with_its_case_or_when_it_is_asked_for_again() {
    let mut viewer = with_lungs();
    assert!(viewer.state.memory().masks > 0);
    viewer.act(Action::Lungs(LungAction::Find));
    assert_eq!(stage(&viewer), None);
    // Closed while workers are at it: nothing of it comes any more.
    viewer.act(Action::Lungs(LungAction::Find));
    assert!(
        viewer
            .jobs
            .iter()
            .any(|(_, job, _)| matches!(job.task, Task::Air { .. }))
    );
    viewer.act(Action::CloseAll);
    assert_eq!((stage(&viewer), viewer.jobs.len()), (None, 0));
    viewer.settle();
    assert_eq!((stage(&viewer), viewer.held_bytes()), (None, 0));
    assert_eq!(viewer.state.memory().masks, 0, "nor is it kept for undoing");
    viewer.drop_files(2, series(SLICES));
    viewer.act(Action::Lungs(LungAction::Find));
    assert_eq!(stage(&viewer), None, "slices are still to come");
}

#[test]
fn missing_slices_are_said_and_a_closed_mask_comes_back_as_it_was_corrected() {
    let mut viewer = Performer::new();
    let mut files = series(SLICES);
    files.drain(5..7);
    viewer.drop_files(1, files);
    viewer.settle();
    viewer.act(Action::Lungs(LungAction::Find));
    viewer.settle();
    viewer.act(Action::Lungs(LungAction::Confirm));
    let table = overlay::lung_table(&viewer.state).unwrap();
    assert!(
        table.warnings.iter().any(|it| it == words::LUNGS_GAPS),
        "{:?}",
        table.warnings
    );
    let middle = place(17.0, 31.0);
    let found = shown(&viewer);
    stroke(&mut viewer, false, middle, middle);
    let corrected = shown(&viewer);
    let counted = volumes(&viewer);
    assert_ne!(corrected, found);
    viewer.act(Action::Lungs(LungAction::Find));
    assert_eq!(stage(&viewer), None);
    let jobs = viewer.state.work.jobs;
    assert!(viewer.state.memory().masks > 0, "what is kept is counted");
    viewer.act(Action::Undo);
    viewer.settle();
    assert_eq!(stage(&viewer), Some(LungStage::Confirmed));
    assert_eq!(shown(&viewer), corrected);
    let close = |(a, b): (f64, f64)| (a - b).abs() < 1e-9;
    let pairs = volumes(&viewer).into_iter().zip(counted);
    assert!(pairs.into_iter().all(close));
    // Nothing is looked for anew: slices are counted.
    assert_eq!(viewer.state.work.jobs - jobs, SLICES as u64 - 2);
    viewer.act(Action::Undo);
    assert_eq!(shown(&viewer), found);
    viewer.act(Action::Undo);
    assert_eq!(stage(&viewer), None, "before they were looked for");
    viewer.act(Action::Redo);
    viewer.settle();
    assert_eq!(shown(&viewer), found);
}

#[test]
fn a_stroke_that_is_given_up_leaves_the_slice_as_it_was() {
    let mut viewer = with_lungs();
    let found = shown(&viewer);
    let tool = Tool::Brush { adds: false };
    viewer.act(Action::KeepTool { tool });
    let (pane, at, reach) = (PANE, place(17.0, 31.0), 0.01);
    viewer.act(Action::PressMark { pane, at, reach });
    assert_ne!(shown(&viewer), found);
    viewer.act(Action::Escape);
    assert_eq!(shown(&viewer), found);
    assert_eq!(viewer.state.session.tool, tool, "the stroke ends first");
    viewer.act(Action::ReleaseMark { pane, at, reach });
    assert_eq!(shown(&viewer), found);
    // There is nothing of it to undo: the step before is that lungs were looked for.
    viewer.act(Action::Undo);
    assert_eq!(stage(&viewer), None);
}
