//! Lessons: made out of what is on the screen, saved, opened where the same images came in another archive,
//! played, answered, scored. What the teacher drew is set aside meanwhile, and what readers draw stays with
//! its step.

use std::collections::BTreeMap;

use hounsfield::engine::{PaneState, Refusal};
use hounsfield::lesson::{
    Hits, Response, Right, Tally, Unread, Verdict, WhatFile, WindowRange, score,
};
use hounsfield::marks::Kind;
use hounsfield::overlay;
use hounsfield::pixels::Window;
use hounsfield::session::{Action, Asks, Detail, Grid, LessonAction, Look, MarkAction, Part};
use xtask::synthetic::ct::Series;
use xtask::synthetic::{Writing, ct};

use crate::PANE;
use crate::archives::zip_of;
use crate::kept::{Files, files, files_by};
use crate::marks::{draw, show};
use crate::performer::Performer;

fn act(viewer: &mut Performer, action: LessonAction) {
    viewer.act(Action::Lesson(action));
    viewer.settle();
}

/// A page with the files open, and the lesson's panel.
fn teacher(files: Files) -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, files);
    viewer.settle();
    act(&mut viewer, LessonAction::Open);
    viewer
}

fn ask(viewer: &mut Performer, step: usize, asks: Asks) {
    let question = Some((format!("Question {step}"), asks));
    act(viewer, LessonAction::Ask { step, question });
}

fn choose() -> Asks {
    Asks::Choose {
        options: ["nodule", "vessel"].map(str::to_owned).into(),
        several: false,
    }
}

/// Five steps: an ellipse on slice 4, and a question of each kind.
fn authored() -> Performer {
    let mut viewer = teacher(files());
    show(&mut viewer, 3);
    viewer.act(Action::Preset {
        pane: PANE,
        digit: 2,
    });
    draw(&mut viewer, Kind::Ellipse, [22.0, 22.0], [42.0, 42.0]);
    act(&mut viewer, LessonAction::AddStep);
    act(
        &mut viewer,
        LessonAction::EditStep {
            step: 0,
            title: "A disc".to_owned(),
            text: "It is **round**".to_owned(),
            hidden: vec![],
        },
    );
    // On another slice there is no mark.
    show(&mut viewer, 6);
    for (step, asks) in (1..).zip([choose(), Asks::Mark, Asks::FindSlice, Asks::SetWindow]) {
        act(&mut viewer, LessonAction::AddStep);
        ask(&mut viewer, step, asks);
    }
    let any_of = vec![vec![0]];
    let normal = false;
    act(
        &mut viewer,
        LessonAction::SetRight {
            step: 1,
            any_of,
            normal,
        },
    );
    // The disc of 120 mm, on slices 4 to 6: one finding.
    show(&mut viewer, 3);
    let first = viewer.state.session.marks.list()[0].id;
    viewer.act(Action::Marks(MarkAction::Copy {
        mark: first,
        from: 4,
        to: 5,
    }));
    viewer.draw();
    for (step, tolerance) in [(2, 0.0), (3, 3.0), (4, 50.0)] {
        act(&mut viewer, LessonAction::TakeRight { step, tolerance });
    }
    viewer
}

/// The lesson without its answers.
fn saved(viewer: &Performer) -> Vec<u8> {
    let text = viewer.state.lesson.lesson.write(None).unwrap();
    text.into_bytes()
}

/// A fresh page, on which images and then the lesson are dropped.
fn reader(files: Files, lesson: Vec<u8>) -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, files);
    viewer.settle();
    viewer.drop_files(2, vec![("nodules.lesson.json".to_owned(), lesson)]);
    viewer.settle();
    viewer
}

fn look(viewer: &Performer) -> Look {
    viewer
        .state
        .session
        .pane(PANE)
        .unwrap()
        .look()
        .unwrap()
        .clone()
}

fn marks(viewer: &Performer) -> usize {
    viewer.state.session.marks.list().len()
}

fn next(viewer: &mut Performer) {
    act(viewer, LessonAction::Go { by: 1 });
}

