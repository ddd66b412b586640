//! How wide bins are, and which one a value is in.

/// There are no more bins than this between the least and the largest value.
pub(super) const MOST_BINS: f64 = 65_536.0;

/// The number of a bin is no larger, so that it is told from the next one.
const MOST_NUMBERS: f64 = 1_099_511_627_776.0;

/// Values that reach over less than this are not counted by whole numbers, where they have others.
const FEW: f64 = 256.0;

/// Floating-point values are counted in so many bins at least.
const FLOAT_BINS: f64 = 4096.0;

/// The finest bins in which neither the steps of the values nor their number are lost.
#[expect(clippy::cast_possible_truncation, reason = "held within the range")]
pub(super) fn exponent([low, high]: [f64; 2], slope: f64, is_float: bool) -> i16 {
    let spread = high - low;
    let least = if is_float {
        spread / FLOAT_BINS
    } else if slope < 1.0 && spread >= FEW {
        1.0
    } else {
        slope
    };
    // Bins have numbers: of one value alone there is no spread that says how wide they are.
    let least = least.max(low.abs().max(high.abs()) / MOST_NUMBERS);
    let step = least.max(spread / MOST_BINS).max(f64::MIN_POSITIVE);
    step.log2().ceil().clamp(-1000.0, 1000.0) as i16
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "of 32 bits, or in few bins"
)]
pub(super) fn bin(value: f64, exponent: i16) -> i64 {
    (value / 2.0_f64.powi(exponent.into())).floor() as i64
}
