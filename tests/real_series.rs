//! Real series, shuffled, against volumes that pydicom put together by position.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use hounsfield::decode;
use hounsfield::header::{self, Header, Read};
use hounsfield::intake::FileId;
use hounsfield::pixels::Unit;
use hounsfield::series::{Catalog, Plane, Stack, sides};
use serde_json::Value;
use sha2::{Digest, Sha256};
use xtask::synthetic::random::Random;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data")
}

/// The files of a ZIP, in an order of no meaning.
fn shuffled_files(zip: &str) -> Option<Vec<Vec<u8>>> {
    let Ok(file) = File::open(data().join(zip)) else {
        eprintln!("SKIPPED: {zip} is not there");
        return None;
    };
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut files: Vec<Vec<u8>> = (0..archive.len())
        .map(|at| {
            let mut bytes = Vec::new();
            archive
                .by_index(at)
                .unwrap()
                .read_to_end(&mut bytes)
                .unwrap();
            bytes
        })
        .filter(|bytes| !bytes.is_empty())
        .collect();
    Random::new(9).shuffle(&mut files);
    Some(files)
}

fn reference(zip: &str) -> Value {
    let manifest = fs::read_to_string(data().join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let entries = manifest["entries"].as_array().unwrap();
    entries
        .iter()
        .find(|entry| entry["path"] == zip)
        .unwrap()
        .clone()
}

fn read(bytes: &[u8]) -> Header {
    match header::read(bytes, bytes.len() as u64) {
        Ok(Read::Header(header)) => *header,
        other => panic!("{other:?}"),
    }
}

struct Opened {
    files: Vec<Vec<u8>>,
    headers: Vec<Header>,
    catalog: Catalog,
}

impl Opened {
    fn new(files: Vec<Vec<u8>>) -> Self {
        let headers: Vec<Header> = files.iter().map(|bytes| read(bytes)).collect();
        let mut catalog = Catalog::default();
        for (id, header) in (0..).zip(&headers) {
            catalog.insert(FileId(id), &format!("dropped/{id}"), &header.clone().into());
        }
        Self {
            files,
            headers,
            catalog,
        }
    }

    fn stack(&self) -> &Stack {
        let mut stacks = self.catalog.stacks();
        let stack = stacks.next().unwrap();
        assert!(stacks.next().is_none(), "one series came apart");
        stack
    }

    fn first_header(&self) -> &Header {
        &self.headers[self.stack().frame(0).unwrap().file.0 as usize]
    }

    /// Of all samples from the last slice to the first: both series are read against the normal
    /// along which pydicom's volumes grow.
    fn sha256_backwards(&self) -> String {
        let mut hash = Sha256::new();
        for frame in self.stack().frames().rev() {
            let at = frame.file.0 as usize;
            let header = &self.headers[at];
            let image = header.image.as_ref().unwrap();
            let mut file = self.files[at].as_slice();
            let uid = &header.transfer_syntax;
            let samples = decode::stored(decode::ALL, &mut file, image, uid, 0, &mut None).unwrap();
            hash.update(samples.frame().unwrap().bytes());
        }
        format!("{:x}", hash.finalize())
    }
}

fn letters(header: &Header) -> [String; 4] {
    let sides = sides(header).unwrap();
    [sides.left, sides.right, sides.top, sides.bottom]
}

#[test]
fn a_chest_ct_is_read_from_head_to_feet() {
    let zip = "series/ct_chest_LIDC-IDRI-0314_5mm.zip";
    let Some(files) = shuffled_files(zip) else {
        return;
    };
    let opened = Opened::new(files);
    let stack = opened.stack();
    assert_eq!(stack.len(), 55);
    assert_eq!((stack.plane, stack.unit()), (Some(Plane::Axial), Unit::Hu));
    assert!((stack.spacing_mm().unwrap() - 5.0).abs() < 1e-6);
    assert!(!stack.has_uneven_spacing());
    assert_eq!(stack.notes(), []);
    let heights: Vec<f64> = stack
        .slices()
        .iter()
        .filter_map(|slice| slice.location_mm)
        .collect();
    assert!(heights.is_sorted_by(|above, below| above > below));
    assert_eq!(letters(opened.first_header()), ["R", "L", "A", "P"]);
    let expected = reference(zip);
    assert_eq!(
        opened.sha256_backwards(),
        expected["reference"]["volume_sha256_raw_le"]
    );
}

#[test]
fn a_sagittal_mr_is_read_from_right_to_left() {
    let zip = "series/mr_sag_dcm_qa_decubitus_HFDL_every3rd.zip";
    let Some(files) = shuffled_files(zip) else {
        return;
    };
    let opened = Opened::new(files);
    let stack = opened.stack();
    assert_eq!(stack.len(), 12);
    assert_eq!(
        (stack.plane, stack.unit()),
        (Some(Plane::Sagittal), Unit::Stored)
    );
    assert!((stack.spacing_mm().unwrap() - 14.4).abs() < 1e-3);
    assert_eq!(stack.notes(), []);
    assert_eq!(letters(opened.first_header()), ["A", "P", "H", "F"]);
    let expected = reference(zip);
    assert_eq!(
        opened.sha256_backwards(),
        expected["reference"]["volume_sha256_raw_le"]
    );
}
