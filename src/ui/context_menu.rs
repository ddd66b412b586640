//! The menu of a picture: what is done to it most, at the place of the click.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent};

use crate::overlay::{self, MenuItem};
use crate::session::PaneId;
use crate::ui::keys::focus;
use crate::ui::viewer::Viewer;
use crate::words;

/// Where the menu is open: its pane, and CSS pixels from the page's corner.
#[derive(Clone, Copy)]
pub struct OpenMenu(RwSignal<Option<(PaneId, [f64; 2])>>);

impl OpenMenu {
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// At a place of the pane, in CSS pixels from its corner.
    pub fn open(self, pane: PaneId, at: [f64; 2]) {
        self.open_by(pane, |_| at);
    }

    /// For keys, which have no place.
    pub fn open_in_the_middle(self, pane: PaneId) {
        self.open_by(pane, |[width, height]| [width / 2.0, height / 3.0]);
    }

    fn open_by(self, pane: PaneId, place: impl Fn([f64; 2]) -> [f64; 2]) {
        let selector = format!("[data-viewport=\"{}\"]", pane.0);
        let element = document().query_selector(&selector).ok().flatten();
        let Some(rect) = element.map(|element| element.get_bounding_client_rect()) else {
            return;
        };
        let [x, y] = place([rect.width(), rect.height()]);
        self.0.set(Some((pane, [rect.left() + x, rect.top() + y])));
    }

    pub fn is_open(self) -> bool {
        self.0.with(Option::is_some)
    }

    fn close(self) {
        self.0.set(None);
    }
}

/// The menu, where it is open: over the page, for a pane may be smaller.
#[component]
pub fn ContextMenu(viewer: Viewer, menu: OpenMenu) -> impl IntoView {
    move || {
        let (pane, at) = menu.0.get()?;
        let items = viewer.now(|state| overlay::picture_menu(state, pane));
        (!items.is_empty()).then(|| view! { <Items viewer pane menu at items /> })
    }
}

#[component]
fn Items(
    viewer: Viewer,
    pane: PaneId,
    menu: OpenMenu,
    at: [f64; 2],
    items: Vec<MenuItem>,
) -> impl IntoView {
    let list = NodeRef::<Div>::new();
    // Known once it is there: then it is put where all of it is seen.
    let size = RwSignal::new([0.0; 2]);
    list.on_load(move |list| {
        let rect = list.get_bounding_client_rect();
        size.set([rect.width(), rect.height()]);
        focus("[data-menu=context] [role=menuitem]");
    });
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
            style:left=move || format!("max(0px, min({}px, 100vw - {}px))", at[0], size.get()[0])
            style:top=move || format!("max(0px, min({}px, 100vh - {}px))", at[1], size.get()[1])
            on:contextmenu=|event| event.prevent_default()
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

/// Up and down in a menu and to its ends, Escape out of it.
fn step(event: &KeyboardEvent, close: impl Fn()) {
    // From the item that has the focus, of so many.
    let to: fn(usize, usize) -> usize = match event.key().as_str() {
        "ArrowDown" => |here, count| (here + 1) % count,
        "ArrowUp" => |here, count| (here + count - 1) % count,
        "Home" => |_, _| 0,
        "End" => |_, count| count - 1,
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
    let next = here.map_or(0, |here| to(here, items.len()));
    if let Some(item) = items.get(next) {
        // An item of an open menu takes the focus.
        let _not_focusable = item.focus();
    }
}
