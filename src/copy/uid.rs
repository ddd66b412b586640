//! UIDs that stand for others: alike wherever one stands in a copy, and of no use to find it.

use sha2::{Digest, Sha256};

/// Random bytes of one copy: without them no UID can be found by trying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Salt(pub [u8; 32]);

/// UIDs of the standard (PS3.6 A): of classes, syntaxes, coding schemes.
const OF_THE_STANDARD: &str = "1.2.840.10008.";

/// The longest that a UID may be (PS3.5 9.1): with digits and dots alone it is one.
const LONGEST: usize = 64;

/// Bits of a UUID that say what it is.
const VERSION: u128 = 0xF << 76;
const VARIANT: u128 = 0b11 << 62;

/// Replaces UIDs.
#[derive(Clone, Copy, Debug)]
pub struct Uids(Salt);

impl Uids {
    #[must_use]
    pub const fn new(salt: Salt) -> Self {
        Self(salt)
    }

    /// The UID that stands for one: `2.25.` and the number of a UUID (PS3.5 B.2), which is of SHA-256 and
    /// so of version 8 (RFC 9562 5.8). UIDs of the standard stay.
    #[must_use]
    pub fn of(&self, uid: &str) -> String {
        let is_standard = uid.starts_with(OF_THE_STANDARD)
            && uid.len() <= LONGEST
            && uid
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.');
        if is_standard {
            return uid.to_owned();
        }
        let hash: [u8; 32] = Sha256::new()
            .chain_update(self.0.0)
            .chain_update(uid)
            .finalize()
            .into();
        let mut first = [0; 16];
        for (byte, of_hash) in first.iter_mut().zip(hash) {
            *byte = of_hash;
        }
        let number = u128::from_be_bytes(first) & !VERSION & !VARIANT | 8 << 76 | 0b10 << 62;
        format!("2.25.{number}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_alike_in_a_copy_and_others_in_another() {
        let [one, other] = [[1; 32], [2; 32]].map(|salt| Uids::new(Salt(salt)));
        assert_eq!(one.of("1.2.3"), one.of("1.2.3"));
        assert_ne!(one.of("1.2.3"), one.of("1.2.4"));
        assert_ne!(one.of("1.2.3"), other.of("1.2.3"));
        // Python: uuid.UUID(bytes=hashlib.sha256(b"\1" * 32 + b"1.2.3").digest()[:16], version=8).int
        assert_eq!(
            one.of("1.2.3"),
            "2.25.52199231651788150608560345239475457558"
        );
    }

    #[test]
    fn those_of_the_standard_stay_and_nothing_that_only_begins_like_them() {
        let uids = Uids::new(Salt([0; 32]));
        let class = "1.2.840.10008.5.1.4.1.1.2";
        assert_eq!(uids.of(class), class);
        for other in ["1.2.840.10008.Doe", "1.2.840.113619.2", ""] {
            assert!(uids.of(other).starts_with("2.25."));
            assert!(uids.of(other).len() <= LONGEST);
        }
    }
}
