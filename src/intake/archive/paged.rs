//! A reader over something that is read in stretches, where each read has a price: an archive's
//! headers are a few bytes here and there, its members long.

use std::io::{Error, Read, Result, Seek, SeekFrom};

/// What is read after a jump: a header, and what may follow it.
const FIRST_READ: u64 = 4 << 10;
/// What is read at once while a reader goes straight on; doubled up to this.
const LARGEST_READ: u64 = 1 << 20;

/// Bytes that can be read anywhere.
pub trait Bytes {
    fn length(&self) -> u64;

    /// Exactly these.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn read(&mut self, offset: u64, length: u64) -> Result<Vec<u8>>;
}

/// `Read + Seek` over [`Bytes`].
pub struct Paged<B> {
    bytes: B,
    at: u64,
    /// What was read last, and where it begins.
    page: Vec<u8>,
    page_at: u64,
    next_read: u64,
}

impl<B: Bytes> Paged<B> {
    pub const fn new(bytes: B) -> Self {
        Self {
            bytes,
            at: 0,
            page: Vec::new(),
            page_at: 0,
            next_read: FIRST_READ,
        }
    }

    /// The rest of the page from here on; a new page is read where there is none.
    fn rest(&mut self, wanted: u64) -> Result<&[u8]> {
        let page_end = self.page_at + self.page.len() as u64;
        if self.at < self.page_at || self.at >= page_end {
            let goes_on = self.at == page_end && self.at > 0;
            self.next_read = if goes_on {
                (self.next_read * 2).min(LARGEST_READ)
            } else {
                FIRST_READ
            };
            let left = self.bytes.length().saturating_sub(self.at);
            let length = self.next_read.max(wanted.min(LARGEST_READ)).min(left);
            self.page.clear();
            if length > 0 {
                self.page = self.bytes.read(self.at, length)?;
            }
            self.page_at = self.at;
        }
        let from = usize::try_from(self.at - self.page_at).map_err(Error::other)?;
        Ok(self.page.get(from..).unwrap_or_default())
    }
}

impl<B: Bytes> Read for Paged<B> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let mut rest = self.rest(into.len() as u64)?;
        let count = rest.read(into)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl<B: Bytes> Seek for Paged<B> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.bytes.length().checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| Error::other("a place before the beginning"))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counted {
        bytes: Vec<u8>,
        reads: Vec<(u64, u64)>,
    }

    impl Bytes for &mut Counted {
        fn length(&self) -> u64 {
            self.bytes.len() as u64
        }

        fn read(&mut self, offset: u64, length: u64) -> Result<Vec<u8>> {
            self.reads.push((offset, length));
            let [from, to] = [offset, offset + length].map(|at| usize::try_from(at).unwrap());
            Ok(self.bytes[from..to].to_vec())
        }
    }

    #[test]
    fn jumps_read_little_and_long_stretches_ever_more() {
        let mut counted = Counted {
            bytes: (0..200_000_u32).map(|n| n.to_le_bytes()[1]).collect(),
            reads: Vec::new(),
        };
        let expected = counted.bytes.clone();
        let mut reader = Paged::new(&mut counted);
        let mut head = [0; 7];
        for at in [0, 50_000, 50_007] {
            reader.seek(SeekFrom::Start(at)).unwrap();
            reader.read_exact(&mut head).unwrap();
            let at = usize::try_from(at).unwrap();
            assert_eq!(head, expected[at..at + 7]);
        }
        let mut all = Vec::new();
        reader.seek(SeekFrom::Start(100_000)).unwrap();
        let mut piece = [0; 512];
        while let count @ 1.. = reader.read(&mut piece).unwrap() {
            all.extend_from_slice(&piece[..count]);
        }
        assert_eq!(all, expected[100_000..]);
        let lengths: Vec<u64> = counted.reads.iter().map(|(_, length)| *length).collect();
        assert_eq!(lengths, [4096, 4096, 4096, 8192, 16384, 32768, 38560]);
    }
}
