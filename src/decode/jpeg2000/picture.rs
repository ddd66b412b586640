//! Components of tiles -> the samples of a frame (ISO/IEC 15444-1 Annex G).

use super::fault;
use super::size::{Area, Size};
use super::tile::Values;
use crate::problem::Kind;
use wide::{f32x4, i32x4};

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
    low: i32x4,
    high: i32x4,
    /// What is then added to the values of unsigned components (G.1).
    shift: i32x4,
}

impl Range {
    #[inline]
    fn within(self, values: i32x4) -> i32x4 {
        values.max(self.low).min(self.high) + self.shift
    }
}

/// Not `splat`, which is a loop where code is compiled for size.
const fn four(value: i32) -> i32x4 {
    i32x4::new([value, value, value, value])
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
            range: Range {
                low: four(-half),
                high: four(half - 1),
                shift: four(if size.is_signed { 0 } else { half }),
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
                [
                    Values::Whole(first),
                    Values::Whole(second),
                    Values::Whole(third),
                    ..,
                ] => {
                    undo_reversible(first, second, third);
                }
                [
                    Values::Real(first),
                    Values::Real(second),
                    Values::Real(third),
                    ..,
                ] => {
                    undo_irreversible(first, second, third);
                }
                // OpenJPEG states it of one component too, and means nothing by it.
                [_] => {}
                _ => return Err(fault("components that cannot be transformed together")),
            }
        }
        for (number, values) in values.iter().enumerate() {
            match values {
                Values::Whole(values) => self.put_component(tile, number, values, i32x4::new),
                Values::Real(values) => {
                    // Halves go to the even side, as processors round.
                    let rounded = |four| f32x4::new(four).round_int();
                    self.put_component(tile, number, values, rounded);
                }
            }
        }
        Ok(())
    }

    fn put_component<T: Copy + Default>(
        &mut self,
        tile: Area,
        number: usize,
        values: &[T],
        whole: impl Fn([T; 4]) -> i32x4 + Copy,
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
            let component = (number, self.components);
            let value = |four: [T; 4]| range.within(whole(four)).to_array();
            match self.cell {
                1 => put_row(places, component, values, value, |value| {
                    let [first, ..] = value.to_le_bytes();
                    [first]
                }),
                2 => put_row(places, component, values, value, |value| {
                    let [first, second, ..] = value.to_le_bytes();
                    [first, second]
                }),
                _ => put_row(places, component, values, value, i32::to_le_bytes),
            }
        }
    }
}

/// One of so many components, in cells of N bytes.
#[inline(never)]
fn put_row<const N: usize, T: Copy + Default>(
    places: &mut [u8],
    (number, count): (usize, usize),
    values: &[T],
    value: impl Fn([T; 4]) -> [i32; 4],
    cell: impl Fn(i32) -> [u8; N],
) {
    let (cells, _) = places.as_chunks_mut::<N>();
    let (fours, last) = values.as_chunks::<4>();
    if count == 1 {
        let (places, rest) = cells.as_chunks_mut::<4>();
        for (places, four) in places.iter_mut().zip(fours) {
            let [first, second, third, fourth] = value(*four);
            *places = [cell(first), cell(second), cell(third), cell(fourth)];
        }
        for (place, value) in rest.iter_mut().zip(value(padded(last))) {
            *place = cell(value);
        }
        return;
    }
    let mut places = cells.iter_mut().skip(number).step_by(count);
    for four in fours.iter().copied().chain([padded(last)]) {
        for (value, place) in value(four).into_iter().zip(&mut places) {
            *place = cell(value);
        }
    }
}

fn padded<T: Copy + Default>(values: &[T]) -> [T; 4] {
    let mut four = [T::default(); 4];
    for (place, value) in four.iter_mut().zip(values) {
        *place = *value;
    }
    four
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
