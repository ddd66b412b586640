//! Code blocks of Part 1: bit planes in three passes each (ISO/IEC 15444-1 Annex D).
//!
//! A word keeps what is to be known of four samples that stand below each other, and of those
//! around them, so that a glance at it says that there is nothing to do.

use super::contexts::{self, BySignificance, Orientation, REFINEMENT, RUN, SIGNS, UNIFORM};
use super::fault;
use super::mq::{self, Contexts, Mq, Raw};
use super::style::BlockStyle;
use crate::problem::Kind;

/// Of a column of four samples: which are significant, by rows of three columns from the one above
/// on (bits 0 to 17), three bits for each row. Above those the first of the four at bits 19, 20,
/// 21, the others three bits further each: it is negative, was refined, was visited.
type Flags = u32;
/// The first of the four is significant.
const THIS: u32 = 4;
const NEGATIVE: u32 = 19;
const REFINED: u32 = 20;
const VISITED: u32 = 21;
/// The samples above and below the four are negative.
const ABOVE_NEGATIVE: u32 = 18;
const BELOW_NEGATIVE: u32 = 31;
/// A bit for each of the four.
const ROWS: u32 = 0o1111;
const NEIGHBOURS: u32 = 0b1_1110_1111;

/// Blocks hold up to 4096 samples (A.6.1), in up to 1024 columns of four: with those around them
/// there are no more than 3078, and a mask keeps within them.
const CELLS: usize = 4096;
const MASK: usize = CELLS - 1;

/// What a block is decoded in.
pub(super) struct BitPlanes {
    flags: Box<[Flags; CELLS]>,
    /// Four of a column after each other. Sign in bit 31, twice the magnitude below, so that what
    /// was left out counts half.
    pub values: Box<[u32; CELLS]>,
    words: Vec<u32>,
}

/// What a block is, for its decoding.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub width: usize,
    pub height: usize,
    pub orientation: Orientation,
    /// Bit planes that are not all zeros.
    pub planes: u32,
    pub style: BlockStyle,
}

/// A codeword segment: its bytes, the number of its first pass, and how many it holds.
pub(super) struct Segment<'a> {
    pub bytes: &'a [u8],
    pub first: u32,
    pub passes: u32,
}

/// What symbols come from.
trait Symbols: Copy {
    fn symbol(&mut self, contexts: &mut Contexts, context: usize) -> u32;
    /// 1 where it is negative.
    fn sign(&mut self, contexts: &mut Contexts, near: usize) -> u32;
}

impl Symbols for Mq<'_> {
    #[expect(clippy::inline_always, reason = "a call for each sample else")]
    #[inline(always)]
    fn symbol(&mut self, contexts: &mut Contexts, context: usize) -> u32 {
        Mq::symbol(self, contexts, context)
    }

    #[expect(clippy::inline_always, reason = "a call for each sample else")]
    #[expect(clippy::indexing_slicing, reason = "masked")]
    #[inline(always)]
    fn sign(&mut self, contexts: &mut Contexts, near: usize) -> u32 {
        let sign = SIGNS[near & 255];
        Mq::symbol(self, contexts, usize::from(sign & 31)) ^ u32::from(sign >> 7)
    }
}

impl Symbols for Raw<'_> {
    fn symbol(&mut self, _: &mut Contexts, _: usize) -> u32 {
        self.bit()
    }

    fn sign(&mut self, _: &mut Contexts, _: usize) -> u32 {
        self.bit()
    }
}

impl BitPlanes {
    pub fn new() -> Self {
        Self {
            flags: Box::new([0; CELLS]),
            values: Box::new([0; CELLS]),
            words: Vec::new(),
        }
    }

    /// Zeros, and no sample visited but those that are not there.
    fn clear(&mut self, shape: Shape) {
        let stripes = shape.height.div_ceil(4);
        let stride = shape.width + 2;
        let used = stride * (stripes + 2);
        if let (Some(flags), Some(values)) = (
            self.flags.get_mut(..used),
            self.values.get_mut(..shape.width * stripes * 4),
        ) {
            flags.fill(0);
            values.fill(0);
        }
        let kept = kept_in(shape, stripes - 1);
        let last = self.flags.get_mut(stripes * stride + 1..);
        for flags in last.unwrap_or_default().iter_mut().take(shape.width) {
            *flags = kept;
        }
    }

