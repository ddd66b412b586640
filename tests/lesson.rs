//! Files of lessons: written and read again, of other versions, damaged, hostile; Markdown; scores that were
//! reckoned by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hounsfield::lesson::{
    self, Answer, Answers, Bar, Block, Finding, FindingRegion, Hits, Lesson, LessonFile,
    LessonImage, Practice, Question, Response, Right, Run, SlicePlace, SliceRange, Spot, Step,
    Tally, Unread, Verdict, WindowRange, bars, blocks, score,
};
use hounsfield::limits;
use hounsfield::marks::{Kind, Shape};
use hounsfield::session::{Asks, Grid, Part};
use serde_json::Value;
use sha2::{Digest, Sha256};
use xtask::synthetic::random::Random;

fn image(digit: char) -> LessonImage {
    LessonImage {
        fingerprint: Some(digit.to_string().repeat(64)),
        series_sha256: None,
        count: 40,
        rows: 512,
        columns: 512,
    }
}

fn step(question: Option<Question>) -> Step {
    Step {
        title: "A step".to_owned(),
        text: "Look *here*".to_owned(),
        layout: Grid::ONE,
        panes: vec![None],
        planes: None,
        marks: Vec::new(),
        hidden: vec![Part::Text],
        question,
    }
}

fn question(id: u32, asks: Asks) -> Question {
    Question {
        id,
        text: "What is it?".to_owned(),
        asks,
    }
}

fn choose() -> Asks {
    Asks::Choose {
        options: ["a", "b", "c"].map(str::to_owned).into(),
        several: true,
    }
}

fn lesson_of(asked: impl IntoIterator<Item = Asks>) -> Lesson {
    let steps = (1..).zip(asked);
    Lesson {
        title: "Nodules".to_owned(),
        language: "en".to_owned(),
        images: vec![image('a'), image('b')],
        steps: steps
            .map(|(id, asks)| step(Some(question(id, asks))))
            .collect(),
    }
}

/// Slices 10 to 12 of the first image, which are 2 mm apart, from 20 mm on.
const SLICES: SliceRange = SliceRange {
    image: 0,
    slices: [10, 12],
    along_mm: Some([20.0, 24.0]),
};

/// 40 x 16 mm, and so 20 x 8 columns and rows of 2 mm: its short axis is 16 mm, and half of it 8 mm.
fn ellipse() -> FindingRegion {
    FindingRegion {
        on: SLICES,
        shape: Shape {
            kind: Kind::Ellipse,
            points: vec![[100.0, 100.0], [120.0, 108.0]],
        },
        spacing_mm: Some([2.0, 2.0]),
    }
}

fn finding(regions: Vec<FindingRegion>) -> Finding {
    Finding {
        name: "nodule".to_owned(),
        regions,
    }
}

fn answers_to(lesson: &Lesson, right: impl IntoIterator<Item = Right>) -> Answers {
    let answers = (1..).zip(right).map(|(question, right)| Answer {
        question,
        is_void: false,
        right,
    });
    Answers {
        lesson: lesson.digest(),
        answers: answers.collect(),
    }
}

const fn place(slice: u32, along_mm: Option<f64>) -> SlicePlace {
    SlicePlace {
        image: 0,
        slice,
        along_mm,
    }
}

fn spot(slice: u32, along_mm: Option<f64>, at: [f64; 2]) -> Spot {
    Spot {
        on: place(slice, along_mm),
        at,
    }
}

fn marked(lesson: &Lesson, answers: &Answers, spots: Vec<Spot>) -> Verdict {
    let responses = BTreeMap::from([(1, Response::Marked(spots))]);
    score(lesson, answers, &responses)[0].1
}

