//! Pictures turned, mirrored, enlarged and coloured: what the screen shows, on both renderers.

use hounsfield::pixels::ColourMap;
use xtask::browser::{Picture, Result};

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files;

/// Levels of two drivers' arithmetic.
const SLACK: u8 = 1;

#[test]
fn a_picture_is_turned_and_mirrored_with_its_letters_and_its_voxels() {
    lab::run("turns", |lab| {
        let [file, _] = synthetic_files::two_series(&lab.scratch)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&file])?;
            assert_eq!(letters(lab)?, "R L A P");
            lab.button("one-to-one")?;
            let plain = image(lab)?;
            assert_eq!(
                (plain.width, plain.height),
                (256, 256),
                "one voxel is one pixel"
            );
            let plain_voxel = voxel(lab, [0.47, 0.52])?;

            choose(lab, "flip-left-right")?;
            assert_eq!(letters(lab)?, "L R A P");
            assert!(corner(lab, "top-right")?.contains("mirrored"));
            let mirrored = image(lab)?;
            let side = plain.width;
            same(&plain, &mirrored, |x, y| (side - 1 - x, y));
            let found = voxel(lab, [0.53, 0.52])?;
            assert!(found[0].abs_diff(plain_voxel[0]) <= 1 && found[1] == plain_voxel[1]);

            choose(lab, "flip-left-right")?;
            assert!(!corner(lab, "top-right")?.contains("mirrored"));
            choose(lab, "turn-right")?;
            assert_eq!(letters(lab)?, "P A R L");
            assert!(!corner(lab, "top-right")?.contains("mirrored"));
            same(&plain, &image(lab)?, |x, y| (y, side - 1 - x));
            choose(lab, "flip-up-down")?;
            assert_eq!(letters(lab)?, "P A L R");
            lab.press("r")?;
            assert_eq!(letters(lab)?, "R L A P");
        }
        Ok(())
    });
}

#[test]
fn colour_maps_colour_every_level_and_upload_nothing() {
    lab::run("colours", |lab| {
        let [path, _] = synthetic_files::two_series(&lab.scratch)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&path])?;
            lab.press("1")?;
            lab.button("one-to-one")?;
            let grey = image(lab)?;
            let uploads = lab.counted("work")?["uploads"].clone();
            for map in [ColourMap::HotIron, ColourMap::Pet, ColourMap::Helix] {
                open_menu(lab)?;
                lab.page
                    .click_on(&format!("[data-colours='{}']", map.name()))?;
                lab.settle()?;
                let expected = grey.pixels();
                let expected = expected.iter().map(|[level, ..]| map.colour(*level));
                assert!(image(lab)?.pixels().iter().copied().eq(expected), "{map:?}");
                assert!(corner(lab, "top-right")?.contains(map.name()));
            }
            assert_eq!(lab.counted("work")?["uploads"], uploads);
        }
        Ok(())
    });
}

#[test]
fn enlarged_voxels_are_blended_or_as_they_are() {
    lab::run("voxels", |lab| {
        let [path, _] = synthetic_files::two_series(&lab.scratch)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&path])?;
            lab.press("1")?;
            lab.button("one-to-one")?;
            let levels = |picture: &Picture| -> std::collections::BTreeSet<[u8; 3]> {
                picture.pixels().iter().copied().collect()
            };
            let voxels = levels(&lab.picture(0)?);
            lab.button("fit")?;
            let blended = levels(&image(lab)?);
            assert!(!blended.is_subset(&voxels), "{renderer}");
            lab.press("x")?;
            let plain = levels(&image(lab)?);
            assert!(plain.is_subset(&voxels), "{renderer}");
            lab.press("x")?;
            assert_eq!(levels(&image(lab)?), blended, "{renderer}");
        }
        Ok(())
    });
}

/// A pixel of `after` is the pixel of `before` at the place that `from` names.
fn same(before: &Picture, after: &Picture, from: impl Fn(usize, usize) -> (usize, usize)) {
    let side = before.width;
    let (old, new) = (before.pixels(), after.pixels());
    for y in 0..side {
        for x in 0..side {
            let (old_x, old_y) = from(x, y);
            let there = old[old_y * side + old_x];
            let here = new[y * side + x];
            let near = there.iter().zip(here).all(|(a, b)| a.abs_diff(b) <= SLACK);
            assert!(near, "{x} {y}: {there:?} {here:?}");
        }
    }
}

/// The image alone, without the surround.
fn image(lab: &mut Lab) -> Result<Picture> {
    const SURROUND: [u8; 3] = [11; 3];
    let picture = lab.picture(0)?;
    let row = picture.height / 2;
    let column = picture.width / 2;
    let inside = |x: usize, y: usize| picture.pixel(x, y).is_some_and(|rgb| rgb != SURROUND);
    let across: Vec<usize> = (0..picture.width).filter(|x| inside(*x, row)).collect();
    let down: Vec<usize> = (0..picture.height).filter(|y| inside(column, *y)).collect();
    Ok(picture.part(across[0], down[0], across.len(), down.len()))
}

fn open_menu(lab: &mut Lab) -> Result<()> {
    lab.page.click_on("[data-menu=picture] > summary")
}

fn choose(lab: &mut Lab, action: &str) -> Result<()> {
    open_menu(lab)?;
    lab.button(action)?;
    Ok(())
}

/// Letters at the left, right, top and bottom.
fn letters(lab: &mut Lab) -> Result<String> {
    let letters = lab.evaluate(
        "['left', 'right', 'top', 'bottom'].map(edge => \
         document.querySelector('.side-letter.' + edge)?.textContent ?? '').join(' ')",
    )?;
    Ok(letters.as_str().unwrap_or_default().to_owned())
}

fn corner(lab: &mut Lab, corner: &str) -> Result<String> {
    let text = lab.evaluate(&format!(
        "document.querySelector('.corner.{corner}').textContent"
    ))?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// Column and row under a point of the first pane.
fn voxel(lab: &mut Lab, [x, y]: [f64; 2]) -> Result<[u32; 2]> {
    let (x, y) = lab.pane(0)?.at(x, y);
    lab.page.move_to((x - 3.0, y))?;
    lab.page.move_to((x, y))?;
    lab.settle()?;
    let read = |lab: &mut Lab, name: &str| -> Result<u32> {
        let value = lab.evaluate(&format!(
            "document.querySelector('[data-probe]').dataset.{name} ?? ''"
        ))?;
        Ok(value.as_str().unwrap_or_default().parse()?)
    };
    Ok([read(lab, "column")?, read(lab, "row")?])
}
