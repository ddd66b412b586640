//! Dropped items -> entries, each with a path and a place to read it from.

#![warn(clippy::indexing_slicing)]

mod natural;
mod passed_over;

#[cfg(target_arch = "wasm32")]
pub mod web;

use serde::{Deserialize, Serialize};

pub use natural::natural_order;
pub use passed_over::is_passed_over;

/// A dropped file, numbered in the order of its arrival at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// One frame of one file: the identity of a picture, whatever its place in a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FrameKey {
    pub file: FileId,
    /// From 0.
    pub frame: u32,
}

/// A file found in a drop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub file: FileId,
    /// As dropped, folders included.
    pub path: String,
    pub bytes: u64,
}
