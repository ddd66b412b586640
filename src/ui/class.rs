//! Where a teacher points, over one pane. Seen and not touched, as hands are on the pane.

use leptos::prelude::*;

use crate::overlay;
use crate::session::PaneId;
use crate::ui::list::list;
use crate::ui::viewer::Viewer;

#[component]
pub fn PointingOver(viewer: Viewer, pane: PaneId) -> impl IntoView {
    let ring = viewer.memo(move |state| overlay::ring_at(state, pane));
    let strokes = viewer.memo(move |state| overlay::strokes(state, pane));
    view! {
        <svg
            class="strokes"
            viewBox="0 0 10000 10000"
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            {list(move || strokes.get(), move |id| stroke(viewer, id))}
        </svg>
        {move || ring.get().map(|[x, y]| view! {
            <div
                class="ring"
                aria-hidden="true"
                data-ring
                style:left=format!("{}%", x * 100.0)
                style:top=format!("{}%", y * 100.0)
            ></div>
        })}
    }
}

fn stroke(viewer: Viewer, id: u32) -> AnyView {
    let drawn = viewer.memo(move |state| overlay::stroke(state, id).unwrap_or_default());
    let path = move || drawn.with(|(path, _)| path.clone());
    view! {
        <g class:fades=move || drawn.with(|(_, fades)| *fades) data-stroke=id>
            <path class="stroke-edge" d=path></path>
            <path class="stroke-line" d=path></path>
        </g>
    }
    .into_any()
}
