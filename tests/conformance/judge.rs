//! One file against its reference.

use std::fs;
use std::path::Path;

use hounsfield::header::Header;
use hounsfield::problem::Problem;
use hounsfield::words;
use serde_json::Value;

use crate::read::{self, Pixels};

/// Colour made of other colour is rounded: by one, as decoders differ from each other.
const ROUNDED: i64 = 1;
/// Of real files that are lossy only figures are at hand: of the mean, and of both ends.
const MEAN_OFF: f64 = 0.1;
const END_OFF: f64 = 2.0;

/// JPEG XL of a JPEG: lossless as a file, and decoded by cosines.
const RECOMPRESSED: &str = "1.2.840.10008.1.2.4.111";

pub struct Row {
    pub syntax: String,
    pub photometric: String,
    /// Bits allocated, stored, signed.
    pub depth: String,
    pub file: String,
    pub what: String,
    pub reference: String,
    pub verdict: Verdict,
    /// What is said to the reader of its header.
    pub noted: Vec<&'static str>,
}

pub enum Verdict {
    Equal,
    /// The largest difference of a stored value, of what is drawn.
    Within(i64, i64),
    /// As far as figures say: the mean is off by so much.
    Near(f64),
    /// Frames before this one are equal, and this one and the next are not had.
    Refused(usize, Problem),
    /// Shown, and nobody else says how it should be.
    Unchecked,
    /// Other values than they should be: never.
    Wrong(String),
}

impl Row {
    pub fn words(&self) -> String {
        let verdict = self.verdict.words();
        if self.noted.is_empty() {
            return verdict;
        }
        format!("{verdict}; noted: {}", self.noted.join(", "))
    }

    pub fn wrong(&self) -> Option<String> {
        match &self.verdict {
            Verdict::Wrong(how) => Some(format!("{}: {how}", self.file)),
            _ => None,
        }
    }
}

impl Verdict {
    fn words(&self) -> String {
        match self {
            Self::Equal => "equal".to_owned(),
            Self::Within(stored, 0) => format!("within {stored}"),
            Self::Within(0, drawn) => format!("equal; drawn within {drawn}"),
            Self::Within(stored, drawn) => format!("within {stored}; drawn within {drawn}"),
            Self::Near(mean) => format!("mean off by {mean:.3}"),
            Self::Refused(0, problem) => said(problem),
            Self::Refused(frames, problem) => format!("{frames} frames equal; {}", said(problem)),
            Self::Unchecked => "shown".to_owned(),
            Self::Wrong(how) => format!("WRONG: {how}"),
        }
    }
}

fn said(problem: &Problem) -> String {
    let sentence = words::problem(problem).replace('|', "/");
    format!("refused, {}: {sentence}", problem.kind.code())
}

/// A file of `tests/data/conformance`.
pub fn of_made(folder: &Path, entry: &Value) -> Row {
    let file = text(entry, "file");
    let bytes = fs::read(folder.join(&file)).unwrap();
    let values = |extension| fs::read(folder.join(&file).with_extension(extension)).ok();
    let read = read::frames(&bytes, u32::MAX);
    let verdict = match &read {
        Err(problem) => Verdict::Refused(0, problem.clone()),
        Ok(_) if entry["reference"].is_null() => Verdict::Unchecked,
        Ok((header, frames)) => {
            let signed = stated(header).is_some_and(|image| image.layout.signed);
            let expected = Expected {
                hashes: hashes(entry, "sha256_i32"),
                drawn: hashes(entry, "sha256_rgb"),
                values: values("values").map(|bytes| sixteen(&bytes, signed)),
                rgb: values("rgb"),
                tolerance: entry["tolerance"].as_i64().unwrap_or_default(),
                tolerance_rgb: entry["tolerance_rgb"].as_i64().unwrap_or(ROUNDED),
            };
            expected.against(frames)
        }
    };
    let also = entry["also"].as_array().into_iter().flatten();
    let tools = entry["reference"].as_str().into_iter();
    let tools = tools.chain(also.filter_map(Value::as_str));
    Row {
        what: text(entry, "what"),
        reference: tools
            .collect::<Vec<_>>()
            .join(", ")
            .replace("numpy", "as written"),
        ..row(&bytes, file, verdict, read.ok().map(|(header, _)| header))
    }
}

