//! The bytes of marker segments, big endian (ISO/IEC 15444-1 A.1).

use super::fault;
use crate::problem::Kind;

/// What is left of a segment.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(pub &'a [u8]);

impl<'a> Fields<'a> {
    pub fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Kind> {
        let (first, rest) = self.0.split_first_chunk::<N>().ok_or_else(short)?;
        self.0 = rest;
        Ok(*first)
    }

    pub fn u8(&mut self) -> Result<u8, Kind> {
        self.bytes().map(u8::from_be_bytes)
    }

    pub fn u16(&mut self) -> Result<u16, Kind> {
        self.bytes().map(u16::from_be_bytes)
    }

    pub fn u32(&mut self) -> Result<u32, Kind> {
        self.bytes().map(u32::from_be_bytes)
    }

    /// The number of a component, which has two bytes where there are more than 256 of them.
    pub fn component(&mut self, components: usize) -> Result<usize, Kind> {
        let wide = components > 256;
        if wide {
            self.u16().map(usize::from)
        } else {
            self.u8().map(usize::from)
        }
    }

    pub fn take(&mut self, length: usize) -> Result<&'a [u8], Kind> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(short)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A segment that begins with its own length.
    pub fn segment(&mut self) -> Result<Self, Kind> {
        let length = usize::from(self.u16()?).checked_sub(2);
        self.take(length.ok_or_else(short)?).map(Fields)
    }
}

fn short() -> Kind {
    fault("a header that breaks off")
}
