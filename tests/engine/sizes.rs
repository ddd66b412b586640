//! What lengths are measured by, and that it is said: at the detector, calibrated, in a region of
//! an ultrasound image.

use hounsfield::marks::Kind;
use hounsfield::overlay;
use hounsfield::session::{Action, Tool};
use xtask::synthetic::{File, Writing, ct};

use crate::PANE;
use crate::performer::Performer;

const PIXEL_SPACING: u32 = 0x0028_0030;
const IMAGER_SPACING: u32 = 0x0018_1164;
const CALIBRATION: u32 = 0x0028_0A02;

/// 60 x 60 pixels on 600 of 800: ten a pixel, from 100 on.
fn shown(change: impl Fn(File) -> File) -> Performer {
    let file = change(ct::grey(60, 60, 8, vec![9; 3600]));
    let mut viewer = Performer::new();
    viewer.drop_files(1, vec![("a".to_owned(), file.write(&Writing::default()))]);
    viewer.settle();
    viewer
}

/// What a line between two pixels says of itself.
fn length(viewer: &mut Performer, from: [f64; 2], to: [f64; 2]) -> String {
    let at = |[column, row]: [f64; 2]| [(100.0 + column * 10.0) / 800.0, row / 60.0];
    let tool = Tool::Mark(Kind::Length);
    let reach = 0.01;
    viewer.act(Action::ChooseTool { tool });
    viewer.act(Action::PressMark {
        pane: PANE,
        at: at(from),
        reach,
    });
    viewer.act(Action::DragMark {
        pane: PANE,
        at: at(to),
    });
    viewer.act(Action::ReleaseMark {
        pane: PANE,
        at: at(to),
        reach,
    });
    viewer.draw();
    overlay::drawn_marks(&viewer.state, PANE, [640.0, 480.0], 13.0)
        .last()
        .unwrap()
        .label
        .join("|")
}

fn of(change: impl Fn(File) -> File) -> (String, bool) {
    let mut viewer = shown(change);
    let said = length(&mut viewer, [10.0, 10.0], [40.0, 10.0]);
    let has_bar = overlay::pane(&viewer.state, PANE).scale.is_some();
    (said, has_bar)
}

#[test]
fn lengths_of_a_projection_say_where_they_are_true() {
    let spaced = |file: File, tag, mm: f64| file.decimals(tag, &[mm, mm]);
    let dx = |file: File| file.text(0x0008_0060, "CS", "DX");
    assert_eq!(
        of(|file| spaced(file, PIXEL_SPACING, 0.5)),
        ("15 mm".to_owned(), true)
    );
    let detector = ("15 mm at the detector".to_owned(), false);
    let imager = of(|file| spaced(dx(file), IMAGER_SPACING, 0.5));
    assert_eq!(imager, detector);
    let both = |file| spaced(spaced(dx(file), IMAGER_SPACING, 0.5), PIXEL_SPACING, 0.5);
    assert_eq!(of(both), detector);
    let calibrated = ("12 mm, calibrated".to_owned(), true);
    assert_eq!(
        of(|file| spaced(both(file), PIXEL_SPACING, 0.4)),
        calibrated
    );
    let stated = |file| spaced(dx(file), PIXEL_SPACING, 0.4).text(CALIBRATION, "CS", "FIDUCIAL");
    assert_eq!(of(stated), calibrated);
    // Alone it says nothing of where it was measured.
    let bare = of(|file| spaced(dx(file), PIXEL_SPACING, 0.5));
    assert_eq!(bare, detector);
    assert_eq!(of(|file| file), ("30 px".to_owned(), false));
}

#[test]
fn pixels_of_ultrasound_have_a_size_in_regions_only() {
    let region = |columns: [u16; 2], format: u16, unit: u16| {
        let long = |value: u16| xtask::synthetic::Value::Long("UL", vec![u32::from(value)]);
        File::default()
            .short(0x0018_6012, format)
            .value(0x0018_6018, long(columns[0]))
            .value(0x0018_601A, long(0))
            .value(0x0018_601C, long(columns[1]))
            .value(0x0018_601E, long(59))
            .short(0x0018_6024, unit)
            .short(0x0018_6026, unit)
            .doubles(0x0018_602C, &[0.02])
            .doubles(0x0018_602E, &[0.02])
    };
    let scan = |file: File| {
        file.text(0x0008_0060, "CS", "US")
            .items(0x0018_6011, [region([0, 39], 1, 3), region([40, 59], 3, 4)])
    };
    let mut viewer = shown(scan);
    assert_eq!(length(&mut viewer, [10.0, 10.0], [35.0, 10.0]), "5 mm");
    // Across both, and over a curve of velocities.
    assert_eq!(length(&mut viewer, [30.0, 20.0], [50.0, 20.0]), "20 px");
    assert_eq!(length(&mut viewer, [45.0, 30.0], [55.0, 30.0]), "10 px");
    assert!(overlay::pane(&viewer.state, PANE).scale.is_none());
}
