//! Files of every family, broken off at every length and with junk in them: they end in an image or
//! a problem, never in a panic, and never in more memory than their own size and their image's
//! justify.

#![expect(clippy::panic, reason = "a test")]

#[path = "memory/counted.rs"]
mod counted;
#[path = "memory/mod.rs"]
mod memory;
#[path = "memory/opened.rs"]
mod opened;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use xtask::synthetic::random::Random;

/// One of each way to lie in a file, and of each way to be coded.
const FILES: [&str; 27] = [
    "explicit-16-12-11s.dcm",
    "implicit-8-8-7u.dcm",
    "big-ow-rgb.dcm",
    "deflated-16-16-15u.dcm",
    "encapsulated-rgb-1.dcm",
    "deflated-frame-bits.dcm",
    "explicit-palette-segmented.dcm",
    "explicit-422.dcm",
    "rle-rgb-16.dcm",
    "fragments-rle-several-empty.dcm",
    "jpeg-50-turbo-420.dcm",
    "jpeg-51-12.dcm",
    "jpeg-55-ybr-422.dcm",
    "jpeg-57-16-7.dcm",
    "fragments-jpeg-extended.dcm",
    "ls-80-rgb16-sample.dcm",
    "ls-81-8-1.dcm",
    "j2k-90-jp2.dcm",
    "j2k-91-ybr_ict.dcm",
    "ht-201-16.dcm",
    "ht-203-ict.dcm",
    "jxl-110-12.dcm",
    "jxl-111-420.dcm",
    "jxl-112-rgb.dcm",
    // Larger ones.
    "j2k-90-layers.dcm",
    "ht-201-tiles.dcm",
    "jxl-110-groups.dcm",
];
/// Of the samples; behind them lengths are taken here and there.
const EVERY_LENGTH_OF: u64 = 4096;
const CUTS: u64 = 500;
const JUNK: u32 = 300;

fn read(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/conformance");
    fs::read(folder.join(name)).unwrap_or_else(|_| panic!("{name} is not there"))
}

/// Opens a file and holds it to what it may take.
fn hold(bytes: &[u8], what: impl Fn() -> String) {
    let held = catch_unwind(AssertUnwindSafe(|| opened::hold(bytes)));
    assert!(held.is_ok(), "{} ends in a panic", what());
}

#[test]
fn a_file_broken_off_anywhere_does_no_harm() {
    for name in FILES {
        let whole = read(name);
        let image = opened::promised(&whole).unwrap_or_else(|| panic!("{name} has no image"));
        let length = whole.len() as u64;
        let near = length.min(image.samples_offset() + EVERY_LENGTH_OF);
        let far = (0..CUTS).map(|cut| near + (length - near) * cut / CUTS);
        for cut in (0..near).chain(far.filter(|cut| *cut > near)) {
            let part = &whole[..usize::try_from(cut).unwrap()];
            hold(part, || format!("{name} of {cut} bytes"));
        }
    }
}

#[test]
fn junk_anywhere_does_no_harm() {
    for (seed, name) in (1..).zip(FILES) {
        let whole = read(name);
        let mut random = Random::new(seed);
        for round in 0..JUNK {
            let mut bytes = whole.clone();
            for _ in 0..=round % 4 {
                let at = random.below(bytes.len());
                bytes[at] = random.bits().to_le_bytes()[0];
            }
            hold(&bytes, || format!("{name} with junk, round {round}"));
        }
    }
}
