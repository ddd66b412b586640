use leptos::prelude::*;

use crate::overlay::{self, HuOffer};
use crate::series::StackId;
use crate::session::Action;
use crate::ui::viewer::Viewer;
use crate::words;

/// Where a CT does not say that it is in HU: what would make it so, and what was taken for it.
#[component]
pub fn HuOffers(viewer: Viewer) -> impl IntoView {
    let offer = viewer.memo(overlay::hu_offer);
    view! {
        {move || offer.get().map(|offer| view! {
            <section class="hu-offer" aria-label=words::HU_OFFER data-hu-offer>
                {match offer {
                    HuOffer::Open { stack, air, offsets } => {
                        view! { <Open viewer stack air offsets /> }.into_any()
                    }
                    HuOffer::Taken { stack, offset } => {
                        view! { <Taken viewer stack offset /> }.into_any()
                    }
                }}
            </section>
        })}
    }
}

#[component]
fn Open(viewer: Viewer, stack: StackId, air: i64, offsets: Vec<i32>) -> impl IntoView {
    let button = move |offset: i32| {
        let offset_taken = Some(offset);
        view! {
            <button
                type="button"
                data-action="assume-hu"
                data-offset=offset
                on:click=move |_| viewer.act(Action::AssumeHu { stack, offset: offset_taken })
            >
                {words::offset(offset, air)}
            </button>
        }
    };
    view! {
        <p>{words::hu_offer(air)}</p>
        <div class="hu-offsets">{offsets.into_iter().map(button).collect_view()}</div>
    }
}

#[component]
fn Taken(viewer: Viewer, stack: StackId, offset: i32) -> impl IntoView {
    view! {
        <p>{words::hu_assumed(offset)}</p>
        <button
            type="button"
            data-action="take-back-hu"
            on:click=move |_| viewer.act(Action::AssumeHu { stack, offset: None })
        >
            {words::TAKE_BACK}
        </button>
    }
}
