//! The header of the picture in the real page: opened by key, searched, masked, closed.

use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::lab::{self, RENDERERS};

#[test]
fn the_header_is_read_searched_and_names_nobody() {
    lab::run("tags", |lab| {
        let series = Series {
            number: 1,
            slices: 3,
            side: 64,
            slice_mm: 3.0,
        };
        for at in 0..3 {
            let file = series.slice(at).text(0x0010_0010, "PN", "Smith^John");
            let bytes = file.write(&Writing::default());
            lab.scratch.write(&format!("case/{at}.dcm"), &bytes)?;
        }
        let folder = lab.scratch.path().join("case");
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            let before = lab.pane(0)?;
            lab.page.key("t")?;
            let rows = "document.querySelectorAll('[data-panel=tags] [data-tag]').length";
            lab.wait(&format!("{rows} > 20"))?;
            assert_eq!(
                lab.pane(0)?,
                before,
                "{renderer}: the image changed its size"
            );
            let text = "document.querySelector('[data-panel=tags]').textContent";
            let shown = lab.evaluate(text)?;
            let shown = shown.as_str().unwrap_or_default();
            assert!(
                shown.contains("PatientName") && !shown.contains("Smith"),
                "{renderer}"
            );
            // Keys go to the search, not to the picture.
            for letter in ["r", "o", "w", "s"] {
                lab.page.key(letter)?;
            }
            lab.wait(&format!("{rows} === 1"))?;
            let found =
                lab.evaluate("document.querySelector('[data-panel=tags] th').textContent")?;
            assert_eq!(found, "Rows");
            lab.page.key("Escape")?;
            lab.wait("document.querySelector('[data-panel=tags]') === null")?;
            assert_eq!(
                lab.evaluate("document.activeElement.dataset.viewport")?,
                "0"
            );
        }
        Ok(())
    });
}
