//! What lies in the browser's storage: whatever it is, it does no harm; its limit, its versions; and the names
//! of records, which are fingerprints.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use hounsfield::engine::kept::record::{MOST_BYTES, Record, Unread};
use hounsfield::session::Action;
use rars::{ArchiveVersion, Builder};
use serde_json::Value;
use sha2::{Digest, Sha256};
use xtask::synthetic::random::Random;

use crate::PANE;
use crate::archives::shared;
use crate::kept::{Files, files, keeping, marks, read_in, visit, wait};

#[test]
fn records_of_other_versions_are_left_and_damaged_ones_are_said() {
    let mut first = keeping(files());
    read_in(&mut first);
    wait(&mut first);
    let name = first.storage.records.keys().next().unwrap().clone();

    let mut of_other = first.storage.clone();
    let newer = r#"{"version":99,"order":1,"record":{"shape":"unheard of"}}"#;
    of_other.records.insert(name.clone(), newer.to_owned());
    let mut viewer = visit(of_other, files());
    assert_eq!(
        (marks(&viewer).len(), viewer.state.kept.of_others()),
        (0, 1)
    );
    assert!(!viewer.state.kept.is_damaged);
    read_in(&mut viewer);
    wait(&mut viewer);
    assert_eq!(viewer.storage.records[&name], newer);

    let mut damaged = first.storage.clone();
    let half = first.storage.records[&name].split_at(200).0.to_owned();
    damaged.records.insert(name.clone(), half);
    let mut viewer = visit(damaged, files());
    assert_eq!(marks(&viewer).len(), 0);
    assert!(viewer.state.kept.is_damaged);
    read_in(&mut viewer);
    wait(&mut viewer);
    assert_eq!(viewer.storage.records.len(), 1);
    assert!(Record::read(&viewer.storage.records[&name]).is_ok());
}

