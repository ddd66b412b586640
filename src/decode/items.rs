//! The items that encapsulated pixel data are made of (PS3.5 A.4): heads, and a walk from one to the
//! next.

use super::file::ReadAt;
use crate::header::Span;
use crate::limits;
use crate::problem::Kind;

/// Tag and length.
pub(super) const ITEM_HEAD: u64 = 8;
pub(super) const ITEM: [u8; 4] = [0xFE, 0xFF, 0x00, 0xE0];
/// First bytes of a value that tell whether an image begins there.
const LOOK_IN: u64 = 8;
/// Heads are read so many bytes at a time where items are small.
const LOOK_AHEAD: u64 = 64 << 10;
/// An item for which a head is read by itself.
const LARGE_ITEM: u64 = 16 << 10;

/// One item: where its value lies, and its first bytes.
#[derive(Clone, Copy)]
pub(super) struct Fragment {
    pub value: Span,
    pub begins_image: bool,
}

impl Fragment {
    pub const fn head(&self) -> u64 {
        self.value.offset - ITEM_HEAD
    }

    pub const fn end(&self) -> u64 {
        self.value.offset + self.value.length
    }
}

pub(super) fn no_item(at: u64) -> Kind {
    let what = "compressed samples without their item".to_owned();
    Kind::Malformed { what, at }
}

/// The length that an item's head states, which may not be left open here.
pub(super) fn item_length(head: [u8; 8]) -> Option<u64> {
    let [a, b, c, d, length @ ..] = head;
    let length = u32::from_le_bytes(length);
    ([a, b, c, d] == ITEM && length != u32::MAX).then_some(u64::from(length))
}

/// The items from here to the delimiter, or to what is no item: files without a delimiter are
/// about.
pub(super) fn items(file: &mut impl ReadAt, start: u64) -> Result<Vec<Fragment>, Kind> {
    let mut found: Vec<Fragment> = Vec::new();
    let mut at = start;
    let mut seen = Vec::new();
    let mut seen_at = at;
    while at + ITEM_HEAD <= file.length() {
        if found.len() >= limits::FRAGMENTS_IN_A_FILE {
            return Err(Kind::OverLimit {
                what: "fragments".to_owned(),
                value: found.len() as u64 + 1,
                limit: limits::FRAGMENTS_IN_A_FILE as u64,
            });
        }
        if head_in(&seen, at - seen_at).is_none() {
            let is_large = |item: &Fragment| item.value.length > LARGE_ITEM;
            let look = if found.last().is_none_or(is_large) {
                ITEM_HEAD + LOOK_IN
            } else {
                LOOK_AHEAD
            };
            let length = look.min(file.length() - at);
            seen = file.read_at(Span { offset: at, length })?;
            seen_at = at;
        }
        let Some(head) = head_in(&seen, at - seen_at) else {
            break;
        };
        let Some(length) = item_length(head) else {
            break;
        };
        let value = Span {
            offset: at + ITEM_HEAD,
            length,
        };
        let first = usize::try_from(value.offset - seen_at).unwrap_or(usize::MAX);
        found.push(Fragment {
            value,
            begins_image: begins_image(seen.get(first..).unwrap_or_default()),
        });
        at = value.offset + length;
    }
    Ok(found)
}

/// The eight bytes of a head in what was read, with the first of its value behind them unless the
/// file ends there.
fn head_in(seen: &[u8], at: u64) -> Option<[u8; 8]> {
    let rest = seen.get(usize::try_from(at).ok()?..)?;
    let is_whole = rest.len() as u64 >= ITEM_HEAD + LOOK_IN || at == 0;
    rest.first_chunk::<8>().filter(|_| is_whole).copied()
}

/// True where the first item here begins an image.
pub(super) fn begins_image_at(file: &mut impl ReadAt, at: u64) -> bool {
    let left = file.length().saturating_sub(at);
    let length = left.min(ITEM_HEAD + LOOK_IN);
    let seen = file.read_at(Span { offset: at, length });
    seen.is_ok_and(|bytes| bytes.get(8..).is_some_and(begins_image))
}

/// SOI of JPEG and JPEG-LS, SOC and SIZ of JPEG 2000, the signature box of its files, and those
/// of JPEG XL; the number of segments of RLE, and where the first is.
fn begins_image(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 4] = [
        &[0xFF, 0x4F, 0xFF, 0x51],
        &[0, 0, 0, 12],
        &[0xFF, 0x0A],
        &[0xFF, 0xD8],
    ];
    STARTS.iter().any(|start| bytes.starts_with(start))
        || matches!(bytes, [1..=15, 0, 0, 0, 64, 0, 0, 0, ..])
}
