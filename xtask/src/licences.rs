//! Whose code is in the page, under which licence: told in a file of the page, and held to a list.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::command::{cargo, output};
use crate::root;
use crate::setup::TARGET;

/// How the file is called before it is named by its content.
pub const FILE: &str = "licences.txt";

/// Licences (SPDX) of code that may be used, here and in what builds and tests the page: they ask for nothing but to be told.
const ALLOWED: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",
];

/// How files with licences are called.
const TEXTS: [&str; 6] = [
    "COPYING",
    "COPYRIGHT",
    "LICENCE",
    "LICENSE",
    "NOTICE",
    "UNLICENSE",
];

/// What is in the page and in no crate: name, licence, file.
const BESIDE: [(&str, &str, &str); 1] = [("icons of Lucide", "ISC", "static/icons/LICENSE")];

/// A package that Cargo knows of.
#[derive(Debug)]
struct Package {
    /// `name 1.2.3`.
    name: String,
    /// SPDX expression.
    licence: String,
    folder: PathBuf,
    /// Our own has none.
    source: Option<String>,
    is_macro: bool,
}

/// Packages by id, and what each needs to run.
struct Packages {
    all: BTreeMap<String, Package>,
    needs: BTreeMap<String, Vec<String>>,
}

impl Packages {
    /// Asks Cargo, for the page alone or for all that is built here.
    fn ask(of_page: bool) -> Result<Self> {
        let mut command = cargo();
        command.args(["metadata", "--format-version=1", "--locked"]);
        if of_page {
            command.args(["--features=webgl", "--filter-platform", TARGET]);
        }
        let told: Value = serde_json::from_str(&output(&mut command)?)?;
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let mut all = BTreeMap::new();
        for package in list(&told["packages"]) {
            all.insert(text(&package["id"]), Self::package(&package)?);
        }
        let mut needs = BTreeMap::new();
        for node in list(&told["resolve"]["nodes"]) {
            let is_run = |dependency: &Value| {
                let mut kinds = list(&dependency["dep_kinds"]).into_iter();
                kinds.any(|kind| kind["kind"].is_null())
            };
            let run = list(&node["deps"]).into_iter().filter(is_run);
            let run = run.map(|dependency| text(&dependency["pkg"])).collect();
            needs.insert(text(&node["id"]), run);
        }
        Ok(Self { all, needs })
    }

    fn package(package: &Value) -> Result<Package> {
        let name = format!("{} {}", text(&package["name"]), text(&package["version"]));
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        let folder = manifest.parent().with_context(|| name.clone())?.to_owned();
        let targets = package["targets"].as_array().into_iter().flatten();
        let mut kinds = targets.flat_map(|it| it["kind"].as_array().cloned().unwrap_or_default());
        Ok(Package {
            licence: text(&package["license"]),
            folder,
            source: package["source"].as_str().map(str::to_owned),
            is_macro: kinds.any(|kind| kind == "proc-macro"),
            name,
        })
    }

    /// What is linked into the page, or could be: what our package needs to run, and that in turn. Macros run
    /// before it is built.
    fn in_page(&self) -> Vec<&Package> {
        let own = |(_, it): &(&String, &Package)| it.name.starts_with("hounsfield ");
        let mut waiting: Vec<&String> = self.all.iter().filter(own).map(|(id, _)| id).collect();
        let mut found = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            let is_linked = self.all.get(id).is_some_and(|package| !package.is_macro);
            if is_linked && found.insert(id) {
                waiting.extend(self.needs.get(id).into_iter().flatten());
            }
        }
        found
            .into_iter()
            .filter_map(|id| self.all.get(id))
            .collect()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The licences of all code in the page, each text once.
///
/// # Errors
/// Cargo or a file cannot be read.
pub fn of_page() -> Result<String> {
    let packages = Packages::ask(true)?;
    let mut lines = Vec::new();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages.in_page() {
        lines.push(format!("{}: {}", package.name, package.licence));
        for text in texts_in(&package.folder)? {
            texts.entry(text).or_default().push(package.name.clone());
        }
    }
    for (name, licence, file) in BESIDE {
        lines.push(format!("{name}: {licence}"));
        let text = normal(&fs::read_to_string(root().join(file))?);
        texts.entry(text).or_default().push(name.to_owned());
    }
    lines.push("Rust's standard library: MIT OR Apache-2.0".to_owned());
    lines.sort();
    let mut told = format!("What this page is made of\n\n{}\n", lines.join("\n"));
    let mut texts: Vec<(Vec<String>, String)> =
        texts.into_iter().map(|(text, of)| (of, text)).collect();
    texts.sort();
    for (of, text) in texts {
        let rule = "=".repeat(72);
        writeln!(told, "\n{rule}\n{}\n{rule}\n\n{text}", of.join(", "))?;
    }
    Ok(told)
}

/// The texts of licences in a package, in the order of their files' names.
fn texts_in(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_uppercase();
        if path.is_file() && TEXTS.iter().any(|start| name.starts_with(start)) {
            files.push(path);
        }
    }
    files.sort();
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        Ok(normal(&String::from_utf8_lossy(&bytes)))
    };
    files.into_iter().map(read).collect()
}

