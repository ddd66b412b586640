//! DICOM files made in code, for tests and benches: nothing that a patient could be told from,
//! and every figure in them known beforehand.
//!
//! [`File`] is a list of attributes that [`File::write`] puts into bytes in any of the ways that
//! [`Writing`] can say. [`ct`] and [`pet`] make images and series, [`objects`] what
//! speaks of them.

pub mod ct;
pub mod objects;
pub mod pet;
pub mod random;

use std::collections::BTreeMap;

pub const IMPLICIT_LITTLE: &str = "1.2.840.10008.1.2";
pub const EXPLICIT_LITTLE: &str = "1.2.840.10008.1.2.1";
pub const EXPLICIT_BIG: &str = "1.2.840.10008.1.2.2";

/// The uncompressed ones.
pub const NATIVE: [&str; 3] = [IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG];

/// Pixel Data.
pub const PIXEL_DATA: u32 = 0x7FE0_0010;

/// How a file is put into bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Writing {
    /// Of the three uncompressed ones; any other is written as explicit little endian.
    pub transfer_syntax: &'static str,
    /// 128 bytes and `DICM`.
    pub preamble: bool,
    /// File meta information: without it a reader has to find out the transfer syntax.
    pub meta: bool,
    /// Sequences and items are ended by delimiters and do not say their length.
    pub open_lengths: bool,
}

impl Default for Writing {
    fn default() -> Self {
        Self {
            transfer_syntax: EXPLICIT_LITTLE,
            preamble: true,
            meta: true,
            open_lengths: false,
        }
    }
}

/// A value, with the VR that explicit syntaxes write before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(&'static str, String),
    /// US or SS.
    Short(&'static str, Vec<u16>),
    /// UL or SL; FL or OF by their bits.
    Long(&'static str, Vec<u32>),
    /// FD or OD, by their bits.
    Double(&'static str, Vec<u64>),
    /// OB or OW: bytes as they are, little endian.
    Samples {
        bits: u8,
        bytes: Vec<u8>,
    },
    Items(Vec<BTreeMap<u32, Self>>),
    /// Compressed samples: the Basic Offset Table, then the fragments.
    Fragments(Vec<Vec<u8>>),
}

/// Attributes by tag (group in the upper 16 bits).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File(pub BTreeMap<u32, Value>);

impl File {
    #[must_use]
    pub fn text(mut self, tag: u32, vr: &'static str, text: &str) -> Self {
        self.0.insert(tag, Value::Text(vr, text.to_owned()));
        self
    }

    #[must_use]
    pub fn short(mut self, tag: u32, value: u16) -> Self {
        self.0.insert(tag, Value::Short("US", vec![value]));
        self
    }

    #[must_use]
    pub fn value(mut self, tag: u32, value: Value) -> Self {
        self.0.insert(tag, value);
        self
    }

    /// Numbers as an FD.
    #[must_use]
    pub fn doubles(self, tag: u32, numbers: &[f64]) -> Self {
        let bits = numbers.iter().copied().map(f64::to_bits).collect();
        self.value(tag, Value::Double("FD", bits))
    }

    /// A sequence.
    #[must_use]
    pub fn items(self, tag: u32, items: impl IntoIterator<Item = Self>) -> Self {
        let items = items.into_iter().map(|item| item.0).collect();
        self.value(tag, Value::Items(items))
    }

    /// Numbers as a DS.
    #[must_use]
    pub fn decimals(self, tag: u32, numbers: &[f64]) -> Self {
        let texts: Vec<String> = numbers.iter().map(f64::to_string).collect();
        self.text(tag, "DS", &texts.join("\\"))
    }

    #[must_use]
    pub fn without(mut self, tag: u32) -> Self {
        self.0.remove(&tag);
        self
    }

    /// The file's bytes.
    #[must_use]
    pub fn write(&self, writing: &Writing) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.sample_bytes() + 4096);
        if writing.preamble {
            out.resize(128, 0);
            out.extend(b"DICM");
        }
        if writing.meta {
            out.extend(meta(writing.transfer_syntax));
        }
        let encoder = Encoder {
            explicit: writing.transfer_syntax != IMPLICIT_LITTLE,
            big_endian: writing.transfer_syntax == EXPLICIT_BIG,
            open_lengths: writing.open_lengths,
        };
        encoder.data_set(&mut out, &self.0);
        out
    }

    fn sample_bytes(&self) -> usize {
        match self.0.get(&PIXEL_DATA) {
            Some(Value::Samples { bytes, .. }) => bytes.len(),
            _ => 0,
        }
    }
}

/// File meta information (PS3.10 7.1), as far as readers need it.
fn meta(transfer_syntax: &str) -> Vec<u8> {
    let text = |tag, value: &str| (tag, Value::Text("UI", value.to_owned()));
    let elements = BTreeMap::from([
        text(0x0002_0002, "1.2.840.10008.5.1.4.1.1.2"),
        text(0x0002_0010, transfer_syntax),
    ]);
    let encoder = Encoder {
        explicit: true,
        big_endian: false,
        open_lengths: false,
    };
    let mut out = Vec::new();
    encoder.data_set(&mut out, &elements);
    out
}

