//! Parameters and contexts (ISO/IEC 14495-1 A.1 to A.6, C.2.4.1.1).

/// Contexts of the regular mode, and the two of run interruptions behind them (A.2.1).
pub(super) const REGULAR: usize = 365;

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

    /// A gradient's region, -4 to 4 (A.3.3).
    pub const fn region(&self, gradient: i32) -> i32 {
        let [t1, t2, t3] = self.thresholds;
        let size = gradient.abs();
        // Counted and not chosen: what a gradient is cannot be foreseen.
        let region = (size > self.near) as i32
            + (size >= t1) as i32
            + (size >= t2) as i32
            + (size >= t3) as i32;
        let sign = gradient >> 31;
        (region ^ sign) - sign
    }

    /// The value that was coded as this error of its prediction (A.4.5).
    pub fn reconstructed(&self, predicted: i32, error: i32) -> i32 {
        let step = 2 * self.near + 1;
        let value = predicted + error * step;
        let turn = i32::from(value < -self.near) - i32::from(value > self.largest + self.near);
        (value + turn * self.range * step).clamp(0, self.largest)
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

/// What is known of errors in one context (A.2.1, A.6).
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// Sum of the errors' sizes.
    pub a: i32,
    /// Bias; of run interruptions the number of negative errors.
    pub b: i32,
    /// Correction of the prediction.
    pub c: i32,
    /// How often it was met.
    pub n: i32,
}

impl Context {
    pub fn all(range: i32) -> [Self; REGULAR + 2] {
        let fresh = Self {
            a: ((range + 32) / 64).max(2),
            b: 0,
            c: 0,
            n: 1,
        };
        [fresh; REGULAR + 2]
    }

    /// Golomb's parameter for a sum of sizes (A.5.1).
    pub const fn golomb(&self, sum: i32) -> u32 {
        // As many bits as the sum has more than the count, or one more.
        let k = self.n.leading_zeros().saturating_sub(sum.leading_zeros());
        let k = k + (((self.n as i64) << k) < sum as i64) as u32;
        if k < 24 { k } else { 24 }
    }

    /// A.6.1 and A.6.2.
    pub fn update(&mut self, error: i32, parameters: &Parameters) {
        self.b += error * (2 * parameters.near + 1);
        self.a = self.a.saturating_add(error.abs());
        if self.n >= parameters.reset {
            self.a >>= 1;
            self.b >>= 1;
            self.n >>= 1;
        }
        self.n += 1;
        // One way, the other, or none: reckoned and not chosen, for it cannot be foreseen.
        let (below, above) = (self.b <= -self.n, self.b > 0);
        let step = i32::from(above) - i32::from(below);
        let moved = self.b - step * self.n;
        let floor = if below { 1 - self.n } else { i32::MIN };
        let ceiling = if above { 0 } else { i32::MAX };
        self.b = moved.max(floor).min(ceiling);
        self.c = (self.c + step).clamp(-128, 127);
    }

    /// A.7.2: `mapped` as it was coded, `same` where the neighbours were alike.
    pub const fn update_run(&mut self, error: i32, mapped: i32, same: bool, reset: i32) {
        if error < 0 {
            self.b += 1;
        }
        self.a = self.a.saturating_add((mapped + 1 - same as i32) >> 1);
        if self.n >= reset {
            self.a >>= 1;
            self.b >>= 1;
            self.n >>= 1;
        }
        self.n += 1;
    }
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
