//! Tables of a file: the entries of palettes and modality LUTs, which lie in it until they are
//! needed, and stored values through the latter.

use super::{ReadAt, Samples};
use crate::header::Lut;
use crate::pixels::{Endian, Layout, table};
use crate::problem::Kind;

/// The entries of a table, and the bits that they have.
pub(super) fn entries(file: &mut impl ReadAt, lut: &Lut) -> Result<(Vec<u16>, u8), Kind> {
    let data = file.read_at(lut.data)?;
    let count = lut.entries as usize;
    let entries = if lut.segmented {
        segments(&table::words(&data, lut.endian), count).map(|entries| (entries, lut.bits))
    } else {
        let entries = table::entries(&data, count, lut.endian);
        entries.map(|(entries, is_packed)| (entries, if is_packed { 8 } else { lut.bits }))
    };
    entries.ok_or_else(|| Kind::Malformed {
        what: "a table with fewer entries than it states".to_owned(),
        at: lut.data.offset,
    })
}

/// What modality values are as they come out of a Modality LUT: words, whatever bits it states of
/// itself (PS3.3 C.11.1.1.1).
pub(super) const MODALITY_VALUES: Layout = Layout {
    allocated: 16,
    stored: 16,
    high_bit: 15,
    signed: false,
    endian: Endian::Little,
};

/// The modality value of each stored one; those outside of the table have that of its ends.
pub(super) fn modality_values(
    file: &mut impl ReadAt,
    lut: &Lut,
    samples: &Samples,
) -> Result<Vec<u8>, Kind> {
    let (entries, _) = entries(file, lut)?;
    let frame = samples.frame().ok_or(Kind::EndsEarly {
        needed: samples.shape().sample_count() as u64,
        found: 0,
    })?;
    let last = entries.len().saturating_sub(1);
    let first = i64::from(lut.first);
    let mut values = Vec::with_capacity(samples.shape().pixels() * 2);
    for stored in frame.stored_values() {
        let at = usize::try_from((stored - first).max(0)).unwrap_or(last);
        let value = entries.get(at.min(last)).copied().unwrap_or_default();
        values.extend(value.to_le_bytes());
    }
    Ok(values)
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
}
