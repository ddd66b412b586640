//! Writes the corpora's first entries out of the files of `../shared/data`.

use std::path::Path;
use std::{fs, io};

use hounsfield::decode::CODECS;
use hounsfield::header::{self, PixelData, Read};
use hounsfield_fuzz::Figures;
use serde_json::Value;

/// Larger files are left out: mutations of them are slow.
const LARGEST: usize = 300_000;

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("../../shared/data");
    let manifest: Value = serde_json::from_slice(&fs::read(data.join("manifest.json"))?)?;
    let entries = manifest["entries"].as_array().into_iter().flatten();
    for (number, entry) in entries.enumerate() {
        let Some(path) = entry["path"].as_str().filter(|_| entry["type"] == "dicom") else {
            continue;
        };
        let file = fs::read(data.join(path))?;
        if file.len() > LARGEST {
            continue;
        }
        write(root, "header", number, &file)?;
        if let Some((codec, seed)) = of_codec(&file) {
            write(root, &codec, number, &seed)?;
        }
    }
    Ok(())
}

fn write(root: &Path, target: &str, number: usize, seed: &[u8]) -> io::Result<()> {
    let corpus = root.join("corpus").join(target);
    fs::create_dir_all(&corpus)?;
    fs::write(corpus.join(format!("seed{number}")), seed)
}

/// The first fragment with its figures, and the target that it is for.
fn of_codec(file: &[u8]) -> Option<(String, Vec<u8>)> {
    let Ok(Read::Header(header)) = header::read(file, file.len() as u64) else {
        return None;
    };
    let image = header.image?;
    let PixelData::Encapsulated { offset, .. } = image.pixel_data else {
        return None;
    };
    let uid = header.transfer_syntax.as_str();
    let codec = CODECS
        .into_iter()
        .find(|codec| codec.syntaxes.iter().any(|(other, _)| *other == uid))?;
    let target = match codec.name {
        "Deflate" => "deflated".to_owned(),
        "JPEG XL of a JPEG" => "jpegxl".to_owned(),
        name => name.to_lowercase().replace('-', "_").replace(' ', ""),
    };
    let (_, items) = file.split_at_checked(usize::try_from(offset).ok()?)?;
    let (_, after_table) = value(items)?;
    let (fragment, _) = value(after_table)?;
    let figures = Figures::of(&image)?.write();
    Some((target, [&figures, fragment].concat()))
}

/// An item's value, and what is behind it.
fn value(items: &[u8]) -> Option<(&[u8], &[u8])> {
    let (head, rest) = items.split_first_chunk::<8>()?;
    let [_, _, _, _, length @ ..] = *head;
    rest.split_at_checked(u32::from_le_bytes(length) as usize)
}
