//! `cargo xtask bench peers`: other viewers' libraries beside this viewer and the floors.
//!
//! Each library is a page that follows the floors' contract, so that all of them are driven and
//! measured by the same code, in turn, in one browser, with the same series in several transfer
//! syntaxes.

mod bundle;
mod report;
mod syntax;
mod weigh;

use std::path::PathBuf;
use std::time::Duration;
use std::{fs, thread};

use anyhow::{Context, Result, bail};

use super::figures::Figures;
use super::measure::{self, CONTESTANTS, Contestant, DRAW_FLOOR, Dropped};
use super::{browser_version, built, site, write};
use crate::browser::{self, Page};
use crate::root;
use crate::serve::{Server, Site};
use crate::setup::{self, Tools};
use report::Report;
use syntax::{ARCHIVE, SYNTAXES, Syntax, UNCOMPRESSED};
use weigh::Weighed;

const PEERS: [Contestant; 3] = [
    Contestant {
        name: "cornerstone3D",
        address: "/peers/cornerstone/?width={width}&height={height}",
        draws: true,
    },
    Contestant {
        name: "dwv",
        address: "/peers/dwv/?width={width}&height={height}",
        draws: true,
    },
    Contestant {
        name: "niivue",
        address: "/peers/niivue/?width={width}&height={height}",
        draws: true,
    },
];

/// Slices that are scrolled through and windows that are changed, one key each.
const KEYS: usize = 30;

/// Some decoders are slow; one that takes longer than this for a series is given up.
const PATIENCE: Duration = Duration::from_mins(5);

/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    pub size: super::Options,
    pub syntaxes: Vec<Syntax>,
    /// Peers, all where it is empty.
    pub only: Vec<String>,
    /// A RAR archive with one series that is dropped besides.
    pub archive: Option<PathBuf>,
}

impl Options {
    /// `--rounds N`, `--slices N`, `--archive FILE`, `--syntax NAME` and `--only NAME`, in any
    /// order; the last two as often as wanted.
    ///
    /// # Errors
    /// Other words, or names that are not known.
    pub fn from_words(words: &[&str]) -> Result<Self> {
        let (mut sizes, mut syntaxes, mut only) = (Vec::new(), Vec::new(), Vec::new());
        let mut archive = None;
        let (pairs, rest) = words.as_chunks::<2>();
        for [option, value] in pairs {
            match *option {
                "--syntax" => syntaxes.push(known_syntax(value)?),
                "--only" => only.push(known_peer(value)?.name.to_owned()),
                "--archive" => {
                    archive = Some(fs::canonicalize(value).with_context(|| (*value).to_owned())?);
                }
                _ => sizes.extend([*option, *value]),
            }
        }
        sizes.extend(rest);
        if syntaxes.is_empty() {
            syntaxes.extend(SYNTAXES);
        }
        syntaxes.extend(archive.is_some().then_some(ARCHIVE));
        Ok(Self {
            size: super::Options::from_words(&sizes)?,
            syntaxes,
            only,
            archive,
        })
    }

    fn has(&self, peer: &Contestant) -> bool {
        self.only.is_empty() || self.only.iter().any(|name| name == peer.name)
    }
}

fn known_syntax(name: &str) -> Result<Syntax> {
    let found = SYNTAXES.into_iter().find(|it| it.name == name);
    let names = SYNTAXES.map(|it| it.name).join(", ");
    found.with_context(|| format!("there is no {name}, only {names}"))
}

fn known_peer(name: &str) -> Result<Contestant> {
    let found = PEERS
        .into_iter()
        .find(|it| it.name.eq_ignore_ascii_case(name));
    let names = PEERS.map(|it| it.name).join(", ");
    found.with_context(|| format!("there is no {name}, only {names}"))
}

/// What became of one page with one syntax.
#[derive(Clone, Debug)]
struct Outcome {
    contestant: Contestant,
    /// Of each counted round.
    rounds: Vec<Figures>,
    weighed: Option<Weighed>,
    /// Why it could not do it, in its own words where it has any.
    refusal: Option<String>,
}

/// All pages with one syntax.
struct Heat {
    syntax: Syntax,
    outcomes: Vec<Outcome>,
}

/// Everything that a heat needs besides its syntax.
struct Track {
    site: Site,
    server: Server,
    canvas: [u64; 2],
    options: Options,
}

/// Builds, measures, and writes the tables to `docs/peers.md`.
///
/// # Errors
/// The build fails, a tool is missing, or this viewer does not do what is measured.
pub fn bench(tools: &Tools, options: Options) -> Result<()> {
    let dist = built(tools)?;
    setup::chromium()?;
    let site = site(&dist).with_folder("/peers/", bundle::pages()?);
    let server = Server::start(0, site.clone())?;
    let mut page = Page::start(&browser::Options::default())?;
    let dropped = dropped(UNCOMPRESSED, options.size.slices)?;
    let canvas = measure::canvas_size(&mut page, &server.origin(), &dropped)?;
    let track = Track {
        site,
        server,
        canvas,
        options,
    };
    let mut report = Report {
        heats: Vec::new(),
        loads: Vec::new(),
        rounds: track.options.size.rounds,
        slices: track.options.size.slices,
        keys: dropped.keys,
        canvas,
        browser: browser_version(&mut page)?,
        cores: thread::available_parallelism()?.get(),
        versions: bundle::versions()?,
    };
    // After each syntax: all of them take long, and what is known so far is worth having.
    for syntax in track.options.syntaxes.clone() {
        report.loads.extend(load_average());
        report.heats.push(track.heat(&mut page, syntax)?);
        write(&root().join("docs/peers.md"), &report.text())?;
        for (name, picture) in report.pictures() {
            write(&root().join("docs/pictures").join(name), &picture)?;
        }
    }
    println!("\n{}", report.text());
    Ok(())
}

