//! Panes that go together, and what is dragged into one.

use std::path::PathBuf;

use xtask::browser::Result;
use xtask::browser::input::{Button, Modifiers};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::lab::{self, Lab, RENDERERS};

/// Slices 3 mm apart beside slices 1.5 mm apart, from one place on, in one frame of reference.
const THICK: Series = series(1, 11, 3.0);
const THIN: Series = series(2, 21, 1.5);

const fn series(number: u32, slices: usize, slice_mm: f64) -> Series {
    Series {
        number,
        slices,
        side: 64,
        slice_mm,
    }
}

fn written(lab: &Lab, series: Series) -> Result<PathBuf> {
    let folder = format!("series-{}", series.number);
    for at in 0..series.slices {
        let slice = series.slice(at).text(0x0020_0052, "UI", "2.25.9");
        let bytes = slice.write(&Writing::default());
        lab.scratch
            .write(&format!("{folder}/{at:02}.dcm"), &bytes)?;
    }
    Ok(lab.scratch.path().join(folder))
}

#[test]
fn linked_panes_are_at_one_place_and_a_series_is_dragged_into_one() {
    lab::run("links", |lab| {
        let folders = [written(lab, THICK)?, written(lab, THIN)?];
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folders[0], &folders[1]])?;
            lab.button("layout-2x2")?;
            assert_eq!(panes(lab)?, 4);
            lab.button("layout-1x2")?;
            assert_eq!(panes(lab)?, 2);
            for (pane, series) in [(0, "s1"), (1, "s2")] {
                drag(lab, series, pane)?;
                assert_eq!(lab.data(pane, "series")?, series, "{renderer}");
            }
            let left = lab.pane(0)?.centre();
            lab.page.click(left)?;
            lab.press("Home")?;
            lab.press("y")?;
            assert_eq!(badges(lab)?, ["linked by position"; 2], "{renderer}");
            for (key, slices) in [("ArrowDown", ["2", "3"]), ("End", ["11", "21"])] {
                lab.press(key)?;
                let shown = [lab.data(0, "slice")?, lab.data(1, "slice")?];
                assert_eq!(shown, slices, "{renderer}, {key}");
            }
            lab.press("y")?;
            assert_eq!(badges(lab)?, [""; 0], "{renderer}");
            lab.press("Home")?;
            assert_eq!(lab.data(1, "slice")?, "21", "{renderer}");
        }
        Ok(())
    });
}

fn panes(lab: &mut Lab) -> Result<u64> {
    let count = lab.evaluate("document.querySelectorAll('[data-viewport]').length")?;
    Ok(count.as_u64().unwrap_or_default())
}

/// Out of the list into a pane, by mouse.
fn drag(lab: &mut Lab, series: &str, pane: usize) -> Result<()> {
    let from = lab.page.rect_of(&format!("[data-series-item={series}]"))?;
    let to = lab.pane(pane)?.centre();
    let from = from.centre();
    let between = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
    let path = [from, between, to];
    lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
    lab.settle()
}

fn badges(lab: &mut Lab) -> Result<Vec<String>> {
    let badges = lab.evaluate(
        "[...document.querySelectorAll('[data-badge=linked]')].map(badge => badge.textContent)",
    )?;
    let badges = badges.as_array().into_iter().flatten();
    Ok(badges
        .map(|badge| badge.as_str().unwrap_or_default().to_owned())
        .collect())
}
