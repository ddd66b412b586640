//! The panel of a file's header.

pub const TAGS: &str = "Header of the picture";
pub const TAGS_SEARCH: &str = "Search tags, names, values";
pub const TAGS_COPY: &str = "Copy";
pub const TAGS_READING: &str = "reading";
pub const KEY_TAGS: &str = "Header of the picture";

/// `12 of 340`.
#[must_use]
pub fn found_of(found: usize, all: usize) -> String {
    format!("{found} of {all}")
}
