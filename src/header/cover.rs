//! What a data set says of its overlay planes (PS3.3 C.9.2) and its display shutter (C.7.6.11).

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::dataset::DataSet;
use super::walk::u16_of;
use crate::limits;
use crate::pixels::cover::{Bits, Plane, Shutter};
use crate::pixels::layer::srgb_of_lab;
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
/// Overlay Activation Layer, which presentation states have.
const ACTIVATION_LAYER: u16 = 0x1001;
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
    // Without either, which is without the module of C.9.3, a plane is of the image as a whole.
    let first = number(FIRST_FRAME).map(|first| first.max(1) - 1);
    let is_of_some = frames.is_some() || first.is_some();
    Some(Plane {
        rows,
        columns,
        origin: origin.unwrap_or([1, 1]),
        frames: is_of_some.then(|| [first.unwrap_or(0), frames.unwrap_or(1).max(1)]),
        bits,
    })
}

/// What a presentation state lays over its images: planes that it puts into one of its layers (C.11.7),
/// and its shutter; `None` where it lays nothing.
pub(super) fn of_presentation(set: &DataSet<'_>) -> Option<Cover> {
    let is_shown = |group: &u16| set.get(Tag(*group, ACTIVATION_LAYER)).is_some();
    let groups = (FIRST_GROUP..=LAST_GROUP).step_by(2).filter(is_shown);
    let groups = groups.filter(|group| shutter_group(set) != Some(*group));
    let cover = Cover {
        planes: groups.filter_map(|group| plane(set, group, 0)).collect(),
        shutter: shutter(set),
    };
    (!cover.is_empty()).then_some(cover)
}

/// The group of the plane that is a bitmap shutter (C.7.6.15).
fn shutter_group(set: &DataSet<'_>) -> Option<u16> {
    let shapes = set.texts(tags::SHUTTER_SHAPE);
    let has_bitmap = shapes.iter().any(|shape| shape == "BITMAP");
    let group = set
        .unsigned(tags::SHUTTER_OVERLAY_GROUP)
        .filter(|_| has_bitmap)?;
    u16::try_from(group).ok()
}

/// The level of a P-value, which has 16 bits (C.7.6.11).
fn grey(set: &DataSet<'_>) -> u8 {
    let value = set.unsigned(tags::SHUTTER_PRESENTATION_VALUE);
    let level =
        value.and_then(|value| u8::try_from((value.min(0xFFFF) * 255 + 0x7FFF) / 0xFFFF).ok());
    level.unwrap_or_default()
}

fn own_colour(set: &DataSet<'_>) -> Option<[u8; 3]> {
    let field = set.get(tags::SHUTTER_PRESENTATION_COLOR_CIE_LAB_VALUE)?;
    let part = |at: usize| u16_of(field.bytes.get(at..)?, field.endian);
    Some(srgb_of_lab([part(0)?, part(2)?, part(4)?]))
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
        bitmap: shutter_group(set).and_then(|group| plane(set, group, 0)),
        colour: own_colour(set).unwrap_or_else(|| [grey(set); 3]),
    };
    let is_too_much = shutter.polygon.len() > limits::CORNERS_OF_A_SHUTTER;
    let is_one = shutter.rectangle.is_some()
        || shutter.circle.is_some()
        || shutter.polygon.len() >= 3
        || shutter.bitmap.is_some();
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
