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
    let no_dates = viewer.memo(overlay::are_dates_removed);
    view! {
        <nav class="series" aria-label=words::SERIES>
            <Show when=move || no_dates.get()>
                <p class="series-detail" data-dates-removed>{words::DATES_REMOVED}</p>
            </Show>
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
            data-notes=item.notes
            aria-current=move || if shown.get() == Some(stack) { "true" } else { "false" }
            on:click=show
        >
            <span class="series-title">{item.title}</span>
            <span class="series-detail">{item.detail}</span>
            {item
                .remarks
                .into_iter()
                .map(|remark| view! { <span class="series-detail">{remark}</span> })
                .collect_view()}
        </button>
        <More viewer stack />
    }
}

/// Joins a stack with another, or splits it where it is shown.
#[component]
fn More(viewer: Viewer, stack: StackId) -> impl IntoView {
    let open = RwSignal::new(false);
    let split = move |_| {
        if let Some(at) = viewer.now(|state| overlay::shown_slice(state, stack)) {
            viewer.act(Action::SplitStack { stack, at });
        }
    };
    let join = move |(with, title): (StackId, String)| {
        view! {
            <button
                type="button"
                data-action="join"
                on:click=move |_| viewer.act(Action::JoinStacks { stack, with })
            >
                {words::join_with(&title)}
            </button>
        }
    };
    view! {
        <details class="series-more" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary aria-label=words::MORE>"\u{22ef}"</summary>
            <button type="button" data-action="split" on:click=split>
                {words::SPLIT_HERE}
            </button>
            {move || open.get().then(|| {
                let joinable = viewer.now(|state| overlay::joinable(state, stack));
                joinable.into_iter().map(join).collect_view()
            })}
        </details>
    }
}
