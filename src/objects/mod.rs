//! Files that hold no image -> what they say of images: outlines, presentation states, key images,
//! reports, documents. Plain data, told apart by their SOP class (PS3.4 B.5).

mod document;
mod graphics;
mod key_objects;
mod presentation;
mod reference;
mod report;
mod section;
mod structures;

use serde::{Deserialize, Serialize};

use dicom_dictionary_std::{tags, uids};

use crate::header::{self, Span};
use crate::problem::{Kind, Problem, Stage};

pub use document::{Document, Form};
pub use graphics::{Annotations, Graphic, Shape, Text, TextPlace, Units};
pub use key_objects::KeyObjects;
pub use presentation::{Area, LeftOut, Presentation, SizeMode, Voi, window_after};
pub use reference::Reference;
pub use report::{Line, Report, Value};
pub use section::{Plane, Section, Trace};
pub use structures::{Contour, Geometric, Roi, Structures};

/// One object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// SOP Instance UID (0008,0018).
    pub instance: Option<String>,
    pub series_description: Option<String>,
    pub content: Content,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Content {
    Structures(Structures),
    Presentation(Presentation),
    KeyObjects(KeyObjects),
    Report(Report),
    Document(Document),
}

/// What kind of object a file of a SOP class holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Structures,
    Presentation,
    KeyObjects,
    Report,
    Document,
}

/// All structured reports, and what is made like them.
const REPORTS: &str = "1.2.840.10008.5.1.4.1.1.88.";
/// Documents of other kinds, as they are.
const DOCUMENTS: &str = "1.2.840.10008.5.1.4.1.1.104.";

fn class_of(sop_class: &str) -> Option<Class> {
    Some(match sop_class {
        uids::RT_STRUCTURE_SET_STORAGE => Class::Structures,
        uids::GRAYSCALE_SOFTCOPY_PRESENTATION_STATE_STORAGE
        | uids::COLOR_SOFTCOPY_PRESENTATION_STATE_STORAGE => Class::Presentation,
        uids::KEY_OBJECT_SELECTION_DOCUMENT_STORAGE => Class::KeyObjects,
        _ if sop_class.starts_with(REPORTS) => Class::Report,
        _ if sop_class.starts_with(DOCUMENTS) => Class::Document,
        _ => return None,
    })
}

/// True of a SOP class whose files [`read`] reads.
#[must_use]
pub fn is_read(sop_class: &str) -> bool {
    class_of(sop_class).is_some()
}

/// Reads the object of a file that is in memory, whole; `is_inflated` where it was deflated.
///
/// # Errors
/// [`Kind::NoImage`] of other classes, [`Kind::Malformed`], [`Kind::OverLimit`],
/// [`Kind::NotDicom`].
pub fn read(bytes: &[u8], sop_class: &str, is_inflated: bool) -> Result<Object, Problem> {
    read_with(bytes, sop_class, is_inflated, None)
}

/// Reads the object of a file whose document stayed where it lies: `bytes` are those around it, with
/// its element left empty.
///
/// # Errors
/// As [`read`].
pub fn read_around(bytes: &[u8], sop_class: &str, document: Span) -> Result<Object, Problem> {
    read_with(bytes, sop_class, false, Some(document))
}

fn read_with(
    bytes: &[u8],
    sop_class: &str,
    is_inflated: bool,
    document: Option<Span>,
) -> Result<Object, Problem> {
    let class = class_of(sop_class).ok_or_else(|| {
        let sop_class = sop_class.to_owned();
        Kind::NoImage { sop_class }.at(Stage::Header)
    })?;
    let content = header::content(bytes, is_inflated)?;
    let file = content.root();
    let content = match class {
        Class::Structures => structures::read(file).map(Content::Structures),
        Class::Presentation => presentation::read(file).map(Content::Presentation),
        Class::KeyObjects => key_objects::read(file).map(Content::KeyObjects),
        Class::Report => report::read(file).map(Content::Report),
        Class::Document => document::read(file, is_inflated, document).map(Content::Document),
    };
    Ok(Object {
        instance: file.text(tags::SOP_INSTANCE_UID),
        series_description: file.description(tags::SERIES_DESCRIPTION),
        content: content.map_err(|kind| kind.at(Stage::Header))?,
    })
}

/// Counts what a file asks for, up to a limit.
struct Count {
    what: &'static str,
    value: usize,
    limit: usize,
}

impl Count {
    const fn up_to(what: &'static str, limit: usize) -> Self {
        let value = 0;
        Self { what, value, limit }
    }

    fn add(&mut self, more: usize) -> Result<(), Kind> {
        self.value = self.value.saturating_add(more);
        if self.value <= self.limit {
            return Ok(());
        }
        Err(Kind::OverLimit {
            what: self.what.to_owned(),
            value: self.value as u64,
            limit: self.limit as u64,
        })
    }
}

/// No longer than a text may be.
fn cut(text: String) -> String {
    match text.char_indices().nth(crate::limits::TEXT_CHARACTERS) {
        Some((at, _)) => format!("{}\u{2026}", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
