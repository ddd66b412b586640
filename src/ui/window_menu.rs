use leptos::prelude::*;

use crate::overlay::{self, WindowItem};
use crate::session::{Action, GreyAction, PaneId, Tool};
use crate::ui::viewer::Viewer;
use crate::words;

/// A line: its hook, its words, its key, what it does.
type Line = (
    &'static str,
    &'static str,
    &'static str,
    fn(PaneId) -> Action,
);

/// Windows by what is shown.
const BY_VALUES: [Line; 3] = [
    ("window-auto", words::WINDOW_AUTO, "", |pane| {
        Action::Grey(GreyAction::Auto { pane })
    }),
    ("window-region", words::WINDOW_REGION_HINT, "", |_| {
        Action::ChooseTool {
            tool: Tool::RegionWindow,
        }
    }),
    ("window-histogram", words::HISTOGRAM_HINT, "Q", |_| {
        Action::Grey(GreyAction::Histogram)
    }),
];

/// All windows, with their level and width, and digits to keep the present one under.
#[component]
pub fn WindowMenu(viewer: Viewer) -> impl IntoView {
    let items = viewer.memo(overlay::window_menu);
    let digits = viewer.memo(overlay::digits_to_keep);
    let keep = move |digit: u8| {
        view! {
            <button
                type="button"
                data-action="keep-window"
                data-digit=digit
                aria-label=words::keep_window_as(digit)
                on:click=move |_| viewer.act(Action::KeepWindow { pane: viewer.active(), digit })
            >
                {digit}
            </button>
        }
    };
    let line = move |(name, label, key, action): Line| {
        view! {
            <button
                type="button"
                data-action=name
                on:click=move |_| viewer.act(action(viewer.active()))
            >
                <span>{label}</span>
                <kbd>{key}</kbd>
            </button>
        }
    };
    view! {
        <details class="menu" name="bar-menu" data-menu="windows">
            <summary aria-label=words::WINDOWS title=words::WINDOWS>"\u{22ef}"</summary>
            <div class="menu-list">
                {move || items.get().into_iter().map(|item| view! { <Item viewer item /> }).collect_view()}
                <div class="menu-group">
                    {BY_VALUES.map(line)}
                </div>
                <div class="menu-group windows-keep" role="group" aria-label=words::KEEP_WINDOW>
                    <span>{words::KEEP_WINDOW}</span>
                    {move || digits.get().into_iter().map(keep).collect_view()}
                </div>
            </div>
        </details>
    }
}

#[component]
fn Item(viewer: Viewer, item: WindowItem) -> impl IntoView {
    let action = item.action;
    view! {
        <button
            type="button"
            class="window-item"
            data-window=item.code
            aria-pressed=item.is_chosen.to_string()
            on:click=move |_| viewer.act(action.clone())
        >
            <kbd>{item.digit}</kbd>
            <span dir="auto">{item.name}</span>
            <bdi dir="ltr">{item.window}</bdi>
        </button>
    }
}
