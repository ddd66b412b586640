use leptos::prelude::*;

use crate::overlay::{self, SeriesItem};
use crate::series::StackId;
use crate::session::Action;
use crate::ui::viewer::Viewer;
use crate::words;

/// The series that are open, in the order of their numbers.
#[component]
pub fn SeriesList(viewer: Viewer) -> impl IntoView {
    let items = viewer.memo(overlay::series_list);
    let shown = viewer.memo(|state| {
        state
            .session
            .pane(state.session.active)
            .and_then(|pane| pane.stack)
    });
    view! {
        <nav class="series" aria-label=words::SERIES>
            <ul>
                <For each=move || items.get() key=SeriesItem::clone let:item>
                    <li>
                        <Item viewer item shown />
                    </li>
                </For>
            </ul>
        </nav>
    }
}

#[component]
fn Item(viewer: Viewer, item: SeriesItem, shown: Memo<Option<StackId>>) -> impl IntoView {
    let stack = item.stack;
    let show = move |_| {
        viewer.act(Action::ShowStack {
            pane: viewer.active(),
            stack,
        });
    };
    view! {
        <button
            type="button"
            data-series-item=item.name
            aria-current=move || if shown.get() == Some(stack) { "true" } else { "false" }
            on:click=show
        >
            <span class="series-title">{item.title}</span>
            <span class="series-detail">{item.detail}</span>
        </button>
    }
}
