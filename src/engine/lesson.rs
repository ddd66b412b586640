//! Lessons: made out of what is on the screen ([`making`]), played ([`playing`]), answered ([`answering`]). Their
//! files are read by the edge; images are found among what is open by their values ([`images`]).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::engine::State;
use crate::engine::event::{Effect, LessonEffect, LessonEvent};
use crate::intake::FileId;
use crate::lesson::{Answer, Answers, Lesson, Practice, Question, Response, Step, Unread};
use crate::limits;
use crate::marks::{Mark, MarkId};
use crate::series::StackId;
use crate::session::changes::{Change, Changes};
use crate::session::{Detail, LessonAction};

mod answering;
mod images;
mod making;
mod playing;
mod reading;

/// Drafts that are kept to be gone back to.
const DRAFTS: usize = 50;

/// A lesson that is made or played, with all that belongs to it.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is true by itself")]
pub struct LessonCase {
    /// The panel is open.
    pub is_open: bool,
    pub lesson: Lesson,
    /// The teacher's reading, where it is known here.
    pub answers: Vec<Answer>,
    /// It is shown as readers see it, and no longer changed.
    pub is_played: bool,
    /// The step that is shown, from 0.
    pub at: usize,
    /// The reader has asked for the text of a step that hides it.
    pub shows_text: bool,
    pub responses: BTreeMap<u32, Response>,
    /// As the reader signs.
    pub reader: String,
    /// What readers gave the teacher, by the names of their files.
    pub results: BTreeMap<String, Practice>,
    /// Files that were not taken, by their names.
    pub not_taken: BTreeMap<String, Unread>,
    /// Files that are still to be read.
    pub(super) unread: VecDeque<FileId>,
    /// The stack of each image, as far as they are found.
    stacks: Vec<Option<StackId>>,
    /// Of the catalog, when images were looked for last.
    sought: Option<u64>,
    /// The step is to be shown once it is known which images are there.
    is_due: bool,
    /// What was there before it was played.
    aside: Option<Box<Aside>>,
    /// The step whose marks are on the screen.
    shown: Option<usize>,
    /// Marks that it brought.
    brought: BTreeSet<MarkId>,
    /// Marks that the reader drew, by steps.
    drawn: BTreeMap<usize, Vec<Mark>>,
    done: Vec<Draft>,
    undone: Vec<Draft>,
}

/// What can be undone.
type Draft = (Lesson, Vec<Answer>);

/// Of the session.
#[derive(Debug)]
struct Aside {
    marks: Vec<Mark>,
    are_hidden: bool,
    changes: Changes,
    detail: Detail,
}

impl LessonCase {
    /// There is something to be shown.
    #[must_use]
    pub fn has_steps(&self) -> bool {
        !self.lesson.steps.is_empty()
    }

    /// The one that is shown.
    #[must_use]
    pub fn step(&self) -> Option<&Step> {
        self.lesson.steps.get(self.at)
    }

    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        self.step()?.question.as_ref()
    }

    /// Images that are not among what is open, by their places; none as long as they are looked for.
    pub fn missing(&self) -> impl Iterator<Item = usize> {
        let is_missing = move |at: &usize| self.sought.is_some() && self.stack(*at).is_none();
        (0..self.lesson.images.len()).filter(is_missing)
    }

    /// What is on the screen can be made a step.
    #[must_use]
    pub fn can_take(state: &State) -> bool {
        making::can_take(state)
    }

    /// The teacher's reading, bound to what is asked now.
    #[must_use]
    pub fn key(&self) -> Answers {
        Answers {
            lesson: self.lesson.digest(),
            answers: self.answers.clone(),
        }
    }

    /// What the reader gives the teacher.
    #[must_use]
    pub fn practice(&self) -> Practice {
        Practice {
            lesson: self.lesson.digest(),
            reader: self.reader.clone(),
            responses: self.responses.clone(),
        }
    }

    /// The image that a stack is.
    fn place_of(&self, id: StackId) -> Option<usize> {
        self.stacks.iter().position(|stack| *stack == Some(id))
    }

    /// The step brought it, and the reader did not draw it.
    fn has_brought(&self, mark: MarkId) -> bool {
        self.brought.contains(&mark)
    }

    fn stack(&self, image: usize) -> Option<StackId> {
        self.stacks.get(image).copied().flatten()
    }

    /// Something is changed, which can be undone.
    fn change(&mut self, change: impl FnOnce(&mut Lesson, &mut Vec<Answer>)) -> bool {
        let before = (self.lesson.clone(), self.answers.clone());
        change(&mut self.lesson, &mut self.answers);
        let lesson = &self.lesson;
        self.answers
            .retain(|answer| lesson.question(answer.question).is_some());
        if before.0 == self.lesson && before.1 == self.answers {
            return false;
        }
        if self.done.len() == DRAFTS {
            self.done.remove(0);
        }
        self.went_on(&before.0);
        self.done.push(before);
        self.undone.clear();
        true
    }

    /// What was answered, and what could not be read, belongs to another lesson.
    fn forget_readers(&mut self) {
        self.responses.clear();
        self.results.clear();
        self.not_taken.clear();
        self.drawn.clear();
        self.shows_text = false;
        self.at = 0;
    }

    /// The lesson is another than before: other images are looked for.
    fn went_on(&mut self, before: &Lesson) {
        self.at = self.at.min(self.lesson.steps.len().saturating_sub(1));
        if self.lesson.images != before.images {
            self.stacks.clear();
            self.sought = None;
        }
    }
}

