//! Presentation states beside dcmtk: an image by each of them, to a level of what dcmp2pgm makes of it
//! (`tests/data/presentation/make.py`).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};

use hounsfield::decode;
use hounsfield::header::{self, Image, Read};
use hounsfield::objects::{self, Content, LeftOut, Presentation, SizeMode, window_after};
use hounsfield::pixels::{Frame, Window};
use xtask::synthetic::{File, Value, Writing};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/presentation")
        .join(name)
}

fn read(bytes: &[u8]) -> Presentation {
    let class = "1.2.840.10008.5.1.4.1.1.11.1";
    match objects::read(bytes, class, false).unwrap().content {
        Content::Presentation(presentation) => presentation,
        other => panic!("{other:?}"),
    }
}

fn state(name: &str) -> Presentation {
    read(&fs::read(data(name)).unwrap())
}

fn image() -> (Image, String, Vec<u8>) {
    let bytes = fs::read(data("image.dcm")).unwrap();
    let Read::Header(header) = header::read(&bytes, bytes.len() as u64).unwrap() else {
        panic!("no header");
    };
    let image = header.image.unwrap();
    let span = decode::frame_span(&image, 0, bytes.len() as u64).unwrap();
    let start = usize::try_from(span.offset).unwrap();
    (image, header.sop_instance.unwrap(), bytes[start..].to_vec())
}

/// Levels of the image as a state has it, row by row.
fn shown(presentation: &Presentation) -> Vec<[u8; 3]> {
    let (image, instance, samples) = image();
    assert!(presentation.is_for(Some(&instance), 0));
    let said = presentation.window(Some(&instance), 0).unwrap();
    let window: Window = window_after(said, presentation.rescale.as_ref(), image.rescale.as_ref());
    let window = presentation.with_table(window);
    let path = image.grey_path(image.rescale.as_ref(), window);
    let frame = Frame::new(&samples, image.layout, image.shape).unwrap();
    let over = presentation.cover.as_ref();
    let over = over.map(|cover| cover.picture(0, image.shape, None));
    let over = over.unwrap_or_else(|| vec![0; image.shape.pixels() * 4]);
    let greys = frame.stored_values().map(|stored| path.grey(stored));
    let pixels = greys.zip(over.as_chunks::<4>().0);
    let pixel = |(grey, [red, green, blue, alpha]): (u8, &[u8; 4])| {
        if *alpha == 255 {
            [*red, *green, *blue]
        } else {
            [grey; 3]
        }
    };
    pixels.map(pixel).collect()
}

#[test]
fn windows_tables_and_shutters_are_as_dcmtk_has_them() {
    let names = [
        "window",
        "table",
        "inverse-table",
        "table-behind-voi-table",
        "rectangle",
        "circle",
        "polygon",
        "rectangle-circle",
        "bitmap",
    ];
    for name in names {
        let presentation = state(&format!("{name}.dcm"));
        assert_eq!(presentation.left_out, [], "{name}");
        let ours = shown(&presentation);
        let theirs = fs::read(data(&format!("{name}.pgm"))).unwrap();
        let theirs = &theirs[theirs.len() - ours.len()..];
        for (at, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            for level in ours {
                // They round levels down.
                assert!(
                    level.abs_diff(*theirs) <= 1,
                    "{name}, {} {}: {level}, theirs {theirs}",
                    at % 48,
                    at / 48
                );
            }
        }
    }
}

fn changed(change: impl Fn(File) -> File) -> Presentation {
    let reference = |uid: &str| File::default().text(0x0008_1155, "UI", uid);
    let series =
        |uids: &[&str]| File::default().items(0x0008_1140, uids.iter().map(|uid| reference(uid)));
    let base = File::default()
        .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.11.1")
        .items(
            0x0008_1115,
            [series(&["2.25.1"]), series(&["2.25.2", "2.25.3"])],
        )
        .text(0x2050_0020, "CS", "IDENTITY");
    read(&change(base).write(&Writing::default()))
}

