//! A file's samples -> frames. One codec family a file; this one chooses.

#![warn(clippy::indexing_slicing)]

mod native;

use serde::{Deserialize, Serialize};

use crate::header::Image;
use crate::pixels::Frame;
use crate::problem::{Kind, Problem, Stage};

/// Bytes of a frame, in a file or in the buffer that it was read into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub offset: u64,
    pub length: u64,
}

/// Where an uncompressed frame (from 0) lies in its file.
///
/// # Errors
/// [`Kind::TransferSyntax`] where no codec here reads it, [`Kind::PixelFormat`] where its samples
/// are not shown, [`Kind::EndsEarly`] where the file does not hold all of it.
pub fn frame_span(
    image: &Image,
    transfer_syntax: &str,
    frame: u32,
    file_length: u64,
) -> Result<Span, Problem> {
    let span = if native::reads(transfer_syntax) {
        native::frame_span(image, frame, file_length)
    } else {
        let uid = transfer_syntax.to_owned();
        Err(Kind::TransferSyntax { uid })
    };
    span.map_err(|kind| kind.at(Stage::Decode))
}

/// A frame (from 0) of a file that is in memory, where it lies.
///
/// # Errors
/// As [`frame_span`].
pub fn frame<'a>(
    file: &'a [u8],
    image: &Image,
    transfer_syntax: &str,
    frame: u32,
) -> Result<Frame<'a>, Problem> {
    let found = file.len() as u64;
    let span = frame_span(image, transfer_syntax, frame, found)?;
    usize::try_from(span.offset)
        .ok()
        .and_then(|offset| Frame::new(file.get(offset..)?, image.layout, image.shape))
        .ok_or_else(|| {
            let needed = span.offset + span.length;
            Kind::EndsEarly { needed, found }.at(Stage::Decode)
        })
}
