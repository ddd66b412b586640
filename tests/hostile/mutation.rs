//! Bytes changed here and there, the same way each time.

use xtask::synthetic::random::Random;

use crate::seeds::Seed;

/// Longer ones take time, and find nothing new.
const LONGEST: usize = 32 << 10;
const MOST_CHANGES: usize = 6;

/// The ends of ranges, signed and not; what lengths and counts are when they lie.
const ODD: [u32; 16] = [
    0,
    1,
    2,
    3,
    0x10,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x7fff,
    0x8000,
    0xffff,
    0x0001_0000,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
];

/// The mutation of this number.
pub fn mutated(corpus: &[Seed], number: u64) -> Vec<u8> {
    let mut random = Random::new(number + 1);
    let mut bytes = corpus[random.below(corpus.len())].bytes.clone();
    for _ in 0..=random.below(MOST_CHANGES) {
        if bytes.is_empty() {
            break;
        }
        change(&mut bytes, corpus, &mut random);
        bytes.truncate(LONGEST);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, corpus: &[Seed], random: &mut Random) {
    let at = random.below(bytes.len());
    let length = 1 + random.below(32.min(bytes.len() - at));
    match random.below(10) {
        0 | 1 => bytes[at] ^= 1 << random.below(8),
        2 => bytes[at] = random.bits().to_le_bytes()[0],
        3 | 4 => number(bytes, at, random),
        5 => drop(bytes.drain(at..at + length)),
        6 => {
            let copied = bytes[at..at + length].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, copied);
        }
        7 => {
            let copied = bytes[at..at + length].to_vec();
            let to = random.below(bytes.len() - length + 1);
            bytes[to..to + length].copy_from_slice(&copied);
        }
        8 if random.below(4) == 0 => bytes.truncate(at),
        _ => {
            let other = &corpus[random.below(corpus.len())].bytes;
            let from = random.below(other.len().max(1)).min(other.len());
            let end = other.len().min(from + 1 + random.below(256));
            let replaced = (at + end - from).min(bytes.len());
            bytes.splice(at..replaced, other[from..end].iter().copied());
        }
    }
}

/// Writes an odd number of one, two or four bytes, in either order.
fn number(bytes: &mut [u8], at: usize, random: &mut Random) {
    let odd = ODD[random.below(ODD.len())];
    let size = 1 << random.below(3);
    let big = random.below(2) == 0;
    let cells = odd.to_le_bytes();
    for (place, byte) in bytes[at..].iter_mut().take(size).enumerate() {
        *byte = cells[if big { size - 1 - place } else { place }];
    }
}
