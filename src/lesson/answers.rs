//! The teacher's reading: what is right, kept apart from the lesson.

use serde::{Deserialize, Serialize};

use super::{Lesson, Unread, WhatFile};
use crate::limits;
use crate::marks::Shape;
use crate::session::Asks;
use crate::session::written::{FAR, is_sound_shape, is_sound_window};
use crate::words;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// [`Lesson::digest`] of the lesson that they are for.
    pub lesson: String,
    pub answers: Vec<Answer>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Its [`id`](super::Question::id).
    pub question: u32,
    /// The teacher has taken the question back: it is not scored.
    #[serde(default)]
    pub is_void: bool,
    pub right: Right,
}

/// What is right: any of what is listed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    Choose {
        /// Sets of options by their places, from 0, in order.
        any_of: Vec<Vec<usize>>,
        /// `Normal` is right too.
        normal: bool,
    },
    /// None of them is normal.
    Mark {
        findings: Vec<Finding>,
    },
    FindSlice {
        any_of: Vec<SliceRange>,
    },
    SetWindow {
        any_of: Vec<WindowRange>,
    },
}

/// One thing to be found; it may be outlined on several slices, or in several ways.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    pub name: String,
    pub regions: Vec<FindingRegion>,
}

/// An outline on the slices from one to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindingRegion {
    pub on: SliceRange,
    pub shape: Shape,
    /// From row to row and from column to column, in mm; `None` where it is not known.
    pub spacing_mm: Option<[f64; 2]>,
}

/// Slices of an image.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SliceRange {
    pub image: usize,
    /// The first and the last one, from 0.
    pub slices: [u32; 2],
    /// The same along the way of reading, where files give positions: it holds where it is known of both.
    pub along_mm: Option<[f64; 2]>,
}

/// From one to another each, in modality values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowRange {
    pub center: [f64; 2],
    pub width: [f64; 2],
}

impl Answers {
    #[must_use]
    pub fn of(&self, question: u32) -> Option<&Answer> {
        self.answers.iter().find(|it| it.question == question)
    }

    /// Whether they are this lesson's, and each is one of its question.
    ///
    /// # Errors
    /// Of another lesson, or what is wrong.
    pub fn check_for(&self, lesson: &Lesson) -> Result<(), Unread> {
        if self.lesson != lesson.digest() {
            return Err(Unread::OfAnother(WhatFile::Answers));
        }
        let fits = |answer: &Answer| {
            let question = lesson.question(answer.question);
            question.is_some_and(|question| answer.right.fits(&question.asks))
        };
        if self.answers.iter().all(fits) {
            Ok(())
        } else {
            Err(Unread::unsound(None)(words::FLAW_ANSWER))
        }
    }

    pub(super) fn check(&self) -> Result<(), Unread> {
        let is_sound = self.answers.len() <= limits::LESSON_STEPS
            && self.answers.iter().all(|answer| answer.right.is_sound());
        if is_sound {
            Ok(())
        } else {
            Err(Unread::unsound(None)(words::FLAW_ANSWER))
        }
    }
}

impl Right {
    /// It answers such a question.
    #[must_use]
    pub const fn fits(&self, asks: &Asks) -> bool {
        matches!(
            (self, asks),
            (Self::Choose { .. }, Asks::Choose { .. })
                | (Self::Mark { .. }, Asks::Mark)
                | (Self::FindSlice { .. }, Asks::FindSlice)
                | (Self::SetWindow { .. }, Asks::SetWindow)
        )
    }

    fn is_sound(&self) -> bool {
        match self {
            Self::Choose { any_of, .. } => {
                any_of.len() <= limits::LESSON_OPTIONS
                    && (any_of.iter()).all(|set| set.len() <= limits::LESSON_OPTIONS)
            }
            Self::Mark { findings } => {
                let regions = || findings.iter().flat_map(|finding| &finding.regions);
                findings.len() <= limits::LESSON_MARKS
                    && regions().count() <= limits::LESSON_MARKS
                    && regions().all(FindingRegion::is_sound)
            }
            Self::FindSlice { any_of } => {
                any_of.len() <= limits::LESSON_OPTIONS && any_of.iter().all(SliceRange::is_sound)
            }
            Self::SetWindow { any_of } => {
                let is_sound = |range: &WindowRange| {
                    let [from, to] = [0, 1].map(|end| [range.center[end], range.width[end]]);
                    is_sound_window(from[0], from[1])
                        && is_sound_window(to[0], to[1])
                        && from[0] <= to[0]
                        && from[1] <= to[1]
                };
                any_of.len() <= limits::LESSON_OPTIONS && any_of.iter().all(is_sound)
            }
        }
    }
}

impl FindingRegion {
    fn is_sound(&self) -> bool {
        let sizes = 1e-6..=1e3;
        self.on.is_sound()
            && self.shape.kind.is_region()
            && is_sound_shape(&self.shape)
            && self
                .spacing_mm
                .iter()
                .flatten()
                .all(|mm| sizes.contains(mm))
    }
}

impl SliceRange {
    fn is_sound(&self) -> bool {
        let [first, last] = self.slices;
        let along = self.along_mm;
        first <= last && along.is_none_or(|[from, to]| -FAR <= from && from <= to && to <= FAR)
    }
}
