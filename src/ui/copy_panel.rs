//! The copy without identity: what goes and what stays, before anything is written.

use leptos::prelude::*;

use crate::copy::Choices;
use crate::overlay::{self, CopyPanel as Shown, CopyPanelStep};
use crate::session::{Action, CopyAction, CopyScope};
use crate::ui::viewer::Viewer;
use crate::words;

const FILE_NAME: &str = "copy-without-identity.zip";

#[component]
pub fn CopyPanel(viewer: Viewer) -> impl IntoView {
    let panel = viewer.memo(overlay::copy_panel);
    let step = Memo::new(move |_| panel.with(|panel| panel.as_ref().map(|panel| panel.step)));
    let is_at = move |wanted: CopyPanelStep| move || step.get() == Some(wanted);
    let words = move || panel.with(|panel| panel.as_ref().map(|panel| panel.words.clone()));
    let act = move |action: CopyAction| viewer.act(Action::Copy(action));
    let goes = move || panel.with(|panel| panel.as_ref().map(|panel| panel.goes.clone()));
    let stays = move || panel.with(|panel| panel.as_ref().map(|panel| panel.stays.clone()));
    let warnings = move || panel.with(|panel| panel.as_ref().map(|panel| panel.warnings.clone()));
    let url = move || panel.with(|panel| panel.as_ref().and_then(|panel| panel.url.clone()));
    let is_shown = Memo::new(move |_| step.get().is_some());
    view! {
        <Show when=move || is_shown.get()>
            <section
                class="marks-list copy-panel"
                aria-label=words::COPY
                data-copy=move || step.get().map(CopyPanelStep::code)
            >
                <header>
                    <h2>{words::COPY}</h2>
                    <button type="button" data-action="close-copy" on:click=move |_| act(CopyAction::Open)>
                        {words::CLOSE_PANEL}
                    </button>
                </header>
                <Chosen viewer panel />
                <h3>{words::COPY_GOES}</h3>
                <ul class="copy-goes">
                    {move || goes().into_iter().flatten().map(|(code, count, kind)| view! {
                        <li data-goes=code data-count=count>{format!("{count} {kind}")}</li>
                    }).collect_view()}
                </ul>
                <h3>{words::COPY_STAYS}</h3>
                <ul class="copy-stays">
                    {move || stays().into_iter().flatten().map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul>
                {move || warnings().into_iter().flatten().map(|line| view! {
                    <p class="lung-warning" role="alert" data-left-out><bdi>{line}</bdi></p>
                }).collect_view()}
                <p role="status">{move || words().filter(|_| url().is_none())}</p>
                <div class="object-buttons">
                    <Show when=is_at(CopyPanelStep::Ready)>
                        <button type="button" data-action="make-copy" on:click=move |_| act(CopyAction::Make)>
                            {words::COPY_MAKE}
                        </button>
                    </Show>
                    <Show when=is_at(CopyPanelStep::Writing)>
                        <button type="button" data-action="cancel-copy" on:click=move |_| act(CopyAction::Cancel)>
                            {words::COPY_CANCEL}
                        </button>
                    </Show>
                    {move || url().map(|url| view! {
                        <a data-action="save-copy" href=url download=FILE_NAME>{words}</a>
                    })}
                </div>
            </section>
        </Show>
    }
}

/// A tick: its hook, its words, whether it is on, what it changes.
type Tick = (
    &'static str,
    &'static str,
    fn(&Choices) -> bool,
    fn(Choices) -> Choices,
);

#[component]
fn Chosen(viewer: Viewer, panel: Memo<Option<Shown>>) -> impl IntoView {
    let is_open = move || panel.with(|panel| panel.as_ref().is_some_and(|it| it.step.is_open()));
    let choose = move |scope: Option<CopyScope>, change: fn(Choices) -> Choices| {
        let now = panel.with_untracked(|panel| panel.as_ref().map(|it| (it.scope, it.choices)));
        if let Some((now, choices)) = now {
            viewer.act(Action::Copy(CopyAction::Choose {
                scope: scope.unwrap_or(now),
                choices: change(choices),
            }));
        }
    };
    let scope = move |(name, label, is_all): (&'static str, &'static str, bool)| {
        let of = move |panel: &Shown| {
            if is_all {
                Some(CopyScope::All)
            } else {
                panel.series
            }
        };
        let is_chosen =
            move || panel.with(|panel| panel.as_ref().is_some_and(|it| of(it) == Some(it.scope)));
        let chosen = move || panel.with_untracked(|panel| panel.as_ref().and_then(of));
        view! {
            <button
                type="button"
                data-action=name
                aria-pressed=move || is_chosen().to_string()
                disabled=move || !is_open()
                on:click=move |_| {
                    if let Some(scope) = chosen() {
                        choose(Some(scope), |choices| choices);
                    }
                }
            >
                {label}
            </button>
        }
    };
    let tick = move |(name, label, is_on, change): Tick| {
        let is_on = move || panel.with(|panel| panel.as_ref().is_some_and(|it| is_on(&it.choices)));
        view! {
            <label class="copy-tick">
                <input
                    type="checkbox"
                    data-action=name
                    prop:checked=is_on
                    disabled=move || !is_open()
                    on:change=move |_| choose(None, change)
                />
                {label}
            </label>
        }
    };
    view! {
        <div class="object-buttons">
            {[
                ("copy-series", words::COPY_SERIES, false),
                ("copy-all", words::COPY_ALL, true),
            ].map(scope)}
        </div>
        {tick((
            "copy-description",
            words::COPY_KEEP_DESCRIPTION,
            |choices| choices.series_description,
            |choices| Choices { series_description: !choices.series_description, ..choices },
        ))}
        {tick((
            "copy-reports",
            words::COPY_REPORTS,
            |choices| choices.reports,
            |choices| Choices { reports: !choices.reports, ..choices },
        ))}
    }
}
