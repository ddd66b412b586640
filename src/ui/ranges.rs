//! The legend of ranges of HU: what each is drawn in, and how much of the slice lies in it.

use leptos::prelude::*;

use crate::overlay::{self, RangeRow};
use crate::session::{Action, GreyAction, RangesShown};
use crate::ui::lung::Edges;
use crate::ui::viewer::Viewer;
use crate::words;

#[component]
pub fn RangeLegend(viewer: Viewer) -> impl IntoView {
    let legend = viewer.memo(overlay::range_legend);
    let code = move || {
        let shown = legend.with(|legend| legend.as_ref().map(|legend| legend.shown));
        shown.unwrap_or(RangesShown::Off).code()
    };
    let rows = move || legend.with(|legend| legend.as_ref().map(|it| it.rows.clone()));
    let notes = move || legend.with(|legend| legend.as_ref().map(|it| it.notes.clone()));
    view! {
        <Show when=move || legend.with(Option::is_some)>
            <section class="marks-list ranges" aria-label=words::RANGES data-ranges=code>
                <header>
                    <h2>{words::RANGES}</h2>
                    <button
                        type="button"
                        data-action="step-ranges"
                        title=words::KEY_RANGES
                        on:click=move |_| viewer.act(Action::Grey(GreyAction::StepRanges))
                    >
                        {move || words::segments_shown(code())}
                    </button>
                </header>
                <ul>
                    {move || rows().unwrap_or_default().into_iter().enumerate().map(row).collect_view()}
                </ul>
                <Edges viewer />
                {move || notes().unwrap_or_default().into_iter().map(|note| view! {
                    <p class="series-detail">{note}</p>
                }).collect_view()}
            </section>
        </Show>
    }
}

fn row((at, row): (usize, RangeRow)) -> impl IntoView {
    view! {
        <li class="range-row" data-range-row=at>
            <span class="range-swatch" data-range=at aria-hidden="true"></span>
            <bdi dir="ltr">{row.range}</bdi>
            <bdi dir="ltr" data-area>{row.area}</bdi>
        </li>
    }
}
