//! A ZIP whose list is gone, as of a download that broke off: the list is at its end, but what it says
//! stands before each member too (APPNOTE 4.3.7), so that one is made of that.

use std::io::{Read, Result, Seek, SeekFrom};

use crate::intake::archive::watched::Watched;
use crate::limits;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
const LISTED: [u8; 4] = *b"PK\x01\x02";
const END_64: [u8; 4] = *b"PK\x06\x06";
const LOCATOR_64: [u8; 4] = *b"PK\x06\x07";
const END: [u8; 4] = *b"PK\x05\x06";

/// Bytes of a local header before its name.
const LOCAL_BYTES: usize = 30;
/// Flag 3: sums and sizes stand behind the data.
const BEHIND: u16 = 8;
/// Sizes that stand in [`EXTENDED`], of 64 bits.
const IN_EXTENDED: u32 = u32::MAX;
/// The extra field of 64-bit sizes.
const EXTENDED: u16 = 1;

/// A list that stands behind an archive's members.
#[derive(Default)]
pub struct List {
    pub bytes: Vec<u8>,
    /// Where the members end.
    pub at: u64,
}

/// What stands before a member.
struct Local {
    /// Version, flags, method, time, date: as they are listed.
    first: [u8; 10],
    crc: u32,
    packed: u64,
    unpacked: u64,
    name: Vec<u8>,
    /// Without [`EXTENDED`].
    extra: Vec<u8>,
}

/// The list of the members that are whole, from the first on.
pub fn list(volume: &mut Watched) -> List {
    let mut listed = Vec::new();
    let (mut at, mut count) = (0, 0_u64);
    while count < limits::MEMBERS {
        let Ok((local, next)) = member(volume, at) else {
            break;
        };
        if next > volume.end() {
            break;
        }
        entry(&mut listed, &local, at);
        (at, count) = (next, count + 1);
    }
    if count > 0 {
        end(&mut listed, count, at);
    }
    List { bytes: listed, at }
}

/// A member, and where the next one is.
fn member(volume: &mut Watched, at: u64) -> Result<(Local, u64)> {
    volume.seek(SeekFrom::Start(at))?;
    let mut head = [0; LOCAL_BYTES];
    volume.read_exact(&mut head)?;
    let broken = || std::io::Error::from(std::io::ErrorKind::InvalidData);
    let Some((&LOCAL, fields)) = head.split_first_chunk() else {
        return Err(broken());
    };
    let (first, fields) = fields.split_first_chunk::<10>().ok_or_else(broken)?;
    let (sums, lengths) = fields.split_first_chunk::<12>().ok_or_else(broken)?;
    let [crc, packed, unpacked] = numbers(sums);
    let [name, extra] = [0, 2].map(|at| short(lengths, at));
    let name = exactly(volume, name)?;
    let extra = exactly(volume, extra)?;
    let begin = volume.stream_position()?;
    let mut sizes = [unpacked, packed].map(u64::from);
    let extra = without_extended(&extra, &mut sizes);
    let [unpacked, packed] = sizes;
    let mut local = Local {
        first: *first,
        crc,
        packed,
        unpacked,
        name,
        extra,
    };
    if short(first, 2) & BEHIND == 0 || packed > 0 {
        let next = begin.checked_add(packed).ok_or_else(broken)?;
        return Ok((local, next));
    }
    let next = behind(volume, begin, &mut local)?;
    Ok((local, next))
}

fn exactly(volume: &mut Watched, length: u16) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length.into()];
    volume.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn short(bytes: &[u8], at: usize) -> u16 {
    let cell = bytes.get(at..).and_then(<[u8]>::first_chunk);
    cell.map_or(0, |cell| u16::from_le_bytes(*cell))
}

fn numbers(bytes: &[u8; 12]) -> [u32; 3] {
    let cells = bytes.as_chunks::<4>().0;
    std::array::from_fn(|at| cells.get(at).map_or(0, |cell| u32::from_le_bytes(*cell)))
}

