//! Stored values by their palette -> RGB of 8 bits (PS3.3 C.7.6.3.1.5, C.7.9.2).

use super::{ReadAt, Samples, lut};
use crate::header::Lut;
use crate::problem::Kind;

/// RGB of each stored value.
pub(super) fn apply(
    file: &mut impl ReadAt,
    palette: &[Lut; 3],
    samples: &Samples,
) -> Result<Vec<u8>, Kind> {
    let mut tables = Vec::with_capacity(3);
    for lut in palette {
        let (entries, bits) = lut::entries(file, lut)?;
        tables.push((i64::from(lut.first), eight_bits(&entries, bits)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_lose_their_lower_bits() {
        assert_eq!(eight_bits(&[0, 0x1234, 0xFFFF], 16), [0, 0x12, 0xFF]);
        assert_eq!(eight_bits(&[0, 200, 255], 16), [0, 200, 255]);
        assert_eq!(eight_bits(&[0, 0x8000], 8), [0, 0x80]);
    }
}