/// Changes what is made, which can be undone. While it is played only what is right is another: undoing goes
/// over what readers draw then.
fn edit(state: &mut State, change: impl FnOnce(&mut Lesson, &mut Vec<Answer>)) {
    let case = &mut state.lesson;
    if case.is_played {
        change(&mut case.lesson, &mut case.answers);
    } else if case.change(change) {
        state.session.changes.note(Change::Lesson);
    }
}

/// A change is taken back, or done again.
pub fn carry_out(state: &mut State, is_undone: bool) {
    let case = &mut state.lesson;
    let (from, to) = if is_undone {
        (&mut case.done, &mut case.undone)
    } else {
        (&mut case.undone, &mut case.done)
    };
    if let Some((lesson, answers)) = from.pop() {
        let before = std::mem::replace(&mut case.lesson, lesson);
        to.push((
            before.clone(),
            std::mem::replace(&mut case.answers, answers),
        ));
        case.went_on(&before);
    }
}

/// It is no longer played, if it was.
pub fn leave(state: &mut State) {
    playing::end(state);
}

/// What is open is told by its fingerprints.
#[must_use]
pub fn wants_prints(state: &State) -> bool {
    state.lesson.is_open || !state.lesson.lesson.images.is_empty()
}

pub fn act(state: &mut State, action: &LessonAction) {
    match action {
        LessonAction::Open => {
            state.lesson.is_open = !state.lesson.is_open;
            if !state.lesson.is_open {
                playing::end(state);
            }
        }
        LessonAction::Discard => {
            playing::end(state);
            edit(state, |lesson, answers| {
                *lesson = Lesson::default();
                answers.clear();
            });
            state.lesson.forget_readers();
        }
        LessonAction::Play { on: true } => playing::begin(state),
        LessonAction::Play { on: false } => playing::end(state),
        LessonAction::ShowStep { step } => playing::go_to(state, *step),
        LessonAction::Go { by } => playing::go(state, *by),
        LessonAction::ShowText => state.lesson.shows_text = true,
        LessonAction::Choose { .. }
        | LessonAction::SayNormal
        | LessonAction::Answer
        | LessonAction::LeaveBlank
        | LessonAction::Sign { .. } => answering::act(state, action),
        // What is played is not changed; scored it is all the same.
        LessonAction::Void { .. } => making::act(state, action),
        _ if !state.lesson.is_played => making::act(state, action),
        _ => {}
    }
}

/// The edge has read a file.
pub fn heard(state: &mut State, event: LessonEvent, effects: &mut Vec<Effect>) {
    let LessonEvent::Read { file, text } = event;
    reading::read(state, file, text.as_deref(), effects);
    state.screen.touch();
}

/// After each event: files are read, and images looked for where what is open has changed.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    while let Some(file) = state.lesson.unread.pop_front() {
        let bytes = state.files.get(&file).map(|file| file.bytes);
        match bytes.map(usize::try_from) {
            Some(Ok(bytes)) if bytes <= limits::LESSON_BYTES => {
                effects.push(Effect::Lesson(LessonEffect::Read { file }));
            }
            Some(bytes) => {
                let limit = limits::LESSON_BYTES;
                let bytes = bytes.unwrap_or(usize::MAX);
                reading::refuse(state, file, Unread::TooLarge { bytes, limit }, effects);
            }
            None => {}
        }
    }
    if state.is_loading() || state.prints.are_pending() {
        return;
    }
    images::seek(state);
    if std::mem::take(&mut state.lesson.is_due) {
        playing::show(state);
    }
}
