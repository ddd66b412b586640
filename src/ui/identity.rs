use leptos::prelude::*;

use crate::overlay;
use crate::session::Action;
use crate::ui::viewer::Viewer;
use crate::words;

/// Who the picture is of, masked but for as long as the reader holds the button or the key.
#[component]
pub fn Identity(viewer: Viewer) -> impl IntoView {
    let lines = viewer.memo(|state| overlay::identity(state, state.session.active));
    view! {
        <Show when=move || lines.with(Option::is_some)>
            <section class="identity" aria-label=words::IDENTITY>
                <span data-identity>
                    {move || {
                        let lines = lines.get().unwrap_or_default();
                        lines.into_iter().map(|line| view! { <bdi>{line}</bdi> }).collect_view()
                    }}
                </span>
                <RevealButton viewer />
            </section>
        </Show>
    }
}

/// Shows names while it is held.
#[component]
pub fn RevealButton(viewer: Viewer) -> impl IntoView {
    let reveal = move |on| viewer.act(Action::Reveal { on });
    let is_key = |event: &leptos::ev::KeyboardEvent| matches!(event.key().as_str(), " " | "Enter");
    view! {
        <button
            type="button"
            data-action="reveal"
            title=words::IDENTITY_HINT
            on:pointerdown=move |_| reveal(true)
            on:pointerup=move |_| reveal(false)
            on:pointerleave=move |_| reveal(false)
            on:pointercancel=move |_| reveal(false)
            on:keydown=move |event| {
                if is_key(&event) {
                    reveal(true);
                }
            }
            on:keyup=move |event| {
                if is_key(&event) {
                    reveal(false);
                }
            }
            on:blur=move |_| reveal(false)
        >
            {words::HOLD_FOR_NAMES}
        </button>
    }
}
