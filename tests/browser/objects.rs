//! What comes beside images, in the real page: outlines over their slice, a report that names
//! nobody, a document that is saved and opened.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use xtask::browser::Result;
use xtask::synthetic::ct::Series;
use xtask::synthetic::objects::{self as made, Region};
use xtask::synthetic::{File, Writing};

use crate::lab::{self, Lab, RENDERERS};

const SERIES: Series = Series {
    number: 1,
    slices: 5,
    side: 128,
    slice_mm: 3.0,
};

fn write(lab: &Lab) -> Result<PathBuf> {
    let uid = made::instance(&SERIES, 2);
    let outline = made::contour("CLOSED_PLANAR", &made::square_mm(-6.0), Some(&uid));
    let region = Region {
        number: 1,
        name: "Lung",
        colour: Some([255, 128, 0]),
        contours: vec![outline],
    };
    let put = |name: &str, file: &File| {
        let bytes = file.write(&Writing::default());
        lab.scratch.write(&format!("case/{name}"), &bytes)
    };
    for at in 0..SERIES.slices {
        put(&format!("{at}.dcm"), &made::slice(&SERIES, at))?;
    }
    put("set", &made::structures(vec![region], &[uid]))?;
    put("state", &made::presentation(&SERIES, 1))?;
    put("keys", &made::key_objects(&SERIES, &[3]))?;
    put("report", &made::report(&SERIES, 2))?;
    put("letter", &made::document("application/pdf", &made::pdf()))?;
    Ok(lab.scratch.path().join("case"))
}

const CLICK_AGAIN: Duration = Duration::from_secs(3);

/// So many lines lie over the picture.
const OUTLINES: &str = "document.querySelectorAll('[data-outlines] [data-roi=Lung] path').length";

#[test]
fn outlines_reports_and_documents_come_with_the_images() {
    lab::run("objects", |lab| {
        let folder = write(lab)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            assert_eq!(lab.data(0, "slices")?, "5");
            assert!(lab.problems()?.is_empty(), "{renderer}");
            check_outlines(lab)?;
            check_presentation(lab)?;
            check_report(lab)?;
            check_document(lab, renderer)?;
        }
        Ok(())
    });
}

fn check_outlines(lab: &mut Lab) -> Result<()> {
    lab.press("Home")?;
    assert_eq!(lab.evaluate(OUTLINES)?, 0);
    lab.press("ArrowDown")?;
    lab.press("ArrowDown")?;
    // A dark edge, and the line in its colour.
    lab.wait(&format!("{OUTLINES} === 2"))?;
    let colour = "document.querySelector('[data-roi] .over-line').getAttribute('stroke')";
    assert_eq!(lab.evaluate(colour)?, "#ff8000");
    // 100 mm of a field of 360 mm about its middle, which is the middle of the pane.
    let pane = lab.pane(0)?;
    let outline = lab.page.rect_of("[data-roi] .over-line")?;
    let side = pane.width.min(pane.height) * 100.0 / 360.0;
    let off = [
        outline.width - side,
        outline.height - side,
        outline.centre().0 - pane.centre().0,
        outline.centre().1 - pane.centre().1,
    ];
    assert!(off.iter().all(|off| off.abs() < 4.0), "{off:?}");
    lab.press("e")?;
    lab.wait(&format!("{OUTLINES} === 0"))?;
    lab.press("e")?;
    lab.wait(&format!("{OUTLINES} === 2"))?;
    lab.page.click_on("[data-roi-item=Lung]")?;
    lab.wait(&format!("{OUTLINES} === 0"))?;
    let pressed = "document.querySelector('[data-roi-item]').getAttribute('aria-pressed')";
    assert_eq!(lab.evaluate(pressed)?, "false");
    // The button stays the same element, with the focus on it.
    let focused = "document.activeElement.dataset.roiItem";
    assert_eq!(lab.evaluate(focused)?, "Lung");
    lab.page.click_on("[data-roi-item=Lung]")?;
    lab.wait(&format!("{OUTLINES} === 2"))?;
    lab.page.click_on("[data-action=next-key-image]")?;
    lab.wait("document.querySelector('[data-viewport]').dataset.slice === '4'")?;
    let keys = "document.querySelector('[data-key-slice]').dataset.keySlice";
    assert_eq!(lab.evaluate(keys)?, "4");
    Ok(())
}

