//! Touch: one finger turns slices (or windows), two move and zoom, two taps maximise, a long press
//! tells the value under it.

use crate::hands::{
    Deed, Draws, END_STROKE, FINGER_REACH, Pointer, Rest, Sight, begin_stroke, distance,
    draw_stroke,
};
use crate::session::pane::dragged_window;
use crate::session::{Action, Tool};

/// CSS pixels of a finger's way for one slice.
const FINGER_SLICE: f64 = 12.0;

/// A finger that moves less than this rests.
const RESTS: f64 = 10.0;

/// A finger that rests for so long asks for the value under it.
pub const LONG_PRESS_MS: f64 = 500.0;

/// A tap is shorter, and the second follows sooner.
const TAP_MS: f64 = 300.0;

/// Two taps are no further apart.
const TAP_APART: f64 = 30.0;

/// Fingers on one pane.
#[derive(Clone, Debug, Default)]
pub struct Fingers {
    down: Vec<Finger>,
    doing: Doing,
    rest: Rest,
    window: Option<[f64; 2]>,
    /// Where and when the last tap was.
    tapped: Option<([f64; 2], f64)>,
}

#[derive(Clone, Copy, Debug)]
struct Finger {
    id: i32,
    began: [f64; 2],
    began_ms: f64,
    at: [f64; 2],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doing {
    /// Not moved yet.
    #[default]
    Resting,
    Dragging,
    /// Two fingers: once they were down, one that is left does nothing more.
    Pinching,
    Probing,
    /// Drawing a mark, or moving one.
    Marking,
    /// Drawing a stroke.
    Stroking,
}

impl Fingers {
    pub fn down(&mut self, pointer: &Pointer, sight: &Sight) -> Vec<Deed> {
        self.down.push(Finger {
            id: pointer.id,
            began: pointer.at,
            began_ms: pointer.at_ms,
            at: pointer.at,
        });
        if self.down.len() > 1 {
            // A second finger means another thing: what was begun is given up.
            return match std::mem::replace(&mut self.doing, Doing::Pinching) {
                Doing::Marking => vec![Deed::Act(Action::Escape)],
                Doing::Stroking => vec![END_STROKE],
                _ => Vec::new(),
            };
        }
        if sight.draws == Draws::Stroke {
            self.doing = Doing::Stroking;
            let at = Some(pointer.at);
            return vec![point_at(sight, at), begin_stroke(sight, pointer.at)];
        }
        self.doing = if sight.draws == Draws::Mark {
            Doing::Marking
        } else {
            Doing::Resting
        };
        self.rest = Rest::default();
        self.window = sight.window;
        let mut deeds = vec![
            Deed::Act(Action::Activate { pane: sight.pane }),
            Deed::Act(Action::Hold { on: true }),
        ];
        if sight.draws == Draws::Mark {
            deeds.push(Deed::Act(Action::PressMark {
                pane: sight.pane,
                at: sight.share(pointer.at),
                reach: FINGER_REACH / sight.size[0],
            }));
        }
        deeds
    }

    pub fn moved(&mut self, pointer: &Pointer, sight: &Sight) -> Vec<Deed> {
        let before: Vec<[f64; 2]> = self.down.iter().map(|finger| finger.at).collect();
        let Some(finger) = self.down.iter_mut().find(|finger| finger.id == pointer.id) else {
            return Vec::new();
        };
        let by = [pointer.at[0] - finger.at[0], pointer.at[1] - finger.at[1]];
        finger.at = pointer.at;
        if self.doing == Doing::Resting && distance(finger.began, finger.at) >= RESTS {
            self.doing = Doing::Dragging;
        }
        match self.doing {
            Doing::Resting => Vec::new(),
            Doing::Dragging => self.drag(by, sight).into_iter().map(Deed::Act).collect(),
            Doing::Probing => vec![point_at(sight, Some(pointer.at))],
            Doing::Stroking => vec![
                point_at(sight, Some(pointer.at)),
                draw_stroke(sight, pointer.at),
            ],
            Doing::Marking => vec![Deed::Act(Action::DragMark {
                pane: sight.pane,
                at: sight.share(pointer.at),
            })],
            Doing::Pinching => {
                let after: Vec<[f64; 2]> = self.down.iter().map(|finger| finger.at).collect();
                pinch(&before, &after, sight)
            }
        }
    }

    fn drag(&mut self, by: [f64; 2], sight: &Sight) -> Option<Action> {
        let pane = sight.pane;
        if !sight.finger_windows || sight.tool != Tool::Window {
            return self.rest.scroll(pane, by[1] / FINGER_SLICE);
        }
        let [center, width] = dragged_window(self.window?, sight.window_step(by), false);
        self.window = Some([center, width]);
        Some(Action::SetWindow {
            pane,
            center,
            width,
        })
    }

