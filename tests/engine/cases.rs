//! Cases: what is dropped together is gone through one after another; the next is read ahead, what
//! is far rests, and nothing of it is forgotten.

use std::io::{Cursor, Write as _};

use hounsfield::copy::Choices;
use hounsfield::engine::{Door, DropId, Event};
use hounsfield::intake::FileId;
use hounsfield::marks::Kind;
use hounsfield::overlay::{self, CopyPanelStep, Row};
use hounsfield::session::{Action, CaseAction, CaseId, CopyAction, CopyScope, SegmentsShown, Tool};
use hounsfield::workers::protocol::Task;
use zip::write::SimpleFileOptions;

use crate::many_archives::{rar, slices, zip};
use crate::marks::drawn;
use crate::performer::Performer;
use crate::{PANE, file_bytes, show};

const SLICES: usize = 6;

fn solid(number: u32) -> (String, Vec<u8>) {
    let name = format!("p{number}.rar");
    (name, rar(slices(number, SLICES), true))
}

fn locked_zip(files: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options =
            SimpleFileOptions::default().with_aes_encryption(zip::AesMode::Aes256, "s3cret");
        writer.start_file(name, options).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Solid archives under a budget that holds two of them unpacked, with what is shown of one.
fn solids(count: u32) -> Performer {
    let mut viewer = Performer::new();
    let bytes = (3 * SLICES as u64 + 5) * file_bytes();
    viewer.act(Action::SetBudget { bytes });
    // Browsers give them in any order.
    viewer.drop_files(1, (1..=count).rev().map(solid).collect());
    settle_within_budget(&mut viewer);
    viewer
}

fn settle_within_budget(viewer: &mut Performer) {
    while viewer.answer() {
        viewer.draw();
        let memory = viewer.state.memory();
        assert!(memory.blobs <= memory.budget, "{memory:?}");
        assert_eq!(memory.blobs, viewer.kept_bytes());
    }
    viewer.draw();
}

fn step(viewer: &mut Performer, by: i32) {
    viewer.act(Action::StepCase { pane: PANE, by });
    settle_within_budget(viewer);
}

/// The number of the case that is on the screen, from 1.
fn case_on_screen(viewer: &Performer) -> Option<usize> {
    let picture = viewer.state.screen.picture(PANE)?;
    viewer.state.number_of(viewer.state.case_of(picture.stack)?)
}

fn read_cases(viewer: &Performer) -> usize {
    viewer.state.catalog.stacks().count()
}

fn path_on_screen(viewer: &Performer) -> &str {
    let picture = viewer.state.screen.picture(PANE).unwrap();
    viewer.state.path(picture.frame.file).unwrap()
}

#[test]
fn archives_are_cases_in_the_order_of_their_names_and_the_first_opens() {
    let viewer = solids(12);
    assert_eq!(viewer.state.cases.len(), 12);
    assert_eq!(case_on_screen(&viewer), Some(1));
    assert!(path_on_screen(&viewer).starts_with("p1.rar//"), "not p10");
    assert_eq!(viewer.state.session.panes.len(), 1);
    assert!(!viewer.state.is_loading());
    assert_eq!(overlay::reading(&viewer.state), None);
}

#[test]
fn the_next_case_is_read_ahead_as_far_as_memory_goes_and_none_asks_before_it_is_turned_to() {
    let mut viewer = solids(5);
    assert_eq!(read_cases(&viewer), 2, "the first and the next");
    assert_eq!(viewer.state.waiting_archives().count(), 0);
    for number in 2..=5 {
        step(&mut viewer, 1);
        assert_eq!(case_on_screen(&viewer), Some(number));
        let path = format!("p{number}.rar//");
        assert!(path_on_screen(&viewer).starts_with(&path));
        assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, SLICES);
    }
    step(&mut viewer, 1);
    assert_eq!(case_on_screen(&viewer), Some(5), "no case after the last");
    assert!(viewer.state.problems.is_empty());
}

#[test]
fn the_next_case_is_there_at_once_and_so_is_the_last() {
    let mut viewer = solids(3);
    viewer.act(Action::StepCase { pane: PANE, by: 1 });
    viewer.draw();
    // Nothing is asked for but frames: it was unpacked while the first was looked at.
    assert_eq!(viewer.state.called_in(PANE), None);
    assert!(
        viewer
            .jobs
            .iter()
            .all(|(_, job, _)| !matches!(job.task, Task::Unpack { .. }))
    );
    settle_within_budget(&mut viewer);
    viewer.act(Action::StepCase { pane: PANE, by: -1 });
    viewer.draw();
    assert!(
        viewer
            .jobs
            .iter()
            .all(|(_, job, _)| !matches!(job.task, Task::Unpack { .. }))
    );
    settle_within_budget(&mut viewer);
    assert_eq!(case_on_screen(&viewer), Some(1));
}

