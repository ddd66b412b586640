//! High-Throughput JPEG 2000: lossless 1.2.840.10008.1.2.4.201 and 1.2.840.10008.1.2.4.202, lossy
//! 1.2.840.10008.1.2.4.203 (PS3.5 A.4.12).

use dicom_dictionary_std::uids;
use openjph_core::OjphError;
use openjph_core::codestream::Codestream as Decoder;
use openjph_core::file::MemInfile;

use super::codestream::{Codestream, Transform};
use super::{Codec, Samples};
use crate::header::Image;
use crate::problem::Kind;

const NAME: &str = "HTJ2K";

pub(super) const CODEC: Codec = Codec {
    name: NAME,
    syntaxes: &[
        (
            uids::HTJ2K_LOSSLESS,
            "High-Throughput JPEG 2000 (Lossless Only)",
        ),
        (
            uids::HTJ2K_LOSSLESS_RPCL,
            "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)",
        ),
        (uids::HTJ2K, "High-Throughput JPEG 2000"),
    ],
    undoes_transforms: true,
    decode,
};

fn decode(bytes: &[u8], image: &Image) -> Result<Samples, Kind> {
    let codestream = Codestream::new(bytes, image, NAME)?;
    let mut components = components(&codestream).map_err(|error| Kind::Malformed {
        what: format!("{NAME}: {error}"),
        at: 0,
    })?;
    if let [first, second, third] = components.as_mut_slice() {
        let pixels = first.iter_mut().zip(second).zip(third);
        let transform = codestream.transform();
        for ((first, second), third) in pixels {
            [*first, *second, *third] = transformed(transform, [*first, *second, *third]);
        }
    }
    let shift = codestream.level_shift();
    let values = components.into_iter().map(|component| {
        component
            .into_iter()
            .map(move |value| value.saturating_add(shift))
    });
    codestream.samples(values, image)
}

/// The values of each component, before the transform of the components is undone and before
/// they are shifted: the decoder leaves out the one, and would cut off at the range of the other
/// what the first still needs. Of signed components it does neither.
fn components(codestream: &Codestream<'_>) -> Result<Vec<Vec<i32>>, OjphError> {
    let signed = codestream.with_signed_components();
    let mut file = MemInfile::new(&signed);
    let mut decoder = Decoder::new();
    decoder.read_headers(&mut file)?;
    decoder.create(&mut file)?;
    let mut components = vec![Vec::new(); codestream.extent.components];
    for _ in 0..codestream.extent.rows {
        for (number, component) in (0..).zip(&mut components) {
            component.extend(decoder.pull(number).unwrap_or_default());
        }
    }
    Ok(components)
}

/// ISO/IEC 15444-1 G.2.2 and G.3.2.
fn transformed(transform: Transform, [y, cb, cr]: [i32; 3]) -> [i32; 3] {
    match transform {
        Transform::None => [y, cb, cr],
        Transform::Reversible => {
            let green = y.saturating_sub(cb.saturating_add(cr) >> 2);
            [cr.saturating_add(green), green, cb.saturating_add(green)]
        }
        Transform::Irreversible => {
            let [y, cb, cr] = [y, cb, cr].map(f64::from);
            let colours = [
                y + 1.402 * cr,
                y - 0.344_136 * cb - 0.714_136 * cr,
                y + 1.772 * cb,
            ];
            #[expect(
                clippy::cast_possible_truncation,
                reason = "of at most 16 bits; more are cut off"
            )]
            colours.map(|value| value.round() as i32)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transforms_are_undone() {
        // G.2.1 of 200, 100, 51: floor of a quarter of (200 + 2 * 100 + 51), differences to green.
        let coded = [112, 51 - 100, 200 - 100];
        assert_eq!(transformed(Transform::Reversible, coded), [200, 100, 51]);
        assert_eq!(transformed(Transform::None, coded), coded);
        let grey = transformed(Transform::Irreversible, [90, 0, 0]);
        assert_eq!(grey, [90, 90, 90]);
    }
}
