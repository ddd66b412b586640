//! `cargo xtask bench codecs`: our decoders beside those that other viewers have, in turn in one
//! worker of one browser, over the same frames.

mod cases;
mod frames;
mod module;
mod report;

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{browser_version, write};
use crate::browser::{self, Page};
use crate::command::timed;
use crate::serve::{Server, Site};
use crate::setup::{self, Tools, npm};
use cases::{CASES, Case, PEERS};
use report::{Measured, Report};

/// Samples of each side.
const ROUNDS: usize = 31;

/// A sample is the mean of as many frames as take so long.
const SAMPLE_MS: u64 = 20;

/// Until the browser has compiled for speed what it began with.
const WARM_UP_MS: u64 = 1500;

/// Builds, encodes, compares, measures; prints the table and writes it to `docs/codecs.md`.
///
/// # Errors
/// Something is missing, or a decoder does not give what it should.
pub fn bench(tools: &Tools) -> Result<()> {
    setup::chromium()?;
    let peers = peers()?;
    let frames = frames::folder()?;
    let ours = module::folder(tools)?;
    let pages = crate::root().join("xtask/src/bench/codecs/pages");
    let site = Site::of(pages)
        .with_folder("/ours/", ours)
        .with_folder("/peers/", peers)
        .with_folder("/frames/", frames);
    let server = Server::start(0, site)?;
    let mut page = Page::start(&browser::Options::default())?;
    page.open(&format!("{}/", server.origin()))?;
    let mut measured = Vec::new();
    for case in &CASES {
        let figures = measure(&mut page, case).with_context(|| case.title)?;
        println!("{:<28} {figures}", case.title);
        measured.push(figures);
    }
    let report = Report {
        measured,
        browser: browser_version(&mut page)?,
    };
    let text = report.text();
    println!("\n{text}");
    write(&crate::root().join("docs/codecs.md"), &text)
}

/// The folder of the other decoders, installed if need be.
fn peers() -> Result<PathBuf> {
    let named = PEERS.map(|peer| format!("{}@{}", peer.package, peer.version));
    let versions = PEERS.map(|peer| peer.version).join("-");
    let folder = npm::folder("codecs", &versions)?;
    let is_there = |package: &str| folder.join("node_modules").join(package).is_dir();
    if !PEERS.iter().all(|peer| is_there(peer.package)) {
        let named = named.each_ref().map(String::as_str);
        timed("installing the other decoders from npm", || {
            npm::install(&named, &folder)
        })?;
    }
    Ok(folder)
}

fn measure(page: &mut Page, case: &Case) -> Result<Measured> {
    let task = json!({
        "name": case.name,
        "source": case.source.name(),
        "width": case.source.width(),
        "peer": case.peer.map(|peer| peer.key),
        "rounds": ROUNDS,
        "sampleMs": SAMPLE_MS,
        "warmUpMs": WARM_UP_MS,
    });
    let answer = page.evaluate(&format!("measure({task})"))?;
    let differences: Vec<u64> = numbers(&answer["fromSource"], Value::as_u64)?;
    let from_peer = answer["fromPeer"].as_u64().context("no difference")?;
    let within = case.within;
    ensure!(
        differences.iter().all(|it| *it <= within.source) && from_peer <= within.peer,
        "decoded samples are {differences:?} from what was encoded and {from_peer} from each \
         other; they may be {within:?}"
    );
    let times = answer["times"].as_array().context("no times")?;
    let times: Result<Vec<Vec<f64>>> = times.iter().map(|it| numbers(it, Value::as_f64)).collect();
    let mut times = times?.into_iter();
    Ok(Measured {
        bytes: answer["bytes"].as_u64().context("no length")?,
        from_peer,
        ours_ms: times.next().context("no times")?,
        theirs_ms: times.next(),
    })
}

fn numbers<T>(list: &Value, number: impl Fn(&Value) -> Option<T>) -> Result<Vec<T>> {
    let list = list.as_array().context("no list")?;
    let numbers: Option<Vec<T>> = list.iter().map(number).collect();
    numbers.context("a list of something else than numbers")
}
