use leptos::prelude::*;

use crate::marks::Kind;
use crate::session::{Action, Tool};
use crate::ui::viewer::Viewer;
use crate::words;

const TOOLS: [(Kind, &str, &str); 5] = [
    (Kind::Length, words::LENGTH, "\u{21a6}"),
    (Kind::Ellipse, words::ELLIPSE, "\u{25ef}"),
    (Kind::Rectangle, words::RECTANGLE, "\u{25ad}"),
    (Kind::Angle, words::ANGLE, "\u{2220}"),
    (Kind::Arrow, words::ARROW, "\u{2197}"),
];

/// The tools that draw marks.
#[component]
pub fn MarkTools(viewer: Viewer) -> impl IntoView {
    let tool = viewer.memo(|state| state.session.tool);
    let button = move |(kind, name, sign): (Kind, &'static str, &'static str)| {
        let mark = Tool::Mark(kind);
        view! {
            <button
                type="button"
                data-tool=kind.code()
                aria-label=name
                title=format!("{name}. {}", words::KEEP_HINT)
                aria-pressed=move || (tool.get() == mark).to_string()
                on:click=move |_| viewer.act(Action::ChooseTool { tool: mark })
                on:dblclick=move |_| viewer.act(Action::KeepTool { tool: mark })
            >
                {sign}
            </button>
        }
    };
    view! {
        <div class="group" role="group" aria-label=words::MARKS>
            {TOOLS.map(button)}
        </div>
    }
}
