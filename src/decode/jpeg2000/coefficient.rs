//! What coefficients are: whole numbers of the reversible transform, others of the irreversible
//! one (ISO/IEC 15444-1 F.3.8, F.4.8).

use wide::bytemuck::cast;
use wide::{f32x4, i32x4, u32x4};

/// A coefficient, and the arithmetic of its wavelet. Four are reckoned at once.
pub(super) trait Coefficient: Copy + Default {
    /// Lifting steps: of the low half, and of the high half in turn.
    const STEPS: usize;

    /// Of signs in bit 31, and twice the magnitudes (E.1.1); `size` is that of a quantisation
    /// step, halved.
    fn of_four(words: u32x4, size: f32x4) -> [Self; 4];

    /// A step of each value by its two neighbours.
    fn lift(step: usize, target: &mut [Self], one: &[Self], other: &[Self]);

    /// The value of a row of one, which is of the high half or of the low one (F.3.6).
    fn alone(self, is_high: bool) -> Self;

    /// Four of each, in turn.
    fn interleave_four(first: [Self; 4], second: [Self; 4]) -> [[Self; 2]; 4];
}

const MAGNITUDES: u32x4 = u32x4::new([0x7FFF_FFFF; 4]);
const SIGNS: u32x4 = u32x4::new([0x8000_0000; 4]);

/// Of each word, as [`Coefficient::of_four`] has them.
#[inline(never)]
pub(super) fn put<T: Coefficient>(places: &mut [T], words: &[u32], size: f32x4) {
    let ((fours, rest), (words, words_rest)) =
        (places.as_chunks_mut::<4>(), words.as_chunks::<4>());
    for (places, words) in fours.iter_mut().zip(words) {
        *places = T::of_four(u32x4::new(*words), size);
    }
    // The last few of a row are in a chunk where blocks have rows of even width, or stand alone.
    let last = words
        .get(fours.len())
        .copied()
        .unwrap_or_else(|| first_of(words_rest));
    rest.copy_from_slice(
        T::of_four(u32x4::new(last), size)
            .get(..rest.len())
            .unwrap_or_default(),
    );
}

/// At most four, and zeros behind them.
fn first_of(words: &[u32]) -> [u32; 4] {
    let mut four = [0; 4];
    for (place, word) in four.iter_mut().zip(words) {
        *place = *word;
    }
    four
}

/// The values of two halves in turn.
#[inline(never)]
pub(super) fn interleave<T: Coefficient>(pairs: &mut [[T; 2]], first: &[T], second: &[T]) {
    let (fours, rest) = pairs.as_chunks_mut::<4>();
    let ((first, first_rest), (second, second_rest)) =
        (first.as_chunks::<4>(), second.as_chunks::<4>());
    let count = fours.len();
    for ((four, first), second) in fours.iter_mut().zip(first).zip(second) {
        *four = T::interleave_four(*first, *second);
    }
    let first = first
        .get(count..)
        .unwrap_or_default()
        .as_flattened()
        .iter()
        .chain(first_rest);
    let second = second
        .get(count..)
        .unwrap_or_default()
        .as_flattened()
        .iter()
        .chain(second_rest);
    for ((pair, first), second) in rest.iter_mut().zip(first).zip(second) {
        *pair = [*first, *second];
    }
}

/// Four at a time, and the rest one by one.
#[inline]
fn each<T: Copy>(
    target: &mut [T],
    (one, other): (&[T], &[T]),
    four: impl Fn([T; 4], [T; 4], [T; 4]) -> [T; 4],
    single: impl Fn(T, T, T) -> T,
) {
    let (fours, rest) = target.as_chunks_mut::<4>();
    let ((ones, one), (others, other)) = (one.as_chunks::<4>(), other.as_chunks::<4>());
    for ((value, one), other) in fours.iter_mut().zip(ones).zip(others) {
        *value = four(*value, *one, *other);
    }
    for ((value, one), other) in rest.iter_mut().zip(one).zip(other) {
        *value = single(*value, *one, *other);
    }
}

