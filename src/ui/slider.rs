//! Where in the stack the picture is; what is not here is hatched. It is not mirrored with the
//! language, and stands beside the letters, not over them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

use crate::overlay::{self, Held};
use crate::session::{Action, PaneId};
use crate::ui::icon::{Drawn, Icon};
use crate::ui::later::{Later, Part};
use crate::ui::viewer::Viewer;
use crate::words;

#[component]
pub fn Slider(viewer: Viewer, pane: PaneId) -> impl IntoView {
    let held = viewer.memo(move |state| overlay::held(state, pane));
    let slice = viewer.memo(move |state| overlay::wanted(state, pane));
    let several = move || held.with(|held| held.as_ref().is_some_and(|held| held.slices > 1));
    let slices = move || held.with(|held| held.as_ref().map_or(1, |held| held.slices));
    let go = move |event: &PointerEvent| {
        let element = event
            .current_target()
            .and_then(|it| it.dyn_into::<Element>().ok());
        if let Some(slice) = element.and_then(|element| slice_at(&element, event, slices())) {
            viewer.act(Action::ShowSlice { pane, slice });
        }
    };
    let down = move |event: PointerEvent| {
        event.stop_propagation();
        event.prevent_default();
        let element = event
            .current_target()
            .and_then(|it| it.dyn_into::<Element>().ok());
        if let Some(element) = element {
            // A pointer that is gone by now cannot be captured, and need not be.
            let _gone = element.set_pointer_capture(event.pointer_id());
        }
        viewer.act(Action::Activate { pane });
        go(&event);
    };
    let moved = move |event: PointerEvent| {
        event.stop_propagation();
        if event.buttons() != 0 {
            go(&event);
        }
    };
    let place = move || {
        let slice = slice.get().unwrap_or(0);
        percent(slice, slices().saturating_sub(1).max(1))
    };
    view! {
        <Show when=several>
            <div
                class="slider"
                role="slider"
                tabindex="0"
                data-slider
                aria-orientation="vertical"
                aria-label=words::SLICE
                aria-valuemin="1"
                aria-valuemax=slices
                aria-valuenow=move || slice.get().map_or(1, |slice| slice + 1)
                on:focus=move |_| viewer.act(Action::Activate { pane })
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=|event| event.stop_propagation()
                on:dblclick=|event| event.stop_propagation()
            >
                {move || held.get().map(|held| gaps(&held))}
                <Later viewer part=Part::KeyMarks(pane) />
                <div class="slider-thumb" style:top=place></div>
            </div>
            <CineButton viewer pane />
        </Show>
    }
}

/// At the foot of the slider: slices follow each other, or stop.
#[component]
fn CineButton(viewer: Viewer, pane: PaneId) -> impl IntoView {
    let rate = viewer.memo(move |state| {
        let pane = state.session.pane(pane)?;
        pane.cine.map(|cine| cine.rate)
    });
    let icon = move || match rate.get() {
        Some(_) => view! { <Drawn icon=Icon::Pause /> },
        None => view! { <Drawn icon=Icon::Play /> },
    };
    view! {
        <button
            type="button"
            class="cine"
            data-action="cine-here"
            aria-label=words::KEY_CINE
            title=words::CINE_HINT
            aria-pressed=move || rate.get().is_some().to_string()
            on:pointerdown=|event| event.stop_propagation()
            on:pointerup=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
            on:click=move |_| {
                viewer.act(Action::Activate { pane });
                viewer.act(Action::Cine { pane });
            }
        >
            {icon}
            {move || rate.get().map(words::slices_a_second)}
        </button>
    }
}

/// `212 of 300 here`, at the end nothing.
#[component]
pub fn HeldText(viewer: Viewer, pane: PaneId) -> impl IntoView {
    let words = viewer.memo(move |state| overlay::held(state, pane).and_then(|held| held.words));
    move || {
        words
            .get()
            .map(|words| view! { <span data-held>{words}</span> })
    }
}

/// What lies between the ranges that are here.
fn gaps(held: &Held) -> impl IntoView + use<> {
    let starts = std::iter::once(0).chain(held.here.iter().map(|range| range.end));
    let ends = held
        .here
        .iter()
        .map(|range| range.start)
        .chain([held.slices]);
    let gaps: Vec<(usize, usize)> = starts.zip(ends).filter(|(from, to)| from < to).collect();
    let slices = held.slices.max(1);
    gaps.into_iter()
        .map(|(from, to)| {
            view! {
                <div
                    class="slider-gap"
                    style:top=percent(from, slices)
                    style:height=percent(to - from, slices)
                ></div>
            }
        })
        .collect_view()
}

#[expect(clippy::cast_precision_loss, reason = "slices")]
fn percent(part: usize, whole: usize) -> String {
    format!("{}%", part as f64 * 100.0 / whole as f64)
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "slices"
)]
fn slice_at(element: &Element, event: &PointerEvent, slices: usize) -> Option<usize> {
    let rect = element.get_bounding_client_rect();
    let share = (f64::from(event.client_y()) - rect.top()) / rect.height();
    let last = slices.checked_sub(1)?;
    Some((share.clamp(0.0, 1.0) * last as f64).round() as usize)
}
