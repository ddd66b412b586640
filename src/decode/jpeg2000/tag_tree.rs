//! Tag trees (ISO/IEC 15444-1 B.10.2): numbers of a grid by the least of each four, and of each
//! four of those.

use super::packet_bits::PacketBits;
use crate::problem::Kind;

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// No less than this.
    least: u16,
    /// And no more.
    is_known: bool,
}

#[derive(Debug)]
pub(super) struct TagTree {
    /// Of each level, the leaves' first: where its nodes begin, and how many are in a row.
    levels: Vec<(usize, usize)>,
    nodes: Vec<Node>,
}

impl TagTree {
    pub fn new(across: usize, down: usize) -> Self {
        let (mut across, mut down) = (across.max(1), down.max(1));
        let mut levels = Vec::new();
        let mut count = 0;
        loop {
            levels.push((count, across));
            count += across * down;
            if across * down == 1 {
                break;
            }
            (across, down) = (across.div_ceil(2), down.div_ceil(2));
        }
        Self {
            levels,
            nodes: vec![Node::default(); count],
        }
    }

    /// Reads as far as is needed to say whether a leaf's number is below an end; the number, if it
    /// is.
    pub fn below(
        &mut self,
        (column, row): (usize, usize),
        end: u16,
        bits: &mut PacketBits<'_>,
    ) -> Result<Option<u16>, Kind> {
        let mut least = 0;
        let mut is_known = false;
        for (level, (start, across)) in self.levels.iter().enumerate().rev() {
            let place = start + (row >> level) * across + (column >> level);
            let Some(node) = self.nodes.get_mut(place) else {
                break;
            };
            node.least = node.least.max(least);
            while !node.is_known && node.least < end {
                if bits.bit()? == 1 {
                    node.is_known = true;
                } else {
                    node.least += 1;
                }
            }
            (least, is_known) = (node.least, node.is_known);
        }
        Ok((is_known && least < end).then_some(least))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of B.10.2.
    #[test]
    fn numbers_are_told_by_the_least_of_those_around_them() {
        let mut bits = PacketBits::new(&[0b0111_1001, 0b1010_0000]);
        let mut tree = TagTree::new(6, 3);
        let mut number = |column| {
            let mut numbers = (1..9).map(|end| tree.below((column, 0), end, &mut bits).unwrap());
            numbers.find_map(|number| number)
        };
        assert_eq!([0, 1, 2].map(&mut number), [Some(1), Some(3), Some(2)]);
        // Eleven bits were read.
        assert_eq!(bits.bits(5).unwrap(), 0);
        assert!(bits.bit().is_err());
    }
}
