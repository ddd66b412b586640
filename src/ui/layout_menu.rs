use leptos::prelude::*;

use crate::session::{Action, Grid};
use crate::ui::icon::{Drawn, Icon};
use crate::ui::viewer::Viewer;
use crate::words;

/// The layouts, as they look: one to three rows of one to three panes.
#[component]
pub fn LayoutMenu(viewer: Viewer) -> impl IntoView {
    let grid = viewer.memo(|state| state.session.grid);
    let button = move |(rows, columns): (usize, usize)| {
        let name = words::layout(rows, columns);
        view! {
            <button
                type="button"
                class="layout"
                data-action=format!("layout-{rows}x{columns}")
                aria-label=name.clone()
                title=name
                aria-pressed=move || (grid.get() == Grid { rows, columns }).to_string()
                style:grid-template-columns=format!("repeat({columns}, 1fr)")
                on:click=move |_| viewer.act(Action::SetLayout { rows, columns })
            >
                {(0..rows * columns).map(|_| view! { <i></i> }).collect_view()}
            </button>
        }
    };
    let wipes = viewer.memo(|state| state.session.wiped_at().is_some());
    let linked = viewer.memo(|state| state.session.linked.as_ref().map(|linked| linked.here));
    let link = move |name, label, key, here| {
        view! {
            <button
                type="button"
                data-action=name
                aria-pressed=move || (linked.get() == Some(here)).to_string()
                on:click=move |_| viewer.act(Action::Link { here })
            >
                <span>{label}</span>
                <kbd>{key}</kbd>
            </button>
        }
    };
    let all =
        (1..=Grid::MOST).flat_map(|rows| (1..=Grid::MOST).map(move |columns| (rows, columns)));
    view! {
        <details class="menu" name="bar-menu" data-menu="layout">
            <summary aria-label=words::LAYOUT title=words::LAYOUT>
                <Drawn icon=Icon::TwoPanes />
            </summary>
            <div class="menu-list">
                <div class="layouts">{all.map(button).collect_view()}</div>
                <div class="menu-group">
                    {link("link", words::KEY_LINK, "Y", false)}
                    {link("link-here", words::KEY_LINK_HERE, "\u{21e7} Y", true)}
                    <button
                        type="button"
                        data-action="wipe"
                        aria-pressed=move || wipes.get().to_string()
                        on:click=move |_| viewer.act(Action::Wipe)
                    >
                        <span>{words::KEY_WIPE}</span>
                        <kbd>"\u{21e7} W"</kbd>
                    </button>
                </div>
            </div>
        </details>
    }
}
