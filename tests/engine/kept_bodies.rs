//! What is kept of stacks that are looked at as bodies: planes through them, and renderings; what older records
//! lack; and that a fresh start takes all of it back.

use hounsfield::engine::kept::record::{Record, Unread};
use hounsfield::rendering::Preset;
use hounsfield::session::rendering::Face;
use hounsfield::session::{Action, KeptAction, Look, PaneId, RenderingAction};
use hounsfield::viewport::View;
use hounsfield::volume::{Axes, Projection, Slab};
use serde_json::Value;
use xtask::synthetic::{File, Writing};

use crate::PANE;
use crate::hu_offer::without_rescale;
use crate::kept::{Files, files, keeping, visit, wait};
use crate::marks::{SERIES, disc, show};
use crate::performer::{Performer, Storage};

const CORONAL: PaneId = PaneId(1);

fn look(viewer: &Performer, pane: PaneId) -> &Look {
    viewer.state.session.pane(pane).unwrap().look().unwrap()
}

/// Turned planes away from the middle, a slab in one of them, another magnified, the mediastinum.
fn in_planes(viewer: &mut Performer) {
    show(viewer, 3);
    viewer.act(Action::Planes);
    viewer.draw();
    viewer.act(Action::PlaceCrosshair {
        pane: PANE,
        at: [0.4, 0.55],
    });
    viewer.act(Action::TurnPlanes {
        pane: PANE,
        degrees: 10.0,
    });
    viewer.act(Action::NextSlab { pane: CORONAL });
    viewer.act(Action::Zoom {
        pane: PaneId(2),
        factor: 2.0,
        at: [0.5, 0.5],
    });
    viewer.act(Action::Preset {
        pane: CORONAL,
        digit: 2,
    });
    viewer.draw();
}

fn kept_text(viewer: &Performer) -> String {
    let records: Vec<&String> = viewer.storage.records.values().collect();
    assert_eq!(records.len(), 1);
    records[0].clone()
}

fn start_fresh(viewer: &mut Performer) {
    viewer.act(Action::Kept(KeptAction::StartFresh));
    viewer.settle();
}

#[test]
fn planes_come_back_as_they_were_turned_with_their_slabs() {
    let mut first = keeping(files());
    in_planes(&mut first);
    let planes = first.state.session.planes.clone().unwrap();
    wait(&mut first);

    let mut again = visit(first.storage.clone(), files());
    let back = again.state.session.planes.clone().unwrap();
    for axis in 0..3 {
        assert!((back.at_mm[axis] - planes.at_mm[axis]).abs() < 1e-9);
    }
    let far = |a: [f64; 3], b: [f64; 3]| (0..3).map(|axis| (a[axis] - b[axis]).abs()).sum::<f64>();
    assert!(far(back.axes.back, planes.axes.back) < 1e-9);
    assert!(far(back.axes.back, Axes::default().back) > 0.1);
    assert_eq!(again.state.session.active, first.state.session.active);
    assert_eq!(
        [0, 1, 2].map(|at| look(&again, PaneId(at)).slab),
        [None, Some(Slab::FIRST), None]
    );
    assert_eq!(Slab::FIRST.projection, Projection::Mip);
    assert_ne!(look(&again, PaneId(2)).view, View::default());
    let window = look(&again, CORONAL).window.as_ref().unwrap();
    assert!((window.center - 40.0).abs() + (window.width - 400.0).abs() < 1e-9);
    assert_eq!(again.draws.last().unwrap().cuts.len(), 3);
    // Left, the slice is there that lies where they met.
    again.act(Action::Planes);
    again.draw();
    assert_eq!(again.slice(), Some(4));
    assert_eq!(look(&again, PANE).view, View::default());
    wait(&mut again);
    let third = visit(again.storage.clone(), files());
    assert!(third.state.session.planes.is_none());
    assert_eq!(third.slice(), Some(4));
}

#[test]
fn a_rendering_comes_back_with_its_preset_its_camera_and_what_is_cut_away() {
    let mut first = keeping(files());
    let pane = PANE;
    let face = Face::ALL[0];
    for action in [
        RenderingAction::Toggle { pane },
        RenderingAction::Choose {
            pane,
            preset: Preset::Lung,
        },
        RenderingAction::Turn {
            pane,
            by: [40.0, 15.0],
        },
        RenderingAction::Shift { pane, to: 25.0 },
        RenderingAction::Cut {
            pane,
            face,
            to: 0.25,
        },
        RenderingAction::Light { pane },
    ] {
        first.act(Action::Rendering(action));
    }
    first.draw();
    let rendering = look(&first, PANE).rendering.clone().unwrap();
    assert!((rendering.clip[0][0] - 0.25).abs() < 1e-9 && !rendering.is_lit);
    wait(&mut first);
    let again = visit(first.storage.clone(), files());
    assert_eq!(look(&again, PANE).rendering.as_ref(), Some(&rendering));
    assert_eq!(again.draws.last().unwrap().rays.len(), 1);
    assert_eq!(again.storage.changes.len(), first.storage.changes.len());
}

#[test]
fn records_from_before_planes_and_renderings_were_kept_are_read() {
    let mut first = keeping(files());
    first.act(Action::Invert { pane: PANE });
    wait(&mut first);
    let text = kept_text(&first);
    let mut older: Value = serde_json::from_str(&text).unwrap();
    let view = older["record"]["view"].as_object_mut().unwrap();
    for part in ["rendering", "planes"] {
        assert_eq!(view.remove(part), Some(Value::Null));
    }
    let read = Record::read(&older.to_string()).unwrap();
    assert_eq!(read, Record::read(&text).unwrap());
    let mut storage = first.storage.clone();
    for record in storage.records.values_mut() {
        *record = older.to_string();
    }
    assert!(look(&visit(storage, files()), PANE).inverted);
}

