//! Archives that are written here, small: of each method, of each kind of lock.

use std::io::{Cursor, Write as _};

use rars::{ArchiveVersion, Builder};
use zip::unstable::write::FileOptionsExt as _;
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod};

use super::{Seed, seed};

/// As the target opens them, and as 7-Zip locked those of `tests/data/packed`.
const PASSWORD: &str = "s3cret";

fn text() -> Vec<u8> {
    let words = "a slice lies between two slices, and a slice lies behind a slice; ";
    words.repeat(6).into_bytes()
}

fn members() -> [(&'static str, Vec<u8>); 3] {
    [
        ("case/a.dcm", text()),
        ("case/b.dcm", (0..=255).collect()),
        ("empty", Vec::new()),
    ]
}

pub fn zip() -> Vec<Seed> {
    let plain = SimpleFileOptions::default();
    let stored = plain.compression_method(CompressionMethod::Stored);
    let kinds = [
        ("deflated", plain),
        ("stored", stored),
        ("zip64", plain.large_file(true)),
        ("aes", plain.with_aes_encryption(AesMode::Aes256, PASSWORD)),
        ("locked", plain.with_deprecated_encryption(PASSWORD.as_bytes()).unwrap()),
    ];
    kinds.map(|(name, options)| seed(name, zip_of(options))).into()
}

fn zip_of(options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in members() {
        writer.start_file(path, options).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn rar() -> Vec<Seed> {
    let versions = [
        ArchiveVersion::Rar14,
        ArchiveVersion::Rar15,
        ArchiveVersion::Rar20,
        ArchiveVersion::Rar29,
        ArchiveVersion::Rar40,
        ArchiveVersion::Rar50,
        ArchiveVersion::Rar70,
    ];
    let mut corpus = Vec::new();
    for version in versions {
        let plain = || Builder::new(version);
        let kinds = [
            ("packed", plain()),
            ("stored", plain().store(true)),
            ("solid", plain().solid(true)),
            ("locked", plain().password(Some(PASSWORD.into()))),
            (
                "locked-names",
                plain().password(Some(PASSWORD.into())).header_encryption(true),
            ),
        ];
        for (kind, mut builder) in kinds {
            for (path, bytes) in members() {
                builder.add_bytes(path.into(), bytes, None, None).unwrap();
            }
            // Not every version has every kind.
            let written = builder.to_bytes();
            corpus.extend(written.map(|bytes| seed(format!("{version:?}-{kind}"), bytes)));
        }
    }
    corpus
}

pub fn tar() -> Vec<Seed> {
    let long = "a-name-that-is-longer-than-a-header-holds/".repeat(4);
    let mut builder = tar::Builder::new(Vec::new());
    for (path, bytes) in members() {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, path, bytes.as_slice()).unwrap();
    }
    let ustar = builder.into_inner().unwrap();
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(4);
    builder.append_data(&mut header, long + "a.dcm", &b"DICM"[..]).unwrap();
    let gnu = builder.into_inner().unwrap();
    let mut builder = tar::Builder::new(Vec::new());
    let extensions = [("path", &b"pax/name.dcm"[..]), ("size", &b"4"[..])];
    builder.append_pax_extensions(extensions).unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_size(4);
    builder.append_data(&mut header, "short", &b"DICM"[..]).unwrap();
    let pax = builder.into_inner().unwrap();
    vec![seed("ustar", ustar), seed("gnu", gnu), seed("pax", pax)]
}

pub fn gzip() -> Seed {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(&text()).unwrap();
    seed("small", writer.finish().unwrap())
}

pub fn bzip2() -> Seed {
    let mut writer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    writer.write_all(&text()).unwrap();
    seed("small", writer.finish().unwrap())
}
