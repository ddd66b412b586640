//! The computed chest, from the empty page: it opens, says what it is, scrolls, sends nothing.

use xtask::browser::Result;

use crate::lab::{self, Lab, RENDERERS};
use crate::no_leak;

const SLICES: &str = "120";

const CANVAS_SIZE: &str = "(() => { const canvas = document.querySelector('.canvas-home canvas'); \
     return [canvas.width, canvas.height]; })()";

#[test]
fn the_sample_opens_from_the_empty_page_and_says_what_it_is() {
    lab::run("sample", |lab| {
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.settle()?;
            let size = lab.evaluate(CANVAS_SIZE)?;
            lab.page.click_on("[data-action=sample]")?;
            lab.wait("performance.getEntriesByName('all-decoded').length === 1")?;
            lab.settle()?;
            assert_eq!(lab.data(0, "slices")?, SLICES);
            assert_eq!(lab.evaluate(CANVAS_SIZE)?, size, "opening moves the canvas");
            assert_eq!(lab.problems()?, []);
            for key in ["Home", "ArrowDown", "PageDown", "End"] {
                lab.press(key)?;
                assert!(is_stamped(lab)?, "{renderer}, {key}: no stamp");
            }
            assert_eq!(lab.data(0, "slice")?, SLICES);
            // A worker may still be loading its own script, which is a file of the build.
            assert_eq!(no_leak::leaks(lab), Vec::<String>::new(), "{renderer}");
            // Muscle of the heart, through the probe.
            lab.press("Home")?;
            for _ in 0..8 {
                lab.press("PageDown")?;
            }
            assert_eq!(lab.data(0, "slice")?, "81");
            let value = heart(lab)?;
            assert!((50.0 - value).abs() < 60.0, "{renderer}: {value} HU");
        }
        Ok(())
    });
}

fn is_stamped(lab: &mut Lab) -> Result<bool> {
    let text = lab.evaluate("document.querySelector('[data-viewport]').textContent")?;
    let text = text.as_str().unwrap_or_default();
    Ok(text.contains(hounsfield::sample::STAMP))
}

/// The value in the middle of the heart, 25 mm to the left and 28 to the front of the middle.
fn heart(lab: &mut Lab) -> Result<f64> {
    let pane = lab.pane(0)?;
    let mm = pane.width.min(pane.height) / (512.0 * hounsfield::sample::SPACING_MM);
    let (x, y) = pane.centre();
    lab.page.move_to((x + 22.0 * mm, y - 28.0 * mm))?;
    lab.page.move_to((x + 25.0 * mm, y - 28.0 * mm))?;
    lab.settle()?;
    let value = lab.evaluate("+document.querySelector('[data-probe]').dataset.value")?;
    Ok(value.as_f64().unwrap())
}
