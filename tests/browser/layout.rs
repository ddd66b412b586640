//! The picture has most of the page at every size, and nothing lies over anything.

use xtask::browser::Result;
use xtask::look::SIZES;

use crate::lab::{self, Lab, RENDERERS};

/// What the picture has at least of the page.
const SHARE: f64 = 0.7;

#[test]
fn the_picture_has_most_of_the_page_and_nothing_overlaps() {
    lab::run("layout", |lab| {
        for (renderer, by_finger) in RENDERERS.into_iter().zip([false, true]) {
            lab.open(renderer)?;
            if by_finger {
                lab.page.pretend_touch_screen()?;
            }
            lab.page.click_on("[data-action=sample]")?;
            lab.wait("performance.getEntriesByName('all-decoded').length === 1")?;
            for (width, height) in SIZES {
                lab.page.resize(width, height, 1.0)?;
                lab.wait(&format!(
                    "innerWidth === {width} && innerHeight === {height}"
                ))?;
                lab.settle()?;
                let pane = lab.pane(0)?;
                let share = pane.width * pane.height / f64::from(width * height);
                assert!(
                    share >= SHARE,
                    "finger: {by_finger}, {width} x {height}: {share:.2}"
                );
                assert_eq!(
                    overlaps(lab)?,
                    "",
                    "finger: {by_finger}, {width} x {height}"
                );
                let wider = "document.documentElement.scrollWidth > innerWidth";
                assert_eq!(lab.evaluate(wider)?, false, "{width} x {height}");
            }
        }
        Ok(())
    });
}

/// Buttons and texts that lie over each other, in the bar, beside the picture and over it.
fn overlaps(lab: &mut Lab) -> Result<String> {
    let found = lab.evaluate(
        "(() => { const found = []; \
         for (const of of ['.bar button, .bar summary', '.thumb-bar button, .side button', \
         '.corner > span, .side-letter, .scale-bar, [data-slider]']) { \
         const shown = [...document.querySelectorAll(of)].filter(it => it.checkVisibility() \
         && it.textContent.trim() + it.innerHTML !== ''); \
         const rects = shown.map(it => it.getBoundingClientRect()); \
         rects.forEach((a, i) => rects.slice(i + 1).forEach((b, j) => { \
         const width = Math.min(a.right, b.right) - Math.max(a.left, b.left); \
         const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top); \
         if (width > 1 && height > 1 && !shown[i].contains(shown[i + 1 + j])) \
         found.push(shown[i].outerHTML.slice(0, 80) + ' / ' + shown[i + 1 + j].outerHTML.slice(0, 80)); })); } \
         return found.join('; '); })()",
    )?;
    Ok(found.as_str().unwrap_or_default().to_owned())
}
