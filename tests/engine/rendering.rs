//! A stack looked at as a whole, as decisions: what is copied, drawn coarsely and finely, turned, cut
//! away, refused, given back.

use hounsfield::engine::{DropId, Event, PaneState, Refusal};
use hounsfield::gpu::Rays;
use hounsfield::marks::Kind;
use hounsfield::overlay::{self, Badge};
use hounsfield::pixels::Unit;
use hounsfield::rendering::ray::{Textures, trace};
use hounsfield::rendering::{Camera, From, Preset};
use hounsfield::sample;
use hounsfield::session::rendering::Face;
use hounsfield::session::{Action, PaneId, Rendering, RenderingAction, Tool};
use hounsfield::volume::Unfit;
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::performer::Performer;
use crate::{PANE, series};

const TOGGLE: RenderingAction = RenderingAction::Toggle { pane: PANE };

fn opened(slices: usize) -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(slices));
    viewer.settle();
    viewer
}

fn rendered(slices: usize) -> Performer {
    let mut viewer = opened(slices);
    act(&mut viewer, TOGGLE);
    viewer
}

fn act(viewer: &mut Performer, action: RenderingAction) {
    viewer.act(Action::Rendering(action));
    viewer.settle();
}

fn how(viewer: &Performer) -> Option<Rendering> {
    let pane = viewer.state.session.pane(PANE).unwrap();
    pane.look().unwrap().rendering.as_deref().cloned()
}

fn camera(viewer: &Performer) -> Camera {
    how(viewer).unwrap().camera
}

fn has(viewer: &Performer, badge: Badge) -> bool {
    overlay::pane(&viewer.state, PANE).badges.contains(&badge)
}

fn last(viewer: &Performer) -> Rays {
    let list = viewer.draws.last().unwrap();
    assert!(list.panes.is_empty() && list.cuts.is_empty());
    assert_eq!(list.rays.len(), 1);
    list.rays[0].clone()
}

/// How much of the pane shows anything.
fn seen(viewer: &Performer) -> f64 {
    let rays = last(viewer);
    let (size, layers) = &viewer.solids[&rays.solid];
    let ramp = rays.ramp.as_slice().try_into().unwrap();
    let textures = Textures {
        size: *size,
        levels: &layers.levels,
        body: &layers.body,
        seen: Some((&rays.blocks, rays.block_count)),
        ramp: &ramp,
    };
    let [mut shown, mut all] = [0.0, 0.0];
    for y in (0..rays.rect.height).step_by(10) {
        for x in (0..rays.rect.width).step_by(10) {
            #[expect(clippy::cast_precision_loss, reason = "pixels")]
            let light = trace(&rays.scene, &textures, [x as f32, y as f32]);
            all += 1.0;
            shown += if light.share > 0.3 { 1.0 } else { 0.0 };
        }
    }
    shown / all
}

#[test]
fn one_key_shows_all_of_the_stack_and_another_brings_the_slice_back() {
    let mut viewer = opened(20);
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 6,
    });
    viewer.draw();
    act(&mut viewer, TOGGLE);
    // Each slice is a layer; nothing else was copied.
    let (size, layers) = viewer.solids.values().next().unwrap();
    assert_eq!((viewer.solids.len(), *size), (1, [64, 64, 20]));
    assert!(layers.levels.iter().any(|level| *level > 100));
    assert!(layers.body.contains(&0) && layers.body.contains(&255));
    let texts = overlay::pane(&viewer.state, PANE);
    assert_eq!(texts.plane, Some("rendering"));
    assert_eq!(texts.top_left[0], "from the front");
    let letters: Vec<&str> = texts.sides.iter().map(|(_, letter)| &**letter).collect();
    assert_eq!(letters, ["R", "L", "H", "F"]);
    assert_eq!(texts.badges, [Badge::Rendered(Preset::Bone)]);
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Ready);
    assert!(texts.probe.is_none() && texts.window.is_none());
    assert!(viewer.state.screen.picture(PANE).is_none());
    assert!(viewer.state.memory().textures >= 64 * 64 * 20);

    act(&mut viewer, TOGGLE);
    assert_eq!(viewer.slice(), Some(7), "the slice that it came from");
    assert!(viewer.solids.is_empty(), "nobody looks at it");
    assert!(viewer.draws.last().unwrap().rays.is_empty());
}

