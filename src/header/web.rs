//! The browser's own tables of characters.

use web_sys::TextDecoder;

/// Text of a character set that the browser knows by this name; what is none of it, and all of a
/// set that it does not know, becomes U+FFFD.
pub(super) fn table(name: &str, bytes: &[u8]) -> String {
    TextDecoder::new_with_label(name)
        .and_then(|decoder| decoder.decode_with_u8_array(bytes))
        .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned())
}
