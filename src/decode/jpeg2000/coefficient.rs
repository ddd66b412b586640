//! What coefficients are: whole numbers of the reversible transform, others of the irreversible
//! one (ISO/IEC 15444-1 F.3.8, F.4.8).

/// A coefficient, and the arithmetic of its wavelet.
pub(super) trait Coefficient: Copy + Default {
    /// Lifting steps: of the low half, and of the high half in turn.
    const STEPS: usize;

    /// Of a sign in bit 31, and twice a magnitude (E.1.1); `size` is that of a quantisation step.
    fn of(word: u32, size: f32) -> Self;

    /// A step of each value by its two neighbours.
    fn lift(step: usize, target: &mut [Self], one: &[Self], other: &[Self]);

    /// The value of a row of one, which is of the high half or of the low one (F.3.6).
    fn alone(self, is_high: bool) -> Self;

    fn interleave(pairs: &mut [[Self; 2]], first: &[Self], second: &[Self]) {
        for ((pair, first), second) in pairs.iter_mut().zip(first).zip(second) {
            *pair = [*first, *second];
        }
    }
}

impl Coefficient for i32 {
    const STEPS: usize = 2;

    #[inline]
    fn of(word: u32, _: f32) -> Self {
        let magnitude = (word & 0x7FFF_FFFF).cast_signed() >> 1;
        let sign = word.cast_signed() >> 31;
        (magnitude ^ sign) - sign
    }

    /// Equations F-5, F-6.
    fn lift(step: usize, target: &mut [Self], one: &[Self], other: &[Self]) {
        let triples = target.iter_mut().zip(one).zip(other);
        if step == 0 {
            for ((value, one), other) in triples {
                *value = value.wrapping_sub(one.wrapping_add(*other).wrapping_add(2) >> 2);
            }
        } else {
            for ((value, one), other) in triples {
                *value = value.wrapping_add(one.wrapping_add(*other) >> 1);
            }
        }
    }

    fn alone(self, is_high: bool) -> Self {
        if is_high { self / 2 } else { self }
    }
}

/// Table F.4: delta, gamma, beta, alpha.
const FACTORS: [f32; 4] = [0.443_506_85, 0.882_911_1, -0.052_980_12, -1.586_134_3];
/// Scales the halves.
const K: f32 = 1.230_174_1;

impl Coefficient for f32 {
    const STEPS: usize = 4;

    #[inline]
    fn of(word: u32, size: f32) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a step is coarser")]
        let magnitude = (word & 0x7FFF_FFFF).cast_signed() as Self * size;
        Self::from_bits(magnitude.to_bits() | word & 0x8000_0000)
    }

    /// F.4.8.2, steps 3 to 6.
    fn lift(step: usize, target: &mut [Self], one: &[Self], other: &[Self]) {
        let factor = FACTORS.get(step).copied().unwrap_or_default();
        for ((value, one), other) in target.iter_mut().zip(one).zip(other) {
            *value -= factor * (one + other);
        }
    }

    /// A row of one is not scaled, but was with its band ([`scale`]).
    fn alone(self, is_high: bool) -> Self {
        if is_high { self * 0.5 * K } else { self / K }
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
