//! Every kind of image as it is on the screen, voxel by voxel, against the samples that other decoders
//! made of it (`tests/data/conformance/shown.py`): nothing of the viewer's own is between the two but
//! the window that it says it drew with.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use hounsfield::workers::head;
use serde_json::Value;
use xtask::browser::{Picture, Result};

use crate::lab::{self, Lab, RENDERERS};

/// Voxels are drawn as they are, not blended, where they are enlarged by more.
const BLENDED_UP_TO: f64 = 12.0;

/// JPEG XL that contradicts its header: refused, as `docs/conformance.md` says.
const REFUSED: [&str; 3] = ["own-jxl-bits.dcm", "own-jxl-size.dcm", "own-jxl-stored.dcm"];

struct Row {
    path: PathBuf,
    series: Option<String>,
    columns: usize,
    rows: usize,
    signed: bool,
    inverted: bool,
    /// Samples of each frame by the reference.
    frames: Vec<Samples>,
    /// How far decoders differ from each other, in stored values or in levels of colour.
    tolerance: f64,
}

enum Samples {
    /// Stored values, 32 bits, wrapped.
    Grey(Vec<u32>),
    Colour(Vec<[u8; 3]>),
}

impl Row {
    fn is(&self, name: &str) -> bool {
        self.path.file_name().is_some_and(|it| it == name)
    }
}

#[test]
fn every_row_of_the_table_of_conformance_looks_as_other_decoders_have_it() {
    lab::run("conformance", |lab| {
        let rows = rows();
        assert!(rows.len() > 300, "{} rows only", rows.len());
        for (at, renderer) in RENDERERS.into_iter().enumerate() {
            for round in rounds(&rows) {
                // The shader is one: each row is looked at with one of the renderers.
                let some = round.into_iter().skip(at).step_by(RENDERERS.len());
                look_at(lab, renderer, &some.collect::<Vec<_>>())?;
            }
        }
        Ok(())
    });
}

/// Some files are the same image in other words, and would be one series: no two of a round are.
fn rounds(rows: &[Row]) -> [Vec<&Row>; 2] {
    let mut seen = BTreeSet::new();
    let (first, second) = rows.iter().partition(|row| seen.insert(&row.series));
    [first, second]
}

fn look_at(lab: &mut Lab, renderer: &str, rows: &[&Row]) -> Result<()> {
    lab.open(renderer)?;
    let paths: Vec<&Path> = rows.iter().map(|row| row.path.as_path()).collect();
    lab.load(&paths)?;
    // What breaks off after frames that can be had, and those are looked at.
    for (path, kind) in lab.problems()? {
        assert_eq!(kind, "ends-early", "{renderer}: {path}");
        assert!(rows.iter().any(|row| row.is(&path)), "{path} is no row");
    }
    let series = lab.evaluate("document.querySelectorAll('[data-series-item]').length")?;
    assert_eq!(series, rows.len(), "a series each");
    let mut wrong = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        lab.go_to_series(0, &format!("s{}", index + 1))?;
        if let Some(how) = difference(lab, row)? {
            wrong.push(format!("{}: {how}", row.path.display()));
        }
    }
    assert!(wrong.is_empty(), "{renderer}:\n{}", wrong.join("\n"));
    Ok(())
}

/// The files that are shown and have a reference, in the order in which the viewer lists them.
fn rows() -> Vec<Row> {
    let folder = xtask::root().join("tests/data/conformance");
    let mut archive = zip::ZipArchive::new(File::open(folder.join("shown.zip")).unwrap()).unwrap();
    let mut samples = |hash: &str| {
        let mut bytes = Vec::new();
        archive
            .by_name(hash)
            .unwrap()
            .read_to_end(&mut bytes)
            .unwrap();
        bytes
    };
    let text = fs::read(folder.join("references.json")).unwrap();
    let references: Value = serde_json::from_slice(&text).unwrap();
    let mut rows = BTreeMap::new();
    for entry in references["entries"].as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        if let Some(row) = row(&folder.join(file), entry, &mut samples) {
            rows.insert(file.to_owned(), row);
        }
    }
    let mut names: Vec<String> = rows.keys().cloned().collect();
    names.sort_by(|one, other| hounsfield::intake::natural_order(one, other));
    names.iter().filter_map(|name| rows.remove(name)).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "eight bits")]
