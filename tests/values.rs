//! Values of a real chest CT: histograms, percentiles and ranges against numpy, growing against
//! `scipy.ndimage.label`, by `tests/data/values/reference.py`; and growing in phantoms that are reckoned
//! by hand.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]
#![expect(clippy::cast_precision_loss, reason = "small numbers")]

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use hounsfield::decode;
use hounsfield::grey::grow::{self, Growing, within};
use hounsfield::grey::{Ball, Growth, Histogram, Seed, ranges};
use hounsfield::header::{self, Header, Image, Read};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::lung::runs::{self, Extent};
use hounsfield::lung::{EDGES_HU, Grid, Level, Run};
use hounsfield::pixels::Frame;
use hounsfield::volume::Geometry;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

struct Slice {
    header: Header,
    samples: Vec<u8>,
}

impl Slice {
    fn image(&self) -> &Image {
        self.header.image.as_ref().unwrap()
    }

    fn frame(&self) -> Frame<'_> {
        let image = self.image();
        Frame::new(&self.samples, image.layout, image.shape).unwrap()
    }

    fn counted(&self, inside: Option<&[Run]>) -> Histogram {
        let image = self.image();
        Histogram::of(&self.frame(), image.rescale.as_ref(), image.padding, inside)
    }
}

/// From head to feet.
fn slices() -> Option<Vec<Slice>> {
    let zip = "../shared/data/series/ct_chest_LIDC-IDRI-0314_5mm.zip";
    let Ok(file) = File::open(root().join(zip)) else {
        eprintln!("SKIPPED: {zip} is not there");
        return None;
    };
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut slices = Vec::new();
    for at in 0..archive.len() {
        let mut bytes = Vec::new();
        archive
            .by_index(at)
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        if bytes.is_empty() {
            continue;
        }
        let Ok(Read::Header(header)) = header::read(&bytes, bytes.len() as u64) else {
            panic!("no header");
        };
        let image = header.image.as_ref().unwrap();
        let uid = &header.transfer_syntax;
        let samples = decode::samples(decode::ALL, &mut bytes.as_slice(), image, uid, 0, &mut None);
        slices.push(Slice {
            samples: samples.unwrap(),
            header: *header,
        });
    }
    slices.sort_by(|a, b| {
        b.header.position_mm.unwrap()[2].total_cmp(&a.header.position_mm.unwrap()[2])
    });
    Some(slices)
}

fn reference() -> Value {
    let file = fs::read_to_string(root().join("tests/data/values/reference.json")).unwrap();
    serde_json::from_str(&file).unwrap()
}

#[track_caller]
fn assert_figures(found: &Histogram, expected: &Value) {
    let number = |name: &str| expected[name].as_f64().unwrap();
    assert_eq!(found.count(), expected["n"].as_u64().unwrap());
    assert_eq!(
        found.percentiles(),
        Some([number("p1"), number("p99")]),
        "percentiles"
    );
    assert_eq!(found.median(), Some(number("median")));
    assert!((found.mean().unwrap() - number("mean")).abs() < 1e-6);
    assert!((found.deviation(10).unwrap() - number("sd")).abs() < 1e-6);
}

fn whole(list: &Value) -> Vec<u64> {
    let list = list.as_array().unwrap().iter();
    list.map(|it| it.as_u64().unwrap()).collect()
}

/// In slices of which none is missing.
fn grown(slices: &[Vec<Run>], seed: Seed, most: u64, ball: Option<Ball>) -> Growth {
    let gaps = Vec::new();
    let of = Growing {
        seed,
        most,
        gaps,
        ball,
    };
    grow::grown(slices, &of)
}

#[test]
fn histograms_are_those_of_numpy_slice_by_slice_and_added_up() {
    let Some(slices) = slices() else { return };
    let reference = reference();
    let mut sum = Histogram::default();
    for (at, slice) in slices.iter().enumerate() {
        let counts = slice.counted(None);
        if let Some(expected) = reference["slices"].get(at.to_string()) {
            assert_figures(&counts, expected);
            let bins: Vec<[f64; 2]> = counts.bins().map(|(hu, n)| [hu, n as f64]).collect();
            let expected_bins: Vec<[f64; 2]> =
                serde_json::from_value(expected["bins"].clone()).unwrap();
            assert_eq!(bins, expected_bins);
            assert_eq!(
                ranges::counts(&counts, &EDGES_HU),
                whole(&expected["ranges"])
            );
        }
        sum.add(&counts);
    }
    let expected = &reference["stack"];
    assert_figures(&sum, expected);
    assert_eq!(sum.padding, expected["padding"].as_u64().unwrap());
    assert_eq!(ranges::counts(&sum, &EDGES_HU), whole(&expected["ranges"]));
}

