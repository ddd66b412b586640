//! Panes in rows: what they show when there are more of them, and which stay when there are fewer.

use hounsfield::engine::{DropId, Event, PaneState};
use hounsfield::overlay::{self, Row};
use hounsfield::series::StackId;
use hounsfield::session::{Action, PaneId};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::PANE;
use crate::performer::Performer;

/// One study of so many series; the first is the largest and opens.
fn study(series: u32) -> Performer {
    let mut viewer = Performer::new();
    let mut files = Vec::new();
    for number in 1..=series {
        let of = Series {
            number,
            slices: if number == 1 { 12 } else { 6 },
            side: 64,
            slice_mm: 3.0,
        };
        for at in 0..of.slices {
            let bytes = of.slice(at).write(&Writing::default());
            files.push((format!("case/{number}/{at:02}"), bytes));
        }
    }
    viewer.drop_files(1, files);
    viewer.settle();
    viewer
}

fn lay(viewer: &mut Performer, rows: usize, columns: usize) {
    viewer.act(Action::SetLayout { rows, columns });
    viewer.settle();
}

/// The series numbers of the panes, from the first; 0 of an empty one.
fn shown(viewer: &Performer) -> Vec<i32> {
    let number = |stack: StackId| viewer.state.catalog.stack(stack)?.series_number;
    let panes = viewer.state.session.panes.iter();
    panes
        .map(|pane| pane.stack.and_then(number).unwrap_or(0))
        .collect()
}

fn stack(viewer: &Performer, number: i32) -> StackId {
    let mut stacks = viewer.state.catalog.stacks();
    let found = stacks.find(|stack| stack.series_number == Some(number));
    found.unwrap().id
}

/// Corners of the panes that are drawn: left, top, right, bottom.
fn rects(viewer: &Performer) -> Vec<[u32; 4]> {
    let list = viewer.draws.last().unwrap();
    let rects = list.panes.iter().map(|pane| pane.rect);
    rects
        .map(|it| [it.x, it.y, it.x + it.width, it.y + it.height])
        .collect()
}

#[test]
fn more_panes_take_the_series_that_are_not_shown_and_the_rest_say_that_they_are_empty() {
    let mut viewer = study(3);
    assert_eq!(shown(&viewer), [1]);
    lay(&mut viewer, 2, 2);
    assert_eq!(shown(&viewer), [1, 2, 3, 0]);
    // 800 x 600 with gaps of 2.
    let expected = [[0, 0, 399, 299], [401, 0, 800, 299], [0, 301, 399, 600]];
    assert_eq!(rects(&viewer), expected);
    assert_eq!(viewer.state.pane_state(PaneId(3)), PaneState::Empty);
    let notice = overlay::pane(&viewer.state, PaneId(3)).notice.unwrap();
    assert!(notice.contains("drag a series here"), "{notice}");
    // In their middle, as series open.
    let picture = viewer.state.screen.picture(PaneId(1)).unwrap();
    assert_eq!((picture.slice, picture.slices), (3, 6));
}

#[test]
fn what_lies_behind_the_shown_series_comes_before_what_lies_ahead_of_it() {
    let mut viewer = study(3);
    let second = stack(&viewer, 2);
    viewer.act(Action::ShowStack {
        pane: PANE,
        stack: second,
    });
    lay(&mut viewer, 1, 3);
    assert_eq!(shown(&viewer), [2, 3, 1]);
}

#[test]
fn one_series_is_beside_itself_once_and_in_a_pane_of_its_own() {
    let mut viewer = study(1);
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 2,
    });
    lay(&mut viewer, 1, 3);
    assert_eq!(shown(&viewer), [1, 1, 0]);
    viewer.act(Action::Scroll {
        pane: PaneId(1),
        by: 4,
    });
    viewer.settle();
    let slices = [0, 1].map(|at| viewer.state.screen.picture(PaneId(at)).unwrap().slice);
    assert_eq!(slices, [2, 6]);
}

#[test]
fn fewer_panes_keep_what_is_looked_at() {
    let mut viewer = study(3);
    lay(&mut viewer, 2, 2);
    viewer.act(Action::Activate { pane: PaneId(2) });
    lay(&mut viewer, 1, 2);
    assert_eq!(shown(&viewer), [1, 3]);
    assert_eq!(viewer.state.session.active, PaneId(1));
    lay(&mut viewer, 1, 1);
    assert_eq!(shown(&viewer), [3]);
    assert_eq!(viewer.state.session.active, PANE);
    // Each step back brings the panes that it took, the others at what they show by now.
    viewer.act(Action::Scroll { pane: PANE, by: 2 });
    viewer.act(Action::Undo);
    viewer.settle();
    assert_eq!(shown(&viewer), [1, 3]);
    let slice = |viewer: &Performer, at| viewer.state.screen.picture(PaneId(at)).unwrap().slice;
    assert_eq!(slice(&viewer, 1), 5);
    viewer.act(Action::Undo);
    viewer.settle();
    assert_eq!(shown(&viewer), [1, 2, 3, 0]);
    assert_eq!(slice(&viewer, 2), 5);
    viewer.act(Action::Redo);
    assert_eq!(shown(&viewer), [1, 3]);
}

