//! The lungs of the computed chest that the viewer offers: what its landmarks say is in them is, and
//! what is no lung is not.

use hounsfield::decode;
use hounsfield::header::{self, Header, Image, Read};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::lung::{Air, Grid, Mask, find};
use hounsfield::pixels::Frame;
use hounsfield::sample::{self, LANDMARKS, SLICES};
use hounsfield::volume::Geometry;

fn lungs() -> (Geometry, Mask) {
    let files: Vec<(Header, Vec<u8>)> = (0..SLICES)
        .map(|slice| {
            let bytes = sample::file(slice);
            let Ok(Read::Header(header)) = header::read(&bytes, bytes.len() as u64) else {
                panic!("no header");
            };
            (*header, bytes)
        })
        .collect();
    let keyed: Vec<(FrameKey, &Header, &Image)> = (0..)
        .zip(&files)
        .map(|(file, (header, _))| {
            let image = header.image.as_ref().unwrap();
            (FrameKey::first(FileId(file)), header, image)
        })
        .collect();
    let geometry = Geometry::of(&keyed).unwrap();
    let grid = Grid::of(&geometry).unwrap();
    let airs: Vec<Air> = geometry
        .places
        .iter()
        .map(|place| {
            let (header, bytes) = &files[place.frame.file.0 as usize];
            let image = header.image.as_ref().unwrap();
            let uid = &header.transfer_syntax;
            let mut file = bytes.as_slice();
            let samples = decode::samples(decode::ALL, &mut file, image, uid, 0, &mut None);
            let samples = samples.unwrap();
            let frame = Frame::new(&samples, image.layout, image.shape).unwrap();
            Air::of(&frame, image.rescale.as_ref(), image.padding, grid.pixel_mm)
        })
        .collect();
    let mask = find(&airs, &grid, &mut || {});
    (geometry, mask)
}

#[test]
fn landmarks_of_the_computed_chest_are_in_the_lung_that_they_are_in() {
    let (geometry, mask) = lungs();
    assert!(mask.has_airway);
    for landmark in LANDMARKS {
        let (slice, [column, row]) = geometry.nearest_voxel(landmark.centre_mm).unwrap();
        let holds = |side: usize| {
            mask.slices[slice][side].iter().any(|run| {
                u32::from(run.row) == row && (run.from.into()..run.to.into()).contains(&column)
            })
        };
        let side = usize::from(landmark.centre_mm[0] > 0.0);
        // Air in lung, or solid in it and so small that a disc of 5 mm does not fit in.
        let is_lung = matches!(
            landmark.name,
            "emphysema-like"
                | "lung"
                | "ground-glass-like"
                | "nodule of 8 mm"
                | "calcified nodule of 6 mm"
                | "ground-glass-like nodule of 12 mm"
        );
        assert_eq!(holds(side), is_lung, "{}", landmark.name);
        assert!(!holds(1 - side), "{} on the other side", landmark.name);
    }
}
