//! The inverse cosine transform (ISO/IEC 10918-1 A.3.3) by the integer method of Loeffler,
//! Ligtenberg and Moschytz ("Practical fast 1-D DCT algorithms with 11 multiplications", 1989),
//! with the fraction bits that the reference decoders have, so that values are equal to theirs.
//!
//! Junk coefficients wrap around; they make a wrong block and nothing worse.

use std::num::Wrapping;

use super::dct::{Block, Plane};

type W = Wrapping<i32>;

const FRACTION_BITS: usize = 13;

/// Samples of a plane, in rows of all its blocks.
pub(super) fn samples(plane: &Plane, quantisation: &[u16; 64], precision: u8) -> Vec<u16> {
    let columns = plane.blocks_across * 8;
    let mut samples = vec![0; plane.blocks.len() * 64];
    if columns == 0 {
        return samples;
    }
    let bands = samples.chunks_exact_mut(columns * 8);
    for (band, blocks) in bands.zip(plane.blocks.chunks_exact(plane.blocks_across)) {
        for (number, block) in blocks.iter().enumerate() {
            let values = block_samples(block, quantisation, precision);
            let rows = band.chunks_exact_mut(columns);
            for (row, values) in rows.zip(values.as_chunks::<8>().0) {
                if let Some(place) = row.get_mut(number * 8..number * 8 + 8) {
                    place.copy_from_slice(values);
                }
            }
        }
    }
    samples
}

fn block_samples(block: &Block, quantisation: &[u16; 64], precision: u8) -> [u16; 64] {
    // Values between the passes keep as many fraction bits as 32 bits have room for.
    let kept_bits = if precision == 8 { 2 } else { 1 };
    let middle = Wrapping(1_i32 << (precision - 1));
    let largest = (1_i32 << precision) - 1;
    // Three more bits: the factor of eight of two passes.
    let sample = |value: W, bits: usize| {
        let value = rounded(value, bits + kept_bits + 3) + middle;
        u16::try_from(value.0.clamp(0, largest)).unwrap_or_default()
    };
    let ([first, rest @ ..], [factor, ..]) = (block, quantisation);
    if rest.iter().all(|coefficient| *coefficient == 0) {
        // Smooth blocks are many.
        let value = (Wrapping(i32::from(*first)) * Wrapping(i32::from(*factor))) << kept_bits;
        return [sample(value, 0); 64];
    }
    let between = columns(block, quantisation, FRACTION_BITS - kept_bits);
    let mut samples = [0; 64];
    let (rows, _) = between.as_chunks::<8>();
    for (row, places) in rows.iter().zip(samples.as_chunks_mut::<8>().0) {
        let values = one_pass(*row);
        for (place, value) in places.iter_mut().zip(values) {
            *place = sample(value, FRACTION_BITS);
        }
    }
    samples
}

/// The first pass, with so many fraction bits taken off.
#[expect(clippy::indexing_slicing, reason = "8 x 8 arrays, places below 64")]
fn columns(block: &Block, quantisation: &[u16; 64], bits: usize) -> [W; 64] {
    let mut between = [Wrapping(0); 64];
    for column in 0..8 {
        let at = |row: usize| {
            let at = row * 8 + column;
            Wrapping(i32::from(block[at])) * Wrapping(i32::from(quantisation[at]))
        };
        let input = [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7)];
        let values = one_pass(input);
        for (row, value) in (0..8).zip(values) {
            between[row * 8 + column] = rounded(value, bits);
        }
    }
    between
}

fn rounded(value: W, bits: usize) -> W {
    (value + Wrapping(1 << (bits - 1))) >> bits
}

/// Eight coefficients -> eight values, times the square root of eight, with more fraction bits.
#[inline(always)]
fn one_pass(input: [W; 8]) -> [W; 8] {
    const fn fixed(value: i32) -> W {
        Wrapping(value)
    }
    let [i0, i1, i2, i3, i4, i5, i6, i7] = input;

    let turned = (i2 + i6) * fixed(4433);
    let (even2, even3) = (turned - i6 * fixed(15137), turned + i2 * fixed(6270));
    let (even0, even1) = ((i0 + i4) << FRACTION_BITS, (i0 - i4) << FRACTION_BITS);
    let even = [even0 + even3, even1 + even2, even1 - even2, even0 - even3];

    let turned = (i7 + i3 + i5 + i1) * fixed(9633);
    let a = (i7 + i1) * fixed(-7373);
    let b = (i5 + i3) * fixed(-20995);
    let c = (i7 + i3) * fixed(-16069) + turned;
    let d = (i5 + i1) * fixed(-3196) + turned;
    let odd = [
        i1 * fixed(12299) + a + d,
        i3 * fixed(25172) + b + c,
        i5 * fixed(16819) + b + d,
        i7 * fixed(2446) + a + c,
    ];

    let [e0, e1, e2, e3] = even;
    let [o0, o1, o2, o3] = odd;
    [
        e0 + o0,
        e1 + o1,
        e2 + o2,
        e3 + o3,
        e3 - o3,
        e2 - o2,
        e1 - o1,
        e0 - o0,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{FRAC_1_SQRT_2, PI};

    /// A.3.3 by its sum.
    #[expect(clippy::many_single_char_names, reason = "the equation has them")]
    fn by_the_book(block: &Block, x: usize, y: usize) -> f64 {
        let c = |at: usize| if at == 0 { FRAC_1_SQRT_2 } else { 1.0 };
        #[expect(clippy::cast_precision_loss, reason = "below 64")]
        let cosine = |x: usize, u: usize| ((2 * x + 1) as f64 * u as f64 * PI / 16.0).cos();
        let terms = (0..64).map(|at| {
            let (u, v) = (at % 8, at / 8);
            c(u) * c(v) * f64::from(block[at]) * cosine(x, u) * cosine(y, v)
        });
        terms.sum::<f64>() / 4.0
    }

    #[test]
    fn blocks_are_what_the_sum_says() {
        for (precision, middle) in [(8, 128.0), (12, 2048.0)] {
            let mut block = [0; 64];
            for (at, place) in block.iter_mut().enumerate() {
                *place = i16::try_from(at * 37 % 83).unwrap() - 41;
            }
            let values = block_samples(&block, &[1; 64], precision);
            for (at, value) in values.into_iter().enumerate() {
                let largest = 2.0 * middle - 1.0;
                let expected = (by_the_book(&block, at % 8, at / 8) + middle).clamp(0.0, largest);
                assert!((f64::from(value) - expected).abs() <= 0.6, "{at}");
            }
        }
    }
}
