//! What hands do -> [`Action`]s (BEHAVIOUR 4). Plain facts of the browser's events come in, in CSS
//! pixels and milliseconds; which they mean is decided here.

mod bindings;
mod fingers;
mod keys;
mod mouse;
mod wheel;

use crate::session::{Action, ClassAction, PaneId, Tool};

pub use bindings::{BINDINGS, Binding, Key, RING_KEY, Room, With};
pub use fingers::{Fingers, LONG_PRESS_MS};
pub use keys::{Held, key};
pub use mouse::Mouse;
pub use wheel::{Turn, Wheel};

/// A pointer's event over a pane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointer {
    pub id: i32,
    /// As in `MouseEvent.buttons`.
    pub buttons: u16,
    /// CSS pixels from the pane's corner.
    pub at: [f64; 2],
    pub shift: bool,
    pub at_ms: f64,
}

/// What is drawn by a press.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Draws {
    #[default]
    Nothing,
    /// A press of the left button, or of a finger, is for a mark; and moves are, without one.
    Mark,
    /// The ring is shown: whatever is pressed draws strokes, and nothing else.
    Stroke,
}

/// What hands need to know of the pane that they are on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    pub pane: PaneId,
    /// CSS pixels.
    pub size: [f64; 2],
    pub tool: Tool,
    /// Centre and width, where the picture has a window.
    pub window: Option<[f64; 2]>,
    pub drag_up_darkens: bool,
    pub finger_windows: bool,
    pub draws: Draws,
}

impl Sight {
    /// An image at its window, for tests.
    #[cfg(test)]
    const fn of(size: [f64; 2]) -> Self {
        Self {
            pane: PaneId(0),
            size,
            tool: Tool::Window,
            window: Some([0.0, 256.0]),
            drag_up_darkens: false,
            finger_windows: false,
            draws: Draws::Nothing,
        }
    }

    fn share(&self, at: [f64; 2]) -> [f64; 2] {
        [at[0] / self.size[0], at[1] / self.size[1]]
    }

    /// Up is brighter, but for readers who have it the other way round.
    fn window_step(&self, [right, down]: [f64; 2]) -> [f64; 2] {
        [right, if self.drag_up_darkens { -down } else { down }]
    }
}

/// CSS pixels from a mark within which it is taken hold of, by mouse and by finger.
pub const REACH: f64 = 8.0;
pub const FINGER_REACH: f64 = 22.0;

/// What is to be done about an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    Act(Action),
    /// The menu of the picture, at this place of the pane in CSS pixels.
    Menu([f64; 2]),
}

/// CSS pixels of a drag that double the size.
const DRAG_DOUBLE: f64 = 150.0;

/// Below so many CSS pixels a press is no drag.
pub const STILL: f64 = 4.0;

fn begin_stroke(sight: &Sight, at: [f64; 2]) -> Deed {
    Deed::Act(Action::Class(ClassAction::BeginStroke {
        pane: sight.pane,
        at: sight.share(at),
    }))
}

fn draw_stroke(sight: &Sight, at: [f64; 2]) -> Deed {
    let at = sight.share(at);
    Deed::Act(Action::Class(ClassAction::DrawStroke { at }))
}

const END_STROKE: Deed = Deed::Act(Action::Class(ClassAction::EndStroke));

fn zoom(sight: &Sight, down: f64, at: [f64; 2]) -> Action {
    Action::Zoom {
        pane: sight.pane,
        factor: (down / DRAG_DOUBLE).exp2(),
        at: sight.share(at),
    }
}

fn distance([x, y]: [f64; 2], [other_x, other_y]: [f64; 2]) -> f64 {
    (x - other_x).hypot(y - other_y)
}

/// Movements smaller than a slice add up.
#[derive(Clone, Copy, Debug, Default)]
struct Rest(f64);

impl Rest {
    /// Whole slices; what is left over is kept.
    fn scroll(&mut self, pane: PaneId, slices: f64) -> Option<Action> {
        let by = self.whole(slices)?;
        Some(Action::Scroll { pane, by })
    }

    /// Whole steps; what is left over is kept.
    #[expect(clippy::cast_possible_truncation, reason = "a hand does not go so far")]
    fn whole(&mut self, steps: f64) -> Option<i32> {
        let sum = self.0 + steps;
        let whole = sum.trunc();
        self.0 = sum - whole;
        (whole != 0.0).then_some(whole as i32)
    }
}
