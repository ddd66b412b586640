//! What the profile makes of an element (PS3.15 Table E.1-1).
//!
//! Where the table leaves it to the IOD what is to be done (X/Z, X/D, Z/D, X/Z/D, X/Z/U*), the last of
//! its actions is taken: it is good for attributes of every type, and leaves as little of the value. What
//! the table does not name stays, but for what could tell somebody all the same: elements that PS3.6 does
//! not know, and names, dates, times and free texts.

use std::sync::OnceLock;

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::Choices;
use crate::header::vr_of;

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Kept as it is; the items of a sequence are gone over themselves.
    Keep,
    /// X.
    Remove,
    /// Z: it stays, of no length.
    Empty,
    /// D: another value, which says nothing.
    Dummy,
    /// U: other UIDs, alike in all files of a copy.
    Uid,
    /// Of this writing of the file alone, and written anew where it is needed.
    Drop,
}

/// Curves and overlays (PS3.5 7.6): even groups of these ranges.
const CURVES: std::ops::RangeInclusive<u16> = 0x5000..=0x50FF;
const OVERLAYS: std::ops::RangeInclusive<u16> = 0x6000..=0x60FF;

/// The attributes that say that, and how, identity was removed: written anew.
pub(super) const STATED: [Tag; 4] = [
    tags::PATIENT_IDENTITY_REMOVED,
    tags::DEIDENTIFICATION_METHOD,
    tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
    tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED,
];

/// Texts of reports, and documents.
pub(super) const OF_REPORTS: [Tag; 3] = [
    tags::CONTENT_SEQUENCE,
    tags::TEXT_VALUE,
    tags::ENCAPSULATED_DOCUMENT,
];

/// What becomes of an element whose VR is written beside it, or is not.
pub(super) fn rule(tag: Tag, written: Option<VR>, choices: Choices) -> Rule {
    let group = tag.group();
    if tag.element() == 0 || tag == LENGTH_TO_END {
        return Rule::Drop;
    }
    // An overlay without its data is none, and goes as a whole.
    if is_private(tag) || is_drawing(tag) {
        return Rule::Remove;
    }
    let is_kept = choices.series_description && tag == tags::SERIES_DESCRIPTION
        || choices.reports && OF_REPORTS.contains(&tag);
    if is_kept {
        return Rule::Keep;
    }
    if let Some(rule) = of_table(tag) {
        return rule;
    }
    if FURTHER.contains(&tag) {
        return Rule::Remove;
    }
    if CLASSES.contains(&tag) && matches!(written, None | Some(VR::UI | VR::UN)) {
        return Rule::Keep;
    }
    let Some(known) = vr_of(tag).filter(|_| group != 0xFFFE) else {
        return Rule::Remove;
    };
    // A sequence that is written as something else is not gone over, and could hold anything.
    let is_hidden = known == VR::SQ && !matches!(written, None | Some(VR::SQ | VR::UN));
    if is_hidden {
        return Rule::Remove;
    }
    [Some(known), written]
        .into_iter()
        .flatten()
        .map(beyond_the_table)
        .find(|rule| *rule != Rule::Keep)
        .unwrap_or(Rule::Keep)
}

/// Length to End (0008,0001): of the file as it was.
const LENGTH_TO_END: Tag = Tag(0x0008, 0x0001);

/// Dates and numbers of the patient and of orders that the table does not name, and whose representation does not tell:
/// the two dates by another calendar, and that; numbers of orders as they were before.
const FURTHER: [Tag; 7] = [
    Tag(0x0010, 0x0033),
    Tag(0x0010, 0x0034),
    Tag(0x0010, 0x0035),
    Tag(0x0040, 0x1006),
    Tag(0x0040, 0x1007),
    Tag(0x0040, 0x2006),
    Tag(0x0040, 0x2007),
];

/// What names a class or a way of coding, and no instance: private ones stay what readers know.
pub(super) const CLASSES: [Tag; 5] = [
    tags::SOP_CLASS_UID,
    tags::REFERENCED_SOP_CLASS_UID,
    tags::RELATED_GENERAL_SOP_CLASS_UID,
    tags::ORIGINAL_SPECIALIZED_SOP_CLASS_UID,
    tags::CODING_SCHEME_UID,
];

