//! What each target begins with: small files that encoders made, and whatever was once a failure
//! (`tests/data/hostile`, a folder for each target).

mod archives;
mod files;
mod lessons;
mod texts;

use std::fs;
use std::path::{Path, PathBuf};

/// Bytes of a corpus.
pub struct Seed {
    pub name: String,
    pub bytes: Vec<u8>,
}

fn seed(name: impl Into<String>, bytes: Vec<u8>) -> Seed {
    let name = name.into();
    Seed { name, bytes }
}

/// The corpus of a target.
pub fn of(target: &str) -> Vec<Seed> {
    let mut corpus = match target {
        "zip" => archives::zip(),
        "rar" => archives::rar(),
        "seven" => packed("7z"),
        "tar" => archives::tar(),
        "gzip" => with(packed("gz"), archives::gzip()),
        "bzip2" => with(packed("bz2"), archives::bzip2()),
        "xz" => packed("xz"),
        "zstandard" => packed("zst"),
        "header" => files::headers(),
        "frames" => files::frames(),
        "segments" => files::segments(),
        "objects" => files::objects(),
        "copy" => files::copies(),
        "series" => texts::series(),
        "text" => texts::texts(),
        "lesson" => lessons::lessons(),
        "fragments" => files::fragments(),
        codec => files::codestreams(codec),
    };
    corpus.extend(read(&data().join("hostile").join(target), |_| true));
    corpus
}

fn with(mut corpus: Vec<Seed>, more: Seed) -> Vec<Seed> {
    corpus.push(more);
    corpus
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("tests/data"))
        .find(|folder| folder.exists())
        .unwrap_or_default()
}

/// The files of a folder, by name; none where there is none.
fn read(folder: &Path, is_wanted: impl Fn(&str) -> bool) -> Vec<Seed> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        is_wanted(&name).then(|| (name, entry.path()))
    });
    let mut named: Vec<(String, PathBuf)> = named.collect();
    named.sort();
    let read = |(name, path)| seed(name, fs::read(path).unwrap_or_default());
    named.into_iter().map(read).collect()
}

/// What other programs packed.
fn packed(extension: &str) -> Vec<Seed> {
    let extension = format!(".{extension}");
    read(&data().join("packed"), |name| name.ends_with(&extension))
}
