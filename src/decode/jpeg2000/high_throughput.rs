//! Code blocks of Part 15 (ISO/IEC 15444-15 7): a cleanup pass by quads of two by two samples, and
//! two passes that refine it.

use super::bit_planes::Shape;
use super::fault;
use super::quad_bits::{Bits, Events, Reader};
use super::quad_codes::{
    EXPONENTS_OF_FIRST_ROW, EXPONENTS_OF_OTHER_ROWS, OF_FIRST_ROW, OF_OTHER_ROWS, Quads,
};
use super::refinement;
use crate::problem::Kind;
use wide::u32x4;

/// Blocks hold up to 4096 samples, and are of even size within that when quads stand over.
pub(super) const SAMPLES: usize = 4096;
/// Quads in a row, and guards.
const QUADS: usize = 512;
/// Bits of one sample: two of them are taken at once.
const BITS: u32 = 28;

/// What a block is decoded in.
pub(super) struct HighThroughput {
    /// Row by row, of even width. Sign in bit 31, twice the magnitude below, so that what was left
    /// out counts half.
    values: Box<[u32; SAMPLES]>,
    magnitudes: Bits,
    codes: Bits,
    quads: Box<[Quad; QUADS + 2]>,
    /// Of the two samples of a quad in the row above: which are significant, and one less than
    /// twice their magnitudes. Quads count from 1.
    above: Box<[Above; QUADS + 2]>,
}

/// What codes say of a quad.
#[derive(Clone, Copy, Default)]
struct Quad {
    /// As [`Quads`] has it.
    said: u32,
    /// What is added to its exponent.
    more: u32,
}

#[derive(Clone, Copy, Default)]
struct Above {
    pattern: u32,
    magnitudes: [u32; 2],
}

/// Where a pass has read to.
struct Cleanup<'b> {
    codes: Reader<'b>,
    codes_at: usize,
    events: Events<'b>,
    magnitudes: Reader<'b>,
    magnitudes_at: usize,
    /// Bit of the plane, in `values`.
    bit: u32,
    /// The largest exponent there may be, and the largest found.
    most: u32,
    found: u32,
}

impl HighThroughput {
    pub fn new() -> Self {
        Self {
            values: Box::new([0; SAMPLES]),
            magnitudes: Bits::default(),
            codes: Bits::default(),
            quads: Box::new([Quad::default(); QUADS + 2]),
            above: Box::new([Above::default(); QUADS + 2]),
        }
    }

    /// The rows of a block of such a width.
    pub fn values(&mut self, width: usize) -> impl Iterator<Item = &mut [u32]> {
        self.values
            .chunks_exact_mut(width.next_multiple_of(2).max(2))
    }

    /// Decodes a block of a band of so many bit planes.
    ///
    /// # Errors
    /// Segments that cannot be such.
    pub fn decode(
        &mut self,
        shape: Shape,
        all_planes: u32,
        passes: u32,
        cleanup: &[u8],
        refinement: &[u8],
    ) -> Result<(), Kind> {
        // The planes above are zeros; all that is below is in this pass, or was left out.
        let bit = shape.planes - 1;
        if passes > 1 && bit == 0 {
            return Err(fault("a code block of more passes than bit planes"));
        }
        self.cleanup(shape, cleanup, (bit, all_planes))?;
        if passes > 1 {
            let stride = shape.width.next_multiple_of(2).max(2);
            let block = refinement::Block {
                values: &mut self.values,
                stride,
                width: shape.width,
                height: shape.height,
                is_causal: shape.style.is_vertically_causal(),
                bit,
            };
            refinement::decode(
                block,
                passes > 2,
                refinement,
                (&mut self.magnitudes, &mut self.codes),
            );
        }
        Ok(())
    }

