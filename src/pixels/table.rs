//! Tables that stand in the place of a function (PS3.3 C.11.1, C.11.2, C.7.9).

use serde::{Deserialize, Serialize};

use super::layout::Endian;

/// A VOI LUT (PS3.3 C.11.2.1.1): the level from 0 to 255 of each of its inputs, in order. Or a
/// Presentation LUT (C.11.6), whose inputs are what a window makes of values, from black to white.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    levels: Vec<u8>,
    is_behind_window: bool,
}

impl Table {
    /// Of entries with so many bits; of more, where entries need them. `None` of none.
    #[must_use]
    pub fn new(entries: &[u16], bits: u8) -> Option<Self> {
        let largest = *entries.iter().max()?;
        let needed = 16 - largest.leading_zeros();
        let white = (1_u32 << u32::from(bits).max(needed).min(16)) - 1;
        let level = |entry: &u16| {
            let level = (u32::from(*entry) * 255 + white / 2) / white;
            u8::try_from(level).unwrap_or(u8::MAX)
        };
        Some(Self {
            levels: entries.iter().map(level).collect(),
            is_behind_window: false,
        })
    }

    /// The same, for what a window makes of values.
    #[must_use]
    pub fn behind_window(self) -> Self {
        Self {
            is_behind_window: true,
            ..self
        }
    }

    /// It stands behind a window, and not in its place.
    #[must_use]
    pub const fn is_behind_window(&self) -> bool {
        self.is_behind_window
    }

    /// What another table makes of its levels.
    #[must_use]
    pub fn then(&self, other: &Self) -> Self {
        let last = other.levels.len().saturating_sub(1);
        let level = |level: &u8| {
            let at = (usize::from(*level) * last + 127) / 255;
            other.levels.get(at).copied().unwrap_or_default()
        };
        Self {
            levels: self.levels.iter().map(level).collect(),
            ..*self
        }
    }

    /// From 0 to 255.
    #[must_use]
    pub fn levels(&self) -> &[u8] {
        &self.levels
    }

    /// The level at a place among the inputs; those before the first and behind the last have
    /// that of the first and the last.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, and NaN is 0"
    )]
    pub fn level(&self, place: f64) -> u8 {
        let last = self.levels.len().saturating_sub(1);
        let at = place.floor().max(0.0) as usize;
        self.levels.get(at.min(last)).copied().unwrap_or_default()
    }
}

/// The entries of a LUT as they lie in its data: a word each, or packed bytes of 8 bits (PS3.3
/// C.7.6.3.1.6), which is true in the second place. `None` where there are fewer.
#[must_use]
pub fn entries(data: &[u8], count: usize, endian: Endian) -> Option<(Vec<u16>, bool)> {
    let words = words(data, endian);
    if let Some(entries) = words.get(..count) {
        return Some((entries.to_vec(), false));
    }
    let bytes: Vec<u16> = match endian {
        Endian::Little => data.iter().map(|byte| u16::from(*byte)).collect(),
        Endian::Big => {
            let pairs = words.iter().map(|word| [word & 0xFF, word >> 8]);
            pairs.flatten().collect()
        }
    };
    Some((bytes.get(..count)?.to_vec(), true))
}

/// Words in their order.
#[must_use]
pub fn words(data: &[u8], endian: Endian) -> Vec<u16> {
    let (pairs, _) = data.as_chunks::<2>();
    let word = |pair: &[u8; 2]| match endian {
        Endian::Little => u16::from_le_bytes(*pair),
        Endian::Big => u16::from_be_bytes(*pair),
    };
    pairs.iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_shares_of_the_largest_that_fits() {
        let table = Table::new(&[0, 2048, 4095], 12).unwrap();
        assert_eq!(table.levels(), [0, 128, 255]);
        // Entries that need more bits than are stated.
        let table = Table::new(&[0, 0x7FFF, 0xFFFF], 12).unwrap();
        assert_eq!(table.levels(), [0, 127, 255]);
        assert_eq!(Table::new(&[], 8), None);
    }

    #[test]
    fn one_table_follows_another() {
        let one = Table::new(&[0, 100, 255], 8).unwrap();
        let inverse = Table::new(&[255, 0], 8).unwrap();
        assert_eq!(one.then(&inverse).levels(), [255, 255, 0]);
    }

    #[test]
    fn ends_stand_for_what_is_beyond_them() {
        let table = Table::new(&[10, 20, 30], 8).unwrap();
        let levels = [-1.0, 0.0, 0.9, 1.0, 2.5, 9.0, f64::NAN].map(|place| table.level(place));
        assert_eq!(levels, [10, 10, 10, 20, 30, 30, 10]);
    }

    #[test]
    fn entries_are_words_or_packed_bytes() {
        let data = [1, 2, 3, 4];
        assert_eq!(
            entries(&data, 2, Endian::Little),
            Some((vec![0x0201, 0x0403], false))
        );
        assert_eq!(
            entries(&data, 2, Endian::Big),
            Some((vec![0x0102, 0x0304], false))
        );
        assert_eq!(
            entries(&data, 4, Endian::Little),
            Some((vec![1, 2, 3, 4], true))
        );
        assert_eq!(entries(&data, 3, Endian::Big), Some((vec![2, 1, 4], true)));
        assert_eq!(entries(&data, 5, Endian::Little), None);
    }
}
