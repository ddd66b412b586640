//! An entry's bytes -> the tags that matter. Pixel data is found, not touched.
//!
//! [`read`] looks at the first bytes of a file that are in memory, and says how many more it
//! needs where they do not reach.

#![warn(clippy::indexing_slicing)]

mod content;
mod cover;
mod dataset;
mod fields;
mod frames;
mod image;
mod listing;
mod lut;
mod pet;
mod read;
mod segments;
mod spacing;
pub(crate) mod syntax;
pub mod text;
pub(crate) mod walk;
#[cfg(target_arch = "wasm32")]
mod web;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::pixels::layer::Segmentation;
use crate::pixels::{Cover, Endian, GreyPath, Layout, Rescale, Shape, Window};
use crate::remark::Contradiction;

pub use content::{Content, Part, content};
pub(crate) use dataset::is_pixel_data;
pub use frames::{Groups, Headers};
pub(crate) use listing::vr_of;
pub use listing::{Element, listing};
pub use read::{Read, read, read_inflated};
pub use spacing::{SpacingOf, UltrasoundRegion};
pub use syntax::{EXPLICIT_BIG_ENDIAN, GE_BIG_ENDIAN_SAMPLES};

/// What one DICOM file says of itself. Texts are trimmed; an element that is absent, empty or
/// unreadable is `None`. Of a multi-frame file, what its frames have in common: see [`Headers`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Header {
    pub transfer_syntax: String,
    pub sop_class: String,
    pub sop_instance: Option<String>,
    pub study_uid: Option<String>,
    pub series_uid: Option<String>,
    pub frame_of_reference_uid: Option<String>,
    pub patient_name: Option<String>,
    pub patient_id: Option<String>,
    pub birth_date: Option<String>,
    pub accession_number: Option<String>,
    pub study_date: Option<String>,
    pub modality: Option<String>,
    pub series_number: Option<i32>,
    pub series_description: Option<String>,
    pub instance_number: Option<i32>,
    pub acquisition_number: Option<i32>,
    /// Temporal Position Identifier (0020,0100).
    pub temporal_position: Option<i32>,
    pub echo_time_ms: Option<f64>,
    /// Diffusion b-value (0018,9087), in s/mm².
    pub b_value: Option<f64>,
    /// Dimension Index Values (0020,9157) of all dimensions but those of place.
    pub dimensions: Vec<u32>,
    /// Image Type (0008,0008), its values in order.
    pub image_type: Vec<String>,
    pub convolution_kernel: Option<String>,
    pub slice_thickness_mm: Option<f64>,
    pub spacing_between_slices_mm: Option<f64>,
    /// Image Position (Patient) (0020,0032): centre of the first voxel, LPS, in mm.
    pub position_mm: Option<[f64; 3]>,
    /// Image Orientation (Patient) (0020,0037): direction of a row, then of a column.
    pub orientation: Option<[f64; 6]>,
    /// Patient Orientation (0020,0020): where the rows and the columns run to.
    pub patient_orientation: Option<[String; 2]>,
    /// Pixel Spacing (0028,0030), else Imager Pixel Spacing (0018,1164): between rows, then
    /// between columns, in mm.
    pub pixel_spacing_mm: Option<[f64; 2]>,
    pub spacing_of: SpacingOf,
    /// Where there are any, pixels have a size in them only.
    pub regions: Vec<UltrasoundRegion>,
    /// Pixel Aspect Ratio (0028,0034): vertical, then horizontal.
    pub pixel_aspect: Option<[u32; 2]>,
    /// Units (0054,1001) of a PET image's modality values.
    pub units: Option<String>,
    /// What a modality value of 1 is as `SUVbw`, in g/ml.
    pub suv_of_one: Option<f64>,
    /// Of a segmentation: what its frames are of.
    pub segmentation: Option<Arc<Segmentation>>,
    /// Referenced Segment Number (0062,000B) of a segmentation's frame.
    pub segment: Option<u32>,
    pub lossy: bool,
    /// By Frame Time, Cine Rate or Recommended Display Frame Rate (PS3.3 C.7.6.5).
    pub frames_a_second: Option<f64>,
    pub image: Option<Image>,
    /// Where a document lies that is too long to have been read with the header.
    pub document: Option<Span>,
    /// What each frame says of itself: [`Headers`] lays it over what the file says.
    pub groups: Vec<Groups>,
    /// What is said above of the image, and the file's header says otherwise.
    pub contradictions: Vec<Contradiction>,
}