#[test]
fn a_lesson_is_made_played_elsewhere_answered_and_scored() {
    let mut author = authored();
    let text = saved(&author);
    let written = String::from_utf8(text.clone()).unwrap();
    for private in ["2.25", "1.2.840", "case", "Series"] {
        assert!(!written.contains(private), "{private} in {written}");
    }
    assert!(!written.contains("right") && !written.contains("any_of"));

    let renamed = files().into_iter().rev();
    let renamed: Files = renamed
        .map(|(name, bytes)| (format!("other/{name}.dcm"), bytes))
        .collect();
    let packed = vec![("case.zip".to_owned(), zip_of(&renamed, None))];
    let rle = files_by(|file| ct::rle(&file, 64 * 64 * 2), "1.2.840.10008.1.2.5");
    for files in [packed, rle] {
        let mut student = reader(files, text.clone());
        let case = &student.state.lesson;
        assert!(case.is_played && case.is_open);
        assert_eq!(case.missing().count(), 0);
        assert_eq!(student.slice(), Some(4));
        assert_eq!(look(&student).window, Some(Window::linear(40.0, 400.0)));
        assert_eq!(marks(&student), 1);
        assert_eq!(case.step().unwrap().title, "A disc");

        answer(&mut student);
        let practice = student.state.lesson.practice().write().unwrap();
        author.drop_files(
            2,
            vec![("ada.result.json".to_owned(), practice.into_bytes())],
        );
        author.settle();
        let case = &author.state.lesson;
        let result = &case.results["ada.result.json"];
        assert_eq!(result.reader, "Ada");
        let scored = score(&case.lesson, &case.key(), &result.responses);
        let verdicts: Vec<Verdict> = scored.into_iter().map(|it| it.1).collect();
        let hits = Hits {
            found: 1,
            of: 1,
            falsely: 1,
        };
        assert_eq!(
            verdicts,
            [
                Verdict::Right,
                Verdict::Marked(hits),
                Verdict::Right,
                Verdict::Wrong
            ]
        );
        let tally = Tally::of(verdicts);
        assert_eq!((tally.right, tally.items, tally.hits), (2, 3, hits));
        author.act(Action::CloseAll);
        author = authored();
    }
}

/// The option that is right; a mark on the disc, a slice beside it, and one far off; the slice after the
/// teacher's, 3 mm on; a window that is too narrow.
fn answer(student: &mut Performer) {
    next(student);
    assert_eq!((student.slice(), marks(student)), (Some(7), 0));
    act(student, LessonAction::Choose { options: vec![0] });
    next(student);
    show(student, 6);
    draw(student, Kind::Probe, [32.0, 32.0], [32.0, 32.0]);
    draw(student, Kind::Arrow, [20.0, 40.0], [3.0, 60.0]);
    act(student, LessonAction::Answer);
    let responses = &student.state.lesson.responses;
    assert!(matches!(&responses[&2], Response::Marked(spots) if spots.len() == 2));
    next(student);
    assert_eq!(marks(student), 0, "drawn in another step");
    show(student, 4);
    act(student, LessonAction::Answer);
    next(student);
    student.act(Action::SetWindow {
        pane: PANE,
        center: 40.0,
        width: 300.0,
    });
    act(student, LessonAction::Answer);
    act(student, LessonAction::Go { by: -2 });
    assert_eq!(marks(student), 2, "they are still there");
    let reader = "Ada".to_owned();
    act(student, LessonAction::Sign { reader });
}

#[test]
fn the_teachers_reading_is_what_was_on_the_screen() {
    let author = authored();
    let key = author.state.lesson.key();
    let right = |question| key.of(question).unwrap().right.clone();
    let Right::Mark { findings } = right(2) else {
        unreachable!()
    };
    let [finding] = &findings[..] else {
        unreachable!("copies are one finding: {findings:?}")
    };
    let slices: Vec<[u32; 2]> = finding.regions.iter().map(|it| it.on.slices).collect();
    assert_eq!(slices, [[3, 3], [4, 4], [5, 5]]);
    assert_eq!(finding.regions[0].spacing_mm, Some([5.625, 5.625]));
    // Slices are 3 mm apart: one to either side.
    let Right::FindSlice { any_of } = right(3) else {
        unreachable!()
    };
    assert_eq!(any_of[0].slices, [2, 4]);
    let [from, to] = any_of[0].along_mm.unwrap();
    assert!((to - from - 6.0).abs() < 1e-9);
    let Right::SetWindow { any_of } = right(4) else {
        unreachable!()
    };
    let window = WindowRange {
        center: [-10.0, 90.0],
        width: [350.0, 450.0],
    };
    assert_eq!(any_of, [window]);
}

