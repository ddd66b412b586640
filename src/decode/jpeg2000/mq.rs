//! The MQ decoder (ISO/IEC 15444-1 Annex C).
//!
//! The interval is turned round: what is kept is how far the code lies below the interval's upper
//! end, so that a more probable symbol takes from the interval alone. One comparison then says
//! that a symbol is such a one and that nothing has to be renormalised.

/// Qe, the state after the more and the less probable symbol, and whether the latter turns the
/// sense of the former (Table C.2).
const STEPS: [(u64, u64, u64, bool); 47] = [
    (0x5601, 1, 1, true),
    (0x3401, 2, 6, false),
    (0x1801, 3, 9, false),
    (0x0AC1, 4, 12, false),
    (0x0521, 5, 29, false),
    (0x0221, 38, 33, false),
    (0x5601, 7, 6, true),
    (0x5401, 8, 14, false),
    (0x4801, 9, 14, false),
    (0x3801, 10, 14, false),
    (0x3001, 11, 17, false),
    (0x2401, 12, 18, false),
    (0x1C01, 13, 20, false),
    (0x1601, 29, 21, false),
    (0x5601, 15, 14, true),
    (0x5401, 16, 14, false),
    (0x5101, 17, 15, false),
    (0x4801, 18, 16, false),
    (0x3801, 19, 17, false),
    (0x3401, 20, 18, false),
    (0x3001, 21, 19, false),
    (0x2801, 22, 19, false),
    (0x2401, 23, 20, false),
    (0x2201, 24, 21, false),
    (0x1C01, 25, 22, false),
    (0x1801, 26, 23, false),
    (0x1601, 27, 24, false),
    (0x1401, 28, 25, false),
    (0x1201, 29, 26, false),
    (0x1101, 30, 27, false),
    (0x0AC1, 31, 28, false),
    (0x09C1, 32, 29, false),
    (0x08A1, 33, 30, false),
    (0x0521, 34, 31, false),
    (0x0441, 35, 32, false),
    (0x02A1, 36, 33, false),
    (0x0221, 37, 34, false),
    (0x0141, 38, 35, false),
    (0x0111, 39, 36, false),
    (0x0085, 40, 37, false),
    (0x0049, 41, 38, false),
    (0x0025, 42, 39, false),
    (0x0015, 43, 40, false),
    (0x0009, 44, 41, false),
    (0x0005, 45, 42, false),
    (0x0001, 45, 43, false),
    (0x5601, 46, 46, false),
];

/// Where Qe begins in a state, and the interval in its register.
const FRACTION: u32 = 48;
const QE: u64 = 0xFFFF << FRACTION;
const HALF: u64 = 1 << 63;
/// The more probable symbol, in a state.
const SENSE: u32 = 16;

/// All that is asked of a state in one word: Qe, the symbol, and by eight bits each the number of
/// the next state after the more and after the less probable symbol.
const STATES: [u64; 128] = {
    let mut states = [0; 128];
    let mut at = 0;
    while at < STEPS.len() * 2 {
        #[expect(clippy::indexing_slicing, reason = "computed by the compiler")]
        let (qe, more, less, turns) = STEPS[at / 2];
        let sense = (at % 2) as u64;
        let less = less * 2 + (sense ^ turns as u64);
        #[expect(clippy::indexing_slicing, reason = "computed by the compiler")]
        {
            states[at] = qe << FRACTION | sense << SENSE | less << 8 | (more * 2 + sense);
        }
        at += 1;
    }
    states
};

/// The states of the contexts (D.4): so many more than there are that a mask keeps within them.
pub(super) type Contexts = [u64; 32];

/// A context in the given row of Table C.2.
pub(super) const fn state(step: usize) -> u64 {
    #[expect(clippy::indexing_slicing, reason = "masked")]
    STATES[(step * 2) & 127]
}

