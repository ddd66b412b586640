use leptos::prelude::*;

use crate::overlay;
use crate::session::Action;
use crate::ui::viewer::Viewer;

/// The window under a digit; for thumbs without the digit, which they have no key for.
#[component]
pub fn PresetButton(
    viewer: Viewer,
    digit: u8,
    label: &'static str,
    by_thumb: bool,
) -> impl IntoView {
    let choice = viewer.memo(overlay::active_preset);
    view! {
        <button
            type="button"
            data-preset=(!by_thumb).then_some(digit)
            data-thumb-preset=by_thumb.then_some(digit)
            aria-pressed=move || (choice.get() == Some(digit)).to_string()
            on:click=move |_| viewer.act(Action::Preset { pane: viewer.active(), digit })
        >
            {(!by_thumb).then(|| view! { <kbd>{digit}</kbd> })}
            {label}
        </button>
    }
}
