//! Bands -> a resolution, level by level (ISO/IEC 15444-1 Annex F).
//!
//! Rows go through both directions in one pass: each is put together of its low and high half, and
//! the lifting steps down the columns follow a few rows behind, where the rows are still at hand.

use super::coefficient::{self, Coefficient};
use super::size::Area;

/// Values of an area, row by row.
#[derive(Debug, Default)]
pub(super) struct Plane<T> {
    pub area: Area,
    pub values: Vec<T>,
}

impl<T: Coefficient> Plane<T> {
    pub fn zeros(area: Area) -> Self {
        Self {
            area,
            values: vec![T::default(); area.width() * area.height()],
        }
    }

    fn row(&self, number: usize) -> &[T] {
        let width = self.area.width();
        let start = number * width;
        self.values.get(start..start + width).unwrap_or_default()
    }
}

/// The resolution that four bands make: low-pass in both directions, high-pass across, high-pass
/// down, and high-pass in both (F.3.2).
pub(super) fn put_together<T: Coefficient>(
    area: Area,
    low: &Plane<T>,
    high: &[Plane<T>],
) -> Plane<T> {
    let [across, down, both] = high else {
        return Plane::zeros(area);
    };
    let mut plane = Plane::zeros(area);
    let (width, height) = (area.width(), area.height());
    if plane.values.is_empty() {
        return plane;
    }
    let mut halves = Halves::new(area);
    let odd = (area.y0 & 1) as usize;
    for step in 0..height + T::STEPS {
        if step < height {
            let number = step / 2;
            let (low, high) = if (step + odd).is_multiple_of(2) {
                (low.row(number), across.row(number))
            } else {
                (down.row(number), both.row(number))
            };
            let row = plane.values.get_mut(step * width..(step + 1) * width);
            halves.put_together(low, high, row.unwrap_or_default());
        }
        if height == 1 {
            let is_high = odd == 1;
            plane
                .values
                .iter_mut()
                .for_each(|value| *value = value.alone(is_high));
            break;
        }
        // Behind a high-pass row all steps can go on by one row.
        if !(step + odd).is_multiple_of(2) {
            for lifting in 0..T::STEPS {
                if let Some(target) = step.checked_sub(1 + lifting).filter(|it| *it < height) {
                    lift_row::<T>(&mut plane.values, width, (target, height), lifting);
                }
            }
        }
    }
    plane
}

/// A lifting step of a row by those above and below it, beyond the edges by the other one (F.3.7).
fn lift_row<T: Coefficient>(
    values: &mut [T],
    width: usize,
    (row, height): (usize, usize),
    lifting: usize,
) {
    let (above, rest) = values.split_at_mut((row * width).min(values.len()));
    let (target, below) = rest.split_at_mut(width.min(rest.len()));
    let above = above
        .len()
        .checked_sub(width)
        .and_then(|start| above.get(start..));
    let below = if row + 1 < height {
        below.get(..width)
    } else {
        None
    };
    if let Some((one, other)) = above.or(below).zip(below.or(above)) {
        T::lift(lifting, target, one, other);
    }
}

/// The halves of a row, with a guard at each end.
struct Halves<T> {
    low: Vec<T>,
    high: Vec<T>,
    /// The row begins with one of the high half.
    odd: usize,
}

impl<T: Coefficient> Halves<T> {
    fn new(area: Area) -> Self {
        let odd = (area.x0 & 1) as usize;
        let width = area.width();
        let lows = (width + 1 - odd) / 2;
        Self {
            low: vec![T::default(); lows + 2],
            high: vec![T::default(); width - lows + 2],
            odd,
        }
    }

    /// F.3.6.
    fn put_together(&mut self, low: &[T], high: &[T], row: &mut [T]) {
        let odd = self.odd;
        if let [value] = row {
            *value = low.first().or(high.first()).copied().unwrap_or_default();
            *value = value.alone(odd == 1);
            return;
        }
        let (lows, highs) = (low.len(), high.len());
        for (half, values) in [(&mut self.low, low), (&mut self.high, high)] {
            if let Some(places) = half.get_mut(1..=values.len()) {
                places.copy_from_slice(values);
            }
        }
        for lifting in 0..T::STEPS {
            let (target, other, shift, count) = if lifting.is_multiple_of(2) {
                (&mut self.low, &mut self.high, odd, lows)
            } else {
                (&mut self.high, &mut self.low, 1 - odd, highs)
            };
            set_guards(other);
            if let (Some(target), Some(one), Some(next)) = (
                target.get_mut(1..=count),
                other.get(shift..shift + count),
                other.get(shift + 1..=shift + count),
            ) {
                T::lift(lifting, target, one, next);
            }
        }
        let (low, high) = (self.low.get(1..), self.high.get(1..));
        let (first, second) = if odd == 1 { (high, low) } else { (low, high) };
        let (first, second) = (first.unwrap_or_default(), second.unwrap_or_default());
        let (pairs, last) = row.as_chunks_mut::<2>();
        let count = pairs.len();
        coefficient::interleave(pairs, first, second);
        if let ([last], Some(value)) = (last, first.get(count)) {
            *last = *value;
        }
    }
}

/// Beyond its ends a row is mirrored: the neighbour there is the one at the end (F.3.7).
fn set_guards<T: Copy>(half: &mut [T]) {
    if let [left, first, ..] = half {
        *left = *first;
    }
    if let [.., last, right] = half {
        *right = *last;
    }
}
