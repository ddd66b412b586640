//! Dropped items -> entries, each with a path and a place to read it from: files and folders by
//! `web`, what archives hold by [`archive`].

#![warn(clippy::indexing_slicing)]

pub mod archive;
mod natural;
mod passed_over;
mod volumes;

#[cfg(target_arch = "wasm32")]
pub mod web;

use serde::{Deserialize, Serialize};

pub use natural::{middle_first, natural_order, set_of, sorted, sorted_places};
pub use passed_over::{is_archive, is_of_lesson, is_passed_over, is_program};
pub use volumes::{Part, part_of};

/// A dropped file, numbered in the order of its arrival at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

impl FileId {
    /// Numbers of files out of archives, which the page counts by themselves.
    const OF_MEMBERS: u32 = 1 << 31;

    /// The `n`th file out of an archive.
    #[must_use]
    pub const fn of_member(n: u32) -> Self {
        Self(n | Self::OF_MEMBERS)
    }
}

/// One frame of one file: the identity of a picture, whatever its place in a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FrameKey {
    pub file: FileId,
    /// From 0.
    pub frame: u32,
}

impl FrameKey {
    /// The only one, of most files.
    #[must_use]
    pub const fn first(file: FileId) -> Self {
        Self { file, frame: 0 }
    }
}

/// A file found in a drop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub file: FileId,
    /// As dropped, folders included.
    pub path: String,
    pub bytes: u64,
}
