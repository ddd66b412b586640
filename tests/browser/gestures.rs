//! Gestures of mouse, fingers and keys beside wheel and drag, on both renderers.

use serde_json::Value;
use xtask::browser::{Button, Modifiers, Result};

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files;

const SLICES: usize = 30;

fn open_stack(lab: &mut Lab, renderer: &str) -> Result<()> {
    let folder = synthetic_files::stack(&lab.scratch, SLICES)?;
    lab.open(renderer)?;
    lab.load(&[&folder])?;
    lab.press("Home")
}

fn count(lab: &mut Lab, selector: &str) -> Result<usize> {
    let count = lab.evaluate(&format!("document.querySelectorAll('{selector}').length"))?;
    Ok(usize::try_from(count.as_u64().unwrap()).unwrap())
}

fn slice_becomes(lab: &mut Lab, slice: usize) -> Result<()> {
    lab.wait(&format!(
        "document.querySelector('[data-viewport]').dataset.slice === '{slice}'"
    ))
}

#[test]
fn double_click_maximises_and_lung_lies_beside_mediastinum() {
    lab::run("gestures_panes", |lab| {
        for renderer in RENDERERS {
            open_stack(lab, renderer)?;
            lab.press("l")?;
            assert_eq!(count(lab, "[data-viewport]")?, 2, "{renderer}");
            let widths = [lab.data(0, "windowWidth")?, lab.data(1, "windowWidth")?];
            assert_eq!(widths, ["1500", "400"]);
            let whole = lab.pane(0)?.width;
            let right = lab.pane(1)?.centre();
            lab.page.wheel(right, Modifiers::NONE, 120.0)?;
            lab.settle()?;
            assert_eq!([lab.data(0, "slice")?, lab.data(1, "slice")?], ["2", "2"]);
            lab.page.double_click(right)?;
            lab.settle()?;
            assert_eq!(count(lab, "[data-viewport]")?, 1);
            assert_eq!(lab.data(0, "windowWidth")?, "400");
            assert!(lab.pane(0)?.width > 1.9 * whole);
            lab.press("m")?;
            assert_eq!(count(lab, "[data-viewport]")?, 2);
            lab.press("l")?;
            assert_eq!(count(lab, "[data-viewport]")?, 1);
        }
        Ok(())
    });
}

#[test]
fn tab_goes_from_pane_to_pane_and_then_on() {
    lab::run("gestures_tab", |lab| {
        open_stack(lab, RENDERERS[0])?;
        lab.press("l")?;
        let active = "document.querySelector('.pane.active').dataset.viewport";
        assert_eq!(lab.evaluate(active)?, "0");
        lab.press("Tab")?;
        assert_eq!(lab.evaluate(active)?, "1");
        let focused = "document.activeElement.dataset.viewport ?? 'elsewhere'";
        assert_eq!(lab.evaluate(focused)?, "1");
        lab.press("Tab")?;
        assert_eq!(lab.evaluate(focused)?, "elsewhere");
        Ok(())
    });
}

#[test]
fn the_menu_of_the_picture_opens_at_the_click_and_by_keys() {
    lab::run("gestures_menu", |lab| {
        for renderer in RENDERERS {
            open_stack(lab, renderer)?;
            let centre = lab.pane(0)?.centre();
            lab.page.drag(Button::Right, Modifiers::NONE, &[centre])?;
            lab.wait("document.querySelector('[data-menu=context]') !== null")?;
            lab.page.click_on("[data-item=mediastinum]")?;
            lab.settle()?;
            assert_eq!(lab.data(0, "windowWidth")?, "400", "{renderer}");
            assert_eq!(count(lab, "[data-menu=context]")?, 0);
            // A right drag is no click.
            let path = [centre, (centre.0, centre.1 - 40.0)];
            lab.page.drag(Button::Right, Modifiers::NONE, &path)?;
            lab.settle()?;
            assert_eq!(count(lab, "[data-menu=context]")?, 0);
            lab.page.key_with("F10", Modifiers::SHIFT)?;
            lab.wait("document.activeElement.dataset.item === 'window-file'")?;
            lab.page.key("ArrowDown")?;
            lab.wait("document.activeElement.dataset.item === 'lung'")?;
            lab.page.key("Enter")?;
            lab.settle()?;
            assert_eq!(lab.data(0, "windowWidth")?, "1500");
            assert_eq!(
                lab.evaluate("document.activeElement.dataset.viewport")?,
                "0"
            );
            lab.page.key_with("F10", Modifiers::SHIFT)?;
            lab.wait("document.querySelector('[data-menu=context]') !== null")?;
            lab.page.key("Escape")?;
            lab.wait("document.querySelector('[data-menu=context]') === null")?;
        }
        Ok(())
    });
}

