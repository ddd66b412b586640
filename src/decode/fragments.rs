//! Frames out of encapsulated pixel data (PS3.5 A.4): items of fragments, the first of which is
//! the Basic Offset Table. A frame's fragments follow each other, so that a frame is one stretch
//! of the file.
//!
//! Tables are tried first, because a walk over the items of a large file takes a read for each;
//! a table that does not lead to items is not believed, and the items are walked.

use super::file::ReadAt;
use super::items::{Fragment, ITEM_HEAD, begins_image_at, item_length, items, no_item};
use crate::header::Span;
use crate::limits;
use crate::problem::Kind;

/// Where the frames of a file lie: each from its first item's head to its last item's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frames {
    extents: Vec<Span>,
    by_table: bool,
}

/// The bytes of a frame (from 0), its fragments joined. `frames` keeps what is found of the file
/// for the next time; `start` is the first item's place and `table` the Extended Offset Table's.
///
/// # Errors
/// [`Kind::Malformed`] where there are no items or they cannot be told apart into frames,
/// [`Kind::EndsEarly`] where the file has fewer frames or ends within this one.
pub(super) fn frame(
    file: &mut impl ReadAt,
    (start, table): (u64, Option<Span>),
    (frame, count): (u32, u32),
    known: &mut Option<Frames>,
) -> Result<Vec<u8>, Kind> {
    let frames = match known {
        Some(frames) => frames,
        None => known.insert(find(file, start, table, count)?),
    };
    let read = read_frame(file, frames, frame);
    if read.is_ok() || !frames.by_table {
        return read;
    }
    *frames = walk(file, start, count)?;
    read_frame(file, frames, frame)
}

fn read_frame(file: &mut impl ReadAt, frames: &Frames, frame: u32) -> Result<Vec<u8>, Kind> {
    let extent = frames.extents.get(frame as usize);
    let extent = *extent.ok_or(Kind::EndsEarly {
        needed: u64::from(frame) + 1,
        found: frames.extents.len() as u64,
    })?;
    if extent.length > limits::FRAME_BYTES {
        return Err(Kind::OverLimit {
            what: "bytes of a compressed frame".to_owned(),
            value: extent.length,
            limit: limits::FRAME_BYTES,
        });
    }
    join(file.read_at(extent)?, extent.offset)
}

/// The values of the items in these bytes, one after the other.
fn join(mut bytes: Vec<u8>, at: u64) -> Result<Vec<u8>, Kind> {
    let mut values = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let length = item_length(*head).and_then(|length| usize::try_from(length).ok());
        let split = length.and_then(|length| after.split_at_checked(length));
        let (value, after) = split.ok_or_else(|| no_item(at))?;
        values.push(value.len());
        rest = after;
    }
    if !rest.is_empty() {
        return Err(no_item(at));
    }
    // The usual frame has one item: nothing is copied but over its head.
    let mut from = 0;
    let mut to = 0;
    for length in values {
        from += 8;
        bytes.copy_within(from..from + length, to);
        from += length;
        to += length;
    }
    bytes.truncate(to);
    Ok(bytes)
}

/// By the Extended Offset Table, else by the basic one, else by a walk.
fn find(
    file: &mut impl ReadAt,
    start: u64,
    extended: Option<Span>,
    count: u32,
) -> Result<Frames, Kind> {
    let head = Span {
        offset: start,
        length: ITEM_HEAD,
    };
    let head = <[u8; 8]>::try_from(file.read_at(head)?).map_err(|_short| no_item(start))?;
    let basic = Span {
        offset: start + ITEM_HEAD,
        length: item_length(head).ok_or_else(|| no_item(start))?,
    };
    let first_item = basic.offset + basic.length;
    for (table, entry) in [(extended, 8), (Some(basic), 4)] {
        let fits = |table: &Span| table.length == entry * u64::from(count);
        let Some(table) = table.filter(fits) else {
            continue;
        };
        let starts = offsets(&file.read_at(table)?, entry);
        let starts: Vec<u64> = starts
            .iter()
            .map(|offset| first_item.saturating_add(*offset))
            .collect();
        if let Some(extents) = between(file, first_item, &starts) {
            return Ok(Frames {
                extents,
                by_table: true,
            });
        }
    }
    walk(file, start, count)
}

