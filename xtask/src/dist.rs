//! The page as it ships: Trunk builds four modules, the pages' are parted, all are optimised, stamped and
//! listed.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{cargo, run, timed};
use crate::setup::{TARGET, Tools};
use crate::{licences, optimise, parts, root, slim, sources, stamp};

/// How the hash of the sources gets through Trunk to [`finish`].
const SOURCES: &str = "HOUNSFIELD_SOURCES";

/// How the profile of the pages gets there.
const PROFILE: &str = "HOUNSFIELD_PROFILE";

/// Where the built page lies.
#[must_use]
pub fn folder() -> PathBuf {
    root().join("dist")
}

/// Builds the page for a quick look while it is worked on: hardly optimised, in a fifth of the
/// time, into a folder of its own. Nothing is measured or shipped from it.
///
/// # Errors
/// The build fails.
pub fn draft(tools: &Tools) -> Result<PathBuf> {
    let folder = root().join("target/draft-page");
    let _only_one = lock()?;
    timed("building a draft of the page", || {
        compile(DRAFT, DRAFT)?;
        run(tools
            .command("trunk")
            .args(["build", "--cargo-profile", DRAFT, "--dist"])
            .arg(&folder)
            .env(PROFILE, DRAFT)
            .envs(without_places())
            .env("RUST_LOG", "warn")
            .current_dir(root()))
    })?;
    Ok(folder)
}

/// Cargo's profiles for the page as it ships, for the far module of its workers (`index.html` says so to
/// Trunk), and for drafts of both.
const RELEASE: &str = "release";
pub const FAR: &str = "far";
const DRAFT: &str = "draft";

/// Builds the page unless `dist` was made from these very sources.
///
/// # Errors
/// The build fails.
pub fn build(tools: &Tools) -> Result<PathBuf> {
    let folder = folder();
    let _only_one = lock()?;
    let sources = sources::hash(tools)?;
    if stamp::read(&folder).is_some_and(|it| it.sources == sources) {
        println!("-- dist is up to date");
        return Ok(folder);
    }
    timed("building the page (minutes at first, then seconds)", || {
        compile(RELEASE, FAR)?;
        run(release(tools).env(SOURCES, &sources))
    })?;
    Ok(folder)
}

/// Builds the page as if nothing had been built before, in a target folder of its own.
///
/// # Errors
/// The build fails.
pub fn build_again(tools: &Tools) -> Result<PathBuf> {
    let target = root().join("target/again");
    if target.is_dir() {
        fs::remove_dir_all(&target)?;
    }
    let folder = target.join("dist");
    run(release(tools)
        .arg("--dist")
        .arg(&folder)
        .env(SOURCES, sources::hash(tools)?)
        .env("CARGO_TARGET_DIR", &target))?;
    Ok(folder)
}

fn release(tools: &Tools) -> Command {
    let mut trunk = tools.command("trunk");
    trunk
        .args(["build", "--release"])
        .env(PROFILE, RELEASE)
        .env("RUST_LOG", "warn")
        .envs(without_places())
        .current_dir(root());
    trunk
}

/// Where this machine keeps the sources of packages stands in their messages: it is none of the page's business, and
/// another machine's build would be another one.
fn without_places() -> Option<(&'static str, String)> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")))?;
    let sources = fs::read_dir(home.join("registry/src")).ok()?;
    let folders = sources.filter_map(|it| it.ok()?.path().into_os_string().into_string().ok());
    // What the variable holds is parted at blanks, and what holds one is not to be said in it.
    let mut folders: Vec<String> = folders
        .filter(|it| !it.contains(char::is_whitespace))
        .collect();
    folders.sort();
    let flags = folders
        .iter()
        .map(|folder| format!("--remap-path-prefix={folder}=packages"));
    let flags: Vec<String> = flags.collect();
    // Cargo adds it to what `.cargo/config.toml` says.
    Some((
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        flags.join(" "),
    ))
}

/// Two builds at a time would fill the same folder. Held until it is dropped.
fn lock() -> Result<File> {
    let target = root().join("target");
    fs::create_dir_all(&target)?;
    let file = File::create(target.join("dist.lock"))?;
    file.lock()?;
    Ok(file)
}

/// What Trunk is going to ask for, before it asks: two modules are linked at a time, and an error is
/// said once.
fn compile(of_page: &str, of_far: &str) -> Result<()> {
    let build = |profile, modules: &[&str]| {
        let build = ["build", "--target", TARGET, "--profile", profile];
        run(cargo().args(build).args(modules).envs(without_places()))
    };
    build(of_far, &["--bin", "worker-far", "--no-default-features"])?;
    build(of_page, &["--bin", "page-webgpu", "--bin", "worker"])?;
    build(of_page, &["--bin", "page-webgl2", "--features", "webgl"])
}

/// Trunk's hook after a build: optimises and stamps what it has put together.
///
/// # Errors
/// Trunk did not run this, or a file of the build is not as expected.
pub fn finish(tools: &Tools) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").context("this is run by Trunk")?;
    let staging = Path::new(&staging);
    let is_release = env::var("TRUNK_PROFILE").is_ok_and(|it| it == RELEASE);
    let by_hand = if is_release { RELEASE } else { "debug" };
    let profile = env::var(PROFILE).unwrap_or_else(|_by_hand| by_hand.to_owned());
    parts::part(tools, staging, &profile)?;
    if is_release && let Some(wasm_opt) = tools.wasm_opt() {
        timed("wasm-opt", || optimise::optimise(staging, &wasm_opt))?;
        slim::slim(staging)?;
    }
    fs::write(staging.join(licences::FILE), licences::of_page()?)?;
    // Built by hand, without our hash: the next `cargo xtask dist` builds again.
    let sources = env::var(SOURCES).unwrap_or_default();
    let build_id = stamp::stamp(staging, &sources)?;
    println!("-- build {build_id}");
    Ok(())
}
