//! A copy without identity as a reader makes it: told first, saved, unpacked, opened again.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::json;
use xtask::browser::{Picture, Result};
use zip::ZipArchive;

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files::{PLANTED, named_stack};

const SLICES: usize = 4;
const NAME: &str = "copy-without-identity.zip";

#[test]
fn the_copy_shows_the_same_pictures_and_names_nobody() {
    lab::run("copy", |lab| {
        for renderer in RENDERERS {
            let folder = named_stack(&lab.scratch, SLICES)?;
            let saved = lab.scratch.path().join(format!("copy-{renderer}"));
            fs::create_dir_all(&saved)?;
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            let before = first_slice(lab)?;

            lab.button("copy")?;
            lab.wait("document.querySelector('[data-copy=ready]') !== null")?;
            let names = "document.querySelector('[data-goes=names]').dataset.count";
            assert_eq!(lab.evaluate(names)?, json!((2 * SLICES).to_string()));
            let private = "document.querySelector('[data-goes=private]').dataset.count";
            assert_eq!(lab.evaluate(private)?, json!(SLICES.to_string()));
            lab.button("make-copy")?;
            lab.wait(
                "document.querySelector('[data-copy=made] [data-action=save-copy]') !== null",
            )?;
            let allow = json!({ "behavior": "allow", "downloadPath": saved });
            lab.page.call("Page.setDownloadBehavior", &allow)?;
            lab.button("save-copy")?;
            let zip = saved.join(NAME);
            let is_whole = || File::open(&zip).is_ok_and(|file| ZipArchive::new(file).is_ok());
            lab.wait_for("the saved copy", |_| Ok(is_whole()))?;

            let unpacked = unpack(&zip, &saved.join("unpacked"))?;
            lab.open(renderer)?;
            lab.load(&[&unpacked])?;
            assert_eq!(lab.problems()?, []);
            let after = first_slice(lab)?;
            assert_eq!(before, after, "{renderer}");
        }
        Ok(())
    });
}

/// The middle of the first slice, where no texts lie over it.
fn first_slice(lab: &mut Lab) -> Result<Picture> {
    lab.press("Home")?;
    let picture = lab.picture(0)?;
    let [x, y] = [picture.width / 2 - 80, picture.height / 2 - 80];
    Ok(picture.part(x, y, 160, 160))
}

/// Unpacks the files, none of which may name anybody, neither in its bytes nor in its name.
fn unpack(zip: &Path, to: &Path) -> Result<PathBuf> {
    let bytes = fs::read(zip)?;
    let planted = PLANTED.as_bytes();
    let holds = bytes.windows(planted.len()).any(|window| window == planted);
    assert!(!holds, "a name is in the copy");
    let mut archive = ZipArchive::new(File::open(zip)?)?;
    assert_eq!(archive.len(), SLICES + 1, "the slices and the text");
    archive.extract(to)?;
    let readme = fs::read_to_string(to.join("README.txt"))?;
    assert!(readme.contains("Not for diagnosis"), "{readme}");
    Ok(to.join("s1"))
}
