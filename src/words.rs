//! The catalogue: every sentence and label that a reader sees, in one place.

use crate::problem::{Kind, Problem};

pub const DROP_HERE: &str = "Drop a scan here";
pub const STAYS_HERE: &str = "It stays on this computer";
pub const OPEN_FILES: &str = "Open files";
pub const OPEN_FOLDER: &str = "Open folder";
pub const CANCEL: &str = "Cancel";
pub const CLOSE: &str = "Close all";
pub const WINDOW: &str = "Window";
pub const FIT: &str = "Fit";
pub const ONE_TO_ONE: &str = "1:1";
pub const ONE_TO_ONE_HINT: &str = "One voxel on one pixel of the screen";
pub const RESET: &str = "Reset";
pub const INVERT: &str = "Invert";
pub const LAYOUT_ONE: &str = "One pane";
pub const LAYOUT_TWO: &str = "Two panes";
pub const SERIES: &str = "Series";
pub const PROBLEMS: &str = "Not shown";
pub const COPY: &str = "Copy";
pub const VIEWER: &str = "Hounsfield";
pub const LEGAL: &str =
    "For teaching. Not a medical device. Not for diagnosis or patient care.";
pub const SIDE_NOT_KNOWN: &str = "side not known";
pub const NO_HU: &str = "no HU";
pub const STORED_VALUE: &str = "stored value";
pub const LOSSY: &str = "lossy";
pub const ORDER_BY_FILE_NAME: &str = "order by file name";
pub const UPDATED: &str = "The viewer was updated: reload";
pub const RELOAD: &str = "Reload";
pub const WORKERS_DO_NOT_START: &str =
    "The viewer's background parts do not start in this browser: reload, or try another browser";
pub const DEVICE_LOST: &str = "The graphics device was lost; starting it again";
pub const NO_DEVICE: &str = "The graphics device does not start: reload, or try another browser";
pub const PRESET_FILE: &str = "File";
pub const PRESET_AUTO: &str = "Auto";

/// `212 of 300 read`.
#[must_use]
pub fn reading(done: usize, total: usize) -> String {
    format!("{done} of {total} read")
}

/// `46 loading`: the slice asked for, while an older picture stays.
#[must_use]
pub fn loading(slice: usize) -> String {
    format!("{slice} loading")
}

/// `55 images`.
#[must_use]
pub fn images(count: usize) -> String {
    if count == 1 { "1 image".to_owned() } else { format!("{count} images") }
}

/// `3 files not shown`.
#[must_use]
pub fn not_shown(count: usize) -> String {
    if count == 1 { "1 file not shown".to_owned() } else { format!("{count} files not shown") }
}

/// `L -600 W 1500`, with a true minus sign; whole numbers where they are whole.
#[must_use]
pub fn level_and_width(center: f64, width: f64) -> String {
    format!("L {} W {}", number(center), number(width))
}

/// A number as a reader sees it: U+2212 for minus, decimal point, no trailing zeros.
#[must_use]
pub fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    let digits = format!("{}", rounded.abs());
    if rounded < 0.0 { format!("\u{2212}{digits}") } else { digits }
}

/// Bytes as a reader reads them: `512 KB`, `157 MB`, `1.5 GB`.
#[must_use]
pub fn bytes(count: u64) -> String {
    const KB: u64 = 1 << 10;
    const MB: u64 = 1 << 20;
    const GB: u64 = 1 << 30;
    match count {
        0..MB => format!("{} KB", count.div_ceil(KB)),
        MB..GB => format!("{} MB", count / MB),
        _ => format!("{}.{} GB", count / GB, count % GB * 10 / GB),
    }
}

/// What was wrong with a file, as one sentence that tells the reader what it means for them.
#[must_use]
pub fn problem(problem: &Problem) -> String {
    match &problem.kind {
        Kind::Unreadable { reason } => {
            format!("The browser could not read this file ({reason}). Was it moved or changed?")
        }
        Kind::Empty => "The file is empty.".to_owned(),
        Kind::NotDicom => "This is not a DICOM file.".to_owned(),
        Kind::Malformed { what, at } => {
            format!("The file is damaged: {what}, at byte {at}.")
        }
        Kind::EndsEarly { needed, found } => format!(
            "The file ends too early: the image needs {needed} bytes, {found} are there. \
             Was it copied whole?"
        ),
        Kind::NoImage { sop_class } if sop_class.is_empty() => {
            "This DICOM file holds no image.".to_owned()
        }
        Kind::NoImage { sop_class } => {
            format!("This DICOM file holds no image ({}).", sop_class_name(sop_class))
        }
        Kind::TransferSyntax { uid } => format!(
            "The image is compressed in a way that is not read yet: {} ({uid}).",
            transfer_syntax_name(uid)
        ),
        Kind::PixelFormat { photometric, samples, allocated } => format!(
            "Images of this format are not shown yet: {photometric}, {samples} samples a pixel \
             of {allocated} bits."
        ),
        Kind::OverLimit { what, value, limit } => format!(
            "The file asks for more than is safe: {what} {value}, at most {limit} are taken."
        ),
        Kind::WorkerSilent { seconds } => {
            format!("Reading this file was given up after {seconds} s without a sign of progress.")
        }
        Kind::WorkerDied { reason } => {
            format!("Reading this file broke down ({reason}). The other files are not affected.")
        }
    }
}

fn transfer_syntax_name(uid: &str) -> &str {
    dicom_dictionary_std::uids::ENTRIES
        .iter()
        .find(|entry| entry.uid == uid)
        .map_or("unknown transfer syntax", |entry| entry.name)
}

fn sop_class_name(uid: &str) -> &str {
    dicom_dictionary_std::uids::ENTRIES.iter().find(|entry| entry.uid == uid).map_or(uid, |entry| entry.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Stage;

    #[test]
    fn numbers_are_written_as_readers_write_them() {
        assert_eq!(level_and_width(-600.0, 1500.0), "L \u{2212}600 W 1500");
        assert_eq!(number(0.25), "0.25");
        assert_eq!(number(-0.001), "0");
        assert_eq!(bytes(157_286_400), "150 MB");
        assert_eq!(bytes(1_610_612_736), "1.5 GB");
    }

    #[test]
    fn sentences_name_the_syntax_and_the_figures() {
        let jpeg = Kind::TransferSyntax { uid: "1.2.840.10008.1.2.4.90".to_owned() };
        assert!(problem(&jpeg.at(Stage::Decode)).contains("JPEG 2000"));
        let short = Kind::EndsEarly { needed: 524_288, found: 1000 };
        assert!(problem(&short.at(Stage::Decode)).contains("524288 bytes, 1000 are there"));
    }
}
