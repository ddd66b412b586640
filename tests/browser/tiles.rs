//! Images that are larger than a texture may be: drawn in tiles, they are to the pixel what they are
//! in one piece, however they are sampled, with what lies over them.

use std::path::{Path, PathBuf};

use serde_json::json;
use xtask::browser::{Modifiers, Picture, Result, Scratch};
use xtask::synthetic::random::Random;
use xtask::synthetic::{File, PIXEL_DATA, Value, Writing, ct};

use crate::lab::{self, Lab, RENDERERS};

/// Three tiles across and three down, the last ones not filled, where textures have 256 at most.
const COLUMNS: u16 = 700;
const ROWS: u16 = 520;

fn write(scratch: &Scratch, name: &str, file: &File) -> Result<PathBuf> {
    scratch.write(name, &file.write(&Writing::default()))
}

fn noise(count: usize) -> Vec<u8> {
    let mut random = Random::new(5);
    let words = (0..count.div_ceil(4)).flat_map(|_| random.bits().to_le_bytes());
    words.take(count).collect()
}

/// Noise of 16 bits, of which some values are padding, under a plane of diagonal lines and a shutter.
fn grey(scratch: &Scratch) -> Result<PathBuf> {
    let pixels = usize::from(COLUMNS) * usize::from(ROWS);
    let mut samples = noise(pixels * 2);
    for cell in samples.as_chunks_mut::<2>().0 {
        cell[1] &= 0x0F;
    }
    let columns = usize::from(COLUMNS);
    let mut lines = vec![0; pixels.div_ceil(8)];
    for at in (0..pixels).filter(|at| (at % columns + at / columns) % 31 == 0) {
        lines[at / 8] |= 1 << (at % 8);
    }
    let file = ct::grey(COLUMNS, ROWS, 16, samples)
        .text(0x0020_000E, "UI", "2.25.601")
        .decimals(0x0028_0030, &[0.5, 0.5])
        .short(0x0028_0120, 1000)
        .short(0x0028_0121, 1300)
        .decimals(0x0028_1050, &[2048.0])
        .decimals(0x0028_1051, &[4096.0])
        .text(0x0018_1600, "CS", "CIRCULAR")
        .text(0x0018_1610, "IS", "260\\350")
        .text(0x0018_1612, "IS", "330")
        .short(0x0018_1622, 0x4000)
        .short(0x6000_0010, ROWS)
        .short(0x6000_0011, COLUMNS)
        .value(0x6000_0050, Value::Short("SS", vec![1, 1]))
        .short(0x6000_0100, 1)
        .short(0x6000_0102, 0)
        .value(
            0x6000_3000,
            Value::Samples {
                bits: 8,
                bytes: lines,
            },
        );
    write(scratch, "grey.dcm", &file)
}

fn colour(scratch: &Scratch, planar: u16) -> Result<PathBuf> {
    let samples = noise(usize::from(COLUMNS) * usize::from(ROWS) * 3);
    let file = ct::grey(COLUMNS, ROWS, 8, samples)
        .text(0x0020_000E, "UI", &format!("2.25.61{planar}"))
        .short(0x0028_0002, 3)
        .text(0x0028_0004, "CS", "RGB")
        .short(0x0028_0006, planar);
    write(scratch, &format!("colour{planar}.dcm"), &file)
}

/// What the pane shows: fitted, one to one, enlarged smoothly and in voxels, reduced by a whole number
/// and by none, turned.
fn pictures(lab: &mut Lab, path: &Path, query: &str) -> Result<Vec<Picture>> {
    lab.open_at(&format!("/?{query}"))?;
    lab.wait("document.body.dataset.renderer !== undefined")?;
    lab.load(&[path])?;
    let mut all = vec![lab.picture(0)?];
    lab.button("one-to-one")?;
    all.push(lab.picture(0)?);
    let centre = lab.pane(0)?.centre();
    // Two and a bit: voxels that are no whole pixels.
    for by in [-240.0, -90.0] {
        lab.page.wheel(centre, Modifiers::CTRL, by)?;
        lab.settle()?;
    }
    all.push(lab.picture(0)?);
    lab.button("voxels")?;
    all.push(lab.picture(0)?);
    lab.button("voxels")?;
    lab.button("one-to-one")?;
    for by in [240.0, 130.0] {
        lab.page.wheel(centre, Modifiers::CTRL, by)?;
        lab.settle()?;
        all.push(lab.picture(0)?);
    }
    lab.button("turn-right")?;
    all.push(lab.picture(0)?);
    Ok(all)
}

