//! Which images an object speaks of (PS3.3 10.3, 10.8).

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use serde::{Deserialize, Serialize};

use super::Count;
use crate::header::Part;
use crate::limits;
use crate::problem::Kind;

/// An image, or some frames of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Referenced SOP Instance UID (0008,1155).
    pub instance: String,
    /// From 1; none where all are meant.
    pub frames: Vec<u32>,
}

impl Reference {
    /// True of a frame, counted from 0, of the image with this UID.
    #[must_use]
    pub fn is_of(&self, instance: &str, frame: u32) -> bool {
        self.instance == instance && (self.frames.is_empty() || self.frames.contains(&(frame + 1)))
    }
}

/// What an item refers to.
pub fn of(item: Part<'_, '_>) -> Option<Reference> {
    let frames = item.numbers(tags::REFERENCED_FRAME_NUMBER).into_iter();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held against the range"
    )]
    let frame = |number: f64| {
        let is_one = (1.0..=f64::from(limits::FRAMES_IN_A_FILE)).contains(&number);
        is_one.then_some(number as u32)
    };
    Some(Reference {
        instance: item.text(tags::REFERENCED_SOP_INSTANCE_UID)?,
        frames: frames.filter_map(frame).collect(),
    })
}

/// What the items of a sequence refer to.
pub fn all(part: Part<'_, '_>, sequence: Tag) -> Vec<Reference> {
    part.items(sequence).filter_map(of).collect()
}

pub const fn counted() -> Count {
    Count::up_to("references to images", limits::REFERENCES)
}

/// The images of a Referenced Series Sequence (0008,1115), by the sequence that each of its items
/// has them in.
pub fn of_series(
    part: Part<'_, '_>,
    images: Tag,
    count: &mut Count,
) -> Result<Vec<Reference>, Kind> {
    let mut found = Vec::new();
    for series in part.items(tags::REFERENCED_SERIES_SEQUENCE) {
        count.add(series.items(images).len())?;
        found.extend(all(series, images));
    }
    Ok(found)
}
