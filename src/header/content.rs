//! All that a data set without samples says: every element and every item of its sequences, for
//! objects that are no images. The file has to be in memory, whole.

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::dataset::{DataSet, is_pixel_data};
use super::fields::Field;
use super::listing::vr_of;
use super::walk::{
    Cursor, ElementHead, Encoding, ITEM, ITEM_DELIMITER, SEQUENCE_DELIMITER, SMALLEST_ELEMENT,
    Stop, u32_of, u64_of,
};
use super::{Span, cover, image, lut, syntax};
use crate::limits;
use crate::pixels::{Cover, Rescale, Table, Window};
use crate::problem::{Kind, Problem, Stage};

/// A file's data set, borrowed from its bytes.
#[derive(Debug)]
pub struct Content<'a>(DataSet<'a>);

/// The data set of a file, or that of an item.
#[derive(Clone, Copy, Debug)]
pub struct Part<'s, 'a>(&'s DataSet<'a>);

/// Reads all of a file's data set.
///
/// # Errors
/// [`Kind::NotDicom`], [`Kind::Malformed`] with the place, [`Kind::OverLimit`].
pub fn content(bytes: &[u8], is_inflated: bool) -> Result<Content<'_>, Problem> {
    read(bytes, is_inflated).map_err(|stop| match stop {
        Stop::Problem(kind) => kind.at(Stage::Header),
        Stop::NeedMore { at_least: needed } => {
            let found = bytes.len() as u64;
            Kind::EndsEarly { needed, found }.at(Stage::Header)
        }
        Stop::Deflated { from: at } => {
            let what = "deflated, and not inflated".to_owned();
            Kind::Malformed { what, at }.at(Stage::Header)
        }
    })
}

fn read(bytes: &[u8], is_inflated: bool) -> Result<Content<'_>, Stop> {
    let start = syntax::start(bytes).ok_or(Stop::Problem(Kind::NotDicom))?;
    let length = bytes.len() as u64;
    let mut cursor = Cursor::new(bytes, length, start, Encoding::EXPLICIT_LITTLE);
    let meta = DataSet::read_meta(&mut cursor)?;
    let stated = meta.text(tags::TRANSFER_SYNTAX_UID);
    if syntax::is_deflated(stated.as_deref()) && !is_inflated {
        let from = cursor.position();
        return Err(Stop::Deflated { from });
    }
    cursor.encoding = syntax::of_data_set(&cursor, stated.as_deref())?;
    let mut reader = Reader {
        cursor,
        elements: 0,
    };
    reader.elements(End::File, 0, None).map(Content)
}

/// Where a data set ends.
#[derive(Clone, Copy)]
enum End {
    File,
    At(u64),
    Delimiter,
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    /// Elements and items so far: each takes memory.
    elements: usize,
}

impl<'a> Reader<'a> {
    fn count(&mut self, depth: usize) -> Result<(), Stop> {
        let over = |what: &str, value: usize, limit: usize| {
            Err(Stop::Problem(Kind::OverLimit {
                what: what.to_owned(),
                value: value as u64,
                limit: limit as u64,
            }))
        };
        self.elements += 1;
        if depth > limits::SEQUENCE_DEPTH {
            return over("sequences inside sequences", depth, limits::SEQUENCE_DEPTH);
        }
        if self.elements > limits::OBJECT_ELEMENTS {
            return over("elements", self.elements, limits::OBJECT_ELEMENTS);
        }
        Ok(())
    }

