//! One hash over all that a build of the page is made from, so that nothing is built twice.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::command::output;
use crate::root;
use crate::setup::Tools;
use crate::stamp::sha256;

/// Files and folders that the built page depends on.
const INPUTS: [&str; 14] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "build.rs",
    "index.html",
    "src",
    "static",
    "xtask/src/dist.rs",
    "xtask/src/licences.rs",
    "xtask/src/optimise.rs",
    "xtask/src/parts.rs",
    "xtask/src/slim.rs",
    "xtask/src/stamp.rs",
];

/// Hash of the sources and of the tools that make the page from them.
///
/// # Errors
/// A source cannot be read, or there is no rustc.
pub fn hash(tools: &Tools) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(output(Command::new("rustc").arg("--version"))?);
    if let Some(program) = tools.wasm_opt() {
        hash.update(program.to_string_lossy().as_bytes());
    }
    for input in INPUTS {
        add(&mut hash, &root().join(input), input)?;
    }
    Ok(sha256(&hash.finalize()))
}

fn add(hash: &mut Sha256, path: &Path, name: &str) -> Result<()> {
    if path.is_dir() {
        let mut names = Vec::new();
        for entry in fs::read_dir(path)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        for inner in names {
            add(hash, &path.join(&inner), &format!("{name}/{inner}"))?;
        }
    } else {
        let bytes = fs::read(path).with_context(|| format!("reading {name}"))?;
        hash.update(format!("{name} {}\n", bytes.len()));
        hash.update(bytes);
    }
    Ok(())
}
