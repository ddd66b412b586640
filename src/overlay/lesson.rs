//! What the panel of a lesson says, as it is made and as it is played, and the files that it is saved to.

use crate::engine::State;
use crate::engine::lesson::LessonCase;
use crate::lesson::{Block, Question, Response, Unread, Verdict, WhatFile, blocks, score};
use crate::session::{Asks, Part};
use crate::words;

#[derive(Clone, Debug, PartialEq)]
pub struct LessonPanel {
    pub is_played: bool,
    pub title: String,
    pub language: String,
    pub warnings: Vec<String>,
    pub steps: Vec<StepLine>,
    pub step: Option<ShownStep>,
    /// What the teacher reads is known here.
    pub has_key: bool,
    pub reader: String,
    /// `Step 2 of 5`.
    pub place: String,
    /// What is on the screen can be made a step.
    pub can_take: bool,
}

/// A step in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StepLine {
    /// From 0.
    pub number: usize,
    pub name: String,
    pub is_shown: bool,
    pub is_last: bool,
}

/// The step that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownStep {
    /// From 0.
    pub number: usize,
    pub title: String,
    /// As it was typed.
    pub text: String,
    /// As it is read; `None` as long as the step hides it.
    pub read: Option<Vec<Block>>,
    pub hidden: Vec<Part>,
    pub question: Option<ShownQuestion>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ShownQuestion {
    /// As it was typed.
    pub text: String,
    pub read: Vec<Block>,
    pub asks: Asks,
    /// Options that are chosen.
    pub chosen: Vec<usize>,
    pub may_be_normal: bool,
    /// What was answered, in a word.
    pub answered: Option<String>,
    /// What that is worth, where the teacher's reading is known here.
    pub verdict: Option<String>,
    /// What is right is known here.
    pub has_right: bool,
}

/// `None` while it is closed.
#[must_use]
pub fn lesson_panel(state: &State) -> Option<LessonPanel> {
    let case = &state.lesson;
    if !case.is_open {
        return None;
    }
    let steps = &case.lesson.steps;
    let line = |(number, step): (usize, &crate::lesson::Step)| StepLine {
        number,
        name: words::step_name(number + 1, &step.title),
        is_shown: number == case.at,
        is_last: number + 1 == steps.len(),
    };
    Some(LessonPanel {
        is_played: case.is_played,
        title: case.lesson.title.clone(),
        language: case.lesson.language.clone(),
        warnings: warnings(case),
        steps: steps.iter().enumerate().map(line).collect(),
        step: shown_step(case),
        has_key: !case.answers.is_empty(),
        reader: case.reader.clone(),
        place: words::step_of(case.at + 1, steps.len()),
        can_take: LessonCase::can_take(state),
    })
}

/// Images that are not there, and files that were not taken.
fn warnings(case: &LessonCase) -> Vec<String> {
    let missing = case.missing().count();
    let missing = (missing > 0).then(|| words::images_missing(missing, case.lesson.images.len()));
    let named = |(name, unread): (&String, &Unread)| format!("{name}: {}", unread.sentence());
    let not_taken = case.not_taken.iter().map(named);
    missing.into_iter().chain(not_taken).collect()
}

fn shown_step(case: &LessonCase) -> Option<ShownStep> {
    let step = case.step()?;
    let is_hidden = case.is_played && step.hides(Part::Text) && !case.shows_text;
    Some(ShownStep {
        number: case.at,
        title: step.title.clone(),
        text: step.text.clone(),
        read: (!is_hidden).then(|| blocks(&step.text)),
        hidden: step.hidden.clone(),
        question: step.question.as_ref().map(|it| shown_question(case, it)),
    })
}

fn shown_question(case: &LessonCase, question: &Question) -> ShownQuestion {
    let response = case.responses.get(&question.id);
    let has_right = case.answers.iter().any(|it| it.question == question.id);
    let verdict = || {
        let scored = score(&case.lesson, &case.key(), &case.responses);
        let verdict = scored.into_iter().find(|(id, _)| *id == question.id);
        verdict.map(|(_, verdict)| verdict_word(verdict))
    };
    ShownQuestion {
        text: question.text.clone(),
        read: blocks(&question.text),
        asks: question.asks.clone(),
        chosen: match response {
            Some(Response::Chosen(chosen)) => chosen.clone(),
            _ => Vec::new(),
        },
        may_be_normal: question.may_be_normal(),
        answered: response.map(|it| answered(question, it)),
        verdict: response.filter(|_| has_right).and_then(|_| verdict()),
        has_right,
    }
}

fn answered(question: &Question, response: &Response) -> String {
    match (response, &question.asks) {
        (Response::Chosen(chosen), Asks::Choose { options, .. }) => {
            let chosen = chosen.iter().filter_map(|at| options.get(*at));
            chosen.cloned().collect::<Vec<_>>().join(", ")
        }
        (Response::Marked(spots), _) => words::marks_answered(spots.len()),
        (Response::Slice(place), _) => words::on_slice(place.slice as usize + 1),
        (Response::Window { center, width }, _) => words::window_answered(*center, *width),
        _ => words::NORMAL.to_owned(),
    }
}

/// What an answer is worth, in a word.
#[must_use]
pub fn verdict_word(verdict: Verdict) -> String {
    match verdict {
        Verdict::NotAnswered { .. } => words::NOT_ANSWERED.to_owned(),
        Verdict::Void => words::TAKEN_BACK.to_owned(),
        Verdict::Unscored => words::NOT_SCORED.to_owned(),
        Verdict::Right => words::IS_RIGHT.to_owned(),
        Verdict::Wrong => words::IS_WRONG.to_owned(),
        Verdict::Marked(hits) => words::found_and_false(hits.found, hits.of, hits.falsely),
    }
}

/// What a lesson is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavedLesson {
    /// Without what is right.
    Lesson,
    SelfStudy,
    Answers,
    Result,
}

/// The name and the text of such a file.
///
/// # Errors
/// Where it could not be read again.
pub fn lesson_file(state: &State, what: SavedLesson) -> Result<(String, String), Unread> {
    let case = &state.lesson;
    let (what, text) = match what {
        SavedLesson::Lesson => (WhatFile::Lesson, case.lesson.write(None)),
        SavedLesson::SelfStudy => (WhatFile::Lesson, case.lesson.write(Some(&case.key()))),
        SavedLesson::Answers => (WhatFile::Answers, case.key().write()),
        SavedLesson::Result => (WhatFile::Result, case.practice().write()),
    };
    Ok((format!("{}{}", words::LESSON_FILE, what.ending()), text?))
}
