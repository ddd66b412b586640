//! Planes through a stack and slabs, as decisions: what is opened, filled, drawn, refused, taken back.

use hounsfield::engine::{DropId, Event, PaneState, Refusal};
use hounsfield::overlay::{self, Badge};
use hounsfield::session::planes::CrossGrip;
use hounsfield::session::{Action, PaneId};
use hounsfield::volume::{Projection, Section, Unfit};
use xtask::synthetic::ct::Series;
use xtask::synthetic::{File, Writing};

use crate::performer::Performer;
use crate::{PANE, series};

const AXIAL: PaneId = PaneId(0);
const CORONAL: PaneId = PaneId(1);
const SAGITTAL: PaneId = PaneId(2);

const SLICES: Series = Series {
    number: 1,
    slices: 12,
    side: 64,
    slice_mm: 3.0,
};

fn opened(files: impl Iterator<Item = File>) -> Performer {
    let written = files.enumerate().map(|(at, file)| {
        let bytes = file.write(&Writing::default());
        (format!("case/{at:04}.dcm"), bytes)
    });
    let mut viewer = Performer::new();
    viewer.drop_files(1, written.collect());
    viewer.settle();
    viewer
}

fn with_planes() -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(20));
    viewer.settle();
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 6,
    });
    viewer.act(Action::Planes);
    viewer.draw();
    viewer
}

fn centre(viewer: &Performer) -> [f64; 3] {
    viewer.state.session.planes.as_ref().unwrap().at_mm
}

fn is_at(viewer: &Performer, point: [f64; 3]) -> bool {
    let now = centre(viewer).into_iter().zip(point);
    now.into_iter().all(|(a, b)| (a - b).abs() < 1e-9)
}

fn numbers(viewer: &Performer) -> [usize; 3] {
    [AXIAL, CORONAL, SAGITTAL].map(|pane| overlay::pane(&viewer.state, pane).slice.unwrap())
}

#[test]
fn one_key_shows_three_planes_through_the_slice_and_another_brings_it_back() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(20));
    viewer.settle();
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 6,
    });
    viewer.act(Action::Preset {
        pane: PANE,
        digit: 2,
    });
    viewer.draw();
    viewer.act(Action::Planes);
    viewer.draw();
    let list = viewer.draws.last().unwrap();
    assert_eq!((list.panes.len(), list.cuts.len()), (0, 3));
    // All of it is on the GPU, in order: the shader looks nothing up.
    assert!(list.cuts.iter().all(|cut| cut.lookup.regular));
    let volume = viewer.volumes.values().next().unwrap();
    assert_eq!((viewer.volumes.len(), volume.len()), (1, 20));
    let planes = [AXIAL, CORONAL, SAGITTAL].map(|pane| {
        assert_eq!(viewer.state.pane_state(pane), PaneState::Ready);
        overlay::pane(&viewer.state, pane)
    });
    assert_eq!(planes[0].top_left[0], "axial 7/20");
    assert_eq!(planes[0].top_left[1], "\u{2212}18 mm");
    // Voxels of 5.625 mm: so many of them across.
    assert_eq!(planes[1].top_left[0], "coronal 33/64");
    assert_eq!(planes[2].plane, Some("sagittal"));
    let letters = |at: usize| -> Vec<String> {
        planes[at]
            .sides
            .iter()
            .map(|(_, letter)| letter.clone())
            .collect()
    };
    assert_eq!(letters(0), ["R", "L", "A", "P"]);
    assert_eq!(letters(1), ["R", "L", "H", "F"]);
    assert_eq!(letters(2), ["A", "P", "H", "F"]);
    for texts in &planes {
        assert_eq!(texts.window, Some([40.0, 400.0]), "that of the slice");
        assert!(texts.badges.is_empty());
        assert!(texts.scale.is_some());
    }

    viewer.act(Action::Scroll { pane: AXIAL, by: 3 });
    viewer.act(Action::Planes);
    viewer.draw();
    assert_eq!(viewer.state.session.panes.len(), 1);
    assert_eq!(viewer.slice(), Some(10), "the slice that was come to");
    assert!(viewer.volumes.is_empty(), "nobody looks at it");
    assert_eq!(viewer.draws.last().unwrap().cuts.len(), 0);
}

