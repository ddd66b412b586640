//! Work of the page's thread is bounded: what one turn of it does, however much was dropped.

use hounsfield::workers::crew::JOBS_AHEAD;

use crate::performer::Performer;
use crate::{file_bytes, series, show};

/// Jobs that wait before a worker, for the two workers here.
const MESSAGES: usize = 2 * JOBS_AHEAD;

/// A pane's picture and the two beside it that are uploaded ahead, for both panes.
const FRAMES: u64 = 6;

fn is_bounded(viewer: &Performer) {
    let most = viewer.most;
    assert!(most.messages <= MESSAGES, "{most:?}");
    assert!(most.sample_bytes <= FRAMES * 64 * 64 * 2, "{most:?}");
    assert!(most.draws <= 1, "{most:?}");
}

#[test]
fn a_turn_does_the_same_little_for_a_hundred_files_and_for_two_thousand() {
    let mut most = Vec::new();
    for slices in [100, 2000] {
        let mut viewer = Performer::new();
        viewer.drop_files(1, series(slices));
        viewer.settle();
        for slice in [0, slices - 1, slices / 3] {
            show(&mut viewer, slice);
            viewer.settle();
        }
        is_bounded(&viewer);
        most.push(viewer.most);
    }
    assert_eq!(most[0], most[1], "more files, more work in a turn");
}

#[test]
fn a_turn_does_no_more_where_the_budget_is_short() {
    let mut viewer = Performer::new();
    viewer.act(hounsfield::session::Action::SetBudget {
        bytes: 40 * file_bytes(),
    });
    viewer.drop_files(1, series(400));
    viewer.settle();
    for slice in [0, 399, 200, 10] {
        show(&mut viewer, slice);
        viewer.settle();
    }
    is_bounded(&viewer);
}
