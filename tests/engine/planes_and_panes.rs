//! Planes come out of panes and go back into them: what those were, and what else is done meanwhile.

use hounsfield::engine::Refusal;
use hounsfield::overlay;
use hounsfield::session::{Action, PaneId};
use hounsfield::volume::Unfit;
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::performer::Performer;
use crate::{PANE, series};

const OTHER: PaneId = PaneId(1);
const CORONAL: PaneId = PaneId(1);

fn opened() -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(20));
    viewer.settle();
    viewer
}

fn shown(viewer: &Performer, pane: PaneId) -> (Option<usize>, Option<[f64; 2]>) {
    let texts = overlay::pane(&viewer.state, pane);
    (texts.slice, texts.window)
}

fn show(viewer: &mut Performer, pane: PaneId, slice: usize, digit: u8) {
    viewer.act(Action::ShowSlice { pane, slice });
    viewer.act(Action::Preset { pane, digit });
    viewer.draw();
}

/// Two panes of one series, the second of which is chosen.
fn two_panes() -> Performer {
    let mut viewer = opened();
    viewer.act(Action::SetLayout {
        rows: 1,
        columns: 2,
    });
    show(&mut viewer, PANE, 3, 1);
    show(&mut viewer, OTHER, 12, 2);
    viewer.act(Action::Activate { pane: OTHER });
    viewer
}

#[test]
fn the_pane_that_planes_came_from_takes_what_was_come_to_and_the_other_stays() {
    let mut viewer = two_panes();
    viewer.act(Action::Maximise { pane: OTHER });
    let before = shown(&viewer, PANE);
    viewer.act(Action::Planes);
    viewer.act(Action::Scroll { pane: PANE, by: 2 });
    viewer.act(Action::Preset {
        pane: CORONAL,
        digit: 3,
    });
    viewer.act(Action::Activate { pane: PANE });
    viewer.act(Action::Planes);
    viewer.draw();
    let session = &viewer.state.session;
    assert_eq!((session.panes.len(), session.active), (2, OTHER));
    assert!(session.maximised);
    assert_eq!(shown(&viewer, OTHER), (Some(15), Some([480.0, 2500.0])));
    viewer.act(Action::Maximise { pane: OTHER });
    viewer.draw();
    assert_eq!(shown(&viewer, PANE), before);
}

#[test]
fn windows_beside_each_other_are_so_again() {
    let mut viewer = opened();
    viewer.act(Action::LungBesideMediastinum);
    viewer.draw();
    let windows = [PANE, OTHER].map(|pane| shown(&viewer, pane).1);
    viewer.act(Action::Planes);
    viewer.act(Action::Scroll { pane: PANE, by: 2 });
    viewer.draw();
    viewer.act(Action::Planes);
    viewer.draw();
    let now = [PANE, OTHER].map(|pane| shown(&viewer, pane));
    assert_eq!(now.map(|(_, window)| window), windows);
    assert_eq!(now[0].0, now[1].0);
    assert!(viewer.state.session.beside.is_some());
}

#[test]
fn undoing_brings_the_view_back_and_no_slab_of_a_plane() {
    let mut viewer = opened();
    viewer.act(Action::Zoom {
        pane: PANE,
        factor: 3.0,
        at: [0.3, 0.6],
    });
    let view = |viewer: &Performer| {
        let look = viewer.state.session.panes[0].look().unwrap();
        (look.view, look.slab)
    };
    let before = view(&viewer);
    viewer.act(Action::Planes);
    viewer.draw();
    viewer.act(Action::NextSlab { pane: PANE });
    viewer.act(Action::Undo);
    viewer.draw();
    assert!(viewer.state.session.planes.is_none());
    assert_eq!(view(&viewer), before);
}

