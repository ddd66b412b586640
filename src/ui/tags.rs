//! The header of the picture that is shown, with a search, over the page's end.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::overlay::{self, TagLine};
use crate::session::Action;
use crate::ui::copy::copy;
use crate::ui::keys::focus;
use crate::ui::viewer::Viewer;
use crate::words;

#[component]
pub fn TagBrowser(viewer: Viewer) -> impl IntoView {
    let open = viewer.memo(|state| state.session.shows_tags);
    view! {
        <Show when=move || open.get()>
            <Panel viewer />
        </Show>
    }
}

#[component]
fn Panel(viewer: Viewer) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let field = NodeRef::<Input>::new();
    field.on_load(|_| focus("[data-panel=tags] input"));
    let panel = Memo::new(move |_| {
        let search = search.get();
        viewer.track(|state| overlay::tag_panel(state, &search))
    });
    let close = move || {
        viewer.act(Action::ShowTags { on: false });
        focus("[data-viewport]");
    };
    let leave = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            close();
        }
    };
    let copy_all = move |_| {
        if let Some(panel) = panel.get_untracked() {
            copy(&overlay::tag_text(&panel));
        }
    };
    view! {
        <section
            class="drawer tags"
            role="dialog"
            aria-label=words::TAGS
            data-panel="tags"
            on:keydown=leave
        >
            <header class="drawer-head">
                <h2>{words::TAGS}</h2>
                <button type="button" data-action="close-tags" on:click=move |_| close()>
                    {words::CLOSE_PANEL}
                </button>
            </header>
            <div class="tags-search">
                <input
                    type="search"
                    aria-label=words::TAGS_SEARCH
                    placeholder=words::TAGS_SEARCH
                    node_ref=field
                    on:input=move |event| search.set(event_target_value(&event))
                />
                <span data-tags-count role="status">
                    {move || panel.with(|panel| panel.as_ref().map_or_else(
                        || words::TAGS_READING.to_owned(),
                        |panel| panel.count.clone(),
                    ))}
                </span>
                <button type="button" data-action="copy-tags" on:click=copy_all>
                    {words::TAGS_COPY}
                </button>
            </div>
            <div class="drawer-body" tabindex="0">
                <table>
                    <tbody>
                        {move || panel.get().map(|panel| {
                            panel.lines.into_iter().map(row).collect_view()
                        })}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn row(line: TagLine) -> impl IntoView {
    let indent = format!("{}em", line.depth);
    let tag = line.tag.clone();
    view! {
        <tr data-tag=tag class:masked=line.is_masked>
            <td class="tag" style:padding-inline-start=indent>{line.tag}</td>
            <td>{line.vr}</td>
            <th scope="row">{line.name}</th>
            <td class="value">
                <bdi>{line.value}</bdi>
                {line.remark.map(|remark| view! { <small data-doubt>{remark}</small> })}
            </td>
        </tr>
    }
}