fn row(path: &Path, entry: &Value, samples: &mut impl FnMut(&str) -> Vec<u8>) -> Option<Row> {
    entry["reference"].as_str()?;
    let file = entry["file"].as_str()?;
    if REFUSED.contains(&file) {
        return None;
    }
    let bytes = fs::read(path).unwrap();
    let first = |wanted: u64| {
        let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
        Ok(bytes[..wanted.min(bytes.len())].to_vec())
    };
    // As a worker reads it: where a codestream contradicts its header, the codestream is right.
    let (header, _) = head::parse(bytes.len() as u64, first).ok()?;
    let image = header.image?;
    let in_file = image.undecoded.as_deref().unwrap_or(&image);
    let coloured = entry["sha256_rgb"].as_array();
    let hashes = coloured.or(entry["sha256_i32"].as_array())?;
    let is_colour = image.shape.samples == 3;
    // Of these the reference has what was coded, and not what is drawn.
    let is_drawn_otherwise = in_file.layout.stored != 8 || entry["own"] == true;
    if is_colour && coloured.is_none() && is_drawn_otherwise {
        return None;
    }
    let frames = hashes.iter().map(|hash| {
        let bytes = samples(hash.as_str().unwrap());
        if coloured.is_some() {
            return Samples::Colour(bytes.as_chunks().0.to_vec());
        }
        let cells = bytes.as_chunks().0.iter();
        let cells: Vec<u32> = cells.map(|cell| u32::from_le_bytes(*cell)).collect();
        if is_colour {
            let pixels = cells.as_chunks().0.iter();
            return Samples::Colour(pixels.map(|it| it.map(|part| part as u8)).collect());
        }
        Samples::Grey(cells)
    });
    let frames = frames.collect();
    let tolerance = if coloured.is_some() {
        "tolerance_rgb"
    } else {
        "tolerance"
    };
    Some(Row {
        path: path.to_owned(),
        series: header.series_uid,
        columns: image.shape.columns as usize,
        rows: image.shape.rows as usize,
        signed: in_file.layout.signed,
        inverted: in_file.photometric == "MONOCHROME1",
        frames,
        tolerance: entry[tolerance].as_f64().unwrap_or_default(),
    })
}

/// What is wrong with the picture of a row that is shown, if anything.
fn difference(lab: &mut Lab, row: &Row) -> Result<Option<String>> {
    let frame = lab.data(0, "frame")?.parse::<usize>().unwrap_or(1);
    let Some(samples) = row.frames.get(frame - 1) else {
        return Ok(Some(format!("frame {frame} has no reference")));
    };
    let levels = expected(lab, row, samples)?;
    let picture = lab.picture(0)?;
    let fit = enlargement(&picture, row);
    let picture = if fit > BLENDED_UP_TO {
        picture
    } else {
        lab.button("one-to-one")?;
        lab.picture(0)?
    };
    let enlarged = if fit > BLENDED_UP_TO { fit } else { 1.0 };
    let allowed = 1.0 + allowed(lab, row, samples)?;
    Ok(worst(&picture, row, &levels, enlarged)
        .filter(|(off, ..)| f64::from(*off) > allowed)
        .map(|(off, column, line)| {
            format!("frame {frame} is off by {off} at column {column}, row {line}; {allowed} are allowed")
        }))
}

/// Levels that decoders may differ by.
fn allowed(lab: &mut Lab, row: &Row, samples: &Samples) -> Result<f64> {
    Ok(match samples {
        Samples::Colour(_) => row.tolerance,
        Samples::Grey(_) => (row.tolerance * 255.0 / lab.number(0, "windowWidth")?).ceil(),
    })
}

/// The levels of each voxel: of grey by the formula of PS3.3 C.11.2.1.3.2, since no file here
/// brings a window and the viewer takes one from the values, black to white.
fn expected(lab: &mut Lab, row: &Row, samples: &Samples) -> Result<Vec<[f64; 3]>> {
    let cells = match samples {
        Samples::Colour(pixels) => {
            return Ok(pixels.iter().map(|it| it.map(f64::from)).collect());
        }
        Samples::Grey(cells) => cells,
    };
    let center = lab.number(0, "windowCenter")?;
    let width = lab.number(0, "windowWidth")?;
    let level = |cell: &u32| {
        let value = if row.signed {
            f64::from(cell.cast_signed())
        } else {
            f64::from(*cell)
        };
        let share = (value - center) / width + 0.5;
        let level = share.clamp(0.0, 1.0) * 255.0;
        [if row.inverted { 255.0 - level } else { level }; 3]
    };
    Ok(cells.iter().map(level).collect())
}

/// How often the image is enlarged to fit.
fn enlargement(picture: &Picture, row: &Row) -> f64 {
    let ratio = |pixels: usize, voxels: usize| float(pixels) / float(voxels);
    ratio(picture.width, row.columns).min(ratio(picture.height, row.rows))
}

/// The largest difference at the middle of a voxel, and where it is.
fn worst(
    picture: &Picture,
    row: &Row,
    levels: &[[f64; 3]],
    enlarged: f64,
) -> Option<(u8, usize, usize)> {
    let at = |pixels: usize, voxels: usize, voxel: usize| {
        let corner = (float(pixels) - float(voxels) * enlarged) / 2.0;
        whole(corner + (float(voxel) + 0.5) * enlarged)
    };
    let voxels = levels.iter().enumerate().map(|(index, level)| {
        let (column, line) = (index % row.columns, index / row.columns);
        let x = at(picture.width, row.columns, column);
        let y = at(picture.height, row.rows, line);
        let pixel = picture.pixel(x, y).unwrap();
        let off = pixel
            .iter()
            .zip(level)
            .map(|(shown, level)| (f64::from(*shown) - level).abs());
        (level_off(off.fold(0.0, f64::max)), column, line)
    });
    voxels.max_by_key(|(off, ..)| *off)
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a picture"
)]
fn whole(place: f64) -> usize {
    place as usize
}

/// Rounded down: a level is a whole number, and what is expected is not.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "levels differ by 255 at most"
)]
fn level_off(off: f64) -> u8 {
    off as u8
}
