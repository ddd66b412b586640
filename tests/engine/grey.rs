//! Values as decisions: what is counted and when, windows that come of it, ranges of HU, and what
//! grows from a seed, with its undoing.

use hounsfield::lung::EDGES_HU;
use hounsfield::marks::Kind;
use hounsfield::overlay::{self, GrowthItem, HistogramPanel};
use hounsfield::session::{Action, GreyAction, GrowthId, RangesShown, Scope, Tool};
use hounsfield::words;
use hounsfield::workers::protocol::Task;

use crate::performer::Performer;
use crate::{PANE, series, show};

pub const SLICES: usize = 12;

/// Of a slice of the synthetic chest.
const VOXELS: u64 = 64 * 64;
const PIXEL_MM: f64 = 360.0 / 64.0;

/// Lungs of the synthetic chest: ellipses of 63 by 90 mm in each of 12 slices of 3 mm.
const LUNG_ML: f64 = std::f64::consts::PI * 63.0 * 90.0 * 3.0 * 12.0 / 1000.0;

pub fn opened() -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(SLICES));
    viewer.settle();
    viewer
}

pub fn grey(viewer: &mut Performer, action: GreyAction) {
    viewer.act(Action::Grey(action));
    viewer.settle();
}

pub fn panel(viewer: &Performer) -> HistogramPanel {
    overlay::histogram(&viewer.state).unwrap()
}

pub fn counted(viewer: &Performer) -> u64 {
    panel(viewer).drawn.unwrap().counts.iter().sum()
}

pub fn window(viewer: &Performer) -> [f64; 2] {
    overlay::histogram_window(&viewer.state).unwrap()
}

/// Where a voxel of the image is on the pane, which is 800 by 600 pixels and shows it 600 high.
pub fn place(column: f64, row: f64) -> [f64; 2] {
    [(100.0 + column / 64.0 * 600.0) / 800.0, row / 64.0]
}

/// A hand goes from the outer corner of one voxel to that of another.
pub fn drag(viewer: &mut Performer, tool: Tool, from: [f64; 2], to: [f64; 2]) {
    viewer.act(Action::ChooseTool { tool });
    let (pane, reach) = (PANE, 0.001);
    let [from, to] = [from, to].map(|[column, row]| place(column, row));
    viewer.act(Action::PressMark {
        pane,
        at: from,
        reach,
    });
    viewer.act(Action::DragMark { pane, at: to });
    viewer.act(Action::ReleaseMark {
        pane,
        at: to,
        reach,
    });
    viewer.settle();
}

pub fn is_close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-9
}

#[track_caller]
fn assert_window(viewer: &Performer, [center, width]: [f64; 2]) {
    let found = window(viewer);
    assert!(
        is_close(found[0], center) && is_close(found[1], width),
        "{found:?}"
    );
}

#[test]
fn the_slice_that_is_shown_is_counted_once() {
    let mut viewer = opened();
    assert_eq!(overlay::histogram(&viewer.state), None);
    show(&mut viewer, 0);
    viewer.settle();
    let jobs = viewer.state.work.jobs;
    viewer.act(Action::Grey(GreyAction::Histogram));
    assert_eq!(
        panel(&viewer).status.as_deref(),
        Some(words::COUNTING_VALUES)
    );
    viewer.settle();
    assert_eq!(
        (counted(&viewer), viewer.state.work.jobs - jobs),
        (VOXELS, 1)
    );
    let here = panel(&viewer);
    show(&mut viewer, 1);
    viewer.settle();
    assert_ne!(panel(&viewer).facts, here.facts, "noise is another");
    show(&mut viewer, 0);
    viewer.settle();
    assert_eq!(panel(&viewer), here, "nothing is asked anew");
    assert_eq!(viewer.state.work.jobs - jobs, 2);
    // Other drawings of the same counts.
    grey(&mut viewer, GreyAction::Logarithmic { on: true });
    assert_eq!(counted(&viewer), VOXELS);
    assert!(viewer.state.memory().masks > 0, "what is kept is counted");
    grey(&mut viewer, GreyAction::Histogram);
    assert_eq!(overlay::histogram(&viewer.state), None);
}

