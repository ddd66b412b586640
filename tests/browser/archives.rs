//! Archives, dropped on the page.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;
use xtask::browser::Result;
use zip::write::SimpleFileOptions;

use crate::lab::{self, Lab, shared_data};
use crate::reference::Grey;
use crate::series::{self, PRESETS, SLICES};
use crate::synthetic_files;

/// Of the 55 slices, in the solid archive.
const SOLID_SLICES: usize = 24;

fn zip_of(folder: &Path, password: Option<&str>) -> Result<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (number, file) in fs::read_dir(folder)?.enumerate() {
        let name = format!("patient/{number:03}.dcm");
        let options = SimpleFileOptions::default();
        match password {
            Some(password) => {
                let options = options.with_aes_encryption(zip::AesMode::Aes256, password);
                writer.start_file(name, options)?;
            }
            None => writer.start_file(name, options)?,
        }
        writer.write_all(&fs::read(file?.path())?)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[test]
fn a_tar_opens_as_it_is_and_packed() {
    lab::run("archives_tar", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 5)?;
        let mut tar = tar::Builder::new(Vec::new());
        tar.append_dir_all("patient", &folder)?;
        let tar = tar.into_inner()?;
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&tar)?;
        let plain = lab.scratch.write("patient.tar", &tar)?;
        let packed = lab.scratch.write("patient.tar.gz", &packed.finish()?)?;
        for archive in [&plain, &packed] {
            lab.open_at("/")?;
            lab.load(&[archive])?;
            assert_eq!(lab.problems()?, [], "{}", archive.display());
            assert_eq!(lab.data(0, "slices")?, "5", "{}", archive.display());
        }
        Ok(())
    });
}

#[test]
fn the_chest_ct_opens_from_its_zip_its_rar_and_its_solid_rar() {
    lab::run("archives", |lab| {
        let Some(series) = series::shuffled(&lab.scratch)? else {
            return Ok(());
        };
        let lung = PRESETS[0];
        let levels = |slice: &crate::reference::File| slice.grey(series::window(lung));
        let references: Vec<Grey> = series.slices.iter().map(levels).collect();
        lab.page.resize(960, 720, 1.0)?;
        for (name, slices) in [
            ("series/ct_chest_LIDC-IDRI-0314_5mm.zip", SLICES),
            ("series/ct_chest_rar4.rar", SLICES),
            ("series/ct_chest_rar5_solid.rar", SOLID_SLICES),
        ] {
            let Some(archive) = shared_data(name) else {
                return Ok(());
            };
            lab.open_at("/")?;
            // Chromium drops no file by a path with `..` in it.
            lab.load(&[&archive.canonicalize()?])?;
            assert_eq!(lab.problems()?, [], "{name}");
            assert_eq!(lab.data(0, "slices")?, slices.to_string(), "{name}");
            lab.button("one-to-one")?;
            lab.press(lung.0)?;
            lab.press("Home")?;
            let mut last = None;
            for slice in 1..=slices {
                assert_eq!(lab.data(0, "slice")?, slice.to_string());
                // Each is one of the patient's, and further down than the one before.
                if slices == SLICES || slice % 8 == 1 {
                    let found = which(lab, &references, last, slices == SLICES)?;
                    assert!(
                        found > last,
                        "{name}: slice {slice} is {found:?} after {last:?}"
                    );
                    last = found;
                }
                lab.press("ArrowDown")?;
            }
            // What the members take as blobs is counted, where they cannot be read again.
            let blobs = lab.counted("memory")?["blobs"].as_u64().unwrap();
            assert_eq!(blobs > 0, slices == SOLID_SLICES, "{name}: {blobs}");
        }
        Ok(())
    });
}

/// The slice that is on the screen, of those that come after `last`.
fn which(
    lab: &mut Lab,
    references: &[Grey],
    last: Option<usize>,
    is_next: bool,
) -> Result<Option<usize>> {
    let from = last.map_or(0, |last| last + 1);
    let to = if is_next { from + 1 } else { references.len() };
    let picture = lab.picture(0)?;
    let same = |at: &usize| {
        let difference = references[*at].compare(&picture);
        difference.worst <= 1 && difference.compared == 512 * 512
    };
    Ok((from..to).find(same))
}

#[test]
fn a_password_is_asked_for_in_a_line_and_asked_again() {
    lab::run("archives_password", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 5)?;
        let locked = zip_of(&folder, Some("s3cret"))?;
        let locked = lab.scratch.write("locked.zip", &locked)?;
        let folder = synthetic_files::other_stack(&lab.scratch, 3)?;
        lab.open_at("/")?;
        lab.drop_files(&[&locked, &folder])?;
        lab.wait("document.querySelector('[data-password]') !== null")?;
        // Meanwhile the rest is read.
        lab.wait("document.querySelector('[data-viewport]').dataset.slices === '3'")?;
        give(lab, "not 1t")?;
        lab.wait("document.querySelector('[data-password][data-wrong]') !== null")?;
        // Digits that were typed are no presets.
        give(lab, "s3cret")?;
        lab.wait("document.querySelector('[data-password]') === null")?;
        lab.wait("document.querySelectorAll('[data-series-item]').length === 2")?;
        assert_eq!(lab.problems()?, []);
        let text = lab.evaluate("document.documentElement.outerHTML")?;
        assert!(!text.as_str().unwrap().contains("s3cret"));
        let kept = lab.evaluate("localStorage.length + sessionStorage.length")?;
        assert_eq!(kept, json!(0));
        Ok(())
    });
}

fn give(lab: &mut Lab, password: &str) -> Result<()> {
    lab.page.click_on("[data-password]")?;
    lab.page
        .call("Input.insertText", &json!({ "text": password }))?;
    lab.page.click_on("[data-action=unlock]")
}

#[test]
fn what_is_wrong_with_an_archive_is_said_and_the_rest_is_shown() {
    lab::run("archives_broken", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 6)?;
        let whole = zip_of(&folder, None)?;
        let mut paths: Vec<PathBuf> = vec![
            lab.scratch.write("good.zip", &whole)?,
            lab.scratch.write("short.zip", &whole[..whole.len() / 2])?,
            lab.scratch.write("text.rar", b"only text")?,
        ];
        let mut expected = vec![
            ("short.zip".to_owned(), "archive-cut".to_owned()),
            ("text.rar".to_owned(), "not-archive".to_owned()),
        ];
        let mut slices = 6;
        if let Some(rar) = shared_data("series/ct_chest_rar4.rar") {
            let rar = fs::read(rar)?;
            paths.push(lab.scratch.write("cut.rar", &rar[..rar.len() / 2])?);
            expected.insert(0, ("cut.rar".to_owned(), "archive-cut".to_owned()));
            slices = 20;
        }
        lab.open_at("/")?;
        let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
        lab.load(&paths)?;
        assert_eq!(lab.problems()?, expected);
        let shown: usize = lab.data(0, "slices")?.parse()?;
        assert!(shown >= slices, "{shown}");
        Ok(())
    });
}
