//! Two panes in one canvas: each its own picture, on both renderers.

use hounsfield::pixels::Window;
use xtask::browser::Result;

use crate::lab::{self, Lab, RENDERERS};
use crate::reference::File;
use crate::synthetic_files;

#[test]
fn two_panes_in_one_canvas_show_each_its_own() {
    lab::run("panes", |lab| {
        let [left, right] = synthetic_files::two_series(&lab.scratch)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&left, &right])?;
            lab.button("layout-1x2")?;
            let canvases =
                lab.evaluate("document.querySelectorAll('.canvas-home canvas').length")?;
            assert_eq!(canvases, 1, "one surface for all panes");
            show(lab, 0, "s1", "1")?;
            show(lab, 1, "s2", "2")?;
            check(
                lab,
                0,
                &File::read(&left),
                Window::linear(-600.0, 1500.0),
                renderer,
            )?;
            check(
                lab,
                1,
                &File::read(&right),
                Window::linear(40.0, 400.0),
                renderer,
            )?;

            lab.button("layout-1x1")?;
            let panes = lab.evaluate("document.querySelectorAll('[data-viewport]').length")?;
            assert_eq!(panes, 1);
        }
        Ok(())
    });
}

/// Turns a pane to a series, through a window, at 1:1.
fn show(lab: &mut Lab, pane: usize, series: &str, preset: &str) -> Result<()> {
    let centre = lab.pane(pane)?.centre();
    lab.page.click(centre)?;
    lab.go_to_series(pane, series)?;
    lab.press(preset)?;
    lab.button("one-to-one")
}

fn check(lab: &mut Lab, pane: usize, file: &File, window: Window, renderer: &str) -> Result<()> {
    let expected = file.grey(window);
    let difference = lab.difference(pane, &expected)?;
    assert_eq!(
        difference.compared,
        expected.levels.len(),
        "{renderer}, pane {pane}: not all in sight"
    );
    assert!(
        difference.worst <= 1,
        "{renderer}, pane {pane}: {difference:?}"
    );
    Ok(())
}