#[test]
fn the_wheel_goes_the_readers_way_in_each_plane_and_stops_at_the_ends() {
    let mut viewer = with_planes();
    let before = centre(&viewer);
    for (pane, axis, step) in [(AXIAL, 2, -3.0), (CORONAL, 1, 5.625), (SAGITTAL, 0, 5.625)] {
        let was = centre(&viewer);
        viewer.act(Action::Scroll { pane, by: 2 });
        let now = centre(&viewer);
        for other in 0..3 {
            let moved = if other == axis { 2.0 * step } else { 0.0 };
            assert!((now[other] - was[other] - moved).abs() < 1e-9, "{pane:?}");
        }
    }
    viewer.draw();
    assert!(!is_at(&viewer, before));
    viewer.act(Action::Scroll {
        pane: AXIAL,
        by: 500,
    });
    viewer.act(Action::ShowSlice {
        pane: CORONAL,
        slice: 0,
    });
    viewer.draw();
    assert_eq!(numbers(&viewer)[..2], [20, 1]);
    // What is read first is what lies there.
    let wanted = viewer.state.session.panes[1].look().unwrap().wanted;
    let stack = viewer.state.session.panes[1].stack.unwrap();
    let at = viewer
        .state
        .catalog
        .stack(stack)
        .unwrap()
        .position_of(wanted);
    assert_eq!(at, Some(19));
}

#[test]
fn the_crosshair_is_dragged_by_its_middle_its_lines_and_turned_by_their_ends() {
    let mut viewer = with_planes();
    let hand = |viewer: &mut Performer, from: [f64; 2], to: [f64; 2]| {
        let reach = 0.01;
        viewer.act(Action::PressMark {
            pane: AXIAL,
            at: from,
            reach,
        });
        let held = viewer.state.session.planes.as_ref().unwrap().in_hand;
        viewer.act(Action::DragMark {
            pane: AXIAL,
            at: to,
        });
        viewer.act(Action::ReleaseMark {
            pane: AXIAL,
            at: to,
            reach,
        });
        viewer.draw();
        held.map(|hold| hold.grip)
    };
    let middle = |viewer: &Performer| {
        let picture = viewer.state.screen.cut(AXIAL).unwrap();
        let [x, y] = picture.canvas_from_patient(picture.at_mm);
        let rect = picture.rect;
        [x / f64::from(rect.width), y / f64::from(rect.height)]
    };
    let before = centre(&viewer);
    let [x, y] = middle(&viewer);
    assert_eq!(
        hand(&mut viewer, [x, y], [x + 0.1, y + 0.05]),
        Some(CrossGrip::Middle)
    );
    let moved = centre(&viewer);
    assert!(moved[0] > before[0] + 20.0 && moved[1] > before[1] + 10.0);
    assert!((moved[2] - before[2]).abs() < 1e-9);
    // The upright line is that of the sagittal plane, which goes along alone.
    let [x, y] = middle(&viewer);
    let line = hand(&mut viewer, [x, y + 0.12], [x - 0.05, y + 0.3]);
    assert_eq!(line, Some(CrossGrip::Line(Section::Sagittal)));
    let shifted = centre(&viewer);
    assert!(shifted[0] < moved[0] - 10.0 && (shifted[1] - moved[1]).abs() < 1e-9);
    // Further out it turns, which is a view that is come back from.
    let [x, y] = middle(&viewer);
    let rect = viewer.state.screen.cut(AXIAL).unwrap().rect;
    let ratio = f64::from(rect.width) / f64::from(rect.height);
    let far = 0.4;
    let (sin, cos) = 30_f64.to_radians().sin_cos();
    let to = [x + far * cos, y + far * sin * ratio];
    assert_eq!(hand(&mut viewer, [x + far, y], to), Some(CrossGrip::Turn));
    let axes = viewer.state.session.planes.as_ref().unwrap().axes;
    assert!((axes.left[0] - cos).abs() < 0.01 && (axes.left[1] - sin).abs() < 0.01);
    assert!(is_at(&viewer, shifted));
    let texts = [AXIAL, CORONAL, SAGITTAL].map(|pane| overlay::pane(&viewer.state, pane));
    assert!(!texts[0].badges.contains(&Badge::Oblique));
    assert!(texts[1].badges.contains(&Badge::Oblique));
    assert_eq!(texts[2].plane, Some("oblique"));
    // The picture that it was done in stays as it lies.
    assert_eq!(texts[0].sides[1].1, "L");
    assert_eq!(texts[1].sides[1].1, "LP");
    viewer.act(Action::PreviousView { pane: AXIAL });
    viewer.draw();
    assert_eq!(
        overlay::pane(&viewer.state, SAGITTAL).plane,
        Some("sagittal")
    );
    // Beside the lines nothing is taken.
    let [x, y] = middle(&viewer);
    assert_eq!(hand(&mut viewer, [x + 0.15, y + 0.15], [x, y]), None);
}

