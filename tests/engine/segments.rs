//! Segmentations over the slices that they lie in: off at the start, filled, outlined; by place and
//! not by number; read again when they are needed.

use hounsfield::intake::FrameKey;
use hounsfield::overlay;
use hounsfield::session::{Action, SegmentsShown};
use xtask::synthetic::ct::{self, Series};
use xtask::synthetic::{File, Writing};

use crate::PANE;
use crate::performer::Performer;

const SERIES: Series = Series {
    number: 1,
    slices: 4,
    side: 16,
    slice_mm: 3.0,
};

const ROW_BYTES: usize = 2;
const FRAME_BYTES: usize = 16 * ROW_BYTES;

/// Two segments: the first on the second slice, the other on the third, in a square of 4 x 4 from
/// column and row 8 on.
fn segmentation() -> File {
    let mut square = vec![0; FRAME_BYTES];
    for row in 8..12 {
        square[row * ROW_BYTES + 1] = 0x0F;
    }
    let of_slice = SERIES.slice(0);
    let position = |slice: usize| SERIES.slice(slice).0[&0x0020_0032].clone();
    let frame = |slice: usize, segment: u16| {
        let at = File::default().value(0x0020_0032, position(slice));
        let of = File::default().short(0x0062_000B, segment);
        File::default()
            .items(0x0020_9113, [at])
            .items(0x0062_000A, [of])
    };
    let segment = |number: u16, label: &str| {
        File::default()
            .short(0x0062_0004, number)
            .text(0x0062_0005, "LO", label)
    };
    let kept = |tag: u32| of_slice.0[&tag].clone();
    ct::grey(16, 16, 8, [square.clone(), square].concat())
        .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.66.4")
        .text(0x0008_0060, "CS", "SEG")
        .text(0x0020_000E, "UI", "2.25.77")
        .value(0x0020_000D, kept(0x0020_000D))
        .value(0x0020_0037, kept(0x0020_0037))
        .value(0x0028_0030, kept(0x0028_0030))
        .text(0x0028_0008, "IS", "2")
        .short(0x0028_0100, 1)
        .short(0x0028_0101, 1)
        .short(0x0028_0102, 0)
        .text(0x0062_0001, "CS", "BINARY")
        .items(0x0062_0002, [segment(3, "left"), segment(7, "right")])
        .items(0x5200_9230, [frame(1, 3), frame(2, 7)])
}

fn opened() -> Performer {
    let mut viewer = Performer::new();
    let slices = (0..SERIES.slices).map(|index| SERIES.slice(index));
    let files = slices.chain([segmentation()]).enumerate();
    let files = files.map(|(at, file)| (format!("{at}.dcm"), file.write(&Writing::default())));
    viewer.drop_files(1, files.collect());
    viewer.settle();
    viewer
}

fn show(viewer: &mut Performer, slice: usize) -> FrameKey {
    viewer.act(Action::ShowSlice { pane: PANE, slice });
    viewer.settle();
    viewer.state.screen.picture(PANE).unwrap().frame
}

/// Columns and rows that are covered, and how much.
fn covered(viewer: &Performer, frame: FrameKey) -> Vec<(usize, u8)> {
    let over = viewer.over.get(&frame).cloned().unwrap_or_default();
    let alphas = over.iter().skip(3).step_by(4).copied().enumerate();
    alphas.filter(|(_, alpha)| *alpha > 0).collect()
}

fn square() -> Vec<usize> {
    (8..12)
        .flat_map(|row| (8..12).map(move |column| row * 16 + column))
        .collect()
}

