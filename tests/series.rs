//! Stacks of computed files: their order, what is kept apart, what opens.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::time::Instant;

use hounsfield::header::{self, Header, Read};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::pixels::Unit;
use hounsfield::series::{Catalog, Plane, Stack, StackId};
use xtask::synthetic::ct::{self, Series};
use xtask::synthetic::random::Random;
use xtask::synthetic::{File, Writing};

const SERIES: Series = Series {
    number: 2,
    slices: 40,
    side: 2,
    slice_mm: 3.0,
};

const INSTANCE_NUMBER: u32 = 0x0020_0013;
const POSITION: u32 = 0x0020_0032;
const ORIENTATION: u32 = 0x0020_0037;
const SERIES_UID: u32 = 0x0020_000E;
const STUDY_UID: u32 = 0x0020_000D;
const IMAGE_TYPE: u32 = 0x0008_0008;

fn header(file: &File) -> Header {
    let bytes = file.write(&Writing::default());
    match header::read(&bytes, bytes.len() as u64) {
        Ok(Read::Header(header)) => *header,
        other => panic!("{other:?}"),
    }
}

/// Inserts files by their path, numbered as they come.
fn catalog<'a>(files: impl IntoIterator<Item = (&'a str, File)>) -> Catalog {
    let mut catalog = Catalog::default();
    for (id, (path, file)) in (0..).zip(files) {
        catalog.insert(FileId(id), path, &header(&file).into());
    }
    catalog
}

fn only(catalog: &Catalog) -> &Stack {
    let mut stacks = catalog.stacks();
    let stack = stacks.next().unwrap();
    assert!(stacks.next().is_none(), "more than one stack");
    stack
}

fn order(stack: &Stack) -> Vec<u32> {
    stack.frames().map(|frame| frame.file.0).collect()
}

/// The slices' own places, in the order of the stack, after they came in a random one, under
/// random names and with random instance numbers.
fn order_after_shuffling(change: impl Fn(usize, File) -> File) -> Vec<usize> {
    let mut random = Random::new(7);
    let mut indices: Vec<usize> = (0..SERIES.slices).collect();
    random.shuffle(&mut indices);
    let mut catalog = Catalog::default();
    for (arrival, index) in (0..).zip(&indices) {
        let file = change(*index, SERIES.slice(*index));
        let number = random.below(1000).to_string();
        let file = file.text(INSTANCE_NUMBER, "IS", &number);
        let path = format!("ct/{}.dcm", random.bits());
        catalog.insert(FileId(arrival), &path, &header(&file).into());
    }
    let stack = only(&catalog);
    assert!(stack.is_ordered_by_position() && !stack.is_by_file_name());
    stack
        .frames()
        .map(|frame| indices[frame.file.0 as usize])
        .collect()
}

#[test]
fn slices_lie_as_in_the_patient_whatever_names_and_numbers_say() {
    let from_the_start: Vec<usize> = (0..SERIES.slices).collect();
    // As computed: axial, from the head.
    assert_eq!(order_after_shuffling(|_, file| file), from_the_start);
    // Lying prone and feet first changes the orientation, and not the way of reading.
    let prone = |_, file: File| file.decimals(ORIENTATION, &[-1.0, 0.0, 0.0, 0.0, -1.0, 0.0]);
    assert_eq!(order_after_shuffling(prone), from_the_start);

    let at = |index: usize| f64::from(u16::try_from(index).unwrap()) - 7.5;
    let coronal = |index, file: File| {
        file.decimals(ORIENTATION, &[1.0, 0.0, 0.0, 0.0, 0.0, -1.0])
            .decimals(POSITION, &[0.0, at(index), 0.0])
    };
    assert_eq!(order_after_shuffling(coronal), from_the_start);
    let sagittal = |index, file: File| {
        file.decimals(ORIENTATION, &[0.0, 1.0, 0.0, 0.0, 0.0, -1.0])
            .decimals(POSITION, &[at(index), 0.0, 0.0])
    };
    assert_eq!(order_after_shuffling(sagittal), from_the_start);
    // Tilted by 40 degrees, and cut along the tilt.
    let (sin, cos) = 40_f64.to_radians().sin_cos();
    let oblique = |index, file: File| {
        file.decimals(ORIENTATION, &[1.0, 0.0, 0.0, 0.0, cos, sin])
            .decimals(POSITION, &[0.0, sin * at(index), -cos * at(index)])
    };
    assert_eq!(order_after_shuffling(oblique), from_the_start);
}

