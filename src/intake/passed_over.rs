//! Files that lie beside images and are none: passed over without a word.

/// By whole name, in lower case: what operating systems and discs leave behind.
const NAMES: [&str; 8] = [
    "dicomdir",
    "thumbs.db",
    "desktop.ini",
    ".ds_store",
    "autorun.inf",
    "readme",
    "lockfile",
    "version",
];

/// By ending: texts, programs and pictures that discs carry along with their viewer.
const ENDINGS: [&str; 27] = [
    "bat", "bmp", "chm", "css", "csv", "dll", "doc", "docx", "exe", "gif", "htm", "html", "ico",
    "inf", "ini", "jar", "jpeg", "jpg", "js", "json", "md", "pdf", "png", "rtf", "txt", "xml",
    "xsl",
];

/// Made by macOS beside every file of an archive.
const MAC_FOLDER: &str = "__MACOSX";

/// Archives, by ending; a volume of a set that is named the old way is told by `part_of`.
const ARCHIVES: [&str; 13] = [
    "7z", "bz2", "gz", "rar", "tar", "tbz", "tbz2", "tgz", "txz", "xz", "zip", "zst", "tzst",
];

/// Programs that may be archives which unpack themselves.
const PROGRAMS: [&str; 2] = ["exe", "sfx"];

/// True for an archive by its name, or for a program that may be one.
#[must_use]
pub fn is_archive(path: &str) -> bool {
    has_ending(path, &ARCHIVES) || is_program(path) || super::part_of(path).is_some()
}

/// True for a program by its name.
#[must_use]
pub fn is_program(path: &str) -> bool {
    has_ending(path, &PROGRAMS)
}

fn has_ending(path: &str, endings: &[&str]) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| endings.contains(&ending.to_ascii_lowercase().as_str()))
}

/// Files of lessons, by ending (`docs/lessons.md`).
const LESSONS: [&str; 3] = [".lesson.json", ".answers.json", ".result.json"];

/// True for a lesson, its answers or a result, by its name alone.
#[must_use]
pub fn is_of_lesson(path: &str) -> bool {
    let name = path.to_ascii_lowercase();
    LESSONS.iter().any(|ending| name.ends_with(ending))
}

/// True for a file that nobody expects to see as an image, by its name alone.
#[must_use]
pub fn is_passed_over(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    NAMES.contains(&name.as_str())
        || name.starts_with("._")
        || ending.is_some_and(|ending| ENDINGS.contains(&ending))
        || parts.any(|folder| folder == MAC_FOLDER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_image_by_its_name() {
        for path in [
            "DICOMDIR",
            "disc/DICOMDIR",
            "a/Thumbs.db",
            ".DS_Store",
            "a/__MACOSX/b/1.dcm",
            "a/._1.dcm",
            "viewer/README.TXT",
            "report.pdf",
            "photo.JPG",
        ] {
            assert!(is_passed_over(path), "{path}");
        }
        for path in [
            "1.dcm",
            "IM000001",
            "a/1.2.840.113619.2.5",
            "DICOMDIR/1",
            "x.ima",
            "a.rar",
            "",
        ] {
            assert!(!is_passed_over(path), "{path}");
        }
    }
}
