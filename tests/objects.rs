//! Objects that hold no image: what is read of each kind, in each way of writing, by the two
//! modules of workers; cut files and junk.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

#[path = "memory/mod.rs"]
mod memory;

use std::fs;
use std::path::{Path, PathBuf};

use hounsfield::header::{self, Read};
use hounsfield::intake::FileId;
use hounsfield::objects::{
    self, Content, Document, Form, Geometric, KeyObjects, Object, Presentation, Report, Shape,
    SizeMode, Structures, TextPlace, Units, Value, window_after,
};
use hounsfield::pixels::{Rescale, Window};
use hounsfield::problem::Kind;
use hounsfield::workers::job::{Hands as _, Near, Worker};
use hounsfield::workers::protocol::{self, Generation, Job, JobId, Outcome, Source, Task};
use memory::{Files, Memory};
use xtask::synthetic::ct::Series;
use xtask::synthetic::objects::{self as made, Region};
use xtask::synthetic::random::Random;
use xtask::synthetic::{EXPLICIT_BIG, EXPLICIT_LITTLE, File, IMPLICIT_LITTLE, Writing};

const SERIES: Series = Series {
    number: 1,
    slices: 5,
    side: 16,
    slice_mm: 3.0,
};

fn structure_set() -> File {
    let uid = made::instance(&SERIES, 2);
    let square = made::contour("CLOSED_PLANAR", &made::square_mm(-6.0), Some(&uid));
    let line = made::contour("OPEN_PLANAR", &made::square_mm(-6.0)[..3], None);
    let point = made::contour("POINT", &[[1.5, -2.25, -3.0]], None);
    let broken = made::contour("CLOSED_PLANAR", &made::square_mm(0.0), None).text(
        0x3006_0050,
        "DS",
        "1\\2\\junk\\4\\5\\6",
    );
    let regions = vec![
        Region {
            number: 7,
            name: "Lung, left",
            colour: Some([255, 0, 0]),
            contours: vec![square, line],
        },
        Region {
            number: 9,
            name: "Isocentre",
            colour: None,
            contours: vec![point, broken],
        },
    ];
    made::structures(regions, &[uid])
}

fn every_object() -> [File; 5] {
    [
        structure_set(),
        made::presentation(&SERIES, 2),
        made::key_objects(&SERIES, &[1, 3]),
        made::report(&SERIES, 2),
        made::document("application/pdf", &made::pdf()),
    ]
}

/// The object in a file that is one; as workers read it.
fn read(bytes: &[u8]) -> Result<Object, Kind> {
    match header::read(bytes, bytes.len() as u64) {
        Ok(Read::Header(header)) => {
            objects::read(bytes, &header.sop_class, false).map_err(|problem| problem.kind)
        }
        Ok(_) => panic!("asked for more than there is"),
        Err(problem) => Err(problem.kind),
    }
}

fn content_of(file: &File) -> Content {
    read(&file.write(&Writing::default())).unwrap().content
}

macro_rules! content {
    ($kind:ident, $file:expr) => {
        match content_of($file) {
            Content::$kind(content) => content,
            other => panic!("{other:?}"),
        }
    };
}

#[test]
fn structure_sets_are_regions_with_outlines_in_the_patient() {
    let set: Structures = content!(Structures, &structure_set());
    assert_eq!(set.label, "Lungs");
    assert_eq!(set.frames_of_reference, [made::SPACE]);
    assert_eq!(set.instances, [made::instance(&SERIES, 2)]);
    let [lung, isocentre] = set.rois.as_slice() else {
        panic!("{set:?}");
    };
    assert_eq!((lung.number, lung.name.as_str()), (7, "Lung, left"));
    assert_eq!(lung.colour, Some([255, 0, 0]));
    assert_eq!(lung.frame_of_reference.as_deref(), Some(made::SPACE));
    let square = &lung.contours[0];
    assert_eq!(square.kind, Geometric::ClosedPlanar);
    assert_eq!(square.points_mm, made::square_mm(-6.0));
    let image = square.image.as_ref().unwrap();
    assert_eq!(image.instance, made::instance(&SERIES, 2));
    assert_eq!(lung.contours[1].kind, Geometric::OpenPlanar);
    assert_eq!((isocentre.contours.len(), isocentre.unreadable), (1, 1));
    assert_eq!(isocentre.contours[0].points_mm, [[1.5, -2.25, -3.0]]);
}

