//! What grew from seeds: each with its volume, what it holds, and what makes that doubtful. Other
//! values are typed over those that it grew by.

use leptos::prelude::*;

use crate::overlay::{self, GrowthItem};
use crate::session::{Action, GreyAction, GrowthId, Tool};
use crate::ui::keys::focus_pane;
use crate::ui::list::list;
use crate::ui::viewer::Viewer;
use crate::words;

#[component]
pub fn Growths(viewer: Viewer) -> impl IntoView {
    // It is put into words where it may be another, and not at each event.
    let of = viewer.memo(overlay::growths_of);
    let items = Memo::new(move |_| {
        // Got and not tracked alone: what was never asked for tells of no change.
        let _as_of = of.get();
        viewer.now(overlay::growth_list)
    });
    let ids = move || items.with(|items| items.iter().map(|item| item.id).collect::<Vec<_>>());
    let outlined = viewer.memo(|state| state.session.grey.growths_outlined);
    view! {
        <Show when=move || items.with(|items| !items.is_empty())>
            <section class="marks-list growths" aria-label=words::GROWTHS>
                <header>
                    <h2>{words::GROWTHS}</h2>
                    <button
                        type="button"
                        data-action="outline-growths"
                        aria-pressed=move || outlined.get().to_string()
                        on:click=move |_| viewer.act(Action::Grey(GreyAction::OutlineGrowths))
                    >
                        {words::GROWTH_OUTLINED}
                    </button>
                    <button
                        type="button"
                        data-action="seed-again"
                        on:click=move |_| viewer.act(Action::ChooseTool { tool: Tool::Seed })
                    >
                        {words::SEED}
                    </button>
                </header>
                <ul>
                    {list(ids, move |id| view! { <Line viewer items id /> }.into_any())}
                </ul>
                <p class="series-detail">{words::GROWTH_ON_SLICES}</p>
            </section>
        </Show>
    }
}

/// One of them. It stays the same element while what is said of it changes.
#[component]
fn Line(viewer: Viewer, items: Memo<Vec<GrowthItem>>, id: GrowthId) -> impl IntoView {
    let item =
        Memo::new(move |_| items.with(|items| items.iter().find(|item| item.id == id).cloned()));
    let part =
        move |part: fn(&GrowthItem) -> String| move || item.with(|item| item.as_ref().map(part));
    let lines = move |of: fn(&GrowthItem) -> Vec<String>| {
        item.with(|item| item.as_ref().map(of)).unwrap_or_default()
    };
    view! {
        <li class="growth" data-growth=id.0 data-growth-state=part(|item| item.state.to_owned())>
            <button
                type="button"
                on:click=move |_| viewer.act(Action::Grey(GreyAction::ShowGrowth { growth: id }))
            >
                <span style:border-inline-start=part(|item| format!("4px solid {}", item.colour))>
                    {part(|item| format!(" {}", item.name))}
                </span>
            </button>
            <button
                type="button"
                data-action="delete-growth"
                aria-label=words::DELETE
                title=words::DELETE
                on:click=move |_| {
                    viewer.act(Action::Grey(GreyAction::DeleteGrowth { growth: id }));
                    focus_pane(viewer);
                }
            >
                "\u{d7}"
            </button>
            <Recipe viewer item id />
            {move || lines(|item| item.warnings.clone()).into_iter().map(|words| view! {
                <p class="lung-warning" role="alert">{words}</p>
            }).collect_view()}
            {move || lines(|item| item.facts.clone()).into_iter().map(|words| view! {
                <p class="series-detail" data-fact><bdi>{words}</bdi></p>
            }).collect_view()}
        </li>
    }
}

/// The values and the radius, to be typed over.
#[component]
fn Recipe(viewer: Viewer, item: Memo<Option<GrowthItem>>, id: GrowthId) -> impl IntoView {
    let is_refused = RwSignal::new(false);
    let now = move || {
        let item = item.get_untracked()?;
        Some((item.range?, item.radius_mm))
    };
    let regrow = move |of: Option<([f64; 2], Option<f64>)>| {
        let of = of.filter(|(range, radius_mm)| {
            range[0] <= range[1]
                && range.iter().all(|it| it.is_finite())
                && radius_mm.is_none_or(|mm| (1.0..=500.0).contains(&mm))
        });
        is_refused.set(of.is_none());
        if let Some((range, radius_mm)) = of {
            viewer.act(Action::Grey(GreyAction::Regrow {
                growth: id,
                range,
                radius_mm,
            }));
        }
    };
    let edge = move |(which, name, label): (usize, &'static str, &'static str)| {
        let value =
            move || item.with(|item| Some(item.as_ref()?.range_words.clone()?[which].clone()));
        let take = move |event: leptos::ev::Event| {
            let typed = event_target_value(&event).replace('\u{2212}', "-");
            let typed: Option<f64> = typed.trim().parse().ok();
            regrow(typed.zip(now()).map(|(value, (mut range, radius_mm))| {
                range[which] = value;
                (range, radius_mm)
            }));
        };
        view! {
            <input
                type="text"
                inputmode="decimal"
                dir="ltr"
                data-action=name
                aria-label=label
                title=label
                prop:value=value
                on:change=take
            />
        }
    };
    let radius = move || {
        let mm = item.with(|item| item.as_ref().and_then(|item| item.radius_mm));
        mm.map(words::number).unwrap_or_default()
    };
    let take_radius = move |event: leptos::ev::Event| {
        let typed = event_target_value(&event);
        let typed = match typed.trim() {
            "" => Some(None),
            typed => typed.parse().ok().map(Some),
        };
        regrow(
            typed
                .zip(now())
                .map(|(radius_mm, (range, _))| (range, radius_mm)),
        );
    };
    view! {
        <div class="growth-recipe">
            {[
                (0, "growth-low", words::GROWTH_LOW),
                (1, "growth-high", words::GROWTH_HIGH),
            ].map(edge)}
            <input
                type="text"
                inputmode="decimal"
                dir="ltr"
                data-action="growth-radius"
                aria-label=words::GROWTH_RADIUS
                title=words::GROWTH_RADIUS
                placeholder="mm"
                prop:value=radius
                on:change=take_radius
            />
        </div>
        <Show when=move || is_refused.get()>
            <p role="alert">{words::GROWTH_REFUSED}</p>
        </Show>
    }
}
