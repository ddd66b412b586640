//! What is scrolled over is seen, slice by slice, with its own text.

use serde::Deserialize;

use crate::lab::{self, RENDERERS};
use crate::synthetic_files;

const SLICES: usize = 30;
const NOTCHES: usize = 9;

/// What stands in the pane while the browser makes one frame.
#[derive(Debug, Deserialize)]
struct Seen {
    slice: usize,
    text: String,
    skipping: bool,
}

/// Turns the wheel within one frame, and looks at each frame until the slice asked for is there.
const BURST: &str = "new Promise(done => { \
     const pane = document.querySelector('[data-viewport]'); \
     const notch = { deltaY: 120, bubbles: true, cancelable: true }; \
     for (let n = 0; n < NOTCHES; n++) pane.dispatchEvent(new WheelEvent('wheel', notch)); \
     const seen = []; \
     const look = () => { \
         seen.push({ slice: +pane.dataset.slice, \
                     text: pane.querySelector('.top-left').textContent, \
                     skipping: pane.querySelector('[data-badge=skipping]') !== null }); \
         if (+pane.dataset.slice === 1 + NOTCHES) done(seen); \
         else requestAnimationFrame(look); \
     }; \
     requestAnimationFrame(look); })";

#[test]
fn a_fast_wheel_shows_every_slice_or_says_that_it_skips() {
    lab::run("way", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, SLICES)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            lab.press("Home")?;
            let drawn = lab.number(0, "drawn")?;
            let burst = BURST.replace("NOTCHES", &NOTCHES.to_string());
            let seen: Vec<Seen> = serde_json::from_value(lab.evaluate(&burst)?)?;
            for pair in seen.windows(2) {
                assert!(pair[0].slice <= pair[1].slice, "{renderer}: {seen:?}");
            }
            for one in &seen {
                let own = format!("{}/{SLICES}", one.slice);
                assert!(one.text.starts_with(&own), "{renderer}: {one:?}");
            }
            let is_seen = |slice| seen.iter().any(|one| one.slice == slice);
            let missed = (2..=1 + NOTCHES).any(|slice| !is_seen(slice));
            // A machine may be too slow to draw them all in time, but not without a word.
            let said = seen.iter().any(|one| one.skipping);
            assert!(!missed || said, "{renderer}: {seen:?}");
            lab.settle()?;
            assert_eq!(lab.data(0, "slice")?, (1 + NOTCHES).to_string());
            let badges = "document.querySelectorAll('[data-badge=skipping]').length";
            assert_eq!(lab.evaluate(badges)?, 0, "{renderer}: it has caught up");
            if !said {
                let every = lab.number(0, "drawn")? - drawn;
                assert!(every >= 9.0, "{renderer}: {every} pictures");
            }
        }
        Ok(())
    });
}
