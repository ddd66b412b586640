//! Deflated: single frames, 1.2.840.10008.1.2.8.1 (PS3.5 A.4.13), and whole data sets,
//! 1.2.840.10008.1.2.1.99 (PS3.5 A.5).

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use super::encapsulated::uncompressed;
use super::{Codec, Decoder, Samples};
use crate::header::Image;
use crate::limits;
use crate::problem::{Kind, Problem, Stage};

pub(super) const CODEC: Codec = Codec {
    name: "Deflate",
    syntaxes: &[("1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression")],
    undoes_transforms: false,
};

pub(super) const DECODER: Decoder = Decoder {
    codec: &CODEC,
    decode,
};

/// The bytes of an uncompressed little-endian frame, deflated.
fn decode(bytes: &[u8], image: &Image) -> Result<Samples, Kind> {
    let frame_bytes = usize::try_from(image.frame_bytes()).unwrap_or(usize::MAX);
    // A frame of odd length is padded before it is deflated.
    let inflated = inflate(bytes, frame_bytes.saturating_add(1))?;
    uncompressed(inflated, image)
}

/// A file whose data set is deflated from this offset on -> the same file with the data set
/// inflated.
///
/// # Errors
/// [`Kind::Malformed`], and [`Kind::OverLimit`] where it grows beyond what is safe.
pub fn inflate_data_set(file: &[u8], offset: u64) -> Result<Vec<u8>, Problem> {
    let at = usize::try_from(offset).unwrap_or(usize::MAX);
    let (meta, deflated) = file.split_at_checked(at).unwrap_or((file, &[]));
    let limit = usize::try_from(limits::INFLATED_BYTES).unwrap_or(usize::MAX);
    let data_set = inflate(deflated, limit).map_err(|kind| kind.at(Stage::Header))?;
    Ok([meta, &data_set].concat())
}

fn inflate(deflated: &[u8], limit: usize) -> Result<Vec<u8>, Kind> {
    decompress_to_vec_with_limit(deflated, limit).map_err(|error| {
        if error.status == TINFLStatus::HasMoreOutput {
            Kind::OverLimit {
                what: "inflated bytes".to_owned(),
                value: error.output.len() as u64 + 1,
                limit: limit as u64,
            }
        } else {
            Kind::Malformed {
                what: format!("deflated bytes that cannot be inflated ({error})"),
                at: 0,
            }
        }
    })
}
