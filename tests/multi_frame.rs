//! Frames of one file, each by what it says of itself: the stacks that they make, their places,
//! what their values mean.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use hounsfield::header::{self, Headers, Read};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::remark::Cause;
use hounsfield::series::{Catalog, Stack};
use xtask::synthetic::{File, Value, Writing, ct};

const FRAME_NUMBER: u32 = 0x0028_0008;
const SHARED: u32 = 0x5200_9229;
const PER_FRAME: u32 = 0x5200_9230;
const AXIAL: [f64; 6] = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
const SAGITTAL: [f64; 6] = [0.0, 1.0, 0.0, 0.0, 0.0, -1.0];

/// One frame's functional groups.
#[derive(Clone, Copy)]
struct Frame {
    orientation: [f64; 6],
    position: [f64; 3],
    echo_ms: f64,
    b_value: f64,
    slope: f64,
    /// Of the dimension that is none of place.
    index: u32,
}

impl Default for Frame {
    fn default() -> Self {
        Self {
            orientation: AXIAL,
            position: [0.0; 3],
            echo_ms: 10.0,
            b_value: 0.0,
            slope: 1.0,
            index: 1,
        }
    }
}

fn macro_of(tag: u32, inner: File) -> File {
    File::default().items(tag, [inner])
}

impl Frame {
    fn at(z: f64) -> Self {
        Self {
            position: [0.0, 0.0, z],
            ..Self::default()
        }
    }

    fn groups(&self) -> File {
        let parts = [
            macro_of(
                0x0020_9113,
                File::default().decimals(0x0020_0032, &self.position),
            ),
            macro_of(
                0x0020_9116,
                File::default().decimals(0x0020_0037, &self.orientation),
            ),
            macro_of(
                0x0018_9114,
                File::default().doubles(0x0018_9082, &[self.echo_ms]),
            ),
            macro_of(
                0x0018_9117,
                File::default().doubles(0x0018_9087, &[self.b_value]),
            ),
            macro_of(
                0x0028_9145,
                File::default()
                    .decimals(0x0028_1052, &[-10.0])
                    .decimals(0x0028_1053, &[self.slope])
                    .text(0x0028_1054, "LO", "US"),
            ),
            macro_of(
                0x0028_9132,
                File::default()
                    .decimals(0x0028_1050, &[100.0 * self.slope])
                    .decimals(0x0028_1051, &[50.0]),
            ),
            macro_of(
                0x0020_9111,
                File::default().value(0x0020_9157, Value::Long("UL", vec![self.index, 7])),
            ),
        ];
        File(parts.into_iter().flat_map(|part| part.0).collect())
    }
}

fn file(frames: &[Frame]) -> File {
    let pointer = |group: u16, element: u16| {
        File::default().value(0x0020_9165, Value::Short("AT", vec![group, element]))
    };
    let measures = File::default()
        .decimals(0x0028_0030, &[0.5, 0.5])
        .decimals(0x0018_0050, &[3.0]);
    ct::grey(2, 2, 16, vec![0; frames.len() * 8])
        .text(0x0020_000E, "UI", "2.25.9")
        .text(FRAME_NUMBER, "IS", &frames.len().to_string())
        .items(
            0x0020_9222,
            [pointer(0x0018, 0x9999), pointer(0x0020, 0x9057)],
        )
        .items(SHARED, [macro_of(0x0028_9110, measures)])
        .items(PER_FRAME, frames.iter().map(Frame::groups))
}

fn headers(file: &File, writing: &Writing) -> Headers {
    let bytes = file.write(writing);
    match header::read(&bytes, bytes.len() as u64).unwrap() {
        Read::Header(header) => (*header).into(),
        other => panic!("{other:?}"),
    }
}

fn catalog(frames: &[Frame]) -> Catalog {
    let mut catalog = Catalog::default();
    let headers = headers(&file(frames), &Writing::default());
    catalog.insert(FileId(0), "enhanced", &headers);
    catalog.settle();
    catalog
}

fn frames_of(stack: &Stack) -> Vec<u32> {
    stack.frames().map(|frame| frame.frame).collect()
}

#[test]
fn each_frame_has_its_own_place_and_values_however_it_is_written() {
    let frames = [
        Frame {
            slope: 2.0,
            ..Frame::at(5.0)
        },
        Frame {
            slope: 3.0,
            ..Frame::at(0.0)
        },
    ];
    for transfer_syntax in xtask::synthetic::NATIVE {
        let writing = Writing {
            transfer_syntax,
            ..Writing::default()
        };
        let headers = headers(&file(&frames), &writing);
        for (number, frame) in (0..).zip(&frames) {
            let own = headers.of(number);
            assert_eq!(own.position_mm, Some(frame.position), "{transfer_syntax}");
            assert_eq!(own.pixel_spacing_mm, Some([0.5, 0.5]));
            assert_eq!(own.slice_thickness_mm, Some(3.0));
            assert_eq!(own.echo_time_ms, Some(10.0));
            let image = own.image.as_ref().unwrap();
            let rescale = image.rescale.as_ref().unwrap();
            assert_eq!(Some(rescale.modality(1.0)), Some(frame.slope - 10.0));
            assert_eq!(
                image.windows[0].center.to_bits(),
                (100.0 * frame.slope).to_bits()
            );
        }
    }
}

