//! The copy without identity: what goes, what stays, and what nobody but the reader can answer for.

use super::number::bytes;
use super::page::LEGAL;

pub const COPY: &str = "Copy without identity";
pub const COPY_HINT: &str = "Copy of the files without identity (ZIP)";
pub const COPY_SERIES: &str = "This series";
pub const COPY_ALL: &str = "All that is open";
pub const COPY_KEEP_DESCRIPTION: &str = "Keep Series Description as it is";
pub const COPY_REPORTS: &str =
    "Take reports, key images and documents along: their texts are not cleaned";
pub const COPY_GOES: &str = "Removed or replaced";
pub const COPY_STAYS: &str = "Stays";
pub const COPY_MAKE: &str = "Make the copy";
pub const COPY_CANCEL: &str = "Cancel";
pub const COPY_PIXELS: &str = "Pixels stay as they are, with overlays that lie in their unused bits, and are not looked at: only you can see whether names are written in them. Comments inside JPEG are overwritten";
pub const COPY_OTHER_FILES: &str =
    "Files that the viewer does not show, plans for example, do not go along";
pub const COPY_TOO_LARGE: &str = "The copy would be larger than 4 GB, or have more than 65,000 files: copy one series after the other";
pub const COPY_FAILED: &str = "The browser could not put the copy together";
pub const COPY_NOTHING: &str = "Nothing here can be copied";
/// Elements by kind, in the order of `copy::KINDS`.
pub const COPY_KINDS: [&str; 6] = [
    "names of people",
    "dates, times and ages",
    "UIDs, replaced alike in all files",
    "overlays and curves",
    "private elements",
    "numbers, places, descriptions and others",
];

/// What a copy holds, for the text that goes along with it.
#[derive(Clone, Copy, Debug, Default)]
pub struct CopyTold {
    pub files: usize,
    pub left_out: usize,
    /// By [`COPY_KINDS`].
    pub gone: [u32; 6],
    pub kept: u32,
    /// Yes, no, not stated.
    pub burned_in: [u32; 3],
    pub keeps_description: bool,
    pub keeps_reports: bool,
}

/// `12 files`.
#[must_use]
pub fn copy_files(files: usize) -> String {
    match files {
        1 => "1 file".to_owned(),
        files => format!("{files} files"),
    }
}

#[must_use]
pub fn copy_counting(done: usize, of: usize) -> String {
    format!("Reading headers: {done} of {of}")
}

#[must_use]
pub fn copy_writing(done: usize, of: usize) -> String {
    format!("Writing: {done} of {of}")
}

/// The link to the archive.
#[must_use]
pub fn copy_save(count: u64) -> String {
    format!("Save the ZIP, {}", bytes(count))
}

#[must_use]
pub fn copy_left_out(path: &str) -> String {
    format!("Left out, for it cannot be rewritten: {path}")
}

#[must_use]
pub fn copy_reports_left_out(count: usize) -> String {
    match count {
        1 => "1 report or document is left out: its text cannot be cleaned".to_owned(),
        count => {
            format!("{count} reports and documents are left out: their texts cannot be cleaned")
        }
    }
}

/// What files say of names in their pixels: yes, no, nothing.
#[must_use]
pub fn copy_burned_in([yes, no, not_stated]: [u32; 3]) -> String {
    format!(
        "Burned-in annotation, as the files state it: yes {yes}, no {no}, not stated {not_stated}"
    )
}

#[must_use]
pub fn copy_kept(count: u32) -> String {
    format!("{count} other elements, with the pixels")
}

/// The text that goes along in the archive.
#[must_use]
pub fn copy_readme(told: &CopyTold) -> String {
    let mut lines = vec![
        "Copy of DICOM files without identity".to_owned(),
        String::new(),
        format!("{}; {} left out.", copy_files(told.files), told.left_out),
        String::new(),
        "Removed or replaced by the Basic Application Level Confidentiality Profile (DICOM PS3.15 Table E.1-1, \
         2026c), sequences too:"
            .to_owned(),
    ];
    for (kind, count) in COPY_KINDS.iter().zip(told.gone) {
        lines.push(format!("- {count} {kind}"));
    }
    lines.extend(
        [
            "Where the table leaves a choice, values are emptied or replaced, not kept. Removed beyond the table: private",
            "elements without exception, overlays as a whole, elements that the standard does not know, and all other",
            "names, dates, times and free texts. UIDs are replaced alike in all files of this copy, by others in the next.",
            "",
            "What stays:",
        ]
        .map(str::to_owned),
    );
    lines.push(format!("- {}", copy_kept(told.kept)));
    lines.push("- among them what describes the scan: device and model, technique, geometry, rescale, windows".to_owned());
    if told.keeps_description {
        lines.push("- Series Description, as it was: it was not cleaned".to_owned());
    }
    if told.keeps_reports {
        lines.push(
            "- texts of reports, key images and documents, as they were: they were not cleaned"
                .to_owned(),
        );
    }
    lines.push("- pixels, byte by byte".to_owned());
    lines.push(String::new());
    lines.push(format!("{}.", copy_burned_in(told.burned_in)));
    lines.push("Pixels were not looked at. Whether names stand in them, or a face can be seen, nobody can answer for but".to_owned());
    lines.push("whoever made this copy.".to_owned());
    lines.push(String::new());
    lines.push(LEGAL.to_owned());
    lines.push(String::new());
    lines.join("\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_in_the_archive_says_what_was_kept() {
        let plain = copy_readme(&CopyTold {
            files: 3,
            left_out: 1,
            ..CopyTold::default()
        });
        assert!(plain.starts_with("Copy of DICOM files without identity\r\n"));
        assert!(plain.contains("3 files; 1 left out.") && plain.contains(LEGAL));
        assert!(!plain.contains("not cleaned"));
        let kept = copy_readme(&CopyTold {
            keeps_description: true,
            keeps_reports: true,
            ..CopyTold::default()
        });
        assert_eq!(kept.matches("not cleaned").count(), 2);
    }
}
