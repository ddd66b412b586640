//! Bytes that people wrote -> text, by the file's character set (PS3.3 C.12.1.1.2).
//!
//! The tables of the world's writings are the browser's own (`TextDecoder`); natively
//! `encoding_rs` has the same ones, by the same names (WHATWG Encoding Standard).

#[cfg(target_arch = "wasm32")]
use super::web::decode;

/// Specific Character Set (0008,0005), by its defined terms, and what browsers call it. The first
/// 128 of all of them are those of ASCII.
const CHARSETS: [(&str, &str); 36] = [
    ("ISO_IR 6", "windows-1252"),
    ("ISO_IR 100", "windows-1252"),
    ("ISO_IR 101", "iso-8859-2"),
    ("ISO_IR 109", "iso-8859-3"),
    ("ISO_IR 110", "iso-8859-4"),
    ("ISO_IR 144", "iso-8859-5"),
    ("ISO_IR 127", "iso-8859-6"),
    ("ISO_IR 126", "iso-8859-7"),
    ("ISO_IR 138", "iso-8859-8"),
    ("ISO_IR 148", "windows-1254"),
    ("ISO_IR 203", "iso-8859-15"),
    ("ISO_IR 13", "shift_jis"),
    ("ISO_IR 166", "windows-874"),
    ("ISO_IR 192", "utf-8"),
    ("GB18030", "gb18030"),
    ("GBK", "gbk"),
    ("ISO 2022 IR 6", "windows-1252"),
    ("ISO 2022 IR 100", "windows-1252"),
    ("ISO 2022 IR 101", "iso-8859-2"),
    ("ISO 2022 IR 109", "iso-8859-3"),
    ("ISO 2022 IR 110", "iso-8859-4"),
    ("ISO 2022 IR 144", "iso-8859-5"),
    ("ISO 2022 IR 127", "iso-8859-6"),
    ("ISO 2022 IR 126", "iso-8859-7"),
    ("ISO 2022 IR 138", "iso-8859-8"),
    ("ISO 2022 IR 148", "windows-1254"),
    ("ISO 2022 IR 203", "iso-8859-15"),
    ("ISO 2022 IR 166", "windows-874"),
    ("ISO 2022 IR 13", "iso-2022-jp"),
    ("ISO 2022 IR 87", "iso-2022-jp"),
    ("ISO 2022 IR 159", "iso-2022-jp"),
    ("ISO 2022 IR 149", "euc-kr"),
    ("ISO 2022 IR 58", "gbk"),
    // Not of the standard, and seen.
    ("ISO-IR 100", "windows-1252"),
    ("ISO-IR 192", "utf-8"),
    ("UTF-8", "utf-8"),
];

/// A character set, by the name that browsers have for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Charset(&'static str);

/// Without the attribute a file has the default repertoire; what is beyond it there is most often
/// Latin 1.
impl Default for Charset {
    fn default() -> Self {
        Self("windows-1252")
    }
}

impl Charset {
    /// The first that is known of the attribute's values. The one after an empty first value is
    /// that of texts with escapes.
    pub fn of<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let known = |value: &str| {
            let is_it = |(term, _): &&(&str, &str)| *term == value.trim();
            CHARSETS.iter().find(is_it).map(|(_, name)| Self(name))
        };
        values.into_iter().find_map(known).unwrap_or_default()
    }

    /// What is none in it becomes U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> String {
        // Those of most files need no tables.
        if bytes.is_ascii() && !bytes.contains(&ESCAPE) {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        decode(self.0, bytes)
    }
}

/// It begins the escapes of ISO 2022.
const ESCAPE: u8 = 0x1b;

#[cfg(not(target_arch = "wasm32"))]
fn decode(name: &str, bytes: &[u8]) -> String {
    let charset = encoding_rs::Encoding::for_label(name.as_bytes());
    let charset = charset.unwrap_or(encoding_rs::WINDOWS_1252);
    let (text, _) = charset.decode_with_bom_removal(bytes);
    text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_one_of_browsers() {
        for (term, name) in CHARSETS {
            let known = encoding_rs::Encoding::for_label(name.as_bytes());
            assert!(known.is_some(), "{term}: {name}");
        }
    }

    /// Person names of PS3.5 Annexes H, I and J, and of C.12.1.1.2's other sets.
    #[test]
    fn texts_are_read_in_their_own_set() {
        let of = |values: &str, bytes: &[u8]| Charset::of(values.split('\\')).decode(bytes);
        assert_eq!(of("ISO_IR 192", "Wang^王".as_bytes()), "Wang^王");
        assert_eq!(of("ISO_IR 100", b"Buc^J\xe9r\xf4me"), "Buc^Jérôme");
        assert_eq!(of("", b"Buc^J\xe9r\xf4me"), "Buc^Jérôme");
        assert_eq!(of("ISO_IR 144", b"\xbb\xee\xda\x63\x65"), "Люкce");
        assert_eq!(of("ISO_IR 13", b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3"), "ﾔﾏﾀﾞ^ﾀﾛｳ");
        assert_eq!(of("GB18030", b"Wang^\xcd\xf5"), "Wang^王");
        let yamada = b"Yamada^\x1b$B;3ED\x1b(B";
        assert_eq!(of("\\ISO 2022 IR 87", yamada), "Yamada^山田");
    }
}
