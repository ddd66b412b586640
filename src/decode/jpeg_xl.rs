//! JPEG XL (ISO/IEC 18181): lossless 1.2.840.10008.1.2.4.110, of a JPEG
//! 1.2.840.10008.1.2.4.111, lossy 1.2.840.10008.1.2.4.112 (PS3.5 A.4.14 to A.4.16).

use jxl::api::{
    Endianness, Event, JxlBitDepth, JxlColorType, JxlDataFormat, JxlDecoder, JxlDecoderOptions,
    JxlOutputBuffer, JxlPixelFormat, ProfileLevel,
};

use super::raster::{self, Extent};
use super::{Codec, Colour, Decoder, Samples};
use crate::header::Image;
use crate::problem::Kind;

const NAME: &str = "JPEG XL";

pub(super) const CODEC: Codec = Codec {
    name: NAME,
    syntaxes: &[
        ("1.2.840.10008.1.2.4.110", "JPEG XL Lossless"),
        ("1.2.840.10008.1.2.4.112", "JPEG XL"),
    ],
    undoes_transforms: true,
};

/// A JPEG, whose transform of colours the codestream knows of.
pub(super) const RECOMPRESSED: Codec = Codec {
    name: "JPEG XL of a JPEG",
    syntaxes: &[("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression")],
    undoes_transforms: true,
};

pub(super) const DECODER: Decoder = Decoder {
    codec: &CODEC,
    decode,
};

pub(super) const RECOMPRESSED_DECODER: Decoder = Decoder {
    codec: &RECOMPRESSED,
    decode: |bytes, image| {
        let samples = decode(bytes, image)?;
        let is_ybr = samples.colour() == Colour::Ybr;
        Ok(if is_ybr {
            samples.in_colour(Colour::Rgb)
        } else {
            samples
        })
    },
};

/// Bytes of a value, and what its place in memory is a multiple of.
const CELL: usize = 2;

fn malformed(what: impl std::fmt::Display) -> Kind {
    Kind::Malformed {
        what: format!("{NAME}: {what}"),
        at: 0,
    }
}

fn decode(mut bytes: &[u8], image: &Image) -> Result<Samples, Kind> {
    let mut decoder = JxlDecoder::new(options(image));
    run_to(&mut decoder, &mut bytes, None, |event| {
        event == Event::BasicInfo
    })?;
    let extent = extent(&decoder)?.held_against(image, NAME)?;
    // Cells as deep as those of the header may hold more than its stored bits, others may not.
    let layout = image.layout;
    if extent.precision > layout.high_bit + 1 && extent.precision != layout.allocated {
        return Err(malformed("values of more bits than are stored"));
    }
    let format = format(&decoder, extent);
    decoder.set_pixel_format(format).map_err(malformed)?;
    let row = extent.columns as usize * extent.components * CELL;
    let rows = extent.rows as usize;
    let mut cells = vec![0; row * rows + CELL];
    let skipped = cells.as_ptr().align_offset(CELL);
    let cells = cells.get_mut(skipped..).unwrap_or_default();
    let mut out = [JxlOutputBuffer::new(cells, rows, row)];
    run_to(&mut decoder, &mut bytes, Some(&mut out), |event| {
        matches!(event, Event::FrameComplete { .. } | Event::Complete)
    })?;
    let (cells, _) = cells.as_chunks::<CELL>();
    let count = extent.pixels() * extent.components;
    let values = cells.iter().take(count).copied().map(u16::from_le_bytes);
    raster::samples(&values.collect::<Vec<_>>(), image)
}

fn options(image: &Image) -> JxlDecoderOptions {
    /// Beside the colours there may be other channels, and frames that are larger than the image.
    const CHANNELS: usize = 8;
    const LARGER: usize = 1 << 16;
    let mut options = JxlDecoderOptions::default();
    let samples = image.shape.pixels().saturating_mul(CHANNELS);
    options.sample_limit = Some(samples.saturating_add(LARGER));
    options.max_profile_level = ProfileLevel::Main10;
    options.high_precision = true;
    options
}

/// Goes on until something has happened.
fn run_to(
    decoder: &mut JxlDecoder,
    bytes: &mut &[u8],
    mut out: Option<&mut [JxlOutputBuffer<'_>]>,
    is_it: impl Fn(Event) -> bool,
) -> Result<(), Kind> {
    let length = bytes.len() as u64;
    loop {
        let event = decoder.process(bytes, out.as_deref_mut(), None);
        match event.map_err(malformed)? {
            Event::NeedMoreInput { size_hint } => {
                return Err(Kind::EndsEarly {
                    needed: length.saturating_add(size_hint as u64),
                    found: length,
                });
            }
            event if is_it(event) => return Ok(()),
            Event::Complete => return Err(malformed("no frame")),
            _ => {}
        }
    }
}

fn extent(decoder: &JxlDecoder) -> Result<Extent, Kind> {
    const DEEPEST: u32 = 16;
    let info = decoder.basic_info().ok_or_else(|| malformed("no header"))?;
    let JxlBitDepth::Int { bits_per_sample } = info.bit_depth else {
        return Err(malformed("values that are no whole numbers"));
    };
    let is_grey = decoder
        .current_pixel_format()
        .is_none_or(|format| format.color_type.is_grayscale());
    let precision = u8::try_from(bits_per_sample.min(DEEPEST + 1)).unwrap_or(u8::MAX);
    let (columns, rows) = info.size;
    let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
    if u32::from(precision) > DEEPEST {
        return Err(malformed("values of more than 16 bits"));
    }
    Ok(Extent {
        columns: side(columns),
        rows: side(rows),
        components: if is_grey { 1 } else { 3 },
        precision,
    })
}

/// Values as they were coded, and no other channels.
fn format(decoder: &JxlDecoder, extent: Extent) -> JxlPixelFormat {
    let others = decoder
        .basic_info()
        .map_or(0, |info| info.extra_channels.len());
    JxlPixelFormat {
        color_type: if extent.components == 1 {
            JxlColorType::Grayscale
        } else {
            JxlColorType::Rgb
        },
        color_data_format: Some(JxlDataFormat::U16 {
            endianness: Endianness::LittleEndian,
            bit_depth: extent.precision,
        }),
        extra_channel_format: vec![None; others],
    }
}
