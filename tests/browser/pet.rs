//! PET on the real page, each slice of which has a slope of its own: a coronal plane and a slab of slices, pixel by
//! pixel against values that are computed here from what the slices were made of.

use std::path::PathBuf;

use hounsfield::pixels::Window;
use xtask::browser::Result;
use xtask::synthetic::ct::Series;
use xtask::synthetic::{Writing, pet};

use crate::lab::{self, Lab, RENDERERS};
use crate::planes::{AXIAL, CORONAL, SLICE_MM, at_one_to_one, centre, compare, voxel};
use crate::reference::Grey;

const SERIES: Series = Series {
    number: 1,
    slices: 24,
    side: 256,
    slice_mm: SLICE_MM,
};

/// As the files have it.
const WINDOW: Window = Window::linear(5000.0, 10_000.0);

/// No two neighbours share a value, and the largest cells are not those of the largest values.
fn stored(column: u32, row: u32, slice: usize) -> i16 {
    let mixed = column * 97 + row * 31 + u32::try_from(slice).unwrap() * 173;
    i16::try_from(mixed % 601).unwrap()
}

/// Becquerels a millilitre of a voxel.
fn value(column: u32, row: u32, slice: usize) -> f64 {
    f64::from(stored(column, row, slice)) * pet::slope(slice)
}

fn written(lab: &Lab) -> Result<PathBuf> {
    for slice in 0..SERIES.slices {
        let of_slice = |column: u16, row: u16| stored(column.into(), row.into(), slice);
        let bytes = pet::slice(SERIES, slice, of_slice).write(&Writing::default());
        lab.scratch.write(&format!("pet/{slice:02}.dcm"), &bytes)?;
    }
    Ok(lab.scratch.path().join("pet"))
}

#[test]
fn planes_and_slabs_of_pet_are_made_of_values() {
    lab::run("pet", |lab| {
        let folder = written(lab)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            lab.press("v")?;
            assert_eq!(lab.data(CORONAL, "plane")?, "coronal");
            for pane in [AXIAL, CORONAL] {
                at_one_to_one(lab, pane)?;
            }
            check_coronal(lab, renderer)?;
            check_slab(lab, renderer)?;
            assert_eq!(lab.problems()?, []);
        }
        Ok(())
    });
}

fn check_coronal(lab: &mut Lab, renderer: &str) -> Result<()> {
    let [_, y, _] = centre(lab)?;
    let row = voxel(y);
    let of_coronal = |column: u32, depth_mm: f64| {
        let place = depth_mm / SLICE_MM;
        let low = place.floor();
        if low < 0.0 || place > 22.999 {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "22 at most"
        )]
        let at = low as usize;
        let share = place - low;
        Some(value(column, row, at) * (1.0 - share) + value(column, row, at + 1) * share)
    };
    let picture = lab.picture(CORONAL)?;
    compare(&picture, &WINDOW, of_coronal, renderer);
    Ok(())
}

/// 10 mm about a slice: it, two to either side, and nothing between them.
fn check_slab(lab: &mut Lab, renderer: &str) -> Result<()> {
    let corner = lab.pane(AXIAL)?.at(0.1, 0.1);
    lab.page.click(corner)?;
    lab.press("j")?;
    assert_eq!(lab.data(AXIAL, "slab")?, "MIP 10 mm");
    let [.., z] = centre(lab)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "24 slices"
    )]
    let middle = (-z / SLICE_MM).round() as usize;
    let mut levels = Vec::new();
    for row in 0..256 {
        for column in 0..256 {
            let slices = middle - 2..=middle + 2;
            let largest = slices.map(|slice| value(column, row, slice));
            levels.push(WINDOW.grey(largest.fold(f64::MIN, f64::max)));
        }
    }
    let expected = Grey {
        columns: 256,
        rows: 256,
        levels,
    };
    let difference = lab.difference(AXIAL, &expected)?;
    assert!(difference.worst <= 1, "{renderer}: {difference:?}");
    assert!(difference.compared > 40_000, "{renderer}: {difference:?}");
    lab.press("j")?;
    lab.press("j")?;
    lab.press("j")?;
    Ok(())
}
