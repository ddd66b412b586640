//! Our decoders as one module, made as those of the page are.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::command::{cargo, run, timed};
use crate::dist::FAR;
use crate::setup::{TARGET, Tools};
use crate::{optimise, root};

const BIN: &str = "bench-codecs";

/// The same package, profile and wasm-opt as the far module of workers; only the way in is another.
///
/// # Errors
/// The build fails.
pub fn folder(tools: &Tools) -> Result<PathBuf> {
    let folder = root().join("target/bench/codecs/ours");
    timed("building the decoders", || {
        run(cargo().args(["build", "--profile", FAR, "--target", TARGET, "--bin", BIN]))?;
        fs::create_dir_all(&folder)?;
        let built = root().join(format!("target/{TARGET}/{FAR}/{BIN}.wasm"));
        run(tools
            .command("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .arg(&folder)
            .arg(built))?;
        match tools.wasm_opt() {
            Some(wasm_opt) => optimise::optimise(&folder, &wasm_opt),
            None => Ok(()),
        }
    })?;
    Ok(folder)
}
