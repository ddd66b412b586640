//! Objects that hold no image, about a computed [`Series`]: outlines, a presentation state, key
//! images, a report, a document.

use super::ct::Series;
use super::{File, Value};

const STRUCTURES: &str = "1.2.840.10008.5.1.4.1.1.481.3";
const PRESENTATION: &str = "1.2.840.10008.5.1.4.1.1.11.1";
const KEY_OBJECTS: &str = "1.2.840.10008.5.1.4.1.1.88.59";
const REPORT: &str = "1.2.840.10008.5.1.4.1.1.88.33";
const PDF: &str = "1.2.840.10008.5.1.4.1.1.104.1";
const CT: &str = "1.2.840.10008.5.1.4.1.1.2";

/// The frame of reference of the series and of what is drawn in it.
pub const SPACE: &str = "2.25.77";

/// A slice that says which space it lies in.
#[must_use]
pub fn slice(series: &Series, index: usize) -> File {
    series.slice(index).text(0x0020_0052, "UI", SPACE)
}

/// SOP Instance UID of a slice.
#[must_use]
pub fn instance(series: &Series, index: usize) -> String {
    format!("2.25.1.{}.{index}", series.number)
}

fn object(sop_class: &str, number: u32, modality: &str) -> File {
    File::default()
        .text(0x0008_0016, "UI", sop_class)
        .text(0x0008_0018, "UI", &format!("2.25.9.{number}"))
        .text(0x0008_0060, "CS", modality)
        .text(0x0020_000D, "UI", "2.25.1")
        .text(0x0020_000E, "UI", &format!("2.25.8.{number}"))
}

fn floats(file: File, tag: u32, numbers: &[f32]) -> File {
    let bits = numbers.iter().map(|number| number.to_bits()).collect();
    file.value(tag, Value::Long("FL", bits))
}

fn longs(file: File, tag: u32, numbers: &[i32]) -> File {
    let bits = numbers
        .iter()
        .map(|number| number.cast_unsigned())
        .collect();
    file.value(tag, Value::Long("SL", bits))
}

fn image(uid: &str) -> File {
    File::default()
        .text(0x0008_1150, "UI", CT)
        .text(0x0008_1155, "UI", uid)
}

/// An outline of a kind at points of the patient, with the image that it names.
#[must_use]
pub fn contour(kind: &str, points_mm: &[[f64; 3]], on: Option<&str>) -> File {
    let count = points_mm.len().to_string();
    let contour = File::default()
        .text(0x3006_0042, "CS", kind)
        .text(0x3006_0046, "IS", &count)
        .decimals(0x3006_0050, points_mm.as_flattened());
    match on {
        Some(uid) => contour.items(0x3006_0016, [image(uid)]),
        None => contour,
    }
}

/// A region of interest.
pub struct Region<'a> {
    pub number: u32,
    pub name: &'a str,
    pub colour: Option<[u8; 3]>,
    pub contours: Vec<File>,
}

/// A structure set of these regions, about images of these UIDs.
#[must_use]
pub fn structures(regions: Vec<Region<'_>>, instances: &[String]) -> File {
    let images = instances.iter().map(|uid| image(uid));
    let series = File::default().items(0x3006_0016, images);
    let study = File::default().items(0x3006_0014, [series]);
    let space = File::default()
        .text(0x0020_0052, "UI", SPACE)
        .items(0x3006_0012, [study]);
    let named = |region: &Region<'_>| {
        File::default()
            .text(0x3006_0022, "IS", &region.number.to_string())
            .text(0x3006_0024, "UI", SPACE)
            .text(0x3006_0026, "LO", region.name)
    };
    let list: Vec<File> = regions.iter().map(named).collect();
    let drawn = |region: Region<'_>| {
        let item = File::default().items(0x3006_0040, region.contours).text(
            0x3006_0084,
            "IS",
            &region.number.to_string(),
        );
        match region.colour {
            Some([red, green, blue]) => {
                item.text(0x3006_002A, "IS", &format!("{red}\\{green}\\{blue}"))
            }
            None => item,
        }
    };
    object(STRUCTURES, 1, "RTSTRUCT")
        .text(0x3006_0002, "SH", "Lungs")
        .items(0x3006_0010, [space])
        .items(0x3006_0020, list)
        .items(0x3006_0039, regions.into_iter().map(drawn))
}

/// A square of 100 mm about the middle of the field, at a height.
#[must_use]
pub fn square_mm(z_mm: f64) -> [[f64; 3]; 4] {
    let corners = [[-50.0, -50.0], [50.0, -50.0], [50.0, 50.0], [-50.0, 50.0]];
    corners.map(|[x, y]| [x, y, z_mm])
}

