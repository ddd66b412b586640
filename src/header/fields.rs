//! Values out of an attribute's bytes (PS3.5 6.2): tolerant, so that junk in one attribute is
//! that attribute's absence and nothing more.

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::Span;
use super::dataset::DataSet;
use super::text::CharacterSets;
use super::walk::{u16_of, u32_of, u64_of};
use crate::pixels::Endian;

/// An attribute's bytes, and what is needed to read them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'a> {
    pub vr: Option<VR>,
    pub bytes: &'a [u8],
    pub endian: Endian,
    /// Where the bytes lie in the file.
    pub offset: u64,
}

/// Equal where they say the same, wherever they lie.
impl PartialEq for Field<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.vr, self.bytes, self.endian) == (other.vr, other.bytes, other.endian)
    }
}

impl Field<'_> {
    pub const fn span(&self) -> Span {
        Span {
            offset: self.offset,
            length: self.bytes.len() as u64,
        }
    }
}

impl DataSet<'_> {
    /// A single value of the default repertoire; `None` where it is empty.
    pub fn text(&self, tag: Tag) -> Option<String> {
        let text = String::from_utf8_lossy(self.get(tag)?.bytes);
        let text = trimmed(&text);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// All values of a text, empty ones too.
    pub fn texts(&self, tag: Tag) -> Vec<String> {
        let text = self.text(tag).unwrap_or_default();
        if text.is_empty() {
            return Vec::new();
        }
        text.split('\\')
            .map(|value| trimmed(value).to_owned())
            .collect()
    }

    /// A text that people wrote, in the data set's own character set.
    pub fn description(&self, tag: Tag) -> Option<String> {
        let field = self.get(tag)?;
        let names = self.texts(tags::SPECIFIC_CHARACTER_SET);
        let sets = CharacterSets::of(names.iter().map(String::as_str));
        let vr = field.vr.or((tag == tags::PATIENT_NAME).then_some(VR::PN));
        let text = sets.decode(field.bytes, vr).text;
        let text = trimmed(&text);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The values of a text that people wrote, empty ones too. They are told apart once they are
    /// characters: a byte that looks like a backslash may be half of one.
    pub fn descriptions(&self, tag: Tag) -> Vec<String> {
        let text = self.description(tag).unwrap_or_default();
        let values = text.split('\\').map(|value| trimmed(value).to_owned());
        values.collect()
    }

    /// The numbers of a DS or IS; what is none is `None` in its place.
    pub fn numbers(&self, tag: Tag) -> Vec<Option<f64>> {
        self.texts(tag)
            .iter()
            .map(|value| value.parse().ok().filter(|number: &f64| number.is_finite()))
            .collect()
    }

    /// An FD or FL, or what stands in its place.
    pub fn float(&self, tag: Tag) -> Option<f64> {
        let field = self.get(tag)?;
        let float = match (field.vr, field.bytes.len()) {
            (Some(VR::DS | VR::IS), _) => return self.number(tag),
            (Some(VR::FL), _) | (None, 4..8) => {
                f64::from(f32::from_bits(u32_of(field.bytes, field.endian)?))
            }
            _ => f64::from_bits(u64_of(field.bytes, field.endian)?),
        };
        Some(float).filter(|float| float.is_finite())
    }

    /// All values of a UL.
    pub fn longs(&self, tag: Tag) -> Vec<u32> {
        let field = self.get(tag);
        let cells = field.map(|field| (field.bytes.as_chunks::<4>().0, field.endian));
        let (cells, endian) = cells.unwrap_or_default();
        cells
            .iter()
            .filter_map(|cell| u32_of(cell, endian))
            .collect()
    }

    /// An AT: the tag that it points to.
    pub fn pointer(&self, tag: Tag) -> Option<Tag> {
        let field = self.get(tag)?;
        let group = u16_of(field.bytes, field.endian)?;
        let element = u16_of(field.bytes.get(2..)?, field.endian)?;
        Some(Tag(group, element))
    }

    /// Exactly `N` numbers, all of them good.
    pub fn vector<const N: usize>(&self, tag: Tag) -> Option<[f64; N]> {
        let numbers: Option<Vec<f64>> = self.numbers(tag).into_iter().collect();
        numbers?.try_into().ok()
    }

    /// The first number.
    pub fn number(&self, tag: Tag) -> Option<f64> {
        self.numbers(tag).first().copied().flatten()
    }

    /// The first number, where it is a whole one.
    pub fn integer(&self, tag: Tag) -> Option<i32> {
        whole(self.number(tag)?)
    }

    /// A US, or what stands in its place.
    pub fn unsigned(&self, tag: Tag) -> Option<u32> {
        let field = self.get(tag)?;
        match field.vr {
            Some(VR::UL) => u32_of(field.bytes, field.endian),
            Some(VR::IS | VR::DS) => self.integer(tag)?.try_into().ok(),
            _ => u16_of(field.bytes, field.endian).map(u32::from),
        }
    }

    /// A "US or SS": its 16 bits, to be read by Pixel Representation.
    pub fn sixteen_bits(&self, tag: Tag) -> Option<u16> {
        let field = self.get(tag)?;
        u16_of(field.bytes, field.endian)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "held against the range")]
fn whole(number: f64) -> Option<i32> {
    let in_range = (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number);
    (in_range && number.fract() == 0.0).then_some(number as i32)
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(tag: Tag, vr: VR, bytes: &[u8]) -> DataSet<'_> {
        let mut set = DataSet::default();
        let field = Field {
            vr: Some(vr),
            bytes,
            endian: Endian::Little,
            offset: 0,
        };
        set.insert(tag, field);
        set
    }

    #[test]
    fn numbers_are_trimmed_and_junk_is_none_in_its_place() {
        let set = with(
            tags::WINDOW_CENTER,
            VR::DS,
            b" -600 \\junk\\+1.5e2\\NaN\\\0",
        );
        let numbers = set.numbers(tags::WINDOW_CENTER);
        assert_eq!(numbers, [Some(-600.0), None, Some(150.0), None, None]);
        assert_eq!(set.vector::<5>(tags::WINDOW_CENTER), None);
        let spacing = with(tags::PIXEL_SPACING, VR::DS, b"0.7\\0.8 ");
        assert_eq!(spacing.vector(tags::PIXEL_SPACING), Some([0.7, 0.8]));
    }

    #[test]
    fn integers_are_whole_and_fit() {
        let integer =
            |bytes| with(tags::INSTANCE_NUMBER, VR::IS, bytes).integer(tags::INSTANCE_NUMBER);
        assert_eq!(integer(b"12 "), Some(12));
        assert_eq!(integer(b"12.0"), Some(12));
        assert_eq!(integer(b"1.5"), None);
        assert_eq!(integer(b"99999999999"), None);
    }

    #[test]
    fn descriptions_are_in_the_files_own_character_set() {
        let cyrillic = b"\xbb\xee\xda";
        let mut set = with(tags::SERIES_DESCRIPTION, VR::LO, cyrillic);
        let description = |set: &DataSet<'_>| set.description(tags::SERIES_DESCRIPTION);
        assert_ne!(description(&set).as_deref(), Some("Люк"));
        let of_latin_and_cyrillic = Field {
            vr: Some(VR::CS),
            bytes: b"ISO_IR 144",
            endian: Endian::Little,
            offset: 0,
        };
        set.insert(tags::SPECIFIC_CHARACTER_SET, of_latin_and_cyrillic);
        assert_eq!(description(&set).as_deref(), Some("Люк"));
    }

    #[test]
    fn a_backslash_may_be_half_a_character() {
        let explanation = tags::WINDOW_CENTER_WIDTH_EXPLANATION;
        // U+6CD1 in GBK.
        let mut set = with(explanation, VR::LO, b"\x9b\x5c\x5cLUNG");
        let gbk = Field {
            vr: Some(VR::CS),
            bytes: b"GBK ",
            endian: Endian::Little,
            offset: 0,
        };
        set.insert(tags::SPECIFIC_CHARACTER_SET, gbk);
        assert_eq!(set.descriptions(explanation).len(), 2);
        assert_eq!(set.descriptions(explanation)[1], "LUNG");
    }
}
