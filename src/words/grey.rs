//! Histograms, windows by values, ranges of HU over a picture, and what grows from a seed.

use super::lung::{hu_range, volume};
use super::number::{millimetres, number};

pub const HISTOGRAM: &str = "Histogram";
pub const HISTOGRAM_HINT: &str = "Histogram, with the window drawn on it";
pub const HISTOGRAM_OF: &str = "Histogram of";
pub const OF_SLICE: &str = "Slice";
pub const OF_STACK: &str = "All slices";
pub const OF_REGION: &str = "Chosen region";
pub const NO_REGION: &str =
    "Choose a region on a slice of this series: a click on its edge, or in the list";
pub const COLOUR_HISTOGRAM: &str = "Colour has no values of its own to count";
pub const HISTOGRAM_ON_PLANE: &str = "Of slices as they were acquired: a plane is interpolated";
pub const COUNTING_VALUES: &str = "Counting";
pub const NO_VALUES: &str = "Nothing but padding";
pub const LOGARITHMIC: &str = "Logarithmic counts";
pub const WINDOW_LOW: &str = "Window: black at and below";
pub const WINDOW_CENTRE: &str = "Window: level";
pub const WINDOW_HIGH: &str = "Window: white at and above";
pub const WINDOW_AUTO: &str = "auto: 1st to 99th percentile";
pub const WINDOW_REGION: &str = "Window by region";
pub const WINDOW_REGION_HINT: &str =
    "Drag a rectangle: the window reaches from the 1st to the 99th percentile in it";
pub const WINDOW_OF_MARK: &str = "Window by the chosen region";
pub const RANGES: &str = "HU ranges";
pub const KEY_HISTOGRAM: &str = "Histogram shown, and hidden";
pub const KEY_RANGES: &str = "HU ranges over the picture: filled, outlined, off";
pub const KEY_SEED: &str = "Grow from a seed: a click on what is meant";
pub const RANGES_ON_PLANE: &str = "interpolated: areas are of slices as they were acquired";
pub const RANGES_ON_SLICE: &str = "Area on this slice. A volume only inside a region or mask";
pub const GROWTHS: &str = "Grown regions";
pub const SEED: &str = "Grow from a seed";
pub const GROWTH_AROUND: &str = "Reading the seed and its neighbours";
pub const GROWTH_NOTHING: &str = "The seed is not in this range itself";
pub const GROWTH_OVER: &str = "It has run through more than it may: a smaller range, or a radius";
pub const GROWTH_MEETS_BALL: &str = "It meets the radius: what lies beyond is left out";
pub const GROWTH_GAPS: &str = "Slices are missing beside it: it is not followed across";
pub const GROWTH_OUTLINED: &str = "Outline alone";
pub const GROWTH_LOW: &str = "Least value";
pub const GROWTH_HIGH: &str = "Largest value";
pub const GROWTH_RADIUS: &str = "No further from the seed than so many mm; empty: all of the stack";
pub const GROWTH_REFUSED: &str = "Two numbers, the smaller first; a radius from 1 to 500 mm";
pub const GROWTH_RESTS: &str =
    "Its values are taken for others now: other values have it grow, or the same ones as before";
pub const GROWTH_ON_SLICES: &str = "Counted on slices as they were acquired; planes show it too";

/// `region 2`.
#[must_use]
pub fn growth_name(number: u32) -> String {
    format!("Region {number}")
}

/// `12 of 55 slices read`, `12 of 55 slices read, within 30 mm`.
#[must_use]
pub fn growth_read(read: usize, of: usize, radius_mm: Option<f64>) -> String {
    let within = radius_mm.map(|mm| format!(", within {}", millimetres(mm)));
    format!("{read} of {of} slices read{}", within.unwrap_or_default())
}

