//! `cargo xtask bench growth`: from a hundred slices to ten thousand, through one budget.
//!
//! What a viewer keeps of each slice, and looks through at each, shows at ten thousand. The exponent
//! of time over slices says it in one number: 1 is the same time for each.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::chart::{self, Bar, Group};
use super::figures::quantile;
use super::measure::{self, CONTESTANTS, Dropped, VIEWER_WEBGL2};
use super::report::Table;
use super::{browser_version, built, memory, series, site, write};
use crate::browser::{self, Page};
use crate::serve::Server;
use crate::setup::Tools;
use crate::{root, setup};

/// How many slices are dropped.
const COUNTS: [usize; 5] = [100, 300, 1000, 3000, 10_000];

/// What the viewer may hold: less than half of a thousand slices.
const BUDGET: u64 = 512 << 20;

/// To be fallen below by the time of all slices.
const AIM: f64 = 1.1;

/// Ten thousand slices are 5 GB.
const PATIENCE: Duration = Duration::from_mins(15);

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    pub rounds: usize,
    /// The largest count.
    pub slices: usize,
}

impl Options {
    /// `--rounds N`, `--slices N`, in any order.
    ///
    /// # Errors
    /// As for [`super::Options`].
    pub fn from_words(words: &[&str]) -> Result<Self> {
        let super::Options { rounds, slices } = super::Options::from_words(words)?;
        let said = |name| words.contains(&name);
        Ok(Self {
            rounds: if said("--rounds") { rounds } else { 1 },
            slices: if said("--slices") { slices } else { COUNTS[4] },
        })
    }
}

/// One drop of so many slices.
#[derive(Clone, Copy, Debug, Default)]
struct Growth {
    slices: usize,
    all_ms: f64,
    first_ms: f64,
    /// The longest task of the page's own thread, and how many took 50 ms or more.
    longest_ms: f64,
    long_tasks: usize,
    /// Of the viewer's own account, at the end.
    held_bytes: u64,
    /// Of the whole browser, with what it had before anything was dropped.
    peak_bytes: u64,
    before_bytes: u64,
    bytes_read: u64,
}

/// Builds, measures, and writes the tables to `docs/growth.md`.
///
/// # Errors
/// The build fails, or the viewer does not open what is dropped.
pub fn bench(tools: &Tools, options: Options) -> Result<()> {
    let dist = built(tools)?;
    setup::chromium()?;
    let counts: Vec<usize> = COUNTS
        .into_iter()
        .filter(|count| *count <= options.slices)
        .collect();
    let most = counts.last().copied().context("nothing to measure")?;
    let mut all = Vec::new();
    for round in 0..options.rounds {
        for slices in &counts {
            let growth = one(&dist, most, *slices)
                .with_context(|| format!("{slices} slices, round {round}"))?;
            println!("{round} {growth:?}");
            all.push(growth);
        }
    }
    let mut page = Page::start(&browser::Options::default())?;
    let browser = browser_version(&mut page)?;
    let text = text(&all, options.rounds, &browser);
    println!("\n{text}");
    let picture = root().join("docs/pictures/growth.svg");
    write(&picture, &picture_of(&all))?;
    write(&root().join("docs/growth.md"), &text)
}

/// A browser of its own for each: memory that another drop has left is not counted.
fn one(dist: &Path, most: usize, slices: usize) -> Result<Growth> {
    let dropped = Dropped {
        series: series::first_of(most, slices)?,
        slices,
        keys: 0,
        warm_up: series::warm_up_folder()?,
        patience: PATIENCE,
    };
    let server = Server::start(0, site(dist))?;
    let mut page = Page::start(&browser::Options::default())?;
    let process = page.process_id();
    let contestant = &CONTESTANTS[VIEWER_WEBGL2];
    measure::open(&mut page, &server.origin(), [0, 0], contestant)?;
    measure::drop_and_wait(&mut page, &dropped, &dropped.warm_up, 1, true)?;
    page.evaluate(&format!("({PREPARE})({BUDGET})"))?;
    page.wait_until("document.querySelector('[data-series-item]') === null")?;
    let before_bytes = memory::proportional_set_size(process);
    let (opened, peak_bytes) = memory::watched(process, || {
        measure::drop_and_wait(&mut page, &dropped, &dropped.series, 2, true)
    });
    opened?;
    let said = page.evaluate(FIGURES)?;
    let number = |name: &str| said[name].as_f64().unwrap_or_default();
    let count = |name: &str| said[name].as_u64().unwrap_or_default();
    if said["slices"].as_str() != Some(&slices.to_string()) {
        bail!("the page shows {} slices", said["slices"]);
    }
    if count("held") > BUDGET {
        bail!("{} bytes are over the budget", count("held"));
    }
    Ok(Growth {
        slices,
        all_ms: number("all"),
        first_ms: number("first"),
        longest_ms: number("longest"),
        long_tasks: usize::try_from(count("longTasks"))?,
        held_bytes: count("held"),
        peak_bytes,
        before_bytes,
        bytes_read: count("bytesRead"),
    })
}

/// Chooses the budget, closes what the page was warmed up with, and begins to count long tasks.
const PREPARE: &str = "(budget) => {
    const choice = document.querySelector('[data-action=budget]');
    choice.value = String(budget);
    choice.dispatchEvent(new Event('change'));
    document.querySelector('[data-action=close]').click();
    globalThis.longTasks = [];
    const note = (list) => longTasks.push(...list.getEntries().map((task) => task.duration));
    new PerformanceObserver(note).observe({ type: 'longtask' });
}";

