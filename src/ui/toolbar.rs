use leptos::prelude::*;

use crate::overlay;
use crate::pixels::preset::{BONE, LUNG, MEDIASTINUM};
use crate::session::{Action, PaneId};
use crate::ui::mark_tools::MarkTools;
use crate::ui::picture_menu::PictureMenu;
use crate::ui::viewer::Viewer;
use crate::ui::window_menu::WindowMenu;
use crate::words;

/// Presets, view, layout; and how far loading is.
#[component]
pub fn Toolbar(viewer: Viewer) -> impl IntoView {
    let in_hu = viewer.memo(overlay::active_is_hu);
    let choice = viewer.memo(overlay::active_preset);
    let several = viewer.memo(|state| state.session.panes.len() > 1);
    let preset = move |digit: u8, label: &'static str| {
        view! {
            <button
                type="button"
                data-preset=digit
                aria-pressed=move || (choice.get() == Some(digit)).to_string()
                on:click=move |_| viewer.act(Action::Preset { pane: viewer.active(), digit })
            >
                <kbd>{digit}</kbd>
                " "
                {label}
            </button>
        }
    };
    let button = move |name: &'static str,
                       label: &'static str,
                       hint: &'static str,
                       action: fn(PaneId) -> Action| {
        view! {
            <button
                type="button"
                data-action=name
                title=hint
                on:click=move |_| viewer.act(action(viewer.active()))
            >
                {label}
            </button>
        }
    };
    view! {
        <div class="group" role="group" aria-label=words::WINDOW>
            {preset(0, words::PRESET_FILE)}
            <Show when=move || in_hu.get() fallback=move || preset(1, words::PRESET_AUTO)>
                {[LUNG, MEDIASTINUM, BONE].map(|hu| preset(hu.digit, hu.name))}
            </Show>
            <WindowMenu viewer />
        </div>
        <MarkTools viewer />
        <div class="group">
            {button("fit", words::FIT, words::FIT_HINT, |pane| Action::Fit { pane })}
            {button("one-to-one", words::ONE_TO_ONE, words::ONE_TO_ONE_HINT, |pane| Action::OneToOne { pane })}
            {button("invert", words::INVERT, words::INVERT_HINT, |pane| Action::Invert { pane })}
            {button("reset", words::RESET, words::RESET_HINT, |pane| Action::Reset { pane })}
        </div>
        <div class="group">
            <Show
                when=move || several.get()
                fallback=move || button("layout-two", words::LAYOUT_TWO, "", |_| Action::SetPanes { count: 2 })
            >
                {button("layout-one", words::LAYOUT_ONE, "", |_| Action::SetPanes { count: 1 })}
            </Show>
        </div>
        <PictureMenu viewer />
        <Progress viewer />
        <div class="group end">
            {button("close", words::CLOSE, "", |_| Action::CloseAll)}
        </div>
    }
}

/// `212 of 300 read`, with a way to stop.
#[component]
fn Progress(viewer: Viewer) -> impl IntoView {
    let reading = viewer.memo(overlay::reading);
    view! {
        {move || reading.get().map(|(done, total)| view! {
            <div class="group">
                <progress max=total value=done aria-label=words::reading(done, total)></progress>
                <span class="progress-text">{words::reading(done, total)}</span>
                <button
                    type="button"
                    data-action="cancel"
                    on:click=move |_| viewer.act(Action::CancelLoading)
                >
                    {words::CANCEL}
                </button>
            </div>
        })}
        <Memory viewer />
    }
}

/// What is held, and how much may be.
#[component]
fn Memory(viewer: Viewer) -> impl IntoView {
    let used = viewer.memo(|state| words::bytes(state.memory().used()));
    let budget = viewer.memo(|state| state.memory().budget);
    let choose = move |event: leptos::ev::Event| {
        if let Ok(bytes) = event_target_value(&event).parse() {
            viewer.act(Action::SetBudget { bytes });
        }
        // The keys go back to the picture.
        let select: web_sys::HtmlElement = event_target(&event);
        let _is_gone = select.blur();
    };
    let choices = move || {
        let mut choices = BUDGETS.to_vec();
        choices.push(budget.get());
        choices.sort_unstable();
        choices.dedup();
        choices
    };
    view! {
        <label class="memory" title=words::MEMORY>
            {move || used.get()} " / "
            <select data-action="budget" aria-label=words::MEMORY on:change=choose>
                <For each=choices key=|bytes| *bytes let:bytes>
                    <option value=bytes selected=move || budget.get() == bytes>
                        {words::bytes(bytes)}
                    </option>
                </For>
            </select>
        </label>
    }
}

/// Budgets to choose from, beside the one that the device suggests.
const BUDGETS: [u64; 4] = [256 << 20, 512 << 20, 1 << 30, 2 << 30];
