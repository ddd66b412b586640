//! The panel of a lesson: made by [`Making`], or played here.

use leptos::prelude::*;

use crate::overlay::{self, LessonPanel as Panel, SavedLesson, ShownQuestion, ShownStep};
use crate::session::{Action, Asks, LessonAction};
use crate::ui::lesson_making::Making;
use crate::ui::lesson_results::Results;
use crate::ui::prose::prose;
use crate::ui::save::save_text;
use crate::ui::viewer::Viewer;
use crate::words;

/// Does something to the lesson.
pub fn act(viewer: Viewer, action: LessonAction) {
    viewer.act(Action::Lesson(action));
}

/// A button that does one thing.
pub fn button(
    viewer: Viewer,
    name: &'static str,
    label: impl Into<String>,
    action: LessonAction,
) -> AnyView {
    view! {
        <button
            type="button"
            data-action=name
            on:click=move |_| act(viewer, action.clone())
        >
            {label.into()}
        </button>
    }
    .into_any()
}

/// A button that saves a file; what keeps it from being written is said beside it.
#[component]
pub fn SaveFile(
    viewer: Viewer,
    what: SavedLesson,
    name: &'static str,
    label: &'static str,
) -> impl IntoView {
    let refused = RwSignal::new(None);
    let save = move |_| match viewer.now(|state| overlay::lesson_file(state, what)) {
        Ok((name, text)) => {
            refused.set(None);
            save_text(&name, "application/json", &text);
        }
        Err(unread) => refused.set(Some(unread.sentence())),
    };
    view! {
        <button type="button" data-action=name on:click=save>{label}</button>
        {move || refused.get().map(|words| view! { <p class="lung-warning" role="alert">{words}</p> })}
    }
}

#[component]
pub fn LessonPanel(viewer: Viewer) -> impl IntoView {
    let panel = viewer.memo(overlay::lesson_panel);
    let is_open = Memo::new(move |_| panel.with(Option::is_some));
    let of = move |part: fn(&Panel) -> bool| {
        Memo::new(move |_| panel.with(|panel| panel.as_ref().is_some_and(part)))
    };
    let is_played = of(|panel| panel.is_played);
    let has_steps = of(|panel| !panel.steps.is_empty());
    let warnings = move || panel.with(|panel| panel.as_ref().map(|it| it.warnings.clone()));
    view! {
        <Show when=move || is_open.get()>
            <section
                class="marks-list copy-panel lesson"
                aria-label=words::LESSON
                data-lesson=move || if is_played.get() { "played" } else { "made" }
            >
                <header>
                    <h2>{words::LESSON}</h2>
                    {button(viewer, "close-lesson", words::CLOSE_PANEL, LessonAction::Open)}
                </header>
                {move || warnings().into_iter().flatten().map(|line| view! {
                    <p class="lung-warning" role="alert">{line}</p>
                }).collect_view()}
                <Show
                    when=move || is_played.get()
                    fallback=move || view! { <Making viewer panel /> }
                >
                    <Playing viewer panel />
                </Show>
                <Show when=move || has_steps.get()>
                    <Results viewer />
                </Show>
            </section>
        </Show>
    }
}

/// The step as readers see it.
#[component]
fn Playing(viewer: Viewer, panel: Memo<Option<Panel>>) -> impl IntoView {
    let text = move |part: fn(&Panel) -> &str| {
        move || panel.with(|panel| panel.as_ref().map(|panel| part(panel).to_owned()))
    };
    let step = Memo::new(move |_| panel.with(|panel| panel.as_ref()?.step.clone()));
    let language = move || {
        let language = panel.with(|panel| panel.as_ref().map(|panel| panel.language.clone()));
        language.filter(|language| !language.is_empty())
    };
    let sign = move |event: leptos::ev::Event| {
        let reader = event_target_value(&event);
        act(viewer, LessonAction::Sign { reader });
    };
    let has_questions = viewer.memo(|state| state.lesson.lesson.questions().next().is_some());
    view! {
        <div lang=language>
            {move || {
                let title = text(|panel| &panel.title)().filter(|title| !title.is_empty());
                title.map(|title| view! { <h3 dir="auto">{title}</h3> })
            }}
            <p role="status" data-lesson-step>{text(|panel| &panel.place)}</p>
            {move || step.get().map(|step| shown(viewer, &step))}
        </div>
        <div class="object-buttons">
            {button(viewer, "previous-step", words::PREVIOUS_STEP, LessonAction::Go { by: -1 })}
            {button(viewer, "next-step", words::NEXT_STEP, LessonAction::Go { by: 1 })}
            {button(viewer, "leave-lesson", words::LEAVE_LESSON, LessonAction::Play { on: false })}
        </div>
        <Show when=move || has_questions.get()>
            <div class="lesson-sign">
                <input
                    type="text"
                    data-action="sign"
                    aria-label=words::SIGN_RESULT
                    placeholder=words::SIGN_RESULT
                    prop:value=text(|panel| &panel.reader)
                    on:change=sign
                />
                <SaveFile
                    viewer
                    what=SavedLesson::Result
                    name="save-result"
                    label=words::SAVE_RESULT
                />
            </div>
            <p class="series-detail">{words::RESULT_NO_PROOF}</p>
        </Show>
    }
}