#[test]
fn keys_turn_planes_and_reset_straightens_them() {
    let mut viewer = with_planes();
    for _ in 0..18 {
        viewer.act(Action::TurnPlanes {
            pane: CORONAL,
            degrees: 5.0,
        });
    }
    let axes = viewer.state.session.planes.as_ref().unwrap().axes;
    assert!(
        (axes.left[2] + 1.0).abs() < 1e-9,
        "left has come to the feet"
    );
    viewer.act(Action::Reset { pane: CORONAL });
    assert!(
        viewer
            .state
            .session
            .planes
            .as_ref()
            .unwrap()
            .axes
            .is_straight()
    );
}

#[test]
fn zoom_and_place_are_each_panes_own_and_the_window_is_all_of_theirs() {
    let mut viewer = with_planes();
    viewer.act(Action::Zoom {
        pane: CORONAL,
        factor: 2.0,
        at: [0.5, 0.5],
    });
    viewer.act(Action::Preset {
        pane: SAGITTAL,
        digit: 3,
    });
    viewer.draw();
    let looks: Vec<_> = viewer
        .state
        .session
        .panes
        .iter()
        .map(|pane| pane.look().unwrap())
        .collect();
    assert_eq!(looks[0].view, looks[2].view);
    assert_ne!(looks[1].view, looks[0].view);
    assert!(looks.iter().all(|look| look.window == looks[2].window));
    // Backspace takes the pane's own last view back.
    viewer.act(Action::PreviousView { pane: CORONAL });
    viewer.draw();
    let looks: Vec<_> = viewer
        .state
        .session
        .panes
        .iter()
        .map(|pane| pane.look().unwrap())
        .collect();
    assert_eq!(looks[1].view, looks[0].view);
}

#[test]
fn a_slab_has_its_badge_and_is_of_its_pane_alone() {
    let mut viewer = with_planes();
    viewer.act(Action::NextSlab { pane: CORONAL });
    viewer.draw();
    let cuts = &viewer.draws.last().unwrap().cuts;
    assert_eq!((cuts[0].slab, cuts[2].slab), (None, None));
    let slab = cuts[1].slab.unwrap();
    assert_eq!((slab.projection, slab.mm), (Projection::Mip, 10.0));
    let texts = overlay::pane(&viewer.state, CORONAL);
    assert_eq!(texts.slab.as_deref(), Some("MIP 10 mm"));
    assert_eq!(texts.badges[0].words(), "MIP 10 mm");
    viewer.act(Action::StepSlab {
        pane: CORONAL,
        by: -2,
    });
    viewer.act(Action::NextSlab { pane: CORONAL });
    viewer.draw();
    let texts = overlay::pane(&viewer.state, CORONAL);
    assert_eq!(texts.badges[0].words(), "MinIP 8 mm");
    // Badges stay when all else is hidden.
    viewer.act(Action::StepDetail);
    viewer.act(Action::StepDetail);
    assert_eq!(
        overlay::pane(&viewer.state, CORONAL).badges[0].words(),
        "MinIP 8 mm"
    );
    viewer.act(Action::NextSlab { pane: CORONAL });
    viewer.act(Action::NextSlab { pane: CORONAL });
    viewer.draw();
    assert_eq!(overlay::pane(&viewer.state, CORONAL).slab, None);
}

