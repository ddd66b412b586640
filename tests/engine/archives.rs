//! Archives, dropped.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use hounsfield::engine::{Door, Event, Mark, PaneState};
use hounsfield::intake::FileId;
use hounsfield::session::Action;
use rars::{ArchiveVersion, Builder};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;
use xtask::synthetic::random::Random;
use zip::write::SimpleFileOptions;

use crate::performer::Performer;
use crate::{PANE, file_bytes, series};

pub fn zip_of(files: &[(String, Vec<u8>)], password: Option<&str>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        let options = SimpleFileOptions::default();
        match password {
            Some(password) => {
                let options = options.with_aes_encryption(zip::AesMode::Aes256, password);
                writer.start_file(path.as_str(), options).unwrap();
            }
            None => writer.start_file(path.as_str(), options).unwrap(),
        }
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn dropped(path: &str, bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    vec![(path.to_owned(), bytes)]
}

fn kinds(viewer: &Performer) -> Vec<&'static str> {
    let problems = viewer.state.problems.iter();
    problems.map(|problem| problem.kind.code()).collect()
}

fn doors(viewer: &Performer) -> Vec<(FileId, Door)> {
    viewer.state.waiting_archives().collect()
}

pub fn shared(name: &str) -> Option<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/series");
    let bytes = fs::read(folder.join(name)).ok();
    if bytes.is_none() {
        eprintln!("SKIPPED: {name} is not there");
    }
    bytes
}

/// A solid RAR of a real patient, and about how many bytes its slices have.
fn solid() -> Option<(Vec<u8>, u64)> {
    Some((shared("ct_chest_rar5_solid.rar")?, SOLID_BYTES))
}

const SOLID_SLICES: usize = 24;
const SOLID_BYTES: u64 = 12_642_000;

#[test]
fn an_archive_is_read_where_it_lies_and_its_middle_slice_comes_first() {
    let mut viewer = Performer::new();
    let files = series(20);
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    viewer.drop_files(1, dropped("patient.zip", zip_of(&files, None)));
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Loading);
    while viewer.slice().is_none() {
        assert!(viewer.answer());
        viewer.draw();
    }
    let first = viewer.state.screen.picture(PANE).unwrap().frame.file;
    assert_eq!(viewer.state.path(first), Some("patient.zip//case/0010.dcm"));
    viewer.settle();

    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 20);
    // No member is kept as a blob: it can be read again out of its archive.
    let memory = viewer.state.memory();
    assert_eq!((memory.buffers, memory.blobs), (bytes as u64, 0));
    assert!(viewer.state.problems.is_empty());
    assert!(matches!(
        viewer.marks[2],
        Mark::AllDecoded {
            held: 20,
            total: 20,
            ..
        }
    ));
}

#[test]
fn the_first_slice_is_drawn_before_a_tenth_of_the_archive_is_read() {
    for name in ["ct_chest_rar4.rar", "ct_chest_LIDC-IDRI-0314_5mm.zip"] {
        let Some(bytes) = shared(name) else { return };
        let length = bytes.len() as u64;
        let mut viewer = Performer::new();
        viewer.drop_files(1, dropped(name, bytes));
        while viewer.slice().is_none() {
            assert!(viewer.answer());
            viewer.draw();
        }
        let read = viewer.state.work.bytes_read;
        assert!(read < length / 10, "{name}: {read} of {length}");
        viewer.settle();
        assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 55);
    }
}

#[test]
fn what_was_dropped_from_memory_is_read_out_of_the_archive_again() {
    let mut viewer = Performer::new();
    let budget = 8 * file_bytes();
    viewer.act(Action::SetBudget { bytes: budget });
    viewer.drop_files(1, dropped("patient.zip", zip_of(&series(30), None)));
    viewer.settle();
    for slice in [0, 29, 15, 3, 4, 5, 6, 7, 8, 9] {
        viewer.act(Action::ShowSlice { pane: PANE, slice });
        viewer.settle();
        assert_eq!(viewer.slice(), Some(slice + 1));
        assert!(viewer.state.memory().used() <= budget, "{slice}");
    }
    assert!(viewer.state.problems.is_empty());
}

#[test]
fn a_locked_archive_asks_and_asks_again() {
    let mut viewer = Performer::new();
    let locked = zip_of(&series(6), Some("s3cret"));
    viewer.drop_files(1, dropped("locked.zip", locked));
    viewer.settle();
    let [(archive, Door::Locked { wrong: false })] = doors(&viewer)[..] else {
        unreachable!("{:?}", doors(&viewer));
    };
    // Nothing is going on until there is a password.
    assert!(!viewer.state.is_loading());
    let password = "not it".to_owned();
    viewer.send(Event::Password { archive, password });
    viewer.settle();
    assert_eq!(doors(&viewer), [(archive, Door::Locked { wrong: true })]);
    let password = "s3cret".to_owned();
    viewer.send(Event::Password { archive, password });
    viewer.settle();
    assert_eq!(doors(&viewer), []);
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 6);
    assert!(viewer.state.problems.is_empty());
}

