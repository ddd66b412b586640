//! The lung mask beside the pictures: its outline is checked and corrected, then its table is shown.

use leptos::prelude::*;

use crate::overlay::{self, LungPanel as Shown, LungRow, LungStage, LungTable};
use crate::session::{Action, LungAction, Tool};
use crate::ui::viewer::Viewer;
use crate::words;

/// Radii to choose from, in mm.
const RADII_MM: [f64; 4] = [3.0, 8.0, 15.0, 30.0];

#[component]
pub fn LungPanel(viewer: Viewer) -> impl IntoView {
    let panel = viewer.memo(overlay::lung_panel);
    // The table is put into words where it may be another, and not at each event.
    let table_of = viewer.memo(overlay::lung_table_of);
    let is_confirmed = move || is_at_of(panel, LungStage::Confirmed);
    let table = Memo::new(move |_| {
        table_of.track();
        is_confirmed()
            .then(|| viewer.now(overlay::lung_table))
            .flatten()
    });
    let warnings = Memo::new(move |_| {
        table
            .with(|table| table.as_ref().map(|table| table.warnings.clone()))
            .unwrap_or_default()
    });
    let part = move |of: fn(&Shown) -> String| {
        move || {
            panel
                .with(|panel| panel.as_ref().map(of))
                .unwrap_or_default()
        }
    };
    let is_at = move |stage: LungStage| move || is_at_of(panel, stage);
    let has_failed = move || panel.with(|panel| panel.as_ref().is_some_and(|it| it.has_failed));
    let has_mask = move || is_at(LungStage::Check)() || is_at(LungStage::Confirmed)();
    view! {
        <Show when=move || panel.with(Option::is_some)>
            <section
                class="marks-list lungs"
                aria-label=words::LUNGS
                data-lungs=part(|panel| panel.stage.code().to_owned())
            >
                <header>
                    <h2>{words::LUNGS}</h2>
                    <button
                        type="button"
                        data-action="close-lungs"
                        on:click=move |_| viewer.act(Action::Lungs(LungAction::Find))
                    >
                        {words::CLOSE_PANEL}
                    </button>
                </header>
                {move || warnings.get().into_iter().map(|warning| view! {
                    <p class="lung-warning" role="alert">{warning}</p>
                }).collect_view()}
                <p role="status">{part(|panel| panel.words.clone())}</p>
                <Show when=has_failed>
                    <div class="object-buttons">
                        <button
                            type="button"
                            data-action="retry-lungs"
                            on:click=move |_| viewer.act(Action::Lungs(LungAction::Retry))
                        >
                            {words::LUNGS_RETRY}
                        </button>
                    </div>
                </Show>
                <Show when=has_mask>
                    <Brush viewer panel />
                </Show>
                <Show when=is_at(LungStage::Check)>
                    <div class="object-buttons">
                        <button
                            type="button"
                            data-action="confirm-lungs"
                            on:click=move |_| viewer.act(Action::Lungs(LungAction::Confirm))
                        >
                            {words::LUNGS_CONFIRM}
                        </button>
                    </div>
                </Show>
                {move || table.with(|table| table.as_ref().map(shares_table))}
                <Show when=is_confirmed>
                    <Edges viewer />
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Brush(viewer: Viewer, panel: Memo<Option<Shown>>) -> impl IntoView {
    let tool = move |(name, label, adds): (&'static str, &'static str, bool)| {
        let is_on =
            move || panel.with(|panel| panel.as_ref().and_then(|it| it.brush) == Some(adds));
        view! {
            <button
                type="button"
                data-action=name
                aria-pressed=move || is_on().to_string()
                on:click=move |_| {
                    let tool = if is_on() { Tool::Window } else { Tool::Brush { adds } };
                    viewer.act(Action::KeepTool { tool });
                }
            >
                {label}
            </button>
        }
    };
    let radius = move |mm: f64| {
        let is_chosen = move || {
            let chosen = panel.with(|panel| panel.as_ref().map(|panel| panel.brush_mm));
            chosen.is_some_and(|chosen| (chosen - mm).abs() < f64::EPSILON)
        };
        view! { <option value=mm.to_string() selected=is_chosen>{words::millimetres(mm)}</option> }
    };
    let choose = move |event: leptos::ev::Event| {
        if let Ok(radius_mm) = event_target_value(&event).parse() {
            viewer.act(Action::Lungs(LungAction::SetBrush { radius_mm }));
        }
    };
    view! {
        <div class="object-buttons">
            {[
                ("lungs-add", words::BRUSH_ADD, true),
                ("lungs-take", words::BRUSH_TAKE, false),
            ].map(tool)}
            <select data-action="brush" aria-label=words::BRUSH_RADIUS on:change=choose>
                {RADII_MM.map(radius)}
            </select>
        </div>
    }
}

/// The ranges, to be typed over.
#[component]
fn Edges(viewer: Viewer) -> impl IntoView {
    let edges = viewer.memo(|state| words::hu_edges(&state.session.lung.edges_hu));
    let is_refused = RwSignal::new(false);
    let take = move |event: leptos::ev::Event| {
        let edges_hu = overlay::typed_edges(&event_target_value(&event));
        is_refused.set(edges_hu.is_none());
        if let Some(edges_hu) = edges_hu {
            viewer.act(Action::Lungs(LungAction::SetEdges { edges_hu }));
        }
    };
    view! {
        <input
            type="text"
            dir="ltr"
            data-action="lung-edges"
            aria-label=words::LUNG_EDGES
            title=words::LUNG_EDGES
            aria-invalid=move || is_refused.get().to_string()
            prop:value=edges
            on:change=take
        />
        <Show when=move || is_refused.get()>
            <p role="alert">{words::EDGES_REFUSED}</p>
        </Show>
    }
}

fn is_at_of(panel: Memo<Option<Shown>>, stage: LungStage) -> bool {
    panel.with(|panel| panel.as_ref().is_some_and(|panel| panel.stage == stage))
}

/// Beside pictures there is room for a column for each range and no more: a region's name and volume
/// stand over its shares.
fn shares_table(table: &LungTable) -> AnyView {
    let ranges = table.ranges.iter().enumerate();
    let ranges = ranges.map(|(at, range)| {
        let (from, to) = range.split_once(',').unwrap_or((range, ""));
        view! {
            <th scope="col" data-range=at>
                <bdi dir="ltr">{format!("{from},")}<wbr />{to.to_owned()}</bdi>
            </th>
        }
    });
    let columns = table.ranges.len();
    let notes = table.notes.iter();
    let notes = notes.map(|note| view! { <p class="series-detail">{note.clone()}</p> });
    view! {
        <table class="lung-table">
            <caption>{table.title.clone()}</caption>
            <thead><tr>{ranges.collect_view()}</tr></thead>
            {table.rows.iter().map(|of| region(of, columns)).collect_view()}
        </table>
        {notes.collect_view()}
    }
    .into_any()
}

/// Name and volume, the shares as a bar, and under it as numbers.
fn region(row: &LungRow, columns: usize) -> AnyView {
    let shares = row.shares.iter();
    let shares =
        shares.map(|share| view! { <td><bdi dir="ltr">{words::per_cent(*share)}</bdi></td> });
    let mut from = 0.0;
    let bars = row.shares.iter().enumerate().map(|(at, share)| {
        let x = from;
        from += 100.0 * share;
        view! { <rect x=x width={100.0 * share} height="4" data-range=at></rect> }
    });
    let bars = bars.collect_view();
    let elsewhere = row.elsewhere.clone().map(|words| {
        view! { <tr><td colspan=columns data-elsewhere>{words}</td></tr> }
    });
    view! {
        <tbody data-lung-row=row.name.clone()>
            <tr>
                <th scope="rowgroup" colspan=columns>
                    <span>{row.name.clone()}</span>
                    <bdi dir="ltr" data-volume>{row.volume.clone()}</bdi>
                    <svg class="lung-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                        {bars}
                    </svg>
                </th>
            </tr>
            <tr>{shares.collect_view()}</tr>
            {elsewhere}
        </tbody>
    }
    .into_any()
}
