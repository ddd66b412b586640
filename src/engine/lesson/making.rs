//! A lesson is made out of what is on the screen.

use crate::engine::lesson::{answering, edit, images};
use crate::engine::surface::Surface;
use crate::engine::{Refusal, State, written};
use crate::lesson::{Answer, Question, Right, ShownPane, ShownPlanes, Step, StepMark};
use crate::marks::Mark;
use crate::series::StackId;
use crate::session::{Asks, Detail, Grid, LessonAction, Pane, PaneId, Part, WrittenMark};

pub fn act(state: &mut State, action: &LessonAction) {
    match action {
        LessonAction::SetTitle { title, language } => edit(state, |lesson, _| {
            lesson.title.clone_from(title);
            lesson.language.clone_from(language);
        }),
        LessonAction::AddStep => add(state),
        LessonAction::RetakeStep { step } => retake(state, *step),
        LessonAction::EditStep {
            step,
            title,
            text,
            hidden,
        } => with_step(state, *step, |step| {
            step.title.clone_from(title);
            step.text.clone_from(text);
            step.hidden.clone_from(hidden);
        }),
        LessonAction::MoveStep { from, to } => move_step(state, *from, *to),
        LessonAction::RemoveStep { step } => edit(state, |lesson, _| {
            if *step < lesson.steps.len() {
                lesson.steps.remove(*step);
            }
        }),
        LessonAction::Ask { step, question } => ask(state, *step, question.as_ref()),
        LessonAction::SetRight {
            step,
            any_of,
            normal,
        } => set_right(
            state,
            *step,
            Right::Choose {
                any_of: any_of.clone(),
                normal: *normal,
            },
        ),
        LessonAction::TakeRight { step, tolerance } => {
            if let Some(right) = answering::right(state, *step, *tolerance) {
                set_right(state, *step, right);
            }
        }
        LessonAction::SetNormal { step } => {
            let findings = Vec::new();
            set_right(state, *step, Right::Mark { findings });
        }
        LessonAction::Void { question, is_void } => edit(state, |_, answers| {
            for answer in answers.iter_mut().filter(|it| it.question == *question) {
                answer.is_void = *is_void;
            }
        }),
        _ => {}
    }
}

fn with_step(state: &mut State, step: usize, change: impl FnOnce(&mut Step)) {
    edit(state, |lesson, _| {
        if let Some(step) = lesson.steps.get_mut(step) {
            change(step);
        }
    });
}

fn move_step(state: &mut State, from: usize, to: usize) {
    let count = state.lesson.lesson.steps.len();
    if from < count && to < count {
        edit(state, |lesson, _| {
            let step = lesson.steps.remove(from);
            lesson.steps.insert(to, step);
        });
        state.lesson.at = to;
    }
}

fn add(state: &mut State) {
    let at = state.lesson.at;
    let Some(step) = take(state) else { return };
    let behind = if state.lesson.has_steps() { at + 1 } else { 0 };
    edit(state, |lesson, _| {
        let behind = behind.min(lesson.steps.len());
        lesson.steps.insert(behind, step);
    });
    state.lesson.at = behind;
}

/// All but what is said and asked is what is on the screen now.
fn retake(state: &mut State, at: usize) {
    let Some(taken) = take(state) else { return };
    with_step(state, at, |step| {
        *step = Step {
            title: std::mem::take(&mut step.title),
            text: std::mem::take(&mut step.text),
            question: step.question.take(),
            hidden: step.hidden.clone(),
            ..taken
        };
    });
}

/// What is on the screen; `None` where nothing is, or nothing tells it from other images yet.
fn take(state: &mut State) -> Option<Step> {
    let shown: Vec<Option<Shown>> = seen_panes(state).map(|pane| taken(state, pane)).collect();
    let stacks: Vec<StackId> = shown.iter().flatten().map(|(id, _)| *id).collect();
    let is_early = stacks.is_empty() || !can_take(state);
    if is_early || !stacks.iter().all(|id| name(state, *id)) {
        state.refused = Some(Refusal::NotYet);
        return None;
    }
    let image = |id: StackId| state.lesson.place_of(id);
    let pane = |(id, pane): Shown| {
        let image = image(id)?;
        Some(ShownPane { image, ..pane })
    };
    let mark = |(id, mark): (StackId, WrittenMark)| {
        let image = image(id)?;
        Some(StepMark { image, mark })
    };
    let session = &state.session;
    let through = session.planes.as_ref().and_then(|planes| {
        Some(ShownPlanes {
            image: image(planes.stack)?,
            at_mm: planes.at_mm,
            axes: planes.axes,
        })
    });
    let is_alone = session.maximised && through.is_none();
    Some(Step {
        title: String::new(),
        text: String::new(),
        layout: if is_alone { Grid::ONE } else { session.grid },
        panes: shown.into_iter().map(|it| it.and_then(pane)).collect(),
        planes: through,
        marks: on_screen(state).into_iter().filter_map(mark).collect(),
        hidden: hidden(state),
        question: None,
    })
}