    /// A data set up to its end. Items are in the character set of what is around them where they
    /// do not name one (PS3.3 C.12.1.1.2).
    fn elements(
        &mut self,
        end: End,
        depth: usize,
        charset: Option<Field<'a>>,
    ) -> Result<DataSet<'a>, Stop> {
        let mut found = DataSet::default();
        if let Some(charset) = charset {
            found.insert(tags::SPECIFIC_CHARACTER_SET, charset);
        }
        loop {
            let over = match end {
                End::File => self.cursor.left_in_file() < SMALLEST_ELEMENT,
                End::At(end) => self.cursor.position() >= end,
                End::Delimiter => false,
            };
            if over {
                return Ok(found);
            }
            let head = self.cursor.element_head()?;
            if head.tag == ITEM_DELIMITER && matches!(end, End::Delimiter) {
                return Ok(found);
            }
            if is_pixel_data(head.tag) && matches!(end, End::File) {
                return Ok(found);
            }
            self.value(head, depth, &mut found)?;
            if let End::At(end) = end
                && self.cursor.position() > end
            {
                let what = "an element reaches beyond its item";
                return Err(Stop::malformed(what, self.cursor.position()));
            }
        }
    }

    fn value(
        &mut self,
        head: ElementHead,
        depth: usize,
        found: &mut DataSet<'a>,
    ) -> Result<(), Stop> {
        self.count(depth)?;
        let is_told = head.vr.is_some_and(|vr| vr != VR::UN);
        let vr = if is_told { head.vr } else { vr_of(head.tag) };
        match head.length {
            Some(length) if vr != Some(VR::SQ) => {
                let offset = self.cursor.position();
                let bytes = self.cursor.take(length)?;
                let endian = self.cursor.encoding.endian;
                let field = Field {
                    vr: vr.or(head.vr),
                    bytes,
                    endian,
                    offset,
                };
                found.insert(head.tag, field);
            }
            // Fragments of samples, of an icon for example.
            None if matches!(vr, Some(VR::OB | VR::OW)) => self.step_over()?,
            _ => {
                let charset = found.get(tags::SPECIFIC_CHARACTER_SET).copied();
                let items = self.items(head, depth + 1, charset)?;
                found.insert_items(head.tag, items);
            }
        }
        Ok(())
    }

    fn items(
        &mut self,
        head: ElementHead,
        depth: usize,
        charset: Option<Field<'a>>,
    ) -> Result<Vec<DataSet<'a>>, Stop> {
        let outside = self.cursor.encoding;
        if head.vr == Some(VR::UN) {
            // Whoever wrote UN did not know the VRs inside either (PS3.5 6.2.2 note 4).
            self.cursor.encoding = Encoding::IMPLICIT_LITTLE;
        }
        let start = self.cursor.position();
        let end = head.length.map(|length| start + u64::from(length));
        let mut items = Vec::new();
        while end.is_none_or(|end| self.cursor.position() < end) {
            let item = self.cursor.element_head()?;
            if item.tag == SEQUENCE_DELIMITER {
                break;
            }
            if item.tag != ITEM {
                let what = "something other than an item in a sequence";
                return Err(Stop::malformed(what, self.cursor.position()));
            }
            self.count(depth)?;
            let start = self.cursor.position();
            let end = item
                .length
                .map_or(End::Delimiter, |length| End::At(start + u64::from(length)));
            items.push(self.elements(end, depth, charset)?);
        }
        self.cursor.encoding = outside;
        Ok(items)
    }

    fn step_over(&mut self) -> Result<(), Stop> {
        loop {
            let item = self.cursor.element_head()?;
            match (item.tag, item.length) {
                (SEQUENCE_DELIMITER, _) => return Ok(()),
                (ITEM, Some(length)) => self.cursor.take(length)?,
                _ => {
                    let what = "something other than an item in a sequence";
                    return Err(Stop::malformed(what, self.cursor.position()));
                }
            };
        }
    }
}

impl<'a> Content<'a> {
    /// What the file says outside of sequences.
    #[must_use]
    pub const fn root(&self) -> Part<'_, 'a> {
        Part(&self.0)
    }
}

impl<'s, 'a> Part<'s, 'a> {
    /// The items of a sequence, in order.
    pub fn items(self, sequence: Tag) -> impl ExactSizeIterator<Item = Self> + use<'s, 'a> {
        self.0.items(sequence).iter().map(Part)
    }

    /// The first item of a sequence.
    #[must_use]
    pub fn item(self, sequence: Tag) -> Option<Self> {
        self.0.items(sequence).first().map(Part)
    }