#[test]
fn nothing_is_read_before_a_lesson_is_there() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, files());
    viewer.settle();
    let jobs = viewer.state.work.jobs;
    show(&mut viewer, 4);
    viewer.settle();
    assert_eq!(viewer.state.work.jobs, jobs);
    act(&mut viewer, LessonAction::Open);
    assert_eq!(
        viewer.state.work.jobs,
        jobs + 3,
        "three frames of the stack"
    );
}

#[test]
fn edits_are_undone_and_done_again() {
    let mut viewer = authored();
    let titles = |viewer: &Performer| -> Vec<String> {
        let steps = viewer.state.lesson.lesson.steps.iter();
        steps.map(|step| step.title.clone()).collect()
    };
    act(&mut viewer, LessonAction::MoveStep { from: 0, to: 2 });
    assert_eq!(titles(&viewer), ["", "", "A disc", "", ""]);
    let before = viewer.state.lesson.lesson.clone();
    let key = viewer.state.lesson.key();
    act(&mut viewer, LessonAction::RemoveStep { step: 1 });
    assert_eq!(viewer.state.lesson.key().answers.len(), 3);
    act(
        &mut viewer,
        LessonAction::Void {
            question: 3,
            is_void: true,
        },
    );
    assert!(viewer.state.lesson.key().of(3).unwrap().is_void);
    viewer.act(Action::Undo);
    viewer.act(Action::Undo);
    assert_eq!(viewer.state.lesson.lesson, before);
    assert_eq!(viewer.state.lesson.key(), key);
    viewer.act(Action::Undo);
    assert_eq!(titles(&viewer), ["A disc", "", "", "", ""]);
    viewer.act(Action::Redo);
    assert_eq!(viewer.state.lesson.lesson, before);
    // What does nothing is no step of undo.
    act(&mut viewer, LessonAction::RemoveStep { step: 9 });
    viewer.act(Action::Undo);
    assert_eq!(titles(&viewer), ["A disc", "", "", "", ""]);
    act(&mut viewer, LessonAction::Discard);
    assert!(!viewer.state.lesson.has_steps());
    viewer.act(Action::Undo);
    assert_eq!(titles(&viewer), ["A disc", "", "", "", ""]);
}

#[test]
fn a_question_of_another_kind_has_no_answer_and_a_mended_one_keeps_it() {
    let mut viewer = authored();
    let question = Some(("Mended".to_owned(), Asks::Mark));
    act(&mut viewer, LessonAction::Ask { step: 2, question });
    assert!(viewer.state.lesson.key().of(2).is_some());
    ask(&mut viewer, 2, Asks::FindSlice);
    assert!(viewer.state.lesson.key().of(2).is_none());
    // An answer of another kind is none.
    act(&mut viewer, LessonAction::SetNormal { step: 2 });
    assert!(viewer.state.lesson.key().of(2).is_none());
}

#[test]
fn own_marks_are_set_aside_while_it_is_played() {
    let mut viewer = authored();
    assert_eq!(marks(&viewer), 3);
    viewer.act(Action::StepDetail);
    act(&mut viewer, LessonAction::Play { on: true });
    act(&mut viewer, LessonAction::ShowStep { step: 0 });
    assert_eq!(marks(&viewer), 1);
    draw(&mut viewer, Kind::Length, [1.0, 1.0], [9.0, 9.0]);
    viewer.act(Action::Undo);
    assert_eq!(marks(&viewer), 1);
    viewer.act(Action::Undo);
    assert_eq!(marks(&viewer), 1, "what was done before is not undone here");
    // It is shown and not changed.
    act(&mut viewer, LessonAction::RemoveStep { step: 0 });
    assert_eq!(viewer.state.lesson.lesson.steps.len(), 5);
    // A question is taken back on the way; Esc leaves.
    act(
        &mut viewer,
        LessonAction::Void {
            question: 1,
            is_void: true,
        },
    );
    viewer.act(Action::Escape);
    assert!(!viewer.state.lesson.is_played);
    assert_eq!(marks(&viewer), 3);
    assert_eq!(viewer.state.session.detail, Detail::Essential);
    assert!(viewer.state.lesson.key().of(1).unwrap().is_void);
}

