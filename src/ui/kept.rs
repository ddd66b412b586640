//! Views and marks that are kept from visit to visit: the panel, and the word that some are back.

use leptos::prelude::*;

use crate::engine::{Event, KeptEvent};
use crate::overlay;
use crate::session::{Action, KeptAction};
use crate::ui::keys::focus_pane;
use crate::ui::viewer::Viewer;
use crate::words;

#[component]
pub fn KeptViews(viewer: Viewer) -> impl IntoView {
    put_away_on_leaving(viewer);
    let is_back = viewer.memo(overlay::kept_is_back);
    let act = move |action: KeptAction| viewer.act(Action::Kept(action));
    view! {
        <div role="status">
            <Show when=move || is_back.get()>
                <section class="hu-offer" aria-label=words::KEPT_BACK data-kept-back>
                    <p>{words::KEPT_BACK}</p>
                    <div class="object-buttons">
                        <button
                            type="button"
                            data-action="start-fresh"
                            on:click=move |_| act(KeptAction::StartFresh)
                        >
                            {words::START_FRESH}
                        </button>
                        <button
                            type="button"
                            data-action="accept-kept"
                            on:click=move |_| act(KeptAction::Accept)
                        >
                            {words::KEPT_ACCEPT}
                        </button>
                    </div>
                </section>
            </Show>
        </div>
        <KeptPanel viewer />
    }
}

#[component]
fn KeptPanel(viewer: Viewer) -> impl IntoView {
    let panel = viewer.memo(overlay::kept_panel);
    let is_open = Memo::new(move |_| panel.with(Option::is_some));
    let of = move |part: fn(&overlay::KeptPanel) -> bool| {
        move || panel.with(|panel| panel.as_ref().is_some_and(part))
    };
    let is_on = of(|panel| panel.is_on);
    let count = move || panel.with(|panel| panel.as_ref().map(|panel| panel.count.clone()));
    let warnings = move || panel.with(|panel| panel.as_ref().map(|it| it.warnings.clone()));
    let act = move |action: KeptAction| viewer.act(Action::Kept(action));
    view! {
        <Show when=move || is_open.get()>
            <section class="marks-list copy-panel" aria-label=words::KEPT data-kept>
                <header>
                    <h2>{words::KEPT}</h2>
                    <button
                        type="button"
                        data-action="close-kept"
                        on:click=move |_| act(KeptAction::Open)
                    >
                        {words::CLOSE_PANEL}
                    </button>
                </header>
                <label class="copy-tick">
                    <input
                        type="checkbox"
                        data-action="keep"
                        prop:checked=is_on
                        on:change=move |_| {
                            act(KeptAction::Switch { on: !is_on() });
                            focus_pane(viewer);
                        }
                    />
                    {words::KEPT_SWITCH}
                </label>
                <ul>
                    <li>{words::KEPT_WHAT}</li>
                    <li>{words::KEPT_WITHOUT_IDENTITY}</li>
                    <li>{words::KEPT_WHERE}</li>
                </ul>
                {move || warnings().into_iter().flatten().map(|line| view! {
                    <p class="lung-warning" role="alert">{line}</p>
                }).collect_view()}
                <p role="status" data-kept-count>{count}</p>
                <div class="object-buttons">
                    <button
                        type="button"
                        data-action="forget-everything"
                        disabled=move || !of(|panel| panel.is_kept)()
                        on:click=move |_| act(KeptAction::Forget)
                    >
                        {words::FORGET_EVERYTHING}
                    </button>
                </div>
            </section>
        </Show>
    }
}

/// A page that is hidden may never be heard of again.
fn put_away_on_leaving(viewer: Viewer) {
    for name in ["pagehide", "visibilitychange"] {
        let left = window_event_listener_untyped(name, move |_| {
            viewer.host().send(Event::Kept(KeptEvent::Leaving));
        });
        on_cleanup(move || left.remove());
    }
}