#[test]
fn a_slab_about_a_slice_as_it_is_stored_goes_with_the_slices() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(20));
    viewer.settle();
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 9,
    });
    viewer.act(Action::StepSlab { pane: PANE, by: 1 });
    viewer.act(Action::StepSlab { pane: PANE, by: 8 });
    viewer.draw();
    let list = viewer.draws.last().unwrap();
    assert_eq!((list.panes.len(), list.cuts.len()), (0, 1));
    let texts = overlay::pane(&viewer.state, PANE);
    assert_eq!(texts.badges[0].words(), "MIP 9 mm");
    assert_eq!(
        (texts.state, texts.slice, texts.plane),
        ("ready", Some(10), Some("acquired"))
    );
    // At the first slice half of the slab lies above the stack; the first slice is thick itself.
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 0,
    });
    viewer.draw();
    let texts = overlay::pane(&viewer.state, PANE);
    assert_eq!(texts.slice, Some(1));
    assert!(
        texts.badges[0].words().ends_with("of 9 mm"),
        "{}",
        texts.badges[0].words()
    );
    viewer.act(Action::StepSlab { pane: PANE, by: -9 });
    viewer.draw();
    assert_eq!(viewer.draws.last().unwrap().panes.len(), 1);
    assert!(viewer.volumes.is_empty());
}

#[test]
fn planes_are_there_while_slices_still_arrive_and_what_is_not_is_a_gap() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(30));
    for _ in 0..12 {
        viewer.answer();
    }
    viewer.draw();
    viewer.act(Action::Planes);
    viewer.draw();
    let cut = viewer.draws.last().unwrap().cuts[1].clone();
    assert_eq!(cut.lookup.here, 12);
    // Wherever a slice may still come nothing is blended.
    assert!((cut.usual_mm - 3.0).abs() < 1e-9);
    let key = cut.volume;
    viewer.settle();
    let cut = viewer.draws.last().unwrap().cuts[1].clone();
    assert_eq!((cut.lookup.here, cut.lookup.slices), (30, 30));
    assert_eq!(cut.volume, key, "there was room for all that was to come");
    assert_eq!(viewer.volumes[&key].len(), 30);
    assert_eq!(viewer.volumes.len(), 1);
}

#[test]
fn a_device_that_is_lost_gets_all_of_it_again() {
    let mut viewer = with_planes();
    viewer.send(Event::DeviceLost);
    viewer.send(Event::DeviceReady {
        renderer: hounsfield::engine::Renderer::WebGl2,
    });
    viewer.draw();
    let cut = &viewer.draws.last().unwrap().cuts[0];
    assert_eq!(viewer.volumes[&cut.volume].len(), 20);
    assert_eq!(cut.lookup.here, 20);
}

#[test]
fn with_memory_for_few_slices_every_second_is_looked_at_and_it_is_said() {
    let mut viewer = Performer::new();
    let slice = crate::file_bytes();
    viewer.act(Action::SetBudget { bytes: 24 * slice });
    viewer.drop_files(1, series(20));
    viewer.settle();
    viewer.act(Action::Planes);
    viewer.settle();
    let cut = &viewer.draws.last().unwrap().cuts[0];
    assert_eq!((cut.lookup.slices, cut.lookup.here), (10, 10));
    let texts = overlay::pane(&viewer.state, CORONAL);
    assert_eq!(texts.badges[0].words(), "every 2nd slice");
    let memory = viewer.state.memory();
    assert!(memory.used() <= memory.budget, "{memory:?}");
}