#[test]
fn all_slices_are_added_up_and_it_is_said_how_many_are_in_it() {
    let mut viewer = opened();
    viewer.act(Action::Grey(GreyAction::HistogramOf {
        scope: Scope::Stack,
    }));
    let before = panel(&viewer);
    assert_eq!(before.facts, [words::slices_counted(0, SLICES)]);
    viewer.settle();
    let facts = panel(&viewer).facts;
    assert_eq!(facts[0], words::slices_counted(SLICES, SLICES));
    assert_eq!(facts[1], words::counted(VOXELS * SLICES as u64, 0));
    assert_eq!(counted(&viewer), VOXELS * SLICES as u64);
    let jobs = viewer.state.work.jobs;
    grey(&mut viewer, GreyAction::Histogram);
    grey(&mut viewer, GreyAction::Histogram);
    assert_eq!(viewer.state.work.jobs, jobs, "known already");
    // A case that is closed takes its counts along.
    viewer.act(Action::CloseAll);
    viewer.settle();
    assert_eq!(viewer.state.memory().masks, 0);
}

#[test]
fn a_region_is_counted_and_gives_its_window_which_goes_back_and_holds() {
    let mut viewer = opened();
    let first = window(&viewer);
    drag(
        &mut viewer,
        Tool::Mark(Kind::Rectangle),
        [14.0, 28.0],
        [22.0, 36.0],
    );
    let mark = viewer.state.session.marks.list()[0].id;
    viewer.act(Action::ShowMark { mark });
    grey(
        &mut viewer,
        GreyAction::HistogramOf {
            scope: Scope::Region,
        },
    );
    assert_eq!(counted(&viewer), 64);
    grey(&mut viewer, GreyAction::WindowOf { mark });
    let [center, width] = window(&viewer);
    // Noise goes from 8 below -850 to 7 above it.
    assert!((12.0..=15.0).contains(&width), "{width}");
    assert!((-853.0..=-848.0).contains(&center), "{center}");
    let slice = viewer.slice().unwrap() % SLICES;
    show(&mut viewer, slice);
    // It holds for the stack.
    assert_window(&viewer, [center, width]);
    viewer.act(Action::PreviousView { pane: PANE });
    assert_window(&viewer, first);
    // Nothing chosen: nothing counted, and it is said why.
    viewer.act(Action::DeleteMark { mark });
    assert_eq!(panel(&viewer).status.as_deref(), Some(words::NO_REGION));
}

#[test]
fn a_rectangle_drawn_for_it_gives_the_window_and_leaves_nothing_behind() {
    let mut viewer = opened();
    let first = window(&viewer);
    drag(&mut viewer, Tool::RegionWindow, [14.0, 28.0], [22.0, 36.0]);
    let [center, width] = window(&viewer);
    assert!((-853.0..=-848.0).contains(&center) && width <= 15.0);
    assert!(is_close(center.fract(), 0.0) && is_close(width.fract(), 0.0));
    assert_eq!(viewer.state.session.tool, Tool::Window);
    assert!(viewer.state.session.marks.list().is_empty());
    viewer.act(Action::PreviousView { pane: PANE });
    assert_window(&viewer, first);
    // One voxel is at least 1 wide; a click holds none, and the tool stays for another go.
    drag(&mut viewer, Tool::RegionWindow, [14.1, 28.1], [14.9, 28.9]);
    assert!(is_close(window(&viewer)[1], 1.0));
    viewer.act(Action::PreviousView { pane: PANE });
    drag(&mut viewer, Tool::RegionWindow, [14.1, 28.1], [14.1, 28.1]);
    assert_window(&viewer, first);
    // What is being drawn is given up by Escape, and the tool stays until the next.
    viewer.act(Action::ChooseTool {
        tool: Tool::RegionWindow,
    });
    let (pane, reach) = (PANE, 0.001);
    let at = place(14.0, 28.0);
    viewer.act(Action::PressMark { pane, at, reach });
    assert!(overlay::region_window_line(&viewer.state, PANE).is_some());
    viewer.act(Action::Escape);
    assert_eq!(overlay::region_window_line(&viewer.state, PANE), None);
    assert_eq!(viewer.state.session.tool, Tool::RegionWindow);
}

