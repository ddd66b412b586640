//! `cargo xtask COMMAND`: the commands of this repository.

use std::env;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use xtask::setup::Tools;
use xtask::{bench, dist, fuzz, icons, look, release, steps, view, weight};

const USAGE: &str = "\
cargo xtask view [--port N]    build the page, serve it on this machine, open it
cargo xtask dist               build the page into dist/
cargo xtask draft              build it quickly and hardly optimised into target/draft-page/
cargo xtask test [--only STEP] everything that is checked: format, clippy, tests, browser
cargo xtask bench [--rounds N] [--slices N]
                               the page beside its floors, into docs/performance.md
cargo xtask bench peers [--rounds N] [--slices N] [--syntax NAME] [--only NAME] [--archive FILE]
                               other viewers beside it, into docs/peers.md
cargo xtask bench growth [--rounds N] [--slices N]
                               a hundred slices to ten thousand, into docs/growth.md
cargo xtask bench rays         volume rendering by presets and sizes, into docs/volume.md
cargo xtask bench codecs       our decoders beside those of other viewers, into docs/codecs.md
cargo xtask look               every main state at five sizes, as pictures in target/look/
cargo xtask icons              static/icon.svg as PNG, beside it
cargo xtask fuzz [SECONDS] [TARGET...]
                               hostile bytes by coverage, so long for each target
cargo xtask release            the page as one archive with its sum, in target/release-page/
cargo xtask release VERSION    gives what is unreleased a version, to be committed first
cargo xtask release again      builds the page once more, from nothing: it must be the same
cargo xtask weight             what a first visit of dist/ loads
cargo xtask setup              only install what the build lacks";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match obey(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey(words: &[&str]) -> Result<()> {
    match words {
        ["view"] => view::view(&Tools::for_build()?, None),
        ["view", "--port", port] => {
            let port = port.parse().with_context(|| format!("{port} is no port"))?;
            view::view(&Tools::for_build()?, Some(port))
        }
        ["dist"] => dist::build(&Tools::for_build()?).map(drop),
        ["draft"] => dist::draft(&Tools::for_build()?).map(drop),
        ["test"] => steps::test(None),
        ["test", "--only", step] => steps::test(Some(step)),
        ["bench", "peers", options @ ..] => bench::peers::bench(
            &Tools::for_build()?,
            bench::peers::Options::from_words(options)?,
        ),
        ["bench", "growth", options @ ..] => bench::growth::bench(
            &Tools::for_build()?,
            bench::growth::Options::from_words(options)?,
        ),
        ["bench", "rays"] => bench::rays::bench(&Tools::for_build()?, 5),
        ["bench", "codecs"] => bench::codecs::bench(&Tools::for_build()?),
        ["bench", options @ ..] => {
            bench::bench(&Tools::for_build()?, bench::Options::from_words(options)?)
        }
        ["icons"] => icons::draw(),
        ["look"] => look::look(&Tools::for_build()?),
        ["fuzz", words @ ..] => fuzz::fuzz(words),
        ["release"] => release::pack(&Tools::for_build()?),
        ["release", "again"] => release::again(&Tools::for_build()?),
        ["release", version] => release::prepare(version),
        ["weight"] => weight::print(&dist::folder()),
        ["setup"] => Tools::for_build().map(drop),
        // Trunk's hook, see Trunk.toml.
        ["stamp"] => dist::finish(&Tools::present()?),
        _ => bail!("\n{USAGE}"),
    }
}
