//! The computed chest: what is said to be in it is there, and its files are good.

#![expect(
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a test ends where it cannot go on, and its figures are small"
)]

use std::collections::BTreeSet;

use hounsfield::decode;
use hounsfield::header::{self, Header, Read};
use hounsfield::pixels::preset::LUNG;
use hounsfield::pixels::{Frame, Unit};
use hounsfield::sample::{self, LANDMARKS, Landmark, SIDE, SLICE_MM, SLICES, SPACING_MM};
use hounsfield::series;

/// The grey level of a pixel of the picture that a room is checked by, from what is stored of it.
fn room_grey(samples: &[u8], [column, row]: [u32; 2]) -> u8 {
    let at = 2 * (row * sample::room::COLUMNS + column) as usize;
    let stored = i32::from(u16::from_le_bytes([samples[at], samples[at + 1]]));
    LUNG.window()
        .grey(f64::from(stored - sample::room::OFFSET_HU))
}

#[test]
fn the_room_is_checked_by_the_levels_that_are_said() {
    let samples = sample::room::samples();
    assert_eq!(
        samples.len() as u32,
        2 * sample::room::COLUMNS * sample::room::ROWS
    );
    let grey = |at| room_grey(&samples, at);
    // 5 % of 255 is 12.75, 95 % 242.25, 50 % 127.5.
    for (at, level) in [
        ([60, 40], 0),
        ([279, 259], 0),
        ([120, 100], 13),
        ([219, 199], 13),
        ([680, 40], 255),
        ([740, 100], 242),
        ([839, 199], 242),
        ([0, 0], 128),
        ([470, 20], 128),
        // A bar of each line's first letter: 58, 55 and 53 %.
        ([340, 50], 148),
        ([340, 130], 140),
        ([340, 210], 135),
        // Beside the bar, and between two letters.
        ([350, 50], 128),
        ([390, 50], 128),
        // Lung: (-850 + 600.5) / 1499 * 255 + 127.5; the disc's middle -720 HU.
        ([10, 590], 85),
        ([720, 500], 107),
        ([720, 580], 85),
    ] {
        assert_eq!(grey(at), level, "{at:?}");
    }
    // Halfway from the disc's middle -720 to -850: -785 HU at 60 pixels.
    assert!((95..=97).contains(&grey([780, 500])));
    for step in 0..16_u32 {
        for column in [60 * step, 60 * step + 59] {
            assert_eq!(u32::from(grey([column, 350])), 17 * step);
        }
    }
}

/// Voxels whose middle is within so many mm of a landmark's, by slice.
fn voxels(landmark: &Landmark, radius_mm: f64) -> Vec<(u32, usize)> {
    let mut found = Vec::new();
    let [x, y, z] = landmark.centre_mm;
    for slice in 0..SLICES {
        let up = sample::z_mm(slice) - z;
        if up.abs() > radius_mm {
            continue;
        }
        for row in 0..u32::from(SIDE) {
            for column in 0..u32::from(SIDE) {
                let [across, back] = [sample::along_mm(column) - x, sample::along_mm(row) - y];
                if across * across + back * back + up * up <= radius_mm * radius_mm {
                    found.push((slice, (row * u32::from(SIDE) + column) as usize));
                }
            }
        }
    }
    found
}

#[test]
fn every_landmark_is_of_its_density_to_its_edge() {
    for landmark in &LANDMARKS {
        // A voxel's corner is nearer to the edge than its middle.
        let inside = voxels(landmark, landmark.radius_mm - SPACING_MM);
        assert!(inside.len() > 8, "{}: {}", landmark.name, inside.len());
        let slices: BTreeSet<u32> = inside.iter().map(|(slice, _)| *slice).collect();
        for slice in slices {
            let densities = sample::densities(slice);
            for (_, at) in inside.iter().filter(|(of, _)| *of == slice) {
                let hu = densities[*at];
                assert!(
                    (hu - landmark.hu).abs() < 0.01,
                    "{} in slice {slice}: {hu}",
                    landmark.name
                );
            }
        }
    }
}

