//! The bits of a scan (ISO/IEC 14495-1 A.1, C.3): the byte behind FF has seven of them, and a
//! marker ends them.

/// Bits from the upper end of each byte on. Beyond the end there are zeros, counted.
pub(super) struct BitReader<'a> {
    rest: &'a [u8],
    held: u64,
    count: u32,
    after_ff: bool,
    beyond: u32,
}

impl<'a> BitReader<'a> {
    pub const fn new(rest: &'a [u8]) -> Self {
        Self {
            rest,
            held: 0,
            count: 0,
            after_ff: false,
            beyond: 0,
        }
    }

    /// More than 48 bits are held afterwards.
    fn fill(&mut self) {
        while self.count <= 56 {
            let (byte, bits) = match self.rest {
                [byte, rest @ ..] if !self.is_at_marker() => {
                    self.rest = rest;
                    let bits = if self.after_ff { 7 } else { 8 };
                    self.after_ff = *byte == 0xFF;
                    (*byte, bits)
                }
                _ => {
                    self.beyond += 8;
                    (0, 8)
                }
            };
            self.held |= u64::from(byte) << (64 - bits - self.count);
            self.count += bits;
        }
    }

    /// A marker is FF, and a byte that no stuffed bit could have made.
    const fn is_at_marker(&self) -> bool {
        match self.rest {
            [0xFF, 0x80..=0xFF, ..] => true,
            [0x80..=0xFF, ..] => self.after_ff,
            _ => false,
        }
    }

    /// At most 32 bits, as a number.
    pub fn take(&mut self, bits: u32) -> u32 {
        if bits == 0 {
            return 0;
        }
        if self.count < bits {
            self.fill();
        }
        let value = self.held >> (64 - bits);
        self.skip(bits);
        u32::try_from(value).unwrap_or_default()
    }

    const fn skip(&mut self, bits: u32) {
        self.held <<= bits;
        self.count = self.count.saturating_sub(bits);
    }

    /// Zeros up to the next one, which is passed too; no more than `most`.
    pub fn take_zeros(&mut self, most: u32) -> u32 {
        let mut zeros = 0;
        loop {
            if self.count < 32 {
                self.fill();
            }
            let here = self.held.leading_zeros().min(32);
            if zeros + here >= most {
                self.skip(most - zeros);
                return most;
            }
            if here < 32 {
                self.skip(here + 1);
                return zeros + here;
            }
            self.skip(32);
            zeros += 32;
        }
    }

    /// More bits were taken than there are.
    pub const fn is_beyond_end(&self) -> bool {
        self.beyond > self.count
    }

    /// What is behind the scan.
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_byte_behind_ff_has_seven_bits() {
        let mut bits = BitReader::new(&[0xFF, 0b0101_0101, 0b1000_0000, 0xFF, 0xD9]);
        assert_eq!(bits.take(8), 0xFF);
        assert_eq!(bits.take(7), 0b101_0101);
        assert_eq!(bits.take_zeros(50), 0);
        assert!(!bits.is_beyond_end());
        assert_eq!(bits.take_zeros(20), 20);
        assert!(bits.is_beyond_end());
        assert_eq!(bits.rest(), [0xFF, 0xD9]);
    }
}
