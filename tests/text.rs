//! Texts in every character set, as pydicom and dcmtk read them (`tests/data/text/make.py`), and texts
//! that are none.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dicom_core::VR;
use dicom_dictionary_std::tags;
use hounsfield::header::text::CharacterSets;
use hounsfield::header::{self, Element, Read, listing};
use hounsfield::remark::Doubt;
use xtask::synthetic::random::Random;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/text")
}

/// The texts that people wrote, by tag, in the file's order.
fn texts(bytes: &[u8]) -> Vec<[String; 2]> {
    let written = ["SH", "LO", "PN", "LT", "ST", "UT", "UC"];
    let text = |element: Element| {
        let [group, number] = element.tag;
        let tag = format!("{group:04X},{number:04X}");
        let value = match element.vr.as_str() {
            // pydicom leaves empty groups of a name out.
            "PN" => element.value.trim_end_matches('=').to_owned(),
            _ => element.value,
        };
        written
            .contains(&element.vr.as_str())
            .then_some([tag, value])
    };
    let listed = listing(bytes, bytes.len() as u64, false).unwrap();
    let of_data = listed.into_iter().filter(|element| element.tag[0] != 2);
    of_data.filter_map(text).collect()
}

/// Values are shown up to so many characters.
fn as_listed(text: &str) -> String {
    const SHOWN: usize = 300;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('\u{2026}');
    }
    shown
}

#[test]
fn every_character_set_is_read_as_others_read_it() {
    let expected = fs::read(folder().join("expected.json")).unwrap();
    let expected: BTreeMap<String, Vec<[String; 2]>> = serde_json::from_slice(&expected).unwrap();
    assert!(expected.len() >= 40, "{}", expected.len());
    for (name, expected) in expected {
        let bytes = fs::read(folder().join(&name)).unwrap();
        let found = texts(&bytes);
        let expected: Vec<[String; 2]> = expected
            .into_iter()
            .map(|[tag, text]| [tag, as_listed(&text)])
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

/// All of a text, which the listing cuts: every character of a byte, a few of each row of kanji.
#[test]
fn long_texts_are_read_to_their_end() {
    let expected = fs::read(folder().join("expected.json")).unwrap();
    let expected: BTreeMap<String, Vec<[String; 2]>> = serde_json::from_slice(&expected).unwrap();
    let mut characters = 0;
    for (name, expected) in expected {
        let bytes = fs::read(folder().join(&name)).unwrap();
        let content = header::content(&bytes, false).unwrap();
        let comments = content.root().description(tags::PATIENT_COMMENTS);
        let expected = expected.into_iter().find(|[tag, _]| tag == "0010,4000");
        let expected = expected
            .map(|[_, text]| text)
            .filter(|text| !text.is_empty());
        characters += expected
            .iter()
            .map(|text| text.chars().count())
            .sum::<usize>();
        assert_eq!(comments, expected, "{name}");
    }
    assert!(characters > 3000, "{characters}");
}

#[test]
fn the_name_of_a_header_is_that_of_its_listing() {
    let mut names = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|it| it != "dcm") {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let Read::Header(header) = header::read(&bytes, bytes.len() as u64).unwrap() else {
            unreachable!("{}", path.display());
        };
        let listed = texts(&bytes)
            .into_iter()
            .find(|[tag, _]| tag == "0010,0010");
        // In a sequence it is another person's.
        if let Some(name) = header.patient_name {
            let name = name.trim_end_matches('=').to_owned();
            assert_eq!(
                Some(name),
                listed.map(|[_, name]| name),
                "{}",
                path.display()
            );
            names += 1;
        }
    }
    assert!(names >= 36, "{names}");
}

#[test]
fn what_is_none_of_a_set_becomes_replacement_characters_and_is_told() {
    let mut random = Random::new(5);
    let sets = [
        "",
        "ISO_IR 100",
        "ISO_IR 127",
        "ISO_IR 13",
        "ISO_IR 192",
        "GB18030",
        "GBK",
        "junk",
        "\\ISO 2022 IR 87",
        "\\ISO 2022 IR 149",
        "\\ISO 2022 IR 58",
        "\u{fffd}\\\\\\",
        "ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159",
    ];
    let mut unreadable = 0;
    for round in 0..20_000 {
        let bytes: Vec<u8> = (0..random.below(24))
            .map(|_| match random.below(8) {
                0 => 0x1b,
                1 => b"$()-AB^=\\\r"[random.below(10)],
                _ => random.bits().to_le_bytes()[0],
            })
            .collect();
        let of = CharacterSets::of(sets[round % sets.len()].split('\\'));
        let decoded = of.decode(&bytes, Some(VR::PN));
        assert!(decoded.text.chars().count() <= bytes.len());
        let has_replaced = decoded.text.contains(char::REPLACEMENT_CHARACTER);
        assert_eq!(has_replaced, decoded.doubt == Some(Doubt::Unreadable));
        unreadable += usize::from(has_replaced);
    }
    assert!(unreadable > 5000, "{unreadable}");
}