#[test]
fn a_case_that_rested_is_what_it_was() {
    let mut viewer = solids(4);
    viewer.act(Action::KeepTool {
        tool: Tool::Mark(Kind::Length),
    });
    let reach = 0.01;
    let (from, to) = ([0.4, 0.4], [0.6, 0.6]);
    viewer.act(Action::PressMark {
        pane: PANE,
        at: from,
        reach,
    });
    viewer.act(Action::DragMark { pane: PANE, at: to });
    viewer.act(Action::ReleaseMark {
        pane: PANE,
        at: to,
        reach,
    });
    viewer.draw();
    assert_eq!(drawn(&viewer).len(), 1);
    let before = viewer.state.screen.picture(PANE).unwrap().frame;
    for _ in 0..3 {
        step(&mut viewer, 1);
    }
    assert!(!viewer.state.is_held(before), "its bytes are given back");
    assert_eq!(
        viewer.state.catalog.stacks().count(),
        4,
        "its series is not"
    );
    let headers = |viewer: &Performer| {
        viewer
            .state
            .headers
            .keys()
            .copied()
            .collect::<Vec<FileId>>()
    };
    let known = headers(&viewer);
    for _ in 0..3 {
        step(&mut viewer, -1);
    }
    let after = viewer.state.screen.picture(PANE).unwrap().frame;
    assert_eq!(after, before, "the same slice of the same file");
    assert_eq!(headers(&viewer), known, "no header was read anew");
    assert_eq!(drawn(&viewer).len(), 1);
    for slice in 0..SLICES {
        show(&mut viewer, slice);
        settle_within_budget(&mut viewer);
        assert_eq!(viewer.slice(), Some(slice + 1));
    }
}

#[test]
fn what_is_too_large_by_itself_asks_when_it_is_turned_to() {
    let mut viewer = Performer::new();
    let bytes = (SLICES as u64 + 7) * file_bytes();
    viewer.act(Action::SetBudget { bytes });
    let large = ("p2.rar".to_owned(), rar(slices(2, 4 * SLICES), true));
    viewer.drop_files(1, vec![solid(1), large, solid(3)]);
    settle_within_budget(&mut viewer);
    assert_eq!(viewer.state.waiting_archives().count(), 0);
    step(&mut viewer, 1);
    let waiting: Vec<Door> = viewer.state.waiting_archives().map(|it| it.1).collect();
    assert!(
        matches!(waiting[..], [Door::Large { members: 24, .. }]),
        "{waiting:?}"
    );
    let archive = viewer.state.waiting_archives().next().unwrap().0;
    viewer.act(Action::Unpack { archive, every: 4 });
    settle_within_budget(&mut viewer);
    assert_eq!(case_on_screen(&viewer), Some(2));
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, SLICES);
    step(&mut viewer, 1);
    assert_eq!(case_on_screen(&viewer), Some(3));
}

#[test]
fn a_case_is_waited_for_until_it_is_there() {
    let mut viewer = Performer::new();
    let patients = (1..=30).map(|n| (format!("p{n:02}.zip"), zip(slices(n, SLICES))));
    viewer.drop_files(1, patients.collect());
    viewer.settle();
    // A collection is not read whole for nothing.
    assert_eq!(read_cases(&viewer), 20);
    let last = viewer.state.cases[29].id;
    viewer.act(Action::Cases(CaseAction::Show {
        pane: PANE,
        case: last,
    }));
    viewer.draw();
    assert_eq!(viewer.state.called_in(PANE), Some(last));
    assert_eq!(
        case_on_screen(&viewer),
        Some(1),
        "the picture stays until then"
    );
    let notice = overlay::pane(&viewer.state, PANE).notice;
    assert_eq!(notice.as_deref(), Some("Case 30 loading"));
    viewer.settle();
    assert_eq!(case_on_screen(&viewer), Some(30));
    assert_eq!(overlay::pane(&viewer.state, PANE).notice, None);
    assert_eq!(read_cases(&viewer), 21);
}

