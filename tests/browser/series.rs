//! The real chest CT of the shared data, made hard to put in order: names and instance numbers
//! say nothing of where a slice lies.

use std::io::Read as _;
use std::{fs, path::PathBuf};

use hounsfield::pixels::Window;
use xtask::browser::{Result, Scratch};

use crate::lab::shared_data;
use crate::reference::File;

pub const SLICES: usize = 55;

const ARCHIVE: &str = "series/ct_chest_LIDC-IDRI-0314_5mm.zip";

/// Tags as they stand in an implicit little endian file (PS3.5 A.1).
const INSTANCE_NUMBER: [u8; 4] = [0x20, 0x00, 0x13, 0x00];
const IMAGE_POSITION_PATIENT: [u8; 4] = [0x20, 0x00, 0x32, 0x00];

/// The windows under the keys 1 to 3 (BEHAVIOUR 2).
pub const PRESETS: [(&str, f64, f64); 3] = [
    ("1", -600.0, 1500.0),
    ("2", 40.0, 400.0),
    ("3", 480.0, 2500.0),
];

pub struct Series {
    pub folder: PathBuf,
    /// From head to feet.
    pub slices: Vec<File>,
}

/// Writes the series into a folder, shuffled; `None` where there is no shared data.
pub fn shuffled(scratch: &Scratch) -> Result<Option<Series>> {
    let Some(archive) = shared_data(ARCHIVE) else {
        return Ok(None);
    };
    let mut archive = zip::ZipArchive::new(fs::File::open(archive)?)?;
    let mut slices: Vec<(f64, PathBuf)> = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        if entry.is_dir() {
            continue;
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        // Each step is prime to 55: a number for each slice, and no order in them.
        let number = 1 + (slices.len() * 17 + 3) % SLICES;
        let text = value_of(&mut bytes, INSTANCE_NUMBER);
        let width = text.len();
        text.copy_from_slice(format!("{number:<width$}").as_bytes());
        let position = value_of(&mut bytes, IMAGE_POSITION_PATIENT);
        let position = String::from_utf8_lossy(position).into_owned();
        let z_mm = position
            .trim()
            .rsplit('\\')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let name = format!("chest ct/{:02}.dcm", (slices.len() * 31 + 7) % SLICES);
        slices.push((z_mm, scratch.write(&name, &bytes)?));
    }
    assert_eq!(slices.len(), SLICES);
    // z runs to the head (PS3.3 C.7.6.2.1.1), a stack from head to feet (BEHAVIOUR 1).
    slices.sort_by(|a, b| b.0.total_cmp(&a.0));
    let slices = slices.iter().map(|(_, path)| File::read(path)).collect();
    Ok(Some(Series {
        folder: scratch.path().join("chest ct"),
        slices,
    }))
}

/// The bytes of an element's value, found by its tag: these files hold each once.
fn value_of(bytes: &mut [u8], tag: [u8; 4]) -> &mut [u8] {
    let at = bytes.windows(4).position(|found| found == tag).unwrap();
    let length: [u8; 4] = bytes[at + 4..at + 8].try_into().unwrap();
    let length = usize::try_from(u32::from_le_bytes(length)).unwrap();
    &mut bytes[at + 8..at + 8 + length]
}

/// The window of a preset.
pub const fn window((_, center, width): (&str, f64, f64)) -> Window {
    Window::linear(center, width)
}
