//! Views and marks kept from visit to visit: off until asked for, put away, found again by what the files
//! hold, whatever the reader did meanwhile, and forgotten.

use std::io::{Cursor, Read as _};

use hounsfield::engine::kept::record::{MOST_BYTES, Record, Unread};
use hounsfield::engine::{Event, KeptEffect, KeptEvent};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::marks::{Colour, Kind, Mark};
use hounsfield::session::{Action, KeptAction, Look, MarkAction, WindowChoice};
use rars::{ArchiveVersion, Builder};
use xtask::synthetic::random::Random;
use xtask::synthetic::{File, Writing, ct};

use crate::archives::{shared, zip_of};
use crate::marks::{SERIES, disc, draw, show};
use crate::performer::{Performer, Storage};
use crate::{PANE, series};

/// The pause after which is written, and a little.
const PAUSE_MS: f64 = 1600.0;

fn act(viewer: &mut Performer, action: KeptAction) {
    viewer.act(Action::Kept(action));
    viewer.settle();
}

/// In the place of frames, whose files are others in each visit.
const NOWHERE: FrameKey = FrameKey {
    file: FileId(0),
    frame: 0,
};

type Files = Vec<(String, Vec<u8>)>;

/// What `marks` looks at, an image a file.
fn files() -> Files {
    let slice = |at| {
        SERIES
            .slice_showing(at, shaded(at))
            .write(&Writing::default())
    };
    (0..9).map(|at| (format!("{at}"), slice(at))).collect()
}

/// The disc, and in each slice a corner of its own.
fn shaded(at: usize) -> Vec<u8> {
    let mut samples = disc();
    samples[0] = u8::try_from(at).unwrap();
    samples
}

/// A visit of a page whose browser holds this.
fn visit(storage: Storage, files: Files) -> Performer {
    let mut viewer = Performer::new();
    viewer.storage = storage;
    viewer.drop_files(1, files);
    viewer.settle();
    viewer
}

/// Switched on, with the files open.
fn keeping(files: Files) -> Performer {
    let mut viewer = visit(Storage::default(), files);
    act(&mut viewer, KeptAction::Switch { on: true });
    viewer
}

/// A line and a rectangle on two slices, and a window.
fn read_in(viewer: &mut Performer) {
    show(viewer, 3);
    draw(viewer, Kind::Length, [20.0, 20.0], [40.0, 20.0]);
    let id = viewer.state.session.marks.list()[0].id;
    viewer.act(Action::SetMarkText {
        mark: id,
        text: "nodule".to_owned(),
    });
    viewer.act(Action::Marks(MarkAction::SetColour {
        mark: id,
        colour: Colour::Blue,
    }));
    viewer.act(Action::Marks(MarkAction::Copy {
        mark: id,
        from: 4,
        to: 5,
    }));
    viewer.act(Action::Preset {
        pane: PANE,
        digit: 2,
    });
    viewer.act(Action::Invert { pane: PANE });
    viewer.act(Action::Rotate {
        pane: PANE,
        quarters: 1,
    });
    show(viewer, 6);
}

fn wait(viewer: &mut Performer) {
    viewer.draw();
    viewer.wait(PAUSE_MS);
    viewer.settle();
}

fn marks(viewer: &Performer) -> &[Mark] {
    viewer.state.session.marks.list()
}

/// All of a mark but its number and what it lies on.
fn essentials(viewer: &Performer) -> Vec<(usize, Mark)> {
    let stack = viewer.state.catalog.stacks().next().unwrap();
    let first = marks(viewer).first().map_or(0, |mark| mark.id.0);
    let plain = |mark: &Mark| {
        let slice = stack.position_of(mark.ground.frame).unwrap();
        let mut mark = mark.clone();
        mark.ground.frame = NOWHERE;
        mark.id.0 -= first;
        mark.group = mark.group.map(|mut id| {
            id.0 -= first;
            id
        });
        (slice, mark)
    };
    marks(viewer).iter().map(plain).collect()
}

fn look(viewer: &Performer) -> Look {
    let pane = viewer.state.session.pane(PANE).unwrap();
    pane.look().unwrap().clone()
}

/// What a look is but for its frame.
fn chosen(viewer: &Performer) -> Look {
    let mut look = look(viewer);
    look.wanted = NOWHERE;
    look.heading = 1;
    look
}

#[test]
fn off_until_asked_for_nothing_is_read_or_written() {
    let mut viewer = visit(Storage::default(), files());
    let jobs = viewer.state.work.jobs;
    read_in(&mut viewer);
    wait(&mut viewer);
    viewer.send(Event::Kept(KeptEvent::Leaving));
    assert_eq!(viewer.storage.changes, []);
    assert_eq!(
        viewer.state.work.jobs, jobs,
        "no frame is read for a fingerprint"
    );
}

