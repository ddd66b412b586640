//! `cargo xtask release`: the page as one archive with its sum and its notes; and a build made again, to be the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use flate2::{Compression, GzBuilder};

use crate::command::timed;
use crate::setup::Tools;
use crate::stamp::sha256;
use crate::{dist, root, stamp};

const CHANGELOG: &str = "CHANGELOG.md";
const UNRELEASED: &str = "## Unreleased";

/// What goes along with the page.
const BESIDE: [&str; 5] = [
    CHANGELOG,
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "docs/hosting.md",
    "docs/privacy.md",
];

/// Gives what is unreleased a version, in the manifest, the lock and the changelog, to be looked at and committed.
///
/// # Errors
/// It is no version, or there is nothing to be released.
pub fn prepare(version: &str) -> Result<()> {
    let numbers: Vec<_> = version.split('.').map(str::parse::<u32>).collect();
    ensure!(
        numbers.len() == 3 && numbers.iter().all(Result::is_ok),
        "{version} is no version"
    );
    let before = self::version()?;
    let changelog = root().join(CHANGELOG);
    let text = fs::read_to_string(&changelog)?;
    ensure!(notes(&text, UNRELEASED).is_some(), "nothing is unreleased");
    let heading = format!("{UNRELEASED}\n\n## {version}\n");
    fs::write(
        changelog,
        text.replacen(&format!("{UNRELEASED}\n"), &heading, 1),
    )?;
    for file in ["Cargo.toml", "Cargo.lock"] {
        let path = root().join(file);
        let text = fs::read_to_string(&path)?;
        fs::write(path, with_version(&text, &before, version).context(file)?)?;
    }
    println!(
        "-- {version} is in Cargo.toml, Cargo.lock and {CHANGELOG}: look, commit, then `cargo xtask release`"
    );
    Ok(())
}

/// Our package with another version.
fn with_version(text: &str, before: &str, version: &str) -> Result<String> {
    let line = |version: &str| format!("name = \"hounsfield\"\nversion = \"{version}\"\n");
    ensure!(
        text.matches(&line(before)).count() == 1,
        "{before} is not there once"
    );
    Ok(text.replacen(&line(before), &line(version), 1))
}

/// Builds the page and packs it, into `target/release-page`.
///
/// # Errors
/// The build fails, or the changelog does not know the version.
pub fn pack(tools: &Tools) -> Result<()> {
    let version = version()?;
    let changelog = fs::read_to_string(root().join(CHANGELOG))?;
    let Some(notes) = notes(&changelog, &format!("## {version}")) else {
        bail!("{CHANGELOG} does not know {version}: `cargo xtask release VERSION` prepares one");
    };
    let folder = dist::build(tools)?;
    let id = stamp::read(&folder).context("no build id")?.build_id;
    let name = format!("hounsfield-{version}");
    let archive = archive(&name, &folder)?;
    let into = root().join("target/release-page");
    fs::create_dir_all(&into)?;
    let file = format!("{name}.tar.gz");
    fs::write(into.join(&file), &archive)?;
    let sum = sha256(&archive);
    fs::write(
        into.join(format!("{file}.sha256")),
        format!("{sum}  {file}\n"),
    )?;
    let notes = format!("# Hounsfield {version}\n\n{notes}\n\nBuild {id}\n");
    fs::write(into.join(format!("{name}.md")), notes)?;
    println!("-- build {id}: {file}, {} bytes, {sum}", archive.len());
    Ok(())
}