#[test]
fn without_positions_numbers_order_and_without_numbers_names() {
    let file = |number: Option<u32>| {
        let file = SERIES.slice(0).without(POSITION);
        match number {
            Some(number) => file.text(INSTANCE_NUMBER, "IS", &number.to_string()),
            None => file.without(INSTANCE_NUMBER),
        }
    };
    let numbered = catalog([
        ("a", file(Some(10))),
        ("b", file(Some(2))),
        ("c", file(None)),
        ("d", file(Some(3))),
    ]);
    assert_eq!(order(only(&numbered)), [1, 3, 0, 2]);
    let named = catalog([
        ("x/i10", file(None)),
        ("x/i9", file(None)),
        ("x/I1", file(None)),
    ]);
    assert_eq!(order(only(&named)), [2, 1, 0]);
    assert!(only(&named).is_by_file_name());
    assert_eq!(only(&named).spacing_mm(), None);
    let same_number = catalog([("b", file(Some(1))), ("a", file(Some(1)))]);
    assert_eq!(order(only(&same_number)), [1, 0]);
    assert!(only(&same_number).is_by_file_name());
    assert!(!only(&catalog([("a", file(None))])).is_by_file_name());
}

#[test]
fn two_in_one_place_go_by_number() {
    let at = |index: usize, number: &str| SERIES.slice(index).text(INSTANCE_NUMBER, "IS", number);
    let twice = catalog([
        ("a", at(1, "9")),
        ("b", at(0, "8")),
        ("c", at(1, "2")),
        ("d", at(0, "3")),
    ]);
    assert_eq!(order(only(&twice)), [3, 1, 2, 0]);
    assert_eq!(only(&twice).spacing_mm(), Some(3.0));
}

#[test]
fn spacing_is_the_usual_gap_and_a_missing_slice_is_seen() {
    let with = |indices: &[usize]| catalog(indices.iter().map(|index| ("p", SERIES.slice(*index))));
    let whole = with(&[0, 1, 2, 3, 4]);
    assert_eq!(only(&whole).spacing_mm(), Some(3.0));
    assert!(!only(&whole).has_uneven_spacing());
    let gap = with(&[0, 1, 3, 4, 5]);
    assert_eq!(only(&gap).spacing_mm(), Some(3.0));
    assert!(only(&gap).has_uneven_spacing());
    let slice = &only(&whole).slices()[2];
    assert_eq!(slice.location_mm, Some(-6.0));
    assert_eq!(only(&whole).plane, Some(Plane::Axial));
}

#[test]
fn what_differs_is_kept_apart_and_noise_is_not_a_difference() {
    let base = || SERIES.slice(0);
    let tilt = [1.0, 0.0, 0.0, 0.0, 0.999_999, 0.001];
    let same = catalog([
        ("a", base()),
        ("b", SERIES.slice(1).decimals(ORIENTATION, &tilt)),
        (
            "c",
            SERIES.slice(2).decimals(0x0028_0030, &[180.000_1, 180.0]),
        ),
    ]);
    assert_eq!(only(&same).len(), 3);

    let apart = catalog([
        ("a", base()),
        ("b", base().text(SERIES_UID, "UI", "2.25.9")),
        ("c", base().text(STUDY_UID, "UI", "2.25.9")),
        ("d", base().decimals(0x0028_0030, &[1.0, 1.0])),
        (
            "e",
            base().decimals(ORIENTATION, &[0.0, 1.0, 0.0, 0.0, 0.0, -1.0]),
        ),
        ("f", base().without(POSITION)),
        ("g", base().without(0x0028_1052)),
        ("h", base().short(0x0028_0010, 1)),
    ]);
    assert_eq!(apart.stacks().count(), 8);
    let names: Vec<&str> = apart.names().values().map(String::as_str).collect();
    assert_eq!(names, ["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"]);
}

#[test]
fn without_uids_the_folder_and_what_else_is_known_keep_series_apart() {
    let bare = |index: usize| SERIES.slice(index).without(SERIES_UID).without(STUDY_UID);
    let folders = catalog([
        ("p/a/1", bare(0)),
        ("p/b/1", bare(0)),
        ("p/a/2", bare(1)),
        ("p/a/3", bare(0).decimals(0x0018_0050, &[1.5])),
        ("p/a/4", bare(0).text(0x0018_1210, "SH", "LUNG")),
        ("p/a/5", bare(0).text(0x0020_0011, "IS", "9")),
    ]);
    let lengths: Vec<usize> = folders.stacks().map(Stack::len).collect();
    assert_eq!(lengths, [2, 1, 1, 1, 1]);
}

#[test]
fn files_of_several_frames_are_stacks_of_their_own() {
    let film = || {
        ct::grey(2, 2, 8, vec![0; 12])
            .text(0x0028_0008, "IS", "3")
            .text(SERIES_UID, "UI", "2.25.5")
    };
    let films = catalog([("b", film()), ("a", film())]);
    assert_eq!(films.stacks().count(), 2);
    let first = films.stacks().next().unwrap();
    let frames: Vec<FrameKey> = first.frames().collect();
    let key = |frame| FrameKey {
        file: FileId(0),
        frame,
    };
    assert_eq!(frames, [key(0), key(1), key(2)]);
    assert_eq!(first.position_of(key(2)), Some(2));
    assert_eq!(films.name(first.id).as_deref(), Some("s2"));
    assert!(!first.is_by_file_name());
}

