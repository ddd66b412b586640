//! Blocks of the sequential process (ISO/IEC 10918-1 F.2.2).

use super::bits::BitReader;
use super::dct::{Block, BlockDecoder};
use super::huffman::Table;
use super::malformed;
use super::markers::{Reader, Scan, ZIGZAG};
use crate::problem::Kind;

/// The tables of each component in the scan, and its last DC coefficient.
pub(super) struct Sequential<'t> {
    components: Vec<(&'t Table, &'t Table, i32)>,
}

impl<'t> Sequential<'t> {
    pub fn new(reader: &'t Reader<'_>, scan: &Scan) -> Result<Self, Kind> {
        let no_table = || malformed("a scan without its table");
        let mut components = Vec::new();
        for (_, dc, ac) in &scan.components {
            let dc = reader.dc.get(*dc).and_then(Option::as_ref);
            let ac = reader.ac.get(*ac).and_then(Option::as_ref);
            components.push((dc.ok_or_else(no_table)?, ac.ok_or_else(no_table)?, 0));
        }
        Ok(Self { components })
    }
}

impl BlockDecoder for Sequential<'_> {
    fn block(
        &mut self,
        bits: &mut BitReader<'_>,
        which: usize,
        block: &mut Block,
    ) -> Result<(), Kind> {
        let Some((dc, ac, last)) = self.components.get_mut(which) else {
            return Ok(());
        };
        let mut here = *bits;
        let (category, mut difference) = dc.decode_number(&mut here)?;
        if category > 16 {
            return Err(malformed("a difference of more than 16 bits"));
        }
        if category == 16 {
            difference = here.take_signed(16);
        }
        *last = last.wrapping_add(difference);
        put(block, 0, *last);
        let mut at = 1;
        while at < 64 {
            let (symbol, value) = ac.decode_number(&mut here)?;
            let run = usize::from(symbol >> 4);
            let category = symbol & 15;
            if category == 0 {
                if run < 15 {
                    break;
                }
                at += 16;
                continue;
            }
            at += run;
            put(block, at, value);
            at += 1;
        }
        *bits = here;
        Ok(())
    }

    fn restart(&mut self) {
        for (.., last) in &mut self.components {
            *last = 0;
        }
    }
}

/// Puts a coefficient at its place in the zigzag; beyond the block it is lost.
pub(super) fn put(block: &mut Block, at: usize, value: i32) {
    let place = ZIGZAG.get(at).map(|place| usize::from(*place));
    if let Some(place) = place.and_then(|place| block.get_mut(place)) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "coefficients of 12-bit images have 16 bits; more are junk"
        )]
        let value = value as i16;
        *place = value;
    }
}