/// What is open has been read, and is told by its values.
#[must_use]
pub fn can_take(state: &State) -> bool {
    !state.is_loading() && !state.prints.are_pending()
}

/// A stack, and how it is shown; its image gets its place later.
type Shown = (StackId, ShownPane);

/// One of several panes may fill the page; planes go together.
fn seen_panes(state: &State) -> impl Iterator<Item = &Pane> {
    let session = &state.session;
    let is_alone = session.maximised && session.planes.is_none();
    let panes = session.panes.iter().enumerate();
    let seen = panes.filter(move |(at, _)| !is_alone || PaneId(*at) == session.active);
    seen.map(|(_, pane)| pane)
}

fn hidden(state: &State) -> Vec<Part> {
    let session = &state.session;
    let parts = [
        (session.marks.are_hidden(), Part::Marks),
        (session.detail == Detail::Badges, Part::Overlay),
    ];
    let hidden = parts.into_iter().filter(|(is_hidden, _)| *is_hidden);
    hidden.map(|(_, part)| part).collect()
}

fn taken(state: &State, pane: &Pane) -> Option<Shown> {
    let (id, look) = (pane.stack?, pane.look()?);
    let stack = state.catalog.stack(id)?;
    let view = written::view_of(stack, look)?;
    let slice = stack.slices().get(stack.position_of(look.wanted)?)?;
    let is_whole = state.session.planes.is_none();
    let pane = ShownPane {
        image: 0,
        view,
        along_mm: slice.along_mm,
        rendering: look.rendering.as_deref().filter(|_| is_whole).cloned(),
    };
    Some((id, pane))
}

/// Marks that are seen, and those on other slices that they were copied to; with their stacks.
fn on_screen(state: &State) -> Vec<(StackId, WrittenMark)> {
    seen(state)
        .filter_map(|mark| {
            let id = state.catalog.stack_of(mark.ground.frame)?;
            let written = written::mark_of(state.catalog.stack(id)?, mark)?;
            Some((id, written))
        })
        .collect()
}

/// The marks of [`on_screen`].
pub fn seen(state: &State) -> impl Iterator<Item = &Mark> {
    let panes = (0..state.session.panes.len()).map(PaneId);
    let surfaces: Vec<Surface> = panes.filter_map(|pane| Surface::of(state, pane)).collect();
    let marks = state.session.marks.list();
    let group = |mark: &Mark| mark.group.unwrap_or(mark.id);
    let is_seen = |mark: &&Mark| surfaces.iter().any(|it| it.shows(state, &mark.ground));
    let groups: Vec<_> = marks.iter().filter(is_seen).map(group).collect();
    marks
        .iter()
        .filter(move |mark| groups.contains(&group(mark)))
}

/// The stack is one of the lesson's images; false where nothing tells it yet.
fn name(state: &mut State, id: StackId) -> bool {
    let Some(image) = images::image_of(state, id) else {
        return false;
    };
    let case = &mut state.lesson;
    if case.place_of(id).is_none() {
        case.lesson.images.push(image);
        case.stacks.push(Some(id));
    }
    true
}

/// `None` takes the question away; of another kind it has no answer yet.
fn ask(state: &mut State, at: usize, asked: Option<&(String, Asks)>) {
    let next = state.lesson.lesson.next_question();
    edit(state, |lesson, answers| {
        let Some(step) = lesson.steps.get_mut(at) else {
            return;
        };
        let before = step.question.take();
        step.question = asked.map(|(text, asks)| Question {
            id: before.as_ref().map_or(next, |question| question.id),
            text: text.clone(),
            asks: asks.clone(),
        });
        let is_as_before = before.as_ref().map(|it| &it.asks) == asked.map(|(_, asks)| asks);
        if let Some(before) = before.filter(|_| !is_as_before) {
            answers.retain(|answer| answer.question != before.id);
        }
    });
}

/// What the teacher reads takes the place of what was right before.
fn set_right(state: &mut State, at: usize, right: Right) {
    let step = state.lesson.lesson.steps.get(at);
    let question = step.and_then(|step| step.question.as_ref());
    let Some(question) = question.filter(|it| right.fits(&it.asks)).map(|it| it.id) else {
        return;
    };
    edit(state, |_, answers| {
        answers.retain(|answer| answer.question != question);
        answers.push(Answer {
            question,
            is_void: false,
            right,
        });
    });
}
