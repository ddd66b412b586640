//! axe-core: finds what keeps people from using a page. Tests alone run it; it is no part of one.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use super::{Tool, tools_folder};
use crate::command::{on_path, run};

const NPM: &str = "4.14.1";

pub struct Axe;

impl Tool for Axe {
    fn name(&self) -> String {
        format!("axe-core {NPM}")
    }

    fn how(&self) -> &'static str {
        "installing it from npm, a few seconds"
    }

    fn find(&self) -> Option<PathBuf> {
        let script = folder().ok()?.join("node_modules/axe-core/axe.min.js");
        script.is_file().then_some(script)
    }

    fn install(&self) -> Result<()> {
        let Some(npm) = on_path("npm") else {
            bail!("there is no npm");
        };
        let mut npm = Command::new(npm);
        npm.args(["install", "--no-audit", "--no-fund", "--prefix"]);
        run(npm.arg(folder()?).arg(format!("axe-core@{NPM}")))
    }
}

fn folder() -> Result<PathBuf> {
    Ok(tools_folder()?.join(format!("axe-core-{NPM}")))
}
