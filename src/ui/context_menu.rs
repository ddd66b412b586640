//! The menu of a picture: what is done to it most, at the place of the click.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent};

use crate::overlay;
use crate::session::PaneId;
use crate::ui::keys::focus;
use crate::ui::viewer::Viewer;
use crate::words;

/// Where the menu is open: its pane, and CSS pixels from the pane's corner.
#[derive(Clone, Copy)]
pub struct OpenMenu(RwSignal<Option<(PaneId, [f64; 2])>>);

impl OpenMenu {
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    pub fn open(self, pane: PaneId, at: [f64; 2]) {
        self.0.set(Some((pane, at)));
    }

    /// For keys, which have no place.
    pub fn open_in_the_middle(self, pane: PaneId) {
        let selector = format!("[data-viewport=\"{}\"]", pane.0);
        let element = document().query_selector(&selector).ok().flatten();
        let rect = element.map(|element| element.get_bounding_client_rect());
        let middle = rect.map(|rect| [rect.width() / 2.0, rect.height() / 3.0]);
        self.open(pane, middle.unwrap_or_default());
    }

    fn close(self) {
        self.0.set(None);
    }
}

/// The menu over one pane, where it is open there.
#[component]
pub fn ContextMenu(viewer: Viewer, pane: PaneId, menu: OpenMenu) -> impl IntoView {
    move || {
        let (_, at) = menu.0.get().filter(|(open, _)| *open == pane)?;
        Some(view! { <Items viewer pane menu at /> })
    }
}

#[component]
fn Items(viewer: Viewer, pane: PaneId, menu: OpenMenu, at: [f64; 2]) -> impl IntoView {
    let list = NodeRef::<Div>::new();
    list.on_load(|_| focus("[data-menu=context] [role=menuitem]"));
    let items = viewer.now(|state| overlay::picture_menu(state, pane));
    let close = move || {
        menu.close();
        focus(&format!("[data-viewport=\"{}\"]", pane.0));
    };
    let left = move |event: FocusEvent| {
        let next = event.related_target();
        let next = next.and_then(|next| next.dyn_into::<web_sys::Node>().ok());
        let is_inside = list
            .get_untracked()
            .is_some_and(|list| list.contains(next.as_ref()));
        if !is_inside {
            menu.close();
        }
    };
    view! {
        <div
            class="context-menu"
            role="menu"
            aria-label=words::PICTURE
            data-menu="context"
            node_ref=list
            style:left=format!("max(0px, min({}px, 100% - 15rem))", at[0])
            style:top=format!("max(0px, min({}px, 100% - 22rem))", at[1])
            on:pointerdown=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
            on:keydown=move |event: KeyboardEvent| step(&event, close)
            on:focusout=left
        >
            {items
                .into_iter()
                .map(|item| view! {
                    <button
                        type="button"
                        role="menuitem"
                        tabindex="-1"
                        data-item=item.name
                        on:click=move |_| {
                            close();
                            viewer.act(item.action.clone());
                        }
                    >
                        <span>{item.words}</span>
                        <kbd>{item.key}</kbd>
                    </button>
                })
                .collect_view()}
        </div>
    }
}

/// Up and down in a menu, Escape out of it.
fn step(event: &KeyboardEvent, close: impl Fn()) {
    let by = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        "Escape" | "Tab" => {
            event.prevent_default();
            event.stop_propagation();
            close();
            return;
        }
        _ => return,
    };
    event.prevent_default();
    let Ok(items) = document().query_selector_all("[data-menu=context] [role=menuitem]") else {
        return;
    };
    let items: Vec<HtmlElement> = (0..items.length())
        .filter_map(|at| items.get(at)?.dyn_into().ok())
        .collect();
    let focused = document().active_element();
    let here = items.iter().position(|item| {
        focused
            .as_ref()
            .is_some_and(|focused| focused.is_same_node(Some(item)))
    });
    let next = here.map_or(0, |here| {
        (here + items.len()).saturating_add_signed(by) % items.len().max(1)
    });
    if let Some(item) = items.get(next) {
        // An item of an open menu takes the focus.
        let _not_focusable = item.focus();
    }
}
