//! Stacks that are joined and split by hand: the pane stays with the slice that it shows.

use hounsfield::overlay;
use hounsfield::series::{Stack, StackId};
use hounsfield::session::Action;

use super::{PANE, Performer, series, show};

fn lengths(viewer: &Performer) -> Vec<usize> {
    viewer.state.catalog.stacks().map(Stack::len).collect()
}

fn shown(viewer: &Performer) -> (Option<StackId>, Option<usize>, Option<usize>) {
    let pane = viewer.state.session.pane(PANE);
    let texts = overlay::pane(&viewer.state, PANE);
    (pane.and_then(|pane| pane.stack), texts.slice, texts.slices)
}

#[test]
fn a_stack_is_split_where_it_is_shown_and_joined_again() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(20));
    viewer.settle();
    show(&mut viewer, 12);
    viewer.settle();
    let whole = viewer.state.session.pane(PANE).unwrap().stack.unwrap();
    let frame = viewer
        .state
        .session
        .pane(PANE)
        .unwrap()
        .look()
        .unwrap()
        .wanted;

    let at = overlay::shown_slice(&viewer.state, whole).unwrap();
    assert_eq!(at, 12);
    viewer.act(Action::SplitStack { stack: whole, at });
    viewer.draw();
    viewer.settle();
    assert_eq!(lengths(&viewer), [12, 8]);
    let (second, slice, slices) = shown(&viewer);
    assert_eq!((slice, slices), (Some(1), Some(8)));
    let items = overlay::series_list(&viewer.state);
    assert!(items.iter().all(|item| item.remarks == ["apart by hand"]));
    assert!(items.iter().all(|item| item.joinable.len() == 1));

    let second = second.unwrap();
    let first = viewer.state.catalog.stacks().next().unwrap().id;
    viewer.act(Action::JoinStacks {
        stack: second,
        with: first,
    });
    viewer.draw();
    viewer.settle();
    assert_eq!(lengths(&viewer), [20]);
    assert_eq!((shown(&viewer).1, shown(&viewer).2), (Some(13), Some(20)));
    let look = viewer.state.session.pane(PANE).unwrap().look().unwrap();
    assert_eq!(look.wanted, frame);

    // Nothing to split before the first slice, nor to join with itself.
    let stack = shown(&viewer).0.unwrap();
    viewer.act(Action::SplitStack { stack, at: 0 });
    viewer.act(Action::SplitStack { stack, at: 20 });
    viewer.act(Action::JoinStacks { stack, with: stack });
    assert_eq!(lengths(&viewer), [20]);
    viewer.act(Action::CloseAll);
    assert!(lengths(&viewer).is_empty());
}
