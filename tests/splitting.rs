//! Slices that came together and are not one stack: reconstructions of one phantom without their
//! UIDs, phases of one series. The files come in any order, and the stacks are the same.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::collections::BTreeSet;
use std::time::Instant;

use hounsfield::header::{self, Header, Read};
use hounsfield::intake::FileId;
use hounsfield::remark::Cause;
use hounsfield::series::{Catalog, Stack};
use xtask::synthetic::ct::Series;
use xtask::synthetic::random::Random;
use xtask::synthetic::{File, Writing};

const SOP_UID: u32 = 0x0008_0018;
const THICKNESS: u32 = 0x0018_0050;
const KERNEL: u32 = 0x0018_1210;
const STUDY_UID: u32 = 0x0020_000D;
const SERIES_UID: u32 = 0x0020_000E;
const SERIES_NUMBER: u32 = 0x0020_0011;
const ACQUISITION_NUMBER: u32 = 0x0020_0012;
const INSTANCE_NUMBER: u32 = 0x0020_0013;
const POSITION: u32 = 0x0020_0032;
const TEMPORAL_POSITION: u32 = 0x0020_0100;
const INTERCEPT: u32 = 0x0028_1052;

const THIN: Series = Series {
    number: 2,
    slices: 100,
    side: 2,
    slice_mm: 1.5,
};
const THICK: Series = Series {
    slices: 50,
    slice_mm: 3.0,
    ..THIN
};

fn header(file: &File) -> Header {
    let bytes = file.write(&Writing::default());
    match header::read(&bytes, bytes.len() as u64) {
        Ok(Read::Header(header)) => *header,
        other => panic!("{other:?}"),
    }
}

/// A file with the stack that it is of, and its place there.
struct Made {
    truth: (usize, usize),
    path: String,
    header: Header,
}

/// Two reconstructions without UIDs and series number, changed further; the thick slices' middles
/// lie between those of the thin ones, as scanners cut them. Names are random.
fn phantom(change: impl Fn(File) -> File) -> Vec<Made> {
    reconstructions([THIN, THICK], 0.75, |_, file| {
        change(file.without(SERIES_UID).without(SERIES_NUMBER))
    })
}

fn reconstructions(
    both: [Series; 2],
    offset_mm: f64,
    change: impl Fn(usize, File) -> File,
) -> Vec<Made> {
    let mut random = Random::new(11);
    let mut made = Vec::new();
    for (stack, series) in both.into_iter().enumerate() {
        for index in 0..series.slices {
            let z_mm = -f64::from(u16::try_from(index).unwrap()) * series.slice_mm;
            let z_mm = z_mm - if stack == 1 { offset_mm } else { 0.0 };
            let file = series
                .slice(index)
                .without(STUDY_UID)
                .without(SOP_UID)
                .decimals(POSITION, &[0.0, 0.0, z_mm]);
            made.push(Made {
                truth: (stack, index),
                path: format!("patient.rar//{:016x}", random.bits()),
                header: header(&change(stack, file)),
            });
        }
    }
    made
}

/// The catalogue of files that came in a random order.
fn shuffled(files: &[Made], seed: u64) -> Catalog {
    let mut order: Vec<usize> = (0..files.len()).collect();
    Random::new(seed).shuffle(&mut order);
    let mut catalog = Catalog::default();
    for at in order {
        let id = FileId(u32::try_from(at).unwrap());
        catalog.insert(id, &files[at].path, &files[at].header.clone().into());
    }
    catalog.settle();
    catalog
}

/// Each stack with its slices by their truth, in order; the stacks sorted.
fn stacks(files: &[Made], catalog: &Catalog) -> Vec<Vec<(usize, usize)>> {
    let of = |stack: &Stack| {
        let frames = stack.frames();
        frames
            .map(|frame| files[frame.file.0 as usize].truth)
            .collect()
    };
    let mut stacks: Vec<_> = catalog.stacks().map(of).collect();
    stacks.sort();
    stacks
}

/// Every stack is one of those that were made, whole and in order, however the files came; and
/// says what it was told by.
fn assert_told_apart(files: &[Made], by: &[Cause]) {
    let parts: BTreeSet<usize> = files.iter().map(|made| made.truth.0).collect();
    let expected: Vec<Vec<(usize, usize)>> = parts
        .into_iter()
        .map(|part| {
            let mut slices: Vec<_> = files.iter().map(|made| made.truth).collect();
            slices.retain(|truth| truth.0 == part);
            slices.sort_unstable();
            slices
        })
        .collect();
    for seed in 1..6 {
        let catalog = shuffled(files, seed);
        assert_eq!(stacks(files, &catalog), expected);
        for stack in catalog.stacks() {
            assert_eq!(catalog.apart_by(stack.id).collect::<Vec<_>>(), by);
            assert!(!stack.is_guess);
        }
    }
}

