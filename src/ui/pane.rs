//! One pane: the texts over its part of the canvas, and the hands on it.

use leptos::prelude::*;

use crate::engine::State;
use crate::overlay::{self, Badge, PaneTexts, ScaleBar};
use crate::session::PaneId;
use crate::ui::context_menu::OpenMenu;
use crate::ui::hands::Hands;
use crate::ui::later::{Later, Part};
use crate::ui::list::list;
use crate::ui::slider::{HeldText, Slider};
use crate::ui::viewer::Viewer;

/// A pane over the canvas.
#[component]
pub fn PaneView(viewer: Viewer, id: PaneId, menu: OpenMenu) -> impl IntoView {
    let texts = viewer.memo(move |state| viewer.pane_texts(state, id));
    let place = viewer.memo(move |state| place(state, id));
    let wiped = viewer.memo(move |state| {
        let side = if id.0 == 0 { "first" } else { "second" };
        state.session.wiped_at().map(|_| side)
    });
    // What another pane, which lies over this one, leaves of it.
    let hidden = viewer.memo(move |state| {
        let [from, to] = state.session.seen(id);
        [percent(from * 100.0), percent((1.0 - to) * 100.0)]
    });
    let several = viewer.memo(|state| state.session.panes.len() > 1);
    let active = viewer.memo(move |state| state.session.active == id);
    let hands = Hands::new(viewer, id, menu);
    let text = move |part: fn(&PaneTexts) -> Option<String>| move || texts.with(part);
    view! {
        <div
            class="pane-place"
            style:left=move || place.with(|place| percent(place[0]))
            style:top=move || place.with(|place| percent(place[1]))
            style:width=move || place.with(|place| percent(place[2]))
            style:height=move || place.with(|place| percent(place[3]))
            data-wiped=move || wiped.get()
            style=("--hidden-left", move || hidden.with(|[left, _]| left.clone()))
            style=("--hidden-right", move || hidden.with(|[_, right]| right.clone()))
            on:wheel=move |event| hands.wheel(&event)
            on:contextmenu=move |event| event.prevent_default()
            on:dblclick=move |_| hands.double_clicked()
        >
        <div
            class="pane"
            class:active=move || several.get() && active.get()
            tabindex="0"
            role="group"
            data-viewport=id.0
            data-state=move || texts.with(|texts| texts.state)
            data-series=text(|texts| texts.series.clone())
            data-slice=text(|texts| texts.slice.map(|slice| slice.to_string()))
            data-slices=text(|texts| texts.slices.map(|slices| slices.to_string()))
            data-frame=text(|texts| texts.frame.map(|frame| frame.to_string()))
            data-wanted=text(|texts| texts.wanted.map(|wanted| wanted.to_string()))
            data-window-center=text(|texts| texts.window.map(|[center, _]| center.to_string()))
            data-window-width=text(|texts| texts.window.map(|[_, width]| width.to_string()))
            data-plane=text(|texts| texts.plane.map(str::to_owned))
            data-slab=text(|texts| texts.slab.clone())
            data-centre=text(|texts| texts.centre.map(|[x, y, z]| format!("{x:.3} {y:.3} {z:.3}")))
            data-drawn=text(|texts| Some(texts.drawn.to_string()))
            aria-label=text(|texts| Some(texts.spoken()))
            on:pointerdown=move |event| hands.down(&event)
            on:pointermove=move |event| hands.moved(&event)
            on:pointerup=move |event| hands.up(&event)
            on:pointercancel=move |event| hands.cancelled(&event)
            on:pointerleave=move |event| hands.left(&event)
        >
            <Corner class="top-left" lines=Memo::new(move |_| texts.with(|t| t.top_left.clone())) />
            <div class="corner top-right badges">
                {list(move || texts.with(|texts| texts.badges.clone()), badge)}
            </div>
            <Corner class="bottom-left" lines=Memo::new(move |_| texts.with(|t| t.bottom_left.clone())) />
            <div class="corner bottom-right">
                <HeldText viewer pane=id />
                <span
                    data-probe
                    class:hidden=move || texts.with(|texts| !texts.shows_value)
                    data-value=text(|texts| texts.probe.as_ref().map(|probe| probe.value.clone()))
                    data-unit=text(|texts| texts.probe.as_ref().map(|probe| probe.unit.clone()))
                    data-column=text(|texts| texts.probe.as_ref().map(|probe| probe.column.to_string()))
                    data-row=text(|texts| texts.probe.as_ref().map(|probe| probe.row.to_string()))
                    data-slice=text(|texts| texts.probe.as_ref().map(|probe| probe.slice.to_string()))
                >
                    {text(|texts| texts.probe.as_ref().map(overlay::ProbeText::words))}
                </span>
            </div>
            {list(move || texts.with(|texts| texts.sides.clone()), side_letters)}
            <Show when=move || texts.with(|texts| texts.series.is_some())>
                <Later viewer part=Part::Over(id) />
            </Show>
            <Slider viewer pane=id />
            <KeysPointer viewer id />
            <FingerProbe viewer id probing=hands.probing() texts />
            <ScaleBarView bar=Memo::new(move |_| texts.with(|texts| texts.scale.clone())) />
            {move || texts.with(|texts| texts.notice.clone()).map(|notice| view! {
                <span class="notice" role="status">{notice}</span>
            })}
        </div>
        </div>
    }
}