#[test]
fn hu_only_when_the_file_says_so() {
    let unit = |file: File| only(&catalog([("a", file)])).unit();
    let slice = || SERIES.slice(0);
    assert_eq!(unit(slice()), Unit::Hu);
    assert_eq!(unit(slice().without(0x0028_1054)), Unit::Hu);
    for stored in [
        slice().text(0x0028_1054, "LO", "US"),
        slice().text(0x0008_0060, "CS", "MR"),
        slice().without(0x0008_0060),
        slice().without(0x0028_1053),
        slice().text(IMAGE_TYPE, "CS", "ORIGINAL\\PRIMARY\\LOCALIZER"),
    ] {
        assert_eq!(unit(stored), Unit::Stored);
    }
}

#[test]
fn the_largest_axial_stack_opens_and_a_localizer_never_before_it() {
    let part = |number: u32, count: usize, change: fn(File) -> File| {
        let series = Series { number, ..SERIES };
        (0..count).map(move |index| ("p", change(series.slice(index))))
    };
    let opening = |catalog: &Catalog| {
        let stack = catalog.opening(|_| true).unwrap();
        catalog.stack(stack).unwrap().series_number.unwrap()
    };
    let sagittal = |file: File| {
        file.decimals(ORIENTATION, &[0.0, 1.0, 0.0, 0.0, 0.0, -1.0])
            .decimals(POSITION, &[0.0, 0.0, 0.0])
    };
    let localizer = |file: File| file.text(IMAGE_TYPE, "CS", "ORIGINAL\\PRIMARY\\LOCALIZER");
    let page = |file: File| file.text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.7");
    let as_it_is = |file: File| file;
    let thin = |file: File| file.decimals(0x0018_0050, &[1.0]);
    let thin_lung = |file: File| {
        file.decimals(0x0018_0050, &[1.0])
            .text(0x0018_1210, "SH", "B70f")
    };

    let all = catalog(
        part(1, 9, localizer)
            .chain(part(2, 9, page))
            .chain(part(3, 8, sagittal))
            .chain(part(4, 2, as_it_is))
            .chain(part(5, 3, as_it_is))
            .chain(part(6, 3, thin))
            .chain(part(7, 3, thin_lung)),
    );
    assert_eq!(opening(&all), 7);
    let no_axial = catalog(
        part(1, 9, localizer)
            .chain(part(2, 9, page))
            .chain(part(3, 2, sagittal)),
    );
    assert_eq!(opening(&no_axial), 3);
    assert_eq!(all.opening(|file| file.0 < 9).map(|id| id.0), Some(0));
    assert_eq!(all.opening(|_| false), None);
}

#[test]
fn stacks_are_listed_by_study_date_and_number_and_named_by_path() {
    let file = |study: &str, date: &str, number: u32| {
        Series { number, ..SERIES }
            .slice(0)
            .text(STUDY_UID, "UI", study)
            .text(0x0008_0020, "DA", date)
    };
    let catalog = catalog([
        ("z/2", file("2.25.7", "20200101", 12)),
        ("z/1", file("2.25.7", "20200101", 3)),
        ("a/1", file("2.25.6", "20190101", 1)),
        ("z/3", file("2.25.7", "20200101", 4)),
    ]);
    let listed: Vec<u32> = catalog.list().map(|id| id.0).collect();
    assert_eq!(listed, [1, 3, 0, 2]);
    let name = |id| catalog.name(StackId(id)).unwrap();
    assert_eq!(
        [name(0), name(1), name(2), name(3)],
        ["s3", "s2", "s1", "s4"]
    );
}

#[test]
fn closing_takes_slices_and_empty_stacks_away() {
    let other = Series {
        number: 8,
        ..SERIES
    };
    let mut catalog = catalog([
        ("a", SERIES.slice(0)),
        ("b", SERIES.slice(1)),
        ("c", other.slice(0)),
    ]);
    catalog.retain(|file| file == FileId(1));
    assert_eq!(order(only(&catalog)), [1]);
    assert_eq!(only(&catalog).first_path(), "b");
    assert_eq!(catalog.name(StackId(1)), None);
    let again = catalog.insert(FileId(7), "c", &header(&other.slice(0)).into());
    assert_eq!(catalog.name(again).as_deref(), Some("s2"));
}

#[test]
fn ten_thousand_files_in_any_order_are_no_work() {
    let mut random = Random::new(3);
    let mut indices: Vec<u32> = (0..10_000).collect();
    random.shuffle(&mut indices);
    let template = header(&SERIES.slice(0));
    let began = Instant::now();
    let mut catalog = Catalog::default();
    for index in indices {
        let mut header = template.clone();
        header.position_mm = Some([0.0, 0.0, -f64::from(index)]);
        header.instance_number = None;
        catalog.insert(
            FileId(index),
            &format!("a long folder/IM{index}"),
            &header.into(),
        );
    }
    assert!(order(only(&catalog)).into_iter().eq(0..10_000));
    // Quadratic work takes minutes here; this asks for no more than that it does not.
    assert!(began.elapsed().as_secs() < 20);
}
