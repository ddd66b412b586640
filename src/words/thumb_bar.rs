//! The bar for thumbs, on screens that are touched.

pub const THUMB_BAR: &str = "Tools for a thumb";
pub const FINGER_WINDOWS_HINT: &str = "One finger sets the window, and no longer turns slices";
pub const NEXT: &str = "Next";
pub const NEXT_HINT: &str = "Next series";