#[test]
fn nodules_have_their_diameter() {
    for landmark in LANDMARKS.iter().filter(|landmark| landmark.is_whole) {
        let [x, y, z] = landmark.centre_mm;
        let slice = (0..SLICES)
            .min_by(|a, b| {
                let off = |slice: &u32| (sample::z_mm(*slice) - z).abs();
                off(a).total_cmp(&off(b))
            })
            .unwrap();
        let off = sample::z_mm(slice) - z;
        assert!(off.abs() <= SLICE_MM / 2.0);
        // Along the line through its middle, in whole voxels and parts of them.
        let nearest = |mm: f64| (mm / SPACING_MM + f64::from(SIDE - 1) / 2.0).round() as usize;
        let row = nearest(y);
        let line = &sample::densities(slice)[row * usize::from(SIDE)..][..usize::from(SIDE)];
        let reach = nearest(x) - 20..=nearest(x) + 20;
        let apart = landmark.hu - sample::LUNG;
        let is_of_it = |hu: &&f32| (**hu - sample::LUNG) / apart > 0.02;
        let from_middle = |towards: Vec<f32>| -> f64 {
            let parts = towards.iter().take_while(|hu| is_of_it(hu));
            parts
                .map(|hu| f64::from((hu - sample::LUNG) / apart).min(1.0))
                .sum()
        };
        let (left, right) = line[reach].split_at(20);
        let width = from_middle(left.iter().rev().copied().collect()) + from_middle(right.to_vec());
        let beside = sample::along_mm(row as u32) - y;
        let radius = (landmark.radius_mm.powi(2) - off * off - beside * beside).sqrt();
        assert!(
            (width * SPACING_MM - 2.0 * radius).abs() < 0.6,
            "{}: {} mm, should be {}",
            landmark.name,
            width * SPACING_MM,
            2.0 * radius
        );
    }
}

fn read(slice: u32) -> (Header, Vec<u8>) {
    let bytes = sample::file(slice);
    assert!(bytes.len() as u64 <= sample::FILE_BYTES);
    match header::read(&bytes, bytes.len() as u64) {
        Ok(Read::Header(header)) => (*header, bytes),
        other => panic!("{other:?}"),
    }
}

#[test]
fn files_are_ct_in_hu_and_stamped() {
    let mut instances = BTreeSet::new();
    let mut last_z = f64::INFINITY;
    for slice in [0, 1, 59, SLICES - 1] {
        let (header, _) = read(slice);
        let image = header.image.as_ref().unwrap();
        assert_eq!(series::unit(&header, image), Unit::Hu);
        assert_eq!((image.shape.columns, image.shape.rows), (512, 512));
        assert_eq!(header.series_description.as_deref(), Some(sample::STAMP));
        assert!(instances.insert(header.sop_instance.clone().unwrap()));
        let z = header.position_mm.unwrap()[2];
        assert!(z < last_z, "from head to feet");
        last_z = z;
    }
    let (_, bytes) = read(3);
    assert_eq!(bytes, sample::file(3), "the same each time it is made");
}

#[test]
fn noise_has_a_mean_of_nothing() {
    let landmark = LANDMARKS
        .iter()
        .find(|mark| mark.name == "heart muscle")
        .unwrap();
    let slice = 79;
    let (header, bytes) = read(slice);
    let image = header.image.unwrap();
    let span = decode::frame_span(&image, 0, bytes.len() as u64).unwrap();
    let frame = Frame::new(&bytes[span.offset as usize..], image.layout, image.shape).unwrap();
    let stored: Vec<i64> = frame.stored_values().collect();
    let rescale = image.rescale.unwrap();
    let values: Vec<f64> = voxels(landmark, 30.0)
        .into_iter()
        .filter(|(of, _)| *of == slice)
        .map(|(_, at)| rescale.modality(stored[at] as f64))
        .collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let spread = values.iter().map(|hu| (hu - mean).powi(2)).sum::<f64>();
    let deviation = (spread / (values.len() - 1) as f64).sqrt();
    assert!((mean - f64::from(landmark.hu)).abs() < 1.0, "{mean}");
    assert!((deviation - sample::NOISE_HU).abs() < 0.8, "{deviation}");
}
