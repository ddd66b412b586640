//! What builds, serves, tests and measures the viewer. The commands are in `main.rs`; this half
//! is shared with the browser tests.

pub mod bench;
pub mod browser;
pub mod command;
pub mod dist;
pub mod fuzz;
pub mod icons;
pub mod licences;
pub mod look;
pub mod optimise;
pub mod parts;
pub mod release;
pub mod serve;
pub mod setup;
pub mod slim;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_documented_as_it_ships() {
        let page = std::fs::read_to_string(root().join("index.html")).unwrap();
        let start = page.find("default-src").unwrap();
        let policy = page.get(start..).unwrap().split('"').next().unwrap();
        let hosting = std::fs::read_to_string(root().join("docs/hosting.md")).unwrap();
        assert_eq!(hosting.matches(policy).count(), 2);
    }
}
