//! Texts in each kind of character set, and series that are random.

use xtask::synthetic::random::Random;

use super::{Seed, seed};

pub fn texts() -> Vec<Seed> {
    let texts: [(&str, &[u8]); 12] = [
        ("ISO_IR 100", b"Buc^J\xe9r\xf4me"),
        ("ISO_IR 192", "Wang^XiaoDong=王^小东".as_bytes()),
        (
            "GB18030",
            b"Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab\x81\x30\x81\x30",
        ),
        ("GBK", b"\xcd\xf5\x9b\x5c^\xd0\xa1"),
        ("ISO_IR 13", b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3"),
        ("ISO_IR 166", b"\xa1\xd2\xc3^\xb7\xc3"),
        (
            "\\ISO 2022 IR 87",
            b"Yamada=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B",
        ),
        ("\\ISO 2022 IR 159", b"\x1b$(D0!\x1b(B=x"),
        (
            "ISO 2022 IR 13\\ISO 2022 IR 87",
            b"\xd4\xcf=\x1b$B;3ED\x1b(J^\xc0",
        ),
        ("\\ISO 2022 IR 149", b"Hong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce"),
        (
            "\\ISO 2022 IR 58",
            b"Zhang=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\r\n\xd5",
        ),
        (
            "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126",
            b"\xc4\x1b-L\xbb\xee\\\xc4\x1b-F\xc4\x1b-Z\x1b)I\xb1",
        ),
    ];
    let one = |(sets, text): (&str, &[u8])| seed(sets, [sets.as_bytes(), &[0], text].concat());
    texts.map(one).into()
}

/// What the target makes headers of.
pub fn series() -> Vec<Seed> {
    let one = |number: u64| {
        let mut random = Random::new(number);
        let bytes = (0..600).map(|_| random.bits().to_le_bytes()[0]);
        seed(format!("random-{number}"), bytes.collect())
    };
    (1..=12).map(one).collect()
}
