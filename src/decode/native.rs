//! Uncompressed samples: 1.2.840.10008.1.2 (implicit little endian), 1.2.840.10008.1.2.1
//! (explicit little endian), 1.2.840.10008.1.2.2 (explicit big endian), 1.2.840.113619.5.2 (GE),
//! 1.2.840.10008.1.2.1.99 (deflated as a whole, and inflated before it comes here).

use dicom_dictionary_std::uids;

use super::{Samples, Span, colour};
use crate::header::{EXPLICIT_BIG_ENDIAN, GE_BIG_ENDIAN_SAMPLES, Image, PixelData};
use crate::pixels::{Endian, Layout};
use crate::problem::Kind;

pub(super) const SYNTAXES: &[(&str, &str)] = &[
    (uids::IMPLICIT_VR_LITTLE_ENDIAN, "Implicit VR Little Endian"),
    (uids::EXPLICIT_VR_LITTLE_ENDIAN, "Explicit VR Little Endian"),
    (EXPLICIT_BIG_ENDIAN, "Explicit VR Big Endian"),
    (
        GE_BIG_ENDIAN_SAMPLES,
        "GE: Implicit VR Little Endian with big endian samples",
    ),
    (
        uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
        "Deflated Explicit VR Little Endian",
    ),
];

pub(super) fn reads(transfer_syntax: &str) -> bool {
    SYNTAXES.iter().any(|(uid, _)| *uid == transfer_syntax)
}

/// Grey of whole bytes, and RGB of 8 bits: what the graphics device takes.
pub(super) fn is_drawn_as_it_lies(image: &Image) -> bool {
    match image.photometric.as_str() {
        _ if image.layout.float => image.layout == FLOAT && image.float_padding.is_none(),
        _ if is_swapped(image.layout) => false,
        "MONOCHROME1" | "MONOCHROME2" => {
            image.layout.allocated >= 8 && image.modality_lut.is_none()
        }
        "RGB" => image.layout.allocated == 8 && image.layout.stored == 8,
        _ => false,
    }
}

/// Samples of a byte or less in words of the other order: their bytes are swapped in pairs (PS3.5
/// 8.1.2).
fn is_swapped(layout: Layout) -> bool {
    layout.allocated <= 8 && layout.endian == Endian::Big
}

/// Where a frame lies: the bytes that hold it, and the bit of the first that it begins at.
pub(super) struct Place {
    pub span: Span,
    pub first_bit: u8,
}

/// Frame after frame, without a gap between them (PS3.5 8.1.1).
pub(super) fn place(image: &Image, frame: u32, file_length: u64) -> Result<Place, Kind> {
    let (start, length) = match image.pixel_data {
        PixelData::Native { offset, length } => (offset, length),
        PixelData::Encapsulated { offset, .. } => {
            let what = "compressed samples in an uncompressed transfer syntax".to_owned();
            return Err(Kind::Malformed { what, at: offset });
        }
    };
    let frame_bits = frame_bits(image);
    let first_bit = frame_bits.saturating_mul(u64::from(frame));
    let unit = if is_swapped(image.layout) { 2 } else { 1 };
    let first = first_bit / (8 * unit) * unit;
    let last_bit = first_bit.saturating_add(frame_bits);
    let needed = last_bit.div_ceil(8).next_multiple_of(unit);
    let found = length.min(file_length.saturating_sub(start));
    if needed > found {
        return Err(Kind::EndsEarly { needed, found });
    }
    Ok(Place {
        span: Span {
            offset: start + first,
            length: needed - first,
        },
        first_bit: u8::try_from(first_bit - first * 8).unwrap_or_default(),
    })
}

fn frame_bits(image: &Image) -> u64 {
    let pixels = image.shape.pixels() as u64;
    let samples = if is_subsampled(image) {
        pixels.div_ceil(2) * 4
    } else {
        pixels * u64::from(image.shape.samples)
    };
    samples * u64::from(image.layout.allocated)
}

/// Two pixels share their chrominance (PS3.3 C.7.6.3.1.2).
fn is_subsampled(image: &Image) -> bool {
    image.photometric == "YBR_FULL_422" && image.shape.samples == 3
}

/// What numbers of floating point are decoded to: double precision is told to seven digits.
pub(super) const FLOAT: Layout = Layout::float(32, Endian::Little);

/// Numbers of single precision in their order.
fn floats(bytes: &[u8], layout: Layout) -> Vec<u8> {
    #[expect(clippy::cast_possible_truncation, reason = "rounded to the nearest")]
    let single = |cell: &[u8; 8]| match layout.endian {
        Endian::Little => f64::from_le_bytes(*cell) as f32,
        Endian::Big => f64::from_be_bytes(*cell) as f32,
    };
    if layout.allocated == 64 {
        let (cells, _) = bytes.as_chunks::<8>();
        return cells
            .iter()
            .flat_map(|cell| single(cell).to_le_bytes())
            .collect();
    }
    let (cells, _) = bytes.as_chunks::<4>();
    let turned = |cell: &[u8; 4]| match layout.endian {
        Endian::Little => *cell,
        Endian::Big => u32::from_be_bytes(*cell).to_le_bytes(),
    };
    cells.iter().flat_map(turned).collect()
}

/// No number in the place of padding: what is none is drawn, and measured, as padding is.
fn without_padding(numbers: &mut [u8], [low, high]: [f64; 2]) {
    // Of double precision the numbers were rounded, and so is what they are compared with.
    #[expect(clippy::cast_possible_truncation, reason = "rounded alike")]
    let [low, high] = [low as f32, high as f32];
    let (cells, _) = numbers.as_chunks_mut::<4>();
    for cell in cells {
        if (low..=high).contains(&f32::from_le_bytes(*cell)) {
            *cell = f32::NAN.to_le_bytes();
        }
    }
}

/// Samples as they lie in the file, from a bit of the first byte on.
pub(super) fn decode(mut bytes: Vec<u8>, first_bit: u8, image: &Image) -> Result<Samples, Kind> {
    let (mut layout, mut shape) = (image.layout, image.shape);
    if layout.float {
        let mut numbers = floats(&bytes, layout);
        if let Some(padding) = image.float_padding {
            without_padding(&mut numbers, padding);
        }
        return Samples::new(numbers, FLOAT, shape, image);
    }
    if is_swapped(layout) {
        for [one, other] in bytes.as_chunks_mut().0 {
            std::mem::swap(one, other);
        }
        layout.endian = Endian::Little;
    }
    if layout.allocated == 1 {
        return Samples::packed(&bytes, first_bit, image);
    }
    if first_bit >= 8 {
        bytes.remove(0);
    }
    if is_subsampled(image) {
        shape.planar = false;
        bytes = colour::expand_422(&bytes, layout.sample_bytes(), shape.pixels());
    }
    Samples::new(bytes, layout, shape, image)
}
