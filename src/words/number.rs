//! Numbers as readers write them.

/// A place along the patient, to a tenth of a millimetre.
#[must_use]
pub fn millimetres(mm: f64) -> String {
    format!("{} mm", number((mm * 10.0).round() / 10.0))
}

/// A number as a reader sees it: U+2212 for minus, decimal point, no trailing zeros.
#[must_use]
pub fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    let digits = format!("{}", rounded.abs());
    if rounded < 0.0 {
        format!("\u{2212}{digits}")
    } else {
        digits
    }
}

/// Bytes as a reader reads them: `512 KB`, `157 MB`, `1.5 GB`.
#[must_use]
pub fn bytes(count: u64) -> String {
    const KB: u64 = 1 << 10;
    const MB: u64 = 1 << 20;
    const GB: u64 = 1 << 30;
    match count {
        0..MB => format!("{} KB", count.div_ceil(KB)),
        MB..GB => format!("{} MB", count / MB),
        _ => format!("{}.{} GB", count / GB, count % GB * 10 / GB),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::level_and_width;

    #[test]
    fn numbers_are_written_as_readers_write_them() {
        assert_eq!(level_and_width(-600.0, 1500.0), "L \u{2212}600 W 1500");
        assert_eq!(number(0.25), "0.25");
        assert_eq!(number(-0.001), "0");
        assert_eq!(bytes(157_286_400), "150 MB");
        assert_eq!(bytes(1_610_612_736), "1.5 GB");
    }
}
