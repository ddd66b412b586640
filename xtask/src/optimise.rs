//! wasm-opt over the modules of a build, each remembered by what it was made from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::command::{output, run};
use crate::stamp::sha256;

/// What rustc uses in a module, for a wasm-opt that has to be told.
const FLAGS: [&str; 8] = [
    // As small as -Os to a thousandth, and samples pass through this code.
    "-O3",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];

/// Optimises every module in a folder in place, all at the same time.
///
/// # Errors
/// wasm-opt fails, or a file cannot be read or written.
pub fn optimise(folder: &Path, wasm_opt: &Path) -> Result<()> {
    let mut modules = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "wasm") {
            modules.push(path);
        }
    }
    let version = output(Command::new(wasm_opt).arg("--version"))?;
    thread::scope(|scope| {
        let jobs: Vec<_> = modules
            .iter()
            .map(|module| scope.spawn(|| optimise_one(module, wasm_opt, &version)))
            .collect();
        jobs.into_iter().try_for_each(|job| {
            job.join()
                .map_err(|_panic| anyhow!("wasm-opt's thread ended early"))?
        })
    })
}

fn optimise_one(module: &Path, wasm_opt: &Path, version: &str) -> Result<()> {
    let kept = kept_at(&fs::read(module)?, version)?;
    if !kept.is_file() {
        // Written beside and moved, so that a build cut short leaves no half of a module.
        let fresh = module.with_extension("opt");
        run(Command::new(wasm_opt)
            .args(FLAGS)
            .arg(module)
            .arg("-o")
            .arg(&fresh))?;
        fs::copy(&fresh, kept.with_extension("part"))?;
        fs::rename(kept.with_extension("part"), &kept)?;
        fs::remove_file(fresh)?;
    }
    fs::copy(&kept, module).with_context(|| format!("writing {}", module.display()))?;
    Ok(())
}

/// Where the optimised form of these bytes is kept between builds.
fn kept_at(module: &[u8], version: &str) -> Result<PathBuf> {
    let folder = crate::root().join("target/wasm-opt");
    fs::create_dir_all(&folder)?;
    let made_from = sha256(module) + version + &FLAGS.concat();
    Ok(folder.join(sha256(made_from.as_bytes()) + ".wasm"))
}
