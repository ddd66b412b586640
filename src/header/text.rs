//! Bytes that people wrote -> text, by the file's character sets (PS3.3 C.12.1.1.2).
//!
//! The tables of the world's writings are the browser's own (`TextDecoder`); natively
//! `encoding_rs` has the same ones, by the same names (WHATWG Encoding Standard). What DICOM does
//! with escapes is not what browsers do: see [`escapes`].

mod escapes;

use dicom_core::VR;

use crate::remark::Doubt;

#[cfg(target_arch = "wasm32")]
use super::web::table;

/// Tables by the names that browsers have for them. The first 128 of all of them are ASCII's.
pub(super) const LATIN_1: &str = "windows-1252";
const JAPANESE: &str = "shift_jis";
const KOREAN: &str = "euc-kr";
const CHINESE: &str = "gbk";
const UTF_8: &str = "utf-8";

/// Sets whose bytes from 128 on are of one table: Specific Character Set (0008,0005), by its
/// defined terms without what they begin with.
const SETS: [(&str, &str); 14] = [
    ("100", LATIN_1),
    ("101", "iso-8859-2"),
    ("109", "iso-8859-3"),
    ("110", "iso-8859-4"),
    ("144", "iso-8859-5"),
    ("127", "iso-8859-6"),
    ("126", "iso-8859-7"),
    ("138", "iso-8859-8"),
    ("148", "windows-1254"),
    ("203", "iso-8859-15"),
    ("166", "windows-874"),
    ("13", JAPANESE),
    ("149", KOREAN),
    ("58", CHINESE),
];

/// Sets that begin as ASCII: the default, and those that escapes alone lead to.
const ASCII: [&str; 4] = ["", "6", "87", "159"];

/// Sets that stand alone: in them no escapes are known (PS3.3 C.12.1.1.2), and bytes of a delimiter
/// may be a part of a character.
const ALONE: [(&str, &str); 7] = [
    ("192", UTF_8),
    ("GB18030", "gb18030"),
    ("GBK", CHINESE),
    // Not of the standard, and seen.
    ("ISO 2022 GBK", CHINESE),
    ("ISO 2022 58", CHINESE),
    ("UTF-8", UTF_8),
    ("UTF8", UTF_8),
];

/// What terms with a number begin with: without escapes, with them, and wrong ones that are seen.
const PREFIXES: [&str; 4] = ["ISO_IR ", "ISO 2022 IR ", "ISO-IR ", "ISO IR "];

/// The character sets of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CharacterSets {
    /// The table of bytes from 128 on, where a text begins; `None` where none is named.
    first: Option<&'static str>,
    stands_alone: bool,
}

/// A text, and whether it may be another than was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub doubt: Option<Doubt>,
}

impl From<String> for Decoded {
    fn from(text: String) -> Self {
        Self { text, doubt: None }
    }
}

impl Default for CharacterSets {
    fn default() -> Self {
        Self::of([])
    }
}

impl CharacterSets {
    /// By the attribute's values. Text begins in the first of them, and escapes lead to any. Where
    /// that is ASCII, and a later one is not, bytes beyond it that no escape leads to are taken for
    /// the later one's.
    pub fn of<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let mut found = Self {
            first: None,
            stands_alone: false,
        };
        for value in values {
            let value = value.trim_matches(|c: char| c.is_whitespace() || c == '\0');
            let number = PREFIXES.iter().find_map(|it| value.strip_prefix(it));
            let number = number.map_or(value, str::trim);
            let named = |of: &[(&str, &'static str)]| {
                let found = of.iter().find(|(term, _)| *term == number);
                found.map(|(_, table)| *table)
            };
            if let Some(table) = named(&SETS) {
                found.first = Some(table);
                break;
            }
            if let Some(table) = named(&ALONE) {
                found = Self {
                    first: Some(table),
                    stands_alone: true,
                };
                break;
            }
            if !ASCII.contains(&number) {
                break;
            }
        }
        found
    }

