//! All keys and gestures, beside the picture and never in the way of it.

use leptos::html::Section;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::hands::BINDINGS;
use crate::ui::keys::focus;
use crate::ui::later::{Later, Part};
use crate::ui::viewer::Viewer;
use crate::words;

#[derive(Clone, Copy)]
pub struct OpenHelp(RwSignal<bool>);

impl OpenHelp {
    pub fn new() -> Self {
        Self(RwSignal::new(false))
    }

    pub fn toggle(self) {
        if self.0.get_untracked() {
            self.close();
        } else {
            self.0.set(true);
        }
    }

    fn close(self) {
        self.0.set(false);
        focus("[data-viewport]");
    }
}

#[component]
pub fn Help(viewer: Viewer, help: OpenHelp) -> impl IntoView {
    view! {
        <Show when=move || help.0.get()>
            <Later viewer part=Part::Help(help) />
        </Show>
    }
}

#[component]
pub fn HelpPanel(help: OpenHelp) -> impl IntoView {
    let panel = NodeRef::<Section>::new();
    panel.on_load(|_| focus("[data-panel=help] button"));
    let leave = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Escape" | "?" | "F1") {
            event.prevent_default();
            event.stop_propagation();
            help.close();
        }
    };
    view! {
        <section
            class="drawer"
            role="dialog"
            aria-label=words::HELP
            data-panel="help"
            node_ref=panel
            on:keydown=leave
        >
            <header class="drawer-head">
                <h2>{words::HELP}</h2>
                <button type="button" data-action="close-help" on:click=move |_| help.close()>
                    {words::CLOSE_PANEL}
                </button>
            </header>
            <div class="drawer-body" tabindex="0">
                <h3>{words::KEYS}</h3>
                <dl class="keys">
                    {BINDINGS
                        .iter()
                        .map(|binding| view! {
                            <dt>
                                {binding
                                    .with
                                    .keys()
                                    .iter()
                                    .map(|key| view! { <kbd>{words::key_cap(key)}</kbd> " + " })
                                    .collect_view()}
                                {binding
                                    .keys
                                    .iter()
                                    .map(|key| view! { <kbd>{words::key_cap(key)}</kbd> " " })
                                    .collect_view()}
                            </dt>
                            <dd>{binding.words}</dd>
                        })
                        .collect_view()}
                </dl>
                <h3>{words::GESTURES}</h3>
                <dl class="keys">
                    {words::GESTURE_LIST
                        .iter()
                        .map(|(gesture, deed)| view! { <dt>{*gesture}</dt> <dd>{*deed}</dd> })
                        .collect_view()}
                </dl>
            </div>
        </section>
    }
}