#[test]
fn a_lesson_is_read_as_it_was_written() {
    let lesson = lesson_of([choose(), Asks::Mark, Asks::FindSlice, Asks::SetWindow]);
    let text = lesson.write(None).unwrap();
    assert_eq!(
        lesson::read(&text).unwrap(),
        LessonFile::Lesson(lesson.clone(), None)
    );
    assert!(!text.contains("self-study"));
    let answers = answers_to(&lesson, all_right());
    let text = lesson.write(Some(&answers)).unwrap();
    assert!(text.contains("self-study"));
    let read = lesson::read(&format!("\u{feff}{text}")).unwrap();
    assert_eq!(
        read,
        LessonFile::Lesson(lesson.clone(), Some(answers.clone()))
    );
    let text = answers.write().unwrap();
    assert_eq!(lesson::read(&text).unwrap(), LessonFile::Answers(answers));
    let result = Practice {
        lesson: lesson.digest(),
        reader: "Ada".to_owned(),
        responses: all_answered(),
    };
    let text = result.write().unwrap();
    assert!(text.contains("Practice record made on the student's computer; not proof"));
    assert_eq!(lesson::read(&text).unwrap(), LessonFile::Result(result));
}

fn all_right() -> [Right; 4] {
    let region = ellipse();
    [
        Right::Choose {
            any_of: vec![vec![0], vec![1, 2]],
            normal: false,
        },
        Right::Mark {
            findings: vec![finding(vec![region])],
        },
        Right::FindSlice {
            any_of: vec![SLICES],
        },
        Right::SetWindow {
            any_of: vec![WindowRange {
                center: [-650.0, -550.0],
                width: [1400.0, 1600.0],
            }],
        },
    ]
}

fn all_answered() -> BTreeMap<u32, Response> {
    BTreeMap::from([
        (1, Response::Chosen(vec![1, 2])),
        (
            2,
            Response::Marked(vec![spot(11, Some(22.0), [110.0, 104.0])]),
        ),
        (3, Response::Slice(place(11, Some(22.0)))),
        (
            4,
            Response::Window {
                center: -600.0,
                width: 1500.0,
            },
        ),
    ])
}

#[test]
fn the_example_of_the_docs_is_a_lesson() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lessons.md");
    let docs = fs::read_to_string(docs).unwrap();
    let example = docs.split("```json\n").nth(1).unwrap();
    let example = example.split("```").next().unwrap();
    // As the page says: SHA-256 of `[images, questions]`, without spaces, in the order of the fields.
    let images = r#"[{"fingerprint":"0f5d4a0b6c4e2d3f8a9b0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5","series_sha256":null,"count":212,"rows":512,"columns":512}]"#;
    let questions = r#"[{"id":1,"text":"What is it?","asks":{"choose":{"options":["ground-glass opacity","consolidation"],"several":false}}}]"#;
    let digest = Sha256::digest(format!("[{images},{questions}]"));
    let digest = format!("{digest:x}");
    let read = lesson::read(&example.replace("DIGEST", &digest)).unwrap();
    let LessonFile::Lesson(lesson, Some(answers)) = read else {
        panic!("{read:?}");
    };
    assert_eq!((lesson.steps.len(), lesson.images.len()), (1, 1));
    assert_eq!(lesson.digest(), digest);
    // All that the page names is in it, and nothing else.
    let written: Value = serde_json::from_str(&lesson.write(Some(&answers)).unwrap()).unwrap();
    let mut example: Value = serde_json::from_str(&example.replace("DIGEST", &digest)).unwrap();
    example["note"] = written["note"].clone();
    assert_eq!(written, example);
}

#[test]
fn other_versions_other_files_and_damage_are_told_apart() {
    let lesson = lesson_of([choose()]);
    let text = lesson.write(None).unwrap();
    let with = |version: &str| text.replace("\"version\": 1", version);
    let read = |text: &str| lesson::read(text).unwrap_err();
    assert_eq!(read(&with("\"version\": 0")), Unread::TooOld { version: 0 });
    assert_eq!(read(&with("\"version\": 2")), Unread::TooNew { version: 2 });
    // What a newer one has beside all else is passed over, as long as the version is this one.
    assert!(lesson::read(&with("\"version\": 1, \"mood\": \"calm\"")).is_ok());
    for foreign in ["{}", "[]", "7", r#"{"format":"x","version":1}"#] {
        assert_eq!(read(foreign), Unread::Foreign, "{foreign}");
    }
    let (half, _) = text.split_at(text.len() / 2);
    let lines = half.lines().count();
    assert!(
        matches!(read(half), Unread::Damaged { line, .. } if line == lines),
        "{:?}",
        read(half)
    );
    let line = text.lines().position(|line| line.contains("\"steps\""));
    let wrong = text.replace("\"steps\": [", "\"steps\": [7,");
    let sentence = read(&wrong).sentence();
    assert!(
        sentence.contains(&format!("line {}", line.unwrap() + 2))
            || sentence.contains(&format!("line {}", line.unwrap() + 1)),
        "{sentence}"
    );
    let long = format!("{text}{}", " ".repeat(limits::LESSON_BYTES));
    assert!(matches!(read(&long), Unread::TooLarge { .. }));
}