    /// Decodes a block into `values`.
    ///
    /// # Errors
    /// A segmentation symbol that is none (D.5).
    pub fn decode<'a>(
        &mut self,
        shape: Shape,
        segments: impl Iterator<Item = Segment<'a>>,
    ) -> Result<(), Kind> {
        self.clear(shape);
        let mut contexts = contexts::initial();
        let mut words = std::mem::take(&mut self.words);
        for segment in segments {
            mq::unstuff(segment.bytes, &mut words);
            let mut passes = Passes::new(self, shape, &mut contexts);
            let is_raw = shape.style.is_raw(segment.first);
            let (mut mq, mut raw) = (Mq::new(&words), Raw::new(&words));
            for pass in segment.first..segment.first + segment.passes {
                passes.bit = shape.planes - pass.div_ceil(3);
                match (pass + 2) % 3 {
                    0 if is_raw => passes.significance(&mut raw),
                    0 => passes.significance(&mut mq),
                    1 if is_raw => passes.refinement(&mut raw),
                    1 => passes.refinement(&mut mq),
                    _ => passes.cleanup(&mut mq),
                }
                if (pass + 2) % 3 == 2 && shape.style.has_segmentation_symbols() {
                    passes.segmentation_symbol(&mut mq)?;
                }
                if shape.style.resets_contexts() {
                    *passes.contexts = contexts::initial();
                }
            }
        }
        self.words = words;
        Ok(())
    }
}

/// The bits that say of samples below the block that they were visited.
const fn kept_in(shape: Shape, stripe: usize) -> Flags {
    match shape.height.saturating_sub(stripe * 4) {
        0 => ROWS << VISITED,
        1 => (ROWS & !0o1) << VISITED,
        2 => (ROWS & !0o11) << VISITED,
        3 => (ROWS & !0o111) << VISITED,
        _ => 0,
    }
}

/// What passes work on.
struct Passes<'b> {
    flags: &'b mut [Flags; CELLS],
    values: &'b mut [u32; CELLS],
    contexts: &'b mut Contexts,
    of_significance: &'static BySignificance,
    shape: Shape,
    /// Of the plane, in `values`.
    bit: u32,
}

/// A column of four, with its neighbours' places.
#[derive(Clone, Copy)]
struct Column {
    at: usize,
    stride: usize,
    /// Of the first of its samples.
    value_at: usize,
}

impl<'b> Passes<'b> {
    fn new(planes: &'b mut BitPlanes, shape: Shape, contexts: &'b mut Contexts) -> Self {
        Self {
            flags: &mut planes.flags,
            values: &mut planes.values,
            contexts,
            of_significance: contexts::of_significance(shape.orientation),
            shape,
            bit: 0,
        }
    }

    /// D.3.1: what has a significant neighbour and is not significant itself.
    #[expect(clippy::indexing_slicing, reason = "masked")]
    #[inline(never)]
    fn significance<S: Symbols>(&mut self, symbols: &mut S) {
        let mut coder = *symbols;
        let stride = self.shape.width + 2;
        for stripe in 0..self.shape.height.div_ceil(4) {
            let mut column = Column {
                at: (stripe + 1) * stride + 1,
                stride,
                value_at: stripe * self.shape.width * 4,
            };
            for _ in 0..self.shape.width {
                let mut flags = self.flags[column.at & MASK];
                let mut rows = with_neighbours(flags);
                if rows != 0 {
                    while rows != 0 {
                        let row = rows.trailing_zeros();
                        let near = (flags >> row & NEIGHBOURS) as usize;
                        let context = self.of_significance[near & 511];
                        let bit = coder.symbol(self.contexts, context.into());
                        flags |= 1 << (row + VISITED);
                        rows &= rows - 1;
                        if bit != 0 {
                            flags = self.becomes_significant(&mut coder, column, flags, row);
                            // So the next one has a neighbour.
                            rows |= (8 << row) & ROWS & !(flags >> THIS) & !(flags >> VISITED);
                        }
                    }
                    self.flags[column.at & MASK] = flags;
                }
                column.at += 1;
                column.value_at += 4;
            }
        }
        *symbols = coder;
    }

    /// D.3.3: what was significant before this plane.
    #[expect(clippy::indexing_slicing, reason = "masked")]
    #[inline(never)]
    fn refinement<S: Symbols>(&mut self, symbols: &mut S) {
        let mut coder = *symbols;
        let stride = self.shape.width + 2;
        for stripe in 0..self.shape.height.div_ceil(4) {
            let start = (stripe + 1) * stride + 1;
            let value_start = stripe * self.shape.width;
            for column in 0..self.shape.width {
                let at = (start + column) & MASK;
                let flags = self.flags[at];
                let mut rows = flags >> THIS & !(flags >> VISITED) & ROWS;
                if rows == 0 {
                    continue;
                }
                self.flags[at] = flags | rows << REFINED;
                while rows != 0 {
                    let row = rows.trailing_zeros();
                    let has_neighbours = u32::from(flags >> row & NEIGHBOURS != 0);
                    let again = flags >> (row + REFINED) & 1;
                    let context = REFINEMENT + (has_neighbours | again << 1).min(2) as usize;
                    let bit = coder.symbol(self.contexts, context);
                    let value_at = (value_start + column) * 4 + (row / 3) as usize;
                    // What was a half before is this bit, and there is another half.
                    self.values[value_at & MASK] ^=
                        ((bit ^ 1) << (self.bit & 31)) | 1 << ((self.bit.wrapping_sub(1)) & 31);
                    rows &= rows - 1;
                }
            }
        }
        *symbols = coder;
    }