#[test]
fn what_changes_is_drawn_coarsely_and_then_finely_row_by_row() {
    let mut viewer = rendered(20);
    let before = viewer.draws.len();
    viewer.act(Action::Rendering(RenderingAction::Turn {
        pane: PANE,
        by: [10.0, 5.0],
    }));
    viewer.draw();
    let drawn: Vec<Option<[u32; 2]>> = viewer.draws[before..]
        .iter()
        .map(|list| list.rays[0].rows)
        .collect();
    assert_eq!(drawn[0], None, "all of it, coarsely");
    let fine: Vec<[u32; 2]> = drawn[1..].iter().map(|rows| rows.unwrap()).collect();
    assert!(fine.len() > 1, "more than one frame may cost");
    assert_eq!(fine[0][0], 0);
    for (row, next) in fine.iter().zip(&fine[1..]) {
        assert_eq!(row[1], next[0], "each row once");
    }
    assert_eq!(fine.last().unwrap()[1], last(&viewer).rect.height);
    assert!(!has(&viewer, Badge::Coarse));

    // Turned on meanwhile, it begins anew; and it says so.
    let turn = RenderingAction::Turn {
        pane: PANE,
        by: [1.0, 0.0],
    };
    for _ in 0..3 {
        viewer.act(Action::Rendering(turn.clone()));
        viewer.draw_one();
        assert_eq!(last(&viewer).rows, None);
    }
    viewer.draw_one();
    assert!(has(&viewer, Badge::Coarse));
    viewer.draw();
    // Nothing more happens where nothing changes.
    let count = viewer.draws.len();
    viewer.draw();
    viewer.draw();
    assert!(viewer.draws.len() <= count + 1);
}

#[test]
fn hands_turn_it_and_previous_view_turns_it_back() {
    let mut viewer = rendered(20);
    viewer.act(Action::Hold { on: true });
    let press = |at| Action::PressMark {
        pane: PANE,
        at,
        reach: 0.01,
    };
    viewer.act(press([0.5, 0.5]));
    viewer.act(Action::DragMark {
        pane: PANE,
        at: [0.25, 0.5],
    });
    viewer.act(Action::ReleaseMark {
        pane: PANE,
        at: [0.25, 0.6],
        reach: 0.01,
    });
    viewer.act(Action::Hold { on: false });
    viewer.draw();
    // What was in the middle went to the left: the patient's left comes into view.
    let turned = camera(&viewer);
    assert!((turned.around - 45.0).abs() < 1e-9, "{turned:?}");
    assert!((turned.above - 13.5).abs() < 1e-9, "{turned:?}");
    assert!(viewer.state.session.marks.all().next().is_none());
    // Without a hand on it nothing turns.
    viewer.act(Action::DragMark {
        pane: PANE,
        at: [0.9, 0.5],
    });
    assert_eq!(camera(&viewer), turned);
    viewer.act(Action::PreviousView { pane: PANE });
    assert_eq!(camera(&viewer), Camera::default());

    viewer.act(Action::Scroll { pane: PANE, by: 18 });
    viewer.draw();
    let texts = overlay::pane(&viewer.state, PANE);
    assert_eq!(texts.top_left[0], "from the left");
    assert_eq!((texts.slice, texts.slices), (Some(19), Some(72)));
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 36,
    });
    viewer.act(Action::TurnPlanes {
        pane: PANE,
        degrees: 5.0,
    });
    viewer.draw();
    let texts = overlay::pane(&viewer.state, PANE);
    assert_eq!(texts.top_left[0], "180\u{b0} round, 5\u{b0} up");
    act(
        &mut viewer,
        RenderingAction::LookFrom {
            pane: PANE,
            from: From::Feet,
        },
    );
    let letters = overlay::pane(&viewer.state, PANE).sides;
    let letters: Vec<&str> = letters.iter().map(|(_, letter)| &**letter).collect();
    assert_eq!(letters, ["R", "L", "A", "P"]);
    viewer.act(Action::Reset { pane: PANE });
    assert_eq!(camera(&viewer), Camera::default());
}

