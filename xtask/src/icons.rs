//! The icons of an installed viewer, drawn from the page's own: systems want them as PNG.

use std::fs;

use anyhow::Result;
use serde_json::json;

use crate::browser::{Options, Page, Rect};
use crate::{root, setup};

/// An icon: its file in `static`, its width, and which share of that the drawing has. The ground of one that the
/// system cuts into a shape of its own (maskable) goes to the edges.
const ICONS: [(&str, u32, f64); 3] = [
    ("icon-192.png", 192, 1.0),
    ("icon-512.png", 512, 1.0),
    ("icon-maskable-512.png", 512, 0.8),
];

/// The ground of `static/icon.svg`.
const GROUND: &str = "#0b0b0b";

/// Draws them anew into `static`, where they are kept.
///
/// # Errors
/// There is no Chromium, or a file cannot be read or written.
pub fn draw() -> Result<()> {
    setup::chromium()?;
    let folder = root().join("static");
    let drawing = fs::read_to_string(folder.join("icon.svg"))?;
    let mut page = Page::start(&Options::default())?;
    let clear = json!({ "color": { "r": 0, "g": 0, "b": 0, "a": 0 } });
    page.call("Emulation.setDefaultBackgroundColorOverride", &clear)?;
    for (name, width, share) in ICONS {
        let side = f64::from(width);
        let ground = if share < 1.0 { GROUND } else { "none" };
        page.evaluate(&format!(
            "document.body.style.cssText = 'margin: 0; display: grid; place-items: center; \
             width: {width}px; height: {width}px; background: {ground}'; \
             document.body.innerHTML = {}; \
             document.body.firstElementChild.style.width = '{}px'; 0",
            json!(drawing),
            side * share
        ))?;
        let all = Rect {
            x: 0.0,
            y: 0.0,
            width: side,
            height: side,
        };
        fs::write(folder.join(name), page.screenshot_png(Some(all))?)?;
    }
    Ok(())
}
