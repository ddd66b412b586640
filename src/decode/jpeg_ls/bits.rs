//! The bits of a scan (ISO/IEC 14495-1 A.1, C.3): the byte behind FF has seven of them, and a
//! marker ends them.
//!
//! Stuffed bits are taken out of a whole scan at once: what reads it then takes eight bytes at a
//! time and never looks for one. The bytes lie in reverse, so that eight of them are a number as
//! WebAssembly loads it, which cannot turn one round.

use crate::decode::jpeg::bits::has_ff;

/// Zeros beyond the bits, so that those too can be read eight bytes at a time.
const PADDING: usize = 8;

/// The bits of a scan without the stuffed ones.
pub(super) struct Unstuffed<'a> {
    /// The last one first.
    bytes: Vec<u8>,
    bits: usize,
    rest: &'a [u8],
}

impl<'a> Unstuffed<'a> {
    #[inline(never)]
    pub fn new(scan: &'a [u8]) -> Self {
        let mut writer = Writer {
            bytes: Vec::with_capacity(length_of(scan) + 2 * PADDING),
            held: 0,
            count: 0,
        };
        let mut rest = scan;
        let mut after_ff = false;
        loop {
            if let Some((eight, behind)) = rest.split_first_chunk::<8>()
                && !after_ff
                && !has_ff(*eight)
            {
                writer.put_64(u64::from_be_bytes(*eight));
                rest = behind;
                continue;
            }
            let Some((byte, behind)) = rest.split_first() else {
                break;
            };
            if is_at_marker(rest, after_ff) {
                break;
            }
            writer.put(*byte, if after_ff { 7 } else { 8 });
            after_ff = *byte == 0xFF;
            rest = behind;
        }
        let bits = writer.bytes.len() * 8 + writer.count as usize;
        writer.put_64(0);
        writer.put_64(0);
        // One byte may hold the last bits, and then come the zeros.
        writer.bytes.truncate(bits.div_ceil(8) + PADDING);
        writer.bytes.reverse();
        Self {
            bytes: writer.bytes,
            bits,
            rest,
        }
    }

    pub fn reader(&self) -> BitReader<'_> {
        BitReader {
            rest: &self.bytes,
            held: 0,
            count: 0,
            beyond: 0,
        }
    }

    /// More bits were taken than there are.
    pub const fn is_beyond_end(&self, reader: &BitReader<'_>) -> bool {
        let loaded = self.bytes.len() - reader.rest.len() + reader.beyond;
        loaded * 8 > self.bits + reader.count as usize
    }

    /// What is behind the scan, from its marker on.
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

/// Bytes up to the marker that ends the scan, or a few more: what memory is taken for.
fn length_of(scan: &[u8]) -> usize {
    let at = scan
        .array_windows()
        .position(|two| matches!(two, [0xFF, 0x80..=0xFF]));
    at.unwrap_or(scan.len())
}

/// A marker is FF, and a byte that no stuffed bit could have made.
const fn is_at_marker(rest: &[u8], after_ff: bool) -> bool {
    match rest {
        [0xFF, 0x80..=0xFF, ..] => true,
        [0x80..=0xFF, ..] => after_ff,
        _ => false,
    }
}

/// Puts bits behind each other.
struct Writer {
    bytes: Vec<u8>,
    /// At the upper end, fewer than 64.
    held: u64,
    count: u32,
}

impl Writer {
    fn put_64(&mut self, bits: u64) {
        let eight = self.held | (bits >> self.count);
        self.bytes.extend_from_slice(&eight.to_be_bytes());
        self.held = bits.checked_shl(64 - self.count).unwrap_or_default();
    }

    /// The lower ones of a byte.
    fn put(&mut self, byte: u8, count: u32) {
        self.held |= u64::from(byte) << (64 - count) >> self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.held.to_be_bytes()[0]);
            self.held <<= 8;
            self.count -= 8;
        }
    }
}

/// Bits from the upper end of each byte on. Beyond the end there are zeros, counted. A copy of it
/// is in registers while a row is read.
#[derive(Clone, Copy)]
pub(super) struct BitReader<'a> {
    rest: &'a [u8],
    /// More than `count` may be there already: they are loaded again, and are the same.
    held: u64,
    count: u32,
    beyond: usize,
}

impl BitReader<'_> {
    /// At least 56 bits are held afterwards.
    #[inline]
    pub fn fill(&mut self) {
        let bytes = ((63 - self.count) >> 3 & 7) as usize;
        if let Some(eight) = self.rest.last_chunk::<8>() {
            self.held |= u64::from_le_bytes(*eight) >> (self.count & 63);
            let left = self.rest.len() - bytes;
            self.rest = self.rest.get(..left).unwrap_or_default();
        } else {
            self.beyond += bytes;
        }
        self.count |= 0b11_1000;
    }

    /// At least so many are held afterwards.
    #[inline]
    pub fn ensure(&mut self, bits: u32) {
        if self.count < bits {
            self.fill();
        }
    }

    /// The next ones, without going on.
    #[inline]
    pub const fn first(&self, bits: u32) -> usize {
        (self.held >> (64 - bits) & 0xFFFF) as usize
    }

    /// Goes on by fewer bits than are held.
    #[inline]
    pub const fn skip(&mut self, bits: u32) {
        self.held <<= bits & 63;
        self.count -= bits;
    }

    /// At most 32 bits, as a number.
    #[inline]
    pub fn take(&mut self, bits: u32) -> u32 {
        self.fill();
        // Twice, because a shift by 64 is none.
        let value = self.held >> 1 >> (63 - bits);
        self.skip(bits);
        (value & 0xFFFF_FFFF) as u32
    }

    /// Zeros up to the next one, which is passed too; no more than `most`.
    pub fn take_zeros(&mut self, most: u32) -> u32 {
        let mut zeros = 0;
        loop {
            self.fill();
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
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bit by bit, as the standard says it.
    fn by_the_book(scan: &[u8]) -> Vec<u8> {
        let mut bits = Vec::new();
        for (at, byte) in scan.iter().enumerate() {
            let after_ff = at > 0 && scan[at - 1] == 0xFF;
            let count = if after_ff { 7 } else { 8 };
            bits.extend((0..count).rev().map(|bit| byte >> bit & 1));
        }
        bits
    }

    #[test]
    fn stuffed_bits_are_taken_out() {
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
        for length in (0..100).chain([bytes.len()]) {
            let scan = &bytes[..length];
            let expected = by_the_book(scan);
            let unstuffed = Unstuffed::new(scan);
            let mut reader = unstuffed.reader();
            for (at, bit) in expected.iter().enumerate() {
                assert!(!unstuffed.is_beyond_end(&reader));
                assert_eq!(
                    reader.take(1),
                    u32::from(*bit),
                    "bit {at} of {length} bytes"
                );
            }
            assert!(!unstuffed.is_beyond_end(&reader));
            for _ in 0..200 {
                assert_eq!(reader.take(1), 0);
                assert!(unstuffed.is_beyond_end(&reader));
            }
        }
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
        let unstuffed = Unstuffed::new(&[0xFF, 0b0101_0101, 0b1000_0000, 0xFF, 0xD9]);
        let mut bits = unstuffed.reader();
        assert_eq!(bits.take(8), 0xFF);
        assert_eq!(bits.take(7), 0b101_0101);
        assert_eq!(bits.take_zeros(50), 0);
        assert!(!unstuffed.is_beyond_end(&bits));
        assert_eq!(bits.take_zeros(20), 20);
        assert!(unstuffed.is_beyond_end(&bits));
        assert_eq!(unstuffed.rest(), [0xFF, 0xD9]);
    }
}
