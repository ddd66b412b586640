//! `cargo xtask test`: every check in turn, the first failure ends it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::command::{cargo, run};
use crate::setup::{self, Tools};
use crate::{dist, licences, root, weight};

/// Warnings are errors only here, so that work in progress stays runnable.
const STRICT: [&str; 3] = ["--", "-D", "warnings"];

/// Linted as it ships: the release build then finds its macros already compiled.
const WASM: [&str; 6] = [
    "clippy",
    "--release",
    "--target=wasm32-unknown-unknown",
    "--package=hounsfield",
    "--lib",
    "--bins",
];

type Work = fn(&mut Run) -> Result<()>;

const STEPS: [(&str, Work); 8] = [
    ("format", format),
    ("clippy", clippy),
    ("clippy-wasm", clippy_wasm),
    ("licences", |_| licences::hold()),
    ("native", native),
    ("dist", |run| dist::build(&run.tools).map(drop)),
    ("weight", |run| weight::hold(&dist::build(&run.tools)?)),
    ("browser", browser),
];

/// What the steps share, and what they found.
struct Run {
    tools: Tools,
    passed: u64,
    ignored: u64,
}

/// Sets up, runs every step or the one that is named, and prints how long each took.
///
/// # Errors
/// The first step that fails.
pub fn test(only: Option<&str>) -> Result<()> {
    if let Some(only) = only
        && !STEPS.iter().any(|(name, _)| *name == only)
    {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        bail!("no step {only}: there are {}", names.join(", "));
    }
    let mut times = vec![("setup", 0.0)];
    let start = Instant::now();
    let tools = Tools::for_build()?;
    if only.is_none() {
        // Asked for now and not after half an hour.
        setup::chromium()?;
    }
    let mut run = Run {
        tools,
        passed: 0,
        ignored: 0,
    };
    times[0].1 = start.elapsed().as_secs_f64();
    let mut result = Ok(());
    for (name, work) in STEPS {
        if only.is_some_and(|only| only != name) || result.is_err() {
            continue;
        }
        println!("\n== {name}");
        let start = Instant::now();
        result = work(&mut run).with_context(|| format!("step {name} failed"));
        times.push((name, start.elapsed().as_secs_f64()));
    }
    print_table(&times);
    let verdict = if result.is_ok() { "ok" } else { "FAILED" };
    let failed = u8::from(result.is_err());
    println!(
        "\ntest result: {verdict}. {} passed; {failed} failed; {} ignored; finished in {:.1}s",
        run.passed,
        run.ignored,
        times.iter().map(|(_, seconds)| seconds).sum::<f64>()
    );
    result
}

fn print_table(times: &[(&str, f64)]) {
    println!("\n| step | seconds |\n|---|---|");
    for (name, seconds) in times {
        println!("| {name} | {seconds:.0} |");
    }
}

fn format(_: &mut Run) -> Result<()> {
    run(cargo().args(["fmt", "--all", "--check"]))
}

fn clippy(_: &mut Run) -> Result<()> {
    run(cargo()
        .args(["clippy", "--workspace", "--all-targets"])
        .args(STRICT))?;
    // Left out of "all targets", because it needs a built page to run.
    run(cargo()
        .args(["clippy", "--workspace", "--test", "browser"])
        .args(STRICT))
}

fn clippy_wasm(_: &mut Run) -> Result<()> {
    let rules = root().join("clippy_wasm");
    run(cargo()
        .env("CLIPPY_CONF_DIR", &rules)
        .args(WASM)
        .args(STRICT))?;
    run(cargo()
        .env("CLIPPY_CONF_DIR", &rules)
        .args(WASM)
        .arg("--features=webgl")
        .args(STRICT))
}

fn native(run: &mut Run) -> Result<()> {
    run.tests(cargo().args(["test", "--workspace"]))
}

fn browser(run: &mut Run) -> Result<()> {
    let dist = dist::build(&run.tools)?;
    let chromium = setup::chromium()?;
    run.tests(browser_tests(&dist, &chromium).args(["test", "--workspace", "--test", "browser"]))
}

fn browser_tests(dist: &Path, chromium: &Path) -> Command {
    let mut command = cargo();
    command.env("HOUNSFIELD_DIST", dist).env("CHROME", chromium);
    command
}

impl Run {
    /// Runs tests with their output visible and adds up what they report.
    fn tests(&mut self, command: &mut Command) -> Result<()> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).lines() {
                let line = line?;
                println!("{line}");
                if line.starts_with("test result:") {
                    self.passed += number_before(&line, " passed");
                    self.ignored += number_before(&line, " ignored");
                }
            }
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("the tests ended with {status}");
        }
        Ok(())
    }
}

/// The number in front of a word of a line like `test result: ok. 3 passed; 0 failed`.
fn number_before(line: &str, word: &str) -> u64 {
    let before = line.split(word).next().unwrap_or_default();
    let digits = before.rsplit(' ').next().unwrap_or_default();
    digits.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up_the_lines_of_the_runner() {
        let line = "test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured";
        assert_eq!(number_before(line, " passed"), 12);
        assert_eq!(number_before(line, " ignored"), 3);
        assert_eq!(number_before("test result: ok", " passed"), 0);
    }
}
