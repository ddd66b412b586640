//! The files that are dropped: made once, used by every run.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::command::timed;
use crate::root;
use crate::synthetic::Writing;
use crate::synthetic::ct::Series;

/// Enough for every kind of work to have been done once.
const WARM_UP_SLICES: usize = 8;

/// Slices of 512 x 512, 16 bits, with noise, in a folder.
///
/// # Errors
/// They cannot be written.
pub fn folder(slices: usize) -> Result<PathBuf> {
    written(1, slices)
}

/// The first slices of a longer series, as names of the same files.
///
/// # Errors
/// They cannot be written.
pub fn first_of(whole: usize, slices: usize) -> Result<PathBuf> {
    let all = folder(whole)?;
    if slices == whole {
        return Ok(all);
    }
    let some = root().join(format!("target/bench/series-{slices}-of-{whole}"));
    if some.is_dir() {
        return Ok(some);
    }
    let partial = some.with_extension("partial");
    fs::create_dir_all(&partial)?;
    for index in 0..slices {
        let name = format!("{index:05}.dcm");
        fs::hard_link(all.join(&name), partial.join(&name))?;
    }
    fs::rename(&partial, &some)?;
    Ok(some)
}

/// A few slices of another series, to warm a page up with.
///
/// # Errors
/// They cannot be written.
pub fn warm_up_folder() -> Result<PathBuf> {
    written(2, WARM_UP_SLICES)
}

fn written(number: u32, slices: usize) -> Result<PathBuf> {
    let folder = root().join(format!("target/bench/series-{slices}"));
    if folder.is_dir() {
        return Ok(folder);
    }
    // Under its own name only when whole: a run may be interrupted.
    let partial = folder.with_extension("partial");
    let series = Series {
        number,
        slices,
        side: 512,
        slice_mm: 1.5,
    };
    timed(&format!("writing {slices} slices"), || {
        fs::create_dir_all(&partial)?;
        for index in 0..slices {
            let bytes = series.slice(index).write(&Writing::default());
            fs::write(partial.join(format!("{index:05}.dcm")), bytes)?;
        }
        Ok(fs::rename(&partial, &folder)?)
    })?;
    Ok(folder)
}