#[test]
fn frames_are_ordered_by_place_and_spaced() {
    let catalog = catalog(&[0.0, 15.0, 5.0, 10.0].map(Frame::at));
    let stack = catalog.stacks().next().unwrap();
    // Head to feet.
    assert_eq!(frames_of(stack), [1, 3, 2, 0]);
    assert_eq!(stack.spacing_mm(), Some(5.0));
    let locations: Vec<_> = stack
        .slices()
        .iter()
        .map(|slice| slice.location_mm)
        .collect();
    assert_eq!(locations, [15.0, 10.0, 5.0, 0.0].map(Some));
}

/// Four places by two, in the way of each kind.
fn twice(other: impl Fn(Frame) -> Frame) -> Catalog {
    let places = [0.0, 5.0, 10.0, 15.0].map(Frame::at);
    let frames: Vec<Frame> = places.iter().flat_map(|one| [*one, other(*one)]).collect();
    catalog(&frames)
}

#[test]
fn frames_in_one_place_are_stacks_told_apart_by_what_differs() {
    type Other = fn(Frame) -> Frame;
    let told: [(Cause, Other); 3] = [
        (Cause::EchoTime, |frame| Frame {
            echo_ms: 80.0,
            ..frame
        }),
        (Cause::Diffusion, |frame| Frame {
            b_value: 1000.0,
            ..frame
        }),
        (Cause::Dimensions, |frame| Frame { index: 2, ..frame }),
    ];
    for (cause, other) in told {
        let catalog = twice(other);
        let stacks: Vec<&Stack> = catalog.stacks().collect();
        assert_eq!(stacks.len(), 2, "{cause:?}");
        assert_eq!(frames_of(stacks[0]), [6, 4, 2, 0], "{cause:?}");
        assert_eq!(frames_of(stacks[1]), [7, 5, 3, 1], "{cause:?}");
        assert_eq!(stacks[1].parted_by, Some(cause));
        let second = FrameKey {
            file: FileId(0),
            frame: 1,
        };
        assert_eq!(catalog.stack_of(second), Some(stacks[1].id));
    }
}

#[test]
fn a_file_of_several_directions_is_as_many_stacks() {
    let mut frames = [0.0, 5.0, 10.0].map(Frame::at).to_vec();
    frames.extend([0.0, 4.0].map(|x| Frame {
        orientation: SAGITTAL,
        position: [x, 0.0, 0.0],
        ..Frame::default()
    }));
    let mut catalog = catalog(&frames);
    let lengths: Vec<usize> = catalog.stacks().map(Stack::len).collect();
    assert_eq!(lengths, [3, 2]);
    catalog.retain(|_| false);
    assert_eq!(catalog.stacks().count(), 0);
}

#[test]
fn a_grid_of_doses_lies_along_its_normal() {
    let dose = |offsets: &[f64]| {
        ct::grey(2, 2, 16, vec![0; 24])
            .text(FRAME_NUMBER, "IS", "3")
            .decimals(0x0020_0032, &[1.0, 2.0, 30.0])
            .decimals(0x0020_0037, &AXIAL)
            .decimals(0x3004_000C, offsets)
    };
    let z = |offsets: &[f64]| {
        let headers = headers(&dose(offsets), &Writing::default());
        [0, 1, 2].map(|frame| headers.of(frame).position_mm.map(|at| at[2]))
    };
    // Relative to the first, or along the patient's axis (PS3.3 C.8.8.3.2).
    assert_eq!(z(&[0.0, 2.5, 5.0]), [30.0, 32.5, 35.0].map(Some));
    assert_eq!(z(&[30.0, 32.5, 35.0]), [30.0, 32.5, 35.0].map(Some));
    // One that is missing: all lie where the file says.
    assert_eq!(z(&[0.0, 2.5]), [Some(30.0); 3]);
}

/// Feet first, the normal runs the other way than the patient's axis.
#[test]
fn doses_by_coordinates_lie_where_those_say() {
    let file = ct::grey(2, 2, 16, vec![0; 24])
        .text(FRAME_NUMBER, "IS", "3")
        .decimals(0x0020_0032, &[0.0, 0.0, 100.0])
        .decimals(0x0020_0037, &[-1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
        .decimals(0x3004_000C, &[100.0, 103.0, 106.0]);
    let headers = headers(&file, &Writing::default());
    let z = [0, 1, 2].map(|frame| headers.of(frame).position_mm.map(|at| at[2]));
    assert_eq!(z, [100.0, 103.0, 106.0].map(Some));
}

/// Eight thousand frames, each with a direction of its own, and in the wrong order.
#[test]
fn a_file_of_hostile_frames_is_no_work() {
    let frames: Vec<Frame> = (0..8_000_u32)
        .map(|at| {
            let angle = f64::from(at) * 1e-4;
            let row = [angle.cos(), angle.sin(), 0.0];
            let column = [-angle.sin(), angle.cos(), 0.0];
            Frame {
                orientation: [row, column].concat().try_into().unwrap(),
                position: [0.0, 0.0, f64::from(at)],
                ..Frame::default()
            }
        })
        .collect();
    let catalog = catalog(&frames);
    assert!(catalog.stacks().count() <= 300);
    assert_eq!(catalog.frame_count(), frames.len());
}
