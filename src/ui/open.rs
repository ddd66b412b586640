//! Ways in: dropping, and the two file inputs behind the visible buttons.

use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlElement};

use crate::engine::{Event, State};
use crate::intake::web as intake;
use crate::session::{Action, PaneId};
use crate::ui::drag::{pane_at, show_target};
use crate::ui::icon::{Drawn, Icon};
use crate::ui::viewer::Viewer;
use crate::words;

/// Takes what is dropped anywhere on the page.
pub fn take_drops(viewer: Viewer) {
    let over = window_event_listener(ev::dragover, move |event: DragEvent| {
        event.prevent_default();
        show_drop_target(true);
        show_target(pane_under(viewer, &event));
    });
    let away = window_event_listener(ev::dragleave, |event: DragEvent| {
        if event.related_target().is_none() {
            show_drop_target(false);
            show_target(None);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event: DragEvent| {
        event.prevent_default();
        show_drop_target(false);
        show_target(None);
        let Some(transfer) = event.data_transfer() else {
            return;
        };
        let entries = intake::entries(&transfer);
        if entries.is_empty() {
            return;
        }
        let host = viewer.host();
        let drop = host.begin_drop();
        if let Some(pane) = pane_under(viewer, &event) {
            host.send(Event::DropAimed { drop, pane });
        }
        spawn_local(async move {
            let found = |files| host.found(drop, files);
            let failed = |path, reason| host.not_found(drop, path, reason);
            intake::walk(entries, found, failed).await;
            host.walked(drop);
        });
    });
    on_cleanup(move || {
        over.remove();
        away.remove();
        dropped.remove();
    });
}

/// The pane that a drop is aimed at, where there are several.
fn pane_under(viewer: Viewer, event: &DragEvent) -> Option<PaneId> {
    let several = viewer.now(|state| state.session.panes.len() > 1);
    let place = [f64::from(event.client_x()), f64::from(event.client_y())];
    pane_at(place).filter(|_| several)
}

/// The page says that it would take what is dragged over it.
fn show_drop_target(on: bool) {
    if let Some(body) = document().body() {
        // A class of ours is one.
        let _is_set = body.class_list().toggle_with_force("dropping", on);
    }
}

/// The two buttons, each with its input.
#[component]
pub fn OpenButtons(viewer: Viewer) -> impl IntoView {
    let files = NodeRef::<Input>::new();
    let folder = NodeRef::<Input>::new();
    folder.on_load(|input| input.set_webkitdirectory(true));
    let click = |input: NodeRef<Input>| {
        move |_| {
            if let Some(input) = input.get() {
                input.click();
            }
        }
    };
    let picked = move |input: NodeRef<Input>| {
        move |_| {
            let Some(input) = input.get() else { return };
            let Some(list) = input.files().filter(|list| list.length() > 0) else {
                return;
            };
            let host = viewer.host();
            let drop = host.begin_drop();
            host.picked(drop, intake::picked(&list));
            // The same files may be picked again.
            input.set_value("");
        }
    };
    view! {
        <div class="group">
            <button type="button" title=words::OPEN_FILES on:click=click(files)>
                <Drawn icon=Icon::OpenFiles />
                <span class="bar-word">{words::OPEN_FILES}</span>
            </button>
            <button type="button" title=words::OPEN_FOLDER on:click=click(folder)>
                <Drawn icon=Icon::OpenFolder />
                <span class="bar-word">{words::OPEN_FOLDER}</span>
            </button>
            <input id="open-files" type="file" multiple hidden node_ref=files on:change=picked(files) />
            <input
                id="open-folder"
                type="file"
                hidden
                node_ref=folder
                on:change=picked(folder)
            />
        </div>
    }
}

/// As the button of the bar does.
fn open_files() {
    let input = document().get_element_by_id("open-files");
    if let Some(input) = input.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        input.click();
    }
}

/// What the page says before anything is open.
#[component]
pub fn EmptyPage(viewer: Viewer) -> impl IntoView {
    let can_reopen = viewer.memo(State::can_reopen);
    let offer =
        move |name: &'static str, label: &'static str, hint: &'static str, action: Action| {
            view! {
                <button
                    type="button"
                    class="empty-sample"
                    data-action=name
                    title=hint
                    on:click=move |_| viewer.act(action.clone())
                >
                    {label}
                </button>
            }
        };
    view! {
        <div class="empty">
            <p class="empty-first">{words::DROP_HERE}</p>
            <p>{words::STAYS_HERE}</p>
            <div class="empty-ways">
            <button type="button" class="empty-sample" data-action="open" on:click=|_| open_files()>
                {words::OPEN}
            </button>
            {offer("sample", words::SAMPLE, words::SAMPLE_HINT, Action::OpenSample)}
            <Show when=move || can_reopen.get()>
                {offer("reopen", words::REOPEN, words::REOPEN_HINT, Action::Reopen)}
            </Show>
            </div>
        </div>
    }
}