#[test]
fn layouts_end_at_three_by_three() {
    let mut viewer = study(2);
    lay(&mut viewer, 7, 0);
    assert_eq!(viewer.state.session.panes.len(), 3);
    lay(&mut viewer, 9, 9);
    assert_eq!(viewer.state.session.panes.len(), 9);
    assert_eq!(rects(&viewer)[1], [267, 0, 532, 198]);
}

#[test]
fn an_empty_pane_takes_what_is_put_into_it_and_the_next_study() {
    let mut viewer = study(1);
    lay(&mut viewer, 2, 2);
    let first = stack(&viewer, 1);
    viewer.act(Action::ShowStack {
        pane: PaneId(2),
        stack: first,
    });
    viewer.settle();
    assert_eq!(shown(&viewer), [1, 1, 1, 0]);
    let other = Series {
        number: 9,
        slices: 4,
        side: 64,
        slice_mm: 1.0,
    };
    let file = |at: usize| {
        let file = other.slice(at).text(0x0020_000D, "UI", "2.25.9");
        (format!("other/{at}"), file.write(&Writing::default()))
    };
    viewer.drop_files(2, (0..4).map(file).collect());
    viewer.settle();
    assert_eq!(shown(&viewer), [1, 1, 1, 9]);
}

#[test]
fn two_windows_beside_each_other_give_way_to_the_panes_that_were_there() {
    let mut viewer = study(3);
    lay(&mut viewer, 2, 2);
    viewer.act(Action::Activate { pane: PaneId(1) });
    viewer.act(Action::LungBesideMediastinum);
    viewer.settle();
    assert_eq!(shown(&viewer), [2, 2]);
    viewer.act(Action::Scroll { pane: PANE, by: 2 });
    viewer.act(Action::LungBesideMediastinum);
    viewer.settle();
    assert_eq!(shown(&viewer), [1, 2, 3, 0]);
    assert_eq!(viewer.state.session.active, PaneId(1));
    let picture = viewer.state.screen.picture(PaneId(1)).unwrap();
    assert_eq!(picture.slice, 5, "at the slice that was come to");
}

/// So many slices of a study of its own.
fn other_study(number: u32, slices: usize) -> Vec<(String, Vec<u8>)> {
    let of = Series {
        number,
        slices,
        side: 64,
        slice_mm: 1.0,
    };
    let file = |at: usize| {
        let uid = format!("2.25.{number}");
        let file = of.slice(at).text(0x0020_000D, "UI", &uid);
        (
            format!("other/{number}/{at}"),
            file.write(&Writing::default()),
        )
    };
    (0..slices).map(file).collect()
}

#[test]
fn what_is_dropped_over_a_pane_is_shown_there() {
    let mut viewer = study(3);
    lay(&mut viewer, 2, 2);
    viewer.begin_drop(2, other_study(8, 5));
    viewer.send(Event::DropAimed {
        drop: DropId(2),
        pane: PaneId(1),
    });
    viewer.send(Event::DropWalked(DropId(2)));
    viewer.settle();
    assert_eq!(shown(&viewer), [1, 8, 3, 0]);
    // A frozen pane keeps what it shows: it goes where it would have gone.
    viewer.act(Action::Freeze { pane: PaneId(1) });
    viewer.begin_drop(3, other_study(9, 4));
    viewer.send(Event::DropAimed {
        drop: DropId(3),
        pane: PaneId(1),
    });
    viewer.send(Event::DropWalked(DropId(3)));
    viewer.settle();
    assert_eq!(shown(&viewer), [1, 8, 3, 9]);
}

#[test]
fn over_an_only_pane_a_second_study_goes_to_the_right() {
    let mut viewer = study(1);
    viewer.begin_drop(2, other_study(8, 5));
    viewer.send(Event::DropAimed {
        drop: DropId(2),
        pane: PANE,
    });
    viewer.send(Event::DropWalked(DropId(2)));
    viewer.settle();
    assert_eq!(shown(&viewer), [1, 8]);
}

/// The list of series: headings of cases and studies, and series.
fn rows(viewer: &Performer) -> String {
    let letter = |row: Row| match row {
        Row::Case(_) => 'C',
        Row::Study(..) => 'S',
        Row::Series(_) => 's',
    };
    overlay::rows(&viewer.state)
        .into_iter()
        .map(letter)
        .collect()
}

#[test]
fn studies_of_one_case_have_headings_where_there_are_several() {
    let mut viewer = Performer::new();
    let mut files = other_study(8, 5);
    files.extend(other_study(9, 4));
    viewer.drop_files(1, files);
    viewer.settle();
    assert_eq!(rows(&viewer), "SsSs");
}

#[test]
fn a_study_is_put_into_a_pane_by_what_opens_best_of_it() {
    let mut viewer = study(3);
    assert_eq!(rows(&viewer), "sss");
    viewer.drop_files(2, other_study(8, 5));
    viewer.settle();
    assert_eq!(rows(&viewer), "CsssCs");
    viewer.act(Action::Activate { pane: PANE });
    let [third, eighth] = [3, 8].map(|number| stack(&viewer, number));
    viewer.act(Action::ShowStack {
        pane: PANE,
        stack: eighth,
    });
    // Of the first study the first series is the largest.
    viewer.act(Action::ShowStudy {
        pane: PaneId(1),
        stack: third,
    });
    viewer.settle();
    assert_eq!(shown(&viewer), [8, 1]);
}
