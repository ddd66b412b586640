//! A Chromium to test in: any that is there, else Debian's.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{Tool, debian};
use crate::command::{on_path, output};

pub const WHAT_TO_INSTALL: &str =
    "no Chromium: install Chromium or Chrome, or name one by the environment variable CHROME";

const PROGRAMS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Where its installers put it on systems that do not use the PATH for it.
const USUAL_PLACES: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
];

pub struct Chromium;

impl Tool for Chromium {
    fn name(&self) -> String {
        "Chromium".to_owned()
    }

    fn how(&self) -> &'static str {
        "installing Debian's, about a minute"
    }

    fn find(&self) -> Option<PathBuf> {
        if let Some(chosen) = env::var_os("CHROME") {
            return Some(chosen.into());
        }
        PROGRAMS
            .iter()
            .filter_map(|program| on_path(program))
            .chain(USUAL_PLACES.iter().map(PathBuf::from))
            .find(|program| starts(program))
    }

    fn install(&self) -> Result<()> {
        debian::install("chromium").context(WHAT_TO_INSTALL)
    }
}

/// Ubuntu's package may be a script that only asks for another one. On Windows Chrome does not
/// answer this question, but opens a window.
fn starts(program: &Path) -> bool {
    program.is_file() && (cfg!(windows) || output(Command::new(program).arg("--version")).is_ok())
}
