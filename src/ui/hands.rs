//! Mouse, wheel and keys -> actions (BEHAVIOUR 4). CSS pixels end here: actions carry shares of
//! the pane and modality values.

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent, WheelEvent};

use crate::session::pane::dragged_window;
use crate::session::{Action, PaneId, Tool};
use crate::ui::viewer::Viewer;

/// CSS pixels of a trackpad's movement for one slice.
const TRACKPAD_SLICE: f64 = 30.0;
/// CSS pixels of a drag with both buttons for one slice.
const DRAG_SLICE: f64 = 8.0;
/// CSS pixels of a drag that double the size.
const DRAG_DOUBLE: f64 = 150.0;
/// What wheels report for one notch (`wheelDeltaY`); trackpads report other numbers.
const NOTCH: f64 = 120.0;

const LEFT: u16 = 1;
const RIGHT: u16 = 2;
const MIDDLE: u16 = 4;

/// The pointer over one pane. Cheap to copy into every listener.
#[derive(Clone, Copy)]
pub struct Hands {
    viewer: Viewer,
    pane: PaneId,
    drag: StoredValue<Cell<Option<Drag>>, LocalStorage>,
    /// The window that a drag has come to, before it is rounded: slow drags get there too.
    window: StoredValue<Cell<Option<[f64; 2]>>, LocalStorage>,
    /// What is left over of movements smaller than a slice.
    rest: StoredValue<Cell<f64>, LocalStorage>,
}

#[derive(Clone, Copy)]
struct Drag {
    buttons: u16,
    with_space: bool,
    /// Where it began, in shares of the pane, and where it was last, in CSS pixels.
    began: [f64; 2],
    last: [f64; 2],
}

thread_local! {
    static SPACE_HELD: Cell<bool> = const { Cell::new(false) };
}

impl Hands {
    pub fn new(viewer: Viewer, pane: PaneId) -> Self {
        Self {
            viewer,
            pane,
            drag: StoredValue::new_local(Cell::new(None)),
            window: StoredValue::new_local(Cell::new(None)),
            rest: StoredValue::new_local(Cell::new(0.0)),
        }
    }

    pub fn down(self, event: &PointerEvent) {
        let Some(element) = pane_element(event) else {
            return;
        };
        // A pointer that is gone by now cannot be captured, and need not be.
        let _gone = element.set_pointer_capture(event.pointer_id());
        if event.button() == 1 {
            // The browser would start its own scrolling.
            event.prevent_default();
        }
        self.viewer.act(Action::Activate { pane: self.pane });
        self.rest.with_value(|rest| rest.set(0.0));
        self.window.with_value(|window| window.set(None));
        let drag = Drag {
            buttons: event.buttons(),
            with_space: SPACE_HELD.get(),
            began: share(&element, event),
            last: position(event),
        };
        self.drag.with_value(|cell| cell.set(Some(drag)));
    }

    pub fn moved(self, event: &PointerEvent) {
        let Some(element) = pane_element(event) else {
            return;
        };
        let at = share(&element, event);
        self.viewer.act(Action::PointAt {
            pane: self.pane,
            at: Some(at),
        });
        let Some(mut drag) = self.drag.with_value(Cell::get) else {
            return;
        };
        if event.buttons() == 0 {
            self.drag.with_value(|cell| cell.set(None));
            return;
        }
        let now = position(event);
        let by = [now[0] - drag.last[0], now[1] - drag.last[1]];
        drag.last = now;
        drag.buttons = event.buttons();
        self.drag.with_value(|cell| cell.set(Some(drag)));
        self.dragged(&element, drag, by, event.shift_key());
    }

    pub fn up(self, event: &PointerEvent) {
        if event.buttons() == 0 {
            self.drag.with_value(|cell| cell.set(None));
        }
    }

    pub fn left(self) {
        self.viewer.act(Action::PointAt {
            pane: self.pane,
            at: None,
        });
    }

    fn dragged(self, element: &Element, drag: Drag, [right, down]: [f64; 2], fine: bool) {
        let pane = self.pane;
        match drag.buttons {
            both if both & LEFT != 0 && both & RIGHT != 0 => self.scroll_by(down / DRAG_SLICE),
            left if left & MIDDLE != 0 || (left & LEFT != 0 && drag.with_space) => {
                let size = element.get_bounding_client_rect();
                let by = [right / size.width(), down / size.height()];
                self.viewer.act(Action::Pan { pane, by });
            }
            right_one if right_one & RIGHT != 0 => self.zoom_by(down, drag.began),
            left if left & LEFT != 0 => match self.viewer.now(|state| state.session.tool) {
                Tool::Window => self.window_by([right, down], fine),
                Tool::Zoom => self.zoom_by(down, drag.began),
            },
            _ => {}
        }
    }

    fn zoom_by(self, down: f64, at: [f64; 2]) {
        self.viewer.act(Action::Zoom {
            pane: self.pane,
            factor: (down / DRAG_DOUBLE).exp2(),
            at,
        });
    }

    fn window_by(self, by: [f64; 2], fine: bool) {
        let pane = self.pane;
        let window = self.viewer.now(|state| {
            state
                .session
                .pane(pane)
                .and_then(|pane| pane.look()?.window.clone())
        });
        if let Some(window) = window {
            let begun = self.window.with_value(Cell::get);
            let from = begun.unwrap_or([window.center, window.width]);
            let [center, width] = dragged_window(from, by, fine);
            self.window
                .with_value(|cell| cell.set(Some([center, width])));
            self.viewer.act(Action::SetWindow {
                pane,
                center,
                width,
            });
        }
    }

