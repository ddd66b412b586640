use leptos::prelude::*;

use crate::overlay::{self, Row, SeriesItem};
use crate::series::StackId;
use crate::session::{Action, CaseAction, PaneId};
use crate::ui::drag::Drag;
use crate::ui::list::list;
use crate::ui::thumbnail::Thumbnail;
use crate::ui::viewer::Viewer;
use crate::words;

/// The series that are open, in the order of their numbers, case by case.
#[component]
pub fn SeriesList(viewer: Viewer) -> impl IntoView {
    let items = viewer.memo(overlay::series_list);
    let shown = viewer.memo(|state| {
        state
            .session
            .pane(state.session.active)
            .and_then(|pane| pane.stack)
    });
    let rows = viewer.memo(overlay::rows);
    let no_dates = viewer.memo(overlay::are_dates_removed);
    view! {
        <nav class="series" aria-label=words::SERIES>
            <Show when=move || no_dates.get()>
                <p class="series-detail" data-dates-removed>{words::DATES_REMOVED}</p>
            </Show>
            <ul>
                {list(
                    move || rows.get(),
                    move |row| {
                        let of_row = match row {
                            Row::Series(stack) => {
                                view! { <Item viewer items stack shown /> }.into_any()
                            }
                            _ => view! { <Heading viewer row /> }.into_any(),
                        };
                        view! { <li>{of_row}</li> }.into_any()
                    },
                )}
            </ul>
        </nav>
    }
}

/// One series. It stays the same element while what is said of it changes, under the pointer and
/// with the focus on it.
#[component]
fn Item(
    viewer: Viewer,
    items: Memo<Vec<SeriesItem>>,
    stack: StackId,
    shown: Memo<Option<StackId>>,
) -> impl IntoView {
    let item = Memo::new(move |_| {
        let item = items.with(|items| items.iter().find(|item| item.stack == stack).cloned());
        item.unwrap_or_default()
    });
    let drag = Drag::new(viewer);
    let blind = viewer.memo(|state| state.session.blind);
    let show = move |_| {
        if !drag.was_drag() {
            let pane = viewer.active();
            viewer.act(Action::ShowStack { pane, stack });
        }
    };
    let detail = |text: String| view! { <span class="series-detail">{text}</span> };
    view! {
        <button
            type="button"
            class="series-show"
            data-series-item=move || item.with(|item| item.name.clone())
            data-notes=move || item.with(|item| item.notes.clone())
            aria-current=move || if shown.get() == Some(stack) { "true" } else { "false" }
            on:click=show
            on:pointerdown=move |event| drag.down(&event)
            on:pointermove=move |event| drag.moved(&event)
            on:pointerup=move |event| drag.up(&event, |pane| Action::ShowStack { pane, stack })
            on:pointercancel=move |_| drag.cancelled()
            on:keydown=move |event| drag.pressed(&event)
        >
            <Show when=move || !blind.get()>
                <Thumbnail viewer stack />
            </Show>
            <span class="series-words">
                <span class="series-title">{move || item.with(|item| item.title.clone())}</span>
                {move || detail(item.with(|item| item.detail.clone()))}
                {move || {
                    let remarks = item.with(|item| item.remarks.clone());
                    remarks.into_iter().map(detail).collect_view()
                }}
            </span>
        </button>
        <More viewer stack />
    }
}

/// What stands above the series of a case, or of one of several studies in it.
#[component]
fn Heading(viewer: Viewer, row: Row) -> impl IntoView {
    let heading = viewer.memo(move |state| overlay::heading(state, row));
    let drag = Drag::new(viewer);
    let turn = move |pane: PaneId| match row {
        Row::Case(case) => Action::Cases(CaseAction::Show { pane, case }),
        Row::Study(stack, _) | Row::Series(stack) => Action::ShowStudy { pane, stack },
    };
    let show = move |_| {
        if !drag.was_drag() {
            viewer.act(turn(viewer.active()));
        }
    };
    let is_case = matches!(row, Row::Case(_));
    view! {
        <button
            type="button"
            class="study"
            class:case=is_case
            data-case=move || heading.with(|it| it.case)
            data-study=match row {
                Row::Study(_, number) => Some(number),
                Row::Case(_) | Row::Series(_) => None,
            }
            title=if is_case { words::CASE_HINT } else { words::STUDY_HINT }
            aria-current=move || if heading.with(|it| it.is_here) { "true" } else { "false" }
            on:click=show
            on:pointerdown=move |event| drag.down(&event)
            on:pointermove=move |event| drag.moved(&event)
            on:pointerup=move |event| drag.up(&event, turn)
            on:pointercancel=move |_| drag.cancelled()
            on:keydown=move |event| drag.pressed(&event)
        >
            {move || heading.with(|it| it.title.clone())}
            {move || {
                let detail = heading.with(|it| it.detail);
                detail.map(|detail| view! { <span class="series-detail">{detail}</span> })
            }}
        </button>
    }
}

/// Joins a stack with another, or splits it where it is shown.
#[component]
fn More(viewer: Viewer, stack: StackId) -> impl IntoView {
    let open = RwSignal::new(false);
    let split = move |_| {
        if let Some(at) = viewer.now(|state| overlay::shown_slice(state, stack)) {
            viewer.act(Action::SplitStack { stack, at });
        }
    };
    let join = move |(with, title): (StackId, String)| {
        view! {
            <button
                type="button"
                data-action="join"
                on:click=move |_| viewer.act(Action::JoinStacks { stack, with })
            >
                {words::join_with(&title)}
            </button>
        }
    };
    view! {
        <details class="series-more" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary aria-label=words::MORE>"\u{22ef}"</summary>
            <button type="button" data-action="split" on:click=split>
                {words::SPLIT_HERE}
            </button>
            {move || open.get().then(|| {
                let joinable = viewer.now(|state| overlay::joinable(state, stack));
                joinable.into_iter().map(join).collect_view()
            })}
        </details>
    }
}