/// Builds the page once more, from nothing in a folder of its own, and holds it to be the same.
///
/// # Errors
/// A build fails, or the second is another.
pub fn again(tools: &Tools) -> Result<()> {
    let first = dist::build(tools)?;
    let second = timed("building it again, from nothing", || {
        dist::build_again(tools)
    })?;
    let list = |folder: &Path| fs::read_to_string(folder.join(stamp::LIST));
    let (one, other) = (list(&first)?, list(&second)?);
    let differs = |(one, other): &(&str, &str)| one != other;
    if let Some((one, other)) = one.lines().zip(other.lines()).find(differs) {
        bail!("another build: {one} and {other}");
    }
    ensure!(one == other, "another number of files");
    let id = stamp::read(&first).context("no build id")?.build_id;
    println!("-- build {id}, twice the same");
    Ok(())
}

fn version() -> Result<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let after = manifest.split_once("name = \"hounsfield\"\nversion = \"");
    let version = after.and_then(|(_, rest)| rest.split_once('"'));
    Ok(version.context("Cargo.toml has no version")?.0.to_owned())
}

/// What stands under a heading of the changelog.
fn notes<'a>(changelog: &'a str, heading: &str) -> Option<&'a str> {
    let (_, after) = changelog.split_once(&format!("{heading}\n"))?;
    let notes = after.split("\n## ").next()?.trim();
    (!notes.is_empty() && !notes.starts_with("## ")).then_some(notes)
}

/// The page with what goes along, the same for the same files: in the order of their names, of no time and nobody.
fn archive(name: &str, page: &Path) -> Result<Vec<u8>> {
    let mut files = BTreeMap::new();
    for (path, bytes) in stamp::files(page)? {
        files.insert(format!("{name}/page/{path}"), bytes);
    }
    for path in BESIDE {
        let bytes = fs::read(root().join(path)).context(path)?;
        files.insert(format!("{name}/{path}"), bytes);
    }
    let gzip = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    let mut archive = tar::Builder::new(gzip);
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        archive.append_data(&mut header, name, bytes.as_slice())?;
    }
    Ok(archive.into_inner()?.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::Scratch;

    #[test]
    fn notes_are_those_of_the_version() {
        let changelog = "# Changelog\n\n## Unreleased\n\n## 0.2.0\n\n- two\n\n## 0.1.0\n\n- one\n";
        assert_eq!(notes(changelog, "## 0.2.0"), Some("- two"));
        assert_eq!(notes(changelog, "## 0.1.0"), Some("- one"));
        assert_eq!(notes(changelog, UNRELEASED), None);
        assert_eq!(notes(changelog, "## 0.3.0"), None);
    }

    #[test]
    fn our_version_alone_is_changed() {
        let lock =
            "name = \"other\"\nversion = \"0.1.0\"\n\nname = \"hounsfield\"\nversion = \"0.1.0\"\n";
        let changed = with_version(lock, "0.1.0", "0.2.0").unwrap();
        assert!(changed.starts_with("name = \"other\"\nversion = \"0.1.0\"\n"));
        assert!(changed.ends_with("name = \"hounsfield\"\nversion = \"0.2.0\"\n"));
        assert!(with_version(lock, "0.3.0", "0.4.0").is_err());
    }

    #[test]
    fn an_archive_of_the_same_files_is_the_same() {
        let scratch = Scratch::new("release").unwrap();
        scratch.write("page/index.html", b"page").unwrap();
        scratch.write("page/snippets/a.js", b"script").unwrap();
        let page = scratch.path().join("page");
        let first = archive("hounsfield-1.0.0", &page).unwrap();
        scratch.write("page/index.html", b"page").unwrap();
        assert!(first == archive("hounsfield-1.0.0", &page).unwrap());
        let unpacked = flate2::read::GzDecoder::new(first.as_slice());
        let mut archive = tar::Archive::new(unpacked);
        let names: Vec<String> = (archive.entries().unwrap())
            .map(|entry| entry.unwrap().path().unwrap().display().to_string())
            .collect();
        assert!(names.is_sorted());
        assert!(names.contains(&"hounsfield-1.0.0/page/snippets/a.js".to_owned()));
        assert!(names.contains(&"hounsfield-1.0.0/LICENSE-MIT".to_owned()));
    }
}
