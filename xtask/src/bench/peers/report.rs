//! The figures as a page of Markdown, and as pictures.

use super::syntax::UNCOMPRESSED;
use super::{Heat, Outcome, PEERS};
use crate::bench::chart::{self, Bar, Group};
use crate::bench::figures::{Figures, Stretch, quantile};
use crate::bench::measure::{CONTESTANTS, READ_FLOOR, VIEWER_WEBGPU};
use crate::bench::report::{Table, as_f64, or_none, whole};

pub struct Report {
    pub heats: Vec<Heat>,
    /// Load averages, as each heat began.
    pub loads: Vec<String>,
    pub rounds: usize,
    pub slices: usize,
    pub keys: usize,
    pub canvas: [u64; 2],
    pub browser: String,
    pub cores: usize,
    pub versions: Vec<(String, String)>,
}

type Number = fn(&Figures) -> Option<f64>;
type Kind = fn(&Figures) -> Option<&Stretch>;

const FIRST_IMAGE: Number = |it| it.first_image_ms;
const ALL_DECODED: Number = |it| Some(it.load.median_ms());

const HEAD: &str = "\
# Beside other viewers

Written by `cargo xtask bench peers`, not by hand.

The viewer as it ships, beside pages that use other viewers' libraries, and the floors of
[performance.md](performance.md): same browser, same files, same size of the picture, same keys. A library
is less than a viewer: these pages have no list of series, no text on the picture, no tools, and the files
are handed to them in the right order. **All GPU times here are those of a software rasteriser on the
processor: libraries that draw on the processor look better here, and those that draw with shaders worse,
than on a machine with a GPU.** Ratios mean something within one run only.";

const USED: &str = "\
- **cornerstone3D**: a `StackViewport` drawn by WebGL2, files added to the file manager of `wadouri`, all
  images fetched ahead into the cache at once, as many decoding workers as the browser names cores (7 at
  most).
- **dwv**: one app with one layer group, `loadFiles`, the first picture as soon as it has one; its own
  workers decode, it draws on a plane canvas.
- **niivue**: `dcm2niix` (its build with JPEG-LS and JPEG 2000) converts the files in its one worker into a
  volume that is not compressed, `NVImage.loadFromFile` loads it; a slice is the crosshair moved, a window
  `cal_min` and `cal_max` with `updateGLVolume`. It shows nothing before all of the series is there.

A RAR archive is unpacked by `node-unrar-js` on the page first, which none of them does itself; this
viewer reads it as it is. Each of them as its documentation shows it, the fastest way where it shows several. All pixels are decoded
before `all decoded` is marked.";

impl Report {
    pub fn text(&self) -> String {
        let sections = [
            HEAD.to_owned(),
            "## From the drop to all slices decoded".to_owned(),
            "![Milliseconds until all slices are decoded](pictures/peers-all-decoded.svg)".to_owned(),
            self.table("ms", |heat, it| time(heat, it, ALL_DECODED)),
            "Medians of the rounds; in parentheses how many times as long as Hounsfield with WebGPU took \
             in the same round, the median of that. The read floor decodes nothing."
                .to_owned(),
            "## From the drop to the first picture".to_owned(),
            self.table("ms", |heat, it| time(heat, it, FIRST_IMAGE)),
            "## Scrolling and windows".to_owned(),
            self.keys(),
            "From a key to its picture on the screen, median (95th percentile), and the ratio as above. \
             With one syntax: what is decoded is drawn the same whatever it was. A page that takes \
             seconds for a key is not given all of them, only those of 40 s."
                .to_owned(),
            "## Memory".to_owned(),
            self.table("peak, MB", |_, it| memory(it)),
            "The most that the whole browser had while it opened the series and held it: the sum of the \
             proportional set sizes of its processes, ten looks a second, in a browser of its own that \
             opened nothing else; in parentheses what of it came after the page was open. One run each."
                .to_owned(),
            "## A first visit".to_owned(),
            self.table("kB gzip", |_, it| visit(it)),
            "Everything that is asked for until the first series is held, each file once; in parentheses \
             uncompressed. This viewer comes with its tools and its texts, and asks for its larger \
             decoders when a series needs them."
                .to_owned(),
            "## Work".to_owned(),
            self.work(),
            "Counted below the libraries: what they read of files on the page, what they give to WebGL or \
             to a plane canvas, and draws of either. This viewer and the floors count themselves. Medians."
                .to_owned(),
            "## What cannot be done".to_owned(),
            self.refusals(),
            "## How each is used".to_owned(),
            USED.to_owned(),
            "## How it was measured".to_owned(),
            self.conditions(),
        ];
        sections.join("\n\n") + "\n"
    }

