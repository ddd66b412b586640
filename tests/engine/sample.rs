//! The computed chest: opened like a drop, made again when it was given up.

use hounsfield::overlay::{self, Badge};
use hounsfield::sample::{FILE_BYTES, SLICES};
use hounsfield::session::{Action, PaneId};

use crate::performer::Performer;
use crate::{PANE, series, show};

fn is_stamped(viewer: &Performer) -> bool {
    let texts = overlay::pane(&viewer.state, PANE);
    texts.badges.contains(&Badge::Computed)
}

#[test]
fn the_sample_opens_in_the_middle_and_is_made_again_when_it_was_given_up() {
    let mut viewer = Performer::new();
    let budget = 6 * FILE_BYTES;
    viewer.act(Action::SetBudget { bytes: budget });
    viewer.act(Action::OpenSample);
    viewer.settle();
    let picture = viewer.state.screen.picture(PANE).unwrap();
    let slices = SLICES as usize;
    assert_eq!((picture.slice, picture.slices), (slices / 2, slices));
    for slice in [0, slices - 1, 7, 0] {
        show(&mut viewer, slice);
        viewer.settle();
        assert_eq!(viewer.slice(), Some(slice + 1));
        assert!(is_stamped(&viewer));
        assert!(viewer.state.memory().buffers <= budget);
    }
    assert!(viewer.state.problems.is_empty());
}

#[test]
fn it_opens_once_beside_what_is_open_and_closes_with_the_rest() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(3));
    viewer.settle();
    assert!(!is_stamped(&viewer));
    viewer.act(Action::OpenSample);
    viewer.act(Action::OpenSample);
    viewer.settle();
    assert_eq!(viewer.state.drops.len(), 2);
    assert_eq!(viewer.state.catalog.stacks().count(), 2);
    viewer.act(Action::OpenSample);
    viewer.settle();
    assert_eq!(viewer.state.drops.len(), 2);
    let right = overlay::pane(&viewer.state, PaneId(1));
    assert!(right.badges.contains(&Badge::Computed));
    viewer.act(Action::CloseAll);
    assert_eq!((viewer.held_bytes(), viewer.state.drops.len()), (0, 0));
}
