//! Elements written one after another (PS3.5 7.1).

use dicom_core::{Tag, VR};

use super::uid::Uids;
use crate::header::walk::{Encoding, ITEM, has_long_form};
use crate::pixels::Endian;

/// Left open, to be ended by a delimiter.
const OPEN_LENGTH: u32 = u32::MAX;

/// The longest value whose length has two bytes.
const LONGEST_SHORT: usize = 0xFFFE;

/// The longest list of UIDs that is replaced; a longer one is left out.
const LONGEST_UIDS: usize = 16 << 10;

pub(super) struct Writer {
    pub bytes: Vec<u8>,
    pub encoding: Encoding,
}

impl Writer {
    pub const fn new(encoding: Encoding) -> Self {
        Self {
            bytes: Vec::new(),
            encoding,
        }
    }

    /// An element with its value, which has an even length; none where it does not fit.
    pub fn element(&mut self, tag: Tag, vr: VR, value: &[u8]) {
        let Ok(length) = u32::try_from(value.len()) else {
            return;
        };
        if self.encoding.explicit && !has_long_form(vr) && value.len() > LONGEST_SHORT {
            return;
        }
        self.head(tag, Some(vr), length);
        self.bytes.extend_from_slice(value);
    }

    /// A text, padded as its VR has it.
    pub fn text(&mut self, tag: Tag, vr: VR, text: &str) {
        let mut value = text.as_bytes().to_vec();
        if value.len() % 2 == 1 {
            value.push(if vr == VR::UI { 0 } else { b' ' });
        }
        self.element(tag, vr, &value);
    }

    /// The head of an element or an item whose length is open; of an item without VR.
    pub fn open(&mut self, tag: Tag, vr: Option<VR>) {
        self.head(tag, vr, OPEN_LENGTH);
    }

    /// A delimiter, or an item of this length.
    pub fn bare(&mut self, tag: Tag, length: u32) {
        self.head(tag, None, length);
    }

    fn head(&mut self, tag: Tag, vr: Option<VR>, length: u32) {
        self.u16(tag.group());
        self.u16(tag.element());
        let Some(vr) = vr.filter(|_| self.encoding.explicit) else {
            self.u32(length);
            return;
        };
        self.bytes.extend_from_slice(vr.to_string().as_bytes());
        if has_long_form(vr) {
            self.u16(0);
            self.u32(length);
        } else {
            // Held against what fits before.
            self.u16(u16::try_from(length).unwrap_or_default());
        }
    }

    fn u16(&mut self, number: u16) {
        self.bytes.extend_from_slice(&match self.encoding.endian {
            Endian::Little => number.to_le_bytes(),
            Endian::Big => number.to_be_bytes(),
        });
    }

    fn u32(&mut self, number: u32) {
        self.bytes.extend_from_slice(&match self.encoding.endian {
            Endian::Little => number.to_le_bytes(),
            Endian::Big => number.to_be_bytes(),
        });
    }

    /// A value that says nothing, in the place of one (PS3.15 E.1.1, D): of a sequence an empty item.
    pub fn dummy(&mut self, tag: Tag, vr: VR) {
        let zeros = |count: usize| vec![0; count];
        match vr {
            VR::SQ => {
                let item = match self.encoding.endian {
                    Endian::Little => [0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0],
                    Endian::Big => [0xFF, 0xFE, 0xE0, 0x00, 0, 0, 0, 0],
                };
                debug_assert_eq!(ITEM, Tag(0xFFFE, 0xE000));
                self.element(tag, vr, &item);
            }
            VR::DA => self.text(tag, vr, "19000101"),
            VR::DT => self.text(tag, vr, "19000101000000"),
            VR::TM => self.text(tag, vr, "000000"),
            VR::AS => self.text(tag, vr, "000Y"),
            VR::DS | VR::IS => self.text(tag, vr, "0"),
            VR::US | VR::SS | VR::OB | VR::OW | VR::UN => self.element(tag, vr, &zeros(2)),
            VR::AT | VR::FL | VR::OF | VR::OL | VR::SL | VR::UL => {
                self.element(tag, vr, &zeros(4));
            }
            VR::FD | VR::OD | VR::OV | VR::SV | VR::UV => self.element(tag, vr, &zeros(8)),
            _ => self.text(tag, vr, "REMOVED"),
        }
    }

    /// Each UID of a value is replaced.
    pub fn uids(&mut self, tag: Tag, value: &[u8], uids: &Uids) {
        if value.len() > LONGEST_UIDS {
            return;
        }
        let value = String::from_utf8_lossy(value);
        let of = |uid: &str| match uid.trim_matches(|c: char| c == '\0' || c.is_whitespace()) {
            "" => String::new(),
            uid => uids.of(uid),
        };
        let replaced: Vec<String> = value.split('\\').map(of).collect();
        self.text(tag, VR::UI, &replaced.join("\\"));
    }
}
