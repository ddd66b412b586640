//! Many archives at once, and many workers at one.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use hounsfield::engine::{DropId, Event, Mark};
use hounsfield::series::Stack;
use hounsfield::session::Action;
use hounsfield::workers::protocol::{Task, WorkerId};
use rars::{ArchiveVersion, Builder};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;
use zip::write::SimpleFileOptions;

use crate::PANE;
use crate::performer::Performer;

const PATIENTS: u32 = 20;
const SLICES: usize = 6;

pub fn slices(number: u32, count: usize) -> Vec<(String, Vec<u8>)> {
    let series = Series {
        number,
        slices: count,
        side: 64,
        slice_mm: 1.5,
    };
    let file = |at: usize| {
        let bytes = series.slice(at).write(&Writing::default());
        (format!("{at:04}.dcm"), bytes)
    };
    (0..count).map(file).collect()
}

pub fn rar(files: Vec<(String, Vec<u8>)>, is_solid: bool) -> Vec<u8> {
    let mut builder = Builder::new(ArchiveVersion::Rar50).solid(is_solid);
    for (name, bytes) in files {
        builder
            .add_bytes(name.into_bytes(), bytes, None, None)
            .unwrap();
    }
    builder.to_bytes().unwrap()
}

pub fn zip(files: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An archive a patient: ZIP, RAR and solid RAR in turn.
fn patients() -> Vec<(String, Vec<u8>)> {
    let patient = |number: u32| {
        let files = slices(number, SLICES);
        match number % 3 {
            0 => (format!("p{number:02}.zip"), zip(files)),
            1 => (format!("p{number:02}.rar"), rar(files, false)),
            _ => (format!("p{number:02}.rar"), rar(files, true)),
        }
    };
    (1..=PATIENTS).map(patient).collect()
}

#[test]
fn members_of_one_archive_are_unpacked_by_all_workers() {
    for bytes in [zip(slices(1, 40)), rar(slices(1, 40), false)] {
        let mut viewer = Performer::new();
        viewer.drop_files(1, vec![("patient".to_owned() + ".zip", bytes)]);
        let mut unpacked: BTreeMap<WorkerId, usize> = BTreeMap::new();
        while let Some((worker, job, _)) = viewer.jobs.front() {
            if matches!(job.task, Task::Whole) {
                *unpacked.entry(*worker).or_default() += 1;
            }
            viewer.answer();
            viewer.draw();
        }
        let counts: Vec<usize> = unpacked.values().copied().collect();
        assert_eq!(counts.iter().sum::<usize>(), 40);
        assert_eq!(counts.len(), 2, "as many as there are workers");
        assert!(counts.iter().all(|count| *count >= 15), "{counts:?}");
    }
}

#[test]
fn twenty_patients_dropped_at_once_are_all_there() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, patients());
    let mut lists = 0;
    while viewer.slice().is_none() {
        let next = viewer.jobs.front().unwrap();
        lists += usize::from(matches!(next.1.task, Task::List { .. }));
        viewer.answer();
        viewer.draw();
    }
    assert!(
        lists <= 4,
        "{lists} lists were read before the first picture"
    );
    viewer.settle();
    assert!(viewer.state.problems.is_empty());
    let stacks: Vec<usize> = viewer.state.catalog.stacks().map(Stack::len).collect();
    assert_eq!(stacks, [SLICES; PATIENTS as usize]);
    let total = SLICES * PATIENTS as usize;
    let is_whole = |mark: &Mark| matches!(mark, Mark::AllDecoded { held, total: all, .. } if (*held, *all) == (total, total));
    assert!(viewer.marks.iter().any(is_whole), "{:?}", viewer.marks);
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, SLICES);
}

#[test]
fn an_archive_that_is_known_by_its_content_while_a_drop_is_walked_is_listed_once() {
    let mut viewer = Performer::new();
    viewer.begin_drop(1, vec![("patient".to_owned(), zip(slices(1, SLICES)))]);
    viewer.settle();
    viewer.send(Event::DropWalked(DropId(1)));
    viewer.settle();
    assert!(!viewer.state.is_loading());
    let stacks: Vec<usize> = viewer.state.catalog.stacks().map(Stack::len).collect();
    assert_eq!(stacks, [SLICES]);
}

#[test]
fn two_studies_that_come_back_have_a_pane_each() {
    let mut viewer = Performer::new();
    for number in [1, 2] {
        let archive = (format!("p{number}.zip"), zip(slices(number, SLICES)));
        viewer.drop_files(number, vec![archive]);
        viewer.settle();
    }
    viewer.act(Action::CloseAll);
    viewer.settle();
    viewer.act(Action::Undo);
    viewer.settle();
    let panes = viewer.state.session.panes.iter();
    let shown: Vec<_> = panes.map(|pane| pane.stack.unwrap()).collect();
    assert_eq!(shown.len(), 2);
    assert_ne!(shown[0], shown[1]);
}