#[test]
fn auto_reaches_over_the_slice_in_whole_hu_and_goes_back() {
    let mut viewer = opened();
    let first = window(&viewer);
    grey(&mut viewer, GreyAction::Auto { pane: PANE });
    let [center, width] = window(&viewer);
    // Air around the body, and the spine.
    assert!((1500.0..=1620.0).contains(&width), "{width}");
    assert!((-260.0..=-190.0).contains(&center), "{center}");
    assert!(is_close(center.fract(), 0.0));
    viewer.act(Action::PreviousView { pane: PANE });
    viewer.settle();
    assert_window(&viewer, first);
}

#[test]
fn ranges_are_off_at_the_start_and_have_their_areas_on_the_slice() {
    let mut viewer = opened();
    assert_eq!(overlay::range_legend(&viewer.state), None);
    let ranges = |viewer: &Performer| {
        let list = viewer.state.screen.drawn_list().unwrap();
        list.panes[0].ranges.clone()
    };
    assert_eq!(ranges(&viewer), None);
    grey(&mut viewer, GreyAction::StepRanges);
    let shown = ranges(&viewer).unwrap();
    assert!(!shown.outlined);
    assert_eq!(shown.edges, EDGES_HU.map(f64::from).to_vec());
    let legend = overlay::range_legend(&viewer.state).unwrap();
    let areas: Vec<String> = legend.rows.into_iter().filter_map(|it| it.area).collect();
    // As the histogram of the same slice counts them.
    grey(&mut viewer, GreyAction::Histogram);
    let drawn = panel(&viewer).drawn.unwrap();
    #[expect(clippy::cast_precision_loss, reason = "voxels of a slice")]
    let within = |from: f64, to: f64| {
        let inside = drawn.counts.iter().enumerate().filter(|(at, _)| {
            let value = drawn.axis[0] + *at as f64 * drawn.width;
            (from..to).contains(&value)
        });
        inside.map(|(_, count)| *count).sum::<u64>() as f64
    };
    let lung = words::area_mm2(within(-900.0, -800.0) * PIXEL_MM * PIXEL_MM);
    let air = words::area_mm2(within(-1024.0, -960.0) * PIXEL_MM * PIXEL_MM);
    assert_eq!((&areas[1], &areas[0]), (&lung, &air));
    assert_eq!(areas[2], words::area_mm2(0.0));
    // The hint, the caution, and that a volume is only inside of something.
    assert!(
        legend
            .notes
            .iter()
            .any(|it| it.contains(words::GROUND_GLASS_HINT))
    );
    assert!(legend.notes.iter().any(|it| it == words::RANGES_ON_SLICE));
    grey(&mut viewer, GreyAction::StepRanges);
    assert!(ranges(&viewer).unwrap().outlined);
    grey(&mut viewer, GreyAction::StepRanges);
    assert_eq!(ranges(&viewer), None);
    assert_eq!(viewer.state.session.grey.ranges, RangesShown::Off);
}

pub fn grown(viewer: &Performer) -> Vec<GrowthItem> {
    overlay::growth_list(&viewer.state)
}

pub fn volume_ml(viewer: &Performer) -> f64 {
    viewer.state.grey.growths[0].volume_ml()
}

#[test]
fn a_seed_in_a_lung_grows_to_that_lung_and_is_undone() {
    let mut viewer = opened();
    drag(&mut viewer, Tool::Seed, [17.5, 31.5], [17.5, 31.5]);
    let items = grown(&viewer);
    assert_eq!((items.len(), items[0].state), (1, "done"), "{items:?}");
    let [low, high] = items[0].range.unwrap();
    assert!(low <= -858.0 && high >= -843.0, "{low} {high}");
    let volume = volume_ml(&viewer);
    assert!((volume - LUNG_ML).abs() < 0.03 * LUNG_ML, "{volume}");
    assert_eq!(
        items[0].warnings,
        [words::growth_cut(true, true).unwrap().to_owned()]
    );
    assert!(items[0].facts[1].contains("mean \u{2212}85"), "{items:?}");
    let lines = overlay::growth_lines(&viewer.state, PANE);
    assert_eq!((lines.len(), lines[0].filled), (1, true));
    assert_eq!(viewer.state.session.tool, Tool::Window);
    viewer.act(Action::Undo);
    viewer.settle();
    assert!(grown(&viewer).is_empty());
    viewer.act(Action::Redo);
    viewer.settle();
    assert!(is_close(volume_ml(&viewer), volume));
    assert_eq!(grown(&viewer)[0].state, "done");
}