#[test]
fn what_cannot_be_cut_says_why() {
    let refused = |change: fn(File) -> File| {
        let mut viewer = opened((0..5).map(|at| change(SLICES.slice(at))));
        viewer.act(Action::Planes);
        assert!(viewer.state.session.planes.is_none());
        viewer.state.refused
    };
    let positions = refused(|file| file.without(0x0020_0032));
    assert_eq!(positions, Some(Refusal::Unfit(Unfit::NoPositions)));
    let spacing = refused(|file| file.without(0x0028_0030));
    assert_eq!(spacing, Some(Refusal::Unfit(Unfit::NoPixelSpacing)));
    let mut viewer = opened((0..1).map(|at| SLICES.slice(at)));
    viewer.act(Action::NextSlab { pane: PANE });
    assert_eq!(viewer.state.refused, Some(Refusal::Unfit(Unfit::OneSlice)));
}

#[test]
fn uneven_slices_are_asked_about_once_and_then_have_a_badge() {
    let file = |(at, z): (usize, f64)| {
        SLICES
            .slice(at)
            .decimals(0x0020_0032, &[-177.0, -177.0, -z])
    };
    let places = [0.0, 3.0, 6.0, 9.0, 12.0, 15.6, 18.6, 21.6];
    let mut viewer = opened(places.into_iter().enumerate().map(file));
    viewer.act(Action::Planes);
    let refused = viewer.state.refused;
    assert!(
        matches!(refused, Some(Refusal::Unfit(Unfit::Uneven { .. }))),
        "{refused:?}"
    );
    assert!(viewer.state.session.planes.is_none());
    viewer.act(Action::Planes);
    viewer.draw();
    assert!(viewer.state.session.planes.is_some());
    assert!(
        overlay::pane(&viewer.state, AXIAL)
            .badges
            .contains(&Badge::Uneven)
    );
}

#[test]
fn the_probe_says_that_it_is_no_acquired_voxel() {
    let mut viewer = with_planes();
    // The second window is for air and lung alike.
    viewer.act(Action::PointAt {
        pane: CORONAL,
        at: Some([0.5, 0.5]),
    });
    let probe = overlay::pane(&viewer.state, CORONAL).probe.unwrap();
    assert_eq!(probe.unit, "HU interpolated");
    let value: f64 = probe.value.parse().unwrap();
    assert!((-1024.0..1000.0).contains(&value) && value.fract() == 0.0);
    viewer.act(Action::NextSlab { pane: CORONAL });
    viewer.draw();
    let probe = overlay::pane(&viewer.state, CORONAL).probe.unwrap();
    assert_eq!(probe.unit, "HU MIP 10 mm");
    assert!(probe.value.parse::<f64>().unwrap() >= value);
}

#[test]
fn planes_are_undone_and_another_series_has_planes_too() {
    let mut viewer = with_planes();
    viewer.act(Action::Undo);
    viewer.draw();
    assert!(viewer.state.session.planes.is_none());
    assert_eq!(viewer.state.session.panes.len(), 1);
    viewer.act(Action::Redo);
    viewer.draw();
    assert_eq!(viewer.draws.last().unwrap().cuts.len(), 3);
    // A second study comes to the right of the slices.
    let other = Series {
        number: 2,
        ..SLICES
    };
    let files = (0..12).map(|at| {
        let bytes = other.slice(at).write(&Writing::default());
        (format!("other/{at}.dcm"), bytes)
    });
    viewer.drop_files(2, files.collect());
    viewer.settle();
    assert!(viewer.state.session.planes.is_none());
    viewer.act(Action::Planes);
    viewer.draw();
    let first = viewer.state.session.planes.as_ref().unwrap().stack;
    viewer.act(Action::StepStack {
        pane: AXIAL,
        by: if viewer.state.catalog.list().next() == Some(first) {
            1
        } else {
            -1
        },
    });
    viewer.draw();
    let second = viewer.state.session.planes.as_ref().unwrap().stack;
    assert_ne!(first, second);
    assert_eq!(viewer.volumes.len(), 1);
    viewer.act(Action::CloseAll);
    viewer.settle();
    assert!(viewer.volumes.is_empty());
    assert_eq!(viewer.state.memory().textures, 0);
    assert_eq!(DropId(3), viewer.state.next_drop());
}
