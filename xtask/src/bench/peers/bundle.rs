//! The peers' pages: their packages from npm, each with its adapter in one script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::command::{run, timed};
use crate::root;
use crate::setup::npm;

/// One page: its adapter, and what its library loads later.
struct Page {
    name: &'static str,
    /// Scripts of workers, by the name under which the library asks for them.
    workers: &'static [(&'static str, &'static str)],
    /// Files copied beside the script; a folder with what it holds.
    files: &'static [(&'static str, &'static str)],
}

const PAGES: [Page; 3] = [
    Page {
        name: "cornerstone",
        workers: &[(
            "decodeImageFrameWorker",
            "@cornerstonejs/dicom-image-loader/dist/esm/decodeImageFrameWorker.js",
        )],
        files: &[
            (
                "charlswasm_decode.wasm",
                "@cornerstonejs/codec-charls/dist/charlswasm_decode.wasm",
            ),
            (
                "openjpegwasm_decode.wasm",
                "@cornerstonejs/codec-openjpeg/dist/openjpegwasm_decode.wasm",
            ),
            (
                "openjphjs.wasm",
                "@cornerstonejs/codec-openjph/dist/openjphjs.wasm",
            ),
        ],
    },
    Page {
        name: "dwv",
        workers: &[],
        files: &[("assets/workers", "dwv/dist/assets/workers")],
    },
    Page {
        name: "niivue",
        workers: &[("worker.jpeg", "@niivue/dcm2niix/dist/worker.jpeg.js")],
        files: &[(
            "dcm2niix.jpeg.wasm",
            "@niivue/dcm2niix/dist/dcm2niix.jpeg.wasm",
        )],
    },
];

/// Not bundled: what code of libraries asks for that runs in Node alone, and what is loaded when it
/// is needed.
const LOOKED_UP_LATER: [&str; 4] = ["fs", "path", "module", "../unpack.js"];

/// Asked for by all pages, when an archive is dropped.
const UNPACK: &str = "unpack";
const UNRAR: [&str; 2] = ["unrar.wasm", "node-unrar-js/esm/js/unrar.wasm"];

/// Installs the packages, bundles the pages: the folder that is served.
///
/// # Errors
/// There is no npm, or a package or a page is not as expected.
pub fn pages() -> Result<PathBuf> {
    let modules = installed()?;
    let into = root().join("target/bench/peers");
    timed("bundling the peers", || {
        let [name, file] = UNRAR;
        copy(&modules.join(file), &into.join(name))?;
        let unpack = source_of(UNPACK);
        esbuild(&modules, &[(UNPACK, unpack)], &into)?;
        for page in &PAGES {
            page.bundle(&modules, &into.join(page.name))
                .with_context(|| format!("bundling {}", page.name))?;
        }
        Ok(into)
    })
}

/// Names and versions of what is compared, as `package.json` pins them.
///
/// # Errors
/// The file cannot be read.
pub fn versions() -> Result<Vec<(String, String)>> {
    let text = fs::read_to_string(sources().join("package.json"))?;
    let package: Value = serde_json::from_str(&text)?;
    let packages = package["dependencies"].as_object().context("no packages")?;
    let of = |(name, version): (&String, &Value)| {
        (
            name.clone(),
            version.as_str().unwrap_or_default().to_owned(),
        )
    };
    Ok(packages.iter().map(of).collect())
}

fn sources() -> PathBuf {
    root().join("xtask/src/bench/peers")
}

/// `node_modules` as the lock file has it, installed where that has changed.
fn installed() -> Result<PathBuf> {
    let into = root().join("target/bench/peers-packages");
    let lock = fs::read(sources().join("package-lock.json"))?;
    let done = into.join("installed.json");
    if fs::read(&done).ok().as_ref() != Some(&lock) {
        fs::create_dir_all(&into)?;
        for name in ["package.json", "package-lock.json"] {
            fs::copy(sources().join(name), into.join(name))?;
        }
        timed("installing the peers' packages", || {
            npm::install_locked(&into)
        })?;
        fs::write(done, lock)?;
    }
    Ok(into.join("node_modules"))
}

impl Page {
    fn bundle(&self, modules: &Path, into: &Path) -> Result<()> {
        fs::create_dir_all(into)?;
        let mut entries = vec![("page", source_of(self.name))];
        let workers = self.workers.iter();
        entries.extend(workers.map(|(name, script)| (*name, modules.join(script))));
        esbuild(modules, &entries, into)?;
        for (name, file) in self.files {
            copy(&modules.join(file), &into.join(name))?;
        }
        Ok(fs::write(into.join("index.html"), self.html())?)
    }

    fn html(&self) -> String {
        format!(
            "<!doctype html>\n<html lang=\"en\">\n  <head>\n    <meta charset=\"utf-8\">\n    \
             <title>Peer: {}</title>\n    <script type=\"module\" src=\"page.js\"></script>\n  \
             </head>\n  <body></body>\n</html>\n",
            self.name
        )
    }
}

fn source_of(page: &str) -> PathBuf {
    sources().join(format!("pages/{page}.js"))
}

/// Bundles scripts, each under a name of its own.
fn esbuild(modules: &Path, entries: &[(&str, PathBuf)], into: &Path) -> Result<()> {
    let mut esbuild = Command::new(modules.join(".bin/esbuild"));
    esbuild.env("NODE_PATH", modules);
    for (name, script) in entries {
        esbuild.arg(format!("{name}={}", script.display()));
    }
    esbuild.args(["--bundle", "--minify", "--format=esm", "--log-level=error"]);
    for module in LOOKED_UP_LATER {
        esbuild.arg(format!("--external:{module}"));
    }
    run(esbuild.arg(format!("--outdir={}", into.display())))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    to.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::copy(from, to).with_context(|| format!("copying {}", from.display()))?;
    Ok(())
}