/// Attributes that the table does not name.
const fn beyond_the_table(vr: VR) -> Rule {
    match vr {
        // An address holds the UIDs that it leads to.
        VR::UR | VR::PN | VR::DA | VR::TM | VR::DT | VR::LT | VR::ST | VR::UT => Rule::Remove,
        // Those of classes and syntaxes are the standard's own, and stay what they are.
        VR::UI => Rule::Uid,
        _ => Rule::Keep,
    }
}

pub(super) fn is_private(tag: Tag) -> bool {
    tag.group() % 2 == 1
}

pub(super) fn is_drawing(tag: Tag) -> bool {
    CURVES.contains(&tag.group()) || OVERLAYS.contains(&tag.group())
}

/// The table, as its text has it: `GGGGEEEE action name`.
const TEXT: &str = include_str!("basic_profile.txt");

fn of_table(tag: Tag) -> Option<Rule> {
    static TABLE: OnceLock<Vec<(u32, Rule)>> = OnceLock::new();
    let table = TABLE.get_or_init(|| TEXT.lines().filter_map(line).collect());
    let tag = u32::from(tag.group()) << 16 | u32::from(tag.element());
    let at = table.binary_search_by_key(&tag, |(tag, _)| *tag).ok()?;
    table.get(at).map(|(_, rule)| *rule)
}

fn line(line: &str) -> Option<(u32, Rule)> {
    let mut parts = line.split(' ');
    let tag = u32::from_str_radix(parts.next()?, 16).ok()?;
    Some((tag, action(parts.next()?)?))
}

fn action(action: &str) -> Option<Rule> {
    Some(match action {
        "X" => Rule::Remove,
        "Z" | "X/Z" => Rule::Empty,
        "D" | "X/D" | "Z/D" | "X/Z/D" => Rule::Dummy,
        "U" => Rule::Uid,
        // Sequences of references: their items are gone over, where U stands for the UIDs.
        "X/Z/U*" => Rule::Keep,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let stated = TEXT.lines().filter(|line| !line.starts_with('#'));
        let lines: Vec<_> = stated.map(|text| (text, line(text))).collect();
        assert_eq!(lines.len(), 652);
        for (text, read) in &lines {
            assert!(read.is_some(), "{text}");
        }
        let tags: Vec<u32> = lines
            .iter()
            .filter_map(|(_, read)| Some(read.as_ref()?.0))
            .collect();
        assert!(tags.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn what_the_table_does_not_name() {
        let of = |tag, vr| rule(tag, vr, Choices::default());
        assert_eq!(of(Tag(0x0009, 0x1001), None), Rule::Remove);
        assert_eq!(of(Tag(0x0008, 0x0009), Some(VR::LO)), Rule::Remove);
        assert_eq!(of(Tag(0x6002, 0x0010), Some(VR::US)), Rule::Remove);
        assert_eq!(of(tags::ROWS, Some(VR::US)), Rule::Keep);
        assert_eq!(of(tags::ROWS, Some(VR::PN)), Rule::Remove);
        // A private class stays what its readers know; instances do not.
        assert_eq!(of(tags::SOP_CLASS_UID, None), Rule::Keep);
        assert_eq!(of(tags::SOP_INSTANCE_UID, None), Rule::Uid);
        // What tells a patient, an order or a place without a telling representation.
        for tag in FURTHER {
            assert_eq!(of(tag, None), Rule::Remove, "{tag}");
        }
        assert_eq!(of(tags::RETRIEVE_URL, None), Rule::Remove);
        assert_eq!(of(tags::EVALUATOR_NAME, None), Rule::Remove);
        assert_eq!(
            of(tags::PIXEL_MEASURES_SEQUENCE, Some(VR::LO)),
            Rule::Remove
        );
        assert_eq!(of(tags::PIXEL_MEASURES_SEQUENCE, Some(VR::UN)), Rule::Keep);
        assert_eq!(of(Tag(0x0008, 0x0000), None), Rule::Drop);
    }

    #[test]
    fn what_the_reader_keeps() {
        let choices = Choices {
            series_description: true,
            reports: true,
        };
        let description = tags::SERIES_DESCRIPTION;
        assert_eq!(rule(description, None, Choices::default()), Rule::Remove);
        assert_eq!(rule(description, None, choices), Rule::Keep);
        assert_eq!(rule(tags::CONTENT_SEQUENCE, None, choices), Rule::Keep);
        assert_eq!(rule(tags::STUDY_DESCRIPTION, None, choices), Rule::Remove);
    }
}
