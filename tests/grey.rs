//! The grey scale as pydicom has it: modality values through tables, levels of VOI LUTs, overlay
//! planes (`tests/data/grey/reference.py`); and what files that are made here say.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::fs;
use std::path::Path;

use hounsfield::decode;
use hounsfield::header::{self, Header, Image, Read};
use hounsfield::pixels::cover::Bits;
use hounsfield::pixels::{Frame, Stats, VoiFunction};
use sha2::{Digest, Sha256};
use xtask::synthetic::{File, Value, Writing, ct};

fn header(bytes: &[u8]) -> Header {
    match header::read(bytes, bytes.len() as u64).unwrap() {
        Read::Header(header) => *header,
        other => panic!("{other:?}"),
    }
}

/// An image as it is drawn, and its first frame's samples.
fn drawn(bytes: &[u8]) -> (Image, Vec<u8>) {
    let header = header(bytes);
    let uid = header.transfer_syntax;
    let image = decode::decoded(header.image.unwrap(), &uid).unwrap();
    let samples = if image.undecoded.is_some() {
        decode::samples(decode::ALL, &mut &*bytes, &image, &uid, 0, &mut None).unwrap()
    } else {
        let span = decode::frame_span(&image, 0, bytes.len() as u64).unwrap();
        let start = usize::try_from(span.offset).unwrap();
        bytes[start..start + usize::try_from(span.length).unwrap()].to_vec()
    };
    (image, samples)
}

fn modality_values(image: &Image, samples: &[u8]) -> Vec<f64> {
    let frame = Frame::new(samples, image.layout, image.shape).unwrap();
    let window = image
        .windows
        .first()
        .cloned()
        .unwrap_or_else(|| hounsfield::pixels::Window::linear(0.0, 1.0));
    let path = image.grey_path(image.rescale.as_ref(), window);
    frame
        .stored_values()
        .map(|stored| path.modality(stored))
        .collect()
}

fn sum(bytes: impl AsRef<[u8]>) -> String {
    let digest = Sha256::digest(bytes);
    let hex: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.concat()
}

#[test]
fn real_files_are_as_pydicom_has_them() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dicom");
    if !data.exists() {
        eprintln!("SKIPPED: ../shared/data is not there");
        return;
    }
    let mut checked = [0; 3];
    for line in include_str!("data/grey/reference.txt").lines() {
        let mut words = line.split(' ');
        let name = words.next().unwrap();
        let (image, samples) = drawn(&fs::read(data.join(name)).unwrap());
        let values = modality_values(&image, &samples);
        let frame = Frame::new(&samples, image.layout, image.shape).unwrap();
        let mut planes = 0;
        for word in words {
            let (what, expected) = word.split_once('=').unwrap();
            let ours = match what {
                "modality" => {
                    checked[0] += 1;
                    sum(values
                        .iter()
                        .flat_map(|value| value.to_le_bytes())
                        .collect::<Vec<u8>>())
                }
                "levels" => {
                    checked[1] += 1;
                    let window = &image.windows[0];
                    sum(values
                        .iter()
                        .map(|value| window.grey(*value))
                        .collect::<Vec<u8>>())
                }
                "overlay" => {
                    let over = image.cover.as_ref();
                    let over = over.map(|cover| cover.picture(0, image.shape, Some(&frame)));
                    let rgba = over.unwrap_or_else(|| vec![0; image.shape.pixels() * 4]);
                    let alphas = rgba.iter().skip(3).step_by(4).map(|alpha| alpha / 255);
                    sum(alphas.collect::<Vec<u8>>())
                }
                "plane" => {
                    planes += 1;
                    checked[2] += 1;
                    continue;
                }
                other => panic!("{other}"),
            };
            assert_eq!(ours, expected, "{name}: {what}");
        }
        let found = image.cover.map_or(0, |cover| cover.planes.len());
        assert_eq!(found, planes, "{name}: planes");
    }
    assert_eq!(checked, [6, 1, 6]);
}

const CENTER: u32 = 0x0028_1050;
const WIDTH: u32 = 0x0028_1051;
const SHAPE: u32 = 0x2050_0020;

fn item_of_lut(first: u16, vr: &'static str, entries: &[u16], bits: u16) -> File {
    let count = u16::try_from(entries.len()).unwrap();
    File::default()
        .value(0x0028_3002, Value::Short(vr, vec![count, first, bits]))
        .text(0x0028_3003, "LO", "HARD")
        .value(0x0028_3006, Value::Short("US", entries.to_vec()))
}

