//! Files of every family, broken off at every length and with junk in them: they end in an image or
//! a problem, never in a panic, and never in more memory than their own size and their image's
//! justify.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

#[path = "memory/counted.rs"]
mod counted;
#[path = "memory/mod.rs"]
mod memory;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use hounsfield::header::Image;
use hounsfield::intake::FileId;
use hounsfield::workers::head;
use hounsfield::workers::job::Worker;
use hounsfield::workers::protocol::{Generation, Job, JobId, Outcome, Source, Task};
use memory::{Files, Memory};
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

/// HTJ2K: with enough junk in its tiles `openjph-core` writes beyond its own memory, and the process
/// ends. To be taken up again with another decoder.
const WITHOUT_JUNK: &str = "ht-";

/// Beside files and images: tables, what decoders keep of their own.
const ANYWAY: u64 = 4 << 20;
/// A file is read, unpacked and handed on; cells become values, components, colours.
const COPIES_OF_A_FILE: u64 = 8;
const COPIES_OF_A_FRAME: u64 = 24;
/// Junk in a header may ask for any image; larger ones are not tried here.
const LARGEST_FRAME: u64 = 4 << 20;

/// Memory is counted for the whole process.
static ONE_BY_ONE: Mutex<()> = Mutex::new(());

fn read(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/conformance");
    fs::read(folder.join(name)).unwrap_or_else(|_| panic!("{name} is not there"))
}

/// The image that a header promises.
fn promised(bytes: &[u8]) -> Option<Image> {
    let read = head::parse(bytes.len() as u64, |wanted| {
        Ok(bytes[..usize::try_from(wanted).unwrap()].to_vec())
    });
    read.ok()?.0.image
}

/// All that a worker does with a file.
fn open(bytes: &[u8]) {
    let mut worker = Worker::<Files>::default();
    let files = [Memory::new(bytes.to_vec())];
    let mut answer = |task| {
        let job = Job {
            id: JobId(1),
            generation: Generation(1),
            file: FileId(1),
            source: Source::File,
            task,
        };
        worker.answer(&job, &files).0.outcome
    };
    drop(answer(Task::Head));
    drop(answer(Task::Tags));
    if let Ok(Outcome::Header { header, .. }) = answer(Task::Whole)
        && let Some(image) = header.image
    {
        for frame in 0..image.frames.min(3) {
            drop(answer(Task::Frame {
                frame,
                image: Box::new(image.clone()),
                transfer_syntax: header.transfer_syntax.clone(),
            }));
        }
    }
}

/// Opens a file and holds it to what it may take.
fn hold(bytes: &[u8], what: impl Fn() -> String) {
    let image = catch_unwind(|| promised(bytes));
    let image = image.unwrap_or_else(|_| panic!("{} ends in a panic", what()));
    let frame = image.map_or(0, |image| image.frame_bytes());
    if frame > LARGEST_FRAME {
        return;
    }
    let may_take = ANYWAY + COPIES_OF_A_FILE * bytes.len() as u64 + COPIES_OF_A_FRAME * frame;
    let before = counted::restart();
    let opened = catch_unwind(AssertUnwindSafe(|| open(bytes)));
    let took = counted::most().saturating_sub(before);
    assert!(opened.is_ok(), "{} ends in a panic", what());
    assert!(
        took <= may_take,
        "{} takes {took} bytes, and may take {may_take}",
        what()
    );
}

#[test]
fn a_file_broken_off_anywhere_does_no_harm() {
    let _alone = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
    for name in FILES {
        let whole = read(name);
        let image = promised(&whole).unwrap_or_else(|| panic!("{name} has no image"));
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
    let _alone = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let files = FILES
        .into_iter()
        .filter(|name| !name.starts_with(WITHOUT_JUNK));
    for (seed, name) in (1..).zip(files) {
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