#[derive(Clone, Copy)]
struct Encoder {
    explicit: bool,
    big_endian: bool,
    open_lengths: bool,
}

const ITEM: u32 = 0xFFFE_E000;
const ITEM_END: u32 = 0xFFFE_E00D;
const SEQUENCE_END: u32 = 0xFFFE_E0DD;

impl Encoder {
    fn data_set(self, out: &mut Vec<u8>, elements: &BTreeMap<u32, Value>) {
        for (tag, value) in elements {
            self.element(out, *tag, value);
        }
    }

    fn element(self, out: &mut Vec<u8>, tag: u32, value: &Value) {
        match value {
            Value::Text(vr, text) => {
                let mut bytes = text.clone().into_bytes();
                if bytes.len() % 2 == 1 {
                    bytes.push(if *vr == "UI" { 0 } else { b' ' });
                }
                self.head(out, tag, vr, Some(bytes.len()));
                out.extend(bytes);
            }
            Value::Short(vr, numbers) => {
                self.head(out, tag, vr, Some(numbers.len() * 2));
                for number in numbers {
                    self.u16(out, *number);
                }
            }
            Value::Long(vr, numbers) => {
                self.head(out, tag, vr, Some(numbers.len() * 4));
                for number in numbers {
                    self.ordered(out, number.to_le_bytes());
                }
            }
            Value::Double(vr, numbers) => {
                self.head(out, tag, vr, Some(numbers.len() * 8));
                for number in numbers {
                    self.ordered(out, number.to_le_bytes());
                }
            }
            Value::Samples { bits, bytes } => {
                let vr = if *bits == 8 { "OB" } else { "OW" };
                let length = bytes.len().next_multiple_of(2);
                self.head(out, tag, vr, Some(length));
                self.samples(out, *bits, bytes);
                out.resize(out.len() + length - bytes.len(), 0);
            }
            Value::Items(items) => self.items(out, tag, items),
            Value::Fragments(fragments) => self.fragments(out, tag, fragments),
        }
    }

    fn items(self, out: &mut Vec<u8>, tag: u32, items: &[BTreeMap<u32, Value>]) {
        let mut inner = Vec::new();
        for item in items {
            let mut elements = Vec::new();
            self.data_set(&mut elements, item);
            self.tag(&mut inner, ITEM);
            self.length(&mut inner, (!self.open_lengths).then_some(elements.len()));
            inner.extend(elements);
            if self.open_lengths {
                self.tag(&mut inner, ITEM_END);
                self.length(&mut inner, Some(0));
            }
        }
        self.head(out, tag, "SQ", (!self.open_lengths).then_some(inner.len()));
        out.extend(inner);
        if self.open_lengths {
            self.tag(out, SEQUENCE_END);
            self.length(out, Some(0));
        }
    }

    /// PS3.5 A.4: the length is left open, and fragments are of even length.
    fn fragments(self, out: &mut Vec<u8>, tag: u32, fragments: &[Vec<u8>]) {
        self.head(out, tag, "OB", None);
        for fragment in fragments {
            let length = fragment.len().next_multiple_of(2);
            self.tag(out, ITEM);
            self.length(out, Some(length));
            out.extend(fragment);
            out.resize(out.len() + length - fragment.len(), 0);
        }
        self.tag(out, SEQUENCE_END);
        self.length(out, Some(0));
    }

    fn samples(self, out: &mut Vec<u8>, bits: u8, bytes: &[u8]) {
        if self.big_endian && bits > 8 {
            for cell in bytes.chunks(usize::from(bits) / 8) {
                out.extend(cell.iter().rev());
            }
        } else {
            out.extend(bytes);
        }
    }

    /// Bytes of one number, the lowest first.
    fn ordered<const N: usize>(self, out: &mut Vec<u8>, mut bytes: [u8; N]) {
        if self.big_endian {
            bytes.reverse();
        }
        out.extend(bytes);
    }

    /// `None`: left open.
    fn head(self, out: &mut Vec<u8>, tag: u32, vr: &str, length: Option<usize>) {
        self.tag(out, tag);
        if !self.explicit {
            self.length(out, length);
            return;
        }
        out.extend(vr.as_bytes());
        if matches!(vr, "OB" | "OD" | "OF" | "OW" | "SQ" | "UN" | "UT") {
            out.extend([0, 0]);
            self.length(out, length);
        } else {
            let length = length.and_then(|length| u16::try_from(length).ok());
            self.u16(out, length.unwrap_or(u16::MAX));
        }
    }

    fn tag(self, out: &mut Vec<u8>, tag: u32) {
        let [a, b, c, d] = tag.to_be_bytes();
        self.u16(out, u16::from_be_bytes([a, b]));
        self.u16(out, u16::from_be_bytes([c, d]));
    }

    fn length(self, out: &mut Vec<u8>, length: Option<usize>) {
        let length = length.and_then(|length| u32::try_from(length).ok());
        let length = length.unwrap_or(u32::MAX);
        out.extend(if self.big_endian {
            length.to_be_bytes()
        } else {
            length.to_le_bytes()
        });
    }

    fn u16(self, out: &mut Vec<u8>, number: u16) {
        out.extend(if self.big_endian {
            number.to_be_bytes()
        } else {
            number.to_le_bytes()
        });
    }
}