    /// D.3.4: all that the other two left, four at once where nothing is near.
    #[expect(clippy::indexing_slicing, reason = "masked")]
    #[inline(never)]
    fn cleanup(&mut self, mq: &mut Mq<'_>) {
        let mut coder = *mq;
        let stride = self.shape.width + 2;
        for stripe in 0..self.shape.height.div_ceil(4) {
            let kept = kept_in(self.shape, stripe);
            let mut column = Column {
                at: (stripe + 1) * stride + 1,
                stride,
                value_at: stripe * self.shape.width * 4,
            };
            for _ in 0..self.shape.width {
                let mut flags = self.flags[column.at & MASK];
                let mut rows = ROWS & !(flags >> THIS) & !(flags >> VISITED);
                if flags == 0 {
                    rows = 0;
                    if coder.symbol(self.contexts, RUN) != 0 {
                        let upper = coder.symbol(self.contexts, UNIFORM);
                        let row = 3 * (upper << 1 | coder.symbol(self.contexts, UNIFORM));
                        flags = self.becomes_significant(&mut coder, column, flags, row);
                        rows = ROWS & !((2 << row) - 1);
                    }
                }
                while rows != 0 {
                    let row = rows.trailing_zeros();
                    let near = (flags >> row & NEIGHBOURS) as usize;
                    let context = self.of_significance[near & 511];
                    let bit = coder.symbol(self.contexts, context.into());
                    rows &= rows - 1;
                    if bit != 0 {
                        flags = self.becomes_significant(&mut coder, column, flags, row);
                    }
                }
                self.flags[column.at & MASK] = flags & !(ROWS << VISITED) | kept;
                column.at += 1;
                column.value_at += 4;
            }
        }
        *mq = coder;
    }

    /// Reads the sign (D.3.2), and tells the neighbours.
    #[expect(clippy::inline_always, reason = "so that the coder stays in registers")]
    #[expect(clippy::indexing_slicing, reason = "masked")]
    #[inline(always)]
    fn becomes_significant<S: Symbols>(
        &mut self,
        coder: &mut S,
        column: Column,
        flags: Flags,
        row: u32,
    ) -> Flags {
        let Column { at, stride, .. } = column;
        let before = self.flags[(at - 1) & MASK];
        let behind = self.flags[(at + 1) & MASK];
        let above = if row == 0 {
            ABOVE_NEGATIVE
        } else {
            row + NEGATIVE - 3
        };
        let near = flags >> row & 0b1010_1010
            | (before >> (row + NEGATIVE) & 1)
            | (behind >> (row + NEGATIVE) & 1) << 2
            | (flags >> above & 1) << 4
            | (flags >> (row + NEGATIVE + 3) & 1) << 6;
        let sign = coder.sign(self.contexts, near as usize);
        self.flags[(at - 1) & MASK] = before | 1 << (row + THIS + 1);
        self.flags[(at + 1) & MASK] = behind | 1 << (row + THIS - 1);
        // Vertically causal: a stripe knows nothing of the one below it (D.7).
        if row == 0 && !self.shape.style.is_vertically_causal() {
            let above = at - stride;
            self.flags[(above - 1) & MASK] |= 1 << 17;
            self.flags[above & MASK] |= 1 << 16 | sign << BELOW_NEGATIVE;
            self.flags[(above + 1) & MASK] |= 1 << 15;
        }
        if row == 9 {
            let below = at + stride;
            self.flags[(below - 1) & MASK] |= 1 << 2;
            self.flags[below & MASK] |= 1 << 1 | sign << ABOVE_NEGATIVE;
            self.flags[(below + 1) & MASK] |= 1;
        }
        let value_at = column.value_at + (row / 3) as usize;
        self.values[value_at & MASK] = sign << 31 | 3 << ((self.bit.wrapping_sub(1)) & 31);
        flags | (1 << THIS | sign << NEGATIVE) << row
    }

    /// D.5: 1010 behind the plane.
    fn segmentation_symbol(&mut self, mq: &mut Mq<'_>) -> Result<(), Kind> {
        let bits = [0; 4].map(|_: u32| mq.symbol(self.contexts, UNIFORM));
        if bits == [1, 0, 1, 0] {
            return Ok(());
        }
        Err(fault("a code block that is damaged"))
    }
}

/// Of the four those that are not significant, not visited, and have a significant neighbour.
#[inline]
const fn with_neighbours(flags: Flags) -> u32 {
    let significant = flags & 0x3_FFFF;
    // Rows in which any of the three is.
    let rows = significant | significant >> 1 | significant >> 2;
    (rows | rows >> 3 | rows >> 6) & ROWS & !(flags >> THIS) & !(flags >> VISITED)
}
