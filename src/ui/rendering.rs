//! The panel of a rendering: what it shows, from where, how much is cut away.

use leptos::prelude::*;

use crate::overlay::{self, RenderingPanel as Shown};
use crate::rendering::{From, Preset};
use crate::session::rendering::{Face, MOST_SHIFT};
use crate::session::{Action, PaneId, RenderingAction};
use crate::ui::viewer::Viewer;
use crate::words;

#[component]
pub fn RenderingPanel(viewer: Viewer) -> impl IntoView {
    let panel = viewer.memo(overlay::rendering_panel);
    view! {
        <Show when=move || panel.with(Option::is_some)>
            <section class="marks-list rendering" aria-label=words::RENDERING data-rendering>
                <header>
                    <h2>{words::RENDERING}</h2>
                    <button
                        type="button"
                        data-action="close-rendering"
                        on:click=move |_| act(viewer, |pane| RenderingAction::Toggle { pane })
                    >
                        {words::CLOSE_PANEL}
                    </button>
                </header>
                <Presets viewer panel />
                <ShiftSlider viewer panel />
                <div class="chips" role="group" aria-label=words::LOOK_FROM>
                    <span>{words::LOOK_FROM}</span>
                    {overlay::sides_to_look_from().map(|side| from(viewer, side))}
                </div>
                <Cuts viewer panel />
                <p class="series-detail">{words::FOR_LOOKING}</p>
            </section>
        </Show>
    }
}

fn act(viewer: Viewer, action: impl FnOnce(PaneId) -> RenderingAction) {
    viewer.act(Action::Rendering(action(viewer.active())));
}

/// A part of what is shown.
fn part<T>(panel: Memo<Option<Shown>>, of: impl Fn(&Shown) -> T) -> Option<T> {
    panel.with(|panel| panel.as_ref().map(of))
}

#[component]
fn Presets(viewer: Viewer, panel: Memo<Option<Shown>>) -> impl IntoView {
    let presets = Memo::new(move |_| part(panel, |it| it.presets.clone()).unwrap_or_default());
    let button =
        move |(preset, name, hint, is_offered): (Preset, &'static str, &'static str, bool)| {
            let is_chosen = move || part(panel, |it| it.how.preset) == Some(preset);
            view! {
                <button
                    type="button"
                    data-preset=preset.code()
                    title=hint
                    aria-pressed=move || is_chosen().to_string()
                    disabled=!is_offered
                    on:click=move |_| act(viewer, |pane| RenderingAction::Choose { pane, preset })
                >
                    {name}
                </button>
            }
        };
    let is_lit = move || part(panel, |it| it.how.is_lit) == Some(true);
    view! {
        <div class="chips" role="group" aria-label=words::RENDERING>
            {move || presets.get().into_iter().map(button).collect_view()}
            <button
                type="button"
                data-action="light"
                aria-pressed=move || is_lit().to_string()
                on:click=move |_| act(viewer, |pane| RenderingAction::Light { pane })
            >
                {words::LIT}
            </button>
        </div>
    }
}

#[component]
fn ShiftSlider(viewer: Viewer, panel: Memo<Option<Shown>>) -> impl IntoView {
    let shift = move || part(panel, |it| it.how.shift).unwrap_or_default();
    let is_off = move || part(panel, |it| it.how.preset.needs_hu()) != Some(true);
    view! {
        <label class="slide">
            <span>{words::SHIFT}</span>
            <input
                type="range"
                data-shift
                min=-MOST_SHIFT
                max=MOST_SHIFT
                step="10"
                prop:value=move || shift().to_string()
                disabled=is_off
                on:input=move |event| {
                    if let Ok(to) = event_target_value(&event).parse() {
                        act(viewer, |pane| RenderingAction::Shift { pane, to });
                    }
                }
            />
        </label>
    }
}

fn from(viewer: Viewer, (from, name): (From, &'static str)) -> impl IntoView {
    view! {
        <button
            type="button"
            data-from=name
            on:click=move |_| act(viewer, |pane| RenderingAction::LookFrom { pane, from })
        >
            {name}
        </button>
    }
}

#[component]
fn Cuts(viewer: Viewer, panel: Memo<Option<Shown>>) -> impl IntoView {
    let row = move |face: Face| {
        let row = Memo::new(move |_| {
            part(panel, |it| {
                it.faces.iter().find(|row| row.face == face).cloned()
            })
            .flatten()
        });
        let name = move || row.with(|row| row.as_ref().map(|row| row.words.clone()));
        let share = move || row.with(|row| row.as_ref().map_or(0.0, |row| row.share));
        let is_far = face.is_far;
        view! {
            <label class="slide">
                <bdi dir="ltr">{name}</bdi>
                <input
                    type="range"
                    data-cut=format!("{}{}", face.axis, if is_far { "-far" } else { "-near" })
                    min="0"
                    max="0.98"
                    step="0.01"
                    prop:value=move || share().to_string()
                    on:input=move |event| {
                        if let Ok(share) = event_target_value(&event).parse::<f64>() {
                            let to = if is_far { 1.0 - share } else { share };
                            act(viewer, |pane| RenderingAction::Cut { pane, face, to });
                        }
                    }
                />
            </label>
        }
    };
    view! {
        <details class="cuts">
            <summary>{words::CUT_AWAY}</summary>
            {Face::ALL.map(row)}
            <button
                type="button"
                data-action="uncut"
                on:click=move |_| act(viewer, |pane| RenderingAction::Uncut { pane })
            >
                {words::UNCUT}
            </button>
        </details>
    }
}