#[test]
fn folders_are_cases_and_those_that_nobody_came_near_are_not_read() {
    let mut viewer = Performer::new();
    let folder = |number: u32| {
        let named = slices(number, SLICES).into_iter();
        named.map(move |(name, bytes)| (format!("patient{number}/ct/{name}"), bytes))
    };
    viewer.drop_files(1, (1..=25).flat_map(folder).collect());
    assert_eq!(viewer.state.cases.len(), 25);
    viewer.settle();
    assert_eq!(case_on_screen(&viewer), Some(1));
    assert_eq!(viewer.state.work.jobs as usize, 20 * SLICES);
    // One folder is one case, whatever lies in it.
    let mut viewer = Performer::new();
    let one = (1..=3).flat_map(folder);
    viewer.drop_files(
        1,
        one.map(|(path, bytes)| (format!("disc/{path}"), bytes))
            .collect(),
    );
    viewer.settle();
    assert_eq!((viewer.state.cases.len(), read_cases(&viewer)), (1, 3));
}

#[test]
fn what_holds_no_image_is_gone_over_and_what_is_cancelled_leaves_the_others() {
    let mut viewer = Performer::new();
    let broken = ("p2.zip".to_owned(), b"PK\x03\x04 and no more".to_vec());
    let of = |n: u32| (format!("p{n}.zip"), zip(slices(n, SLICES)));
    viewer.drop_files(1, vec![of(1), broken, of(3)]);
    viewer.settle();
    assert_eq!(viewer.state.problems.len(), 1);
    step(&mut viewer, 1);
    assert_eq!(case_on_screen(&viewer), Some(3));
    step(&mut viewer, -1);
    assert_eq!(case_on_screen(&viewer), Some(1));

    let mut viewer = Performer::new();
    viewer.drop_files(1, (1..=30).map(of).collect());
    viewer.settle();
    let case = viewer.state.cases[24].id;
    viewer.act(Action::Cases(CaseAction::Show { pane: PANE, case }));
    assert!(overlay::reading(&viewer.state).is_some());
    viewer.act(Action::CancelLoading);
    viewer.settle();
    assert_eq!(viewer.state.cases.len(), 29);
    assert_eq!(viewer.state.called_in(PANE), None);
    assert_eq!(case_on_screen(&viewer), Some(1));
}

#[test]
fn shuffled_cases_are_all_there_and_come_back_into_their_order() {
    let mut viewer = solids(9);
    let order = |viewer: &Performer| {
        viewer
            .state
            .cases
            .iter()
            .map(|it| it.id.0)
            .collect::<Vec<_>>()
    };
    let sorted = order(&viewer);
    viewer.act(Action::Cases(CaseAction::Shuffle { seed: 4 }));
    let shuffled = order(&viewer);
    assert_ne!(shuffled, sorted);
    let mut again = shuffled.clone();
    again.sort_unstable();
    assert_eq!(again, sorted);
    viewer.act(Action::Cases(CaseAction::Shuffle { seed: 4 }));
    assert_eq!(order(&viewer), shuffled, "the same seed, the same order");
    // The way goes by the new order.
    let here = viewer.state.case_in(PANE).unwrap();
    let at = shuffled.iter().position(|id| *id == here.0).unwrap();
    let by = if at + 1 < shuffled.len() { 1 } else { -1 };
    step(&mut viewer, by);
    let there = at.checked_add_signed(by as isize).unwrap();
    assert_eq!(viewer.state.case_in(PANE), Some(CaseId(shuffled[there])));
    viewer.act(Action::Cases(CaseAction::Sort));
    assert_eq!(order(&viewer), sorted);
}

#[test]
fn a_blind_case_says_nothing_that_may_be_the_answer() {
    let mut viewer = solids(3);
    viewer.act(Action::Reveal { on: true });
    viewer.act(Action::ShowTags { on: true });
    viewer.act(Action::StepSegments);
    viewer.act(Action::Cases(CaseAction::Blind));
    assert!(!viewer.state.session.revealed && !viewer.state.session.shows_tags);
    assert_eq!(viewer.state.session.segments.shown, SegmentsShown::Off);
    viewer.act(Action::Reveal { on: true });
    viewer.act(Action::ShowTags { on: true });
    assert!(!viewer.state.session.revealed && !viewer.state.session.shows_tags);
    let titles = |viewer: &Performer| {
        let items = overlay::series_list(&viewer.state).into_iter();
        items.map(|item| item.title).collect::<Vec<_>>()
    };
    assert!(
        titles(&viewer).iter().all(|title| title == "Series 1"),
        "{:?}",
        titles(&viewer)
    );
    let rows = overlay::rows(&viewer.state);
    let headings = rows.iter().filter(|row| matches!(row, Row::Case(_)));
    let headings: Vec<String> = headings
        .map(|row| overlay::heading(&viewer.state, *row).title)
        .collect();
    assert_eq!(headings, ["Case 1", "Case 2", "Case 3"]);
    viewer.act(Action::Cases(CaseAction::Blind));
    assert!(titles(&viewer).iter().all(|title| title != "Series 1"));
}

