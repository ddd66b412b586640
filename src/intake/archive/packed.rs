//! One file that is packed by itself: gzip (RFC 1952), bzip2, xz, Zstandard (RFC 8878). Often it is
//! a TAR, an archive within this one.

use std::io::{BufReader, Error, Read, Seek as _, SeekFrom};

use bzip2::read::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::StreamingDecoder;

use super::{Choose, Listing, Member, Take, Volume, broken, damaged, limit, one_by_one, only};
use crate::limits;
use crate::problem::Kind;

/// The name of the one member: what packs it keeps none, or one that nobody relies on.
const NAME: &str = "unpacked";

/// KiB that a decoder may take for what it refers back to.
const DECODER_KIB: u32 = 256 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
}

const SIGNATURES: [(&[u8], Method); 4] = [
    (b"\x1f\x8b\x08", Method::Gzip),
    (b"BZh", Method::Bzip2),
    (b"\xfd7zXZ\0", Method::Xz),
    (b"\x28\xb5\x2f\xfd", Method::Zstandard),
];

fn method_of(first: &[u8]) -> Option<Method> {
    let found = SIGNATURES
        .iter()
        .find(|(signature, _)| first.starts_with(signature));
    found.map(|(_, method)| *method)
}

pub(super) fn is_one(first: &[u8]) -> bool {
    method_of(first).is_some()
}

pub struct Packed {
    volume: Box<dyn Volume>,
    method: Method,
    pub(super) listing: Listing,
}

impl Packed {
    pub(super) fn open(volumes: Vec<Box<dyn Volume>>) -> Result<Self, Kind> {
        let mut volume = only(volumes)?;
        let unreadable = |error: Error| damaged(error.to_string());
        let mut first = Vec::new();
        let begin = Read::take(&mut volume, super::SIGNATURE_BYTES).read_to_end(&mut first);
        begin.map_err(unreadable)?;
        let method = method_of(&first).ok_or(Kind::NotArchive)?;
        let packed = volume.seek(SeekFrom::End(0)).map_err(unreadable)?;
        let member = Member {
            index: 0,
            path: NAME.to_owned(),
            // It is not less, and is known when it is unpacked.
            bytes: packed,
            encrypted: false,
        };
        Ok(Self {
            volume,
            method,
            listing: Listing {
                members: vec![member],
                one_pass: false,
                cut: None,
            },
        })
    }

    pub(super) fn member(&mut self) -> Result<Vec<u8>, Kind> {
        let unreadable = |error: Error| broken(error.to_string());
        self.volume.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let source = BufReader::new(&mut self.volume);
        let mut decoder: Box<dyn Read + '_> = match self.method {
            Method::Gzip => Box::new(MultiGzDecoder::new(source)),
            Method::Bzip2 => Box::new(MultiBzDecoder::new(source)),
            Method::Xz => Box::new(XzReader::new_mem_limit(source, true, DECODER_KIB)),
            Method::Zstandard => {
                let decoder = StreamingDecoder::new(source);
                Box::new(decoder.map_err(|error| broken(error.to_string()))?)
            }
        };
        let mut bytes = Vec::new();
        let most = limits::MEMBER_BYTES + 1;
        let read = decoder.by_ref().take(most).read_to_end(&mut bytes);
        read.map_err(unreadable)?;
        limit(
            "bytes of a member",
            bytes.len() as u64,
            limits::MEMBER_BYTES,
        )?;
        Ok(bytes)
    }

    pub(super) fn unpack(&mut self, choose: &mut Choose<'_>, take: &mut Take<'_>) {
        let members = self.listing.members.clone();
        one_by_one(&members, choose, take, |_| self.member());
    }
}
