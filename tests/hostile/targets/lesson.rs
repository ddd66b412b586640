//! Files of lessons, answers and results; and the Markdown of what is no file at all.

use std::collections::BTreeMap;

use hounsfield::lesson::{self, Answers, Lesson, LessonFile, Practice, blocks, score};

use crate::opened::{ANYWAY, within};

/// JSON of two letters becomes a step, a mark or a pane, which take some hundred bytes each; and each is
/// written again.
const COPIES: u64 = 1024;

pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    within(ANYWAY + COPIES * data.len() as u64, || {
        match lesson::read(&text) {
            Ok(LessonFile::Lesson(lesson, answers)) => again(&lesson, answers.as_ref()),
            Ok(LessonFile::Answers(answers)) => assert!(answers.write().is_ok()),
            Ok(LessonFile::Result(result)) => assert!(result.write().is_ok()),
            Err(unread) => assert!(!unread.sentence().is_empty()),
        }
        let _shown = blocks(&text);
    });
}

/// What was taken is written again, and scored.
fn again(lesson: &Lesson, answers: Option<&Answers>) {
    // Written out it may be larger than what is read.
    let _is_larger = lesson.write(answers).is_err();
    let responses = BTreeMap::new();
    if let Some(answers) = answers {
        let scored = score(lesson, answers, &responses);
        assert_eq!(scored.len(), lesson.questions().count());
    }
    let practice = Practice {
        lesson: lesson.digest(),
        ..Practice::default()
    };
    assert_eq!(practice.check_for(lesson), Ok(()));
}
