//! Keys, wherever the focus is, but for what is typed into or has keys of its own.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::hands::{self, Held, Key, RING_KEY, Room};
use crate::session::{Action, ClassAction, PaneId};
use crate::ui::context_menu::OpenMenu;
use crate::ui::hands::hold_space;
use crate::ui::help::OpenHelp;
use crate::ui::menus;
use crate::ui::viewer::Viewer;

const RING_OFF: Action = Action::Class(ClassAction::Ring { on: false });

pub fn listen_to_keys(viewer: Viewer, menu: OpenMenu, help: OpenHelp) {
    let down = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        // Wherever the keys are: it never reloads the page.
        let is_for_page = event.key() == "F5";
        if !is_for_page && target.as_ref().is_some_and(has_keys_of_its_own) {
            return;
        }
        if matches!(event.key().as_str(), " " | "Enter")
            && target.as_ref().is_some_and(is_pressed_by_key)
        {
            return;
        }
        if event.key() == "Escape" && menus::escape() {
            event.prevent_default();
            return;
        }
        if event.key() == " " {
            hold_space(true);
        }
        let Some(key) = hands::key(&event.key(), held(&event), room(viewer)) else {
            return;
        };
        let is_done = match key {
            Key::Act(Action::Reveal { .. } | Action::Class(_)) if event.repeat() => true,
            Key::Act(action) => {
                viewer.act(action);
                true
            }
            Key::Help => {
                help.toggle();
                true
            }
            Key::Menu => {
                menu.open_in_the_middle(viewer.active());
                true
            }
            Key::Tab => step_pane(viewer, target.as_ref(), event.shift_key()),
        };
        if is_done {
            event.prevent_default();
        }
    });
    let up = window_event_listener(ev::keyup, move |event: KeyboardEvent| {
        match event.key().as_str() {
            " " => hold_space(false),
            "u" | "U" => viewer.act(Action::Reveal { on: false }),
            // With Shift, which may have come meanwhile, layouts differ.
            RING_KEY | "<" | ";" => viewer.act(RING_OFF),
            _ => {}
        }
    });
    // What is let go of in another window is not heard of here.
    let blur = window_event_listener(ev::blur, move |_| {
        hold_space(false);
        viewer.act(RING_OFF);
        viewer.act(Action::Reveal { on: false });
    });
    on_cleanup(move || {
        down.remove();
        up.remove();
        blur.remove();
    });
}

fn held(event: &KeyboardEvent) -> Held {
    Held {
        ctrl: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
    }
}

fn room(viewer: Viewer) -> Room {
    viewer.now(|state| {
        let pane = state.session.active;
        let look = state.session.pane(pane).and_then(|pane| pane.look());
        let window = look.and_then(|look| look.window.as_ref());
        Room {
            pane,
            presenting: state.session.presenting,
            in_lesson: state.lesson.is_played,
            window: window.map(|window| [window.center, window.width]),
            grid: state.session.grid,
        }
    })
}

fn has_keys_of_its_own(element: &Element) -> bool {
    // A selector of ours is sound.
    let inside = |selector: &str| element.closest(selector).ok().flatten().is_some();
    inside("input, select, textarea, [role=menu], [role=dialog]")
}

fn is_pressed_by_key(element: &Element) -> bool {
    // A selector of ours is sound.
    element.closest("button, summary").ok().flatten().is_some()
}

/// From pane to pane; after the last one the browser goes on, so that nobody is caught.
fn step_pane(viewer: Viewer, target: Option<&Element>, back: bool) -> bool {
    let on_pane = target.is_none_or(|element| {
        element.has_attribute("data-viewport") || element.tag_name() == "BODY"
    });
    let (active, count) = viewer.now(|state| {
        let count = if state.session.maximised {
            1
        } else {
            state.session.panes.len()
        };
        (state.session.active.0, count)
    });
    let next = active.checked_add_signed(if back { -1 } else { 1 });
    let Some(next) = next.filter(|next| on_pane && *next < count) else {
        return false;
    };
    viewer.act(Action::Activate { pane: PaneId(next) });
    focus(&format!("[data-viewport=\"{next}\"]"));
    true
}

/// What had the focus is gone.
pub fn is_focus_lost() -> bool {
    let focused = document().active_element();
    focused.is_none_or(|element| element.tag_name() == "BODY")
}

/// Gives the keys to the active pane.
pub fn focus_pane(viewer: Viewer) {
    focus(&format!("[data-viewport=\"{}\"]", viewer.active().0));
}

/// Gives the keys to an element, if it is there.
pub fn focus(selector: &str) {
    let element = document().query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot be focused changes nothing.
        let _not_focusable = element.focus();
    }
}
