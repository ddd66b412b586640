//! Views and marks kept from visit to visit, as a reader has them: off, switched on, found again in a ZIP,
//! forgotten.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use serde_json::json;
use xtask::browser::{Button, Modifiers, Result};

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files::{PLANTED, named_stack};

const SLICES: usize = 5;

/// All that the page has in the browser's storage.
const STORED: &str = "JSON.stringify({ ...localStorage })";

fn draw(lab: &mut Lab) -> Result<()> {
    lab.page.click_on("[data-tool=length]")?;
    let (x, y) = lab.pane(0)?.centre();
    let path = [(x - 60.0, y), (x, y + 20.0), (x + 60.0, y + 20.0)];
    lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
    lab.settle()
}

fn marks(lab: &mut Lab) -> Result<serde_json::Value> {
    lab.evaluate("document.querySelectorAll('[data-mark-label]').length")
}

fn zip_of(folder: &Path) -> Result<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        writer.start_file(
            format!("elsewhere/{name}"),
            zip::write::SimpleFileOptions::default(),
        )?;
        writer.write_all(&fs::read(&path)?)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[test]
fn views_and_marks_are_there_again_until_they_are_forgotten() {
    lab::run("kept", |lab| {
        for renderer in RENDERERS {
            let folder = named_stack(&lab.scratch, SLICES)?;
            let packed = zip_of(&folder)?;
            let packed = lab.scratch.write("packed.zip", &packed)?;
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            draw(lab)?;
            assert_eq!(lab.evaluate("localStorage.length")?, json!(0), "off");

            lab.button("kept")?;
            lab.page.click_on("[data-action=keep]")?;
            lab.wait("document.querySelector('[data-action=keep]').checked")?;
            lab.press("2")?;
            lab.press("i")?;
            let window = [lab.data(0, "windowCenter")?, lab.data(0, "windowWidth")?];
            // The switch, and the record of one series with what was done last.
            lab.wait("localStorage.length === 2")?;
            lab.wait("Object.values(localStorage).some(it => it.includes('\"inverted\":true'))")?;
            let stored = lab.evaluate(STORED)?;
            let stored = stored.as_str().unwrap().to_owned();
            assert!(!stored.contains(PLANTED), "a name is kept: {stored}");
            assert!(!stored.contains("2.25."), "a UID is kept: {stored}");

            lab.open(renderer)?;
            lab.load(&[&packed])?;
            lab.wait("document.querySelector('[data-kept-back]') !== null")?;
            lab.settle()?;
            assert_eq!(marks(lab)?, json!(1), "{renderer}");
            assert_eq!(
                [lab.data(0, "windowCenter")?, lab.data(0, "windowWidth")?],
                window,
                "{renderer}"
            );

            lab.page.click_on("[data-action=start-fresh]")?;
            lab.wait("document.querySelectorAll('[data-mark-label]').length === 0")?;
            lab.page.key_with("z", Modifiers::CTRL)?;
            lab.wait("document.querySelectorAll('[data-mark-label]').length === 1")?;

            lab.button("kept")?;
            lab.page.click_on("[data-action=forget-everything]")?;
            lab.wait("localStorage.length === 0")?;
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            lab.settle()?;
            assert_eq!(marks(lab)?, json!(0), "{renderer}");
            assert_eq!(lab.evaluate("localStorage.length")?, json!(0));
        }
        Ok(())
    });
}
