//! Wheel and trackpad: a notch is a slice; a trackpad's small movements add up, and what it sends
//! after the fingers have left it is cut off.

use crate::hands::{Rest, Sight};
use crate::session::Action;

/// CSS pixels of a trackpad's movement for one slice.
const TRACKPAD_SLICE: f64 = 30.0;

/// What wheels report for one notch (`wheelDeltaY`); trackpads report other numbers.
const NOTCH: f64 = 120.0;

/// So many movements in a row, each smaller than the one before, are the trackpad's own.
const INERTIA: u32 = 6;

/// After such a pause a movement is a new one.
const PAUSE_MS: f64 = 150.0;

/// Movement of a wheel that doubles the size.
const WHEEL_DOUBLE: f64 = 240.0;

/// A `WheelEvent`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is held or not, whatever the others are"
)]
pub struct Turn {
    /// `deltaX` and `deltaY`.
    pub delta: [f64; 2],
    /// In CSS pixels, and not in lines or pages.
    pub in_pixels: bool,
    /// `wheelDeltaX` and `wheelDeltaY`, where the browser has them.
    pub reported: Option<[f64; 2]>,
    pub shift: bool,
    pub ctrl: bool,
    pub alt: bool,
    /// CSS pixels from the pane's corner.
    pub at: [f64; 2],
    pub at_ms: f64,
}

/// The wheel over one pane.
#[derive(Clone, Debug, Default)]
pub struct Wheel {
    rest: Rest,
    slab: Rest,
    last: f64,
    last_ms: f64,
    falling: u32,
}

impl Wheel {
    pub fn turned(&mut self, turn: &Turn, sight: &Sight) -> Option<Action> {
        let pane = sight.pane;
        if turn.ctrl {
            let factor = (-turn.delta[1] / WHEEL_DOUBLE).clamp(-1.0, 1.0).exp2();
            let at = sight.share(turn.at);
            return Some(Action::Zoom { pane, factor, at });
        }
        // With Shift the browser turns the wheel sideways.
        let [x, y] = turn.delta;
        let delta = if y == 0.0 { x } else { y };
        let slices = match turn.notches() {
            Some(notches) => notches * delta.signum(),
            None if self.is_inertia(delta, turn.at_ms) => 0.0,
            None => delta / TRACKPAD_SLICE,
        };
        if turn.alt {
            // Up is thicker.
            let by = self.slab.whole(-slices)?;
            return Some(Action::StepSlab { pane, by });
        }
        let times = if turn.shift { 10.0 } else { 1.0 };
        self.rest.scroll(pane, slices * times)
    }

    /// Fingers never slow down as evenly as a trackpad does by itself.
    fn is_inertia(&mut self, delta: f64, at_ms: f64) -> bool {
        let goes_on = at_ms - self.last_ms < PAUSE_MS && delta.signum() == self.last.signum();
        let falls = goes_on && delta.abs() < self.last.abs();
        self.falling = if falls { self.falling + 1 } else { 0 };
        self.last = delta;
        self.last_ms = at_ms;
        if !goes_on {
            self.rest = Rest::default();
            self.slab = Rest::default();
        }
        self.falling >= INERTIA
    }
}

impl Turn {
    /// Notches of a wheel; `None` for a trackpad.
    fn notches(&self) -> Option<f64> {
        if !self.in_pixels {
            return Some(1.0);
        }
        let [x, y] = self.reported?;
        let delta = if y == 0.0 { x.abs() } else { y.abs() };
        (delta > 0.0 && delta % NOTCH == 0.0).then_some((delta / NOTCH).max(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::PaneId;

    const PANE: PaneId = PaneId(0);
    const SIGHT: Sight = Sight::of([800.0, 600.0]);
    const NOTCHED: Turn = Turn {
        delta: [0.0, 100.0],
        in_pixels: true,
        reported: Some([0.0, -120.0]),
        shift: false,
        ctrl: false,
        alt: false,
        at: [400.0, 300.0],
        at_ms: 0.0,
    };

    const fn scroll(by: i32) -> Action {
        Action::Scroll { pane: PANE, by }
    }

    fn pad(delta: f64, at_ms: f64) -> Turn {
        Turn {
            delta: [0.0, delta],
            reported: Some([0.0, -3.0 * delta]),
            at_ms,
            ..NOTCHED
        }
    }

    #[test]
    fn a_notch_is_a_slice_and_ten_with_shift() {
        let mut wheel = Wheel::default();
        assert_eq!(wheel.turned(&NOTCHED, &SIGHT), Some(scroll(1)));
        let up = Turn {
            delta: [0.0, -100.0],
            reported: Some([0.0, 120.0]),
            ..NOTCHED
        };
        assert_eq!(wheel.turned(&up, &SIGHT), Some(scroll(-1)));
        let sideways = Turn {
            delta: [100.0, 0.0],
            reported: Some([-120.0, 0.0]),
            shift: true,
            ..NOTCHED
        };
        assert_eq!(wheel.turned(&sideways, &SIGHT), Some(scroll(10)));
        let lines = Turn {
            delta: [0.0, 3.0],
            in_pixels: false,
            reported: None,
            ..NOTCHED
        };
        assert_eq!(wheel.turned(&lines, &SIGHT), Some(scroll(1)));
    }

    #[test]
    fn with_alt_a_slab_becomes_thicker_and_thinner() {
        let mut wheel = Wheel::default();
        let mut slab = |delta: [f64; 2]| {
            let turn = Turn {
                delta,
                alt: true,
                ..NOTCHED
            };
            wheel.turned(&turn, &SIGHT)
        };
        let step = |by| Some(Action::StepSlab { pane: PANE, by });
        assert_eq!(slab([0.0, -100.0]), step(1));
        assert_eq!(slab([0.0, 100.0]), step(-1));
    }

    #[test]
    fn a_trackpad_sums_up_and_its_inertia_is_cut() {
        let mut wheel = Wheel::default();
        let mut slices = 0;
        let mut count = |turn: Turn| {
            if let Some(Action::Scroll { by, .. }) = wheel.turned(&turn, &SIGHT) {
                slices += by;
            }
            slices
        };
        // Fingers: uneven, 300 px in all.
        for (at, delta) in (0..20_i32).zip([10.0, 20.0].into_iter().cycle()) {
            count(pad(delta, f64::from(at) * 16.0));
        }
        assert_eq!(count(pad(1.0, 320.0)), 10);
        // What comes by itself, ever smaller: a few of it are taken for fingers, the rest is not.
        let mut delta = 40.0;
        for at in 21..80 {
            count(pad(delta, f64::from(at) * 16.0));
            delta *= 0.95;
        }
        let after = count(pad(0.0, 1300.0));
        assert!((14..=18).contains(&after), "{after}");
        // After a pause it is fingers again.
        assert_eq!(count(pad(30.0, 2000.0)), after + 1);
    }

    #[test]
    fn with_ctrl_it_zooms_to_the_pointer() {
        let pinch = Turn {
            delta: [0.0, -240.0],
            ctrl: true,
            ..NOTCHED
        };
        let zoomed = Action::Zoom {
            pane: PANE,
            factor: 2.0,
            at: [0.5, 0.5],
        };
        assert_eq!(Wheel::default().turned(&pinch, &SIGHT), Some(zoomed));
    }
}