#[test]
fn marks_of_before_are_hidden_in_a_blind_case_and_those_drawn_since_are_seen() {
    let mut viewer = solids(2);
    let draw = |viewer: &mut Performer, from: [f64; 2], to: [f64; 2]| {
        let reach = 0.01;
        viewer.act(Action::ChooseTool {
            tool: Tool::Mark(Kind::Length),
        });
        viewer.act(Action::PressMark {
            pane: PANE,
            at: from,
            reach,
        });
        viewer.act(Action::DragMark { pane: PANE, at: to });
        viewer.act(Action::ReleaseMark {
            pane: PANE,
            at: to,
            reach,
        });
        viewer.draw();
    };
    let seen = |viewer: &Performer| drawn(viewer).len();
    draw(&mut viewer, [0.4, 0.4], [0.6, 0.4]);
    viewer.act(Action::Cases(CaseAction::Blind));
    assert_eq!(
        (seen(&viewer), overlay::mark_list(&viewer.state).len()),
        (0, 0)
    );
    draw(&mut viewer, [0.4, 0.6], [0.6, 0.6]);
    assert_eq!(
        (seen(&viewer), overlay::mark_list(&viewer.state).len()),
        (1, 1)
    );
    step(&mut viewer, 1);
    step(&mut viewer, -1);
    assert_eq!(seen(&viewer), 0, "turned to anew, it is blind again");
    viewer.act(Action::ToggleMarks);
    assert_eq!(seen(&viewer), 2);
}

#[test]
fn a_drop_that_is_given_up_while_it_is_walked_leaves_no_case() {
    let mut viewer = Performer::new();
    viewer.begin_drop(1, vec![solid(1), solid(2)]);
    viewer.act(Action::CancelLoading);
    viewer.send(Event::DropWalked(DropId(1)));
    viewer.settle();
    assert!(viewer.state.cases.is_empty() && viewer.state.drops.is_empty());
    assert!(!viewer.state.has_something_to_show());
}

#[test]
fn a_copy_of_all_cases_unpacks_again_what_rests() {
    let mut viewer = solids(4);
    for _ in 0..3 {
        step(&mut viewer, 1);
    }
    // As archives, two of the four are here.
    assert_eq!(viewer.kept_bytes() / file_bytes(), 2 * SLICES as u64);
    viewer.act(Action::Copy(CopyAction::Open));
    viewer.act(Action::Copy(CopyAction::Choose {
        scope: CopyScope::All,
        choices: Choices::default(),
    }));
    viewer.settle();
    let panel = overlay::copy_panel(&viewer.state).unwrap();
    assert_eq!(panel.step, CopyPanelStep::Ready);
    let tally = viewer.state.copy.as_ref().unwrap().tally();
    let burned_in = tally.burned_in.counts().iter().sum::<u32>();
    assert_eq!(burned_in as usize, 4 * SLICES);
    assert!(viewer.state.problems.is_empty());
    assert_eq!(viewer.state.waiting_archives().count(), 0);
    assert_eq!(case_on_screen(&viewer), Some(4));
}

#[test]
fn where_the_first_case_shows_nothing_the_next_one_is_shown() {
    let of = |n: u32| (format!("p{n}.zip"), zip(slices(n, SLICES)));
    let broken = ("p0.zip".to_owned(), b"PK\x03\x04 and no more".to_vec());
    let locked = ("p0.zip".to_owned(), locked_zip(slices(9, SLICES)));
    for first in [broken, locked] {
        let mut viewer = Performer::new();
        viewer.drop_files(1, vec![first, of(1), of(2)]);
        viewer.settle();
        assert_eq!(case_on_screen(&viewer), Some(2));
        assert_eq!(read_cases(&viewer), 2);
    }
    // An archive that is loose beside a folder, too.
    let mut viewer = Performer::new();
    let named = slices(1, SLICES).into_iter();
    let mut files = vec![("p0.zip".to_owned(), locked_zip(slices(9, SLICES)))];
    files.extend(named.map(|(name, bytes)| (format!("patient/{name}"), bytes)));
    viewer.drop_files(1, files);
    viewer.settle();
    assert_eq!(case_on_screen(&viewer), Some(2));
    let archive = viewer.state.waiting_archives().next().unwrap().0;
    let password = "s3cret".to_owned();
    viewer.send(Event::Password { archive, password });
    viewer.settle();
    assert_eq!(read_cases(&viewer), 2);
    assert_eq!(case_on_screen(&viewer), Some(2), "what is read stays");
}