#[test]
fn views_and_marks_come_back_whatever_the_files_came_in() {
    let mut first = keeping(files());
    read_in(&mut first);
    assert_eq!(first.storage.records.len(), 0, "not at each event");
    wait(&mut first);
    assert_eq!(first.storage.records.len(), 1);
    let text = first.storage.records.values().next().unwrap();
    assert!(text.contains("nodule"), "{text}");
    for private in ["2.25", "1.2.840", "case", "Series"] {
        assert!(!text.contains(private), "{private} in {text}");
    }

    let renamed = files().into_iter().rev();
    let renamed: Files = renamed
        .map(|(name, bytes)| (format!("other/{name}.dcm"), bytes))
        .collect();
    let packed = vec![("case.zip".to_owned(), zip_of(&renamed, None))];
    let rle = files_by(|file| ct::rle(&file, 64 * 64 * 2), "1.2.840.10008.1.2.5");
    for files in [files(), renamed, packed, rle] {
        let mut again = visit(first.storage.clone(), files);
        again.settle();
        assert_eq!(essentials(&again), essentials(&first));
        assert_eq!(chosen(&again), chosen(&first));
        assert_eq!(look(&again).choice, WindowChoice::Preset(2));
        assert_eq!(again.slice(), Some(7));
        let back = again.state.kept.back.clone().unwrap();
        assert_eq!((back.marks.len(), back.views.len()), (3, 1));
        // Found again, nothing has to be written.
        wait(&mut again);
        assert_eq!(again.storage.changes.len(), first.storage.changes.len());
    }
}

fn files_by(change: impl Fn(File) -> File, syntax: &'static str) -> Files {
    let writing = Writing {
        transfer_syntax: syntax,
        ..Writing::default()
    };
    let slice = |at| change(SERIES.slice_showing(at, shaded(at))).write(&writing);
    (0..9).map(|at| (format!("{at}"), slice(at))).collect()
}

#[test]
fn another_series_is_another() {
    let mut first = keeping(files());
    read_in(&mut first);
    wait(&mut first);
    let mut other = files();
    // One slice fewer.
    other.pop();
    let again = visit(first.storage.clone(), other);
    assert_eq!(
        (marks(&again).len(), again.state.kept.back.clone()),
        (0, None)
    );
}

#[test]
fn what_the_reader_did_meanwhile_stays() {
    let mut first = keeping(files());
    read_in(&mut first);
    wait(&mut first);

    let mut again = Performer::new();
    again.storage = first.storage.clone();
    again.drop_files(1, files());
    // As long as nothing is known of what the files hold, he has marked and turned.
    while again.state.is_loading() {
        again.answer();
        again.draw();
    }
    show(&mut again, 1);
    draw(&mut again, Kind::Ellipse, [10.0, 10.0], [30.0, 30.0]);
    again.act(Action::SetWindow {
        pane: PANE,
        center: 7.0,
        width: 70.0,
    });
    assert_eq!(marks(&again).len(), 1);
    again.settle();
    assert_eq!(marks(&again).len(), 4);
    assert_eq!(marks(&again)[0].shape.kind, Kind::Ellipse);
    assert_eq!(
        (again.slice(), look(&again).choice),
        (Some(2), WindowChoice::Dragged)
    );
    assert!(!look(&again).inverted);
    // And is kept with what was there.
    wait(&mut again);
    let third = visit(again.storage.clone(), files());
    assert_eq!(marks(&third).len(), 4);
}

#[test]
fn starting_fresh_is_undone_mark_for_mark() {
    let mut first = keeping(files());
    read_in(&mut first);
    wait(&mut first);
    let mut again = visit(first.storage.clone(), files());
    let before = marks(&again).to_vec();
    act(&mut again, KeptAction::StartFresh);
    assert_eq!(marks(&again), []);
    assert_eq!(look(&again).choice, WindowChoice::First);
    assert_eq!(again.state.kept.back, None);
    again.act(Action::Undo);
    assert_eq!(marks(&again), before);
    again.act(Action::Redo);
    again.act(Action::PreviousView { pane: PANE });
    assert_eq!(look(&again).choice, WindowChoice::Preset(2));
    assert_eq!(marks(&again), []);
}

#[test]
fn forgotten_nothing_is_left_and_nothing_comes_back() {
    let mut first = keeping(files());
    read_in(&mut first);
    wait(&mut first);
    act(&mut first, KeptAction::Forget);
    assert_eq!(
        (first.storage.records.len(), first.storage.is_on),
        (0, false)
    );
    assert!(first.state.kept.is_forgotten);
    show(&mut first, 2);
    wait(&mut first);
    first.send(Event::Kept(KeptEvent::Leaving));
    assert_eq!(first.storage.records.len(), 0);
    // What is on the screen stays.
    assert_eq!(marks(&first).len(), 3);
    let again = visit(first.storage.clone(), files());
    assert_eq!(marks(&again), []);
}

