//! Views and marks kept from visit to visit: off until asked for, put away, found again by what the files
//! hold, whatever the reader did meanwhile, and forgotten.

use hounsfield::engine::{Event, KeptEffect, KeptEvent};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::marks::{Colour, Kind, Mark};
use hounsfield::session::{Action, KeptAction, Look, MarkAction, WindowChoice};
use xtask::synthetic::{File, Writing, ct};

use crate::archives::zip_of;
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

pub type Files = Vec<(String, Vec<u8>)>;

/// What `marks` looks at, an image a file.
pub fn files() -> Files {
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
pub fn visit(storage: Storage, files: Files) -> Performer {
    let mut viewer = Performer::new();
    viewer.storage = storage;
    viewer.drop_files(1, files);
    viewer.settle();
    viewer
}

/// Switched on, with the files open.
pub fn keeping(files: Files) -> Performer {
    let mut viewer = visit(Storage::default(), files);
    act(&mut viewer, KeptAction::Switch { on: true });
    viewer
}

/// A line and a rectangle on two slices, and a window.
pub fn read_in(viewer: &mut Performer) {
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

pub fn wait(viewer: &mut Performer) {
    viewer.draw();
    viewer.wait(PAUSE_MS);
    viewer.settle();
}

pub fn marks(viewer: &Performer) -> &[Mark] {
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

pub fn files_by(change: impl Fn(File) -> File, syntax: &'static str) -> Files {
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