#[test]
fn tiles_have_no_seams() {
    lab::run("tiles", |lab| {
        let files = [
            grey(&lab.scratch)?,
            colour(&lab.scratch, 0)?,
            colour(&lab.scratch, 1)?,
        ];
        for renderer in RENDERERS {
            for path in &files {
                let whole = pictures(lab, path, &format!("renderer={renderer}"))?;
                let query = format!("renderer={renderer}&largest-texture=256");
                let tiled = pictures(lab, path, &query)?;
                for (at, (whole, tiled)) in whole.iter().zip(&tiled).enumerate() {
                    let is_shown = whole.pixels().iter().any(|pixel| *pixel != [11; 3]);
                    assert!(is_shown, "{renderer}, {path:?}, {at}: nothing shown");
                    let pairs = whole.pixels().iter().zip(tiled.pixels());
                    let others = pairs.filter(|(one, other)| one != other).count();
                    assert_eq!(others, 0, "{renderer}, {path:?}, picture {at}");
                }
                for pair in whole.windows(2) {
                    assert_ne!(pair[0], pair[1], "{renderer}: two views are one");
                }
            }
        }
        Ok(())
    });
}

/// That the pages above had tiles at all: of so small ones there are too many.
#[test]
fn more_tiles_than_there_are_layers_are_refused_with_a_sentence() {
    lab::run("too-many-tiles", |lab| {
        let path = grey(&lab.scratch)?;
        for renderer in RENDERERS {
            lab.open_at(&format!("/?renderer={renderer}&largest-texture=2"))?;
            lab.drop_files(&[&path])?;
            lab.wait("document.querySelector('[data-problem]') !== null")?;
            let problems = lab.problems()?;
            assert_eq!(problems, [("grey.dcm".to_owned(), "not-drawn".to_owned())]);
        }
        Ok(())
    });
}

const SIDE: u16 = 10_000;

/// Of a hundred megapixels, each as its row and column say.
fn hundred_megapixels(scratch: &Scratch) -> Result<PathBuf> {
    let file = ct::grey(SIDE, SIDE, 8, Vec::new())
        .text(0x0020_000E, "UI", "2.25.620")
        .short(0x0028_0002, 3)
        .text(0x0028_0004, "CS", "RGB")
        .short(0x0028_0006, 0);
    let side = usize::from(SIDE);
    let mut bytes = file.without(PIXEL_DATA).write(&Writing::default());
    bytes.reserve(side * side * 3 + 12);
    let length = u32::try_from(side * side * 3)?;
    bytes.extend([0xE0, 0x7F, 0x10, 0x00]);
    bytes.extend(b"OB\0\0");
    bytes.extend(length.to_le_bytes());
    for row in 0..side {
        for column in 0..side {
            bytes.extend(rgb([column, row]));
        }
    }
    scratch.write("large.dcm", &bytes)
}

/// Squares of 500, each of a colour of its own: what the mean of them is, is known anywhere inside.
fn rgb([column, row]: [usize; 2]) -> [u8; 3] {
    let [x, y] = [column / 500, row / 500].map(|at| u8::try_from(at).unwrap());
    [x * 12, y * 12, (x + y) % 2 * 200]
}

#[test]
fn a_hundred_megapixels_open_inside_the_budget() {
    lab::run("hundred-megapixels", |lab| {
        let path = hundred_megapixels(&lab.scratch)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&path])?;
            let memory = lab.counted("memory")?;
            let bytes = |pool: &str| memory[pool].as_u64().unwrap();
            let pools = [
                "buffers",
                "textures",
                "workers",
                "blobs",
                "thumbnails",
                "headers",
            ];
            let used: u64 = pools.into_iter().map(bytes).sum();
            // The file's own bytes, once, and the texture.
            assert!(bytes("buffers") < 301_000_000, "{renderer}: {memory}");
            assert_eq!(bytes("textures"), 400_000_000);
            assert!(used <= bytes("budget"), "{renderer}: {memory}");
            let pane = lab.pane(0)?;
            let picture = lab.picture(0)?;
            // Fitted, a square is as high as the pane, in its middle.
            let shown = pane.height;
            let left = (pane.width - shown) / 2.0;
            for [x, y] in [
                [0, 0],
                [19, 0],
                [9, 9],
                [10, 10],
                [0, 19],
                [19, 19],
                [3, 14],
            ] {
                let at = |square: i32| (f64::from(square) + 0.5) / 20.0 * shown;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a pixel of the screen"
                )]
                let [column, row] = [left + at(x), at(y)].map(|at| at as usize);
                let [x, y] = [x, y].map(|at| usize::try_from(at).unwrap() * 500);
                assert_eq!(picture.pixel(column, row), Some(rgb([x, y])), "{renderer}");
            }
        }
        // Where that is not to be had, a sentence says so.
        lab.evaluate(
            "(() => { const choice = document.querySelector('[data-action=budget]'); \
             choice.value = String(512 * 1024 * 1024); \
             choice.dispatchEvent(new Event('change', { bubbles: true })); })()",
        )?;
        lab.drop_files(&[&path])?;
        lab.wait("document.querySelector('[data-problem]') !== null")?;
        let sentence = lab.evaluate("document.querySelector('[data-problem]').textContent")?;
        assert_eq!(lab.problems()?[0].1, "over-budget");
        assert!(
            sentence.as_str().unwrap().contains("512 MB"),
            "{}",
            json!(sentence)
        );
        Ok(())
    });
}
