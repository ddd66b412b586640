//! Further kinds of marks on the real page, on slices and on planes, with names, colours, copies and the files that
//! they are written into.

use std::fs;

use hounsfield::sample;
use serde_json::json;
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

fn click(lab: &mut Lab, point: [f64; 2]) -> Result<()> {
    let place = at(lab, point)?;
    lab.page.click(place)?;
    lab.settle()
}

fn said(lab: &mut Lab, kind: &str) -> Result<String> {
    let text = lab.evaluate(&format!(
        "document.querySelector('[data-mark-label={kind}]')?.innerText ?? ''"
    ))?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

fn count(lab: &mut Lab) -> Result<u64> {
    let count = lab.evaluate("document.querySelectorAll('[data-mark-label]').length")?;
    Ok(count.as_u64().unwrap())
}

fn first_number(said: &str) -> f64 {
    let number = said.split([' ', '\u{b0}']).next().unwrap();
    number.replace('\u{2212}', "-").parse().unwrap()
}

#[test]
fn every_kind_is_drawn_by_a_mouse() {
    lab::run("measure", |lab| {
        for renderer in RENDERERS {
            open_sample(lab, renderer)?;
            let middle = at(lab, [0.0, 0.0])?;

            lab.click_in_menu("[data-tool=bidirectional]")?;
            for point in [[-40.0, -60.0], [40.0, -60.0], [0.0, -80.0], [0.0, -50.0]] {
                click(lab, point)?;
            }
            let axes = said(lab, "bidirectional")?;
            assert!(
                (first_number(&axes) - 80.0).abs() <= 1.0,
                "{renderer}: {axes}"
            );
            let short = axes.split("\u{d7} ").nth(1).unwrap();
            assert!((first_number(short) - 30.0).abs() <= 1.0, "{axes}");

            lab.click_in_menu("[data-tool=cobb]")?;
            for point in [[-40.0, 30.0], [40.0, 30.0], [-40.0, 60.0], [40.0, 100.0]] {
                click(lab, point)?;
            }
            let angle = said(lab, "cobb")?;
            assert!((first_number(&angle) - 26.6).abs() <= 1.5, "{angle}");

            // Over the muscle of the heart; a double click closes it, and maximises nothing.
            lab.click_in_menu("[data-tool=polygon]")?;
            for point in [[20.0, -33.0], [30.0, -33.0], [30.0, -23.0]] {
                click(lab, point)?;
            }
            let last = at(lab, [20.0, -23.0])?;
            lab.page.double_click(last)?;
            lab.wait(
                "document.querySelector('[data-mark-label=polygon]')?.innerText.includes('HU')",
            )?;
            let region = said(lab, "polygon")?;
            assert!((first_number(&region) - 50.0).abs() < 15.0, "{region}");
            assert!(
                region.contains("median ") && region.contains("\u{b1}"),
                "{region}"
            );
            let is_listed =
                "document.querySelector('.marks-list').getBoundingClientRect().width > 0";
            assert_eq!(lab.evaluate(is_listed)?, true, "maximised");

            lab.click_in_menu("[data-tool=freehand]")?;
            let mut path = Vec::new();
            for step in 0..=40 {
                let angle = f64::from(step) / 41.0 * std::f64::consts::TAU;
                path.push(at(lab, [-60.0 + 15.0 * angle.cos(), 15.0 * angle.sin()])?);
            }
            lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
            lab.settle()?;
            let area = said(lab, "freehand")?;
            // A circle of 15 mm: 7.07 cm².
            let area = area.lines().last().unwrap();
            assert!((first_number(area) - 7.07).abs() < 0.15, "{area}");

            lab.click_in_menu("[data-tool=probe]")?;
            lab.page.click(middle)?;
            lab.wait(
                "document.querySelector('[data-mark-label=probe]')?.innerText.includes('HU')",
            )?;
            let probe = said(lab, "probe")?;
            // What the pointer reads there is what the mark says.
            lab.page.move_to(middle)?;
            lab.settle()?;
            let value = lab.evaluate("document.querySelector('[data-probe]').dataset.value")?;
            let value: f64 = value.as_str().unwrap().parse().unwrap();
            assert!(
                (first_number(&probe) - value.round()).abs() < 1e-9,
                "{probe} {value}"
            );
            assert_eq!(count(lab)?, 5);
            assert_eq!(lab.problems()?, []);
        }
        Ok(())
    });
}

#[test]
fn a_mark_is_named_coloured_copied_and_written_out() {
    lab::run("measure_list", |lab| {
        let renderer = RENDERERS[0];
        let saved = lab.scratch.path().join("saved");
        fs::create_dir_all(&saved)?;
        let behaviour = json!({ "behavior": "allow", "downloadPath": saved });
        lab.page.call("Page.setDownloadBehavior", &behaviour)?;
        open_sample(lab, renderer)?;
        lab.page.click_on("[data-tool=ellipse]")?;
        let path = [
            at(lab, [20.0, -33.0])?,
            at(lab, [25.0, -28.0])?,
            at(lab, [30.0, -23.0])?,
        ];
        lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
        lab.settle()?;
        lab.page.click_on("[data-mark-item=ellipse] summary")?;
        lab.wait("document.querySelector('[data-mark-colour=blue]') !== null")?;
        lab.page.click_on("[data-mark-colour=blue]")?;
        lab.settle()?;
        let colour = "getComputedStyle(document.querySelector('[data-mark-label=ellipse]')).getPropertyValue('--mark')";
        assert_eq!(lab.evaluate(colour)?, "#4db4f0");
        lab.page.click_on("[data-mark-name]")?;
        for letter in ["n", "o", "d"] {
            lab.page.key(letter)?;
        }
        lab.page.key("Enter")?;
        lab.wait("document.querySelector('[data-mark-label=ellipse]').innerText.endsWith('nod')")?;
        // On five slices; each is measured on its own.
        let fill = "for (const [hook, number] of [['from', 81], ['to', 85]]) { \
                    document.querySelector(`[data-copy=${hook}]`).value = number; }";
        lab.evaluate(fill)?;
        lab.page.click_on("[data-action=copy-mark]")?;
        lab.wait("document.querySelectorAll('[data-mark-item=ellipse]').length === 5")?;
        assert_eq!(
            lab.evaluate("document.querySelector('[data-copies]').dataset.copies")?,
            "5"
        );
        lab.wait("[...document.querySelectorAll('[data-mark-item]')].every(it => it.innerText.includes('HU'))")?;
        // The chosen one goes on by a key.
        lab.page.key_with("PageUp", Modifiers::ALT)?;
        lab.wait("document.querySelectorAll('[data-mark-item=ellipse]').length === 6")?;
        lab.settle()?;
        assert_eq!(lab.data(0, "slice")?, "80");

        lab.page.click_on("[data-menu=marks]")?;
        for (action, name) in [
            ("save-csv", "hounsfield-marks.csv"),
            ("save-json", "hounsfield-marks.json"),
        ] {
            lab.page.click_on(&format!("[data-action={action}]"))?;
            let written = saved.join(name);
            let read = || fs::read_to_string(&written).unwrap_or_default();
            lab.wait_for("the saved marks", |_| Ok(!read().is_empty()))?;
            assert!(
                read().contains("For teaching. Not a medical device."),
                "{}",
                read()
            );
            assert_eq!(read().matches("nod").count(), 6, "{}", read());
        }
        lab.page.key_with("z", Modifiers::CTRL)?;
        lab.page.key_with("z", Modifiers::CTRL)?;
        lab.wait("document.querySelectorAll('[data-mark-item=ellipse]').length === 1")?;
        assert_eq!(lab.problems()?, []);
        Ok(())
    });
}

#[test]
fn planes_are_measured_too() {
    lab::run("measure_planes", |lab| {
        for renderer in RENDERERS {
            open_sample(lab, renderer)?;
            lab.press("v")?;
            lab.wait("document.querySelectorAll('[data-viewport]').length === 3")?;
            lab.settle()?;
            lab.page.click_on("[data-tool=ellipse]")?;
            let pane = lab.pane(1)?;
            let path = [pane.at(0.3, 0.6), pane.at(0.4, 0.65), pane.at(0.45, 0.7)];
            lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
            lab.wait("document.querySelector('[data-mark-label=ellipse]')?.innerText.includes('interpolated')")?;
            let region = said(lab, "ellipse")?;
            assert!(
                !region.contains('\u{b1}') && region.contains("2.5 mm apart"),
                "{region}"
            );
            lab.page.click_on("[data-tool=length]")?;
            let path = [pane.at(0.6, 0.3), pane.at(0.7, 0.3)];
            lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
            lab.settle()?;
            // As long as the scale bar says.
            let bar = lab.page.rect_of("[data-viewport='1'] [data-scale-bar]")?;
            let words = lab.evaluate(
                "document.querySelector(\"[data-viewport='1'] [data-scale-bar]\").innerText",
            )?;
            let words = words.as_str().unwrap().to_owned();
            let unit = if words.ends_with("cm") { 10.0 } else { 1.0 };
            let expected = pane.width * 0.1 / bar.width * first_number(&words) * unit;
            let length = first_number(&said(lab, "length")?);
            assert!(
                (length - expected).abs() < 2.0 + expected * 0.02,
                "{renderer}: {length} {expected} {words}"
            );
            // Out of planes and back by the list.
            lab.press("v")?;
            assert_eq!(count(lab)?, 0);
            lab.page.click_on("[data-mark-item=length] button")?;
            lab.wait("document.querySelectorAll('[data-mark-label]').length === 2")?;
            assert_eq!(lab.data(1, "plane")?, "coronal");
            assert_eq!(lab.problems()?, []);
        }
        Ok(())
    });
}

#[test]
fn a_finger_sets_corners_and_closes_on_the_first() {
    for renderer in RENDERERS {
        lab::run("measure_finger", |lab| {
            open_sample(lab, renderer)?;
            lab.click_in_menu("[data-tool=polygon]")?;
            for point in [[-20.0, -40.0], [30.0, -40.0], [30.0, 0.0], [-19.0, -39.0]] {
                let place = at(lab, point)?;
                lab.page
                    .touch(&[("touchStart", &[place]), ("touchEnd", &[])])?;
                lab.settle()?;
            }
            lab.wait(
                "document.querySelector('[data-mark-item=polygon]')?.innerText.includes('HU')",
            )?;
            let said = said(lab, "polygon")?;
            // Half of 50 x 40 mm.
            let area = said.lines().last().unwrap();
            assert!((first_number(area) - 10.0).abs() < 0.4, "{said}");
            assert_eq!(lab.data(0, "slice")?, "81");
            Ok(())
        });
    }
}
