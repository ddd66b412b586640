//! Marks, and what they measure.

use super::number::{millimetres, number};

pub const MARKS: &str = "Marks";
pub const SEGMENTS: &str = "Segments";
pub const LENGTH: &str = "Length";
pub const ANGLE: &str = "Angle";
pub const ELLIPSE: &str = "Ellipse";
pub const RECTANGLE: &str = "Rectangle";
pub const ARROW: &str = "Arrow";
pub const BIDIRECTIONAL: &str = "Two axes";
pub const COBB: &str = "Cobb angle";
pub const FREEHAND: &str = "Freehand region";
pub const POLYGON: &str = "Polygon";
pub const PROBE: &str = "Point";
pub const UNDO: &str = "Undo";
pub const REDO: &str = "Do again";
pub const MARKS_HIDDEN: &str = "Marks are hidden (H shows them)";
pub const DELETE: &str = "Delete";
pub const ARROW_TEXT: &str = "Text of the arrow";
pub const NOT_MEASURED: &str = "not measured: its slice is not in memory";
pub const MARK_NAME: &str = "Name";
pub const MARK_COLOUR: &str = "Colour";
pub const COPY_TO: &str = "Copy to slices";
pub const COPY_FROM: &str = "from slice";
pub const COPY_UP_TO: &str = "to slice";
pub const COPY_MARK: &str = "Copy";
pub const DELETE_GROUP: &str = "Delete all of them";
pub const SAVE_CSV: &str = "Save as CSV";
pub const SAVE_JSON: &str = "Save as JSON";
pub const MARKS_FILE: &str = "hounsfield-marks";
pub const MARK_NEXT: &str = "Mark: copy to the next slice";
pub const MARK_PREVIOUS: &str = "Mark: copy to the previous slice";
pub const MARK_DELETE: &str = "Mark: delete";
pub const KEEP_HINT: &str = "Double click keeps the tool";
pub const LOCALIZER: &str = "localizer";
pub const SECONDARY_CAPTURE: &str = "secondary capture";
pub const MR: &str = "MR";

/// What a colour of marks is called.
#[must_use]
pub fn colour(code: &str) -> &'static str {
    match code {
        "orange" => "Orange",
        "blue" => "Blue",
        "white" => "White",
        _ => "Yellow",
    }
}

/// What gives a mark a colour.
#[must_use]
pub fn mark_in(colour: &str) -> String {
    format!("Mark: {}", colour.to_lowercase())
}

/// What the button of segments says of how they are shown.
#[must_use]
pub fn segments_shown(code: &str) -> &'static str {
    match code {
        "filled" => "Filled",
        "outlined" => "Outlined",
        _ => "Off",
    }
}

/// Steps of 1 mm above 10 mm, of 0.1 mm below, never finer than a tenth of a pixel (BEHAVIOUR 6).
#[must_use]
pub fn length_mm(mm: f64, pixel_mm: f64) -> String {
    format!("{} mm", number(stepped(mm, pixel_mm)))
}

/// A length in its steps.
#[must_use]
pub fn stepped(mm: f64, pixel_mm: f64) -> f64 {
    let least: f64 = if mm > 10.0 { 1.0 } else { 0.1 };
    let step = least.max(pixel_mm / 10.0);
    // What a tenth is in binary is not written out.
    ((mm / step).round() * step * 100.0).round() / 100.0
}

/// A length or an area of a projection with where it is true: what lies nearer to the tube looks
/// larger than it is.
#[must_use]
pub fn at_the_detector(said: &str) -> String {
    format!("{said} at the detector")
}

/// A length or an area by a spacing that was calibrated.
#[must_use]
pub fn calibrated(said: &str) -> String {
    format!("{said}, calibrated")
}

#[must_use]
pub fn length_pixels(pixels: f64) -> String {
    format!("{} px", number((pixels * 10.0).round() / 10.0))
}

#[must_use]
pub fn degrees(degrees: f64) -> String {
    format!("{}\u{b0}", number(degrees.round()))
}

/// To three figures, in mm² or, where there are many, in cm².
#[must_use]
pub fn area_mm2(mm2: f64) -> String {
    if to_three_figures(mm2) < 100.0 {
        format!("{} mm\u{b2}", three_figures(mm2))
    } else {
        format!("{} cm\u{b2}", three_figures(mm2 / 100.0))
    }
}

#[must_use]
pub fn area_pixels(pixels: f64) -> String {
    format!("{} px\u{b2}", three_figures(pixels))
}

/// Of what is more than nothing.
#[must_use]
pub fn to_three_figures(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 0.0;
    }
    let step = 10_f64.powf(2.0 - value.log10().floor());
    (value * step).round() / step
}

