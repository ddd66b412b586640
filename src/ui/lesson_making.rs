//! A lesson as a teacher makes it: its steps, and what is said in each.

use leptos::html::{Input, Textarea};
use leptos::prelude::*;

use crate::overlay::{LessonPanel as Panel, SavedLesson, ShownStep, StepLine};
use crate::session::{LessonAction, Part};
use crate::ui::lesson::{SaveFile, act, button};
use crate::ui::lesson_asking::Asking;
use crate::ui::list::list;
use crate::ui::viewer::Viewer;
use crate::words;

#[component]
pub fn Making(viewer: Viewer, panel: Memo<Option<Panel>>) -> impl IntoView {
    let steps = Memo::new(move |_| {
        let steps = panel.with(|panel| panel.as_ref().map(|panel| panel.steps.clone()));
        steps.unwrap_or_default()
    });
    let has_steps = Memo::new(move |_| steps.with(|steps| !steps.is_empty()));
    let has_key = Memo::new(move |_| panel.with(|it| it.as_ref().is_some_and(|it| it.has_key)));
    let can_take = Memo::new(move |_| panel.with(|it| it.as_ref().is_some_and(|it| it.can_take)));
    let step = Memo::new(move |_| panel.with(|panel| panel.as_ref()?.step.clone()));
    view! {
        <p class="series-detail">{words::LESSON_EMPTY}</p>
        <p class="series-detail">{words::LESSON_WITHOUT_IDENTITY}</p>
        <Title viewer panel />
        <ol class="lesson-steps">
            {list(move || steps.get(), move |step| line(viewer, step))}
        </ol>
        <div class="object-buttons">
            <button
                type="button"
                data-action="add-step"
                disabled=move || !can_take.get()
                on:click=move |_| act(viewer, LessonAction::AddStep)
            >
                {words::ADD_STEP}
            </button>
        </div>
        {move || step.get().map(|step| view! { <Editor viewer step /> })}
        <Show when=move || has_steps.get()>
            <div class="object-buttons">
                {button(viewer, "play-lesson", words::PLAY_LESSON, LessonAction::Play { on: true })}
                <SaveFile
                    viewer
                    what=SavedLesson::Lesson
                    name="save-lesson"
                    label=words::SAVE_LESSON
                />
                <Show when=move || has_key.get()>
                    <SaveFile
                        viewer
                        what=SavedLesson::Answers
                        name="save-answers"
                        label=words::SAVE_ANSWERS
                    />
                    <SaveFile
                        viewer
                        what=SavedLesson::SelfStudy
                        name="save-self-study"
                        label=words::SAVE_SELF_STUDY
                    />
                </Show>
            </div>
        </Show>
    }
}

#[component]
fn Title(viewer: Viewer, panel: Memo<Option<Panel>>) -> impl IntoView {
    let title = move || panel.with(|panel| panel.as_ref().map(|panel| panel.title.clone()));
    let take = move |event: leptos::ev::Event| {
        let title = event_target_value(&event);
        // It is written in the language that the page is read in.
        let language = document().document_element();
        let language = language.and_then(|page| page.get_attribute("lang"));
        let language = language.unwrap_or_default();
        act(viewer, LessonAction::SetTitle { title, language });
    };
    view! {
        <input
            type="text"
            dir="auto"
            data-action="lesson-title"
            aria-label=words::LESSON_TITLE
            placeholder=words::LESSON_TITLE
            prop:value=title
            on:change=take
        />
    }
}

fn line(viewer: Viewer, step: StepLine) -> AnyView {
    let number = step.number;
    let mover = move |name, label, to: Option<usize>| {
        to.map(|to| {
            button(
                viewer,
                name,
                label,
                LessonAction::MoveStep { from: number, to },
            )
        })
    };
    let later = (!step.is_last).then_some(number + 1);
    view! {
        <li class:chosen=step.is_shown data-step=number>
            {button(viewer, "show-step", step.name, LessonAction::ShowStep { step: number })}
            {mover("step-up", words::STEP_UP, number.checked_sub(1))}
            {mover("step-down", words::STEP_DOWN, later)}
            {button(
                viewer,
                "remove-step",
                words::REMOVE_STEP,
                LessonAction::RemoveStep { step: number },
            )}
        </li>
    }
    .into_any()
}

/// What is said in the step that is shown.
#[component]
fn Editor(viewer: Viewer, step: ShownStep) -> impl IntoView {
    let number = step.number;
    let title = NodeRef::<Input>::new();
    let text = NodeRef::<Textarea>::new();
    let hidden = StoredValue::new(step.hidden.clone());
    let take = move || {
        if let (Some(title), Some(text)) = (title.get_untracked(), text.get_untracked()) {
            let action = LessonAction::EditStep {
                step: number,
                title: title.value(),
                text: text.value(),
                hidden: hidden.get_value(),
            };
            act(viewer, action);
        }
    };
    let tick = move |part: Part| {
        let toggle = move |_| {
            hidden.update_value(|hidden| match hidden.iter().position(|it| *it == part) {
                Some(at) => drop(hidden.remove(at)),
                None => hidden.push(part),
            });
            take();
        };
        let (name, label) = match part {
            Part::Marks => ("hide-marks", words::HIDES_MARKS),
            Part::Text => ("hide-text", words::HIDES_TEXT),
            Part::Overlay => ("hide-overlay", words::HIDES_OVERLAY),
        };
        view! {
            <label class="copy-tick">
                <input
                    type="checkbox"
                    data-action=name
                    prop:checked=hidden.get_value().contains(&part)
                    on:change=toggle
                />
                {label}
            </label>
        }
    };
    view! {
        <div class="lesson-editor" data-editor=number>
            <input
                type="text"
                dir="auto"
                data-action="step-title"
                aria-label=words::STEP_TITLE
                placeholder=words::STEP_TITLE
                prop:value=step.title
                node_ref=title
                on:change=move |_| take()
            />
            <textarea
                rows="4"
                dir="auto"
                data-action="step-text"
                aria-label=words::STEP_TEXT
                placeholder=words::STEP_TEXT
                prop:value=step.text
                node_ref=text
                on:change=move |_| take()
            ></textarea>
            <fieldset>
                <legend>{words::STEP_HIDES}</legend>
                {Part::ALL.map(tick)}
            </fieldset>
            {button(
                viewer,
                "retake-step",
                words::RETAKE_STEP,
                LessonAction::RetakeStep { step: number },
            )}
            <Asking viewer number question=step.question />
        </div>
    }
}
