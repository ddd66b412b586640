//! Colour of any kind -> RGB of 8 bits, pixel by pixel.

use super::{Colour, Samples};
use crate::pixels::{Endian, Frame, Layout};
use crate::problem::Kind;

/// What colour is once it is decoded.
pub(super) const LAYOUT: Layout = Layout {
    allocated: 8,
    stored: 8,
    high_bit: 7,
    signed: false,
    float: false,
    endian: Endian::Little,
};

/// RGB of such samples of three a pixel.
pub(super) fn to_rgb(samples: Samples) -> Result<Vec<u8>, Kind> {
    let colour = samples.colour();
    let mut rgb = if samples.layout() == LAYOUT && !samples.shape().planar {
        samples.into_bytes()
    } else {
        let frame = samples.frame().ok_or_else(|| Kind::EndsEarly {
            needed: samples.shape().sample_count() as u64,
            found: 0,
        })?;
        eight_bits(&frame)
    };
    if colour == Colour::Ybr {
        let (pixels, _) = rgb.as_chunks_mut::<3>();
        for pixel in pixels {
            *pixel = rgb_of(*pixel);
        }
    }
    Ok(rgb)
}

/// The upper eight of the stored bits, pixel by pixel.
fn eight_bits(frame: &Frame<'_>) -> Vec<u8> {
    let (smallest, _) = frame.layout.range();
    let stored = frame.layout.stored;
    let eight = move |value: i64| {
        let from_zero = value - smallest;
        let eight = if stored >= 8 {
            from_zero >> (stored - 8)
        } else {
            from_zero << (8 - stored)
        };
        u8::try_from(eight).unwrap_or(u8::MAX)
    };
    let values: Vec<u8> = frame.stored_values().map(eight).collect();
    if !frame.shape.planar {
        return values;
    }
    let mut by_pixel = vec![0; values.len()];
    let pixels = frame.shape.pixels();
    let samples = usize::from(frame.shape.samples);
    for (sample, plane) in values.chunks_exact(pixels).enumerate() {
        let places = by_pixel.iter_mut().skip(sample).step_by(samples);
        for (place, value) in places.zip(plane) {
            *place = *value;
        }
    }
    by_pixel
}

/// PS3.3 C.7.6.3.1.2, `YBR_FULL`, in 16 fraction bits.
fn rgb_of([y, cb, cr]: [u8; 3]) -> [u8; 3] {
    const ONE: f64 = 65536.0;
    const HALF: i32 = 1 << 15;
    #[expect(clippy::cast_possible_truncation, reason = "rounded constants")]
    const fn fixed(factor: f64) -> i32 {
        (factor * ONE + 0.5) as i32
    }
    const RED_OF_CR: i32 = fixed(1.402);
    const GREEN_OF_CB: i32 = fixed(0.344_136);
    const GREEN_OF_CR: i32 = fixed(0.714_136);
    const BLUE_OF_CB: i32 = fixed(1.772);
    let (y, cb, cr) = (i32::from(y) << 16, i32::from(cb) - 128, i32::from(cr) - 128);
    #[expect(clippy::cast_sign_loss, reason = "0 to 255")]
    let byte = |fixed: i32| ((fixed + HALF) >> 16).clamp(0, 255) as u8;
    [
        byte(y + RED_OF_CR * cr),
        byte(y - GREEN_OF_CB * cb - GREEN_OF_CR * cr),
        byte(y + BLUE_OF_CB * cb),
    ]
}

/// Uncompressed 4:2:2: two luminances, then the chrominances of both pixels -> a whole triple for
/// each pixel. `cell` is the bytes of one sample.
pub(super) fn expand_422(bytes: &[u8], cell: usize, pixels: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels * 3 * cell);
    for pair in bytes.chunks_exact(cell * 4) {
        let mut cells = pair.chunks_exact(cell);
        let (Some(first), Some(second), Some(cb), Some(cr)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        for y in [first, second] {
            out.extend_from_slice(y);
            out.extend_from_slice(cb);
            out.extend_from_slice(cr);
        }
    }
    out.truncate(pixels * 3 * cell);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PS3.3 C.7.6.3.1.2 by its equations.
    fn by_the_book([y, cb, cr]: [u8; 3]) -> [f64; 3] {
        let (y, cb, cr) = (f64::from(y), f64::from(cb) - 128.0, f64::from(cr) - 128.0);
        [
            y + 1.402 * cr,
            y - 0.344_136 * cb - 0.714_136 * cr,
            y + 1.772 * cb,
        ]
    }

    #[test]
    fn ybr_is_rgb_as_the_standard_has_it() {
        for y in (0..=255).step_by(5) {
            for cb in (0..=255).step_by(5) {
                for cr in (0..=255).step_by(5) {
                    let expected = by_the_book([y, cb, cr]);
                    for (ours, theirs) in rgb_of([y, cb, cr]).into_iter().zip(expected) {
                        let off = (f64::from(ours) - theirs.clamp(0.0, 255.0)).abs();
                        assert!(off <= 0.51, "{y} {cb} {cr}: {ours}, should be {theirs}");
                    }
                }
            }
        }
    }

    #[test]
    fn pixels_of_a_pair_share_their_chrominance() {
        assert_eq!(expand_422(&[1, 2, 8, 9], 1, 2), [1, 8, 9, 2, 8, 9]);
        assert_eq!(expand_422(&[1, 2, 8, 9], 1, 1), [1, 8, 9]);
    }
}
