//! Large files: only what is wanted of them is read, and no more copies are made than there must be.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

#[path = "memory/counted.rs"]
mod counted;
#[path = "large/jpeg.rs"]
mod jpeg;
#[path = "large/sparse.rs"]
mod sparse;

use std::sync::{Mutex, PoisonError};

use hounsfield::decode;
use hounsfield::header::{self, Headers, Image, Read};
use hounsfield::intake::FileId;
use hounsfield::objects::{Content, Object};
use hounsfield::workers::file::{self, ALL, Memory};
use hounsfield::workers::protocol::{self, Generation, Job, JobId, Outcome, Source, Task};
use sparse::Sparse;
use xtask::synthetic::{File, PIXEL_DATA, Value, Writing, ct};

/// Memory is counted for the whole process.
static ONE_BY_ONE: Mutex<()> = Mutex::new(());

fn job(task: Task) -> Job {
    Job {
        id: JobId(1),
        generation: Generation(1),
        file: FileId(1),
        source: Source::File,
        task,
    }
}

/// What a worker answers, with its bytes, how many it has read, and how many it took at once.
fn answer(file: &mut Sparse, task: Task) -> (Outcome, Option<Vec<u8>>, u64, u64) {
    let before = counted::restart();
    let mut bytes_read = 0;
    let mut memory = Memory::default();
    let answer = file::run(&job(task), &ALL, file, &mut memory, &mut bytes_read);
    let took = counted::most_since(before);
    let (outcome, bytes) = answer.unwrap_or_else(|problem| panic!("{problem:?}"));
    (outcome, bytes, bytes_read, took)
}

fn header_of(file: &mut Sparse) -> (Headers, String, u64, u64) {
    let (outcome, bytes, bytes_read, took) = answer(file, Task::Head);
    assert!(bytes.is_none());
    let Outcome::Header { header, .. } = outcome else {
        panic!("{outcome:?}");
    };
    let transfer_syntax = header.transfer_syntax.clone();
    (Headers::from(*header), transfer_syntax, bytes_read, took)
}

fn frame(image: &Image, transfer_syntax: &str, frame: u32) -> Task {
    Task::Frame {
        frame,
        image: Box::new(image.clone()),
        transfer_syntax: transfer_syntax.to_owned(),
    }
}

/// The bytes of a file up to its samples, and the length of those.
fn head(file: File, vr: [u8; 2], samples: u32) -> Vec<u8> {
    let mut bytes = file.without(PIXEL_DATA).write(&Writing::default());
    bytes.extend([0xE0, 0x7F, 0x10, 0x00]);
    bytes.extend(vr);
    bytes.extend([0, 0]);
    bytes.extend(samples.to_le_bytes());
    bytes
}

const FRAMES: u32 = 5000;
const FRAME_BYTES: u64 = 512 * 512 * 2;

#[test]
fn of_five_thousand_frames_only_those_that_are_wanted_are_read() {
    let _alone = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let position = |at: u32| {
        let position = File::default().decimals(0x0020_0032, &[0.0, 0.0, f64::from(at) * 0.5]);
        File::default().items(0x0020_9113, [position])
    };
    let file = ct::grey(512, 512, 16, Vec::new())
        .text(0x0028_0008, "IS", &FRAMES.to_string())
        .decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
        .items(0x5200_9230, (0..FRAMES).map(position));
    let samples = u64::from(FRAMES) * FRAME_BYTES;
    let head = head(file, *b"OW", u32::try_from(samples).unwrap());
    let head_bytes = head.len() as u64;
    let mut file = Sparse::new(head, samples);
    let (headers, transfer_syntax, read, took) = header_of(&mut file);
    // Twice as much is read each time that the header goes on.
    assert!(
        read <= 4 * head_bytes.next_power_of_two(),
        "{read} for {head_bytes}"
    );
    assert!(took <= 64 << 20, "{took}");
    assert!(headers.bytes_of_frames() > u64::from(FRAMES) * 500);
    assert!(
        headers.bytes_of_frames() < 32 << 20,
        "{}",
        headers.bytes_of_frames()
    );
    for wanted in [0, 2500, FRAMES - 1] {
        let header = headers.of(wanted);
        let [.., z] = header.position_mm.unwrap();
        assert!((z - f64::from(wanted) * 0.5).abs() < 1e-9);
        let task = frame(header.image.as_ref().unwrap(), &transfer_syntax, wanted);
        let (_, bytes, read, took) = answer(&mut file, task);
        let bytes = bytes.unwrap();
        assert_eq!(read, FRAME_BYTES);
        assert!(took <= FRAME_BYTES + 4096, "{took}");
        let first = head_bytes + u64::from(wanted) * FRAME_BYTES;
        assert_eq!(bytes, sparse::bytes(first, FRAME_BYTES));
    }
}

/// Of a document, which is odd.
const LENGTH: u32 = 300_000_001;

