use leptos::prelude::*;

use crate::engine::State;
use crate::overlay;
use crate::pixels::preset::{LUNG, MEDIASTINUM};
use crate::session::Action;
use crate::ui::context_menu::OpenMenu;
use crate::ui::preset_button::PresetButton;
use crate::ui::viewer::Viewer;
use crate::words;

/// Where a thumb reaches, on screens that are touched: what one finger does, the windows used most,
/// the next series, and all else in the menu of the picture. The style sheet hides it from a mouse.
#[component]
pub fn ThumbBar(viewer: Viewer, menu: OpenMenu) -> impl IntoView {
    let is_open = viewer.memo(State::has_something_to_show);
    let windows = viewer.memo(|state| state.session.finger_windows);
    let in_hu = viewer.memo(overlay::active_is_hu);
    let preset = move |digit, label| view! { <PresetButton viewer digit label by_thumb=true /> };
    view! {
        <div
            class="thumb-bar"
            class:kept-free=move || !is_open.get()
            role="toolbar"
            aria-label=words::THUMB_BAR
        >
            <button
                type="button"
                data-action="finger-windows"
                title=words::FINGER_WINDOWS_HINT
                aria-pressed=move || windows.get().to_string()
                on:click=move |_| viewer.act(Action::SetFinger { windows: !windows.get_untracked() })
            >
                {words::WINDOW}
            </button>
            <Show when=move || in_hu.get() fallback=move || preset(1, words::PRESET_AUTO)>
                {[LUNG, MEDIASTINUM].map(|hu| preset(hu.digit, hu.name))}
            </Show>
            <button
                type="button"
                data-action="next-series"
                title=words::NEXT_HINT
                on:click=move |_| viewer.act(Action::StepStack { pane: viewer.active(), by: 1 })
            >
                {words::NEXT}
            </button>
            <button
                type="button"
                data-action="picture-menu"
                aria-haspopup="menu"
                on:click=move |_| menu.open_in_the_middle(viewer.active())
            >
                {words::MORE}
            </button>
        </div>
    }
}
