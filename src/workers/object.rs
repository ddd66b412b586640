//! Files that hold no image: what they hold instead, and the documents in them.

use super::file::Answer;
use super::head::read_header;
use super::protocol::{self, Outcome};
use super::source::{Source, read as read_source};
use crate::header::{Header, Span};
use crate::objects;
use crate::problem::{Kind, Problem, Stage};

/// Reads an object out of a whole file of this SOP class, inflated or not, and encodes it.
pub type ReadObject = fn(&[u8], &str, bool) -> Result<Vec<u8>, Problem>;

/// As [`objects::read`].
///
/// # Errors
/// As there.
pub fn read(bytes: &[u8], sop_class: &str, is_inflated: bool) -> Result<Vec<u8>, Problem> {
    let object = objects::read(bytes, sop_class, is_inflated)?;
    protocol::encode(&object).map_err(|_unwritten| {
        let sop_class = sop_class.to_owned();
        Kind::NoImage { sop_class }.at(Stage::Header)
    })
}

pub fn is_one(header: &Header) -> bool {
    header.image.is_none() && objects::is_read(&header.sop_class)
}

/// The object of a file, which is there inflated, or as it is.
pub fn answer<B>(
    read: ReadObject,
    header: &Header,
    inflated: Option<&[u8]>,
    as_it_is: impl FnOnce() -> Vec<u8>,
) -> Answer<B> {
    let object = match inflated {
        Some(file) => read(file, &header.sop_class, true)?,
        None => read(&as_it_is(), &header.sop_class, false)?,
    };
    Ok((Outcome::Object(object), None))
}

/// The bytes of a document.
pub fn document<S: Source>(
    span: Span,
    is_deflated: bool,
    source: &mut S,
    bytes_read: &mut u64,
) -> Answer<S::Bytes> {
    let Span { offset, length } = span;
    if !is_deflated {
        let bytes = read_source(source, offset, length, bytes_read)?;
        return Ok((Outcome::Document, Some(bytes)));
    }
    let (_, file) = read_header(source, bytes_read)?;
    let file = file.unwrap_or_default();
    let [start, end] = [offset, offset.saturating_add(length)].map(usize::try_from);
    let part = start.ok().zip(end.ok());
    let part = part.and_then(|(start, end)| file.get(start..end));
    let part = part.ok_or_else(|| {
        let (needed, found) = (offset.saturating_add(length), file.len() as u64);
        Kind::EndsEarly { needed, found }.at(Stage::Read)
    })?;
    Ok((Outcome::Document, Some(S::from_ours(part.to_vec()))))
}