#[test]
fn segments_lie_over_their_slices_when_they_are_asked_for() {
    let mut viewer = opened();
    let second = show(&mut viewer, 1);
    assert!(viewer.over.is_empty(), "off at the start");
    // The CT opened, and not its segmentation.
    let items = overlay::segment_list(&viewer.state);
    let labels: Vec<&str> = items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(labels, ["left", "right"]);

    viewer.act(Action::StepSegments);
    viewer.settle();
    let pixels: Vec<usize> = covered(&viewer, second).iter().map(|(at, _)| *at).collect();
    assert_eq!(pixels, square());
    assert!(viewer.state.screen.drawn_list().unwrap().panes[0].covered);
    let first = show(&mut viewer, 0);
    assert!(covered(&viewer, first).is_empty());
    let third = show(&mut viewer, 2);
    assert_eq!(covered(&viewer, third).len(), 16);

    viewer.act(Action::StepSegments);
    viewer.settle();
    assert_eq!(viewer.state.session.segments.shown, SegmentsShown::Outlined);
    let alphas = covered(&viewer, third);
    assert_eq!(alphas.len(), 12, "{alphas:?}");
    assert!(alphas.iter().all(|(_, alpha)| *alpha == 255));

    viewer.act(Action::StepSegments);
    viewer.settle();
    assert!(!viewer.state.screen.drawn_list().unwrap().panes[0].covered);
}

#[test]
fn one_segment_is_hidden_by_itself() {
    let mut viewer = opened();
    viewer.act(Action::StepSegments);
    let third = show(&mut viewer, 2);
    let item = overlay::segment_list(&viewer.state).remove(1);
    let (file, number) = (item.file, item.number);
    viewer.act(Action::ToggleSegment { file, number });
    viewer.settle();
    assert!(covered(&viewer, third).is_empty());
    let second = show(&mut viewer, 1);
    assert_eq!(covered(&viewer, second).len(), 16);
    assert!(!overlay::segment_list(&viewer.state)[1].is_shown);
}

/// Whoever removes names may give each slice a frame of reference of its own, or no UID at all.
#[test]
fn what_is_left_of_uids_tells_whose_segments_they_are() {
    const FRAME_OF_REFERENCE: u32 = 0x0020_0052;
    const STUDY: u32 = 0x0020_000D;
    let kinds: [fn(File, usize) -> File; 2] = [
        |file, at| file.text(FRAME_OF_REFERENCE, "UI", &format!("2.25.8.{at}")),
        |file, _| file.without(STUDY),
    ];
    for kind in kinds {
        let mut viewer = Performer::new();
        let slices = (0..SERIES.slices).map(|index| SERIES.slice(index));
        let files = slices.chain([segmentation()]).enumerate();
        let files = files.map(|(at, file)| {
            (
                format!("{at}.dcm"),
                kind(file, at).write(&Writing::default()),
            )
        });
        viewer.drop_files(1, files.collect());
        viewer.settle();
        viewer.act(Action::StepSegments);
        let second = show(&mut viewer, 1);
        assert_eq!(covered(&viewer, second).len(), 16);
    }
}

#[test]
fn segments_of_another_study_or_place_lie_over_nothing() {
    let elsewhere: [fn(File) -> File; 3] = [
        |file| file.text(0x0020_000D, "UI", "2.25.99"),
        |file| file.decimals(0x0020_0037, &[0.0, 1.0, 0.0, 0.0, 0.0, -1.0]),
        |file| file.without(0x0028_0030),
    ];
    for change in elsewhere {
        let mut viewer = Performer::new();
        let slices = (0..SERIES.slices).map(|index| SERIES.slice(index));
        let files = slices.chain([change(segmentation())]).enumerate();
        let files = files.map(|(at, file)| (format!("{at}.dcm"), file.write(&Writing::default())));
        viewer.drop_files(1, files.collect());
        viewer.settle();
        viewer.act(Action::StepSegments);
        for slice in 0..SERIES.slices {
            show(&mut viewer, slice);
        }
        assert!(viewer.over.is_empty());
    }
}

#[test]
fn a_segmentation_alone_opens_as_what_it_is() {
    let mut viewer = Performer::new();
    viewer.drop_files(
        1,
        vec![(
            "seg.dcm".to_owned(),
            segmentation().write(&Writing::default()),
        )],
    );
    viewer.settle();
    assert!(viewer.state.screen.picture(PANE).is_some());
}
