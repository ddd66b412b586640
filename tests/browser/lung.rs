//! The lung mask of the computed chest: outline first, then the table; the brush, which it follows.

use xtask::browser::Result;
use xtask::browser::input::{Button, Modifiers};

use crate::lab::{self, Lab};

#[test]
fn lungs_are_outlined_then_counted_and_the_table_follows_the_brush() {
    lab::run("lung", |lab| {
        lab.open("webgl2")?;
        lab.page.click_on("[data-action=sample]")?;
        lab.wait("performance.getEntriesByName('all-decoded').length === 1")?;
        lab.settle()?;
        lab.button("lungs")?;
        lab.wait("document.querySelector('[data-lungs=check]') !== null")?;
        assert_eq!(rows(lab)?, [""; 0], "no number before the outline was seen");
        lab.press("Home")?;
        for _ in 0..6 {
            lab.press("PageDown")?;
        }
        // The patient's right is at the left of the picture.
        let [right, left] = [middle_of(lab, "Right")?, middle_of(lab, "Left")?];
        assert!(right < left, "right at {right}, left at {left}");

        lab.button("confirm-lungs")?;
        lab.wait("document.querySelector('[data-lungs=confirmed] [data-lung-row]') !== null")?;
        let names = rows(lab)?;
        assert_eq!(
            names.len(),
            9,
            "both, each, and three thirds of each: {names:?}"
        );
        assert_eq!(names.first().map(String::as_str), Some("Both"));
        let before = volume(lab)?;

        lab.button("lungs-take")?;
        let (x, y) = lab.pane(0)?.centre();
        let path = [(right, y), (f64::midpoint(right, x), y)];
        lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
        let is_less = format!("({VOLUME}) !== {before:?}");
        lab.wait(&is_less)?;
        lab.page.key_with("z", Modifiers::CTRL)?;
        lab.wait(&format!("({VOLUME}) === {before:?}"))?;

        lab.button("close-lungs")?;
        let left = "document.querySelector('[data-lungs], [data-lung-outlines] [data-roi]')";
        assert_eq!(lab.evaluate(&format!("{left} === null"))?, true);
        Ok(())
    });
}

/// Of the third that the stroke is in, as it is written: of both lungs a stroke is less than is told.
const VOLUME: &str =
    "document.querySelector('[data-lung-row=\"Right, middle\"] [data-volume]')?.textContent ?? ''";

fn volume(lab: &mut Lab) -> Result<String> {
    let volume = lab.evaluate(VOLUME)?;
    let volume = volume.as_str().unwrap_or_default().to_owned();
    assert!(
        volume.ends_with(" ml"),
        "{volume:?} is no volume of a third"
    );
    Ok(volume)
}

fn rows(lab: &mut Lab) -> Result<Vec<String>> {
    let rows = lab.evaluate(
        "[...document.querySelectorAll('[data-lung-row]')].map(row => row.dataset.lungRow)",
    )?;
    let rows = rows.as_array().into_iter().flatten();
    Ok(rows
        .map(|row| row.as_str().unwrap_or_default().to_owned())
        .collect())
}

/// Where the middle of a lung's outline lies in the page, from the left.
fn middle_of(lab: &mut Lab, side: &str) -> Result<f64> {
    let rect = lab
        .page
        .rect_of(&format!("[data-lung-outlines] [data-roi={side}]"))?;
    Ok(rect.centre().0)
}
