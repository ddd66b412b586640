//! Uncompressed samples: 1.2.840.10008.1.2 (implicit little endian), 1.2.840.10008.1.2.1
//! (explicit little endian), 1.2.840.10008.1.2.2 (explicit big endian), 1.2.840.113619.5.2 (GE).

use dicom_dictionary_std::uids;

use super::Span;
use crate::header::{EXPLICIT_BIG_ENDIAN, GE_BIG_ENDIAN_SAMPLES, Image, PixelData};
use crate::problem::Kind;

const SYNTAXES: [&str; 4] = [
    uids::IMPLICIT_VR_LITTLE_ENDIAN,
    uids::EXPLICIT_VR_LITTLE_ENDIAN,
    EXPLICIT_BIG_ENDIAN,
    GE_BIG_ENDIAN_SAMPLES,
];

pub(super) fn reads(transfer_syntax: &str) -> bool {
    SYNTAXES.contains(&transfer_syntax)
}

/// Frame after frame, without a gap between them (PS3.5 8.1.1).
pub(super) fn frame_span(image: &Image, frame: u32, file_length: u64) -> Result<Span, Kind> {
    if !is_shown(image) {
        return Err(Kind::PixelFormat {
            photometric: image.photometric.clone(),
            samples: u16::from(image.shape.samples),
            allocated: u16::from(image.layout.allocated),
        });
    }
    let (start, length) = match image.pixel_data {
        PixelData::Native { offset, length } => (offset, length),
        PixelData::Encapsulated { offset } => {
            let what = "compressed samples in an uncompressed transfer syntax".to_owned();
            return Err(Kind::Malformed { what, at: offset });
        }
    };
    let frame_bytes = image.frame_bytes();
    let within = frame_bytes.saturating_mul(u64::from(frame));
    let needed = within.saturating_add(frame_bytes);
    let found = length.min(file_length.saturating_sub(start));
    if needed > found {
        return Err(Kind::EndsEarly { needed, found });
    }
    Ok(Span {
        offset: start + within,
        length: frame_bytes,
    })
}

/// Grey of any depth, and colour of 8 bits.
fn is_shown(image: &Image) -> bool {
    match (image.photometric.as_str(), image.shape.samples) {
        ("MONOCHROME1" | "MONOCHROME2", 1) => true,
        ("RGB", 3) => image.layout.allocated == 8 && image.layout.stored == 8,
        _ => false,
    }
}
