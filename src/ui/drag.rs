//! What is dragged out of the list into a pane, by mouse or pen. Fingers tap the pane, then the
//! series. Pointers are followed by hand: browsers differ in whether a button can be dragged.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

use crate::engine::State;
use crate::hands::STILL;
use crate::session::{Action, PaneId};
use crate::ui::viewer::Viewer;

/// A drag that may begin on one thing of the list.
#[derive(Clone, Copy)]
pub struct Drag {
    viewer: Viewer,
    began: StoredValue<Option<[f64; 2]>>,
    dragged: StoredValue<bool>,
}

impl Drag {
    pub fn new(viewer: Viewer) -> Self {
        Self {
            viewer,
            began: StoredValue::new(None),
            dragged: StoredValue::new(false),
        }
    }

    pub fn down(self, event: &PointerEvent) {
        self.dragged.set_value(false);
        let is_hand = event.pointer_type() != "touch" && event.button() == 0;
        self.began.set_value(is_hand.then(|| place(event)));
        let element = event.current_target().filter(|_| is_hand);
        if let Some(element) = element.and_then(|it| it.dyn_into::<Element>().ok()) {
            // From the first on: a quick hand has left the thing before it is seen to move. A pointer
            // that is gone by now cannot be captured, and need not be.
            let _gone = element.set_pointer_capture(event.pointer_id());
        }
    }

    pub fn moved(self, event: &PointerEvent) {
        let Some([x, y]) = self.began.get_value() else {
            return;
        };
        let [now_x, now_y] = place(event);
        if !self.dragged.get_value() && (now_x - x).hypot(now_y - y) >= STILL {
            self.dragged.set_value(true);
        }
        if self.dragged.get_value() {
            show_target(self.taker(event));
        }
    }

    /// The pane under the pointer, unless it stands still.
    fn taker(self, event: &PointerEvent) -> Option<PaneId> {
        pane_at(place(event)).filter(|pane| {
            let pane = *pane;
            let is_free =
                move |state: &State| state.session.pane(pane).is_some_and(|it| !it.frozen);
            self.viewer.now(is_free)
        })
    }

    /// The pane under the pointer is told what is put into it.
    pub fn up(self, event: &PointerEvent, put: impl FnOnce(PaneId) -> Action) {
        let was_down = self.began.get_value().is_some();
        self.began.set_value(None);
        show_target(None);
        self.forget_soon();
        if was_down
            && self.dragged.get_value()
            && let Some(pane) = self.taker(event)
        {
            self.viewer.act(Action::Activate { pane });
            self.viewer.act(put(pane));
        }
    }

    pub fn cancelled(self) {
        self.began.set_value(None);
        show_target(None);
    }

    /// Escape gives it up.
    pub fn pressed(self, event: &KeyboardEvent) {
        if event.key() == "Escape" && self.began.get_value().is_some() {
            event.stop_propagation();
            self.cancelled();
        }
    }

    /// A click that comes later is one of its own: not every drag's end is followed by one.
    fn forget_soon(self) {
        let dragged = self.dragged;
        set_timeout(
            move || {
                // The list may be gone by then.
                let _gone = dragged.try_set_value(false);
            },
            Duration::ZERO,
        );
    }

    /// The click that a browser makes of a drag's end is none.
    pub fn was_drag(self) -> bool {
        let was = self.dragged.get_value();
        self.dragged.set_value(false);
        was
    }
}

fn place(event: &PointerEvent) -> [f64; 2] {
    [f64::from(event.client_x()), f64::from(event.client_y())]
}

/// The pane at a place of the page, in CSS pixels.
pub fn pane_at([x, y]: [f64; 2]) -> Option<PaneId> {
    #[expect(clippy::cast_possible_truncation, reason = "pixels of a page")]
    let element = document().element_from_point(x as f32, y as f32)?;
    // A selector of ours is sound.
    let place = element.closest(".pane-place").ok().flatten()?;
    let pane = place.query_selector("[data-viewport]").ok().flatten()?;
    let number = pane.get_attribute("data-viewport")?.parse().ok()?;
    Some(PaneId(number))
}

/// The pane that would take what is dragged is told from the others.
pub fn show_target(pane: Option<PaneId>) {
    let before = document().query_selector(".pane.takes").ok().flatten();
    let selector = pane.map(|pane| format!("[data-viewport=\"{}\"]", pane.0));
    let now = selector.and_then(|it| document().query_selector(&it).ok().flatten());
    for (element, on) in [(before, false), (now, true)] {
        if let Some(element) = element {
            // A class of ours is one.
            let _is_set = element.class_list().toggle_with_force("takes", on);
        }
    }
}
