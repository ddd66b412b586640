//! PET, each slice of which has a slope of its own: planes, what they hold, and renderings, in the values that
//! slices show by themselves.

use hounsfield::marks::Kind;
use hounsfield::overlay;
use hounsfield::session::{Action, RenderingAction, Tool};
use hounsfield::volume::Projection;
use xtask::synthetic::ct::Series;
use xtask::synthetic::{Writing, pet};

use crate::PANE;
use crate::grey::{drag, grown, volume_ml};
use crate::measure_planes::{CORONAL, draw, labels};
use crate::performer::Performer;

const SIDE: u16 = 64;
/// Between columns and between rows.
const PIXEL_MM: f64 = 360.0 / 64.0;
const SLICE_MM: f64 = 3.0;

/// Becquerels a millilitre are these and the slice's slope: 0.5, 8, 2, 20 and again.
fn stored(row: u16, slice: usize) -> i16 {
    10 * row.cast_signed() + (slice as u16).cast_signed()
}

fn loaded() -> Performer {
    opened(|_, row, slice| stored(row, slice))
}

/// By column, row and slice.
fn opened(stored: impl Fn(u16, u16, usize) -> i16) -> Performer {
    let series = Series {
        number: 1,
        slices: 20,
        side: SIDE,
        slice_mm: SLICE_MM,
    };
    let files = (0..series.slices).map(|slice| {
        let file = pet::slice(series, slice, |column, row| stored(column, row, slice));
        (format!("{slice}"), file.write(&Writing::default()))
    });
    let mut viewer = Performer::new();
    viewer.drop_files(1, files.collect());
    viewer.settle();
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 6,
    });
    viewer.draw();
    viewer
}

fn with_planes() -> Performer {
    let mut viewer = loaded();
    viewer.act(Action::Planes);
    viewer.draw();
    viewer
}

#[test]
fn planes_are_drawn_by_each_slices_own_slope() {
    let viewer = with_planes();
    assert_eq!(viewer.state.refused, None);
    let list = viewer.draws.last().unwrap();
    assert_eq!(list.cuts.len(), 3);
    for cut in &list.cuts {
        assert!(cut.lookup.own_rescale && cut.lookup.regular);
        // Whatever slice lies next: it is brought to values before.
        assert!((cut.path.slope - 1.0).abs() < 1e-12 && cut.path.intercept.abs() < 1e-12);
    }
}

/// Coronal 33 lies in row 32. Slice 5 holds 8 * 325 there, slice 6 2 * 326.
#[test]
fn a_point_between_slices_is_blended_of_their_values() {
    let mut viewer = with_planes();
    let row = (5.0 + 1.0 / 3.0 + 0.5) * SLICE_MM / PIXEL_MM;
    draw(&mut viewer, CORONAL, Kind::Probe, &[[20.5, row]]);
    // 2600 * 2 / 3 + 652 / 3.
    let said = labels(&viewer, CORONAL).remove(0);
    assert!(said.starts_with("1950.67 Bq/ml, interpolated|"), "{said}");

    let picture = viewer.state.screen.cut(CORONAL).unwrap();
    let [x, y] = picture.placement.canvas_from_image([20.5, row]);
    let rect = picture.rect;
    let at = [
        (x - f64::from(rect.x)) / f64::from(rect.width),
        (y - f64::from(rect.y)) / f64::from(rect.height),
    ];
    viewer.act(Action::PointAt {
        pane: CORONAL,
        at: Some(at),
    });
    let probe = overlay::pane(&viewer.state, CORONAL).probe.unwrap();
    // 1950.67 * 74 kg / 370 MBq.
    assert_eq!(probe.value, "1950.67");
    assert_eq!(probe.unit, "Bq/ml, SUVbw 0.39 interpolated");
}

/// Rows 2 to 7 of the picture lie in slices 4.1875, 6.0625, 7.9375, 9.8125, 11.6875 and 13.5625, and hold
/// 619.125, 1020, 562.5, 1029.75, 2182.875 and 1541.25.
#[test]
fn a_region_across_slices_has_the_mean_of_their_values() {
    let mut viewer = with_planes();
    let outline = [[10.0, 2.0], [30.0, 8.0]];
    draw(&mut viewer, CORONAL, Kind::Rectangle, &outline);
    let said = labels(&viewer, CORONAL).remove(0);
    let lines: Vec<&str> = said.split('|').collect();
    assert_eq!(lines[0], "1159.25 Bq/ml, interpolated");
    assert!(lines[1].ends_with("562.5 to 2182.88"), "{said}");
    assert_eq!(lines[2], "n 120");
}

/// Slices 5, 6, 7 lie in 10 mm about slice 6, and a third of the way on to 4 and 8. In row 32 they hold 2600, 652 and
/// 6540, at the faces 974.67 and 2289.33. By their cells slice 4 would be the least of them.
#[test]
fn a_slab_compares_values_and_not_cells() {
    let mut viewer = with_planes();
    let mut held = Vec::new();
    for projection in [Projection::Mip, Projection::MinIp] {
        viewer.act(Action::NextSlab { pane: PANE });
        viewer.draw();
        let cut = &viewer.draws.last().unwrap().cuts[0];
        assert_eq!(cut.slab.unwrap().projection, projection);
        draw(&mut viewer, PANE, Kind::Probe, &[[20.5, 32.5]]);
        held.push(labels(&viewer, PANE).remove(0));
    }
    assert!(held[0].starts_with("6540 Bq/ml, MIP 10 mm|"), "{held:?}");
    assert!(held[1].starts_with("652 Bq/ml, MinIP 10 mm|"), "{held:?}");
}

/// From 0 to 10,000, and half as far again to either side, values have levels from 1 to 255.
#[test]
fn a_rendering_is_of_values_too() {
    let mut viewer = loaded();
    let toggle = RenderingAction::Toggle { pane: PANE };
    viewer.act(Action::Rendering(toggle));
    viewer.settle();
    let (size, layers) = viewer.solids.values().next().unwrap();
    assert_eq!(*size, [64, 64, 20]);
    let level = |slice: usize| layers.levels[(slice * 64 + 32) * 64 + 20];
    // 1 + 254 * (2600 + 5000) / 20,000, and of 652 and 6540 in the next two.
    assert_eq!([5, 6, 7].map(level), [98, 73, 148]);
}

/// 400 Bq/ml in 10 columns, 10 rows and 12 slices, whatever their slopes: 1200 voxels.
#[test]
fn a_region_grows_through_slices_of_all_slopes_by_the_steps_of_its_seeds() {
    let hot = |column: u16, row: u16, slice: usize| {
        let is_in = (20..30).contains(&column) && (20..30).contains(&row);
        let of_slice = [800, 50, 200, 20][slice % 4];
        if is_in && (4..16).contains(&slice) {
            of_slice
        } else {
            0
        }
    };
    // Steps are of 0.5 in slice 8, and of 8 in slice 9, where 1 is the least that is said.
    for (slice, range) in [(8, [399.5, 400.5]), (9, [399.0, 401.0])] {
        let mut viewer = opened(hot);
        viewer.act(Action::ShowSlice { pane: PANE, slice });
        viewer.draw();
        drag(&mut viewer, Tool::Seed, [25.5, 25.5], [25.5, 25.5]);
        let items = grown(&viewer);
        assert_eq!((items.len(), items[0].state), (1, "done"), "{items:?}");
        assert_eq!(items[0].range, Some(range));
        let voxel_ml = PIXEL_MM * PIXEL_MM * SLICE_MM / 1000.0;
        assert!((volume_ml(&viewer) - 1200.0 * voxel_ml).abs() < 1e-6);
    }
}
