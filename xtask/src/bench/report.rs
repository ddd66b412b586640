//! The figures as a page of Markdown.

use super::figures::{Figures, Stretch, quantile};
use super::measure::{CONTESTANTS, DRAW_FLOOR, Dropped, READ_FLOOR, VIEWER_WEBGL2, VIEWER_WEBGPU};
use crate::weight::{self, Weight};

pub struct Report {
    /// Of each round, the figures of each contestant.
    pub rounds: Vec<Vec<Figures>>,
    pub dropped: Dropped,
    pub canvas: [u64; 2],
    pub browser: String,
    pub cores: usize,
    pub weight: Vec<(String, Weight)>,
}

/// A number out of a page's figures, where it has it.
type Number = fn(&Figures) -> Option<f64>;

/// One kind of work out of them.
type Kind = fn(&Figures) -> Option<&Stretch>;

const HEAD: &str = "\
# Performance

Written by `cargo xtask bench`, not by hand.

The viewer as it ships, beside two floors of plain JavaScript: one only reads the same files into buffers
of the page, with as many workers; one reads them and draws with the fewest calls that WebGL2 allows (one
integer texture, one texel a pixel, the window in the shader). **All GPU times here are those of a software
rasteriser on the processor: only ratios mean something, and only within one run.**";

impl Report {
    #[must_use]
    pub fn text(&self) -> String {
        let sections = [
            HEAD.to_owned(),
            "## Ratios".to_owned(),
            self.ratios(),
            "Median of the rounds (least to most); each round compares pages that ran within seconds. \
             The aim for all decoded is 1.5."
                .to_owned(),
            "## Times".to_owned(),
            self.times(),
            "From the drop to the first picture on the screen and to all frames held; from a key to its \
             picture on the screen. A picture is on the screen one frame after it was drawn, so with 60 \
             frames a second no time can be under 17 ms. Medians of the rounds."
                .to_owned(),
            "## Work".to_owned(),
            self.work(),
            "Counted by the pages themselves; in the last column the processor time of the page's own \
             thread, which workers and the GPU are no part of. Uploads and draws of a round, medians."
                .to_owned(),
            "## A first visit".to_owned(),
            self.first_visit(),
            "Everything that is loaded before the first scan can be dropped; `gzip` as a server sends it."
                .to_owned(),
            "## How it was measured".to_owned(),
            self.conditions(),
        ];
        sections.join("\n\n") + "\n"
    }

    fn ratios(&self) -> String {
        let rows: [(&str, usize, Number); 5] = [
            ("all decoded : bare read", READ_FLOOR, |it| {
                Some(it.load.median_ms())
            }),
            ("all decoded : plain WebGL2", DRAW_FLOOR, |it| {
                Some(it.load.median_ms())
            }),
            ("first image : plain WebGL2", DRAW_FLOOR, |it| {
                it.first_image_ms
            }),
            ("slice scrolled : plain WebGL2", DRAW_FLOOR, |it| {
                it.scroll.as_ref().map(Stretch::median_ms)
            }),
            ("window changed : plain WebGL2", DRAW_FLOOR, |it| {
                it.window.as_ref().map(Stretch::median_ms)
            }),
        ];
        let mut table = Table::new("| ratio | WebGPU | WebGL2 |");
        for (name, floor, figure) in rows {
            let cells = [VIEWER_WEBGPU, VIEWER_WEBGL2].map(|viewer| {
                let ratios: Vec<f64> = self
                    .rounds
                    .iter()
                    .filter_map(|round| Some(figure(&round[viewer])? / figure(&round[floor])?))
                    .collect();
                let [least, middle, most] = [0.0, 0.5, 1.0].map(|share| quantile(&ratios, share));
                format!("**{middle:.2}** ({least:.2} to {most:.2})")
            });
            table.row(&[name.to_owned(), cells.join(" | ")]);
        }
        table.0
    }

    fn times(&self) -> String {
        let mut table = Table::new(
            "| page | first image, ms | all decoded, ms | slice scrolled, ms (p95) | window changed, ms (p95) |",
        );
        for (at, contestant) in CONTESTANTS.iter().enumerate() {
            let first = self.median(at, |it| it.first_image_ms);
            let each = |stretch: Kind| {
                let median = self.median(at, |it| Some(stretch(it)?.median_ms()))?;
                let p95 = self.median(at, |it| Some(stretch(it)?.p95_ms()))?;
                Some(format!("{median:.1} ({p95:.1})"))
            };
            table.row(&[
                contestant.name.to_owned(),
                or_none(first.map(whole)),
                or_none(self.median(at, |it| Some(it.load.median_ms())).map(whole)),
                or_none(each(|it| it.scroll.as_ref())),
                or_none(each(|it| it.window.as_ref())),
            ]);
        }
        table.0
    }

