//! What is open beside images: outlines, presentation states, key images, reports, documents.

use super::number::bytes;

pub const OBJECTS: &str = "With the images";
pub const IMAGES_NOT_OPEN: &str = "its images are not open";
pub const OUTLINES: &str = "Outlines";
pub const OUTLINES_ALL: &str = "All";
pub const OUTLINES_NONE: &str = "None";
pub const APPLY: &str = "Show as it says";
pub const APPLY_HINT: &str = "Backspace goes back to the view before, R to the first one";
pub const KEY_NEXT: &str = "Next key image (K)";
pub const KEY_PREVIOUS: &str = "Key image before (Shift K)";
pub const KEY_IMAGE_LIST: &str = "Key images";
pub const READ_REPORT: &str = "Read";
pub const OPEN_DOCUMENT: &str = "Save or open";
pub const REPORT_PARTIAL: &str = "not complete";
pub const REPORT_UNVERIFIED: &str = "not verified";
pub const DOCUMENT_READING: &str = "reading";
pub const DOCUMENT_SAVE: &str = "Save";
pub const DOCUMENT_TAB: &str = "Open in a new tab";
pub const DOCUMENT_HINT: &str = "It is shown as it is: it may name the patient.";
pub const REPORT_HINT: &str = "Names are masked; free text may hold some.";
pub const NO_VALUE: &str = "no value";
pub const ELSEWHERE: &str = "see above";
pub const KEY_OUTLINES: &str = "Outlines of structure sets hidden, and shown";
pub const KEY_KEY_IMAGE: &str = "Next key image";
pub const KEY_KEY_IMAGE_BEFORE: &str = "The key image before";

pub const TABLE_LEFT_OUT: &str = "its lookup table is not applied";
pub const SHUTTER_LEFT_OUT: &str = "its shutter cannot be read and is not applied";
pub const SUBTRACTION_LEFT_OUT: &str = "its subtraction is not applied";
pub const TRUE_SIZE_LEFT_OUT: &str = "true size is shown as fit";

pub const PRESENTED: &str = "presentation state";
pub const PRESENTED_CHANGED: &str = "presentation state, changed";
pub const PRESENTED_OF_OTHERS: &str = "presentation state of other images";

/// What a kind of object is called, by its hook.
#[must_use]
pub fn object_kind(code: &str) -> &'static str {
    match code {
        "structures" => "Outlines",
        "presentation" => "Presentation state",
        "key-objects" => "Key images",
        "report" => "Report",
        _ => "Document",
    }
}

/// `of s1`
#[must_use]
pub fn of_series(name: &str) -> String {
    format!("of {name}")
}

#[must_use]
pub fn roi_number(number: i32) -> String {
    format!("region {number}")
}

#[must_use]
pub fn outline_count(count: usize) -> String {
    match count {
        0 => "no outline".to_owned(),
        1 => "1 outline".to_owned(),
        count => format!("{count} outlines"),
    }
}

#[must_use]
pub fn outlines_unreadable(count: usize) -> String {
    if count == 1 {
        "1 outline cannot be read".to_owned()
    } else {
        format!("{count} outlines cannot be read")
    }
}

#[must_use]
pub fn key_images(count: usize) -> String {
    if count == 1 {
        "1 image".to_owned()
    } else {
        format!("{count} images")
    }
}

/// An image that a report points to and that is not open.
#[must_use]
pub fn images_named(count: usize) -> String {
    if count == 1 {
        "an image that is not open".to_owned()
    } else {
        format!("{count} images that are not open")
    }
}

/// `PDF, 157 MB`
#[must_use]
pub fn document_of(form: &str, length: u64) -> String {
    format!("{form}, {}", bytes(length))
}

/// A document's file name, which names nobody.
#[must_use]
pub fn document_name(number: u32, extension: &str) -> String {
    format!("hounsfield-document-{number}.{extension}")
}

#[must_use]
pub fn lines_left(count: usize) -> String {
    format!("{count} lines more are not shown")
}

#[must_use]
pub fn coordinates(kind: &str, points: usize) -> String {
    let kind = kind.to_lowercase();
    if points == 1 {
        format!("{kind}, 1 point")
    } else {
        format!("{kind}, {points} points")
    }
}

/// A kind of content that is not read.
#[must_use]
pub fn not_read(kind: &str) -> String {
    format!("{} (not read)", kind.to_lowercase())
}

/// `2024-03-17`; what is no date stays as it is.
#[must_use]
pub fn date(date: &str) -> String {
    let digits = date.trim();
    let parts = (digits.get(..4), digits.get(4..6), digits.get(6..8));
    match parts {
        (Some(year), Some(month), Some(day))
            if digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            format!("{year}-{month}-{day}")
        }
        _ => date.to_owned(),
    }
}

/// `14:05`; what is no time stays as it is.
#[must_use]
pub fn time(time: &str) -> String {
    let digits = time.trim();
    let is_time = digits.bytes().take(4).all(|byte| byte.is_ascii_digit());
    match (digits.get(..2), digits.get(2..4)) {
        (Some(hour), Some(minute)) if is_time => format!("{hour}:{minute}"),
        _ => time.to_owned(),
    }
}

/// `2024-03-17 14:05`
#[must_use]
pub fn date_and_time(both: &str) -> String {
    match both.split_at_checked(8) {
        Some((day, clock)) if clock.len() >= 4 => format!("{} {}", date(day), time(clock)),
        _ => date(both),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_read_as_people_write_them() {
        assert_eq!(date("20240317"), "2024-03-17");
        assert_eq!(date("2024"), "2024");
        assert_eq!(date("2024031\u{e9}"), "2024031\u{e9}");
        assert_eq!(time("140512.3"), "14:05");
        assert_eq!(time("?"), "?");
        assert_eq!(date_and_time("20240317140512+0100"), "2024-03-17 14:05");
        assert_eq!(date_and_time("20240317"), "2024-03-17");
    }
}