#[test]
fn what_nobody_could_have_made_is_refused_with_its_step() {
    let mut lesson = lesson_of([choose(), choose()]);
    lesson.steps[1].layout = Grid {
        rows: 2,
        columns: 2,
    };
    let error = lesson.write(None).unwrap_err();
    assert_eq!(
        error.sentence(),
        "Not taken: step 2 has panes that do not lie as it says"
    );
    let sound = lesson_of([choose(), choose()]);
    let spoilt: [fn(&mut Lesson); 6] = [
        |it| it.title = "x".repeat(201),
        |it| it.images[0].fingerprint = Some("0".to_owned()),
        |it| it.images[0].fingerprint = None,
        |it| it.steps[0].text = "x".repeat(20_001),
        |it| it.steps = vec![it.steps[0].clone(); 501],
        |it| it.steps[1].question = it.steps[0].question.clone(),
    ];
    for spoil in spoilt {
        let mut lesson = sound.clone();
        spoil(&mut lesson);
        assert!(matches!(lesson.check(), Err(Unread::Unsound { .. })));
    }
    assert_eq!(sound.check(), Ok(()));
}

#[test]
fn answers_belong_to_what_was_asked() {
    let mut lesson = lesson_of([choose(), Asks::Mark]);
    let answers = answers_to(&lesson, all_right().into_iter().take(2));
    assert_eq!(answers.check_for(&lesson), Ok(()));
    // Steps are moved and mended.
    lesson.steps.swap(0, 1);
    lesson.steps[0].text = "Look there".to_owned();
    assert_eq!(answers.check_for(&lesson), Ok(()));
    let mut other = lesson.clone();
    other.images.swap(0, 1);
    assert!(answers.check_for(&other).is_err());
    other = lesson.clone();
    other.steps[0].question.as_mut().unwrap().asks = Asks::FindSlice;
    assert!(answers.check_for(&other).is_err());
    // Answers that are of the lesson, and of another kind.
    let wrong = answers_to(&lesson, [Right::FindSlice { any_of: vec![] }]);
    assert!(matches!(
        wrong.check_for(&lesson),
        Err(Unread::Unsound { .. })
    ));
}

#[test]
fn choosing_finding_and_windows() {
    let lesson = lesson_of([choose(), Asks::FindSlice, Asks::SetWindow]);
    let [chosen, _, found, window] = all_right();
    let answers = answers_to(&lesson, [chosen, found, window]);
    let verdicts = |responses: [Response; 3]| {
        let responses = (1..).zip(responses).collect();
        let scored = score(&lesson, &answers, &responses);
        scored.into_iter().map(|it| it.1).collect::<Vec<_>>()
    };
    let window = |center, width| Response::Window { center, width };
    let right = verdicts([
        Response::Chosen(vec![0]),
        // 24 mm is in, whatever its number says; 24.1 mm is not.
        Response::Slice(place(30, Some(24.0))),
        window(-650.0, 1600.0),
    ]);
    assert_eq!(right, [Verdict::Right; 3]);
    let wrong = verdicts([
        Response::Chosen(vec![0, 1]),
        Response::Slice(place(11, Some(24.1))),
        window(-650.0, 1601.0),
    ]);
    assert_eq!(wrong, [Verdict::Wrong; 3]);
    // Without positions slices are counted; normal is none of the right ones here.
    let by_slices = verdicts([
        Response::Normal,
        Response::Slice(place(12, None)),
        window(-549.0, 1500.0),
    ]);
    assert_eq!(by_slices, [Verdict::Wrong, Verdict::Right, Verdict::Wrong]);
    // What answers another question is no answer.
    let blank = verdicts([
        Response::Slice(place(1, None)),
        Response::Normal,
        Response::Chosen(vec![0]),
    ]);
    assert_eq!(blank, [Verdict::NotAnswered { findings: 0 }; 3]);
}

