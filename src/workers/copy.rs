//! What the far module of workers does for a copy without identity: counts what would go, and rewrites.

use super::file::Answer;
use super::head::{parse, read_header};
use super::object;
use super::protocol::{CopyTask, Outcome};
use super::source::{Source, read};
use crate::copy::{self, Choices, Rewritten, Tally, Uids};
use crate::header::Image;
use crate::limits;
use crate::problem::{Kind, Problem, Stage};

/// The functions that do it.
#[derive(Clone, Copy)]
pub struct Copying {
    survey: fn(&[u8], u64, bool, Choices) -> Result<Tally, Problem>,
    rewrite: fn(&[u8], bool, Choices, &Uids) -> Result<Rewritten, Problem>,
}

pub const COPYING: Copying = Copying {
    survey: copy::survey,
    rewrite: copy::rewrite,
};

/// Does what a copy asks of a file.
pub fn run<S: Source>(
    copying: Copying,
    task: CopyTask,
    source: &mut S,
    bytes_read: &mut u64,
) -> Answer<S::Bytes> {
    let length = source.length();
    if length > limits::COPIED_FILE_BYTES {
        let kind = Kind::OverLimit {
            what: "bytes of a file to be copied".to_owned(),
            value: length,
            limit: limits::COPIED_FILE_BYTES,
        };
        return Err(kind.at(Stage::Read));
    }
    match task {
        CopyTask::Survey { choices } => {
            let tally = survey(copying, choices, source, bytes_read)?;
            Ok((Outcome::Surveyed(tally), None))
        }
        CopyTask::Write { choices, salt } => {
            let bytes = read(source, 0, length, bytes_read)?;
            let first = |wanted| Ok(S::start_of(&bytes, wanted));
            let (header, inflated) = parse(length, first)?;
            if header.image.is_none() && !object::is_one(&header) {
                // It was an image when its header was read first.
                let sop_class = header.sop_class;
                return Err(Kind::NoImage { sop_class }.at(Stage::Read));
            }
            let is_inflated = inflated.is_some();
            let file = inflated.unwrap_or_else(|| S::start_of(&bytes, length));
            let uids = Uids::new(salt);
            let written = (copying.rewrite)(&file, is_inflated, choices, &uids)?;
            let crc = crc32fast::hash(&written.bytes);
            let bytes = S::from_ours(written.bytes);
            Ok((Outcome::Rewritten { crc }, Some(bytes)))
        }
    }
}

/// Reads no more than the header.
fn survey<S: Source>(
    copying: Copying,
    choices: Choices,
    source: &mut S,
    bytes_read: &mut u64,
) -> Result<Tally, Problem> {
    let (header, inflated) = read_header(source, bytes_read)?;
    if let Some(file) = inflated {
        return (copying.survey)(&file, file.len() as u64, true, choices);
    }
    let length = source.length();
    // The head of the samples' element stands before them.
    let samples = header.image.as_ref().map(Image::samples_offset);
    let count = samples.unwrap_or(length).min(length);
    let bytes = read(source, 0, count, bytes_read)?;
    (copying.survey)(&S::start_of(&bytes, count), length, false, choices)
}
