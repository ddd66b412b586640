//! The small pictures of the series: made once, last, and for nobody's delay.

use hounsfield::engine::{Event, Mark, PaneState};
use hounsfield::pixels::{Frame, GreyPath, Rescale, Thumbnail, Window};
use hounsfield::series::StackId;
use hounsfield::session::Action;
use hounsfield::workers::protocol::{Job, Task};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::{self, Series};

use crate::performer::Performer;
use crate::{PANE, file_bytes, series};

fn is_thumbnail(job: &Job) -> bool {
    matches!(job.task, Task::Thumbnail { .. })
}

fn waiting(viewer: &Performer) -> usize {
    let jobs = viewer.jobs.iter();
    jobs.filter(|(_, job, _)| is_thumbnail(job)).count()
}

/// Answers all but thumbnails.
fn read_all(viewer: &mut Performer) {
    while viewer.jobs.iter().any(|(_, job, _)| !is_thumbnail(job)) {
        viewer.answer();
    }
}

fn stacks(viewer: &Performer) -> Vec<StackId> {
    viewer.state.catalog.list().collect()
}

/// As [`series`] makes the first.
const fn series_of(number: u32, slices: usize) -> Series {
    Series {
        number,
        slices,
        side: 64,
        slice_mm: 3.0,
    }
}

fn other_series(slices: usize) -> Vec<(String, Vec<u8>)> {
    let series = series_of(2, slices);
    let files = (0..slices).map(|index| series.slice(index).write(&Writing::default()));
    let named = files.enumerate();
    named
        .map(|(n, bytes)| (format!("other/{n:04}.dcm"), bytes))
        .collect()
}

#[test]
fn the_middle_slice_at_its_first_window_once_all_is_decoded() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(9));
    while !viewer
        .marks
        .iter()
        .any(|mark| matches!(mark, Mark::AllDecoded { .. }))
    {
        assert_eq!(waiting(&viewer), 0, "asked for while files are read");
        assert!(viewer.answer());
    }
    assert_eq!(waiting(&viewer), 1);
    let stack = stacks(&viewer)[0];
    assert!(viewer.state.thumbnail(stack).is_none());
    viewer.settle();

    let middle = viewer.state.catalog.stack(stack).unwrap().frame(4).unwrap();
    let image = viewer.state.headers[&middle.file].image.as_ref().unwrap();
    let file = series_of(1, 9).slice(4).write(&Writing::default());
    let samples = &file[file.len() - 64 * 64 * 2..];
    let frame = Frame::new(samples, image.layout, image.shape).unwrap();
    let rescale = Rescale {
        slope: 1.0,
        intercept: f64::from(-ct::OFFSET),
        kind: None,
    };
    let path = GreyPath::new(Some(&rescale), Window::linear(-600.0, 1500.0));
    let expected = Thumbnail::of(&frame, Some(&path), 1.0);
    assert_eq!(**viewer.state.thumbnail(stack).unwrap(), expected);
    let greys = expected.rgba.chunks(4).map(|pixel| pixel[0]);
    assert!(greys.clone().max() > greys.min(), "an empty picture");

    viewer.act(Action::Scroll { pane: PANE, by: 1 });
    viewer.settle();
    assert_eq!(viewer.state.work.thumbnails, 1, "made twice");
}

#[test]
fn one_at_a_time_and_each_stack_once() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(5).into_iter().chain(other_series(6)).collect());
    read_all(&mut viewer);
    assert_eq!(waiting(&viewer), 1);
    viewer.answer();
    assert_eq!(waiting(&viewer), 1);
    viewer.settle();
    let ids = stacks(&viewer);
    assert_eq!(ids.len(), 2);
    assert!(ids.iter().all(|id| viewer.state.thumbnail(*id).is_some()));
    assert_eq!(viewer.state.work.thumbnails, 2);
}

#[test]
fn a_series_that_grows_keeps_its_picture_and_a_new_one_gets_its_own() {
    let mut viewer = Performer::new();
    let (first, more): (Vec<_>, Vec<_>) = series(12)
        .into_iter()
        .partition(|(path, _)| path.as_str() < "case/0006");
    viewer.drop_files(1, first);
    viewer.settle();
    let stack = stacks(&viewer)[0];
    let before = viewer.state.thumbnail(stack).unwrap().clone();
    viewer.drop_files(2, more);
    viewer.settle();
    assert_eq!(viewer.state.catalog.stack(stack).unwrap().len(), 12);
    assert_eq!(*viewer.state.thumbnail(stack).unwrap(), before);
    assert_eq!(viewer.state.work.thumbnails, 1);

    viewer.act(Action::SplitStack { stack, at: 6 });
    viewer.settle();
    let ids = stacks(&viewer);
    assert_eq!(ids.len(), 2);
    assert!(ids.iter().all(|id| viewer.state.thumbnail(*id).is_some()));
}

#[test]
fn closing_forgets_it() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(5));
    viewer.settle();
    let stack = stacks(&viewer)[0];
    let bytes = viewer.state.thumbnail(stack).unwrap().rgba.len() as u64;
    assert_eq!(viewer.state.memory().thumbnails, bytes);
    viewer.act(Action::CloseAll);
    assert!(viewer.state.thumbnail(stack).is_none());
    assert_eq!(viewer.state.memory().thumbnails, 0);
    viewer.drop_files(2, series(5));
    viewer.settle();
    assert_eq!(viewer.state.work.thumbnails, 2);
}

/// Its worker's death is nobody's problem: the frame itself can still be shown.
#[test]
fn what_cannot_be_made_is_not_asked_for_again() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(5));
    read_all(&mut viewer);
    let (worker, ..) = viewer.jobs[0];
    viewer.send(Event::WorkerFailed {
        worker,
        reason: "trap".to_owned(),
    });
    viewer.settle();
    assert_eq!(waiting(&viewer), 0);
    assert!(viewer.state.thumbnail(stacks(&viewer)[0]).is_none());
    assert!(viewer.state.problems.is_empty());
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Ready);
}

#[test]
fn a_frame_that_is_wanted_does_not_wait_for_it() {
    let mut viewer = Performer::new();
    viewer.act(Action::SetBudget {
        bytes: 12 * file_bytes(),
    });
    viewer.drop_files(1, series(60));
    read_all(&mut viewer);
    viewer.draw();
    assert_eq!(waiting(&viewer), 1);
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 0,
    });
    let asked = viewer.jobs.iter();
    let frames = asked.filter(|(_, job, _)| matches!(job.task, Task::Frame { .. }));
    assert!(frames.count() > 0);
}
