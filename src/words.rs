//! The catalogue: the sentences and labels that a reader sees, in one place.

use dicom_dictionary_std::uids;

use crate::problem::{Alarm, Kind, Problem};
use crate::remark::{Cause, Note};

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
pub const FIT_HINT: &str = "The whole image";
pub const RESET: &str = "Reset";
pub const RESET_HINT: &str = "Window and view as at the start (R)";
pub const INVERT: &str = "Invert";
pub const INVERT_HINT: &str = "Black for white (I)";
pub const LAYOUT_ONE: &str = "One pane";
pub const LAYOUT_TWO: &str = "Two panes";
pub const SERIES: &str = "Series";
pub const HOLD_FOR_NAMES: &str = "Hold to show file names";
pub const LEGAL: &str = "For teaching. Not a medical device. Not for diagnosis or patient care.";
pub const SIDE_NOT_KNOWN: &str = "side not known";
pub const HU: &str = "HU";
pub const NO_IMAGE: &str = "no image";
pub const NO_HU: &str = "no HU";
pub const STORED_VALUE: &str = "stored value";
pub const LOSSY: &str = "lossy";
pub const ORDER_BY_FILE_NAME: &str = "order by file name";
pub const HEAD_OR_FEET: &str = "head or feet first: not known";
pub const DATES_REMOVED: &str = "dates removed";
pub const MORE: &str = "More";
pub const SPLIT_HERE: &str = "Split before the slice shown";
pub const PRESET_FILE: &str = "File";
pub const PRESET_AUTO: &str = "Auto";
pub const COPY_PROBLEMS: &str = "Copy the list";
pub const MEMORY: &str = "Memory set aside for images";
pub const PASSWORD: &str = "Password";
pub const PASSWORD_ASKED: &str = "An archive asks for its password.";
pub const PASSWORD_NOT_IT: &str = "That was not it. The archive's password?";
pub const UNLOCK: &str = "Open";
pub const UNPACK_ALL: &str = "Unpack all";
pub const UNPACK_EVERY_SECOND: &str = "Keep every second slice";

/// An archive that unpacked is larger than the memory that is left.
#[must_use]
pub fn large_archive(members: usize, unpacked: u64) -> String {
    format!(
        "This archive must be unpacked whole: {members} files, {}, more than the memory set aside.",
        bytes(unpacked)
    )
}

/// What keeps the viewer from working, and what to do about it.
#[must_use]
pub const fn alarm(alarm: Alarm) -> &'static str {
    match alarm {
        Alarm::Updated => "The viewer was updated: reload",
        Alarm::WorkersDoNotStart => {
            "The viewer's background parts do not start in this browser: reload, or try another \
             browser"
        }
        Alarm::NoDevice => "The graphics device does not start: reload, or try another browser",
        Alarm::DeviceLost => "The graphics device was lost; starting it again",
    }
}

/// `212 of 300 read`.
#[must_use]
pub fn reading(done: usize, total: usize) -> String {
    format!("{done} of {total} read")
}

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

/// What is odd about the geometry of a stack.
#[must_use]
pub fn note(note: &Note) -> String {
    match note {
        Note::Missing(count) => format!("{count} missing"),
        Note::Twice(1) => "1 image in the place of another".to_owned(),
        Note::Twice(count) => format!("{count} images in the place of another"),
        Note::Tilted(degrees) => format!("tilted by {}\u{b0}", number(degrees.round())),
        Note::MixedSpacing { least_mm, most_mm } => {
            format!("{} to {} apart", number(*least_mm), millimetres(*most_mm))
        }
        Note::NotToldApart => "may be mixed with another series".to_owned(),
    }
}

/// `apart by thickness and kernel`: what told a stack without a series UID from others.
#[must_use]
pub fn apart_by(causes: &[Cause]) -> String {
    let names: Vec<&str> = causes.iter().map(|cause| cause_name(*cause)).collect();
    format!("apart by {}", names.join(" and "))
}

fn cause_name(cause: Cause) -> &'static str {
    match cause {
        Cause::Folder => "folder",
        Cause::Size => "size",
        Cause::Orientation => "direction",
        Cause::Spacing => "pixel spacing",
        Cause::Thickness => "thickness",
        Cause::Kernel => "kernel",
        Cause::Rescale => "rescale",
        Cause::SeriesNumber => "series number",
        Cause::ImageType => "image type",
        Cause::Description => "description",
        Cause::Acquisition => "acquisition",
        Cause::TemporalPosition => "phase",
        Cause::EchoTime => "echo time",
        Cause::InstanceNumbers => "instance numbers",
        Cause::FileNames => "file names",
        Cause::Positions => "positions",
        Cause::ByHand => "hand",
    }
}