fn check_presentation(lab: &mut Lab) -> Result<()> {
    let badge = "document.querySelector('[data-badge=presented]') !== null";
    assert_eq!(lab.evaluate(badge)?, false);
    lab.page.click_on("[data-action=apply-presentation]")?;
    lab.wait(badge)?;
    lab.settle()?;
    assert_eq!(lab.data(0, "slice")?, "2");
    assert_eq!(lab.data(0, "windowWidth")?, "400");
    let drawn = "document.querySelectorAll('[data-annotations] .over-line').length";
    assert_eq!(lab.evaluate(drawn)?, 2);
    let text = "document.querySelector('[data-annotation-text]').textContent";
    assert_eq!(lab.evaluate(text)?, "look here");
    lab.page.click_on("[data-viewport]")?;
    lab.press("r")?;
    lab.wait(&format!("!({badge})"))
}

fn check_report(lab: &mut Lab) -> Result<()> {
    lab.page.click_on("[data-action=read-report]")?;
    lab.wait("document.querySelectorAll('[data-report-line]').length === 8")?;
    let text = lab.evaluate("document.querySelector('[data-panel=report]').textContent")?;
    let text = text.as_str().unwrap_or_default();
    assert!(
        text.contains("12.5 mm") && !text.contains("Smith"),
        "{text}"
    );
    lab.page
        .click_on("[data-panel=report] [data-action=show-frame]")?;
    lab.wait("document.querySelector('[data-viewport]').dataset.slice === '3'")?;
    lab.page.key("Escape")?;
    lab.wait("document.querySelector('[data-panel=report]') === null")?;
    let focused = "document.activeElement.dataset.viewport";
    assert_eq!(lab.evaluate(focused)?, "0");
    Ok(())
}

fn check_document(lab: &mut Lab, renderer: &str) -> Result<()> {
    let saved = lab.scratch.path().join(format!("saved-{renderer}"));
    fs::create_dir_all(&saved)?;
    let allow = json!({ "behavior": "allow", "downloadPath": saved });
    lab.page.call("Page.setDownloadBehavior", &allow)?;
    lab.page.click_on("[data-action=open-document]")?;
    lab.wait("document.querySelector('[data-action=save-document]') !== null")?;
    let text = lab.evaluate("document.querySelector('[data-panel=document]').textContent")?;
    assert!(!text.as_str().unwrap_or_default().contains("Smith"));
    let name = lab.evaluate("document.querySelector('[data-action=save-document]').download")?;
    let path = saved.join(name.as_str().unwrap_or_default());
    let pdf = made::pdf();
    lab.settle()?;
    // Where the machine is busy a browser lets the first click on a link that has just come fall.
    let mut clicked: Option<Instant> = None;
    lab.wait_for("the saved document", |lab| {
        if clicked.is_none_or(|at| at.elapsed() > CLICK_AGAIN) {
            clicked = Some(Instant::now());
            lab.page.click_on("[data-action=save-document]")?;
        }
        Ok(fs::read(&path).is_ok_and(|bytes| bytes == pdf))
    })?;
    lab.page.click_on("[data-action=open-in-tab]")?;
    lab.wait_for("a tab with the document", |lab| {
        Ok(!documents(lab)?.is_empty())
    })?;
    // A tab in front of the page keeps it from saving anything.
    for tab in documents(lab)? {
        let tab = json!({ "targetId": tab });
        lab.page.call("Target.closeTarget", &tab)?;
    }
    Ok(())
}

/// The tabs that show a document of the page's own.
fn documents(lab: &mut Lab) -> Result<Vec<Value>> {
    let targets = lab.page.call("Target.getTargets", &json!({}))?;
    let targets = targets["targetInfos"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let shows = |target: &&Value| {
        let url = target["url"].as_str().unwrap_or_default();
        target["type"] == "page" && url.starts_with("blob:")
    };
    let documents = targets.iter().filter(shows);
    Ok(documents.map(|target| target["targetId"].clone()).collect())
}