    /// 7.1.1, 7.3.
    fn cleanup(
        &mut self,
        shape: Shape,
        segment: &[u8],
        (bit, all_planes): (u32, u32),
    ) -> Result<(), Kind> {
        let damaged = || fault("a code block that is damaged");
        let [.., last_but_one, last] = *segment else {
            return Err(damaged());
        };
        let suffix = usize::from(last) << 4 | usize::from(last_but_one & 15);
        let split = segment.len().checked_sub(suffix).filter(|_| suffix >= 2);
        let (magnitudes, suffix) = split
            .and_then(|at| segment.split_at_checked(at))
            .ok_or_else(damaged)?;
        self.magnitudes.forward(magnitudes, 0xFF);
        let (events, codes) = (
            suffix.get(..suffix.len() - 1).unwrap_or_default(),
            suffix.get(..suffix.len() - 2).unwrap_or_default(),
        );
        // The upper half of the last byte but one, of which a bit may be stuffed.
        let upper = last_but_one >> 4;
        let count = if upper & 7 == 7 { 3 } else { 4 };
        self.codes
            .backward(codes, (upper, count), last_but_one | 0x0F > 0x8F);
        let zero_planes = all_planes - shape.planes;
        let mut pass = Cleanup {
            codes: self.codes.reader(),
            codes_at: 0,
            events: Events::new(events),
            magnitudes: self.magnitudes.reader(),
            magnitudes_at: 0,
            bit,
            most: zero_planes + 2,
            found: 0,
        };
        let quads = shape.width.div_ceil(2);
        let stride = quads * 2;
        self.above.fill(Above::default());
        let rows = self.values.chunks_exact_mut(stride * 2);
        for (number, rows) in rows.take(shape.height.div_ceil(2)).enumerate() {
            let (Some(above), Some(of_row)) = (
                self.above.get_mut(..quads + 2),
                self.quads.get_mut(..quads.next_multiple_of(2)),
            ) else {
                return Err(damaged());
            };
            if number == 0 {
                pass.read_codes::<true>(of_row, quads, above);
            } else {
                pass.read_codes::<false>(of_row, quads, above);
            }
            pass.read_magnitudes(of_row, above, rows.split_at_mut(stride));
        }
        if pass.found > pass.most.min(BITS) {
            return Err(damaged());
        }
        Ok(())
    }
}

impl Cleanup<'_> {
    /// The codes of a row of quads, two by two (7.3.4 to 7.3.6).
    #[inline(never)]
    #[expect(clippy::indexing_slicing, reason = "masked")]
    fn read_codes<const FIRST: bool>(&mut self, quads: &mut [Quad], count: usize, above: &[Above]) {
        let table: &Quads = if FIRST { &OF_FIRST_ROW } else { &OF_OTHER_ROWS };
        let exponents = if FIRST {
            &EXPONENTS_OF_FIRST_ROW
        } else {
            &EXPONENTS_OF_OTHER_ROWS
        };
        let codes = self.codes;
        let mut at = self.codes_at;
        let mut before = 0;
        // Of the quads above: before, and those above this pair and behind it.
        let mut corner = 0;
        let mut above = above
            .get(1..)
            .unwrap_or_default()
            .iter()
            .map(|it| it.pattern);
        let mut over = above.next().unwrap_or_default();
        let mut context_of = |before: u32| {
            let next = above.next().unwrap_or_default();
            let context = if FIRST {
                first_context(before)
            } else {
                context(before, corner, over, next)
            };
            (corner, over) = (over, next);
            context
        };
        let (pairs, _) = quads.as_chunks_mut::<2>();
        for (number, pair) in pairs.iter_mut().enumerate() {
            let mut bits = codes.at(at);
            let context = context_of(before);
            let first = code(table, context, &mut self.events, &mut bits);
            let context = context_of(first >> 4 & 15);
            // A row may end with the first of a pair.
            let second = if number * 2 + 1 < count {
                code(table, context, &mut self.events, &mut bits)
            } else {
                0
            };
            before = second >> 4 & 15;
            let mut which = first >> 3 & 1 | (second >> 3 & 1) << 1;
            if FIRST && which == 3 && self.events.next() {
                which = 4;
            }
            let code = exponents[(which << 6 | (bits & 63) as u32) as usize & 511];
            let code = u32::from(code);
            bits >>= code & 15;
            let (one, other) = (code >> 4 & 7, code >> 7 & 7);
            let suffix = |bits: u64, length: u32| low_half(bits & ((1 << length) - 1));
            let more = (code >> 10 & 7) + suffix(bits, one);
            let more_of_other = (code >> 13) + suffix(bits >> one, other);
            *pair = [
                Quad { said: first, more },
                Quad {
                    said: second,
                    more: more_of_other,
                },
            ];
            let taken = (first & 7) + (second & 7) + (code & 15) + one + other;
            at += taken as usize;
        }
        self.codes_at = at;
    }

    /// The samples of a row of quads (7.3.7, 7.3.8).
    #[inline(never)]
    fn read_magnitudes(
        &mut self,
        quads: &[Quad],
        above: &mut [Above],
        (upper, lower): (&mut [u32], &mut [u32]),
    ) {
        let magnitudes = self.magnitudes;
        let mut at = self.magnitudes_at;
        let mut found = 0;
        let bit = self.bit & 31;
        let mut before = 0;
        let Some((_, above)) = above.split_first_mut() else {
            return;
        };
        let (upper, lower) = (upper.as_chunks_mut::<2>().0, lower.as_chunks_mut::<2>().0);
        let above = std::cell::Cell::from_mut(above).as_slice_of_cells();
        for (((quad, over), upper), lower) in quads
            .iter()
            .zip(above.array_windows::<2>())
            .zip(upper)
            .zip(lower)
        {
            let said = quad.said;
            let pattern = said >> 4 & 15;
            let [here, next] = over;
            let [left, right] = here.get().magnitudes;
            let largest = before | left | right | next.get().magnitudes[0] | 2;
            before = right;
            // With a single sample the neighbours say nothing.
            let least = if pattern & pattern.wrapping_sub(1) == 0 {
                1
            } else {
                largest.ilog2()
            };
            let exponent = least + quad.more;
            found = found.max(if pattern == 0 { 0 } else { exponent });
            let exponent = exponent.min(31);
            // Of a sample whose uppermost bit is known there is one less.
            let (significant, known, ones) = (lanes(pattern), lanes(said >> 12), lanes(said >> 8));
            let upper_bit = 1 << (exponent - 1);
            let lengths = (four(exponent) + known) & significant;
            let masks = four(upper_bit - 1) | (four(upper_bit) & !known);
            let [l0, l2, l1, l3] = lengths.to_array();
            let bits = magnitudes.at(at);
            let (first, second) = (low_half(bits), low_half(bits >> l0));
            at += (l0 + l1) as usize;
            let bits = magnitudes.at(at);
            let (third, fourth) = (low_half(bits), low_half(bits >> l2));
            at += (l2 + l3) as usize;
            let coded = u32x4::new([first, third, second, fourth]) & masks | four(upper_bit) & ones;
            let odd = coded | ONE;
            let values = (((odd + TWO) << bit) | (coded << 31_u32)) & significant;
            let [first, third, second, fourth] = values.to_array();
            *upper = [first, third];
            *lower = [second, fourth];
            let [_, _, left, right] = (odd & significant).to_array();
            here.set(Above {
                pattern,
                magnitudes: [left, right],
            });
        }
        self.magnitudes_at = at;
        self.found = self.found.max(found);
    }
}

