//! What tells a stack from all others by its values alone: the same after repacking and after lossless
//! recompression, and nothing of it says whose it is. `docs/fingerprint.md` has it to the byte.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::pixels::{Frame, Shape};

/// What is hashed first: raised when anything of the rest changes.
const VERSION: &[u8; 24] = b"hounsfield fingerprint 1";

/// Bytes are given to the hash by so many values.
const BATCH: usize = 1024;

/// SHA-256 of the canonical values of one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FrameDigest([u8; 32]);

/// SHA-256 of what a stack's first, middle and last frame hold, with how many there are and their shape.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint([u8; 32]);

impl FrameDigest {
    /// Each sample is four bytes, the least one first: the stored value in two's complement, or the bits of
    /// a floating-point number. Rows go from the top, columns from the left; the samples of a pixel lie
    /// beside each other.
    #[must_use]
    pub fn of(frame: &Frame<'_>) -> Self {
        let Shape {
            samples, planar, ..
        } = frame.shape;
        let mut hash = Sha256::new();
        if planar && samples > 1 {
            let values: Vec<[u8; 4]> = canonical(frame).collect();
            let pixels = frame.shape.pixels();
            let by_pixel =
                (0..pixels).flat_map(|pixel| values.iter().skip(pixel).step_by(pixels.max(1)));
            take_in(&mut hash, by_pixel.copied());
        } else {
            take_in(&mut hash, canonical(frame));
        }
        Self(hash.finalize().into())
    }
}

/// The values in the order of the buffer.
fn canonical(frame: &Frame<'_>) -> impl Iterator<Item = [u8; 4]> {
    let layout = frame.layout;
    frame.cells().map(move |cell| {
        if layout.float {
            return cell.to_le_bytes();
        }
        let [a, b, c, d, ..] = layout.stored_value(cell).to_le_bytes();
        [a, b, c, d]
    })
}

fn take_in(hash: &mut Sha256, values: impl Iterator<Item = [u8; 4]>) {
    let mut batch = Vec::with_capacity(BATCH * 4);
    for value in values {
        batch.extend(value);
        if batch.len() == BATCH * 4 {
            hash.update(&batch);
            batch.clear();
        }
    }
    hash.update(&batch);
}

impl Fingerprint {
    /// Of so many frames of one shape, of which these are the first, the middle and the last one
    /// ([`places`]).
    #[must_use]
    pub fn of(count: u32, shape: Shape, frames: [FrameDigest; 3]) -> Self {
        let mut hash = Sha256::new();
        hash.update(VERSION);
        for number in [count, shape.rows, shape.columns, shape.samples.into()] {
            hash.update(number.to_le_bytes());
        }
        for frame in frames {
            hash.update(frame.0);
        }
        Self(hash.finalize().into())
    }

    /// From 64 hexadecimal digits, as it is written.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_canonical = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 64 || !text.bytes().all(is_canonical) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The places, from 0, of the frames that are looked at, of so many; `None` of none.
#[must_use]
pub const fn places(count: usize) -> Option<[usize; 3]> {
    match count.checked_sub(1) {
        Some(last) => Some([0, count / 2, last]),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::{Endian, Layout};

    const GREY: Layout = Layout {
        allocated: 16,
        stored: 12,
        high_bit: 11,
        signed: true,
        float: false,
        endian: Endian::Little,
    };

    fn shape(samples: u8, planar: bool) -> Shape {
        Shape {
            columns: 2,
            rows: 1,
            samples,
            planar,
        }
    }

    fn digest(bytes: &[u8], layout: Layout, shape: Shape) -> FrameDigest {
        FrameDigest::of(&Frame::new(bytes, layout, shape).unwrap())
    }

    fn sha256(bytes: &[u8]) -> FrameDigest {
        FrameDigest(Sha256::digest(bytes).into())
    }

    #[test]
    fn values_count_and_not_how_they_lie() {
        // -1 and 5, whatever stands in the bits above and in whatever order bytes are.
        let hashed = sha256(&[255, 255, 255, 255, 5, 0, 0, 0]);
        assert_eq!(
            digest(&[0xFF, 0x7F, 5, 0xA0], GREY, shape(1, false)),
            hashed
        );
        let big = Layout {
            endian: Endian::Big,
            ..GREY
        };
        assert_eq!(digest(&[0x0F, 0xFF, 0, 5], big, shape(1, false)), hashed);
        let wide = Layout {
            allocated: 32,
            stored: 32,
            high_bit: 31,
            ..GREY
        };
        let bytes = [255, 255, 255, 255, 5, 0, 0, 0];
        assert_eq!(digest(&bytes, wide, shape(1, false)), hashed);
        let float = Layout::float(32, Endian::Big);
        let bytes = [0x3F, 0x80, 0, 0, 0, 0, 0, 0];
        let hashed = sha256(&[0, 0, 0x80, 0x3F, 0, 0, 0, 0]);
        assert_eq!(digest(&bytes, float, shape(1, false)), hashed);
    }

    #[test]
    fn colour_by_plane_is_colour_by_pixel() {
        let byte = Layout {
            allocated: 8,
            stored: 8,
            high_bit: 7,
            signed: false,
            ..GREY
        };
        assert_eq!(
            digest(&[1, 2, 3, 4, 5, 6], byte, shape(3, false)),
            digest(&[1, 4, 2, 5, 3, 6], byte, shape(3, true))
        );
    }

    #[test]
    fn count_and_shape_and_order_count() {
        let [a, b] = [sha256(b"a"), sha256(b"b")];
        let of = |count, shape, frames| Fingerprint::of(count, shape, frames);
        let one = of(3, shape(1, false), [a, b, a]);
        assert_ne!(one, of(4, shape(1, false), [a, b, a]));
        assert_ne!(one, of(3, shape(3, false), [a, b, a]));
        assert_ne!(one, of(3, shape(1, false), [b, a, a]));
        assert_eq!(Fingerprint::parse(&one.to_string()), Some(one));
        assert_eq!(Fingerprint::parse(&one.to_string().to_uppercase()), None);
        assert_eq!(Fingerprint::parse("+1"), None);
    }

    #[test]
    fn the_middle_is_the_upper_one_of_two() {
        assert_eq!(places(0), None);
        assert_eq!(places(1), Some([0, 0, 0]));
        assert_eq!(places(2), Some([0, 1, 1]));
        assert_eq!(places(5), Some([0, 2, 4]));
    }
}
