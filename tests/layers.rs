//! A module uses only modules that stand above it in `src/lib.rs`, and what needs a browser is
//! only where it may be.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::fs;
use std::path::{Path, PathBuf};

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The layers, first to last, as `lib.rs` declares them.
fn layers() -> Vec<String> {
    let lib = fs::read_to_string(source().join("lib.rs")).unwrap();
    let declared = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    declared.map(str::to_owned).collect()
}

/// Every Rust file of a layer.
fn files_of(layer: &str) -> Vec<PathBuf> {
    fn below(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                below(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    let single = source().join(format!("{layer}.rs"));
    if single.exists() {
        files.push(single);
    }
    let folder = source().join(layer);
    if folder.is_dir() {
        below(&folder, &mut files);
    }
    files
}

/// Statements of code: comments and `#[cfg(test)]` modules at the end of a file are left out.
fn code(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let before_tests = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    let lines = before_tests
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//"));
    let mut text = lines.collect::<Vec<_>>().join(" ");
    // In the file that is the layer itself, what is above it is the crate.
    let is_root = file.ends_with("mod.rs") && is_in_src(file.parent()) || is_in_src(Some(file));
    if is_root {
        text = text.replace("super::", "crate::");
    }
    text.split(';').map(str::to_owned).collect()
}

fn is_in_src(path: Option<&Path>) -> bool {
    let folder = path.and_then(Path::parent);
    folder.is_some_and(|folder| folder.ends_with("src"))
}

/// The layers that a line of code names, by `crate::layer` or `crate::{layer, ...}`.
fn named_layers<'a>(line: &str, layers: &'a [String]) -> Vec<&'a String> {
    let mut named = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let after = &line[at + "crate::".len()..];
        let group = after
            .strip_prefix('{')
            .and_then(|group| group.split('}').next());
        let parts: Vec<&str> =
            group.map_or_else(|| vec![after], |group| group.split(',').collect());
        for part in parts {
            let part = part.trim();
            let end = part
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(part.len());
            named.extend(layers.iter().filter(|layer| *layer == &part[..end]));
        }
    }
    named
}

#[test]
fn every_layer_uses_only_layers_above_it() {
    let layers = layers();
    assert!(
        layers.len() > 10,
        "the layers of lib.rs were not found: {layers:?}"
    );
    let mut upward = Vec::new();
    for (place, layer) in layers.iter().enumerate() {
        let files = files_of(layer);
        assert!(!files.is_empty(), "no file of layer {layer}");
        for file in files {
            for line in code(&file) {
                for used in named_layers(&line, &layers) {
                    if layers.iter().position(|known| known == used).unwrap() > place {
                        upward.push(format!("{}: {line}", file.display()));
                    }
                }
            }
        }
    }
    assert!(
        upward.is_empty(),
        "arrows that point up:\n{}",
        upward.join("\n")
    );
}

#[test]
fn an_arrow_that_points_up_is_seen() {
    let layers = ["problem", "header", "engine"].map(str::to_owned).to_vec();
    let named = |line| {
        named_layers(line, &layers)
            .into_iter()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(named("use crate::engine::State;"), ["engine"]);
    assert_eq!(
        named("use crate::{header, problem};"),
        ["header", "problem"]
    );
    assert_eq!(named("let x = crate::header::read(b);"), ["header"]);
    assert_eq!(named("use crate::engineering::X;"), Vec::<String>::new());
}

/// `web.rs` of a layer and what is below it, the page, the binaries, and the files of `gpu` that its `mod.rs` compiles
/// for wasm32 alone.
fn may_know_the_browser(file: &Path) -> bool {
    let relative = file.strip_prefix(source()).unwrap();
    let first = relative
        .iter()
        .next()
        .and_then(|part| part.to_str())
        .unwrap_or_default();
    let is_edge = relative
        .iter()
        .any(|part| part == "web" || part == "web.rs");
    if is_edge || matches!(first, "ui" | "bin") {
        return true;
    }
    let Some(stem) = file.file_stem().and_then(|stem| stem.to_str()) else {
        return false;
    };
    let parent = fs::read_to_string(file.with_file_name("mod.rs")).unwrap_or_default();
    let guarded = |word: &str| {
        parent.contains(&format!(
            "#[cfg(all(target_arch = \"wasm32\", feature = \"page\"))]\n{word}mod {stem};"
        ))
    };
    first == "gpu" && (guarded("") || guarded("pub "))
}

#[test]
fn only_browser_edges_know_the_browser() {
    let crates = ["web_sys", "js_sys", "wasm_bindgen", "leptos", "wgpu::"];
    let mut strangers = Vec::new();
    for layer in layers() {
        for file in files_of(&layer) {
            if may_know_the_browser(&file) {
                continue;
            }
            for line in code(&file) {
                if crates.iter().any(|name| line.contains(name)) {
                    strangers.push(format!("{}: {line}", file.display()));
                }
            }
        }
    }
    assert!(
        strangers.is_empty(),
        "the browser in pure layers:\n{}",
        strangers.join("\n")
    );
}
