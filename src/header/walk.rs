//! Data elements, one after the other, out of the first bytes of a file (PS3.5 7.1 to 7.5).
//!
//! Written here and not taken from `dicom-parser`: its decoders read from a stream, so that over
//! part of a file they can say that it ran out, but not how many bytes more would help; a VR that
//! they do not know shifts all that follows, and a stray element without a VR likewise. Here
//! values are borrowed where they lie: no length that a file states takes any memory.

use dicom_core::{Tag, VR};

use crate::pixels::Endian;
use crate::problem::Kind;

/// How elements are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Encoding {
    pub endian: Endian,
    pub explicit: bool,
}

impl Encoding {
    pub const EXPLICIT_LITTLE: Self = Self {
        endian: Endian::Little,
        explicit: true,
    };
    pub const IMPLICIT_LITTLE: Self = Self {
        endian: Endian::Little,
        explicit: false,
    };
}

/// Why a walk went no further.
#[derive(Debug, PartialEq)]
pub(crate) enum Stop {
    /// The bytes in memory ran out, those of the file did not.
    NeedMore {
        at_least: u64,
    },
    /// The data set is compressed from here on.
    Deflated {
        from: u64,
    },
    Problem(Kind),
}

impl Stop {
    pub fn malformed(what: &str, at: u64) -> Self {
        Self::Problem(Kind::Malformed {
            what: what.to_owned(),
            at,
        })
    }
}

/// What stands before an element's value. `length` is `None` where it is left open, to be ended
/// by a delimiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ElementHead {
    pub tag: Tag,
    pub vr: Option<VR>,
    pub length: Option<u32>,
}

pub(crate) const ITEM: Tag = Tag(0xFFFE, 0xE000);
pub(crate) const ITEM_DELIMITER: Tag = Tag(0xFFFE, 0xE00D);
pub(crate) const SEQUENCE_DELIMITER: Tag = Tag(0xFFFE, 0xE0DD);

const DELIMITERS: u16 = 0xFFFE;
const OPEN_LENGTH: u32 = u32::MAX;
/// The fewest bytes that an element can have.
pub(crate) const SMALLEST_ELEMENT: u64 = 8;

/// A place in a file.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    file_length: u64,
    pub encoding: Encoding,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8], file_length: u64, at: usize, encoding: Encoding) -> Self {
        Self {
            bytes,
            at,
            file_length: file_length.max(bytes.len() as u64),
            encoding,
        }
    }

    pub const fn position(&self) -> u64 {
        self.at as u64
    }

    /// Bytes from here to the end of the file, in memory or not.
    pub const fn left_in_file(&self) -> u64 {
        self.file_length.saturating_sub(self.at as u64)
    }

    /// So many more bytes are in memory.
    pub const fn has(&self, count: u32) -> bool {
        count as usize <= self.bytes.len().saturating_sub(self.at)
    }

    /// The next bytes, without going on.
    pub fn peek(&self, count: u32) -> Result<&'a [u8], Stop> {
        let end = self.position() + u64::from(count);
        if end > self.file_length {
            let what = "an element reaches beyond the end of the file";
            return Err(Stop::malformed(what, self.position()));
        }
        let taken = usize::try_from(end)
            .ok()
            .and_then(|end| self.bytes.get(self.at..end));
        taken.ok_or(Stop::NeedMore { at_least: end })
    }

    pub fn take(&mut self, count: u32) -> Result<&'a [u8], Stop> {
        let taken = self.peek(count)?;
        self.at += taken.len();
        Ok(taken)
    }

    /// What was gone over since a place.
    pub fn read_since(&self, start: u64) -> &'a [u8] {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    pub fn element_head(&mut self) -> Result<ElementHead, Stop> {
        let tag = Tag(self.u16()?, self.u16()?);
        if tag.group() == DELIMITERS || !self.encoding.explicit {
            return self.head_without_vr(tag);
        }
        let Ok([first, second, reserved @ ..]) = <[u8; 4]>::try_from(self.peek(4)?) else {
            return self.head_without_vr(tag);
        };
        if !first.is_ascii_uppercase() || !second.is_ascii_uppercase() {
            // A writer that mixed the two ways: letters are what tells them apart.
            return self.head_without_vr(tag);
        }
        self.take(2)?;
        let vr = VR::from_binary([first, second]);
        // VRs of later editions are to have the long form (PS3.5 6.2, 7.1.2).
        let length = if vr.map_or(reserved == [0, 0], has_long_form) {
            self.take(2)?;
            self.u32()?
        } else {
            u32::from(self.u16()?)
        };
        let length = (length != OPEN_LENGTH).then_some(length);
        Ok(ElementHead { tag, vr, length })
    }

    fn head_without_vr(&mut self, tag: Tag) -> Result<ElementHead, Stop> {
        let length = self.u32()?;
        let length = (length != OPEN_LENGTH).then_some(length);
        Ok(ElementHead {
            tag,
            vr: None,
            length,
        })
    }

    fn u16(&mut self) -> Result<u16, Stop> {
        let bytes = self.take(2)?;
        Ok(u16_of(bytes, self.encoding.endian).unwrap_or_default())
    }

    fn u32(&mut self) -> Result<u32, Stop> {
        let bytes = self.take(4)?;
        Ok(u32_of(bytes, self.encoding.endian).unwrap_or_default())
    }
}