#[test]
fn other_files_of_the_drop_are_shown_beside_a_locked_archive() {
    let mut viewer = Performer::new();
    let mut files = series(5);
    files.push(("locked.zip".to_owned(), zip_of(&series(6), Some("x"))));
    viewer.drop_files(1, files);
    viewer.settle();
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 5);
    assert_eq!(doors(&viewer).len(), 1);
}

#[test]
fn archives_in_archives_are_opened_but_not_for_ever() {
    let mut viewer = Performer::new();
    let mut archive = zip_of(&series(4), None);
    // A name says nothing of what it is.
    archive = zip_of(&dropped("inner", archive), None);
    viewer.drop_files(1, dropped("outer.zip", archive.clone()));
    viewer.settle();
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 4);
    assert_eq!(viewer.state.memory().blobs, viewer.kept_bytes());
    let shown = viewer.state.screen.picture(PANE).unwrap().frame.file;
    let path = viewer.state.path(shown).unwrap();
    assert!(path.starts_with("outer.zip//inner//case/"), "{path}");
    viewer.act(Action::CloseAll);
    assert_eq!(viewer.state.memory().blobs, 0);

    for depth in 0..4 {
        archive = zip_of(&dropped(&format!("{depth}"), archive), None);
    }
    viewer.drop_files(2, dropped("deep.zip", archive));
    viewer.settle();
    assert_eq!(kinds(&viewer), ["over-limit"]);
}

#[test]
fn a_solid_archive_is_unpacked_once_by_a_worker_of_its_own() {
    let Some((bytes, unpacked)) = solid() else {
        return;
    };
    let mut viewer = Performer::new();
    let workers = viewer.workers.len();
    viewer.drop_files(1, dropped("patient.rar", bytes));
    viewer.settle();
    assert_eq!(
        viewer.state.screen.picture(PANE).unwrap().slices,
        SOLID_SLICES
    );
    let memory = viewer.state.memory();
    assert!(
        memory.blobs.abs_diff(unpacked) < unpacked / 10,
        "{}",
        memory.blobs
    );
    assert_eq!(memory.blobs, viewer.kept_bytes());
    // The unpacker is gone, and its dictionary with it.
    assert_eq!(viewer.workers.len(), workers);
    assert_eq!(viewer.workers_started, workers + 1);
    viewer.act(Action::CloseAll);
    assert_eq!((viewer.held_bytes(), viewer.state.memory().blobs), (0, 0));
}

#[test]
fn a_solid_archive_that_does_not_fit_waits_for_a_word() {
    let Some((bytes, unpacked)) = solid() else {
        return;
    };
    let mut viewer = Performer::new();
    viewer.act(Action::SetBudget { bytes: 4 << 20 });
    viewer.drop_files(1, dropped("patient.rar", bytes));
    viewer.settle();
    let [(archive, Door::Large { bytes, members })] = doors(&viewer)[..] else {
        unreachable!("{:?}", doors(&viewer));
    };
    assert_eq!(members, SOLID_SLICES);
    assert!(bytes.abs_diff(unpacked) < unpacked / 10);
    assert_eq!(viewer.state.memory().blobs, 0);
    viewer.act(Action::Unpack { archive, every: 2 });
    viewer.settle();
    let slices = viewer.state.screen.picture(PANE).unwrap().slices;
    assert_eq!(slices, SOLID_SLICES.div_ceil(2));
    assert_eq!(doors(&viewer), []);
}

#[test]
fn an_archive_that_is_closed_while_it_is_unpacked_leaves_nothing() {
    let Some((bytes, _)) = solid() else { return };
    let mut viewer = Performer::new();
    let workers = viewer.workers.len();
    viewer.drop_files(1, dropped("patient.rar", bytes));
    // The list is read, the unpacker is at work.
    assert!(viewer.answer());
    assert_eq!(viewer.workers.len(), workers + 1);
    viewer.act(Action::CancelLoading);
    assert_eq!(viewer.workers.len(), workers);
    viewer.settle();
    assert_eq!((viewer.held_bytes(), viewer.state.memory().used()), (0, 0));
    assert!(viewer.state.problems.is_empty());
}

#[test]
fn parts_come_together_and_missing_ones_are_named() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/rar/rarfile");
    let Ok(first) = fs::read(folder.join("rar3-vols.part1.rar")) else {
        eprintln!("SKIPPED: ../shared/data is not there");
        return;
    };
    let part = |n: u32| {
        let name = format!("rar3-vols.part{n}.rar");
        let bytes = fs::read(folder.join(&name)).unwrap();
        (format!("x/{name}"), bytes)
    };
    let mut viewer = Performer::new();
    viewer.drop_files(1, vec![part(2), part(1), part(3)]);
    viewer.settle();
    // They hold texts.
    assert_eq!(kinds(&viewer), ["nothing-to-show"]);
    viewer.act(Action::CloseAll);
    viewer.drop_files(2, vec![part(2), part(3)]);
    viewer.settle();
    assert_eq!(kinds(&viewer), ["volume-missing"]);
    viewer.act(Action::CloseAll);
    viewer.drop_files(3, dropped("alone.part1.rar", first));
    viewer.settle();
    assert_eq!(kinds(&viewer), ["volume-missing", "nothing-to-show"]);
}

