//! Stacks that are joined and split by hand: the pane stays with the slice that it shows.

use hounsfield::overlay::{self, Badge};
use hounsfield::series::{Stack, StackId};
use hounsfield::session::Action;

use xtask::synthetic::ct::Series;
use xtask::synthetic::{File, Writing};

use super::{PANE, Performer, series, show};

const SLICES: Series = Series {
    number: 1,
    slices: 9,
    side: 64,
    slice_mm: 3.0,
};

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

    let second = second.unwrap();
    let joinable = overlay::joinable(&viewer.state, second);
    assert_eq!(joinable.len(), 1);
    let first = joinable[0].0;
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

#[test]
fn the_number_that_the_file_gives_itself_is_told_where_it_is_another() {
    let first_line = |files: Vec<(String, Vec<u8>)>| {
        let mut viewer = Performer::new();
        viewer.drop_files(1, files);
        viewer.settle();
        show(&mut viewer, 3);
        viewer.settle();
        overlay::pane(&viewer.state, PANE).top_left.remove(0)
    };
    assert_eq!(first_line(series(9)), "4/9");
    let from_168 = (0..9).map(|index| {
        let number = (168 + index).to_string();
        let file = SLICES.slice(index).text(0x0020_0013, "IS", &number);
        (format!("case/{index}"), file.write(&Writing::default()))
    });
    assert_eq!(first_line(from_168.collect()), "4/9, file 171");
}

#[test]
fn badges_say_what_the_files_do_not() {
    let badges = |change: fn(File) -> File| {
        let files = (0..4).map(|index| {
            let file = change(SLICES.slice(index));
            (format!("case/{index}"), file.write(&Writing::default()))
        });
        let mut viewer = Performer::new();
        viewer.drop_files(1, files.collect());
        viewer.settle();
        let texts = overlay::pane(&viewer.state, PANE);
        (texts.badges, texts.sides.len())
    };
    assert_eq!(badges(|file| file), (vec![], 4));
    let no_rescale = badges(|file| file.without(0x0028_1052).without(0x0028_1053));
    assert_eq!(no_rescale, (vec![Badge::NoHu], 4));
    let no_orientation = badges(|file| file.without(0x0020_0037));
    assert_eq!(no_orientation, (vec![Badge::SideNotKnown], 0));
    // By names alone; what the rows run to is known all the same.
    let no_order = badges(|file| file.without(0x0020_0032).without(0x0020_0013));
    assert_eq!(no_order, (vec![Badge::OrderByFileName], 4));
}
