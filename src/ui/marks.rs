//! Marks over one pane: lines in SVG, labels beside them. All of it is seen and nothing of it is
//! touched: hands are on the pane.

use std::fmt::Write as _;

use leptos::prelude::*;

use crate::engine::State;
use crate::marks::{Kind, Point};
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
    let mut path = path(mark.kind, &mark.points);
    if let ([one, other], Some(tip)) = (mark.barbs.as_slice(), mark.points.last()) {
        // Writing into a string does not fail.
        let _written = write!(
            path,
            " M{} L{} L{}",
            place(*one),
            place(*tip),
            place(*other)
        );
    }
    let mut ends = String::new();
    for point in &mark.handles {
        // A line of no length with round ends is a dot, however the drawing is stretched.
        // Writing into a string does not fail.
        let _written = write!(ends, "M{} h0 ", place(*point));
    }
    view! {
        <g class:chosen=mark.chosen data-mark=mark.kind.code()>
            <path class="mark-edge" d=path.clone()></path>
            <path class="mark-line" d=path></path>
            <path class="mark-ends" d=ends></path>
        </g>
    }
}

fn place([x, y]: Point) -> String {
    format!("{:.1} {:.1}", x * UNITS, y * UNITS)
}

fn path(kind: Kind, points: &[Point]) -> String {
    match (kind, points) {
        (Kind::Ellipse, [from, to]) => {
            let radius = [(to[0] - from[0]).abs() / 2.0, (to[1] - from[1]).abs() / 2.0];
            let left = [from[0].min(to[0]), f64::midpoint(from[1], to[1])];
            let arc = format!("a{:.1} {:.1} 0 1 0", radius[0] * UNITS, radius[1] * UNITS);
            let across = radius[0] * 2.0 * UNITS;
            format!("M{} {arc} {across:.1} 0 {arc} -{across:.1} 0", place(left))
        }
        (Kind::Rectangle, [from, to]) => {
            let corners = [[to[0], from[1]], *to, [from[0], to[1]]].map(place);
            format!("M{} L{} Z", place(*from), corners.join(" L"))
        }
        (_, points) if !points.is_empty() => {
            let places: Vec<String> = points.iter().map(|point| place(*point)).collect();
            format!("M{}", places.join(" L"))
        }
        _ => String::new(),
    }
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