    /// Names and contents of the pictures.
    pub fn pictures(&self) -> Vec<(&'static str, String)> {
        let loads = self.heats.iter().map(|heat| Group {
            name: heat.syntax.title.to_owned(),
            bars: bars(heat, ALL_DECODED),
        });
        let loads: Vec<Group> = loads.collect();
        let all_decoded = format!("Milliseconds until all {} slices are decoded", self.slices);
        let mut pictures = vec![("peers-all-decoded.svg", chart::bars(&all_decoded, &loads))];
        if let Some(heat) = self.uncompressed() {
            let kinds: [(&str, Number); 2] = [
                ("a slice", |it| it.scroll.as_ref().map(Stretch::median_ms)),
                ("a window", |it| it.window.as_ref().map(Stretch::median_ms)),
            ];
            let groups = kinds.map(|(name, number)| Group {
                name: name.to_owned(),
                bars: bars(heat, number),
            });
            let title = "Milliseconds from a key to its picture on the screen";
            pictures.push(("peers-keys.svg", chart::bars(title, &groups)));
        }
        pictures
    }

    /// A row for each page, a column for each syntax.
    fn table(&self, unit: &str, cell: impl Fn(&Heat, &Outcome) -> Option<String>) -> String {
        let titles: Vec<&str> = self.heats.iter().map(|heat| heat.syntax.title).collect();
        let mut table = Table::new(&format!("| {unit} | {} |", titles.join(" | ")));
        for name in self.names() {
            let cells = self.heats.iter().map(|heat| {
                let outcome = heat.of(name);
                let refused = outcome.is_some_and(|it| it.refusal.is_some());
                let told = refused.then(|| "cannot".to_owned());
                told.unwrap_or_else(|| or_none(outcome.and_then(|it| cell(heat, it))))
            });
            let row: Vec<String> = [name.to_owned()].into_iter().chain(cells).collect();
            table.row(&row);
        }
        table.0
    }

    /// Of all pages that took part in any heat, in the order of the lists.
    fn names(&self) -> Vec<&'static str> {
        let all = CONTESTANTS.iter().chain(&PEERS).map(|it| it.name);
        all.filter(|name| self.heats.iter().any(|heat| heat.of(name).is_some()))
            .collect()
    }

    fn keys(&self) -> String {
        if self.uncompressed().is_none() {
            return "Not in this run.".to_owned();
        }
        let picture = "![Milliseconds for a slice and a window](pictures/peers-keys.svg)";
        format!("{picture}\n\n{}", self.keys_table())
    }

    /// Keys are pressed with this syntax alone.
    fn uncompressed(&self) -> Option<&Heat> {
        self.heats.iter().find(|it| it.syntax == UNCOMPRESSED)
    }

    fn keys_table(&self) -> String {
        let mut table = Table::new("| page | slice scrolled, ms | window changed, ms |");
        for heat in &self.heats {
            for outcome in &heat.outcomes {
                let each = |kind: Kind, number: Number| {
                    let p95 = outcome.median(|it| kind(it).map(Stretch::p95_ms))?;
                    let median = outcome.median(number)?;
                    Some(format!(
                        "{median:.1} ({p95:.1}){}",
                        ratio(heat, outcome, number)
                    ))
                };
                let scroll = each(
                    |it| it.scroll.as_ref(),
                    |it| it.scroll.as_ref().map(Stretch::median_ms),
                );
                let window = each(
                    |it| it.window.as_ref(),
                    |it| it.window.as_ref().map(Stretch::median_ms),
                );
                if let (Some(scroll), Some(window)) = (scroll, window) {
                    table.row(&[outcome.contestant.name.to_owned(), scroll, window]);
                }
            }
        }
        table.0
    }

    fn work(&self) -> String {
        let kinds: [(String, Kind); 3] = [
            ("load".to_owned(), |it| Some(&it.load)),
            (format!("{} slices", self.keys), |it| it.scroll.as_ref()),
            (format!("{} windows", self.keys), |it| it.window.as_ref()),
        ];
        let mut table = Table::new(
            "| syntax | work | page | bytes read | frames | uploads | bytes uploaded | draws | page's thread, ms |",
        );
        for heat in &self.heats {
            for (name, kind) in &kinds {
                for outcome in &heat.outcomes {
                    let count =
                        |of: fn(&Stretch) -> f64| outcome.median(|it| kind(it).map(of)).map(whole);
                    let Some(thread) = count(|it| it.page_thread_ms) else {
                        continue;
                    };
                    table.row(&[
                        heat.syntax.title.to_owned(),
                        name.clone(),
                        outcome.contestant.name.to_owned(),
                        or_none(count(|it| as_f64(it.work.bytes_read))),
                        or_none(count(|it| as_f64(it.work.frames))),
                        or_none(count(|it| as_f64(it.work.uploads))),
                        or_none(count(|it| as_f64(it.work.upload_bytes))),
                        or_none(count(|it| as_f64(it.work.draws))),
                        thread,
                    ]);
                }
            }
        }
        table.0
    }

    fn refusals(&self) -> String {
        let lines: Vec<String> = self
            .heats
            .iter()
            .flat_map(|heat| heat.outcomes.iter().map(move |it| (heat.syntax.title, it)))
            .filter_map(|(syntax, it)| {
                let refusal = it.refusal.as_ref()?;
                Some(format!("- {}, {syntax}: {refusal}", it.contestant.name))
            })
            .collect();
        if lines.is_empty() {
            return "Every page opened the series in every syntax.".to_owned();
        }
        lines.join("\n")
    }

    fn conditions(&self) -> String {
        let [width, height] = self.canvas;
        let versions: Vec<String> = self
            .versions
            .iter()
            .map(|(name, version)| format!("`{name}` {version}"))
            .collect();
        format!(
            "{} counted rounds a syntax after one that was not; in each, every page once, in turn, all \
             in one {} without a screen on {} cores; WebGPU and WebGL2 by SwiftShader. {} computed \
             slices of 512 x 512 pixels, 16 bit with noise, in the system's file cache, dropped as a \
             folder on a fresh page that had opened a small series of the same syntax before and closed \
             it. Canvas {width} x {height}. {} keys for slices, as many for windows, each after the one \
             before was on the screen. Load average as each syntax began: {}. Packages: {}.",
            self.rounds,
            self.browser,
            self.cores,
            self.slices,
            self.keys,
            self.loads.join(", "),
            versions.join(", "),
        )
    }
}