#[test]
fn switched_off_what_is_kept_stays_but_does_not_come_back() {
    let mut first = keeping(files());
    read_in(&mut first);
    act(&mut first, KeptAction::Switch { on: false });
    // What was done before is put away, and nothing after that.
    assert_eq!(first.storage.records.len(), 1);
    let kept = first.storage.records.clone();
    show(&mut first, 0);
    wait(&mut first);
    assert_eq!(first.storage.records, kept);
    let mut again = visit(first.storage.clone(), files());
    assert_eq!(marks(&again), []);
    act(&mut again, KeptAction::Open);
    assert_eq!(
        (again.state.kept.is_on, again.state.kept.count()),
        (false, 1)
    );
    act(&mut again, KeptAction::Forget);
    assert_eq!(again.storage.records.len(), 0);
}

#[test]
fn leaving_and_closing_lose_nothing() {
    let mut first = keeping(files());
    read_in(&mut first);
    first.send(Event::Kept(KeptEvent::Leaving));
    assert_eq!(first.storage.records.len(), 1);

    let mut second = keeping(files());
    read_in(&mut second);
    second.act(Action::CloseAll);
    wait(&mut second);
    assert_eq!(second.storage.records, first.storage.records);
    // Had again by undoing, no mark is there twice.
    second.act(Action::Undo);
    second.settle();
    assert_eq!(marks(&second).len(), 3);
}

#[test]
fn a_case_as_at_first_is_not_kept() {
    let mut viewer = keeping(files());
    wait(&mut viewer);
    let switched = [KeptEffect::Switch { on: true }];
    assert_eq!(viewer.storage.changes, switched);
    // And one from which all was taken again is no longer.
    draw(&mut viewer, Kind::Length, [20.0, 20.0], [40.0, 20.0]);
    wait(&mut viewer);
    assert_eq!(viewer.storage.records.len(), 1);
    viewer.act(Action::Undo);
    wait(&mut viewer);
    assert_eq!(viewer.storage.records.len(), 0);
}

#[test]
fn a_browser_that_refuses_is_said() {
    let storage = Storage {
        refuses: true,
        ..Storage::default()
    };
    let mut viewer = visit(storage, files());
    act(&mut viewer, KeptAction::Switch { on: true });
    assert!(viewer.state.kept.is_refused);
    assert!(!viewer.state.kept.is_on);
}

#[test]
fn records_of_other_versions_are_left_and_damaged_ones_are_said() {
    let mut first = keeping(files());
    read_in(&mut first);
    wait(&mut first);
    let name = first.storage.records.keys().next().unwrap().clone();

    let mut of_other = first.storage.clone();
    let newer = r#"{"version":99,"order":1,"record":{"shape":"unheard of"}}"#;
    of_other.records.insert(name.clone(), newer.to_owned());
    let mut viewer = visit(of_other, files());
    assert_eq!(
        (marks(&viewer).len(), viewer.state.kept.of_others()),
        (0, 1)
    );
    assert!(!viewer.state.kept.is_damaged);
    read_in(&mut viewer);
    wait(&mut viewer);
    assert_eq!(viewer.storage.records[&name], newer);

    let mut damaged = first.storage.clone();
    let half = first.storage.records[&name].split_at(200).0.to_owned();
    damaged.records.insert(name.clone(), half);
    let mut viewer = visit(damaged, files());
    assert_eq!(marks(&viewer).len(), 0);
    assert!(viewer.state.kept.is_damaged);
    read_in(&mut viewer);
    wait(&mut viewer);
    assert_eq!(viewer.storage.records.len(), 1);
    assert!(Record::read(&viewer.storage.records[&name]).is_ok());
}