#[test]
fn what_was_kept_first_goes_first() {
    let mut first = keeping(files());
    // Nine of them are more than there is room for.
    for (at, order) in (0..9).zip(1..) {
        let padding = " ".repeat(240 << 10);
        let text = format!(r#"{{"version":1,"order":{order},"record":{padding}null}}"#);
        first.storage.records.insert(format!("{at:064x}"), text);
    }
    let mut viewer = visit(first.storage.clone(), files());
    read_in(&mut viewer);
    wait(&mut viewer);
    let names: Vec<&String> = viewer.storage.records.keys().collect();
    assert!(!names.contains(&&format!("{:064x}", 0)));
    assert!(names.contains(&&format!("{:064x}", 8)));
    assert_eq!(names.len(), 9, "one has gone for the one that came");
}

#[test]
fn whatever_stands_in_storage_is_read_without_harm() {
    let mut first = keeping(files());
    read_in(&mut first);
    wait(&mut first);
    let (name, good) = first.storage.records.iter().next().unwrap();
    assert!(Record::read(good).is_ok() && good.len() < MOST_BYTES);
    let mut random = Random::new(23);
    let numbers = [
        "1e308",
        "-1e308",
        "1e999",
        "null",
        "-1",
        "4294967296",
        "\"\"",
        "[]",
        "255",
        "0",
    ];
    let (mut sound, mut refused) = (0, 0);
    for round in 0..3000 {
        let mut text = good.clone().into_bytes();
        let at = random.below(text.len());
        match round % 3 {
            0 => text[at] = random.below(256) as u8,
            1 => text.truncate(at),
            _ => replace_number(&mut text, at, numbers[random.below(10)]),
        }
        let text = String::from_utf8_lossy(&text).into_owned();
        match Record::read(&text) {
            Ok(_) => {
                sound += 1;
                // What is taken for sound does no harm on the screen.
                if sound % 25 == 0 {
                    let mut storage = first.storage.clone();
                    storage.records.insert(name.clone(), text);
                    visit(storage, files());
                }
            }
            Err(Unread::Damaged | Unread::OtherVersion) => refused += 1,
        }
    }
    assert!(
        sound > 100 && refused > 1000,
        "{sound} sound, {refused} refused"
    );
}

/// The number that begins at or behind a place becomes another.
fn replace_number(text: &mut Vec<u8>, from: usize, by: &str) {
    let is_digit = |byte: &u8| byte.is_ascii_digit() || b".-".contains(byte);
    let Some(start) = text.iter().skip(from).position(is_digit) else {
        return;
    };
    let start = from + start;
    let length = text[start..]
        .iter()
        .take_while(|byte| is_digit(byte))
        .count();
    text.splice(start..start + length, by.bytes());
}

/// What a stack is kept under.
fn fingerprint(files: Files) -> String {
    let mut viewer = keeping(files);
    viewer.act(Action::Invert { pane: PANE });
    wait(&mut viewer);
    let names: Vec<String> = viewer.storage.records.keys().cloned().collect();
    assert_eq!(names.len(), 1, "{names:?}");
    names.concat()
}

#[test]
fn a_real_series_has_the_fingerprint_that_pydicom_gives_it_in_every_archive() {
    let reference = include_str!("../data/fingerprint/reference.txt");
    let [name, count, expected] = reference.split_whitespace().collect::<Vec<_>>()[..] else {
        unreachable!("a line of three words");
    };
    let Some((zip, rar)) = shared(name).zip(shared("ct_chest_rar4.rar")) else {
        return;
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(&zip)).unwrap();
    let mut rar5 = Builder::new(ArchiveVersion::Rar50).store(true);
    let mut members = 0;
    for at in 0..archive.len() {
        let mut bytes = Vec::new();
        archive
            .by_index(at)
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        if !bytes.is_empty() {
            rar5.add_bytes(format!("{}", 99 - at).into_bytes(), bytes, None, None)
                .unwrap();
            members += 1;
        }
    }
    assert_eq!(members.to_string(), count);
    let rar5 = rar5.to_bytes().unwrap();
    for (name, bytes) in [("a.zip", zip), ("b.rar", rar), ("c.rar", rar5)] {
        assert_eq!(
            fingerprint(vec![(name.to_owned(), bytes)]),
            expected,
            "{name}"
        );
    }
}

/// One image, or all frames of a file, in many encodings that lose nothing.
const ENCODED: [&[&str]; 3] = [
    &[
        "native/CTImage.dcm",
        "bigendian/CTImage.dcm_BigEndianExplicitTransferSyntax_1.2.840.10008.1.2.2.dcm",
        "deflated/CTImage.dcm_DeflatedExplicitVRLittleEndianTransferSyntax_1.2.840.10008.1.2.1.99.dcm",
        "jpeg2000/CTImage.dcm_JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90.dcm",
        "jpegls/CTImage.dcm_JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80.dcm",
        "jpeg_lossless/CTImage.dcm_JPEGProcess14SV1TransferSyntax_1.2.840.10008.1.2.4.70.dcm",
        "jpeg_lossless/CTImage.dcm_JPEGProcess14TransferSyntax_1.2.840.10008.1.2.4.57.dcm",
        "rle/CTImage.dcm_RLELosslessTransferSyntax_1.2.840.10008.1.2.5.dcm",
    ],
    &[
        "jpeg2000/CT1_J2KR.dcm",
        "rle/D_CLUNIE_CT1_RLE_FRAGS.dcm",
        "generated/s_htj2k_openjph_CT1.dcm",
    ],
    &[
        "native/emri_small.dcm",
        "rle/emri_small_RLE.dcm",
        "bigendian/emri_small_big_endian.dcm",
        "jpeg2000/emri_small_jpeg_2k_lossless.dcm",
        "jpegls/emri_small_jpeg_ls_lossless.dcm",
    ],
];

/// The SHA-256 that other decoders give the values of a file's one frame, as 32 bits each.
fn digest_by_others(path: &str) -> Vec<u8> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let manifest = fs::read_to_string(data.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let entries = manifest["entries"].as_array().unwrap();
    let entry = entries.iter().find(|entry| entry["path"] == path).unwrap();
    let frames = entry["reference"]["frames"].as_array().unwrap();
    assert_eq!(frames.len(), 1);
    let hex = frames[0]["sha256_i32"].as_str().unwrap();
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..64).step_by(2).map(byte).collect()
}

#[test]
fn lossless_recompression_changes_no_fingerprint() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dicom");
    if !data.exists() {
        eprintln!("SKIPPED: shared data is not there");
        return;
    }
    let of = |name: &&str| fingerprint(vec![("a".to_owned(), fs::read(data.join(name)).unwrap())]);
    let mut different = Vec::new();
    for group in ENCODED {
        let prints: Vec<String> = group.iter().map(of).collect();
        assert!(
            prints.iter().all(|it| *it == prints[0]),
            "{group:?} {prints:?}"
        );
        different.push(prints[0].clone());
    }
    assert!(different[0] != different[1] && different[1] != different[2]);

    let digest = digest_by_others("dicom/native/CTImage.dcm");
    let numbers: Vec<u8> = [1_u32, 512, 512, 1]
        .into_iter()
        .flat_map(u32::to_le_bytes)
        .collect();
    let whole = [
        b"hounsfield fingerprint 1".as_slice(),
        &numbers,
        &digest.repeat(3),
    ]
    .concat();
    assert_eq!(format!("{:x}", Sha256::digest(whole)), different[0]);
}
