//! What a step asks, and what is right, as a teacher says it.

use leptos::html::{Input, Select};
use leptos::prelude::*;

use crate::engine::State;
use crate::lesson::Right;
use crate::overlay::ShownQuestion;
use crate::session::{Asks, LessonAction};
use crate::ui::lesson::{act, button};
use crate::ui::viewer::Viewer;
use crate::words;

/// The kinds of questions, as they are chosen by.
const KINDS: [(&str, &str); 6] = [
    ("none", words::ASKS_NOTHING),
    ("choose", words::ASKS_CHOOSE),
    ("several", words::ASKS_CHOOSE_SEVERAL),
    ("mark", words::ASKS_MARK),
    ("slice", words::ASKS_SLICE),
    ("window", words::ASKS_WINDOW),
];

const fn kind_of(asks: &Asks) -> &'static str {
    match asks {
        Asks::Choose { several: false, .. } => "choose",
        Asks::Choose { several: true, .. } => "several",
        Asks::Mark => "mark",
        Asks::FindSlice => "slice",
        Asks::SetWindow => "window",
    }
}

fn asks_of(kind: &str) -> Option<Asks> {
    let choose = |several| Asks::Choose {
        options: Vec::new(),
        several,
    };
    match kind {
        "choose" => Some(choose(false)),
        "several" => Some(choose(true)),
        "mark" => Some(Asks::Mark),
        "slice" => Some(Asks::FindSlice),
        "window" => Some(Asks::SetWindow),
        _ => None,
    }
}

/// What is asked in the step that is shown.
#[component]
pub fn Asking(viewer: Viewer, number: usize, question: Option<ShownQuestion>) -> impl IntoView {
    let chosen = question.as_ref().map_or("none", |it| kind_of(&it.asks));
    let text = question.as_ref().map(|it| it.text.clone());
    let text = StoredValue::new(text.unwrap_or_default());
    let kind = NodeRef::<Select>::new();
    let choose = move |_| {
        let asks = kind.get_untracked().and_then(|kind| asks_of(&kind.value()));
        let question = asks.map(|asks| (text.get_value(), asks));
        let step = number;
        act(viewer, LessonAction::Ask { step, question });
    };
    let kinds = KINDS.map(|(name, label)| {
        view! { <option value=name selected={name == chosen}>{label}</option> }
    });
    view! {
        <label class="copy-tick">
            {words::QUESTION}
            <select data-action="asks" node_ref=kind on:change=choose>{kinds}</select>
        </label>
        {question.map(|question| view! { <Asked viewer number question /> })}
    }
}

/// Its words, and what is right.
#[component]
fn Asked(viewer: Viewer, number: usize, question: ShownQuestion) -> impl IntoView {
    let asks = question.asks.clone();
    let mend = move |event: leptos::ev::Event| {
        let question = Some((event_target_value(&event), asks.clone()));
        let step = number;
        act(viewer, LessonAction::Ask { step, question });
    };
    let known = if question.has_right {
        words::HAS_RIGHT
    } else {
        words::LACKS_RIGHT
    };
    let right = match &question.asks {
        Asks::Choose { options, several } => {
            let (options, several) = (options.clone(), *several);
            let text = question.text.clone();
            view! { <Options viewer number text options several /> }.into_any()
        }
        Asks::Mark => view! {
            {take_right(viewer, number, words::TAKE_MARKS, None)}
            {button(
                viewer,
                "is-normal",
                words::IS_NORMAL,
                LessonAction::SetNormal { step: number },
            )}
        }
        .into_any(),
        Asks::FindSlice => {
            let about = Some((words::TOLERANCE_MM, 5.0));
            take_right(viewer, number, words::TAKE_SLICE, about)
        }
        Asks::SetWindow => {
            let about = Some((words::TOLERANCE_WINDOW, 100.0));
            take_right(viewer, number, words::TAKE_WINDOW, about)
        }
    };
    view! {
        <textarea
            rows="2"
            dir="auto"
            data-action="question-text"
            aria-label=words::QUESTION_TEXT
            placeholder=words::QUESTION_TEXT
            prop:value=question.text
            on:change=mend
        ></textarea>
        {right}
        <p role="status" data-has-right=question.has_right.to_string()>{known}</p>
    }
}

/// What is on the screen is right, with so much to either side.
fn take_right(
    viewer: Viewer,
    step: usize,
    label: &'static str,
    about: Option<(&'static str, f64)>,
) -> AnyView {
    let typed = NodeRef::<Input>::new();
    let take = move |_| {
        let tolerance = typed.get_untracked().and_then(|it| it.value().parse().ok());
        let tolerance = tolerance.filter(|it: &f64| it.is_finite()).unwrap_or(0.0);
        act(viewer, LessonAction::TakeRight { step, tolerance });
    };
    let tolerance = about.map(|(label, usual)| {
        view! {
            <label class="copy-tick">
                <input
                    type="number"
                    min="0"
                    data-action="tolerance"
                    prop:value=usual.to_string()
                    node_ref=typed
                />
                {label}
            </label>
        }
    });
    view! {
        {tolerance}
        <button type="button" data-action="take-right" on:click=take>{label}</button>
    }
    .into_any()
}

/// Options, one a line; those that begin with an asterisk are right.
#[component]
fn Options(
    viewer: Viewer,
    number: usize,
    text: String,
    options: Vec<String>,
    several: bool,
) -> impl IntoView {
    let right = viewer.now(|state| right_options(state, number));
    let lines = options.iter().enumerate().map(|(at, option)| {
        let mark = if right.contains(&at) { "*" } else { "" };
        format!("{mark}{option}")
    });
    let typed = lines.collect::<Vec<_>>().join("\n");
    let take = move |event: leptos::ev::Event| {
        let typed = event_target_value(&event);
        let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<&str> = lines.collect();
        let right: Vec<usize> = (0..lines.len())
            .filter(|at| lines[*at].starts_with('*'))
            .collect();
        let options = lines
            .iter()
            .map(|line| line.trim_start_matches('*').trim().to_owned());
        let asks = Asks::Choose {
            options: options.collect(),
            several,
        };
        let (step, question) = (number, Some((text.clone(), asks)));
        act(viewer, LessonAction::Ask { step, question });
        act(viewer, right_action(step, right, several));
    };
    view! {
        <textarea
            rows="4"
            dir="auto"
            data-action="options"
            aria-label=words::OPTIONS
            placeholder=words::OPTIONS
            prop:value=typed
            on:change=take
        ></textarea>
        <p class="series-detail">{words::OPTIONS}</p>
    }
}

/// Where one is chosen any of those that are right will do, else all of them are. Where none is, it is normal.
fn right_action(step: usize, right: Vec<usize>, several: bool) -> LessonAction {
    let normal = right.is_empty();
    let any_of = if several && !normal {
        vec![right]
    } else {
        right.into_iter().map(|at| vec![at]).collect()
    };
    LessonAction::SetRight {
        step,
        any_of,
        normal,
    }
}

/// The options that are right, as far as that is known here.
fn right_options(state: &State, step: usize) -> Vec<usize> {
    let case = &state.lesson;
    let step = case.lesson.steps.get(step);
    let question = step.and_then(|step| step.question.as_ref());
    let key = case.key();
    let right = question.and_then(|question| key.of(question.id));
    match right.map(|answer| &answer.right) {
        Some(Right::Choose { any_of, .. }) => any_of.concat(),
        _ => Vec::new(),
    }
}
