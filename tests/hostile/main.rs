//! Hostile bytes: what each target's corpus holds, and so many mutations of it. A mutation is told by
//! its number alone, so that a failure can be repeated. The fuzzer in `fuzz/` goes on where this ends.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

#[path = "../memory/counted.rs"]
mod counted;
#[path = "../memory/mod.rs"]
mod memory;
mod mutation;
#[path = "../memory/opened.rs"]
mod opened;
mod seeds;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use mutation::mutated;
use targets::{TARGETS, Target, named};

/// One execution takes some milliseconds: what takes so long has no end, or might as well.
const ENDLESS: Duration = Duration::from_secs(20);

/// A test for each target, of so many executions: as many as take about 20 s of one core, compiled
/// as tests are.
macro_rules! bounded {
    ($($name:ident: $executions:literal,)*) => {
        $(#[test]
        fn $name() {
            let target = named(stringify!($name)).unwrap();
            withstand(target, $executions);
        })*

        #[test]
        fn every_target_is_tried() {
            let tried = [$(stringify!($name)),*];
            let targets: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(targets, tried);
            assert_eq!(targets, xtask::fuzz::TARGETS);
        }
    };
}

bounded! {
    zip: 2000,
    rar: 2000,
    seven: 2000,
    tar: 2000,
    gzip: 2000,
    bzip2: 2000,
    xz: 2000,
    zstandard: 2000,
    header: 2000,
    frames: 2000,
    segments: 2000,
    objects: 2000,
    series: 2000,
    text: 2000,
    rle: 2000,
    jpeg: 2000,
    jpeg_ls: 2000,
    jpeg2000: 2000,
    htj2k: 2000,
    jpegxl: 2000,
    deflated: 2000,
    fragments: 2000,
}

fn withstand(target: Target, executions: u64) {
    let corpus = seeds::of(target.name);
    assert!(!corpus.is_empty());
    let start = Instant::now();
    for seed in &corpus {
        execute(target, &seed.bytes, &seed.name);
    }
    for number in 0..executions {
        execute(target, &mutated(&corpus, number), &number.to_string());
    }
    println!(
        "hostile {}: {} executions of a corpus of {}, {:.1} s",
        target.name,
        executions + corpus.len() as u64,
        corpus.len(),
        start.elapsed().as_secs_f64()
    );
}

fn execute(target: Target, bytes: &[u8], what: &str) {
    let start = Instant::now();
    let ended = catch_unwind(AssertUnwindSafe(|| (target.run)(bytes)));
    if ended.is_ok() && start.elapsed() < ENDLESS {
        return;
    }
    let name = format!("{}-{what}", target.name);
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&kept, bytes).unwrap();
    panic!("{} does not withstand {}", target.name, kept.display());
}
