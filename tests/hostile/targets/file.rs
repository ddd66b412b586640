//! A whole file, as a worker reads it; and as the page takes it in.

use hounsfield::header::Headers;
use hounsfield::intake::FileId;
use hounsfield::series::Catalog;

use crate::opened::{ANYWAY, COPIES_OF_A_FILE, hold, within};

/// All that the page keeps of a frame: its header, its place.
const BYTES_OF_A_FRAME: u64 = 8 << 10;

pub fn header(data: &[u8]) {
    drop(hold(data));
}

/// The file of several frames, put into its stacks by what each of them says.
pub fn frames(data: &[u8]) {
    let Some(header) = hold(data) else { return };
    let frames = header.image.as_ref().map_or(0, |image| image.frames);
    // Tens of thousands of empty frames are the business of other tests.
    if frames > 256 {
        return;
    }
    let may_take =
        ANYWAY + COPIES_OF_A_FILE * data.len() as u64 + BYTES_OF_A_FRAME * u64::from(frames);
    within(may_take, || {
        let headers = Headers::from(*header);
        let mut catalog = Catalog::default();
        catalog.insert(FileId(1), "hostile", &headers);
        catalog.settle();
        assert_eq!(catalog.frame_count(), frames as usize);
    });
}
