//! Finds the tools that the build needs, and installs what is missing.
//!
//! Each tool is a file of one shape: where it may already be, how to get it, how long that
//! takes. Nothing is installed twice, and nothing that is found is replaced.

mod axe;
mod cargo_tool;
mod chromium;
mod debian;
pub mod npm;
mod wasm_opt;
mod wasm_target;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::timed;
use axe::Axe;
use cargo_tool::CargoTool;
use chromium::Chromium;
use wasm_opt::WasmOpt;
use wasm_target::WasmTarget;

pub use wasm_target::TARGET;

/// Something that has to be there before a build or a test.
trait Tool {
    fn name(&self) -> String;
    /// What installing it does and how long it takes, for the one who waits.
    fn how(&self) -> &'static str;
    fn find(&self) -> Option<PathBuf>;
    fn install(&self) -> Result<()>;
}

fn ensure(tool: &impl Tool) -> Result<PathBuf> {
    if let Some(path) = tool.find() {
        return Ok(path);
    }
    let what = format!("{} is missing: {}", tool.name(), tool.how());
    timed(&what, || tool.install())?;
    let found = tool.find();
    found.with_context(|| format!("{} was installed and is still not found", tool.name()))
}

/// axe-core, for tests.
///
/// # Errors
/// Where it is not there and cannot be had.
pub fn axe() -> Result<PathBuf> {
    ensure(&Axe)
}

/// The tools of a build, on a PATH of their own.
#[derive(Debug, Clone)]
pub struct Tools {
    path: OsString,
}

impl Tools {
    /// Installs what a build of the page lacks.
    ///
    /// # Errors
    /// A tool that the build cannot do without could not be installed.
    pub fn for_build() -> Result<Self> {
        ensure(&WasmTarget)?;
        for tool in cargo_tools()? {
            ensure(&tool)?;
        }
        cargo_tool::clean_up();
        if let Err(reason) = ensure(&WasmOpt) {
            println!("-- going on without wasm-opt, the page will be larger: {reason:#}");
        }
        Self::present()
    }

    /// The tools that are there, without installing any.
    ///
    /// # Errors
    /// The lock file does not name the version of wasm-bindgen.
    pub fn present() -> Result<Self> {
        let mut folders = Vec::new();
        for tool in cargo_tools()? {
            folders.extend(tool.find().and_then(|it| Some(it.parent()?.to_owned())));
        }
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        let path = env::join_paths(folders).context("the PATH holds a quote")?;
        Ok(Self { path })
    }

    /// A command that finds these tools first.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let program = env::split_paths(&self.path)
            .find_map(|folder| crate::command::program_in(&folder, program))
            .unwrap_or_else(|| program.into());
        let mut command = Command::new(program);
        command.env("PATH", &self.path);
        command
    }

    /// Where wasm-opt is: the build does without it if need be.
    #[must_use]
    pub fn wasm_opt(&self) -> Option<PathBuf> {
        WasmOpt.find()
    }
}

/// A Chromium for tests and measurements.
///
/// # Errors
/// There is none and none could be installed; the message says what to install.
pub fn chromium() -> Result<PathBuf> {
    ensure(&Chromium)
}

/// The Chromium that is there, without installing one.
///
/// # Errors
/// There is none; the message says what to install.
pub fn present_chromium() -> Result<PathBuf> {
    Chromium.find().context(chromium::WHAT_TO_INSTALL)
}

fn cargo_tools() -> Result<[CargoTool; 2]> {
    Ok([CargoTool::trunk(), CargoTool::wasm_bindgen()?])
}

/// Where tools are kept that were installed for this project alone.
fn tools_folder() -> Result<PathBuf> {
    let cache = match env::var_os("XDG_CACHE_HOME") {
        Some(cache) if !cache.is_empty() => PathBuf::from(cache),
        _ => env::home_dir().context("no home folder")?.join(".cache"),
    };
    Ok(cache.join("hounsfield").join("tools"))
}
