//! JPEG 2000: lossless 1.2.840.10008.1.2.4.90 and lossy 1.2.840.10008.1.2.4.91 (PS3.5 A.4.4).

use dicom_dictionary_std::uids;
use hayro_jpeg2000::{DecodeSettings, DecoderContext};

use super::codestream::Codestream;
use super::{Codec, Decoder, Samples};
use crate::header::Image;
use crate::problem::Kind;

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

fn decode(bytes: &[u8], image: &Image) -> Result<Samples, Kind> {
    let codestream = Codestream::new(bytes, image, NAME)?;
    let malformed = |error: hayro_jpeg2000::DecodeError| Kind::Malformed {
        what: format!("{NAME}: {error}"),
        at: 0,
    };
    // What is broken off is refused: it would decode to a picture that is not the patient's.
    let settings = DecodeSettings {
        strict: true,
        ..DecodeSettings::default()
    };
    let parsed = hayro_jpeg2000::Image::new(codestream.bytes, &settings).map_err(malformed)?;
    let mut context = DecoderContext::default();
    let decoded = parsed.decode(&mut context).map_err(malformed)?;
    let shift = codestream.sign_shift();
    let components = decoded.components().iter().map(|component| {
        let value = move |value: &f32| {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "of at most 16 bits; more are cut off"
            )]
            // An instruction; halves to the odd side too would be a call for each value.
            let rounded = value.round_ties_even() as i32;
            rounded.saturating_add(shift)
        };
        component.samples().iter().map(value)
    });
    codestream.samples(components, image)
}