#[test]
fn a_mark_meets_a_region_that_is_grown() {
    let lesson = lesson_of([Asks::Mark]);
    let right = Right::Mark {
        findings: vec![finding(vec![ellipse()])],
    };
    let answers = answers_to(&lesson, [right]);
    let is_hit = |slice, along_mm, at| {
        marked(&lesson, &answers, vec![spot(slice, along_mm, at)])
            == Verdict::Marked(Hits {
                found: 1,
                of: 1,
                falsely: 0,
            })
    };
    // The middle is at column 110, row 104; it is 8 mm up to the edge, and 8 mm are added: 8 rows in all.
    assert!(is_hit(11, None, [110.0, 104.0]));
    assert!(is_hit(11, None, [110.0, 104.0 - 7.95]));
    assert!(!is_hit(11, None, [110.0, 104.0 - 8.05]));
    // To the right 20 mm and 8: 14 columns.
    assert!(is_hit(11, None, [123.95, 104.0]));
    assert!(!is_hit(11, None, [124.05, 104.0]));
    // One slice beside, or 3 mm: 17 to 27 mm.
    assert!(is_hit(9, None, [110.0, 104.0]));
    assert!(is_hit(13, None, [110.0, 104.0]));
    assert!(!is_hit(8, None, [110.0, 104.0]));
    assert!(is_hit(0, Some(17.0), [110.0, 104.0]));
    assert!(!is_hit(0, Some(16.9), [110.0, 104.0]));
    // Another image.
    let mut other = spot(11, None, [110.0, 104.0]);
    other.on.image = 1;
    let missed = Verdict::Marked(Hits {
        found: 0,
        of: 1,
        falsely: 1,
    });
    assert_eq!(marked(&lesson, &answers, vec![other]), missed);
}

#[test]
fn a_small_region_is_grown_by_five_mm_and_one_without_a_scale_by_half_its_axis() {
    let lesson = lesson_of([Asks::Mark]);
    let small = |spacing_mm| FindingRegion {
        on: SLICES,
        // Four wide, six high.
        shape: Shape {
            kind: Kind::Rectangle,
            points: vec![[50.0, 50.0], [54.0, 56.0]],
        },
        spacing_mm,
    };
    let reach = |spacing_mm: Option<[f64; 2]>, column: f64| {
        let right = Right::Mark {
            findings: vec![finding(vec![small(spacing_mm)])],
        };
        let answers = answers_to(&lesson, [right]);
        let at = vec![spot(11, None, [column, 53.0])];
        matches!(marked(&lesson, &answers, at), Verdict::Marked(hits) if hits.found == 1)
    };
    // Columns of 0.5 mm: 5 mm are ten of them.
    let half = Some([1.0, 0.5]);
    assert!(reach(half, 63.9) && !reach(half, 64.1));
    // In pixels half of four.
    assert!(reach(None, 55.9) && !reach(None, 56.1));
}

#[test]
fn found_and_false_stand_side_by_side() {
    let lesson = lesson_of([Asks::Mark]);
    let mut below = ellipse();
    below.shape = below.shape.moved([0.0, 200.0]);
    // The first finding has two outlines, the second one.
    let mut again = ellipse();
    again.on.slices = [30, 30];
    again.on.along_mm = None;
    let findings = vec![finding(vec![ellipse(), again]), finding(vec![below])];
    let answers = answers_to(&lesson, [Right::Mark { findings }]);
    let inside = spot(11, None, [110.0, 104.0]);
    let on_other_outline = spot(31, None, [110.0, 104.0]);
    let beside = spot(11, None, [300.0, 300.0]);
    let hits = |found, falsely| {
        Verdict::Marked(Hits {
            found,
            of: 2,
            falsely,
        })
    };
    let marked = |spots| marked(&lesson, &answers, spots);
    assert_eq!(marked(vec![inside, on_other_outline, beside]), hits(1, 1));
    assert_eq!(
        marked(vec![inside, spot(11, None, [110.0, 304.0])]),
        hits(2, 0)
    );
    assert_eq!(marked(vec![beside, beside]), hits(0, 2));
    let said_normal = BTreeMap::from([(1, Response::Normal)]);
    assert_eq!(score(&lesson, &answers, &said_normal)[0].1, hits(0, 0));
    let blank = score(&lesson, &answers, &BTreeMap::new());
    assert_eq!(blank[0].1, Verdict::NotAnswered { findings: 2 });
}