#[test]
fn the_slider_goes_anywhere_and_says_where_it_is() {
    lab::run("gestures_slider", |lab| {
        for renderer in RENDERERS {
            open_stack(lab, renderer)?;
            let slider = lab.page.rect_of("[data-slider]")?;
            let at = |share: f64| {
                (
                    slider.centre().0,
                    slider.y + 1.0 + (slider.height - 2.0) * share,
                )
            };
            lab.page
                .drag(Button::Left, Modifiers::NONE, &[at(0.1), at(0.5), at(1.0)])?;
            slice_becomes(lab, SLICES)?;
            let now = "document.querySelector('[data-slider]').ariaValueNow";
            assert_eq!(lab.evaluate(now)?, SLICES.to_string(), "{renderer}");
            lab.page.click(at(0.0))?;
            slice_becomes(lab, 1)?;
            // It has set no window on the way.
            assert_eq!(lab.data(0, "windowWidth")?, "1500");
        }
        Ok(())
    });
}

#[test]
fn fingers_turn_slices_move_zoom_maximise_and_tell_values() {
    for renderer in RENDERERS {
        // A browser hears no fingers any more on the second page that is opened in it.
        lab::run("gestures_fingers", |lab| {
            open_stack(lab, renderer)?;
            let (x, y) = lab.pane(0)?.centre();
            // One finger down by 60 px: five slices.
            lab.page.touch(&[
                ("touchStart", &[(x, y)]),
                ("touchMove", &[(x, y + 20.0)]),
                ("touchMove", &[(x, y + 40.0)]),
                ("touchMove", &[(x, y + 60.0)]),
                ("touchEnd", &[]),
            ])?;
            slice_becomes(lab, 6)?;
            lab.settle()?;
            assert_eq!(lab.data(0, "windowWidth")?, "1500", "{renderer}");

            let zoom = "document.querySelector('.bottom-left').textContent";
            let before = lab.evaluate(zoom)?;
            lab.page.touch(&[
                ("touchStart", &[(x - 50.0, y)]),
                ("touchStart", &[(x - 50.0, y), (x + 50.0, y)]),
                ("touchMove", &[(x - 100.0, y), (x + 100.0, y)]),
                ("touchEnd", &[]),
            ])?;
            lab.wait(&format!("{zoom} !== {before}"))?;
            assert_eq!(lab.data(0, "slice")?, "6");

            // Nothing says a value without a pointer; a finger that rests asks for it.
            lab.page.touch(&[("touchStart", &[(x, y)])])?;
            lab.wait("document.querySelector('[data-finger-probe]') !== null")?;
            let said = lab.evaluate("document.querySelector('[data-finger-probe]').textContent")?;
            assert!(said.as_str().unwrap().ends_with("HU"), "{said}");
            lab.page.touch(&[("touchEnd", &[])])?;
            lab.wait("document.querySelector('[data-finger-probe]') === null")?;

            let side = "getComputedStyle(document.querySelector('.side')).display";
            for display in ["none", "flex"] {
                lab.page.touch(&[
                    ("touchStart", &[(x, y)]),
                    ("touchEnd", &[]),
                    ("touchStart", &[(x, y)]),
                    ("touchEnd", &[]),
                ])?;
                lab.wait(&format!("{side} === '{display}'"))?;
            }
            Ok(())
        });
    }
}

#[test]
fn the_thumb_bar_is_there_for_fingers_alone() {
    for renderer in RENDERERS {
        lab::run("gestures_thumb", |lab| {
            open_stack(lab, renderer)?;
            let shown = "getComputedStyle(document.querySelector('.thumb-bar')).display";
            assert_eq!(
                lab.evaluate(shown)?,
                "none",
                "{renderer}: a mouse needs none"
            );
            lab.page.pretend_touch_screen()?;
            lab.wait(&format!("{shown} === 'flex'"))?;
            lab.settle()?;
            lab.button("finger-windows")?;
            let before = lab.number(0, "windowWidth")?;
            let (x, y) = lab.pane(0)?.centre();
            lab.page.touch(&[
                ("touchStart", &[(x, y)]),
                ("touchMove", &[(x + 20.0, y)]),
                ("touchMove", &[(x + 60.0, y)]),
                ("touchEnd", &[]),
            ])?;
            lab.wait(&format!(
                "document.querySelector('[data-viewport]').dataset.windowWidth > {before}"
            ))?;
            assert_eq!(lab.data(0, "slice")?, "1");
            lab.button("picture-menu")?;
            lab.wait("document.querySelector('[data-menu=context]') !== null")?;
            Ok(())
        });
    }
}

