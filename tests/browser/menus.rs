//! Menus, focus and the empty page, as somebody meets them who has not read the help.

use xtask::browser::{Button, Modifiers, Result};

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files;

fn open_sample(lab: &mut Lab) -> Result<()> {
    lab.open(RENDERERS[0])?;
    lab.button("sample")?;
    lab.wait("performance.getEntriesByName('all-decoded').length === 1")?;
    lab.settle()
}

/// The menus of the bar that are open.
fn open_menus(lab: &mut Lab) -> Result<String> {
    let open = "[...document.querySelectorAll('details.menu[open]')]\
        .map(menu => menu.dataset.menu).join()";
    Ok(lab.evaluate(open)?.as_str().unwrap_or_default().to_owned())
}

fn focused(lab: &mut Lab) -> Result<String> {
    let focused = "(() => { const it = document.activeElement; \
        return it.dataset.viewport ?? it.dataset.action ?? it.tagName })()";
    let focused = lab.evaluate(focused)?;
    Ok(focused.as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_menu_of_the_bar_closes_by_all_that_closes_menus() {
    lab::run("menus_close", |lab| {
        open_sample(lab)?;
        let summary = |menu: &str| format!("[data-menu={menu}] > summary");
        lab.page.click_on(&summary("windows"))?;
        assert_eq!(open_menus(lab)?, "windows");
        lab.page.click_on(&summary("picture"))?;
        assert_eq!(open_menus(lab)?, "picture", "one at a time");
        lab.page.key("Escape")?;
        assert_eq!(
            (open_menus(lab)?, focused(lab)?),
            (String::new(), "SUMMARY".to_owned())
        );
        lab.page.click_on(&summary("picture"))?;
        lab.page.click_on("[data-tool=angle]")?;
        assert_eq!(
            (open_menus(lab)?, focused(lab)?),
            (String::new(), "0".to_owned())
        );
        lab.page.key("Escape")?;
        lab.page.click_on(&summary("windows"))?;
        let beside = lab.pane(0)?.centre();
        lab.page.click(beside)?;
        assert_eq!(open_menus(lab)?, "");
        Ok(())
    });
}

#[test]
fn the_menu_of_a_picture_is_whole_wherever_it_opens() {
    lab::run("menus_whole", |lab| {
        open_sample(lab)?;
        let pane = lab.pane(0)?;
        for (right, down) in [(0.5, 0.5), (0.98, 0.98), (0.02, 0.9)] {
            let place = (pane.x + pane.width * right, pane.y + pane.height * down);
            lab.page.drag(Button::Right, Modifiers::NONE, &[place])?;
            lab.wait("document.querySelector('[data-menu=context]') !== null")?;
            lab.page.key("End")?;
            let whole = "(() => { \
                const menu = document.querySelector('[data-menu=context]').getBoundingClientRect(); \
                const last = document.querySelector('[data-menu=context] :last-child[role=menuitem]'); \
                const pane = document.querySelector('[data-viewport]'); \
                return last === document.activeElement && pane.scrollTop === 0 \
                    && menu.top >= 0 && menu.bottom <= innerHeight \
                    && menu.left >= 0 && menu.right <= innerWidth })()";
            assert_eq!(lab.evaluate(whole)?, true, "{right} {down}");
            lab.page.key("Escape")?;
        }
        Ok(())
    });
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_empty_page_as_it_was() {
    lab::run("menus_empty", |lab| {
        lab.open(RENDERERS[0])?;
        let letter = lab
            .scratch
            .write("letter.dcm", b"Dear colleague, no image here.")?;
        lab.drop_files(&[&letter])?;
        lab.wait("document.querySelector('[data-problem]')?.innerText.length > 0")?;
        let there = "document.querySelector('[data-action=sample]') !== null \
            && document.querySelector('[data-tool]') === null \
            && document.querySelector('[data-problem]').getBoundingClientRect().width > 40 \
            && getComputedStyle(document.querySelector('[data-problem]')).visibility === 'visible'";
        assert_eq!(lab.evaluate(there)?, true);
        let folder = synthetic_files::stack(&lab.scratch, 3)?;
        lab.load(&[&folder])?;
        assert_eq!(lab.data(0, "slices")?, "3");
        Ok(())
    });
}

#[test]
fn an_arrow_is_given_its_text_at_once_and_hidden_marks_are_listed_nowhere() {
    lab::run("menus_arrow", |lab| {
        open_sample(lab)?;
        lab.page.click_on("[data-tool=arrow]")?;
        let (x, y) = lab.pane(0)?.centre();
        let path = [(x, y), (x + 40.0, y + 20.0), (x + 80.0, y + 40.0)];
        lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
        lab.wait("document.activeElement.hasAttribute('data-arrow-text')")?;
        for letter in ["l", "o", "d"] {
            lab.page.key(letter)?;
        }
        lab.page.key("Enter")?;
        lab.wait("document.querySelector('[data-mark-label=arrow]').innerText === 'lod'")?;
        assert_eq!(focused(lab)?, "0");
        assert_eq!(
            lab.evaluate("document.querySelectorAll('[data-viewport]').length")?,
            1
        );
        lab.press("h")?;
        let listed = "document.querySelectorAll('[data-mark-item]').length";
        assert_eq!(lab.evaluate(listed)?, 0);
        assert_eq!(
            lab.evaluate("document.querySelectorAll('[data-marks-hidden]').length")?,
            1
        );
        lab.press("h")?;
        assert_eq!(
            (lab.evaluate(listed)?, focused(lab)?),
            (1.into(), "0".to_owned())
        );
        lab.page.click_on("[data-action=delete-mark]")?;
        lab.settle()?;
        assert_eq!(
            (lab.evaluate(listed)?, focused(lab)?),
            (0.into(), "0".to_owned())
        );
        Ok(())
    });
}

#[test]
fn the_keys_are_with_a_pane_when_the_other_has_gone() {
    lab::run("menus_focus", |lab| {
        open_sample(lab)?;
        lab.press("l")?;
        let right = lab.pane(1)?.centre();
        lab.page.click(right)?;
        lab.press("l")?;
        lab.wait("document.activeElement.dataset.viewport === '0'")?;
        Ok(())
    });
}