/// Where a codeword segment has been read to. A copy of it is in registers during a pass.
#[derive(Clone, Copy)]
pub(super) struct Mq<'w> {
    /// The interval, its sixteen bits uppermost.
    interval: u64,
    /// From the code up to the interval's end, as far as bits were taken in.
    below: u64,
    /// The interval may shrink to this without another thought.
    least: u64,
    /// Bits that may still be taken in.
    free: u32,
    words: &'w [u32],
}

impl<'w> Mq<'w> {
    /// Over the words that [`unstuff`] made of a segment (C.3.5).
    pub fn new(words: &'w [u32]) -> Self {
        let mut mq = Self {
            interval: HALF,
            below: HALF,
            least: HALF,
            free: 63,
            words,
        };
        mq.take_in();
        mq
    }

    /// Beyond the end there are ones (C.3.4).
    #[expect(
        clippy::inline_always,
        reason = "so that the decoder stays in registers"
    )]
    #[inline(always)]
    fn take_in(&mut self) {
        let word = if let Some((first, rest)) = self.words.split_first() {
            self.words = rest;
            *first
        } else {
            u32::MAX
        };
        self.free -= 32;
        self.below = self.below.wrapping_sub(u64::from(word) << (self.free & 31));
        self.least = self.below.max(HALF);
    }

    /// The next symbol in a context (C.3.2).
    #[expect(
        clippy::inline_always,
        reason = "so that the decoder stays in registers"
    )]
    #[expect(clippy::indexing_slicing, reason = "masked")]
    #[inline(always)]
    pub fn symbol(&mut self, contexts: &mut Contexts, context: usize) -> u32 {
        let state = contexts[context & 31];
        let qe = state & QE;
        let interval = self.interval.wrapping_sub(qe);
        let sense = low_word(state >> SENSE & 1);
        if interval >= self.least {
            self.interval = interval;
            return sense;
        }
        // Which part the code lies in cannot be foreseen: it is reckoned, not branched upon.
        let is_lower = u64::from(self.below > interval);
        // The symbols change places where the less probable one has the larger part.
        let is_other = is_lower ^ u64::from(interval < qe);
        let mask = is_lower.wrapping_neg();
        let below = self.below.wrapping_sub(interval & mask);
        let interval = interval ^ ((interval ^ qe) & mask);
        contexts[context & 31] = STATES[(state >> (8 * is_other) & 127) as usize];
        let shift = interval.leading_zeros();
        self.interval = interval << (shift & 63);
        self.below = below << (shift & 63);
        self.free += shift;
        if self.free >= 32 {
            self.take_in();
        }
        self.least = self.below.max(HALF);
        sense ^ low_word(is_other)
    }
}

/// The bits of a codeword segment by words, without what is stuffed behind bytes of FF (C.3.4,
/// D.5 of raw ones); a carry that was put there is given to the bits before. What is behind a
/// marker does not belong to it. Ones fill the last word.
pub(super) fn unstuff(segment: &[u8], words: &mut Vec<u32>) {
    words.clear();
    words.reserve(segment.len() / 4 + 1);
    let (mut held, mut count, mut after_ff) = (0_u64, 0_u32, false);
    let mut rest = segment;
    loop {
        if let Some((four, behind)) = rest.split_first_chunk::<4>() {
            let word = u32::from_be_bytes(*four);
            if !after_ff && !has_ff(word) {
                held = held << 32 | u64::from(word);
                words.push(low_word(held >> count));
                held &= (1 << count) - 1;
                rest = behind;
                continue;
            }
        }
        let Some((byte, behind)) = rest.split_first() else {
            break;
        };
        rest = behind;
        let bits = if after_ff { 7 } else { 8 };
        if after_ff && *byte > 0x8F {
            break;
        }
        if after_ff && *byte > 0x7F {
            held += 1;
            if held >> count != 0 {
                held &= (1 << count) - 1;
                carry(words);
            }
        }
        held = held << bits | u64::from(*byte & (0xFF >> (8 - bits)));
        count += bits;
        after_ff = *byte == 0xFF;
        if count >= 32 {
            count -= 32;
            words.push(low_word(held >> count));
            held &= (1 << count) - 1;
        }
    }
    let ones = 32 - count;
    words.push(low_word((held << ones) | ((1 << ones) - 1)));
}

