//! Starting a Chromium that draws WebGPU and WebGL2 without a screen or a GPU.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Context, Result, bail};

use super::Scratch;
use super::cdp::Connection;
use crate::setup;

/// A cold start on a busy machine with two cores.
const STARTS_WITHIN: Duration = Duration::from_mins(1);

/// Quiet, and the same on every machine. No name but 127.0.0.1 is resolved: what the browser
/// wants to say to its makers goes nowhere.
const ALWAYS: [&str; 21] = [
    "--headless",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--password-store=basic",
    "--hide-scrollbars",
    "--mute-audio",
    "--force-color-profile=srgb",
    "--force-device-scale-factor=1",
    "--window-size=1280,800",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
];

/// WebGPU and WebGL2 by its own `SwiftShader`. Without the two Vulkan flags an adapter is there, but its
/// canvas stays blank.
const SOFTWARE_GPU: [&str; 6] = [
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
    "--use-angle=swiftshader",
    "--enable-features=Vulkan",
    "--use-vulkan=swiftshader",
    "--enable-unsafe-swiftshader",
];

/// A machine with neither WebGPU nor WebGL2.
const NO_GPU: [&str; 2] = ["--disable-gpu", "--disable-3d-apis"];

/// Some versions ask their makers for this through the page's own proxy, where it would stand in
/// the record of the page's requests.
const FEATURES_LEFT_OUT: &str =
    "--disable-features=AimEnabled,AimServerEligibilityEnabled,AimServerRequestOnStartupEnabled";

/// It connects to nothing before a page asks for it: its own guesses would stand in the record of
/// a page's requests.
const NO_PREDICTIONS: &str = r#"{"net":{"network_prediction_options":2}}"#;

/// How a browser is to be started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Port of a proxy on 127.0.0.1 through which every request goes, those to 127.0.0.1 too.
    pub proxy: Option<u16>,
    /// Start without WebGPU and WebGL.
    pub without_gpu: bool,
    /// Further flags.
    pub flags: Vec<String>,
}

/// A running browser. Dropping it ends it and removes its profile.
pub struct Chromium {
    process: Child,
    profile: Scratch,
}

impl Chromium {
    /// Starts a browser with an empty profile and connects to it.
    ///
    /// # Errors
    /// Where there is no Chromium, or it does not come up.
    pub fn start(options: &Options) -> Result<(Self, Connection)> {
        let program = setup::present_chromium()?;
        let profile = Scratch::new("browser")?;
        let preferences = profile.path().join("Default");
        fs::create_dir_all(&preferences)?;
        fs::write(preferences.join("Preferences"), NO_PREDICTIONS)?;
        let log = fs::File::create(profile.path().join("chromium.log"))?;
        let process = Command::new(&program)
            .args(arguments(options, profile.path()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        let mut chromium = Self { process, profile };
        let (port, path) = chromium.wait_for_address()?;
        Ok((chromium, Connection::open(port, &path)?))
    }

    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// What the browser wrote to its standard error.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read(self.profile.path().join("chromium.log"))
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    /// The browser writes port and path of its debugger into its profile.
    fn wait_for_address(&mut self) -> Result<(u16, String)> {
        let file = self.profile.path().join("DevToolsActivePort");
        let deadline = Instant::now() + STARTS_WITHIN;
        while Instant::now() < deadline {
            let text = fs::read_to_string(&file).unwrap_or_default();
            let mut lines = text.lines();
            if let (Some(Ok(port)), Some(path)) = (lines.next().map(str::parse), lines.next()) {
                return Ok((port, path.to_owned()));
            }
            if let Ok(Some(status)) = self.process.try_wait() {
                bail!("the browser ended with {status}: {}", self.log());
            }
            thread::sleep(Duration::from_millis(20));
        }
        bail!("the browser's debugger did not come up: {}", self.log())
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Its children end with it. Nothing useful can be done where it is gone already.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn arguments(options: &Options, profile: &Path) -> Vec<String> {
    let gpu: &[&str] = if options.without_gpu {
        &NO_GPU
    } else {
        &SOFTWARE_GPU
    };
    let mut arguments: Vec<String> = ALWAYS
        .iter()
        .chain(gpu)
        .map(|&flag| flag.to_owned())
        .collect();
    // Of two such flags the browser heeds the last.
    let without_webgpu = if options.without_gpu { ",WebGPU" } else { "" };
    arguments.push(format!("{FEATURES_LEFT_OUT}{without_webgpu}"));
    arguments.push(format!("--user-data-dir={}", profile.display()));
    if is_root() {
        arguments.push("--no-sandbox".to_owned());
    }
    arguments.extend(options.flags.iter().cloned());
    arguments.push("about:blank".to_owned());
    arguments
}

/// Chromium's sandbox does not start as root, as in most containers.
fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim() == "0")
}
