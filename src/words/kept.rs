//! What is kept from visit to visit: what, where, for how long.

use super::number::bytes;

pub const KEPT: &str = "Kept from visit to visit";
pub const KEPT_HINT: &str = "Keep my views and marks on this machine";
pub const KEPT_SWITCH: &str = KEPT_HINT;
pub const KEPT_WHAT: &str = "Of each series: window, size and place, turns, slice, planes and 3D views, assumed HU and spacing, and your marks with the names that you typed. Not lungs or regions grown from seeds.";
pub const KEPT_WITHOUT_IDENTITY: &str = "A series is found again by its values, also out of another archive. No name, number or date of the patient, no UID and no name of a file is written: a name that you typed for a mark is.";
pub const KEPT_WHERE: &str = "It stays in this browser, where whoever uses it on this machine can read it, until you forget it. What was written first goes when there is more than 2 MB.";
pub const FORGET_EVERYTHING: &str = "Forget everything";
pub const KEPT_BACK: &str = "Views and marks of earlier are back";
pub const START_FRESH: &str = "Start fresh";
pub const KEPT_ACCEPT: &str = "Keep";
pub const KEPT_FORGOTTEN: &str = "Everything is forgotten, and nothing more is kept";
pub const KEPT_NOTHING: &str = "Nothing is kept so far";
pub const KEPT_REFUSED: &str = "This browser lets the page keep nothing, or nothing more: a private window, or blocked or full storage";
pub const KEPT_DAMAGED: &str = "Something that was kept was damaged, and is not brought back";
pub const KEPT_TOO_LARGE: &str = "A series has more marks than are kept: its last changes are not";

/// How much there is.
#[must_use]
pub fn kept_count(series: usize, size: usize) -> String {
    format!("Kept of {series} series: {}", bytes(size as u64))
}

/// What another version of the viewer has written.
#[must_use]
pub fn kept_of_others(series: usize) -> String {
    format!("{series} of them of another version of the viewer, which are left as they are")
}
