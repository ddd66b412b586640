//! What a data set says of its overlay planes (PS3.3 C.9.2) and its display shutter (C.7.6.11).

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::dataset::DataSet;
use super::walk::u16_of;
use crate::limits;
use crate::pixels::cover::{Bits, Plane, Shutter};
use crate::pixels::{Cover, Endian};

/// The groups of planes: 6000, 6002, ... 601E.
const FIRST_GROUP: u16 = 0x6000;
const LAST_GROUP: u16 = 0x601E;

/// Elements of a plane's group.
const ROWS: u16 = 0x0010;
const COLUMNS: u16 = 0x0011;
const FRAMES: u16 = 0x0015;
const ORIGIN: u16 = 0x0050;
const FIRST_FRAME: u16 = 0x0051;
const BITS_ALLOCATED: u16 = 0x0100;
const BIT_POSITION: u16 = 0x0102;
const DATA: u16 = 0x3000;
const OF_A_PLANE: [u16; 8] = [
    ROWS,
    COLUMNS,
    FRAMES,
    ORIGIN,
    FIRST_FRAME,
    BITS_ALLOCATED,
    BIT_POSITION,
    DATA,
];

pub(super) fn is_of_a_plane(tag: Tag) -> bool {
    (FIRST_GROUP..=LAST_GROUP).contains(&tag.group())
        && tag.group().is_multiple_of(2)
        && OF_A_PLANE.contains(&tag.element())
}

/// Bytes of a value that is kept, of which planes may have more than most.
pub(super) fn longest(tag: Tag) -> u32 {
    if is_of_a_plane(tag) && tag.element() == DATA {
        limits::OVERLAY_BYTES
    } else {
        limits::HEADER_VALUE_BYTES
    }
}

/// What lies over an image of so many bits a cell; `None` where nothing does.
pub(super) fn of(set: &DataSet<'_>, allocated: u8) -> Option<Cover> {
    let groups = (FIRST_GROUP..=LAST_GROUP).step_by(2);
    let cover = Cover {
        planes: groups
            .filter_map(|group| plane(set, group, allocated))
            .collect(),
        shutter: shutter(set),
    };
    (!cover.is_empty()).then_some(cover)
}

fn plane(set: &DataSet<'_>, group: u16, allocated: u8) -> Option<Plane> {
    let number = |element| set.unsigned(Tag(group, element));
    let extent = |element| number(element).filter(|n| (1..=limits::ROWS_OR_COLUMNS).contains(n));
    let (rows, columns) = (extent(ROWS)?, extent(COLUMNS)?);
    let origin = set.get(Tag(group, ORIGIN)).and_then(|field| {
        let signed = |at: usize| {
            let word = u16_of(field.bytes.get(at..)?, field.endian)?;
            Some(i32::from(word.cast_signed()))
        };
        Some([signed(0)?, signed(2)?])
    });
    let bits = if let Some(data) = set.get(Tag(group, DATA)) {
        let mut bytes = data.bytes.to_vec();
        if data.endian == Endian::Big && data.vr == Some(VR::OW) {
            for [one, other] in bytes.as_chunks_mut().0 {
                std::mem::swap(one, other);
            }
        }
        Bits::Own(bytes)
    } else {
        let is_in_cells = number(BITS_ALLOCATED) == Some(u32::from(allocated));
        let position = number(BIT_POSITION).and_then(|bit| u8::try_from(bit).ok());
        let is_bit = |bit: &u8| is_in_cells && *bit < allocated.min(32);
        Bits::InCells(position.filter(is_bit)?)
    };
    let frames = set
        .integer(Tag(group, FRAMES))
        .and_then(|n| u32::try_from(n).ok());
    let first = number(FIRST_FRAME).unwrap_or(1).max(1) - 1;
    Some(Plane {
        rows,
        columns,
        origin: origin.unwrap_or([1, 1]),
        frames: [first, frames.unwrap_or(1).max(1)],
        bits,
    })
}

fn shutter(set: &DataSet<'_>) -> Option<Shutter> {
    let shapes = set.texts(tags::SHUTTER_SHAPE);
    let has = |name: &str| shapes.iter().any(|shape| shape == name);
    let whole = |tag| set.integer(tag).map(i64::from);
    let rectangle = || {
        Some([
            whole(tags::SHUTTER_LEFT_VERTICAL_EDGE)?,
            whole(tags::SHUTTER_RIGHT_VERTICAL_EDGE)?,
            whole(tags::SHUTTER_UPPER_HORIZONTAL_EDGE)?,
            whole(tags::SHUTTER_LOWER_HORIZONTAL_EDGE)?,
        ])
    };
    let circle = || {
        let [row, column] = wholes(set, tags::CENTER_OF_CIRCULAR_SHUTTER)?
            .try_into()
            .ok()?;
        Some([row, column, whole(tags::RADIUS_OF_CIRCULAR_SHUTTER)?])
    };
    let polygon = || wholes(set, tags::VERTICES_OF_THE_POLYGONAL_SHUTTER);
    let corners = has("POLYGONAL").then(polygon).flatten().unwrap_or_default();
    let shutter = Shutter {
        rectangle: has("RECTANGULAR").then(rectangle).flatten(),
        circle: has("CIRCULAR").then(circle).flatten(),
        polygon: corners.as_chunks::<2>().0.to_vec(),
        // A P-value of 16 bits (C.7.6.11).
        level: set
            .unsigned(tags::SHUTTER_PRESENTATION_VALUE)
            .and_then(|value| u8::try_from(value >> 8).ok())
            .unwrap_or_default(),
    };
    let is_too_much = shutter.polygon.len() > limits::CORNERS_OF_A_SHUTTER;
    let is_one =
        shutter.rectangle.is_some() || shutter.circle.is_some() || shutter.polygon.len() >= 3;
    (is_one && !is_too_much).then_some(shutter)
}

/// All values of an IS; `None` where one is not whole.
fn wholes(set: &DataSet<'_>, tag: Tag) -> Option<Vec<i64>> {
    #[expect(clippy::cast_possible_truncation, reason = "an IS has 32 bits")]
    let whole = |number: Option<f64>| {
        let bound = f64::from(i32::MAX);
        number
            .filter(|number| number.fract() == 0.0 && number.abs() <= bound)
            .map(|number| number as i64)
    };
    set.numbers(tag).into_iter().map(whole).collect()
}
