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

    /// More than 56 bits are held afterwards.
    fn fill(&mut self) {
        if let Some(eight) = self.rest.first_chunk::<8>()
            && !self.after_ff
            && !has_ff(*eight)
        {
            let bytes = (64 - self.count) / 8;
            let bits = bytes * 8;
            let next = u64::from_be_bytes(*eight);
            // The bits below the last whole byte are taken again next time.
            let wanted = next & u64::MAX.checked_shl(64 - bits).unwrap_or_default();
            self.held |= wanted >> self.count;
            self.count += bits;
            self.rest = self.rest.get(bytes as usize..).unwrap_or_default();
            return;
        }
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

    /// Zeros up to the next one, then `k` bits: nearly every code. `None`, and nothing is taken,
    /// where there are `most` zeros or the whole is longer than what is held.
    #[inline]
    pub fn take_code(&mut self, k: u32, most: u32) -> Option<u32> {
        if self.count < 32 {
            self.fill();
        }
        let zeros = self.held.leading_zeros();
        let length = zeros + 1 + k;
        if zeros >= most || length > self.count {
            return None;
        }
        // Twice, because a shift by 64 is none.
        let low = ((self.held << zeros) << 1) >> 1 >> (63 - k);
        self.held = (self.held << zeros) << (k + 1);
        self.count -= length;
        Some((zeros << k) | u32::try_from(low).unwrap_or_default())
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

/// One of them is FF: its complement is zero.
const fn has_ff(bytes: [u8; 8]) -> bool {
    let zeros = !u64::from_be_bytes(bytes);
    let ones = u64::from_be_bytes([1; 8]);
    zeros.wrapping_sub(ones) & !zeros & (ones << 7) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_same_however_they_are_taken() {
        // All bytes there are, FF among them, with what is stuffed behind it.
        let mut bytes = Vec::new();
        for round in 0..40_u32 {
            for byte in 0..=0xFF_u8 {
                bytes.push(byte.wrapping_mul(37).wrapping_add(round.to_le_bytes()[0]));
                if bytes.last() == Some(&0xFF) {
                    bytes.push(byte & 0x7F);
                }
            }
        }
        let mut fast = BitReader::new(&bytes);
        let mut slow = BitReader::new(&bytes);
        for at in 0..8_000_u32 {
            let k = at % 11;
            let Some(code) = fast.take_code(k, 30) else {
                assert_eq!(fast.take_zeros(30), slow.take_zeros(30));
                continue;
            };
            let zeros = slow.take_zeros(30);
            assert_eq!(code, (zeros << k) | slow.take(k), "{at}");
        }
        assert!(!fast.is_beyond_end());
    }

    #[test]
    fn an_ff_is_seen_in_every_place() {
        for place in 0..8 {
            let mut bytes = [0xFE; 8];
            assert!(!has_ff(bytes));
            bytes[place] = 0xFF;
            assert!(has_ff(bytes));
        }
        assert!(!has_ff([0, 1, 0x7F, 0x80, 0xFE, 0, 0xFE, 0x81]));
    }

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
