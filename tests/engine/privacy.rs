//! What headers tell, as the panel of privacy says it: counted when it is open, and anew when something else is.

use hounsfield::intake::FileId;
use hounsfield::overlay;
use hounsfield::session::{Action, CopyAction};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::performer::Performer;

const SLICES: usize = 3;

/// Slices with a name, one more in a sequence, a birth date and two private elements (PS3.15 Table E.1-1), and
/// Burned In Annotation in the first two. Of UIDs a slice has its own, the study's and the series'.
fn named() -> Vec<(String, Vec<u8>)> {
    let series = Series {
        number: 1,
        slices: SLICES,
        side: 32,
        slice_mm: 3.0,
    };
    let burned_in = ["YES", "NO"];
    let slice = |at: usize| {
        let other = xtask::synthetic::File::default().text(0x0010_0010, "PN", "Other");
        let mut file = series
            .slice(at)
            .items(0x0008_1140, [other])
            .text(0x0009_0010, "LO", "MAKER")
            .text(0x0009_1001, "LO", "hidden")
            .text(0x0010_0010, "PN", "Doe^Jane")
            .text(0x0010_0030, "DA", "19600101");
        if let Some(stated) = burned_in.get(at) {
            file = file.text(0x0028_0301, "CS", stated);
        }
        (format!("case/{at}.dcm"), file.write(&Writing::default()))
    };
    (0..SLICES).map(slice).collect()
}

/// Kinds with their numbers, and the sentence about burned-in annotation.
fn told(viewer: &Performer) -> (Vec<(&'static str, u32)>, String) {
    let panel = overlay::privacy_panel(&viewer.state).unwrap();
    let found = panel.found.iter();
    (
        found.map(|(kind, count, _)| (*kind, *count)).collect(),
        panel.burned_in,
    )
}

fn show(viewer: &mut Performer, on: bool) {
    viewer.act(Action::ShowPrivacy { on });
}

#[test]
fn every_header_is_counted_while_the_panel_is_open() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, named());
    viewer.settle();
    assert_eq!(overlay::privacy_panel(&viewer.state), None);
    show(&mut viewer, true);
    let read = |viewer: &Performer| overlay::privacy_panel(&viewer.state).unwrap().progress;
    assert_eq!(read(&viewer), "0 of 3 headers are read");
    viewer.settle();
    assert_eq!(read(&viewer), "3 of 3 headers are read");
    let (found, burned_in) = told(&viewer);
    let expected = [
        ("names", 6),
        ("dates", 3),
        ("uids", 9),
        ("drawings", 0),
        ("private", 6),
        ("others", 0),
    ];
    assert_eq!(found, expected);
    assert!(
        burned_in.ends_with("yes 1, no 1, not stated 1"),
        "{burned_in}"
    );
    show(&mut viewer, false);
    assert_eq!(overlay::privacy_panel(&viewer.state), None);
}

#[test]
fn what_comes_and_goes_is_counted_anew() {
    let mut viewer = Performer::new();
    show(&mut viewer, true);
    assert!(told(&viewer).0.iter().all(|(_, count)| *count == 0));
    viewer.drop_files(1, named());
    viewer.settle();
    assert_eq!(told(&viewer).0[0], ("names", 6));
    viewer.act(Action::CloseAll);
    viewer.settle();
    assert!(told(&viewer).0.iter().all(|(_, count)| *count == 0));
}

/// Both ask for the same, and each has its answer.
#[test]
fn beside_a_copy_both_count() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, named());
    viewer.settle();
    viewer.act(Action::Copy(CopyAction::Open));
    show(&mut viewer, true);
    viewer.settle();
    let copy = viewer.state.copy.as_ref().unwrap().tally();
    let counts: Vec<u32> = told(&viewer).0.iter().map(|(_, count)| *count).collect();
    assert_eq!(counts, copy.gone);
}

#[test]
fn a_header_that_cannot_be_read_again_is_said() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, named());
    viewer.settle();
    show(&mut viewer, true);
    viewer.cut_file(FileId(0), 100);
    viewer.settle();
    let panel = overlay::privacy_panel(&viewer.state).unwrap();
    assert_eq!(panel.progress, "3 of 3 headers are read, 1 of them in vain");
}
