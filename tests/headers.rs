//! Headers and samples of files made in code: every way of writing, every byte of truncation,
//! and junk.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use hounsfield::decode::{self, Samples};
use hounsfield::header::{self, Header, Image, PixelData, Read};
use hounsfield::limits;
use hounsfield::pixels::{Rescale, VoiFunction};
use hounsfield::problem::Kind;
use xtask::synthetic::ct::{self, Series};
use xtask::synthetic::random::Random;
use xtask::synthetic::{
    EXPLICIT_BIG, EXPLICIT_LITTLE, File, IMPLICIT_LITTLE, PIXEL_DATA, Value, Writing,
};

const SERIES: Series = Series {
    number: 3,
    slices: 10,
    side: 8,
    slice_mm: 1.5,
};

fn read_whole(bytes: &[u8]) -> Result<Header, Kind> {
    match header::read(bytes, bytes.len() as u64) {
        Ok(Read::Header(header)) => Ok(*header),
        Ok(_) => panic!("asked for more than there is"),
        Err(problem) => Err(problem.kind),
    }
}

fn read(file: &File) -> Header {
    read_whole(&file.write(&Writing::default())).unwrap()
}

fn image(file: &File) -> Image {
    read(file).image.unwrap()
}

fn samples(mut bytes: &[u8], header: &Header, frame: u32) -> Result<Samples, Kind> {
    let image = header.image.as_ref().unwrap();
    decode::stored(
        decode::ALL,
        &mut bytes,
        image,
        &header.transfer_syntax,
        frame,
        &mut None,
    )
    .map_err(|problem| problem.kind)
}

fn stored_values(bytes: &[u8], header: &Header) -> Vec<i64> {
    let samples = samples(bytes, header, 0).unwrap();
    samples.frame().unwrap().stored_values().collect()
}

fn every_writing() -> impl Iterator<Item = Writing> {
    let syntaxes = [IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG];
    syntaxes.into_iter().flat_map(|transfer_syntax| {
        (0..8).map(move |bits| Writing {
            transfer_syntax,
            preamble: bits & 1 != 0,
            meta: bits & 2 != 0,
            open_lengths: bits & 4 != 0,
        })
    })
}

/// Something in every place where a reader could lose its way.
fn with_sequences() -> File {
    let icon = File::default().value(
        PIXEL_DATA,
        Value::Samples {
            bits: 8,
            bytes: vec![7; 9],
        },
    );
    let nested = File::default().value(0x0040_A730, Value::Items(vec![icon.0.clone(), icon.0]));
    SERIES
        .slice(4)
        .value(0x0008_1140, Value::Items(vec![]))
        .value(0x0088_0200, Value::Items(vec![nested.0]))
        .text(0x0009_0010, "LO", "A MAKER'S OWN")
        .text(0x0009_1001, "UT", "odd")
}

#[test]
fn every_way_of_writing_gives_the_same_header_and_values() {
    let file = with_sequences();
    let as_usual = file.write(&Writing::default());
    let expected = read_whole(&as_usual).unwrap();
    let values = stored_values(&as_usual, &expected);
    assert_eq!(expected.series_number, Some(3));
    assert_eq!(expected.instance_number, Some(5));
    assert_eq!(expected.slice_thickness_mm, Some(1.5));
    assert_eq!(expected.position_mm, Some([-157.5, -157.5, -6.0]));
    assert_eq!(expected.pixel_spacing_mm, Some([45.0, 45.0]));
    assert_eq!(expected.image_type, ["ORIGINAL", "PRIMARY", "AXIAL"]);
    let rescale = expected.image.as_ref().unwrap().rescale.clone();
    let hu = Some("HU".to_owned());
    let (slope, intercept) = (1.0, -1024.0);
    let as_made = Rescale {
        slope,
        intercept,
        kind: hu,
    };
    assert_eq!(rescale, Some(as_made));

    for writing in every_writing() {
        let bytes = file.write(&writing);
        let header = read_whole(&bytes).unwrap();
        assert_eq!(header.transfer_syntax, writing.transfer_syntax);
        assert_eq!(stored_values(&bytes, &header), values, "{writing:?}");
        let mut alike = header.clone();
        alike.transfer_syntax.clone_from(&expected.transfer_syntax);
        if let (Some(image), Some(expected)) = (&mut alike.image, &expected.image) {
            image.pixel_data = expected.pixel_data;
            image.layout.endian = expected.layout.endian;
        }
        assert_eq!(alike, expected, "{writing:?}");
    }
}

