//! What lies over one pane's picture in the picture's own columns and rows: outlines of structure
//! sets, and what a presentation state draws. All of it is seen and nothing of it is touched.

use leptos::prelude::*;

use crate::overlay::{self, DrawnText, OverLine};
use crate::session::PaneId;
use crate::ui::viewer::Viewer;

#[component]
pub fn OverImage(viewer: Viewer, pane: PaneId) -> impl IntoView {
    // Outlines are cut out of thousands where the slice is another, and only then.
    let of = viewer.memo(move |state| overlay::outlines_of(state, pane));
    let outlines = Memo::new(move |_| {
        of.with(|of| {
            let of = of.as_ref()?;
            Some(viewer.now(|state| overlay::outlines(state, of)))
        })
        .unwrap_or_default()
    });
    let shown = viewer.memo(move |state| overlay::lungs_shown(state, pane));
    let lungs = Memo::new(move |_| {
        shown.get()?;
        Some(viewer.now(|state| overlay::lung_lines(state, pane)))
    });
    let growths_shown = viewer.memo(move |state| overlay::growths_shown(state, pane));
    let growths = Memo::new(move |_| {
        growths_shown.get()?;
        Some(viewer.now(|state| overlay::growth_lines(state, pane)))
    });
    let rectangle = viewer.memo(move |state| overlay::region_window_line(state, pane));
    let graphics = viewer.memo(move |state| overlay::annotations(state, pane));
    let texts = viewer.memo(move |state| overlay::annotation_texts(state, pane));
    let matrix = viewer.memo(move |state| overlay::image_matrix(state, pane));
    view! {
        <svg
            class="over-image"
            viewBox="0 0 10000 10000"
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            <g transform=move || matrix.get() data-outlines>
                {move || outlines.get().iter().map(|line| drawn(line, true)).collect_view()}
            </g>
            <g transform=move || matrix.get() data-lung-outlines>
                {move || lungs.get().into_iter().flatten().map(|line| drawn(&line, true)).collect_view()}
            </g>
            <g transform=move || matrix.get() data-growths>
                {move || growths.get().into_iter().flatten().map(|line| drawn(&line, true)).collect_view()}
            </g>
            <g transform=move || matrix.get() data-region-window>
                {move || rectangle.get().map(|line| drawn(&line, false))}
            </g>
            <g transform=move || matrix.get() data-annotations>
                {move || graphics.get().iter().map(|line| drawn(line, false)).collect_view()}
            </g>
        </svg>
        {move || texts.get().into_iter().map(text).collect_view()}
    }
}

fn drawn(line: &OverLine, is_roi: bool) -> impl IntoView + use<> {
    let [lines, dots] = line.paths();
    let fill = if line.filled {
        line.colour.clone()
    } else {
        "none".to_owned()
    };
    let path = |path: String, fill: String| {
        (!path.is_empty()).then(|| {
            view! {
                <path class="over-edge" d=path.clone()></path>
                <path class="over-line" stroke=line.colour.clone() fill=fill d=path></path>
            }
        })
    };
    view! {
        <g data-roi=is_roi.then(|| line.name.clone())>
            {path(lines, fill)}
            <g class="dots">{path(dots, "none".to_owned())}</g>
        </g>
    }
}

fn text(text: DrawnText) -> impl IntoView {
    let [x, y] = text.at;
    view! {
        <div
            class="mark-label"
            data-annotation-text
            style:left=format!("{}%", x * 100.0)
            style:top=format!("{}%", y * 100.0)
        >
            {text.lines.into_iter().map(|line| view! { <bdi>{line}</bdi> }).collect_view()}
        </div>
    }
}

/// Key images on the slider.
#[component]
pub fn KeyMarks(viewer: Viewer, pane: PaneId) -> impl IntoView {
    let keys = viewer.memo(move |state| overlay::key_marks(state, pane));
    move || {
        let keys = keys.get().into_iter();
        keys.map(|(slice, share)| {
            view! {
                <div
                    class="slider-key"
                    data-key-slice=slice
                    style:top=format!("{}%", share * 100.0)
                ></div>
            }
        })
        .collect_view()
    }
}
