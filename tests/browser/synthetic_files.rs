//! Files made for these tests, written where they can be dropped from.

use std::fs;
use std::path::{Path, PathBuf};

use hounsfield::pixels::{VoiFunction, Window};
use xtask::browser::{Result, Scratch};
use xtask::synthetic::ct::{self, Series};
use xtask::synthetic::{File, PIXEL_DATA, Writing};

use crate::reference;

/// Small enough to lie whole in either of two panes at 1:1.
const SIDE: u16 = 256;

/// Every value that 16 bits can hold, once, with the file's own window.
pub struct AllValues {
    pub signed: bool,
    pub slope: f64,
    pub intercept: f64,
    pub window: Window,
}

const fn series(number: u32) -> Series {
    Series {
        number,
        slices: 0,
        side: SIDE,
        slice_mm: 2.5,
    }
}

fn written(file: &File) -> Vec<u8> {
    file.write(&Writing::default())
}

/// The bytes of one good slice.
pub fn one(index: usize) -> Vec<u8> {
    written(&series(1).slice(index))
}

pub fn without_pixel_data() -> Vec<u8> {
    written(&series(1).slice(90).without(PIXEL_DATA))
}

/// A slice that claims to be compressed.
pub fn in_transfer_syntax(transfer_syntax: &'static str) -> Vec<u8> {
    series(1).slice(91).write(&Writing {
        transfer_syntax,
        ..Writing::default()
    })
}

/// A folder with an axial CT series, from head to feet by name.
pub fn stack(scratch: &Scratch, slices: usize) -> Result<PathBuf> {
    write_stack(scratch, "stack", 1, slices)
}

/// A folder with another series.
pub fn other_stack(scratch: &Scratch, slices: usize) -> Result<PathBuf> {
    write_stack(scratch, "other", 2, slices)
}

fn write_stack(scratch: &Scratch, folder: &str, number: u32, slices: usize) -> Result<PathBuf> {
    for index in 0..slices {
        let slice = written(&series(number).slice(index));
        scratch.write(&format!("{folder}/{index:04}.dcm"), &slice)?;
    }
    Ok(scratch.path().join(folder))
}

/// What tells who the person is, in the slices of [`named_stack`].
pub const PLANTED: &str = "PLANTED";

/// A folder with a series that says in many places who it is of.
pub fn named_stack(scratch: &Scratch, slices: usize) -> Result<PathBuf> {
    for index in 0..slices {
        let file = series(3)
            .slice(index)
            .text(0x0008_0050, "SH", "PLANTED 1")
            .text(0x0008_0080, "LO", "PLANTED Hospital")
            .text(0x0008_103E, "LO", "PLANTED lung")
            .text(0x0009_0010, "LO", "PLANTED MAKER")
            .text(0x0010_0010, "PN", "PLANTED^Jane")
            .text(0x0010_0020, "LO", "PLANTED 77")
            .items(
                0x0040_0275,
                [File::default().text(0x0040_0007, "LO", "PLANTED")],
            )
            .items(
                0x0008_1140,
                [File::default().text(0x0010_0010, "PN", "PLANTED")],
            );
        let path = format!("named/PLANTED{index:04}.dcm");
        scratch.write(&path, &written(&file))?;
    }
    Ok(scratch.path().join("named"))
}

/// Two series of one slice each.
pub fn two_series(scratch: &Scratch) -> Result<[PathBuf; 2]> {
    Ok([
        scratch.write("two/a.dcm", &written(&series(11).slice(0)))?,
        scratch.write("two/b.dcm", &written(&series(12).slice(0)))?,
    ])
}

/// A 256 x 256 image of all stored values, a series of its own.
pub fn all_values(
    scratch: &Scratch,
    name: &str,
    number: usize,
    values: &AllValues,
) -> Result<PathBuf> {
    let function = match values.window.function {
        VoiFunction::Linear => "LINEAR",
        VoiFunction::LinearExact => "LINEAR_EXACT",
        VoiFunction::Sigmoid => "SIGMOID",
    };
    let file = ct::all_values(values.signed)
        .text(0x0020_000D, "UI", "2.25.1")
        .text(0x0020_000E, "UI", &format!("2.25.1.{number}"))
        .text(0x0020_0011, "IS", &number.to_string())
        .decimals(0x0028_1050, &[values.window.center])
        .decimals(0x0028_1051, &[values.window.width])
        .decimals(0x0028_1052, &[values.intercept])
        .decimals(0x0028_1053, &[values.slope])
        .text(0x0028_1056, "CS", function);
    scratch.write(name, &written(&file))
}

/// The slices of a folder made here, as they are to be ordered.
pub fn head_to_feet(folder: &Path) -> Vec<reference::File> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| reference::File::read(path))
        .collect()
}
