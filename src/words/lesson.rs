//! Lessons: what is made, what is asked, what keeps a file from being taken.

use std::fmt::Write as _;

use super::number::{bytes, number};

pub const LESSON_SELF_STUDY: &str = "For self-study: the answers are in this file. For teaching. Not a medical device. Not for diagnosis or patient care.";
pub const TEACHERS_READING: &str = "The teacher's reading";
pub const RESULT_NO_PROOF: &str = "Practice record made on the student's computer; not proof";

pub const LESSON_FOREIGN: &str = "This is no lesson, nor answers or a result of one";
pub const ANSWERS_OF_ANOTHER: &str =
    "These answers belong to another lesson, or to what was asked before it was changed";
pub const RESULT_OF_ANOTHER: &str =
    "This result belongs to another lesson, or to what was asked before it was changed";
pub const ANSWERS_WITHOUT_LESSON: &str = "Answers: open their lesson first";
pub const RESULT_WITHOUT_LESSON: &str = "A result: open its lesson first";

pub const FLAW_TITLE: &str = "a title that is too long";
pub const FLAW_IMAGES: &str = "more images than a lesson may have";
pub const FLAW_STEPS: &str = "more steps than a lesson may have";
pub const FLAW_IMAGE: &str = "an image that nothing is found by";
pub const FLAW_QUESTIONS_ALIKE: &str = "two questions of one number";
pub const FLAW_TEXT: &str = "a text that is too long";
pub const FLAW_LAYOUT: &str = "panes that do not lie as it says";
pub const FLAW_NO_IMAGE: &str = "an image that the lesson does not name";
pub const FLAW_VIEW: &str = "a view that cannot be";
pub const FLAW_PLANES: &str = "planes that cannot be";
pub const FLAW_MARK: &str = "a mark that cannot be, or too many";
pub const FLAW_HIDDEN: &str = "a hidden part twice";
pub const FLAW_QUESTION: &str = "a question that is too long";
pub const FLAW_ANSWER: &str = "an answer that cannot be";
pub const FLAW_RESPONSE: &str = "a response that cannot be";

pub const LESSON: &str = "Lesson";
pub const LESSON_HINT: &str = "Lesson: steps over what is on the screen";
pub const LESSON_FILE: &str = "lesson";
pub const LESSON_TITLE: &str = "Title of the lesson";
pub const LESSON_EMPTY: &str =
    "A lesson is made of steps. Show what you want to teach, and add it; or drop a .lesson.json";
pub const LESSON_WITHOUT_IDENTITY: &str = "No pixels, names, numbers, dates or UIDs are written: images are found again by their values. What you type is written";
pub const ADD_STEP: &str = "Add what is on the screen";
pub const RETAKE_STEP: &str = "Take what is on the screen anew";
pub const STEP_UP: &str = "Earlier";
pub const STEP_DOWN: &str = "Later";
pub const REMOVE_STEP: &str = "Remove";
pub const STEP_TITLE: &str = "Title of the step";
pub const STEP_TEXT: &str = "Text (Markdown)";
pub const STEP_HIDES: &str = "Hidden until asked for";
pub const HIDES_MARKS: &str = "marks";
pub const HIDES_TEXT: &str = "text";
pub const HIDES_OVERLAY: &str = "what stands over the picture";
pub const QUESTION: &str = "Question";
pub const QUESTION_TEXT: &str = "What is asked (Markdown)";
pub const ASKS_NOTHING: &str = "none";
pub const ASKS_CHOOSE: &str = "choose one";
pub const ASKS_CHOOSE_SEVERAL: &str = "choose several";
pub const ASKS_MARK: &str = "mark";
pub const ASKS_SLICE: &str = "find the slice";
pub const ASKS_WINDOW: &str = "set the window";
pub const OPTIONS: &str =
    "Options, one a line; those that begin with * are right, and without any it is normal";
