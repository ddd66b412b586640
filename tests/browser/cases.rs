//! Several patients' archives and folders, dropped at once and gone through.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use xtask::browser::{Modifiers, Result};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;
use zip::write::SimpleFileOptions;

use crate::lab::{self, Lab, RENDERERS};

/// Slices of each patient: which of them is shown is told by their number.
const PATIENTS: [usize; 4] = [6, 7, 8, 9];

fn files(slices: usize) -> Vec<(String, Vec<u8>)> {
    let series = Series {
        // A series of its own.
        number: u32::try_from(slices).unwrap(),
        slices,
        side: 64,
        slice_mm: 1.5,
    };
    let file = |at: usize| {
        let described = series
            .slice(at)
            .text(0x0008_103E, "LO", "consolidation left");
        (format!("{at:04}.dcm"), described.write(&Writing::default()))
    };
    (0..slices).map(file).collect()
}

/// An archive a patient.
fn archives(lab: &Lab) -> Result<Vec<PathBuf>> {
    let archive = |slices: usize| {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files(slices) {
            writer.start_file(name, SimpleFileOptions::default())?;
            writer.write_all(&bytes)?;
        }
        let name = format!("pneumonia{slices}.zip");
        lab.scratch.write(&name, &writer.finish()?.into_inner())
    };
    PATIENTS.into_iter().map(archive).collect()
}

fn load(lab: &mut Lab, paths: &[PathBuf]) -> Result<()> {
    let paths: Vec<_> = paths.iter().map(PathBuf::as_path).collect();
    lab.load(&paths)
}

/// The case and the series that are marked as the ones on the screen, and the slices of that.
fn here(lab: &mut Lab) -> Result<(String, String)> {
    let heading = lab.evaluate(
        "document.querySelector('[data-case][aria-current=true]').firstChild.textContent",
    )?;
    let heading = heading.as_str().unwrap_or_default().to_owned();
    Ok((heading, lab.data(0, "slices")?))
}

#[test]
fn archives_are_gone_through_by_keys_and_by_the_list() {
    lab::run("cases", |lab| {
        for renderer in RENDERERS {
            lab.open(renderer)?;
            let archives = archives(lab)?;
            // In any order.
            load(lab, &[1, 3, 0, 2].map(|at: usize| archives[at].clone()))?;
            assert_eq!(lab.problems()?, []);
            for (number, slices) in (1..).zip(PATIENTS) {
                let expected = (format!("Case {number}"), slices.to_string());
                lab.wait(&format!(
                    "document.querySelector('[data-viewport]').dataset.slices === '{slices}'"
                ))?;
                lab.settle()?;
                assert_eq!(here(lab)?, expected, "{renderer}");
                lab.press("N")?;
            }
            lab.press("p")?;
            lab.settle()?;
            assert_eq!(here(lab)?, ("Case 3".to_owned(), "8".to_owned()));
            lab.page.click_on("[data-case]")?;
            lab.settle()?;
            assert_eq!(here(lab)?, ("Case 1".to_owned(), "6".to_owned()));
        }
        Ok(())
    });
}

#[test]
fn folders_are_cases_in_the_order_of_their_names() {
    lab::run("cases_folders", |lab| {
        let mut folders = Vec::new();
        for slices in PATIENTS {
            let folder = lab.scratch.path().join(format!("patient{slices}"));
            fs::create_dir_all(&folder)?;
            for (name, bytes) in files(slices) {
                fs::write(folder.join(name), bytes)?;
            }
            folders.push(folder);
        }
        folders.reverse();
        lab.open_at("/")?;
        load(lab, &folders)?;
        assert_eq!(here(lab)?, ("Case 1".to_owned(), "6".to_owned()));
        lab.press("N")?;
        lab.settle()?;
        assert_eq!(here(lab)?, ("Case 2".to_owned(), "7".to_owned()));
        Ok(())
    });
}

#[test]
fn a_blind_case_shows_nothing_that_names_it() {
    lab::run("cases_blind", |lab| {
        lab.open_at("/")?;
        let archives = archives(lab)?;
        load(lab, &archives)?;
        let says =
            "['pneumonia', 'consolidation'].some(word => document.body.innerText.includes(word))";
        let thumbnails = "document.querySelectorAll('.side .thumbnail').length";
        assert_eq!(lab.evaluate(says)?, true);
        assert_eq!(lab.evaluate(thumbnails)?, 4);
        lab.wait("document.body.dataset.later === 'here'")?;
        lab.page.key_with("N", Modifiers::SHIFT)?;
        lab.wait(&format!("{thumbnails} === 0"))?;
        lab.page.key_down("u")?;
        lab.settle()?;
        assert_eq!(
            lab.evaluate(says)?,
            false,
            "not while the key for names is held"
        );
        lab.page.key_up("u")?;
        lab.press("N")?;
        lab.settle()?;
        assert_eq!(here(lab)?, ("Case 2".to_owned(), "7".to_owned()));
        assert_eq!(lab.evaluate(says)?, false);
        Ok(())
    });
}