const FIGURES: &str = "(async () => {
    const pools = JSON.parse(document.body.dataset.memory);
    const { budget, ...used } = pools;
    return {
        all: await hand.sinceDrop('all-decoded', 2),
        first: await hand.sinceDrop('first-image', 2),
        longest: Math.max(0, ...longTasks),
        longTasks: longTasks.length,
        held: Object.values(used).reduce((sum, bytes) => sum + bytes, 0),
        bytesRead: JSON.parse(document.body.dataset.work).bytesRead,
        slices: document.querySelector('[data-viewport]').dataset.slices,
    };
})()";

fn median(all: &[Growth], slices: usize, figure: impl Fn(&Growth) -> f64) -> f64 {
    let of = all.iter().filter(|it| it.slices == slices);
    quantile(&of.map(figure).collect::<Vec<_>>(), 0.5)
}

fn counts(all: &[Growth]) -> Vec<usize> {
    COUNTS
        .into_iter()
        .filter(|count| all.iter().any(|it| it.slices == *count))
        .collect()
}

/// The exponent of a figure over the number of slices: the slope of a line through their logarithms,
/// by least squares.
fn exponent(points: &[(f64, f64)]) -> f64 {
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let mean =
        |part: fn(&(f64, f64)) -> f64| logs.iter().map(part).sum::<f64>() / as_f64(logs.len());
    let (mean_x, mean_y) = (mean(|it| it.0), mean(|it| it.1));
    let products = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y));
    let squares = logs.iter().map(|(x, _)| (x - mean_x).powi(2));
    products.sum::<f64>() / squares.sum::<f64>()
}

fn text(all: &[Growth], rounds: usize, browser: &str) -> String {
    let counts = counts(all);
    let points = |figure: fn(&Growth) -> f64| -> Vec<(f64, f64)> {
        let point = |slices: &usize| (as_f64(*slices), median(all, *slices, figure));
        counts.iter().map(point).collect()
    };
    let time = exponent(&points(|it| it.all_ms));
    let memory = exponent(&points(|it| megabytes(it.peak_bytes)));
    let mut table = Table::new(
        "| slices | first image, ms | all read, ms | ms a slice | longest task, ms | tasks over 50 ms \
         | read, MB | held, MB | browser's peak, MB (before) |",
    );
    for slices in counts {
        let figure = |figure: fn(&Growth) -> f64| median(all, slices, figure);
        let all_ms = figure(|it| it.all_ms);
        table.row(&[
            slices.to_string(),
            format!("{:.0}", figure(|it| it.first_ms)),
            format!("{all_ms:.0}"),
            format!("{:.2}", all_ms / as_f64(slices)),
            format!("{:.0}", figure(|it| it.longest_ms)),
            format!("{:.0}", figure(|it| as_f64(it.long_tasks))),
            format!("{:.0}", figure(|it| megabytes(it.bytes_read))),
            format!("{:.0}", figure(|it| megabytes(it.held_bytes))),
            format!(
                "{:.0} ({:.0})",
                figure(|it| megabytes(it.peak_bytes)),
                figure(|it| megabytes(it.before_bytes))
            ),
        ]);
    }
    format!(
        "# Growth

Written by `cargo xtask bench growth`, not by hand.

One series of so many slices of 512 x 512 pixels of 16 bits, a file each, dropped as a folder, with a
budget of {} MB: what it does not hold is read when it is wanted.

![Time and memory](pictures/growth.svg)

{}

Exponent over the number of slices: **{time:.2}** of the time (aim: below {AIM}), **{memory:.2}** of the
browser's peak. *All read*: the header of every file is known, and as many slices as the budget holds are
decoded. A task is one turn of the page's own thread, as the browser reports those of 50 ms and more. *Held*
is the viewer's own account over all pools at the end; the peak is the sum of the proportional set sizes
of all processes of the browser, with what was kept of files by the browser's own processes, ten looks a
second.

{rounds} round(s), each drop in a browser of its own, {browser} without a screen, WebGL2 by SwiftShader; a
small series was opened before.
",
        BUDGET >> 20,
        table.0,
    )
}

fn picture_of(all: &[Growth]) -> String {
    let group = |name: &str, figure: fn(&Growth) -> f64| Group {
        name: name.to_owned(),
        bars: counts(all)
            .into_iter()
            .map(|slices| Bar {
                name: format!("{slices} slices"),
                colour: "#4a7ab5",
                value: Some(median(all, slices, figure)),
            })
            .collect(),
    };
    chart::bars(
        "Growth: time for each slice, and memory",
        &[
            group("Time for each slice, ms", |it| {
                it.all_ms / as_f64(it.slices)
            }),
            group("Held by the viewer, MB", |it| megabytes(it.held_bytes)),
            group("The browser's peak, MB", |it| megabytes(it.peak_bytes)),
        ],
    )
}

#[expect(clippy::cast_precision_loss, reason = "a few GB")]
const fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "counts")]
const fn as_f64(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponent_is_that_of_a_power() {
        for power in [0.5, 1.0, 2.0] {
            let points = [1.0_f64, 10.0, 300.0].map(|x| (x, 7.0 * x.powf(power)));
            assert!((exponent(&points) - power).abs() < 1e-9);
        }
    }

    #[test]
    fn words_are_options() {
        let all = Options::from_words(&[]).unwrap();
        assert_eq!((all.rounds, all.slices), (1, 10_000));
        let some = Options::from_words(&["--slices", "1000", "--rounds", "3"]).unwrap();
        assert_eq!((some.rounds, some.slices), (3, 1000));
    }
}
