//! Two panes over each other: pixels of both sides, the line under a hand and under keys, values.

use xtask::browser::{Button, Modifiers, Picture};

use crate::lab::{self, RENDERERS};
use crate::synthetic_files;

/// Pixels of the line and its grip.
const LINE: usize = 12;

/// Of the frame about the active pane.
const EDGE: usize = 2;

#[test]
fn each_side_of_the_line_is_its_own_pane() {
    lab::run("wipe", |lab| {
        for renderer in RENDERERS {
            let folder = synthetic_files::stack(&lab.scratch, 5)?;
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            lab.press("1")?;
            let lung = lab.picture(0)?;
            lab.press("2")?;
            let mediastinum = lab.picture(0)?;
            lab.press("l")?;
            lab.page.key_with("W", Modifiers::SHIFT)?;
            lab.settle()?;
            lab.wait("document.querySelector('[data-wipe-line]') !== null")?;
            let stage = lab.page.rect_of(".stage")?;
            for (at, step) in [(0.5, "at first"), (0.25, "dragged")] {
                if step == "dragged" {
                    let path = [stage.at(0.5, 0.1), stage.at(at, 0.1)];
                    lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
                    lab.settle()?;
                }
                let both = lab.page.picture(stage)?;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "pixels of a page"
                )]
                let line = (at * stage.width).round() as usize;
                let left = |picture: &Picture| {
                    picture.part(EDGE, EDGE, line - LINE - EDGE, picture.height - 2 * EDGE)
                };
                let right = |picture: &Picture| {
                    let from = line + LINE;
                    picture.part(
                        from,
                        EDGE,
                        picture.width - from - EDGE,
                        picture.height - 2 * EDGE,
                    )
                };
                assert_eq!(left(&both), left(&lung), "{renderer}, {step}");
                assert_eq!(right(&both), right(&mediastinum), "{renderer}, {step}");
            }
            // The value under the pointer is told by the pane of that side.
            lab.page.move_to(stage.at(0.6, 0.4))?;
            lab.wait("document.querySelector('[data-viewport=\"1\"] [data-probe]').dataset.value !== undefined")?;
            let beside = lab.evaluate(
                "document.querySelector('[data-viewport=\"0\"] [data-probe]').dataset.value ?? ''",
            )?;
            assert_eq!(beside, "");
            lab.evaluate("document.querySelector('[data-wipe-line]').focus()")?;
            lab.press("ArrowRight")?;
            let now = lab.evaluate(
                "document.querySelector('[data-wipe-line]').getAttribute('aria-valuenow')",
            )?;
            assert_eq!(now, "27");
        }
        Ok(())
    });
}
