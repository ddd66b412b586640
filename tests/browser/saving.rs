//! The picture of a pane as a file: the pixels that are on the screen, with the legal line below.

use std::fs;

use serde_json::json;
use xtask::browser::Picture;

use crate::lab::{self, RENDERERS};
use crate::synthetic_files;

#[test]
fn the_saved_picture_is_the_one_on_the_screen() {
    lab::run("saving", |lab| {
        for renderer in RENDERERS {
            let folder = synthetic_files::stack(&lab.scratch, 5)?;
            let saved = lab.scratch.path().join(format!("saved{}", renderer.len()));
            fs::create_dir_all(&saved)?;
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            let allow = json!({ "behavior": "allow", "downloadPath": saved });
            lab.page.call("Page.setDownloadBehavior", &allow)?;
            lab.press("Home")?;
            let name = "hounsfield-s1-1.png";
            lab.button("save-plain")?;
            let read = || Picture::from_png(&fs::read(saved.join(name))?);
            lab.wait_for("the saved picture", |_| Ok(read().is_ok()))?;
            let file = read()?;
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
        }
        Ok(())
    });
}
