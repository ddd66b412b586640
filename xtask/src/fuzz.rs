//! Hostile bytes by coverage: `cargo xtask fuzz [SECONDS] [TARGET...]`, one target after the other, each
//! for so long. What fails is kept in `target/fuzz/failures`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::command::{cargo, run};
use crate::root;

/// LLVM's coverage, as libFuzzer wants it. These are no secrets of a nightly compiler.
const COVERAGE: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// As `tests/hostile/targets` has them.
pub const TARGETS: [&str; 24] = [
    "zip",
    "rar",
    "seven",
    "tar",
    "gzip",
    "bzip2",
    "xz",
    "zstandard",
    "header",
    "frames",
    "segments",
    "objects",
    "copy",
    "series",
    "text",
    "lesson",
    "rle",
    "jpeg",
    "jpeg_ls",
    "jpeg2000",
    "htj2k",
    "jpegxl",
    "deflated",
    "fragments",
];

const SECONDS: u32 = 60;
/// One execution that takes longer has no end, or might as well.
const ENDLESS_SECONDS: u32 = 25;
const LONGEST_INPUT: u32 = 8192;

/// What was run of a target.
struct Ran {
    target: String,
    seconds: String,
    executions: String,
    failed: bool,
}

/// Runs the named targets, or all of them, and prints a table.
///
/// # Errors
/// The fuzzer cannot be built; a target is none; a target fails.
pub fn fuzz(words: &[&str]) -> Result<()> {
    let (seconds, named) = match words.split_first() {
        Some((first, rest)) if first.parse::<u32>().is_ok() => (first.parse()?, rest),
        _ => (SECONDS, words),
    };
    if let Some(other) = named.iter().find(|name| !TARGETS.contains(name)) {
        bail!("no target {other}: there are {}", TARGETS.join(", "));
    }
    let named = if named.is_empty() {
        &TARGETS[..]
    } else {
        named
    };
    let program = build()?;
    let mut all = Vec::new();
    for target in named {
        all.push(run_one(&program, target, seconds)?);
    }
    println!("\n| target | seconds | executions | |\n|---|---|---|---|");
    for Ran {
        target,
        seconds,
        executions,
        failed,
    } in &all
    {
        let verdict = if *failed { "failed" } else { "" };
        println!("| {target} | {seconds} | {executions} | {verdict} |");
    }
    match all.iter().find(|ran| ran.failed) {
        Some(ran) => bail!("{} failed: see target/fuzz/failures", ran.target),
        None => Ok(()),
    }
}

fn folder() -> PathBuf {
    root().join("target/fuzz")
}

fn build() -> Result<PathBuf> {
    let host = crate::command::output(Command::new("rustc").arg("--print=host-tuple"))?;
    run(cargo()
        .args(["build", "--release", "--manifest-path=fuzz/Cargo.toml"])
        .arg(format!("--target={host}"))
        .env("CARGO_TARGET_DIR", folder())
        .env("RUSTFLAGS", COVERAGE.join(" ")))?;
    Ok(folder().join(host).join("release/hostile"))
}

fn run_one(program: &Path, target: &str, seconds: u32) -> Result<Ran> {
    let corpus = folder().join("corpus").join(target);
    let failures = folder().join("failures");
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&failures)?;
    println!("{target}: {seconds} s");
    let ran = Command::new(program)
        .arg(&corpus)
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-timeout={ENDLESS_SECONDS}"))
        .arg(format!("-max_len={LONGEST_INPUT}"))
        .arg(format!("-artifact_prefix={}/{target}-", failures.display()))
        .args([
            "-rss_limit_mb=6000",
            "-malloc_limit_mb=0",
            "-print_final_stats=1",
        ])
        .env("HOUNSFIELD_TARGET", target)
        .env("HOUNSFIELD_CORPUS", &corpus)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("running {}", program.display()))?;
    let said = String::from_utf8_lossy(&ran.stderr);
    fs::write(folder().join(format!("{target}.log")), said.as_bytes())?;
    let after = |what: &str| {
        let line = said.lines().rev().find_map(|line| line.split_once(what));
        let word = line.and_then(|(_, rest)| rest.split_whitespace().next());
        word.unwrap_or("?").to_owned()
    };
    Ok(Ran {
        target: target.to_owned(),
        seconds: after(" runs in "),
        executions: after("stat::number_of_executed_units:"),
        failed: !ran.status.success(),
    })
}
