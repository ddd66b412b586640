//! Which blocks of the copy hold anything that is seen: rays step over the others.

use super::reduction::NOTHING;

/// Texels of a block along each axis. Keep in sync with `BLOCK` in `gpu/ray.wgsl`.
pub const BLOCK: u32 = 8;

/// The least and the greatest level of each block, with the texels next to it: a place in the block
/// is interpolated from those too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocks {
    /// Texels.
    size: [u32; 3],
    /// Blocks.
    pub count: [u32; 3],
    ends: Vec<[u8; 2]>,
}

/// Of a block of which nothing has come.
const UNKNOWN: [u8; 2] = [u8::MAX, 0];

impl Blocks {
    /// Of so many texels, of which none has come.
    #[must_use]
    pub fn new(size: [u32; 3]) -> Self {
        let count = size.map(|side| side.div_ceil(BLOCK));
        let all = count.into_iter().map(|side| side as usize).product();
        Self {
            size,
            count,
            ends: vec![UNKNOWN; all],
        }
    }

    /// A layer has come.
    pub fn take(&mut self, layer: u32, levels: &[u8]) {
        let [wide, tall, deep] = self.count;
        let columns = self.size[0] as usize;
        let mut ends = vec![UNKNOWN; (wide * tall) as usize];
        for (row, levels) in (0..self.size[1]).zip(levels.chunks(columns)) {
            for column in 0..wide {
                let of_row = ends_of(levels, column);
                for block in beside(row, tall) {
                    join(&mut ends, (block * wide + column) as usize, of_row);
                }
            }
        }
        for block in beside(layer, deep) {
            let start = (block * wide * tall) as usize;
            for (at, of_layer) in ends.iter().enumerate() {
                join(&mut self.ends, start + at, *of_layer);
            }
        }
    }

    /// A layer holds nothing.
    pub fn take_nothing(&mut self, layer: u32) {
        let [wide, tall, deep] = self.count;
        let of_layer = (wide * tall) as usize;
        for block in beside(layer, deep) {
            let start = block as usize * of_layer;
            for at in start..start + of_layer {
                join(&mut self.ends, at, [NOTHING; 2]);
            }
        }
    }

    /// A byte for each block, columns first: 255 where one of its levels is seen, else 0.
    #[must_use]
    pub fn seen(&self, is_seen: impl Fn(u8) -> bool) -> Vec<u8> {
        let mut seen_below = [0_u16; 257];
        for level in 0..=u8::MAX {
            let at = usize::from(level);
            seen_below[at + 1] = seen_below[at] + u16::from(is_seen(level));
        }
        let of_block = |[least, most]: &[u8; 2]| {
            let is_one = least <= most
                && seen_below[usize::from(*most) + 1] > seen_below[usize::from(*least)];
            if is_one { u8::MAX } else { 0 }
        };
        self.ends.iter().map(of_block).collect()
    }
}

/// Of a block's columns in a row, and one more on each side.
fn ends_of(levels: &[u8], block: u32) -> [u8; 2] {
    let from = (block * BLOCK).saturating_sub(1) as usize;
    let to = ((block + 1) * BLOCK + 1) as usize;
    let part = levels.get(from..to.min(levels.len())).unwrap_or_default();
    part.iter().fold(UNKNOWN, |[least, most], level| {
        [least.min(*level), most.max(*level)]
    })
}

/// The blocks that a row or layer counts for: its own, and the one next to it.
fn beside(at: u32, count: u32) -> impl Iterator<Item = u32> {
    let before = at.saturating_sub(1) / BLOCK;
    let after = ((at + 1) / BLOCK).min(count.saturating_sub(1));
    before..=after
}

fn join(ends: &mut [[u8; 2]], at: usize, [least, most]: [u8; 2]) {
    if let Some([known_least, known_most]) = ends.get_mut(at) {
        *known_least = least.min(*known_least);
        *known_most = most.max(*known_most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_of_nothing_is_as_one_that_was_looked_through() {
        let [mut one, mut other] = [Blocks::new([17, 9, 9]), Blocks::new([17, 9, 9])];
        for layer in 0..9 {
            one.take(layer, &[7; 17 * 9]);
            other.take(layer, &[7; 17 * 9]);
        }
        one.take(7, &[NOTHING; 17 * 9]);
        other.take_nothing(7);
        assert_eq!(one, other);
    }

    #[test]
    fn a_block_knows_the_texels_next_to_it() {
        let mut blocks = Blocks::new([17, 9, 9]);
        assert_eq!(blocks.count, [3, 2, 2]);
        for layer in 0..9 {
            let mut levels = vec![1; 17 * 9];
            if layer == 8 {
                // The first texel of the third block along a row, and of the second along the others.
                levels[8 * 17 + 16] = 200;
            }
            blocks.take(layer, &levels);
        }
        let bright = blocks.seen(|level| level > 100);
        // Seen from the blocks that it lies in and that end before it.
        let at = |x: usize, y: usize, z: usize| bright[(z * 2 + y) * 3 + x];
        for (x, y, z) in [(2, 1, 1), (1, 1, 1), (1, 0, 0), (2, 0, 1)] {
            assert_eq!(at(x, y, z), 255, "{x} {y} {z}");
        }
        assert_eq!(at(0, 1, 1), 0);
        assert_eq!(blocks.seen(|level| level == 1).iter().min(), Some(&255));
        assert_eq!(Blocks::new([8, 8, 8]).seen(|_| true), [0]);
    }
}