#[test]
fn planes_and_renderings_that_nobody_could_have_are_damage() {
    let mut first = keeping(files());
    first.act(Action::Rendering(RenderingAction::Toggle { pane: PANE }));
    in_planes(&mut first);
    wait(&mut first);
    let text = kept_text(&first);
    assert!(Record::read(&text).is_ok());
    let rendered = {
        let mut viewer = keeping(files());
        viewer.act(Action::Rendering(RenderingAction::Toggle { pane: PANE }));
        wait(&mut viewer);
        kept_text(&viewer)
    };
    for (text, place, by) in [
        (&text, "/planes/axes/left/0", 5.0.into()),
        (&text, "/planes/at_mm/2", 1e300.into()),
        (&text, "/planes/active", 3.into()),
        (&text, "/planes/planes/1/slab/mm", (-1.0).into()),
        (&rendered, "/rendering/shift", 1e9.into()),
        (&rendered, "/rendering/camera/above", 1e300.into()),
        (&rendered, "/rendering/clip/1/0", 1.0.into()),
    ] {
        let mut changed: Value = serde_json::from_str(text).unwrap();
        let view = &mut changed["record"]["view"];
        *view
            .pointer_mut(place)
            .unwrap_or_else(|| unreachable!("{place}")) = by;
        assert_eq!(
            Record::read(&changed.to_string()),
            Err(Unread::Damaged),
            "{place}"
        );
    }
}

#[test]
fn what_is_no_body_any_more_is_shown_by_its_slices() {
    let mut first = keeping(files());
    in_planes(&mut first);
    wait(&mut first);
    // The same values without their places.
    let bare = changed(|file| file.without(0x0020_0032));
    let again = visit(first.storage.clone(), bare);
    assert!(again.state.session.planes.is_none());
    assert_eq!(again.state.refused, None);
    assert_eq!(again.slice(), Some(4));
}

/// The files of `kept`, changed.
fn changed(change: impl Fn(File) -> File) -> Files {
    let slice = |at: usize| {
        let mut samples = disc();
        samples[0] = u8::try_from(at).unwrap();
        let file = change(SERIES.slice_showing(at, samples));
        (format!("{at}"), file.write(&Writing::default()))
    };
    (0..9).map(slice).collect()
}

#[test]
fn a_fresh_start_leaves_planes_and_renderings() {
    let mut first = keeping(files());
    in_planes(&mut first);
    wait(&mut first);
    let mut again = visit(first.storage.clone(), files());
    assert!(again.state.session.planes.is_some());
    start_fresh(&mut again);
    again.draw();
    assert!(again.state.session.planes.is_none());
    let shown = look(&again, PANE);
    assert_eq!((shown.slab, shown.view), (None, View::default()));
    wait(&mut again);
    assert!(
        visit(again.storage.clone(), files())
            .state
            .session
            .planes
            .is_none()
    );

    let mut first = keeping(files());
    first.act(Action::Rendering(RenderingAction::Toggle { pane: PANE }));
    wait(&mut first);
    let mut again = visit(first.storage.clone(), files());
    start_fresh(&mut again);
    assert_eq!(look(&again, PANE).rendering, None);
}

#[test]
fn a_fresh_start_takes_back_what_was_assumed() {
    let bare = || changed(|file| without_rescale(file).without(0x0020_0032));
    let mut first = keeping(bare());
    let stack = look_at(&first);
    let offset = Some(-1024);
    first.act(Action::AssumeHu { stack, offset });
    let mm = Some(3.0);
    first.act(Action::AssumeSpacing { stack, mm });
    wait(&mut first);

    let mut again = visit(first.storage.clone(), bare());
    let stack = look_at(&again);
    let assumed = |viewer: &Performer| {
        let session = &viewer.state.session;
        let spacing = session.assumed_spacing.contains_key(&stack);
        (session.assumed.get(&stack).copied(), spacing)
    };
    assert_eq!(assumed(&again), (Some(-1024), true));
    start_fresh(&mut again);
    assert_eq!(assumed(&again), (None, false));
    wait(&mut again);
    assert_eq!(again.storage.records.len(), 0);
    assert_eq!(
        assumed(&visit(again.storage.clone(), bare())),
        (None, false)
    );
}

fn look_at(viewer: &Performer) -> hounsfield::series::StackId {
    viewer.state.session.pane(PANE).unwrap().stack.unwrap()
}

#[test]
fn what_was_only_turned_to_is_not_kept() {
    let mut both = files();
    let other = changed(|file| {
        file.text(0x0020_000E, "UI", "2.25.1.9")
            .text(0x0020_0011, "IS", "9")
    });
    // Of other values, so that it is another series.
    both.extend(
        other
            .into_iter()
            .skip(1)
            .map(|(name, bytes)| (format!("b/{name}"), bytes)),
    );
    let mut viewer = keeping(both);
    assert_eq!(viewer.state.catalog.list().count(), 2);
    for by in [1, -1, 1] {
        viewer.act(Action::StepStack { pane: PANE, by });
        viewer.draw();
        wait(&mut viewer);
    }
    assert_eq!(viewer.storage.records, Storage::default().records);
    viewer.act(Action::Invert { pane: PANE });
    wait(&mut viewer);
    assert_eq!(viewer.storage.records.len(), 1);
}
