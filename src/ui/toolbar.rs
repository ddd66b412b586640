use leptos::prelude::*;

use crate::engine;
use crate::overlay;
use crate::pixels::preset::{BONE, LUNG, MEDIASTINUM};
use crate::session::{Action, PaneId};
use crate::ui::help::OpenHelp;
use crate::ui::icon::{Drawn, Icon};
use crate::ui::later::{Later, Part};
use crate::ui::mark_tools::{SEEN, Tools};
use crate::ui::preset_button::PresetButton;
use crate::ui::progress::{Progress, Refused};
use crate::ui::viewer::Viewer;
use crate::words;

/// Presets, the eight tools of BEHAVIOUR 7, and how far loading is.
#[component]
pub fn Toolbar(viewer: Viewer, help: OpenHelp) -> impl IntoView {
    view! {
        <Presets viewer />
        <div class="group" role="group" aria-label=words::TOOLS>
            <Tools viewer tools=&SEEN named=false />
        </div>
        <div class="group">
            <Beside viewer />
            <Later viewer part=Part::Layouts />
            <Later viewer part=Part::More />
        </div>
        <Progress viewer />
        <Refused viewer />
        <div class="group end">
            <button type="button" data-action="help" aria-label=words::HELP title=format!("{} (?)", words::HELP) on:click=move |_| help.toggle()>
                <Drawn icon=Icon::Help />
            </button>
            <Button viewer name="close" label=words::CLOSE icon=Icon::Close action=|_| Action::CloseAll />
        </div>
    }
}

/// A button of the bar: a picture, its name for ears and when pointed at.
#[component]
fn Button(
    viewer: Viewer,
    name: &'static str,
    label: &'static str,
    icon: Icon,
    action: fn(PaneId) -> Action,
) -> impl IntoView {
    view! {
        <button
            type="button"
            data-action=name
            aria-label=label
            title=label
            on:click=move |_| viewer.act(action(viewer.active()))
        >
            <Drawn icon />
        </button>
    }
}

/// The file's own window and the first three presets, with their digits.
#[component]
fn Presets(viewer: Viewer) -> impl IntoView {
    let in_hu = viewer.memo(overlay::active_is_hu);
    let preset = move |digit, label| view! { <PresetButton viewer digit label by_thumb=false /> };
    view! {
        <div class="group" role="group" aria-label=words::WINDOW>
            {preset(0, words::PRESET_FILE)}
            <Show when=move || in_hu.get() fallback=move || preset(1, words::PRESET_AUTO)>
                {[LUNG, MEDIASTINUM, BONE].map(|hu| preset(hu.digit, hu.name))}
            </Show>
            <Later viewer part=Part::Windows />
        </div>
    }
}

/// Lung beside mediastinum; where it cannot be, it says why.
#[component]
fn Beside(viewer: Viewer) -> impl IntoView {
    let is_on = viewer.memo(|state| state.session.beside.is_some());
    let can_be = viewer.memo(engine::can_be_beside);
    let title = move || {
        if can_be.get() {
            words::BESIDE_HINT
        } else {
            words::BESIDE_NEEDS_HU
        }
    };
    view! {
        <button
            type="button"
            data-action="beside"
            aria-label=words::KEY_BESIDE
            title=title
            disabled=move || !can_be.get()
            aria-pressed=move || is_on.get().to_string()
            on:click=move |_| viewer.act(Action::LungBesideMediastinum)
        >
            <Drawn icon=Icon::Beside />
        </button>
    }
}