const ONE: u32x4 = u32x4::new([1; 4]);
const TWO: u32x4 = u32x4::new([2; 4]);

/// Ones for each sample of a quad that a pattern has: both of the upper row, then of the lower.
static LANES: [[u32; 4]; 16] = {
    let mut table = [[0; 4]; 16];
    let mut pattern = 0;
    while pattern < 16_u32 {
        #[expect(clippy::indexing_slicing, reason = "computed by the compiler")]
        {
            table[pattern as usize] = [
                (pattern & 1).wrapping_neg(),
                (pattern >> 2 & 1).wrapping_neg(),
                (pattern >> 1 & 1).wrapping_neg(),
                (pattern >> 3 & 1).wrapping_neg(),
            ];
        }
        pattern += 1;
    }
    table
};

#[expect(clippy::indexing_slicing, reason = "masked")]
#[inline]
fn lanes(pattern: u32) -> u32x4 {
    u32x4::new(LANES[(pattern & 15) as usize])
}

/// Not `splat`, which is a loop where code is compiled for size.
#[inline]
const fn four(value: u32) -> u32x4 {
    u32x4::new([value, value, value, value])
}

#[expect(clippy::cast_possible_truncation, reason = "its lower half")]
#[inline]
const fn low_half(bits: u64) -> u32 {
    bits as u32
}

/// What the next code says of a quad; without significant neighbours most have none.
#[expect(clippy::inline_always, reason = "a call for each quad else")]
#[expect(clippy::indexing_slicing, reason = "masked")]
#[inline(always)]
fn code(table: &Quads, context: u32, events: &mut Events<'_>, bits: &mut u64) -> u32 {
    if context == 0 && !events.next() {
        return 0;
    }
    let said = u32::from(table[((context << 7 | low_half(*bits & 127)) & 1023) as usize]);
    *bits >>= said & 7;
    said
}

/// Of a quad by the one before it, in the first row (7.3.5, Equation 1).
const fn first_context(before: u32) -> u32 {
    (before | before >> 1) & 1 | before >> 1 & 6
}

/// Of a quad by the one before it and those above it, before it and behind it (Equation 2).
const fn context(before: u32, corner: u32, over: u32, next: u32) -> u32 {
    (corner >> 3 | over >> 1) & 1 | (before >> 1 | before >> 2) & 2 | (over >> 1 | next << 1) & 4
}
