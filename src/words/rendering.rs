//! A stack that is looked at as a whole.

use super::number::number;

pub const RENDERING: &str = "Volume rendering";
pub const KEY_RENDERING: &str = "Volume rendering of the series, and back";
pub const FOR_LOOKING: &str = "For looking, not for measuring";
pub const LOOK_FROM: &str = "Seen from";
pub const LIT: &str = "Light";
pub const CUT_AWAY: &str = "Cut away";
pub const UNCUT: &str = "Nothing cut away";
pub const SHIFT: &str = "Shift by HU";
pub const COARSE: &str = "coarse";
pub const CLIPPED: &str = "cut away in part";

pub const BONE: &str = "bone";
pub const VESSELS: &str = "vessels";
pub const LUNG_PRESET: &str = "lung";
pub const AIRWAYS: &str = "airways";
pub const SKIN: &str = "skin";
pub const BY_WINDOW: &str = "window";

/// What each is, and what it is not.
pub const BONE_HINT: &str =
    "Bone, and all else that is as dense: calcifications, metal, contrast medium";
pub const VESSELS_HINT: &str =
    "Contrast medium, and bone with it; without contrast medium there are no vessels in it";
pub const LUNG_HINT: &str =
    "Lung tissue and the walls of what lies in it; the air around the body is left out";
pub const AIRWAYS_HINT: &str =
    "Air in the body: airways, emphysema, bowel gas; the air around the body is left out";
pub const SKIN_HINT: &str = "The surface of the body, without the table";
pub const WINDOW_HINT: &str = "By the window of the pane: what is brighter is denser";

pub const NOT_STRAIGHT: &str =
    "Slices lie beside each other in a way that no volume rendering is made of";

pub const FROM_FRONT: &str = "front";
pub const FROM_BACK: &str = "back";
pub const FROM_LEFT: &str = "left";
pub const FROM_RIGHT: &str = "right";
pub const FROM_HEAD: &str = "head";
pub const FROM_FEET: &str = "feet";

/// `volume: bone`
#[must_use]
pub fn rendered(preset: &str) -> String {
    format!("volume: {preset}")
}

/// `from the front`, or how far round and up.
#[must_use]
pub fn seen_from(side: Option<&str>, around: f64, above: f64) -> String {
    match side {
        Some(side) => format!("from the {side}"),
        None => format!(
            "{}\u{b0} round, {}\u{b0} up",
            number(around.round().rem_euclid(360.0)),
            number(above.round())
        ),
    }
}

/// `34 of 300 slices`
#[must_use]
pub fn slices_of(here: usize, all: usize) -> String {
    format!("{here} of {all} slices")
}

/// `2 x 2 pixels averaged`
#[must_use]
pub fn averaged(by: u32) -> String {
    format!("{by} x {by} pixels averaged")
}

/// `shifted by 40 HU`
#[must_use]
pub fn shifted(hu: f64) -> String {
    format!("shifted by {} HU", number(hu.round()))
}

/// `R 12 mm`: what is cut away from a side.
#[must_use]
pub fn cut_from(side: &str, mm: f64) -> String {
    format!("{side} {} mm", number(mm.round()))
}