#[test]
fn presentation_states_say_window_area_turn_and_what_is_drawn() {
    let state: Presentation = content!(Presentation, &made::presentation(&SERIES, 2));
    assert_eq!(
        (state.label.as_str(), state.description.as_str()),
        ("FINDING", "Nodule")
    );
    assert_eq!(
        (state.quarters, state.mirrored, state.inverse),
        (1, true, true)
    );
    assert!(state.rescale.is_none() && state.left_out.is_empty());
    let uid = made::instance(&SERIES, 2);
    assert!(state.is_for(Some(&uid), 0) && !state.is_for(Some("2.25"), 0));
    let window = state.window(Some(&uid), 0).unwrap();
    assert!((window.center - 1064.0).abs() < 1e-9 && (window.width - 400.0).abs() < 1e-9);
    let area = state.area(Some(&uid), 0).unwrap();
    // Told as the first pixel and the last one, counted from 1.
    assert_eq!(area.corners, [[0.0, 0.0], [8.0, 8.0]]);
    assert_eq!(area.mode, SizeMode::ScaleToFit);
    let [over] = state.annotations.as_slice() else {
        panic!("{state:?}");
    };
    let kinds: Vec<(Units, Shape)> = over
        .graphics
        .iter()
        .map(|it| (it.units, it.shape))
        .collect();
    assert_eq!(
        kinds,
        [
            (Units::Pixel, Shape::Circle),
            (Units::Display, Shape::Polyline)
        ]
    );
    assert_eq!(over.graphics[0].points, [[8.0, 8.0], [12.0, 8.0]]);
    assert_eq!(over.texts[0].words, "look here");
    assert_eq!(
        over.texts[0].place,
        TextPlace::Box(Units::Pixel, [4.0, 6.0])
    );
}

/// PS3.4 N.2.1.1: without a modality transformation stored values stay as they are, whatever the
/// image says of itself.
#[test]
fn windows_of_presentation_states_become_those_of_the_image() {
    let window = Window::linear(1064.0, 400.0);
    let hu = Rescale {
        slope: 1.0,
        intercept: -1024.0,
        kind: None,
    };
    let ours = window_after(&window, None, Some(&hu));
    assert!((ours.center - 40.0).abs() < 1e-9 && (ours.width - 400.0).abs() < 1e-9);
    let same = window_after(&window, Some(&hu), Some(&hu));
    assert!((same.center - 1064.0).abs() < 1e-9);
    let double = Rescale {
        slope: 2.0,
        intercept: 0.0,
        kind: None,
    };
    let stored = window_after(&window, Some(&double), None);
    assert!((stored.center - 532.0).abs() < 1e-9 && (stored.width - 200.0).abs() < 1e-9);
}

#[test]
fn key_objects_name_their_images() {
    let keys: KeyObjects = content!(KeyObjects, &made::key_objects(&SERIES, &[1, 3]));
    assert_eq!(
        (keys.title.as_str(), keys.description.as_str()),
        ("Of Interest", "for the class")
    );
    let images: Vec<&str> = keys.images.iter().map(|it| it.instance.as_str()).collect();
    assert_eq!(
        images,
        [made::instance(&SERIES, 1), made::instance(&SERIES, 3)]
    );
}

