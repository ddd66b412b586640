//! Codes of limited length (ISO/IEC 14495-1 A.5.3).

use super::bits::BitReader;

/// Errors by the first eight bits of their codes, for each parameter.
pub(super) struct Codes(Box<[[Code; 256]; Self::PARAMETERS]>);

/// An error and the length of its code; 0 where that is more than eight bits.
#[derive(Clone, Copy, Default)]
struct Code {
    error: i8,
    length: u8,
}

impl Codes {
    /// More than there can be, so that a mask keeps within them.
    const PARAMETERS: usize = 32;

    pub fn new() -> Self {
        let mut codes = Box::new([[Code::default(); 256]; Self::PARAMETERS]);
        for (k, codes) in (0..8).zip(codes.iter_mut()) {
            for (bits, code) in (0..=u8::MAX).zip(codes.iter_mut()) {
                let zeros = bits.leading_zeros();
                let length = zeros + 1 + k;
                if length <= 8 {
                    let low = u32::from(bits) >> (8 - length) & ((1 << k) - 1);
                    let error = unmapped(((zeros << k) | low).cast_signed());
                    *code = Code {
                        error: i8::try_from(error).unwrap_or_default(),
                        length: u8::try_from(length).unwrap_or_default(),
                    };
                }
            }
        }
        Self(codes)
    }

    /// The next error, before it is turned round. `longest` is the number of zeros that no code of
    /// another length begins with, more than eight.
    #[expect(clippy::indexing_slicing, reason = "masked, and a byte's 256 values")]
    #[inline]
    pub fn error(&self, bits: &mut BitReader<'_>, k: u32, longest: u32, error_bits: u32) -> i32 {
        bits.fill();
        let codes = &self.0[k as usize & (Self::PARAMETERS - 1)];
        let Code { error, length } = codes[usize::from(bits.eight())];
        if length > 0 {
            bits.skip(u32::from(length));
            return i32::from(error);
        }
        let (mapped, behind) = long_code(*bits, k, longest, error_bits);
        *bits = behind;
        unmapped(mapped)
    }
}

/// Any code. Junk may stand for more than an error can be; what is over is cut off. The reader is
/// given back and not changed in its place, so that its caller can keep it in registers.
#[inline(never)]
pub(super) fn long_code(
    mut bits: BitReader<'_>,
    k: u32,
    longest: u32,
    error_bits: u32,
) -> (i32, BitReader<'_>) {
    let zeros = bits.take_zeros(longest);
    let value = if zeros < longest {
        (zeros << k) | bits.take(k)
    } else {
        // The one that ends the zeros is still there.
        bits.take(1);
        bits.take(error_bits) + 1
    };
    ((value & 0x3_FFFF).cast_signed(), bits)
}

/// A.5.2, without the case that turns it round.
const fn unmapped(mapped: i32) -> i32 {
    (mapped >> 1) ^ -(mapped & 1)
}
