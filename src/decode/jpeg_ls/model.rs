//! Parameters and contexts (ISO/IEC 14495-1 A.1 to A.6, C.2.4.1.1).

use std::hint::cold_path;

#[derive(Clone, Copy, Debug)]
pub(super) struct Parameters {
    pub largest: i32,
    pub near: i32,
    pub thresholds: [i32; 3],
    pub reset: i32,
    pub range: i32,
    /// Bits of a mapped error value.
    pub error_bits: u32,
    /// Longest code.
    pub limit: u32,
}

impl Parameters {
    /// From the frame, the scan and the preset ones; `None` where they contradict each other.
    pub fn new(precision: u8, near: i32, preset: [u16; 5]) -> Option<Self> {
        let [largest, t1, t2, t3, reset] = preset.map(i32::from);
        let or = |value: i32, default: i32| if value == 0 { default } else { value };
        let largest = or(largest, (1 << precision) - 1);
        let defaults = default_thresholds(largest, near);
        let [t1, t2, t3] = [
            or(t1, defaults[0]),
            or(t2, defaults[1]),
            or(t3, defaults[2]),
        ];
        let ordered = near < t1 && t1 <= t2 && t2 <= t3 && t3 <= largest;
        if largest >= 1 << precision || near > 255.min(largest / 2) || !ordered {
            return None;
        }
        let range = (largest + 2 * near) / (2 * near + 1) + 1;
        let bits = |count: i32| 32 - (count - 1).cast_unsigned().leading_zeros();
        let sample_bits = bits(largest + 1).max(2);
        Some(Self {
            largest,
            near,
            thresholds: [t1, t2, t3],
            reset: or(reset, 64).max(3),
            range,
            error_bits: bits(range),
            limit: 2 * (sample_bits + sample_bits.max(8)),
        })
    }

    /// Errors are as they are, and values that run over turn round at a power of two: what nearly
    /// all files are, and what can be reckoned quickly.
    pub const fn is_plain(&self) -> bool {
        self.near == 0 && (self.largest & (self.largest + 1)) == 0
    }

    /// Values are nearly always: a branch that is foreseen costs less than to choose.
    #[inline]
    pub fn within(&self, value: i32) -> i32 {
        if (0..=self.largest).contains(&value) {
            return value;
        }
        cold_path();
        value.clamp(0, self.largest)
    }

    /// The value that was coded as this error of its prediction (A.4.5).
    #[inline]
    pub fn reconstructed(&self, predicted: i32, error: i32) -> i32 {
        let value = predicted + error * (2 * self.near + 1);
        if (0..=self.largest).contains(&value) {
            return value;
        }
        self.turned_round(value)
    }

    /// Seldom needed: a branch that is foreseen is waited for by nobody.
    #[cold]
    #[inline(never)]
    fn turned_round(&self, value: i32) -> i32 {
        let turn = i32::from(value < -self.near) - i32::from(value > self.largest + self.near);
        (value + turn * self.range * (2 * self.near + 1)).clamp(0, self.largest)
    }
}

/// C.2.4.1.1.1.
fn default_thresholds(largest: i32, near: i32) -> [i32; 3] {
    const BASE: [i32; 3] = [3, 7, 21];
    let mut least = near + 1;
    let mut index = 0;
    BASE.map(|base| {
        index += 1;
        // 2, 3 and 4; 3, 5 and 7 times the tolerance.
        let (floor, tolerance) = (1 + index, (1 + 2 * index) * near);
        let threshold = if largest >= 128 {
            let factor = (largest.min(4095) + 128) / 256;
            factor * (base - floor) + floor + tolerance
        } else {
            let factor = 256 / (largest + 1);
            (base / factor + tolerance).max(floor)
        };
        if (least..=largest).contains(&threshold) {
            least = threshold;
        }
        least
    })
}

/// The regions of all gradients, -4 to 4 (A.3.3).
pub(super) struct Regions(Box<[i8; Self::COUNT]>);

impl Regions {
    /// Of 16 bits and a sign.
    const COUNT: usize = 1 << 17;

    pub fn new(parameters: &Parameters) -> Self {
        #[expect(clippy::large_stack_arrays, reason = "it goes to the heap")]
        let mut regions = Box::new([4; Self::COUNT]);
        let (rising, falling) = regions.split_at_mut(Self::COUNT / 2);
        falling.fill(-4);
        let [t1, t2, t3] = parameters.thresholds;
        for (region, end) in [(3, t3), (2, t2), (1, t1), (0, parameters.near + 1)] {
            // Counted from zero and from below zero.
            let end = usize::try_from(end).unwrap_or_default();
            if let Some(places) = rising.get_mut(..end) {
                places.fill(region);
            }
            let start = (falling.len() + 1).saturating_sub(end);
            if let Some(places) = falling.get_mut(start..) {
                places.fill(-region);
            }
        }
        Self(regions)
    }

