//! Components of fewer samples -> one for each pixel. Of half the width (and height) by the
//! triangle filter of the reference decoders; else each sample is used again.

use std::ops::Range;

/// Values pixel by pixel, in cells as small as they fit into.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Values {
    Eight(Vec<u8>),
    Sixteen(Vec<u16>),
}

/// Samples of a plane: some of its rows, or all.
pub(super) struct Source {
    /// Of the whole plane, as many as belong to the image.
    pub columns: usize,
    pub rows: usize,
    /// Columns of the buffer.
    pub stride: usize,
    /// The row of the plane that the buffer begins with.
    pub first: usize,
    /// Pixels for a sample, across and down.
    pub factors: (usize, usize),
}

/// Puts samples into their places among those of pixels.
/// `target`: rows of the image, the component's number, the number of components.
pub(super) fn into(
    samples: &[u16],
    source: &Source,
    values: &mut Values,
    (image_rows, number, count): (Range<usize>, usize, usize),
    image_columns: usize,
) {
    let Source {
        columns,
        rows,
        stride,
        first,
        factors,
    } = *source;
    let row_at = |row: usize| {
        let row = row.min(rows.saturating_sub(1)).saturating_sub(first);
        let start = row * stride;
        samples.get(start..start + columns).unwrap_or_default()
    };
    let triangle = factors.0 == 2 && factors.1 <= 2 && columns > 2;
    let mut sums = vec![0; columns + 2];
    let mut wide = vec![0; columns * factors.0];
    for y in image_rows {
        let near = row_at(y / factors.1);
        let line = match factors {
            (1, 1) => near,
            (2, 1) if triangle => {
                add_rows(near, near, (1, 0), &mut sums);
                widen::<2>(&sums, (1, 2), &mut wide);
                &wide
            }
            (2, 2) if triangle => {
                let far = if y % 2 == 0 {
                    row_at((y / 2).saturating_sub(1))
                } else {
                    row_at(y / 2 + 1)
                };
                add_rows(near, far, (3, 1), &mut sums);
                widen::<4>(&sums, (8, 7), &mut wide);
                &wide
            }
            (across, _) => {
                for (places, value) in wide.chunks_exact_mut(across).zip(near) {
                    places.fill(*value);
                }
                &wide
            }
        };
        let of_row = y * image_columns * count..(y + 1) * image_columns * count;
        match values {
            Values::Eight(values) => {
                let target = values.get_mut(of_row).unwrap_or_default();
                put(line, target, (number, count), |value| {
                    value.to_le_bytes()[0]
                });
            }
            Values::Sixteen(values) => {
                let target = values.get_mut(of_row).unwrap_or_default();
                put(line, target, (number, count), |value| value);
            }
        }
    }
}

/// Puts a component's row into its places among those of pixels.
fn put<T>(row: &[u16], target: &mut [T], (number, count): (usize, usize), cell: impl Fn(u16) -> T) {
    if count == 1 {
        for (place, value) in target.iter_mut().zip(row) {
            *place = cell(*value);
        }
        return;
    }
    for (pixel, value) in target.chunks_exact_mut(count).zip(row) {
        if let Some(place) = pixel.get_mut(number) {
            *place = cell(*value);
        }
    }
}

/// So many times one row and so many times another, and at the ends once more what is there: a
/// value at an end is its own neighbour.
fn add_rows(near: &[u16], far: &[u16], (more, less): (u32, u32), sums: &mut [u32]) {
    let [before, inner @ .., behind] = sums else {
        return;
    };
    for ((sum, near), far) in inner.iter_mut().zip(near).zip(far) {
        *sum = more * u32::from(*near) + less * u32::from(*far);
    }
    if let ([first, ..], [.., last]) = (&*inner, &*inner) {
        (*before, *behind) = (*first, *last);
    }
}

/// Two values for each: three quarters of it, a quarter of its neighbour; `BITS` of fraction are
/// rounded off.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a mean of values of 16 bits"
)]
fn widen<const BITS: u32>(sums: &[u32], (left, right): (u32, u32), wide: &mut [u16]) {
    let (pairs, _) = wide.as_chunks_mut::<2>();
    for (pair, [before, value, behind]) in pairs.iter_mut().zip(sums.array_windows()) {
        *pair = [
            ((3 * value + before + left) >> BITS) as u16,
            ((3 * value + behind + right) >> BITS) as u16,
        ];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(
        samples: &[u16],
        (columns, rows, stride): (usize, usize, usize),
        factors: (usize, usize),
        (number, count, image_columns): (usize, usize, usize),
        image_rows: usize,
    ) -> Vec<u16> {
        let source = Source {
            columns,
            rows,
            stride,
            first: 0,
            factors,
        };
        let mut values = Values::Sixteen(vec![0; image_columns * image_rows * count]);
        let target = (0..image_rows, number, count);
        into(samples, &source, &mut values, target, image_columns);
        let Values::Sixteen(values) = values else {
            unreachable!();
        };
        values
    }

    #[test]
    fn halves_are_filtered_and_others_repeated() {
        let filtered = pixels(&[0, 4, 8, 9], (3, 1, 4), (2, 1), (1, 2, 6), 1);
        assert_eq!(filtered, [0, 0, 0, 1, 0, 3, 0, 5, 0, 7, 0, 8]);
        let repeated = pixels(&[5, 9], (2, 1, 2), (2, 2), (0, 1, 4), 2);
        assert_eq!(repeated, [5, 5, 9, 9, 5, 5, 9, 9]);
    }
}
