//! Prints what the viewer would show of files, folders and archives: one JSON object a line, in
//! its order.
//!
//! `cargo run --release --example inspect -- [--password P] PATH...`

#[path = "inspect/unpack.rs"]
mod unpack;

use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use hounsfield::header::{Header, Image};
use hounsfield::intake::{FileId, is_archive, is_passed_over, natural_order};
use hounsfield::pixels::Frame;
use hounsfield::problem::{Kind, Problem, Stage};
use hounsfield::series::{Catalog, Stack};
use hounsfield::workers::head;
use hounsfield::{decode, words};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let password = password(&mut arguments);
    if arguments.is_empty() {
        return Err("name files or folders".into());
    }
    for line in inspect(&arguments, password.as_deref())? {
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

/// `--password P`, taken out of the arguments.
fn password(arguments: &mut Vec<PathBuf>) -> Option<String> {
    let at = arguments
        .iter()
        .position(|one| one.as_os_str() == "--password")?;
    let mut taken = arguments.drain(at..(at + 2).min(arguments.len()));
    taken
        .nth(1)
        .map(|password| password.to_string_lossy().into_owned())
}

/// Images in the order of their stacks, then the files that are none by their paths.
fn inspect(arguments: &[PathBuf], password: Option<&str>) -> io::Result<Vec<Value>> {
    let mut paths = Vec::new();
    for argument in arguments {
        find_files(argument, &mut paths)?;
    }
    paths.sort_by(|a, b| natural_order(a, b));
    paths.dedup();

    let found = unpack::all(&paths, password);
    let paths: Vec<String> = found.iter().map(|found| found.path.clone()).collect();
    let mut catalog = Catalog::default();
    let mut images: Vec<Option<Map<String, Value>>> = Vec::new();
    let mut problems = Vec::new();
    for (id, unpack::Found { path, bytes }) in (0..).zip(&found) {
        match bytes.clone().and_then(|bytes| describe(&bytes)) {
            Ok((header, description)) => {
                catalog.insert(FileId(id), path, &header.clone().into());
                images.push(Some(description));
            }
            Err(problem) => {
                images.push(None);
                problems.push(json!({
                    "path": path,
                    "problem_kind": problem.kind.code(),
                    "problem": words::problem(&problem),
                }));
            }
        }
    }
    catalog.settle();
    let mut lines = in_order(&catalog, &paths, &images);
    lines.extend(problems);
    Ok(lines)
}

fn find_files(at: &Path, found: &mut Vec<String>) -> io::Result<()> {
    if at.is_dir() {
        for entry in fs::read_dir(at)? {
            find_files(&entry?.path(), found)?;
        }
        return Ok(());
    }
    let path = at.to_string_lossy().into_owned();
    if is_archive(&path) || !is_passed_over(&path) {
        found.push(path);
    }
    Ok(())
}

/// The header, and what is printed of it and of the samples.
fn describe(bytes: &[u8]) -> Result<(Header, Map<String, Value>), Problem> {
    let (header, inflated) = head::parse(bytes.len() as u64, |wanted| {
        let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
        Ok(bytes.get(..wanted).unwrap_or(bytes).to_vec())
    })?;
    let mut bytes = inflated.as_deref().unwrap_or(bytes);
    let Some(drawn) = &header.image else {
        let sop_class = header.sop_class;
        return Err(Kind::NoImage { sop_class }.at(Stage::Header));
    };
    let image = drawn.undecoded.as_deref().unwrap_or(drawn);
    let mut description = of_header(&header, image);
    let uid = &header.transfer_syntax;
    let mut hashes = Vec::new();
    let mut known = None;
    for number in 0..image.frames {
        let samples = decode::stored(decode::ALL, &mut bytes, image, uid, number, &mut known)?;
        if number == 0 {
            draws(&mut bytes, drawn, uid)?;
        }
        let values = samples.frame().map(|frame| canonical(&frame));
        let values = values.unwrap_or_default();
        if number == 0 && image.layout.float {
            let floats = samples.frame().map(|frame| floats(&frame));
            description.extend(figures(&floats.unwrap_or_default()));
        } else if number == 0 {
            #[expect(clippy::cast_precision_loss, reason = "of 32 bits")]
            let values: Vec<f64> = values.iter().map(|value| *value as f64).collect();
            description.extend(figures(&values));
        }
        hashes.push(sha256_i32(&values));
    }
    description.insert("sha256_i32".to_owned(), hashes.into());
    Ok((header, description))
}

/// What the page would draw has the size that is promised of it.
fn draws(bytes: &mut &[u8], drawn: &Image, transfer_syntax: &str) -> Result<(), Problem> {
    let samples = decode::samples(decode::ALL, bytes, drawn, transfer_syntax, 0, &mut None)?;
    let (needed, found) = (drawn.frame_bytes(), samples.len() as u64);
    if Frame::new(&samples, drawn.layout, drawn.shape).is_none() {
        return Err(Kind::EndsEarly { needed, found }.at(Stage::Decode));
    }
    Ok(())
}

fn of_header(header: &Header, image: &Image) -> Map<String, Value> {
    let rescale = image.rescale.as_ref();
    let pairs = [
        ("transfer_syntax", json!(header.transfer_syntax)),
        ("photometric", json!(image.photometric)),
        ("rows", json!(image.shape.rows)),
        ("columns", json!(image.shape.columns)),
        ("frames", json!(image.frames)),
        ("samples_per_pixel", json!(image.shape.samples)),
        ("bits_stored", json!(image.layout.stored)),
        ("signed", json!(image.layout.signed)),
        ("slope", json!(rescale.map(|rescale| rescale.slope))),
        ("intercept", json!(rescale.map(|rescale| rescale.intercept))),
    ];
    pairs
        .map(|(key, value)| (key.to_owned(), value))
        .into_iter()
        .collect()
}

/// Stored values, those of colours pixel by pixel.
fn canonical(frame: &Frame<'_>) -> Vec<i64> {
    let values: Vec<i64> = frame.stored_values().collect();
    if !frame.shape.planar {
        return values;
    }
    let planes: Vec<&[i64]> = values.chunks(frame.shape.pixels()).collect();
    (0..frame.shape.pixels())
        .flat_map(|pixel| planes.iter().filter_map(move |plane| plane.get(pixel)))
        .copied()
        .collect()
}

/// Numbers of floating point, those that are none left out.
fn floats(frame: &Frame<'_>) -> Vec<f64> {
    let cells = frame.cells();
    cells.filter_map(|cell| frame.layout.value(cell)).collect()
}

fn figures(values: &[f64]) -> [(String, Value); 3] {
    #[expect(clippy::cast_precision_loss, reason = "pixels of a frame")]
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let [min, max] = [f64::min, f64::max].map(|pick| values.iter().copied().reduce(pick));
    [
        ("min".to_owned(), number(min)),
        ("max".to_owned(), number(max)),
        ("mean".to_owned(), json!(mean)),
    ]
}

/// Whole numbers without a point.
fn number(value: Option<f64>) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole, and of 32 bits")]
    let whole = value
        .filter(|value| value.fract() == 0.0)
        .map(|value| value as i64);
    whole.map_or_else(|| json!(value), |whole| json!(whole))
}