#[test]
fn reports_are_lines_by_depth_and_say_what_names_somebody() {
    let report: Report = content!(Report, &made::report(&SERIES, 2));
    assert_eq!(report.title, "Imaging Report");
    assert!(report.is_verified && !report.is_partial);
    let lines: Vec<(u8, &str, bool)> = report
        .lines
        .iter()
        .map(|line| (line.depth, line.name.as_str(), line.identifies))
        .collect();
    assert_eq!(
        lines,
        [
            (0, "Person Observer Name", true),
            (0, "Subject ID", true),
            (0, "Findings", false),
            (1, "Finding", false),
            (1, "Length", false),
            (1, "Source", false),
            (0, "Impression", false),
            (0, "Study Date", false),
        ]
    );
    let value = |at: usize| &report.lines[at].value;
    assert_eq!(value(0), &Value::Person("Smith^John".to_owned()));
    assert_eq!(value(2), &Value::Container);
    assert_eq!(value(3), &Value::Code("Nodule".to_owned()));
    let length = Value::Number {
        value: "12.5".to_owned(),
        unit: "mm".to_owned(),
    };
    assert_eq!(value(4), &length);
    assert!(matches!(value(5), Value::Images(images) if images.len() == 1));
    assert_eq!(value(7), &Value::Date("20240317".to_owned()));
}

#[test]
fn documents_say_where_their_bytes_lie() {
    for pdf in [made::pdf(), [made::pdf(), b"\n".to_vec()].concat()] {
        let bytes = made::document("application/pdf", &pdf).write(&Writing::default());
        let Content::Document(document) = read(&bytes).unwrap().content else {
            panic!("no document");
        };
        let Document { form, span, .. } = document;
        let [start, end] =
            [span.offset, span.offset + span.length].map(|at| usize::try_from(at).unwrap());
        assert_eq!((form, &bytes[start..end]), (Form::Pdf, pdf.as_slice()));
    }
    let page: Document = content!(Document, &made::document("text/html", b"<script>"));
    assert_eq!(page.form, Form::Other);
    let empty = made::document("application/pdf", b"").write(&Writing::default());
    assert!(matches!(read(&empty), Err(Kind::Malformed { .. })));
}

#[test]
fn each_way_of_writing_says_the_same() {
    for file in every_object() {
        let plain = content_of(&file);
        for transfer_syntax in [IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG] {
            for open_lengths in [false, true] {
                let writing = Writing {
                    transfer_syntax,
                    open_lengths,
                    ..Writing::default()
                };
                let mut other = read(&file.write(&writing)).unwrap().content;
                if let (Content::Document(other), Content::Document(plain)) = (&mut other, &plain) {
                    assert_eq!(other.span.length, plain.span.length);
                    other.span = plain.span;
                }
                assert_eq!(other, plain, "{writing:?}");
            }
        }
    }
}

#[test]
fn texts_are_in_the_character_set_of_the_file_around_them() {
    let file = made::report(&SERIES, 2).text(0x0008_0005, "CS", "ISO_IR 192");
    let finding = made::content("TEXT", ["121071", "DCM", "Größe"]).text(0x0040_A160, "UT", "肺");
    let report: Report = content!(Report, &file.items(0x0040_A730, [finding]));
    assert_eq!(report.lines[0].name, "Größe");
    assert_eq!(report.lines[0].value, Value::Text("肺".to_owned()));
}

#[test]
fn cut_files_and_junk_do_no_harm() {
    for file in every_object() {
        let bytes = file.write(&Writing::default());
        for end in 0..bytes.len() {
            // Cut files are refused, or hold what stands before the cut.
            let _read = objects_of(&bytes[..end]);
        }
        let mut random = Random::new(11);
        for _ in 0..1500 {
            let mut changed = bytes.clone();
            for _ in 0..3 {
                let bits = random.bits().to_le_bytes();
                let place = usize::from(u16::from_le_bytes([bits[0], bits[1]])) % changed.len();
                changed[place] = bits[2];
            }
            let _read = objects_of(&changed);
        }
    }
}

/// Read whatever the header says of it, as each class of objects.
fn objects_of(bytes: &[u8]) -> usize {
    let classes = ["481.3", "11.1", "88.59", "88.33", "104.1"];
    let read = classes.iter().filter(|class| {
        let uid = format!("1.2.840.10008.5.1.4.1.1.{class}");
        objects::read(bytes, &uid, false).is_ok()
    });
    read.count()
}

