//! How far a load has come, and what is held.

use leptos::prelude::*;

use crate::engine::Refusal;
use crate::intake::set_of;
use crate::overlay;
use crate::session::Action;
use crate::ui::list::list;
use crate::ui::viewer::Viewer;
use crate::volume::Unfit;
use crate::words;

/// `212 of 300 read`, with a way to stop.
#[component]
pub fn Progress(viewer: Viewer) -> impl IntoView {
    let reading = viewer.memo(overlay::reading);
    view! {
        {move || reading.get().map(|(done, total)| view! {
            <div class="group">
                <progress max=total value=done aria-label=words::reading(done, total)></progress>
                <span class="progress-text">{words::reading(done, total)}</span>
                <button
                    type="button"
                    data-action="cancel"
                    on:click=move |_| viewer.act(Action::CancelLoading)
                >
                    {words::CANCEL}
                </button>
            </div>
        })}
    }
}

/// Why a key or a button did nothing, until something else is done.
#[component]
pub fn Refused(viewer: Viewer) -> impl IntoView {
    let refused = viewer.memo(|state| state.refused);
    view! {
        <span class="progress-text" role="status" data-refused>
            {move || refused.get().map(reason)}
        </span>
    }
}

fn reason(refused: Refusal) -> String {
    let words = match refused {
        Refusal::NeedsHu => words::NEEDS_HU,
        Refusal::NoWindow => words::NO_WINDOW,
        Refusal::SlicesOnly => words::SLICES_ONLY,
        Refusal::BesideImage => words::BESIDE_IMAGE,
        Refusal::PlanesGoTogether => words::PLANES_GO_TOGETHER,
        Refusal::WipeNeedsTwo => words::WIPE_NEEDS_TWO,
        Refusal::NeedsAxial => words::NEEDS_AXIAL,
        Refusal::OtherLungs => words::OTHER_LUNGS,
        Refusal::NotYet => words::NOT_YET,
        Refusal::NotStraight => words::NOT_STRAIGHT,
        Refusal::Unfit(Unfit::Uneven { least_mm, most_mm }) => {
            return words::unfit_uneven(least_mm, most_mm);
        }
        Refusal::Unfit(Unfit::Colour) => words::UNFIT_COLOUR,
        Refusal::Unfit(Unfit::OneSlice) => words::UNFIT_ONE_SLICE,
        Refusal::Unfit(Unfit::NoPositions) => words::UNFIT_POSITIONS,
        Refusal::Unfit(Unfit::NoPixelSpacing) => words::UNFIT_PIXEL_SPACING,
        Refusal::Unfit(Unfit::NotParallel) => words::UNFIT_NOT_PARALLEL,
        Refusal::Unfit(Unfit::OtherFrames) => words::UNFIT_FRAMES,
        Refusal::Unfit(Unfit::OtherValues) => words::UNFIT_VALUES,
        Refusal::Unfit(Unfit::TooFar) => words::UNFIT_TOO_FAR,
    };
    words.to_owned()
}

/// What is held, and how much may be.
#[component]
pub fn Memory(viewer: Viewer) -> impl IntoView {
    let used = viewer.memo(|state| words::bytes(state.memory().used()));
    let budget = viewer.memo(|state| state.memory().budget);
    let choose = move |event: leptos::ev::Event| {
        if let Ok(bytes) = event_target_value(&event).parse() {
            viewer.act(Action::SetBudget { bytes });
        }
        // The keys go back to the picture.
        let select: web_sys::HtmlElement = event_target(&event);
        let _is_gone = select.blur();
    };
    let choices = move || {
        let mut choices = BUDGETS.to_vec();
        choices.push(budget.get());
        set_of(choices).into_iter().collect::<Vec<u64>>()
    };
    let choice = move |bytes| {
        view! {
            <option value=bytes selected=move || budget.get() == bytes>
                {words::bytes(bytes)}
            </option>
        }
        .into_any()
    };
    view! {
        <label class="memory" title=words::MEMORY>
            {move || used.get()} " / "
            <select data-action="budget" aria-label=words::MEMORY on:change=choose>
                {list(choices, choice)}
            </select>
        </label>
    }
}

/// Budgets to choose from, beside the one that the device suggests.
const BUDGETS: [u64; 4] = [256 << 20, 512 << 20, 1 << 30, 2 << 30];