fn three_figures(value: f64) -> String {
    let rounded = to_three_figures(value);
    if rounded <= 0.0 {
        return "0".to_owned();
    }
    // Of what it is rounded to: 99.96 has one place and not two.
    let digits = 2.0 - (rounded * (1.0 + f64::EPSILON)).log10().floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few digits"
    )]
    let places = digits.clamp(0.0, 9.0) as usize;
    format!("{rounded:.places$}")
}

/// `−823 ± 45 HU`; without SD where there is none.
#[must_use]
pub fn mean_and_deviation(mean: &str, deviation: Option<String>, unit: &str) -> String {
    match deviation {
        Some(deviation) => format!("{mean} \u{b1} {deviation} {unit}"),
        None => format!("{mean} {unit}"),
    }
}

/// `median −830, −960 to 12`.
#[must_use]
pub fn median_and_range(median: &str, least: &str, most: &str) -> String {
    format!("median {median}, {least} to {most}")
}

/// Places of a plane where no slice is.
#[must_use]
pub fn missing(count: u64) -> String {
    format!("{count} not here")
}

/// `24 x 15 mm`, each as lengths are.
#[must_use]
pub fn axes_mm(mm: [f64; 2], pixel_mm: f64) -> String {
    let [long, short] = mm.map(|mm| number(stepped(mm, pixel_mm)));
    format!("{long} \u{d7} {short} mm")
}

#[must_use]
pub fn axes_pixels(pixels: [f64; 2]) -> String {
    let [long, short] = pixels.map(|pixels| number((pixels * 10.0).round() / 10.0));
    format!("{long} \u{d7} {short} px")
}

/// A measure of a plane across slices, which is no better than they are apart.
#[must_use]
pub fn across_slices(said: &str, mm: f64) -> String {
    format!("{said}, {}", slices_apart(mm))
}

#[must_use]
pub fn slices_apart(mm: f64) -> String {
    format!("slices {} apart", millimetres(mm))
}

/// A point in the patient: `L 12.3, P 40, H 105.5 mm`.
#[must_use]
pub fn place_mm([left, back, head]: [f64; 3]) -> String {
    let part = |mm: f64, [negative, positive]: [char; 2]| {
        let tenths = (mm * 10.0).round() / 10.0;
        let side = if tenths < 0.0 { negative } else { positive };
        format!("{side} {}", number(tenths.abs()))
    };
    let parts = [
        part(left, ['R', 'L']),
        part(back, ['A', 'P']),
        part(head, ['F', 'H']),
    ];
    format!("{} mm", parts.join(", "))
}

/// `coronal 33`.
#[must_use]
pub fn plane(name: &str, number: usize) -> String {
    format!("{name} {number}")
}

/// `n 1256`.
#[must_use]
pub fn voxel_count(count: u64) -> String {
    format!("n {count}")
}

#[must_use]
pub fn padding_left_out(count: u64) -> String {
    format!("{count} padding left out")
}

#[must_use]
pub fn clipped(count: u64) -> String {
    format!("{count} clipped")
}

/// How many marks are copies of one, with that.
#[must_use]
pub fn copies(count: usize) -> String {
    format!("{count} copies of one")
}

/// `slice 45`.
#[must_use]
pub fn on_slice(slice: usize) -> String {
    format!("slice {slice}")
}

/// `slice 45, series 3`.
#[must_use]
pub fn slice_in(slice: &str, series: &str) -> String {
    format!("{slice}, {series}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_no_finer_than_they_are_good_for() {
        assert_eq!(length_mm(42.4, 0.7), "42 mm");
        assert_eq!(length_mm(9.96, 0.7), "10 mm");
        assert_eq!(length_mm(4.26, 0.7), "4.3 mm");
        assert_eq!(length_mm(4.3, 4.0), "4.4 mm");
        assert_eq!(area_mm2(12.344), "12.3 mm\u{b2}");
        assert_eq!(area_mm2(1256.6), "12.6 cm\u{b2}");
        assert_eq!(area_mm2(123_456.0), "1230 cm\u{b2}");
        // Rounding to the next figure takes a place, and a unit.
        assert_eq!(area_mm2(99.96), "1.00 cm\u{b2}");
        assert_eq!(area_mm2(9.996), "10.0 mm\u{b2}");
        assert_eq!(area_mm2(999.6), "10.0 cm\u{b2}");
        assert_eq!(area_pixels(1000.0), "1000 px\u{b2}");
        assert_eq!(area_pixels(100.0), "100 px\u{b2}");
        // As it is written out: a tenth as people write it.
        for tenths in 1..=100_i32 {
            let mm = f64::from(tenths) / 10.0;
            assert_eq!(stepped(mm, 0.7).to_string(), mm.to_string());
        }
        assert_eq!(axes_mm([24.4, 9.26], 0.7), "24 \u{d7} 9.3 mm");
        assert_eq!(place_mm([-12.34, 0.0, 105.5]), "R 12.3, P 0, H 105.5 mm");
    }
}
