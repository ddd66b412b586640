//! axe-core: finds what keeps people from using a page. Tests alone run it; it is no part of one.

use std::path::PathBuf;

use anyhow::Result;

use super::{Tool, npm};

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
        npm::install(&[&format!("axe-core@{NPM}")], &folder()?)
    }
}

fn folder() -> Result<PathBuf> {
    npm::folder("axe-core", NPM)
}
