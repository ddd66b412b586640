//! The bits of a packet's header (ISO/IEC 15444-1 B.10.1): the byte behind FF has seven.

use crate::problem::Kind;

#[derive(Clone, Copy)]
pub(super) struct PacketBits<'a> {
    bytes: &'a [u8],
    at: usize,
    held: u8,
    count: u32,
}

impl<'a> PacketBits<'a> {
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            held: 0,
            count: 0,
        }
    }

    pub fn bit(&mut self) -> Result<u32, Kind> {
        if self.count == 0 {
            let after_ff = self.held == 0xFF;
            self.held = *self.bytes.get(self.at).ok_or(Kind::EndsEarly {
                needed: self.at as u64 + 1,
                found: self.bytes.len() as u64,
            })?;
            self.at += 1;
            self.count = if after_ff { 7 } else { 8 };
        }
        self.count -= 1;
        Ok(u32::from(self.held) >> self.count & 1)
    }

    /// At most 32.
    pub fn bits(&mut self, count: u32) -> Result<u32, Kind> {
        let mut value = 0;
        for _ in 0..count {
            value = value << 1 | self.bit()?;
        }
        Ok(value)
    }

    /// How many bytes the header has: it ends with a whole one, and not with FF.
    pub fn end(self) -> usize {
        self.at + usize::from(self.held == 0xFF && self.at > 0)
    }
}