#[test]
fn a_modality_lut_makes_modality_values_however_the_file_is_written() {
    let lut = item_of_lut(2, "US", &[700, 800, 900], 16).text(0x0028_3004, "LO", "US");
    let file = ct::grey(3, 2, 8, vec![0, 2, 3, 4, 5, 255]).items(0x0028_3000, [lut]);
    for transfer_syntax in xtask::synthetic::NATIVE {
        let writing = Writing {
            transfer_syntax,
            ..Writing::default()
        };
        let (image, samples) = drawn(&file.write(&writing));
        let values = modality_values(&image, &samples);
        assert_eq!(
            values,
            [700.0, 700.0, 800.0, 900.0, 900.0, 900.0],
            "{transfer_syntax}"
        );
        assert_eq!(image.rescale.unwrap().kind.as_deref(), Some("US"));
    }
}

#[test]
fn a_voi_lut_comes_before_the_window_and_is_stretched_like_it() {
    let lut = item_of_lut(0xFFFE, "SS", &[0, 100, 200, 255], 8);
    let file = ct::grey(2, 2, 8, vec![0; 4])
        .text(CENTER, "DS", "40")
        .text(WIDTH, "DS", "400")
        .items(0x0028_3010, [lut]);
    let image = header(&file.write(&Writing::default())).image.unwrap();
    let names: Vec<Option<&str>> = image
        .windows
        .iter()
        .map(|window| window.name.as_deref())
        .collect();
    assert_eq!(names, [Some("HARD"), None]);
    let window = &image.windows[0];
    let levels = [-9.0, -2.0, -1.0, 0.0, 1.0, 9.0].map(|value| window.grey(value));
    assert_eq!(levels, [0, 0, 100, 200, 255, 255]);
    let mut wider = window.clone();
    wider.width *= 2.0;
    let levels = [-5.0, -4.0, -2.0, 3.0].map(|value| wider.grey(value));
    assert_eq!(levels, [0, 0, 100, 255]);
    assert_eq!(wider.function, VoiFunction::LinearExact);
}

#[test]
// As dcm2pnm of dcmtk 3.6.7 shows the six.
fn the_presentation_lut_shape_says_which_end_is_white() {
    let inverse = |photometric: &str, shape: Option<&str>| {
        let file = ct::grey(2, 2, 8, vec![0; 4]).text(0x0028_0004, "CS", photometric);
        let file = match shape {
            Some(shape) => file.text(SHAPE, "CS", shape),
            None => file,
        };
        header(&file.write(&Writing::default()))
            .image
            .unwrap()
            .inverse
    };
    assert!(inverse("MONOCHROME1", None) && !inverse("MONOCHROME2", None));
    assert!(inverse("MONOCHROME1", Some("INVERSE")) && !inverse("MONOCHROME2", Some("IDENTITY")));
    assert!(inverse("MONOCHROME2", Some("INVERSE")) && !inverse("MONOCHROME1", Some("IDENTITY")));
}

#[test]
fn planes_and_shutters_are_read_however_the_file_is_written() {
    let file = ct::grey(4, 4, 16, vec![0; 32])
        .text(0x0018_1600, "CS", "RECTANGULAR\\CIRCULAR")
        .text(0x0018_1602, "IS", "2")
        .text(0x0018_1604, "IS", "4")
        .text(0x0018_1606, "IS", "1")
        .text(0x0018_1608, "IS", "3")
        .text(0x0018_1610, "IS", "2\\3")
        .text(0x0018_1612, "IS", "7")
        .short(0x0018_1622, 0x8000)
        .short(0x6000_0010, 2)
        .short(0x6000_0011, 4)
        .value(0x6000_0050, Value::Short("SS", vec![0xFFFF, 3]))
        .short(0x6000_0100, 1)
        .short(0x6000_0102, 0)
        .value(
            0x6000_3000,
            Value::Samples {
                bits: 8,
                bytes: vec![0x81, 0],
            },
        )
        .short(0x6002_0010, 4)
        .short(0x6002_0011, 4)
        .short(0x6002_0100, 16)
        .short(0x6002_0102, 14);
    for transfer_syntax in xtask::synthetic::NATIVE {
        let writing = Writing {
            transfer_syntax,
            ..Writing::default()
        };
        let image = header(&file.write(&writing)).image.unwrap();
        let cover = image.cover.unwrap();
        let shutter = cover.shutter.as_ref().unwrap();
        assert_eq!(shutter.rectangle, Some([2, 4, 1, 3]), "{transfer_syntax}");
        assert_eq!(shutter.circle, Some([2, 3, 7]));
        assert_eq!(shutter.colour, [0x80; 3]);
        let [own, in_cells] = cover.planes.as_slice() else {
            panic!("{cover:?}")
        };
        assert_eq!((own.origin, own.rows, own.columns), ([-1, 3], 2, 4));
        assert_eq!(own.bits, Bits::Own(vec![0x81, 0]));
        assert_eq!(in_cells.bits, Bits::InCells(14));
    }
    // None of its bits, and a shape without its numbers.
    let bare = ct::grey(2, 2, 8, vec![0; 4])
        .text(0x0018_1600, "CS", "CIRCULAR")
        .short(0x6000_0010, 2)
        .short(0x6000_0011, 2);
    assert_eq!(
        header(&bare.write(&Writing::default()))
            .image
            .unwrap()
            .cover,
        None
    );
}

