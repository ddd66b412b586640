//! Pointers and wheel over one pane, handed to `hands`, which knows what they mean.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent, PointerEvent, WheelEvent};

use crate::engine::rare;
use crate::hands::{
    Deed, Draws, FINGER_REACH, Fingers, LONG_PRESS_MS, Mouse, Pointer, REACH, Sight, Turn, Wheel,
};
use crate::session::{Action, PaneId};
use crate::ui::context_menu::OpenMenu;
use crate::ui::viewer::Viewer;

thread_local! {
    static SPACE_HELD: Cell<bool> = const { Cell::new(false) };
}

/// Space with the left button moves the picture.
pub fn hold_space(on: bool) {
    SPACE_HELD.set(on);
}

/// The hands on one pane. Cheap to copy into every listener.
#[derive(Clone, Copy)]
pub struct Hands {
    viewer: Viewer,
    pane: PaneId,
    menu: OpenMenu,
    mouse: StoredValue<Mouse, LocalStorage>,
    fingers: StoredValue<Fingers, LocalStorage>,
    wheel: StoredValue<Wheel, LocalStorage>,
    /// A finger asks for the value under it: shown above it.
    probing: RwSignal<bool>,
    /// The last pointer was a finger: of two taps the browser makes a double click besides.
    by_finger: StoredValue<bool, LocalStorage>,
    /// The last press drew a mark or a stroke: two of them close an outline, and are no double click.
    for_mark: StoredValue<bool, LocalStorage>,
}

impl Hands {
    pub fn new(viewer: Viewer, pane: PaneId, menu: OpenMenu) -> Self {
        Self {
            viewer,
            pane,
            menu,
            mouse: StoredValue::new_local(Mouse::default()),
            fingers: StoredValue::new_local(Fingers::default()),
            wheel: StoredValue::new_local(Wheel::default()),
            probing: RwSignal::new(false),
            by_finger: StoredValue::new_local(false),
            for_mark: StoredValue::new_local(false),
        }
    }

    pub fn down(self, event: &PointerEvent) {
        let Some((element, pointer, sight)) = self.seen(event) else {
            return;
        };
        // A pointer that is gone by now cannot be captured, and need not be.
        let _gone = element.set_pointer_capture(event.pointer_id());
        if event.button() == 1 {
            // The browser would start its own scrolling.
            event.prevent_default();
        }
        self.by_finger.set_value(is_finger(event));
        // What turns a rendering is no mark.
        let renders = self.viewer.now(|state| state.session.renders(self.pane));
        self.for_mark
            .set_value(sight.draws == Draws::Stroke || sight.draws == Draws::Mark && !renders);
        let deeds = if is_finger(event) {
            self.wait_for_long_press(sight);
            self.with_fingers(|fingers| fingers.down(&pointer, &sight))
        } else {
            self.with_mouse(|mouse| mouse.down(&pointer, &sight, SPACE_HELD.get()))
        };
        self.carry_out(deeds);
    }

    pub fn moved(self, event: &PointerEvent) {
        let Some((_, pointer, sight)) = self.seen(event) else {
            return;
        };
        let deeds = if is_finger(event) {
            self.with_fingers(|fingers| fingers.moved(&pointer, &sight))
        } else {
            self.with_mouse(|mouse| mouse.moved(&pointer, &sight))
        };
        self.carry_out(deeds);
    }

    pub fn up(self, event: &PointerEvent) {
        let Some((_, pointer, sight)) = self.seen(event) else {
            return;
        };
        let deeds = if is_finger(event) {
            self.with_fingers(|fingers| fingers.up(&pointer, &sight))
        } else {
            self.with_mouse(|mouse| mouse.up(&pointer, &sight))
        };
        self.carry_out(deeds);
    }

    pub fn cancelled(self, event: &PointerEvent) {
        if is_finger(event)
            && let Some((_, _, sight)) = self.seen(event)
        {
            let deeds = self.with_fingers(|fingers| fingers.cancelled(&sight));
            self.carry_out(deeds);
        } else {
            self.up(event);
        }
    }

    pub fn left(self, event: &PointerEvent) {
        if !is_finger(event) {
            let at = None;
            self.viewer.act(Action::PointAt {
                pane: self.pane,
                at,
            });
        }
    }

    pub fn double_clicked(self) {
        if !self.by_finger.get_value() && !self.for_mark.get_value() {
            self.viewer.act(Action::Maximise { pane: self.pane });
        }
    }

