//! The header of a file, from as few of its first bytes as it takes.

use super::source::{Source, read};
use crate::decode::{self, AsCoded};
use crate::header::{self, Header, Image, Read};

use crate::limits;
use crate::problem::{Kind, Problem, Stage};
use crate::remark::Contradiction;

/// The header of a source, and the whole file inflated where it was deflated.
///
/// # Errors
/// As [`parse`].
pub fn read_header<S: Source>(
    source: &mut S,
    bytes_read: &mut u64,
) -> Result<(Header, Option<Vec<u8>>), Problem> {
    parse(source.length(), |wanted| {
        let bytes = read(source, 0, wanted, bytes_read)?;
        Ok(S::start_of(&bytes, wanted))
    })
}

/// Parses the header out of the file's first bytes: 64 KB, and at least twice as many each time
/// that the parser runs out of them. What it says of the image is what decoding will make of it.
/// A file that was deflated comes beside it, inflated.
///
/// # Errors
/// What the source says, and what is wrong with the header or not shown of its image.
pub fn parse(
    file_length: u64,
    mut first_bytes: impl FnMut(u64) -> Result<Vec<u8>, Problem>,
) -> Result<(Header, Option<Vec<u8>>), Problem> {
    if file_length == 0 {
        return Err(Kind::Empty.at(Stage::Read));
    }
    let mut wanted = limits::FIRST_HEAD_BYTES.min(file_length);
    loop {
        let bytes = first_bytes(wanted)?;
        let at_least = match header::read(&bytes, file_length)? {
            Read::Header(header) => match as_coded(header, &bytes, file_length) {
                Coded::Header(header) => return Ok((with_decoded(*header)?, None)),
                Coded::NeedMore { at_least } => at_least,
            },
            Read::Deflated { from } => {
                let file = decode::inflate_data_set(&first_bytes(file_length)?, from)?;
                return match header::read_inflated(&file)? {
                    Read::Header(header) => Ok((with_decoded(*header)?, Some(file))),
                    _ => Err(Kind::EndsEarly {
                        needed: file.len() as u64 + 1,
                        found: file.len() as u64,
                    }
                    .at(Stage::Header)),
                };
            }
            Read::NeedMore { at_least } => at_least,
        };
        let twice = (wanted * 2).min(limits::HEADER_BYTES);
        wanted = at_least.max(twice).min(file_length);
        if wanted > limits::HEADER_BYTES {
            let kind = Kind::OverLimit {
                what: "header bytes".to_owned(),
                value: wanted,
                limit: limits::HEADER_BYTES,
            };
            return Err(kind.at(Stage::Header));
        }
    }
}

/// A header, its image as its first codestream has it; or how many bytes it takes to look at that.
enum Coded {
    Header(Box<Header>),
    NeedMore { at_least: u64 },
}

fn as_coded(mut header: Box<Header>, first_bytes: &[u8], file_length: u64) -> Coded {
    let Some(image) = header.image.take() else {
        return Coded::Header(header);
    };
    // A table before it that is as long as no header may be is not read for this.
    let reach = file_length.min(limits::HEADER_BYTES);
    match decode::as_coded(first_bytes, reach, image, &header.transfer_syntax) {
        AsCoded::NeedMore { at_least } => Coded::NeedMore { at_least },
        AsCoded::Image(image, contradictions) => {
            header.image = Some(*image);
            if contradictions.contains(&Contradiction::Size) {
                // What was said of the pixels was said of others.
                header.pixel_spacing_mm = None;
                header.regions.clear();
                header.groups.clear();
                header.image = header.image.map(|image| Image {
                    cover: None,
                    ..image
                });
            }
            header.contradictions = contradictions;
            Coded::Header(header)
        }
    }
}

fn with_decoded(header: Header) -> Result<Header, Problem> {
    let image = header.image.clone();
    let image = image.map(|image| decode::decoded(image, &header.transfer_syntax));
    Ok(Header {
        image: image.transpose()?,
        ..header
    })
}
