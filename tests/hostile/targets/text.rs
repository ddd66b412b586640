//! Text in any character set: its values, a NUL, the text.

use dicom_core::VR;
use hounsfield::header::text::CharacterSets;

use crate::opened::{ANYWAY, within};

/// A byte becomes three of U+FFFD; names are put together once more.
const COPIES: u64 = 32;

pub fn run(data: &[u8]) {
    let end = data.iter().position(|byte| *byte == 0);
    let (sets, written) = data.split_at(end.unwrap_or(0));
    let sets = String::from_utf8_lossy(sets);
    within(ANYWAY + COPIES * data.len() as u64, || {
        for vr in [VR::PN, VR::LO, VR::LT] {
            let sets = CharacterSets::of(sets.split('\\'));
            let decoded = sets.decode(written, Some(vr));
            assert!(decoded.text.chars().count() <= written.len());
        }
    });
}
