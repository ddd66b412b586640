//! What a reader gives the teacher, and what many of them answered beside each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Answers, Lesson, Response, Unread, Verdict, WhatFile, score};
use crate::limits;
use crate::words;

/// A practice record. It is made on the reader's computer and is no proof of anything.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Practice {
    /// [`Lesson::digest`] of the lesson that was answered.
    pub lesson: String,
    /// As the reader signed it; nothing where he did not.
    pub reader: String,
    /// By the questions' numbers. What was left blank is not there.
    pub responses: BTreeMap<u32, Response>,
}

impl Practice {
    /// Whether it is of this lesson.
    ///
    /// # Errors
    /// Of another one.
    pub fn check_for(&self, lesson: &Lesson) -> Result<(), Unread> {
        if self.lesson == lesson.digest() {
            Ok(())
        } else {
            Err(Unread::OfAnother(WhatFile::Result))
        }
    }

    pub(super) fn check(&self) -> Result<(), Unread> {
        let is_sound = self.reader.chars().count() <= limits::LESSON_TITLE_CHARACTERS
            && self.responses.len() <= limits::LESSON_STEPS
            && self.responses.values().all(Response::is_sound);
        if is_sound {
            Ok(())
        } else {
            Err(Unread::unsound(None)(words::FLAW_RESPONSE))
        }
    }
}

/// What all readers made of one question, for a chart: readers, or of marks findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    pub question: u32,
    pub right: usize,
    pub wrong: usize,
    pub not_answered: usize,
    /// Findings that were met, and those that were not, of all readers.
    pub found: usize,
    pub missed: usize,
    pub falsely: usize,
    pub is_void: bool,
}

/// A bar for each question, in the order of the steps.
#[must_use]
pub fn bars(lesson: &Lesson, answers: &Answers, results: &[Practice]) -> Vec<Bar> {
    let bar = |question| Bar {
        question,
        ..Bar::default()
    };
    let mut bars: Vec<Bar> = lesson.questions().map(|it| bar(it.id)).collect();
    for result in results {
        let verdicts = score(lesson, answers, &result.responses);
        for (bar, (_, verdict)) in bars.iter_mut().zip(verdicts) {
            bar.add(verdict);
        }
    }
    bars
}

impl Bar {
    fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Right => self.right += 1,
            Verdict::Wrong => self.wrong += 1,
            Verdict::NotAnswered { findings } => {
                self.not_answered += 1;
                self.missed += findings;
            }
            Verdict::Marked(hits) => {
                self.wrong += usize::from(hits.of == 0);
                self.found += hits.found;
                self.missed += hits.of - hits.found;
                self.falsely += hits.falsely;
            }
            Verdict::Void => self.is_void = true,
            Verdict::Unscored => {}
        }
    }
}
