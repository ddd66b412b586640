//! What is said of the picture that a room is checked by, and the offer of it where presenting begins on
//! a screen that is new.

use std::cell::RefCell;
use std::collections::BTreeSet;

use js_sys::Reflect;
use leptos::prelude::*;

use crate::session::{Action, ClassAction};
use crate::ui::class_window::has_other_screen;
use crate::ui::keys::focus_pane;
use crate::ui::viewer::Viewer;
use crate::words;

thread_local! {
    /// Screens that were presented on, as long as the page is there.
    static KNOWN: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

const CHECK_ROOM: Action = Action::Class(ClassAction::CheckRoom);
const OPEN_CLASS: Action = Action::Class(ClassAction::Window { on: true });

/// The sentence on the picture.
#[component]
pub fn RoomCheck(viewer: Viewer) -> impl IntoView {
    on_cleanup(move || {
        request_animation_frame(move || focus_pane(viewer));
    });
    view! {
        <section class="room-check" role="status" aria-label=words::ROOM_CHECK data-room-check>
            <p>{words::ROOM_SENTENCE}</p>
            <p>{words::ROOM_LEAVE}</p>
        </section>
    }
}

/// It goes with the first slice that is turned to.
#[component]
pub fn RoomOffer(viewer: Viewer) -> impl IntoView {
    let presenting = viewer.memo(|state| state.session.presenting);
    let shown = viewer.memo(|state| {
        let pane = state.session.pane(state.session.active)?;
        (!state.session.checks_room).then_some(pane.look()?.wanted)
    });
    // What was shown when it was made.
    let made = RwSignal::new(None);
    Effect::new(move || {
        let is_new = presenting.get() && KNOWN.with_borrow_mut(|known| known.insert(screen()));
        made.set(shown.get_untracked().filter(|_| is_new));
    });
    view! {
        <Show when=move || made.get().is_some() && made.get() == shown.get()>
            <p class="room-offer" role="status" data-room-offer>
                {words::ROOM_OFFER}
                <button
                    type="button"
                    data-action="check-room"
                    on:click=move |_| {
                        made.set(None);
                        viewer.act(CHECK_ROOM);
                    }
                >
                    {words::ROOM_TRY}
                </button>
                <Show when=has_other_screen>
                    <button
                        type="button"
                        data-action="open-class"
                        on:click=move |_| {
                            made.set(None);
                            viewer.act(OPEN_CLASS);
                        }
                    >
                        {words::CLASS_TRY}
                    </button>
                </Show>
                <button type="button" data-action="check-no-room" on:click=move |_| made.set(None)>
                    {words::ROOM_LATER}
                </button>
            </p>
        </Show>
    }
}

/// What tells one screen from another, as far as a page may know.
fn screen() -> String {
    let screen = Reflect::get(&window(), &"screen".into()).unwrap_or_default();
    let of = |name: &str| {
        let number = Reflect::get(&screen, &name.into()).ok()?.as_f64()?;
        Some(number.to_string())
    };
    let place = ["width", "height", "availLeft", "availTop"].map(of);
    place.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
