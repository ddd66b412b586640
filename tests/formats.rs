//! `docs/formats.md` says what the code's own tables say. After a change to those:
//! `UPDATE_DOCS=1 cargo test --test formats`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use hounsfield::decode::{self, CODECS, UNCOMPRESSED};
use hounsfield::header::{self, Read};
use serde_json::Value;
use xtask::synthetic::{Writing, ct};

/// By transfer syntax the files of the shared data that are held against a reference.
type References = BTreeMap<String, Vec<String>>;

fn references(root: &Path) -> Option<References> {
    let manifest = fs::read_to_string(root.join("../shared/data/manifest.json")).ok()?;
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let mut references = References::new();
    for entry in manifest["entries"].as_array().unwrap() {
        let uid = entry["transfer_syntax"].as_str();
        let has_reference = entry["reference"]["frames"].is_array();
        if let (Some(uid), true) = (uid, has_reference) {
            let path = entry["path"].as_str().unwrap().trim_start_matches("dicom/");
            references
                .entry(uid.to_owned())
                .or_default()
                .push(path.to_owned());
        }
    }
    Some(references)
}

fn page(references: &References) -> String {
    let mut page = "# What is read\n\n\
        Made by `UPDATE_DOCS=1 cargo test --test formats` out of the tables in `src/decode`.\n\n\
        ## Transfer syntaxes\n\n\
        | transfer syntax | UID | read by | files with a reference |\n|---|---|---|---|\n"
        .to_owned();
    let uncompressed = [("none", UNCOMPRESSED)].into_iter();
    let families = uncompressed.chain(CODECS.map(|codec| (codec.name, codec.syntaxes)));
    for (family, syntaxes) in families {
        for (uid, name) in syntaxes {
            let files = references.get(*uid).map_or(0, Vec::len);
            writeln!(page, "| {name} | {uid} | {family} | {files} |").unwrap();
        }
    }
    page.push_str("\nAll others are named to the reader, with their UID.\n\n");
    page.push_str(
        "## Samples\n\nUncompressed, by bits allocated; as drawn: grey as it is stored, ",
    );
    page.push_str("colour as RGB of 8 bits.\n\n");
    page.push_str("| photometric interpretation | 1 | 8 | 16 | 32 |\n|---|---|---|---|---|\n");
    for (photometric, samples) in PHOTOMETRIC {
        let cells = [1, 8, 16, 32].map(|bits| shown(photometric, samples, bits));
        writeln!(page, "| {photometric} | {} |", cells.join(" | ")).unwrap();
    }
    page.push_str("\n## Files with a reference\n");
    for (uid, files) in references {
        writeln!(page, "\n- {uid}: {}", files.join(", ")).unwrap();
    }
    page
}

const PHOTOMETRIC: [(&str, u16); 10] = [
    ("MONOCHROME1", 1),
    ("MONOCHROME2", 1),
    ("PALETTE COLOR", 1),
    ("RGB", 3),
    ("YBR_FULL", 3),
    ("YBR_FULL_422", 3),
    ("YBR_RCT", 3),
    ("YBR_ICT", 3),
    ("YBR_PARTIAL_420", 3),
    ("HSV", 3),
];

/// What becomes of such an uncompressed image.
fn shown(photometric: &str, samples: u16, bits: u8) -> String {
    let table = |file: xtask::synthetic::File, tag: u32| {
        let descriptor = xtask::synthetic::Value::Short("US", vec![1, 0, 16]);
        file.value(tag, descriptor).short(tag + 0x100, 0)
    };
    let mut file = ct::grey(2, 2, bits, vec![0; 48])
        .short(0x0028_0002, samples)
        .text(0x0028_0004, "CS", photometric);
    for tag in [0x0028_1101, 0x0028_1102, 0x0028_1103] {
        file = table(file, tag);
    }
    let bytes = file.write(&Writing::default());
    let Ok(Read::Header(header)) = header::read(&bytes, bytes.len() as u64) else {
        panic!("{photometric} of {bits} bits");
    };
    match decode::decoded(header.image.unwrap(), &header.transfer_syntax) {
        Ok(image) if image.shape.samples == 1 => "grey".to_owned(),
        Ok(_) => "colour".to_owned(),
        Err(problem) => problem.kind.code().to_owned(),
    }
}

#[test]
fn the_page_of_formats_is_what_the_code_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(references) = references(root) else {
        eprintln!("SKIPPED: ../shared/data is not there");
        return;
    };
    let page = page(&references);
    let at = root.join("docs/formats.md");
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&at, &page).unwrap();
    }
    let written = fs::read_to_string(&at).unwrap_or_default();
    assert!(
        written == page,
        "docs/formats.md is stale: UPDATE_DOCS=1 cargo test --test formats"
    );
}

#[test]
fn every_transfer_syntax_that_is_read_has_one_codec_and_a_name() {
    let compressed = CODECS.iter().flat_map(|codec| codec.syntaxes);
    let mut uids: Vec<&str> = UNCOMPRESSED
        .iter()
        .chain(compressed)
        .map(|(uid, name)| {
            assert!(!name.is_empty());
            *uid
        })
        .collect();
    let count = uids.len();
    uids.sort_unstable();
    uids.dedup();
    assert_eq!(uids.len(), count);
}
