//! The standard library for `wasm32-unknown-unknown`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::Tool;
use crate::command::{output, run};

pub const TARGET: &str = "wasm32-unknown-unknown";

pub struct WasmTarget;

impl Tool for WasmTarget {
    fn name(&self) -> String {
        format!("the target {TARGET}")
    }

    fn how(&self) -> &'static str {
        "adding it by rustup, some seconds"
    }

    fn find(&self) -> Option<PathBuf> {
        let sysroot = output(Command::new("rustc").args(["--print", "sysroot"])).ok()?;
        let folder = Path::new(&sysroot).join("lib/rustlib").join(TARGET);
        let libraries = fs::read_dir(folder.join("lib")).ok()?;
        let has_core = libraries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("libcore-"));
        has_core.then_some(folder)
    }

    fn install(&self) -> Result<()> {
        run(Command::new("rustup").args(["target", "add", TARGET])).or_else(|reason| {
            println!("-- {reason:#}; compiling it from Debian's sources of the same version");
            run(Command::new("sh").arg(crate::root().join("xtask/wasm-std.sh")))
                .with_context(|| format!("install the Rust target {TARGET} by hand"))
        })
    }
}
