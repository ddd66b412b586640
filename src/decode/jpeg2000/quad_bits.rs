//! The bit-streams of a high-throughput code block (ISO/IEC 15444-15 7.1). Stuffed bits are taken
//! out of each at once: what reads it then takes eight bytes at any bit.

/// Bits that are read from the lowest of each byte on.
#[derive(Debug, Default)]
pub(super) struct Bits(Vec<u8>);

/// Zeros or ones beyond the bits, so that those too can be read eight bytes at a time.
const PADDING: usize = 8;

impl Bits {
    /// The byte behind FF has seven bits; beyond the end all are as `beyond` says (7.1.2, 7.1.5).
    pub fn forward(&mut self, segment: &[u8], beyond: u8) {
        let mut writer = Writer::over(&mut self.0, segment.len());
        let mut rest = segment;
        let mut after_ff = false;
        loop {
            if let Some((four, behind)) = rest.split_first_chunk::<4>()
                && !after_ff
            {
                let four = u32::from_le_bytes(*four);
                if !has_ff(four) {
                    writer.put_four(four);
                    rest = behind;
                    continue;
                }
            }
            let Some((byte, behind)) = rest.split_first() else {
                break;
            };
            writer.put(*byte, if after_ff { 7 } else { 8 });
            after_ff = *byte == 0xFF;
            rest = behind;
        }
        writer.end(beyond);
    }

    /// From the last byte on: what is before one above 8F has seven bits, where they are all ones
    /// (7.1.4, 7.1.6). `above_8f` says it of the byte behind the last. Beyond the end there are
    /// zeros.
    pub fn backward(&mut self, segment: &[u8], first: (u8, u32), mut above_8f: bool) {
        let mut writer = Writer::over(&mut self.0, segment.len());
        writer.put(first.0, first.1);
        let mut rest = segment;
        loop {
            if let Some((before, four)) = rest.split_last_chunk::<4>() {
                let word = u32::from_be_bytes(*four);
                if !has_ff(word | 0x8080_8080) {
                    writer.put_four(word);
                    above_8f = four[0] > 0x8F;
                    rest = before;
                    continue;
                }
            }
            let Some((byte, before)) = rest.split_last() else {
                break;
            };
            let is_stuffed = above_8f && byte & 0x7F == 0x7F;
            writer.put(*byte, if is_stuffed { 7 } else { 8 });
            above_8f = *byte > 0x8F;
            rest = before;
        }
        writer.end(0);
    }

    /// 57 bits and more, from the given one on.
    #[inline]
    pub fn at(&self, bit: usize) -> u64 {
        self.reader().at(bit)
    }

    #[inline]
    pub fn reader(&self) -> Reader<'_> {
        Reader(&self.0)
    }
}

/// A copy of where the bits are.
#[derive(Clone, Copy)]
pub(super) struct Reader<'b>(&'b [u8]);

impl Reader<'_> {
    /// 57 bits and more, from the given one on; far beyond the end zeros.
    #[expect(clippy::inline_always, reason = "a call for each pair of samples else")]
    #[inline(always)]
    pub fn at(self, bit: usize) -> u64 {
        let eight = self.0.get(bit >> 3..).and_then(<[u8]>::first_chunk::<8>);
        eight.map_or(0, |eight| u64::from_le_bytes(*eight)) >> (bit & 7)
    }
}

/// Puts bits behind each other.
struct Writer<'b> {
    fours: std::slice::IterMut<'b, [u8; 4]>,
    held: u64,
    /// Fewer than 32.
    count: u32,
}

impl<'b> Writer<'b> {
    /// Over room for so many bytes, and what is beyond them.
    fn over(bytes: &'b mut Vec<u8>, length: usize) -> Self {
        bytes.resize((length + 1).next_multiple_of(4) + 2 * PADDING, 0);
        Self {
            fours: bytes.as_chunks_mut::<4>().0.iter_mut(),
            held: 0,
            count: 0,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "its lower half")]
    #[inline]
    fn put_word(&mut self) {
        if let Some(four) = self.fours.next() {
            *four = (self.held as u32).to_le_bytes();
        }
        self.held >>= 32;
    }

    #[inline]
    fn put_four(&mut self, four: u32) {
        self.held |= u64::from(four) << self.count;
        self.put_word();
    }

    /// The lower ones of a byte.
    #[inline]
    fn put(&mut self, byte: u8, count: u32) {
        let byte = u64::from(byte) & ((1 << count) - 1);
        self.held |= byte << self.count;
        self.count += count;
        if self.count >= 32 {
            self.put_word();
            self.count -= 32;
        }
    }

    /// Fills all that is left.
    fn end(mut self, beyond: u8) {
        let word = u64::from(u32::from_le_bytes([beyond; 4]));
        while self.fours.len() > 0 {
            self.held |= word << self.count;
            self.put_word();
        }
    }
}

/// A byte of all ones.
const fn has_ff(four: u32) -> bool {
    let turned = !four;
    turned.wrapping_sub(0x0101_0101) & !turned & 0x8080_8080 != 0
}

/// Length of runs by state (Table 1).
const ORDERS: [u8; 13] = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5];

/// Events of which most are the same: an adaptive code of runs (7.1.3, 7.3.3).
pub(super) struct Events<'b> {
    bytes: &'b [u8],
    held: u8,
    count: u32,
    state: usize,
    zeros: u32,
    then_one: bool,
}

impl<'b> Events<'b> {
    /// Over the bytes from the first of the segment's suffix on, without the last of them; the
    /// upper half alone counts of the one before.
    pub const fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            held: 0,
            count: 0,
            state: 0,
            zeros: 0,
            then_one: false,
        }
    }

    #[inline]
    pub fn next(&mut self) -> bool {
        if self.zeros == 0 && !self.then_one {
            self.read_run();
        }
        if self.zeros > 0 {
            self.zeros -= 1;
            return false;
        }
        self.then_one = false;
        true
    }

    #[inline(never)]
    fn read_run(&mut self) {
        let order = ORDERS.get(self.state).copied().unwrap_or_default();
        if self.bit() == 1 {
            self.zeros = 1 << order;
            self.state = (self.state + 1).min(ORDERS.len() - 1);
            return;
        }
        for _ in 0..order {
            self.zeros = self.zeros << 1 | u32::from(self.bit());
        }
        self.then_one = true;
        self.state = self.state.saturating_sub(1);
    }

    fn bit(&mut self) -> u8 {
        if self.count == 0 {
            let after_ff = self.held == 0xFF;
            self.held = match self.bytes {
                [last] => last | 0x0F,
                [first, ..] => *first,
                [] => 0xFF,
            };
            self.bytes = self.bytes.get(1..).unwrap_or_default();
            self.count = if after_ff { 7 } else { 8 };
        }
        self.count -= 1;
        self.held >> self.count & 1
    }
}