    /// The text of an element. What is none in its set becomes U+FFFD.
    #[must_use]
    pub fn decode(self, bytes: &[u8], vr: Option<VR>) -> Decoded {
        let has_escapes = bytes.contains(&escapes::ESCAPE);
        // Those of most files need no tables.
        if bytes.is_ascii() && !has_escapes {
            return String::from_utf8_lossy(bytes).into_owned().into();
        }
        let text = if has_escapes && !self.stands_alone {
            escapes::decode(bytes, self.first, delimiters(vr))
        } else {
            table(self.first.unwrap_or_else(|| guess(bytes)), bytes)
        };
        let is_guess = self.first.is_none() && !has_escapes;
        let doubt = if text.contains(char::REPLACEMENT_CHARACTER) {
            Some(Doubt::Unreadable)
        } else {
            is_guess.then_some(Doubt::Guessed)
        };
        Decoded { text, doubt }
    }
}

/// What bytes beyond ASCII are where nothing says it: what is valid UTF-8 is hardly ever anything
/// else, and what is not is most often Latin 1.
fn guess(bytes: &[u8]) -> &'static str {
    if str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        LATIN_1
    }
}

/// What ends the reach of an escape, beside the ends of lines and pages (PS3.5 6.1.2.5.3): what
/// parts values, and components and groups of a name.
const fn delimiters(vr: Option<VR>) -> &'static [u8] {
    match vr {
        Some(VR::PN) => b"\\^=",
        // These have one value, and a backslash in them is one.
        Some(VR::LT | VR::ST | VR::UT) => b"",
        _ => b"\\",
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn table(name: &str, bytes: &[u8]) -> String {
    let table = encoding_rs::Encoding::for_label(name.as_bytes());
    let table = table.unwrap_or(encoding_rs::WINDOWS_1252);
    let (text, _) = table.decode_with_bom_removal(bytes);
    text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_one_of_browsers() {
        for (term, name) in SETS.into_iter().chain(ALONE) {
            let known = encoding_rs::Encoding::for_label(name.as_bytes());
            assert!(known.is_some(), "{term}: {name}");
        }
    }

    fn decoded(values: &str, bytes: &[u8]) -> Decoded {
        CharacterSets::of(values.split('\\')).decode(bytes, Some(VR::PN))
    }

    #[test]
    fn texts_are_read_in_their_own_set() {
        let of = |values: &str, bytes: &[u8]| decoded(values, bytes).text;
        assert_eq!(of("ISO_IR 192", "Wang^王".as_bytes()), "Wang^王");
        assert_eq!(of("ISO_IR 100", b"Buc^J\xe9r\xf4me"), "Buc^Jérôme");
        assert_eq!(of("ISO_IR 144", b"\xbb\xee\xda\x63\x65"), "Люкce");
        assert_eq!(of("ISO_IR 13", b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3"), "ﾔﾏﾀﾞ^ﾀﾛｳ");
        assert_eq!(of("GB18030", b"Wang^\xcd\xf5"), "Wang^王");
        let yamada = b"Yamada^\x1b$B;3ED\x1b(B";
        for values in [
            "\\ISO 2022 IR 87",
            "ISO 2022 IR 6\\ISO 2022 IR 87",
            "ISO 2022 IR 87",
        ] {
            assert_eq!(of(values, yamada), "Yamada^山田", "{values}");
        }
        assert_eq!(of("ISO 2022 IR 13\\ISO 2022 IR 87", yamada), "Yamada^山田");
        assert_eq!(of("ISO 2022 IR 100", b"J\xe9r\xf4me"), "Jérôme");
        assert_eq!(of("ISO-IR 192", "王".as_bytes()), "王");
    }

    #[test]
    fn what_is_not_named_is_guessed_and_said_to_be() {
        let latin_1 = b"Buc^J\xe9r\xf4me";
        for values in ["", "ISO_IR 6", "ISO_IR 9", "junk"] {
            let guessed = |text: &str| Decoded {
                text: text.to_owned(),
                doubt: Some(Doubt::Guessed),
            };
            assert_eq!(decoded(values, latin_1), guessed("Buc^Jérôme"), "{values}");
            assert_eq!(decoded(values, "王".as_bytes()), guessed("王"), "{values}");
            assert_eq!(decoded(values, b"Buc^Jerome").doubt, None);
        }
        assert_eq!(decoded("ISO_IR 100", latin_1).doubt, None);
        let wrong = decoded("ISO_IR 192", latin_1);
        assert_eq!(wrong.text, "Buc^J\u{fffd}r\u{fffd}me");
        assert_eq!(wrong.doubt, Some(Doubt::Unreadable));
    }
}
