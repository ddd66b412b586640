//! Whole stories through `engine`, without a browser: a load, scrolling, eviction, cancelling,
//! workers and devices that are lost.

#![expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    reason = "a test ends where it cannot go on, and its files are small"
)]

mod across;
mod archives;
mod broken;
mod cases;
mod class;
mod compressed;
mod copy;
mod desk;
mod faults;
mod grey;
mod grey_holds;
mod hu_offer;
mod kept;
mod kept_bodies;
mod kept_records;
mod large;
mod layouts;
mod lesson;
mod links;
mod links_hold;
mod lung;
mod many_archives;
mod marks;
mod masks_on_planes;
mod measure;
mod measure_faults;
mod measure_planes;
#[path = "../memory/mod.rs"]
mod memory;
mod objects;
mod opening;
mod over_image;
mod performer;
mod pet;
mod planes;
mod planes_and_panes;
mod privacy;
mod rendering;
mod reopening;
mod sample;
mod segments;
mod sizes;
mod spacing_offer;
mod stacks;
mod tags;
mod thumbnails;
mod turns;
mod undoing;
mod way;
mod windows;
mod wipe;

use hounsfield::engine::{DropId, Mark, PaneState};
use hounsfield::overlay;
use hounsfield::session::{Action, PaneId};
use performer::Performer;
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;
use xtask::synthetic::random::Random;

const PANE: PaneId = PaneId(0);

/// So many slices of 64 x 64, in an order of names that says nothing.
fn series(slices: usize) -> Vec<(String, Vec<u8>)> {
    let series = Series {
        number: 1,
        slices,
        side: 64,
        slice_mm: 3.0,
    };
    let mut files: Vec<Vec<u8>> = (0..slices)
        .map(|index| series.slice(index).write(&Writing::default()))
        .collect();
    Random::new(7).shuffle(&mut files);
    let named = files.into_iter().enumerate();
    named
        .map(|(n, bytes)| (format!("case/{n:04}.dcm"), bytes))
        .collect()
}

fn file_bytes() -> u64 {
    series(1)[0].1.len() as u64
}

fn show(performer: &mut Performer, slice: usize) {
    performer.act(Action::ShowSlice { pane: PANE, slice });
    performer.draw();
}

#[test]
fn a_drop_is_read_once_and_shown() {
    let mut viewer = Performer::new();
    let files = series(20);
    let bytes: u64 = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    viewer.drop_files(1, files);
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Loading);
    viewer.settle();

    assert_eq!(viewer.state.pane_state(PANE), PaneState::Ready);
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 20);
    assert_eq!(
        (viewer.state.work.jobs, viewer.state.work.bytes_read),
        (20, bytes)
    );
    assert_eq!(viewer.held_bytes(), bytes);
    let drop = DropId(1);
    let all = Mark::AllDecoded {
        drop,
        held: 20,
        total: 20,
    };
    assert_eq!(
        viewer.marks,
        [Mark::Drop { drop }, Mark::FirstImage { drop }, all]
    );
    assert!(viewer.state.problems.is_empty());
}

#[test]
fn progress_is_told_in_files_and_at_the_end_nothing() {
    let mut viewer = Performer::new();
    assert_eq!(overlay::reading(&viewer.state), None);
    viewer.drop_files(1, series(9));
    for read in 0..9 {
        assert_eq!(overlay::reading(&viewer.state), Some((read, 9)));
        assert!(viewer.answer());
    }
    assert_eq!(overlay::reading(&viewer.state), None);
}

#[test]
fn the_picture_stays_while_its_number_changes() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(9));
    viewer.answer();
    viewer.draw();
    let first = viewer.state.screen.picture(PANE).unwrap().frame;
    let mut numbers = vec![viewer.slice()];
    while viewer.answer() {
        viewer.draw();
        assert_eq!(viewer.state.screen.picture(PANE).unwrap().frame, first);
        numbers.push(viewer.slice());
    }
    assert_eq!(viewer.draws.len(), 1, "the same picture was drawn again");
    assert!(
        numbers.iter().any(|number| *number != numbers[0]),
        "{numbers:?}"
    );
}

#[test]
fn a_slice_is_uploaded_once_and_windows_upload_nothing() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(5));
    viewer.settle();
    for slice in [0, 1, 2, 3, 4, 3, 2, 1, 0] {
        show(&mut viewer, slice);
        assert_eq!(viewer.slice(), Some(slice + 1));
    }
    assert_eq!(viewer.uploads, 5);
    let draws = viewer.draws.len();
    for digit in [2, 3, 4, 0] {
        viewer.act(Action::Preset { pane: PANE, digit });
        viewer.draw();
    }
    assert_eq!((viewer.uploads, viewer.draws.len()), (5, draws + 4));
    viewer.draw();
    assert_eq!(
        viewer.draws.len(),
        draws + 4,
        "nothing has changed, and it was drawn"
    );
}

