//! What a page weighs: one fresh browser that opens it and one series, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::bench::measure::{self, Contestant, Dropped};
use crate::bench::memory::{proportional_set_size, watched};
use crate::browser::{self, Page};
use crate::serve::{Server, Site};
use crate::weight::{self, Weight};

/// Of the whole browser, in bytes: the proportional set sizes of all of its processes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// The page is open, nothing was dropped.
    pub before: u64,
    /// The most that was seen from then on.
    pub peak: u64,
    /// The series is held and on the screen.
    pub after: u64,
}

#[derive(Clone, Debug, Default)]
pub struct Weighed {
    pub memory: Memory,
    /// All files that were asked for until the series was held, each once.
    pub visit: Weight,
}

/// Weighs a page, and keeps a picture of it.
///
/// # Errors
/// Where it does not open the series.
pub fn weigh(
    site: &Site,
    canvas: [u64; 2],
    contestant: &Contestant,
    dropped: &Dropped,
    picture: &Path,
) -> Result<Weighed> {
    let server = Server::start(0, site.clone())?;
    let mut page = Page::start(&browser::Options::default())?;
    let process = page.process_id();
    measure::open(&mut page, &server.origin(), canvas, contestant)?;
    page.evaluate("hand.settled()")?;
    let before = proportional_set_size(process);
    let (held, peak) = watched(process, || {
        measure::drop_and_wait(&mut page, dropped, &dropped.series, 1, contestant.draws)
    });
    held?;
    let after = proportional_set_size(process);
    picture.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(picture, page.screenshot_png(None)?)?;
    Ok(Weighed {
        memory: Memory {
            before,
            peak: peak.max(after),
            after,
        },
        visit: visit(&server, site)?,
    })
}

fn visit(server: &Server, site: &Site) -> Result<Weight> {
    let requests = server.requests();
    let paths: BTreeSet<&str> = requests.iter().map(|it| it.path.as_str()).collect();
    let mut sum = Weight::default();
    for content in paths.into_iter().filter_map(|path| site.content(path)) {
        let one = weight::weigh(&content.bytes)?;
        sum.raw += one.raw;
        sum.gzip += one.gzip;
    }
    Ok(sum)
}
