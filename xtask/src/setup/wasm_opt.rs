//! wasm-opt of Binaryen: makes the modules a fifth smaller. The build does without it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Tool, debian, tools_folder};
use crate::command::{on_path, program_in, run};

pub struct WasmOpt;

impl Tool for WasmOpt {
    fn name(&self) -> String {
        "wasm-opt".to_owned()
    }

    fn how(&self) -> &'static str {
        "installing binaryen from Debian or npm, about a minute"
    }

    fn find(&self) -> Option<PathBuf> {
        let npm = tools_folder().ok()?.join("binaryen/node_modules/.bin");
        on_path("wasm-opt").or_else(|| program_in(&npm, "wasm-opt"))
    }

    fn install(&self) -> Result<()> {
        debian::install("binaryen").or_else(|debian| {
            let Some(npm) = on_path("npm") else {
                bail!("{debian:#}, and there is no npm");
            };
            let folder = tools_folder()?.join("binaryen");
            let mut npm = Command::new(npm);
            npm.args(["install", "--no-audit", "--no-fund", "--prefix"]);
            run(npm.arg(folder).arg("binaryen")).with_context(|| format!("{debian:#}"))
        })
    }
}
