//! Every main state of the page at five sizes, as pictures to be looked at.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::browser::{Button, Modifiers, Options, Page};
use crate::serve::{Server, Site};
use crate::setup::{self, Tools};
use crate::{dist, root};

/// A laptop, a tablet both ways, a phone both ways.
pub const SIZES: [(u32, u32); 5] = [
    (1366, 768),
    (1024, 768),
    (768, 1024),
    (390, 844),
    (844, 390),
];

const RENDERERS: [&str; 2] = ["webgpu", "webgl2"];

/// What brings the page from the state before to this one.
type Step = fn(&mut Page) -> Result<()>;

const STATES: [(&str, Step); 9] = [
    ("empty", |_| Ok(())),
    ("picture", |page| {
        page.click_on("[data-action=sample]")?;
        page.wait_until("performance.getEntriesByName('all-decoded').length === 1")
    }),
    ("marks", |page| {
        // On a phone the bar is longer than the screen.
        page.evaluate("document.querySelector('[data-tool=ellipse]').scrollIntoView()")?;
        page.click_on("[data-tool=ellipse]")?;
        let (x, y) = page.rect_of("[data-viewport]")?.centre();
        let path = [(x, y), (x + 30.0, y + 30.0), (x + 60.0, y + 60.0)];
        page.drag(Button::Left, Modifiers::NONE, &path)
    }),
    ("two-panes", |page| page.key("l")),
    ("help", |page| {
        page.key("l")?;
        page.key("?")
    }),
    ("header", |page| {
        page.key("Escape")?;
        page.key("t")?;
        page.wait_until("document.querySelector('[data-panel=tags] [data-tag]') !== null")
    }),
    ("menu", |page| {
        page.key("Escape")?;
        page.key_with("F10", Modifiers::SHIFT)
    }),
    ("more", |page| {
        page.key("Escape")?;
        page.evaluate("document.querySelector('[data-menu=picture]').open = true")
            .map(drop)
    }),
    ("presenting", |page| {
        page.evaluate("document.querySelector('[data-menu=picture]').open = false")?;
        page.key("F5")
    }),
];

/// Writes the pictures into `target/look`.
///
/// # Errors
/// Where the page cannot be built, or a state not be reached.
pub fn look(tools: &Tools) -> Result<()> {
    setup::chromium()?;
    let server = Server::start(0, Site::of(dist::draft(tools)?))?;
    let folder = root().join("target/look");
    fs::create_dir_all(&folder)?;
    for renderer in RENDERERS {
        for (width, height) in SIZES {
            let mut page = Page::start(&Options::default())?;
            page.resize(width, height, 1.0)?;
            page.open(&format!("{}/?renderer={renderer}", server.origin()))?;
            page.wait_until("document.body.dataset.renderer !== undefined")?;
            for (state, reach) in STATES {
                reach(&mut page)?;
                let name = format!("{state}-{width}x{height}-{renderer}.png");
                save(&mut page, &folder.join(&name))?;
            }
        }
    }
    println!(
        "-- {} pictures are in {}",
        SIZES.len() * STATES.len() * 2,
        folder.display()
    );
    Ok(())
}

fn save(page: &mut Page, path: &Path) -> Result<()> {
    // What was done last is drawn by the next frame, and written to the page in the one after.
    page.evaluate(
        "new Promise(done => { let left = 4; \
         const next = () => left-- ? requestAnimationFrame(next) : done(true); next(); })",
    )?;
    fs::write(path, page.screenshot_png(None)?)?;
    Ok(())
}