/// A dose of 370 million becquerels of F-18 for 74 kg, an hour before the scan: 74,000 / (370e6 * 2 ^ (-3600 / 6586.2)).
#[test]
fn uptake_is_reckoned_where_the_file_says_all_of_it() {
    let given = File::default()
        .text(0x0018_1072, "TM", "093000")
        .decimals(0x0018_1074, &[370e6])
        .decimals(0x0018_1075, &[6586.2]);
    let pet = |series_time: &str, correction: &str| {
        ct::grey(2, 2, 16, vec![0; 8])
            .text(0x0008_0060, "CS", "PT")
            .text(0x0008_0031, "TM", series_time)
            .text(0x0008_0032, "TM", "110000")
            .decimals(0x0010_1030, &[74.0])
            .items(0x0054_0016, [given.clone()])
            .text(0x0028_0051, "CS", "NORM\\ATTN\\DECY")
            .text(0x0054_1001, "CS", "BQML")
            .text(0x0054_1102, "CS", correction)
    };
    let suv = |file: &File| header(&file.write(&Writing::default())).suv_of_one;
    let near = |suv: Option<f64>, expected: f64| (suv.unwrap() / expected - 1.0).abs() < 1e-6;
    assert!(near(suv(&pet("103000", "START")), 2.921_273_492e-4));
    assert!(near(suv(&pet("103000", "ADMIN")), 2.0e-4));
    // Made anew after the scan; corrected to something else; without the weight or the correction.
    assert_eq!(suv(&pet("120000", "START")), None);
    assert_eq!(suv(&pet("103000", "NONE")), None);
    let whole = pet("103000", "START");
    for tag in [
        0x0010_1030,
        0x0054_0016,
        0x0028_0051,
        0x0054_1001,
        0x0008_0031,
    ] {
        assert_eq!(suv(&whole.clone().without(tag)), None, "{tag:08x}");
    }
}

#[test]
fn floating_point_is_told_as_it_is_however_the_file_is_written() {
    let numbers = [-1.5_f64, 0.001_234_5, 1e6, f64::NAN];
    let double = numbers.map(f64::to_bits).to_vec();
    #[expect(clippy::cast_possible_truncation, reason = "of single precision")]
    let single = numbers.map(|number| (number as f32).to_bits()).to_vec();
    let file = |tag, bits, value| {
        ct::grey(2, 2, 16, Vec::new())
            .without(xtask::synthetic::PIXEL_DATA)
            .without(0x0028_0101)
            .without(0x0028_0102)
            .short(0x0028_0100, bits)
            .value(tag, value)
    };
    let files = [
        file(0x7FE0_0008, 32, Value::Long("OF", single)),
        file(0x7FE0_0009, 64, Value::Double("OD", double)),
    ];
    for file in files {
        for transfer_syntax in xtask::synthetic::NATIVE {
            let writing = Writing {
                transfer_syntax,
                ..Writing::default()
            };
            let (image, samples) = drawn(&file.write(&writing));
            let frame = Frame::new(&samples, image.layout, image.shape).unwrap();
            let at = |column, row| frame.value_at(column, row);
            let near = |told: Option<f64>, number: f64| (told.unwrap() / number - 1.0).abs() < 1e-6;
            assert!(
                near(at(0, 0), numbers[0]) && near(at(1, 0), numbers[1]),
                "{transfer_syntax}"
            );
            assert!(near(at(0, 1), numbers[2]));
            assert_eq!(at(1, 1), None, "no number");
            let stats = Stats::of(&frame, None, None).unwrap();
            assert!(near(Some(stats.min), -1.5) && near(Some(stats.max), 1e6));
        }
    }
}