#[test]
fn other_values_and_a_ball_have_it_grow_anew_and_deleting_is_undone() {
    let mut viewer = opened();
    drag(&mut viewer, Tool::Seed, [17.5, 31.5], [17.5, 31.5]);
    let whole = volume_ml(&viewer);
    let growth = GrowthId(1);
    grey(
        &mut viewer,
        GreyAction::Regrow {
            growth,
            range: [-900.0, -700.0],
            radius_mm: Some(12.0),
        },
    );
    let items = grown(&viewer);
    assert!(
        items[0]
            .warnings
            .iter()
            .any(|it| it == words::GROWTH_MEETS_BALL),
        "{items:?}"
    );
    // A ball of 12 mm by voxels of 5.6 mm: as large as a ball, within the coarseness of voxels.
    let ball = 4.0 / 3.0 * std::f64::consts::PI * 12.0_f64.powi(3) / 1000.0;
    let small = volume_ml(&viewer);
    assert!((small - ball).abs() < 0.25 * ball, "{small} of {ball}");
    grey(
        &mut viewer,
        GreyAction::Regrow {
            growth,
            range: [-700.0, -900.0],
            radius_mm: None,
        },
    );
    assert!(is_close(volume_ml(&viewer), small), "no range at all");
    viewer.act(Action::Undo);
    viewer.settle();
    assert!(is_close(volume_ml(&viewer), whole));
    grey(&mut viewer, GreyAction::DeleteGrowth { growth });
    assert!(grown(&viewer).is_empty());
    viewer.act(Action::Undo);
    viewer.settle();
    assert!(is_close(volume_ml(&viewer), whole));
    // Values that the seed itself has not.
    grey(
        &mut viewer,
        GreyAction::Regrow {
            growth,
            range: [0.0, 100.0],
            radius_mm: None,
        },
    );
    assert_eq!(grown(&viewer)[0].warnings, [words::GROWTH_NOTHING]);
}

#[test]
fn what_runs_through_all_of_the_stack_is_said_and_has_no_volume() {
    let mut viewer = opened();
    let jobs = viewer.state.work.jobs;
    // Air around the body.
    drag(&mut viewer, Tool::Seed, [2.5, 2.5], [2.5, 2.5]);
    let items = grown(&viewer);
    assert_eq!(items[0].state, "over");
    assert_eq!(items[0].warnings, [words::GROWTH_OVER]);
    assert!(items[0].facts.is_empty(), "no number of what has leaked");
    // It is shown, so that one sees where to.
    assert_eq!(overlay::growth_lines(&viewer.state, PANE).len(), 1);
    // Two or three slices about the seed, each slice, all of them; none is counted.
    let done = viewer.state.work.jobs - jobs;
    assert!((SLICES as u64 + 3..=SLICES as u64 + 4).contains(&done));
    viewer.act(Action::CloseAll);
    viewer.settle();
    assert_eq!((grown(&viewer).len(), viewer.held_bytes()), (0, 0));
}

#[test]
fn nothing_grows_while_slices_are_to_come_and_workers_are_asked_once() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(SLICES));
    for _ in 0..SLICES / 2 {
        viewer.answer();
        viewer.draw();
    }
    viewer.act(Action::ChooseTool { tool: Tool::Seed });
    let (pane, at, reach) = (PANE, place(17.5, 31.5), 0.001);
    viewer.act(Action::PressMark { pane, at, reach });
    assert!(grown(&viewer).is_empty() && viewer.state.refused.is_some());
    viewer.settle();
    viewer.act(Action::PressMark { pane, at, reach });
    while viewer.answer() {
        viewer.draw();
        let asked = viewer
            .jobs
            .iter()
            .filter_map(|(_, job, _)| match &job.task {
                Task::Values { question, .. } => Some((job.file, question.clone())),
                _ => None,
            });
        let mut asked: Vec<_> = asked.collect();
        let all = asked.len();
        asked.sort();
        asked.dedup();
        assert_eq!(asked.len(), all, "asked twice at once");
    }
    assert_eq!(grown(&viewer)[0].state, "done");
}
