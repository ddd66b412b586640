//! DICOM files and the frames in them: those of `tests/data/conformance`, which other encoders made,
//! and synthetic ones.

use hounsfield::decode::CODECS;
use hounsfield::header::{self, Header, PixelData, Read};
use xtask::synthetic::ct::{self, Series};
use xtask::synthetic::objects as made;
use xtask::synthetic::{EXPLICIT_BIG, File, IMPLICIT_LITTLE, Value, Writing};

use super::{Seed, data, read, seed};
use crate::targets::codestream::Figures;

/// Mutations of larger ones are slow.
const LARGEST: usize = 6 << 10;

const SERIES: Series = Series {
    number: 1,
    slices: 4,
    side: 8,
    slice_mm: 3.0,
};

fn conformance(is_wanted: impl Fn(&str) -> bool) -> Vec<Seed> {
    let is_file = |name: &str| name.strip_suffix(".dcm").is_some_and(&is_wanted);
    let mut files = read(&data().join("conformance"), is_file);
    files.retain(|file| file.bytes.len() <= LARGEST);
    files
}

/// Each way to write a header, and a file with each line of the table in it, which is as large as that.
pub fn copies() -> Vec<Seed> {
    let mut files = headers();
    files.extend(read(&data().join("copy"), |name| name == "in-explicit.dcm"));
    files.extend(objects());
    files
}

/// Each way to write a header, and each kind of image in it.
pub fn headers() -> Vec<Seed> {
    let ways = [
        "explicit",
        "implicit",
        "big",
        "deflated",
        "encapsulated",
        "ge",
        "own",
    ];
    let mut corpus = conformance(|name| ways.iter().any(|way| name.starts_with(way)));
    corpus.extend(conformance(|name| name.starts_with("fragments-jpeg")));
    let slice = SERIES
        .slice(0)
        .text(0x0008_0005, "CS", "\\ISO 2022 IR 87")
        .text(0x0028_1055, "LO", "LUNG\\BONE")
        .text(0x0018_1600, "CS", "CIRCULAR\\POLYGONAL")
        .text(0x0018_1610, "IS", "3\\3")
        .text(0x0018_1612, "IS", "2")
        .text(0x0018_1620, "IS", "1\\1\\1\\5\\5\\5")
        .short(0x6000_0010, 8)
        .short(0x6000_0011, 8)
        .value(0x6000_0050, Value::Short("SS", vec![1, 1]))
        .short(0x6000_0100, 1)
        .short(0x6000_0102, 0)
        .value(
            0x6000_3000,
            Value::Samples {
                bits: 8,
                bytes: vec![0x55; 8],
            },
        );
    corpus.extend(written("slice", &slice));
    corpus
}

/// In each of three ways.
fn written(name: &str, file: &File) -> Vec<Seed> {
    let open = Writing {
        open_lengths: true,
        ..Writing::default()
    };
    let implicit = Writing {
        transfer_syntax: IMPLICIT_LITTLE,
        ..Writing::default()
    };
    let big = Writing {
        transfer_syntax: EXPLICIT_BIG,
        preamble: true,
        ..open
    };
    let writings = [open, implicit, big];
    let one = |(at, writing): (usize, &Writing)| seed(format!("{name}-{at}"), file.write(writing));
    writings.iter().enumerate().map(one).collect()
}

fn one(tag: u32, inner: File) -> File {
    File::default().items(tag, [inner])
}

/// A multi-frame file whose frames say where they lie.
pub fn frames() -> Vec<Seed> {
    let frame = |z: f64, index: u32| {
        let position = File::default().decimals(0x0020_0032, &[0.0, 0.0, z]);
        let orientation = File::default().decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
        let values = File::default()
            .decimals(0x0028_1052, &[-1024.0])
            .decimals(0x0028_1053, &[1.0 + z]);
        let window = File::default()
            .decimals(0x0028_1050, &[40.0])
            .decimals(0x0028_1051, &[400.0 + z]);
        let content =
            File::default().value(0x0020_9157, Value::Long("UL", vec![index % 2 + 1, index]));
        let parts = [
            one(0x0020_9113, position),
            one(0x0020_9116, orientation),
            one(0x0028_9145, values),
            one(0x0028_9132, window),
            one(0x0020_9111, content),
            one(0x0018_9114, File::default().doubles(0x0018_9082, &[z])),
        ];
        File(parts.into_iter().flat_map(|part| part.0).collect())
    };
    let pointer = |group: u16, element: u16| {
        File::default().value(0x0020_9165, Value::Short("AT", vec![group, element]))
    };
    let measures = File::default().decimals(0x0028_0030, &[0.5, 0.5]);
    let file = ct::grey(2, 2, 16, vec![0; 48])
        .text(0x0020_000E, "UI", "2.25.9")
        .text(0x0028_0008, "IS", "6")
        .items(0x0020_9222, [pointer(0x18, 0x9999), pointer(0x20, 0x9057)])
        .items(0x5200_9229, [one(0x0028_9110, measures)])
        .items(0x5200_9230, (0..6_u32).map(|n| frame(f64::from(n / 2), n)));
    let vector = ct::grey(2, 2, 8, vec![0; 12])
        .text(0x0028_0008, "IS", "3")
        .decimals(0x0020_0032, &[0.0, 0.0, 0.0])
        .decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
        .decimals(0x3004_000C, &[0.0, 2.5, 5.0]);
    [written("groups", &file), written("dose", &vector)]
        .into_iter()
        .flatten()
        .collect()
}