    pub fn up(&mut self, pointer: &Pointer, sight: &Sight) -> Vec<Deed> {
        let Some(at) = self.down.iter().position(|finger| finger.id == pointer.id) else {
            return Vec::new();
        };
        let finger = self.down.remove(at);
        if !self.down.is_empty() {
            return Vec::new();
        }
        let mut deeds = vec![point_at(sight, None), Deed::Act(Action::Hold { on: false })];
        if self.doing == Doing::Stroking {
            deeds.push(END_STROKE);
        }
        if self.doing == Doing::Marking {
            deeds.push(Deed::Act(Action::ReleaseMark {
                pane: sight.pane,
                at: sight.share(pointer.at),
                reach: FINGER_REACH / sight.size[0],
            }));
        }
        let is_tap = self.doing == Doing::Resting && pointer.at_ms - finger.began_ms < TAP_MS;
        let before = self.tapped.take();
        if is_tap {
            let is_second = before.is_some_and(|(at, at_ms)| {
                finger.began_ms - at_ms < TAP_MS && distance(at, finger.at) < TAP_APART
            });
            if is_second {
                deeds.push(Deed::Act(Action::Maximise { pane: sight.pane }));
            } else {
                self.tapped = Some((finger.at, pointer.at_ms));
            }
        }
        deeds
    }

    /// The browser takes the fingers away.
    pub fn cancelled(&mut self, sight: &Sight) -> Vec<Deed> {
        let was = std::mem::take(self);
        let mut deeds = vec![point_at(sight, None), Deed::Act(Action::Hold { on: false })];
        if was.doing == Doing::Stroking {
            deeds.push(END_STROKE);
        }
        deeds
    }

    /// Time has passed: a finger that still rests asks for the value under it.
    pub fn rested(&mut self, now_ms: f64, sight: &Sight) -> Vec<Deed> {
        match self.down.as_slice() {
            [finger]
                if self.doing == Doing::Resting && now_ms - finger.began_ms >= LONG_PRESS_MS =>
            {
                self.doing = Doing::Probing;
                vec![point_at(sight, Some(finger.at))]
            }
            _ => Vec::new(),
        }
    }

