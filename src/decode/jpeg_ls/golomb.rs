//! Codes of limited length (ISO/IEC 14495-1 A.5.3).

use super::bits::BitReader;

/// Codes up to this length are looked up at once.
const LOOKUP_BITS: u32 = 10;

const LOOKED_UP: usize = 1 << LOOKUP_BITS;

/// Errors by the first bits of their codes, for each parameter.
pub(super) struct Codes(Box<[[Code; LOOKED_UP]; PARAMETERS]>);

/// More than there can be, so that a mask keeps within them.
const PARAMETERS: usize = 32;

/// An error, and in the lower four bits the length of its code; 0 where that is longer than what
/// is looked up.
type Code = i16;

impl Codes {
    pub fn new() -> Self {
        #[expect(clippy::large_stack_arrays, reason = "it goes to the heap")]
        let mut codes = Box::new([[0; LOOKED_UP]; PARAMETERS]);
        for (k, codes) in (0..LOOKUP_BITS).zip(codes.iter_mut()) {
            for (bits, code) in (0_u32..).zip(codes.iter_mut()) {
                let zeros = bits.leading_zeros() + LOOKUP_BITS - u32::BITS;
                let length = zeros + 1 + k;
                if length <= LOOKUP_BITS {
                    let low = bits >> (LOOKUP_BITS - length) & ((1 << k) - 1);
                    let error = unmapped(((zeros << k) | low).cast_signed());
                    let packed = (error << 4) | length.cast_signed();
                    *code = Code::try_from(packed).unwrap_or_default();
                }
            }
        }
        Self(codes)
    }

    /// The next error, before it is turned round. `longest` is the number of zeros that no code of
    /// another length begins with: more than are looked up.
    #[expect(clippy::indexing_slicing, reason = "masked")]
    #[inline]
    pub fn error(&self, bits: &mut BitReader<'_>, k: u32, longest: u32, error_bits: u32) -> i32 {
        bits.ensure(LOOKUP_BITS);
        let codes = &self.0[k as usize & (PARAMETERS - 1)];
        let code = i32::from(codes[bits.first(LOOKUP_BITS) & (LOOKED_UP - 1)]);
        if code != 0 {
            bits.skip(code.cast_unsigned() & 15);
            return code >> 4;
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
    let k = k.min(24);
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