/// A file of the shared data, whose manifest has the first three frames.
pub fn of_shared(folder: &Path, entry: &Value) -> Row {
    let file = text(entry, "path");
    let bytes = fs::read(folder.join(&file)).unwrap();
    let read = read::frames(&bytes, 3);
    let frames = entry["reference"]["frames"].as_array().unwrap();
    let verdict = match &read {
        Err(problem) => Verdict::Refused(0, problem.clone()),
        Ok((_, ours)) => {
            let expected = Expected {
                // Of floating point the bits, which lie as those of whole numbers do.
                hashes: frames
                    .iter()
                    .map(|it| {
                        let is_whole = it["sha256_i32"].is_string();
                        text(
                            it,
                            if is_whole {
                                "sha256_i32"
                            } else {
                                "sha256_raw_le"
                            },
                        )
                    })
                    .collect(),
                ..Expected::default()
            };
            match expected.against(ours) {
                Verdict::Wrong(how) => near(&ours[0], &frames[0])
                    .filter(|_| entry["lossy"] == true || entry["transfer_syntax"] == RECOMPRESSED)
                    .map_or(Verdict::Wrong(how), Verdict::Near),
                verdict => verdict,
            }
        }
    };
    let reference = &entry["reference"];
    let mut tools = vec![text(reference, "decoder")];
    let also = reference["agree_exactly"].as_array().into_iter().flatten();
    tools.extend(also.filter_map(Value::as_str).map(str::to_owned));
    tools.dedup();
    let first = tools[0].clone();
    let mut at = 0;
    tools.retain(|tool| {
        at += 1;
        at == 1 || *tool != first
    });
    Row {
        reference: tools.join(", "),
        ..row(&bytes, file, verdict, read.ok().map(|(header, _)| header))
    }
}

fn text(entry: &Value, key: &str) -> String {
    entry[key].as_str().unwrap_or_default().to_owned()
}

