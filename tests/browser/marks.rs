//! Marks drawn by mouse and finger on the computed chest, whose densities are known.

use hounsfield::sample;
use xtask::browser::{Button, Modifiers, Result};

use crate::lab::{self, Lab, RENDERERS};

fn open_sample(lab: &mut Lab, renderer: &str) -> Result<()> {
    lab.open(renderer)?;
    lab.page.click_on("[data-action=sample]")?;
    lab.wait("performance.getEntriesByName('all-decoded').length === 1")?;
    lab.press("Home")?;
    for _ in 0..8 {
        lab.press("PageDown")?;
    }
    Ok(())
}

/// A point of the slice, in mm to the left and to the back of its middle.
fn at(lab: &mut Lab, [left, back]: [f64; 2]) -> Result<(f64, f64)> {
    let pane = lab.pane(0)?;
    let mm = pane.width.min(pane.height) / (512.0 * sample::SPACING_MM);
    let (x, y) = pane.centre();
    Ok((x + left * mm, y + back * mm))
}

fn drag(lab: &mut Lab, from: [f64; 2], to: [f64; 2]) -> Result<()> {
    let path = [at(lab, from)?, at(lab, [from[0], to[1]])?, at(lab, to)?];
    lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
    lab.settle()
}

fn label(lab: &mut Lab, kind: &str) -> Result<String> {
    let text = lab.evaluate(&format!(
        "document.querySelector('[data-mark-label={kind}]')?.innerText ?? ''"
    ))?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

fn count(lab: &mut Lab) -> Result<u64> {
    let count = lab.evaluate("document.querySelectorAll('[data-mark-label]').length")?;
    Ok(count.as_u64().unwrap())
}

#[test]
fn marks_are_drawn_moved_deleted_and_undone() {
    lab::run("marks", |lab| {
        for renderer in RENDERERS {
            open_sample(lab, renderer)?;
            lab.page.click_on("[data-tool=length]")?;
            drag(lab, [-50.0, 0.0], [50.0, 0.0])?;
            let length = label(lab, "length")?;
            assert!(
                ["99 mm", "100 mm", "101 mm"].contains(&length.as_str()),
                "{length}"
            );
            // Over the muscle of the heart.
            lab.page.click_on("[data-tool=ellipse]")?;
            drag(lab, [20.0, -33.0], [30.0, -23.0])?;
            lab.wait(
                "document.querySelector('[data-mark-label=ellipse]')?.innerText.includes('HU')",
            )?;
            let said = label(lab, "ellipse")?;
            let mean: f64 = said.split(' ').next().unwrap().parse().unwrap();
            assert!((mean - 50.0).abs() < 15.0, "{renderer}: {said}");
            assert!(said.contains('\u{b1}') && said.contains("n "), "{said}");
            // Dragging elsewhere sets the window again, and no mark.
            let before = lab.data(0, "windowWidth")?;
            drag(lab, [-100.0, 60.0], [-80.0, 60.0])?;
            assert_ne!(lab.data(0, "windowWidth")?, before);
            assert_eq!(count(lab)?, 2);
            // An end is taken and moved.
            drag(lab, [50.0, 0.0], [0.0, 0.0])?;
            let half = label(lab, "length")?;
            assert!(
                ["49 mm", "50 mm", "51 mm"].contains(&half.as_str()),
                "{half}"
            );
            lab.page.key_with("z", Modifiers::CTRL)?;
            lab.settle()?;
            assert_eq!(label(lab, "length")?, length);
            lab.click_in_menu("[data-action=redo]")?;
            lab.settle()?;
            assert_eq!(label(lab, "length")?, half);
            lab.page.click_on("[data-action=undo-mark]")?;
            lab.settle()?;
            assert_eq!(label(lab, "length")?, length);
            lab.page.key_with("y", Modifiers::CTRL)?;
            lab.settle()?;
            assert_eq!(label(lab, "length")?, half);
            lab.press("Delete")?;
            assert_eq!(count(lab)?, 1);
            lab.page.key_with("z", Modifiers::CTRL)?;
            lab.settle()?;
            lab.press("h")?;
            assert_eq!(count(lab)?, 0);
            lab.press("h")?;
            lab.press("r")?;
            assert_eq!(count(lab)?, 2, "reset is of views");
            // From another slice the list turns back to them.
            lab.press("PageDown")?;
            assert_eq!(count(lab)?, 0);
            lab.page.click_on("[data-mark-item=length] button")?;
            lab.settle()?;
            assert_eq!((count(lab)?, lab.data(0, "slice")?), (2, "81".to_owned()));
        }
        Ok(())
    });
}

#[test]
fn angle_and_arrow_are_drawn_by_clicks_and_the_tool_can_stay() {
    lab::run("marks_clicks", |lab| {
        for renderer in RENDERERS {
            open_sample(lab, renderer)?;
            lab.click_in_menu("[data-tool=angle]")?;
            for point in [[0.0, -60.0], [0.0, 0.0], [60.0, 0.0]] {
                let place = at(lab, point)?;
                lab.page.click(place)?;
            }
            lab.settle()?;
            assert_eq!(label(lab, "angle")?, "90\u{b0}", "{renderer}");
            let arrow = lab.page.rect_of("[data-tool=arrow]")?.centre();
            lab.page.double_click(arrow)?;
            drag(lab, [-60.0, -60.0], [-20.0, -40.0])?;
            drag(lab, [-60.0, 60.0], [-20.0, 40.0])?;
            assert_eq!(count(lab)?, 3);
            lab.page.click_on("[data-mark-item=arrow] input")?;
            for letter in ["n", "o", "d"] {
                lab.page.key(letter)?;
            }
            lab.page.key("Enter")?;
            lab.wait("[...document.querySelectorAll('[data-mark-label=arrow]')].some(label => label.innerText === 'nod')")?;
            // The keys are the picture's again, and the tool was kept until now.
            let pressed = "document.querySelector('[data-tool=arrow]').ariaPressed";
            assert_eq!(lab.evaluate(pressed)?, "true");
            lab.press("Escape")?;
            assert_eq!(lab.evaluate(pressed)?, "false");
        }
        Ok(())
    });
}

#[test]
fn marks_are_drawn_without_a_mouse() {
    lab::run("marks_keys", |lab| {
        for renderer in RENDERERS {
            open_sample(lab, renderer)?;
            let focus = "document.querySelector('[data-tool=ellipse]').focus()";
            lab.evaluate(focus)?;
            lab.press("Enter")?;
            let is_on_pane = "document.activeElement.dataset.viewport === '0'";
            assert_eq!(lab.evaluate(is_on_pane)?, true, "{renderer}");
            for (keys, times) in [("ArrowLeft", 1), ("ArrowUp", 6)] {
                for _ in 0..times {
                    lab.page.key_with(keys, Modifiers::ALT)?;
                }
            }
            lab.page.key("Enter")?;
            for key in ["ArrowRight", "ArrowDown"] {
                lab.page.key_with(key, Modifiers::ALT_SHIFT)?;
            }
            lab.page.key("Enter")?;
            lab.wait(
                "document.querySelector('[data-mark-label=ellipse]')?.innerText.includes('HU')",
            )?;
            let said = label(lab, "ellipse")?;
            // Ten voxels wide and high.
            let voxels = said
                .lines()
                .find_map(|line| line.strip_prefix("n "))
                .unwrap();
            assert!((70..=90).contains(&voxels.parse().unwrap()), "{said}");
            lab.wait(&format!(
                "document.querySelector('[data-told]').textContent.includes('n {voxels}')"
            ))?;
            let at = lab.page.rect_of("[data-keys-pointer]")?.centre();
            let middle = lab.pane(0)?.centre();
            assert!(at.1 > middle.1, "{at:?} {middle:?}");
            // The window and the picture move by keys too.
            let width = lab.data(0, "windowWidth")?;
            lab.page.key_with("ArrowRight", Modifiers::CTRL)?;
            lab.settle()?;
            assert_ne!(lab.data(0, "windowWidth")?, width);
            lab.press("Escape")?;
            assert_eq!(
                lab.evaluate("document.querySelectorAll('[data-keys-pointer]').length")?,
                0
            );
        }
        Ok(())
    });
}

#[test]
fn a_finger_draws_too() {
    for renderer in RENDERERS {
        lab::run("marks_finger", |lab| {
            open_sample(lab, renderer)?;
            lab.click_in_menu("[data-tool=rectangle]")?;
            let path = [[-20.0, -20.0], [0.0, 0.0], [20.0, 20.0]];
            let mut points = Vec::new();
            for point in path {
                points.push(at(lab, point)?);
            }
            lab.page.touch(&[
                ("touchStart", &points[..1]),
                ("touchMove", &points[1..2]),
                ("touchMove", &points[2..]),
                ("touchEnd", &[]),
            ])?;
            lab.wait(
                "document.querySelector('[data-mark-label=rectangle]')?.innerText.includes('HU')",
            )?;
            let said = label(lab, "rectangle")?;
            assert!(
                said.ends_with("16 cm\u{b2}") || said.contains("cm\u{b2}"),
                "{said}"
            );
            assert_eq!(lab.data(0, "slice")?, "81");
            Ok(())
        });
    }
}
