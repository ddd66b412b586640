//! Uncompressed samples, a fragment for each frame: 1.2.840.10008.1.2.1.98 (PS3.5 A.4.11).

use super::{Codec, Decoder, Samples, native};
use crate::header::Image;
use crate::pixels::{Endian, Layout};
use crate::problem::Kind;

pub(super) const CODEC: Codec = Codec {
    name: "Encapsulated",
    syntaxes: &[(
        "1.2.840.10008.1.2.1.98",
        "Encapsulated Uncompressed Explicit VR Little Endian",
    )],
    undoes_transforms: false,
};

pub(super) const DECODER: Decoder = Decoder {
    codec: &CODEC,
    decode,
};

fn decode(bytes: &[u8], image: &Image) -> Result<Samples, Kind> {
    uncompressed(bytes.to_vec(), image)
}

/// A frame that lies in its own bytes, little endian and from the first bit on.
pub(super) fn uncompressed(bytes: Vec<u8>, image: &Image) -> Result<Samples, Kind> {
    let layout = Layout {
        endian: Endian::Little,
        ..image.layout
    };
    let image = Image {
        layout,
        ..image.clone()
    };
    native::decode(bytes, 0, &image)
}
