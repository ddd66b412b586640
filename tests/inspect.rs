//! `examples/inspect` over real files, against references that other decoders agreed on.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// JPEG XL of a JPEG, and lossy.
const JPEG_XL: [&str; 2] = ["1.2.840.10008.1.2.4.111", "1.2.840.10008.1.2.4.112"];
/// Files that come out equal to their references, by kind: as many as there are, but for those
/// that [`outcome`] excepts and the lossy ones of JPEG 2000 and JPEG XL, where decoders differ by rounding.
const EQUAL: [(&str, usize); 14] = [
    ("bigendian", 14),
    ("broken", 3),
    ("charset", 4),
    ("deflated", 1),
    ("deflated_frame", 1),
    ("generated", 5),
    ("jpeg2000", 22),
    ("jpeg_baseline", 12),
    ("jpeg_extended", 6),
    ("jpeg_lossless", 12),
    ("jpeg_retired", 2),
    ("jpegls", 14),
    ("native", 84),
    ("rle", 15),
];
/// Mean of the values of a lossy image, where the values are not equal.
const MEAN_DIFFERENCE: f64 = 0.02;
/// Smallest and largest value of a lossy image.
const END_DIFFERENCE: f64 = 2.0;

/// Readers differ over 32-bit big endian samples in OW.
const AMBIGUOUS: &str = "dicom/bigendian/rtdose_expb.dcm";
const FLOAT: &str = "dicom/native/parametric_map_float.dcm";
/// Broken files that open all the same, without a reference that could be compared.
const OPENED_WITHOUT_REFERENCE: [&str; 3] = [
    "dicom/nonimage/emri_small_jpeg_2k_lossless_too_short.dcm",
    "dicom/broken/GH177_D_CLUNIE_CT1_IVRLE_BigEndian_undefined_length.dcm",
    "dicom/broken/badVR.dcm",
];

fn data() -> Option<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if data.join("manifest.json").exists() {
        return Some(data);
    }
    eprintln!("SKIPPED: ../shared/data is not there");
    None
}

/// What `inspect` prints.
fn inspect(data: &Path) -> &'static [Value] {
    static PRINTED: OnceLock<Vec<Value>> = OnceLock::new();
    PRINTED.get_or_init(|| {
        let run = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--example", "inspect", "--"])
            .arg(data.join("dicom"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{said}");
        let lines = String::from_utf8(run.stdout).unwrap();
        lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    })
}

fn by_path(data: &Path) -> BTreeMap<String, &'static Value> {
    let prefix = format!("{}/", data.display());
    let path = |line: &Value| line["path"].as_str().unwrap().replace(&prefix, "");
    inspect(data)
        .iter()
        .map(|line| (path(line), line))
        .collect()
}

/// What became of a file, as it is counted; `Err` where it should have become something else.
fn outcome(entry: &Value, line: &Value) -> Result<&'static str, String> {
    let path = entry["path"].as_str().unwrap();
    let frames = entry["reference"]["frames"].as_array();
    match (frames, line["problem_kind"].as_str()) {
        (Some(frames), None) if path != AMBIGUOUS => match differences(frames, line) {
            None => Ok("equal"),
            Some(_) if is_lossy(entry) => match far_off(&frames[0], line) {
                None => Ok("near"),
                Some(far) => Err(far),
            },
            Some(differences) => Err(differences),
        },
        (Some(_), Some("pixel-format")) if path == FLOAT => Ok("not shown"),
        // Without a picture that anyone could read.
        (None, Some("no-image" | "malformed" | "ends-early")) => Ok("no picture"),
        (_, None) if path == AMBIGUOUS || OPENED_WITHOUT_REFERENCE.contains(&path) => {
            Ok("without reference")
        }
        (_, problem) => Err(format!("answered with {problem:?}")),
    }
}

