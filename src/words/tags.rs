//! The panel of a file's header.

use crate::remark::Doubt;

pub const TAGS: &str = "Header of the picture";
pub const TAGS_SEARCH: &str = "Search tags, names, values";
pub const TAGS_COPY: &str = "Copy";
pub const TAGS_READING: &str = "reading";
pub const KEY_TAGS: &str = "Header of the picture";

/// Why a text may be another than was written.
#[must_use]
pub const fn doubt(of: Doubt) -> &'static str {
    match of {
        Doubt::Guessed => "character set not named: guessed",
        Doubt::Unreadable => "not all of it is in the character set that the file names",
    }
}

/// `12 of 340`.
#[must_use]
pub fn found_of(found: usize, all: usize) -> String {
    format!("{found} of {all}")
}