/// Little-endian offsets of four or eight bytes.
fn offsets(bytes: &[u8], entry: u64) -> Vec<u64> {
    let entry = if entry == 4 { 4 } else { 8 };
    let widen = |value: u64, byte: &u8| (value << 8) | u64::from(*byte);
    bytes
        .chunks_exact(entry)
        .map(|entry| entry.iter().rev().fold(0, widen))
        .collect()
}

/// Stretches from each start to the next, the last one to its last item's end; `None` where the
/// starts cannot be right.
fn between(file: &mut impl ReadAt, first_item: u64, starts: &[u64]) -> Option<Vec<Span>> {
    let (first, last) = (*starts.first()?, *starts.last()?);
    if first != first_item || !starts.is_sorted_by(|a, b| a < b) || last >= file.length() {
        return None;
    }
    let of_last = items(file, last).ok()?;
    // A table of fragments rather than frames leads into the midst of one.
    let is_midst = !of_last.first()?.begins_image && begins_image_at(file, first_item);
    if last > first && is_midst {
        return None;
    }
    let end = of_last.last()?.end();
    let ends = starts.iter().skip(1).copied().chain([end]);
    let span = |(start, end): (&u64, u64)| Span {
        offset: *start,
        length: end - start,
    };
    Some(starts.iter().zip(ends).map(span).collect())
}

/// Steps from item to item.
fn walk(file: &mut impl ReadAt, start: u64, count: u32) -> Result<Frames, Kind> {
    let found = items(file, start)?;
    let Some((_table, fragments)) = found.split_first() else {
        return Err(no_item(start));
    };
    Ok(Frames {
        extents: into_frames(fragments, count as usize, start)?,
        by_table: false,
    })
}

/// Fragments -> frames, where no table says it: one each, or all of them one, or by their first
/// bytes.
fn into_frames(fragments: &[Fragment], count: usize, at: u64) -> Result<Vec<Span>, Kind> {
    let span = |fragments: &[Fragment]| {
        let (first, last) = (fragments.first()?, fragments.last()?);
        Some(Span {
            offset: first.head(),
            length: last.end() - first.head(),
        })
    };
    if count == 1 {
        return Ok(span(fragments).into_iter().collect());
    }
    if fragments.len() <= count {
        return Ok(fragments.chunks(1).filter_map(span).collect());
    }
    // Empty ones beside those with samples belong to no frame.
    let is_empty = |fragment: &Fragment| fragment.value.length == 0;
    let fragments: Vec<Fragment> = fragments
        .iter()
        .filter(|it| !is_empty(it))
        .copied()
        .collect();
    if fragments.len() == count {
        return Ok(fragments.chunks(1).filter_map(span).collect());
    }
    let by_start: Vec<Span> = fragments
        .chunk_by(|_, next| !next.begins_image)
        .filter_map(span)
        .collect();
    if by_start.len() == count {
        return Ok(by_start);
    }
    let what = format!("{} fragments for {count} frames", fragments.len());
    Err(Kind::Malformed { what, at })
}

#[cfg(test)]
mod tests {
    use super::super::items::ITEM;
    use super::*;

    fn item(value: &[u8]) -> Vec<u8> {
        let length = u32::try_from(value.len()).unwrap().to_le_bytes();
        [&ITEM[..], &length, value].concat()
    }

