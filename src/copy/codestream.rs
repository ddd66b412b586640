//! What a JPEG codestream says beside its samples (ITU-T T.81 B.2.4): comments, and segments of
//! applications, where cameras write names, times and places.

/// JFIF's and Adobe's, which say how colours are to be read.
const KEPT: [u8; 2] = [0xE0, 0xEE];
const APPLICATIONS: std::ops::RangeInclusive<u8> = 0xE0..=0xEF;
const COMMENT: u8 = 0xFE;
const START_OF_IMAGE: [u8; 2] = [0xFF, 0xD8];
const START_OF_SCAN: u8 = 0xDA;

/// Overwrites with zeros what a codestream says beside its samples, up to its first scan; all of its bytes
/// stay where they are. True where there was any. Nothing is done to what is no codestream of this kind.
pub(super) fn silence(bytes: &mut [u8]) -> bool {
    if !bytes.starts_with(&START_OF_IMAGE) {
        return false;
    }
    let mut was_any = false;
    let mut at = START_OF_IMAGE.len();
    while let Some([0xFF, marker]) = two(bytes, at) {
        if marker == START_OF_SCAN {
            break;
        }
        let Some(length) = two(bytes, at + 2).map(u16::from_be_bytes) else {
            break;
        };
        let end = at + 2 + usize::from(length.max(2));
        let is_said =
            marker == COMMENT || APPLICATIONS.contains(&marker) && !KEPT.contains(&marker);
        if is_said && let Some(said) = bytes.get_mut(at + 4..end) {
            was_any |= said.iter().any(|byte| *byte != 0);
            said.fill(0);
        }
        at = end;
    }
    was_any
}

fn two(bytes: &[u8], at: usize) -> Option<[u8; 2]> {
    bytes.get(at..at + 2)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_applications_are_silent_and_samples_as_they_were() {
        let segment = |marker: u8, said: &[u8]| {
            let length = u16::try_from(said.len() + 2).unwrap().to_be_bytes();
            [&[0xFF, marker], length.as_slice(), said].concat()
        };
        let make = |exif: &[u8], comment: &[u8]| {
            [
                START_OF_IMAGE.to_vec(),
                segment(0xE0, b"JFIF\0"),
                segment(0xE1, exif),
                segment(0xEE, b"Adobe"),
                segment(COMMENT, comment),
                segment(0xC3, &[8, 0, 2]),
                segment(START_OF_SCAN, &[1]),
                b"\xFF\xFE\0\x06Jane".to_vec(),
            ]
            .concat()
        };
        let mut file = make(b"Exif\0\0GPS", b"Jane Doe");
        assert!(silence(&mut file));
        assert_eq!(file, make(&[0; 9], &[0; 8]));
        assert!(!silence(&mut file), "nothing is left to be silenced");
        for length in 0..file.len() {
            silence(&mut file[..length].to_vec());
        }
        let mut other = b"\xFF\x4F\xFF\xFE\0\x06Jane".to_vec();
        let before = other.clone();
        assert!(!silence(&mut other));
        assert_eq!(other, before);
    }
}