#[test]
fn what_grows_in_a_patient_is_what_scipy_labels() {
    let Some(slices) = slices() else { return };
    let keyed: Vec<(FrameKey, &Header, &Image)> = (0..)
        .zip(&slices)
        .map(|(file, slice)| (FrameKey::first(FileId(file)), &slice.header, slice.image()))
        .collect();
    let grid = Grid::of(&Geometry::of(&keyed).unwrap()).unwrap();
    for expected in reference()["growths"].as_array().unwrap() {
        let range: [f64; 2] = serde_json::from_value(expected["range"].clone()).unwrap();
        let [slice, column, row] = serde_json::from_value(expected["seed"].clone()).unwrap();
        let seed = Seed {
            slice: usize::from(slice),
            at: [column, row],
        };
        let radius_mm = expected["radius_mm"].as_f64();
        let ball = radius_mm.map(|mm| Ball::new(&grid, seed, mm));
        let found: Vec<Vec<Run>> = slices
            .iter()
            .enumerate()
            .map(|(at, slice)| {
                let image = slice.image();
                let rescale = image.rescale.as_ref();
                let found = within(&slice.frame(), rescale, image.padding, range);
                match &ball {
                    Some(ball) => runs::both(&found, &ball.runs(at, false)),
                    None => found,
                }
            })
            .collect();
        let is_within_ball = ball.is_some();
        let growth = grown(&found, seed, u64::MAX, ball);
        let voxels: Vec<u64> = growth.slices.iter().map(|it| runs::count(it)).collect();
        assert_eq!(voxels, whole(&expected["voxels"]), "{range:?}");
        assert_eq!(growth.meets_ball, is_within_ball);
        let mut counts = Histogram::default();
        for (slice, runs) in slices.iter().zip(&growth.slices) {
            counts.add(&slice.counted(Some(runs)));
        }
        assert_figures(&counts, expected);
    }
}

/// Slices of 40 x 40 voxels of 2 x 1 mm, 3 mm apart.
fn grid(slices: u16) -> Grid {
    let level = |at: u16| {
        let along = 3.0 * f64::from(at);
        Level {
            position_mm: [0.0, 0.0, along],
            from_mm: along - 1.5,
            to_mm: along + 1.5,
        }
    };
    Grid {
        columns: 40,
        rows: 40,
        pixel_mm: [2.0, 1.0],
        row: [1.0, 0.0, 0.0],
        column: [0.0, 1.0, 0.0],
        levels: (0..slices).map(level).collect(),
        has_gaps: false,
    }
}

const EXTENT: Extent = Extent {
    columns: 40,
    rows: 40,
};

fn block(columns: std::ops::Range<u16>, rows: std::ops::Range<u16>) -> Vec<Run> {
    runs::of(EXTENT, |column, row| {
        columns.contains(&column) && rows.contains(&row)
    })
}

#[test]
fn a_part_grows_by_sides_alone_and_is_as_large_as_it_was_made() {
    let small = block(4..14, 5..15);
    // Beside it by a corner, and over it by an edge: neither is a neighbour.
    let corner = block(14..20, 15..20);
    let both = runs::union(&small, &corner);
    let slices = [small.clone(), both, small.clone(), corner];
    let seed = Seed {
        slice: 0,
        at: [4, 5],
    };
    let growth = grown(&slices, seed, 300, None);
    assert_eq!(growth.voxels, 300);
    assert!(!growth.is_over && !growth.meets_ball);
    assert_eq!(growth.slices[3], Vec::new());
    let ml = hounsfield::lung::shares::volume_ml(&growth.slices, &grid(4));
    assert!((ml - 300.0 * 6.0 / 1000.0).abs() < 1e-12, "{ml}");
    // It is said that it is more than it may be, and given all the same.
    let over = grown(&slices, seed, 299, None);
    assert!(over.is_over && over.slices == growth.slices);
    let beside = Seed {
        slice: 0,
        at: [14, 5],
    };
    assert_eq!(grown(&slices, beside, 300, None).voxels, 0);
    let none = Seed {
        slice: 9,
        at: [4, 5],
    };
    assert_eq!(grown(&slices, none, 300, None).voxels, 0);
}

#[test]
fn a_ball_holds_the_voxels_whose_centres_are_within_and_says_where_it_is_met() {
    let grid = grid(11);
    let seed = Seed {
        slice: 5,
        at: [20, 20],
    };
    let ball = Ball::new(&grid, seed, 9.0);
    let mut voxels = 0;
    for slice in 0..11 {
        let expected = runs::of(EXTENT, |column, row| {
            let away = [
                2.0 * (f64::from(column) - 20.0),
                f64::from(row) - 20.0,
                3.0 * (slice as f64 - 5.0),
            ];
            away.iter().map(|it| it * it).sum::<f64>() <= 81.0
        });
        assert_eq!(ball.runs(slice, false), expected, "slice {slice}");
        voxels += runs::count(&expected);
    }
    let all = vec![block(0..40, 0..40); 11];
    let inside: Vec<Vec<Run>> = all
        .iter()
        .enumerate()
        .map(|(slice, runs)| runs::both(runs, &ball.runs(slice, false)))
        .collect();
    let growth = grown(&inside, seed, u64::MAX, Some(ball.clone()));
    assert_eq!(growth.voxels, voxels);
    assert!(growth.meets_ball);
    // What ends before its surface does not meet it.
    let small = vec![block(19..22, 19..22); 11];
    let mut small: Vec<Vec<Run>> = small.into_iter().take(7).collect();
    for slice in &mut small[..4] {
        slice.clear();
    }
    let growth = grown(&small, seed, u64::MAX, Some(ball.clone()));
    assert!(growth.voxels == 27 && !growth.meets_ball);
}

#[test]
fn nothing_grows_across_slices_that_are_missing() {
    let slices = vec![block(3..6, 3..6); 6];
    let seed = Seed {
        slice: 1,
        at: [4, 4],
    };
    let of = |gaps: &[usize]| Growing {
        seed,
        most: u64::MAX,
        gaps: gaps.to_vec(),
        ball: None,
    };
    assert_eq!(grow::grown(&slices, &of(&[])).voxels, 6 * 9);
    let growth = grow::grown(&slices, &of(&[2]));
    assert_eq!(growth.voxels, 3 * 9);
    assert!(growth.slices[3].is_empty() && !growth.slices[2].is_empty());
    // Before the seed too.
    assert_eq!(grow::grown(&slices, &of(&[0, 2])).voxels, 2 * 9);
}