#[test]
fn part_of_a_file_is_answered_with_how_much_more_is_needed() {
    for writing in every_writing() {
        let bytes = with_sequences().write(&writing);
        let length = bytes.len() as u64;
        let whole = read_whole(&bytes).unwrap();
        let PixelData::Native { offset, .. } = whole.image.as_ref().unwrap().pixel_data else {
            panic!("native");
        };
        for count in 0..bytes.len() {
            match header::read(&bytes[..count], length).unwrap() {
                Read::NeedMore { at_least } => {
                    assert!((count as u64) < at_least && at_least <= offset.max(148));
                }
                Read::Deflated { .. } => panic!("not deflated"),
                Read::Header(header) => {
                    assert!(count as u64 >= offset, "{count} {writing:?}");
                    assert_eq!(*header, whole);
                }
            }
        }
    }
}

#[test]
fn a_file_cut_off_anywhere_is_a_problem_and_never_a_wrong_picture() {
    for writing in every_writing() {
        let bytes = with_sequences().write(&writing);
        for count in 0..bytes.len() {
            let cut = &bytes[..count];
            if let Ok(header) = read_whole(cut)
                && header.image.is_some()
            {
                let samples = samples(cut, &header, 0);
                assert_eq!(samples.unwrap_err().code(), "ends-early");
            }
        }
    }
}

#[test]
fn junk_never_does_harm() {
    let mut random = Random::new(1);
    let files: Vec<Vec<u8>> = every_writing()
        .map(|writing| with_sequences().write(&writing))
        .collect();
    for round in 0..40_000 {
        let mut bytes = files[round % files.len()].clone();
        // Not so much junk that all of it ends at the first element.
        for _ in 0..=random.below(4) {
            let header_bytes = bytes.len() - 8 * 8 * 2;
            bytes[random.below(header_bytes)] = random.bits().to_le_bytes()[0];
        }
        let file_length = if random.below(2) == 0 {
            bytes.len() as u64
        } else {
            u64::from(random.bits())
        };
        let Ok(Read::Header(header)) = header::read(&bytes, file_length) else {
            continue;
        };
        let Some(image) = &header.image else { continue };
        assert!(image.frame_bytes() <= limits::FRAME_BYTES);
        for number in [0, 1, image.frames, u32::MAX] {
            if let Ok(samples) = samples(&bytes, &header, number) {
                let values = samples.frame().unwrap().stored_values();
                assert_eq!(values.count(), image.shape.sample_count());
            }
        }
    }
}

#[test]
fn all_values_come_out_as_they_went_in() {
    let signed = |bits: u16| i64::from(bits.cast_signed());
    for transfer_syntax in [IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG] {
        let writing = Writing {
            transfer_syntax,
            ..Writing::default()
        };
        let values = |is_signed| {
            let bytes = ct::all_values(is_signed).write(&writing);
            stored_values(&bytes, &read_whole(&bytes).unwrap())
        };
        assert!(values(false).into_iter().eq((0..=u16::MAX).map(i64::from)));
        assert!(values(true).into_iter().eq((0..=u16::MAX).map(signed)));
    }
}

#[test]
fn windows_are_read_with_their_function_and_names() {
    let file = SERIES
        .slice(0)
        .text(0x0028_1050, "DS", "-600\\40\\junk\\50")
        .text(0x0028_1051, "DS", "1500\\400\\1\\0\\7")
        .text(0x0028_1055, "LO", "LUNG\\ \\C")
        .text(0x0028_1056, "CS", "SIGMOID");
    let windows = image(&file).windows;
    let found: Vec<_> = windows
        .iter()
        .map(|window| (window.center, window.width, window.name.as_deref()))
        .collect();
    assert_eq!(found, [(-600.0, 1500.0, Some("LUNG")), (40.0, 400.0, None)]);
    assert!(
        windows
            .iter()
            .all(|window| window.function == VoiFunction::Sigmoid)
    );
    assert!(image(&file.without(0x0028_1051)).windows.is_empty());
}

#[test]
fn padding_is_a_stored_value_of_the_images_own_sign() {
    let minus_2000 = (-2000_i16).cast_unsigned();
    let signed = SERIES
        .slice(0)
        .short(0x0028_0103, 1)
        .value(0x0028_0120, Value::Short("SS", vec![minus_2000]));
    assert_eq!(image(&signed).padding, Some([-2000, -2000]));
    let range = signed
        .clone()
        .short(0x0028_0121, (-2100_i16).cast_unsigned());
    assert_eq!(image(&range).padding, Some([-2100, -2000]));
    let unsigned = signed.short(0x0028_0103, 0);
    assert_eq!(image(&unsigned).padding, Some([63536, 63536]));
}

#[test]
fn half_of_a_rescale_is_none() {
    for tag in [0x0028_1052, 0x0028_1053] {
        assert_eq!(image(&SERIES.slice(0).without(tag)).rescale, None);
    }
    let of_nothing = SERIES.slice(0).text(0x0028_1053, "DS", "0");
    assert_eq!(image(&of_nothing).rescale, None);
}

