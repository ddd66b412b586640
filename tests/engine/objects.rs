//! Objects that hold no image, in whole stories: kept with their case, drawn over their slices,
//! chosen, taken back, closed.

#![expect(clippy::panic, reason = "a test")]

use hounsfield::hands;
use hounsfield::overlay::{self, Badge, Fit, ObjectKind, OverLine, PanelBody};
use hounsfield::session::{Action, PaneId};
use hounsfield::viewport::{Flip, Turn};
use xtask::synthetic::ct::Series;
use xtask::synthetic::objects::{self as made, Region};
use xtask::synthetic::{File, Writing};

use crate::performer::Performer;
use crate::{PANE, show};

const SERIES: Series = Series {
    number: 1,
    slices: 6,
    side: 64,
    slice_mm: 3.0,
};

/// Files of a drop.
type Files = Vec<(String, Vec<u8>)>;

fn written(file: &File) -> Vec<u8> {
    file.write(&Writing::default())
}

fn slices() -> Files {
    let slice = |at| (format!("case/{at}.dcm"), written(&made::slice(&SERIES, at)));
    (0..SERIES.slices).map(slice).collect()
}

fn with(objects: &[File]) -> Files {
    let mut files = slices();
    let named = objects.iter().enumerate();
    files.extend(named.map(|(at, file)| (format!("case/object{at}"), written(file))));
    files
}

/// Two regions: one drawn on the slice 2 by name, one that lies near slice 4 and names no image.
fn structure_set() -> File {
    let uid = made::instance(&SERIES, 2);
    let named = made::contour("CLOSED_PLANAR", &made::square_mm(-6.0), Some(&uid));
    let placed = made::contour("CLOSED_PLANAR", &made::square_mm(-11.0), None);
    let point = made::contour("POINT", &[[0.0, 0.0, -12.0]], None);
    let regions = vec![
        Region {
            number: 1,
            name: "Lung",
            colour: Some([255, 255, 0]),
            contours: vec![named],
        },
        Region {
            number: 2,
            name: "Nodule",
            colour: None,
            contours: vec![placed, point],
        },
    ];
    made::structures(regions, &[uid])
}

fn loaded(files: Files) -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, files);
    viewer.settle();
    show(&mut viewer, 0);
    viewer
}

fn drawn(viewer: &Performer) -> Vec<OverLine> {
    overlay::outlines_of(&viewer.state, PANE)
        .map(|of| overlay::outlines(&viewer.state, &of))
        .unwrap_or_default()
}

/// By slice the regions that are seen.
fn seen(viewer: &mut Performer) -> Vec<Vec<String>> {
    let of_slice = |slice| {
        show(viewer, slice);
        drawn(viewer).into_iter().map(|line| line.name).collect()
    };
    (0..SERIES.slices).map(of_slice).collect()
}

fn badges(viewer: &Performer) -> Vec<Badge> {
    overlay::pane(&viewer.state, PANE).badges
}

#[test]
fn outlines_lie_over_their_slices_from_the_start() {
    let mut viewer = loaded(with(&[structure_set()]));
    assert!(viewer.state.problems.is_empty() && !viewer.state.is_loading());
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 6);
    let none = Vec::<String>::new();
    // The nodule's outline is 1 mm above slice 4, and its dot in it.
    let expected = [
        none.clone(),
        none.clone(),
        vec!["Lung".to_owned()],
        none.clone(),
        vec!["Nodule".to_owned()],
        none,
    ];
    assert_eq!(seen(&mut viewer), expected);
    show(&mut viewer, 2);
    let lines = drawn(&viewer);
    // 360 mm over 64 columns; the middle of the field is the corner of four voxels.
    let half = 50.0 / (360.0 / 64.0);
    let [low, high] = [32.0 - half, 32.0 + half];
    let place = |x: f64, y: f64| format!("{x:.2} {y:.2}");
    let path = format!(
        "M{}L{}L{}L{}Z",
        place(low, low),
        place(high, low),
        place(high, high),
        place(low, high)
    );
    assert_eq!(
        (lines[0].paths()[0].as_str(), lines[0].colour.as_str()),
        (path.as_str(), "#ffff00")
    );
    show(&mut viewer, 4);
    let [line, dot] = drawn(&viewer)[0].paths();
    assert!(line.ends_with('Z') && dot == "M32.00 32.00h0", "{dot}");
}

