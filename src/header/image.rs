//! What a data set says of its samples (PS3.3 C.7.6.3, C.7.5.1.1.2, C.11.1, C.11.2).

use std::sync::Arc;

use dicom_core::VR;
use dicom_dictionary_std::tags;

use super::dataset::{DataSet, PixelElement};
use super::fields::Field;
use super::{Image, PixelData, cover, lut};
use crate::limits;
use crate::pixels::{Endian, Layout, Rescale, Shape, VoiFunction, Window};
use crate::problem::Kind;

/// The image whose samples are in `pixels`, with so many bytes of the file behind its head.
pub(super) fn of(
    set: &DataSet<'_>,
    pixels: PixelElement,
    endian: Endian,
    left_in_file: u64,
) -> Result<Image, Kind> {
    let malformed = |what: &str| Kind::Malformed {
        what: what.to_owned(),
        at: pixels.offset,
    };
    let photometric = set
        .text(tags::PHOTOMETRIC_INTERPRETATION)
        .ok_or_else(|| malformed("no photometric interpretation"))?;
    let allocated = set
        .unsigned(tags::BITS_ALLOCATED)
        .ok_or_else(|| malformed("no bits allocated"))?;
    let samples = set.unsigned(tags::SAMPLES_PER_PIXEL).unwrap_or(1);
    // Samples of a byte or less lie in words or do not, whatever the order of the data set: those
    // in big endian words are swapped in pairs (PS3.5 8.1.2).
    let endian = if allocated <= 8 && pixels.head.vr != Some(VR::OW) {
        Endian::Little
    } else {
        endian
    };
    let cells: &[u8] = match pixels.head.tag {
        tags::FLOAT_PIXEL_DATA => &[32],
        tags::DOUBLE_FLOAT_PIXEL_DATA => &[64],
        _ => &[1, 8, 16, 32],
    };
    let float = pixels.head.tag != tags::PIXEL_DATA;
    let (Some(samples), Some(allocated_bits)) = (
        u8::try_from(samples)
            .ok()
            .filter(|n| *n == 1 || (*n == 3 && !float)),
        u8::try_from(allocated).ok().filter(|n| cells.contains(n)),
    ) else {
        return Err(Kind::PixelFormat {
            photometric,
            samples: u16::try_from(samples).unwrap_or(u16::MAX),
            allocated: u16::try_from(allocated).unwrap_or(u16::MAX),
        });
    };
    let layout = Some(Layout::float(allocated_bits, endian))
        .filter(|_| float)
        .or_else(|| layout(set, allocated_bits, endian))
        .ok_or_else(|| malformed("bits stored that do not fit in the bits allocated"))?;
    let rescale = rescale(set);
    let mut windows = windows(set);
    if float {
        exact(&mut windows);
    }
    // A table says more than the window that stands beside it for readers of windows alone.
    windows.splice(..0, lut::windows(set, layout.signed, rescale.as_ref()));
    let image = Image {
        shape: shape(set, samples).ok_or_else(|| malformed("no rows or columns"))?,
        layout,
        inverse: is_inverse(set, &photometric),
        photometric,
        frames: frames(set)?,
        rescale,
        windows,
        cover: cover::of(set, allocated_bits).map(Arc::new),
        modality_lut: lut::modality(set, layout.signed)
            .filter(|_| !float)
            .map(Box::new),
        padding: padding(set, layout.signed),
        float_padding: float_padding(set).filter(|_| float),
        pixel_data: pixel_data(set, pixels, left_in_file),
        palette: lut::palette(set, layout.signed).map(Box::new),
        undecoded: None,
    };
    if image.frame_bytes() > limits::FRAME_BYTES {
        return Err(Kind::OverLimit {
            what: "bytes of a frame".to_owned(),
            value: image.frame_bytes(),
            limit: limits::FRAME_BYTES,
        });
    }
    Ok(image)
}

/// PS3.3 C.11.6; C.8.11.3.1.2 has it stated beside the photometric interpretation that means the same.
fn is_inverse(set: &DataSet<'_>, photometric: &str) -> bool {
    match set.text(tags::PRESENTATION_LUT_SHAPE).as_deref() {
        Some("INVERSE") => true,
        Some("IDENTITY") => false,
        _ => photometric == "MONOCHROME1",
    }
}

fn shape(set: &DataSet<'_>, samples: u8) -> Option<Shape> {
    let extent = |tag| {
        set.unsigned(tag)
            .filter(|count| (1..=limits::ROWS_OR_COLUMNS).contains(count))
    };
    Some(Shape {
        columns: extent(tags::COLUMNS)?,
        rows: extent(tags::ROWS)?,
        samples,
        planar: samples > 1 && set.unsigned(tags::PLANAR_CONFIGURATION) == Some(1),
    })
}