#[component]
fn Corner(class: &'static str, lines: Memo<Vec<String>>) -> impl IntoView {
    view! {
        <div class=format!("corner {class}")>
            {move || lines.get().into_iter().map(|line| view! { <span>{line}</span> }).collect_view()}
        </div>
    }
}

/// The value under a finger, above it: the finger hides the picture.
#[component]
fn FingerProbe(
    viewer: Viewer,
    id: PaneId,
    probing: RwSignal<bool>,
    texts: Memo<PaneTexts>,
) -> impl IntoView {
    let at = viewer.memo(move |state| state.session.pane(id).and_then(|pane| pane.pointer));
    move || {
        let [x, y] = at.get().filter(|_| probing.get())?;
        let words = texts.with(|texts| texts.probe.as_ref().map(overlay::ProbeText::words))?;
        Some(view! {
            <span
                class="finger-probe"
                data-finger-probe
                style:left=percent(x * 100.0)
                style:top=percent(y * 100.0)
            >
                {words}
            </span>
        })
    }
}

/// Where keys have put the pointer: a cross that is open in the middle.
#[component]
fn KeysPointer(viewer: Viewer, id: PaneId) -> impl IntoView {
    let at = viewer.memo(move |state| {
        let pane = state.session.pane(id)?;
        pane.pointer.filter(|_| pane.pointed_by_keys)
    });
    move || {
        let [x, y] = at.get()?;
        let arms = "M0 12h9M16 12h9M12.5 0v8.5M12.5 15.5v9";
        Some(view! {
            <svg
                class="keys-pointer"
                viewBox="0 0 25 24"
                aria-hidden="true"
                data-keys-pointer
                style:left=percent(x * 100.0)
                style:top=percent(y * 100.0)
            >
                <path class="mark-edge" d=arms></path>
                <path class="mark-line" d=arms></path>
            </svg>
        })
    }
}

#[component]
fn ScaleBarView(bar: Memo<Option<ScaleBar>>) -> impl IntoView {
    move || {
        bar.get().map(|bar| {
            view! {
                <div class="scale-bar" data-scale-bar style:width=percent(bar.share * 100.0)>
                    <span>{bar.words}</span>
                    <div class="scale-line"></div>
                </div>
            }
        })
    }
}

/// The pane's part of the canvas in per cent, so that the two never drift apart: left, top,
/// width, height.
fn place(state: &State, id: PaneId) -> [f64; 4] {
    let [width, height] = state.screen.canvas().map(|size| f64::from(size.max(1)));
    let rect = state.screen.rect(id).unwrap_or_default();
    let share = |part: u32, whole: f64| f64::from(part) / whole * 100.0;
    [
        share(rect.x, width),
        share(rect.y, height),
        share(rect.width, width),
        share(rect.height, height),
    ]
}

fn percent(share: f64) -> String {
    format!("{share}%")
}

fn badge(badge: Badge) -> AnyView {
    view! { <span data-badge=badge.code()>{badge.words()}</span> }.into_any()
}

fn side_letters((edge, letters): (&'static str, String)) -> AnyView {
    view! { <span class=format!("side-letter {edge}") aria-hidden="true">{letters}</span> }
        .into_any()
}