/// Ends of lines and of the file differ between packages that have the same text.
fn normal(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Holds every package, those of tests and tools too, to the licences that may be used and to packages of
/// the registry whose sum is known beforehand.
///
/// # Errors
/// One is something else.
pub fn hold() -> Result<()> {
    let packages = Packages::ask(false)?;
    for package in packages.all.values() {
        let Package { name, licence, .. } = package;
        ensure!(is_allowed(licence), "{name} is under {licence:?}");
        let source = package.source.as_deref();
        let is_known = source.is_none_or(|source| source.starts_with("registry+"));
        ensure!(is_known, "{name} is from {source:?}");
    }
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    for package in lock.split("[[package]]").skip(1) {
        let has = |key: &str| package.lines().any(|line| line.starts_with(key));
        ensure!(!has("source") || has("checksum"), "no sum of{package}");
    }
    println!(
        "-- {} packages under licences that may be used",
        packages.all.len()
    );
    Ok(())
}

/// Whether an SPDX expression leaves a choice that may be used (SPDX 2.3, Annex D). An exception (`WITH`) only ever permits
/// more; some packages still write `/` for `OR`.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest) && rest.is_empty()
}

fn any_of(rest: &mut &[&str]) -> bool {
    let mut is_allowed = all_of(rest);
    while take(rest, "OR") {
        // Both sides are gone over.
        is_allowed |= all_of(rest);
    }
    is_allowed
}

fn all_of(rest: &mut &[&str]) -> bool {
    let mut is_allowed = one_of(rest);
    while take(rest, "AND") {
        is_allowed &= one_of(rest);
    }
    is_allowed
}

fn one_of(rest: &mut &[&str]) -> bool {
    if take(rest, "(") {
        return any_of(rest) & take(rest, ")");
    }
    let Some((name, others)) = rest.split_first() else {
        return false;
    };
    *rest = others;
    if take(rest, "WITH") {
        *rest = rest.get(1..).unwrap_or_default();
    }
    ALLOWED.contains(name)
}

fn take(rest: &mut &[&str], word: &str) -> bool {
    let is_next = rest.first() == Some(&word);
    if is_next {
        *rest = rest.get(1..).unwrap_or_default();
    }
    is_next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_of_licences() {
        for good in [
            "MIT",
            "GPL-3.0-only OR MIT",
            "MIT/Apache-2.0",
            "(MIT OR GPL-2.0-only) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
        ] {
            assert!(is_allowed(good), "{good}");
        }
        for bad in [
            "",
            "GPL-3.0-only",
            "MIT AND GPL-2.0-only",
            "(MIT OR Apache-2.0) AND GPL-2.0-only",
            "MIT Apache-2.0",
            "(MIT",
        ] {
            assert!(!is_allowed(bad), "{bad}");
        }
    }

    #[test]
    fn the_page_tells_of_what_it_is_made_of() {
        let told = of_page().unwrap();
        let (lines, texts) = told.split_once("====").unwrap();
        for made_of in [
            "\nleptos 0.8",
            "\nwgpu 30.",
            "\nrars 0.12",
            "\nicons of Lucide: ISC",
        ] {
            assert!(lines.contains(made_of), "{made_of}");
        }
        // Neither what runs before it is built, nor what tests it, nor what other systems need.
        for other in ["\nxtask ", "\nserde_derive ", "\nencoding_rs "] {
            assert!(!lines.contains(other), "{other}");
        }
        assert!(texts.contains("Permission is hereby granted, free of charge"));
        let rule = "=".repeat(72);
        let mut each: Vec<&str> = texts.split(&rule).skip(1).step_by(2).collect();
        let all = each.len();
        each.sort_unstable();
        each.dedup();
        assert_eq!(each.len(), all, "each text once");
    }
}
