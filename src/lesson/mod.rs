//! Lessons: steps over images that are found by their values, questions, the teacher's reading kept apart,
//! what a reader answered, and how that is scored (BEHAVIOUR 7). `docs/lessons.md` has the files.
//!
//! No pixels, UIDs, names or dates are in any of them, and nothing in them is trusted when it is read.

mod answers;
mod file;
mod hit;
mod image;
mod markdown;
mod question;
mod results;
mod score;
mod step;
mod unread;

pub use answers::{Answer, Answers, Finding, FindingRegion, Right, SliceRange, WindowRange};
pub use file::{LessonFile, WhatFile, is_beside, read};
pub use image::LessonImage;
pub use markdown::{Block, Run, blocks};
pub use question::{Question, Response, SlicePlace, Spot};
pub use results::{Bar, Practice, bars};
pub use score::{Hits, Tally, Verdict, score};
pub use step::{ShownPane, ShownPlanes, Step, StepMark};
pub use unread::Unread;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::limits;
use crate::words;

/// What a teacher has prepared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    pub title: String,
    /// Of its texts (BCP 47).
    pub language: String,
    /// What its steps show, by their places here.
    pub images: Vec<LessonImage>,
    pub steps: Vec<Step>,
}

impl Lesson {
    /// In the order of the steps.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.steps.iter().filter_map(|step| step.question.as_ref())
    }

    #[must_use]
    pub fn question(&self, id: u32) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// A number that no question has.
    #[must_use]
    pub fn next_question(&self) -> u32 {
        let last = self.questions().map(|question| question.id).max();
        last.unwrap_or(0).saturating_add(1)
    }

    /// SHA-256 of what is asked, and of which images: what answers and results are bound to. Steps may be
    /// moved and their texts mended, and it is the same.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut asked: Vec<&Question> = self.questions().collect();
        asked.sort_by_key(|question| question.id);
        // Nothing in it that cannot be written.
        let written = serde_json::to_vec(&(&self.images, asked)).unwrap_or_default();
        sha256(&written)
    }

    /// Whether the viewer could have made it.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn check(&self) -> Result<(), Unread> {
        let of_whole = Unread::unsound(None);
        if self.title.chars().count() > limits::LESSON_TITLE_CHARACTERS {
            return Err(of_whole(words::FLAW_TITLE));
        }
        if self.images.len() > limits::LESSON_IMAGES {
            return Err(of_whole(words::FLAW_IMAGES));
        }
        if self.steps.len() > limits::LESSON_STEPS {
            return Err(of_whole(words::FLAW_STEPS));
        }
        if !self.images.iter().all(LessonImage::is_sound) {
            return Err(of_whole(words::FLAW_IMAGE));
        }
        for (step, number) in self.steps.iter().zip(1..) {
            let flaw = step.flaw(self.images.len());
            flaw.map_or(Ok(()), |flaw| Err(Unread::unsound(Some(number))(flaw)))?;
        }
        let mut ids: Vec<u32> = self.questions().map(|question| question.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() < count {
            return Err(of_whole(words::FLAW_QUESTIONS_ALIKE));
        }
        Ok(())
    }
}

/// As 64 hexadecimal digits.
fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut text, byte| {
        let digits = [byte >> 4, byte & 15].map(|half| char::from_digit(half.into(), 16));
        text.extend(digits.into_iter().flatten());
        text
    })
}
