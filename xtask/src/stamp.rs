//! Gives the files of a built page names by their content, and the build an identity.
//!
//! Trunk runs this after each build (`Trunk.toml`). The order is that of the references: what
//! refers to nothing first, `index.html` last but for the service worker, which is told of all. The
//! worker's script carries the build id, so that a page and a worker of different builds notice each other.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::parts::LOADER;

/// Digits of a hash in file names and in the build id.
const SHORT: usize = 16;

/// The list of everything in the build, written beside `index.html`.
pub const LIST: &str = "files.json";

const PAGE: &str = "index.html";
const WORKER: &str = "worker.js";
const SERVICE_WORKER: &str = "sw.js";

/// Browsers know these by their addresses, from one build to the next.
const FIXED_NAMES: [&str; 3] = [PAGE, "manifest.webmanifest", SERVICE_WORKER];

/// What stands in the sources for the build.
const EMPTY_ID: &str = r#"<meta name="build-id" content="""#;
const EMPTY_BUILD: &str = r#"const BUILD = "";"#;
const EMPTY_FILES: &str = "const FILES = new Map([]);";

/// Files by their path in the build, with `/` on every system.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a build is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub build_id: String,
    /// Hash of the sources that it was made from, see [`crate::sources`].
    pub sources: String,
}

/// Renames and lists the files in a folder that Trunk has just filled.
///
/// # Errors
/// A file cannot be read or written, or the page has no place for the build id.
pub fn stamp(folder: &Path, sources: &str) -> Result<String> {
    let mut before = files(folder)?;
    before.remove(LIST);
    let (build_id, after) = stamped(&before)?;
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        fs::remove_file(folder.join(path))?;
    }
    for (path, bytes) in &after {
        fs::write(folder.join(path), bytes).with_context(|| format!("writing {path}"))?;
    }
    fs::write(folder.join(LIST), list(&build_id, sources, &after)?)?;
    Ok(build_id)
}

/// Reads all files in a folder.
///
/// # Errors
/// One cannot be read.
pub fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    read_folder(folder, "", &mut files)?;
    Ok(files)
}

/// Reads back what a finished build is known by; `None` where there is none.
#[must_use]
pub fn read(folder: &Path) -> Option<Stamp> {
    let text = fs::read(folder.join(LIST)).ok()?;
    let list: serde_json::Value = serde_json::from_slice(&text).ok()?;
    Some(Stamp {
        build_id: list.get("build_id")?.as_str()?.to_owned(),
        sources: list.get("sources")?.as_str()?.to_owned(),
    })
}

/// `name-0123456789abcdef.js`: the name changes when the content does.
#[must_use]
pub fn is_named_by_content(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() == SHORT && hash.bytes().all(|it| it.is_ascii_hexdigit())
    })
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        write!(text, "{byte:02x}").ok();
    }
    text
}

fn short(bytes: &[u8]) -> String {
    let mut hash = sha256(bytes);
    hash.truncate(SHORT);
    hash
}

fn read_folder(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// The build id and the files under their new names.
fn stamped(files: &Files) -> Result<(String, Files)> {
    let build_id = build_id(files);
    let mut order: Vec<&String> = files.keys().collect();
    order.sort_by_key(|path| rank(path));
    let mut renamed: Vec<(&str, String)> = Vec::new();
    let mut after = Files::new();
    for path in order {
        let mut bytes = files.get(path).cloned().unwrap_or_default();
        if matches!(extension(path), "js" | "css" | "html" | "webmanifest") {
            let mut text =
                String::from_utf8(bytes).with_context(|| format!("{path} is no text"))?;
            for (from, to) in &renamed {
                text = with_reference(&text, from, to);
            }
            text = match path.as_str() {
                WORKER => format!("{text}\nexport const buildId = \"{build_id}\";\n"),
                PAGE => {
                    let id = EMPTY_ID.replace("\"\"", &format!("\"{build_id}\""));
                    filled(&text, EMPTY_ID, &id)?
                }
                SERVICE_WORKER => service_worker(&text, &build_id, &after)?,
                _ => text,
            };
            bytes = text.into_bytes();
        }
        let name = if FIXED_NAMES.contains(&path.as_str()) {
            path.clone()
        } else {
            named_by_content(path, &bytes)
        };
        renamed.push((path, name.clone()));
        after.insert(name, bytes);
    }
    Ok((build_id, after))
}

/// The service worker's script with what it keeps.
fn service_worker(text: &str, build_id: &str, kept: &Files) -> Result<String> {
    let kept: Vec<_> = kept
        .iter()
        .map(|(path, bytes)| json!([path, sha256(bytes)]).to_string())
        .collect();
    let files = format!("const FILES = new Map([\n{}\n]);", kept.join(",\n"));
    let build = format!("const BUILD = \"{build_id}\";");
    filled(&filled(text, EMPTY_BUILD, &build)?, EMPTY_FILES, &files)
}

/// A text with what is known of the build in the place of what stood for it.
fn filled(text: &str, empty: &str, known: &str) -> Result<String> {
    ensure!(text.contains(empty), "there is no {empty}");
    Ok(text.replace(empty, known))
}

fn build_id(files: &Files) -> String {
    let mut all = String::new();
    for (path, bytes) in files {
        // Writing to a string cannot fail.
        writeln!(all, "{} {path}", sha256(bytes)).ok();
    }
    short(all.as_bytes())
}

/// A file may refer only to files of a lower rank.
fn rank(path: &str) -> (u8, usize) {
    let kind = match extension(path) {
        _ if path == SERVICE_WORKER => 5,
        "html" => 4,
        "js" if path.ends_with(LOADER) => 2,
        "js" => 3,
        "css" | "webmanifest" => 1,
        _ => 0,
    };
    // Snippets lie deeper than the scripts that import them.
    (kind, usize::MAX - path.matches('/').count())
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn named_by_content(path: &str, bytes: &[u8]) -> String {
    let hash = short(bytes);
    match path.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{hash}.{extension}"),
        None => format!("{path}-{hash}"),
    }
}

/// Replaces a path where it stands as a whole, between quotes or after a slash.
fn with_reference(text: &str, from: &str, to: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, found) = rest.split_at(at);
        let after = found.get(from.len()..).unwrap_or_default();
        let opens = before.ends_with(['"', '\'', '`', '/', '(']);
        let closes = after.starts_with(['"', '\'', '`', ')']);
        result.push_str(before);
        result.push_str(if opens && closes { to } else { from });
        rest = after;
    }
    result.push_str(rest);
    result
}