/// For one slice: a window for stored values, its left upper quarter, turned and mirrored, white
/// for black, a circle, a line in shares of the display, and a text.
#[must_use]
pub fn presentation(series: &Series, index: usize) -> File {
    let uid = instance(series, index);
    let of_series = File::default().items(0x0008_1140, [image(&uid)]).text(
        0x0020_000E,
        "UI",
        &format!("2.25.1.{}", series.number),
    );
    let window = File::default()
        .decimals(0x0028_1050, &[1064.0])
        .decimals(0x0028_1051, &[400.0]);
    let half = i32::from(series.side / 2);
    let area = longs(File::default(), 0x0070_0052, &[1, 1]);
    let area = longs(area, 0x0070_0053, &[half, half]).text(0x0070_0100, "CS", "SCALE TO FIT");
    let graphic = |units: &str, kind: &str, data: &[f32]| {
        let points = u16::try_from(data.len() / 2).unwrap_or_default();
        let graphic = File::default()
            .text(0x0070_0005, "CS", units)
            .short(0x0070_0020, 2)
            .short(0x0070_0021, points)
            .text(0x0070_0023, "CS", kind)
            .text(0x0070_0024, "CS", "N");
        floats(graphic, 0x0070_0022, data)
    };
    let text =
        File::default()
            .text(0x0070_0003, "CS", "PIXEL")
            .text(0x0070_0006, "ST", "look here");
    let text = floats(text, 0x0070_0010, &[4.0, 6.0]);
    let text = floats(text, 0x0070_0011, &[20.0, 10.0]);
    let annotation = File::default()
        .text(0x0070_0002, "CS", "LAYER")
        .items(0x0070_0008, [text])
        .items(
            0x0070_0009,
            [
                graphic("PIXEL", "CIRCLE", &[8.0, 8.0, 12.0, 8.0]),
                graphic("DISPLAY", "POLYLINE", &[0.0, 0.0, 0.5, 1.0]),
            ],
        );
    let layer = File::default()
        .text(0x0070_0002, "CS", "LAYER")
        .text(0x0070_0062, "IS", "1");
    object(PRESENTATION, 2, "PR")
        .items(0x0008_1115, [of_series])
        .items(0x0028_3110, [window])
        .items(0x0070_0001, [annotation])
        .text(0x0070_0041, "CS", "Y")
        .short(0x0070_0042, 90)
        .items(0x0070_005A, [area])
        .items(0x0070_0060, [layer])
        .text(0x0070_0080, "CS", "FINDING")
        .text(0x0070_0081, "LO", "Nodule")
        .text(0x2050_0020, "CS", "INVERSE")
}

fn code(value: &str, scheme: &str, meaning: &str) -> File {
    File::default()
        .text(0x0008_0100, "SH", value)
        .text(0x0008_0102, "SH", scheme)
        .text(0x0008_0104, "LO", meaning)
}

/// A content item of a type and a concept, to be completed.
#[must_use]
pub fn content(kind: &str, concept: [&str; 3]) -> File {
    let [value, scheme, meaning] = concept;
    File::default()
        .text(0x0040_A010, "CS", "CONTAINS")
        .text(0x0040_A040, "CS", kind)
        .items(0x0040_A043, [code(value, scheme, meaning)])
}

/// Key images of a series, with a description.
#[must_use]
pub fn key_objects(series: &Series, indices: &[usize]) -> File {
    let described = content("TEXT", ["113012", "DCM", "Key Object Description"]).text(
        0x0040_A160,
        "UT",
        "for the class",
    );
    let shown = |index: &usize| {
        content("IMAGE", ["121080", "DCM", "Best illustration"])
            .items(0x0008_1199, [image(&instance(series, *index))])
    };
    let items = std::iter::once(described).chain(indices.iter().map(shown));
    object(KEY_OBJECTS, 3, "KO")
        .text(0x0040_A040, "CS", "CONTAINER")
        .items(0x0040_A043, [code("113000", "DCM", "Of Interest")])
        .items(0x0040_A730, items)
}

/// A report with an item of most types, about a slice.
#[must_use]
pub fn report(series: &Series, index: usize) -> File {
    let observer = content("PNAME", ["121008", "DCM", "Person Observer Name"]).text(
        0x0040_A123,
        "PN",
        "Smith^John",
    );
    let subject = content("TEXT", ["121030", "DCM", "Subject ID"]).text(0x0040_A160, "UT", "4711");
    let finding = content("CODE", ["121071", "DCM", "Finding"])
        .items(0x0040_A168, [code("27925004", "SCT", "Nodule")]);
    let measured = File::default()
        .items(0x0040_08EA, [code("mm", "UCUM", "millimeter")])
        .text(0x0040_A30A, "DS", "12.5");
    let length = content("NUM", ["410668003", "SCT", "Length"]).items(0x0040_A300, [measured]);
    let text =
        content("TEXT", ["121073", "DCM", "Impression"]).text(0x0040_A160, "UT", "One nodule.");
    let date = content("DATE", ["111060", "DCM", "Study Date"]).text(0x0040_A121, "DA", "20240317");
    let source = content("IMAGE", ["260753009", "SCT", "Source"])
        .items(0x0008_1199, [image(&instance(series, index))]);
    let findings = content("CONTAINER", ["121070", "DCM", "Findings"])
        .items(0x0040_A730, [finding, length, source]);
    object(REPORT, 4, "SR")
        .text(0x0040_A040, "CS", "CONTAINER")
        .items(0x0040_A043, [code("18748-4", "LN", "Imaging Report")])
        .text(0x0040_A491, "CS", "COMPLETE")
        .text(0x0040_A493, "CS", "VERIFIED")
        .items(0x0040_A730, [observer, subject, findings, text, date])
}

/// A document of a kind, of these bytes.
#[must_use]
pub fn document(mime: &str, bytes: &[u8]) -> File {
    let samples = Value::Samples {
        bits: 8,
        bytes: bytes.to_vec(),
    };
    let length = u32::try_from(bytes.len()).unwrap_or_default();
    object(PDF, 5, "DOC")
        .text(0x0042_0010, "ST", "Letter of John Smith")
        .value(0x0042_0011, samples)
        .text(0x0042_0012, "LO", mime)
        .value(0x0042_0015, Value::Long("UL", vec![length]))
}

/// A PDF of one empty page.
#[must_use]
pub fn pdf() -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    ];
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj{object}endobj\n").bytes());
    }
    let table = out.len();
    out.extend(b"xref\n0 4\n0000000000 65535 f \n");
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer<</Size 4/Root 1 0 R>>\nstartxref\n{table}\n%%EOF").bytes());
    out
}
