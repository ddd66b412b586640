//! Components of tiles -> the samples of a frame (ISO/IEC 15444-1 Annex G).

use super::fault;
use super::size::{Area, Size};
use super::tile::Values;
use crate::problem::Kind;

/// The samples, pixel by pixel, in little endian cells.
pub(super) struct Picture {
    bytes: Vec<u8>,
    image: Area,
    components: usize,
    /// Bytes of a sample: 1, 2 or 4.
    cell: usize,
    range: Range,
}

/// Coding may go beyond the range of the values: they are cut off at its ends.
#[derive(Clone, Copy)]
struct Range {
    /// What is added to the values of unsigned components (G.1).
    shift: i32,
    low: i32,
    high: i32,
}

impl Range {
    const fn within(self, value: i32) -> i32 {
        let value = value.saturating_add(self.shift);
        if value < self.low {
            self.low
        } else if value > self.high {
            self.high
        } else {
            value
        }
    }
}

impl Picture {
    pub fn new(size: &Size, cell: usize) -> Self {
        let half = 1 << (size.extent.precision - 1);
        let components = size.extent.components;
        Self {
            bytes: vec![0; size.extent.pixels() * components * cell],
            image: size.image,
            components,
            cell,
            range: if size.is_signed {
                Range {
                    shift: 0,
                    low: -half,
                    high: half - 1,
                }
            } else {
                Range {
                    shift: half,
                    low: 0,
                    high: half - 1 + half,
                }
            },
        }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Puts a tile into its place.
    pub fn put(
        &mut self,
        tile: Area,
        mut values: Vec<Values>,
        transforms: bool,
    ) -> Result<(), Kind> {
        if transforms {
            match values.as_mut_slice() {
                [Values::Whole(first), Values::Whole(second), Values::Whole(third), ..] => {
                    undo_reversible(first, second, third);
                }
                [Values::Real(first), Values::Real(second), Values::Real(third), ..] => {
                    undo_irreversible(first, second, third);
                }
                // OpenJPEG states it of one component too, and means nothing by it.
                [_] => {}
                _ => return Err(fault("components that cannot be transformed together")),
            }
        }
        for (number, values) in values.iter().enumerate() {
            match values {
                Values::Whole(values) => self.put_component(tile, number, values, |value| value),
                Values::Real(values) => self.put_component(tile, number, values, rounded),
            }
        }
        Ok(())
    }

    fn put_component<T: Copy>(
        &mut self,
        tile: Area,
        number: usize,
        values: &[T],
        whole: impl Fn(T) -> i32 + Copy,
    ) {
        let range = self.range;
        let pixel = self.components * self.cell;
        let width = tile.width();
        let left = (tile.x0 - self.image.x0) as usize;
        let top = (tile.y0 - self.image.y0) as usize;
        let across = self.image.width() * pixel;
        let rows = self.bytes.chunks_exact_mut(across.max(1)).skip(top);
        for (row, values) in rows.zip(values.chunks_exact(width.max(1))) {
            let places = row.get_mut(left * pixel..(left + width) * pixel);
            let places = places.unwrap_or_default();
            let value = |value: &T| range.within(whole(*value));
            match self.cell {
                1 => put_row::<1>(places, (number, self.components), values.iter().map(value)),
                2 => put_row::<2>(places, (number, self.components), values.iter().map(value)),
                _ => put_row::<4>(places, (number, self.components), values.iter().map(value)),
            }
        }
    }
}

/// One of so many components, in cells of N bytes.
fn put_row<const N: usize>(
    places: &mut [u8],
    (number, count): (usize, usize),
    values: impl Iterator<Item = i32>,
) {
    let (cells, _) = places.as_chunks_mut::<N>();
    let cell = |value: i32| *value.to_le_bytes().first_chunk().unwrap_or(&[0; N]);
    if count == 1 {
        for (place, value) in cells.iter_mut().zip(values) {
            *place = cell(value);
        }
        return;
    }
    for (place, value) in cells.iter_mut().skip(number).step_by(count).zip(values) {
        *place = cell(value);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "more is cut off")]
fn rounded(value: f32) -> i32 {
    // An instruction; halves to the odd side too would be a call for each value.
    value.round_ties_even() as i32
}

/// G.2.2.
fn undo_reversible(first: &mut [i32], second: &mut [i32], third: &mut [i32]) {
    for ((first, second), third) in first.iter_mut().zip(second).zip(third) {
        let green = first.wrapping_sub(second.wrapping_add(*third) >> 2);
        *first = third.wrapping_add(green);
        *third = second.wrapping_add(green);
        *second = green;
    }
}

/// G.3.2.
fn undo_irreversible(first: &mut [f32], second: &mut [f32], third: &mut [f32]) {
    for ((first, second), third) in first.iter_mut().zip(second).zip(third) {
        let (y, cb, cr) = (*first, *second, *third);
        *first = y + 1.402 * cr;
        *second = y - 0.344_136 * cb - 0.714_136 * cr;
        *third = y + 1.772 * cb;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transforms_are_undone() {
        // G.2.1 of 200, 100, 51: floor of a quarter of (200 + 2 * 100 + 51), differences to green.
        let (mut y, mut cb, mut cr) = ([112], [51 - 100], [200 - 100]);
        undo_reversible(&mut y, &mut cb, &mut cr);
        assert_eq!([y, cb, cr], [[200], [100], [51]]);
        let (mut y, mut cb, mut cr) = ([90.0], [0.0], [0.0]);
        undo_irreversible(&mut y, &mut cb, &mut cr);
        assert_eq!([y, cb, cr], [[90.0]; 3]);
    }
}