fn hashes(entry: &Value, key: &str) -> Vec<String> {
    let hashes = entry[key].as_array().into_iter().flatten();
    hashes
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn sixteen(bytes: &[u8], signed: bool) -> Vec<i64> {
    let value = |pair: &[u8; 2]| {
        if signed {
            i64::from(i16::from_le_bytes(*pair))
        } else {
            i64::from(u16::from_le_bytes(*pair))
        }
    };
    bytes.as_chunks().0.iter().map(value).collect()
}

/// What the reference says of the frames. Hashes are of int32 in little endian, and of bytes.
#[derive(Default)]
struct Expected {
    hashes: Vec<String>,
    drawn: Vec<String>,
    /// Of all frames, where they may be off.
    values: Option<Vec<i64>>,
    rgb: Option<Vec<u8>>,
    tolerance: i64,
    tolerance_rgb: i64,
}

impl Expected {
    fn against(&self, frames: &[Result<Pixels, Problem>]) -> Verdict {
        let (mut stored_off, mut drawn_off) = (0, 0);
        for (number, hash) in self.hashes.iter().enumerate() {
            let pixels = match frames.get(number) {
                Some(Ok(pixels)) => pixels,
                Some(Err(problem)) => return Verdict::Refused(number, problem.clone()),
                None => return Verdict::Wrong("fewer frames".to_owned()),
            };
            let Some(off) = self.stored_off(number, hash, &pixels.stored) else {
                return Verdict::Wrong(format!("frame {number} has other values"));
            };
            let Some(off_drawn) = self.drawn_off(number, pixels.rgb.as_deref()) else {
                return Verdict::Wrong(format!("frame {number} is drawn in other colours"));
            };
            stored_off = off.max(stored_off);
            drawn_off = off_drawn.max(drawn_off);
        }
        if stored_off > self.tolerance || drawn_off > self.tolerance_rgb.max(self.tolerance) {
            let how = format!("off by {stored_off}, drawn by {drawn_off}");
            return Verdict::Wrong(how);
        }
        if (stored_off, drawn_off) == (0, 0) {
            Verdict::Equal
        } else {
            Verdict::Within(stored_off, drawn_off)
        }
    }

    fn stored_off(&self, number: usize, hash: &str, ours: &[i64]) -> Option<i64> {
        if sha256_i32(ours) == hash {
            return Some(0);
        }
        let theirs = self.values.as_ref()?.chunks(ours.len()).nth(number)?;
        largest(ours.iter().copied(), theirs.iter().copied())
    }

    /// Nothing is off where nothing is said.
    fn drawn_off(&self, number: usize, ours: Option<&[u8]>) -> Option<i64> {
        let (Some(hash), Some(ours)) = (self.drawn.get(number), ours) else {
            return Some(0);
        };
        if sha256(ours) == *hash {
            return Some(0);
        }
        let theirs = self.rgb.as_ref()?.chunks(ours.len()).nth(number)?;
        let wide = |bytes: &[u8]| bytes.iter().copied().map(i64::from).collect::<Vec<_>>();
        largest(wide(ours).into_iter(), wide(theirs).into_iter())
    }
}

fn largest(
    ours: impl ExactSizeIterator<Item = i64>,
    theirs: impl ExactSizeIterator<Item = i64>,
) -> Option<i64> {
    let same_length = ours.len() == theirs.len();
    let off = ours.zip(theirs).map(|(one, other)| (one - other).abs());
    off.max().filter(|_| same_length)
}

/// How far the mean is off, where no more is known and none of the figures is far off.
fn near(ours: &Result<Pixels, Problem>, theirs: &Value) -> Option<f64> {
    let values = &ours.as_ref().ok()?.stored;
    #[expect(clippy::cast_precision_loss, reason = "small values, and few")]
    let figures = [
        *values.iter().min()? as f64,
        *values.iter().max()? as f64,
        values.iter().sum::<i64>() as f64 / values.len() as f64,
    ];
    let off = |at: usize, key: &str| Some((figures[at] - theirs[key].as_f64()?).abs());
    let (least, most, mean) = (off(0, "min")?, off(1, "max")?, off(2, "mean")?);
    (least.max(most) <= END_OFF && mean <= MEAN_OFF).then_some(mean)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "unsigned 32-bit values wrap"
)]
fn sha256_i32(values: &[i64]) -> String {
    let bytes = values.iter().flat_map(|it| (*it as i32).to_le_bytes());
    sha256(&bytes.collect::<Vec<u8>>())
}

fn sha256(bytes: &[u8]) -> String {
    xtask::stamp::sha256(bytes)
}

fn stated(header: &Header) -> Option<&hounsfield::header::Image> {
    let image = header.image.as_ref()?;
    Some(image.undecoded.as_deref().unwrap_or(image))
}

/// What the file says of itself; of one that is refused, as far as its header can be read.
fn row(bytes: &[u8], file: String, verdict: Verdict, header: Option<Header>) -> Row {
    use hounsfield::header::Read;
    let header = header.or_else(|| {
        let read = hounsfield::header::read(bytes, bytes.len() as u64);
        let Ok(Read::Header(header)) = read else {
            return None;
        };
        Some(*header)
    });
    let image = header.as_ref().and_then(stated);
    Row {
        syntax: header
            .as_ref()
            .map_or_else(String::new, |it| it.transfer_syntax.clone()),
        photometric: image.map_or_else(String::new, |it| it.photometric.clone()),
        depth: image.map_or_else(String::new, |it| {
            let sign = if it.layout.signed { ", signed" } else { "" };
            format!("{}/{}{sign}", it.layout.allocated, it.layout.stored)
        }),
        file,
        what: String::new(),
        reference: String::new(),
        verdict,
        noted: header.map_or_else(Vec::new, |it| {
            it.contradictions.iter().map(|what| what.code()).collect()
        }),
    }
}
