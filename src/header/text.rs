//! Bytes that people wrote -> text, by the file's character set (PS3.3 C.12.1.1.2).
//!
//! The tables of the world's writings are the browser's own (`TextDecoder`); natively
//! `encoding_rs` has the same ones, by the same names (WHATWG Encoding Standard).

#[cfg(target_arch = "wasm32")]
use super::web::decode;

/// Specific Character Set (0008,0005), by its defined terms without what they begin with, and what
/// browsers call it. The first 128 of all of them are those of ASCII.
const CHARSETS: [(&str, &str); 21] = [
    // With escapes it is another: it leads to that of IR 87.
    ("ISO 2022 IR 13", "iso-2022-jp"),
    ("100", "windows-1252"),
    ("101", "iso-8859-2"),
    ("109", "iso-8859-3"),
    ("110", "iso-8859-4"),
    ("144", "iso-8859-5"),
    ("127", "iso-8859-6"),
    ("126", "iso-8859-7"),
    ("138", "iso-8859-8"),
    ("148", "windows-1254"),
    ("203", "iso-8859-15"),
    ("13", "shift_jis"),
    ("166", "windows-874"),
    ("192", "utf-8"),
    ("87", "iso-2022-jp"),
    ("159", "iso-2022-jp"),
    ("149", "euc-kr"),
    ("58", "gbk"),
    ("GB18030", "gb18030"),
    ("GBK", "gbk"),
    // Not of the standard, and seen.
    ("UTF-8", "utf-8"),
];

/// What terms with a number begin with: without escapes, with them, and a wrong one that is seen.
const PREFIXES: [&str; 3] = ["ISO_IR ", "ISO 2022 IR ", "ISO-IR "];

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
    /// The first of the attribute's values that is more than the default repertoire (`ISO_IR 6`):
    /// behind that, or behind an empty value, stands the one that escapes lead to.
    pub fn of<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let known = |value: &str| {
            let value = value.trim();
            let number = PREFIXES.iter().find_map(|it| value.strip_prefix(it));
            let is_it = |(term, _): &&(&str, &str)| *term == value || Some(*term) == number;
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
        for values in ["\\ISO 2022 IR 87", "ISO 2022 IR 6\\ISO 2022 IR 87"] {
            assert_eq!(of(values, yamada), "Yamada^山田", "{values}");
        }
        assert_eq!(of("ISO 2022 IR 13\\ISO 2022 IR 87", yamada), "Yamada^山田");
        assert_eq!(of("ISO 2022 IR 100", b"J\xe9r\xf4me"), "Jérôme");
        assert_eq!(of("ISO-IR 192", "王".as_bytes()), "王");
    }
}