#[test]
fn normal_is_an_answer() {
    let lesson = lesson_of([Asks::Mark]);
    let answers = answers_to(&lesson, [Right::Mark { findings: vec![] }]);
    let said_normal = BTreeMap::from([(1, Response::Normal)]);
    let verdicts = score(&lesson, &answers, &said_normal);
    assert_eq!(verdicts[0].1, Verdict::Right);
    let marks = marked(&lesson, &answers, vec![spot(1, None, [1.0, 1.0])]);
    let tally = Tally::of([marks]);
    assert_eq!((tally.right, tally.items, tally.hits.falsely), (0, 1, 1));
}

#[test]
fn items_are_counted_and_a_per_cent_needs_ten() {
    let nine = [Verdict::Right; 6]
        .into_iter()
        .chain([Verdict::Wrong; 2])
        .chain([Verdict::NotAnswered { findings: 0 }]);
    let tally = Tally::of(nine.clone());
    assert_eq!((tally.right, tally.items, tally.not_answered), (6, 9, 1));
    assert_eq!(tally.per_cent(), None);
    // Marks and void questions are no items.
    let hits = Hits {
        found: 2,
        of: 3,
        falsely: 4,
    };
    let more = [
        Verdict::Marked(hits),
        Verdict::NotAnswered { findings: 2 },
        Verdict::Void,
    ];
    let tally = Tally::of(nine.clone().chain(more));
    assert_eq!((tally.items, tally.void, tally.per_cent()), (9, 1, None));
    let five = Hits { of: 5, ..hits };
    assert_eq!((tally.hits, tally.not_answered), (five, 2));
    // Six of ten.
    let tally = Tally::of(nine.chain([Verdict::Wrong]));
    assert_eq!(tally.per_cent(), Some(60));
}

#[test]
fn a_question_is_taken_back_and_all_is_scored_again() {
    let lesson = lesson_of([choose(), choose(), Asks::Mark]);
    let [chosen, marks, ..] = all_right();
    let mut answers = answers_to(&lesson, [chosen.clone(), chosen, marks]);
    let readers = [
        // Right, wrong, found and one false.
        vec![
            (1, Response::Chosen(vec![0])),
            (2, Response::Chosen(vec![1])),
            (
                3,
                Response::Marked(vec![
                    spot(11, None, [110.0, 104.0]),
                    spot(11, None, [1.0, 1.0]),
                ]),
            ),
        ],
        // Right, blank, normal.
        vec![(1, Response::Chosen(vec![1, 2])), (3, Response::Normal)],
    ];
    let results = readers.map(|responses| Practice {
        lesson: lesson.digest(),
        reader: String::new(),
        responses: responses.into_iter().collect(),
    });
    let none = Bar::default();
    let drawn = bars(&lesson, &answers, &results);
    assert_eq!(
        drawn,
        [
            Bar {
                question: 1,
                right: 2,
                ..none
            },
            Bar {
                question: 2,
                wrong: 1,
                not_answered: 1,
                ..none
            },
            Bar {
                question: 3,
                found: 1,
                missed: 1,
                falsely: 1,
                ..none
            },
        ]
    );
    answers.answers[1].is_void = true;
    let again = bars(&lesson, &answers, &results);
    assert!(again[1].is_void && again[1].wrong == 0);
    let verdicts = score(&lesson, &answers, &results[0].responses);
    let tally = Tally::of(verdicts.into_iter().map(|it| it.1));
    assert_eq!((tally.right, tally.items, tally.void), (1, 1, 1));
}

fn run(text: &str) -> Run {
    Run {
        text: text.to_owned(),
        ..Run::default()
    }
}

