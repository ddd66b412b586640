//! The bits of entropy-coded segments (ISO/IEC 10918-1 F.2.2.5): a zero byte behind each FF is
//! no data, and a marker ends them.

/// Bits from the upper end of each byte on. Beyond the end there are zeros, counted. A copy of it
/// is in registers while a row or a block is read.
#[derive(Clone, Copy)]
pub(super) struct BitReader<'a> {
    rest: &'a [u8],
    held: u64,
    count: u32,
    beyond: u32,
}

impl<'a> BitReader<'a> {
    pub const fn new(rest: &'a [u8]) -> Self {
        Self {
            rest,
            held: 0,
            count: 0,
            beyond: 0,
        }
    }

    /// More than 48 bits are held afterwards.
    fn fill(&mut self) {
        if let Some(eight) = self.rest.first_chunk::<8>()
            && !has_ff(*eight)
        {
            let bytes = (63 - self.count) / 8;
            let next = u64::from_be_bytes(*eight) >> self.count;
            self.count += bytes * 8;
            // The bits below the last whole byte are taken again next time.
            self.held |= next & !(u64::MAX >> self.count);
            self.rest = self.rest.get(bytes as usize..).unwrap_or_default();
            return;
        }
        *self = self.filled_by_bytes();
    }

    /// Given back and not changed in its place, so that its caller can keep it in registers.
    #[inline(never)]
    const fn filled_by_bytes(mut self) -> Self {
        while self.count <= 48 {
            let byte = match self.rest {
                [0xFF, 0, rest @ ..] => {
                    self.rest = rest;
                    0xFF
                }
                [0xFF, ..] | [] => {
                    self.beyond += 8;
                    0
                }
                [byte, rest @ ..] => {
                    self.rest = rest;
                    *byte
                }
            };
            self.held |= (byte as u64) << (56 - self.count);
            self.count += 8;
        }
        self
    }

    /// At least 32 bits are held afterwards: a code, and what is behind it.
    #[inline]
    pub fn ensure(&mut self) {
        if self.count < 32 {
            self.fill();
        }
    }

    /// At most 16 of the bits that are held, without going on.
    #[inline]
    pub const fn first(&self, bits: u32) -> usize {
        (self.held >> (64 - bits) & 0xFFFF) as usize
    }

    /// The next 16 bits, without going on.
    pub fn peek16(&mut self) -> u16 {
        if self.count < 16 {
            self.fill();
        }
        (self.held >> 48) as u16
    }

    /// Goes on by at most 16 bits that were looked at.
    #[inline]
    pub const fn skip(&mut self, bits: u32) {
        self.held <<= bits;
        self.count = self.count.saturating_sub(bits);
    }

    /// At most 16 bits, as a number.
    pub fn take(&mut self, bits: u32) -> u32 {
        if bits == 0 {
            return 0;
        }
        let value = u32::from(self.peek16()) >> (16 - bits);
        self.skip(bits);
        value
    }

    /// A difference or coefficient of so many bits (F.2.2.1, EXTEND).
    pub fn take_signed(&mut self, bits: u32) -> i32 {
        extended(self.take(bits), bits)
    }

    /// More bits were taken than there are.
    pub const fn is_beyond_end(&self) -> bool {
        self.beyond > self.count
    }

    /// Drops what is left of the segment, up to the next marker, which is given; the reader then
    /// stands behind it.
    pub fn next_marker(&mut self) -> Option<u8> {
        self.held = 0;
        self.count = 0;
        self.beyond = 0;
        loop {
            match self.rest {
                [0xFF, marker @ 1..=0xFE, rest @ ..] => {
                    self.rest = rest;
                    return Some(*marker);
                }
                [_, rest @ ..] => self.rest = rest,
                [] => return None,
            }
        }
    }

    /// Goes on behind a restart marker; false where another one stands there, or none.
    pub fn restart(&mut self) -> bool {
        let before = self.rest;
        let is_restart = matches!(self.next_marker(), Some(0xD0..=0xD7));
        if !is_restart {
            self.rest = before;
        }
        is_restart
    }

    /// What is behind the segment, from its marker on.
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

/// F.2.2.1: in its lower half a number of so many bits is negative.
pub(super) const fn extended(value: u32, bits: u32) -> i32 {
    let value = value.cast_signed();
    if bits > 0 && value < 1 << (bits - 1) {
        value - (1 << bits) + 1
    } else {
        value
    }
}

/// One of them is FF: its complement is zero.
pub const fn has_ff(bytes: [u8; 8]) -> bool {
    let zeros = !u64::from_be_bytes(bytes);
    let ones = u64::from_be_bytes([1; 8]);
    zeros.wrapping_sub(ones) & !zeros & (ones << 7) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_unstuffed_and_end_at_a_marker() {
        let mut bits = BitReader::new(&[0b1010_0000, 0xFF, 0, 0x80, 0xFF, 0xD9]);
        assert_eq!(bits.take(3), 0b101);
        assert_eq!(bits.take(5), 0);
        assert_eq!(bits.take(9), 0b1_1111_1111);
        assert_eq!(bits.take(7), 0);
        assert!(!bits.is_beyond_end());
        assert_eq!(bits.take(1), 0);
        assert!(bits.is_beyond_end());
        assert_eq!(bits.next_marker(), Some(0xD9));
    }

    #[test]
    fn differences_are_negative_below_half() {
        let mut bits = BitReader::new(&[0b0110_1000, 0]);
        assert_eq!(bits.take_signed(2), -2);
        assert_eq!(bits.take_signed(2), 2);
        assert_eq!(bits.take_signed(0), 0);
    }
}
