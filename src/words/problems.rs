//! What went wrong, and what the reader can do about it.

use dicom_dictionary_std::uids;

use super::number::bytes;
use crate::problem::{Alarm, Kind, Problem};

pub const HOLD_FOR_NAMES: &str = "Hold for names";
pub const COPY_PROBLEMS: &str = "Copy the list";
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
        Alarm::PartMissing => {
            "Menus and panels could not be fetched: they come as soon as there is a network"
        }
        Alarm::DeviceLost => "The graphics device was lost; starting it again",
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
        Kind::TransferSyntax { uid } if video_name(uid).is_some() => format!(
            "This file holds a video ({}), which is not played here: a program that plays videos \
             out of DICOM files shows it.",
            video_name(uid).unwrap_or_default()
        ),
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
        Kind::NotArchive => "This is no archive that is read (RAR, ZIP, 7z, TAR, gz, bz2, xz, zst), whatever its name says.".to_owned(),
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
        Kind::OverBudget { needed, budget } => format!(
            "To show this image takes {} of memory, and {} are set aside: choose more and open it \
             again, or use a device with more memory.",
            bytes(*needed),
            bytes(*budget)
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
        Kind::PartNotLoaded => {
            "The part of the viewer that this file needs could not be loaded: look at the \
             connection, and open the file again."
                .to_owned()
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
        _ => "an unknown transfer syntax",
    }
}

/// What kind of video a transfer syntax is (PS3.5 8.2.5 to 8.2.10, PS3.6 A): frames of it, or all
/// of them as one stream.
fn video_name(uid: &str) -> Option<&'static str> {
    const VIDEOS: [(&str, &str); 4] = [
        ("1.2.840.10008.1.2.4.100", "MPEG-2"),
        ("1.2.840.10008.1.2.4.101", "MPEG-2"),
        ("1.2.840.10008.1.2.4.107", "HEVC"),
        ("1.2.840.10008.1.2.4.108", "HEVC"),
    ];
    // The same in fragments has the same number with one more.
    let is_it = |number: &str| uid == number || uid.strip_suffix(".1") == Some(number);
    let listed = VIDEOS.iter().find(|(number, _)| is_it(number));
    let all_of_mpeg_4 = (102..=106).any(|number| is_it(&format!("1.2.840.10008.1.2.4.{number}")));
    listed
        .map(|(_, name)| *name)
        .or_else(|| all_of_mpeg_4.then_some("MPEG-4"))
        .or_else(|| {
            uid.starts_with("1.2.840.10008.1.2.7.")
                .then_some("SMPTE ST 2110")
        })
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
    fn sentences_name_the_syntax_and_the_figures() {
        let jpeg = Kind::TransferSyntax {
            uid: "1.2.840.10008.1.2.4.90".to_owned(),
        };
        assert!(problem(&jpeg.at(Stage::Decode)).contains("JPEG 2000"));
        for (uid, name) in [
            ("1.2.840.10008.1.2.4.100", "(MPEG-2)"),
            ("1.2.840.10008.1.2.4.102.1", "(MPEG-4)"),
            ("1.2.840.10008.1.2.4.107", "(HEVC)"),
        ] {
            let video = Kind::TransferSyntax {
                uid: uid.to_owned(),
            };
            assert!(problem(&video.at(Stage::Decode)).contains(name), "{uid}");
        }
        let short = Kind::EndsEarly {
            needed: 524_288,
            found: 1000,
        };
        assert!(problem(&short.at(Stage::Decode)).contains("524288 bytes, 1000 are there"));
    }
}
