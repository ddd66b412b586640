//! `examples/inspect` over real files, against references that other decoders agreed on.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

const NATIVE: [&str; 3] = [
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.2",
];

/// Readers differ over 32-bit big endian samples in OW.
const AMBIGUOUS: &str = "dicom/bigendian/rtdose_expb.dcm";
/// Big endian words of two 8-bit samples each.
const SWAPPED: &str = "dicom/bigendian/SC_rgb_small_odd_big_endian.dcm";
/// Broken files that open all the same, without a reference that could be compared.
const OPENED_WITHOUT_REFERENCE: [&str; 2] = [
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

fn is_shown(entry: &Value) -> bool {
    let photometric = entry["PhotometricInterpretation"]
        .as_str()
        .unwrap_or_default();
    let allocated = entry["BitsAllocated"].as_u64().unwrap_or_default();
    match photometric {
        "MONOCHROME1" | "MONOCHROME2" => {
            matches!(allocated, 8 | 16 | 32) && entry["BitsStored"].is_u64()
        }
        "RGB" => allocated == 8,
        _ => false,
    }
}

/// What is wrong with an answer, by the manifest.
fn fault(entry: &Value, line: &Value) -> Option<String> {
    let path = entry["path"].as_str().unwrap();
    let stated = entry["transfer_syntax"].as_str();
    let syntax = stated.or_else(|| entry["assumed_ts"].as_str());
    let is_native = syntax.is_some_and(|uid| NATIVE.contains(&uid));
    let frames = entry["reference"]["frames"].as_array();
    let problem = line["problem_kind"].as_str();
    let is_excepted = match (is_native, frames, problem) {
        (true, Some(_), Some("pixel-format")) => !is_shown(entry) || path == SWAPPED,
        (true, Some(frames), None) if path != AMBIGUOUS => return differences(frames, line),
        (false, _, Some("pixel-format")) => !is_shown(entry),
        // Without a picture that anyone could read.
        (false, _, Some("transfer-syntax"))
        | (_, None, Some("no-image" | "malformed" | "ends-early")) => true,
        (_, _, None) => path == AMBIGUOUS || OPENED_WITHOUT_REFERENCE.contains(&path),
        _ => false,
    };
    (!is_excepted).then(|| format!("answered with {problem:?}"))
}

fn differences(frames: &[Value], line: &Value) -> Option<String> {
    let hashes = line["sha256_i32"].as_array().unwrap();
    for (at, frame) in frames.iter().enumerate() {
        if hashes.get(at) != Some(&frame["sha256_i32"]) {
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
        faults.extend(fault(entry, line).map(|fault| format!("{path}: {fault}")));
        let outcome = line["problem_kind"].as_str().unwrap_or("shown");
        let kind = entry["kind"].as_str().unwrap();
        *counts.entry(format!("{kind}: {outcome}")).or_default() += 1;
    }
    for (outcome, count) in &counts {
        println!("{count:4} {outcome}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let shown = |kind: &str| counts.get(&format!("{kind}: shown")).copied();
    assert!(shown("native") >= Some(62) && shown("bigendian") >= Some(8));
}

#[test]
fn lines_come_in_the_order_of_the_viewer() {
    let Some(data) = data() else { return };
    let lines = inspect(&data);
    let shown = lines.iter().take_while(|line| line["series"].is_string());
    let order: Vec<(u64, u64)> = shown
        .map(|line| {
            let series = line["series"].as_str().unwrap();
            let number = series.strip_prefix('s').unwrap().parse().unwrap();
            (number, line["position_in_series"].as_u64().unwrap())
        })
        .collect();
    assert!(order.is_sorted());
    assert_eq!(order.first(), Some(&(1, 0)));
    let problems = &lines[order.len()..];
    assert!(problems.iter().all(|line| line["problem"].is_string()));
}
