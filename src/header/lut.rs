//! What a data set says of its lookup tables: the modality's and the windows' (PS3.3 C.11.1,
//! C.11.2), the palette's (C.7.6.3.1.5, C.7.9).

use std::sync::Arc;

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::dataset::DataSet;
use super::walk::u16_of;
use super::{Lut, ModalityLut};
use crate::pixels::{Rescale, Table, VoiFunction, Window, table};

/// Descriptor, data, and segmented data in its stead.
type Place = [Tag; 3];

const PALETTE: [Place; 3] = [
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

/// Of the items of a LUT sequence; there are no segmented ones.
const ITEM: Place = [tags::LUT_DESCRIPTOR, tags::LUT_DATA, tags::LUT_DATA];

/// The palette of an image with such samples; `None` where it is not whole.
pub(super) fn palette(set: &DataSet<'_>, signed: bool) -> Option<[Lut; 3]> {
    let [red, green, blue] = PALETTE.map(|place| lut(set, place, signed));
    Some([red?, green?, blue?])
}

/// The table that makes modality values of stored ones.
pub(super) fn modality(set: &DataSet<'_>, signed: bool) -> Option<ModalityLut> {
    let item = set.items(tags::MODALITY_LUT_SEQUENCE).first()?;
    Some(ModalityLut {
        lut: lut(item, ITEM, signed)?,
        kind: item.text(tags::MODALITY_LUT_TYPE),
    })
}

/// The tables of the VOI LUT sequence as windows: one reaches over as many modality values as it
/// has entries, and is stretched like any other when its width is changed.
pub(super) fn windows(set: &DataSet<'_>, signed: bool, rescale: Option<&Rescale>) -> Vec<Window> {
    // Its first input is a modality value, which may be below 0 where stored ones are not.
    let of_table = !set.items(tags::MODALITY_LUT_SEQUENCE).is_empty();
    let signed = match rescale {
        Some(rescale) => signed || rescale.intercept < 0.0,
        None => signed && !of_table,
    };
    let window = |item: &DataSet<'_>| {
        let lut = lut(item, ITEM, signed)?;
        let data = item.get(tags::LUT_DATA)?;
        let (entries, is_packed) = table::entries(data.bytes, lut.entries as usize, lut.endian)?;
        let table = Table::new(&entries, if is_packed { 8 } else { lut.bits })?;
        Some(Window {
            center: f64::from(lut.first) + f64::from(lut.entries) / 2.0,
            width: f64::from(lut.entries),
            function: VoiFunction::LinearExact,
            name: item.description(tags::LUT_EXPLANATION),
            table: Some(Arc::new(table)),
        })
    };
    let items = set.items(tags::VOILUT_SEQUENCE);
    items.iter().filter_map(window).collect()
}

/// The table of a Presentation LUT sequence (PS3.3 C.11.6), behind a window.
pub(super) fn presentation(set: &DataSet<'_>) -> Option<Table> {
    let item = set.items(tags::PRESENTATION_LUT_SEQUENCE).first()?;
    let lut = lut(item, ITEM, false)?;
    let data = item.get(tags::LUT_DATA)?;
    let (entries, is_packed) = table::entries(data.bytes, lut.entries as usize, lut.endian)?;
    let table = Table::new(&entries, if is_packed { 8 } else { lut.bits })?;
    Some(table.behind_window())
}

fn lut(set: &DataSet<'_>, [descriptor, data, segments]: Place, signed: bool) -> Option<Lut> {
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
    let signed = match descriptor.vr {
        Some(VR::SS) => true,
        _ => signed,
    };
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
