//! What stands over the picture, in the real page: badges, scale, levels, nobody's name.

use std::path::PathBuf;

use xtask::browser::Result;
use xtask::synthetic::ct::Series;
use xtask::synthetic::{File, Writing};

use crate::lab::{self, Lab, RENDERERS};

const SERIES: Series = Series {
    number: 1,
    slices: 5,
    side: 64,
    slice_mm: 3.0,
};

fn folder(lab: &Lab, name: &str, files: impl Iterator<Item = File>) -> Result<PathBuf> {
    for (at, file) in files.enumerate() {
        let bytes = file.write(&Writing::default());
        lab.scratch.write(&format!("{name}/{at:03}.dcm"), &bytes)?;
    }
    Ok(lab.scratch.path().join(name))
}

fn badges(lab: &mut Lab) -> Result<String> {
    text(
        lab,
        "[...document.querySelectorAll('[data-badge]')].map(badge => badge.dataset.badge).join()",
    )
}

fn text(lab: &mut Lab, expression: &str) -> Result<String> {
    let value = lab.evaluate(expression)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

#[test]
fn each_badge_is_there_when_it_is_true() {
    lab::run("badges", |lab| {
        let half = 0.5_f64.sqrt();
        let change = |name: &str, file: File| match name {
            "lossy" => file.text(0x0028_2110, "CS", "01"),
            "oblique" => file.decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, half, half]),
            "side-not-known" => file.without(0x0020_0037),
            "order-by-file-name" => file.without(0x0020_0032).without(0x0020_0013),
            "no-hu" => file.without(0x0028_1052).without(0x0028_1053),
            _ => file,
        };
        for renderer in RENDERERS {
            for name in [
                "",
                "lossy",
                "oblique",
                "side-not-known",
                "order-by-file-name",
                "no-hu",
                "incomplete",
            ] {
                let slices = (0..5).filter(|at| name != "incomplete" || *at != 3);
                let files = slices.map(|at| change(name, SERIES.slice(at)));
                let folder = folder(lab, &format!("case{name}"), files)?;
                lab.open(renderer)?;
                lab.load(&[&folder])?;
                assert_eq!(badges(lab)?, name, "{renderer}");
                for _ in 0..2 {
                    lab.press("o")?;
                    assert_eq!(badges(lab)?, name, "{renderer}, less over the picture");
                }
            }
        }
        Ok(())
    });
}

#[test]
fn the_scale_bar_is_as_long_as_it_says() {
    lab::run("scale_bar", |lab| {
        let folder = folder(lab, "case", (0..5).map(|at| SERIES.slice(at)))?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            let bar = "document.querySelector('[data-scale-bar]')";
            let mm: f64 = match text(lab, &format!("{bar}.textContent"))?.as_str() {
                "10 cm" => 100.0,
                "5 cm" => 50.0,
                other => panic!("{other}"),
            };
            let shown = lab.evaluate(&format!("{bar}.getBoundingClientRect().width"))?;
            let pane = lab.pane(0)?;
            // The field of 360 mm fills the shorter side.
            let expected = mm / 360.0 * pane.width.min(pane.height);
            assert!(
                (shown.as_f64().unwrap() - expected).abs() < 1.5,
                "{shown} {expected}"
            );
        }
        Ok(())
    });
}

#[test]
fn names_are_seen_only_while_the_key_is_held() {
    lab::run("identity", |lab| {
        let named = (0..5).map(|at| SERIES.slice(at).text(0x0010_0020, "LO", "4711"));
        let folder = folder(lab, "SMITH", named)?;
        lab.scratch.write("SMITH/broken.dcm", b"no image")?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            let seen = "document.title + document.body.innerText";
            let is_named = |text: &str| text.contains("SMITH") || text.contains("4711");
            let before = text(lab, seen)?;
            assert!(!is_named(&before), "{renderer}: {before}");
            lab.page.key_down("u")?;
            lab.settle()?;
            let held = text(lab, seen)?;
            assert!(held.contains("4711") && held.contains("SMITH/0"), "{held}");
            lab.page.key_up("u")?;
            lab.settle()?;
            let after = text(lab, seen)?;
            assert!(!is_named(&after), "{renderer}: {after}");
        }
        Ok(())
    });
}

#[test]
fn hu_are_offered_taken_and_taken_back() {
    lab::run("hu_offer", |lab| {
        let series = Series {
            side: 128,
            ..SERIES
        };
        let bare = (0..5).map(|at| {
            let file = series.slice(at).without(0x0028_1052);
            file.without(0x0028_1053).without(0x0028_1054)
        });
        let folder = folder(lab, "case", bare)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            assert_eq!(badges(lab)?, "no-hu", "{renderer}");
            let offered = "[...document.querySelectorAll('[data-offset]')]\
                           .map(button => button.dataset.offset).join()";
            assert_eq!(text(lab, offered)?, "-1024,-1000", "{renderer}");
            let presets = "document.querySelectorAll('[data-preset]').length";
            assert_eq!(lab.evaluate(presets)?, 2, "no window in HU");
            lab.button("assume-hu")?;
            assert_eq!(badges(lab)?, "hu-assumed", "{renderer}");
            lab.press("2")?;
            assert_eq!(lab.data(0, "windowCenter")?, "40", "{renderer}");
            let pane = lab.pane(0)?;
            let middle = (pane.x + pane.width / 2.0, pane.y + pane.height / 2.0);
            lab.page.move_to(middle)?;
            lab.settle()?;
            let unit = text(lab, "document.querySelector('[data-probe]').dataset.unit")?;
            assert_eq!(unit, "HU assumed, offset \u{2212}1024", "{renderer}");
            lab.button("take-back-hu")?;
            assert_eq!(badges(lab)?, "no-hu", "{renderer}");
        }
        Ok(())
    });
}
