//! Packages of Debian and its kin, where we are allowed to install them.

use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{on_path, output, run};

/// Installs a package.
///
/// # Errors
/// This is no Debian, we are not root, or apt fails.
pub fn install(package: &str) -> Result<()> {
    if on_path("apt-get").is_none() {
        bail!("there is no apt-get here");
    }
    if output(Command::new("id").arg("-u"))? != "0" {
        bail!("only root may do: apt-get install {package}");
    }
    apt(&["install", "--yes", "--no-install-recommends", package]).or_else(|_stale_lists| {
        apt(&["update"])?;
        apt(&["install", "--yes", "--no-install-recommends", package])
    })
}

fn apt(arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    run(command.arg("--quiet").args(arguments))
}
