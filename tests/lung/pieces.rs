//! Runs, parts, closing, outlines and shares: against what is done voxel by voxel, and
//! against numbers reckoned by hand.

use hounsfield::lung::outline::outline;
use hounsfield::lung::parts::Parts;
use hounsfield::lung::runs::{self, Disc, Extent, Run};
use hounsfield::lung::shares::{EDGES_HU, Warning, count, shares};
use hounsfield::lung::{Grid, Level, Region};
use hounsfield::pixels::{Frame, Shape};
use xtask::synthetic::random::Random;

use crate::phantom::{LAYOUT, RESCALE};

const EXTENT: Extent = Extent {
    columns: 23,
    rows: 17,
};

type Voxels = Vec<Vec<bool>>;

fn random(seed: u64, per_cent: usize) -> Voxels {
    let mut random = Random::new(seed);
    let mut row = || {
        (0..EXTENT.columns)
            .map(|_| random.below(100) < per_cent)
            .collect()
    };
    (0..EXTENT.rows).map(|_| row()).collect()
}

fn to_runs(voxels: &Voxels) -> Vec<Run> {
    runs::of(EXTENT, |column, row| {
        voxels[usize::from(row)][usize::from(column)]
    })
}

fn of(is_in: impl Fn(i32, i32) -> bool) -> Voxels {
    let row = |y| {
        (0..i32::from(EXTENT.columns))
            .map(|x| is_in(x, y))
            .collect()
    };
    (0..i32::from(EXTENT.rows)).map(row).collect()
}

fn at(voxels: &Voxels, x: i32, y: i32) -> Option<bool> {
    let row = voxels.get(usize::try_from(y).ok()?)?;
    row.get(usize::try_from(x).ok()?).copied()
}

#[test]
fn sets_of_runs_are_sets_of_voxels() {
    for seed in 0..20 {
        let (a, b) = (random(seed, 20 + 3 * seed as usize), random(seed + 100, 50));
        let each = |op: fn(bool, bool) -> bool| {
            to_runs(&of(|x, y| op(at(&a, x, y).unwrap(), at(&b, x, y).unwrap())))
        };
        let (a, b) = (to_runs(&a), to_runs(&b));
        assert_eq!(runs::union(&a, &b), each(|a, b| a || b));
        assert_eq!(runs::minus(&a, &b), each(|a, b| a && !b));
        assert_eq!(runs::both(&a, &b), each(|a, b| a && b));
    }
}

#[test]
fn discs_are_laid_as_voxel_by_voxel() {
    for (seed, radius_mm, pixel_mm) in [
        (1, 0.4, [1.0, 1.0]),
        (2, 1.0, [1.0, 1.0]),
        (3, 2.5, [0.7, 0.9]),
        (4, 3.0, [1.0, 0.5]),
        (5, 5.0, [1.1, 1.7]),
    ] {
        let voxels = random(seed, if seed == 5 { 3 } else { 30 });
        let near = |x: i32, y: i32, other: [i32; 2]| {
            let right = f64::from(x - other[0]) * pixel_mm[0];
            let down = f64::from(y - other[1]) * pixel_mm[1];
            right.hypot(down) <= radius_mm + 1e-9
        };
        let places = || (0..17).flat_map(|y| (0..23).map(move |x| [x, y]));
        let dilate = |voxels: &Voxels| {
            of(|x, y| places().any(|it| at(voxels, it[0], it[1]) == Some(true) && near(x, y, it)))
        };
        let erode = |voxels: &Voxels| {
            of(|x, y| places().all(|it| at(voxels, it[0], it[1]) == Some(true) || !near(x, y, it)))
        };
        let disc = Disc::new(radius_mm, pixel_mm);
        let set = to_runs(&voxels);
        assert_eq!(
            disc.dilated(&set, EXTENT),
            to_runs(&dilate(&voxels)),
            "{seed}"
        );
        assert_eq!(
            disc.eroded(&set, EXTENT),
            to_runs(&erode(&voxels)),
            "{seed}"
        );
        // Away from the border, where it says what lies beyond.
        let inner = of(|x, y| {
            (6..17).contains(&x) && (7..10).contains(&y) && at(&voxels, x, y) == Some(true)
        });
        if radius_mm <= 3.0 {
            let closed = to_runs(&erode(&dilate(&inner)));
            assert_eq!(disc.closed(&to_runs(&inner), EXTENT), closed, "{seed}");
        }
    }
}

