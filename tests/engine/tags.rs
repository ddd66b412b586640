//! The header of the picture that is shown: read when it is asked for, masked, searched.

use hounsfield::overlay;
use hounsfield::session::Action;
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::performer::Performer;
use crate::show;

const SERIES: Series = Series {
    number: 1,
    slices: 5,
    side: 64,
    slice_mm: 3.0,
};

fn loaded() -> Performer {
    let files = (0..5).map(|at| {
        let file = SERIES.slice(at).text(0x0010_0020, "LO", "4711");
        (format!("{at}"), file.write(&Writing::default()))
    });
    let mut viewer = Performer::new();
    viewer.drop_files(1, files.collect());
    viewer.settle();
    show(&mut viewer, 0);
    viewer
}

fn found(viewer: &Performer, search: &str) -> Vec<String> {
    let panel = overlay::tag_panel(&viewer.state, search).unwrap();
    panel.lines.into_iter().map(|line| line.name).collect()
}

#[test]
fn a_header_is_read_when_its_panel_is_open_and_follows_the_picture() {
    let mut viewer = loaded();
    assert!(viewer.jobs.is_empty());
    assert_eq!(overlay::tag_panel(&viewer.state, ""), None);
    viewer.act(Action::ShowTags { on: true });
    assert_eq!(viewer.jobs.len(), 1);
    viewer.settle();
    assert!(found(&viewer, "").len() > 20);
    let number = |viewer: &Performer| {
        let panel = overlay::tag_panel(&viewer.state, "InstanceNumber").unwrap();
        panel.lines[0].value.clone()
    };
    assert_eq!(number(&viewer), "1");
    show(&mut viewer, 3);
    viewer.settle();
    assert_eq!(number(&viewer), "4");
    assert!(viewer.state.problems.is_empty() && !viewer.state.is_loading());
    viewer.act(Action::ShowTags { on: false });
    show(&mut viewer, 0);
    assert!(viewer.jobs.is_empty(), "nobody looks at it");
}

#[test]
fn a_search_finds_tags_names_and_values_but_nothing_masked() {
    let mut viewer = loaded();
    viewer.act(Action::ShowTags { on: true });
    viewer.settle();
    assert_eq!(found(&viewer, "0028,0010"), ["Rows"]);
    assert_eq!(found(&viewer, "00280010"), ["Rows"]);
    assert_eq!(found(&viewer, "pixelspac"), ["PixelSpacing"]);
    assert_eq!(found(&viewer, "monochrome2"), ["PhotometricInterpretation"]);
    assert!(
        found(&viewer, "4711").is_empty(),
        "a search tells what is masked"
    );
    let text = |viewer: &Performer| {
        overlay::tag_text(&overlay::tag_panel(&viewer.state, "patient").unwrap())
    };
    assert!(text(&viewer).contains("PatientID") && !text(&viewer).contains("4711"));
    viewer.act(Action::Reveal { on: true });
    assert_eq!(found(&viewer, "4711"), ["PatientID"]);
    assert!(text(&viewer).contains("4711"));
}
