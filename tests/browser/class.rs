//! Before a class: the ring, what must not appear while presenting, the room check.

use xtask::browser::{Button, Modifiers, Picture, Rect, Result};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files;

const SLICES: usize = 30;

fn open_stack(lab: &mut Lab, renderer: &str) -> Result<()> {
    let folder = synthetic_files::stack(&lab.scratch, SLICES)?;
    lab.open(renderer)?;
    lab.load(&[&folder])?;
    lab.press("Home")
}

fn is_there(lab: &mut Lab, selector: &str) -> Result<bool> {
    let found = lab.evaluate(&format!("document.querySelector('{selector}') !== null"))?;
    Ok(found == true)
}

#[test]
fn the_ring_follows_and_its_strokes_fade_without_moving_the_picture() {
    lab::run("class_ring", |lab| {
        for renderer in RENDERERS {
            open_stack(lab, renderer)?;
            let pane = lab.pane(0)?;
            let [from, to] = [0.25, 0.75].map(|share| pane.at(share, 0.3));
            lab.page.move_to(from)?;
            lab.settle()?;
            let before = (lab.data(0, "drawn")?, lab.data(0, "windowWidth")?);
            lab.page.key_down(",")?;
            lab.wait("document.querySelector('[data-ring]') !== null")?;
            let ring = lab.page.rect_of("[data-ring]")?;
            assert!(
                (ring.centre().0 - from.0).abs() < 1.0 && (ring.centre().1 - from.1).abs() < 1.0
            );
            // A 40th of 800 pixels to each side.
            assert!((ring.width - 40.0).abs() < 0.5, "{}", ring.width);
            // However slow this is: what was seen of strokes is kept.
            lab.evaluate(
                "globalThis.fading = ''; new MutationObserver(() => { \
                 const path = document.querySelector('[data-stroke].fades .stroke-line'); \
                 if (path) fading = path.getAttribute('d'); \
                 }).observe(document.body, { attributes: true, subtree: true, childList: true }), 0",
            )?;
            lab.page.drag(Button::Left, Modifiers::NONE, &[from, to])?;
            lab.wait("fading.startsWith('M2500 ') && fading.includes('L7500 ')")?;
            lab.page.key_up(",")?;
            lab.wait("document.querySelector('[data-ring]') === null")?;
            lab.wait("document.querySelector('[data-stroke]') === null")?;
            let after = (lab.data(0, "drawn")?, lab.data(0, "windowWidth")?);
            assert_eq!(after, before, "{renderer}: the picture was touched");
            assert!(!is_there(lab, "[data-mark-label]")?);
        }
        Ok(())
    });
}

/// A case whose folder, name, number and series say what must not be seen.
fn open_named(lab: &mut Lab) -> Result<()> {
    const SERIES: Series = Series {
        number: 1,
        slices: 5,
        side: 64,
        slice_mm: 3.0,
    };
    for at in 0..SERIES.slices {
        let file = SERIES
            .slice(at)
            .text(0x0010_0010, "PN", "SECRET^NAME")
            .text(0x0010_0020, "LO", "SECRET4711")
            .text(0x0008_103E, "LO", "SECRET series");
        let bytes = file.write(&Writing::default());
        lab.scratch.write(&format!("SECRET/{at:03}.dcm"), &bytes)?;
    }
    lab.scratch.write("SECRET/broken.dcm", b"no image")?;
    let folder = lab.scratch.path().join("SECRET");
    lab.load(&[&folder])
}

/// All that is written on the screen.
fn seen(lab: &mut Lab) -> Result<String> {
    let text = lab.evaluate("document.body.innerText + document.title")?;
    Ok(text.as_str().unwrap().to_owned())
}

#[test]
fn nobody_is_named_while_presenting_whatever_is_pressed() {
    lab::run("class_names", |lab| {
        lab.open(RENDERERS[0])?;
        open_named(lab)?;
        lab.page.key_down("u")?;
        lab.wait("document.body.innerText.includes('SECRET4711')")?;
        lab.page.key_up("u")?;
        lab.press("t")?;
        assert!(is_there(lab, "[data-panel=tags]")?);
        lab.press("F5")?;
        lab.wait("document.body.classList.contains('presenting')")?;
        for key in ["u", "t", "o", "h", "l", "k", "Tab", "?"] {
            lab.page.key_down(key)?;
            lab.settle()?;
            let text = seen(lab)?;
            assert!(
                !text.contains("SECRET") && !text.contains(".dcm"),
                "{key}: {text}"
            );
            lab.page.key_up(key)?;
        }
        assert!(!is_there(lab, "[data-panel=tags]")?);
        for hidden in [
            ".bar",
            ".side",
            ".legal",
            "[data-problem]",
            "[data-thumbnail]",
        ] {
            let shown = lab.evaluate(&format!(
                "document.querySelector('{hidden}')?.checkVisibility() ?? false"
            ))?;
            assert_eq!(shown, false, "{hidden}");
        }
        Ok(())
    });
}

