//! Why a file of a lesson is not taken.

use super::WhatFile;
use crate::words;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The browser could not read it; its own words.
    Unreadable(String),
    TooLarge {
        bytes: usize,
        limit: usize,
    },
    /// It breaks off, or is no JSON, or has something in a place where that cannot be.
    Damaged {
        line: usize,
        column: usize,
    },
    /// It is something else.
    Foreign,
    /// A newer viewer has written it.
    TooNew {
        version: u32,
    },
    /// Nothing reads it any more.
    TooOld {
        version: u32,
    },
    /// Nobody could have made this of a step, from 1, or of the whole.
    Unsound {
        step: Option<usize>,
        flaw: &'static str,
    },
    /// It belongs to another lesson.
    OfAnother(WhatFile),
    /// Nothing is open that it could belong to.
    NoLesson(WhatFile),
}

impl Unread {
    pub(super) const fn unsound(step: Option<usize>) -> impl Fn(&'static str) -> Self {
        move |flaw| Self::Unsound { step, flaw }
    }

    /// What is wrong, and where.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Unreadable(reason) => words::lesson_unreadable(reason),
            Self::TooLarge { bytes, limit } => words::lesson_too_large(*bytes, *limit),
            Self::Damaged { line, column } => words::lesson_damaged(*line, *column),
            Self::Foreign => words::LESSON_FOREIGN.to_owned(),
            Self::TooNew { version } => words::lesson_too_new(*version),
            Self::TooOld { version } => words::lesson_too_old(*version),
            Self::Unsound { step, flaw } => words::lesson_unsound(*step, flaw),
            Self::OfAnother(WhatFile::Answers) => words::ANSWERS_OF_ANOTHER.to_owned(),
            Self::OfAnother(_) => words::RESULT_OF_ANOTHER.to_owned(),
            Self::NoLesson(WhatFile::Answers) => words::ANSWERS_WITHOUT_LESSON.to_owned(),
            Self::NoLesson(_) => words::RESULT_WITHOUT_LESSON.to_owned(),
        }
    }
}