/// Bits Stored defaults to all, High Bit to the one that the stored bits end at when they begin
/// at bit 0. Contradictions are not repaired: a guess here would show false values.
fn layout(set: &DataSet<'_>, allocated: u8, endian: Endian) -> Option<Layout> {
    let stored = set
        .unsigned(tags::BITS_STORED)
        .unwrap_or_else(|| u32::from(allocated));
    let stored = u8::try_from(stored)
        .ok()
        .filter(|bits| (1..=allocated).contains(bits))?;
    let high_bit = set
        .unsigned(tags::HIGH_BIT)
        .unwrap_or_else(|| u32::from(stored) - 1);
    let high_bit = u8::try_from(high_bit)
        .ok()
        .filter(|bit| (stored - 1..allocated).contains(bit))?;
    Some(Layout {
        allocated,
        stored,
        high_bit,
        signed: set.unsigned(tags::PIXEL_REPRESENTATION) == Some(1),
        float: false,
        endian,
    })
}

fn frames(set: &DataSet<'_>) -> Result<u32, Kind> {
    let frames = set.integer(tags::NUMBER_OF_FRAMES).unwrap_or(1).max(1);
    let frames = frames.unsigned_abs();
    if frames > limits::FRAMES_IN_A_FILE {
        return Err(Kind::OverLimit {
            what: "frames".to_owned(),
            value: u64::from(frames),
            limit: u64::from(limits::FRAMES_IN_A_FILE),
        });
    }
    Ok(frames)
}

/// Slope and intercept both, or none: half of the pair says nothing.
pub(super) fn rescale(set: &DataSet<'_>) -> Option<Rescale> {
    Some(Rescale {
        slope: set
            .number(tags::RESCALE_SLOPE)
            .filter(|slope| *slope != 0.0)?,
        intercept: set.number(tags::RESCALE_INTERCEPT)?,
        kind: set.text(tags::RESCALE_TYPE),
    })
}

/// In the file's order. One that is there twice, as some scanners write it, is one to choose.
pub(super) fn windows(set: &DataSet<'_>) -> Vec<Window> {
    let function = match set.text(tags::VOILUT_FUNCTION).as_deref() {
        Some("LINEAR_EXACT") => VoiFunction::LinearExact,
        Some("SIGMOID") => VoiFunction::Sigmoid,
        _ => VoiFunction::Linear,
    };
    let mut names = set
        .descriptions(tags::WINDOW_CENTER_WIDTH_EXPLANATION)
        .into_iter();
    let centers = set.numbers(tags::WINDOW_CENTER);
    let widths = set.numbers(tags::WINDOW_WIDTH);
    let all = centers
        .into_iter()
        .zip(widths)
        .take(limits::WINDOWS)
        .filter_map(|(center, width)| {
            let name = names.next().filter(|name| !name.is_empty());
            Some(Window {
                center: center?,
                width: width.filter(|width| *width > 0.0)?,
                function,
                name,
                table: None,
            })
        });
    let mut apart: Vec<Window> = Vec::new();
    for window in all {
        let [center, width] = [window.center, window.width].map(f64::to_bits);
        let is_same =
            |known: &Window| [known.center, known.width].map(f64::to_bits) == [center, width];
        if !apart.iter().any(is_same) {
            apart.push(window);
        }
    }
    apart
}

/// What LINEAR takes off a width is a step of whole numbers, which floating point has none of.
pub(super) fn exact(windows: &mut [Window]) {
    for window in windows {
        if window.function == VoiFunction::Linear {
            window.function = VoiFunction::LinearExact;
        }
    }
}

/// PS3.3 C.7.5.1.1.2: a value, or a range when there is a limit.
fn padding(set: &DataSet<'_>, signed: bool) -> Option<[i64; 2]> {
    let stored = |bits: u16| {
        if signed {
            i64::from(bits.cast_signed())
        } else {
            i64::from(bits)
        }
    };
    let value = stored(set.sixteen_bits(tags::PIXEL_PADDING_VALUE)?);
    let limit = set
        .sixteen_bits(tags::PIXEL_PADDING_RANGE_LIMIT)
        .map_or(value, stored);
    Some([value.min(limit), value.max(limit)])
}

/// The same of floating point (PS3.3 C.7.6.24, C.7.6.25).
fn float_padding(set: &DataSet<'_>) -> Option<[f64; 2]> {
    let either = |single, double| set.float(single).or_else(|| set.float(double));
    let value = either(
        tags::FLOAT_PIXEL_PADDING_VALUE,
        tags::DOUBLE_FLOAT_PIXEL_PADDING_VALUE,
    )?;
    let limit = either(
        tags::FLOAT_PIXEL_PADDING_RANGE_LIMIT,
        tags::DOUBLE_FLOAT_PIXEL_PADDING_RANGE_LIMIT,
    );
    let limit = limit.unwrap_or(value);
    Some([value.min(limit), value.max(limit)])
}

fn pixel_data(set: &DataSet<'_>, pixels: PixelElement, left_in_file: u64) -> PixelData {
    let offset = pixels.offset;
    match pixels.head.length {
        Some(length) => PixelData::Native {
            offset,
            length: u64::from(length),
        },
        // Implicit VR leaves a length open only where the samples simply run on to the end.
        None if pixels.head.vr.is_none() => PixelData::Native {
            offset,
            length: left_in_file,
        },
        None => PixelData::Encapsulated {
            offset,
            table: set.get(tags::EXTENDED_OFFSET_TABLE).map(Field::span),
        },
    }
}
