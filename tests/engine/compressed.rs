//! Compressed files on their way: decoded once by a worker, held as samples, read again frame by
//! frame.

use hounsfield::engine::PaneState;
use hounsfield::overlay::{self, Badge};
use xtask::synthetic::ct::{self, Series};
use xtask::synthetic::{File, PIXEL_DATA, Value, Writing};

use crate::PANE;
use crate::performer::Performer;

const SERIES: Series = Series {
    number: 1,
    slices: 4,
    side: 16,
    slice_mm: 3.0,
};
pub const FRAME_BYTES: usize = 16 * 16 * 2;

const RLE: Writing = writing("1.2.840.10008.1.2.5");
const DEFLATED: Writing = writing("1.2.840.10008.1.2.1.99");

const fn writing(transfer_syntax: &'static str) -> Writing {
    Writing {
        transfer_syntax,
        preamble: true,
        meta: true,
        open_lengths: false,
    }
}

fn samples(file: &File) -> Vec<u8> {
    match file.0.get(&PIXEL_DATA) {
        Some(Value::Samples { bytes, .. }) => bytes.clone(),
        other => unreachable!("{other:?}"),
    }
}

/// All frames of the series in one file.
pub fn multi_frame() -> File {
    let slices = (0..SERIES.slices).map(|index| samples(&SERIES.slice(index)));
    ct::grey(16, 16, 16, slices.flatten().collect()).text(0x0028_0008, "IS", "4")
}

fn deflated(file: &File) -> Vec<u8> {
    let mut bytes = file.write(&DEFLATED);
    let data_set = bytes.split_off(File::default().write(&DEFLATED).len());
    bytes.extend(miniz_oxide::deflate::compress_to_vec(&data_set, 6));
    bytes
}

fn settled(files: Vec<Vec<u8>>) -> Performer {
    let mut viewer = Performer::new();
    let named = files.into_iter().enumerate();
    let named = named.map(|(number, file)| (format!("{number}.dcm"), file));
    viewer.drop_files(1, named.collect());
    viewer.settle();
    viewer
}

fn held(viewer: &Performer) -> Vec<Vec<u8>> {
    let mut held: Vec<Vec<u8>> = viewer.buffers.values().cloned().collect();
    held.sort();
    held
}

#[test]
fn a_compressed_series_is_held_as_samples() {
    let files: Vec<File> = (0..SERIES.slices)
        .map(|index| SERIES.slice(index))
        .collect();
    let compressed = files
        .iter()
        .map(|file| ct::rle(file, FRAME_BYTES).write(&RLE));
    let viewer = settled(compressed.collect());
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Ready);
    assert!(
        viewer.state.problems.is_empty(),
        "{:?}",
        viewer.state.problems
    );
    let mut expected: Vec<Vec<u8>> = files.iter().map(samples).collect();
    expected.sort();
    assert_eq!(held(&viewer), expected);
    assert_eq!(viewer.state.work.jobs, 4, "each file is read once");
}

#[test]
fn frames_of_a_compressed_file_are_asked_for_one_by_one() {
    let file = multi_frame();
    let compressed = ct::rle(&file, FRAME_BYTES).write(&RLE);
    let viewer = settled(vec![compressed]);
    assert!(
        viewer.state.problems.is_empty(),
        "{:?}",
        viewer.state.problems
    );
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 4);
    assert_eq!(viewer.state.work.jobs, 1 + 4);
    let mut expected: Vec<Vec<u8>> = samples(&file)
        .chunks(FRAME_BYTES)
        .map(<[u8]>::to_vec)
        .collect();
    expected.sort();
    assert_eq!(held(&viewer), expected);
}

#[test]
fn a_deflated_file_is_held_inflated() {
    let file = multi_frame();
    let viewer = settled(vec![deflated(&file)]);
    assert!(
        viewer.state.problems.is_empty(),
        "{:?}",
        viewer.state.problems
    );
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Ready);
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 4);
    let held = held(&viewer);
    assert_eq!(held.len(), 1);
    assert!(held[0].ends_with(&samples(&file)));
}

#[test]
fn colour_is_held_as_rgb() {
    let bytes: Vec<u8> = [[76, 85, 255], [255, 128, 128]].concat();
    let pixels = Value::Samples { bits: 8, bytes };
    let file = ct::grey(2, 1, 8, Vec::new())
        .short(0x0028_0002, 3)
        .text(0x0028_0004, "CS", "YBR_FULL")
        .value(PIXEL_DATA, pixels);
    let viewer = settled(vec![file.write(&Writing::default())]);
    assert_eq!(held(&viewer), [[254, 0, 0, 255, 255, 255]]);
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Ready);
}

#[test]
fn a_frame_that_is_broken_is_named_and_the_others_are_shown() {
    let file = ct::rle(&multi_frame(), FRAME_BYTES);
    let Some(Value::Fragments(mut fragments)) = file.0.get(&PIXEL_DATA).cloned() else {
        unreachable!("fragments")
    };
    fragments[2].truncate(80);
    let file = file.value(PIXEL_DATA, Value::Fragments(fragments));
    let viewer = settled(vec![file.write(&RLE)]);
    assert_eq!(viewer.buffers.len(), 3);
    let codes: Vec<_> = viewer
        .state
        .problems
        .iter()
        .map(|problem| problem.kind.code())
        .collect();
    assert_eq!(codes, ["malformed"]);
    let badges = overlay::pane(&viewer.state, PANE).badges;
    assert!(badges.contains(&Badge::Incomplete), "{badges:?}");
}