fn shown(viewer: Viewer, step: &ShownStep) -> AnyView {
    let title = step.title.clone();
    let title = (!title.is_empty()).then(|| view! { <h3 dir="auto" data-step-title>{title}</h3> });
    let text = match &step.read {
        Some(blocks) => prose(blocks),
        None => button(
            viewer,
            "show-text",
            words::SHOW_STEP_TEXT,
            LessonAction::ShowText,
        ),
    };
    let question = step.question.as_ref().map(|it| asked(viewer, it));
    view! {
        {title}
        {text}
        {question}
    }
    .into_any()
}

/// What is asked, and what was answered.
fn asked(viewer: Viewer, question: &ShownQuestion) -> AnyView {
    let ways = match &question.asks {
        Asks::Choose { options, several } => choices(viewer, question, options, *several),
        Asks::Mark => button(viewer, "answer", words::ANSWER_MARKS, LessonAction::Answer),
        Asks::FindSlice => button(viewer, "answer", words::ANSWER_SLICE, LessonAction::Answer),
        Asks::SetWindow => button(viewer, "answer", words::ANSWER_WINDOW, LessonAction::Answer),
    };
    let normal = question
        .may_be_normal
        .then(|| button(viewer, "normal", words::NORMAL, LessonAction::SayNormal));
    let blank = question.answered.is_some().then(|| {
        button(
            viewer,
            "leave-blank",
            words::LEAVE_BLANK,
            LessonAction::LeaveBlank,
        )
    });
    let answered = question.answered.clone();
    let is_answered = answered.is_some();
    let answered = answered.unwrap_or_else(|| words::NOT_ANSWERED.to_owned());
    let verdict = question.verdict.clone().map(|verdict| {
        view! { <p data-verdict>{words::TEACHERS_READING} ": " {verdict}</p> }
    });
    view! {
        <section class="lesson-question" aria-label=words::QUESTION data-question>
            {prose(&question.read)}
            {ways}
            <div class="object-buttons">{normal}{blank}</div>
            <p role="status" data-answered=is_answered.to_string()>{answered}</p>
            {verdict}
        </section>
    }
    .into_any()
}

fn choices(viewer: Viewer, question: &ShownQuestion, options: &[String], several: bool) -> AnyView {
    let chosen = question.chosen.clone();
    let line = move |(at, option): (usize, &String)| {
        let before = chosen.clone();
        let choose = move |_| {
            let mut options = before.clone();
            if let Some(was) = options.iter().position(|other| *other == at) {
                options.remove(was);
            } else if several {
                options.push(at);
            } else {
                options = vec![at];
            }
            let action = if options.is_empty() {
                LessonAction::LeaveBlank
            } else {
                LessonAction::Choose { options }
            };
            act(viewer, action);
        };
        view! {
            <label class="copy-tick" dir="auto">
                <input
                    type=if several { "checkbox" } else { "radio" }
                    name="lesson-option"
                    data-option=at
                    prop:checked=chosen.contains(&at)
                    on:change=choose
                />
                {option.clone()}
            </label>
        }
    };
    let lines = options.iter().enumerate().map(line).collect_view();
    view! { <div role="group" aria-label=words::QUESTION>{lines}</div> }.into_any()
}
