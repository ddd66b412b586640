//! JPEG (ISO/IEC 10918-1): baseline 1.2.840.10008.1.2.4.50, extended 1.2.840.10008.1.2.4.51,
//! spectral selection 1.2.840.10008.1.2.4.53, full progression 1.2.840.10008.1.2.4.55, lossless
//! 1.2.840.10008.1.2.4.57 and 1.2.840.10008.1.2.4.70 (PS3.5 A.4.1).
//!
//! Written here, because the decoders at hand read 8 bits, or lossless, of one component alone.
//! Which process it is the codestream says; the transfer syntax is not asked again.

mod bands;
pub(super) mod bits;
mod dct;
mod huffman;
mod lossless;
mod markers;
mod progressive;
mod sequential;
mod transform;
mod upsample;

use dicom_dictionary_std::uids;

use super::{Codec, Colour, Decoder, Samples, raster};
use crate::header::Image;
use crate::problem::Kind;
use markers::{Process, Reader};
use upsample::Values;

pub(super) const CODEC: Codec = Codec {
    name: "JPEG",
    syntaxes: &[
        (uids::JPEG_BASELINE8_BIT, "JPEG Baseline (Process 1)"),
        (uids::JPEG_EXTENDED12_BIT, "JPEG Extended (Process 2 & 4)"),
        (
            "1.2.840.10008.1.2.4.53",
            "JPEG Spectral Selection (Process 6 & 8)",
        ),
        (
            "1.2.840.10008.1.2.4.55",
            "JPEG Full Progression (Process 10 & 12)",
        ),
        (uids::JPEG_LOSSLESS, "JPEG Lossless (Process 14)"),
        (
            uids::JPEG_LOSSLESS_SV1,
            "JPEG Lossless, First-Order Prediction (Process 14, Selection Value 1)",
        ),
    ],
    undoes_transforms: false,
};

pub(super) const DECODER: Decoder = Decoder {
    codec: &CODEC,
    decode,
};

pub(super) fn malformed(what: &str) -> Kind {
    Kind::Malformed {
        what: format!("JPEG: {what}"),
        at: 0,
    }
}

fn decode(bytes: &[u8], image: &Image) -> Result<Samples, Kind> {
    let mut reader = Reader::new(bytes)?;
    let frame = reader.read_to_frame()?;
    frame.extent().held_against(image, "JPEG")?;
    let values = match frame.process {
        Process::Lossless => Values::Sixteen(lossless::decode(&mut reader, &frame)?),
        _ => dct::decode(&mut reader, &frame, room_for(&frame, image))?,
    };
    let samples = match values {
        Values::Eight(bytes) => raster::samples_of_bytes(bytes, image)?,
        Values::Sixteen(values) => raster::samples(&values, image)?,
    };
    let colour = colour(samples.colour(), &frame, &reader);
    Ok(samples.in_colour(colour))
}

/// Room for all values: a byte each where the image's cells are bytes.
fn room_for(frame: &markers::Frame, image: &Image) -> Values {
    let count = frame.extent().pixels() * frame.components.len();
    if image.layout.allocated <= 8 {
        Values::Eight(vec![0; count])
    } else {
        Values::Sixteen(vec![0; count])
    }
}

/// What three components are: without a word of the codestream's own the photometric interpretation
/// is right.
fn colour(stated: Colour, frame: &markers::Frame, reader: &Reader<'_>) -> Colour {
    if frame.components.len() != 3 || frame.process == Process::Lossless {
        return stated;
    }
    let ids = frame.components.iter().map(|component| component.id);
    colour_by_markers(reader.adobe_transform, reader.is_jfif, ids).unwrap_or(stated)
}

/// Adobe's marker says what three components are, a JFIF one means `YCbCr`, letters as identifiers
/// mean RGB.
pub(super) fn colour_by_markers(
    adobe_transform: Option<u8>,
    is_jfif: bool,
    ids: impl Iterator<Item = u8>,
) -> Option<Colour> {
    match adobe_transform {
        Some(0) => Some(Colour::Rgb),
        Some(_) => Some(Colour::Ybr),
        None if is_jfif => Some(Colour::Ybr),
        None => ids.eq(*b"RGB").then_some(Colour::Rgb),
    }
}
