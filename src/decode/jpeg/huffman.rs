//! Huffman tables (ISO/IEC 10918-1 C.2, F.2.2.3).

use super::bits::{BitReader, extended};
use super::malformed;
use crate::problem::Kind;

/// Codes up to this length are looked up at once.
const LOOKUP_BITS: u32 = 9;

/// Codes and the numbers behind them are looked up at once where both have no more bits.
const NUMBER_BITS: u32 = 10;

const NUMBERS: usize = 1 << NUMBER_BITS;

/// A symbol and the number behind it, whose bits the symbol's lower four count; length 0 where
/// both are longer than what is looked up.
#[derive(Clone, Copy, Default)]
struct Number {
    value: i16,
    symbol: u8,
    length: u8,
}

/// The one whose lower bits may not count: as a category it stands for 16 bits, or none.
const AMBIGUOUS: u8 = 16;

/// Codes -> symbols.
#[derive(Clone)]
pub(super) struct Table {
    /// Length and symbol by the first bits; length 0 where the code is longer.
    lookup: Vec<(u8, u8)>,
    numbers: Box<[Number; NUMBERS]>,
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
            numbers: numbers(&lookup),
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

    /// The next symbol, and the number of so many bits as its lower four say.
    #[expect(clippy::indexing_slicing, reason = "masked")]
    #[expect(
        clippy::inline_always,
        reason = "so that the reader stays in registers"
    )]
    #[inline(always)]
    pub fn decode_number(&self, bits: &mut BitReader<'_>) -> Result<(u8, i32), Kind> {
        bits.ensure();
        let number = self.numbers[bits.first(NUMBER_BITS) & (NUMBERS - 1)];
        if number.length > 0 {
            bits.skip(u32::from(number.length));
            return Ok((number.symbol, i32::from(number.value)));
        }
        let (symbol, value, behind) = self.decode_long_number(*bits)?;
        *bits = behind;
        Ok((symbol, value))
    }

    #[cold]
    #[inline(never)]
    fn decode_long_number<'a>(
        &self,
        mut bits: BitReader<'a>,
    ) -> Result<(u8, i32, BitReader<'a>), Kind> {
        let symbol = self.decode(&mut bits)?;
        let value = bits.take_signed(u32::from(symbol & 15));
        Ok((symbol, value, bits))
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

fn numbers(lookup: &[(u8, u8)]) -> Box<[Number; NUMBERS]> {
    let mut numbers = Box::new([Number::default(); NUMBERS]);
    for (ahead, number) in (0_u32..).zip(numbers.iter_mut()) {
        let code = ahead >> (NUMBER_BITS - LOOKUP_BITS);
        let (code_length, symbol) = lookup.get(code as usize).copied().unwrap_or_default();
        let bits = u32::from(symbol & 15);
        let length = u32::from(code_length) + bits;
        if code_length > 0 && length <= NUMBER_BITS && symbol != AMBIGUOUS {
            let value = ahead >> (NUMBER_BITS - length) & ((1 << bits) - 1);
            *number = Number {
                value: i16::try_from(extended(value, bits)).unwrap_or_default(),
                symbol,
                length: u8::try_from(length).unwrap_or_default(),
            };
        }
    }
    numbers
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
