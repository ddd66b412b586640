//! Marks over one pane: lines in SVG, labels beside them. All of it is seen and nothing of it is
//! touched: hands are on the pane.

use std::fmt::Write as _;

use leptos::prelude::*;

use crate::engine::State;
use crate::marks::{Point, Trace};
use crate::overlay::{self, DrawnMark};
use crate::session::PaneId;
use crate::ui::viewer::Viewer;

/// Units of the drawing a pane's width and height.
const UNITS: f64 = 10_000.0;

#[component]
pub fn MarksOver(viewer: Viewer, pane: PaneId) -> impl IntoView {
    let marks = viewer.memo(move |state| {
        let (size, type_size) = sizes(state, pane);
        overlay::drawn_marks(state, pane, size, type_size)
    });
    view! {
        <svg class="marks" viewBox="0 0 10000 10000" preserveAspectRatio="none" aria-hidden="true">
            {move || marks.get().iter().map(lines).collect_view()}
        </svg>
        {move || marks.get().into_iter().map(|mark| view! { <Label mark /> }).collect_view()}
    }
}

fn lines(mark: &DrawnMark) -> impl IntoView + use<> {
    let path = path(&mark.traces);
    let mut ends = String::new();
    for point in &mark.handles {
        // A line of no length with round ends is a dot, however the drawing is stretched.
        // Writing into a string does not fail.
        let _written = write!(ends, "M{} h0 ", place(*point));
    }
    view! {
        <g
            class:chosen=mark.chosen
            data-mark=mark.kind.code()
            data-colour=mark.colour.code()
            style=("--mark", mark.colour.hex())
        >
            <path class="mark-edge" d=path.clone()></path>
            <path class="mark-line" d=path></path>
            <path class="mark-ends" d=ends></path>
        </g>
    }
}

fn place([x, y]: Point) -> String {
    format!("{:.1} {:.1}", x * UNITS, y * UNITS)
}

fn path(traces: &[Trace]) -> String {
    let mut path = String::new();
    for trace in traces {
        let places: Vec<String> = trace.points.iter().map(|point| place(*point)).collect();
        let end = if trace.closed { "Z" } else { "" };
        // Writing into a string does not fail.
        let _written = write!(path, "M{}{end} ", places.join(" L"));
    }
    path
}

#[component]
fn Label(mark: DrawnMark) -> impl IntoView {
    let [x, y] = mark.label_at;
    view! {
        <div
            class="mark-label"
            class:chosen=mark.chosen
            data-mark-label=mark.kind.code()
            data-mark-id=mark.id.0
            style=("--mark", mark.colour.hex())
            style:left=format!("{}%", x * 100.0)
            style:top=format!("{}%", y * 100.0)
        >
            {mark.label.into_iter().map(|line| view! { <bdi>{line}</bdi> }).collect_view()}
        </div>
    }
}

/// CSS pixels of a pane, and of the type over it (`--over-image-size`, or a 36th of the screen).
fn sizes(state: &State, pane: PaneId) -> ([f64; 2], f64) {
    let window = window();
    let rect = state.screen.rect(pane).unwrap_or_default();
    let pixel = window.device_pixel_ratio();
    let size = [rect.width, rect.height].map(|size| f64::from(size.max(1)) / pixel);
    let height = window
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    let shown_large = height
        .filter(|_| state.session.presenting)
        .unwrap_or_default()
        / 36.0;
    (size, shown_large.max(13.0))
}