    const DELIMITER: [u8; 8] = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];

    /// Three frames, the second in two fragments, of JPEG's first bytes.
    fn fragments() -> [Vec<u8>; 4] {
        [
            item(&[0xFF, 0xD8, 0xFF, 1]),
            item(&[0xFF, 0xD8, 0xFF, 2, 2, 2]),
            item(&[22]),
            item(&[0xFF, 0xD8, 0xFF, 3]),
        ]
    }

    fn values() -> [Vec<u8>; 3] {
        [
            vec![0xFF, 0xD8, 0xFF, 1],
            vec![0xFF, 0xD8, 0xFF, 2, 2, 2, 22],
            vec![0xFF, 0xD8, 0xFF, 3],
        ]
    }

    fn offsets_of(starts: &[u32]) -> Vec<u8> {
        starts
            .iter()
            .flat_map(|start| start.to_le_bytes())
            .collect()
    }

    fn all(file: &[u8], start: u64, table: Option<Span>, count: u32) -> Vec<Vec<u8>> {
        let mut known = None;
        let mut file = file;
        (0..count)
            .map(|number| frame(&mut file, (start, table), (number, count), &mut known).unwrap())
            .collect()
    }

    #[test]
    fn frames_are_found_by_a_table_a_wrong_one_and_none() {
        let tables: [&[u32]; 6] = [
            &[0, 12, 35],
            &[],
            &[0, 12, 34],
            &[0, 12],
            &[5, 12, 35],
            &[0, 0, 0],
        ];
        for table in tables {
            for end in [&DELIMITER[..], &[], &[1, 2, 3], &[9; 30]] {
                let file = [
                    vec![7; 5],
                    item(&offsets_of(table)),
                    fragments().concat(),
                    end.to_vec(),
                ];
                assert_eq!(
                    all(&file.concat(), 5, None, 3),
                    values(),
                    "{table:?} {end:?}"
                );
            }
        }
    }

    #[test]
    fn the_extended_table_comes_first() {
        let starts: [u64; 3] = [0, 12, 35];
        let table: Vec<u8> = starts
            .iter()
            .flat_map(|start| start.to_le_bytes())
            .collect();
        let span = Span {
            offset: 0,
            length: 24,
        };
        let file = [table, item(&[]), fragments().concat()].concat();
        assert_eq!(all(&file, 24, Some(span), 3), values());
    }

    #[test]
    fn one_frame_is_all_fragments_and_one_fragment_a_frame_needs_no_table() {
        let file = [item(&[]), item(&[1, 2]), item(&[3]), DELIMITER.to_vec()].concat();
        assert_eq!(all(&file, 0, None, 1), [[1, 2, 3]]);
        assert_eq!(all(&file, 0, None, 2), [vec![1, 2], vec![3]]);
    }

    #[test]
    fn what_is_not_there_is_said() {
        let code = |file: &[u8], number, count| {
            let mut file = file;
            let read = frame(&mut file, (0, None), (number, count), &mut None);
            read.unwrap_err().code()
        };
        let whole = [item(&[]), item(&[1, 2]), item(&[3]), item(&[4])].concat();
        assert_eq!(code(&whole, 4, 5), "ends-early");
        assert_eq!(code(&whole, 0, 2), "malformed");
        assert_eq!(code(&whole[..whole.len() - 1], 2, 3), "ends-early");
        assert_eq!(code(&DELIMITER, 0, 1), "malformed");
        assert_eq!(code(&item(&[]), 0, 1), "ends-early");
        assert_eq!(code(&[], 0, 1), "ends-early");
    }

    #[test]
    fn many_small_items_take_few_reads() {
        struct Counted<'a>(&'a [u8], usize);
        impl ReadAt for Counted<'_> {
            fn length(&self) -> u64 {
                self.0.length()
            }
            fn read_at(&mut self, span: Span) -> Result<Vec<u8>, Kind> {
                self.1 += 1;
                self.0.read_at(span)
            }
        }
        let file = [item(&[]), item(&[5; 100]).repeat(1000)].concat();
        let mut file = Counted(&file, 0);
        let last = frame(&mut file, (0, None), (999, 1000), &mut None).unwrap();
        assert_eq!(last, [5; 100]);
        assert!(file.1 < 12, "{} reads", file.1);
    }
}