/// Of the values as little-endian int32; unsigned 32-bit ones wrap.
fn sha256_i32(values: &[i64]) -> Value {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "unsigned 32-bit values wrap"
    )]
    let bytes: Vec<u8> = values
        .iter()
        .flat_map(|value| (*value as i32).to_le_bytes())
        .collect();
    format!("{:x}", Sha256::digest(&bytes)).into()
}

fn in_order(
    catalog: &Catalog,
    paths: &[String],
    images: &[Option<Map<String, Value>>],
) -> Vec<Value> {
    let mut lines = Vec::new();
    let mut told = BTreeSet::new();
    for stack in catalog.list() {
        let name = catalog.name(stack);
        let frames = catalog.stack(stack).map(Stack::frames);
        for (position, frame) in frames.into_iter().flatten().enumerate() {
            let at = frame.file.0 as usize;
            let (Some(path), Some(Some(image))) = (paths.get(at), images.get(at)) else {
                continue;
            };
            // A file of several frames is one line, where the first of them is.
            if !told.insert(frame.file) {
                continue;
            }
            let mut line = Map::new();
            line.insert("path".to_owned(), json!(path));
            line.insert("series".to_owned(), json!(name));
            line.insert("position_in_series".to_owned(), json!(position));
            line.extend(image.clone());
            lines.push(Value::Object(line));
        }
    }
    lines
}