/// The number in the first two bytes.
pub(crate) fn u16_of(bytes: &[u8], endian: Endian) -> Option<u16> {
    let bytes = *bytes.first_chunk()?;
    Some(match endian {
        Endian::Little => u16::from_le_bytes(bytes),
        Endian::Big => u16::from_be_bytes(bytes),
    })
}

/// The number in the first four bytes.
pub(crate) fn u32_of(bytes: &[u8], endian: Endian) -> Option<u32> {
    let bytes = *bytes.first_chunk()?;
    Some(match endian {
        Endian::Little => u32::from_le_bytes(bytes),
        Endian::Big => u32::from_be_bytes(bytes),
    })
}

pub(crate) fn u64_of(bytes: &[u8], endian: Endian) -> Option<u64> {
    let bytes = *bytes.first_chunk()?;
    Some(match endian {
        Endian::Little => u64::from_le_bytes(bytes),
        Endian::Big => u64::from_be_bytes(bytes),
    })
}

/// VRs whose length has four bytes, after two reserved ones (PS3.5 7.1.2).
pub(crate) const fn has_long_form(vr: VR) -> bool {
    matches!(
        vr,
        VR::OB
            | VR::OD
            | VR::OF
            | VR::OL
            | VR::OV
            | VR::OW
            | VR::SQ
            | VR::SV
            | VR::UC
            | VR::UN
            | VR::UR
            | VR::UT
            | VR::UV
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(bytes: &[u8], encoding: Encoding) -> (ElementHead, u64) {
        let mut cursor = Cursor::new(bytes, 1 << 20, 0, encoding);
        (cursor.element_head().unwrap(), cursor.position())
    }

    #[test]
    fn heads_are_read_in_each_way_of_writing() {
        let rows = ElementHead {
            tag: Tag(0x0028, 0x0010),
            vr: Some(VR::US),
            length: Some(2),
        };
        let big = Encoding {
            endian: Endian::Big,
            explicit: true,
        };
        let without_vr = ElementHead { vr: None, ..rows };
        assert_eq!(
            head(b"\x28\0\x10\0US\x02\0", Encoding::EXPLICIT_LITTLE),
            (rows, 8)
        );
        assert_eq!(head(b"\0\x28\0\x10US\0\x02", big), (rows, 8));
        let implicit = b"\x28\0\x10\0\x02\0\0\0";
        assert_eq!(head(implicit, Encoding::IMPLICIT_LITTLE), (without_vr, 8));
        assert_eq!(head(implicit, Encoding::EXPLICIT_LITTLE), (without_vr, 8));
    }

    #[test]
    fn long_unknown_and_open_lengths() {
        let long = b"\xE0\x7F\x10\0OW\0\0\x01\x02\0\0";
        let (pixels, end) = head(long, Encoding::EXPLICIT_LITTLE);
        assert_eq!((pixels.length, end), (Some(0x201), 12));
        let (later, end) = head(b"\x09\0\x10\0ZZ\0\0\x02\0\0\0", Encoding::EXPLICIT_LITTLE);
        assert_eq!((later.vr, later.length, end), (None, Some(2), 12));
        let (wrong, end) = head(b"\x09\0\x10\0ZZ\x02\0ab", Encoding::EXPLICIT_LITTLE);
        assert_eq!((wrong.vr, wrong.length, end), (None, Some(2), 8));
        let (open, _) = head(
            b"\x40\0\x10\0SQ\0\0\xFF\xFF\xFF\xFF",
            Encoding::EXPLICIT_LITTLE,
        );
        assert_eq!(open.length, None);
    }

    #[test]
    fn what_is_missing_is_said_to_the_byte() {
        let mut cursor = Cursor::new(&[0; 10], 100, 4, Encoding::IMPLICIT_LITTLE);
        assert_eq!(cursor.take(7), Err(Stop::NeedMore { at_least: 11 }));
        assert_eq!(cursor.take(6).map(<[u8]>::len), Ok(6));
        let Err(Stop::Problem(kind)) = cursor.take(91) else {
            panic!("a length beyond the file must not ask for more");
        };
        assert_eq!(kind.code(), "malformed");
    }
}
