//! wasm-opt of Binaryen: makes the modules smaller. The build does without it if need be.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{Tool, debian, npm};
use crate::command::{on_path, output, program_in};

/// Older ones export the table of functions where wasm-bindgen needs that of JavaScript's
/// values (Binaryen's issue 4711), and the page does not start. Debian 12 has 108.
const OLDEST: u32 = 110;

/// What is taken from npm.
const NPM: &str = "132.0.0";

pub struct WasmOpt;

impl Tool for WasmOpt {
    fn name(&self) -> String {
        format!("wasm-opt {OLDEST} or newer")
    }

    fn how(&self) -> &'static str {
        "installing binaryen from npm or Debian, about a minute"
    }

    fn find(&self) -> Option<PathBuf> {
        let npm = folder().ok()?.join("node_modules").join(".bin");
        program_in(&npm, "wasm-opt")
            .or_else(|| on_path("wasm-opt").filter(|program| is_new_enough(program)))
    }

    fn install(&self) -> Result<()> {
        from_npm().or_else(|npm| {
            debian::install("binaryen").with_context(|| format!("{npm:#}"))?;
            ensure!(self.find().is_some(), "{npm:#}, and Debian's is too old");
            Ok(())
        })
    }
}

fn folder() -> Result<PathBuf> {
    npm::folder("binaryen", NPM)
}

fn from_npm() -> Result<()> {
    npm::install(&[&format!("binaryen@{NPM}")], &folder()?)
}

fn is_new_enough(program: &Path) -> bool {
    let answer = output(Command::new(program).arg("--version"));
    answer.is_ok_and(|it| version(&it).is_some_and(|it| it >= OLDEST))
}

/// Of `wasm-opt version 120 (version_120)`.
fn version(answer: &str) -> Option<u32> {
    answer.split_whitespace().find_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version() {
        assert_eq!(version("wasm-opt version 108"), Some(108));
        assert_eq!(version("wasm-opt version 120 (version_120)"), Some(120));
        assert_eq!(version("wasm-opt"), None);
    }
}
