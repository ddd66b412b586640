//! A file's samples -> frames. One codec family a file; this one chooses.
//!
//! Uncompressed grey and 8-bit RGB are drawn as they lie ([`frame_span`]). All else is decoded
//! ([`samples`]) into what [`decoded`] says beforehand: grey as stored, colour as RGB of 8 bits.

#![warn(clippy::indexing_slicing)]

mod as_coded;
mod bits;
mod colour;
mod deflated;
mod encapsulated;
mod file;
mod fragments;
mod htj2k;
mod items;
mod jpeg;
mod jpeg2000;
mod jpeg_ls;
mod jpeg_xl;
mod lut;
mod native;
mod palette;
mod raster;
mod rle;
mod samples;
mod stated;

use std::sync::Arc;

use crate::header::{Image, PixelData};
use crate::pixels::{Cover, Endian, Layout, Rescale, Shape};
use crate::problem::{Kind, Problem, Stage};

pub use crate::header::Span;
pub use as_coded::{AsCoded, as_coded};
pub use deflated::inflate_data_set;
pub use file::ReadAt;
pub use fragments::Frames;
pub use samples::{Colour, Samples};

/// One family of transfer syntaxes of encapsulated pixel data.
#[derive(Debug, PartialEq, Eq)]
pub struct Codec {
    pub name: &'static str,
    /// UIDs with their names (PS3.6 A.1).
    pub syntaxes: &'static [(&'static str, &'static str)],
    /// Its codestreams may hold RGB as `YBR_RCT`, `YBR_ICT` or `XYB`, and it gives RGB.
    undoes_transforms: bool,
}

/// What reads a family: a frame -> samples. A program carries only those that it names.
pub struct Decoder {
    codec: &'static Codec,
    decode: fn(&[u8], &Image) -> Result<Samples, Kind>,
}

/// Those of the worker that every visit loads.
pub const NEAR: &[Decoder] = &[
    rle::DECODER,
    jpeg::DECODER,
    deflated::DECODER,
    encapsulated::DECODER,
];

/// All of them.
pub const ALL: &[Decoder] = &[
    rle::DECODER,
    jpeg::DECODER,
    deflated::DECODER,
    encapsulated::DECODER,
    jpeg_ls::DECODER,
    jpeg2000::DECODER,
    htj2k::DECODER,
    jpeg_xl::DECODER,
    jpeg_xl::RECOMPRESSED_DECODER,
];

/// All that is known of compressed samples.
pub const CODECS: [&Codec; 9] = [
    &rle::CODEC,
    &jpeg::CODEC,
    &jpeg_ls::CODEC,
    &jpeg2000::CODEC,
    &htj2k::CODEC,
    &jpeg_xl::CODEC,
    &jpeg_xl::RECOMPRESSED,
    &deflated::CODEC,
    &encapsulated::CODEC,
];

/// The transfer syntaxes whose samples are not compressed by frames, by UID and name.
pub const UNCOMPRESSED: &[(&str, &str)] = native::SYNTAXES;

fn codec(transfer_syntax: &str) -> Option<&'static Codec> {
    let reads = |codec: &&Codec| {
        let mut uids = codec.syntaxes.iter().map(|(uid, _)| *uid);
        uids.any(|uid| uid == transfer_syntax)
    };
    CODECS.into_iter().find(reads)
}

/// Frames of this transfer syntax are shown, whoever decodes them.
#[must_use]
pub fn is_shown(transfer_syntax: &str) -> bool {
    native::reads(transfer_syntax) || codec(transfer_syntax).is_some()
}

