//! Every element of a header, as readers see it: sequences, private elements, what tells the
//! person, in each way of writing.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::collections::BTreeMap;

use hounsfield::header::{Element, listing};
use xtask::synthetic::ct::Series;
use xtask::synthetic::{EXPLICIT_BIG, File, IMPLICIT_LITTLE, PIXEL_DATA, Value, Writing};

const SERIES: Series = Series {
    number: 1,
    slices: 1,
    side: 16,
    slice_mm: 1.0,
};

fn file() -> File {
    let item = |value: &str| {
        BTreeMap::from([
            (0x0008_0100, Value::Text("SH", value.to_owned())),
            (0x0010_0010, Value::Text("PN", "Inner^Name".to_owned())),
        ])
    };
    SERIES
        .slice(0)
        .text(0x0010_0010, "PN", "Smith^John")
        .text(0x0010_0020, "LO", "4711")
        .text(0x0009_0010, "LO", "ACME")
        .text(0x0009_1001, "LO", "secret")
        .value(0x0008_1140, Value::Items(vec![item("A"), item("B")]))
}

fn listed(writing: &Writing) -> Vec<Element> {
    let bytes = file().write(writing);
    listing(&bytes, bytes.len() as u64, false).unwrap()
}

fn find(elements: &[Element], tag: [u16; 2]) -> &Element {
    elements.iter().find(|element| element.tag == tag).unwrap()
}

#[test]
fn each_way_of_writing_lists_the_same() {
    let plain = listed(&Writing::default());
    let data = |elements: &[Element]| -> Vec<Element> {
        let of_data = elements.iter().filter(|element| element.tag[0] != 2);
        of_data.cloned().collect()
    };
    for transfer_syntax in [IMPLICIT_LITTLE, EXPLICIT_BIG] {
        for open_lengths in [false, true] {
            let writing = Writing {
                transfer_syntax,
                open_lengths,
                ..Writing::default()
            };
            let other = listed(&writing);
            let without_samples = |elements: &[Element]| -> Vec<(u8, [u16; 2], String)> {
                let kept = data(elements).into_iter();
                // Without a VR nothing is known of a private element but its length.
                kept.filter(|element| element.tag[0] != 0x7FE0 && element.tag != [9, 0x1001])
                    .map(|element| (element.depth, element.tag, element.value))
                    .collect()
            };
            assert_eq!(
                without_samples(&other),
                without_samples(&plain),
                "{writing:?}"
            );
        }
    }
}

#[test]
fn names_values_and_depths_are_told() {
    let elements = listed(&Writing::default());
    let rows = find(&elements, [0x28, 0x10]);
    assert_eq!(
        (rows.name.as_str(), rows.vr.as_str(), rows.value.as_str()),
        ("Rows", "US", "16")
    );
    let slope = find(&elements, [0x28, 0x1053]);
    assert_eq!(
        (slope.name.as_str(), slope.value.as_str()),
        ("RescaleSlope", "1")
    );
    let depths: Vec<(u8, [u16; 2])> = elements
        .iter()
        .skip_while(|element| element.tag != [8, 0x1140])
        .take(7)
        .map(|element| (element.depth, element.tag))
        .collect();
    let item = [0xFFFE, 0xE000];
    assert_eq!(
        depths,
        [
            (0, [8, 0x1140]),
            (1, item),
            (2, [8, 0x100]),
            (2, [0x10, 0x10]),
            (1, item),
            (2, [8, 0x100]),
            (2, [0x10, 0x10]),
        ]
    );
    let private = find(&elements, [9, 0x1001]);
    assert_eq!(
        (private.name.as_str(), private.value.as_str()),
        ("ACME", "secret")
    );
    let last = elements.last().unwrap();
    assert_eq!(
        (last.tag, last.value.as_str()),
        ([0x7FE0, 0x10], "512 bytes")
    );
}

#[test]
fn what_tells_the_person_is_marked() {
    let elements = listed(&Writing::default());
    for element in &elements {
        let expected = matches!(
            element.tag,
            [0x10, 0x10 | 0x20] | [9, 0x1001] | [8, 0x18] | [0x20, 0xD | 0xE] | [2, 3]
        );
        assert_eq!(element.identifies, expected, "{element:?}");
    }
}

#[test]
fn cut_files_list_what_is_there_and_take_no_memory() {
    let bytes = file().write(&Writing::default());
    let whole = listed(&Writing::default()).len();
    for end in (140..bytes.len()).step_by(7) {
        let elements = listing(&bytes[..end], bytes.len() as u64, false).unwrap_or_default();
        assert!(elements.len() <= whole);
    }
    assert!(listing(b"nothing", 7, false).is_err());
    let huge = SERIES
        .slice(0)
        .without(PIXEL_DATA)
        .text(0x0008_103E, "LO", &"x".repeat(5000));
    let bytes = huge.write(&Writing::default());
    let elements = listing(&bytes, bytes.len() as u64, false).unwrap();
    assert!(find(&elements, [8, 0x103E]).value.chars().count() <= 301);
}