/// Parts by filling, voxel by voxel.
fn filled(stack: &[Voxels]) -> Vec<usize> {
    let mut left: Vec<Voxels> = stack.to_vec();
    let mut sizes = Vec::new();
    for z in 0..stack.len() {
        for y in 0..17 {
            for x in 0..23 {
                let mut size = 0;
                let mut waiting = vec![(x, y, z)];
                while let Some((x, y, z)) = waiting.pop() {
                    if !left[z][y][x] {
                        continue;
                    }
                    left[z][y][x] = false;
                    size += 1;
                    let ways = [
                        (-1, 0, 0),
                        (1, 0, 0),
                        (0, -1, 0),
                        (0, 1, 0),
                        (0, 0, -1),
                        (0, 0, 1),
                    ];
                    for (dx, dy, dz) in ways {
                        let next = [(x, dx, 23), (y, dy, 17), (z, dz, stack.len())];
                        let next = next
                            .map(|(at, by, end)| at.checked_add_signed(by).filter(|at| *at < end));
                        if let [Some(x), Some(y), Some(z)] = next {
                            waiting.push((x, y, z));
                        }
                    }
                }
                if size > 0 {
                    sizes.push(size);
                }
            }
        }
    }
    sizes.sort_unstable();
    sizes
}

#[test]
fn parts_are_those_that_filling_finds() {
    for (seed, per_cent) in [(7, 20), (8, 31), (9, 40), (10, 60)] {
        let stack: Vec<Voxels> = (0..6)
            .map(|slice| random(seed * 50 + slice, per_cent))
            .collect();
        let slices: Vec<Vec<Run>> = stack.iter().map(to_runs).collect();
        let parts = Parts::of_stack(&slices);
        let sizes = parts.sums(&slices, |_, run| f64::from(run.length()));
        let mut sizes: Vec<usize> = sizes.into_iter().map(|size| size as usize).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, filled(&stack), "{per_cent}");
    }
}

#[test]
fn outlines_hold_what_the_runs_hold() {
    for seed in 0..20 {
        let set = to_runs(&random(seed + 40, 10 + 4 * seed as usize));
        let lines = outline(&set);
        // Holes run the other way round, so that their areas count against (shoelace).
        let area = |line: &Vec<[u16; 2]>| -> i64 {
            let next = line.iter().cycle().skip(1);
            let pairs = line.iter().zip(next);
            let twice: i64 = pairs
                .map(|(a, b)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]))
                .sum();
            twice / 2
        };
        let all: i64 = lines.iter().map(area).sum();
        assert_eq!(all.unsigned_abs(), runs::count(&set), "{seed}");
    }
    let square = [
        Run {
            row: 2,
            from: 3,
            to: 5,
        },
        Run {
            row: 3,
            from: 3,
            to: 5,
        },
    ];
    assert_eq!(outline(&square).len(), 1);
    assert_eq!(outline(&square)[0].len(), 4);
}

/// Ten columns of one row, counted in a lung each.
/// Whole per cent.
fn per_cent(region: &Region) -> Vec<i64> {
    let shares = region.shares().unwrap();
    shares
        .iter()
        .map(|share| (100.0 * share).round() as i64)
        .collect()
}

