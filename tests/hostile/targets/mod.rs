//! What is done with hostile bytes, one target for each thing that reads them. Nothing is expected
//! of the answers but that they come, that memory stays within what `limits` allow, and what each
//! target asserts. Shared by `tests/hostile` and by the fuzzer in `fuzz/`.

mod archive;
pub mod codestream;
mod copy;
mod file;
mod lesson;
mod series;
mod text;

/// What reads hostile bytes.
#[derive(Clone, Copy)]
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
}

macro_rules! targets {
    ($($name:ident: $run:expr,)*) => {
        pub const TARGETS: &[Target] = &[$(Target { name: stringify!($name), run: $run },)*];
    };
}

targets! {
    zip: archive::run,
    rar: archive::run,
    seven: archive::run,
    tar: archive::run,
    gzip: archive::run,
    bzip2: archive::run,
    xz: archive::run,
    zstandard: archive::run,
    header: file::header,
    frames: file::frames,
    segments: file::frames,
    objects: file::header,
    copy: copy::run,
    series: series::run,
    text: text::run,
    lesson: lesson::run,
    rle: |data| codestream::run("1.2.840.10008.1.2.5", data),
    jpeg: |data| codestream::run("1.2.840.10008.1.2.4.50", data),
    jpeg_ls: |data| codestream::run("1.2.840.10008.1.2.4.80", data),
    jpeg2000: |data| codestream::run("1.2.840.10008.1.2.4.90", data),
    htj2k: |data| codestream::run("1.2.840.10008.1.2.4.201", data),
    jpegxl: |data| codestream::run("1.2.840.10008.1.2.4.110", data),
    deflated: |data| codestream::run("1.2.840.10008.1.2.8.1", data),
    fragments: codestream::fragments,
}

/// The target of this name.
pub fn named(name: &str) -> Option<Target> {
    TARGETS.iter().copied().find(|target| target.name == name)
}
