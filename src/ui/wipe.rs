//! The line between two panes that lie over each other.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;

use crate::session::Action;
use crate::ui::viewer::Viewer;
use crate::words;

/// What an arrow moves the line by.
const STEP: f64 = 0.02;

#[component]
pub fn WipeLine(viewer: Viewer) -> impl IntoView {
    let at = viewer.memo(|state| state.session.wiped_at().unwrap_or_default());
    let line = NodeRef::<Div>::new();
    let held = RwSignal::new(false);
    let down = move |event: PointerEvent| {
        event.prevent_default();
        event.stop_propagation();
        if let Some(line) = line.get_untracked() {
            // Without capture the line follows as long as it is under the pointer.
            let _not_held = line.set_pointer_capture(event.pointer_id());
        }
        held.set(true);
    };
    let moved = move |event: PointerEvent| {
        let stage = line.get_untracked().and_then(|line| line.parent_element());
        if let Some(stage) = stage.filter(|_| held.get_untracked()) {
            let rect = stage.get_bounding_client_rect();
            let at = (f64::from(event.client_x()) - rect.x()) / rect.width().max(1.0);
            viewer.act(Action::PlaceWipe { at });
        }
    };
    let pressed = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => -STEP,
            "ArrowRight" => STEP,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        viewer.act(Action::PlaceWipe {
            at: at.get_untracked() + by,
        });
    };
    view! {
        <div
            class="wipe-line"
            node_ref=line
            role="slider"
            tabindex="0"
            data-wipe-line
            aria-label=words::WIPE_LINE
            aria-orientation="horizontal"
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || (at.get() * 100.0).round().to_string()
            style:left=move || format!("{}%", at.get() * 100.0)
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=move |_| held.set(false)
            on:pointercancel=move |_| held.set(false)
            on:dblclick=move |event| {
                event.stop_propagation();
                viewer.act(Action::PlaceWipe { at: 0.5 });
            }
            on:keydown=pressed
        >
            <i></i>
        </div>
    }
}