fn without_number(file: File) -> File {
    file.without(INSTANCE_NUMBER)
}

#[test]
fn thickness_tells_two_reconstructions_apart() {
    assert_told_apart(&phantom(without_number), &[Cause::Thickness]);
    assert_told_apart(&phantom(|file| file), &[Cause::Thickness]);
}

#[test]
fn without_thickness_their_positions_do() {
    let bare = |file: File| without_number(file).without(THICKNESS);
    assert_told_apart(&phantom(bare), &[Cause::Positions]);
    assert_told_apart(
        &phantom(|file| file.without(THICKNESS)),
        &[Cause::Positions],
    );
}

#[test]
fn where_both_are_cut_in_the_same_places_instance_numbers_do() {
    let bare = |_, file: File| {
        file.without(SERIES_UID)
            .without(SERIES_NUMBER)
            .without(THICKNESS)
    };
    // From the second slice of the thin ones on, so that no two have place and number in common.
    let files = reconstructions([THIN, THICK], 1.5, bare);
    assert_told_apart(&files, &[Cause::InstanceNumbers]);
    // Numbered one after the other.
    let mut files = reconstructions([THIN, THICK], 0.0, bare);
    for (number, made) in (1..).zip(&mut files) {
        made.header.instance_number = Some(number);
    }
    assert_told_apart(&files, &[Cause::InstanceNumbers]);
}

#[test]
fn without_positions_the_names_do() {
    let bare = |file: File| file.without(THICKNESS).without(POSITION);
    let mut files = phantom(bare);
    for (at, made) in files.iter_mut().enumerate() {
        made.path = format!("patient.rar//scan/IM{at}");
    }
    assert_told_apart(&files, &[Cause::InstanceNumbers]);

    let mut files = phantom(|file| without_number(bare(file)));
    for made in &mut files {
        let (stack, index) = made.truth;
        made.path = format!("patient.rar//scan/{}_{index}.dcm", ["thin", "thick"][stack]);
    }
    assert_told_apart(&files, &[Cause::FileNames]);
}

#[test]
fn what_nothing_tells_apart_is_not_said_to_be_known() {
    // Two kernels of one grid with everything stripped that tells them apart.
    let bare = |_, file: File| file.without(SERIES_UID).without(INSTANCE_NUMBER);
    let files = reconstructions([THICK, THICK], 0.0, bare);
    let catalog = shuffled(&files, 1);
    let lengths: Vec<usize> = catalog.stacks().map(Stack::len).collect();
    assert_eq!(lengths, [50, 50]);
    assert!(catalog.stacks().all(|stack| stack.is_guess));
    // Without positions and with random names two numberings stay one stack.
    let bare = |file: File| file.without(THICKNESS).without(POSITION);
    assert_eq!(shuffled(&phantom(bare), 1).stacks().count(), 1);
}

#[test]
fn other_folders_kernels_rescales_and_numbers_are_other_series() {
    let with = |change: fn(usize, File) -> File| {
        reconstructions([THICK, THICK], 0.0, move |stack, file| {
            change(stack, file.without(SERIES_UID))
        })
    };
    let kernel = |stack, file: File| file.text(KERNEL, "SH", ["B31f", "B70f"][stack]);
    assert_told_apart(&with(kernel), &[Cause::Kernel]);
    let intercept = |stack, file: File| file.decimals(INTERCEPT, &[[-1024.0, -1000.0][stack]]);
    assert_told_apart(&with(intercept), &[Cause::Rescale]);
    let number = |stack, file: File| file.text(SERIES_NUMBER, "IS", ["3", "4"][stack]);
    assert_told_apart(&with(number), &[Cause::SeriesNumber]);
    let mut folders = with(|_, file| file);
    for made in &mut folders {
        made.path = format!("p{}.rar//{}", made.truth.0, made.path);
    }
    assert_told_apart(&folders, &[Cause::Folder]);
}