fn counts_of(values: [i16; 10]) -> [Vec<u32>; 2] {
    let stored = values.map(|hu| u16::try_from(hu + 1024 + 100).unwrap_or(0));
    let bytes: Vec<u8> = stored
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    let shape = Shape {
        columns: 10,
        rows: 1,
        samples: 1,
        planar: false,
    };
    let frame = Frame::new(&bytes, LAYOUT, shape).unwrap();
    let rescale = hounsfield::pixels::Rescale {
        intercept: RESCALE.intercept - 100.0,
        ..RESCALE
    };
    let lungs = [
        vec![Run {
            row: 0,
            from: 0,
            to: 6,
        }],
        vec![Run {
            row: 0,
            from: 6,
            to: 10,
        }],
    ];
    count(&frame, Some(&rescale), None, &lungs)
}

#[test]
fn shares_are_as_reckoned_by_hand() {
    // Right: -951 | -950 -751 | -750 -301 | 50 beyond the last edge. Left: -1030 before the first.
    let counts = counts_of([-951, -950, -751, -750, -301, 50, -1030, -1024, -300, 49]);
    let level = |from_mm: f64, to_mm: f64| Level {
        position_mm: [0.0; 3],
        from_mm,
        to_mm,
    };
    let grid = Grid {
        columns: 10,
        rows: 1,
        pixel_mm: [10.0, 10.0],
        row: [1.0, 0.0, 0.0],
        column: [0.0, 1.0, 0.0],
        has_gaps: false,
        levels: vec![
            level(-5.0, 5.0),
            level(5.0, 15.0),
            level(15.0, 45.0),
            level(45.0, 55.0),
        ],
    };
    // Voxels of 1, 1, 3 and 1 ml; the mask is in the second and the third slice: from 5 to 45 mm.
    let empty = [Vec::new(), Vec::new()];
    let table = shares(&[&empty, &counts, &counts, &empty], &grid, &EDGES_HU, true);
    let [right, left] = &table.lungs;
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
    assert!(close(right.volume_ml, 24.0) && close(left.volume_ml, 16.0));
    assert!(close(table.all.volume_ml, 40.0));
    // Of six voxels one, two, two, none; of four, one, none, none, two.
    assert_eq!(per_cent(right), [17, 33, 33, 0]);
    assert_eq!(per_cent(left), [25, 0, 0, 50]);
    // Thirds of 13.33 mm: the slice of 10 mm and a ninth of the next one, then four ninths each.
    let thirds = table.thirds[0].each_ref().map(|third| third.volume_ml);
    for (found, expected) in thirds.iter().zip([6.0 + 2.0, 8.0, 8.0]) {
        assert!(close(*found, expected), "{thirds:?}");
    }
    assert_eq!(table.warnings, [Warning::Small]);
    // Other edges, the same counts.
    let other = shares(
        &[&empty, &counts, &counts, &empty],
        &grid,
        &[-1000, 0],
        true,
    );
    assert_eq!(per_cent(&other.lungs[0]), [83]);
}

#[test]
fn what_makes_a_table_doubtful_leads_it() {
    let counts = counts_of([-800; 10]);
    let none = [counts[0].clone(), Vec::new()];
    let grid = |side_mm: f64| Grid {
        columns: 10,
        rows: 1,
        pixel_mm: [side_mm, side_mm],
        row: [1.0, 0.0, 0.0],
        column: [0.0, 1.0, 0.0],
        has_gaps: false,
        levels: vec![
            Level {
                position_mm: [0.0; 3],
                from_mm: 0.0,
                to_mm: 150.0
            };
            2
        ],
    };
    // Right to left is 3 to 2; 2 * 10 voxels of 150 ml each are 3 l, of 1.5 ml 30 ml.
    let large = shares(
        &[&counts, &counts],
        &grid(31.622_776_601_683_79),
        &EDGES_HU,
        true,
    );
    assert_eq!(
        large.warnings,
        [Warning::Cut {
            first: true,
            last: true
        }]
    );
    let small = shares(
        &[&none, &[Vec::new(), Vec::new()]],
        &grid(1.0),
        &EDGES_HU,
        false,
    );
    let expected = [
        Warning::Unequal,
        Warning::Small,
        Warning::Cut {
            first: true,
            last: false,
        },
        Warning::Airway,
    ];
    assert_eq!(small.warnings, expected);
}
