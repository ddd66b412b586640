//! Every element of a file's header, in its order, for readers: sequences with their items, private
//! elements with their creators, and which of them tell the person.

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_core::{Tag, VR};
use dicom_dictionary_std::{StandardDataDictionary, tags, uids};
use serde::{Deserialize, Serialize};

use super::dataset::is_pixel_data;
use super::syntax;
use super::text::{CharacterSets, Decoded};
use super::walk::{
    Cursor, ElementHead, Encoding, ITEM, ITEM_DELIMITER, SEQUENCE_DELIMITER, SMALLEST_ELEMENT, Stop,
};
use crate::limits;
use crate::pixels::Endian;
use crate::problem::{Kind, Problem, Stage};
use crate::remark::Doubt;

/// One element, or an item of a sequence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// Sequences that it lies in.
    pub depth: u8,
    /// Group and element.
    pub tag: [u16; 2],
    pub vr: String,
    /// Keyword (PS3.6), or the private creator.
    pub name: String,
    /// As text; cut where it is long, and told in bytes where it is none.
    pub value: String,
    /// The value may be another than was written.
    pub doubt: Option<Doubt>,
    /// It tells who the person is, or may (PS3.15 E.1).
    pub identifies: bool,
}

/// Reads the elements before the samples, out of the first bytes of a file of `file_length`.
/// What those do not hold is left out.
///
/// # Errors
/// [`Kind::NotDicom`].
pub fn listing(bytes: &[u8], file_length: u64, is_inflated: bool) -> Result<Vec<Element>, Problem> {
    let start = syntax::start(bytes).ok_or_else(|| Kind::NotDicom.at(Stage::Header))?;
    let mut lister = Lister {
        cursor: Cursor::new(bytes, file_length, start, Encoding::EXPLICIT_LITTLE),
        elements: Vec::new(),
        sets: CharacterSets::default(),
        creators: Vec::new(),
    };
    // Where something is wrong, what stands before it is shown all the same.
    let _stopped = lister.file(is_inflated);
    Ok(lister.elements)
}

struct Lister<'a> {
    cursor: Cursor<'a>,
    elements: Vec<Element>,
    sets: CharacterSets,
    /// Group, block and name of private creators (PS3.5 7.8.1).
    creators: Vec<(u16, u16, String)>,
}

/// The group of the file meta information.
const META: u16 = 2;