    #[expect(clippy::indexing_slicing, reason = "masked")]
    #[inline]
    pub fn of(&self, gradient: i32) -> i32 {
        i32::from(self.0[gradient.cast_unsigned() as usize & (Self::COUNT - 1)])
    }
}

/// What is known of errors in one context (A.2.1, A.6).
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(super) struct Context {
    /// Sum of the errors' sizes.
    a: i32,
    /// Bias; of run interruptions the number of negative errors.
    b: i32,
    /// Correction of the prediction.
    pub c: i32,
    /// How often it was met.
    n: i32,
    /// Golomb's parameter for `a`: reckoned when the context is left, for who meets it next waits
    /// for it.
    pub k: u32,
    /// All ones where errors are turned round (A.5.2), else zero; only where nothing is lost.
    pub turn: i32,
}

impl Context {
    pub const fn fresh(range: i32) -> Self {
        let a = (range + 32) / 64;
        let a = if a < 2 { 2 } else { a };
        Self {
            a,
            b: 0,
            c: 0,
            n: 1,
            k: golomb(a, 1),
            turn: 0,
        }
    }

    /// A.6.1 and A.6.2. `step` is what an error of one stands for.
    #[inline]
    pub fn update(&mut self, error: i32, step: i32, reset: i32) {
        self.b += error * step;
        // Only junk has sums that wrap around.
        self.a = self.a.wrapping_add(error.abs());
        if self.n >= reset {
            cold_path();
            self.halve();
        }
        self.n += 1;
        // Seldom: a branch that is foreseen costs less than to reckon either way.
        if self.b > 0 || self.b <= -self.n {
            cold_path();
            self.correct();
        }
        self.k = golomb(self.a, self.n);
        self.turn = -i32::from(self.k == 0 && 2 * self.b <= -self.n && step == 1);
    }

    const fn halve(&mut self) {
        self.a >>= 1;
        self.b >>= 1;
        self.n >>= 1;
    }

    /// A.6.2, where the bias has left its range.
    fn correct(&mut self) {
        if self.b > 0 {
            self.b = (self.b - self.n).min(0);
            self.c = (self.c + 1).min(127);
        } else {
            self.b = (self.b + self.n).max(1 - self.n);
            self.c = (self.c - 1).max(-128);
        }
    }

    /// A.7.2: Golomb's parameter of a run's interruption, `same` where the neighbours were alike.
    pub const fn k_of_run(&self, same: bool) -> u32 {
        golomb(if same { self.a + (self.n >> 1) } else { self.a }, self.n)
    }

    /// A.7.2: as many errors were negative as not, or more.
    pub const fn is_mostly_negative(&self) -> bool {
        2 * self.b >= self.n
    }

    /// A.7.2: `mapped` as it was coded.
    pub const fn update_run(&mut self, error: i32, mapped: i32, same: bool, reset: i32) {
        if error < 0 {
            self.b += 1;
        }
        self.a = self.a.wrapping_add((mapped + 1 - same as i32) >> 1);
        if self.n >= reset {
            self.halve();
        }
        self.n += 1;
    }
}

/// Golomb's parameter for a sum of sizes and how many they were (A.5.1).
#[inline]
const fn golomb(sum: i32, count: i32) -> u32 {
    // As many bits as the sum has more than the count, or one more.
    let k = count.leading_zeros() - (sum | count).leading_zeros();
    k + ((count.cast_unsigned() << k) < sum.cast_unsigned()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_those_of_table_c_3() {
        let of = |precision, near| Parameters::new(precision, near, [0; 5]).unwrap();
        assert_eq!(of(8, 0).thresholds, [3, 7, 21]);
        assert_eq!(of(12, 0).thresholds, [18, 67, 276]);
        assert_eq!(of(16, 0).thresholds, [18, 67, 276]);
        assert_eq!((of(8, 0).limit, of(8, 0).error_bits), (32, 8));
        assert_eq!((of(16, 0).limit, of(16, 0).error_bits), (64, 16));
        assert_eq!((of(8, 2).range, of(8, 2).error_bits), (52, 6));
        assert!(Parameters::new(8, 0, [255, 9, 7, 21, 0]).is_none());
        assert!(Parameters::new(8, 200, [0; 5]).is_none());
    }
}