impl Heat {
    fn of(&self, name: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|it| it.contestant.name == name)
    }
}

impl Outcome {
    fn median(&self, number: impl Fn(&Figures) -> Option<f64>) -> Option<f64> {
        let values: Option<Vec<f64>> = self.rounds.iter().map(number).collect();
        let values = values.filter(|values| !values.is_empty())?;
        Some(quantile(&values, 0.5))
    }
}

fn time(heat: &Heat, outcome: &Outcome, number: Number) -> Option<String> {
    let median = outcome.median(number)?;
    Some(format!("{median:.0}{}", ratio(heat, outcome, number)))
}

/// To this viewer in the same rounds, in parentheses; of a viewer's own, nothing.
fn ratio(heat: &Heat, outcome: &Outcome, number: Number) -> String {
    let Some(own) = heat.of(CONTESTANTS[VIEWER_WEBGPU].name) else {
        return String::new();
    };
    let pairs = outcome.rounds.iter().zip(&own.rounds);
    let ratios: Vec<f64> = pairs
        .filter_map(|(it, own)| Some(number(it)? / number(own)?))
        .collect();
    if ratios.is_empty() || outcome.contestant.name == own.contestant.name {
        return String::new();
    }
    format!(" (x{:.2})", quantile(&ratios, 0.5))
}

fn memory(outcome: &Outcome) -> Option<String> {
    let memory = outcome.weighed.as_ref()?.memory;
    let added = memory.peak.saturating_sub(memory.before);
    let megabytes = |bytes: u64| whole(as_f64(bytes) / 1e6);
    (memory.peak > 0).then(|| format!("{} ({})", megabytes(memory.peak), megabytes(added)))
}

fn visit(outcome: &Outcome) -> Option<String> {
    let visit = outcome.weighed.as_ref()?.visit;
    Some(format!("{} ({})", visit.gzip / 1000, visit.raw / 1000))
}

/// The read floor shows what reading alone takes: it is no contestant of a picture.
fn bars(heat: &Heat, number: Number) -> Vec<Bar> {
    let outcomes = heat.outcomes.iter();
    outcomes
        .filter(|it| it.contestant.name != CONTESTANTS[READ_FLOOR].name)
        .map(|it| Bar {
            name: it.contestant.name.to_owned(),
            colour: colour(it.contestant.name),
            value: it.median(number),
        })
        .collect()
}

fn colour(name: &str) -> &'static str {
    if name.starts_with("Hounsfield") {
        "#1f6fb2"
    } else if PEERS.iter().any(|it| it.name == name) {
        "#c98a2b"
    } else {
        "#aaaaaa"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::measure::Contestant;

    fn outcome(contestant: Contestant, loads_ms: &[f64]) -> Outcome {
        let took = |ms: &f64| Figures {
            load: Stretch {
                times_ms: vec![*ms],
                ..Stretch::default()
            },
            ..Figures::default()
        };
        Outcome {
            contestant,
            rounds: loads_ms.iter().map(took).collect(),
            weighed: None,
            refusal: loads_ms.is_empty().then(|| "no decoder".to_owned()),
        }
    }

    #[test]
    fn a_ratio_is_of_one_round_and_a_refusal_is_told() {
        let outcomes = vec![
            outcome(CONTESTANTS[VIEWER_WEBGPU], &[10.0, 100.0, 20.0]),
            outcome(PEERS[0], &[20.0, 50.0, 60.0]),
            outcome(PEERS[1], &[]),
        ];
        let syntax = UNCOMPRESSED;
        let report = Report {
            heats: vec![Heat { syntax, outcomes }],
            loads: Vec::new(),
            rounds: 3,
            slices: 2,
            keys: 1,
            canvas: [4, 3],
            browser: "Chromium 1".to_owned(),
            cores: 2,
            versions: Vec::new(),
        };
        let text = report.text();
        assert!(text.contains("| cornerstone3D | 50 (x2.00) |"), "{text}");
        assert!(text.contains("- dwv, uncompressed: no decoder"), "{text}");
        assert_eq!(report.pictures().len(), 2);
    }
}
