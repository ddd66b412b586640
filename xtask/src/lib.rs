//! What builds, serves, tests and measures the viewer. The commands are in `main.rs`; this half
//! is shared with the browser tests.

pub mod browser;
pub mod command;
pub mod dist;
pub mod optimise;
pub mod serve;
pub mod setup;
pub mod sources;
pub mod stamp;
pub mod steps;
pub mod synthetic;
pub mod view;
pub mod weight;

use std::path::{Path, PathBuf};

/// The folder of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
