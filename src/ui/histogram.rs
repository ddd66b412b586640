//! The histogram beside the pictures, with the window drawn on it: both edges and the middle are
//! dragged, or moved by arrows. What is drawn is said in words too.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

use crate::overlay::{self, DrawnHistogram, HistogramPanel as Shown};
use crate::session::{Action, GreyAction, Scope};
use crate::ui::viewer::Viewer;
use crate::words;

/// Steps of a value that Shift makes of one.
const TEN: f64 = 10.0;

/// What of the window is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Handle {
    Low,
    Centre,
    High,
}

impl Handle {
    const ALL: [Self; 3] = [Self::Low, Self::Centre, Self::High];

    const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Centre => "centre",
            Self::High => "high",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Low => words::WINDOW_LOW,
            Self::Centre => words::WINDOW_CENTRE,
            Self::High => words::WINDOW_HIGH,
        }
    }

    /// Where it stands, of a centre and a width.
    fn of(self, [center, width]: [f64; 2]) -> f64 {
        match self {
            Self::Low => center - width / 2.0,
            Self::Centre => center,
            Self::High => center + width / 2.0,
        }
    }

    /// The centre and the width with it at a value: the other edge stays, or both go along.
    fn moved(self, [center, width]: [f64; 2], to: f64) -> [f64; 2] {
        let [low, high] = match self {
            Self::Centre => return [to, width],
            Self::Low => [to.min(center + width / 2.0), center + width / 2.0],
            Self::High => [center - width / 2.0, to.max(center - width / 2.0)],
        };
        [f64::midpoint(low, high), high - low]
    }

    /// In steps of the window: an edge goes by two, so that the centre stays whole.
    const fn step(self) -> f64 {
        match self {
            Self::Centre => 1.0,
            Self::Low | Self::High => 2.0,
        }
    }
}

#[component]
pub fn Histogram(viewer: Viewer) -> impl IntoView {
    // It is put into words where it may be another, and not at each event.
    let of = viewer.memo(overlay::histogram_of);
    let panel = Memo::new(move |_| {
        of.track();
        viewer.now(overlay::histogram)
    });
    let drawn = Memo::new(move |_| panel.with(|panel| panel.as_ref()?.drawn.clone()));
    let status = move || panel.with(|panel| panel.as_ref()?.status.clone());
    let facts = move || panel.with(|panel| panel.as_ref().map(|panel| panel.facts.clone()));
    let is_open = Memo::new(move |_| of.with(Option::is_some));
    view! {
        <Show when=move || is_open.get()>
            <section class="marks-list histogram" aria-label=words::HISTOGRAM data-histogram=move || code(panel)>
                <header>
                    <h2>{words::HISTOGRAM}</h2>
                    <button
                        type="button"
                        data-action="close-histogram"
                        on:click=move |_| viewer.act(Action::Grey(GreyAction::Histogram))
                    >
                        {words::CLOSE_PANEL}
                    </button>
                </header>
                <Choices viewer panel />
                <p role="status">{status}</p>
                <Show when=move || drawn.with(Option::is_some)>
                    <Chart viewer drawn />
                </Show>
                {move || facts().unwrap_or_default().into_iter().map(|fact| view! {
                    <p class="series-detail" data-fact><bdi>{fact}</bdi></p>
                }).collect_view()}
            </section>
        </Show>
    }
}

fn code(panel: Memo<Option<Shown>>) -> Option<&'static str> {
    panel.with(|panel| panel.as_ref().map(|panel| panel.scope.code()))
}

/// What it is of, and how counts are drawn.
#[component]
fn Choices(viewer: Viewer, panel: Memo<Option<Shown>>) -> impl IntoView {
    let name = |scope: Scope| match scope {
        Scope::Slice => words::OF_SLICE,
        Scope::Stack => words::OF_STACK,
        Scope::Region => words::OF_REGION,
    };
    let button = move |scope: Scope| {
        let is_on =
            move || panel.with(|panel| panel.as_ref().is_some_and(|panel| panel.scope == scope));
        view! {
            <button
                type="button"
                data-scope=scope.code()
                aria-pressed=move || is_on().to_string()
                on:click=move |_| viewer.act(Action::Grey(GreyAction::HistogramOf { scope }))
            >
                {name(scope)}
            </button>
        }
    };
    let is_logarithmic =
        move || panel.with(|panel| panel.as_ref().is_some_and(|panel| panel.logarithmic));
    view! {
        <div class="object-buttons" role="group" aria-label=words::HISTOGRAM_OF>
            {Scope::ALL.map(button)}
        </div>
        <div class="object-buttons">
            <button
                type="button"
                data-action="logarithmic"
                aria-pressed=move || is_logarithmic().to_string()
                on:click=move |_| {
                    let on = !is_logarithmic();
                    viewer.act(Action::Grey(GreyAction::Logarithmic { on }));
                }
            >
                {words::LOGARITHMIC}
            </button>
            <button
                type="button"
                data-action="auto-window"
                on:click=move |_| {
                    let pane = viewer.active();
                    viewer.act(Action::Grey(GreyAction::Auto { pane }));
                }
            >
                {words::WINDOW_AUTO}
            </button>
        </div>
    }
}