#[test]
fn what_was_kept_first_goes_first() {
    let mut first = keeping(files());
    // Nine of them are more than there is room for.
    for (at, order) in (0..9).zip(1..) {
        let padding = " ".repeat(240 << 10);
        let text = format!(r#"{{"version":1,"order":{order},"record":{padding}null}}"#);
        first.storage.records.insert(format!("{at:064x}"), text);
    }
    let mut viewer = visit(first.storage.clone(), files());
    read_in(&mut viewer);
    wait(&mut viewer);
    let names: Vec<&String> = viewer.storage.records.keys().collect();
    assert!(!names.contains(&&format!("{:064x}", 0)));
    assert!(names.contains(&&format!("{:064x}", 8)));
    assert_eq!(names.len(), 9, "one has gone for the one that came");
}

#[test]
fn a_series_out_of_sight_is_shown_as_it_was_once_it_is_turned_to() {
    let mut both = files();
    let other = series(4).into_iter();
    both.extend(other.map(|(name, bytes)| (format!("b/{name}"), other_series(bytes))));
    let mut first = keeping(both.clone());
    first.act(Action::StepStack { pane: PANE, by: 1 });
    first.draw();
    let second = first.state.session.pane(PANE).unwrap().stack;
    show(&mut first, 3);
    first.act(Action::Invert { pane: PANE });
    wait(&mut first);
    let mut again = visit(first.storage.clone(), both);
    assert_ne!(again.state.session.pane(PANE).unwrap().stack, second);
    again.act(Action::StepStack { pane: PANE, by: 1 });
    again.settle();
    assert!(look(&again).inverted);
    assert_eq!(again.slice(), Some(4));
}

/// The same with another number of its series.
fn other_series(bytes: Vec<u8>) -> Vec<u8> {
    let from = b"2.25.1.1";
    let at = |bytes: &[u8]| bytes.windows(from.len()).position(|it| it == from);
    let mut bytes = bytes;
    while let Some(at) = at(&bytes) {
        bytes[at + from.len() - 1] = b'7';
    }
    bytes
}

#[test]
fn whatever_stands_in_storage_is_read_without_harm() {
    let mut first = keeping(files());
    read_in(&mut first);
    wait(&mut first);
    let (name, good) = first.storage.records.iter().next().unwrap();
    assert!(Record::read(good).is_ok() && good.len() < MOST_BYTES);
    let mut random = Random::new(23);
    let numbers = [
        "1e308",
        "-1e308",
        "1e999",
        "null",
        "-1",
        "4294967296",
        "\"\"",
        "[]",
        "255",
        "0",
    ];
    let (mut sound, mut refused) = (0, 0);
    for round in 0..3000 {
        let mut text = good.clone().into_bytes();
        let at = random.below(text.len());
        match round % 3 {
            0 => text[at] = random.below(256) as u8,
            1 => text.truncate(at),
            _ => replace_number(&mut text, at, numbers[random.below(10)]),
        }
        let text = String::from_utf8_lossy(&text).into_owned();
        match Record::read(&text) {
            Ok(_) => {
                sound += 1;
                // What is taken for sound does no harm on the screen.
                if sound % 25 == 0 {
                    let mut storage = first.storage.clone();
                    storage.records.insert(name.clone(), text);
                    visit(storage, files());
                }
            }
            Err(Unread::Damaged | Unread::OtherVersion) => refused += 1,
        }
    }
    assert!(
        sound > 100 && refused > 1000,
        "{sound} sound, {refused} refused"
    );
}

/// The number that begins at or behind a place becomes another.
fn replace_number(text: &mut Vec<u8>, from: usize, by: &str) {
    let is_digit = |byte: &u8| byte.is_ascii_digit() || b".-".contains(byte);
    let Some(start) = text.iter().skip(from).position(is_digit) else {
        return;
    };
    let start = from + start;
    let length = text[start..]
        .iter()
        .take_while(|byte| is_digit(byte))
        .count();
    text.splice(start..start + length, by.bytes());
}

/// What a stack is kept under.
fn fingerprint(files: Files) -> String {
    let mut viewer = keeping(files);
    viewer.act(Action::Invert { pane: PANE });
    wait(&mut viewer);
    let names: Vec<String> = viewer.storage.records.keys().cloned().collect();
    assert_eq!(names.len(), 1, "{names:?}");
    names.concat()
}

#[test]
fn a_real_series_has_the_fingerprint_that_pydicom_gives_it_in_every_archive() {
    let reference = include_str!("../data/fingerprint/reference.txt");
    let [name, count, expected] = reference.split_whitespace().collect::<Vec<_>>()[..] else {
        unreachable!("a line of three words");
    };
    let Some((zip, rar)) = shared(name).zip(shared("ct_chest_rar4.rar")) else {
        return;
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(&zip)).unwrap();
    let mut rar5 = Builder::new(ArchiveVersion::Rar50);
    let mut members = 0;
    for at in 0..archive.len() {
        let mut bytes = Vec::new();
        archive
            .by_index(at)
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        if !bytes.is_empty() {
            rar5.add_bytes(format!("{}", 99 - at).into_bytes(), bytes, None, None)
                .unwrap();
            members += 1;
        }
    }
    assert_eq!(members.to_string(), count);
    let rar5 = rar5.to_bytes().unwrap();
    for (name, bytes) in [("a.zip", zip), ("b.rar", rar), ("c.rar", rar5)] {
        assert_eq!(
            fingerprint(vec![(name.to_owned(), bytes)]),
            expected,
            "{name}"
        );
    }
}
