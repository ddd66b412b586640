//! The figures as a page of Markdown.

use std::fmt;

use super::cases::{CASES, Case, PEERS, Source};
use super::{ROUNDS, SAMPLE_MS, frames};
use crate::bench::figures::quantile;

pub struct Measured {
    /// Of the codestream.
    pub bytes: u64,
    /// Largest difference between a sample of ours and one of theirs.
    pub from_peer: u64,
    /// A frame, in each round.
    pub ours_ms: Vec<f64>,
    pub theirs_ms: Option<Vec<f64>>,
}

impl Measured {
    /// Ours to theirs, of each round.
    fn ratios(&self) -> Option<Vec<f64>> {
        let theirs = self.theirs_ms.as_ref()?;
        let pairs = self.ours_ms.iter().zip(theirs);
        Some(pairs.map(|(ours, theirs)| ours / theirs).collect())
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ours {}", spread(&self.ours_ms))?;
        if let (Some(theirs), Some(ratios)) = (&self.theirs_ms, self.ratios()) {
            write!(f, ", theirs {}: {}", spread(theirs), spread(&ratios))?;
        }
        Ok(())
    }
}

/// Of each case in the order of [`CASES`].
pub struct Report {
    pub measured: Vec<Measured>,
    pub browser: String,
}

const HEAD: &str = "\
# Codecs

Written by `cargo xtask bench codecs`, not by hand.

Our decoders beside those that other viewers load, C and C++ compiled to WebAssembly (JPEG lossless:
JavaScript). A ratio below 1 means that ours is faster.

| frame | peer | codestream, bytes | ours, ms | theirs, ms | ours : theirs | ours, MB/s | differs by |
|---|---|---|---|---|---|---|---|";

impl Report {
    #[must_use]
    pub fn text(&self) -> String {
        let rows = CASES
            .iter()
            .zip(&self.measured)
            .map(|(case, it)| row(case, it));
        let rows: Vec<String> = rows.collect();
        let peers = PEERS.map(|peer| format!("`{}` {}", peer.package, peer.version));
        format!(
            "{HEAD}\n{}\n\n\
             Medians of {ROUNDS} rounds (least to most). MB/s are of decoded samples; the last \
             column is the largest difference between a sample of ours and of theirs. Before it is \
             measured each side is held against what was encoded: lossless ones are equal to the \
             bit.\n\n\
             ## How it was measured\n\n\
             Peers: {}, from npm. {}; both sides in one worker, in turn, after a warm-up of both, so \
             that what is measured was compiled for speed. A round is the mean of as many frames as \
             take {SAMPLE_MS} ms. Each decoding copies its codestream into the memory of its module, \
             decodes it, and copies the samples out.\n\n\
             Ours is `src/bin/bench_codecs.rs`: the library as the page's workers call it \
             (`decode::samples` on a DICOM file whose header has been read), built in the \
             profile of the far module, which holds the rarer decoders, and passed through the same \
             wasm-opt; it is no part of the page. The near module holds those of JPEG lossless and RLE \
             too, compiled for size.\n\n\
             Frames are {side} x {side}, a computed chest with noise of 4 bits (16-bit samples) or an \
             eighth of it (8-bit samples), encoded by dcmtk (JPEG-LS, JPEG lossless, RLE) and by \
             Python's imagecodecs (OpenJPEG, OpenJPH, libjpeg-turbo at quality 90): \
             `xtask/src/bench/codecs/encode.py`. It needs dcmtk, Python with imagecodecs and numpy, \
             npm and a Chromium.\n",
            rows.join("\n"),
            peers.join(", "),
            self.browser,
            side = frames::SIDE,
        )
    }
}

fn row(case: &Case, it: &Measured) -> String {
    let side = f64::from(frames::SIDE);
    let samples = if case.source == Source::Rgb8 {
        3.0
    } else {
        1.0
    };
    let width = if case.source.width() == 2 { 2.0 } else { 1.0 };
    let megabytes = side * side * samples * width / 1e6;
    let speed = megabytes / (quantile(&it.ours_ms, 0.5) / 1e3);
    let cells = [
        case.title.to_owned(),
        case.peer.map_or("none", |peer| peer.package).to_owned(),
        it.bytes.to_string(),
        spread(&it.ours_ms),
        it.theirs_ms.as_deref().map_or("-".to_owned(), spread),
        it.ratios().map_or("-".to_owned(), |ratios| spread(&ratios)),
        format!("{speed:.0}"),
        it.theirs_ms
            .as_ref()
            .map_or("-".to_owned(), |_| it.from_peer.to_string()),
    ];
    format!("| {} |", cells.join(" | "))
}

fn spread(values: &[f64]) -> String {
    let [least, middle, most] = [0.0, 0.5, 1.0].map(|share| quantile(values, share));
    format!("**{middle:.2}** ({least:.2} to {most:.2})")
}
