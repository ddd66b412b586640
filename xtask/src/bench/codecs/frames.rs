//! The encoded frames: computed here, encoded by the script, put into files here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::cases::{CASES, Case, Source};
use crate::command::{run, timed};
use crate::root;
use crate::synthetic::ct::{self, Series};
use crate::synthetic::{File, PIXEL_DATA, Value, Writing};

pub const SIDE: u16 = 512;

/// Folder of all frames, `NAME.bin` and `NAME.dcm` of each case. Made anew: it takes seconds, and
/// is never of another script.
///
/// # Errors
/// A program is missing, or does not encode.
pub fn folder() -> Result<PathBuf> {
    let folder = root().join("target/bench/codecs/frames");
    timed("encoding the frames", || {
        fs::create_dir_all(&folder)?;
        for source in Source::ALL {
            fs::write(
                folder.join(source.name()).with_extension("raw"),
                samples(source),
            )?;
        }
        let grey16 = dicom(&Slice(0).file());
        fs::write(folder.join("grey16.dcm"), grey16)?;
        let script = root().join("xtask/src/bench/codecs/encode.py");
        run(Command::new("python3").arg(script).arg(&folder))
            .context("frames are encoded by dcmtk, and by Python with imagecodecs and numpy")?;
        for case in &CASES {
            wrap(&folder, case)?;
        }
        Ok(())
    })?;
    Ok(folder)
}

/// A slice of the chest, of 16 bits.
struct Slice(usize);

impl Slice {
    fn file(&self) -> File {
        let series = Series {
            number: 1,
            slices: 3,
            side: SIDE,
            slice_mm: 1.5,
        };
        series.slice(self.0)
    }

    fn samples(&self) -> Vec<u8> {
        match self.file().0.remove(&PIXEL_DATA) {
            Some(Value::Samples { bytes, .. }) => bytes,
            _ => Vec::new(),
        }
    }

    /// An eighth of each value.
    fn eight_bits(&self) -> Vec<u8> {
        let samples = self.samples();
        let (cells, _) = samples.as_chunks::<2>();
        cells
            .iter()
            .map(|cell| u8::try_from(u16::from_le_bytes(*cell) >> 3).unwrap_or(u8::MAX))
            .collect()
    }
}

fn samples(source: Source) -> Vec<u8> {
    match source {
        Source::Grey16 => Slice(0).samples(),
        Source::Grey8 => Slice(0).eight_bits(),
        Source::Rgb8 => {
            let [red, green, blue] = [0, 1, 2].map(|slice| Slice(slice).eight_bits());
            let colours = red.iter().zip(&green).zip(&blue);
            colours
                .flat_map(|((red, green), blue)| [*red, green / 2, 255 - blue])
                .collect()
        }
    }
}

fn dicom(file: &File) -> Vec<u8> {
    // dcmtk wants these to be there.
    let file = file.clone().text(0x0010_0020, "LO", "1");
    file.write(&Writing::default())
}

/// The codestream as the one frame of a file.
fn wrap(folder: &Path, case: &Case) -> Result<()> {
    let path = folder.join(case.name);
    let codestream = fs::read(path.with_extension("bin"))?;
    let bits = if case.source == Source::Grey16 { 16 } else { 8 };
    let mut file = ct::grey(SIDE, SIDE, bits, Vec::new());
    if case.source == Source::Rgb8 {
        file = file
            .short(0x0028_0002, 3)
            .text(0x0028_0004, "CS", "YBR_FULL_422")
            .short(0x0028_0006, 0);
    }
    let fragments = Value::Fragments(vec![Vec::new(), codestream]);
    let bytes = file.value(PIXEL_DATA, fragments).write(&Writing {
        transfer_syntax: case.transfer_syntax,
        ..Writing::default()
    });
    fs::write(path.with_extension("dcm"), bytes)?;
    Ok(())
}
