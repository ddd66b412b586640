//! `cargo xtask weight`: what a first visit has to load.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;

/// Bytes as they lie in `dist`, and as a server sends them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    pub raw: usize,
    pub gzip: usize,
}

/// Weighs each file of a build, largest first.
///
/// # Errors
/// A file cannot be read.
pub fn files(folder: &Path) -> Result<Vec<(String, Weight)>> {
    let mut weights = Vec::new();
    add(folder, "", &mut weights)?;
    weights.sort_by(|(a, one), (b, other)| other.raw.cmp(&one.raw).then_with(|| a.cmp(b)));
    Ok(weights)
}

/// What a first visit loads: everything but the page for the other renderer, what comes later, what only
/// rarer files need, what keeps all of it once the page is idle, and the list.
#[must_use]
pub fn first_visit(files: &[(String, Weight)], renderer: &str) -> Weight {
    loaded(files, renderer).fold(Weight::default(), |sum, (_, weight)| Weight {
        raw: sum.raw + weight.raw,
        gzip: sum.gzip + weight.gzip,
    })
}

/// The files of a first visit.
pub fn loaded<'a>(
    files: &'a [(String, Weight)],
    renderer: &str,
) -> impl Iterator<Item = &'a (String, Weight)> + use<'a> {
    let page = format!("page-{renderer}");
    files.iter().filter(move |(path, _)| {
        (path.starts_with(&page) || !path.starts_with("page-"))
            && !path.starts_with("worker-far")
            && !path.contains("-later-")
            && !WHEN_IDLE.iter().any(|name| path.starts_with(name))
            && path != crate::stamp::LIST
    })
}

/// How files are called that a page has no use for before it is idle, or before it is installed. For the manifest browsers
/// ask once all else has loaded.
const WHEN_IDLE: [&str; 8] = [
    "asked-",
    "licences-",
    "offline-",
    "sw.js",
    "icon-192-",
    "icon-512-",
    "icon-maskable-",
    "manifest.webmanifest",
];

/// The most that a first visit may load, gzip, so that nothing grows unseen. To be reached: 350 KB and
/// 1.1 MB. They were 866,000 and 1,598,000 before views that come later had a module of their own, and 775,000
/// and 1,520,000 before rare deeds of the engine came with it.
const LIMITS: [(&str, usize); 2] = [("webgpu", 706_000), ("webgl2", 1_440_000)];

/// Holds a build to what a first visit may weigh.
///
/// # Errors
/// It weighs more, or there is no build.
pub fn hold(folder: &Path) -> Result<()> {
    let files = files(folder)?;
    for (renderer, limit) in LIMITS {
        let gzip = first_visit(&files, renderer).gzip;
        println!("-- first visit, {renderer}: {gzip} bytes gzip of at most {limit}");
        ensure!(
            gzip <= limit,
            "a first visit with {renderer} is too heavy: cargo xtask weight"
        );
    }
    Ok(())
}

/// Prints both as a table.
///
/// # Errors
/// There is no build, or it cannot be read.
pub fn print(folder: &Path) -> Result<()> {
    let files = files(folder).context("cargo xtask dist builds the page")?;
    println!("{:>12} {:>12}  file", "bytes", "gzip");
    for (path, weight) in &files {
        println!("{:>12} {:>12}  {path}", weight.raw, weight.gzip);
    }
    for renderer in ["webgpu", "webgl2"] {
        let sum = first_visit(&files, renderer);
        println!("{:>12} {:>12}  first visit, {renderer}", sum.raw, sum.gzip);
    }
    Ok(())
}

fn add(folder: &Path, prefix: &str, weights: &mut Vec<(String, Weight)>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            add(&entry.path(), &format!("{path}/"), weights)?;
        } else {
            weights.push((path, weigh(&fs::read(entry.path())?)?));
        }
    }
    Ok(())
}

/// Weighs one file.
///
/// # Errors
/// It cannot be compressed.
pub fn weigh(bytes: &[u8]) -> Result<Weight> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    Ok(Weight {
        raw: bytes.len(),
        gzip: gzip.finish()?.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_page_is_not_loaded() {
        let one = Weight { raw: 1, gzip: 1 };
        let names = [
            "page-webgpu-1.js",
            "page-webgl2-1.js",
            "worker-1.js",
            "worker-far-1.js",
            "files.json",
        ];
        let files = names.map(|name| (name.to_owned(), one));
        assert_eq!(first_visit(&files, "webgpu").raw, 2);
    }
}