    pub fn wheel(self, event: &WheelEvent) {
        event.prevent_default();
        let Some(element) = pane_element(event) else {
            return;
        };
        let turn = Turn {
            delta: [event.delta_x(), event.delta_y()],
            in_pixels: event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL,
            reported: reported(event),
            shift: event.shift_key(),
            ctrl: event.ctrl_key(),
            alt: event.alt_key(),
            at: place(&element, event),
            at_ms: event.time_stamp(),
        };
        let sight = self.sight(&element);
        let turned = self
            .wheel
            .try_update_value(|wheel| wheel.turned(&turn, &sight));
        if let Some(action) = turned.flatten() {
            self.viewer.act(action);
        }
    }

    /// Where the value under a finger is to be shown.
    pub fn probing(self) -> RwSignal<bool> {
        self.probing
    }

    fn wait_for_long_press(self, sight: Sight) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "half a second"
        )]
        let after = Duration::from_millis(LONG_PRESS_MS as u64 + 20);
        set_timeout(
            move || {
                let now_ms = now_ms();
                let deeds = self.with_fingers(|fingers| fingers.rested(now_ms, &sight));
                self.carry_out(deeds);
            },
            after,
        );
    }

    fn carry_out(self, deeds: Vec<Deed>) {
        for deed in deeds {
            match deed {
                Deed::Act(action) => self.viewer.act(action),
                Deed::Menu(at) => self.menu.open(self.pane, at),
            }
        }
        let probes = self.fingers.try_with_value(Fingers::probes);
        if probes.is_some_and(|probes| probes != self.probing.get_untracked()) {
            self.probing.update(|probing| *probing = !*probing);
        }
    }

    fn with_mouse(self, deeds: impl FnOnce(&mut Mouse) -> Vec<Deed>) -> Vec<Deed> {
        self.mouse.try_update_value(deeds).unwrap_or_default()
    }

    fn with_fingers(self, deeds: impl FnOnce(&mut Fingers) -> Vec<Deed>) -> Vec<Deed> {
        self.fingers.try_update_value(deeds).unwrap_or_default()
    }

    fn seen(self, event: &PointerEvent) -> Option<(Element, Pointer, Sight)> {
        let element = pane_element(event)?;
        let pointer = Pointer {
            id: event.pointer_id(),
            buttons: event.buttons(),
            at: place(&element, event),
            shift: event.shift_key(),
            at_ms: event.time_stamp(),
        };
        let sight = self.sight(&element);
        let reach = if is_finger(event) {
            FINGER_REACH
        } else {
            REACH
        };
        let at = [pointer.at[0] / sight.size[0], pointer.at[1] / sight.size[1]];
        let reach = reach / sight.size[0];
        let pane = self.pane;
        let draws = self.viewer.now(|state| {
            if state.session.pointing.ring {
                Draws::Stroke
            } else if rare::is_taken(state, pane, at, reach) {
                Draws::Mark
            } else {
                Draws::Nothing
            }
        });
        Some((element, pointer, Sight { draws, ..sight }))
    }

    fn sight(self, element: &Element) -> Sight {
        let rect = element.get_bounding_client_rect();
        self.viewer.now(|state| {
            let session = &state.session;
            let look = session.pane(self.pane).and_then(|pane| pane.look());
            let window = look.and_then(|look| look.window.as_ref());
            Sight {
                pane: self.pane,
                size: [rect.width().max(1.0), rect.height().max(1.0)],
                tool: session.tool,
                window: window.map(|window| [window.center, window.width]),
                drag_up_darkens: session.drag_up_darkens,
                finger_windows: session.finger_windows,
                draws: Draws::Nothing,
            }
        })
    }
}

fn is_finger(event: &PointerEvent) -> bool {
    event.pointer_type() == "touch"
}

/// On the clock of events' time stamps.
fn now_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// `wheelDeltaX` and `wheelDeltaY`, which no standard has and wheels are known by.
fn reported(event: &WheelEvent) -> Option<[f64; 2]> {
    let get = |name: &str| js_sys::Reflect::get(event, &name.into()).ok()?.as_f64();
    Some([get("wheelDeltaX")?, get("wheelDeltaY")?])
}

fn pane_element(event: &web_sys::Event) -> Option<Element> {
    event.current_target()?.dyn_into().ok()
}

/// CSS pixels from the corner of an element.
fn place(element: &Element, event: &MouseEvent) -> [f64; 2] {
    let rect = element.get_bounding_client_rect();
    [
        f64::from(event.client_x()) - rect.left(),
        f64::from(event.client_y()) - rect.top(),
    ]
}