    /// A value of the default repertoire, such as a UID or a code.
    #[must_use]
    pub fn text(self, tag: Tag) -> Option<String> {
        self.0.text(tag)
    }

    /// A text that people wrote, in its character set.
    #[must_use]
    pub fn description(self, tag: Tag) -> Option<String> {
        self.0.description(tag)
    }

    /// The numbers of a DS or IS that are good.
    #[must_use]
    pub fn numbers(self, tag: Tag) -> Vec<f64> {
        let text = self.0.get(tag).map(|field| field.bytes);
        let text = str::from_utf8(text.unwrap_or_default()).unwrap_or_default();
        let values = text.split('\\').map(|value| {
            value
                .trim_matches(|c: char| c.is_whitespace() || c == '\0')
                .parse()
        });
        values
            .filter_map(Result::ok)
            .filter(|number: &f64| number.is_finite())
            .collect()
    }

    /// How many values a text has, good ones or not.
    #[must_use]
    pub fn count(self, tag: Tag) -> usize {
        let bytes = self.0.get(tag).map_or(&[][..], |field| field.bytes);
        let parts = bytes.split(|byte| *byte == b'\\');
        if bytes.is_empty() { 0 } else { parts.count() }
    }

    /// The first number of a DS or IS.
    #[must_use]
    pub fn number(self, tag: Tag) -> Option<f64> {
        self.0.number(tag)
    }

    /// The first number of a DS or IS, where it is a whole one.
    #[must_use]
    pub fn integer(self, tag: Tag) -> Option<i32> {
        self.0.integer(tag)
    }

    /// A US or UL.
    #[must_use]
    pub fn unsigned(self, tag: Tag) -> Option<u32> {
        self.0.unsigned(tag)
    }

    /// All values of an FL, FD, SL or UL; none where one of them is no number.
    #[must_use]
    pub fn floats(self, tag: Tag) -> Vec<f64> {
        let Some(field) = self.0.get(tag) else {
            return Vec::new();
        };
        let endian = field.endian;
        let four = |read: fn(u32) -> f64| {
            let cells = field.bytes.as_chunks::<4>().0.iter();
            cells.map(|cell| u32_of(cell, endian).map(read)).collect()
        };
        let values: Option<Vec<f64>> = match field.vr {
            Some(VR::FD) => {
                let cells = field.bytes.as_chunks::<8>().0.iter();
                let read = |cell: &[u8; 8]| u64_of(cell, endian).map(f64::from_bits);
                cells.map(read).collect()
            }
            Some(VR::SL) => four(|bits| f64::from(bits.cast_signed())),
            Some(VR::UL) => four(f64::from),
            _ => four(|bits| f64::from(f32::from_bits(bits))),
        };
        let values = values.unwrap_or_default();
        if values.iter().all(|value| value.is_finite()) {
            values
        } else {
            Vec::new()
        }
    }

    /// The tables and windows of a VOI LUT (PS3.3 C.11.2), of what a rescale makes of stored values.
    #[must_use]
    pub fn windows(self, rescale: Option<&Rescale>) -> Vec<Window> {
        let mut windows = lut::windows(self.0, false, rescale);
        windows.extend(image::windows(self.0));
        windows
    }

    /// The table of a Presentation LUT (PS3.3 C.11.6).
    #[must_use]
    pub fn presentation_table(self) -> Option<Table> {
        lut::presentation(self.0)
    }

    /// What a presentation state lays over its images.
    #[must_use]
    pub fn cover(self) -> Option<Cover> {
        cover::of_presentation(self.0)
    }

    /// Rescale slope and intercept (PS3.3 C.11.1).
    #[must_use]
    pub fn rescale(self) -> Option<Rescale> {
        image::rescale(self.0)
    }

    /// Where a value lies in the file, or in the file inflated.
    #[must_use]
    pub fn span(self, tag: Tag) -> Option<Span> {
        self.0.get(tag).map(Field::span)
    }

    /// The sequence is there, or the element is.
    #[must_use]
    pub fn has(self, tag: Tag) -> bool {
        self.0.get(tag).is_some() || !self.0.items(tag).is_empty()
    }
}