/// Processes that ran or waited for a core in the last minute, these pages' own too, as Linux
/// counts them.
fn load_average() -> Option<String> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next().map(str::to_owned)
}

/// What is decoded is scrolled and windowed the same whatever it was: keys are pressed with one
/// syntax alone.
fn dropped(syntax: Syntax, slices: usize) -> Result<Dropped> {
    let [series, warm_up] = syntax.folders(slices)?;
    Ok(Dropped {
        series,
        slices,
        keys: if syntax == UNCOMPRESSED {
            KEYS.min(slices - 1)
        } else {
            0
        },
        warm_up,
        patience: PATIENCE,
    })
}

impl Track {
    fn dropped(&self, syntax: Syntax) -> Result<Dropped> {
        let slices = self.options.size.slices;
        match &self.options.archive {
            Some(archive) if syntax == ARCHIVE => Ok(Dropped {
                series: archive.clone(),
                keys: 0,
                ..dropped(UNCOMPRESSED, slices)?
            }),
            _ => dropped(syntax, slices),
        }
    }

    /// The rounds of one syntax, and then each page weighed.
    fn heat(&self, page: &mut Page, syntax: Syntax) -> Result<Heat> {
        let dropped = self.dropped(syntax)?;
        let mut outcomes = self.contestants(syntax);
        // As in the bench of the viewer alone, round 0 is not counted.
        for round in 0..=self.options.size.rounds {
            let count = outcomes.len();
            for turn in 0..count {
                self.run(page, &dropped, round, &mut outcomes[(turn + round) % count])?;
            }
        }
        for outcome in &mut outcomes {
            self.weigh(syntax, &dropped, outcome)?;
        }
        Ok(Heat { syntax, outcomes })
    }

    /// The drawing floor takes its samples as they lie in the file: it has no decoder.
    fn contestants(&self, syntax: Syntax) -> Vec<Outcome> {
        let own = CONTESTANTS
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != DRAW_FLOOR || syntax == UNCOMPRESSED);
        let peers = PEERS.iter().filter(|peer| self.options.has(peer));
        own.map(|(_, it)| it)
            .chain(peers)
            .map(|contestant| Outcome {
                contestant: *contestant,
                rounds: Vec::new(),
                weighed: None,
                refusal: None,
            })
            .collect()
    }

    fn run(
        &self,
        page: &mut Page,
        dropped: &Dropped,
        round: usize,
        outcome: &mut Outcome,
    ) -> Result<()> {
        if outcome.refusal.is_some() {
            return Ok(());
        }
        let contestant = &outcome.contestant;
        let origin = self.server.origin();
        match measure::measure(page, &origin, self.canvas, contestant, dropped) {
            Ok(figures) => {
                println!("{round} {:<20} {figures}", contestant.name);
                if round > 0 {
                    outcome.rounds.push(figures);
                }
                Ok(())
            }
            Err(error) => outcome.refuse(&error),
        }
    }

    fn weigh(&self, syntax: Syntax, dropped: &Dropped, outcome: &mut Outcome) -> Result<()> {
        if outcome.refusal.is_some() {
            return Ok(());
        }
        let contestant = &outcome.contestant;
        let picture = root().join(format!(
            "target/bench/pictures/{}-{}.png",
            contestant.name.replace([' ', ','], "-"),
            syntax.name
        ));
        match weigh::weigh(&self.site, self.canvas, contestant, dropped, &picture) {
            Ok(weighed) => {
                outcome.weighed = Some(weighed);
                Ok(())
            }
            Err(error) => outcome.refuse(&error),
        }
    }
}

impl Outcome {
    /// Takes down why a peer could not do it. The viewer and the floors have to.
    fn refuse(&mut self, error: &anyhow::Error) -> Result<()> {
        if CONTESTANTS.iter().any(|it| it.name == self.contestant.name) {
            bail!("{}: {error:#}", self.contestant.name);
        }
        let sentence = sentence(&format!("{error:#}"));
        println!("  {:<20} {sentence}", self.contestant.name);
        self.refusal = Some(sentence);
        self.rounds.clear();
        Ok(())
    }
}

/// What an error says, without where it was caught.
fn sentence(error: &str) -> String {
    let from = error.rfind("Error: ").map_or(0, |at| at + "Error: ".len());
    let said = error.get(from..).unwrap_or(error);
    let line = said.lines().next().unwrap_or_default();
    line.trim_start_matches("refused: ")
        .chars()
        .take(160)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_options() {
        let all = Options::from_words(&[]).unwrap();
        assert_eq!((all.syntaxes.len(), all.only.len()), (SYNTAXES.len(), 0));
        let words = ["--syntax", "rle", "--only", "DWV", "--rounds", "2"];
        let some = Options::from_words(&words).unwrap();
        assert_eq!(some.size.rounds, 2);
        assert_eq!(some.syntaxes[0].title, "RLE");
        assert!(some.has(&PEERS[1]) && !some.has(&PEERS[0]));
        for wrong in [["--syntax", "gif"], ["--only", "nobody"], ["--turns", "3"]] {
            assert!(Options::from_words(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_refusal_is_the_sentence_of_the_page() {
        let error = "hand.sinceDrop('all-decoded', 1): Error: refused: no such decoder\n  at x";
        assert_eq!(sentence(error), "no such decoder");
    }
}
