//! The files, as JSON with a format and a version: a lesson, the teacher's reading of it, a reader's result.

use serde::{Deserialize, Serialize};

use super::{Answers, Lesson, LessonImage, Practice, Step, Unread};
use crate::limits;
use crate::words;

/// Raised when what was written before means another thing.
const VERSION: u32 = 1;

/// The oldest that is still read.
const OLDEST: u32 = 1;

/// Which of the files it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhatFile {
    Lesson,
    Answers,
    Result,
}

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub enum LessonFile {
    /// With answers inside it is for self-study.
    Lesson(Lesson, Option<Answers>),
    Answers(Answers),
    Result(Practice),
}

impl WhatFile {
    const ALL: [Self; 3] = [Self::Lesson, Self::Answers, Self::Result];

    /// What stands in the file.
    const fn format(self) -> &'static str {
        match self {
            Self::Lesson => "hounsfield lesson",
            Self::Answers => "hounsfield answers",
            Self::Result => "hounsfield result",
        }
    }

    /// What its name ends with.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Lesson => ".lesson.json",
            Self::Answers => ".answers.json",
            Self::Result => ".result.json",
        }
    }
}

/// A lesson in the page's own folder or below it, as an address may name one: no other place is reached by it.
#[must_use]
pub fn is_beside(path: &str) -> bool {
    let is_name = |part: &str| !matches!(part, "" | "." | "..");
    path.ends_with(WhatFile::Lesson.ending())
        && path.split('/').all(is_name)
        && !path.contains([':', '\\', '?', '#', '%'])
}

/// What stands before everything else, in whatever version.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

#[derive(Serialize)]
struct WritingLesson<'a> {
    format: &'static str,
    version: u32,
    note: &'static str,
    title: &'a str,
    language: &'a str,
    images: &'a [LessonImage],
    steps: &'a [Step],
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<&'a Answers>,
}

#[derive(Deserialize)]
struct WrittenLesson {
    title: String,
    language: String,
    images: Vec<LessonImage>,
    steps: Vec<Step>,
    answers: Option<Answers>,
}

#[derive(Serialize)]
struct Writing<'a, T> {
    format: &'static str,
    version: u32,
    note: &'static str,
    content: &'a T,
}

#[derive(Deserialize)]
struct Written<T> {
    content: T,
}

impl Lesson {
    /// As a file; with answers inside it is for self-study, and says so.
    ///
    /// # Errors
    /// Where it is larger than what is read again, or has more of something.
    pub fn write(&self, answers: Option<&Answers>) -> Result<String, Unread> {
        self.check()?;
        let note = match answers {
            Some(_) => words::LESSON_SELF_STUDY,
            None => words::LEGAL,
        };
        written(&WritingLesson {
            format: WhatFile::Lesson.format(),
            version: VERSION,
            note,
            title: &self.title,
            language: &self.language,
            images: &self.images,
            steps: &self.steps,
            answers,
        })
    }
}

impl Answers {
    /// As a file.
    ///
    /// # Errors
    /// As [`Lesson::write`].
    pub fn write(&self) -> Result<String, Unread> {
        self.check()?;
        written(&Writing {
            format: WhatFile::Answers.format(),
            version: VERSION,
            note: words::TEACHERS_READING,
            content: self,
        })
    }
}

impl Practice {
    /// As a file, which says that it is no proof.
    ///
    /// # Errors
    /// As [`Lesson::write`].
    pub fn write(&self) -> Result<String, Unread> {
        self.check()?;
        written(&Writing {
            format: WhatFile::Result.format(),
            version: VERSION,
            note: words::RESULT_NO_PROOF,
            content: self,
        })
    }
}

fn written(content: &impl Serialize) -> Result<String, Unread> {
    let text = serde_json::to_string_pretty(content).map_err(|error| damaged(&error))?;
    check_size(&text)?;
    Ok(text + "\n")
}

fn check_size(text: &str) -> Result<(), Unread> {
    let (bytes, limit) = (text.len(), limits::LESSON_BYTES);
    if bytes > limit {
        return Err(Unread::TooLarge { bytes, limit });
    }
    Ok(())
}

fn damaged(error: &serde_json::Error) -> Unread {
    Unread::Damaged {
        line: error.line(),
        column: error.column(),
    }
}

/// Reads any of the files. A lesson and its answers fit each other; of the others that is checked against
/// the lesson that is open.
///
/// # Errors
/// What keeps it from being taken, and where it is wrong.
pub fn read(text: &str) -> Result<LessonFile, Unread> {
    check_size(text)?;
    // Some editors put a mark before the text.
    let text = text.trim_start_matches('\u{feff}');
    match what(text)? {
        WhatFile::Lesson => lesson(text),
        WhatFile::Answers => {
            let answers: Answers = content(text)?;
            answers.check()?;
            Ok(LessonFile::Answers(answers))
        }
        WhatFile::Result => {
            let result: Practice = content(text)?;
            result.check()?;
            Ok(LessonFile::Result(result))
        }
    }
}

fn what(text: &str) -> Result<WhatFile, Unread> {
    let head = serde_json::from_str::<Head>(text).map_err(|error| {
        if error.is_data() {
            Unread::Foreign
        } else {
            damaged(&error)
        }
    })?;
    let mut all = WhatFile::ALL.into_iter();
    let what = all.find(|what| what.format() == head.format);
    let what = what.ok_or(Unread::Foreign)?;
    let version = head.version;
    match version {
        ..OLDEST => Err(Unread::TooOld { version }),
        OLDEST..=VERSION => Ok(what),
        _ => Err(Unread::TooNew { version }),
    }
}

fn lesson(text: &str) -> Result<LessonFile, Unread> {
    let WrittenLesson {
        title,
        language,
        images,
        steps,
        answers,
    } = serde_json::from_str(text).map_err(|error| damaged(&error))?;
    let lesson = Lesson {
        title,
        language,
        images,
        steps,
    };
    lesson.check()?;
    if let Some(answers) = &answers {
        answers.check()?;
        answers.check_for(&lesson)?;
    }
    Ok(LessonFile::Lesson(lesson, answers))
}

fn content<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, Unread> {
    let written = serde_json::from_str::<Written<T>>(text);
    written
        .map(|written| written.content)
        .map_err(|error| damaged(&error))
}
