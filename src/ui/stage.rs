use leptos::html::Div;
use leptos::prelude::*;

use crate::engine::Event;
use crate::session::PaneId;
use crate::ui::context_menu::OpenMenu;
use crate::ui::keys::{focus_pane, is_focus_lost};
use crate::ui::later::{Later, Part};
use crate::ui::list::list;
use crate::ui::pane::PaneView;
use crate::ui::viewer::Viewer;
use crate::viewport::web::SizeWatch;

/// The one canvas, and the panes over it.
#[component]
pub fn Stage(viewer: Viewer, menu: OpenMenu) -> impl IntoView {
    let canvas_home = NodeRef::<Div>::new();
    canvas_home.on_load(move |home| {
        let host = viewer.host();
        host.start(home.clone().into());
        let watch = SizeWatch::new(&home, move |canvas| host.send(Event::Resized { canvas }));
        // It lives as long as the stage does.
        let watch = StoredValue::new_local(watch.ok());
        on_cleanup(move || watch.dispose());
    });
    let panes = viewer.memo(|state| {
        let session = &state.session;
        let alone = session.maximised.then_some(session.active.0);
        (0..session.panes.len())
            .filter(|pane| alone.is_none_or(|alone| alone == *pane))
            .collect::<Vec<_>>()
    });
    let wipes = viewer.memo(|state| state.session.wiped_at().is_some());
    // Where the pane that had the keys goes, another has them.
    Effect::new(move |before: Option<Vec<usize>>| {
        let now = panes.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(move || {
                if is_focus_lost() {
                    focus_pane(viewer);
                }
            });
        }
        now
    });
    view! {
        <div class="stage">
            <div class="canvas-home" node_ref=canvas_home></div>
            {list(
                move || panes.get(),
                move |pane| view! { <PaneView viewer id=PaneId(pane) menu /> }.into_any(),
            )}
            <Show when=move || wipes.get()>
                <Later viewer part=Part::Wipe />
            </Show>
            <Show when=move || menu.is_open()>
                <Later viewer part=Part::Menu(menu) />
            </Show>
        </div>
    }
}
