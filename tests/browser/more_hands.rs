//! The rest of what hands do: both buttons, Space, freezing, the view before, the next case.

use serde_json::json;
use xtask::browser::{Button, Modifiers, Result};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files;

fn badges(lab: &mut Lab) -> Result<String> {
    let badges = lab.evaluate(
        "[...document.querySelectorAll('[data-badge]')].map(badge => badge.dataset.badge).join()",
    )?;
    Ok(badges.as_str().unwrap_or_default().to_owned())
}

/// Column and row under the middle of the pane.
fn middle(lab: &mut Lab) -> Result<String> {
    let (x, y) = lab.pane(0)?.centre();
    lab.page.move_to((x - 1.0, y))?;
    lab.page.move_to((x, y))?;
    lab.settle()?;
    let at = lab.evaluate(
        "(probe => probe.dataset.column + ' ' + probe.dataset.row)\
         (document.querySelector('[data-probe]'))",
    )?;
    Ok(at.as_str().unwrap_or_default().to_owned())
}

/// Both buttons down, and so far down the page.
fn drag_with_both(lab: &mut Lab, down: f64) -> Result<()> {
    let (x, y) = lab.pane(0)?.centre();
    for (kind, button, buttons, at) in [
        ("mousePressed", "left", 1, y),
        ("mousePressed", "right", 3, y),
        ("mouseMoved", "left", 3, y + down / 2.0),
        ("mouseMoved", "left", 3, y + down),
        ("mouseReleased", "right", 1, y + down),
        ("mouseReleased", "left", 0, y + down),
    ] {
        let event = json!({
            "type": kind, "x": x, "y": at, "button": button, "buttons": buttons, "clickCount": 1,
        });
        lab.page.call("Input.dispatchMouseEvent", &event)?;
    }
    lab.settle()
}

#[test]
fn both_buttons_scroll_and_space_moves_the_picture() {
    lab::run("more_hands", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 30)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            lab.press("Home")?;
            drag_with_both(lab, 40.0)?;
            assert_eq!(lab.data(0, "slice")?, "6", "{renderer}: 8 px a slice");
            assert_eq!(lab.data(0, "windowWidth")?, "1500");
            assert_eq!(
                lab.evaluate("document.querySelector('[data-menu=context]') === null")?,
                true
            );
            let before = middle(lab)?;
            let (x, y) = lab.pane(0)?.centre();
            lab.page.key_down(" ")?;
            let path = [(x, y), (x + 30.0, y + 30.0), (x + 60.0, y + 60.0)];
            lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
            lab.page.key_up(" ")?;
            lab.settle()?;
            assert_ne!(middle(lab)?, before);
            assert_eq!(lab.data(0, "windowWidth")?, "1500", "{renderer}");
        }
        Ok(())
    });
}

#[test]
fn a_frozen_pane_stands_still_and_backspace_goes_back() {
    lab::run("more_hands_views", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 30)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            lab.press("Home")?;
            lab.press("f")?;
            assert_eq!(badges(lab)?, "frozen", "{renderer}");
            for key in ["ArrowDown", "2", "i"] {
                lab.press(key)?;
            }
            assert_eq!(lab.data(0, "slice")?, "1");
            assert_eq!(lab.data(0, "windowWidth")?, "1500");
            lab.press("f")?;
            assert_eq!(badges(lab)?, "");
            lab.press("2")?;
            lab.press("ArrowDown")?;
            lab.press("3")?;
            for width in ["400", "1500"] {
                lab.press("Backspace")?;
                assert_eq!(lab.data(0, "windowWidth")?, width, "{renderer}");
            }
            assert_eq!(lab.data(0, "slice")?, "2", "slices are no views");
        }
        Ok(())
    });
}

#[test]
fn n_and_p_turn_to_the_next_case_and_the_one_before() {
    lab::run("more_hands_cases", |lab| {
        let mut cases = Vec::new();
        for (number, slices) in [(1, 4), (2, 7)] {
            let series = Series {
                number,
                slices,
                side: 64,
                slice_mm: 2.0,
            };
            for at in 0..slices {
                let bytes = series.slice(at).write(&Writing::default());
                lab.scratch
                    .write(&format!("case{number}/{at}.dcm"), &bytes)?;
            }
            cases.push(lab.scratch.path().join(format!("case{number}")));
        }
        for renderer in RENDERERS {
            lab.open(renderer)?;
            for case in &cases {
                lab.load(&[case])?;
            }
            for (key, slices) in [("p", "4"), ("n", "7"), ("n", "7"), ("p", "4")] {
                lab.press(key)?;
                // The second case has opened at the right, where keys go now.
                assert_eq!(lab.data(1, "slices")?, slices, "{renderer}, {key}");
                assert_eq!(lab.data(0, "slices")?, "4");
            }
        }
        Ok(())
    });
}
