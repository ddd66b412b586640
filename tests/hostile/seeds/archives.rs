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
        (
            "locked",
            plain
                .with_deprecated_encryption(PASSWORD.as_bytes())
                .unwrap(),
        ),
    ];
    let of = |(name, options): (&str, SimpleFileOptions)| {
        let is_locked = ["aes", "locked"].contains(&name);
        seed(name, zip_of(options, if is_locked { ONE } else { ALL }))
    };
    kinds.map(of).into()
}

/// Members of an archive. A locked one has one, for each takes a thousand sums to open.
const ALL: usize = 3;
const ONE: usize = 1;

fn zip_of(options: SimpleFileOptions, count: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in members().into_iter().take(count) {
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
        ];
        for (kind, builder) in kinds {
            corpus.extend(written(builder, ALL, format!("{version:?}-{kind}")));
        }
    }
    for version in [
        ArchiveVersion::Rar20,
        ArchiveVersion::Rar40,
        ArchiveVersion::Rar50,
    ] {
        let locked = Builder::new(version).password(Some(PASSWORD.into()));
        corpus.extend(written(locked, ONE, format!("{version:?}-locked")));
    }
    let names = Builder::new(ArchiveVersion::Rar50).password(Some(PASSWORD.into()));
    corpus.extend(written(
        names.header_encryption(true),
        ONE,
        "locked-names".to_owned(),
    ));
    corpus
}

/// Not every version has every kind.
fn written(mut builder: Builder, count: usize, name: String) -> Option<Seed> {
    for (path, bytes) in members().into_iter().take(count) {
        builder.add_bytes(path.into(), bytes, None, None).ok()?;
    }
    builder.to_bytes().ok().map(|bytes| seed(name, bytes))
}

pub fn tar() -> Vec<Seed> {
    let long = "a-name-that-is-longer-than-a-header-holds/".repeat(4);
    let mut builder = tar::Builder::new(Vec::new());
    for (path, bytes) in members() {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        builder
            .append_data(&mut header, path, bytes.as_slice())
            .unwrap();
    }
    let ustar = builder.into_inner().unwrap();
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(4);
    builder
        .append_data(&mut header, long + "a.dcm", &b"DICM"[..])
        .unwrap();
    let gnu = builder.into_inner().unwrap();
    let mut builder = tar::Builder::new(Vec::new());
    let extensions = [("path", &b"pax/name.dcm"[..]), ("size", &b"4"[..])];
    builder.append_pax_extensions(extensions).unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_size(4);
    builder
        .append_data(&mut header, "short", &b"DICM"[..])
        .unwrap();
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
