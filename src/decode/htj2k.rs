//! High-Throughput JPEG 2000: lossless 1.2.840.10008.1.2.4.201 and 1.2.840.10008.1.2.4.202, lossy
//! 1.2.840.10008.1.2.4.203 (PS3.5 A.4.12).

use dicom_dictionary_std::uids;
use openjph_core::OjphError;
use openjph_core::codestream::Codestream as Decoder;
use openjph_core::file::MemInfile;

use super::codestream::Codestream;
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
    decode,
};

fn decode(bytes: &[u8], image: &Image) -> Result<Samples, Kind> {
    let codestream = Codestream::new(bytes, image, NAME)?;
    let rows = codestream.extent.rows as usize;
    let components = components(&codestream).map_err(|error| Kind::Malformed {
        what: format!("{NAME}: {error}"),
        at: 0,
    })?;
    if components.iter().any(|component| component.len() < rows) {
        return Err(Kind::EndsEarly {
            needed: rows as u64,
            found: components.iter().map(Vec::len).min().unwrap_or(0) as u64,
        });
    }
    let values = components
        .iter()
        .map(|component| component.iter().flatten().copied());
    codestream.samples(values, image)
}

/// The rows of each component.
fn components(codestream: &Codestream<'_>) -> Result<Vec<Vec<Vec<i32>>>, OjphError> {
    let mut file = MemInfile::new(codestream.bytes);
    let mut decoder = Decoder::new();
    decoder.read_headers(&mut file)?;
    decoder.create(&mut file)?;
    let mut components = vec![Vec::new(); codestream.extent.components];
    for _ in 0..codestream.extent.rows {
        for (number, rows) in (0..).zip(&mut components) {
            rows.extend(decoder.pull(number));
        }
    }
    Ok(components)
}
