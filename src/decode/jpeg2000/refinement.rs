//! The passes that refine a high-throughput code block by a bit plane (ISO/IEC 15444-15 7.4, 7.5).

use super::high_throughput::SAMPLES;
use super::quad_bits::Bits;

/// A block after its cleanup pass.
pub(super) struct Block<'b> {
    pub values: &'b mut [u32; SAMPLES],
    pub stride: usize,
    pub width: usize,
    pub height: usize,
    pub is_causal: bool,
    /// Of the cleanup pass's plane; not 0.
    pub bit: u32,
}

/// Significance propagation, and magnitude refinement where there is that pass too: the one from
/// the first bit of the segment on, the other from the last.
pub(super) fn decode(
    mut block: Block<'_>,
    refines: bool,
    segment: &[u8],
    (forward, backward): (&mut Bits, &mut Bits),
) {
    // Which are significant after the cleanup pass alone.
    let significant = Map::of(&block);
    forward.forward(segment, 0);
    propagate(&mut block, &significant, forward);
    if refines {
        backward.backward(segment, (0, 0), true);
        refine(&mut block, &significant, backward);
    }
}

/// A bit for each sample, with a guard all around.
struct Map {
    rows: Vec<bool>,
    stride: usize,
}

impl Map {
    fn of(block: &Block<'_>) -> Self {
        let stride = block.width + 2;
        let mut rows = vec![false; stride * (block.height + 2)];
        let lines = block.values.chunks_exact(block.stride).take(block.height);
        for (line, row) in lines.zip(rows.chunks_exact_mut(stride).skip(1)) {
            for (value, place) in line.iter().zip(row.iter_mut().skip(1)).take(block.width) {
                *place = *value != 0;
            }
        }
        Self { rows, stride }
    }

    fn has(&self, x: usize, y: usize) -> bool {
        let at = (y + 1) * self.stride + x + 1;
        self.rows.get(at).copied().unwrap_or_default()
    }

    fn set(&mut self, x: usize, y: usize) {
        if let Some(place) = self.rows.get_mut((y + 1) * self.stride + x + 1) {
            *place = true;
        }
    }

    /// Of three samples around the given one, in the row that comes so many after the one above.
    fn any_in(&self, x: usize, y: usize, after: usize) -> bool {
        let at = (y + after) * self.stride + x;
        let three = self.rows.get(at..at + 3).unwrap_or_default();
        three.iter().any(|is_significant| *is_significant)
    }

    fn has_neighbour(&self, x: usize, y: usize, knows_below: bool) -> bool {
        self.any_in(x, y, 0) || self.any_in(x, y, 1) || knows_below && self.any_in(x, y, 2)
    }
}

/// 7.4: four columns of a stripe after each other, then their signs.
fn propagate(block: &mut Block<'_>, significant: &Map, bits: &Bits) {
    let mut now = Map {
        rows: significant.rows.clone(),
        stride: significant.stride,
    };
    let mut at = 0;
    let mut next = || {
        at += 1;
        (bits.at(at - 1) & 1) as u32
    };
    for top in (0..block.height).step_by(4) {
        for left in (0..block.width).step_by(4) {
            let mut fresh = Vec::new();
            for x in left..(left + 4).min(block.width) {
                for y in top..(top + 4).min(block.height) {
                    let knows_below = !block.is_causal || y % 4 < 3;
                    if significant.has(x, y) || !now.has_neighbour(x, y, knows_below) {
                        continue;
                    }
                    if next() == 1 {
                        now.set(x, y);
                        fresh.push((x, y));
                    }
                }
            }
            for (x, y) in fresh {
                let value = next() << 31 | 3 << (block.bit - 1);
                if let Some(place) = block.values.get_mut(y * block.stride + x) {
                    *place = value;
                }
            }
        }
    }
}

/// 7.5: what the cleanup pass found, column by column of a stripe.
fn refine(block: &mut Block<'_>, significant: &Map, bits: &Bits) {
    let mut at = 0;
    for top in (0..block.height).step_by(4) {
        for x in 0..block.width {
            for y in top..(top + 4).min(block.height) {
                if !significant.has(x, y) {
                    continue;
                }
                let bit = (bits.at(at) & 1) as u32;
                at += 1;
                if let Some(place) = block.values.get_mut(y * block.stride + x) {
                    *place ^= (bit ^ 1) << block.bit | 1 << (block.bit - 1);
                }
            }
        }
    }
}
