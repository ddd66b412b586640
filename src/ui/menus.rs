//! Menus that drop from the bar close as menus do: by Escape, by a press beside them, by what is
//! chosen of them, and where another opens.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

use crate::ui::keys::{focus_pane, is_focus_lost};
use crate::ui::viewer::Viewer;

const OPEN: &str = "details.menu[open]";

/// Closes what is open beside a press, and the menu that something was chosen of.
pub fn close_menus_by_hand(viewer: Viewer) {
    let pressed = window_event_listener(ev::pointerdown, |event| {
        let inside = element(event.target()).and_then(|target| closest(&target, OPEN));
        close_all_but(inside.as_ref());
    });
    let clicked = window_event_listener(ev::click, move |event| {
        let Some(target) = element(event.target()) else {
            return;
        };
        let Some(menu) = closest(&target, ".menu-list button").and_then(|it| closest(&it, OPEN))
        else {
            return;
        };
        close(&menu);
        if is_focus_lost() {
            focus_pane(viewer);
        }
    });
    on_cleanup(move || {
        pressed.remove();
        clicked.remove();
    });
}

/// Closes an open menu, whose button has the keys then; false where none is open.
pub fn escape() -> bool {
    // A selector of ours is sound.
    let Some(menu) = document().query_selector(OPEN).ok().flatten() else {
        return false;
    };
    close(&menu);
    let summary = menu.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // A summary that is there takes the focus.
        let _not_focusable = summary.focus();
    }
    true
}

fn close_all_but(kept: Option<&Element>) {
    // A selector of ours is sound.
    let Ok(open) = document().query_selector_all(OPEN) else {
        return;
    };
    let open = (0..open.length()).filter_map(|at| open.get(at)?.dyn_into::<Element>().ok());
    for menu in open.filter(|menu| Some(menu) != kept) {
        close(&menu);
    }
}

fn close(menu: &Element) {
    // An attribute that is not there is as good as removed.
    let _not_there = menu.remove_attribute("open");
}

fn closest(element: &Element, selector: &str) -> Option<Element> {
    // A selector of ours is sound.
    element.closest(selector).ok().flatten()
}

fn element(target: Option<EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}
