//! What stands over a picture, and is said of it.

use super::number::{millimetres, number};
use crate::remark::SliceSpacing;

pub const SIDE_NOT_KNOWN: &str = "side not known";
pub const HU: &str = "HU";
pub const RGB: &str = "red green blue";
pub const PADDING: &str = "padding";
pub const OBLIQUE: &str = "oblique";
pub const INCOMPLETE: &str = "incomplete";
pub const MASKED: &str = "\u{2022}\u{2022}\u{2022}\u{2022}";
pub const IDENTITY: &str = "Patient";
pub const IDENTITY_HINT: &str = "Shown while U is held";
pub const NO_IMAGE: &str = "no image";
pub const NO_HU: &str = "no HU";
pub const STORED_VALUE: &str = "stored value";
/// A voxel whose floating-point value is none.
pub const NO_NUMBER: &str = "no number";
pub const MODALITY_VALUE: &str = "modality value";

/// A unit as files name it (PS3.3 C.8.9.1.1.3, C.11.1.1.2) in words; `None` where the name says
/// nothing.
#[must_use]
pub fn unit(name: &str) -> Option<String> {
    let unit = match name {
        "US" | "NONE" | "" => return None,
        "BQML" => "Bq/ml",
        "CNTS" => "counts",
        "PROPCNTS" => "counts, in proportion",
        "PROPCPS" => "counts a second, in proportion",
        "CPS" => "counts a second",
        "GML" => "g/ml",
        "CM2ML" => "cm\u{b2}/ml",
        "PCNT" => "%",
        "MLMINML" => "ml/min/ml",
        "UMOLMINML" => "\u{b5}mol/min/ml",
        "OD" => "optical density / 1000",
        "MGML" => "mg/ml",
        "Z_EFF" => "effective atomic number",
        other => other,
    };
    Some(unit.to_owned())
}

/// A value of PET with what it is as standardised uptake by body weight.
#[must_use]
pub fn unit_with_suv(unit: &str, suv: f64) -> String {
    format!("{unit}, SUVbw {suv:.2}")
}
pub const MIRRORED: &str = "mirrored";
pub const GREY: &str = "grey";
pub const HOT_IRON: &str = "hot iron";
pub const PET_COLOURS: &str = "PET colours";
pub const HELIX: &str = "helix colours";
pub const FROZEN: &str = "frozen";
pub const SKIPPING: &str = "skipping";
pub const LOSSY: &str = "lossy";
pub const ORDER_BY_FILE_NAME: &str = "order by file name";
pub const HEAD_OR_FEET: &str = "head or feet first: not known";

/// `45/212`.
#[must_use]
pub fn slice_of(slice: usize, slices: usize) -> String {
    format!("{slice}/{slices}")
}

/// `45/212, file 168`: the number that the file gives itself is another.
#[must_use]
pub fn slice_of_file(slice: usize, slices: usize, instance_number: i32) -> String {
    format!("{slice}/{slices}, file {instance_number}")
}

/// `slice 45 of 212, level -600, width 1500`.
#[must_use]
pub fn spoken_slice(slice: usize, slices: usize, window: Option<[f64; 2]>) -> String {
    let place = format!("slice {slice} of {slices}");
    match window {
        Some([center, width]) => format!("{place}, level {center}, width {width}"),
        None => place,
    }
}

/// `1.5 mm thick`.
#[must_use]
pub fn thickness(mm: f64) -> String {
    format!("{} thick", millimetres(mm))
}

/// `1 mm thick, 5 mm apart`, as far as it is known; `3 mm apart, assumed`.
#[must_use]
pub fn thickness_and_spacing(
    thickness_mm: Option<f64>,
    spacing: Option<SliceSpacing>,
) -> Option<String> {
    let thick = thickness_mm.map(thickness);
    let apart = spacing.map(|spacing| {
        let assumed = if spacing.is_assumed { ", assumed" } else { "" };
        format!("{} apart{assumed}", millimetres(spacing.mm))
    });
    match (thick, apart) {
        (Some(thick), Some(apart)) => Some(format!("{thick}, {apart}")),
        (thick, apart) => thick.or(apart),
    }
}

/// `117 %`: device pixels a voxel.
#[must_use]
pub fn zoom(scale: f64) -> String {
    format!("{} %", number((scale * 100.0).round()))
}

/// `46 loading`: the slice asked for, while an older picture stays.
#[must_use]
pub fn loading(slice: usize) -> String {
    format!("{slice} loading")
}

/// `46 is still being read`: no picture stands in for the one asked for any more.
#[must_use]
pub fn still_loading(slice: usize) -> String {
    format!("{slice} is still being read")
}

/// `5 cm`, `20 mm`: what a scale bar stands for.
#[must_use]
pub fn length_of_bar(mm: f64) -> String {
    if mm >= 50.0 {
        format!("{} cm", number(mm / 10.0))
    } else {
        format!("{} mm", number(mm))
    }
}

/// A person's name: its components (PS3.5 6.2.1) in their order, its other writings after it.
#[must_use]
pub fn person_name(name: &str) -> String {
    let writing = |writing: &str| {
        let parts = writing.split('^').map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    };
    let writings: Vec<String> = name.split('=').map(writing).collect();
    let written = writings.into_iter().filter(|name| !name.is_empty());
    let written: Vec<String> = written.collect();
    match written.as_slice() {
        [one] => one.clone(),
        several => several
            .iter()
            .map(|name| isolated(name))
            .collect::<Vec<_>>()
            .join(" = "),
    }
}

/// A text out of a file, to stand in a line with others: one that is written from right to left keeps
/// them where they are, and its own parts together (UAX #9, FSI and PDI).
#[must_use]
pub fn isolated(text: &str) -> String {
    let runs_left = |c: char| {
        matches!(c,
            '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}')
    };
    if text.contains(runs_left) {
        format!("\u{2068}{text}\u{2069}")
    } else {
        text.to_owned()
    }
}

#[must_use]
pub fn born(date: &str) -> String {
    format!("Born {}", plain_date(date))
}

/// `2020-03-31` of `20200331`; anything else as it is.
fn plain_date(date: &str) -> String {
    match (date.get(..4), date.get(4..6), date.get(6..8)) {
        (Some(year), Some(month), Some(day)) if date.len() == 8 => format!("{year}-{month}-{day}"),
        _ => date.to_owned(),
    }
}

#[must_use]
pub fn accession_number(number: &str) -> String {
    format!("Accession {number}")
}

/// The patient's number, shown on purpose only.
#[must_use]
pub fn patient_id(id: &str) -> String {
    format!("Patient ID {id}")
}

/// `L -600 W 1500`, with a true minus sign; whole numbers where they are whole.
#[must_use]
pub fn level_and_width(center: f64, width: f64) -> String {
    format!("L {} W {}", number(center), number(width))
}