    pub fn wheel(self, event: &WheelEvent) {
        event.prevent_default();
        let Some(element) = pane_element(event) else {
            return;
        };
        let pane = self.pane;
        if event.ctrl_key() {
            let factor = (-event.delta_y() / 240.0).clamp(-1.0, 1.0).exp2();
            self.viewer.act(Action::Zoom {
                pane,
                factor,
                at: share(&element, event),
            });
            return;
        }
        // With Shift the browser turns the wheel sideways.
        let delta = if event.delta_y() == 0.0 {
            event.delta_x()
        } else {
            event.delta_y()
        };
        let slices = match notches(event) {
            Some(notches) => notches * delta.signum(),
            None => delta / TRACKPAD_SLICE,
        };
        self.scroll_by(if event.shift_key() {
            slices * 10.0
        } else {
            slices
        });
    }

    /// Whole slices are scrolled, what is left over is kept for the next movement.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a wheel does not turn so far"
    )]
    fn scroll_by(self, slices: f64) {
        let sum = self.rest.with_value(Cell::get) + slices;
        let whole = sum.trunc();
        self.rest.with_value(|rest| rest.set(sum - whole));
        if whole != 0.0 {
            self.viewer.act(Action::Scroll {
                pane: self.pane,
                by: whole as i32,
            });
        }
    }
}

/// Notches of a wheel; `None` for a trackpad.
fn notches(event: &WheelEvent) -> Option<f64> {
    if event.delta_mode() != WheelEvent::DOM_DELTA_PIXEL {
        return Some(1.0);
    }
    let reported = |name: &str| js_sys::Reflect::get(event, &name.into()).ok()?.as_f64();
    let delta = reported("wheelDeltaY").filter(|delta| *delta != 0.0);
    let delta = delta.or_else(|| reported("wheelDeltaX"))?.abs();
    (delta > 0.0 && delta % NOTCH == 0.0).then_some((delta / NOTCH).max(1.0))
}

fn pane_element(event: &web_sys::Event) -> Option<Element> {
    event.current_target()?.dyn_into().ok()
}

fn position(event: &PointerEvent) -> [f64; 2] {
    [event.client_x().into(), event.client_y().into()]
}

fn share(element: &Element, event: &web_sys::MouseEvent) -> [f64; 2] {
    let pane = element.get_bounding_client_rect();
    [
        (f64::from(event.client_x()) - pane.left()) / pane.width(),
        (f64::from(event.client_y()) - pane.top()) / pane.height(),
    ]
}

/// Keys, wherever the focus is, but for fields that are typed into.
pub fn listen_to_keys(viewer: Viewer) {
    let down = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if is_typed_into(&event) || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        if event.key() == " " {
            SPACE_HELD.set(true);
        }
        if is_reveal_key(&event) && !event.repeat() {
            viewer.act(Action::Reveal { on: true });
        }
        if let Some(action) = key_action(&event.key(), viewer) {
            event.prevent_default();
            viewer.act(action);
        }
    });
    // What is let go of in another window is not heard of here.
    let blur = window_event_listener(ev::blur, move |_| {
        SPACE_HELD.set(false);
        viewer.act(Action::Reveal { on: false });
    });
    let up = window_event_listener(ev::keyup, move |event: KeyboardEvent| {
        if is_reveal_key(&event) {
            viewer.act(Action::Reveal { on: false });
        }
        if event.key() == " " {
            SPACE_HELD.set(false);
        }
    });
    on_cleanup(move || {
        down.remove();
        up.remove();
        blur.remove();
    });
}

fn is_reveal_key(event: &KeyboardEvent) -> bool {
    matches!(event.key().as_str(), "u" | "U")
}

fn is_typed_into(event: &KeyboardEvent) -> bool {
    let element = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA")
    })
}

fn key_action(key: &str, viewer: Viewer) -> Option<Action> {
    let pane = viewer.active();
    Some(match key {
        "ArrowDown" => Action::Scroll { pane, by: 1 },
        "ArrowUp" => Action::Scroll { pane, by: -1 },
        "PageDown" => Action::Scroll { pane, by: 10 },
        "PageUp" => Action::Scroll { pane, by: -10 },
        "Home" => Action::ShowSlice { pane, slice: 0 },
        "End" => Action::ShowSlice {
            pane,
            slice: usize::MAX,
        },
        "ArrowRight" => Action::StepStack { pane, by: 1 },
        "ArrowLeft" => Action::StepStack { pane, by: -1 },
        "z" | "Z" => Action::ChooseTool { tool: Tool::Zoom },
        "Escape" => Action::ChooseTool { tool: Tool::Window },
        "i" | "I" => Action::Invert { pane },
        "x" | "X" => Action::ToggleInterpolation { pane },
        "o" | "O" => Action::StepDetail,
        "r" | "R" => Action::Reset { pane },
        digit => {
            let digit = digit
                .parse()
                .ok()
                .filter(|digit| *digit <= 9 && key.len() == 1)?;
            Action::Preset { pane, digit }
        }
    })
}
