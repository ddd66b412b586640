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

/// A test for each target, of so many executions: as many as took about 15 s of one core, compiled as
/// tests are. A number of executions, and not of seconds, for what failed once fails again.
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
    zip: 2_400,
    rar: 4_000,
    seven: 4_000,
    tar: 250_000,
    gzip: 250_000,
    bzip2: 7_500,
    xz: 9_000,
    zstandard: 11_000,
    header: 90_000,
    frames: 150_000,
    segments: 140_000,
    objects: 160_000,
    copy: 60_000,
    series: 32_000,
    text: 300_000,
    lesson: 180_000,
    rle: 600_000,
    jpeg: 450_000,
    jpeg_ls: 180_000,
    jpeg2000: 220_000,
    htj2k: 300_000,
    jpegxl: 150_000,
    deflated: 600_000,
    fragments: 800_000,
}

fn withstand(target: Target, executions: u64) {
    let corpus = seeds::of(target.name);
    assert!(!corpus.is_empty());
    let executions = asked_for().unwrap_or(executions);
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

/// Another number of executions, for a longer run or to find out how many take how long.
fn asked_for() -> Option<u64> {
    std::env::var("HOUNSFIELD_EXECUTIONS").ok()?.parse().ok()
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
