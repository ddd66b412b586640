//! Where a file's data set begins, and how it is written.

use dicom_core::VR;
use dicom_dictionary_std::uids;

use super::walk::{Cursor, Encoding, SMALLEST_ELEMENT, Stop, u16_of, u32_of};
use crate::pixels::Endian;

/// Before `DICM` (PS3.10 7.1).
const PREAMBLE: usize = 128;
const PREFIX: &[u8] = b"DICM";
/// Bytes that tell where a file begins and how its first element is written.
pub(crate) const FIRST_LOOK: u64 = 148;

/// Explicit VR big endian: retired in 2006, in archives still.
pub const EXPLICIT_BIG_ENDIAN: &str = "1.2.840.10008.1.2.2";
/// GE's own: implicit little endian, with the samples big endian.
pub const GE_BIG_ENDIAN_SAMPLES: &str = "1.2.840.113619.5.2";

/// JPEG of 8 and of 12 bits, which cannot be without loss, whatever the file says of it.
const ALWAYS_LOSSY: [&str; 2] = ["1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"];

/// The samples cannot be what they were before they were compressed.
#[must_use]
pub fn is_lossy(uid: &str) -> bool {
    ALWAYS_LOSSY.contains(&uid)
}

/// The first element: after preamble and prefix, after the prefix alone, or at once.
pub(crate) fn start(bytes: &[u8]) -> Option<usize> {
    [PREAMBLE, 0]
        .into_iter()
        .find(|at| {
            bytes
                .get(*at..)
                .is_some_and(|rest| rest.starts_with(PREFIX))
        })
        .map(|at| at + PREFIX.len())
        .or_else(|| guess(bytes).map(|_| 0))
        .or_else(|| guess(bytes.get(PREAMBLE..)?).map(|_| PREAMBLE))
}

/// How elements are written, told from the first of a data set: its group is a low number in one
/// of the byte orders, and a VR is two letters that no small length can be.
pub(crate) fn guess(first_element: &[u8]) -> Option<Encoding> {
    const FIRST_GROUPS: [u16; 3] = [0x0002, 0x0004, 0x0008];
    const LONGEST_FIRST_VALUE: u32 = 1 << 12;
    let endian = [Endian::Little, Endian::Big].into_iter().find(|endian| {
        u16_of(first_element, *endian).is_some_and(|group| FIRST_GROUPS.contains(&group))
    })?;
    let after_tag = first_element.get(4..)?;
    let vr = *after_tag.first_chunk()?;
    let explicit = VR::from_binary(vr).is_some();
    let plausible = explicit || u32_of(after_tag, endian)? <= LONGEST_FIRST_VALUE;
    plausible.then_some(Encoding { endian, explicit })
}

/// The data set is compressed as a whole (PS3.5 A.5).
pub(crate) fn is_deflated(uid: Option<&str>) -> bool {
    uid == Some(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
}

/// What a transfer syntax says of the elements. All but three are explicit little endian
/// (PS3.5 A.4).
pub(crate) fn stated(uid: &str) -> Encoding {
    let implicit = uid == uids::IMPLICIT_VR_LITTLE_ENDIAN || uid == GE_BIG_ENDIAN_SAMPLES;
    let endian = if uid == EXPLICIT_BIG_ENDIAN {
        Endian::Big
    } else {
        Endian::Little
    };
    Encoding {
        endian,
        explicit: !implicit,
    }
}

/// The encoding of the data set that begins at the cursor. What is there outweighs what the file
/// meta information says: writers have copied the one without rewriting the other.
pub(crate) fn of_data_set(cursor: &Cursor<'_>, uid: Option<&str>) -> Result<Encoding, Stop> {
    let seen = if cursor.left_in_file() < SMALLEST_ELEMENT {
        None
    } else {
        guess(cursor.peek(8)?)
    };
    // Implicit little endian is what holds when nothing is said (PS3.5 10.1).
    Ok(seen.unwrap_or_else(|| uid.map_or(Encoding::IMPLICIT_LITTLE, stated)))
}

/// Byte order of the samples.
pub(crate) fn of_samples(data_set: Encoding, uid: &str) -> Endian {
    if uid == GE_BIG_ENDIAN_SAMPLES {
        Endian::Big
    } else {
        data_set.endian
    }
}

/// The UID of an uncompressed encoding, for files that do not say theirs.
pub(crate) const fn uid(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding {
            explicit: false, ..
        } => uids::IMPLICIT_VR_LITTLE_ENDIAN,
        Encoding {
            endian: Endian::Little,
            ..
        } => uids::EXPLICIT_VR_LITTLE_ENDIAN,
        Encoding {
            endian: Endian::Big,
            ..
        } => EXPLICIT_BIG_ENDIAN,
    }
}