#[test]
fn a_frozen_pane_keeps_its_rendering_and_links_leave_it_alone() {
    let mut viewer = rendered(20);
    viewer.act(Action::SetLayout {
        rows: 1,
        columns: 2,
    });
    viewer.act(Action::Link { here: true });
    viewer.settle();
    let other = PaneId(1);
    let slice = |viewer: &Performer| overlay::pane(&viewer.state, other).slice;
    if viewer.state.session.renders(other) {
        viewer.act(Action::Rendering(RenderingAction::Toggle { pane: other }));
    }
    viewer.act(Action::Scroll { pane: other, by: 3 });
    viewer.settle();
    assert_eq!(camera(&viewer), Camera::default());
    let before = slice(&viewer);
    viewer.act(Action::Scroll { pane: PANE, by: 4 });
    viewer.act(Action::Zoom {
        pane: PANE,
        factor: 2.0,
        at: [0.5, 0.5],
    });
    viewer.settle();
    assert_eq!(camera(&viewer).step(), 4);
    assert_eq!(slice(&viewer), before);

    viewer.act(Action::Freeze { pane: PANE });
    let held = how(&viewer);
    for action in [
        Action::Rendering(TOGGLE),
        Action::Scroll { pane: PANE, by: 1 },
        Action::PressMark {
            pane: PANE,
            at: [0.2, 0.2],
            reach: 0.01,
        },
        Action::DragMark {
            pane: PANE,
            at: [0.3, 0.2],
        },
    ] {
        viewer.act(action);
        assert_eq!(how(&viewer), held);
    }
}

#[test]
fn cine_turns_it_round() {
    let mut viewer = rendered(20);
    viewer.act(Action::Cine { pane: PANE });
    let mut seen = Vec::new();
    for _ in 0..80 {
        viewer.now_ms += 100.0;
        viewer.draw_one();
        seen.push(camera(&viewer).step());
    }
    assert!(seen.contains(&71), "all the way: {seen:?}");
    assert!(seen.windows(2).all(|two| (two[1] + 72 - two[0]) % 72 <= 1));
}

#[test]
fn presets_show_what_they_are_of_and_a_box_cuts_away() {
    let mut viewer = Performer::new();
    viewer.act(Action::OpenSample);
    viewer.settle();
    act(&mut viewer, TOGGLE);
    assert_eq!(last(&viewer).block_count, [64, 64, 15]);
    let share = |viewer: &mut Performer, preset| {
        act(viewer, RenderingAction::Choose { pane: PANE, preset });
        assert!(has(viewer, Badge::Rendered(preset)));
        seen(viewer)
    };
    let [bone, skin, lung, airways] = [Preset::Bone, Preset::Skin, Preset::Lung, Preset::Airways]
        .map(|it| share(&mut viewer, it));
    // The body hides its bones; the lungs are most of its inside, airways little of that.
    assert!(bone > 0.01 && skin > 1.5 * bone, "{bone} {skin}");
    assert!(lung > 0.05 && lung < skin, "{lung} {skin}");
    assert!(airways < 0.5 * lung, "{airways} {lung}");
    // All values lie higher than the preset looks for: less of them is seen.
    act(
        &mut viewer,
        RenderingAction::Choose {
            pane: PANE,
            preset: Preset::Bone,
        },
    );
    act(
        &mut viewer,
        RenderingAction::Shift {
            pane: PANE,
            to: 900.0,
        },
    );
    assert!(
        (how(&viewer).unwrap().shift - 300.0).abs() < 1e-9,
        "as far as it goes"
    );
    assert_eq!(
        overlay::pane(&viewer.state, PANE).bottom_left,
        ["shifted by 300 HU"]
    );

    act(
        &mut viewer,
        RenderingAction::Choose {
            pane: PANE,
            preset: Preset::Skin,
        },
    );
    let whole = seen(&viewer);
    let face = Face {
        axis: 0,
        is_far: false,
    };
    act(
        &mut viewer,
        RenderingAction::Cut {
            pane: PANE,
            face,
            to: 0.5,
        },
    );
    let half = seen(&viewer);
    assert!((half / whole - 0.5).abs() < 0.1, "{half} of {whole}");
    assert!(has(&viewer, Badge::Clipped));
    let rows = overlay::rendering_panel(&viewer.state).unwrap().faces;
    assert_eq!(
        rows[0].words,
        format!("R {} mm", (512.0 * sample::SPACING_MM / 2.0).round())
    );
    // A face stops before the other one.
    let far = Face {
        is_far: true,
        ..face
    };
    act(
        &mut viewer,
        RenderingAction::Cut {
            pane: PANE,
            face: far,
            to: 0.1,
        },
    );
    assert!(how(&viewer).unwrap().clip[0][1] > 0.5);
    act(
        &mut viewer,
        RenderingAction::Cut {
            pane: PANE,
            face: far,
            to: f64::NAN,
        },
    );
    act(&mut viewer, RenderingAction::Uncut { pane: PANE });
    assert!(!has(&viewer, Badge::Clipped));
    assert!((seen(&viewer) - whole).abs() < 1e-9);
}

