//! Files of lessons that were dropped: taken, or not, with the reason.

use super::playing;
use crate::engine::State;
use crate::engine::event::Effect;
use crate::intake::FileId;
use crate::lesson::{self, Answers, Lesson, LessonFile, Practice, Unread, WhatFile};
use crate::limits;

/// Files that were not taken are named, so many of them.
const NAMED: usize = 20;

/// A file's text, or why the browser could not read it.
pub fn read(
    state: &mut State,
    file: FileId,
    text: Result<&str, &String>,
    effects: &mut Vec<Effect>,
) {
    let read = match text {
        Ok(text) => lesson::read(text),
        Err(reason) => Err(Unread::Unreadable(reason.clone())),
    };
    let taken = read.and_then(|read| match read {
        LessonFile::Lesson(lesson, answers) => {
            open(state, lesson, answers);
            Ok(())
        }
        LessonFile::Answers(answers) => take_answers(state, answers),
        LessonFile::Result(result) => take_result(state, file, result),
    });
    match taken {
        Ok(()) => forget(state, file, effects),
        Err(unread) => refuse(state, file, unread, effects),
    }
}

/// It is played from its first step on.
fn open(state: &mut State, lesson: Lesson, answers: Option<Answers>) {
    playing::end(state);
    super::edit(state, |open, key| {
        *open = lesson;
        *key = answers.map(|answers| answers.answers).unwrap_or_default();
    });
    state.lesson.forget_readers();
    state.lesson.is_open = true;
    playing::begin(state);
}

fn take_answers(state: &mut State, answers: Answers) -> Result<(), Unread> {
    let case = &state.lesson;
    if !case.has_steps() {
        return Err(Unread::NoLesson(WhatFile::Answers));
    }
    answers.check_for(&case.lesson)?;
    super::edit(state, |_, key| *key = answers.answers);
    Ok(())
}

fn take_result(state: &mut State, file: FileId, result: Practice) -> Result<(), Unread> {
    let case = &state.lesson;
    if !case.has_steps() {
        return Err(Unread::NoLesson(WhatFile::Result));
    }
    result.check_for(&case.lesson)?;
    let name = name(state, file);
    let results = &mut state.lesson.results;
    if results.len() < limits::LESSON_RESULTS {
        results.insert(name, result);
    }
    Ok(())
}

/// It is not taken, and that is said.
pub fn refuse(state: &mut State, file: FileId, unread: Unread, effects: &mut Vec<Effect>) {
    let name = name(state, file);
    state.lesson.is_open = true;
    if state.lesson.not_taken.len() < NAMED {
        state.lesson.not_taken.insert(name, unread);
    }
    forget(state, file, effects);
}

fn name(state: &State, file: FileId) -> String {
    state.path(file).unwrap_or_default().to_owned()
}

/// All that is wanted of it is known.
fn forget(state: &mut State, file: FileId, effects: &mut Vec<Effect>) {
    state.files.remove(&file);
    effects.push(Effect::Forget(vec![file]));
}
