//! Blocks of the progressive process: by spectral selection and successive approximation
//! (ISO/IEC 10918-1 G.1, G.2).

use super::bits::BitReader;
use super::dct::{Block, BlockDecoder};
use super::huffman::Table;
use super::malformed;
use super::markers::{Reader, Scan, ZIGZAG};
use super::sequential::put;
use crate::problem::Kind;

/// One scan: of DC coefficients, or of a band of one component's AC coefficients.
pub(super) struct Progressive<'t> {
    /// The DC tables of each component, and its last DC coefficient.
    dc: Vec<(Option<&'t Table>, i32)>,
    ac: Option<&'t Table>,
    start: usize,
    end: usize,
    low: u8,
    is_refinement: bool,
    /// Blocks, from this on, that have nothing more in the band.
    ended_blocks: u32,
}

impl<'t> Progressive<'t> {
    pub fn new(reader: &'t Reader<'_>, scan: &Scan) -> Result<Self, Kind> {
        let table = |tables: &'t [Option<Table>; 4], at: usize| tables.get(at)?.as_ref();
        let (start, end) = (usize::from(scan.start), usize::from(scan.end));
        let is_dc = start == 0;
        let is_band = if is_dc {
            end == 0
        } else {
            start <= end && end < 64 && scan.components.len() == 1
        };
        if !is_band || scan.low > 13 {
            return Err(malformed("a band that there is not"));
        }
        let first = scan.components.first();
        let ac = first.and_then(|(.., ac)| table(&reader.ac, *ac));
        let dc: Vec<_> = scan
            .components
            .iter()
            .map(|(_, dc, _)| (table(&reader.dc, *dc), 0))
            .collect();
        let is_refinement = scan.high != 0;
        let has_tables = if is_dc {
            is_refinement || dc.iter().all(|(table, _)| table.is_some())
        } else {
            ac.is_some()
        };
        if !has_tables {
            return Err(malformed("a scan without its table"));
        }
        Ok(Self {
            dc,
            ac: ac.filter(|_| !is_dc),
            start,
            end,
            low: scan.low,
            is_refinement,
            ended_blocks: 0,
        })
    }

    fn dc_block(
        &mut self,
        bits: &mut BitReader<'_>,
        which: usize,
        block: &mut Block,
    ) -> Result<(), Kind> {
        let [first, ..] = block;
        if self.is_refinement {
            if bits.take(1) == 1 {
                *first |= 1 << self.low;
            }
            return Ok(());
        }
        let Some((Some(table), last)) = self.dc.get_mut(which) else {
            return Ok(());
        };
        let category = u32::from(table.decode(bits)?);
        if category > 16 {
            return Err(malformed("a difference of more than 16 bits"));
        }
        *last = last.wrapping_add(bits.take_signed(category));
        put(block, 0, *last << self.low);
        Ok(())
    }

    /// G.1.2.2.
    fn first_pass(
        &mut self,
        bits: &mut BitReader<'_>,
        table: &Table,
        block: &mut Block,
    ) -> Result<(), Kind> {
        if self.ended_blocks > 0 {
            self.ended_blocks -= 1;
            return Ok(());
        }
        let mut at = self.start;
        while at <= self.end {
            let symbol = table.decode(bits)?;
            let (run, category) = (symbol >> 4, u32::from(symbol & 15));
            if category == 0 {
                if run < 15 {
                    let run = u32::from(run);
                    self.ended_blocks = (1 << run) - 1 + bits.take(run);
                    break;
                }
                at += 16;
                continue;
            }
            at += usize::from(run);
            put(block, at, bits.take_signed(category) << self.low);
            at += 1;
        }
        Ok(())
    }

    /// G.1.2.3: a bit for each coefficient that is not zero, and new ones of plus or minus one.
    fn refine(
        &mut self,
        bits: &mut BitReader<'_>,
        table: &Table,
        block: &mut Block,
    ) -> Result<(), Kind> {
        let one = 1_i16 << self.low;
        let mut at = self.start;
        if self.ended_blocks == 0 {
            while at <= self.end {
                let symbol = table.decode(bits)?;
                let (run, category) = (symbol >> 4, symbol & 15);
                let mut new = 0;
                if category != 0 {
                    new = if bits.take(1) == 1 { one } else { -one };
                } else if run < 15 {
                    let run = u32::from(run);
                    self.ended_blocks = (1 << run) + bits.take(run);
                    break;
                }
                at = self.refine_until(bits, block, at, run);
                if new != 0 {
                    put(block, at, i32::from(new));
                }
                at += 1;
            }
        }
        if self.ended_blocks > 0 {
            self.ended_blocks -= 1;
            // Nothing new comes: all that is left is refined.
            self.refine_until(bits, block, at, u8::MAX);
        }
        Ok(())
    }

    /// Refines coefficients until so many zeros are passed by; where it stopped.
    fn refine_until(
        &self,
        bits: &mut BitReader<'_>,
        block: &mut Block,
        from: usize,
        mut zeros: u8,
    ) -> usize {
        let one = 1_i16 << self.low;
        for at in from..=self.end {
            let place = ZIGZAG.get(at).map(|place| usize::from(*place));
            let Some(coefficient) = place.and_then(|place| block.get_mut(place)) else {
                return at;
            };
            if *coefficient == 0 {
                if zeros == 0 {
                    return at;
                }
                zeros -= 1;
            } else if bits.take(1) == 1 && *coefficient & one == 0 {
                let step = if *coefficient > 0 { one } else { -one };
                *coefficient = coefficient.wrapping_add(step);
            }
        }
        self.end + 1
    }
}

impl BlockDecoder for Progressive<'_> {
    fn block(
        &mut self,
        bits: &mut BitReader<'_>,
        which: usize,
        block: &mut Block,
    ) -> Result<(), Kind> {
        match self.ac {
            None => self.dc_block(bits, which, block),
            Some(table) if self.is_refinement => self.refine(bits, table, block),
            Some(table) => self.first_pass(bits, table, block),
        }
    }

    fn restart(&mut self) {
        self.ended_blocks = 0;
        for (_, last) in &mut self.dc {
            *last = 0;
        }
    }
}