#[test]
fn outlines_are_hidden_and_shown_together_and_one_by_one() {
    let mut viewer = loaded(with(&[structure_set()]));
    show(&mut viewer, 2);
    let item = |viewer: &Performer| overlay::object_list(&viewer.state).remove(0);
    let set = item(&viewer);
    assert_eq!(
        (set.kind, set.title.as_str()),
        (ObjectKind::Structures, "Lungs")
    );
    assert_eq!(set.detail, "Outlines, of s1");
    assert!(set.rois.iter().all(|roi| roi.shown) && !set.is_idle);
    let key = hands::key("e", hands::Held::default(), hands::Room::default());
    assert_eq!(key, Some(hands::Key::Act(Action::ToggleOutlines)));
    viewer.act(Action::ToggleOutlines);
    assert!(drawn(&viewer).is_empty() && item(&viewer).rois.iter().all(|roi| !roi.shown));
    viewer.act(Action::ToggleOutlines);
    assert_eq!(drawn(&viewer).len(), 1);
    let show_lung = |on| Action::ShowRoi {
        object: set.file,
        roi: 0,
        on,
    };
    viewer.act(show_lung(false));
    assert!(drawn(&viewer).is_empty());
    assert_eq!(
        item(&viewer)
            .rois
            .iter()
            .map(|roi| roi.shown)
            .collect::<Vec<_>>(),
        [false, true]
    );
    viewer.act(show_lung(true));
    assert_eq!(drawn(&viewer).len(), 1);
    let all = |on| Action::ShowRois {
        object: set.file,
        on,
    };
    viewer.act(all(false));
    assert!(seen(&mut viewer).iter().all(Vec::is_empty));
    viewer.act(all(true));
    assert_eq!(seen(&mut viewer).iter().flatten().count(), 2);
}

#[test]
fn outlines_of_another_space_are_drawn_nowhere_and_say_so() {
    let mut series = slices();
    for (at, (_, bytes)) in series.iter_mut().enumerate() {
        let other = made::slice(&SERIES, at)
            .text(0x0020_0052, "UI", "2.25.78")
            .text(0x0008_0018, "UI", &format!("2.25.4.{at}"));
        *bytes = written(&other);
    }
    series.push(("set".to_owned(), written(&structure_set())));
    let mut viewer = loaded(series);
    assert!(seen(&mut viewer).iter().all(Vec::is_empty));
    let set = overlay::object_list(&viewer.state).remove(0);
    assert!(set.is_idle && set.detail.contains("not open"), "{set:?}");
    // The series comes later, in a drop of its own.
    viewer.drop_files(2, slices());
    viewer.settle();
    let set = overlay::object_list(&viewer.state).remove(0);
    assert!(!set.is_idle, "{set:?}");
}