/// Decoders differ over it. What they must agree on is counted in [`EQUAL`].
fn is_lossy(entry: &Value) -> bool {
    let uid = entry["transfer_syntax"].as_str();
    entry["lossy"] == true && entry["kind"] == "jpeg2000"
        || uid.is_some_and(|uid| JPEG_XL.contains(&uid))
}

fn far_off(frame: &Value, line: &Value) -> Option<String> {
    let limits = [
        ("min", END_DIFFERENCE),
        ("max", END_DIFFERENCE),
        ("mean", MEAN_DIFFERENCE),
    ];
    limits.into_iter().find_map(|(key, limit)| {
        let (ours, theirs) = (line[key].as_f64()?, frame[key].as_f64()?);
        ((ours - theirs).abs() > limit).then(|| format!("{key} {ours}, should be {theirs}"))
    })
}

fn differences(frames: &[Value], line: &Value) -> Option<String> {
    let hashes = line["sha256_i32"].as_array().unwrap();
    for (at, frame) in frames.iter().enumerate() {
        // Of floating point the bits, which lie as those of whole numbers do.
        let sums = [&frame["sha256_i32"], &frame["sha256_raw_le"]];
        let sum = sums.into_iter().find(|sum| sum.is_string());
        if hashes.get(at) != sum {
            return Some(format!("frame {at} has other values"));
        }
    }
    ["min", "max", "mean"].into_iter().find_map(|key| {
        let (ours, theirs) = (line[key].as_f64()?, frames[0][key].as_f64()?);
        // References are rounded to six decimals.
        ((ours - theirs).abs() > 1e-6).then(|| format!("{key} {ours}, should be {theirs}"))
    })
}

#[test]
fn every_file_is_equal_to_its_reference_or_says_why_not() {
    let Some(data) = data() else { return };
    let manifest = std::fs::read_to_string(data.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let printed = by_path(&data);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for entry in manifest["entries"].as_array().unwrap() {
        let path = entry["path"].as_str().unwrap();
        // Passed over by its name, like on any disc.
        if entry["type"] != "dicom" || path.ends_with("/DICOMDIR") {
            continue;
        }
        let Some(line) = printed.get(path) else {
            faults.push(format!("{path}: nothing printed"));
            continue;
        };
        match outcome(entry, line) {
            Ok(outcome) => {
                let kind = entry["kind"].as_str().unwrap();
                *counts.entry(format!("{kind}: {outcome}")).or_default() += 1;
            }
            Err(fault) => faults.push(format!("{path}: {fault}")),
        }
    }
    for (outcome, count) in &counts {
        println!("{count:4} {outcome}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for (kind, count) in EQUAL {
        let equal = counts.get(&format!("{kind}: equal")).copied();
        assert!(equal >= Some(count), "{kind}: {equal:?} equal, not {count}");
    }
}

#[test]
fn lines_come_in_the_order_of_the_viewer() {
    let Some(data) = data() else { return };
    let lines = inspect(&data);
    let shown = lines.iter().take_while(|line| line["series"].is_string());
    let order: Vec<(&str, u64)> = shown
        .map(|line| {
            let series = line["series"].as_str().unwrap();
            (series, line["position_in_series"].as_u64().unwrap())
        })
        .collect();
    // Series after series, each from its first image on; which comes first is the viewer's list.
    let runs: Vec<_> = order.chunk_by(|(a, _), (b, _)| a == b).collect();
    for run in &runs {
        let positions: Vec<u64> = run.iter().map(|(_, position)| *position).collect();
        assert_eq!(positions[0], 0);
        assert!(positions.is_sorted_by(|a, b| a < b), "{run:?}");
    }
    let named: BTreeMap<&str, usize> = runs.iter().map(|run| (run[0].0, run.len())).collect();
    assert_eq!(named.len(), runs.len(), "a series comes in one run");
    let problems = &lines[order.len()..];
    assert!(problems.iter().all(|line| line["problem"].is_string()));
}
