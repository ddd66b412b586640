//! The lung mask and its table (BEHAVIOUR 6). Ranges are named by their numbers, never by a disease.

use super::number::{millimetres, number};

pub const LUNGS: &str = "Air-containing lung";
pub const LUNGS_HINT: &str = "Air-containing lung: outline and shares of HU ranges";
pub const LUNGS_FINDING: &str = "Finding the lungs";
pub const LUNGS_NONE: &str = "No lung is seen: nothing in the body holds air";
pub const LUNGS_RETRY: &str = "Try again";
pub const OTHER_LUNGS: &str = "The brush is for the lungs that were found: those of another series";
pub const LUNGS_CHECK: &str =
    "Check the outline on every slice: dense lung at the chest wall may be missing";
pub const LUNGS_CONFIRM: &str = "The outline is right: show shares";
pub const LUNGS_COUNTING: &str = "Counting";
pub const LUNGS_COMPARE: &str = "Compare only within one kernel and thickness";
pub const LUNGS_THIRDS: &str = "Thirds by height, not lobes";
pub const GROUND_GLASS_HINT: &str =
    "Ground-glass usually lies here; so do vessel edges, expiration and motion";
pub const BRUSH_ADD: &str = "Add";
pub const BRUSH_TAKE: &str = "Take away";
pub const BRUSH_RADIUS: &str = "Radius of the brush in mm";
pub const LUNG_EDGES: &str = "Edges of the ranges in HU, growing, from \u{2212}1024 to 256";
pub const NEEDS_AXIAL: &str = "Lungs are found in axial slices that give their positions and the size of pixels, and whose values mean the same";
pub const NOT_YET: &str = "Slices are still being read";

pub const RIGHT: &str = "Right";
pub const LEFT: &str = "Left";
pub const BOTH: &str = "Both";
pub const THIRDS: [&str; 3] = ["upper", "middle", "lower"];

pub const LUNGS_LOSSY: &str = "Lossy: values were changed when the images were compressed";
pub const EDGES_REFUSED: &str =
    "Ranges lie between two to seven growing whole numbers from \u{2212}1024 to 256";
pub const LUNGS_UNEQUAL: &str = "One lung is more than twice the other: check the outline";
pub const LUNGS_SMALL: &str = "The mask is under 1.5 L: check the outline and the breath";
pub const LUNGS_GAPS: &str = "Slices are missing: lung is left out";
pub const LUNGS_AIRWAY: &str = "The trachea was not found: it may be in the mask";

/// The mask goes on beyond the stack.
#[must_use]
pub const fn lungs_cut(first: bool, last: bool) -> &'static str {
    match (first, last) {
        (true, true) => "The mask meets the first and the last slice: lung is missing",
        (true, false) => "The mask meets the first slice: lung is missing",
        _ => "The mask meets the last slice: lung is missing",
    }
}

/// `Reading air: 12 of 55 slices`.
#[must_use]
pub fn lungs_reading(read: usize, of: usize) -> String {
    format!("Reading air: {read} of {of} slices")
}

/// `Share of the air-containing mask (2.9 L)`.
#[must_use]
pub fn share_of_mask(ml: f64) -> String {
    format!("Share of the air-containing mask ({})", volume(ml))
}

/// To three figures: `2.92 L`, `874 ml`.
#[must_use]
pub fn volume(ml: f64) -> String {
    if ml >= 999.5 {
        let litres = ml / 1000.0;
        let decimals = if litres < 9.995 { 2 } else { 1 };
        format!("{litres:.decimals$} L")
    } else if ml >= 99.95 {
        format!("{ml:.0} ml")
    } else {
        let decimals = if ml < 9.995 { 2 } else { 1 };
        format!("{ml:.decimals$} ml")
    }
}

/// `[-950,-750)`.
#[must_use]
pub fn hu_range(from: i32, to: i32) -> String {
    format!("[{},{})", number(from.into()), number(to.into()))
}

/// Whole per cent of a share from 0 to 1: `12 %`.
#[must_use]
pub fn per_cent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// What lies outside of all ranges of a row: `3 % elsewhere`.
#[must_use]
pub fn elsewhere(share: f64) -> String {
    if share < 0.005 {
        "under 1 % elsewhere".to_owned()
    } else {
        format!("{:.0} % elsewhere", 100.0 * share)
    }
}

/// Edges of ranges one after another: `-1024 -950`.
#[must_use]
pub fn hu_edges(edges: &[i32]) -> String {
    let edges: Vec<String> = edges.iter().map(|edge| number((*edge).into())).collect();
    edges.join(" ")
}

/// Of a range below -950 HU: what it means something for, and what this series is.
#[must_use]
pub fn emphysema_hint(thickness_mm: Option<f64>, kernel: Option<&str>) -> String {
    let thickness = thickness_mm.map_or_else(|| "thickness not given".to_owned(), millimetres);
    let kernel = kernel.unwrap_or("kernel not given");
    format!(
        "Below \u{2212}950: needs full inspiration, about 1 mm slices, smooth kernel; this series: {thickness}, {kernel}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_have_three_figures() {
        for (ml, expected) in [
            (2921.4, "2.92 L"),
            (999.6, "1.00 L"),
            (874.2, "874 ml"),
            (12.34, "12.3 ml"),
            (1.234, "1.23 ml"),
            (12_345.0, "12.3 L"),
        ] {
            assert_eq!(volume(ml), expected);
        }
        assert_eq!(hu_range(-950, -750), "[\u{2212}950,\u{2212}750)");
    }
}
