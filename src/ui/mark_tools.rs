use leptos::prelude::*;

use crate::marks::Kind;
use crate::overlay::kind_name;
use crate::session::{Action, Tool};
use crate::ui::icon::{Drawn, Icon};
use crate::ui::keys::focus_pane;
use crate::ui::viewer::Viewer;
use crate::words;

/// A tool of the left button, for the bar or for *more*.
#[derive(Clone, Copy)]
pub struct ToolButton {
    tool: Tool,
    code: &'static str,
    name: &'static str,
    key: &'static str,
    icon: Icon,
}

const fn tool(
    tool: Tool,
    code: &'static str,
    name: &'static str,
    key: &'static str,
    icon: Icon,
) -> ToolButton {
    ToolButton {
        tool,
        code,
        name,
        key,
        icon,
    }
}

const fn mark(kind: Kind, key: &'static str, icon: Icon) -> ToolButton {
    tool(Tool::Mark(kind), kind.code(), kind_name(kind), key, icon)
}

/// Those that are always seen.
pub const SEEN: [ToolButton; 5] = [
    tool(Tool::Window, "window", words::WINDOW, "Esc", Icon::Window),
    tool(Tool::Zoom, "zoom", words::ZOOM, "Z", Icon::Zoom),
    mark(Kind::Length, "D", Icon::Length),
    mark(Kind::Ellipse, "", Icon::Ellipse),
    mark(Kind::Arrow, "", Icon::Arrow),
];

/// Those behind *more*.
pub const FURTHER: [ToolButton; 8] = [
    tool(Tool::Cursor, "cursor", words::CURSOR, "W", Icon::Cursor),
    mark(Kind::Bidirectional, "", Icon::Bidirectional),
    mark(Kind::Angle, "", Icon::Angle),
    mark(Kind::Cobb, "", Icon::Cobb),
    mark(Kind::Rectangle, "", Icon::Rectangle),
    mark(Kind::Polygon, "", Icon::Polygon),
    mark(Kind::Freehand, "", Icon::Freehand),
    mark(Kind::Probe, "", Icon::Probe),
];

/// Buttons for tools; with their names beside them where there is room.
#[component]
pub fn Tools(viewer: Viewer, tools: &'static [ToolButton], named: bool) -> impl IntoView {
    let chosen = viewer.memo(|state| state.session.tool);
    let button = move |of: &'static ToolButton| {
        let title = match (of.tool, of.key) {
            (Tool::Mark(_), "") => format!("{}. {}", of.name, words::KEEP_HINT),
            (Tool::Mark(_), key) => format!("{} ({key}). {}", of.name, words::KEEP_HINT),
            (_, key) => format!("{} ({key})", of.name),
        };
        view! {
            <button
                type="button"
                data-tool=of.code
                aria-label=of.name
                title=title
                aria-pressed=move || (chosen.get() == of.tool).to_string()
                on:click=move |_| {
                    viewer.act(Action::ChooseTool { tool: of.tool });
                    // The tool is used on the picture, by keys too.
                    focus_pane(viewer);
                }
                on:dblclick=move |_| viewer.act(Action::KeepTool { tool: of.tool })
            >
                <Drawn icon=of.icon />
                {named.then_some(of.name)}
            </button>
        }
    };
    tools.iter().map(button).collect_view()
}
