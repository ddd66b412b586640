//! Running other programs, and saying what ran for how long.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// Runs a program with its output visible.
///
/// # Errors
/// The program is not there or ends with a failure.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line_of(command);
    let status = command
        .status()
        .with_context(|| format!("running {line}"))?;
    if !status.success() {
        bail!("{line}: {status}");
    }
    Ok(())
}

/// Runs a program and gives what it wrote to its standard output.
///
/// # Errors
/// The program is not there or ends with a failure.
pub fn output(command: &mut Command) -> Result<String> {
    let line = line_of(command);
    let output = command
        .stderr(Stdio::null())
        .output()
        .with_context(|| format!("running {line}"))?;
    if !output.status.success() {
        bail!("{line}: {}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command as one would type it, for messages.
fn line_of(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

/// Where a program is, if the PATH names it.
#[must_use]
pub fn on_path(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).find_map(|folder| program_in(&folder, program))
}

/// A program in one folder, under the name that this system gives it.
#[must_use]
pub fn program_in(folder: &Path, program: &str) -> Option<PathBuf> {
    let names = [
        format!("{program}{}", env::consts::EXE_SUFFIX),
        program.to_owned(),
    ];
    names
        .iter()
        .map(|name| folder.join(name))
        .find(|it| it.is_file())
}

/// The cargo that runs us, so that a chosen toolchain stays chosen.
#[must_use]
pub fn cargo() -> Command {
    let program = env::var_os("CARGO");
    let mut command = Command::new(program.as_deref().unwrap_or(OsStr::new("cargo")));
    command.current_dir(crate::root());
    command
}

/// Announces a piece of work, does it, and says how many seconds it took.
///
/// # Errors
/// Those of the work.
pub fn timed<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("-- {what}");
    let start = Instant::now();
    let result = work();
    println!("-- {what}: {:.1} s", start.elapsed().as_secs_f64());
    result
}
