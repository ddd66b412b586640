//! The image of a compressed file as its first codestream has it: headers are about that were not
//! rewritten when their samples were compressed, or coded anew in another size or depth. A codestream
//! cannot be read but as it was written, so that it is right.

use super::items::item_length;
use super::raster::Extent;
use super::stated::{Found, Stated, of_jpeg, of_jpeg_2000};
use super::{Codec, Colour, codec, htj2k, jpeg, jpeg_ls, jpeg2000};
use crate::header::{Image, PixelData};
use crate::limits;
use crate::remark::Contradiction;

/// What looking at the first bytes of a file gives.
#[derive(Clone, Debug, PartialEq)]
pub enum AsCoded {
    /// The image, and what its header says otherwise.
    Image(Box<Image>, Vec<Contradiction>),
    /// Look again with so many bytes.
    NeedMore { at_least: u64 },
}

/// The header's image, mended by the head of its first codestream, which is looked for in the first
/// bytes of a file. Where they do not hold it, nor could, the header's word stands.
#[must_use]
pub fn as_coded(first_bytes: &[u8], file_length: u64, image: Image, uid: &str) -> AsCoded {
    let read = codec(uid).and_then(reading);
    let (Some(read), PixelData::Encapsulated { offset, .. }) = (read, image.pixel_data) else {
        return AsCoded::Image(Box::new(image), Vec::new());
    };
    let Some(head) = Head::find(first_bytes, offset) else {
        return AsCoded::Image(Box::new(image), Vec::new());
    };
    match read(&head.bytes) {
        Found::Stated(stated) => mended(image, &stated),
        Found::BreaksOff if (first_bytes.len() as u64) < head.could_end.min(file_length) => {
            AsCoded::NeedMore {
                at_least: head.could_end.min(file_length),
            }
        }
        _ => AsCoded::Image(Box::new(image), Vec::new()),
    }
}

fn reading(codec: &Codec) -> Option<fn(&[u8]) -> Found> {
    if [&jpeg::CODEC, &jpeg_ls::CODEC].contains(&codec) {
        Some(of_jpeg)
    } else if [&jpeg2000::CODEC, &htj2k::CODEC].contains(&codec) {
        Some(of_jpeg_2000)
    } else {
        None
    }
}

/// The first bytes of the first frame.
struct Head {
    bytes: Vec<u8>,
    /// The place in the file that is looked at least up to.
    could_end: u64,
}

impl Head {
    /// Behind the basic offset table, out of as many fragments as it takes; `None` where there is
    /// no item.
    fn find(file: &[u8], offset: u64) -> Option<Self> {
        let table = usize::try_from(offset).ok()?;
        let Some(head) = file.get(table..).and_then(<[u8]>::first_chunk::<8>) else {
            return Some(Self::beyond(offset));
        };
        let first_item = offset + 8 + item_length(*head)?;
        let mut head = Self::beyond(first_item);
        let mut at = usize::try_from(first_item).ok()?;
        let most = usize::try_from(limits::CODESTREAM_HEAD_BYTES).ok()?;
        while head.bytes.len() < most
            && let Some((item, rest)) = file.get(at..).and_then(<[u8]>::split_first_chunk::<8>)
            && let Some(length) = item_length(*item)
        {
            let length = usize::try_from(length).ok()?;
            let left = most - head.bytes.len();
            let there = length.min(rest.len()).min(left);
            head.bytes.extend_from_slice(rest.get(..there)?);
            at = at.checked_add(8)?.checked_add(length)?;
        }
        Some(head)
    }

    const fn beyond(place: u64) -> Self {
        Self {
            bytes: Vec::new(),
            could_end: place.saturating_add(limits::CODESTREAM_HEAD_BYTES),
        }
    }
}

fn mended(image: Image, stated: &Stated) -> AsCoded {
    let mut mended = image.clone();
    let found = [
        (mend_size(&mut mended, stated.extent), Contradiction::Size),
        (mend_depth(&mut mended, stated), Contradiction::Depth),
        (
            mend_components(&mut mended, stated),
            Contradiction::Components,
        ),
        (is_other_colour(&image, stated), Contradiction::Colour),
    ];
    if mended.frame_bytes() > limits::FRAME_BYTES {
        return AsCoded::Image(Box::new(image), Vec::new());
    }
    let found = found.into_iter().filter(|(is_so, _)| *is_so);
    AsCoded::Image(Box::new(mended), found.map(|(_, what)| what).collect())
}

fn mend_size(image: &mut Image, stated: Extent) -> bool {
    let shape = &mut image.shape;
    let size = [stated.columns, stated.rows];
    // JPEG may say its rows behind its samples, and 0 here.
    let is_extent = |count: &u32| (1..=limits::ROWS_OR_COLUMNS).contains(count);
    if size == [shape.columns, shape.rows] || !size.iter().all(is_extent) {
        return false;
    }
    [shape.columns, shape.rows] = size;
    true
}

/// Values of more bits than are stored would lose their uppermost. A codestream as deep as the cells
/// is none of these: encoders code whole cells, with what lies around the stored bits.
fn mend_depth(image: &mut Image, stated: &Stated) -> bool {
    const MOST: u8 = 16;
    let layout = &mut image.layout;
    let bits = stated.extent.precision;
    if bits <= layout.high_bit + 1 || bits == layout.allocated || bits > MOST {
        return false;
    }
    // Twelve bits for nine to eleven: the header is not wrong, but lossy values may go beyond it.
    let is_usual = stated.is_dct && layout.stored > 8;
    layout.allocated = layout.allocated.max(bits.next_multiple_of(8));
    layout.stored = bits;
    layout.high_bit = bits - 1;
    !is_usual
}

fn mend_components(image: &mut Image, stated: &Stated) -> bool {
    let count = stated.extent.components;
    if count == usize::from(image.shape.samples) {
        return false;
    }
    let (samples, photometric) = match (count, stated.colour.unwrap_or(stated.usual_colour)) {
        (1, _) => (1, "MONOCHROME2"),
        (3, Colour::Ybr) => (3, "YBR_FULL"),
        (3, _) => (3, "RGB"),
        _ => return false,
    };
    image.shape.samples = samples;
    image.shape.planar = false;
    photometric.clone_into(&mut image.photometric);
    true
}

/// JPEG's own markers say what three components are.
fn is_other_colour(image: &Image, stated: &Stated) -> bool {
    match (stated.colour, image.photometric.as_str()) {
        (Some(Colour::Ybr), "RGB") => true,
        (Some(Colour::Rgb), photometric) => photometric.starts_with("YBR"),
        _ => false,
    }
}
