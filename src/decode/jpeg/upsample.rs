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
    let mut wide: Vec<u16> = Vec::new();
    for (y, target) in target_rows.enumerate() {
        wide.clear();
        let near = row_at(y / factors.1);
        match factors {
            (1, 1) => wide.extend_from_slice(near),
            (2, 1) if triangle => widen(near.iter().map(|value| u32::from(*value)), 1, &mut wide),
            (2, 2) if triangle => {
                let far = if y % 2 == 0 {
                    row_at((y / 2).saturating_sub(1))
                } else {
                    row_at(y / 2 + 1)
                };
                let sums = near.iter().zip(far);
                let sums = sums.map(|(near, far)| 3 * u32::from(*near) + u32::from(*far));
                widen(sums, 4, &mut wide);
            }
            (across, _) => {
                let again = |value: &u16| std::iter::repeat_n(*value, across);
                wide.extend(near.iter().flat_map(again));
            }
        }
        let places = target.iter_mut().skip(number).step_by(count);
        for (place, value) in places.zip(&wide) {
            *place = *value;
        }
    }
}

/// Two values for each: three quarters of it, a quarter of its neighbour. `scale` is what the
/// values are multiplied by already.
fn widen(values: impl Iterator<Item = u32>, scale: u32, wide: &mut Vec<u16>) {
    let (round_left, round_right) = if scale == 1 { (1, 2) } else { (8, 7) };
    let values: Vec<u32> = values.collect();
    let divided = |sum: u32| u16::try_from(sum / (4 * scale)).unwrap_or(u16::MAX);
    let mut left = None;
    let mut rest = values.iter().copied().peekable();
    while let Some(value) = rest.next() {
        // At the ends a value is its own neighbour, and 4 : 1 is exact.
        let before = left.unwrap_or(value);
        let behind = rest.peek().copied().unwrap_or(value);
        wide.push(divided(3 * value + before + round_left));
        wide.push(divided(3 * value + behind + round_right));
        left = Some(value);
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