pub const TAKE_MARKS: &str = "The outlines on the screen are right";
pub const TAKE_SLICE: &str = "This slice is right";
pub const TAKE_WINDOW: &str = "This window is right";
pub const TOLERANCE_MM: &str = "mm to either side";
pub const TOLERANCE_WINDOW: &str = "to either side";
pub const IS_NORMAL: &str = "It is normal";
pub const HAS_RIGHT: &str = "What is right is known";
pub const LACKS_RIGHT: &str = "What is right is not known yet";
pub const SAVE_LESSON: &str = "Save the lesson";
pub const SAVE_ANSWERS: &str = "Save the answers, for you";
pub const SAVE_SELF_STUDY: &str = "Save with the answers inside, for self-study";
pub const SAVE_RESULT: &str = "Save your result";
pub const PLAY_LESSON: &str = "Play";
pub const LEAVE_LESSON: &str = "Back to making it";
pub const NEXT_STEP: &str = "Next";
pub const PREVIOUS_STEP: &str = "Back";
pub const SHOW_STEP_TEXT: &str = "Show the text";
pub const ANSWER_MARKS: &str = "These are my marks";
pub const ANSWER_SLICE: &str = "This slice";
pub const ANSWER_WINDOW: &str = "This window";
pub const LEAVE_BLANK: &str = "Leave blank";
pub const NORMAL: &str = "normal";
pub const NOT_ANSWERED: &str = "not answered";
pub const TAKEN_BACK: &str = "taken back";
pub const NOT_SCORED: &str = "no reading";
pub const IS_RIGHT: &str = "right";
pub const IS_WRONG: &str = "wrong";
pub const READER: &str = "Reader";
pub const SIGN_RESULT: &str = "Sign it, if you like";
pub const RESULTS: &str = "Results";
pub const RESULTS_FILE: &str = "results.csv";
pub const SAVE_RESULTS: &str = "Save the table (CSV)";
pub const VOID_QUESTION: &str = "Take back";
pub const RESULT_TOTALS: [&str; 7] = [
    "Right",
    "Items",
    "Per cent",
    "Found",
    "Findings",
    "False marks",
    "Not answered",
];

/// `2. A disc`.
#[must_use]
pub fn step_name(number: usize, title: &str) -> String {
    if title.is_empty() {
        format!("{number}. Step")
    } else {
        format!("{number}. {title}")
    }
}

#[must_use]
pub fn step_of(number: usize, count: usize) -> String {
    format!("Step {number} of {count}")
}

#[must_use]
pub fn images_missing(missing: usize, count: usize) -> String {
    format!("{missing} of the lesson's {count} series are not open: drop them here. The rest plays")
}

#[must_use]
pub fn question_number(id: u32) -> String {
    format!("Question {id}")
}

#[must_use]
pub fn marks_answered(count: usize) -> String {
    if count == 1 {
        "1 mark".to_owned()
    } else {
        format!("{count} marks")
    }
}

#[must_use]
pub fn window_answered(center: f64, width: f64) -> String {
    format!("L {} W {}", number(center.round()), number(width.round()))
}

/// What all readers made of a question.
#[must_use]
pub fn bar(good: usize, bad: usize, falsely: usize, blank: usize) -> String {
    let mut words = format!("{good} right or found, {bad} not");
    if falsely > 0 {
        let _infallible = write!(words, ", {falsely} false marks");
    }
    if blank > 0 {
        let _infallible = write!(words, ", {blank} not answered");
    }
    words
}

/// Beside each other, and never one figure.
#[must_use]
pub fn found_and_false(found: usize, of: usize, falsely: usize) -> String {
    format!("found {found} of {of}, {falsely} false")
}

#[must_use]
pub fn lesson_unreadable(reason: &str) -> String {
    format!("The browser could not read the file: {reason}")
}

#[must_use]
pub fn lesson_too_large(size: usize, limit: usize) -> String {
    format!(
        "A file of a lesson may have {}; this one has {}",
        bytes(limit as u64),
        bytes(size as u64)
    )
}

#[must_use]
pub fn lesson_damaged(line: usize, column: usize) -> String {
    format!("The file is damaged, or was changed by hand: line {line}, letter {column}")
}

#[must_use]
pub fn lesson_too_new(version: u32) -> String {
    format!("A newer viewer has written this file (version {version}): update this one")
}

#[must_use]
pub fn lesson_too_old(version: u32) -> String {
    format!("Version {version} of the file is not read any more")
}

#[must_use]
pub fn lesson_unsound(step: Option<usize>, flaw: &str) -> String {
    match step {
        Some(step) => format!("Not taken: step {step} has {flaw}"),
        None => format!("Not taken: it has {flaw}"),
    }
}
