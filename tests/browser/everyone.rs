//! For everyone: nothing that axe-core finds in any state, and what ears are told.

use std::fs;

use xtask::browser::{Button, Modifiers, Result};
use xtask::setup;

use crate::lab::{self, Lab, RENDERERS};

/// Rules that are broken, with the first element that breaks each.
fn violations(lab: &mut Lab, axe: &str) -> Result<String> {
    lab.evaluate(axe)?;
    let found = lab.evaluate(
        "axe.run(document, { resultTypes: ['violations'] }).then(found => \
         found.violations.map(it => it.id + ': ' + it.nodes[0].html.slice(0, 200)).join('; '))",
    )?;
    Ok(found.as_str().unwrap_or_default().to_owned())
}

#[test]
fn axe_finds_nothing_in_any_state() {
    let script = match setup::axe() {
        Ok(script) => script,
        Err(error) => {
            eprintln!("not run, axe-core cannot be had: {error:#}");
            return;
        }
    };
    lab::run("everyone", |lab| {
        let axe = format!("{}; 0", fs::read_to_string(&script)?);
        let bad = lab.scratch.write("bad.dcm", b"no image")?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            assert_eq!(violations(lab, &axe)?, "", "{renderer}, empty");
            lab.page.click_on("[data-action=sample]")?;
            lab.wait("performance.getEntriesByName('all-decoded').length === 1")?;
            lab.settle()?;
            assert_eq!(violations(lab, &axe)?, "", "{renderer}, a picture");
            for (key, held, state) in [
                ("l", Modifiers::NONE, "two panes"),
                ("W", Modifiers::SHIFT, "a wipe"),
                ("l", Modifiers::NONE, "one pane"),
                ("?", Modifiers::NONE, "help"),
                ("Escape", Modifiers::NONE, "no help"),
                ("t", Modifiers::NONE, "header"),
                ("Escape", Modifiers::NONE, "no header"),
                ("F10", Modifiers::SHIFT, "menu"),
                ("Escape", Modifiers::NONE, "no menu"),
            ] {
                lab.page.key_with(key, held)?;
                lab.settle()?;
                assert_eq!(violations(lab, &axe)?, "", "{renderer}, {state}");
            }
            for menu in ["picture", "layout", "windows"] {
                let summary = format!("[data-menu={menu}] > summary");
                lab.page.click_on(&summary)?;
                assert_eq!(violations(lab, &axe)?, "", "{renderer}, menu {menu}");
                lab.page.click_on(&summary)?;
            }
            lab.button("lungs")?;
            lab.wait("document.querySelector('[data-lungs=check]') !== null")?;
            assert_eq!(violations(lab, &axe)?, "", "{renderer}, outline of lungs");
            lab.button("confirm-lungs")?;
            lab.wait("document.querySelector('[data-lung-row]') !== null")?;
            assert_eq!(violations(lab, &axe)?, "", "{renderer}, shares of lungs");
            lab.button("close-lungs")?;
            lab.button("copy")?;
            lab.wait("document.querySelector('[data-copy=ready]') !== null")?;
            assert_eq!(violations(lab, &axe)?, "", "{renderer}, a copy");
            lab.button("close-copy")?;
            lab.button("kept")?;
            lab.wait("document.querySelector('[data-kept]') !== null")?;
            assert_eq!(violations(lab, &axe)?, "", "{renderer}, what is kept");
            lab.button("close-kept")?;
            lab.button("lesson")?;
            lab.wait("document.querySelector('[data-action=add-step]:not([disabled])') !== null")?;
            lab.button("add-step")?;
            lab.wait("document.querySelector('[data-editor]') !== null")?;
            assert_eq!(violations(lab, &axe)?, "", "{renderer}, a lesson is made");
            lab.button("play-lesson")?;
            lab.wait("document.querySelector('[data-lesson=played]') !== null")?;
            assert_eq!(violations(lab, &axe)?, "", "{renderer}, a lesson is played");
            lab.button("close-lesson")?;
            lab.press("q")?;
            lab.wait(
                "document.querySelector('[data-histogram=slice] .histogram-columns') !== null",
            )?;
            lab.page.key_with("S", Modifiers::SHIFT)?;
            lab.settle()?;
            assert_eq!(
                violations(lab, &axe)?,
                "",
                "{renderer}, histogram and ranges"
            );
            lab.page.key_with("V", Modifiers::SHIFT)?;
            lab.wait("document.querySelector('[data-badge=rendered]') !== null")?;
            lab.evaluate("(document.querySelector('.cuts').open = true, 0)")?;
            assert_eq!(violations(lab, &axe)?, "", "{renderer}, a volume rendering");
            lab.button("close-rendering")?;
            lab.page.click_on("[data-tool=ellipse]")?;
            let (x, y) = lab.pane(0)?.centre();
            let path = [(x, y), (x + 40.0, y + 40.0), (x + 80.0, y + 80.0)];
            lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
            lab.settle()?;
            assert_eq!(violations(lab, &axe)?, "", "{renderer}, marks");
            lab.drop_files(&[&bad])?;
            lab.wait("document.querySelector('[data-problem]') !== null")?;
            assert_eq!(violations(lab, &axe)?, "", "{renderer}, problems");
        }
        Ok(())
    });
}

#[test]
fn ears_are_told_slice_and_window_when_they_rest() {
    lab::run("ears", |lab| {
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.page.click_on("[data-action=sample]")?;
            lab.wait("performance.getEntriesByName('all-decoded').length === 1")?;
            lab.evaluate(
                "globalThis.told = []; new MutationObserver(() => \
                 told.push(document.querySelector('[data-told]').textContent)) \
                 .observe(document.querySelector('[data-told]'), \
                 { childList: true, characterData: true, subtree: true })",
            )?;
            for _ in 0..3 {
                lab.page.key("ArrowDown")?;
            }
            lab.page.key("2")?;
            let last = "told.at(-1) ?? ''";
            lab.wait(&format!(
                "({last}).startsWith('slice 64 of 120, level 40, width 400')"
            ))?;
            let between = "told.some(words => words.startsWith('slice 62 '))";
            assert_eq!(
                lab.evaluate(between)?,
                false,
                "{renderer}: a slice of a burst"
            );
        }
        Ok(())
    });
}