/// `Join with 3  Chest`.
#[must_use]
pub fn join_with(title: &str) -> String {
    format!("Join with {title}")
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

/// A place along the patient, to a tenth of a millimetre.
#[must_use]
pub fn millimetres(mm: f64) -> String {
    format!("{} mm", number((mm * 10.0).round() / 10.0))
}

/// `1.5 mm thick`.
#[must_use]
pub fn thickness(mm: f64) -> String {
    format!("{} thick", millimetres(mm))
}

/// `1 mm thick, 5 mm apart`, as far as it is known.
#[must_use]
pub fn thickness_and_spacing(thickness_mm: Option<f64>, spacing_mm: Option<f64>) -> Option<String> {
    let thick = thickness_mm.map(thickness);
    let apart = spacing_mm.map(|mm| format!("{} apart", millimetres(mm)));
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

/// `55 images`.
#[must_use]
pub fn images(count: usize) -> String {
    if count == 1 {
        "1 image".to_owned()
    } else {
        format!("{count} images")
    }
}

/// `3 files not shown`.
#[must_use]
pub fn not_shown(count: usize) -> String {
    if count == 1 {
        "1 file not shown".to_owned()
    } else {
        format!("{count} files not shown")
    }
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
    if rounded < 0.0 {
        format!("\u{2212}{digits}")
    } else {
        digits
    }
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

/// All problems as text, a file a line.
#[must_use]
pub fn problem_list(problems: &[Problem]) -> String {
    let line = |one: &Problem| format!("{}: {}\n", one.path, problem(one));
    problems.iter().map(line).collect()
}

/// What was wrong with a file, as one sentence that tells the reader what it means for them.
#[must_use]
pub fn problem(problem: &Problem) -> String {
    match &problem.kind {
        Kind::Unreadable { reason } => {
            format!("The browser could not read this file ({reason}). Was it moved or changed?")
        }
        Kind::NothingToShow => "Nothing in what was dropped is a medical image.".to_owned(),
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
            format!(
                "This DICOM file holds no image ({}).",
                sop_class_name(sop_class)
            )
        }
        Kind::TransferSyntax { uid } => format!(
            "The image is compressed in a way that is not read yet: {} ({uid}).",
            transfer_syntax_name(uid)
        ),
        Kind::PixelFormat {
            photometric,
            samples,
            allocated,
        } => format!(
            "Images of this format are not shown yet: {photometric}, {samples} samples a pixel \
             of {allocated} bits."
        ),
        Kind::NotArchive => "This is no RAR or ZIP archive, whatever its name says.".to_owned(),
        Kind::PasswordNeeded => "The archive asks for a password.".to_owned(),
        Kind::PasswordWrong => "This is not the archive's password.".to_owned(),
        Kind::ArchiveDamaged { reason } => {
            format!("The archive is damaged, and nothing in it can be read ({reason}).")
        }
        Kind::ArchiveCut { at, length } => format!(
            "The archive is damaged or was not copied whole: of {} only what lies in the first {} \
             is shown.",
            bytes(*length),
            bytes(*at)
        ),
        Kind::VolumeMissing => {
            "A part of this archive is missing: drop all of its parts together. \
             Files that lie in the parts that are here are shown."
                .to_owned()
        }
        Kind::MemberDamaged { reason } => {
            format!("The file is damaged in its archive ({reason}).")
        }
        Kind::MemberMethod { method } => {
            format!("The file is packed in a way that is not read yet ({method}).")
        }
        Kind::OverLimit { what, value, limit } => format!(
            "The file asks for more than is safe: {what} {value}, at most {limit} are taken."
        ),
        Kind::NotDrawn { reason } => {
            format!("The graphics device does not take this image ({reason}).")
        }
        Kind::WorkerSilent { seconds } => {
            format!("Reading this file was given up after {seconds} s without a sign of progress.")
        }
        Kind::WorkerDied { reason } => {
            format!("Reading this file broke down ({reason}). The other files are not affected.")
        }
    }
}

/// The names that readers know (PS3.6 A); others are named by their number.
fn transfer_syntax_name(uid: &str) -> &'static str {
    match uid {
        uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN => "deflated",
        uids::JPEG_BASELINE8_BIT => "JPEG baseline",
        uids::JPEG_EXTENDED12_BIT => "JPEG extended",
        uids::JPEG_LOSSLESS | uids::JPEG_LOSSLESS_SV1 => "JPEG lossless",
        uids::JPEGLS_LOSSLESS | uids::JPEGLS_NEAR_LOSSLESS => "JPEG-LS",
        uids::JPEG2000_LOSSLESS | uids::JPEG2000 => "JPEG 2000",
        uids::HTJ2K_LOSSLESS | uids::HTJ2K_LOSSLESS_RPCL | uids::HTJ2K => "HTJ2K",
        uids::JPEGXL_LOSSLESS | uids::JPEGXLJPEG_RECOMPRESSION | uids::JPEGXL => "JPEG XL",
        uids::RLE_LOSSLESS => "RLE",
        uids::MPEG2MPML | uids::MPEG2MPHL | uids::MPEG4HP41 | uids::HEVCMP51 => "video",
        _ => "an unknown transfer syntax",
    }
}

fn sop_class_name(uid: &str) -> &str {
    match uid {
        uids::MEDIA_STORAGE_DIRECTORY_STORAGE => "the directory of a disc",
        uids::ENCAPSULATED_PDF_STORAGE => "a PDF document",
        uids::BASIC_TEXT_SR_STORAGE
        | uids::ENHANCED_SR_STORAGE
        | uids::COMPREHENSIVE_SR_STORAGE
        | uids::X_RAY_RADIATION_DOSE_SR_STORAGE => "a structured report",
        uids::GRAYSCALE_SOFTCOPY_PRESENTATION_STATE_STORAGE => "a presentation state",
        uids::RT_STRUCTURE_SET_STORAGE => "outlines for radiotherapy",
        uids::RT_PLAN_STORAGE => "a radiotherapy plan",
        _ => uid,
    }
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
        let jpeg = Kind::TransferSyntax {
            uid: "1.2.840.10008.1.2.4.90".to_owned(),
        };
        assert!(problem(&jpeg.at(Stage::Decode)).contains("JPEG 2000"));
        let short = Kind::EndsEarly {
            needed: 524_288,
            found: 1000,
        };
        assert!(problem(&short.at(Stage::Decode)).contains("524288 bytes, 1000 are there"));
    }
}
