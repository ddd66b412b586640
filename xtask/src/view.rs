//! `cargo xtask view`: the built page, served on this machine and opened.

use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result};

use crate::dist;
use crate::serve::{Server, Site};
use crate::setup::Tools;

/// Tried first, so that the address is the same each time.
const USUAL_PORT: u16 = 8080;

/// Builds, serves and opens the page; returns only on failure.
///
/// # Errors
/// The build fails, or the port that was asked for is taken.
pub fn view(tools: &Tools, port: Option<u16>) -> Result<()> {
    let site = Site::of(dist::build(tools)?);
    let server = match port {
        Some(port) => Server::start(port, site),
        None => Server::start(USUAL_PORT, site.clone()).or_else(|_taken| Server::start(0, site)),
    };
    let server = server.context("127.0.0.1 does not take the port")?;
    let address = format!("{}/", server.origin());
    println!("\nHounsfield is at {address} (Ctrl+C ends it)");
    open(&address);
    loop {
        thread::park();
    }
}

/// Opens an address in the reader's own browser, where one can be found.
fn open(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    let opened = command
        .arg(address)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    // The address has been printed: without a desktop it is copied by hand.
    drop(opened);
}