#[test]
fn texts_are_a_36th_of_the_screen_however_large_it_is_and_whatever_is_shown() {
    lab::run("class_texts", |lab| {
        open_stack(lab, RENDERERS[0])?;
        lab.press("F5")?;
        lab.wait("document.body.classList.contains('presenting')")?;
        for (width, height) in [(1280, 800), (1920, 1080), (3840, 2160)] {
            lab.page.resize(width, height, 1.0)?;
            for _ in 0..3 {
                lab.settle()?;
                let sizes = lab.evaluate(
                    "[...document.querySelectorAll('.corner span, .side-letter')]\
                     .map(text => parseFloat(getComputedStyle(text).fontSize) / innerHeight * 36)",
                )?;
                let sizes = sizes.as_array().unwrap();
                assert!(!sizes.is_empty());
                for size in sizes {
                    let size = size.as_f64().unwrap();
                    assert!((size - 1.0).abs() < 1e-3, "{width} x {height}: {size}");
                }
                lab.page.key_with("M", Modifiers::SHIFT)?;
            }
        }
        Ok(())
    });
}

/// The room check's picture, which is as wide as the page here.
fn room(lab: &mut Lab) -> Result<Picture> {
    lab.page.picture(Rect {
        x: 0.0,
        y: 0.0,
        width: 1280.0,
        height: 800.0,
    })
}

#[test]
fn a_room_check_shows_its_levels_and_leaves_all_as_it_was() {
    lab::run("class_room", |lab| {
        for renderer in RENDERERS {
            open_stack(lab, renderer)?;
            lab.press("1")?;
            let before = (lab.picture(0)?, lab.data(0, "slice")?);
            lab.page.key_with("R", Modifiers::SHIFT)?;
            lab.wait("document.querySelector('[data-room-check]') !== null")?;
            for key in ["ArrowDown", "2", "n", "Backspace"] {
                lab.page.key(key)?;
            }
            lab.settle()?;
            let picture = room(lab)?;
            // Pixels of the picture, which has 960 columns, and percentages of 255.
            for ([column, row], level) in [
                ([70, 50], 0),
                ([170, 150], 13),
                ([690, 50], 255),
                ([790, 150], 242),
                ([20, 20], 128),
                ([341, 70], 148),
                ([700, 590], 85),
                ([720, 500], 107),
                ([30, 350], 0),
                ([450, 350], 119),
                ([930, 350], 255),
            ] {
                let pixel = picture.pixel(column * 4 / 3, row * 4 / 3);
                assert_eq!(pixel, Some([level; 3]), "{renderer}: {column}, {row}");
            }
            lab.page.key_with("R", Modifiers::SHIFT)?;
            lab.wait("document.querySelector('[data-room-check]') === null")?;
            lab.settle()?;
            let after = (lab.picture(0)?, lab.data(0, "slice")?);
            assert!(
                after.0.pixels() == before.0.pixels(),
                "{renderer}: another picture"
            );
            assert_eq!(after.1, before.1);
        }
        Ok(())
    });
}

#[test]
fn a_room_check_is_offered_once_for_a_screen() {
    lab::run("class_offer", |lab| {
        open_stack(lab, RENDERERS[0])?;
        let present = |lab: &mut Lab, on: bool| {
            lab.press("F5")?;
            lab.wait(&format!(
                "document.body.classList.contains('presenting') === {on}"
            ))
        };
        present(lab, true)?;
        lab.wait("document.querySelector('[data-room-offer]') !== null")?;
        // It goes as the teacher goes on.
        lab.press("ArrowDown")?;
        assert!(!is_there(lab, "[data-room-offer]")?);
        present(lab, false)?;
        present(lab, true)?;
        lab.settle()?;
        assert!(!is_there(lab, "[data-room-offer]")?);
        Ok(())
    });
}

