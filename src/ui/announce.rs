//! What ears are told: slice and window of the active pane, and the value under the pointer, when
//! they have come to rest, and not each of a burst.

use std::time::Duration;

use leptos::prelude::*;

use crate::overlay::{self, ProbeText};
use crate::ui::viewer::Viewer;

/// So long nothing changes before it is told.
const RESTS: Duration = Duration::from_millis(700);

#[component]
pub fn Announcements(viewer: Viewer) -> impl IntoView {
    let now = viewer.memo(|state| {
        let texts = overlay::pane(state, state.session.active);
        let value = texts.probe.as_ref().map(ProbeText::words);
        texts.slice.map(|_| (texts.spoken(), value))
    });
    let told = RwSignal::new(String::new());
    Effect::new(move || {
        let Some((spoken, value)) = now.get() else {
            return;
        };
        set_timeout(
            move || {
                let current = (spoken.clone(), value.clone());
                // What has changed meanwhile is told later.
                if now.try_get_untracked().flatten() == Some(current) {
                    let value = value.map_or_else(String::new, |value| format!(", {value}"));
                    told.set(format!("{spoken}{value}"));
                }
            },
            RESTS,
        );
    });
    view! { <p class="for-ears" role="status" data-told>{move || told.get()}</p> }
}