pub fn segments() -> Vec<Seed> {
    let segment = |number: u16| {
        File::default()
            .short(0x0062_0004, number)
            .text(0x0062_0005, "LO", "left")
            .value(
                0x0062_000D,
                Value::Short("US", vec![30_000, 40_000, 20_000]),
            )
    };
    let frame = |z: f64, number: u16| {
        let at = File::default().decimals(0x0020_0032, &[0.0, 0.0, z]);
        let of = File::default().short(0x0062_000B, number);
        File::default()
            .items(0x0020_9113, [at])
            .items(0x0062_000A, [of])
    };
    let file = |kind: &str, class: &str, bits: u16| {
        ct::grey(8, 8, 8, vec![0x5a; 128])
            .text(0x0008_0016, "UI", class)
            .text(0x0008_0060, "CS", "SEG")
            .decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
            .decimals(0x0028_0030, &[0.5, 0.5])
            .text(0x0028_0008, "IS", "2")
            .short(0x0028_0100, bits)
            .short(0x0028_0101, bits)
            .short(0x0028_0102, bits - 1)
            .text(0x0062_0001, "CS", kind)
            .short(0x0062_000E, 255)
            .items(0x0062_0002, [segment(3), segment(7)])
            .items(0x5200_9230, [frame(0.0, 3), frame(3.0, 7)])
    };
    let segmentation = "1.2.840.10008.5.1.4.1.1.66.4";
    let label_map = "1.2.840.10008.5.1.4.1.1.66.7";
    [
        written("binary", &file("BINARY", segmentation, 1)),
        written("fraction", &file("FRACTIONAL", segmentation, 8)),
        written("labels", &file("LABELMAP", label_map, 8)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What holds no image.
pub fn objects() -> Vec<Seed> {
    let uid = made::instance(&SERIES, 2);
    let contour = |kind: &str, points: &[[f64; 3]]| made::contour(kind, points, Some(&uid));
    let region = made::Region {
        number: 7,
        name: "Lung",
        colour: Some([255, 0, 0]),
        contours: vec![
            contour("CLOSED_PLANAR", &made::square_mm(-6.0)),
            contour("POINT", &[[1.5, -2.25, -3.0]]),
        ],
    };
    let objects = [
        (
            "structures",
            made::structures(vec![region], std::slice::from_ref(&uid)),
        ),
        ("presentation", made::presentation(&SERIES, 2)),
        ("key-objects", made::key_objects(&SERIES, &[1, 3])),
        ("report", made::report(&SERIES, 2)),
        ("document", made::document("application/pdf", b"%PDF-1.4")),
    ];
    objects
        .iter()
        .flat_map(|(name, file)| written(name, file))
        .collect()
}

fn header_of(file: &[u8]) -> Option<Header> {
    match header::read(file, file.len() as u64) {
        Ok(Read::Header(header)) => Some(*header),
        _ => None,
    }
}

/// First frames of a codec's files, their figures before them.
pub fn codestreams(target: &str) -> Vec<Seed> {
    let of = |file: Seed| {
        let header = header_of(&file.bytes)?;
        let uid = header.transfer_syntax.as_str();
        let reads = |syntaxes: &[(&str, &str)]| syntaxes.iter().any(|(other, _)| *other == uid);
        let codec = CODECS.into_iter().find(|codec| reads(codec.syntaxes))?;
        let named = match codec.name {
            "Deflate" => "deflated".to_owned(),
            "JPEG XL of a JPEG" => "jpegxl".to_owned(),
            name => name.to_lowercase().replace('-', "_").replace(' ', ""),
        };
        let image = header.image.filter(|_| named == target)?;
        let items = items_of(&file.bytes, image.pixel_data)?;
        let (_, after_table) = value(items)?;
        let (fragment, _) = value(after_table)?;
        let figures = Figures::of(&image)?.write();
        Some(seed(file.name, [&figures, fragment].concat()))
    };
    let others = |name: &str| !name.starts_with("fragments");
    conformance(others).into_iter().filter_map(of).collect()
}

/// Items of several frames, their number before them.
pub fn fragments() -> Vec<Seed> {
    let of = |file: Seed| {
        let image = header_of(&file.bytes)?.image?;
        let items = items_of(&file.bytes, image.pixel_data)?;
        let count = u8::try_from(image.frames - 1).ok()?;
        Some(seed(file.name, [&[count], items].concat()))
    };
    let fragments = conformance(|name| name.starts_with("fragments-rle"));
    fragments.into_iter().filter_map(of).collect()
}

fn items_of(file: &[u8], pixel_data: PixelData) -> Option<&[u8]> {
    let PixelData::Encapsulated { offset, .. } = pixel_data else {
        return None;
    };
    file.get(usize::try_from(offset).ok()?..)
}

/// An item's value, and what is behind it.
fn value(items: &[u8]) -> Option<(&[u8], &[u8])> {
    let (head, rest) = items.split_first_chunk::<8>()?;
    let [_, _, _, _, length @ ..] = *head;
    rest.split_at_checked(u32::from_le_bytes(length) as usize)
}
