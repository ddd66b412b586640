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
    let Some(npm) = on_path("npm") else {
        bail!("there is no npm");
    };
    let mut npm = Command::new(npm);
    npm.args(["install", "--no-audit", "--no-fund", "--prefix"]);
    run(npm.arg(into).args(packages))
}
