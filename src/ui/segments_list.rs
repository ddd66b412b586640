use leptos::prelude::*;

use crate::intake::FileId;
use crate::overlay::{self, SegmentItem};
use crate::session::{Action, SegmentsShown};
use crate::ui::list::list;
use crate::ui::viewer::Viewer;
use crate::words;

/// The segments of open segmentations, each with its colour, and how they are shown.
#[component]
pub fn SegmentsList(viewer: Viewer) -> impl IntoView {
    let items = viewer.memo(overlay::segment_list);
    let shown = viewer.memo(|state| state.session.segments.shown);
    let keys = move || {
        items.with(|items| {
            items
                .iter()
                .map(|item| (item.file, item.number))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <Show when=move || items.with(|items| !items.is_empty())>
            <section
                class="marks-list"
                aria-label=words::SEGMENTS
                data-segments=move || shown.get().code()
            >
                <header>
                    <h2>{words::SEGMENTS}</h2>
                    <button
                        type="button"
                        data-action="segments"
                        title=words::KEY_SEGMENTS
                        aria-pressed=move || (shown.get() != SegmentsShown::Off).to_string()
                        on:click=move |_| viewer.act(Action::StepSegments)
                    >
                        {move || words::segments_shown(shown.get().code())}
                    </button>
                </header>
                <ul>{list(keys, move |key| view! { <Line viewer items key /> }.into_any())}</ul>
            </section>
        </Show>
    }
}

#[component]
fn Line(viewer: Viewer, items: Memo<Vec<SegmentItem>>, key: (FileId, u32)) -> impl IntoView {
    let (file, number) = key;
    let item = Memo::new(move |_| {
        items.with(|items| {
            items
                .iter()
                .find(|item| (item.file, item.number) == key)
                .cloned()
        })
    });
    let colour = move || {
        let [red, green, blue] = item.with(|item| item.as_ref().map_or([0; 3], |it| it.colour));
        format!("rgb({red} {green} {blue})")
    };
    let is_shown = move || item.with(|item| item.as_ref().is_some_and(|item| item.is_shown));
    view! {
        <li data-segment=number.to_string()>
            <label class="segment">
                <input
                    type="checkbox"
                    prop:checked=is_shown
                    on:change=move |_| viewer.act(Action::ToggleSegment { file, number })
                />
                <span class="swatch" style:background-color=colour></span>
                <bdi>{move || item.with(|item| item.as_ref().map(|item| item.label.clone()))}</bdi>
            </label>
        </li>
    }
}