#[test]
fn what_is_no_hu_is_shown_by_its_window_alone() {
    let ct = Series {
        number: 1,
        slices: 8,
        side: 32,
        slice_mm: 3.0,
    };
    let files = (0..ct.slices).map(|at| {
        let file = ct.slice(at).without(0x0028_1052).without(0x0028_1053);
        (format!("{at}.dcm"), file.write(&Writing::default()))
    });
    let mut viewer = Performer::new();
    viewer.drop_files(1, files.collect());
    viewer.settle();
    let stack = viewer.state.session.pane(PANE).unwrap().stack.unwrap();
    assert_ne!(viewer.state.unit(stack), Unit::Hu);
    act(&mut viewer, TOGGLE);
    assert_eq!(how(&viewer).unwrap().preset, Preset::Window);
    act(
        &mut viewer,
        RenderingAction::Choose {
            pane: PANE,
            preset: Preset::Bone,
        },
    );
    assert_eq!(viewer.state.refused, Some(Refusal::NeedsHu));
    assert_eq!(how(&viewer).unwrap().preset, Preset::Window);
    // Taken for HU, the copy is made anew, and the presets are there.
    let first = last(&viewer).solid;
    viewer.act(Action::AssumeHu {
        stack,
        offset: Some(-1024),
    });
    viewer.settle();
    assert_ne!(last(&viewer).solid, first);
    act(
        &mut viewer,
        RenderingAction::Choose {
            pane: PANE,
            preset: Preset::Bone,
        },
    );
    assert!(has(&viewer, Badge::HuAssumed(-1024)));
    viewer.act(Action::AssumeHu {
        stack,
        offset: None,
    });
    viewer.settle();
    assert_eq!(how(&viewer).unwrap().preset, Preset::Window);
    assert_eq!(viewer.solids.len(), 1);
}

#[test]
fn it_waits_for_the_last_slice_and_says_what_is_missing() {
    let mut files = series(20);
    files.drain(8..10);
    let mut viewer = Performer::new();
    viewer.begin_drop(1, files);
    viewer.answer();
    viewer.draw();
    viewer.act(Action::Rendering(TOGGLE));
    viewer.draw();
    assert!(viewer.solids.is_empty(), "more may come");
    viewer.send(Event::DropWalked(DropId(1)));
    viewer.settle();
    if how(&viewer).is_none() {
        // One slice alone was no body yet, which was said.
        act(&mut viewer, TOGGLE);
    }
    assert_eq!(last(&viewer).scene.size[2].to_bits(), 20.0_f32.to_bits());
    assert!(has(&viewer, Badge::Incomplete));
}

#[test]
fn a_device_that_is_lost_or_too_small_takes_nothing_else_with_it() {
    let mut viewer = rendered(12);
    let before = seen(&viewer);
    viewer.send(Event::DeviceLost);
    viewer.send(Event::DeviceReady {
        renderer: hounsfield::engine::Renderer::WebGpu,
    });
    viewer.settle();
    assert_eq!(viewer.solids.len(), 1);
    assert!((seen(&viewer) - before).abs() < 1e-9);

    let mut viewer = opened(12);
    viewer.refuses_solids = true;
    act(&mut viewer, TOGGLE);
    assert!(how(&viewer).is_none());
    assert!(viewer.state.screen.picture(PANE).is_some());
    assert_eq!(viewer.state.problems.len(), 1);
}

#[test]
fn planes_and_closing_end_it_and_one_slice_is_refused() {
    let mut viewer = rendered(12);
    viewer.act(Action::Planes);
    viewer.settle();
    assert!(viewer.solids.is_empty());
    assert_eq!(viewer.draws.last().unwrap().cuts.len(), 3);
    viewer.act(Action::Planes);
    viewer.settle();
    act(&mut viewer, TOGGLE);
    viewer.act(Action::CloseAll);
    viewer.settle();
    assert!(viewer.solids.is_empty());

    let mut viewer = opened(1);
    act(&mut viewer, TOGGLE);
    assert_eq!(viewer.state.refused, Some(Refusal::Unfit(Unfit::OneSlice)));
    assert!(how(&viewer).is_none());
}

