//! Stored values by their palette -> RGB of 8 bits (PS3.3 C.7.6.3.1.5, C.7.9.2).

use super::{ReadAt, Samples};
use crate::header::Lut;
use crate::pixels::Endian;
use crate::problem::Kind;

/// RGB of each stored value.
pub(super) fn apply(
    file: &mut impl ReadAt,
    palette: &[Lut; 3],
    samples: &Samples,
) -> Result<Vec<u8>, Kind> {
    let mut tables = Vec::with_capacity(3);
    for lut in palette {
        tables.push((i64::from(lut.first), entries(file, lut)?));
    }
    let frame = samples.frame().ok_or(Kind::EndsEarly {
        needed: samples.shape().sample_count() as u64,
        found: 0,
    })?;
    let mut rgb = Vec::with_capacity(samples.shape().pixels() * 3);
    for value in frame.stored_values() {
        for (first, table) in &tables {
            // Values outside of the table have the colour of its ends.
            let last = table.len().saturating_sub(1);
            let at = usize::try_from((value - first).max(0)).unwrap_or(last);
            rgb.push(table.get(at.min(last)).copied().unwrap_or_default());
        }
    }
    Ok(rgb)
}

/// The entries of a table, of 8 bits each.
fn entries(file: &mut impl ReadAt, lut: &Lut) -> Result<Vec<u8>, Kind> {
    let data = file.read_at(lut.data)?;
    let count = lut.entries as usize;
    let words = words(&data, lut.endian);
    let malformed = || Kind::Malformed {
        what: "a palette with fewer entries than it states".to_owned(),
        at: lut.data.offset,
    };
    if lut.segmented {
        let values = segments(&words, count).ok_or_else(malformed)?;
        return Ok(eight_bits(&values, lut.bits));
    }
    // Entries of 8 bits are packed, or have a word each (PS3.3 C.7.6.3.1.6).
    if words.len() >= count {
        return Ok(eight_bits(words.get(..count).unwrap_or_default(), lut.bits));
    }
    let bytes: Vec<u16> = match lut.endian {
        Endian::Little => data.iter().map(|byte| u16::from(*byte)).collect(),
        Endian::Big => words
            .iter()
            .flat_map(|word| [word & 0xFF, word >> 8])
            .collect(),
    };
    let bytes = bytes.get(..count).ok_or_else(malformed)?;
    Ok(eight_bits(bytes, 8))
}

fn words(data: &[u8], endian: Endian) -> Vec<u16> {
    let (pairs, _) = data.as_chunks::<2>();
    let word = |pair: &[u8; 2]| match endian {
        Endian::Little => u16::from_le_bytes(*pair),
        Endian::Big => u16::from_be_bytes(*pair),
    };
    pairs.iter().map(word).collect()
}

/// The upper eight of each entry's bits. Tables are about that state 16 bits and hold 8.
fn eight_bits(values: &[u16], bits: u8) -> Vec<u8> {
    let largest = values.iter().copied().max().unwrap_or_default();
    let shift = if largest > 0xFF {
        u32::from(bits).max(16 - largest.leading_zeros()) - 8
    } else {
        0
    };
    let byte = |value: &u16| u8::try_from(value >> shift).unwrap_or(u8::MAX);
    values.iter().map(byte).collect()
}

/// Discrete, linear and indirect segments (PS3.3 C.7.9.2.2); `None` where they do not come out
/// at so many entries.
fn segments(words: &[u16], count: usize) -> Option<Vec<u16>> {
    let mut values = Vec::with_capacity(count);
    let mut rest = words;
    while values.len() < count {
        rest = match *rest.first()? {
            2 => indirect(words, rest, count, &mut values)?,
            _ => direct(rest, count, &mut values)?,
        };
    }
    (values.len() == count).then_some(values)
}

/// One discrete or linear segment; the words behind it.
fn direct<'a>(words: &'a [u16], count: usize, values: &mut Vec<u16>) -> Option<&'a [u16]> {
    let ([opcode, length], rest) = words.split_first_chunk::<2>()?;
    let length = usize::from(*length);
    // An empty segment brings nothing, and any number of them could be repeated.
    if length == 0 || values.len() + length > count {
        return None;
    }
    match opcode {
        0 => {
            let (discrete, rest) = rest.split_at_checked(length)?;
            values.extend_from_slice(discrete);
            Some(rest)
        }
        1 => {
            let (end, rest) = rest.split_first()?;
            let from = i64::from(*values.last()?);
            let rise = i64::from(*end) - from;
            let steps = i64::try_from(length).ok()?;
            for step in 1..=steps {
                // To the nearest; a line between two values stays between them.
                let value = from + (2 * rise * step + steps).div_euclid(2 * steps);
                values.push(u16::try_from(value).ok()?);
            }
            Some(rest)
        }
        _ => None,
    }
}

/// Segments used again: their number, and the byte at which the first of them is.
fn indirect<'a>(
    all: &[u16],
    words: &'a [u16],
    count: usize,
    values: &mut Vec<u16>,
) -> Option<&'a [u16]> {
    let ([_, number, low, high], rest) = words.split_first_chunk::<4>()?;
    let at = (usize::from(*high) << 16 | usize::from(*low)) / 2;
    let mut again = all.get(at..)?;
    for _ in 0..*number {
        again = direct(again, count, values)?;
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_discrete_linear_and_repeated() {
        let words = [0, 2, 0, 10, 1, 4, 50, 2, 1, 8, 0];
        let values = [0, 10, 20, 30, 40, 50, 50, 50, 50, 50];
        assert_eq!(segments(&words, 10).unwrap(), values);
        assert_eq!(segments(&words, 9), None);
        assert_eq!(segments(&[1, 2, 3], 2), None);
        assert_eq!(segments(&[2, 1, 0, 0], 5), None);
    }

    #[test]
    fn entries_lose_their_lower_bits() {
        assert_eq!(eight_bits(&[0, 0x1234, 0xFFFF], 16), [0, 0x12, 0xFF]);
        assert_eq!(eight_bits(&[0, 200, 255], 16), [0, 200, 255]);
        assert_eq!(eight_bits(&[0, 0x8000], 8), [0, 0x80]);
    }
}
