//! The marker segments of a JPEG 2000 codestream (ISO/IEC 15444-1 A): the main header, and the
//! tile-parts behind it.

/// COD (A.6.1), as far as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodingStyle {
    pub progression: u8,
    pub layers: u16,
    pub transforms_components: bool,
    pub levels: u8,
    pub reversible: bool,
    /// Exponents across and down by resolution, the smallest first; none where a precinct is as
    /// large as can be.
    pub precincts: Vec<[u32; 2]>,
}

/// What stands before the first tile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MainHeader<'a> {
    pub coding: Option<CodingStyle>,
    /// All markers, in their order.
    pub markers: Vec<u8>,
    /// From the first tile-part's marker on.
    pub tiles: &'a [u8],
}

pub(super) const QUANTISATION: u8 = 0x5C;
pub(super) const CODING_OF_A_COMPONENT: u8 = 0x53;
pub(super) const CHANGE_OF_PROGRESSION: u8 = 0x5F;
pub(super) const PACKED_HEADERS: u8 = 0x60;
const CODING: u8 = 0x52;
const TILE_PART: u8 = 0x90;

impl<'a> MainHeader<'a> {
    /// Of a codestream from its SOC on; `None` where segments break off before the first tile.
    pub fn read(codestream: &'a [u8]) -> Option<Self> {
        let mut found = Self::default();
        let mut rest = codestream.get(2..)?;
        loop {
            match rest {
                [0xFF, TILE_PART, ..] => {
                    found.tiles = rest;
                    return Some(found);
                }
                [0xFF, marker, segment @ ..] => {
                    let length = usize::from(u16::from_be_bytes(*segment.first_chunk()?));
                    let (segment, behind) = segment.split_at_checked(length.max(2))?;
                    if *marker == CODING {
                        found.coding = coding(segment.get(2..)?);
                    }
                    found.markers.push(*marker);
                    rest = behind;
                }
                _ => return None,
            }
        }
    }

    /// The tile-parts, by tile and by number in their tile; `None` where one is not whole.
    pub fn tile_parts(&self) -> Option<Vec<(u16, u8)>> {
        let mut parts = Vec::new();
        let mut rest = self.tiles;
        while let [0xFF, TILE_PART, 0, 10, t1, t0, l3, l2, l1, l0, part, _, ..] = rest {
            parts.push((u16::from_be_bytes([*t1, *t0]), *part));
            let length = u32::from_be_bytes([*l3, *l2, *l1, *l0]) as usize;
            // The last one may leave its length open.
            let length = if length == 0 { rest.len() } else { length };
            rest = rest.get(length.max(12)..)?;
        }
        Some(parts)
    }
}

fn coding(segment: &[u8]) -> Option<CodingStyle> {
    let (
        [
            style,
            progression,
            l1,
            l0,
            transforms,
            levels,
            _,
            _,
            _,
            wavelet,
        ],
        precincts,
    ) = segment.split_first_chunk::<10>()?;
    let exponents = |byte: &u8| [u32::from(byte & 15), u32::from(byte >> 4)];
    Some(CodingStyle {
        progression: *progression,
        layers: u16::from_be_bytes([*l1, *l0]),
        transforms_components: *transforms != 0,
        levels: *levels,
        reversible: *wavelet == 1,
        precincts: if style & 1 == 1 {
            precincts.iter().map(exponents).collect()
        } else {
            Vec::new()
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const COD: [u8; 14] = [0xFF, 0x52, 0, 12, 0, 2, 0, 1, 1, 5, 4, 4, 0x40, 1];
    const TILE: [u8; 14] = [0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, 14, 0, 1, 0xFF, 0x93];

    #[test]
    fn headers_are_read_up_to_the_tiles_and_tiles_must_be_whole() {
        let codestream = [&[0xFF, 0x4F][..], &COD, &TILE, &[0xFF, 0xD9]].concat();
        let header = MainHeader::read(&codestream).unwrap();
        let coding = header.coding.clone().unwrap();
        assert_eq!(
            (coding.progression, coding.layers, coding.levels),
            (2, 1, 5)
        );
        assert!(coding.transforms_components && coding.reversible);
        assert!(coding.precincts.is_empty());
        assert_eq!(header.markers, [CODING]);
        assert_eq!(header.tile_parts(), Some(vec![(0, 0)]));
        let cut = MainHeader::read(&codestream[..codestream.len() - 3]).unwrap();
        assert_eq!(cut.tile_parts(), None);
        assert_eq!(MainHeader::read(&codestream[..12]), None);
    }
}
