//! Where the bytes of a file come from: the browser's `File`, a disk, memory.

use crate::problem::{Kind, Problem, Stage};

/// Something that can be read anywhere.
pub trait Source {
    /// Bytes as the platform holds them: handed on to the page without a copy.
    type Bytes;

    fn length(&self) -> u64;

    /// Exactly these bytes.
    ///
    /// # Errors
    /// [`Kind::Unreadable`], or [`Kind::EndsEarly`] where the file is shorter.
    fn read(&mut self, offset: u64, length: u64) -> Result<Self::Bytes, Kind>;

    /// The first bytes of what was read, in our own memory.
    fn start_of(bytes: &Self::Bytes, length: u64) -> Vec<u8>;

    /// Bytes of our own memory, as the platform holds them.
    fn from_ours(bytes: Vec<u8>) -> Self::Bytes;
}

/// Exactly these bytes, counted.
pub fn read<S: Source>(
    source: &mut S,
    offset: u64,
    length: u64,
    bytes_read: &mut u64,
) -> Result<S::Bytes, Problem> {
    let bytes = source
        .read(offset, length)
        .map_err(|kind| kind.at(Stage::Read))?;
    *bytes_read += length;
    Ok(bytes)
}