#[test]
fn texts_are_of_the_picture_that_is_drawn() {
    let mut viewer = Performer::new();
    viewer.act(Action::SetBudget {
        bytes: 2 * file_bytes(),
    });
    viewer.drop_files(1, series(30));
    viewer.settle();
    show(&mut viewer, 0);
    viewer.settle();
    show(&mut viewer, 29);
    // The decoder has not answered: the old slice stays, with its own texts.
    let texts = overlay::pane(&viewer.state, PANE);
    assert_eq!(
        (texts.state, texts.slice, texts.wanted),
        ("loading", Some(1), Some(30))
    );
    assert_eq!(texts.top_left[0], "1/30");
    viewer.settle();
    let texts = overlay::pane(&viewer.state, PANE);
    assert_eq!(
        (texts.state, texts.slice, texts.wanted),
        ("ready", Some(30), Some(30))
    );
}

#[test]
fn any_slice_is_reached_within_the_budget() {
    let mut viewer = Performer::new();
    let budget = 10 * file_bytes();
    viewer.act(Action::SetBudget { bytes: budget });
    viewer.drop_files(1, series(60));
    viewer.settle();
    for slice in [0, 59, 30, 31, 32, 5, 58] {
        show(&mut viewer, slice);
        while viewer.answer() {
            let memory = viewer.state.memory();
            assert_eq!(memory.buffers, viewer.held_bytes());
            assert!(memory.buffers <= budget, "{memory:?}");
        }
        viewer.draw();
        assert_eq!(viewer.slice(), Some(slice + 1));
    }
    let Some(Mark::AllDecoded { held, total, .. }) = viewer.marks.last() else {
        panic!()
    };
    assert!(*held < 10 && *total == 60);
}

#[test]
fn cancelling_leaves_memory_as_it_was_and_decodes_no_more() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(4));
    viewer.settle();
    let (held, memory) = (viewer.held_bytes(), viewer.state.memory().buffers);
    viewer.drop_files(2, series(40));
    for _ in 0..10 {
        viewer.answer();
        viewer.draw();
    }
    assert!(viewer.held_bytes() > held);
    let jobs_done = viewer.state.work.jobs;
    viewer.act(Action::CancelLoading);
    viewer.settle();

    assert!(viewer.jobs.is_empty());
    assert_eq!(viewer.state.work.jobs, jobs_done);
    assert_eq!(
        (viewer.held_bytes(), viewer.state.memory().buffers),
        (held, memory)
    );
    assert!(!viewer.state.is_loading());
    assert_eq!(viewer.workers.len(), 2, "ended workers are replaced");
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 4);
}

#[test]
fn a_late_answer_to_what_was_given_up_is_dropped_with_its_buffer() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(6));
    let late = viewer.jobs.clone();
    viewer.act(Action::CancelLoading);
    viewer.jobs = late;
    while viewer.answer() {}
    assert_eq!((viewer.held_bytes(), viewer.state.memory().buffers), (0, 0));
    assert!(viewer.state.problems.is_empty());
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Empty);
}

#[test]
fn closing_all_gives_everything_back() {
    let mut viewer = Performer::new();
    for drop in 1..=3 {
        viewer.drop_files(drop, series(8));
        viewer.settle();
    }
    viewer.act(Action::CloseAll);
    viewer.settle();
    let memory = viewer.state.memory();
    assert_eq!(
        (viewer.held_bytes(), memory.buffers, memory.textures),
        (0, 0, 0)
    );
    assert!(viewer.textures.is_empty());
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Empty);
}

#[test]
fn two_panes_show_two_windows_of_one_slice_from_one_upload() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(3));
    viewer.settle();
    let uploads = viewer.uploads;
    viewer.act(Action::SetLayout {
        rows: 1,
        columns: 2,
    });
    viewer.act(Action::Preset {
        pane: PaneId(1),
        digit: 2,
    });
    viewer.draw();
    let list = viewer.draws.last().unwrap();
    assert_eq!(list.panes.len(), 2);
    assert_eq!(list.panes[0].frame, list.panes[1].frame);
    assert_ne!(list.panes[0].content, list.panes[1].content);
    assert_eq!(viewer.uploads, uploads);
}

#[test]
fn the_probe_reads_the_voxel_under_the_pointer() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(1));
    viewer.settle();
    viewer.act(Action::PointAt {
        pane: PANE,
        at: Some([0.5, 0.5]),
    });
    let texts = overlay::pane(&viewer.state, PANE);
    let probe = texts.probe.unwrap();
    assert_eq!(
        (probe.column, probe.row, probe.unit.as_str()),
        (32, 32, "HU")
    );
    let bytes = &series(1)[0].1;
    let samples = &bytes[bytes.len() - 64 * 64 * 2..];
    let at = (32 * 64 + 32) * 2;
    let stored = i32::from(u16::from_le_bytes([samples[at], samples[at + 1]]));
    assert_eq!(probe.value, (stored - 1024).to_string());
    viewer.act(Action::PointAt {
        pane: PANE,
        at: None,
    });
    assert_eq!(overlay::pane(&viewer.state, PANE).probe, None);
}
