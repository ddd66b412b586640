use leptos::html::Div;
use leptos::prelude::*;

use crate::engine::Event;
use crate::session::PaneId;
use crate::ui::pane::PaneView;
use crate::ui::viewer::Viewer;
use crate::viewport::web::SizeWatch;

/// The one canvas, and the panes over it.
#[component]
pub fn Stage(viewer: Viewer) -> impl IntoView {
    let canvas_home = NodeRef::<Div>::new();
    canvas_home.on_load(move |home| {
        let host = viewer.host();
        host.start(home.clone().into());
        let watch = SizeWatch::new(&home, move |canvas| host.send(Event::Resized { canvas }));
        // It lives as long as the stage does.
        let watch = StoredValue::new_local(watch.ok());
        on_cleanup(move || watch.dispose());
    });
    let panes = viewer.memo(|state| state.session.panes.len());
    view! {
        <div class="stage">
            <div class="canvas-home" node_ref=canvas_home></div>
            <For each=move || 0..panes.get() key=|pane| *pane let:pane>
                <PaneView viewer id=PaneId(pane) />
            </For>
        </div>
    }
}
