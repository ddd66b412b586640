//! How much memory a whole browser takes, as the system tells.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use std::{fs, thread};

/// How often it is looked at. Reading it takes the browser's processes some time, which is why
/// times are not compared with those of a run that was not watched.
const LOOK: Duration = Duration::from_millis(100);

/// Does something, and says how much memory the browser had at most meanwhile.
pub fn watched<T>(process: u32, work: impl FnOnce() -> T) -> (T, u64) {
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

/// Bytes of a process and all that descend from it, as Linux tells; 0 on other systems.
#[must_use]
pub fn proportional_set_size(process: u32) -> u64 {
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