/// The class's window, as it is known by its name.
fn find_class_window(lab: &mut Lab) -> Result<()> {
    lab.wait("document.querySelector('[data-class-clock]') !== null")?;
    lab.wait("(globalThis.shown = window.open('', 'hounsfield-class'))?.document.querySelector('canvas') != null")?;
    lab.settle()
}

/// Of every seventh pixel of every seventh row: what the class's canvas shows.
fn class_pixels(lab: &mut Lab) -> Result<Vec<[u8; 3]>> {
    let values = lab.evaluate(
        "(() => { const canvas = shown.document.querySelector('canvas'); \
         const { width, height } = canvas; const all = []; \
         const { data } = canvas.getContext('2d').getImageData(0, 0, width, height); \
         for (let y = 0; y < height; y += 7) for (let x = 0; x < width; x += 7) \
         all.push(...data.slice(4 * (y * width + x), 4 * (y * width + x) + 3)); \
         return all; })()",
    )?;
    let values = values.as_array().unwrap().iter();
    let bytes: Vec<u8> = values
        .map(|value| u8::try_from(value.as_u64().unwrap()).unwrap())
        .collect();
    Ok(bytes.as_chunks().0.to_vec())
}

/// Of the same pixels: what this page shows.
fn own_pixels(lab: &mut Lab) -> Result<Vec<[u8; 3]>> {
    lab.picture(0)?;
    let rect = lab.page.rect_of(".canvas-home")?;
    let picture = lab.page.picture(rect)?;
    let size = lab.evaluate(
        "(() => { const canvas = shown.document.querySelector('canvas'); \
         return [canvas.width, canvas.height]; })()",
    )?;
    let [width, height] = [0, 1].map(|at| usize::try_from(size[at].as_u64().unwrap()).unwrap());
    let rows = (0..height).step_by(7);
    let places = rows.flat_map(|y| (0..width).step_by(7).map(move |x| (x, y)));
    Ok(places.map(|(x, y)| picture.pixel(x, y).unwrap()).collect())
}

#[test]
fn the_class_sees_the_same_pixels_and_nothing_else_of_the_page() {
    lab::run("class_window", |lab| {
        for renderer in RENDERERS {
            lab.open(renderer)?;
            open_named(lab)?;
            lab.page.key_with("O", Modifiers::SHIFT)?;
            find_class_window(lab)?;
            for key in ["", "ArrowDown", "i"] {
                if !key.is_empty() {
                    lab.press(key)?;
                }
                let shown = class_pixels(lab)?;
                assert!(shown.iter().any(|pixel| pixel[0] > 60), "{renderer}: dark");
                assert!(shown == own_pixels(lab)?, "{renderer}, {key}: others");
            }
            let text = lab.evaluate("shown.document.body.innerText + shown.document.title")?;
            let text = text.as_str().unwrap();
            assert!(text.contains("/5"), "{text}");
            assert!(!text.contains("SECRET") && !text.contains(".dcm"), "{text}");
            // Nothing of the page but pictures.
            let beside = "shown.document.querySelector(\
                 '.bar, .side, .legal, [data-series-item], [data-problem]') === null";
            assert_eq!(lab.evaluate(beside)?, true);
            // Keys that are pressed there are heard, and the class's screen alone is dark.
            lab.evaluate(
                "shown.dispatchEvent(new KeyboardEvent('keydown', { key: 'b', cancelable: true }))",
            )?;
            lab.wait("shown.document.querySelector('.class-page.blank') !== null")?;
            assert_eq!(
                lab.evaluate("document.body.classList.contains('blank')")?,
                false
            );
            lab.evaluate("shown.close()")?;
            lab.wait("document.querySelector('[data-class-clock]') === null")?;
        }
        Ok(())
    });
}

#[test]
fn the_class_window_goes_with_its_button_and_with_the_page() {
    lab::run("class_window_goes", |lab| {
        open_stack(lab, RENDERERS[0])?;
        for leaves in ["button", "page"] {
            lab.page.key_with("O", Modifiers::SHIFT)?;
            find_class_window(lab)?;
            if leaves == "button" {
                lab.button("close-class")?;
            } else {
                lab.evaluate("dispatchEvent(new Event('pagehide'))")?;
            }
            lab.wait("shown.closed")?;
        }
        Ok(())
    });
}