    fn work(&self) -> String {
        let Dropped { slices, keys, .. } = &self.dropped;
        let stretches: [(String, Kind); 3] = [
            (format!("load {slices} slices"), |it| Some(&it.load)),
            (format!("scroll {keys} slices"), |it| it.scroll.as_ref()),
            (format!("change the window {keys} times"), |it| {
                it.window.as_ref()
            }),
        ];
        let mut table = Table::new(
            "| work | page | bytes read | frames | uploads | bytes uploaded | draws | page's thread, ms |",
        );
        for (name, stretch) in stretches {
            for (at, contestant) in CONTESTANTS.iter().enumerate() {
                let count = |figure: fn(&Stretch) -> f64| {
                    self.median(at, |it| stretch(it).map(figure)).map(whole)
                };
                let Some(thread) = count(|it| it.page_thread_ms) else {
                    continue;
                };
                table.row(&[
                    name.clone(),
                    contestant.name.to_owned(),
                    or_none(count(|it| as_f64(it.work.bytes_read))),
                    or_none(count(|it| as_f64(it.work.frames))),
                    or_none(count(|it| as_f64(it.work.uploads))),
                    or_none(count(|it| as_f64(it.work.upload_bytes))),
                    or_none(count(|it| as_f64(it.work.draws))),
                    thread,
                ]);
            }
        }
        table.0
    }

    fn first_visit(&self) -> String {
        let mut table = Table::new("| page | files | bytes | gzip |");
        for (name, renderer) in [("WebGPU", "webgpu"), ("WebGL2", "webgl2")] {
            let files: Vec<_> = weight::loaded(&self.weight, renderer).collect();
            let sum = weight::first_visit(&self.weight, renderer);
            table.row(&[
                name.to_owned(),
                files.len().to_string(),
                sum.raw.to_string(),
                sum.gzip.to_string(),
            ]);
        }
        table.0
    }

    fn conditions(&self) -> String {
        let [width, height] = self.canvas;
        format!(
            "{} counted rounds after one that was not; in each, every page once, in turn, all in one \
             {} without a screen on {} cores. WebGPU and WebGL2 are drawn by SwiftShader. {} computed \
             slices of 512 x 512 pixels, 16 bit with noise, one file each, in the system's file cache, \
             dropped as a folder by the DevTools protocol on a fresh page that had opened a small \
             series before and closed it. Canvas {width} x {height}. {} keys for slices, as many for \
             windows, each after the one before was on the screen; times are taken inside of the page.",
            self.rounds.len(),
            self.browser,
            self.cores,
            self.dropped.slices,
            self.dropped.keys,
        )
    }

    /// The median over the rounds; `None` where the contestant has no such figure.
    fn median(&self, at: usize, figure: impl Fn(&Figures) -> Option<f64>) -> Option<f64> {
        let values: Option<Vec<f64>> = self.rounds.iter().map(|round| figure(&round[at])).collect();
        values.map(|values| quantile(&values, 0.5))
    }
}

/// Rows below a head.
pub struct Table(pub String);

impl Table {
    pub fn new(head: &str) -> Self {
        let columns = head.matches('|').count() - 1;
        Self(format!("{head}\n|{}", "---|".repeat(columns)))
    }

    pub fn row(&mut self, cells: &[String]) {
        self.0.push_str("\n| ");
        self.0.push_str(&cells.join(" | "));
        self.0.push_str(" |");
    }
}

pub fn whole(figure: f64) -> String {
    format!("{figure:.0}")
}

pub fn or_none(cell: Option<String>) -> String {
    cell.unwrap_or_else(|| "-".to_owned())
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub const fn as_f64(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_compares_within_a_round() {
        let took = |ms: f64| Figures {
            load: Stretch {
                times_ms: vec![ms],
                ..Stretch::default()
            },
            ..Figures::default()
        };
        let rounds = [[10.0, 20.0], [100.0, 120.0], [50.0, 70.0]]
            .map(|[floor, viewer]| vec![took(floor), took(floor), took(viewer), took(viewer)]);
        let report = Report {
            rounds: rounds.to_vec(),
            dropped: Dropped {
                series: "s".into(),
                slices: 2,
                keys: 1,
                warm_up: "w".into(),
                patience: std::time::Duration::ZERO,
            },
            canvas: [4, 3],
            browser: "Chromium 1".to_owned(),
            cores: 2,
            weight: Vec::new(),
        };
        let expected =
            "| all decoded : bare read | **1.40** (1.20 to 2.00) | **1.40** (1.20 to 2.00) |";
        assert!(report.text().contains(expected), "{}", report.text());
    }
}
