//! What a page weighs: one fresh browser that opens it and one series, and nothing else.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use std::{fs, thread};

use anyhow::Result;

use crate::bench::measure::{self, Contestant, Dropped};
use crate::browser::{self, Page};
use crate::serve::{Server, Site};
use crate::weight::{self, Weight};

/// How often memory is looked at. Reading it takes the browser's processes some time, which is why
/// times are not taken in the same run.
const LOOK: Duration = Duration::from_millis(100);

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

/// Does something, and says how much memory the browser had at most meanwhile.
fn watched<T>(process: u32, work: impl FnOnce() -> T) -> (T, u64) {
    let peak = AtomicU64::new(0);
    let is_over = AtomicBool::new(false);
    let done = thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                peak.fetch_max(proportional_set_size(process), Ordering::Relaxed);
                thread::sleep(LOOK);
            }
        });
        let done = work();
        is_over.store(true, Ordering::Relaxed);
        done
    });
    (done, peak.into_inner())
}

/// Of a process and all that descend from it, as Linux tells; 0 on other systems.
fn proportional_set_size(process: u32) -> u64 {
    let pairs = parents();
    let mut family = vec![process];
    let mut at = 0;
    while let Some(&parent) = family.get(at) {
        family.extend(
            pairs
                .iter()
                .filter(|(_, of)| *of == parent)
                .map(|(it, _)| it),
        );
        at += 1;
    }
    family.into_iter().filter_map(own_size).sum()
}

/// Every process with its parent.
fn parents() -> Vec<(u32, u32)> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let pair = |entry: fs::DirEntry| {
        let process = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        // The name before it stands in parentheses and may hold anything.
        let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?;
        Some((process, parent.parse().ok()?))
    };
    entries.flatten().filter_map(pair).collect()
}

fn own_size(process: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let line = text.lines().find(|line| line.starts_with("Pss:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}
