//! The transfer syntaxes, and the same series in each of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::bench::series;
use crate::command::{run, timed};
use crate::root;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Syntax {
    /// As an option and in the names of folders.
    pub name: &'static str,
    pub title: &'static str,
    pub uid: &'static str,
}

impl Syntax {
    const fn new(name: &'static str, title: &'static str, uid: &'static str) -> Self {
        Self { name, title, uid }
    }
}

pub const UNCOMPRESSED: Syntax = Syntax::new("uncompressed", "uncompressed", "1.2.840.10008.1.2.1");

pub const SYNTAXES: [Syntax; 6] = [
    UNCOMPRESSED,
    Syntax::new("rle", "RLE", "1.2.840.10008.1.2.5"),
    Syntax::new("jpeg-lossless", "JPEG lossless", "1.2.840.10008.1.2.4.70"),
    Syntax::new("jpeg-ls", "JPEG-LS", "1.2.840.10008.1.2.4.80"),
    Syntax::new("jpeg-2000", "JPEG 2000", "1.2.840.10008.1.2.4.90"),
    Syntax::new("htj2k", "HTJ2K", "1.2.840.10008.1.2.4.201"),
];

/// An archive that is dropped as it is: what it holds may be of any syntax.
pub const ARCHIVE: Syntax = Syntax::new("archive", "RAR archive", "");

impl Syntax {
    /// A series, and the small one that warms a page up.
    ///
    /// # Errors
    /// Where they cannot be written; what is missing for that is said.
    pub fn folders(self, slices: usize) -> Result<[PathBuf; 2]> {
        Ok([
            self.written(&series::folder(slices)?)?,
            self.written(&series::warm_up_folder()?)?,
        ])
    }

    fn written(self, series: &Path) -> Result<PathBuf> {
        let name = series.file_name().unwrap_or_default().to_string_lossy();
        let folder = series.with_file_name(format!("{name}-{}", self.name));
        if folder.is_dir() {
            return Ok(folder);
        }
        let from = if self == UNCOMPRESSED {
            series.to_owned()
        } else {
            UNCOMPRESSED.written(series)?
        };
        let partial = folder.with_extension("partial");
        let script = root().join("xtask/src/bench/compress.py");
        let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
        timed(&format!("writing {name}, {}", self.title), || {
            run(Command::new(python)
                .arg(script)
                .arg(self.name)
                .args([&from, &partial]))
            .context("the reason stands above")
        })?;
        fs::rename(&partial, &folder)?;
        Ok(folder)
    }
}