/// Takes sizes of 64 bits out of the extra fields, where the header has none.
fn without_extended(extra: &[u8], sizes: &mut [u64; 2]) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut rest = extra;
    while let Some(([a, b, c, d], after)) = rest.split_first_chunk() {
        let length = usize::from(u16::from_le_bytes([*c, *d]));
        let Some((field, after)) = after.split_at_checked(length) else {
            break;
        };
        if u16::from_le_bytes([*a, *b]) == EXTENDED {
            let cells = field.as_chunks::<8>().0.iter();
            let missing = sizes
                .iter_mut()
                .filter(|size| **size == u64::from(IN_EXTENDED));
            for (size, cell) in missing.zip(cells) {
                *size = u64::from_le_bytes(*cell);
            }
        } else {
            kept.extend([*a, *b, *c, *d]);
            kept.extend(field);
        }
        rest = after;
    }
    kept
}

/// Looks for the descriptor behind a member's data, which is one where it says how far it is.
fn behind(volume: &mut Watched, begin: u64, local: &mut Local) -> Result<u64> {
    const STEP: usize = 64 << 10;
    /// The descriptor of 64-bit sizes: signature, sum, packed, unpacked.
    const LONGEST: usize = 24;
    let mut window = Vec::new();
    let mut window_at = begin;
    loop {
        let before = window.len();
        Read::take(&mut *volume, STEP as u64).read_to_end(&mut window)?;
        let is_last = window.len() == before;
        let mut from = 0;
        while let Some(found) = find(window.get(from..).unwrap_or_default()) {
            let place = from + found;
            let behind = window.get(place..).unwrap_or_default();
            if behind.len() < LONGEST && !is_last {
                break;
            }
            let distance = window_at + place as u64 - begin;
            if let Some((length, crc, unpacked)) = descriptor(behind, distance) {
                (local.crc, local.packed, local.unpacked) = (crc, distance, unpacked);
                return Ok(window_at + place as u64 + length);
            }
            from = place + 1;
        }
        if is_last {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        // What may be the beginning of one stays.
        let gone = window.len().saturating_sub(LONGEST).max(from);
        window.drain(..gone);
        window_at += gone as u64;
    }
}

fn find(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == DESCRIPTOR)
}

/// Its length, the sum, the unpacked size; where the packed size is this.
fn descriptor(bytes: &[u8], packed: u64) -> Option<(u64, u32, u64)> {
    let long = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    let longer = |at: usize| Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    let crc = long(4)?;
    if longer(8) == Some(packed) {
        return Some((24, crc, longer(16)?));
    }
    (u64::from(long(8)?) == packed).then_some((16, crc, long(12)?.into()))
}

/// One line of the list (APPNOTE 4.3.12), its sizes in an extra field of 64 bits.
fn entry(listed: &mut Vec<u8>, local: &Local, offset: u64) {
    let length = |bytes: &[u8]| u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_le_bytes();
    let mut extra = Vec::from(EXTENDED.to_le_bytes());
    extra.extend(24_u16.to_le_bytes());
    for size in [local.unpacked, local.packed, offset] {
        extra.extend(size.to_le_bytes());
    }
    // Both together may be longer than one can say.
    if u16::try_from(extra.len() + local.extra.len()).is_ok() {
        extra.extend(&local.extra);
    }
    listed.extend(LISTED);
    listed.extend([45, 0]);
    listed.extend(local.first);
    listed.extend(local.crc.to_le_bytes());
    listed.extend(IN_EXTENDED.to_le_bytes());
    listed.extend(IN_EXTENDED.to_le_bytes());
    listed.extend(length(&local.name));
    listed.extend(length(&extra));
    // Comment, disk, attributes.
    listed.extend([0; 10]);
    listed.extend(IN_EXTENDED.to_le_bytes());
    listed.extend(&local.name);
    listed.extend(extra);
}

/// The end of the list, with sizes of 64 bits (APPNOTE 4.3.14 to 4.3.16).
fn end(listed: &mut Vec<u8>, count: u64, at: u64) {
    let bytes = listed.len() as u64;
    let end_64 = at + bytes;
    listed.extend(END_64);
    listed.extend(44_u64.to_le_bytes());
    listed.extend([45, 0, 45, 0]);
    listed.extend([0; 8]);
    for number in [count, count, bytes, at] {
        listed.extend(number.to_le_bytes());
    }
    listed.extend(LOCATOR_64);
    listed.extend([0; 4]);
    listed.extend(end_64.to_le_bytes());
    listed.extend(1_u32.to_le_bytes());
    listed.extend(END);
    listed.extend([0; 4]);
    listed.extend([0xff; 12]);
    listed.extend([0; 2]);
}