impl Lister<'_> {
    fn file(&mut self, is_inflated: bool) -> Result<(), Stop> {
        let mut stated = None;
        while self.cursor.left_in_file() >= SMALLEST_ELEMENT
            && self.cursor.peek(2)? == META.to_le_bytes()
        {
            let head = self.cursor.element_head()?;
            self.element(head, 0)?;
            if head.tag == tags::TRANSFER_SYNTAX_UID {
                stated = self.elements.last().map(|element| element.value.clone());
            }
        }
        if stated.as_deref() == Some(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN) && !is_inflated {
            return Ok(());
        }
        self.cursor.encoding = syntax::of_data_set(&self.cursor, stated.as_deref())?;
        while self.cursor.left_in_file() >= SMALLEST_ELEMENT {
            let head = self.cursor.element_head()?;
            if is_pixel_data(head.tag) {
                let value = head.length.map_or_else(String::new, bytes_of);
                self.push(head, 0, value.into());
                return Ok(());
            }
            self.element(head, 0)?;
        }
        Ok(())
    }

    fn element(&mut self, head: ElementHead, depth: usize) -> Result<(), Stop> {
        if self.elements.len() >= limits::LISTED_ELEMENTS || depth > limits::SEQUENCE_DEPTH {
            let what = "elements to be listed".to_owned();
            return Err(Stop::Problem(Kind::OverLimit {
                what,
                value: self.elements.len() as u64,
                limit: limits::LISTED_ELEMENTS as u64,
            }));
        }
        let vr = head.vr.or_else(|| vr_of(head.tag));
        let is_sequence = vr == Some(VR::SQ) || head.length.is_none();
        match head.length {
            Some(length) if !is_sequence => {
                let endian = self.cursor.encoding.endian;
                let bytes = self.cursor.take(length)?;
                let value = self.value(vr, bytes, endian);
                self.note(head.tag, bytes, &value.text);
                self.push(head, depth, value);
                Ok(())
            }
            _ => {
                self.push(head, depth, Decoded::default());
                self.items(head, depth + 1)
            }
        }
    }

    fn items(&mut self, head: ElementHead, depth: usize) -> Result<(), Stop> {
        let outside = self.cursor.encoding;
        if head.vr == Some(VR::UN) {
            self.cursor.encoding = Encoding::IMPLICIT_LITTLE;
        }
        let end = head
            .length
            .map(|length| self.cursor.position() + u64::from(length));
        while end.is_none_or(|end| self.cursor.position() < end) {
            let item = self.cursor.element_head()?;
            if item.tag == SEQUENCE_DELIMITER {
                break;
            }
            if item.tag != ITEM {
                let what = "something other than an item in a sequence";
                return Err(Stop::malformed(what, self.cursor.position()));
            }
            self.push(item, depth, Decoded::default());
            let around = self.sets;
            let end = item
                .length
                .map(|length| self.cursor.position() + u64::from(length));
            while end.is_none_or(|end| self.cursor.position() < end) {
                let inner = self.cursor.element_head()?;
                if inner.tag == ITEM_DELIMITER {
                    break;
                }
                self.element(inner, depth + 1)?;
            }
            self.sets = around;
        }
        self.cursor.encoding = outside;
        Ok(())
    }

    /// Keeps what is needed to read what follows.
    fn note(&mut self, tag: Tag, bytes: &[u8], value: &str) {
        if tag == tags::SPECIFIC_CHARACTER_SET {
            let text = String::from_utf8_lossy(bytes);
            self.sets = CharacterSets::of(text.split('\\'));
        }
        if is_private(tag) && (0x10..0x100).contains(&tag.element()) {
            let creator = (tag.group(), tag.element(), value.to_owned());
            self.creators.push(creator);
        }
    }

    fn push(&mut self, head: ElementHead, depth: usize, value: Decoded) {
        let tag = head.tag;
        let vr = head.vr.or_else(|| vr_of(tag));
        let is_item = tag == ITEM;
        self.elements.push(Element {
            depth: u8::try_from(depth).unwrap_or(u8::MAX),
            tag: [tag.group(), tag.element()],
            vr: vr
                .filter(|_| !is_item)
                .map_or_else(String::new, |vr| vr.to_string().to_owned()),
            name: self.name(tag),
            value: value.text,
            doubt: value.doubt,
            identifies: identifies(tag, vr),
        });
    }

    fn name(&self, tag: Tag) -> String {
        if is_private(tag) {
            let block = tag.element() >> 8;
            let creators = self.creators.iter().rev();
            let creator = creators
                .into_iter()
                .find(|(group, element, _)| *group == tag.group() && *element == block);
            return creator.map_or_else(|| "private".to_owned(), |(.., name)| name.clone());
        }
        let known = StandardDataDictionary.by_tag(tag);
        known.map_or_else(String::new, |entry| entry.alias().to_owned())
    }

    /// A value as text.
    fn value(&self, vr: Option<VR>, bytes: &[u8], endian: Endian) -> Decoded {
        let numbers = |size: usize, read: &dyn Fn(&[u8]) -> String| {
            let values: Vec<String> = bytes.chunks_exact(size).take(VALUES).map(read).collect();
            let more = if bytes.len() / size > VALUES {
                "\\\u{2026}"
            } else {
                ""
            };
            format!("{}{more}", values.join("\\"))
        };
        let ordered = |cell: &[u8]| -> u64 {
            let widen = |value: u64, byte: &u8| (value << 8) | u64::from(*byte);
            match endian {
                Endian::Little => cell.iter().rev().fold(0, widen),
                Endian::Big => cell.iter().fold(0, widen),
            }
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_possible_wrap,
            reason = "as wide as the cell"
        )]
        let text = match vr {
            Some(VR::US) => numbers(2, &|cell| ordered(cell).to_string()),
            Some(VR::SS) => numbers(2, &|cell| (ordered(cell) as u16 as i16).to_string()),
            Some(VR::UL) => numbers(4, &|cell| ordered(cell).to_string()),
            Some(VR::SL) => numbers(4, &|cell| (ordered(cell) as u32 as i32).to_string()),
            Some(VR::FL) => numbers(4, &|cell| f32::from_bits(ordered(cell) as u32).to_string()),
            Some(VR::FD) => numbers(8, &|cell| f64::from_bits(ordered(cell)).to_string()),
            Some(VR::AT) => numbers(4, &|cell| {
                let half = |at: usize| cell.get(at..at + 2).map_or(0, ordered);
                format!("({:04X},{:04X})", half(0), half(2))
            }),
            Some(VR::OB | VR::OW | VR::OD | VR::OF | VR::OL | VR::OV | VR::UN) | None => {
                return bytes_of(u32::try_from(bytes.len()).unwrap_or(u32::MAX)).into();
            }
            _ => {
                let Decoded { text, doubt } = self.sets.decode(bytes, vr);
                let text = cut(text.trim_matches(|c: char| c.is_whitespace() || c == '\0'));
                return Decoded { text, doubt };
            }
        };
        text.into()
    }
}