#[test]
fn cine_shows_every_slice_and_a_hand_stops_it() {
    lab::run("gestures_cine", |lab| {
        for renderer in RENDERERS {
            open_stack(lab, renderer)?;
            lab.evaluate(
                "globalThis.seen = []; new MutationObserver(() => { \
                 const slice = +document.querySelector('[data-viewport]').dataset.slice; \
                 if (seen.at(-1) !== slice) seen.push(slice); }) \
                 .observe(document.querySelector('[data-viewport]'), \
                 { attributes: true, attributeFilter: ['data-slice'] })",
            )?;
            lab.page.key("c")?;
            lab.wait("seen.length >= 8")?;
            lab.press("ArrowDown")?;
            let seen = lab.evaluate("seen")?;
            let seen: Vec<u64> = seen
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_u64)
                .collect();
            for pair in seen.windows(2) {
                assert_eq!(pair[1], pair[0] + 1, "{renderer}: {seen:?}");
            }
            let drawn = lab.number(0, "drawn")?;
            lab.evaluate("new Promise(done => setTimeout(() => done(0), 400))")?;
            assert!(
                (lab.number(0, "drawn")? - drawn).abs() < 0.5,
                "it has stopped"
            );
        }
        Ok(())
    });
}

#[test]
fn f5_presents_and_never_reloads() {
    lab::run("gestures_present", |lab| {
        for renderer in RENDERERS {
            open_stack(lab, renderer)?;
            lab.evaluate("globalThis.same = true")?;
            let before = lab.pane(0)?;
            lab.press("F5")?;
            lab.wait("document.body.classList.contains('presenting')")?;
            lab.settle()?;
            assert_eq!(
                lab.evaluate("globalThis.same === true")?,
                true,
                "{renderer}: reloaded"
            );
            assert!(lab.pane(0)?.height > before.height);
            // Who it is of is not shown now, whatever is held.
            lab.page.key_down("u")?;
            lab.page.key_up("u")?;
            lab.press("b")?;
            let light = "getComputedStyle(document.querySelector('.light-box')).visibility";
            assert_eq!(lab.evaluate(light)?, "hidden");
            lab.press("b")?;
            assert_eq!(lab.evaluate(light)?, "visible");
            lab.press("PageDown")?;
            assert_eq!(lab.data(0, "slice")?, "11");
            lab.press(" ")?;
            assert_eq!(lab.data(0, "slice")?, "21");
            lab.press("Escape")?;
            lab.wait("!document.body.classList.contains('presenting')")?;
            lab.page.key_with("F5", Modifiers::SHIFT)?;
            lab.wait("document.body.classList.contains('presenting')")?;
            assert_eq!(lab.evaluate("globalThis.same === true")?, true);
            lab.press("F5")?;
        }
        Ok(())
    });
}

#[test]
fn help_lists_the_keys_and_gives_the_focus_back() {
    lab::run("gestures_help", |lab| {
        open_stack(lab, RENDERERS[0])?;
        let before = lab.pane(0)?;
        lab.page.key("?")?;
        lab.wait("document.querySelector('[data-panel=help]') !== null")?;
        let text = lab.evaluate("document.querySelector('[data-panel=help]').textContent")?;
        assert!(text.as_str().unwrap().contains("Lung beside mediastinum"));
        assert_eq!(lab.pane(0)?, before, "a panel changed the image's size");
        lab.page.key("Escape")?;
        lab.wait("document.querySelector('[data-panel=help]') === null")?;
        assert_eq!(
            lab.evaluate("document.activeElement.dataset.viewport")?,
            "0"
        );
        Ok(())
    });
}

#[test]
fn leaving_asks_where_something_is_open_and_back_is_caught_once() {
    lab::run("gestures_leave", |lab| {
        let asked = |lab: &Lab| {
            let events = lab.page.events();
            events
                .iter()
                .filter(|event| event.method == "Page.javascriptDialogOpening")
                .count()
        };
        lab.open(RENDERERS[0])?;
        open_stack(lab, RENDERERS[0])?;
        assert_eq!(asked(lab), 0, "nothing was open");
        lab.evaluate("globalThis.same = true; history.back()")?;
        lab.settle()?;
        assert_eq!(lab.evaluate("globalThis.same === true")?, true);
        assert_eq!(lab.data(0, "slices")?, SLICES.to_string());
        let before = asked(lab);
        lab.open(RENDERERS[0])?;
        assert_eq!(asked(lab), before + 1);
        Ok(())
    });
}
