//! What stands over a picture: badges, scale, how much of it, and who it is of.

use hounsfield::overlay::{self, Badge, PaneTexts};
use hounsfield::session::{Action, Detail};
use xtask::synthetic::ct::{Series, grey};
use xtask::synthetic::{File, PIXEL_DATA, Value, Writing};

use crate::PANE;
use crate::performer::Performer;

const SLICES: Series = Series {
    number: 1,
    slices: 5,
    side: 64,
    slice_mm: 3.0,
};

fn showing(files: impl Iterator<Item = File>) -> Performer {
    let written = files.enumerate().map(|(at, file)| {
        let path = format!("SMITH JOHN/{at:03}");
        (path, file.write(&Writing::default()))
    });
    let mut viewer = Performer::new();
    viewer.drop_files(1, written.collect());
    viewer.settle();
    viewer
}

fn changed(change: impl Fn(File) -> File) -> Performer {
    showing((0..5).map(|at| change(SLICES.slice(at))))
}

fn texts(viewer: &Performer) -> PaneTexts {
    overlay::pane(&viewer.state, PANE)
}

#[test]
fn badges_are_there_when_they_are_true_and_else_not() {
    assert_eq!(texts(&changed(|file| file)).badges, []);
    let lossy = changed(|file| file.text(0x0028_2110, "CS", "01"));
    assert_eq!(texts(&lossy).badges, [Badge::Lossy]);
    let half = 0.5_f64.sqrt();
    let oblique = changed(|file| file.decimals(0x0020_0037, &[half, half, 0.0, 0.0, half, half]));
    // These two directions are not at right angles: they say nothing, sides included.
    assert_eq!(texts(&oblique).badges, [Badge::SideNotKnown]);
    let oblique = changed(|file| file.decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, half, half]));
    assert_eq!(texts(&oblique).badges, [Badge::Oblique]);
    let gap = showing([0, 1, 2, 4].into_iter().map(|at| SLICES.slice(at)));
    assert_eq!(texts(&gap).badges, [Badge::Incomplete]);
}

#[test]
fn the_scale_follows_zoom_and_turns_and_needs_pixel_spacing() {
    let none = changed(|file| file.without(0x0028_0030));
    assert_eq!(texts(&none).scale, None);
    // Rows twice as far apart as columns: the bar lies along the rows, and along the columns
    // of a picture that is turned.
    let mut viewer = changed(|file| file.decimals(0x0028_0030, &[4.0, 2.0]));
    let mm_a_share = |viewer: &Performer| {
        let bar = texts(viewer).scale.unwrap();
        let length: f64 = bar.words.split(' ').next().unwrap().parse().unwrap();
        let unit = if bar.words.ends_with("cm") { 10.0 } else { 1.0 };
        assert!(bar.share <= 0.25, "{bar:?}");
        length * unit / bar.share
    };
    // 64 rows of 4 mm fill a height of 600 pixels, 800 wide.
    let whole = 64.0 * 4.0 / 600.0 * 800.0;
    assert!((mm_a_share(&viewer) - whole).abs() < 1.0);
    viewer.act(Action::Zoom {
        pane: PANE,
        factor: 2.0,
        at: [0.5, 0.5],
    });
    viewer.draw();
    assert!((mm_a_share(&viewer) - whole / 2.0).abs() < 1.0);
    viewer.act(Action::Fit { pane: PANE });
    viewer.act(Action::Rotate {
        pane: PANE,
        quarters: 1,
    });
    viewer.draw();
    // Now its 256 mm of rows lie along the width and fill it.
    let turned = 64.0 * 4.0;
    assert!((mm_a_share(&viewer) - turned).abs() < 1.0);
}

