//! Components of fewer samples -> one for each pixel. Of half the width (and height) by the
//! triangle filter of the reference decoders; else each sample is used again.

/// Puts a plane into its place among the samples of pixels.
/// `shape`: columns and rows of the plane that belong to the image, and columns of its buffer;
/// `factors`: pixels for a sample, across and down;
/// `target`: the pixels, the component's number, the number of components, columns of the image.
pub(super) fn into(
    plane: &[u16],
    (columns, rows, stride): (usize, usize, usize),
    factors: (usize, usize),
    (pixels, number, count, image_columns): (&mut [u16], usize, usize, usize),
) {
    let row_at = |row: usize| {
        let start = row.min(rows.saturating_sub(1)) * stride;
        plane.get(start..start + columns).unwrap_or_default()
    };
    let triangle = factors.0 == 2 && factors.1 <= 2 && columns > 2;
    let target_rows = pixels.chunks_exact_mut((image_columns * count).max(1));
    let mut sums = vec![0; columns + 2];
    let mut wide = vec![0; columns * factors.0];
    for (y, target) in target_rows.enumerate() {
        let near = row_at(y / factors.1);
        match factors {
            (1, 1) => {
                put(near, target, number, count);
                continue;
            }
            (2, 1) if triangle => {
                add_rows(near, near, (1, 0), &mut sums);
                widen::<2>(&sums, (1, 2), &mut wide);
            }
            (2, 2) if triangle => {
                let far = if y % 2 == 0 {
                    row_at((y / 2).saturating_sub(1))
                } else {
                    row_at(y / 2 + 1)
                };
                add_rows(near, far, (3, 1), &mut sums);
                widen::<4>(&sums, (8, 7), &mut wide);
            }
            (across, _) => {
                for (places, value) in wide.chunks_exact_mut(across).zip(near) {
                    places.fill(*value);
                }
            }
        }
        put(&wide, target, number, count);
    }
}

/// Puts a component's row into its places among those of pixels.
fn put(row: &[u16], target: &mut [u16], number: usize, count: usize) {
    if count == 1 {
        for (place, value) in target.iter_mut().zip(row) {
            *place = *value;
        }
        return;
    }
    for (pixel, value) in target.chunks_exact_mut(count).zip(row) {
        if let Some(place) = pixel.get_mut(number) {
            *place = *value;
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

    #[test]
    fn halves_are_filtered_and_others_repeated() {
        let mut pixels = vec![0; 12];
        into(&[0, 4, 8, 9], (3, 1, 4), (2, 1), (&mut pixels, 1, 2, 6));
        assert_eq!(pixels, [0, 0, 0, 1, 0, 3, 0, 5, 0, 7, 0, 8]);
        let mut pixels = vec![0; 8];
        into(&[5, 9], (2, 1, 2), (2, 2), (&mut pixels, 0, 1, 4));
        assert_eq!(pixels, [5, 5, 9, 9, 5, 5, 9, 9]);
    }
}