#[test]
fn a_presentation_state_is_chosen_seen_and_taken_off() {
    let mut viewer = loaded(with(&[made::presentation(&SERIES, 3)]));
    let before = viewer.state.screen.picture(PANE).unwrap().clone();
    assert_eq!(before.presentation, None, "never by itself");
    let item = overlay::object_list(&viewer.state).remove(0);
    assert_eq!(
        (item.kind, item.title.as_str()),
        (ObjectKind::Presentation, "Nodule")
    );
    let apply = Action::ApplyPresentation {
        pane: PANE,
        object: item.file,
    };
    viewer.act(apply.clone());
    viewer.settle();
    let picture = viewer.state.screen.picture(PANE).unwrap().clone();
    assert_eq!(picture.slice, 3, "it turns to the image that it is for");
    let window = picture.window.as_ref().unwrap();
    assert!((window.center - 40.0).abs() < 1e-9 && (window.width - 400.0).abs() < 1e-9);
    assert_eq!(
        picture.view.turn,
        Turn::default().turned(1).flipped(Flip::LeftRight)
    );
    assert!(picture.inverted);
    // The left upper quarter fills the pane.
    let [width, height] = [picture.rect.width, picture.rect.height].map(f64::from);
    let corners = [[0.0, 0.0], [32.0, 32.0]].map(|at| picture.placement.canvas_from_image(at));
    let [across, down] = [0, 1].map(|axis| (corners[0][axis] - corners[1][axis]).abs());
    assert!(
        (across.max(down) - width.min(height)).abs() < 1.0,
        "{corners:?}"
    );
    let lines = overlay::annotations(&viewer.state, PANE);
    assert_eq!(lines.len(), 2);
    assert!(lines[0].paths()[0].starts_with("M4.00 8.00L"), "{lines:?}");
    // Half of the display across and all of it down is, turned and mirrored, all columns and half
    // of the rows of the area.
    assert_eq!(lines[1].paths()[0], "M0.00 0.00L32.00 16.00");
    assert_eq!(
        overlay::annotation_texts(&viewer.state, PANE)[0].lines,
        ["look here"]
    );
    assert!(badges(&viewer).contains(&Badge::Presented(Fit::AsItSays)));
    assert!(badges(&viewer).contains(&Badge::Mirrored));
    viewer.act(Action::Invert { pane: PANE });
    viewer.draw();
    assert!(badges(&viewer).contains(&Badge::Presented(Fit::Changed)));
    show(&mut viewer, 1);
    assert!(badges(&viewer).contains(&Badge::Presented(Fit::OfOthers)));
    assert!(overlay::annotations(&viewer.state, PANE).is_empty());
    for take_back in [
        vec![
            Action::PreviousView { pane: PANE },
            Action::PreviousView { pane: PANE },
        ],
        vec![Action::Reset { pane: PANE }],
    ] {
        for action in take_back {
            viewer.act(action);
        }
        viewer.settle();
        let picture = viewer.state.screen.picture(PANE).unwrap();
        assert_eq!((picture.presentation, picture.view), (None, before.view));
        assert_eq!((&picture.window, picture.inverted), (&before.window, false));
        viewer.act(apply.clone());
        viewer.settle();
    }
}

#[test]
fn key_images_are_stepped_through_and_marked() {
    let mut viewer = loaded(with(&[made::key_objects(&SERIES, &[4, 1])]));
    let item = overlay::object_list(&viewer.state).remove(0);
    assert_eq!(item.detail, "Key images, 2 images, of s1");
    let marks: Vec<usize> = overlay::key_marks(&viewer.state, PANE)
        .into_iter()
        .map(|(slice, _)| slice)
        .collect();
    assert_eq!(marks, [2, 5]);
    for (by, slice) in [(1, 2), (1, 5), (1, 5), (-1, 2), (-1, 2)] {
        viewer.act(Action::StepKeyImage { pane: PANE, by });
        viewer.draw();
        assert_eq!(viewer.slice(), Some(slice));
    }
    viewer.act(Action::OpenObject {
        object: Some(item.file),
    });
    let panel = overlay::object_panel(&viewer.state).unwrap();
    let PanelBody::KeyImages { description, ways } = panel.body else {
        panic!("{panel:?}");
    };
    assert_eq!(description, "for the class");
    let words: Vec<&str> = ways.iter().map(|way| way.words.as_str()).collect();
    assert_eq!(words, ["slice 5, s1", "slice 2, s1"]);
    viewer.act(Action::ShowFrame {
        pane: PANE,
        frame: ways[0].frame,
    });
    viewer.draw();
    assert_eq!(viewer.slice(), Some(5));
}

fn report_text(viewer: &Performer) -> String {
    let Some(panel) = overlay::object_panel(&viewer.state) else {
        return String::new();
    };
    let PanelBody::Report { lines, .. } = panel.body else {
        panic!("{panel:?}");
    };
    let said = lines
        .iter()
        .map(|line| format!("{}: {}\n", line.name, line.value));
    said.collect()
}

