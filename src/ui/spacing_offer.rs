use leptos::html::Input;
use leptos::prelude::*;

use crate::limits::ASSUMED_SPACING_MM;
use crate::overlay::{self, SpacingOffer};
use crate::remark::SpacingSource;
use crate::series::StackId;
use crate::session::Action;
use crate::ui::viewer::Viewer;
use crate::words;

/// Where no file says how far apart slices lie: what may be assumed, and what was.
#[component]
pub fn SpacingOffers(viewer: Viewer) -> impl IntoView {
    let offer = viewer.memo(overlay::spacing_offer);
    view! {
        {move || offer.get().map(|offer| view! {
            <section class="hu-offer" aria-label=words::SPACING_OFFER data-spacing-offer>
                {match offer {
                    SpacingOffer::Open { stack, source } => {
                        view! { <Open viewer stack source /> }.into_any()
                    }
                    SpacingOffer::Taken { stack, mm } => {
                        view! { <Taken viewer stack mm /> }.into_any()
                    }
                }}
            </section>
        })}
    }
}

#[component]
fn Open(viewer: Viewer, stack: StackId, source: Option<SpacingSource>) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let assume = move |mm: Option<f64>| viewer.act(Action::AssumeSpacing { stack, mm });
    let typed = move || {
        input
            .get_untracked()
            .and_then(|input| input.value().parse().ok())
    };
    let assume_typed = move || {
        if let Some(mm) = typed() {
            assume(Some(mm));
        }
    };
    view! {
        <p>{words::NO_POSITIONS}</p>
        {source.map(|source| view! {
            <button
                type="button"
                data-action="assume-spacing"
                data-mm=source.mm()
                on:click=move |_| assume(Some(source.mm()))
            >
                {words::spacing_source(source)}
            </button>
        })}
        <div class="typed-spacing">
            <input
                type="number"
                min=*ASSUMED_SPACING_MM.start()
                max=*ASSUMED_SPACING_MM.end()
                step="any"
                aria-label=words::SPACING_TYPED
                placeholder="mm"
                data-typed-spacing
                node_ref=input
                on:keydown=move |event: leptos::ev::KeyboardEvent| {
                    if event.key() == "Enter" {
                        assume_typed();
                    }
                }
            />
            <button type="button" data-action="assume-typed-spacing" on:click=move |_| assume_typed()>
                {words::ASSUME}
            </button>
        </div>
    }
}

#[component]
fn Taken(viewer: Viewer, stack: StackId, mm: f64) -> impl IntoView {
    view! {
        <p>{words::spacing_assumed(mm)}</p>
        <button
            type="button"
            data-action="take-back-spacing"
            on:click=move |_| viewer.act(Action::AssumeSpacing { stack, mm: None })
        >
            {words::TAKE_BACK_SPACING}
        </button>
    }
}
