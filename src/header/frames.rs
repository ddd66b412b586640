//! What the frames of one file say of themselves, each by its functional groups (PS3.3 C.7.6.16) or
//! by its place in a list.

use std::ops::Deref;

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use serde::{Deserialize, Serialize};

use super::Header;
use super::dataset::DataSet;
use super::image::{exact, rescale, windows};
use super::read::positive;
use super::spacing;
use crate::limits;
use crate::pixels::{Rescale, Window};

/// What one frame says beside what its file says; `None` or nothing where it says no more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Groups {
    position_mm: Option<[f64; 3]>,
    orientation: Option<[f64; 6]>,
    pixel_spacing_mm: Option<[f64; 2]>,
    slice_thickness_mm: Option<f64>,
    rescale: Option<Rescale>,
    windows: Vec<Window>,
    echo_time_ms: Option<f64>,
    b_value: Option<f64>,
    temporal_position: Option<i32>,
    image_type: Vec<String>,
    dimensions: Vec<u32>,
    segment: Option<u32>,
}

/// A file's header, and that of each of its frames where they say something of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Headers {
    file: Header,
    frames: Vec<Header>,
}

impl From<Header> for Headers {
    fn from(mut file: Header) -> Self {
        let mut groups = std::mem::take(&mut file.groups);
        // What a file of hostile length says for each of its frames is not taken in.
        if file.bytes().saturating_mul(groups.len()) > limits::FRAME_HEADERS_BYTES {
            groups.clear();
        }
        let frames = groups.into_iter().map(|groups| groups.laid_over(&file));
        Self {
            frames: frames.collect(),
            file,
        }
    }
}

/// What the file says of all its frames.
impl Deref for Headers {
    type Target = Header;

    fn deref(&self) -> &Header {
        &self.file
    }
}

impl Headers {
    /// About how much memory those of frames take: each has all that its file says too.
    #[must_use]
    pub fn bytes_of_frames(&self) -> u64 {
        (self.frames.len() * self.file.bytes()) as u64
    }

    /// Of a frame, from 0.
    #[must_use]
    pub fn of(&self, frame: u32) -> &Header {
        let frame = usize::try_from(frame).ok();
        let own = frame.and_then(|frame| self.frames.get(frame));
        own.unwrap_or(&self.file)
    }
}

impl Groups {
    fn laid_over(self, file: &Header) -> Header {
        let image = file.image.clone().map(|mut image| {
            // What decoding makes of colour has neither, and what a table has made no rescale.
            let has_table = image
                .undecoded
                .as_ref()
                .is_some_and(|it| it.modality_lut.is_some());
            if image.shape.samples == 1 && !has_table {
                image.rescale = self.rescale.or(image.rescale);
                if !self.windows.is_empty() {
                    image.windows = self.windows;
                    if image.layout.float {
                        exact(&mut image.windows);
                    }
                }
            }
            image
        });
        let or_files = |own: Vec<String>, of_file: &[String]| {
            if own.is_empty() {
                of_file.to_vec()
            } else {
                own
            }
        };
        Header {
            position_mm: self.position_mm.or(file.position_mm),
            orientation: self.orientation.or(file.orientation),
            pixel_spacing_mm: self.pixel_spacing_mm.or(file.pixel_spacing_mm),
            slice_thickness_mm: self.slice_thickness_mm.or(file.slice_thickness_mm),
            echo_time_ms: self.echo_time_ms.or(file.echo_time_ms),
            b_value: self.b_value.or(file.b_value),
            temporal_position: self.temporal_position.or(file.temporal_position),
            image_type: or_files(self.image_type, &file.image_type),
            dimensions: self.dimensions,
            segment: self.segment.or(file.segment),
            image,
            ..file.clone()
        }
    }
}

