//! Encapsulated documents: a file of another kind in a DICOM file (PS3.3 C.24.2).

use dicom_dictionary_std::tags;
use serde::{Deserialize, Serialize};

use super::cut;
use crate::header::{Part, Span};
use crate::problem::Kind;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub title: String,
    pub form: Form,
    /// Where its bytes lie in the file, or in the file inflated.
    pub span: Span,
    pub is_deflated: bool,
}

/// What kind of file it is. Of others nothing is believed: a file that says of itself to be a web
/// page would be one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    Pdf,
    Xml,
    Stl,
    Obj,
    Mtl,
    Other,
}

impl Form {
    fn of(mime: &str) -> Self {
        match mime.trim().to_ascii_lowercase().as_str() {
            "application/pdf" => Self::Pdf,
            "text/xml" | "application/xml" => Self::Xml,
            "model/stl" | "application/sla" => Self::Stl,
            "model/obj" => Self::Obj,
            "model/mtl" => Self::Mtl,
            _ => Self::Other,
        }
    }

    /// What the browser is told of it: nothing that it would carry out.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            _ => "application/octet-stream",
        }
    }

    /// Of a file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xml => "xml",
            Self::Stl => "stl",
            Self::Obj => "obj",
            Self::Mtl => "mtl",
            Self::Other => "bin",
        }
    }

    /// Browsers show it themselves.
    #[must_use]
    pub const fn opens_in_a_tab(self) -> bool {
        matches!(self, Self::Pdf)
    }
}

/// Reads what a file says of its document, which lies in it or, where it was not read, elsewhere.
pub fn read(
    file: Part<'_, '_>,
    is_deflated: bool,
    elsewhere: Option<Span>,
) -> Result<Document, Kind> {
    let missing = Kind::Malformed {
        what: "no document in it".to_owned(),
        at: 0,
    };
    let mut span = elsewhere
        .or_else(|| file.span(tags::ENCAPSULATED_DOCUMENT))
        .filter(|span| span.length > 0)
        .ok_or(missing)?;
    // An odd document is padded by one byte, which its stated length leaves out.
    if let Some(length) = file.unsigned(tags::ENCAPSULATED_DOCUMENT_LENGTH)
        && u64::from(length) + 1 == span.length
    {
        span.length = u64::from(length);
    }
    let mime = file.text(tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT);
    Ok(Document {
        title: cut(file.description(tags::DOCUMENT_TITLE).unwrap_or_default()),
        form: Form::of(mime.as_deref().unwrap_or_default()),
        span,
        is_deflated,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_given_to_the_browser_that_it_would_carry_out() {
        for mime in [
            "text/html",
            "image/svg+xml",
            "text/xml",
            "application/pdf; x",
        ] {
            assert_eq!(Form::of(mime).mime(), "application/octet-stream", "{mime}");
            assert!(!Form::of(mime).opens_in_a_tab());
        }
        assert!(Form::of(" Application/PDF ").opens_in_a_tab());
    }
}
