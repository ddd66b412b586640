//! Packages of npm, pinned, each set of them in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::tools_folder;
use crate::command::{on_path, run};

/// Where a package of one version is installed.
///
/// # Errors
/// There is no home folder.
pub fn folder(package: &str, version: &str) -> Result<PathBuf> {
    Ok(tools_folder()?.join(format!("{package}-{version}")))
}

/// Installs packages, named `package@version`, into `node_modules` of a folder.
///
/// # Errors
/// There is no npm, or it fails.
pub fn install(packages: &[&str], into: &Path) -> Result<()> {
    let mut npm = npm()?;
    npm.args(["install", "--no-audit", "--no-fund", "--prefix"]);
    run(npm.arg(into).args(packages))
}

/// Installs what the lock file of a folder names, nothing else, and runs none of its scripts.
///
/// # Errors
/// There is no npm, or it fails.
pub fn install_locked(folder: &Path) -> Result<()> {
    let mut npm = npm()?;
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    run(npm.current_dir(folder))
}

fn npm() -> Result<Command> {
    let Some(npm) = on_path("npm") else {
        bail!("there is no npm");
    };
    Ok(Command::new(npm))
}