/// What a file's frames are once they are decoded. Where they can be drawn as they lie, the image
/// itself; else what the file says is kept in [`Image::undecoded`].
///
/// # Errors
/// [`Kind::TransferSyntax`] where no codec here reads it, [`Kind::PixelFormat`] where its samples
/// are not shown, [`Kind::Malformed`] of a palette image without its palette.
pub fn decoded(image: Image, transfer_syntax: &str) -> Result<Image, Problem> {
    let at_stage = |kind: Kind| kind.at(Stage::Decode);
    let is_native = native::reads(transfer_syntax);
    if !is_shown(transfer_syntax) {
        let uid = transfer_syntax.to_owned();
        return Err(at_stage(Kind::TransferSyntax { uid }));
    }
    let undoes_transforms = codec(transfer_syntax).is_some_and(|codec| codec.undoes_transforms);
    if matches!(image.photometric.as_str(), "YBR_RCT" | "YBR_ICT" | "XYB") && !undoes_transforms {
        return Err(at_stage(samples::not_shown(&image)));
    }
    let colour = Colour::of(&image).map_err(at_stage)?;
    if is_native && native::is_drawn_as_it_lies(&image) {
        return Ok(image);
    }
    let undecoded = Some(Box::new(Image {
        cover: None,
        ..image.clone()
    }));
    if let (Colour::Grey, Some(modality)) = (colour, &image.modality_lut) {
        let rescale = Rescale {
            slope: 1.0,
            intercept: 0.0,
            kind: modality.kind.clone(),
        };
        return Ok(Image {
            layout: lut::MODALITY_VALUES,
            rescale: Some(rescale),
            padding: None,
            modality_lut: None,
            cover: without_cells(image.cover.as_deref()),
            undecoded,
            ..image
        });
    }
    if colour == Colour::Grey {
        let layout = Layout {
            allocated: image.layout.allocated.max(8),
            endian: Endian::Little,
            ..image.layout
        };
        let layout = if layout.float { native::FLOAT } else { layout };
        return Ok(Image {
            layout,
            float_padding: None,
            undecoded,
            ..image
        });
    }
    Ok(Image {
        layout: colour::LAYOUT,
        shape: Shape {
            samples: 3,
            planar: false,
            ..image.shape
        },
        photometric: "RGB".to_owned(),
        rescale: None,
        windows: Vec::new(),
        padding: None,
        palette: None,
        modality_lut: None,
        cover: without_cells(image.cover.as_deref()),
        undecoded,
        ..image
    })
}

/// What lies over an image whose cells are others than those of its file.
fn without_cells(cover: Option<&Cover>) -> Option<Arc<Cover>> {
    cover.and_then(Cover::without_cells).map(Arc::new)
}

/// Where a frame (from 0) lies in its file, of an image that is drawn as it lies.
///
/// # Errors
/// [`Kind::EndsEarly`] where the file does not hold all of it.
pub fn frame_span(image: &Image, frame: u32, file_length: u64) -> Result<Span, Problem> {
    let place = native::place(image, frame, file_length);
    let place = place.map_err(|kind| kind.at(Stage::Decode))?;
    Ok(place.span)
}

/// A frame's samples (from 0), as [`decoded`] says of them. `known` keeps what is found of the
/// file for its next frame.
///
/// # Errors
/// What the file, its fragments and its codec say; [`Kind::TransferSyntax`] where it is none of
/// these decoders'.
pub fn samples(
    decoders: &[Decoder],
    file: &mut impl ReadAt,
    image: &Image,
    transfer_syntax: &str,
    frame: u32,
    known: &mut Option<Frames>,
) -> Result<Vec<u8>, Problem> {
    let in_file = image.undecoded.as_deref().unwrap_or(image);
    let stored = stored(decoders, file, in_file, transfer_syntax, frame, known)?;
    let drawn = match (stored.colour(), &in_file.palette) {
        (Colour::Grey, _) => match &in_file.modality_lut {
            Some(modality) => lut::modality_values(file, &modality.lut, &stored),
            None => Ok(stored.into_bytes()),
        },
        (Colour::Palette, Some(palette)) => palette::apply(file, palette, &stored),
        _ => colour::to_rgb(stored),
    };
    drawn.map_err(|kind| kind.at(Stage::Decode))
}

/// A frame's stored values (from 0), before palette and colour: `image` as the header has it.
///
/// # Errors
/// As [`samples`].
pub fn stored(
    decoders: &[Decoder],
    file: &mut impl ReadAt,
    image: &Image,
    transfer_syntax: &str,
    frame: u32,
    known: &mut Option<Frames>,
) -> Result<Samples, Problem> {
    stored_or_kind(decoders, file, image, transfer_syntax, frame, known)
        .map_err(|kind| kind.at(Stage::Decode))
}

fn stored_or_kind(
    decoders: &[Decoder],
    file: &mut impl ReadAt,
    image: &Image,
    transfer_syntax: &str,
    frame: u32,
    known: &mut Option<Frames>,
) -> Result<Samples, Kind> {
    if native::reads(transfer_syntax) {
        let place = native::place(image, frame, file.length())?;
        return native::decode(file.read_at(place.span)?, place.first_bit, image);
    }
    let codec = codec(transfer_syntax);
    let decoder = codec.and_then(|codec| decoders.iter().find(|it| it.codec == codec));
    let decoder = decoder.ok_or_else(|| Kind::TransferSyntax {
        uid: transfer_syntax.to_owned(),
    })?;
    let bytes = match image.pixel_data {
        PixelData::Encapsulated { offset, table } => {
            let (place, number) = ((offset, table), (frame, image.frames));
            fragments::frame(file, place, number, known)?
        }
        PixelData::Native { offset, .. } => {
            let what = "uncompressed samples in a compressed transfer syntax".to_owned();
            return Err(Kind::Malformed { what, at: offset });
        }
    };
    (decoder.decode)(&bytes, image)
}

#[cfg(test)]
mod tests;
