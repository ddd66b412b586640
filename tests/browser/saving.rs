//! The picture of a pane as a file: the pixels that are on the screen, with the legal line below.

use std::fs;
use std::path::PathBuf;

use serde_json::json;
use xtask::browser::{Picture, Result};

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files;

#[test]
fn the_saved_picture_is_the_one_on_the_screen() {
    lab::run("saving", |lab| {
        for renderer in RENDERERS {
            let folder = synthetic_files::stack(&lab.scratch, 5)?;
            let saved = downloads(lab, renderer)?;
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            lab.press("Home")?;
            let name = "hounsfield-s1-1.png";
            lab.button("save-plain")?;
            let read = || Picture::from_png(&fs::read(saved.join(name))?);
            lab.wait_for("the saved picture", |_| Ok(read().is_ok()))?;
            let file = read()?;
            let place = lab.pane(0)?;
            let written = lab.page.picture(place)?;
            let screen = lab.picture(0)?;
            assert_eq!(file.width, screen.width, "{renderer}");
            assert!(file.height > screen.height, "no strip below the picture");
            // The middle has no texts over it.
            let middle = |picture: &Picture| {
                picture.part(screen.width / 2 - 100, screen.height / 2 - 100, 200, 200)
            };
            assert_eq!(middle(&file), middle(&screen), "{renderer}");
            let below = file.height - screen.height;
            let strip = file.part(0, screen.height, file.width / 2, below);
            let background = strip.pixel(0, 0);
            let is_blank = strip
                .pixels()
                .iter()
                .all(|pixel| Some(*pixel) == background);
            assert!(!is_blank, "no legal line");
            // Texts are where they are on the screen, as large and as many.
            for (x, y) in [(0, 0), (0, screen.height - 60)] {
                let light = |picture: &Picture| lights(&picture.part(x, y, 200, 60));
                let (found, expected) = (light(&file), light(&written));
                assert!(
                    expected > 20 && found.abs_diff(expected) * 4 <= expected,
                    "{renderer}: {found} light pixels at {x} {y}, and {expected} on the screen"
                );
            }
        }
        Ok(())
    });
}

/// Pixels as light as letters are.
fn lights(picture: &Picture) -> usize {
    let is_light = |pixel: &&[u8; 3]| pixel.iter().all(|part| *part > 110);
    picture.pixels().iter().filter(is_light).count()
}

#[test]
fn all_panes_are_saved_as_they_lie() {
    lab::run("saving-panes", |lab| {
        for renderer in RENDERERS {
            let folder = synthetic_files::stack(&lab.scratch, 9)?;
            let saved = downloads(lab, renderer)?;
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            lab.press("v")?;
            lab.button("save-layout")?;
            let read = || Picture::from_png(&fs::read(saved.join("hounsfield-panes.png"))?);
            lab.wait_for("the saved panes", |_| Ok(read().is_ok()))?;
            let file = read()?;
            let panes = lab.evaluate("document.querySelectorAll('[data-viewport]').length")?;
            assert_eq!(panes, 3);
            let corner = lab.page.rect_of(".stage")?;
            for pane in 0..3 {
                let screen = lab.picture(pane)?;
                let rect = lab.pane(pane)?;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "pixels of a page"
                )]
                let [left, top] =
                    [rect.x - corner.x, rect.y - corner.y].map(|at| at.round() as usize);
                let (x, y) = (screen.width / 2 + 20, screen.height / 2 + 20);
                // Between the lines of the crosshair.
                let part = |picture: &Picture, x: usize, y: usize| picture.part(x, y, 40, 40);
                assert_eq!(
                    part(&file, left + x, top + y),
                    part(&screen, x, y),
                    "{renderer}, pane {pane}"
                );
            }
        }
        Ok(())
    });
}

#[test]
fn a_stack_becomes_a_film_and_the_slice_stays() {
    lab::run("saving-film", |lab| {
        let renderer = RENDERERS[0];
        let folder = synthetic_files::stack(&lab.scratch, 5)?;
        let saved = downloads(lab, renderer)?;
        lab.open(renderer)?;
        lab.load(&[&folder])?;
        lab.press("Home")?;
        lab.press("ArrowDown")?;
        lab.button("save-film")?;
        lab.wait("document.querySelector('[data-film]') !== null")?;
        let film = || {
            let mut files = fs::read_dir(&saved)
                .ok()?
                .filter_map(std::result::Result::ok);
            files.find_map(|file| {
                let name = file.file_name().into_string().ok()?;
                let is_whole = name.ends_with(".webm") || name.ends_with(".mp4");
                is_whole.then(|| fs::read(file.path()).ok())?
            })
        };
        lab.wait_for("the film", |_| {
            Ok(film().is_some_and(|film| !film.is_empty()))
        })?;
        lab.wait("document.querySelector('[data-film]') === null")?;
        let film = film().unwrap();
        let is_webm = film.starts_with(&[0x1A, 0x45, 0xDF, 0xA3]);
        let is_mp4 = film.get(4..8) == Some(b"ftyp");
        assert!(is_webm || is_mp4, "{:?}", film.get(..16));
        assert!(film.len() > 2000, "{} bytes of five pictures", film.len());
        lab.settle()?;
        assert_eq!(lab.data(0, "slice")?, "2", "where the reader was");
        Ok(())
    });
}

/// A folder that the browser saves to.
fn downloads(lab: &mut Lab, renderer: &str) -> Result<PathBuf> {
    let saved = lab.scratch.path().join(format!("saved{}", renderer.len()));
    fs::create_dir_all(&saved)?;
    let allow = json!({ "behavior": "allow", "downloadPath": saved });
    lab.page.call("Page.setDownloadBehavior", &allow)?;
    Ok(saved)
}
