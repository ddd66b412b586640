//! Parts a page's module in two: what comes later (`src/ui/later.rs`) is a module of its own.
//!
//! Cargo links a page with all that its symbols lead to (`build.rs`); what only the later views lead to
//! is taken out of it, and wasm-bindgen makes the page's script of what is left. Both modules share one
//! memory and one table of functions.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

use crate::command::run;
use crate::setup::{TARGET, Tools};

const PAGES: [&str; 2] = ["page-webgpu", "page-webgl2"];

/// How a page's later module is called.
const LATER: &str = "-later.wasm";

/// How the script is called that loads it, which the page's own script imports.
pub const LOADER: &str = "-loader.js";

/// How the module names it: within the module, names do not change with what is in a file.
const LINK: &str = "./later";

/// What the tool writes into the loader, and what stands there for it. The page's script imports the
/// loader, so that it may not import the page's script: names by content know no circle. And a server
/// that does not know what WebAssembly is keeps nothing from starting.
const CHANGES: [(&str, &str); 3] = [
    ("WebAssembly.instantiateStreaming(", "instantiated("),
    (
        "initSync(undefined, undefined)",
        "globalThis.hounsfield.page",
    ),
    // The last one: it brings in what others look for.
    ("import { initSync } from \"./page.js\";", INSTANTIATED),
];

const INSTANTIATED: &str = r#"async function instantiated(src, imports) {
    const response = await src;
    if (!response.ok) throw new Error(`${response.status}`);
    return response.headers.get("content-type")?.startsWith("application/wasm")
        ? WebAssembly.instantiateStreaming(response, imports)
        : WebAssembly.instantiate(await response.arrayBuffer(), imports);
}"#;

/// Parts the pages that Trunk has put into a folder, as Cargo linked them in a profile.
///
/// # Errors
/// A page was not linked as expected, or a file cannot be read or written.
pub fn part(tools: &Tools, staging: &Path, profile: &str) -> Result<()> {
    for page in PAGES {
        let linked = target().join(TARGET).join(profile).join(page);
        let linked = fs::read(linked.with_extension("wasm"))
            .with_context(|| format!("{page} was not linked as {profile}"))?;
        part_one(tools, staging, page, &linked).with_context(|| format!("parting {page}"))?;
    }
    Ok(())
}

fn part_one(tools: &Tools, staging: &Path, page: &str, linked: &[u8]) -> Result<()> {
    let folder = target().join("parts").join(page);
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    let main = folder.join("main.wasm");
    let mut options = Options::new(linked);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = LINK;
    options.main_module = "./page.js";
    let split = transform(options).map_err(|reason| anyhow!("{reason:#}"))?;
    let [later] = split.split_modules.as_slice() else {
        return Err(anyhow!("one later module, not {:?}", split.split_modules));
    };
    run(tools
        .command("wasm-bindgen")
        .env("RUST_LOG", "error")
        .args(["--target", "web", "--no-typescript", "--keep-lld-exports"])
        .args(["--out-name", page, "--out-dir"])
        .args([staging, &main]))?;
    let script = staging.join(page).with_extension("js");
    let with_loader = of_this_loader(&fs::read_to_string(&script)?, page)?;
    fs::write(script, with_loader)?;
    fs::copy(later, staging.join(format!("{page}{LATER}")))?;
    let name = later.file_name().unwrap_or_default().to_string_lossy();
    let loader = of_this_page(&fs::read_to_string(folder.join(LINK))?, page, &name)?;
    fs::write(staging.join(format!("{page}{LOADER}")), loader)?;
    Ok(())
}

/// The tool's loader, for files of these names.
fn of_this_page(script: &str, page: &str, module: &str) -> Result<String> {
    let name = format!("{page}{LATER}");
    let mut script = script.to_owned();
    for (from, to) in [(module, name.as_str())].into_iter().chain(CHANGES) {
        script = with(&script, from, to)?;
    }
    Ok(script)
}

/// A page's script that imports the loader by its file.
fn of_this_loader(script: &str, page: &str) -> Result<String> {
    let to = format!("from \"./{page}{LOADER}\"");
    with(script, &format!("from \"{LINK}\""), &to)
}

/// One text instead of another that is there once.
fn with(script: &str, from: &str, to: &str) -> Result<String> {
    ensure!(
        script.matches(from).count() == 1,
        "{from} is not there once in\n{script}"
    );
    Ok(script.replace(from, to))
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::root().join("target"), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = r#"import { initSync } from "./page.js";
const { memory } = initSync(undefined, undefined);
fetch(new URL("./split_later.wasm", import.meta.url));
(WebAssembly.instantiateStreaming(src, imports));
"#;

    #[test]
    fn a_loader_imports_nothing_and_fetches_the_pages_own_module() {
        let script = of_this_page(WRITTEN, "page-webgl2", "split_later.wasm").unwrap();
        assert!(
            script.starts_with("async function instantiated("),
            "{script}"
        );
        assert!(
            script.contains("memory } = globalThis.hounsfield.page;"),
            "{script}"
        );
        assert!(
            script.contains(r#"new URL("./page-webgl2-later.wasm""#),
            "{script}"
        );
        assert!(script.contains("(instantiated(src, imports));"), "{script}");
        assert!(!script.contains("import {"), "{script}");
    }

    #[test]
    fn a_pages_script_imports_the_loaders_file_under_the_name_that_the_module_knows() {
        let script = "import * as import1 from \"./later\"\nreturn { \"./later\": import1 };";
        let script = of_this_loader(script, "page-webgl2").unwrap();
        assert!(
            script.contains("from \"./page-webgl2-loader.js\""),
            "{script}"
        );
        assert!(script.contains("{ \"./later\": import1 }"), "{script}");
    }

    #[test]
    fn another_loader_than_is_known_is_refused() {
        let other = WRITTEN.replace("initSync(undefined", "init(undefined");
        assert!(of_this_page(&other, "page-webgl2", "split_later.wasm").is_err());
    }
}
