//! Another build of the viewer that is ready for the next visit (`static/offline.js`).

use leptos::prelude::*;

use crate::words;

/// Says so in the page's last line, and does nothing: what is open stays.
#[component]
pub fn NewVersion() -> impl IntoView {
    let is_ready = RwSignal::new(is_ready());
    let told = window_event_listener_untyped("hounsfield-update", move |_| is_ready.set(true));
    on_cleanup(move || told.remove());
    view! {
        <span class="new-version" role="status" data-new-version>
            {move || is_ready.get().then_some(words::NEW_VERSION)}
        </span>
    }
}

/// It may have been told before this was here.
fn is_ready() -> bool {
    let body = document().body();
    body.is_some_and(|body| body.has_attribute("data-update"))
}