#[test]
fn results_are_one_table_without_formulas() {
    let mut author = authored();
    let lesson = saved(&author);
    for (name, reader) in [("a.result.json", "=SUM(A1)"), ("b.result.json", "")] {
        let mut student = reader_of(&lesson);
        act(&mut student, LessonAction::ShowStep { step: 1 });
        act(&mut student, LessonAction::Choose { options: vec![1] });
        let reader = reader.to_owned();
        act(&mut student, LessonAction::Sign { reader });
        let practice = student.state.lesson.practice().write().unwrap();
        author.drop_files(2, vec![(name.to_owned(), practice.into_bytes())]);
        author.settle();
    }
    let table = overlay::results_csv(&author.state);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines,
        [
            "Practice record made on the student's computer; not proof",
            "Reader,Question 1,Question 2,Question 3,Question 4,Right,Items,Per cent,Found,Findings,False marks,Not answered",
            "'=SUM(A1),wrong,not answered,not answered,not answered,0,3,,0,1,0,3",
            "b.result.json,wrong,not answered,not answered,not answered,0,3,,0,1,0,3",
        ]
    );
    let drawn = overlay::lesson_results(&author.state).unwrap();
    assert_eq!((drawn.rows.len(), drawn.bars.len()), (2, 4));
    assert_eq!((drawn.bars[0].wrong, drawn.bars[1].missed), (2, 2));
}

fn reader_of(lesson: &[u8]) -> Performer {
    reader(files(), lesson.to_vec())
}

#[test]
fn what_is_hidden_stays_so_until_it_is_asked_for() {
    let mut viewer = authored();
    act(
        &mut viewer,
        LessonAction::EditStep {
            step: 0,
            title: String::new(),
            text: "Round".to_owned(),
            hidden: Part::ALL.into(),
        },
    );
    let mut student = reader(files(), saved(&viewer));
    let session = &student.state.session;
    assert!(session.marks.are_hidden() && session.detail == Detail::Badges);
    assert!(!student.state.lesson.shows_text);
    act(&mut student, LessonAction::ShowText);
    student.act(Action::ToggleMarks);
    assert!(student.state.lesson.shows_text && !student.state.session.marks.are_hidden());
    next(&mut student);
    assert!(!student.state.lesson.shows_text);
    assert_eq!(student.state.session.detail, Detail::All);
}

/// Another series.
fn others() -> Files {
    let series = Series {
        number: 2,
        slices: 5,
        side: 64,
        slice_mm: 3.0,
    };
    let slice = |at| series.slice(at).write(&Writing::default());
    (0..5).map(|at| (format!("b/{at}"), slice(at))).collect()
}

#[test]
fn missing_images_are_said_and_the_rest_plays() {
    // Two series beside each other, of which one is then not there.
    let mut viewer = teacher(files());
    viewer.drop_files(2, others());
    viewer.settle();
    viewer.act(Action::SetLayout {
        rows: 1,
        columns: 2,
    });
    viewer.settle();
    act(&mut viewer, LessonAction::AddStep);
    assert_eq!(viewer.state.lesson.lesson.images.len(), 2);
    let mut student = reader(files(), saved(&viewer));
    assert_eq!(student.state.session.grid, Grid::TWO);
    let missing: Vec<usize> = student.state.lesson.missing().collect();
    assert_eq!(missing, [1]);
    let panes = &student.state.session.panes;
    assert!(panes[0].stack.is_some() && panes[1].stack.is_none());
    // They come later.
    student.drop_files(3, others());
    student.settle();
    assert_eq!(student.state.lesson.missing().count(), 0);
    assert!(student.state.session.panes[1].stack.is_some());
    assert_eq!(student.state.pane_state(PANE), PaneState::Ready);
    // And go.
    student.act(Action::CloseAll);
    student.settle();
    assert_eq!(student.state.lesson.missing().count(), 2);
}