#[test]
fn a_long_document_stays_in_its_file() {
    let _alone = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut head = File::default()
        .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.104.1")
        .text(0x0008_0018, "UI", "2.25.630")
        .text(0x0042_0010, "ST", "Atlas")
        .text(0x0042_0012, "LO", "application/pdf")
        .write(&Writing::default());
    // The document is the element before its kind, and its length the one behind.
    let kind = head.len() - 8 - 16;
    let behind = head.split_off(kind);
    head.extend([0x42, 0x00, 0x11, 0x00]);
    head.extend(b"OB\0\0");
    head.extend((LENGTH + 1).to_le_bytes());
    let start = head.len() as u64;
    let mut tail = behind;
    tail.extend([0x42, 0x00, 0x15, 0x00]);
    tail.extend(b"UL\x04\0");
    tail.extend(LENGTH.to_le_bytes());
    let mut file = Sparse::new(head, u64::from(LENGTH) + 1).with_tail(tail);
    for task in [Task::Head, Task::Whole] {
        let (outcome, bytes, read, took) = answer(&mut file, task);
        let Outcome::Object(object) = outcome else {
            panic!("{outcome:?}");
        };
        assert!(bytes.is_none());
        assert!(read <= 256 << 10, "{read}");
        assert!(took <= 4 << 20, "{took}");
        let object: Object = protocol::decode(&object).unwrap();
        let Content::Document(document) = object.content else {
            panic!("{object:?}");
        };
        assert_eq!(
            (document.title.as_str(), document.form.extension()),
            ("Atlas", "pdf")
        );
        // Without the byte that makes it even.
        assert_eq!(
            (document.span.offset, document.span.length),
            (start, LENGTH.into())
        );
    }
}

const SIDE: u32 = 10_000;

/// What one image of a hundred megapixels takes as RGB.
const RGB_BYTES: u64 = 3 * 100_000_000;

#[test]
fn a_hundred_megapixels_as_they_lie_are_read_once() {
    let _alone = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let side = u16::try_from(SIDE).unwrap();
    let file = ct::grey(side, side, 8, Vec::new())
        .short(0x0028_0002, 3)
        .text(0x0028_0004, "CS", "RGB")
        .short(0x0028_0006, 0);
    let head = head(file, *b"OB", u32::try_from(RGB_BYTES).unwrap());
    let length = head.len() as u64 + RGB_BYTES;
    let mut file = Sparse::new(head, RGB_BYTES);
    let (outcome, bytes, read, took) = answer(&mut file, Task::Whole);
    let Outcome::Header { frames, .. } = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(frames[0].length, RGB_BYTES);
    assert_eq!(bytes.unwrap().len() as u64, length);
    assert!(read <= length + (256 << 10), "{read}");
    assert!(took <= length + (1 << 20), "{took}");
}

#[test]
fn a_hundred_megapixels_of_jpeg_are_in_memory_once() {
    let _alone = ONE_BY_ONE.lock().unwrap_or_else(PoisonError::into_inner);
    for (name, chroma) in [("4:4:4", 1), ("4:2:0", 2)] {
        let jpeg = jpeg::of_squares(SIDE, chroma);
        let coded = jpeg.len() as u64;
        let side = u16::try_from(SIDE).unwrap();
        let file = ct::grey(side, side, 8, Vec::new())
            .short(0x0028_0002, 3)
            .text(0x0028_0004, "CS", "YBR_FULL_422")
            .short(0x0028_0006, 0)
            .value(PIXEL_DATA, Value::Fragments(vec![Vec::new(), jpeg]));
        let writing = Writing {
            transfer_syntax: "1.2.840.10008.1.2.4.50",
            ..Writing::default()
        };
        let mut file = Sparse::new(file.write(&writing), 0);
        let (headers, transfer_syntax, ..) = header_of(&mut file);
        let image = headers.image.clone().unwrap();
        let (_, bytes, _, took) = answer(&mut file, frame(&image, &transfer_syntax, 0));
        let bytes = bytes.unwrap();
        assert_eq!(bytes.len() as u64, RGB_BYTES);
        let may_take = RGB_BYTES + 3 * coded + (16 << 20);
        assert!(took <= may_take, "{name}: {took}, may take {may_take}");
        // In the middle of squares, where no filter reaches, as many as there are of them.
        for [x, y] in [[0, 0], [1, 0], [99, 3], [50, 50], [77, 99], [99, 99]] {
            let [column, row] = [x, y].map(|at: usize| at * 100 + 50);
            let at = (row * SIDE as usize + column) * 3;
            let expected = jpeg::rgb_of_square(x, y);
            assert_eq!(bytes[at..at + 3], expected, "{name}: {x} {y}");
        }
    }
}

/// Bands of a scan are put together as one: against the same image decoded by other programs, of which
/// `tests/conformance` holds every kind, and here by where rows of units meet.
#[test]
fn units_meet_without_a_seam() {
    for chroma in [1, 2] {
        let jpeg = jpeg::of_ramp(64, chroma);
        let file = ct::grey(64, 64, 8, Vec::new())
            .short(0x0028_0002, 3)
            .text(0x0028_0004, "CS", "YBR_FULL_422")
            .value(PIXEL_DATA, Value::Fragments(vec![Vec::new(), jpeg]));
        let uid = "1.2.840.10008.1.2.4.50";
        let bytes = file.write(&Writing {
            transfer_syntax: uid,
            ..Writing::default()
        });
        let Read::Header(header) = header::read(&bytes, bytes.len() as u64).unwrap() else {
            panic!("no header");
        };
        let image = decode::decoded(header.image.unwrap(), uid).unwrap();
        let rgb = decode::samples(
            decode::ALL,
            &mut bytes.as_slice(),
            &image,
            uid,
            0,
            &mut None,
        );
        let rgb = rgb.unwrap();
        // Red grows downwards: no row is darker than the one above, and no step is large.
        let red: Vec<i32> = (0..64)
            .map(|row| i32::from(rgb[row * 64 * 3 + 30]))
            .collect();
        for pair in red.windows(2) {
            let step = pair[1] - pair[0];
            assert!((0..=24).contains(&step), "{chroma}: {red:?}");
        }
        assert!(red[63] - red[0] > 60, "{red:?}");
    }
}
