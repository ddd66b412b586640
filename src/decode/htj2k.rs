//! High-Throughput JPEG 2000: lossless 1.2.840.10008.1.2.4.201 and 1.2.840.10008.1.2.4.202, lossy
//! 1.2.840.10008.1.2.4.203 (PS3.5 A.4.12).

use super::{Codec, Decoder, jpeg2000};
use dicom_dictionary_std::uids;

pub(super) const CODEC: Codec = Codec {
    name: "HTJ2K",
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
};

pub(super) const DECODER: Decoder = Decoder {
    codec: &CODEC,
    decode: jpeg2000::decode,
};