#[test]
fn a_pane_that_comes_back_to_it_is_drawn_anew() {
    let mut viewer = rendered(20);
    viewer.act(Action::SetLayout {
        rows: 1,
        columns: 2,
    });
    viewer.settle();
    let other = PaneId(1);
    if !viewer.state.session.renders(other) {
        viewer.act(Action::Rendering(RenderingAction::Toggle { pane: other }));
        viewer.settle();
    }
    // One copy for both; one of them leaves it and comes back. The performer drops what a pane has when
    // it is drawn nothing, as the device does, and holds that no row is thought to be there.
    for _ in 0..2 {
        viewer.act(Action::Rendering(TOGGLE));
        viewer.settle();
    }
    assert_eq!(viewer.draws.last().unwrap().rays.len(), 2);
    assert_eq!(viewer.fine_rows[&0], 600);
}

#[test]
fn the_view_before_is_the_one_before_a_gesture() {
    let mut viewer = rendered(20);
    let preset = Preset::Skin;
    act(&mut viewer, RenderingAction::Choose { pane: PANE, preset });
    let face = Face {
        axis: 1,
        is_far: true,
    };
    for share in [0.9, 0.8, 0.7] {
        act(
            &mut viewer,
            RenderingAction::Cut {
                pane: PANE,
                face,
                to: share,
            },
        );
    }
    viewer.act(Action::PreviousView { pane: PANE });
    assert_eq!(
        how(&viewer).unwrap().clip,
        hounsfield::session::rendering::WHOLE
    );
    assert_eq!(how(&viewer).unwrap().preset, preset);
    viewer.act(Action::PreviousView { pane: PANE });
    assert_eq!(how(&viewer).unwrap().preset, Preset::Bone);
    viewer.act(Action::PreviousView { pane: PANE });
    assert!(how(&viewer).is_none());
}

#[test]
fn what_turns_to_a_slice_shows_it_and_what_is_of_slices_alone_does_nothing() {
    let mut viewer = opened(20);
    let [at, to] = [[0.4, 0.4], [0.5, 0.5]];
    let reach = 0.01;
    viewer.act(Action::ChooseTool {
        tool: Tool::Mark(Kind::Length),
    });
    viewer.act(Action::PressMark {
        pane: PANE,
        at,
        reach,
    });
    viewer.act(Action::DragMark { pane: PANE, at: to });
    viewer.act(Action::ReleaseMark {
        pane: PANE,
        at: to,
        reach,
    });
    act(&mut viewer, TOGGLE);
    for action in [
        Action::NextSlab { pane: PANE },
        Action::StepSlab { pane: PANE, by: 1 },
        Action::Invert { pane: PANE },
    ] {
        viewer.act(action);
        viewer.settle();
    }
    let look = viewer.state.session.pane(PANE).unwrap().look().unwrap();
    assert!(look.slab.is_none() && !look.inverted);
    assert!(viewer.volumes.is_empty());
    let mark = viewer.state.session.marks.list()[0].id;
    viewer.act(Action::ShowMark { mark });
    viewer.settle();
    assert!(how(&viewer).is_none());
    assert!(viewer.slice().is_some());

    // From planes it is the pane that they came from.
    viewer.act(Action::Planes);
    viewer.settle();
    act(&mut viewer, TOGGLE);
    assert!(viewer.state.session.planes.is_none());
    assert!(how(&viewer).is_some());
    assert_eq!(viewer.draws.last().unwrap().rays.len(), 1);
}

#[test]
fn a_smaller_budget_makes_a_coarser_copy() {
    let mut viewer = rendered(20);
    let size = |viewer: &Performer| viewer.solids.values().next().unwrap().0;
    assert_eq!(size(&viewer), [64, 64, 20]);
    // An eighth of it holds a quarter of the texels.
    viewer.act(Action::SetBudget { bytes: 8 * 26_000 });
    viewer.settle();
    assert_eq!(viewer.solids.len(), 1);
    assert_eq!(size(&viewer), [32, 32, 20]);
    let texts = overlay::pane(&viewer.state, PANE);
    assert_eq!(texts.top_left[2], "2 x 2 pixels averaged");
}

#[test]
fn slow_frames_do_not_make_it_endless() {
    let mut viewer = rendered(20);
    viewer.act(Action::Rendering(RenderingAction::Turn {
        pane: PANE,
        by: [10.0, 5.0],
    }));
    let mut frames = 0;
    viewer.send(Event::Refresh);
    while !viewer
        .state
        .screen
        .rendered(PANE)
        .is_some_and(|it| it.is_fine)
        || frames < 2
    {
        viewer.now_ms += 500.0;
        viewer.draw_one();
        frames += 1;
        assert!(frames < 60, "each frame is given as much as the first");
    }
}
