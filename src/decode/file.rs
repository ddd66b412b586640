//! A file that is read by range: it may be larger than memory.

use crate::header::Span;
use crate::problem::Kind;

/// A file, wherever it lies.
pub trait ReadAt {
    fn length(&self) -> u64;

    /// Exactly these bytes.
    ///
    /// # Errors
    /// [`Kind::EndsEarly`] where the file is shorter, [`Kind::Unreadable`].
    fn read_at(&mut self, span: Span) -> Result<Vec<u8>, Kind>;
}

/// A file that is in memory.
impl ReadAt for &[u8] {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&mut self, span: Span) -> Result<Vec<u8>, Kind> {
        let start = usize::try_from(span.offset).ok();
        let length = usize::try_from(span.length).ok();
        let bytes = start
            .zip(length)
            .and_then(|(start, length)| self.get(start..start.checked_add(length)?));
        bytes.map(<[u8]>::to_vec).ok_or(Kind::EndsEarly {
            needed: span.offset.saturating_add(span.length),
            found: self.len() as u64,
        })
    }
}
