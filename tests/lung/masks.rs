//! Lungs of chests whose volumes are known.

use hounsfield::lung::shares::volume_ml;
use hounsfield::lung::{Mask, Run};
use hounsfield::volume::vector::Vector;

use crate::phantom::{Ellipsoid, LEFT, RIGHT, Scan, chest};

fn volumes(mask: &Mask, scan: &Scan) -> [f64; 2] {
    let grid = scan.grid();
    [0, 1].map(|side| {
        let slices: Vec<Vec<Run>> = mask.slices.iter().map(|of| of[side].clone()).collect();
        volume_ml(&slices, &grid)
    })
}

#[track_caller]
fn assert_volumes(mask: &Mask, scan: &Scan, lungs: [Ellipsoid; 2], share: f64) {
    let found = volumes(mask, scan);
    for (found, lung) in found.iter().zip(lungs) {
        let expected = lung.volume_ml();
        let off = (found - expected).abs() / expected;
        assert!(off <= share, "{found} of {expected} ml");
    }
}

fn default_chest(at: Vector) -> f64 {
    chest(at, &[RIGHT, LEFT])
}

#[test]
fn both_lungs_are_found_and_nothing_else_that_holds_air() {
    let scan = Scan::default();
    let mask = scan.mask(default_chest);
    // Less what the bronchi take of them: 2 % is 27 ml of the left one, the gas would be 113 ml.
    assert_volumes(&mask, &scan, [RIGHT, LEFT], 0.02);
    assert!(mask.has_airway);
    assert!(mask.middle_x_mm.abs() < 4.0, "{}", mask.middle_x_mm);
    let grid = scan.grid();
    for (slice, lungs) in mask.slices.iter().enumerate() {
        for run in lungs.iter().flatten() {
            let [x, y, _] = grid.middle(slice, *run);
            let is_trachea = x.hypot(y - 15.0) < 8.0 && run.length() < 8;
            assert!(!is_trachea, "trachea in slice {slice}");
        }
    }
}

#[test]
fn right_is_the_patients_right_however_the_image_lies() {
    let seen_from_above = Scan {
        row: [-1.0, 0.0, 0.0],
        ..Scan::default()
    };
    let prone = Scan {
        row: [-1.0, 0.0, 0.0],
        column: [0.0, -1.0, 0.0],
        ..Scan::default()
    };
    let turned = Scan {
        row: [0.0, 1.0, 0.0],
        column: [1.0, 0.0, 0.0],
        size: [132, 200],
        ..Scan::default()
    };
    for scan in [seen_from_above, prone, turned] {
        let mask = scan.mask(default_chest);
        assert_volumes(&mask, &scan, [RIGHT, LEFT], 0.02);
    }
}

#[test]
fn tilted_slices_and_uneven_ones_give_the_same_volumes() {
    let (sin, cos) = 15_f64.to_radians().sin_cos();
    let tilted = Scan {
        column: [0.0, cos, sin],
        size: [200, 150],
        along_mm: (-55..=65).map(|at| f64::from(at) * 3.0).collect(),
        ..Scan::default()
    };
    let mask = tilted.mask(default_chest);
    assert_volumes(&mask, &tilted, [RIGHT, LEFT], 0.025);
    // 2 mm in the upper half, 5 mm in the lower one.
    let upper = (-70..0).map(|at| f64::from(at) * 2.0);
    let lower = (0..=40).map(|at| f64::from(at) * 5.0);
    let uneven = Scan {
        along_mm: upper.chain(lower).collect(),
        ..Scan::default()
    };
    let mask = uneven.mask(default_chest);
    assert_volumes(&mask, &uneven, [RIGHT, LEFT], 0.025);
}

#[test]
fn lungs_that_touch_are_parted_where_they_do() {
    // Their edges meet in front of the heart; what parts them is blurred to below the threshold.
    let right = Ellipsoid {
        middle: [-51.0, -10.0, 0.0],
        ..RIGHT
    };
    let left = Ellipsoid {
        middle: [46.0, -10.0, 0.0],
        ..LEFT
    };
    let scan = Scan::default();
    let touching = |at: Vector| {
        let [x, y, z] = at;
        let is_neck = x.abs() <= 6.0 && (y + 10.0).abs() <= 12.0 && z.abs() <= 30.0;
        match chest(at, &[right, left]) {
            value if is_neck && value > -500.0 => -640.0,
            value => value,
        }
    };
    let mask = scan.mask(touching);
    // The neck itself is 17 ml.
    assert_volumes(&mask, &scan, [right, left], 0.03);
    let grid = scan.grid();
    for (slice, lungs) in mask.slices.iter().enumerate() {
        for (lung, is_there) in lungs.iter().zip([|x: f64| x < 8.0, |x: f64| x > -8.0]) {
            let mut middles = lung.iter().map(|run| grid.middle(slice, *run)[0]);
            assert!(middles.all(is_there), "slice {slice}");
        }
    }
}

#[test]
fn air_beside_a_lung_is_no_lung() {
    let collapsed = Ellipsoid {
        middle: [-65.0, 10.0, 0.0],
        half: [34.0, 50.0, 95.0],
    };
    let pleura = Ellipsoid {
        half: collapsed.half.map(|half| half + 5.0),
        ..collapsed
    };
    let scan = Scan::default();
    let mask = scan.mask(|at| {
        if RIGHT.holds(at) && !pleura.holds(at) && at[0] < -60.0 {
            -1000.0
        } else {
            chest(at, &[collapsed, LEFT])
        }
    });
    assert_volumes(&mask, &scan, [collapsed, LEFT], 0.03);
}

#[test]
fn one_lung_is_on_its_side_and_a_body_without_air_has_none() {
    let scan = Scan::default();
    for (lung, side) in [(RIGHT, 0), (LEFT, 1)] {
        let mask = scan.mask(|at| chest(at, &[lung, lung]));
        let found = volumes(&mask, &scan);
        assert!((found[side] - lung.volume_ml()).abs() < 0.03 * lung.volume_ml());
        assert!(found[1 - side] < f64::EPSILON, "{found:?}");
    }
    let solid = scan.mask(|[x, y, _]| if x.hypot(y) < 100.0 { 40.0 } else { -1000.0 });
    assert!(volumes(&solid, &scan).iter().all(|ml| *ml < f64::EPSILON));
    assert!(!solid.has_airway);
}

#[test]
fn a_lung_in_two_parts_is_one_and_the_smaller_one_beside_it_is_no_part_of_it() {
    let scan = Scan::default();
    let small = Ellipsoid {
        middle: LEFT.middle,
        half: [28.0, 40.0, 60.0],
    };
    // A solid layer of 24 mm through the middle of the right lung.
    let half_mm = 12.0;
    let mask = scan.mask(|at| {
        let is_solid = RIGHT.holds(at) && at[2].abs() < half_mm;
        if is_solid {
            40.0
        } else {
            chest(at, &[RIGHT, small])
        }
    });
    let share = half_mm / RIGHT.half[2];
    let solid = RIGHT.volume_ml() * (1.5 * share - 0.5 * share.powi(3));
    let found = volumes(&mask, &scan);
    for (found, expected) in found
        .iter()
        .zip([RIGHT.volume_ml() - solid, small.volume_ml()])
    {
        let off = (found - expected).abs() / expected;
        assert!(off <= 0.04, "{found} of {expected} ml");
    }
}
