//! A lesson as it is used: made on one page, saved, played on another where the same patient came in a ZIP,
//! answered there, and scored on the teacher's page.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;
use xtask::browser::Result;

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files::{PLANTED, named_stack};

const SLICES: usize = 7;

fn zip_of(folder: &Path) -> Result<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        writer.start_file(format!("elsewhere/{name}"), options)?;
        writer.write_all(&fs::read(&path)?)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Types into a field, or chooses in a list, and leaves it.
fn fill(lab: &mut Lab, action: &str, text: &str) -> Result<()> {
    let script = format!(
        "(() => {{ const field = document.querySelector('[data-action={action}]'); field.value = {}; \
         field.dispatchEvent(new Event('change', {{ bubbles: true }})); return 0; }})()",
        json!(text)
    );
    lab.evaluate(&script)?;
    lab.settle()
}

fn there(lab: &mut Lab, selector: &str) -> Result<()> {
    lab.wait(&format!("document.querySelector('{selector}') !== null"))
}

/// What a button saves, once it is whole.
fn saved(lab: &mut Lab, action: &str, file: &Path) -> Result<String> {
    lab.button(action)?;
    let read = || fs::read_to_string(file).unwrap_or_default();
    lab.wait_for("the saved file", |_| Ok(read().ends_with("}\n")))?;
    Ok(read())
}

/// Two steps: the third slice, and a question about the fifth, through another window.
fn make(lab: &mut Lab, folder: &Path, to: &Path) -> Result<[PathBuf; 2]> {
    lab.load(&[folder])?;
    lab.button("lesson")?;
    there(lab, "[data-action=add-step]:not([disabled])")?;
    fill(lab, "lesson-title", "Where is it?")?;
    lab.press("Home")?;
    lab.press("ArrowDown")?;
    lab.press("ArrowDown")?;
    lab.button("add-step")?;
    there(lab, "[data-editor=\"0\"]")?;
    fill(lab, "step-text", "**Look** at <b onclick=alert(1)>this</b>")?;
    lab.press("ArrowDown")?;
    lab.press("ArrowDown")?;
    lab.press("3")?;
    lab.button("add-step")?;
    there(lab, "[data-editor=\"1\"]")?;
    fill(lab, "asks", "slice")?;
    there(lab, "[data-has-right=false]")?;
    fill(lab, "question-text", "Turn to the *largest* disc")?;
    lab.button("take-right")?;
    there(lab, "[data-has-right=true]")?;
    let files = [
        to.join("lesson.lesson.json"),
        to.join("lesson.answers.json"),
    ];
    let lesson = saved(lab, "save-lesson", &files[0])?;
    for private in [PLANTED, "2.25.", "any_of", folder.to_str().unwrap()] {
        assert!(!lesson.contains(private), "{private} in {lesson}");
    }
    saved(lab, "save-answers", &files[1])?;
    Ok(files)
}

/// On a fresh page, to the end.
fn play(lab: &mut Lab, packed: &Path, lesson: &Path, to: &Path) -> Result<PathBuf> {
    lab.load(&[packed])?;
    lab.drop_files(&[lesson])?;
    there(lab, "[data-lesson=played]")?;
    lab.wait("document.querySelector('[data-viewport]').dataset.slice === '3'")?;
    let shown = lab.evaluate(
        "[document.querySelector('.prose strong').textContent, \
         document.querySelector('.prose').textContent, \
         document.querySelectorAll('.prose b').length]",
    )?;
    let text = "Look at <b onclick=alert(1)>this</b>";
    assert_eq!(
        shown,
        json!(["Look", text, 0]),
        "no HTML of a lesson is any"
    );
    lab.press("PageDown")?;
    lab.wait("document.querySelector('[data-viewport]').dataset.slice === '5'")?;
    assert_eq!(
        [lab.data(0, "windowCenter")?, lab.data(0, "windowWidth")?],
        ["480", "2500"]
    );
    there(lab, "[data-answered=false]")?;
    lab.button("answer")?;
    there(lab, "[data-answered=true]")?;
    // What is right is not in the lesson.
    assert_eq!(
        lab.evaluate("document.querySelector('[data-verdict]')")?,
        json!(null)
    );
    fill(lab, "sign", "=Ada")?;
    let result = to.join("lesson.result.json");
    saved(lab, "save-result", &result)?;
    Ok(result)
}

#[test]
fn a_lesson_is_made_played_elsewhere_and_scored() {
    lab::run("lesson", |lab| {
        for renderer in RENDERERS {
            let to = lab.scratch.path().join(format!("saved-{renderer}"));
            fs::create_dir_all(&to)?;
            let allow = json!({ "behavior": "allow", "downloadPath": to });
            let folder = named_stack(&lab.scratch, SLICES)?;
            let packed = zip_of(&folder)?;
            let packed = lab.scratch.write("packed.zip", &packed)?;
            lab.open(renderer)?;
            lab.page.call("Page.setDownloadBehavior", &allow)?;
            let [lesson, answers] = make(lab, &folder, &to)?;
            lab.open(renderer)?;
            let result = play(lab, &packed, &lesson, &to)?;

            lab.open(renderer)?;
            lab.drop_files(&[&lesson])?;
            there(lab, "[data-lesson=played]")?;
            // Its images are not there, which is said.
            there(lab, "[data-lesson] [role=alert]")?;
            lab.drop_files(&[&answers])?;
            lab.drop_files(&[&result])?;
            there(lab, "[data-lesson-results] td")?;
            let cells = "[...document.querySelectorAll('[data-lesson-results] td')]\
                         .map(cell => cell.textContent)";
            let row = ["=Ada", "right", "1", "1", "", "0", "0", "0", "0"];
            assert_eq!(lab.evaluate(cells)?, json!(row), "{renderer}");
            let table = to.join("results.csv");
            lab.button("save-results")?;
            let read = || fs::read_to_string(&table).unwrap_or_default();
            lab.wait_for("the table", |_| Ok(read().contains("Ada")))?;
            let last = read().lines().last().unwrap_or_default().to_owned();
            assert_eq!(
                last, "'=Ada,right,1,1,,0,0,0,0",
                "no formula of a spreadsheet"
            );
        }
        Ok(())
    });
}
