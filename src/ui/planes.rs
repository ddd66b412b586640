//! The lines of other panes over one: the crosshair of planes, or where the active pane's slice
//! cuts this one. Seen and not touched, as hands are on the pane.

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
    let across = viewer.memo(move |state| overlay::reference_line(state, pane));
    view! {
        <svg class="planes" viewBox="0 0 10000 10000" preserveAspectRatio="none" aria-hidden="true">
            {move || lines.get().iter().map(drawn).collect_view()}
            {move || across.get().map(|line| view! {
                <path class="reference-line" data-reference-line d=path(&[line])></path>
            })}
        </svg>
    }
}

/// The 3D cursor, where this pane's slice goes through it.
#[component]
pub fn CursorCross(viewer: Viewer, pane: PaneId) -> impl IntoView {
    let at = viewer.memo(move |state| overlay::cursor_at(state, pane));
    move || {
        let [x, y] = at.get()?;
        let arms = "M0 12h8M17 12h8M12.5 0v7.5M12.5 16.5v7.5";
        Some(view! {
            <svg
                class="keys-pointer cursor"
                viewBox="0 0 25 24"
                aria-hidden="true"
                data-cursor
                style:left=format!("{}%", x * 100.0)
                style:top=format!("{}%", y * 100.0)
            >
                <path class="mark-edge" d=arms></path>
                <path class="mark-line" d=arms></path>
            </svg>
        })
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
