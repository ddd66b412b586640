//! A slice as a file: CT Image Storage (PS3.3 A.3), explicit little endian.

use super::{OFFSET, SIDE, SLICE_MM, SLICES, SPACING_MM, STAMP, along_mm, z_mm};

const CT_IMAGE: &str = "1.2.840.10008.5.1.4.1.1.2";
const EXPLICIT_LITTLE: &str = "1.2.840.10008.1.2.1";
/// A root for numbers that belong to nobody (PS3.5 B.2).
const STUDY: &str = "2.25.120250120512";

#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    /// Ends odd values as their kind wants it (PS3.5 6.2).
    fn text(&mut self, tag: u32, vr: [u8; 2], text: &str) {
        let padding = if vr == *b"UI" { b'\0' } else { b' ' };
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize(bytes.len().next_multiple_of(2), padding);
        self.short_form(tag, vr, &bytes);
    }

    fn number(&mut self, tag: u32, number: u16) {
        self.short_form(tag, *b"US", &number.to_le_bytes());
    }

    fn decimals(&mut self, tag: u32, numbers: &[f64]) {
        let texts: Vec<String> = numbers.iter().map(f64::to_string).collect();
        self.text(tag, *b"DS", &texts.join("\\"));
    }

    fn short_form(&mut self, tag: u32, vr: [u8; 2], bytes: &[u8]) {
        self.head(tag, vr);
        let length = u16::try_from(bytes.len()).unwrap_or_default();
        self.0.extend(length.to_le_bytes());
        self.0.extend(bytes);
    }

    fn samples(&mut self, samples: &[u16]) {
        self.head(0x7FE0_0010, *b"OW");
        self.0.extend([0, 0]);
        let length = u32::try_from(samples.len() * 2).unwrap_or_default();
        self.0.extend(length.to_le_bytes());
        self.0
            .extend(samples.iter().flat_map(|cell| cell.to_le_bytes()));
    }

    fn head(&mut self, tag: u32, vr: [u8; 2]) {
        let [a, b, c, d] = tag.to_be_bytes();
        self.0.extend([b, a, d, c]);
        self.0.extend(vr);
    }
}

pub(super) fn write(slice: u32, samples: &[u16]) -> Vec<u8> {
    let instance = format!("{STUDY}.1.{}", slice + 1);
    let mut file = Writer(Vec::with_capacity(samples.len() * 2 + 2048));
    file.0.resize(128, 0);
    file.0.extend(b"DICM");
    file.text(0x0002_0002, *b"UI", CT_IMAGE);
    file.text(0x0002_0003, *b"UI", &instance);
    file.text(0x0002_0010, *b"UI", EXPLICIT_LITTLE);
    describe(&mut file, slice, &instance);
    file.number(0x0028_0002, 1);
    file.text(0x0028_0004, *b"CS", "MONOCHROME2");
    file.number(0x0028_0010, SIDE);
    file.number(0x0028_0011, SIDE);
    file.decimals(0x0028_0030, &[SPACING_MM, SPACING_MM]);
    file.number(0x0028_0100, 16);
    file.number(0x0028_0101, 16);
    file.number(0x0028_0102, 15);
    file.number(0x0028_0103, 0);
    file.text(0x0028_0301, *b"CS", "NO");
    file.text(0x0028_1050, *b"DS", "-600\\40");
    file.text(0x0028_1051, *b"DS", "1500\\400");
    file.decimals(0x0028_1052, &[f64::from(-OFFSET)]);
    file.text(0x0028_1053, *b"DS", "1");
    file.text(0x0028_1054, *b"LO", "HU");
    file.text(0x0028_1055, *b"LO", "lung\\mediastinum");
    file.samples(samples);
    file.0
}

/// What it is, and where it lies.
fn describe(file: &mut Writer, slice: u32, instance: &str) {
    file.text(0x0008_0008, *b"CS", "DERIVED\\SECONDARY\\AXIAL");
    file.text(0x0008_0016, *b"UI", CT_IMAGE);
    file.text(0x0008_0018, *b"UI", instance);
    file.text(0x0008_0060, *b"CS", "CT");
    file.text(0x0008_0070, *b"LO", "Hounsfield");
    file.text(0x0008_1030, *b"LO", STAMP);
    file.text(0x0008_103E, *b"LO", STAMP);
    file.text(0x0010_0010, *b"PN", "COMPUTED^NOT A PATIENT");
    file.text(0x0012_0062, *b"CS", "YES");
    file.decimals(0x0018_0050, &[SLICE_MM]);
    file.text(0x0018_5100, *b"CS", "HFS");
    file.text(0x0020_000D, *b"UI", STUDY);
    file.text(0x0020_000E, *b"UI", &format!("{STUDY}.1"));
    file.text(0x0020_0011, *b"IS", "1");
    file.text(0x0020_0013, *b"IS", &(slice + 1).to_string());
    file.decimals(0x0020_0032, &[along_mm(0), along_mm(0), z_mm(slice)]);
    file.text(0x0020_0037, *b"DS", "1\\0\\0\\0\\1\\0");
    file.text(0x0020_0052, *b"UI", &format!("{STUDY}.2"));
    file.text(0x0020_1002, *b"IS", &SLICES.to_string());
    file.text(0x0020_4000, *b"LT", STAMP);
}