#[test]
fn another_series_is_shown_from_whichever_plane_it_is_asked_for() {
    let mut viewer = opened();
    let second = Series {
        number: 2,
        slices: 9,
        side: 64,
        slice_mm: 3.0,
    };
    viewer.act(Action::Planes);
    viewer.draw();
    let first = viewer.state.session.planes.as_ref().unwrap().stack;
    let files = (0..9).map(|at| {
        let bytes = second.slice(at).write(&Writing::default());
        (format!("other/{at}.dcm"), bytes)
    });
    viewer.drop_files(2, files.collect());
    viewer.settle();
    viewer.act(Action::SetLayout {
        rows: 1,
        columns: 1,
    });
    viewer.act(Action::ShowStack {
        pane: PANE,
        stack: first,
    });
    viewer.act(Action::Planes);
    viewer.act(Action::Activate { pane: CORONAL });
    viewer.draw();
    let other = viewer.state.catalog.list().find(|id| *id != first).unwrap();
    viewer.act(Action::ShowStack {
        pane: CORONAL,
        stack: other,
    });
    viewer.draw();
    assert_eq!(viewer.state.session.planes.as_ref().unwrap().stack, other);
    viewer.act(Action::Planes);
    assert_eq!(viewer.state.session.panes.len(), 1);
    assert_eq!(viewer.state.session.panes[0].stack, Some(other));
}

#[test]
fn what_is_closed_from_planes_is_opened_again_as_it_was_before_them() {
    let mut viewer = two_panes();
    viewer.act(Action::Planes);
    viewer.draw();
    viewer.act(Action::CloseAll);
    viewer.draw();
    assert_eq!(viewer.state.session.panes.len(), 1);
    viewer.act(Action::Reopen);
    viewer.settle();
    assert!(viewer.state.session.planes.is_none());
    assert_eq!(viewer.state.session.panes.len(), 2);
    let slices = [PANE, OTHER].map(|pane| shown(&viewer, pane).0);
    assert_eq!(slices, [Some(4), Some(13)]);
}

#[test]
fn a_slab_ends_with_the_body_that_it_is_of_and_says_so() {
    let mut viewer = opened();
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 0,
    });
    viewer.act(Action::NextSlab { pane: PANE });
    viewer.draw();
    assert_eq!(viewer.draws.last().unwrap().cuts.len(), 1);
    let stack = viewer.state.session.panes[0].stack.unwrap();
    viewer.act(Action::SplitStack { stack, at: 1 });
    viewer.draw();
    let refused = viewer.state.refused;
    assert_eq!(refused, Some(Refusal::Unfit(Unfit::OneSlice)));
    let list = viewer.draws.last().unwrap();
    assert_eq!((list.panes.len(), list.cuts.len()), (1, 0));
    assert!(viewer.volumes.is_empty());
}

#[test]
fn no_plane_stands_still_alone() {
    let mut viewer = opened();
    viewer.act(Action::Planes);
    viewer.act(Action::Freeze { pane: CORONAL });
    assert_eq!(viewer.state.refused, Some(Refusal::PlanesGoTogether));
    assert!(viewer.state.session.panes.iter().all(|pane| !pane.frozen));
}

/// A picture is made of what is on the GPU: no number stands for less than that.
#[test]
fn where_samples_are_not_held_any_more_the_probe_says_nothing() {
    let mut viewer = opened();
    viewer.act(Action::Planes);
    viewer.act(Action::StepSlab { pane: PANE, by: 26 });
    viewer.settle();
    let probed = |viewer: &mut Performer, at: [f64; 2]| {
        let at = Some(at);
        viewer.act(Action::PointAt { pane: PANE, at });
        viewer.draw();
        overlay::pane(&viewer.state, PANE).probe
    };
    let places = [[0.5, 0.5], [0.4, 0.6]];
    let whole = places.map(|at| probed(&mut viewer, at).unwrap().value);
    let slice = crate::file_bytes();
    viewer.act(Action::SetBudget { bytes: 41 * slice });
    viewer.settle();
    let held = |viewer: &Performer| {
        let stack = viewer.state.session.panes[0].stack.unwrap();
        let frames = viewer.state.catalog.stack(stack).unwrap().frames();
        frames.filter(|it| viewer.state.is_held(*it)).count()
    };
    assert!(held(&viewer) < 20, "{}", held(&viewer));
    assert_eq!(viewer.draws.last().unwrap().cuts[0].lookup.here, 20);
    for (at, value) in places.into_iter().zip(whole) {
        let now = probed(&mut viewer, at).map(|probe| probe.value);
        assert!(now.is_none() || now == Some(value), "{now:?}");
    }
}
