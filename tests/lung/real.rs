//! A real chest CT: its right upper lobe is solid, so that the right lung is less than half of the
//! left one. Against `tests/data/lung/reference.py`: the same method by scipy, voxel by voxel.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use hounsfield::decode;
use hounsfield::header::{self, Header, Image, Read};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::lung::shares::{count, shares};
use hounsfield::lung::{Air, Counts, EDGES_HU, Grid, Mask, Region, Run, Warning, find};
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

fn grid(slices: &[Slice]) -> Grid {
    let keyed: Vec<(FrameKey, &Header, &Image)> = (0..)
        .zip(slices)
        .map(|(file, slice)| (FrameKey::first(FileId(file)), &slice.header, slice.image()))
        .collect();
    Grid::of(&Geometry::of(&keyed).unwrap()).unwrap()
}

/// Voxels of both lungs one after another, as the reference lists them.
fn labels(runs: &Value) -> Vec<u16> {
    let mut labels = Vec::new();
    for pair in runs.as_array().unwrap() {
        let length = labels.len() + pair[1].as_u64().unwrap() as usize;
        labels.resize(length, pair[0].as_u64().unwrap() as u16);
    }
    labels
}

/// Twice what both have, by what they have together.
fn dice(mask: &Mask, grid: &Grid, expected: &[u16], side: usize) -> f64 {
    let label = side as u16 + 1;
    let (columns, rows) = (usize::from(grid.columns), usize::from(grid.rows));
    let mut shared = 0;
    let mut ours = 0;
    for (slice, lungs) in mask.slices.iter().enumerate() {
        for Run { row, from, to } in lungs[side].iter().copied() {
            let start = (slice * rows + usize::from(row)) * columns;
            let run = &expected[start + usize::from(from)..start + usize::from(to)];
            shared += run.iter().filter(|voxel| **voxel == label).count();
            ours += run.len();
        }
    }
    let theirs = expected.iter().filter(|voxel| **voxel == label).count();
    2.0 * shared as f64 / (ours + theirs) as f64
}

#[track_caller]
fn assert_region(region: &Region, expected: &Value) {
    let close = |found: f64, expected: &Value| {
        let expected = expected.as_f64().unwrap();
        assert!(
            (found - expected).abs() <= 0.005 * expected + 0.2,
            "{found} ml of {expected}"
        );
    };
    close(region.volume_ml, &expected["ml"]);
    for (found, expected) in region
        .ranges_ml
        .iter()
        .zip(expected["ranges_ml"].as_array().unwrap())
    {
        close(*found, expected);
    }
}

#[test]
fn the_lungs_of_a_patient_are_those_that_scipy_finds() {
    let Some(slices) = slices() else { return };
    let grid = grid(&slices);
    let started = std::time::Instant::now();
    let airs: Vec<Air> = slices
        .iter()
        .map(|slice| {
            let image = slice.image();
            Air::of(
                &slice.frame(),
                image.rescale.as_ref(),
                image.padding,
                grid.pixel_mm,
            )
        })
        .collect();
    let air_ms = started.elapsed().as_millis();
    let mask = find(&airs, &grid, &mut || {});
    let runs: usize = airs
        .iter()
        .map(|air| air.air.len() + air.lung.len() + air.lumen.len())
        .sum();
    println!(
        "air {air_ms} ms, lungs {} ms of {runs} runs",
        started.elapsed().as_millis() - air_ms
    );
    let file = fs::read_to_string(root().join("tests/data/lung/reference.json")).unwrap();
    let reference: Value = serde_json::from_str(&file).unwrap();
    let expected = labels(&reference["runs"]);
    for side in 0..2 {
        let dice = dice(&mask, &grid, &expected, side);
        assert!(dice > 0.999, "{side}: {dice}");
    }
    assert!(mask.has_airway);
    let middle_x_mm = reference["middle_x_mm"].as_f64().unwrap();
    assert!((mask.middle_x_mm - middle_x_mm).abs() < 0.5);
    let counts: Vec<Counts> = slices
        .iter()
        .zip(&mask.slices)
        .map(|(slice, lungs)| {
            let image = slice.image();
            count(&slice.frame(), image.rescale.as_ref(), image.padding, lungs)
        })
        .collect();
    let counts: Vec<&Counts> = counts.iter().collect();
    let table = shares(&counts, &grid, &EDGES_HU, mask.has_airway);
    for (side, name) in ["right", "left"].into_iter().enumerate() {
        assert_region(&table.lungs[side], &reference[name]["all"]);
        for (third, expected) in table.thirds[side]
            .iter()
            .zip(reference[name]["thirds"].as_array().unwrap())
        {
            assert_region(third, expected);
        }
    }
    assert_eq!(table.warnings, [Warning::Unequal]);
}