fn list(build_id: &str, sources: &str, files: &Files) -> Result<String> {
    let entries: Vec<_> = files
        .iter()
        .map(|(path, bytes)| json!({ "path": path, "sha256": sha256(bytes), "bytes": bytes.len() }))
        .collect();
    let list = json!({ "build_id": build_id, "sources": sources, "files": entries });
    Ok(serde_json::to_string_pretty(&list)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build() -> Files {
        let files = [
            (
                "index.html",
                r#"<meta name="build-id" content=""><meta name="worker" content="./worker.js" data-wasm="./worker_bg.wasm"><link href="./a.css">"#,
            ),
            (
                "worker.js",
                "import '../snippets/x/s.js'; new URL('worker_bg.wasm')",
            ),
            ("worker_bg.wasm", "wasm"),
            ("snippets/x/s.js", "export {}"),
            ("a.css", "a{}"),
            ("icon.png", "png"),
            ("manifest.webmanifest", r#"{ "src": "icon.png" }"#),
            ("sw.js", "const BUILD = \"\";\nconst FILES = new Map([]);"),
        ];
        files
            .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
            .into()
    }

    fn text_of<'a>(files: &'a Files, start: &str) -> (&'a str, String) {
        let (path, bytes) = files
            .iter()
            .find(|(path, _)| path.starts_with(start))
            .unwrap();
        (path, String::from_utf8(bytes.clone()).unwrap())
    }

    #[test]
    fn every_reference_follows_its_file() {
        let (id, after) = stamped(&build()).unwrap();
        let (wasm, _) = text_of(&after, "worker_bg");
        let (snippet, _) = text_of(&after, "snippets");
        let (worker, script) = text_of(&after, "worker-");
        assert!(script.contains(&format!("new URL('{wasm}')")), "{script}");
        assert!(script.contains(&format!("'../{snippet}'")), "{script}");
        assert!(script.ends_with(&format!("export const buildId = \"{id}\";\n")));
        let (_, page) = text_of(&after, "index.html");
        let worker_meta = format!(r#"content="./{worker}" data-wasm="./{wasm}""#);
        assert!(page.contains(&worker_meta), "{page}");
        assert!(page.contains(&format!(r#"<meta name="build-id" content="{id}">"#)));
        let (_, manifest) = text_of(&after, "manifest.webmanifest");
        let (icon, _) = text_of(&after, "icon-");
        assert_eq!(manifest, format!(r#"{{ "src": "{icon}" }}"#));
        let fixed = after.keys().filter(|path| !is_named_by_content(path));
        assert_eq!(fixed.collect::<Vec<_>>(), FIXED_NAMES);
    }

    #[test]
    fn the_service_worker_keeps_all_but_itself() {
        let (id, after) = stamped(&build()).unwrap();
        let (_, script) = text_of(&after, "sw.js");
        assert!(script.starts_with(&format!(
            "const BUILD = \"{id}\";\nconst FILES = new Map([\n"
        )));
        for (path, bytes) in after.iter().filter(|(path, _)| *path != SERVICE_WORKER) {
            let line = format!("[\"{path}\",\"{}\"]", sha256(bytes));
            assert!(script.contains(&line), "{line} is not in {script}");
        }
        assert_eq!(script.matches("[\"").count(), after.len() - 1);
    }

    #[test]
    fn any_change_changes_the_build_and_the_worker() {
        let (id, after) = stamped(&build()).unwrap();
        let mut changed = build();
        changed.insert("a.css".to_owned(), b"a{color:red}".to_vec());
        let (other_id, other) = stamped(&changed).unwrap();
        assert_ne!(id, other_id);
        assert_ne!(text_of(&after, "worker-").0, text_of(&other, "worker-").0);
        assert_eq!(
            text_of(&after, "worker_bg").0,
            text_of(&other, "worker_bg").0
        );
    }

    #[test]
    fn part_of_a_longer_name_is_left_alone() {
        let text = with_reference(
            "'worker.js' 'my-worker.js' worker.jsx",
            "worker.js",
            "w-1.js",
        );
        assert_eq!(text, "'w-1.js' 'my-worker.js' worker.jsx");
    }

    #[test]
    fn names_by_content() {
        assert!(is_named_by_content("/a/page-0123456789abcdef.js"));
        assert!(!is_named_by_content("/a/page.js"));
        assert!(!is_named_by_content("/a/page-webgpu.js"));
    }

    #[test]
    fn sha256_of_the_empty_message() {
        // FIPS 180-4 examples.
        assert!(sha256(b"").starts_with("e3b0c44298fc1c149afbf4c8996fb924"));
    }
}