/// What a file says of its samples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Image {
    pub shape: Shape,
    pub layout: Layout,
    pub photometric: String,
    pub frames: u32,
    pub rescale: Option<Rescale>,
    /// The file's own windows, in their order.
    pub windows: Vec<Window>,
    /// Pixel Padding Value and Range Limit, as stored values, the smaller first.
    pub padding: Option<[i64; 2]>,
    /// The same of floating point: decoding leaves no number in its place.
    pub float_padding: Option<[f64; 2]>,
    pub pixel_data: PixelData,
    /// What makes modality values of stored ones, in the place of a rescale.
    pub modality_lut: Option<Box<ModalityLut>>,
    /// The smallest value is shown white: MONOCHROME1, unless its Presentation LUT Shape
    /// (PS3.3 C.11.6) says otherwise.
    pub inverse: bool,
    /// What the file lays over its frames.
    pub cover: Option<Arc<Cover>>,
    /// Red, green and blue of PALETTE COLOR (PS3.3 C.7.6.3.1.5).
    pub palette: Option<Box<[Lut; 3]>>,
    /// The image as the file has it, where what is said above is what decoding makes of it.
    pub undecoded: Option<Box<Self>>,
}

/// Where the samples lie in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PixelData {
    /// Frame after frame, uncompressed.
    Native { offset: u64, length: u64 },
    /// In fragments, from this offset (the first item's tag), with the file's Extended Offset
    /// Table (PS3.3 C.7.6.3.1.8) where it has one.
    Encapsulated { offset: u64, table: Option<Span> },
}

/// Bytes of a file, or of the buffer that they were read into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub offset: u64,
    pub length: u64,
}

/// A Modality LUT (PS3.3 C.11.1.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModalityLut {
    pub lut: Lut,
    /// Modality LUT Type (0028,3004): what its values are counted in.
    pub kind: Option<String>,
}

/// A lookup table (PS3.3 C.7.6.3.1.5), whose data stay in the file until they are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lut {
    /// 1 to 65536.
    pub entries: u32,
    /// The stored value that the first entry is for.
    pub first: i32,
    /// Bits of an entry: 8 to 16.
    pub bits: u8,
    /// The data are segments (PS3.3 C.7.9.2) and not the entries themselves.
    pub segmented: bool,
    pub data: Span,
    pub endian: Endian,
}

impl Header {
    /// About how much memory one takes.
    fn bytes(&self) -> usize {
        let texts = [
            &self.patient_name,
            &self.patient_id,
            &self.series_description,
            &self.accession_number,
            &self.study_uid,
            &self.series_uid,
            &self.sop_instance,
            &self.convolution_kernel,
            &self.modality,
            &self.units,
        ];
        let texts: usize = texts.into_iter().flatten().map(String::len).sum();
        let values: usize = self.image_type.iter().map(String::len).sum();
        let image = self.image.as_ref();
        let windows = image.map_or(0, |image| image.windows.len());
        let undecoded = image.and_then(|image| image.undecoded.as_ref());
        let undecoded = undecoded.map_or(0, |image| {
            size_of::<Image>() + image.windows.len() * size_of::<Window>()
        });
        size_of::<Self>() + texts + values + windows * size_of::<Window>() + undecoded
    }
}

impl Image {
    /// Where the samples begin in the file.
    #[must_use]
    pub fn samples_offset(&self) -> u64 {
        let stored = self.undecoded.as_deref().unwrap_or(self);
        match stored.pixel_data {
            PixelData::Native { offset, .. } | PixelData::Encapsulated { offset, .. } => offset,
        }
    }

    /// Bytes of one uncompressed frame. Reckoned in 64 bits: what a file states may not fit into
    /// an address of the browser.
    #[must_use]
    pub const fn frame_bytes(&self) -> u64 {
        let Shape {
            columns,
            rows,
            samples,
            ..
        } = self.shape;
        let samples = columns as u64 * rows as u64 * samples as u64;
        (samples * self.layout.allocated as u64).div_ceil(8)
    }

    /// Where some rows lie in a frame that is drawn as it lies, from its start: a span, or one for each
    /// plane of colour; offset and length.
    pub fn spans_of_rows(&self, rows: &Range<u32>) -> impl Iterator<Item = (u64, u64)> + use<> {
        let (planes, samples) = if self.shape.planar {
            (u64::from(self.shape.samples), 1)
        } else {
            (1, u64::from(self.shape.samples))
        };
        let row_bytes = u64::from(self.shape.columns) * samples * self.layout.sample_bytes() as u64;
        let plane_bytes = row_bytes * u64::from(self.shape.rows);
        let start = row_bytes * u64::from(rows.start);
        let length = row_bytes * u64::from(rows.end.saturating_sub(rows.start));
        (0..planes).map(move |plane| (plane * plane_bytes + start, length))
    }

    /// The way of its stored values to the screen at a window of rescaled ones.
    #[must_use]
    pub fn grey_path(&self, rescale: Option<&Rescale>, window: Window) -> GreyPath {
        GreyPath {
            padding: self.padding,
            inverted: self.inverse,
            ..GreyPath::new(rescale, window)
        }
    }
}
