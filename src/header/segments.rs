//! What a segmentation says of its segments (PS3.3 C.8.20.2, C.8.20.4).

use dicom_dictionary_std::{tags, uids};

use super::dataset::DataSet;
use super::walk::u16_of;
use crate::limits;
use crate::pixels::layer::{Meaning, Segment, Segmentation, colour, srgb_of_lab};

/// The segments of a segmentation; `None` of any other file.
pub(super) fn of(set: &DataSet<'_>, sop_class: &str) -> Option<Segmentation> {
    let is_one = [
        uids::SEGMENTATION_STORAGE,
        uids::LABEL_MAP_SEGMENTATION_STORAGE,
    ];
    is_one.contains(&sop_class).then(|| Segmentation {
        meaning: meaning(set),
        segments: segments(set),
    })
}

fn meaning(set: &DataSet<'_>) -> Meaning {
    match set.text(tags::SEGMENTATION_TYPE).as_deref() {
        Some("LABELMAP") => Meaning::Labels,
        Some("FRACTIONAL") => Meaning::Fraction {
            all: set.unsigned(tags::MAXIMUM_FRACTIONAL_VALUE).unwrap_or(255),
        },
        _ => Meaning::Binary,
    }
}

fn segments(set: &DataSet<'_>) -> Vec<Segment> {
    let items = set.items(tags::SEGMENT_SEQUENCE).iter();
    let segment = |(nth, item): (usize, &DataSet<'_>)| {
        let number = item.unsigned(tags::SEGMENT_NUMBER)?;
        let label = item.description(tags::SEGMENT_LABEL);
        Some(Segment {
            number,
            label: label.unwrap_or_else(|| number.to_string()),
            colour: own_colour(item).unwrap_or_else(|| colour(nth)),
        })
    };
    let segments = items.take(limits::SEGMENTS).enumerate();
    segments.filter_map(segment).collect()
}

fn own_colour(item: &DataSet<'_>) -> Option<[u8; 3]> {
    let field = item.get(tags::RECOMMENDED_DISPLAY_CIE_LAB_VALUE)?;
    let part = |at: usize| u16_of(field.bytes.get(at..)?, field.endian);
    Some(srgb_of_lab([part(0)?, part(2)?, part(4)?]))
}