/// The part goes on beyond the stack.
#[must_use]
pub const fn growth_cut(first: bool, last: bool) -> Option<&'static str> {
    match (first, last) {
        (true, true) => Some("It meets the first and the last slice: it may go on beyond"),
        (true, false) => Some("It meets the first slice: it may go on beyond"),
        (false, true) => Some("It meets the last slice: it may go on beyond"),
        (false, false) => None,
    }
}

/// `12.3 ml, n 45012`.
#[must_use]
pub fn growth_volume(ml: f64, voxels: u64) -> String {
    format!("{}, n {voxels}", volume(ml))
}

/// `mean −823, median −830, SD 45 HU`.
#[must_use]
pub fn figures([mean, median]: [&str; 2], deviation: Option<String>, unit: &str) -> String {
    let deviation = deviation.map(|sd| format!(", SD {sd}"));
    let deviation = deviation.unwrap_or_default();
    format!("mean {mean}, median {median}{deviation} {unit}")
}

/// `n 262144; 12 padding left out`, with what else is to be known of a histogram.
#[must_use]
pub fn counted(voxels: u64, padding: u64) -> String {
    if padding == 0 {
        format!("n {voxels}")
    } else {
        format!("n {voxels}; {padding} padding left out")
    }
}

/// `To be known of these values: lossy, localizer`.
#[must_use]
pub fn values_doubted(doubts: &str) -> String {
    format!("To be known of these values: {doubts}")
}

/// Voxels at the ends of what can be stored: they may be beyond it.
#[must_use]
pub fn clipped_ends([low, high]: [u64; 2]) -> String {
    format!("clipped: {low} at the least, {high} at the largest value that can be stored")
}

/// `212 of 300 slices`.
#[must_use]
pub fn slices_counted(counted: usize, of: usize) -> String {
    format!("{counted} of {of} slices")
}

/// `1st to 99th percentile: −1012 to 340 HU`.
#[must_use]
pub fn percentiles([low, high]: [&str; 2], unit: &str) -> String {
    format!("1st to 99th percentile: {low} to {high} {unit}")
}

/// What a column of a histogram stands for: `−52 to −48 HU: 1234`; of one value alone `40 HU: 7`.
#[must_use]
pub fn column(first: &str, last: Option<&str>, count: u64, unit: &str) -> String {
    last.map_or_else(
        || format!("{first} {unit}: {count}"),
        |last| format!("{first} to {last} {unit}: {count}"),
    )
}

/// For ears: `Values from −1024 to 1471 HU, most often −1000`.
#[must_use]
pub fn histogram_text([low, high]: [&str; 2], most: &str, unit: &str) -> String {
    format!("Values from {low} to {high} {unit}, most often {most}")
}

/// `Bins of 2 HU`; nothing where they are of 1.
#[must_use]
pub fn bins(step: f64, unit: &str) -> Option<String> {
    let is_one = (step - 1.0).abs() < f64::EPSILON;
    (!is_one).then(|| {
        let digits = if step < 0.01 {
            format!("{step:.1e}")
        } else {
            number(step)
        };
        format!("Bins of {digits} {unit}")
    })
}

/// `[−750,−300): Ground-glass usually lies here; ...`.
#[must_use]
pub fn range_hint(from: i32, to: i32, hint: &str) -> String {
    format!("{}: {hint}", hu_range(from, to))
}

/// Voxels where there is no size of pixels.
#[must_use]
pub fn pixels(count: u64) -> String {
    format!("{count} px")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_say_what_they_stand_for() {
        assert_eq!(
            column("\u{2212}52", Some("\u{2212}49"), 7, "HU"),
            "\u{2212}52 to \u{2212}49 HU: 7"
        );
        assert_eq!(column("40", None, 0, "HU"), "40 HU: 0");
        assert_eq!(bins(1.0, "HU"), None);
        assert_eq!(bins(2.0, "HU").as_deref(), Some("Bins of 2 HU"));
        assert_eq!(
            figures(["\u{2212}823", "\u{2212}830"], Some("45".to_owned()), "HU"),
            "mean \u{2212}823, median \u{2212}830, SD 45 HU"
        );
    }
}