#[test]
fn a_report_is_read_on_demand_masked_and_never_while_presenting() {
    let mut viewer = loaded(with(&[made::report(&SERIES, 2)]));
    assert_eq!(report_text(&viewer), "");
    let object = Some(overlay::object_list(&viewer.state)[0].file);
    viewer.act(Action::OpenObject { object });
    let text = report_text(&viewer);
    assert!(text.contains("Length: 12.5 mm") && text.contains("Study Date: 2024-03-17"));
    assert!(!text.contains("Smith") && !text.contains("4711"), "{text}");
    viewer.act(Action::Reveal { on: true });
    let text = report_text(&viewer);
    assert!(text.contains("Smith") && text.contains("4711"), "{text}");
    viewer.act(Action::Reveal { on: false });
    viewer.act(Action::Present { on: true });
    assert_eq!(report_text(&viewer), "");
    assert!(overlay::object_list(&viewer.state).is_empty());
    viewer.act(Action::Present { on: false });
    let PanelBody::Report { lines, .. } = overlay::object_panel(&viewer.state).unwrap().body else {
        panic!();
    };
    let source = lines.iter().find(|line| line.name == "Source").unwrap();
    assert_eq!(source.ways[0].words, "slice 3, s1");
    viewer.act(Action::OpenObject { object: None });
    assert_eq!(overlay::object_panel(&viewer.state), None);
}

fn address(viewer: &Performer) -> Option<String> {
    let panel = overlay::object_panel(&viewer.state)?;
    let PanelBody::Document { url, file_name, .. } = panel.body else {
        panic!("{panel:?}");
    };
    assert_eq!(file_name, "hounsfield-document-1.pdf");
    assert!(!panel.title.contains("Smith"));
    url
}

#[test]
fn a_document_is_read_when_it_is_wanted_and_given_back_when_it_is_closed() {
    let files = vec![(
        "letter".to_owned(),
        written(&made::document("application/pdf", &made::pdf())),
    )];
    let mut viewer = Performer::new();
    viewer.drop_files(1, files);
    viewer.settle();
    // Nothing but a document: the page has something to show all the same.
    assert!(viewer.state.has_something_to_show() && viewer.state.problems.is_empty());
    assert!(viewer.jobs.is_empty() && viewer.documents.is_empty());
    let object = Some(overlay::object_list(&viewer.state)[0].file);
    viewer.act(Action::OpenObject { object });
    assert_eq!((viewer.jobs.len(), address(&viewer)), (1, None));
    viewer.settle();
    let url = address(&viewer).unwrap();
    assert_eq!(viewer.documents[&url], made::pdf());
    assert_eq!(viewer.state.memory().blobs, made::pdf().len() as u64);
    assert!(viewer.jobs.is_empty());
    viewer.act(Action::CloseAll);
    viewer.settle();
    assert!(viewer.documents.is_empty() && viewer.buffers.is_empty());
    assert_eq!(viewer.state.memory().blobs, 0);
    assert!(!viewer.state.has_something_to_show());
    // Closing is undone: it is read again.
    viewer.act(Action::Undo);
    viewer.settle();
    assert_eq!(overlay::object_list(&viewer.state).len(), 1);
}

#[test]
fn objects_go_with_their_case_and_an_object_first_opens_no_pane() {
    let mut viewer = Performer::new();
    let mut files = with(&[]);
    files.insert(0, ("case/0set".to_owned(), written(&structure_set())));
    viewer.drop_files(1, files);
    viewer.settle();
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 6);
    assert_eq!(overlay::object_list(&viewer.state).len(), 1);
    viewer.act(Action::SetLayout {
        rows: 1,
        columns: 2,
    });
    viewer.draw();
    assert!(overlay::outlines_of(&viewer.state, PaneId(1)).is_some());
    viewer.act(Action::CloseAll);
    assert!(overlay::object_list(&viewer.state).is_empty());
    assert_eq!(overlay::outlines_of(&viewer.state, PANE), None);
}

#[test]
fn a_document_out_of_a_file_that_is_gone_is_a_problem_once() {
    let whole = written(&made::document("application/pdf", &made::pdf()));
    let mut viewer = Performer::new();
    viewer.drop_files(1, vec![("letter".to_owned(), whole)]);
    viewer.settle();
    let file = overlay::object_list(&viewer.state)[0].file;
    viewer.cut_file(file, 200);
    viewer.act(Action::OpenObject { object: Some(file) });
    viewer.settle();
    assert_eq!(viewer.state.problems.len(), 1);
    assert!(viewer.jobs.is_empty() && address(&viewer).is_none());
}