#[component]
fn Chart(viewer: Viewer, drawn: Memo<Option<DrawnHistogram>>) -> impl IntoView {
    let window = viewer.memo(overlay::histogram_window);
    let chart = NodeRef::<Div>::new();
    let under = RwSignal::new(None::<f64>);
    let share = move |event: &PointerEvent| {
        let rect = chart.get_untracked()?.get_bounding_client_rect();
        let share = (f64::from(event.client_x()) - rect.left()) / rect.width();
        Some(share.clamp(0.0, 1.0))
    };
    let of_drawn = move |part: fn(&DrawnHistogram) -> String| {
        move || drawn.with(|drawn| drawn.as_ref().map(part))
    };
    let columns = move || {
        let columns = drawn.with(|drawn| drawn.as_ref().map_or(1, |drawn| drawn.counts.len()));
        format!("0 0 {columns} {}", overlay::HEIGHT)
    };
    let ramp = move || ramp(drawn, window.get()?);
    let words_under = move || {
        let share = under.get()?;
        drawn.with(|drawn| Some(drawn.as_ref()?.column_at(share)))
    };
    view! {
        <div
            class="histogram-chart"
            dir="ltr"
            node_ref=chart
            on:pointermove=move |event| under.set(share(&event))
            on:pointerleave=move |_| under.set(None)
        >
            <svg
                role="img"
                aria-label=of_drawn(|drawn| drawn.text.clone())
                viewBox=columns
                preserveAspectRatio="none"
            >
                <path class="histogram-columns" d=of_drawn(|drawn| drawn.path.clone())></path>
            </svg>
            <svg aria-hidden="true" viewBox="0 0 100 100" preserveAspectRatio="none">
                <path class="histogram-ramp" data-ramp d=ramp></path>
            </svg>
            {Handle::ALL.map(|handle| view! { <Grip viewer drawn window chart handle /> })}
        </div>
        <p class="series-detail" data-under>
            <bdi>{move || words_under().unwrap_or_else(|| "\u{a0}".to_owned())}</bdi>
        </p>
    }
}

/// Black up to the window, white behind it.
fn ramp(drawn: Memo<Option<DrawnHistogram>>, window: [f64; 2]) -> Option<String> {
    drawn.with(|drawn| {
        let drawn = drawn.as_ref()?;
        let at = |handle: Handle| 100.0 * drawn.share_of(handle.of(window));
        let (low, high) = (at(Handle::Low), at(Handle::High));
        Some(format!("M0 100H{low:.2}L{high:.2} 0H100"))
    })
}

#[component]
fn Grip(
    viewer: Viewer,
    drawn: Memo<Option<DrawnHistogram>>,
    window: Memo<Option<[f64; 2]>>,
    chart: NodeRef<Div>,
    handle: Handle,
) -> impl IntoView {
    // The window as it was when it was taken hold of: rounding does not move the other edge.
    let taken = StoredValue::new(None::<[f64; 2]>);
    let set = move |[center, width]: [f64; 2]| {
        viewer.act(Action::SetWindow {
            pane: viewer.active(),
            center,
            width,
        });
    };
    let go = move |event: &PointerEvent| {
        let rect = chart
            .get_untracked()
            .map(|it| it.get_bounding_client_rect());
        let (Some(rect), Some(before)) = (rect, taken.get_value()) else {
            return;
        };
        let share = (f64::from(event.client_x()) - rect.left()) / rect.width();
        let value = drawn.with_untracked(|drawn| {
            let drawn = drawn.as_ref()?;
            let value = drawn.value_at(share.clamp(0.0, 1.0));
            let step = viewer.now(overlay::histogram_step);
            Some((value / step).round() * step)
        });
        if let Some(value) = value {
            set(handle.moved(before, value));
        }
    };
    let down = move |event: PointerEvent| {
        event.prevent_default();
        let element = event
            .current_target()
            .and_then(|it| it.dyn_into::<Element>().ok());
        if let Some(element) = element {
            // A pointer that is gone by now cannot be captured, and need not be.
            let _gone = element.set_pointer_capture(event.pointer_id());
        }
        taken.set_value(window.get_untracked());
        viewer.act(Action::Hold { on: true });
    };
    let let_go = move |_: PointerEvent| {
        if taken.get_value().is_some() {
            taken.set_value(None);
            viewer.act(Action::Hold { on: false });
        }
    };
    let key = move |event: KeyboardEvent| {
        let sign = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => 1.0,
            "ArrowLeft" | "ArrowDown" => -1.0,
            _ => return,
        };
        // It is not for the pictures.
        event.prevent_default();
        event.stop_propagation();
        let step = viewer.now(overlay::histogram_step) * handle.step();
        let by = sign * step * if event.shift_key() { TEN } else { 1.0 };
        if let Some(window) = window.get_untracked() {
            set(handle.moved(window, handle.of(window) + by));
        }
    };
    let value = move || window.get().map(|window| handle.of(window));
    let place = move || {
        let share = drawn.with(|drawn| Some(drawn.as_ref()?.share_of(value()?)));
        format!("{:.3}%", 100.0 * share.unwrap_or_default())
    };
    let end =
        move |which: usize| move || drawn.with(|drawn| drawn.as_ref().map(|it| it.axis[which]));
    view! {
        <div
            class="histogram-grip"
            role="slider"
            tabindex="0"
            data-grip=handle.code()
            aria-label=handle.label()
            aria-orientation="horizontal"
            aria-valuemin=end(0)
            aria-valuemax=end(1)
            aria-valuenow=value
            aria-valuetext=move || value().map(overlay::window_figure)
            style:left=place
            on:pointerdown=down
            on:pointermove=move |event| go(&event)
            on:pointerup=let_go
            on:pointercancel=let_go
            on:keydown=key
        ></div>
    }
}