#[test]
fn a_program_is_passed_over_and_a_false_archive_named() {
    let mut viewer = Performer::new();
    let mut files = series(2);
    files.push(("viewer.exe".to_owned(), b"MZ a program".to_vec()));
    files.push(("false.rar".to_owned(), b"text".to_vec()));
    files.push(("DICOMDIR".to_owned(), b"text".to_vec()));
    viewer.drop_files(1, files);
    viewer.settle();
    assert_eq!(kinds(&viewer), ["not-archive"]);
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 2);
    assert!(!viewer.state.is_loading());
}

#[test]
fn ten_patients_one_after_the_other_end_with_the_memory_of_one() {
    let Some((solid, _)) = solid() else { return };
    let zip = zip_of(&series(20), None);
    let mut after_each = Vec::new();
    let mut viewer = Performer::new();
    for patient in 1..=10 {
        let (name, bytes) = if patient % 2 == 0 {
            ("patient.rar", solid.clone())
        } else {
            ("patient.zip", zip.clone())
        };
        viewer.drop_files(patient, dropped(name, bytes));
        viewer.settle();
        assert_eq!(viewer.state.pane_state(PANE), PaneState::Ready);
        let memory = viewer.state.memory();
        assert_eq!(memory.buffers, viewer.held_bytes());
        after_each.push((memory.used(), viewer.state.session.panes.len()));
        viewer.act(Action::CloseAll);
        viewer.draw();
        assert_eq!(viewer.state.memory().used(), 0);
        assert_eq!(viewer.held_bytes() + viewer.kept_bytes(), 0);
    }
    assert_eq!(after_each[0], after_each[8]);
    assert_eq!(after_each[1], after_each[9]);
}

#[test]
fn a_worker_that_has_grown_is_replaced_when_it_is_idle() {
    let mut viewer = Performer::new();
    let started = viewer.workers_started;
    viewer.heap_bytes = 200 << 20;
    viewer.drop_files(1, series(6));
    while !viewer.jobs.is_empty() {
        // While there is work the grown ones go on with it.
        assert_eq!(viewer.workers_started, started);
        if viewer.jobs.len() == 1 {
            break;
        }
        viewer.answer();
    }
    viewer.settle();
    assert!(viewer.workers_started > started);
    assert_eq!(viewer.state.memory().workers, 0);
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 6);
}

/// Two reconstructions of one phantom, without UIDs, under names that say nothing, in one RAR.
fn stripped_patient(is_solid: bool) -> Vec<u8> {
    const STUDY: u32 = 0x0020_000D;
    const SERIES: u32 = 0x0020_000E;
    const SOP_INSTANCE: u32 = 0x0008_0018;
    const SERIES_NUMBER: u32 = 0x0020_0011;
    let mut files = Vec::new();
    for (slices, slice_mm) in [(21, 1.5), (11, 3.0)] {
        let series = Series {
            number: 1,
            slices,
            side: 64,
            slice_mm,
        };
        files.extend((0..slices).map(|index| {
            let tags = [STUDY, SERIES, SOP_INSTANCE, SERIES_NUMBER];
            let file = series.slice(index);
            let stripped = tags.into_iter().fold(file, xtask::synthetic::File::without);
            stripped.write(&Writing::default())
        }));
    }
    Random::new(3).shuffle(&mut files);
    let mut builder = Builder::new(ArchiveVersion::Rar50).solid(is_solid);
    for (n, bytes) in files.into_iter().enumerate() {
        let name = format!("patient/{n:04}.dcm").into_bytes();
        builder.add_bytes(name, bytes, None, None).unwrap();
    }
    builder.to_bytes().unwrap()
}

#[test]
fn two_thicknesses_of_one_phantom_in_one_rar_are_two_stacks() {
    for is_solid in [false, true] {
        let mut viewer = Performer::new();
        viewer.drop_files(1, dropped("patient.rar", stripped_patient(is_solid)));
        viewer.settle();
        assert!(
            viewer.state.problems.is_empty(),
            "{:?}",
            viewer.state.problems
        );
        let stacks = viewer.state.catalog.stacks();
        let mut found: Vec<(usize, f64)> = stacks
            .map(|stack| (stack.len(), stack.spacing_mm().unwrap()))
            .collect();
        found.sort_by_key(|(slices, _)| *slices);
        assert_eq!(found, [(11, 3.0), (21, 1.5)]);
        for stack in viewer.state.catalog.stacks() {
            let places: Vec<f64> = stack
                .slices()
                .iter()
                .map(|slice| slice.location_mm.unwrap())
                .collect();
            assert!(
                places.is_sorted_by(|a, b| a > b),
                "from head to feet: {places:?}"
            );
        }
        // The thinner one opens: it is the larger.
        assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 21);
        // Solid or not, as asked for.
        assert_eq!(viewer.state.memory().blobs > 0, is_solid);
    }
}
