//! What a codestream states of its image in its first bytes: JPEG and JPEG-LS by the header of their
//! frame (ISO/IEC 10918-1 B.2.2, 14495-1 C.2.2), JPEG 2000 by SIZ (ISO/IEC 15444-1 A.5.1).

use super::raster::Extent;
use super::{Colour, jpeg};

/// What is found in bytes that may break off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Stated(Stated),
    /// It is further on.
    BreaksOff,
    /// Nothing that is read here.
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub extent: Extent,
    /// What its three components are, where it says so.
    pub colour: Option<Colour>,
    /// What three components are where nothing says so.
    pub usual_colour: Colour,
    /// Coded by cosines, of 8 bits or of 12 whatever there is to code.
    pub is_dct: bool,
}

/// Of JPEG 2000, in the boxes of a JP2 file too.
pub(super) fn of_jpeg_2000(bytes: &[u8]) -> Found {
    const SOC_AND_SIZ: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];
    let start = bytes.windows(4).position(|four| four == SOC_AND_SIZ);
    let segment = start.and_then(|start| bytes.get(start + 4..)?.split_first_chunk::<38>());
    let Some(([_, _, _, _, grid @ .., c1, c0], [depth, ..])) = segment else {
        return Found::BreaksOff;
    };
    let ([x1, y1, x0, y0, ..], _) = grid.as_chunks::<4>() else {
        return Found::Nothing;
    };
    let [x1, y1, x0, y0] = [x1, y1, x0, y0].map(|number| u32::from_be_bytes(*number));
    Found::Stated(Stated {
        extent: Extent {
            columns: x1.saturating_sub(x0),
            rows: y1.saturating_sub(y0),
            components: usize::from(u16::from_be_bytes([*c1, *c0])),
            precision: (depth & 0x7F) + 1,
        },
        colour: None,
        usual_colour: Colour::Rgb,
        is_dct: false,
    })
}

/// Of JPEG and JPEG-LS, whose markers are alike.
pub(super) fn of_jpeg(bytes: &[u8]) -> Found {
    let start = bytes.windows(2).position(|two| two == [0xFF, 0xD8]);
    let Some(mut rest) = start.and_then(|start| bytes.get(start + 2..)) else {
        return Found::BreaksOff;
    };
    let (mut adobe, mut is_jfif) = (None, false);
    loop {
        rest = match rest {
            [] => return Found::BreaksOff,
            [0xFF, 0xD9 | 0xDA, ..] => return Found::Nothing,
            [0xFF, marker @ (0xC0..=0xCF | 0xDB..=0xFE), behind @ ..] => {
                let Some((segment, behind)) = segment(behind) else {
                    return Found::BreaksOff;
                };
                match marker {
                    0xC4 | 0xC8 | 0xCC => {}
                    0xC0..=0xCF | 0xF7 => return of_frame(*marker, segment, adobe, is_jfif),
                    0xE0 => is_jfif |= segment.starts_with(b"JFIF\0"),
                    0xEE if segment.starts_with(b"Adobe") => adobe = segment.get(11).copied(),
                    _ => {}
                }
                behind
            }
            [_, behind @ ..] => behind,
        };
    }
}

/// A segment behind its marker, and what is behind it.
fn segment(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length)).checked_sub(2)?;
    rest.split_at_checked(length)
}

fn of_frame(marker: u8, segment: &[u8], adobe: Option<u8>, is_jfif: bool) -> Found {
    let Some(([precision, r1, r0, c1, c0, count], components)) = segment.split_first_chunk() else {
        return Found::Nothing;
    };
    // Lossless ones code what they are given.
    let is_dct = !matches!(marker, 0xC3 | 0xC7 | 0xCB | 0xCF | 0xF7);
    let ids = components.as_chunks::<3>().0.iter().map(|[id, ..]| *id);
    let colour = (is_dct && *count == 3)
        .then(|| jpeg::colour_by_markers(adobe, is_jfif, ids))
        .flatten();
    Found::Stated(Stated {
        extent: Extent {
            columns: u32::from(u16::from_be_bytes([*c1, *c0])),
            rows: u32::from(u16::from_be_bytes([*r1, *r0])),
            components: usize::from(*count),
            precision: *precision,
        },
        colour,
        usual_colour: if is_dct { Colour::Ybr } else { Colour::Rgb },
        is_dct,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: [u8; 17] = [
        0xFF, 0xC0, 0, 17, 8, 0, 13, 0, 17, 3, 1, 0x11, 0, 2, 0x11, 0, 3,
    ];

    #[test]
    fn a_frame_is_found_behind_other_segments_and_may_break_off() {
        let jfif = [&[0xFF, 0xD8, 0xFF, 0xE0, 0, 7][..], b"JFIF\0"].concat();
        let whole = [&jfif[..], &FRAME, &[0x11, 0]].concat();
        let Found::Stated(stated) = of_jpeg(&whole) else {
            unreachable!()
        };
        assert_eq!((stated.extent.columns, stated.extent.rows), (17, 13));
        assert_eq!(stated.colour, Some(Colour::Ybr));
        for end in 0..whole.len() {
            assert_eq!(of_jpeg(&whole[..end]), Found::BreaksOff);
        }
        assert_eq!(of_jpeg(&[0xFF, 0xD8, 0xFF, 0xDA]), Found::Nothing);
    }
}