impl Coefficient for i32 {
    const STEPS: usize = 2;

    #[inline]
    fn of_four(words: u32x4, _: f32x4) -> [Self; 4] {
        let magnitudes = cast::<_, i32x4>(words & MAGNITUDES) >> 1_u32;
        let signs = cast::<_, i32x4>(words) >> 31_u32;
        ((magnitudes ^ signs) - signs).to_array()
    }

    /// Equations F-5, F-6.
    #[inline(never)]
    fn lift(step: usize, target: &mut [Self], one: &[Self], other: &[Self]) {
        let sides = (one, other);
        if step == 0 {
            const TWO: i32x4 = i32x4::new([2; 4]);
            let four = |value, one, other| {
                let sum = i32x4::new(one) + i32x4::new(other) + TWO;
                (i32x4::new(value) - (sum >> 2_u32)).to_array()
            };
            each(target, sides, four, |value, one, other| {
                value.wrapping_sub(one.wrapping_add(other).wrapping_add(2) >> 2)
            });
        } else {
            let four = |value, one, other| {
                let sum = i32x4::new(one) + i32x4::new(other);
                (i32x4::new(value) + (sum >> 1_u32)).to_array()
            };
            each(target, sides, four, |value, one, other| {
                value.wrapping_add(one.wrapping_add(other) >> 1)
            });
        }
    }

    fn alone(self, is_high: bool) -> Self {
        if is_high { self / 2 } else { self }
    }

    #[inline]
    fn interleave_four(first: [Self; 4], second: [Self; 4]) -> [[Self; 2]; 4] {
        let (first, second): (f32x4, f32x4) = (cast(first), cast(second));
        cast([first.unpack_lo(second), first.unpack_hi(second)])
    }
}

/// Table F.4: delta, gamma, beta, alpha.
const FACTORS: [f32; 4] = [0.443_506_85, 0.882_911_1, -0.052_980_12, -1.586_134_3];
/// Scales the halves.
const K: f32 = 1.230_174_1;

impl Coefficient for f32 {
    const STEPS: usize = 4;

    #[inline]
    fn of_four(words: u32x4, size: f32x4) -> [Self; 4] {
        let magnitudes: i32x4 = cast(words & MAGNITUDES);
        let sizes: u32x4 = cast(magnitudes.round_float() * size);
        cast(sizes | (words & SIGNS))
    }

    /// F.4.8.2, steps 3 to 6.
    #[inline(never)]
    fn lift(step: usize, target: &mut [Self], one: &[Self], other: &[Self]) {
        let factor = FACTORS.get(step).copied().unwrap_or_default();
        let factors = f32x4::new([factor, factor, factor, factor]);
        let four = |value, one, other| {
            let sum = f32x4::new(one) + f32x4::new(other);
            (f32x4::new(value) - sum * factors).to_array()
        };
        each(target, (one, other), four, |value, one, other| {
            value - (one + other) * factor
        });
    }

    /// A row of one is not scaled, but was with its band ([`scale`]).
    fn alone(self, is_high: bool) -> Self {
        if is_high { self * 0.5 * K } else { self / K }
    }

    #[inline]
    fn interleave_four(first: [Self; 4], second: [Self; 4]) -> [[Self; 2]; 4] {
        let (first, second) = (f32x4::new(first), f32x4::new(second));
        cast([first.unpack_lo(second), first.unpack_hi(second)])
    }
}

/// What a band's step is multiplied by, so that no value needs be scaled at any level (F.4.8.2,
/// steps 1 and 2): each level scales its low half by K and its high half by 1 / K, across and
/// down, and with that the levels below it. `level` is the band's; `halves` says how many of its
/// two directions are low-pass ones.
pub(super) fn scale(level: u8, low_pass: u8) -> f32 {
    let power = if level == 0 {
        0
    } else {
        2 * (i32::from(level) - 1) + 2 * (i32::from(low_pass) - 1)
    };
    K.powi(power)
}
