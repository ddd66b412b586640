//! Copies without identity: what pydicom makes of the same files by another copy of the table
//! (`tests/data/copy/make.py`), to the byte; and what no file may do.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where it cannot go on"
)]

use std::fs;
use std::path::Path;

use hounsfield::copy::{Choices, Kind, Rewritten, Salt, Uids, rewrite, survey};
use hounsfield::header::{self, Read};
use hounsfield::problem::Problem;
use hounsfield::workers::head::parse;

const SALT: Salt = Salt([7; 32]);

const WAYS: [&str; 5] = ["explicit", "implicit", "big", "deflated", "fragments"];

fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/copy");
    fs::read(folder.join(format!("{name}.dcm"))).unwrap()
}

/// The file as a worker has it: inflated where it was deflated.
fn in_memory(name: &str) -> (Vec<u8>, bool) {
    let file = file(name);
    let read = |count: u64| Ok(file[..usize::try_from(count).unwrap()].to_vec());
    let inflated = parse(file.len() as u64, read).unwrap().1;
    let is_inflated = inflated.is_some();
    (inflated.unwrap_or(file), is_inflated)
}

fn rewritten(bytes: &[u8], choices: Choices) -> Result<Rewritten, Problem> {
    rewrite(bytes, false, choices, &Uids::new(SALT))
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[test]
fn each_line_of_the_table_does_what_pydicom_makes_of_it() {
    for way in WAYS {
        let (before, is_inflated) = in_memory(&format!("in-{way}"));
        assert!(holds(&before, b"PLANTED"));
        let choices = Choices::default();
        let after = rewrite(&before, is_inflated, choices, &Uids::new(SALT)).unwrap();
        let expected = file(&format!("out-{way}"));
        let differ = after.bytes.iter().zip(&expected).position(|(a, b)| a != b);
        assert_eq!(differ, None, "{way}");
        assert_eq!(after.bytes.len(), expected.len(), "{way}");
        assert!(!holds(&after.bytes, b"PLANTED"), "{way}");
    }
}

#[test]
fn a_copy_of_a_copy_changes_nothing_but_its_uids() {
    let once = file("out-explicit");
    let twice = rewritten(&once, Choices::default()).unwrap();
    let gone = |kind| twice.tally.gone(kind);
    assert_eq!(gone(Kind::Private) + gone(Kind::Drawings), 0);
    assert!(gone(Kind::Uids) > 0);
    // Values that were put in the place of others are put there once more, UIDs of about one length.
    assert!(once.len().abs_diff(twice.bytes.len()) < 500);
}

#[test]
fn what_is_counted_before_is_what_goes() {
    for way in WAYS {
        let (bytes, is_inflated) = in_memory(&format!("in-{way}"));
        let samples = bytes
            .windows(4)
            .rposition(|tag| tag == [0xE0, 0x7F, 0x10, 0] || tag == [0x7F, 0xE0, 0, 0x10]);
        let head = &bytes[..samples.unwrap() + 12];
        let length = bytes.len() as u64;
        let choices = Choices::default();
        let counted = survey(head, length, is_inflated, choices).unwrap();
        let done = rewrite(&bytes, is_inflated, choices, &Uids::new(SALT)).unwrap();
        assert_eq!(counted.gone(Kind::Names), done.tally.gone(Kind::Names));
        // The samples are an element too; signatures and padding stand behind them.
        assert_eq!(counted.kept + 1, done.tally.kept, "{way}");
        let behind = done.tally.gone(Kind::Others) - counted.gone(Kind::Others);
        assert_eq!(behind, 2, "{way}");
        assert_eq!((counted.burned_in.no, counted.burned_in.yes), (1, 0));
    }
}

/// An explicit little-endian element.
fn element(tag: [u16; 2], vr: &str, value: &[u8]) -> Vec<u8> {
    let mut bytes = [tag[0].to_le_bytes(), tag[1].to_le_bytes()].concat();
    bytes.extend_from_slice(vr.as_bytes());
    if matches!(vr, "SQ" | "UN" | "OB" | "UT") {
        bytes.extend_from_slice(&[0, 0]);
        bytes.extend_from_slice(&u32::try_from(value.len()).unwrap().to_le_bytes());
    } else {
        bytes.extend_from_slice(&u16::try_from(value.len()).unwrap().to_le_bytes());
    }
    bytes.extend_from_slice(value);
    bytes
}

fn implicit(tag: [u16; 2], value: &[u8]) -> Vec<u8> {
    let mut bytes = [tag[0].to_le_bytes(), tag[1].to_le_bytes()].concat();
    bytes.extend_from_slice(&u32::try_from(value.len()).unwrap().to_le_bytes());
    bytes.extend_from_slice(value);
    bytes
}

fn item(value: &[u8]) -> Vec<u8> {
    implicit([0xFFFE, 0xE000], value)
}

fn bare(elements: &[Vec<u8>]) -> Vec<u8> {
    let class = element([8, 0x16], "UI", b"1.2.840.10008.5.1.4.1.1.2\0");
    let instance = element([8, 0x18], "UI", b"1.2.3\0");
    [&class, &instance, &elements.concat()]
        .map(Vec::as_slice)
        .concat()
}

#[test]
fn names_hide_nowhere() {
    let name = element([0x10, 0x10], "PN", b"PLANTED^Jane");
    let in_implicit = item(&implicit([0x10, 0x10], b"PLANTED^Jane"));
    let measures = [0x28, 0x9110];
    for (what, hidden) in [
        ("in a sequence", element(measures, "SQ", &item(&name))),
        (
            "in a sequence of unknown VR",
            element(measures, "UN", &in_implicit),
        ),
        (
            "in a sequence written as bytes",
            element(measures, "OB", &item(&name)),
        ),
        (
            "in a text written as a sequence",
            element([0x28, 0x1055], "SQ", &item(&name)),
        ),
        (
            "under another VR",
            element([0x10, 0x10], "LO", b"PLANTED^Jane"),
        ),
        ("as a number", element([0x28, 0x10], "PN", b"PLANTED^Jane")),
        (
            "in a tag of no dictionary",
            element([0x28, 0x0999], "CS", b"PLANTED^Jane"),
        ),
        (
            "in a class of its own",
            element([8, 0x1150], "UI", b"1.2.840.10008.PLANTED^Ja"),
        ),
        (
            "as a group's length",
            element([0x28, 0], "UL", b"PLANTED^Jane"),
        ),
        (
            "as what was said of its removal",
            element([0x12, 0x63], "LO", b"PLANTED^Jane"),
        ),
    ] {
        let before = bare(&[hidden, element([0x28, 0x101], "US", &[1, 0])]);
        let after = rewritten(&before, Choices::default()).unwrap();
        assert!(!holds(&after.bytes, b"PLANTED"), "{what}");
        // What comes behind it is still there.
        assert!(
            holds(&after.bytes, &element([0x28, 0x101], "US", &[1, 0])),
            "{what}"
        );
    }
}

#[test]
fn what_the_file_says_of_itself_is_written_anew() {
    let mut file = b"PLANTED ".repeat(16);
    file.extend_from_slice(b"DICM");
    file.extend(element([2, 0x10], "UI", b"1.2.840.10008.1.2.1 PLANTED "));
    file.extend(element([2, 0x16], "AE", b"PLANTED "));
    file.extend(bare(&[]));
    let after = rewritten(&file, Choices::default()).unwrap().bytes;
    assert!(!holds(&after, b"PLANTED"));
    assert!(after.starts_with(&[0; 128]));
    let Ok(Read::Header(header)) = header::read(&after, after.len() as u64) else {
        panic!("no header");
    };
    assert_eq!(header.transfer_syntax, "1.2.840.10008.1.2.1");
    assert_eq!(header.sop_instance, Some(Uids::new(SALT).of("1.2.3")));
}

#[test]
fn what_was_not_removed_is_not_said_to_be() {
    let says = |file: &[u8], choices, yes: bool| {
        let after = rewritten(file, choices).unwrap().bytes;
        let said: &[u8] = if yes { b"YES " } else { b"NO  " };
        assert!(holds(&after, &element([0x12, 0x62], "CS", said)), "{yes}");
    };
    let burned_in = |value| bare(&[element([0x28, 0x301], "CS", value)]);
    let none = Choices::default();
    says(&bare(&[]), none, true);
    says(&burned_in(b"NO"), none, true);
    says(&burned_in(b"YES "), none, false);
    let text = element([0x40, 0xA160], "UT", b"A nodule");
    let report = bare(&[element([0x40, 0xA730], "SQ", &item(&text))]);
    let reports = Choices {
        reports: true,
        ..none
    };
    says(&report, none, true);
    says(&report, reports, false);
    says(&bare(&[]), reports, true);
}

#[test]
fn comments_inside_jpeg_say_nothing_and_private_classes_stay() {
    let said = b"\xFF\xD8\xFF\xFE\0\x0EPLANTED^Jane\xFF\xDA\0\x03\x01\x12\x34";
    let samples = [item(&[]), item(said), implicit([0xFFFE, 0xE0DD], &[])].concat();
    let mut pixels = element([0x7FE0, 0x10], "OB", &[]);
    pixels[8..12].fill(0xFF);
    pixels.extend(samples);
    let mut file = b"\0".repeat(128);
    file.extend_from_slice(b"DICM");
    file.extend(element([2, 0x10], "UI", b"1.2.840.10008.1.2.4.57"));
    let class = b"1.3.12.2.1107.5.9.1\0";
    file.extend(element([8, 0x16], "UI", class));
    file.extend(element([8, 0x18], "UI", b"1.2.3\0"));
    file.extend(pixels);
    let after = rewritten(&file, Choices::default()).unwrap().bytes;
    assert!(!holds(&after, b"PLANTED"));
    assert!(holds(&after, b"\xFF\xDA\0\x03\x01\x12\x34"), "the samples");
    assert!(holds(&after, &element([8, 0x16], "UI", class)));
}

#[test]
fn references_go_along_with_what_they_name() {
    let reference = element([8, 0x1155], "UI", b"1.2.3\0");
    let named = element([8, 0x1140], "SQ", &item(&reference));
    let after = rewritten(&bare(&[named]), Choices::default())
        .unwrap()
        .bytes;
    let uid = Uids::new(SALT).of("1.2.3");
    let times = after.windows(uid.len()).filter(|at| *at == uid.as_bytes());
    // In the meta information, of the instance itself, in the reference.
    assert_eq!(times.count(), 3);
    assert!(!holds(&after, b"1.2.3\0"));
}

#[test]
fn texts_of_reports_and_descriptions_stay_where_they_are_asked_for() {
    let text = element([0x40, 0xA160], "UT", b"A nodule");
    let name = element([0x40, 0xA123], "PN", b"PLANTED^Jane");
    let content = element([0x40, 0xA730], "SQ", &item(&[text, name].concat()));
    let description = element([8, 0x103E], "LO", b"Lung 1 mm ");
    let file = bare(&[description, content]);
    let cleaned = rewritten(&file, Choices::default()).unwrap().bytes;
    assert!(!holds(&cleaned, b"A nodule") && !holds(&cleaned, b"Lung 1 mm"));
    let choices = Choices {
        series_description: true,
        reports: true,
    };
    let kept = rewritten(&file, choices).unwrap().bytes;
    assert!(holds(&kept, b"A nodule") && holds(&kept, b"Lung 1 mm"));
    // That they are there is said, and who is named in them is not.
    assert!(holds(&kept, b"kept as they were") && holds(&kept, b"kept as it was"));
    assert!(!holds(&kept, b"PLANTED"));
}

#[test]
fn a_file_cut_anywhere_is_a_problem_or_a_copy_without_names() {
    for way in ["explicit", "implicit", "big", "fragments"] {
        let whole = file(&format!("in-{way}"));
        let samples = whole.len() - 1200;
        // Of what stands last every fifth length, and some of all before.
        let last = (samples..whole.len()).step_by(5);
        let lengths = (0..samples).step_by(379).chain(last);
        for length in lengths {
            if let Ok(after) = rewritten(&whole[..length], Choices::default()) {
                assert!(!holds(&after.bytes, b"PLANTED"), "{way} {length}");
            }
        }
    }
}
