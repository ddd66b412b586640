//! Files that hold no image: what they hold instead, and the documents in them.

use super::file::Answer;
use super::head::read_header;
use super::protocol::{self, Outcome};
use super::source::{Source, read as read_source};
use crate::header::{Header, Span};
use crate::limits;
use crate::objects;
use crate::problem::{Kind, Problem, Stage};

/// Reads an object out of a file of this SOP class, and encodes it.
pub type ReadObject = fn(&[u8], &str, Given) -> Result<Vec<u8>, Problem>;

/// What there is of a file.
#[derive(Clone, Copy, Debug)]
pub enum Given {
    All {
        is_inflated: bool,
    },
    /// All but a document, whose element is empty.
    AllBut(Span),
}

/// As [`objects::read`].
///
/// # Errors
/// As there.
pub fn read(bytes: &[u8], sop_class: &str, given: Given) -> Result<Vec<u8>, Problem> {
    let object = match given {
        Given::All { is_inflated } => objects::read(bytes, sop_class, is_inflated)?,
        Given::AllBut(document) => objects::read_around(bytes, sop_class, document)?,
    };
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
    let given = Given::All {
        is_inflated: inflated.is_some(),
    };
    let object = match inflated {
        Some(file) => read(file, &header.sop_class, given)?,
        None => read(&as_it_is(), &header.sop_class, given)?,
    };
    Ok((Outcome::Object(object), None))
}

/// What a file says of its document, which is not read: it is a part of the file, and may be long.
pub fn around_document<S: Source>(
    read: ReadObject,
    header: &Header,
    document: Span,
    source: &mut S,
    bytes_read: &mut u64,
) -> Answer<S::Bytes> {
    let (needed, found) = (document.offset + document.length, source.length());
    let behind = found.checked_sub(needed).ok_or_else(|| {
        let what = Kind::EndsEarly { needed, found };
        what.at(Stage::Read)
    })?;
    let bytes = read_source(source, 0, document.offset, bytes_read)?;
    let mut bytes = S::start_of(&bytes, document.offset);
    // Of a value as long as this the four bytes before it are its length, in any encoding.
    if let Some(length) = bytes.last_chunk_mut::<4>() {
        *length = [0; 4];
    }
    if behind <= limits::FIRST_HEAD_BYTES {
        let rest = read_source(source, needed, behind, bytes_read)?;
        bytes.extend(S::start_of(&rest, behind));
    }
    let object = read(&bytes, &header.sop_class, Given::AllBut(document))?;
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
