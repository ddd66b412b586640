//! `cargo xtask bench`: the built page beside two floors, in turn in one browser.
//!
//! The floors are pages of plain JavaScript: one only reads the same files, one reads them and
//! draws with the fewest calls that there are. A figure says little on its own, its ratio to the
//! floor measured a moment before on the same machine says what the viewer adds.

mod chart;
pub mod codecs;
mod figures;
pub mod growth;
mod measure;
mod memory;
pub mod peers;
pub mod rays;
mod report;
mod series;

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs, thread};

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::browser::{self, Page};
use crate::serve::{Server, Site};
use crate::setup::Tools;
use crate::{dist, root, setup, weight};
use figures::Figures;
use measure::{CONTESTANTS, Dropped};
use report::Report;

/// Slices that are scrolled through and windows that are changed, one key each.
const KEYS: usize = 60;

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    pub rounds: usize,
    pub slices: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            rounds: 5,
            slices: 300,
        }
    }
}

impl Options {
    /// `--rounds N`, `--slices N`, in any order.
    ///
    /// # Errors
    /// Other words, or a number too small to measure anything.
    pub fn from_words(words: &[&str]) -> Result<Self> {
        let mut options = Self::default();
        let (pairs, rest) = words.as_chunks::<2>();
        for [name, number] in pairs {
            let number: usize = number
                .parse()
                .with_context(|| format!("{number} is no number"))?;
            match *name {
                "--rounds" if number > 0 => options.rounds = number,
                "--slices" if number > 1 => options.slices = number,
                _ => bail!("{name} {number}: only --rounds and --slices, of one and two at least"),
            }
        }
        if !rest.is_empty() {
            bail!("{} without a number", rest.concat());
        }
        Ok(options)
    }
}

/// Builds, measures, prints the tables and writes them to `docs/performance.md`.
///
/// # Errors
/// The build fails, there is no browser, or a page does not do what is measured.
pub fn bench(tools: &Tools, options: Options) -> Result<()> {
    let dist = built(tools)?;
    setup::chromium()?;
    let dropped = Dropped {
        series: series::folder(options.slices)?,
        slices: options.slices,
        keys: KEYS.min(options.slices - 1),
        warm_up: series::warm_up_folder()?,
        patience: Duration::ZERO,
    };
    let server = Server::start(0, site(&dist))?;
    let mut page = Page::start(&browser::Options::default())?;
    let canvas = measure::canvas_size(&mut page, &server.origin(), &dropped)?;

    // Round 0 is not counted: it reads the files into the system's memory, and gives the browser
    // time to keep what it compiled.
    let mut rounds: Vec<Vec<Figures>> = Vec::new();
    for round in 0..=options.rounds {
        let figures = one_round(&mut page, &server.origin(), canvas, &dropped, round)?;
        if round > 0 {
            rounds.push(figures);
        }
    }
    let report = Report {
        rounds,
        dropped,
        canvas,
        browser: browser_version(&mut page)?,
        cores: thread::available_parallelism()?.get(),
        weight: weight::files(&dist)?,
    };
    let text = report.text();
    println!("\n{text}");
    write(&root().join("docs/performance.md"), &text)
}

/// Every contestant once, each round beginning with another one.
fn one_round(
    page: &mut Page,
    origin: &str,
    canvas: [u64; 2],
    dropped: &Dropped,
    round: usize,
) -> Result<Vec<Figures>> {
    let mut figures = vec![Figures::default(); CONTESTANTS.len()];
    for turn in 0..CONTESTANTS.len() {
        let at = (turn + round) % CONTESTANTS.len();
        let contestant = &CONTESTANTS[at];
        figures[at] = measure::measure(page, origin, canvas, contestant, dropped)
            .with_context(|| format!("{}, round {round}", contestant.name))?;
        println!("{round} {:<20} {}", contestant.name, figures[at]);
    }
    Ok(figures)
}

/// As for the browser tests: another build can be measured than that of these sources.
fn built(tools: &Tools) -> Result<PathBuf> {
    match env::var_os("HOUNSFIELD_DIST") {
        Some(built) => Ok(built.into()),
        None => dist::build(tools),
    }
}

/// The viewer, with the floors below it.
fn site(dist: &Path) -> Site {
    let pages = root().join("xtask/src/bench/pages");
    Site::of(dist).with_folder("/floor/", pages)
}

fn browser_version(page: &mut Page) -> Result<String> {
    let version = page.call("Browser.getVersion", &json!({}))?;
    let product = version["product"].as_str().unwrap_or_default();
    Ok(product.replace('/', " "))
}

fn write(path: &Path, text: &str) -> Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_options() {
        assert_eq!(Options::from_words(&[]).unwrap(), Options::default());
        let some = Options::from_words(&["--slices", "40", "--rounds", "3"]).unwrap();
        assert_eq!((some.rounds, some.slices), (3, 40));
        for wrong in [
            ["--rounds"].as_slice(),
            &["--rounds", "x"],
            &["--rounds", "0"],
            &["--turns", "3"],
        ] {
            assert!(Options::from_words(wrong).is_err(), "{wrong:?}");
        }
    }
}
