//! Graphics and texts over images, in layers (PS3.3 C.10.5, C.10.7).

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use serde::{Deserialize, Serialize};

use super::reference::{self, Reference};
use super::{Count, cut};
use crate::header::Part;
use crate::limits;
use crate::problem::Kind;

/// What lies over some images; over all that the object speaks of, where none are named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    pub images: Vec<Reference>,
    /// Graphic Layer Order (0070,0062): lower ones are drawn first.
    pub order: i32,
    pub graphics: Vec<Graphic>,
    pub texts: Vec<Text>,
}

/// What coordinates count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Units {
    /// Columns and rows, from the outer corner of the first.
    Pixel,
    /// Shares of the displayed area as it is seen, from its upper left corner.
    Display,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Graphic {
    pub units: Units,
    pub shape: Shape,
    /// Of a circle its middle and a point of it; of an ellipse the ends of its long axis, then of
    /// its short one.
    pub points: Vec<[f64; 2]>,
    pub filled: bool,
}

/// Graphic Type (0070,0023).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    Point,
    Polyline,
    /// Through these points, smoothly.
    Interpolated,
    Circle,
    Ellipse,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Text {
    pub words: String,
    pub place: TextPlace,
    /// What it speaks of, where a line leads to it.
    pub anchor: Option<(Units, [f64; 2])>,
}

/// Where a text begins: at the corner of its box, or beside its anchor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum TextPlace {
    /// Its upper left corner.
    Box(Units, [f64; 2]),
    Beside(Units, [f64; 2]),
}

pub fn read(file: Part<'_, '_>) -> Result<Vec<Annotations>, Kind> {
    let mut count = Count::up_to("annotations", limits::ANNOTATIONS);
    let mut points = Count::up_to("points of annotations", limits::ANNOTATION_POINTS);
    let mut images = reference::counted();
    let mut all = Vec::new();
    for item in file.items(tags::GRAPHIC_ANNOTATION_SEQUENCE) {
        images.add(item.items(tags::REFERENCED_IMAGE_SEQUENCE).len())?;
        let graphics = item.items(tags::GRAPHIC_OBJECT_SEQUENCE);
        count.add(graphics.len() + item.items(tags::TEXT_OBJECT_SEQUENCE).len())?;
        let graphics: Vec<Graphic> = graphics.filter_map(graphic).collect();
        points.add(graphics.iter().map(|it| it.points.len()).sum())?;
        all.push(Annotations {
            images: reference::all(item, tags::REFERENCED_IMAGE_SEQUENCE),
            order: order(file, item.text(tags::GRAPHIC_LAYER).as_deref()),
            graphics,
            texts: item
                .items(tags::TEXT_OBJECT_SEQUENCE)
                .filter_map(text)
                .collect(),
        });
    }
    all.sort_by_key(|annotations| annotations.order);
    Ok(all)
}

fn order(file: Part<'_, '_>, layer: Option<&str>) -> i32 {
    let mut layers = file.items(tags::GRAPHIC_LAYER_SEQUENCE);
    let layer = layers.find(|it| it.text(tags::GRAPHIC_LAYER).as_deref() == layer);
    layer
        .and_then(|layer| layer.integer(tags::GRAPHIC_LAYER_ORDER))
        .unwrap_or_default()
}

fn units(item: Part<'_, '_>, tag: Tag) -> Option<Units> {
    match item.text(tag).as_deref() {
        Some("PIXEL") => Some(Units::Pixel),
        Some("DISPLAY") => Some(Units::Display),
        _ => None,
    }
}

fn graphic(item: Part<'_, '_>) -> Option<Graphic> {
    let numbers = item.floats(tags::GRAPHIC_DATA);
    let (points, rest) = numbers.as_chunks::<2>();
    let shape = match (item.text(tags::GRAPHIC_TYPE)?.as_str(), points.len()) {
        ("POINT", 1) => Shape::Point,
        ("POLYLINE", 2..) => Shape::Polyline,
        ("INTERPOLATED", 2..) => Shape::Interpolated,
        ("CIRCLE", 2) => Shape::Circle,
        ("ELLIPSE", 4) => Shape::Ellipse,
        _ => return None,
    };
    rest.is_empty().then_some(())?;
    Some(Graphic {
        units: units(item, tags::GRAPHIC_ANNOTATION_UNITS)?,
        shape,
        points: points.to_vec(),
        filled: item.text(tags::GRAPHIC_FILLED).as_deref() == Some("Y"),
    })
}

fn text(item: Part<'_, '_>) -> Option<Text> {
    let pair = |tag: Tag| <[f64; 2]>::try_from(item.floats(tag)).ok();
    let anchor = units(item, tags::ANCHOR_POINT_ANNOTATION_UNITS).zip(pair(tags::ANCHOR_POINT));
    let corner = pair(tags::BOUNDING_BOX_TOP_LEFT_HAND_CORNER);
    let corner = units(item, tags::BOUNDING_BOX_ANNOTATION_UNITS).zip(corner);
    let is_seen = item.text(tags::ANCHOR_POINT_VISIBILITY).as_deref() == Some("Y");
    Some(Text {
        words: cut(item.description(tags::UNFORMATTED_TEXT_VALUE)?),
        place: match (corner, anchor) {
            (Some((units, at)), _) => TextPlace::Box(units, at),
            (None, Some((units, at))) => TextPlace::Beside(units, at),
            (None, None) => return None,
        },
        anchor: anchor.filter(|_| is_seen && corner.is_some()),
    })
}