#[test]
fn markdown_is_a_small_part_of_it() {
    let text = "# Look\n\nAt *this* and\n**that `x*y`**.\n\n- one\n- two\n  goes on\n1. first\n\n```\n<b> *a*\n\n```\nend";
    let emphasised = Run {
        is_emphasised: true,
        ..run("this")
    };
    let strong = |text| Run {
        is_strong: true,
        ..run(text)
    };
    let code = Run {
        is_code: true,
        ..strong("x*y")
    };
    let paragraph = vec![
        run("At "),
        emphasised,
        run(" and "),
        strong("that "),
        code,
        run("."),
    ];
    let list = |is_numbered, items: &[&str]| Block::List {
        is_numbered,
        items: items.iter().map(|item| vec![run(item)]).collect(),
    };
    assert_eq!(
        blocks(text),
        [
            Block::Heading(1, vec![run("Look")]),
            Block::Paragraph(paragraph),
            list(false, &["one", "two goes on"]),
            list(true, &["first"]),
            Block::Code("<b> *a*\n".to_owned()),
            Block::Paragraph(vec![run("end")]),
        ]
    );
}

#[test]
fn what_is_no_markdown_is_text() {
    for text in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[here](javascript:alert(1))",
        "![x](https://example.org/x.png)",
        "2 * 3 * 4",
        "snake_case_name",
        "**not closed",
        "`nor this",
        "#nor a heading",
        "&lt;b&gt;",
        "1.5 mm",
        "a ** b",
    ] {
        let read = blocks(text);
        assert_eq!(read, [Block::Paragraph(vec![run(text)])], "{text}");
    }
    assert_eq!(blocks("\\*a\\*"), [Block::Paragraph(vec![run("*a*")])]);
    assert_eq!(blocks(""), []);
}

/// No letter gets lost but those that are marks, however they stand.
#[test]
fn whatever_is_typed_is_shown() {
    let letters = [
        "*", "**", "_", "`", "\n", "a", " ", "#", "-", "1. ", "\u{e9}", "\\", "```",
    ];
    let mut random = Random::new(5);
    for _ in 0..20_000 {
        let text: String = (0..random.below(24))
            .map(|_| letters[random.below(letters.len())])
            .collect();
        let shown: String = blocks(&text).iter().map(text_of).collect();
        let kept = |text: &str| text.chars().filter(|it| it.is_alphabetic()).count();
        // The word behind the three backticks that begin code is its language.
        if !text.contains("```") {
            assert_eq!(kept(&shown), kept(&text), "{text:?}");
        }
    }
    // As long as a text may be.
    let long = "*".repeat(limits::TEXT_CHARACTERS);
    assert!(!blocks(&long).is_empty());
}

fn text_of(block: &Block) -> String {
    let all = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    match block {
        Block::Heading(_, runs) | Block::Paragraph(runs) => all(runs),
        Block::List { items, .. } => items.iter().map(|item| all(item)).collect(),
        Block::Code(text) => text.clone(),
    }
}

#[test]
fn images_are_told_by_values_before_uids() {
    let by_uid = LessonImage {
        fingerprint: None,
        series_sha256: Some("c".repeat(64)),
        ..image('a')
    };
    let both = LessonImage {
        series_sha256: by_uid.series_sha256.clone(),
        ..image('a')
    };
    assert_eq!(both.likeness(&image('a')), 2);
    assert_eq!(both.likeness(&by_uid), 1);
    assert_eq!(both.likeness(&image('b')), 0);
    let shorter = LessonImage {
        count: 39,
        ..by_uid.clone()
    };
    assert_eq!(by_uid.likeness(&shorter), 0);
    assert_eq!(image('a').rows, 512);
}

#[test]
fn an_address_names_lessons_beside_the_page_and_nothing_else() {
    for path in ["a.lesson.json", "chest/nodules 2.lesson.json"] {
        assert!(lesson::is_beside(path), "{path}");
    }
    for path in [
        "/a.lesson.json",
        "//elsewhere.example/a.lesson.json",
        "https://elsewhere.example/a.lesson.json",
        "../a.lesson.json",
        "b/../../a.lesson.json",
        "%2e%2e/a.lesson.json",
        "\\\\elsewhere.example/a.lesson.json",
        "a.lesson.json?x=1",
        "files.json",
        "",
    ] {
        assert!(!lesson::is_beside(path), "{path}");
    }
}
