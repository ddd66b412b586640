//! RLE Lossless: 1.2.840.10008.1.2.5 (PS3.5 G).

use dicom_dictionary_std::uids;

use super::{Codec, Decoder, Samples};
use crate::header::Image;
use crate::pixels::{Endian, Layout, Shape};
use crate::problem::Kind;

pub(super) const CODEC: Codec = Codec {
    name: "RLE",
    syntaxes: &[(uids::RLE_LOSSLESS, "RLE Lossless")],
    undoes_transforms: false,
};

pub(super) const DECODER: Decoder = Decoder {
    codec: &CODEC,
    decode,
};

/// The number of segments, and the offsets of at most fifteen.
const HEADER_BYTES: usize = 64;

/// A segment is one byte of every sample, the most significant first, colour by colour
/// (PS3.5 G.2).
fn decode(bytes: &[u8], image: &Image) -> Result<Samples, Kind> {
    let shape = Shape {
        planar: false,
        ..image.shape
    };
    let layout = Layout {
        endian: Endian::Little,
        ..image.layout
    };
    let cell = layout.sample_bytes();
    let samples = usize::from(shape.samples);
    let segment_bytes = if layout.allocated == 1 {
        shape.pixels().div_ceil(8)
    } else {
        shape.pixels()
    };
    let segments = segments(bytes, cell * samples)?;
    let mut decoded = Vec::with_capacity(segment_bytes);
    let mut cells = vec![0; segment_bytes * cell * samples];
    for (number, segment) in segments.iter().enumerate() {
        unpack(segment, segment_bytes, &mut decoded)?;
        let (sample, significance) = (number / cell, number % cell);
        let first = sample * cell + (cell - 1 - significance);
        match cell * samples {
            1 => put::<1>(&decoded, &mut cells, first),
            2 => put::<2>(&decoded, &mut cells, first),
            3 => put::<3>(&decoded, &mut cells, first),
            stride => {
                let places = cells.iter_mut().skip(first).step_by(stride);
                for (place, byte) in places.zip(&decoded) {
                    *place = *byte;
                }
            }
        }
    }
    Samples::new(cells, layout, shape, image)
}

/// Puts a segment into its places, of which there is one in so many bytes.
fn put<const STRIDE: usize>(segment: &[u8], cells: &mut [u8], first: usize) {
    let (cells, _) = cells.as_chunks_mut::<STRIDE>();
    for (cell, byte) in cells.iter_mut().zip(segment) {
        if let Some(place) = cell.get_mut(first) {
            *place = *byte;
        }
    }
}

fn segments(bytes: &[u8], count: usize) -> Result<Vec<&[u8]>, Kind> {
    let malformed = |what: &str| Kind::Malformed {
        what: format!("RLE: {what}"),
        at: 0,
    };
    let header = bytes
        .get(..HEADER_BYTES)
        .ok_or_else(|| malformed("no header"))?;
    let (numbers, _) = header.as_chunks::<4>();
    let mut numbers = numbers.iter().map(|number| u32::from_le_bytes(*number));
    if numbers.next().map(|stated| stated as usize) != Some(count) {
        return Err(malformed("another number of segments than samples need"));
    }
    let starts: Vec<usize> = numbers.take(count).map(|start| start as usize).collect();
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    let found: Option<Vec<&[u8]>> = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| bytes.get(*start..end))
        .collect();
    found
        .filter(|found| found.len() == count)
        .ok_or_else(|| malformed("segments beyond the end"))
}

/// The bytes of a segment (PS3.5 G.3.2), as far as `wanted` bytes: segments are padded.
fn unpack(mut segment: &[u8], wanted: usize, out: &mut Vec<u8>) -> Result<(), Kind> {
    out.clear();
    while out.len() < wanted {
        let short = Kind::EndsEarly {
            needed: wanted as u64,
            found: out.len() as u64,
        };
        let Some((control, rest)) = segment.split_first() else {
            return Err(short);
        };
        segment = match *control {
            literal @ 0..=127 => {
                let (bytes, rest) = rest
                    .split_at_checked(usize::from(literal) + 1)
                    .unwrap_or((rest, &[]));
                out.extend_from_slice(bytes);
                rest
            }
            128 => rest,
            run => {
                let (byte, rest) = rest.split_first().ok_or(short)?;
                out.resize(out.len() + 257 - usize::from(run), *byte);
                rest
            }
        };
    }
    out.truncate(wanted);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_runs_and_nothing() {
        let mut out = Vec::new();
        unpack(&[2, 1, 2, 3, 128, 254, 9, 0, 7], 7, &mut out).unwrap();
        assert_eq!(out, [1, 2, 3, 9, 9, 9, 7]);
        // A run may reach beyond the segment's own end, and padding may follow.
        unpack(&[129, 5, 0], 3, &mut out).unwrap();
        assert_eq!(out, [5, 5, 5]);
        let short = unpack(&[1, 1, 2], 3, &mut out).unwrap_err();
        assert_eq!(short.code(), "ends-early");
    }
}