fn carry(words: &mut [u32]) {
    for word in words.iter_mut().rev() {
        *word = word.wrapping_add(1);
        if *word != 0 {
            break;
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "its lower half")]
const fn low_word(bits: u64) -> u32 {
    bits as u32
}

/// A byte of all ones.
const fn has_ff(word: u32) -> bool {
    let turned = !word;
    turned.wrapping_sub(0x0101_0101) & !turned & 0x8080_8080 != 0
}

/// Raw bits of a segment (D.6), over the words that [`unstuff`] made of it.
#[derive(Clone, Copy)]
pub(super) struct Raw<'w> {
    words: &'w [u32],
    held: u32,
    count: u32,
}

impl<'w> Raw<'w> {
    pub const fn new(words: &'w [u32]) -> Self {
        Self {
            words,
            held: 0,
            count: 0,
        }
    }

    #[inline]
    pub fn bit(&mut self) -> u32 {
        if self.count == 0 {
            (self.held, self.words) = match self.words.split_first() {
                Some((first, rest)) => (*first, rest),
                None => (u32::MAX, self.words),
            };
            self.count = 32;
        }
        let bit = self.held >> 31;
        self.held <<= 1;
        self.count -= 1;
        bit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test sequence of the same coder (ISO/IEC 14492 H.2).
    #[test]
    fn the_test_sequence_comes_out() {
        let coded = [
            0x84, 0xC7, 0x3B, 0xFC, 0xE1, 0xA1, 0x43, 0x04, 0x02, 0x20, 0x00, 0x00, 0x41, 0x0D,
            0xBB, 0x86, 0xF4, 0x31, 0x7F, 0xFF, 0x88, 0xFF, 0x37, 0x47, 0x1A, 0xDB, 0x6A, 0xDF,
            0xFF, 0xAC,
        ];
        let expected = [
            0x0002_0051_u32,
            0x0000_00C0,
            0x0352_872A,
            0xAAAA_AAAA,
            0x82C0_2000,
            0xFCD7_9EF6,
            0xBF7F_ED90,
            0x4F46_A3BF,
        ];
        let mut words = Vec::new();
        unstuff(&coded, &mut words);
        let mut mq = Mq::new(&words);
        let mut contexts = [state(0); 32];
        for word in expected {
            let mut decoded = 0;
            for _ in 0..32 {
                decoded = decoded << 1 | mq.symbol(&mut contexts, 0);
            }
            assert_eq!(decoded, word);
        }
    }

    #[test]
    fn what_was_stuffed_is_taken_out_and_carries_are_given_on() {
        let mut words = Vec::new();
        unstuff(&[0xFF, 0x7F, 1, 2, 3], &mut words);
        // Of the second byte there are seven bits, and one is left over.
        assert_eq!(words, [0xFFFE_0204, 0x07FF_FFFF]);
        unstuff(&[1, 2, 3, 0xFF, 0x80], &mut words);
        assert_eq!(words, [0x0102_0400, 0x01FF_FFFF]);
        unstuff(&[1, 0xFF, 0x90, 5], &mut words);
        assert_eq!(words, [0x01FF_FFFF]);
    }

    #[test]
    fn raw_bits_come_from_the_highest_on() {
        let mut words = Vec::new();
        unstuff(&[0b1010_0000], &mut words);
        let mut raw = Raw::new(&words);
        let bits = [0; 10].map(|_: u32| raw.bit());
        assert_eq!(bits, [1, 0, 1, 0, 0, 0, 0, 0, 1, 1]);
    }
}
