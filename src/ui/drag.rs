//! What is dragged out of the list into a pane, by mouse or pen. Fingers tap the pane, then the
//! series. Pointers are followed by hand: browsers differ in whether a button can be dragged.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

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
            show_target(pane_at(place(event)));
        }
    }

    /// The pane under the pointer is told what is put into it.
    pub fn up(self, event: &PointerEvent, put: impl FnOnce(PaneId) -> Action) {
        let was_down = self.began.get_value().is_some();
        self.began.set_value(None);
        show_target(None);
        if was_down
            && self.dragged.get_value()
            && let Some(pane) = pane_at(place(event))
        {
            self.viewer.act(Action::Activate { pane });
            self.viewer.act(put(pane));
        }
    }

    pub fn cancelled(self) {
        self.began.set_value(None);
        show_target(None);
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
