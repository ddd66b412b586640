//! `cargo xtask bench rays`: what volume rendering of the computed chest takes on a software renderer,
//! by presets and sizes of the page.

use std::fs;

use anyhow::{Context, Result};

use super::figures::quantile;
use super::report::{Table, whole};
use super::{browser_version, built, site, write};
use crate::browser::{self, Modifiers, Page};
use crate::serve::Server;
use crate::setup::Tools;
use crate::{root, setup};

const RENDERERS: [&str; 2] = ["webgpu", "webgl2"];
const PRESETS: [&str; 3] = ["bone", "lung", "skin"];
/// Of the page.
const SIZES: [(u32, u32); 2] = [(640, 480), (1280, 800)];

/// Turns that are drawn while the hand goes on.
const TURNS: usize = 20;

/// Between these the page has the table.
const MARKS: [&str; 2] = ["<!-- times -->\n", "<!-- end of times -->"];

/// What one preset takes at one size.
struct Times {
    renderer: &'static str,
    size: (u32, u32),
    preset: &'static str,
    /// From one coarse picture to the next, while it is turned.
    coarse_ms: Vec<f64>,
    /// From the last turn until all of it is fine.
    fine_ms: Vec<f64>,
}

/// Builds, measures, and writes the table into `docs/volume.md`.
///
/// # Errors
/// The build fails, or the page does not show what is measured.
pub fn bench(tools: &Tools, rounds: usize) -> Result<()> {
    let dist = built(tools)?;
    setup::chromium()?;
    let server = Server::start(0, site(&dist))?;
    let mut all = Vec::new();
    let mut browser = String::new();
    for renderer in RENDERERS {
        for size in SIZES {
            let mut page = Page::start(&browser::Options {
                flags: vec![format!("--window-size={},{}", size.0, size.1)],
                ..browser::Options::default()
            })?;
            browser = browser_version(&mut page)?;
            page.open(&format!("{}/?renderer={renderer}", server.origin()))?;
            page.wait_until("document.querySelector('[data-action=sample]') !== null")?;
            page.click_on("[data-action=sample]")?;
            page.wait_until("performance.getEntriesByName('all-decoded').length === 1")?;
            page.wait_until("document.body.dataset.later === 'here'")?;
            page.key_with("V", Modifiers::SHIFT)?;
            page.wait_until(FINE)?;
            for preset in PRESETS {
                page.evaluate(&format!(
                    "(document.querySelector('[data-preset={preset}]').click(), 0)"
                ))?;
                page.wait_until(FINE)?;
                let mut times = Times {
                    renderer,
                    size,
                    preset,
                    coarse_ms: Vec::new(),
                    fine_ms: Vec::new(),
                };
                for _ in 0..rounds {
                    one(&mut page, &mut times)?;
                }
                println!(
                    "{renderer} {size:?} {preset}: {:?} {:?}",
                    times.coarse_ms, times.fine_ms
                );
                all.push(times);
            }
        }
    }
    let path = root().join("docs/volume.md");
    let page = fs::read_to_string(&path)?;
    let [begin, end] = MARKS;
    let from = page.find(begin).context("no place for the table")? + begin.len();
    let to = page.find(end).context("no end of the table")?;
    let text = text(&all, rounds, &browser);
    write(&path, &format!("{}{text}{}", &page[..from], &page[to..]))
}

/// All of the rendering is here, and as fine as it will be.
const FINE: &str = "document.querySelector('[data-badge=rendered]') !== null && \
     document.querySelector('[data-badge=filling], [data-badge=coarse]') === null";

/// Turns it so often, each time when the picture before is on the screen, and waits until it is fine.
fn one(page: &mut Page, times: &mut Times) -> Result<()> {
    let said = page.evaluate(&format!("({TURN})({TURNS})"))?;
    let number = |name: &str| said[name].as_f64().context("no figure");
    times.coarse_ms.push(number("coarse")?);
    times.fine_ms.push(number("fine")?);
    Ok(())
}

const TURN: &str = "async (turns) => {
    const pane = document.querySelector('[data-viewport]');
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const key = () => pane.dispatchEvent(new KeyboardEvent('keydown',
        { key: 'ArrowDown', bubbles: true, cancelable: true }));
    const start = performance.now();
    for (let turn = 0; turn < turns; turn++) {
        const slice = pane.dataset.slice;
        key();
        while (pane.dataset.slice === slice) await frame();
    }
    const turned = performance.now();
    const rough = () => document.querySelector('[data-badge=coarse]') !== null;
    await frame();
    while (rough()) await frame();
    return { coarse: (turned - start) / turns, fine: performance.now() - turned };
}";

fn text(all: &[Times], rounds: usize, browser: &str) -> String {
    let mut table = Table::new(
        "| renderer | page | shown | from one coarse picture to the next, ms | from the last turn until all is fine, ms |",
    );
    for times in all {
        let (width, height) = times.size;
        table.row(&[
            times.renderer.to_owned(),
            format!("{width} x {height}"),
            times.preset.to_owned(),
            whole(quantile(&times.coarse_ms, 0.5)),
            whole(quantile(&times.fine_ms, 0.5)),
        ]);
    }
    format!(
        "{}\nMedians of {rounds}, {browser} without a screen, both renderers by SwiftShader, on two cores: by \
         `cargo xtask bench rays`. A graphics card looks at some thousand million places a second; here the ratios count.\n",
        table.0
    )
}
