//! Programs that come as Rust packages: trunk and wasm-bindgen, each at one version.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::{Tool, tools_folder};
use crate::command::{cargo, on_path, output, program_in, run};

/// The last release that the Rust of `Cargo.toml` compiles.
const TRUNK: &str = "0.21.14";

/// The tools run for seconds: to optimise them to the last takes more time than it saves.
const QUICKLY_BUILT: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

/// A package at the one version that fits.
pub struct CargoTool {
    package: &'static str,
    program: &'static str,
    version: String,
    /// What cargo is told besides.
    options: &'static [&'static str],
}

impl CargoTool {
    pub fn trunk() -> Self {
        Self {
            package: "trunk",
            program: "trunk",
            version: TRUNK.to_owned(),
            // It downloads nothing here, so it needs no TLS: a fifth less to compile.
            options: &["--no-default-features"],
        }
    }

    /// wasm-bindgen's program reads only what its library of the same version wrote.
    pub fn wasm_bindgen() -> Result<Self> {
        let lock = fs::read_to_string(crate::root().join("Cargo.lock"))?;
        let version = locked_version(&lock, "wasm-bindgen");
        Ok(Self {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: version.context("Cargo.lock names no wasm-bindgen")?,
            options: &[],
        })
    }

    fn folder(&self) -> Result<PathBuf> {
        Ok(tools_folder()?.join(format!("{}-{}", self.package, self.version)))
    }

    fn is_right(&self, program: &Path) -> bool {
        let answer = output(Command::new(program).arg("--version"));
        answer.is_ok_and(|it| it.split_whitespace().any(|word| word == self.version))
    }
}

impl Tool for CargoTool {
    fn name(&self) -> String {
        format!("{} {}", self.package, self.version)
    }

    fn how(&self) -> &'static str {
        "installing it by cargo, about 5 minutes the first time"
    }

    fn find(&self) -> Option<PathBuf> {
        let own = self.folder().ok()?.join("bin");
        program_in(&own, self.program)
            .into_iter()
            .chain(on_path(self.program))
            .find(|program| self.is_right(program))
    }

    fn install(&self) -> Result<()> {
        let folder = self.folder()?;
        let package = format!("{}@{}", self.package, self.version);
        if has_binstall() {
            let mut binstall = cargo();
            binstall.args(["binstall", "--no-confirm", "--root"]);
            if run(binstall.arg(&folder).arg(&package)).is_ok() {
                return Ok(());
            }
        }
        let install = |locked: &[&str]| {
            let mut install = cargo();
            install.arg("install").args(locked).args(self.options);
            install.envs(QUICKLY_BUILT).arg("--root").arg(&folder);
            install.arg("--target-dir").arg(shared_target()?);
            run(install.arg(&package))
        };
        // A lock file goes stale when one of the versions in it is withdrawn.
        install(&["--locked"]).or_else(|reason| {
            println!("-- {reason:#}; trying once more with newer dependencies");
            install(&[])
        })
    }
}

fn has_binstall() -> bool {
    let mut ask = cargo();
    ask.args(["binstall", "-V"]);
    ask.stdout(Stdio::null()).stderr(Stdio::null());
    ask.status().is_ok_and(|status| status.success())
}

/// The tools share many dependencies: compiled once.
fn shared_target() -> Result<PathBuf> {
    Ok(tools_folder()?.join("build"))
}

/// Gives back the gigabyte that compiling the tools took.
pub fn clean_up() {
    if let Ok(folder) = shared_target()
        && folder.is_dir()
        && let Err(reason) = fs::remove_dir_all(&folder)
    {
        println!("-- {} stays behind: {reason}", folder.display());
    }
}

/// The version of a package in a lock file.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| **line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    version.strip_suffix('"').map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version_of_the_very_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        let version = locked_version(lock, "wasm-bindgen");
        assert_eq!(version.as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