#[test]
fn planes_come_back_where_they_were() {
    let mut viewer = teacher(files());
    viewer.act(Action::Planes);
    viewer.settle();
    viewer.act(Action::PlaceCrosshair {
        pane: PANE,
        at: [0.4, 0.3],
    });
    viewer.settle();
    act(&mut viewer, LessonAction::AddStep);
    let planes = viewer.state.session.planes.clone().unwrap();
    let mut student = reader(files(), saved(&viewer));
    let shown = student.state.session.planes.clone().unwrap();
    assert_eq!((shown.at_mm, shown.axes), (planes.at_mm, planes.axes));
    assert!(student.state.screen.cut(PANE).is_some());
    act(&mut student, LessonAction::Answer);
    assert_eq!(student.state.lesson.responses, BTreeMap::new());
}

#[test]
fn what_is_not_taken_is_named_with_its_reason() {
    let mut viewer = teacher(files());
    let other = authored();
    let key = other.state.lesson.key().write().unwrap();
    let practice = other.state.lesson.practice().write().unwrap();
    let mut lesson = saved(&other);
    viewer.drop_files(
        2,
        vec![
            ("a.answers.json".to_owned(), key.clone().into_bytes()),
            ("a.result.json".to_owned(), practice.into_bytes()),
            ("b.lesson.json".to_owned(), b"{}".to_vec()),
            ("c.lesson.json".to_owned(), vec![0xFF; 9]),
            ("notes.json".to_owned(), b"{}".to_vec()),
        ],
    );
    viewer.settle();
    let not_taken = &viewer.state.lesson.not_taken;
    assert_eq!(
        not_taken.len(),
        4,
        "a JSON of something else is passed over"
    );
    assert_eq!(
        not_taken["a.answers.json"],
        Unread::NoLesson(WhatFile::Answers)
    );
    assert_eq!(
        not_taken["a.result.json"],
        Unread::NoLesson(WhatFile::Result)
    );
    assert_eq!(not_taken["b.lesson.json"], Unread::Foreign);
    assert!(matches!(not_taken["c.lesson.json"], Unread::Unreadable(_)));
    assert_eq!(viewer.state.problems, []);
    // With its lesson it is taken, and of another one it is not.
    viewer.drop_files(3, vec![("a.lesson.json".to_owned(), lesson.clone())]);
    viewer.settle();
    viewer.drop_files(
        4,
        vec![("a.answers.json".to_owned(), key.clone().into_bytes())],
    );
    viewer.settle();
    assert_eq!(viewer.state.lesson.key(), other.state.lesson.key());
    act(&mut viewer, LessonAction::Play { on: false });
    ask(&mut viewer, 2, Asks::FindSlice);
    viewer.drop_files(5, vec![("a.answers.json".to_owned(), key.into_bytes())]);
    viewer.settle();
    assert_eq!(
        viewer.state.lesson.not_taken["a.answers.json"],
        Unread::OfAnother(WhatFile::Answers)
    );
    // What is larger than it may be is not even read.
    lesson.resize(5 << 20, b' ');
    viewer.drop_files(6, vec![("large.lesson.json".to_owned(), lesson)]);
    viewer.settle();
    assert!(matches!(
        viewer.state.lesson.not_taken["large.lesson.json"],
        Unread::TooLarge {
            bytes: 5_242_880,
            ..
        }
    ));
}

#[test]
fn nothing_on_the_screen_is_no_step() {
    let mut viewer = Performer::new();
    act(&mut viewer, LessonAction::Open);
    act(&mut viewer, LessonAction::AddStep);
    assert!(!viewer.state.lesson.has_steps());
    assert_eq!(viewer.state.refused, Some(Refusal::NotYet));
}
