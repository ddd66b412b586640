//! Samples of one bit, packed from the lowest bit of each byte on (PS3.5 8.1.1, D.1).

use crate::problem::Kind;

/// A byte of 0 or 1 for each of `count` bits, from `first_bit` of the first byte on: frames need
/// not begin at a byte.
pub(super) fn unpack(bytes: &[u8], first_bit: u8, count: usize) -> Result<Vec<u8>, Kind> {
    let skipped = usize::from(first_bit);
    let found = (bytes.len() * 8).saturating_sub(skipped);
    if found < count {
        return Err(Kind::EndsEarly {
            needed: count.div_ceil(8) as u64,
            found: bytes.len() as u64,
        });
    }
    let bits = bytes
        .iter()
        .flat_map(|byte| (0..8).map(move |bit| (byte >> bit) & 1));
    Ok(bits.skip(skipped).take(count).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_begin_anywhere_in_a_byte() {
        assert_eq!(unpack(&[0b0000_0101], 0, 4).unwrap(), [1, 0, 1, 0]);
        assert_eq!(unpack(&[0b1000_0000, 1], 7, 3).unwrap(), [1, 1, 0]);
        assert_eq!(unpack(&[0xFF], 1, 8).unwrap_err().code(), "ends-early");
    }
}
