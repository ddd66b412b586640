//! Code extensions by escapes (PS3.5 6.1.2.5, after ISO/IEC 2022).
//!
//! Two sets are in force at a time: G0 for bytes below 128, G1 for those from there on. An escape
//! changes one of them, up to the next delimiter. Browsers know none of this but ISO-2022-JP, and
//! of that less, so that each run of one set goes to the table of that set alone. Those tables differ
//! from pydicom's in nine marks (wave dash, minus, cent and the like), which they have as Windows does.

use super::{CHINESE, JAPANESE, KOREAN, LATIN_1, guess, table};

/// It begins an escape.
pub const ESCAPE: u8 = 0x1b;

/// What bytes below 128 are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Low {
    Ascii,
    /// Two bytes a character: JIS X 0208.
    Kanji,
    /// Two bytes a character: JIS X 0212.
    SupplementaryKanji,
}

/// What an escape changes.
#[derive(Clone, Copy)]
enum Change {
    Low(Low),
    High(&'static str),
}

/// What follows the escape's first byte (PS3.3 Tables C.12-3 and C.12-4).
const ESCAPES: [(&[u8], Change); 20] = [
    (b"(B", Change::Low(Low::Ascii)),
    // JIS X 0201's Latin half: the yen sign and the overline are taken for what they took the place
    // of, as everybody does.
    (b"(J", Change::Low(Low::Ascii)),
    (b"$B", Change::Low(Low::Kanji)),
    // Its edition of 1978; not of the standard.
    (b"$@", Change::Low(Low::Kanji)),
    (b"$(D", Change::Low(Low::SupplementaryKanji)),
    (b")I", Change::High(JAPANESE)),
    (b"$)C", Change::High(KOREAN)),
    (b"$)A", Change::High(CHINESE)),
    (b"-A", Change::High(LATIN_1)),
    (b"-B", Change::High("iso-8859-2")),
    (b"-C", Change::High("iso-8859-3")),
    (b"-D", Change::High("iso-8859-4")),
    (b"-F", Change::High("iso-8859-7")),
    (b"-G", Change::High("iso-8859-6")),
    (b"-H", Change::High("iso-8859-8")),
    (b"-L", Change::High("iso-8859-5")),
    (b"-M", Change::High("windows-1254")),
    (b"-T", Change::High("windows-874")),
    (b"-b", Change::High("iso-8859-15")),
    // Not of the standard: Latin 1 in the place of ASCII's extension.
    (b".A", Change::High(LATIN_1)),
];

/// Browsers have both of Japan's sets of kanji in this one, with the highest bit set.
const KANJI: &str = "euc-jp";
/// It stands there before those of JIS X 0212.
const SUPPLEMENT: u8 = 0x8f;

/// A text that begins in ASCII and `first`.
pub fn decode(bytes: &[u8], first: Option<&'static str>, delimiters: &[u8]) -> String {
    let mut reading = Reading {
        text: String::with_capacity(bytes.len()),
        run: Vec::new(),
        run_of: None,
    };
    let (mut low, mut high) = (Low::Ascii, first);
    let mut rest = bytes;
    while let [byte, after @ ..] = rest {
        rest = after;
        match (*byte, low) {
            (ESCAPE, _) => match ESCAPES.iter().find(|(code, _)| after.starts_with(code)) {
                Some((code, change)) => {
                    reading.end_run();
                    rest = after.get(code.len()..).unwrap_or_default();
                    match *change {
                        Change::Low(set) => low = set,
                        Change::High(set) => high = Some(set),
                    }
                }
                None => reading.unreadable(),
            },
            (0x21..=0x7e, Low::Kanji | Low::SupplementaryKanji) => match after {
                [second @ 0x21..=0x7e, after @ ..] => {
                    let lead = (low == Low::SupplementaryKanji).then_some(SUPPLEMENT);
                    let pair = [*byte, *second].map(|half| half | 0x80);
                    reading.add(Some(KANJI), lead.into_iter().chain(pair));
                    rest = after;
                }
                _ => reading.unreadable(),
            },
            (0..0x80, _) => {
                reading.ascii(*byte);
                if matches!(byte, b'\t' | b'\n' | 0x0c | b'\r') || delimiters.contains(byte) {
                    reading.end_run();
                    (low, high) = (Low::Ascii, first);
                }
            }
            _ => reading.add(high, [*byte]),
        }
    }
    reading.end_run();
    reading.text
}

/// Text so far, and the bytes behind it that are of one table.
struct Reading {
    text: String,
    run: Vec<u8>,
    run_of: Option<&'static str>,
}

impl Reading {
    fn add(&mut self, set: Option<&'static str>, bytes: impl IntoIterator<Item = u8>) {
        if self.run_of != set {
            self.end_run();
            self.run_of = set;
        }
        self.run.extend(bytes);
    }

    /// What all tables have in common.
    fn ascii(&mut self, byte: u8) {
        self.run.push(byte);
    }

    fn unreadable(&mut self) {
        self.end_run();
        self.text.push(char::REPLACEMENT_CHARACTER);
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        if !run.is_empty() {
            let set = self.run_of.unwrap_or_else(|| guess(&run));
            self.text += &table(set, &run);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::header::text::CharacterSets;
    use dicom_core::VR;

    fn name(values: &str, bytes: &[u8]) -> String {
        let sets = CharacterSets::of(values.split('\\'));
        sets.decode(bytes, Some(VR::PN)).text
    }

    /// PS3.5 H.3.1, H.3.2, I.2, K.2.
    #[test]
    fn names_of_the_standards_annexes() {
        let japanese = b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\
            \x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B";
        assert_eq!(
            name("\\ISO 2022 IR 87", japanese),
            "Yamada^Tarou=山田^太郎=やまだ^たろう"
        );
        let half_width = b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\
            \x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J";
        assert_eq!(
            name("ISO 2022 IR 13\\ISO 2022 IR 87", half_width),
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"
        );
        let korean = b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\
            \x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf";
        assert_eq!(
            name("\\ISO 2022 IR 149", korean),
            "Hong^Gildong=洪^吉洞=홍^길동"
        );
        let chinese = b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=";
        assert_eq!(name("\\ISO 2022 IR 58", chinese), "Zhang^XiaoDong=张^小东=");
    }

    #[test]
    fn delimiters_end_the_reach_of_an_escape() {
        let sets = "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126";
        let bytes = b"\xc4\x1b-L\xbb\xee\xda^\xc4\x1b-F\xc4=\xc4";
        assert_eq!(name(sets, bytes), "ÄЛюк^ÄΔ=Ä");
        let text = |vr| {
            let sets = CharacterSets::of(sets.split('\\'));
            sets.decode(b"\x1b-F\xc4^\xc4\\\xc4\r\n\xc4", Some(vr)).text
        };
        assert_eq!(text(VR::LO), "Δ^Δ\\Ä\r\nÄ");
        assert_eq!(text(VR::LT), "Δ^Δ\\Δ\r\nÄ");
    }

    #[test]
    fn halves_and_unknown_escapes_are_told() {
        assert_eq!(name("\\ISO 2022 IR 87", b"\x1b$B;\x1b(Bx"), "\u{fffd}x");
        assert_eq!(name("\\ISO 2022 IR 87", b"\x1b$B;"), "\u{fffd}");
        assert_eq!(name("ISO_IR 100", b"a\x1b%Gb\x1b"), "a\u{fffd}%Gb\u{fffd}");
        assert_eq!(name("\\ISO 2022 IR 159", b"\x1b$(D0!\x1b(B"), "丂");
    }
}
