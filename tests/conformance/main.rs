//! `docs/conformance.md`: every kind of image that other programs make, held against what other
//! decoders make of it. After a change: `UPDATE_DOCS=1 cargo test --test conformance`.
//!
//! The files and their references are made by `tests/data/conformance/make.py`, never by this
//! project.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod judge;
mod page;
mod read;

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

use judge::{Row, of_made, of_shared};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn made() -> (Value, Vec<Row>) {
    let folder = root().join("tests/data/conformance");
    let references = json(&folder.join("references.json"));
    let entries = references["entries"].as_array().unwrap();
    let rows = entries.iter().map(|entry| of_made(&folder, entry));
    let rows = rows.collect();
    (references["tools"].clone(), rows)
}

/// `None` where the shared data are not there.
fn shared() -> Option<Vec<Row>> {
    let folder: PathBuf = root().join("../shared/data");
    if !folder.join("manifest.json").exists() {
        eprintln!("SKIPPED: ../shared/data is not there");
        return None;
    }
    let manifest = json(&folder.join("manifest.json"));
    let entries = manifest["entries"].as_array().unwrap().iter();
    let images = entries.filter(|entry| entry["reference"]["frames"].is_array());
    Some(images.map(|entry| of_shared(&folder, entry)).collect())
}

#[test]
fn the_page_of_conformance_is_what_the_code_gives_and_nothing_is_shown_wrong() {
    let at = root().join("docs/conformance.md");
    let written = fs::read_to_string(&at).unwrap_or_default();
    let (tools, rows) = made();
    let mut all = page::of_made(&tools, &rows);
    let mut wrong: Vec<String> = rows.iter().filter_map(Row::wrong).collect();
    let mut expected = written.clone();
    if let Some(rows) = shared() {
        all.push_str(&page::of_shared(&rows));
        wrong.extend(rows.iter().filter_map(Row::wrong));
    } else {
        // The second table stays as it was.
        let (_, second) = written.split_at(written.find(page::SHARED).unwrap_or(written.len()));
        all.push_str(second);
    }
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&at, &all).unwrap();
        expected.clone_from(&all);
    }
    assert!(wrong.is_empty(), "false values:\n{}", wrong.join("\n"));
    assert!(
        all == expected,
        "docs/conformance.md is stale: UPDATE_DOCS=1 cargo test --test conformance\n{}",
        page::first_difference(&all, &expected)
    );
}
