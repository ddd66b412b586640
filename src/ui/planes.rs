//! The crosshair over one pane of planes: seen and not touched, as hands are on the pane.

use std::fmt::Write as _;

use leptos::prelude::*;

use crate::overlay::{self, PlaneLine};
use crate::session::PaneId;
use crate::ui::viewer::Viewer;

/// Units of the drawing a pane's width and height.
const UNITS: f64 = 10_000.0;

#[component]
pub fn PlanesOver(viewer: Viewer, pane: PaneId) -> impl IntoView {
    let lines = viewer.memo(move |state| overlay::plane_lines(state, pane));
    view! {
        <svg class="planes" viewBox="0 0 10000 10000" preserveAspectRatio="none" aria-hidden="true">
            {move || lines.get().iter().map(drawn).collect_view()}
        </svg>
    }
}

fn drawn(line: &PlaneLine) -> impl IntoView + use<> {
    let mut dots = String::new();
    for dot in line.dots {
        // Writing into a string does not fail.
        let _written = write!(dots, "M{} h0 ", place(dot));
    }
    view! {
        <g class=format!("plane-line {}", line.section.code()) data-plane-line=line.section.code()>
            <path d=path(&line.parts)></path>
            <path class="plane-face" d=path(&line.faces)></path>
            <path class="plane-dots" d=dots></path>
        </g>
    }
}

fn path(lines: &[[[f64; 2]; 2]]) -> String {
    let one = |[from, to]: &[[f64; 2]; 2]| format!("M{} L{}", place(*from), place(*to));
    let all: Vec<String> = lines.iter().map(one).collect();
    all.join(" ")
}

fn place([x, y]: [f64; 2]) -> String {
    format!("{:.1} {:.1}", x * UNITS, y * UNITS)
}
