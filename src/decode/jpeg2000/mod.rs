//! JPEG 2000: lossless 1.2.840.10008.1.2.4.90 and lossy 1.2.840.10008.1.2.4.91 (PS3.5 A.4.4), and
//! what High-Throughput JPEG 2000 shares with it, which differs by its code blocks alone.
//!
//! Written here: the crates at hand are slower than C compiled to WebAssembly, read HTJ2K of the
//! plainest structure only, and one leaves out broken code blocks without a word. Here whatever is
//! broken off or does not fit is refused: it would decode to a picture that is not the patient's.

mod bit_planes;
mod coefficient;
mod contexts;
mod header;
mod high_throughput;
mod layout;
mod mq;
mod packet_bits;
mod packets;
mod picture;
mod progression;
mod quad_bits;
mod quad_codes;
mod refinement;
mod segments;
mod size;
mod style;
mod tag_tree;
mod tile;
mod wavelet;

use dicom_dictionary_std::uids;

use super::{Codec, Colour, Decoder, Samples};
use crate::header::Image;
use crate::pixels::{Endian, Layout, Shape};
use crate::problem::Kind;
use header::Codestream;
use picture::Picture;
use tile::Workshop;

const NAME: &str = "JPEG 2000";

pub(super) const CODEC: Codec = Codec {
    name: NAME,
    syntaxes: &[
        (uids::JPEG2000_LOSSLESS, "JPEG 2000 (Lossless Only)"),
        (uids::JPEG2000, "JPEG 2000"),
    ],
    undoes_transforms: true,
};

pub(super) const DECODER: Decoder = Decoder {
    codec: &CODEC,
    decode,
};

/// SOC and SIZ.
const START: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];

fn fault(what: &str) -> Kind {
    Kind::Malformed {
        what: format!("{NAME}: {what}"),
        at: 0,
    }
}

/// A frame of either kind. The codestream is found in the boxes of a JP2 file too: those say
/// nothing that the DICOM header does not.
pub(super) fn decode(bytes: &[u8], image: &Image) -> Result<Samples, Kind> {
    let start = bytes.windows(START.len()).position(|four| four == START);
    let bytes = start.and_then(|start| bytes.get(start..));
    let bytes = bytes.ok_or_else(|| fault("no codestream"))?;
    let codestream = Codestream::read(bytes, |extent| extent.held_against(image, NAME))?;
    let layout = Layout {
        allocated: image.layout.allocated.max(8),
        endian: Endian::Little,
        ..image.layout
    };
    let shape = Shape {
        planar: false,
        ..image.shape
    };
    let picture = decoded(&codestream, layout.sample_bytes())?;
    let samples = Samples::new(picture.into_bytes(), layout, shape, image)?;
    // The transform of components has been undone.
    let colour = match image.photometric.as_str() {
        "YBR_RCT" | "YBR_ICT" => Colour::Rgb,
        _ => samples.colour(),
    };
    Ok(samples.in_colour(colour))
}

/// Tile by tile, in cells of so many bytes.
fn decoded(codestream: &Codestream<'_>, cell: usize) -> Result<Picture, Kind> {
    let size = &codestream.size;
    let mut workshop = Workshop::new();
    let mut picture = Picture::new(size, cell);
    for (number, parts) in codestream.tiles.iter().enumerate() {
        let area = size.tile(number);
        let settings = parts.settings.as_ref().unwrap_or(&codestream.settings);
        if parts.bodies.is_empty() {
            return Err(Kind::EndsEarly {
                needed: codestream.tiles.len() as u64,
                found: number as u64,
            });
        }
        let precision = size.extent.precision;
        let values = tile::decode(area, settings, precision, parts, &mut workshop)?;
        let transforms = settings
            .order
            .is_some_and(|order| order.transforms_components);
        picture.put(area, values, transforms)?;
    }
    Ok(picture)
}