#[test]
fn what_a_file_may_ask_for_has_an_end() {
    // Deeper than sequences may be.
    let mut deep = File::default().text(0x0040_A040, "CS", "CONTAINER");
    for _ in 0..40 {
        deep = File::default()
            .text(0x0040_A040, "CS", "CONTAINER")
            .items(0x0040_A730, [deep]);
    }
    let report = made::report(&SERIES, 0).items(0x0040_A730, [deep]);
    assert!(matches!(
        read(&report.write(&Writing::default())),
        Err(Kind::OverLimit { .. })
    ));
    // More lines than a report may have.
    let line = made::content("TEXT", ["1", "X", "y"]).text(0x0040_A160, "UT", "z");
    let lines = std::iter::repeat_n(line, 20_001);
    let report = made::report(&SERIES, 0).items(0x0040_A730, lines);
    assert!(matches!(
        read(&report.write(&Writing::default())),
        Err(Kind::OverLimit { .. })
    ));
}

fn job(task: Task) -> Job {
    Job {
        id: JobId(1),
        generation: Generation(0),
        file: FileId(0),
        source: Source::File,
        task,
    }
}

#[test]
fn workers_leave_objects_to_the_far_module_and_answer_with_them() {
    for file in every_object() {
        let bytes = file.write(&Writing::default());
        let files = [Memory::new(bytes.clone())];
        for task in [Task::Whole, Task::Head] {
            let job = job(task);
            assert!(Near::new(Files::default()).run(&job, &files).is_none());
            let (done, beside) = Worker::<Files>::default().answer(&job, &files);
            let Ok(Outcome::Object(encoded)) = done.outcome else {
                panic!("{:?}", done.outcome);
            };
            let object: Object = protocol::decode(&encoded).unwrap();
            assert_eq!(object, read(&bytes).unwrap());
            assert_eq!(beside, None);
        }
    }
    // What nobody reads is a problem at once.
    let plan = made::report(&SERIES, 0).text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.481.5");
    let files = [Memory::new(plan.write(&Writing::default()))];
    let near = Near::new(Files::default()).run(&job(Task::Whole), &files);
    let problem = near.unwrap().0.outcome.unwrap_err();
    assert!(matches!(problem.kind, Kind::NoImage { .. }));
}

#[test]
fn documents_are_read_by_either_module() {
    let bytes = made::document("application/pdf", &made::pdf()).write(&Writing::default());
    let Content::Document(document) = read(&bytes).unwrap().content else {
        panic!("no document");
    };
    let job = job(Task::Document {
        span: document.span,
        is_deflated: false,
    });
    let files = [Memory::new(bytes)];
    let near = Near::new(Files::default()).run(&job, &files).unwrap();
    let far = Worker::<Files>::default().answer(&job, &files);
    assert_eq!(near, far);
    assert_eq!(far.1, Some(made::pdf()));
}

/// The shared real files that hold no image: each is one of the objects, or of a class that is
/// not read.
#[test]
fn real_files_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/dicom/nonimage");
    if !folder.exists() {
        eprintln!("SKIPPED: {} is not there", folder.display());
        return;
    }
    let file = |name: &str| {
        let bytes = fs::read(folder.join(name)).unwrap();
        read(&bytes)
            .unwrap_or_else(|kind| panic!("{name}: {kind:?}"))
            .content
    };
    let Content::Structures(set) = file("rt.dcm") else {
        panic!("rt.dcm");
    };
    assert!(set.rois.iter().all(|roi| roi.unreadable == 0), "{set:?}");
    let Content::Presentation(state) = file("prLUTs.dcm") else {
        panic!("prLUTs.dcm");
    };
    assert!(!state.images.is_empty(), "{state:?}");
    let reports = [
        "reportsi.dcm",
        "no-pixel-data.dcm",
        "sr_document.dcm",
        "test_SR.dcm",
    ];
    for name in reports {
        let Content::Report(report) = file(name) else {
            panic!("{name}");
        };
        assert!(!report.lines.is_empty(), "{name}");
    }
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    for path in paths {
        let bytes = fs::read(&path).unwrap();
        let _read = objects_of(&bytes);
        for end in (0..bytes.len().min(4000)).step_by(3) {
            let _read = objects_of(&bytes[..end]);
        }
    }
}
