//! Values that a file does not say to be in HU.

use super::number::number;

pub const HU_OFFER: &str = "HU";
pub const TAKE_BACK: &str = "Take back";

/// `HU assumed, offset -1024`: said wherever a value is.
#[must_use]
pub fn hu_assumed(offset: i32) -> String {
    format!("HU assumed, offset {}", number(offset.into()))
}

/// What the offer rests on.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "stored values have at most 32 bits"
)]
pub fn hu_offer(air: i64) -> String {
    let air = number(air as f64);
    format!("The file gives no HU. Air around the body is {air}. Take for HU, by an offset:")
}

/// On the button that takes an offset: `-1024: air -1000 HU`.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "stored values have at most 32 bits"
)]
pub fn offset(offset: i32, air: i64) -> String {
    let air_hu = number(air as f64 + f64::from(offset));
    format!("{}: air {air_hu} HU", number(offset.into()))
}