/// Numbers of a value that are shown, and characters of a text.
const VALUES: usize = 32;
const CHARACTERS: usize = 300;

fn cut(text: &str) -> String {
    match text.char_indices().nth(CHARACTERS) {
        Some((at, _)) => format!("{}\u{2026}", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn bytes_of(length: u32) -> String {
    format!("{length} bytes")
}

fn is_private(tag: Tag) -> bool {
    tag.group() % 2 == 1
}

pub(crate) fn vr_of(tag: Tag) -> Option<VR> {
    if is_private(tag) {
        let is_creator = (0x10..0x100).contains(&tag.element());
        return is_creator.then_some(VR::LO);
    }
    Some(StandardDataDictionary.by_tag(tag)?.vr().relaxed())
}

/// What the basic profile of PS3.15 E.1 removes or replaces, as far as it is told by VR, group or
/// tag: names, numbers and birth of people, who acted, where, free texts, UIDs. Of private
/// elements nothing is known, so that they count as well.
fn identifies(tag: Tag, vr: Option<VR>) -> bool {
    if is_private(tag) && tag.element() >= 0x1000 {
        return true;
    }
    let is_uid_of_its_own = vr == Some(VR::UI)
        && !matches!(
            tag,
            tags::SOP_CLASS_UID
                | tags::MEDIA_STORAGE_SOP_CLASS_UID
                | tags::TRANSFER_SYNTAX_UID
                | tags::IMPLEMENTATION_CLASS_UID
                | tags::REFERENCED_SOP_CLASS_UID
        );
    matches!(
        vr,
        Some(VR::PN | VR::LT | VR::UT | VR::ST | VR::DA | VR::TM | VR::DT)
    ) || is_uid_of_its_own
        || (tag.group() == 0x0010 && !matches!(tag, tags::PATIENT_SEX | tags::PATIENT_AGE))
        || NAMED.contains(&tag)
}

/// Those that neither VR nor group tells.
const NAMED: [Tag; 14] = [
    tags::ACCESSION_NUMBER,
    tags::INSTITUTION_NAME,
    tags::INSTITUTIONAL_DEPARTMENT_NAME,
    tags::STATION_NAME,
    tags::STUDY_ID,
    tags::STUDY_DESCRIPTION,
    tags::SERIES_DESCRIPTION,
    tags::PROTOCOL_NAME,
    tags::DEVICE_SERIAL_NUMBER,
    tags::REQUESTED_PROCEDURE_ID,
    tags::SCHEDULED_PROCEDURE_STEP_ID,
    tags::PERFORMED_PROCEDURE_STEP_ID,
    tags::ADMISSION_ID,
    tags::IMAGE_COMMENTS,
];
