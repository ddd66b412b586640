//! The contexts of bit-plane coding (ISO/IEC 15444-1 D.3), by neighbourhood.
//!
//! A neighbourhood is nine bits, row by row from the upper left on: which samples are significant.

use super::mq::{self, Contexts};

/// Which band a block is of: what of its neighbourhood matters differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Orientation {
    LowLow,
    /// High-pass across.
    HighLow,
    /// High-pass down.
    LowHigh,
    HighHigh,
}

pub(super) const RUN: usize = 17;
pub(super) const UNIFORM: usize = 18;
/// Of magnitude refinement: this one, the next with neighbours, the one after when not the first.
pub(super) const REFINEMENT: usize = 14;

/// Table D.7.
pub(super) const fn initial() -> Contexts {
    let mut contexts = [mq::state(0); 32];
    contexts[0] = mq::state(4);
    contexts[RUN] = mq::state(3);
    contexts[UNIFORM] = mq::state(46);
    contexts
}

pub(super) type BySignificance = [u8; 512];

/// Of significance coding (Table D.1).
pub(super) const fn of_significance(orientation: Orientation) -> &'static BySignificance {
    const LOW: BySignificance = significance(false, false);
    const ACROSS: BySignificance = significance(true, false);
    const BOTH: BySignificance = significance(false, true);
    match orientation {
        Orientation::LowLow | Orientation::LowHigh => &LOW,
        Orientation::HighLow => &ACROSS,
        Orientation::HighHigh => &BOTH,
    }
}

const fn significance(turned: bool, diagonal: bool) -> BySignificance {
    let mut table = [0; 512];
    let mut near = 0;
    while near < 512 {
        let across = (near >> 3 & 1) + (near >> 5 & 1);
        let down = (near >> 1 & 1) + (near >> 7 & 1);
        let corners = (near & 1) + (near >> 2 & 1) + (near >> 6 & 1) + (near >> 8 & 1);
        let context = if diagonal {
            of_diagonal(across + down, corners)
        } else if turned {
            of_straight(down, across, corners)
        } else {
            of_straight(across, down, corners)
        };
        #[expect(clippy::indexing_slicing, reason = "computed by the compiler")]
        {
            table[near] = context;
        }
        near += 1;
    }
    table
}

const fn of_straight(along: usize, other: usize, corners: usize) -> u8 {
    match (along, other, corners) {
        (2, _, _) => 8,
        (1, 1.., _) => 7,
        (1, 0, 1..) => 6,
        (1, 0, 0) => 5,
        (_, 2, _) => 4,
        (_, 1, _) => 3,
        (_, _, 2..) => 2,
        (_, _, 1) => 1,
        _ => 0,
    }
}

const fn of_diagonal(straight: usize, corners: usize) -> u8 {
    match (corners, straight) {
        (3.., _) => 8,
        (2, 1..) => 7,
        (2, 0) => 6,
        (1, 2..) => 5,
        (1, 1) => 4,
        (1, 0) => 3,
        (_, 2..) => 2,
        (_, 1) => 1,
        _ => 0,
    }
}

/// The context of a sign, and above it the bit that the symbol is turned by (Tables D.2, D.3).
/// Eight bits say of the neighbours: bit 1, 3, 5, 7 which are significant (above, before, behind,
/// below), bit 4, 0, 2, 6 which of them are negative.
pub(super) const SIGNS: [u8; 256] = {
    let mut table = [0; 256];
    let mut near = 0;
    while near < 256 {
        let across =
            contribution(near >> 3 & 1, near & 1) + contribution(near >> 5 & 1, near >> 2 & 1);
        let down =
            contribution(near >> 1 & 1, near >> 4 & 1) + contribution(near >> 7 & 1, near >> 6 & 1);
        #[expect(clippy::indexing_slicing, reason = "computed by the compiler")]
        {
            table[near] = sign(across.signum(), down.signum());
        }
        near += 1;
    }
    table
};

const fn contribution(is_significant: usize, is_negative: usize) -> i32 {
    match (is_significant, is_negative) {
        (0, _) => 0,
        (_, 0) => 1,
        _ => -1,
    }
}

const fn sign(across: i32, down: i32) -> u8 {
    const TURNED: u8 = 0x80;
    match (across, down) {
        (1, 1) => 13,
        (1, 0) => 12,
        (1, _) => 11,
        (0, 1) => 10,
        (0, 0) => 9,
        (0, _) => TURNED + 10,
        (_, 1) => TURNED + 11,
        (_, 0) => TURNED + 12,
        _ => TURNED + 13,
    }
}
