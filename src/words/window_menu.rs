//! Windows to choose from.

pub const WINDOWS: &str = "Windows";
pub const OWN_WINDOW: &str = "own";
pub const KEEP_WINDOW: &str = "Keep this one as";

/// On the button that keeps a window under a digit, for ears.
#[must_use]
pub fn keep_window_as(digit: u8) -> String {
    format!("Keep this window as {digit}")
}
