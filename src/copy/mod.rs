//! A DICOM file -> the same without who it is of: the Basic Application Level Confidentiality Profile
//! (PS3.15 E.1 to E.3), and nothing of its options but what the reader asks for.
//!
//! `profile` says what becomes of an element, [`rewrite`] goes over a file's own elements and writes
//! those that stay, `uid` replaces UIDs alike in all files of one copy, [`zip`] puts the files together.
//! Pixel data go along byte by byte, and are not looked at.

#![warn(clippy::indexing_slicing)]

mod codestream;
mod items;
mod profile;
mod rewrite;
mod stated;
mod tally;
mod uid;
mod write;
pub mod zip;

pub use rewrite::{Rewritten, rewrite, survey};
pub use tally::{BurnedIn, KINDS, Kind, Tally};
pub use uid::{Salt, Uids};

use serde::{Deserialize, Serialize};

/// What the reader keeps that the profile takes away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Series Description (0008,103E), as it is.
    pub series_description: bool,
    /// Reports, key images and documents, with their texts as they are: nothing can clean those.
    pub reports: bool,
}