/// A map of real values by pydicom: its least, its greatest, one of them.
#[test]
fn a_real_parametric_map_is_as_pydicom_has_it() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dicom/native");
    let Ok(bytes) = fs::read(data.join("parametric_map_float.dcm")) else {
        eprintln!("SKIPPED: ../shared/data is not there");
        return;
    };
    let (image, samples) = drawn(&bytes);
    let frame = Frame::new(&samples, image.layout, image.shape).unwrap();
    let stats = Stats::of(&frame, None, None).unwrap();
    let told = [stats.min, stats.max, frame.value_at(64, 64).unwrap()];
    // Its window of 0.5 and 1 is not the step that LINEAR makes of it.
    let levels = [0.0, 0.25, 1.0].map(|value| image.windows[0].grey(value));
    assert_eq!(levels, [0, 64, 255]);
    assert_eq!(
        told.map(f64::to_bits),
        [0.0, 0.941_579_163_074_493_4, 0.120_036_512_613_296_51].map(f64::to_bits)
    );
}

/// As dcm2pnm of dcmtk 3.6.7 draws the four: without a number of frames a plane is of the whole image
/// (PS3.3 C.9.3 is for others).
#[test]
fn a_plane_without_a_number_of_frames_lies_over_every_frame() {
    let plane = ct::grey(4, 2, 8, vec![0; 24])
        .text(0x0028_0008, "IS", "3")
        .short(0x6000_0010, 2)
        .short(0x6000_0011, 4)
        .value(0x6000_0050, Value::Short("SS", vec![1, 1]))
        .short(0x6000_0100, 1)
        .short(0x6000_0102, 0)
        .value(
            0x6000_3000,
            Value::Samples {
                bits: 8,
                bytes: vec![0x0F, 0],
            },
        );
    let covered = |file: File| {
        let image = header(&file.write(&Writing::default())).image.unwrap();
        let cover = image.cover.unwrap();
        [0, 1, 2].map(|frame| {
            let rgba = cover.picture(frame, image.shape, None);
            rgba.iter()
                .skip(3)
                .step_by(4)
                .filter(|alpha| **alpha > 0)
                .count()
        })
    };
    assert_eq!(covered(plane.clone()), [4, 4, 4]);
    let one = plane.text(0x6000_0015, "IS", "1");
    assert_eq!(covered(one.clone()), [4, 0, 0]);
    assert_eq!(covered(one.short(0x6000_0051, 2)), [0, 4, 0]);
}

/// PS3.3 C.7.6.24: a value, or a range, that is no image; drawn, probed and measured as padding is.
#[test]
fn floating_point_has_padding_too() {
    let values = [1.5_f32, -9999.0, 2.5, -9990.5, 0.25, -9980.0];
    let bits: Vec<u32> = values.iter().map(|value| value.to_bits()).collect();
    let file = ct::grey(3, 2, 32, Vec::new())
        .without(0x7FE0_0010)
        .without(0x0028_0101)
        .without(0x0028_0102)
        .value(0x7FE0_0008, Value::Long("OF", bits));
    let float = |value: f32| Value::Long("FL", vec![value.to_bits()]);
    let numbers = |file: &File| {
        let (image, samples) = drawn(&file.write(&Writing::default()));
        let frame = Frame::new(&samples, image.layout, image.shape).unwrap();
        let at = |at: u32| frame.value_at(at % 3, at / 3);
        let stats = Stats::of(&frame, image.padding, None).unwrap();
        ((0..6).map(at).collect::<Vec<_>>(), stats.min, stats.max)
    };
    let all: Vec<Option<f64>> = values.iter().map(|value| Some(f64::from(*value))).collect();
    assert_eq!(numbers(&file), (all.clone(), -9999.0, 2.5));
    let one = file.clone().value(0x0028_0122, float(-9999.0));
    let mut left = all.clone();
    left[1] = None;
    assert_eq!(numbers(&one), (left.clone(), -9990.5, 2.5));
    let range = one.value(0x0028_0124, float(-9990.0));
    left[3] = None;
    assert_eq!(numbers(&range), (left, -9980.0, 2.5));
    // Of double precision, by its own two; big endian as well.
    let doubles = values.iter().map(|value| f64::from(*value).to_bits());
    let file = ct::grey(3, 2, 64, Vec::new())
        .without(0x7FE0_0010)
        .without(0x0028_0101)
        .without(0x0028_0102)
        .value(0x7FE0_0009, Value::Double("OD", doubles.collect()))
        .doubles(0x0028_0123, &[-9980.0])
        .doubles(0x0028_0125, &[-9999.0]);
    let (numbers, min, max) = numbers(&file);
    assert_eq!(
        (numbers[0], numbers[1], min, max),
        (Some(1.5), None, 0.25, 2.5)
    );
}