#[test]
fn images_of_several_series_each_have_what_is_said_of_them() {
    let voi = |uid: &str, center: f64| {
        let image = File::default().text(0x0008_1155, "UI", uid);
        File::default()
            .items(0x0008_1140, [image])
            .decimals(0x0028_1050, &[center])
            .decimals(0x0028_1051, &[100.0])
    };
    let presentation =
        changed(|file| file.items(0x0028_3110, [voi("2.25.1", 10.0), voi("2.25.3", 30.0)]));
    for (uid, center) in [
        ("2.25.1", Some(10.0)),
        ("2.25.2", None),
        ("2.25.3", Some(30.0)),
    ] {
        assert!(presentation.is_for(Some(uid), 0), "{uid}");
        let window = presentation.window(Some(uid), 0);
        assert_eq!(window.map(|window| window.center), center, "{uid}");
    }
    assert!(!presentation.is_for(Some("2.25.4"), 0));
}

#[test]
fn what_is_not_carried_out_is_told() {
    let mask = File::default().text(0x0028_6101, "CS", "AVG_SUB");
    let area = File::default()
        .value(0x0070_0052, Value::Long("SL", vec![1, 1]))
        .value(0x0070_0053, Value::Long("SL", vec![8, 8]))
        .text(0x0070_0100, "CS", "TRUE SIZE");
    let curve = File::default()
        .decimals(0x0028_1050, &[40.0])
        .decimals(0x0028_1051, &[400.0])
        .text(0x0028_1056, "CS", "SIGMOID");
    let table = File::default()
        .value(0x0028_3002, Value::Short("US", vec![2, 0, 8]))
        .value(0x0028_3006, Value::Short("US", vec![0, 255]));
    let presentation = changed(|file| {
        file.items(0x0028_6100, [mask.clone()])
            .items(0x0070_005A, [area.clone()])
            .items(0x0028_3110, [curve.clone()])
            .items(0x2050_0010, [table.clone()])
            .text(0x0018_1600, "CS", "CIRCULAR")
    });
    let left_out = [
        LeftOut::Table,
        LeftOut::Shutter,
        LeftOut::Subtraction,
        LeftOut::TrueSize,
    ];
    assert_eq!(presentation.left_out, left_out);
    assert_eq!(presentation.areas[0].mode, SizeMode::TrueSize);
    // Behind a curve it stays as it is; behind a window it stands.
    let window = presentation.voi[0].window.clone();
    assert_eq!(presentation.with_table(window.clone()), window);
    let ramp = Window::linear(40.0, 400.0);
    assert!(presentation.with_table(ramp).table.is_some());
}

#[test]
fn a_shutter_has_its_own_colour() {
    // Red of sRGB, in CIE L*a*b* (PS3.3 C.10.7.1.1).
    let red = Value::Short("US", vec![35_579, 53_662, 50_858]);
    let presentation = changed(|file| {
        file.text(0x0018_1600, "CS", "RECTANGULAR")
            .text(0x0018_1602, "IS", "2")
            .text(0x0018_1604, "IS", "3")
            .text(0x0018_1606, "IS", "2")
            .text(0x0018_1608, "IS", "3")
            .short(0x0018_1622, 0)
            .value(0x0018_1624, red.clone())
    });
    let cover = presentation.cover.unwrap();
    let [red, green, blue] = cover.shutter.as_ref().unwrap().colour;
    assert!(red >= 254 && green <= 2 && blue <= 2);
}

#[test]
fn planes_of_a_state_are_drawn_where_it_activates_them() {
    let plane = |file: File, group: u32| {
        file.short(group << 16 | 0x0010, 2)
            .short(group << 16 | 0x0011, 2)
            .value(group << 16 | 0x0050, Value::Short("SS", vec![1, 1]))
            .short(group << 16 | 0x0100, 1)
            .short(group << 16 | 0x0102, 0)
            .value(
                group << 16 | 0x3000,
                Value::Samples {
                    bits: 8,
                    bytes: vec![0b0110, 0],
                },
            )
    };
    assert_eq!(changed(|file| plane(file, 0x6000)).cover, None);
    let presentation = changed(|file| plane(file, 0x6000).text(0x6000_1001, "CS", "LAYER"));
    assert_eq!(presentation.cover.unwrap().planes.len(), 1);
}
