//! Lessons: what is made, what is asked, what keeps a file from being taken.

use super::number::bytes;

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
