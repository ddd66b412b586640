//! What a data set says of its palette (PS3.3 C.7.6.3.1.5, C.7.9).

use dicom_core::Tag;
use dicom_dictionary_std::tags;

use super::Lut;
use super::dataset::DataSet;
use super::walk::u16_of;

/// Descriptor, data, and segmented data in its stead.
const TABLES: [[Tag; 3]; 3] = [
    [
        tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ],
    [
        tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::SEGMENTED_GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ],
    [
        tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ],
];

/// The palette of an image with such samples; `None` where it is not whole.
pub(super) fn of(set: &DataSet<'_>, signed: bool) -> Option<[Lut; 3]> {
    let [red, green, blue] = TABLES.map(|table| lut(set, table, signed));
    Some([red?, green?, blue?])
}

fn lut(set: &DataSet<'_>, [descriptor, data, segments]: [Tag; 3], signed: bool) -> Option<Lut> {
    let descriptor = set.get(descriptor)?;
    let number = |at: usize| u16_of(descriptor.bytes.get(at..)?, descriptor.endian);
    let entries_themselves = set.get(data);
    let data = entries_themselves.or_else(|| set.get(segments))?;
    // 65536 does not fit, and is written as 0.
    let entries = match number(0)? {
        0 => 1 << 16,
        entries => u32::from(entries),
    };
    let first = number(2)?;
    Some(Lut {
        entries,
        first: if signed {
            i32::from(first.cast_signed())
        } else {
            i32::from(first)
        },
        bits: u8::try_from(number(4)?)
            .ok()
            .filter(|bits| matches!(bits, 8..=16))?,
        segmented: entries_themselves.is_none(),
        data: data.span(),
        endian: data.endian,
    })
}
