//! What ears are told: slice and window of the active pane, the value under the pointer and the
//! chosen mark, when they have come to rest, and not each of a burst.

use std::time::Duration;

use leptos::prelude::*;

use crate::overlay::ProbeText;
use crate::ui::viewer::Viewer;

/// So long nothing changes before it is told.
const RESTS: Duration = Duration::from_millis(700);

#[component]
pub fn Announcements(viewer: Viewer) -> impl IntoView {
    let now = viewer.memo(move |state| {
        let texts = viewer.pane_texts(state, state.session.active);
        let value = texts.probe.as_ref().map(ProbeText::words);
        let mark = viewer.later().and_then(|views| (views.chosen_mark)(state));
        let told = [value.into_iter().collect(), mark.unwrap_or_default()].concat();
        texts.slice.map(|_| (texts.spoken(), told))
    });
    let told = RwSignal::new(String::new());
    Effect::new(move || {
        let Some((spoken, values)) = now.get() else {
            told.set(String::new());
            return;
        };
        set_timeout(
            move || {
                let current = (spoken.clone(), values.clone());
                // What has changed meanwhile is told later.
                if now.try_get_untracked().flatten() == Some(current) {
                    told.set([vec![spoken], values].concat().join(", "));
                }
            },
            RESTS,
        );
    });
    view! { <p class="for-ears" role="status" data-told>{move || told.get()}</p> }
}