#[test]
fn phases_of_one_series_are_stacks_of_their_own() {
    let phases = |change: fn(usize, File) -> File| reconstructions([THICK, THICK], 0.0, change);
    let temporal =
        |phase: usize, file: File| file.text(TEMPORAL_POSITION, "IS", &(phase + 1).to_string());
    assert_told_apart(&phases(temporal), &[Cause::TemporalPosition]);
    let acquisition =
        |phase: usize, file: File| file.text(ACQUISITION_NUMBER, "IS", &(phase + 7).to_string());
    assert_told_apart(&phases(acquisition), &[Cause::Acquisition]);
    // Numbered place by place.
    let mut files = phases(|_, file| file);
    for made in &mut files {
        let (phase, index) = made.truth;
        made.header.instance_number = Some(i32::try_from(index * 2 + phase + 1).unwrap());
    }
    assert_told_apart(&files, &[Cause::Positions]);
}

#[test]
fn copies_and_images_taken_again_part_nothing() {
    let one = || reconstructions([THICK, Series { slices: 0, ..THICK }], 0.0, |_, file| file);
    let mut twice = one();
    twice.extend(one());
    for (at, made) in twice.iter_mut().enumerate() {
        made.header.sop_instance = Some(format!("2.25.{}", made.truth.1));
        made.path = format!("{at}");
    }
    let catalog = shuffled(&twice, 1);
    let lengths: Vec<usize> = catalog.stacks().map(Stack::len).collect();
    assert_eq!(lengths, [100]);

    let mut again = one();
    again.extend(one().into_iter().take(2));
    assert_eq!(shuffled(&again, 1).stacks().count(), 1);
}

#[test]
fn ten_thousand_slices_of_two_reconstructions_are_no_work() {
    let template = header(&THIN.slice(0).without(SERIES_UID).without(THICKNESS));
    let mut order: Vec<u32> = (0..10_000).collect();
    Random::new(5).shuffle(&mut order);
    let began = Instant::now();
    let mut catalog = Catalog::default();
    for id in order {
        let mut header = template.clone();
        let (index, step_mm) = (f64::from(id / 2), f64::from(id % 2) * 0.5 + 0.5);
        header.position_mm = Some([0.0, 0.0, -index * step_mm - f64::from(id % 2) * 0.25]);
        header.sop_instance = None;
        header.instance_number = None;
        catalog.insert(FileId(id), &format!("a long folder/IM{id}"), &header.into());
    }
    catalog.settle();
    let lengths: Vec<usize> = catalog.stacks().map(Stack::len).collect();
    assert_eq!(lengths, [5000, 5000]);
    for stack in catalog.stacks() {
        for (at, frame) in stack.frames().enumerate() {
            assert_eq!(stack.position_of(frame), Some(at));
        }
    }
    // Quadratic work takes minutes here; this asks for no more than that it does not.
    assert!(began.elapsed().as_secs() < 20);
}

#[test]
fn what_differs_from_slice_to_slice_tells_nothing() {
    let mut files = reconstructions([THICK, THICK], 0.0, |_, file| file);
    for (number, made) in (1..).zip(&mut files) {
        made.header.instance_number = Some(number);
        made.header.acquisition_number = Some(number);
    }
    assert_told_apart(&files, &[Cause::InstanceNumbers]);
}

#[test]
fn one_uid_for_every_image_makes_no_copies_of_them() {
    let phase = |phase: usize, file: File| {
        file.text(TEMPORAL_POSITION, "IS", &(phase + 1).to_string())
            .text(SOP_UID, "UI", "2.25.1")
    };
    let files = reconstructions([THICK, THICK], 0.0, phase);
    assert_told_apart(&files, &[Cause::TemporalPosition]);
}

#[test]
fn descriptions_tell_series_without_uids_apart() {
    const DESCRIPTION: u32 = 0x0008_103E;
    let described = |stack: usize, file: File| {
        without_number(file.without(SERIES_UID).without(SERIES_NUMBER)).text(
            DESCRIPTION,
            "LO",
            ["lung", "soft"][stack],
        )
    };
    let files = reconstructions([THICK, THICK], 0.0, described);
    assert_told_apart(&files, &[Cause::Description]);
}

#[test]
fn a_stack_with_every_third_slice_missing_is_one_by_its_numbers() {
    let one = [THICK, Series { slices: 0, ..THICK }];
    let mut files = reconstructions(one, 0.0, |_, file| {
        file.without(SERIES_UID).without(SERIES_NUMBER)
    });
    files.retain(|made| made.truth.1 % 3 != 2);
    assert_eq!(shuffled(&files, 1).stacks().count(), 1);
}
