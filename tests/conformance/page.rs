//! The tables as a document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hounsfield::decode::{CODECS, UNCOMPRESSED};
use serde_json::Value;

use crate::judge::{Row, Verdict};

pub const SHARED: &str = "\n## Real files\n";

/// Of the files that `make.py` makes.
pub fn of_made(tools: &Value, rows: &[Row]) -> String {
    let tools = tools.as_object().unwrap();
    let tools = tools
        .iter()
        .map(|(name, version)| format!("{name} {}", version.as_str().unwrap()));
    let tools: Vec<String> = tools.collect();
    let mut page = format!(
        "# Conformance\n\n\
        Made by `UPDATE_DOCS=1 cargo test --test conformance`. Each file is decoded as the viewer \
        does, and held against what other decoders make of it; none of the references was computed \
        by this project. Bits are allocated/stored. What is lossless is equal to the bit, what is \
        lossy as near as other decoders are to each other. A reference \"as written\" is the samples \
        that went into the file, where no other decoder takes it or none reads it by the \
        standard. `tests/browser/conformance.rs` looks at the pictures of the made files, voxel by \
        voxel.\n\nTools: {}.\n\n## Made files\n\nIn `tests/data/conformance`, by its \
        `make.py`: {}.\n",
        tools.join(", "),
        counted(rows)
    );
    table(&mut page, rows);
    page
}

/// Of the shared data.
pub fn of_shared(rows: &[Row]) -> String {
    let mut page = format!(
        "{SHARED}\nThose of the shared data that have a reference (their manifest says by which \
        decoders), up to three frames of each: {}. Of lossy ones that are not equal the manifest \
        has no values to compare, but their mean and both ends.\n",
        counted(rows)
    );
    table(&mut page, rows);
    page
}

fn counted(rows: &[Row]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let outcome = match row.verdict {
            Verdict::Equal | Verdict::Within(0, _) => "equal",
            Verdict::Within(..) | Verdict::Near(_) => "near",
            Verdict::Refused(0, _) => "refused",
            Verdict::Refused(..) => "equal as far as there are frames",
            Verdict::Unchecked => "shown without a reference",
            Verdict::Wrong(_) => "WRONG",
        };
        *counts.entry(outcome).or_default() += 1;
    }
    let counts = counts
        .iter()
        .map(|(outcome, count)| format!("{count} {outcome}"));
    counts.collect::<Vec<_>>().join(", ")
}

/// Part by part, as the tables of transfer syntaxes have them.
fn table(page: &mut String, rows: &[Row]) {
    let compressed = CODECS.iter().flat_map(|codec| codec.syntaxes);
    let syntaxes: Vec<(&str, &str)> = UNCOMPRESSED.iter().chain(compressed).copied().collect();
    for (uid, name) in &syntaxes {
        part(
            page,
            &format!("{name}, {uid}"),
            rows.iter().filter(|row| row.syntax == *uid),
        );
    }
    let is_known = |row: &&Row| syntaxes.iter().any(|(uid, _)| *uid == row.syntax);
    let others = rows.iter().filter(|row| !is_known(row));
    part(page, "Others", others);
}

fn part<'a>(page: &mut String, title: &str, rows: impl Iterator<Item = &'a Row>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    writeln!(page, "\n### {title}\n").unwrap();
    page.push_str(
        "| photometric interpretation | bits | file | | reference | |\n|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let Row {
            photometric,
            depth,
            file,
            what,
            reference,
            ..
        } = row;
        let verdict = row.words();
        writeln!(
            page,
            "| {photometric} | {depth} | {file} | {what} | {reference} | {verdict} |"
        )
        .unwrap();
    }
}

/// The first line that differs, both ways.
pub fn first_difference(one: &str, other: &str) -> String {
    let mut pairs = one.lines().zip(other.lines());
    let pair = pairs.find(|(one, other)| one != other);
    pair.map_or_else(
        || {
            format!(
                "{} lines, {} in the document",
                one.lines().count(),
                other.lines().count()
            )
        },
        |(one, other)| format!("gives   {one}\nwritten {other}"),
    )
}
