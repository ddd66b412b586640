//! Character sets in the real page: its tables are those that native tests read by, and names are shown
//! in their own writing and direction.

use std::collections::BTreeMap;

use xtask::synthetic::ct::Series;
use xtask::synthetic::{File, IMPLICIT_LITTLE, Value, Writing};

use crate::lab::{self, RENDERERS};

const ONE_BYTE: [&str; 14] = [
    "windows-1252",
    "iso-8859-2",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-5",
    "iso-8859-6",
    "iso-8859-7",
    "iso-8859-8",
    "windows-1254",
    "iso-8859-15",
    "windows-874",
    "shift_jis",
    "utf-8",
    "gbk",
];
/// With what stands before each pair.
const TWO_BYTES: [(&str, &[u8]); 5] = [
    ("euc-jp", &[]),
    ("euc-jp", &[0x8f]),
    ("euc-kr", &[]),
    ("gbk", &[]),
    ("gb18030", &[]),
];

fn natively(label: &str, bytes: &[u8]) -> String {
    let table = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    table.decode_with_bom_removal(bytes).0.into_owned()
}

#[test]
fn the_browsers_tables_are_those_of_native_tests() {
    lab::run("character_tables", |lab| {
        lab.open(RENDERERS[0])?;
        let mut decode = |label: &str, bytes: &[u8]| {
            let script = format!("new TextDecoder('{label}').decode(new Uint8Array({bytes:?}))");
            lab.evaluate(&script)
        };
        for label in ONE_BYTE {
            // Each behind a letter, so that halves of characters do no harm to the next.
            let bytes: Vec<u8> = (0..=255).flat_map(|byte| [byte, b'|']).collect();
            assert_eq!(decode(label, &bytes)?, natively(label, &bytes), "{label}");
        }
        for (label, lead) in TWO_BYTES {
            for row in 0xa1..=0xfe {
                let bytes: Vec<u8> = (0xa1..=0xfe)
                    .flat_map(|column| [lead, &[row, column, b'|']].concat())
                    .collect();
                let found = decode(label, &bytes)?;
                assert_eq!(found, natively(label, &bytes), "{label} {lead:?} {row:#x}");
            }
        }
        Ok(())
    });
}

/// A slice whose person is named in bytes.
fn named(at: usize, sets: &str, name: &[u8]) -> Vec<u8> {
    let series = Series {
        number: u32::try_from(at).unwrap() + 1,
        slices: 1,
        side: 32,
        slice_mm: 3.0,
    };
    // Written without its VR it is any bytes.
    let mut bytes = name.to_vec();
    bytes.resize(name.len().next_multiple_of(2), b' ');
    let file: File = series
        .slice(0)
        .text(0x0008_0005, "CS", sets)
        .value(0x0010_0010, Value::Samples { bits: 8, bytes });
    file.write(&Writing {
        transfer_syntax: IMPLICIT_LITTLE,
        ..Writing::default()
    })
}

#[test]
fn names_are_shown_in_their_own_writing_and_direction() {
    let names: [(&str, &[u8], &str, &str); 6] = [
        (
            "\\ISO 2022 IR 87",
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B",
            "Yamada Tarou = 山田 太郎",
            "ltr",
        ),
        (
            "\\ISO 2022 IR 149",
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7",
            "Hong Gildong = 洪 吉洞",
            "ltr",
        ),
        (
            "\\ISO 2022 IR 58",
            b"Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab",
            "Zhang XiaoDong = 张 小东",
            "ltr",
        ),
        (
            "ISO_IR 138",
            b"\xf9\xf8\xe5\xef^\xe3\xe1\xe5\xf8\xe4 12",
            "שרון דבורה 12",
            "rtl",
        ),
        (
            "ISO_IR 127",
            b"\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1",
            "قباني لنزار",
            "rtl",
        ),
        ("", b"Buc^J\xe9r\xf4me", "Buc Jérôme", "ltr"),
    ];
    lab::run("names", |lab| {
        for renderer in RENDERERS {
            for (at, (sets, bytes, expected, direction)) in names.into_iter().enumerate() {
                let file = lab
                    .scratch
                    .write(&format!("{at}.dcm"), &named(at, sets, bytes))?;
                lab.open(renderer)?;
                lab.load(&[&file])?;
                let press = |event: &str| {
                    format!(
                        "document.querySelector('.identity [data-action=reveal]')\
                         .dispatchEvent(new PointerEvent('{event}', {{ bubbles: true }}))"
                    )
                };
                lab.evaluate(&press("pointerdown"))?;
                let line = "document.querySelector('[data-identity] bdi')";
                lab.wait(&format!("{line}.textContent === '{expected}'"))?;
                let runs = lab.evaluate(&format!("getComputedStyle({line}).direction"))?;
                assert_eq!(runs, direction, "{renderer}: {expected}");
                lab.evaluate(&press("pointerup"))?;
            }
        }
        Ok(())
    });
}

#[test]
fn a_guess_is_told_beside_the_text() {
    lab::run("guessed_text", |lab| {
        let guessed = lab
            .scratch
            .write("guessed.dcm", &named(0, "", b"Buc^J\xe9r\xf4me"))?;
        let wrong = lab
            .scratch
            .write("wrong.dcm", &named(1, "ISO_IR 192", b"J\xe9r"))?;
        let mut said = BTreeMap::new();
        for (name, file) in [("guessed", guessed), ("wrong", wrong)] {
            lab.open(RENDERERS[0])?;
            lab.load(&[&file])?;
            lab.page.key("t")?;
            let doubt = "document.querySelector('[data-tag=\"0010,0010\"] [data-doubt]')";
            lab.wait(&format!("{doubt} !== null"))?;
            said.insert(name, lab.evaluate(&format!("{doubt}.textContent"))?);
        }
        assert_eq!(
            said["guessed"],
            hounsfield::words::doubt(hounsfield::remark::Doubt::Guessed)
        );
        assert_eq!(
            said["wrong"],
            hounsfield::words::doubt(hounsfield::remark::Doubt::Unreadable)
        );
        Ok(())
    });
}
