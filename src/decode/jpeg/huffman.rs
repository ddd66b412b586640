//! Huffman tables (ISO/IEC 10918-1 C.2, F.2.2.3).

use super::bits::BitReader;
use super::malformed;
use crate::problem::Kind;

/// Codes up to this length are looked up at once.
const LOOKUP_BITS: u32 = 9;

/// Codes -> symbols.
#[derive(Clone)]
pub(super) struct Table {
    /// Length and symbol by the first bits; length 0 where the code is longer.
    lookup: Vec<(u8, u8)>,
    /// For each length from 1: one more than its last code, at the upper end of 16 bits, and what
    /// is added to a code for its place among the symbols.
    longer: [(u32, i32); 16],
    symbols: Vec<u8>,
}

impl Table {
    /// Of the numbers of codes of each length, and the symbols in the order of their codes.
    pub fn new(counts: [u8; 16], symbols: &[u8]) -> Result<Self, Kind> {
        let mut lookup = vec![(0, 0); 1 << LOOKUP_BITS];
        let mut longer = [(0, 0); 16];
        let mut code: u32 = 0;
        let mut place: usize = 0;
        for ((length, count), last) in (1_u32..).zip(counts).zip(&mut longer) {
            let offset = i32::try_from(place).unwrap_or_default() - code.cast_signed();
            for symbol in symbols.iter().skip(place).take(usize::from(count)) {
                if length <= LOOKUP_BITS {
                    let shift = LOOKUP_BITS - length;
                    let places = lookup.iter_mut().skip((code << shift) as usize);
                    let length = u8::try_from(length).unwrap_or_default();
                    places
                        .take(1 << shift)
                        .for_each(|place| *place = (length, *symbol));
                }
                code += 1;
            }
            place += usize::from(count);
            if code > 1 << length {
                return Err(malformed("more Huffman codes than fit"));
            }
            *last = (code << (16 - length), offset);
            code <<= 1;
        }
        Ok(Self {
            lookup,
            longer,
            symbols: symbols.to_vec(),
        })
    }

    /// The next symbol.
    pub fn decode(&self, bits: &mut BitReader<'_>) -> Result<u8, Kind> {
        let ahead = bits.peek16();
        let short = usize::from(ahead >> (16 - LOOKUP_BITS));
        if let Some((length @ 1.., symbol)) = self.lookup.get(short) {
            bits.skip(u32::from(*length));
            return Ok(*symbol);
        }
        self.decode_longer(ahead, bits)
    }

    #[cold]
    fn decode_longer(&self, ahead: u16, bits: &mut BitReader<'_>) -> Result<u8, Kind> {
        let ahead = u32::from(ahead);
        for (length, (end, offset)) in (1..).zip(self.longer) {
            if ahead < end {
                bits.skip(length);
                let place = (ahead >> (16 - length)).cast_signed() + offset;
                let symbol = usize::try_from(place)
                    .ok()
                    .and_then(|place| self.symbols.get(place));
                return symbol
                    .copied()
                    .ok_or_else(|| malformed("a code without a symbol"));
            }
        }
        Err(malformed("a code that is not in its table"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_codes() {
        // 0 -> 5, 10 -> 6, then 1100 0000 0000 -> 7 (12 bits).
        let mut counts = [0; 16];
        (counts[0], counts[1], counts[11]) = (1, 1, 1);
        let table = Table::new(counts, &[5, 6, 7]).unwrap();
        let mut bits = BitReader::new(&[0b0101_1000, 0b0000_0001, 0b0000_0000]);
        let mut next = || table.decode(&mut bits);
        assert_eq!(next().unwrap(), 5);
        assert_eq!(next().unwrap(), 6);
        assert_eq!(next().unwrap(), 7);
        assert_eq!(next().unwrap(), 6);
        let mut junk = BitReader::new(&[0xFF, 0, 0xFF, 0]);
        assert!(table.decode(&mut junk).is_err());
        assert!(Table::new([3; 16], &[0; 48]).is_err());
    }
}