#[test]
fn less_and_less_stands_over_the_picture_but_badges_stay() {
    let mut viewer = changed(|file| file.text(0x0028_2110, "CS", "01"));
    viewer.act(Action::PointAt {
        pane: PANE,
        at: Some([0.5, 0.5]),
    });
    let all = texts(&viewer);
    assert!(all.top_left.len() == 3 && all.bottom_left.len() == 2 && all.shows_value);
    viewer.act(Action::StepDetail);
    assert_eq!(viewer.state.session.detail, Detail::Essential);
    let essential = texts(&viewer);
    assert_eq!(essential.top_left, all.top_left[..1]);
    assert_eq!(essential.bottom_left, all.bottom_left[..1]);
    assert_eq!(
        (essential.sides.len(), essential.scale),
        (4, all.scale.clone())
    );
    viewer.act(Action::StepDetail);
    let badges = texts(&viewer);
    assert_eq!(badges.badges, [Badge::Lossy]);
    assert!(badges.top_left.is_empty() && badges.bottom_left.is_empty());
    assert!(badges.sides.is_empty() && badges.scale.is_none() && !badges.shows_value);
    // What scripts hold on to is there all the same.
    assert_eq!((badges.slice, badges.probe), (all.slice, all.probe.clone()));
    viewer.act(Action::StepDetail);
    assert_eq!(texts(&viewer), all);
}

#[test]
fn nobody_is_named_unless_it_is_asked_for() {
    let mut viewer = changed(|file| {
        file.text(0x0010_0010, "PN", "DOE^JANE^^DR")
            .text(0x0010_0020, "LO", "4711")
            .text(0x0010_0030, "DA", "19600102")
            .text(0x0008_0050, "SH", "A99")
    });
    let said = |viewer: &Performer| overlay::identity(&viewer.state, PANE).unwrap().join(" ");
    let everything = |viewer: &Performer| {
        let list = overlay::series_list(&viewer.state);
        format!("{:?} {list:?} {}", texts(viewer), said(viewer))
    };
    for name in ["SMITH", "4711", "DOE", "1960", "A99"] {
        assert!(!everything(&viewer).contains(name));
    }
    viewer.act(Action::Reveal { on: true });
    let told = said(&viewer);
    let who = "DOE JANE DR Patient ID 4711 Born 1960-01-02 Accession A99 SMITH JOHN/0";
    assert!(told.starts_with(who), "{told}");
    viewer.act(Action::Reveal { on: false });
    assert!(!everything(&viewer).contains("SMITH"));
}

fn probed(viewer: &mut Performer, at: [f64; 2]) -> String {
    let at = Some(at);
    viewer.act(Action::PointAt { pane: PANE, at });
    texts(viewer).probe.unwrap().words()
}

#[test]
fn colours_and_padding_are_told_as_what_they_are() {
    let rgb: Vec<u8> = (0..12).collect();
    let colour = |planar: u16, bytes: Vec<u8>| {
        let samples = Value::Samples { bits: 8, bytes };
        grey(2, 2, 8, Vec::new())
            .short(0x0028_0002, 3)
            .text(0x0028_0004, "CS", "RGB")
            .short(0x0028_0006, planar)
            .value(PIXEL_DATA, samples)
    };
    let mut viewer = showing(std::iter::once(colour(0, rgb.clone())));
    assert_eq!(probed(&mut viewer, [0.6, 0.6]), "R 9 G 10 B 11");
    let planes = [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11].map(|at: usize| rgb[at]);
    let mut viewer = showing(std::iter::once(colour(1, planes.to_vec())));
    assert_eq!(probed(&mut viewer, [0.6, 0.4]), "R 3 G 4 B 5");

    let mut viewer = changed(|file| file.short(0x0028_0120, 24));
    let edge = probed(&mut viewer, [0.15, 0.02]);
    assert!(edge.ends_with("HU") || edge == "24 padding", "{edge}");
    let samples: Vec<u8> = [24_u16, 1064, 1064, 1064].map(u16::to_le_bytes).concat();
    let series = Series { side: 2, ..SLICES };
    let file = series.slice_showing(0, samples).short(0x0028_0120, 24);
    let mut viewer = showing(std::iter::once(file));
    assert_eq!(probed(&mut viewer, [0.4, 0.4]), "24 padding");
    assert_eq!(probed(&mut viewer, [0.6, 0.4]), "40 HU");
}
