use leptos::prelude::*;

use crate::marks::Kind;
use crate::overlay::{self, MarkItem};
use crate::session::Action;
use crate::ui::viewer::Viewer;
use crate::words;

/// Every mark, with a way to it.
#[component]
pub fn MarksList(viewer: Viewer) -> impl IntoView {
    let items = viewer.memo(overlay::mark_list);
    view! {
        <Show when=move || items.with(|items| !items.is_empty())>
            <section class="marks-list" aria-label=words::MARKS>
                <header>
                    <h2>{words::MARKS}</h2>
                    <button
                        type="button"
                        data-action="undo-mark"
                        title=words::KEY_DELETE
                        on:click=move |_| viewer.act(Action::Undo)
                    >
                        {words::UNDO}
                    </button>
                </header>
                <ul>
                    <For each=move || items.get() key=MarkItem::clone let:item>
                        <Line viewer item />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Line(viewer: Viewer, item: MarkItem) -> impl IntoView {
    let mark = item.id;
    let text = (item.kind == Kind::Arrow).then(|| {
        view! {
            <input
                type="text"
                aria-label=words::ARROW_TEXT
                placeholder=words::ARROW_TEXT
                data-arrow-text
                prop:value=item.text.clone()
                on:change=move |event| {
                    let text = event_target_value(&event);
                    viewer.act(Action::SetMarkText { mark, text });
                }
            />
        }
    });
    view! {
        <li class:chosen=item.chosen data-mark-item=item.kind.code()>
            <button type="button" on:click=move |_| viewer.act(Action::ShowMark { mark })>
                <span>{item.words}</span>
                <span class="series-detail">{item.slice}</span>
            </button>
            <button
                type="button"
                data-action="delete-mark"
                aria-label=words::DELETE
                title=words::DELETE
                on:click=move |_| viewer.act(Action::DeleteMark { mark })
            >
                "\u{d7}"
            </button>
            {text}
        </li>
    }
}