/// The groups of each frame; none where the file does not give one for each.
pub(super) fn groups(set: &DataSet<'_>, frames: u32) -> Vec<Groups> {
    let items = set.items(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
    if items.len() as u64 != u64::from(frames) {
        return by_offsets(set, frames);
    }
    let tells_apart = dimensions_that_tell_apart(set);
    let group = |item: &DataSet<'_>| Groups {
        position_mm: item.vector(tags::IMAGE_POSITION_PATIENT),
        orientation: item.vector(tags::IMAGE_ORIENTATION_PATIENT),
        pixel_spacing_mm: spacing::positive(item, tags::PIXEL_SPACING),
        slice_thickness_mm: positive(item.number(tags::SLICE_THICKNESS)),
        rescale: rescale(item),
        windows: windows(item),
        echo_time_ms: item.float(tags::EFFECTIVE_ECHO_TIME),
        b_value: item.float(tags::DIFFUSION_B_VALUE),
        temporal_position: item
            .unsigned(tags::TEMPORAL_POSITION_INDEX)
            .and_then(|index| i32::try_from(index).ok()),
        image_type: item.texts(tags::FRAME_TYPE),
        segment: item.unsigned(tags::REFERENCED_SEGMENT_NUMBER),
        dimensions: only(&item.longs(tags::DIMENSION_INDEX_VALUES), &tells_apart),
    };
    items.iter().map(group).collect()
}

/// True for each dimension that is none of place: frames that differ in it are no slices of one
/// stack (PS3.3 C.7.6.17).
fn dimensions_that_tell_apart(set: &DataSet<'_>) -> Vec<bool> {
    const PLACES: [Tag; 4] = [
        tags::IMAGE_POSITION_PATIENT,
        tags::IN_STACK_POSITION_NUMBER,
        tags::PLANE_POSITION_SEQUENCE,
        tags::IMAGE_POSITION_VOLUME,
    ];
    let pointers = set.items(tags::DIMENSION_INDEX_SEQUENCE).iter();
    let pointers = pointers.map(|item| item.pointer(tags::DIMENSION_INDEX_POINTER));
    pointers
        .map(|pointer| pointer.is_some_and(|tag| !PLACES.contains(&tag)))
        .collect()
}

fn only(values: &[u32], wanted: &[bool]) -> Vec<u32> {
    let wanted = values.iter().zip(wanted).filter(|(_, wanted)| **wanted);
    wanted.map(|(value, _)| *value).collect()
}

/// Frames that lie along the normal of the first (Grid Frame Offset Vector, PS3.3 C.8.8.3.2).
fn by_offsets(set: &DataSet<'_>, frames: u32) -> Vec<Groups> {
    let offsets: Option<Vec<f64>> = set
        .numbers(tags::GRID_FRAME_OFFSET_VECTOR)
        .into_iter()
        .collect();
    let offsets = offsets.filter(|all| all.len() as u64 == u64::from(frames));
    let orientation: Option<[f64; 6]> = set.vector(tags::IMAGE_ORIENTATION_PATIENT);
    let first: Option<[f64; 3]> = set.vector(tags::IMAGE_POSITION_PATIENT);
    let (Some(offsets), Some(orientation), Some(first)) = (offsets, orientation, first) else {
        return Vec::new();
    };
    let normal = normal(orientation);
    let start = offsets.first().copied().unwrap_or_default();
    // Coordinates along the patient's axis, of planes across it; else ways from the first frame.
    let [.., z] = first;
    let [.., along] = normal;
    let are_coordinates = start != 0.0 && (start - z).abs() < 0.01 && along.abs() > 0.999;
    let normal = if are_coordinates {
        [0.0, 0.0, 1.0]
    } else {
        normal
    };
    let group = |offset: f64| Groups {
        position_mm: Some(std::array::from_fn(|axis| {
            let [first, normal] = [first, normal].map(|v| v.get(axis).copied().unwrap_or_default());
            first + (offset - start) * normal
        })),
        ..Groups::default()
    };
    offsets.into_iter().map(group).collect()
}

#[expect(clippy::many_single_char_names, reason = "two vectors")]
const fn normal([x, y, z, u, v, w]: [f64; 6]) -> [f64; 3] {
    [y * w - z * v, z * u - x * w, x * v - y * u]
}
