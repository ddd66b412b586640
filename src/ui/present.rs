//! The page while presenting: full screen, large texts; and what keeps it from being lost.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::BeforeUnloadEvent;

use crate::session::Action;
use crate::ui::viewer::Viewer;

/// Follows [`Action::Present`] with the browser's full screen, and the browser's with the action.
pub fn present(viewer: Viewer) {
    let shown = viewer.memo(|state| {
        let session = &state.session;
        (
            session.presenting,
            // With a window of the class's own the teacher goes on seeing.
            session.blank && !session.class_window,
            session.maximised,
            session.checks_room,
        )
    });
    Effect::new(move |before: Option<bool>| {
        let (presenting, blank, maximised, checks_room) = shown.get();
        let was = before == Some(true);
        if let Some(body) = document().body() {
            let classes = body.class_list();
            let state = [
                ("presenting", presenting),
                ("blank", blank),
                ("maximised", maximised),
                ("checks-room", checks_room),
            ];
            for (name, on) in state {
                // It fails only for names that are no class names.
                let _is_set = classes.toggle_with_force(name, on);
            }
        }
        if presenting != was {
            full_screen(presenting);
        }
        presenting
    });
    let left = window_event_listener_untyped("fullscreenchange", move |_| {
        let is_full = document().fullscreen_element().is_some();
        if !is_full && viewer.now(|state| state.session.presenting) {
            viewer.act(Action::Present { on: false });
        }
    });
    on_cleanup(move || left.remove());
}

/// A browser that gives no full screen presents in its window.
fn full_screen(on: bool) {
    if on {
        let root = document().document_element();
        let _refused = root.map(|root| root.request_fullscreen());
    } else if document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    }
}

/// Leaving asks where something is open, and *back* is caught once: a swipe over an image is
/// quickly done.
pub fn keep_the_page(viewer: Viewer) {
    let is_open = viewer.memo(|state| !state.drops.is_empty());
    let asked = window_event_listener(ev::beforeunload, move |event: BeforeUnloadEvent| {
        if is_open.get_untracked() {
            event.prevent_default();
        }
    });
    Effect::new(move || {
        if is_open.get()
            && let Ok(history) = window().history()
        {
            // Without a history there is no way back either.
            let _not_kept = history.push_state(&JsValue::NULL, "");
        }
    });
    // Safari enlarges the whole page by gestures of its own.
    let pinched = window_event_listener_untyped("gesturestart", |event| event.prevent_default());
    on_cleanup(move || {
        asked.remove();
        pinched.remove();
    });
}
