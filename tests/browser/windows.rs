//! The menu of windows: the file's own, and one that the reader keeps under a digit.

use xtask::browser::Result;
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::lab::{self, RENDERERS};

#[test]
fn windows_are_chosen_and_kept_in_the_menu() {
    lab::run("windows", |lab| -> Result<()> {
        let series = Series {
            number: 1,
            slices: 2,
            side: 64,
            slice_mm: 3.0,
        };
        for at in 0..series.slices {
            let file = series.slice(at).decimals(0x0028_1050, &[-500.0, 50.0]);
            let file = file.decimals(0x0028_1051, &[1400.0, 350.0]);
            let file = file.text(0x0028_1055, "LO", "LUNGS\\SOFT");
            let bytes = file.write(&Writing::default());
            lab.scratch.write(&format!("case/{at}.dcm"), &bytes)?;
        }
        let folder = lab.scratch.path().join("case");
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            lab.page.click_on("[data-menu=windows] summary")?;
            let named = "document.querySelector('[data-window=file-2]').innerText";
            let named = lab.evaluate(named)?;
            let named = named.as_str().unwrap_or_default();
            assert!(
                named.contains("SOFT") && named.contains("L 50 W 350"),
                "{named}"
            );
            lab.page.click_on("[data-window=file-2]")?;
            lab.settle()?;
            assert_eq!(lab.data(0, "windowWidth")?, "350", "{renderer}");
            lab.page.click_on("[data-menu=windows] summary")?;
            lab.page
                .click_on("[data-action=keep-window][data-digit='8']")?;
            lab.press("1")?;
            assert_eq!(lab.data(0, "windowWidth")?, "1500", "{renderer}");
            lab.press("8")?;
            assert_eq!(lab.data(0, "windowWidth")?, "350", "{renderer}");
            let pressed = "document.querySelector('[data-window=own-8]').ariaPressed";
            assert_eq!(lab.evaluate(pressed)?, "true", "{renderer}");
        }
        Ok(())
    });
}