    /// A long press tells a value: it is shown above the finger, which hides the picture.
    #[must_use]
    pub fn probes(&self) -> bool {
        self.doing == Doing::Probing && !self.down.is_empty()
    }
}

fn point_at(sight: &Sight, at: Option<[f64; 2]>) -> Deed {
    Deed::Act(Action::PointAt {
        pane: sight.pane,
        at: at.map(|at| sight.share(at)),
    })
}

/// Both fingers stay on what they touched.
fn pinch(before: &[[f64; 2]], after: &[[f64; 2]], sight: &Sight) -> Vec<Deed> {
    let ([first, second, ..], [now_first, now_second, ..]) = (before, after) else {
        return Vec::new();
    };
    let pane = sight.pane;
    let middle = |a: [f64; 2], b: [f64; 2]| [f64::midpoint(a[0], b[0]), f64::midpoint(a[1], b[1])];
    let from = middle(*first, *second);
    let to = middle(*now_first, *now_second);
    let by = sight.share([to[0] - from[0], to[1] - from[1]]);
    let factor = distance(*now_first, *now_second) / distance(*first, *second).max(1.0);
    let at = sight.share(to);
    vec![
        Deed::Act(Action::Pan { pane, by }),
        Deed::Act(Action::Zoom { pane, factor, at }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::PaneId;

    const PANE: PaneId = PaneId(0);
    const SIGHT: Sight = Sight::of([400.0, 800.0]);

    fn at(id: i32, x: f64, y: f64, at_ms: f64) -> Pointer {
        Pointer {
            id,
            buttons: 1,
            at: [x, y],
            shift: false,
            at_ms,
        }
    }

    /// Without pointing and holding.
    fn deeds(deeds: Vec<Deed>) -> Vec<Action> {
        let actions = deeds.into_iter().filter_map(|deed| match deed {
            Deed::Act(
                Action::Hold { .. } | Action::Activate { .. } | Action::PointAt { at: None, .. },
            )
            | Deed::Menu(_) => None,
            Deed::Act(action) => Some(action),
        });
        actions.collect()
    }

    #[test]
    fn one_finger_turns_slices_or_windows() {
        let mut fingers = Fingers::default();
        fingers.down(&at(1, 200.0, 400.0, 0.0), &SIGHT);
        let moved = fingers.moved(&at(1, 200.0, 437.0, 50.0), &SIGHT);
        assert_eq!(deeds(moved), [Action::Scroll { pane: PANE, by: 3 }]);
        fingers.up(&at(1, 200.0, 437.0, 60.0), &SIGHT);
        let windows = Sight {
            finger_windows: true,
            ..SIGHT
        };
        fingers.down(&at(1, 200.0, 400.0, 100.0), &windows);
        let moved = fingers.moved(&at(1, 220.0, 390.0, 150.0), &windows);
        let [center, width] = dragged_window([0.0, 256.0], [20.0, -10.0], false);
        let window = Action::SetWindow {
            pane: PANE,
            center,
            width,
        };
        assert_eq!(deeds(moved), [window]);
    }

    #[test]
    fn with_the_ring_a_finger_draws_a_stroke_which_a_second_one_ends() {
        use crate::session::ClassAction::{BeginStroke, DrawStroke, EndStroke};
        let ring = Sight {
            draws: Draws::Stroke,
            ..SIGHT
        };
        let point = |at| Action::PointAt {
            pane: PANE,
            at: Some(at),
        };
        let mut fingers = Fingers::default();
        let began = deeds(fingers.down(&at(1, 200.0, 400.0, 0.0), &ring));
        let stroke = BeginStroke {
            pane: PANE,
            at: [0.5, 0.5],
        };
        assert_eq!(began, [point([0.5, 0.5]), Action::Class(stroke)]);
        let moved = deeds(fingers.moved(&at(1, 100.0, 200.0, 50.0), &ring));
        let draw = DrawStroke { at: [0.25, 0.25] };
        assert_eq!(moved, [point([0.25, 0.25]), Action::Class(draw)]);
        let ended = deeds(fingers.up(&at(1, 100.0, 200.0, 60.0), &ring));
        assert_eq!(ended, [Action::Class(EndStroke)]);
        fingers.down(&at(1, 200.0, 400.0, 100.0), &ring);
        let second = deeds(fingers.down(&at(2, 300.0, 400.0, 110.0), &ring));
        assert_eq!(second, [Action::Class(EndStroke)]);
    }

    #[test]
    fn two_fingers_move_and_zoom_about_their_middle() {
        let mut fingers = Fingers::default();
        fingers.down(&at(1, 100.0, 400.0, 0.0), &SIGHT);
        fingers.down(&at(2, 300.0, 400.0, 5.0), &SIGHT);
        let moved = deeds(fingers.moved(&at(2, 340.0, 400.0, 10.0), &SIGHT));
        let pan = Action::Pan {
            pane: PANE,
            by: [0.05, 0.0],
        };
        let zoom = Action::Zoom {
            pane: PANE,
            factor: 1.2,
            at: [0.55, 0.5],
        };
        assert_eq!(moved, [pan, zoom]);
        // One that is left does nothing.
        fingers.up(&at(2, 340.0, 400.0, 20.0), &SIGHT);
        let left = deeds(fingers.moved(&at(1, 100.0, 500.0, 30.0), &SIGHT));
        assert_eq!(left, []);
    }

    #[test]
    fn two_taps_maximise_and_one_does_not() {
        let mut fingers = Fingers::default();
        let mut tap = |x: f64, at_ms: f64| {
            fingers.down(&at(1, x, 400.0, at_ms), &SIGHT);
            deeds(fingers.up(&at(1, x, 400.0, at_ms + 80.0), &SIGHT))
        };
        assert_eq!(tap(200.0, 0.0), []);
        assert_eq!(tap(205.0, 200.0), [Action::Maximise { pane: PANE }]);
        assert_eq!(tap(205.0, 400.0), [], "the third begins anew");
        assert_eq!(tap(205.0, 2000.0), [], "too late");
        assert_eq!(tap(300.0, 2200.0), [], "too far");
    }

    #[test]
    fn a_long_press_tells_values_and_turns_no_slices() {
        let mut fingers = Fingers::default();
        fingers.down(&at(1, 200.0, 400.0, 0.0), &SIGHT);
        assert_eq!(fingers.rested(300.0, &SIGHT), []);
        let point = |x: f64| Action::PointAt {
            pane: PANE,
            at: Some([x / 400.0, 0.5]),
        };
        assert_eq!(deeds(fingers.rested(510.0, &SIGHT)), [point(200.0)]);
        assert!(fingers.probes());
        let moved = fingers.moved(&at(1, 240.0, 400.0, 600.0), &SIGHT);
        assert_eq!(deeds(moved), [point(240.0)]);
        let up = fingers.up(&at(1, 240.0, 400.0, 700.0), &SIGHT);
        assert!(up.contains(&point_at(&SIGHT, None)) && !fingers.probes());
        // A finger that moved asks for no value.
        fingers.down(&at(1, 200.0, 400.0, 1000.0), &SIGHT);
        fingers.moved(&at(1, 200.0, 500.0, 1100.0), &SIGHT);
        assert_eq!(fingers.rested(1600.0, &SIGHT), []);
    }
}
