//! What is said of the geometry of computed stacks, and that nothing is said of sound ones.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};

use hounsfield::decode::{self, AsCoded};
use hounsfield::header::{self, Header, Read};
use hounsfield::intake::FileId;
use hounsfield::remark::{Contradiction, Note};
use hounsfield::series::Catalog;
use hounsfield::workers::head;
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

const SERIES: Series = Series {
    number: 2,
    slices: 1,
    side: 2,
    slice_mm: 3.0,
};

/// The notes of one series with its slices in these positions.
fn of(positions_mm: &[[f64; 3]]) -> Vec<Note> {
    let bytes = SERIES.slice(0).write(&Writing::default());
    let Ok(Read::Header(template)) = header::read(&bytes, bytes.len() as u64) else {
        panic!("a computed file is read");
    };
    let mut catalog = Catalog::default();
    for (id, position_mm) in (0..).zip(positions_mm) {
        let header = Header {
            position_mm: Some(*position_mm),
            sop_instance: Some(format!("2.25.{id}")),
            ..(*template).clone()
        };
        catalog.insert(FileId(id), &format!("ct/{id}"), &header.into());
    }
    catalog.settle();
    let mut stacks = catalog.stacks();
    let only = stacks.next().unwrap();
    assert!(stacks.next().is_none(), "more than one stack");
    only.notes().to_vec()
}

fn in_line(places_mm: impl IntoIterator<Item = f64>) -> Vec<[f64; 3]> {
    let at = |along| [-180.0, -180.0, along];
    places_mm.into_iter().map(at).collect()
}

fn even(slices: u32) -> impl Iterator<Item = f64> {
    (0..slices).map(|index| -3.0 * f64::from(index))
}

#[test]
fn an_even_stack_has_none() {
    assert_eq!(of(&in_line(even(50))), []);
    assert_eq!(of(&in_line([7.0])), []);
    // Places that are written to a tenth of a millimetre.
    let rounded = (0..50_u32).map(|index| (f64::from(index) * 12.5).round() / 10.0);
    assert_eq!(of(&in_line(rounded)), []);
}

#[test]
fn missing_slices_are_counted() {
    let holes = |missing: &[u32]| {
        let left = (0..60_u32).filter(|index| !missing.contains(index));
        of(&in_line(left.map(|index| -3.0 * f64::from(index))))
    };
    assert_eq!(holes(&[7, 20, 21, 22, 40, 55, 58]), [Note::Missing(7)]);
    assert_eq!(holes(&[30]), [Note::Missing(1)]);
    // What lacks at an end can't be known.
    assert_eq!(holes(&[0, 59]), []);
}

#[test]
fn images_in_one_place_are_counted() {
    let twice: Vec<f64> = even(20).chain([-3.0, -30.0]).collect();
    assert_eq!(of(&in_line(twice)), [Note::Twice(2)]);
}

#[test]
fn another_spacing_is_no_hole() {
    let thick = (0..20_u32).map(|index| -3.0 * 20.0 - 5.0 * f64::from(index));
    let mixed = of(&in_line(even(20).chain(thick)));
    assert_eq!(
        mixed,
        [Note::MixedSpacing {
            least_mm: 3.0,
            most_mm: 5.0
        }]
    );
}

#[test]
fn a_tilted_gantry_is_told_with_its_angle() {
    let sheared = |degrees: f64| {
        let shift = degrees.to_radians().tan();
        let positions: Vec<[f64; 3]> = even(20)
            .map(|place| [-180.0, -180.0 + place * shift, place])
            .collect();
        of(&positions)
    };
    let [Note::Tilted(degrees)] = sheared(-12.5)[..] else {
        panic!("no tilt");
    };
    assert!((degrees - 12.5).abs() < 1e-6);
    assert_eq!(sheared(0.1), []);
}

#[test]
fn nothing_is_said_of_single_real_files() {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                below(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dicom");
    if !folder.is_dir() {
        eprintln!("SKIPPED: no shared data");
        return;
    }
    let mut files = Vec::new();
    below(&folder, &mut files);
    let mut seen = 0;
    for path in files {
        let bytes = fs::read(&path).unwrap();
        let Ok(Read::Header(header)) = header::read(&bytes, bytes.len() as u64) else {
            continue;
        };
        let mut catalog = Catalog::default();
        catalog.insert(FileId(0), "file", &(*header).into());
        for stack in catalog.stacks() {
            seen += 1;
            // Frames of one file share the position that it says, which is no fault of theirs.
            assert_eq!(stack.notes(), [], "{}", path.display());
        }
    }
    assert!(seen > 100, "only {seen} files were read");
}

#[test]
fn headers_that_their_images_contradict_are_told_of() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/conformance");
    let notes = |file: &str| {
        let bytes = fs::read(folder.join(file)).unwrap();
        let (header, _) = head::parse(bytes.len() as u64, |wanted| {
            Ok(bytes[..usize::try_from(wanted).unwrap()].to_vec())
        })
        .unwrap();
        let mut catalog = Catalog::default();
        catalog.insert(FileId(0), file, &header.into());
        catalog.settle();
        catalog.stacks().next().unwrap().notes().to_vec()
    };
    let contradicted = |what| vec![Note::Contradicted(what)];
    assert_eq!(
        notes("own-jpeg-size.dcm"),
        contradicted(Contradiction::Size)
    );
    assert_eq!(notes("own-ls-bits.dcm"), contradicted(Contradiction::Depth));
    let colour = contradicted(Contradiction::Components);
    assert_eq!(notes("own-jpeg-colour.dcm"), colour);
    assert_eq!(notes("jpeg-70-12.dcm"), []);
    // Twelve bits are the only ones that DCT has for ten.
    assert_eq!(notes("jpeg-51-12.dcm"), []);
}

#[test]
fn more_of_a_file_is_asked_for_until_its_codestream_says_what_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/conformance");
    let bytes = fs::read(folder.join("own-jpeg-size.dcm")).unwrap();
    let length = bytes.len() as u64;
    let Ok(Read::Header(header)) = header::read(&bytes, length) else {
        panic!("a header");
    };
    let image = header.image.unwrap();
    let from = usize::try_from(image.samples_offset()).unwrap();
    let look = |end: usize| {
        let image = image.clone();
        decode::as_coded(&bytes[..end], length, image, &header.transfer_syntax)
    };
    let mut asked = 0;
    for end in from..bytes.len() {
        match look(end) {
            AsCoded::NeedMore { at_least } => {
                assert!(at_least > end as u64 && at_least <= length);
                asked += 1;
            }
            AsCoded::Image(image, found) => {
                assert_eq!(found, [Contradiction::Size]);
                assert_eq!((image.shape.columns, image.shape.rows), (17, 13));
            }
        }
    }
    assert!(asked > 8 && asked < 100, "asked {asked} times");
}