#[test]
fn what_is_missing_is_none_and_what_is_needed_is_named() {
    let bare = ct::grey(2, 2, 8, vec![1, 2, 3, 4]);
    let header = read(&bare);
    assert_eq!(header.position_mm, None);
    assert_eq!(header.series_uid, None);
    assert_eq!(image(&bare).frames, 1);
    let defaults = bare.clone().without(0x0028_0101).without(0x0028_0102);
    assert_eq!(image(&defaults).layout, image(&bare).layout);
    assert_eq!(read(&bare.clone().without(PIXEL_DATA)).image, None);

    let problem = |file: File| read_whole(&file.write(&Writing::default())).unwrap_err();
    for tag in [0x0028_0004, 0x0028_0010, 0x0028_0011, 0x0028_0100] {
        assert_eq!(problem(bare.clone().without(tag)).code(), "malformed");
    }
    for (tag, value) in [(0x0028_0101, 9), (0x0028_0101, 0), (0x0028_0102, 6)] {
        assert_eq!(problem(bare.clone().short(tag, value)).code(), "malformed");
    }
    for (tag, value) in [(0x0028_0100, 2), (0x0028_0100, 64), (0x0028_0002, 4)] {
        assert_eq!(
            problem(bare.clone().short(tag, value)).code(),
            "pixel-format"
        );
    }
    let huge = bare
        .clone()
        .short(0x0028_0010, u16::MAX)
        .short(0x0028_0011, u16::MAX);
    assert_eq!(problem(huge).code(), "over-limit");
    let long = bare.text(0x0028_0008, "IS", "2000000000");
    assert_eq!(problem(long).code(), "over-limit");
}

#[test]
fn what_is_no_dicom_is_told_at_once() {
    let kind = |bytes: &[u8]| read_whole(bytes).unwrap_err().code();
    assert_eq!(kind(&[]), "empty");
    assert_eq!(kind(b"a few words"), "not-dicom");
    assert_eq!(kind(&[0; 4096]), "not-dicom");
    assert_eq!(kind(&[0xFF; 4096]), "not-dicom");
    assert_eq!(
        kind(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01"),
        "not-dicom"
    );
}

#[test]
fn frames_lie_one_after_the_other_and_the_last_must_be_whole() {
    let file = ct::grey(4, 2, 16, (0..48).collect()).text(0x0028_0008, "IS", "3");
    let bytes = file.write(&Writing::default());
    let header = read_whole(&bytes).unwrap();
    let image = header.image.as_ref().unwrap();
    let first = |frame| {
        let samples = samples(&bytes, &header, frame).unwrap();
        samples.frame().unwrap().stored_value_at(0, 0).unwrap()
    };
    assert_eq!([first(0), first(1), first(2)], [0x0100, 0x1110, 0x2120]);
    let span = |frame| decode::frame_span(image, frame, bytes.len() as u64 - 1);
    assert_eq!(span(1).unwrap().length, 16);
    let early = Kind::EndsEarly {
        needed: 48,
        found: 47,
    };
    assert_eq!(span(2).unwrap_err().kind, early);
}

#[test]
fn functional_groups_give_what_all_frames_have_in_common() {
    let item = |file: File| file.0;
    let measures = File::default().decimals(0x0028_0030, &[0.5, 0.5]);
    let shared = File::default().value(0x0028_9110, Value::Items(vec![item(measures)]));
    let frame = |z: f64, slope: f64| {
        let position = File::default().decimals(0x0020_0032, &[0.0, 0.0, z]);
        let orientation = File::default().decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
        let values = File::default()
            .decimals(0x0028_1052, &[-1024.0])
            .decimals(0x0028_1053, &[slope]);
        let groups = File::default()
            .value(0x0020_9113, Value::Items(vec![item(position)]))
            .value(0x0020_9116, Value::Items(vec![item(orientation)]))
            .value(0x0028_9145, Value::Items(vec![item(values)]));
        item(groups)
    };
    let with = |slopes: [f64; 2]| {
        let frames = vec![frame(0.0, slopes[0]), frame(1.0, slopes[1])];
        ct::grey(2, 2, 8, vec![0; 8])
            .text(0x0028_0008, "IS", "2")
            .value(0x5200_9229, Value::Items(vec![item(shared.clone())]))
            .value(0x5200_9230, Value::Items(frames))
    };
    for writing in every_writing() {
        let header = read_whole(&with([1.0, 1.0]).write(&writing)).unwrap();
        assert_eq!(header.pixel_spacing_mm, Some([0.5, 0.5]), "{writing:?}");
        assert_eq!(header.position_mm, None);
        assert_eq!(header.orientation, Some([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]));
        assert!(header.image.unwrap().rescale.is_some());
    }
    assert_eq!(image(&with([1.0, 2.0])).rescale, None);
}
