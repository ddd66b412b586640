//! Mouse and pen: left is the chosen tool, right zooms, the middle or Space moves, both scroll.

use crate::hands::{
    Deed, Draws, END_STROKE, Pointer, REACH, Rest, STILL, Sight, begin_stroke, distance,
    draw_stroke, zoom,
};
use crate::session::pane::dragged_window;
use crate::session::{Action, Tool};

const LEFT: u16 = 1;
const RIGHT: u16 = 2;
const MIDDLE: u16 = 4;

/// CSS pixels of a drag with both buttons for one slice.
const DRAG_SLICE: f64 = 8.0;

/// One mouse over one pane.
#[derive(Clone, Debug, Default)]
pub struct Mouse {
    press: Option<Press>,
    rest: Rest,
}

#[derive(Clone, Copy, Debug)]
struct Press {
    /// All buttons that were down at some time.
    buttons: u16,
    with_space: bool,
    began: [f64; 2],
    last: [f64; 2],
    has_moved: bool,
    /// What a drag has come to before it is rounded: slow drags get there too.
    window: Option<[f64; 2]>,
    draws: Draws,
}

impl Mouse {
    /// A button goes down.
    pub fn down(&mut self, pointer: &Pointer, sight: &Sight, with_space: bool) -> Vec<Deed> {
        if let Some(press) = &mut self.press {
            press.buttons |= pointer.buttons;
            return Vec::new();
        }
        let draws = match sight.draws {
            Draws::Mark if pointer.buttons != LEFT || with_space => Draws::Nothing,
            draws => draws,
        };
        self.rest = Rest::default();
        self.press = Some(Press {
            buttons: pointer.buttons,
            with_space,
            began: pointer.at,
            last: pointer.at,
            has_moved: false,
            window: sight.window,
            draws,
        });
        if draws == Draws::Stroke {
            return vec![begin_stroke(sight, pointer.at)];
        }
        let mut deeds = vec![
            Deed::Act(Action::Activate { pane: sight.pane }),
            Deed::Act(Action::Hold { on: true }),
        ];
        if draws == Draws::Mark {
            deeds.push(Deed::Act(Action::PressMark {
                pane: sight.pane,
                at: sight.share(pointer.at),
                reach: REACH / sight.size[0],
            }));
        }
        deeds
    }

    /// The pointer moves, with or without buttons.
    pub fn moved(&mut self, pointer: &Pointer, sight: &Sight) -> Vec<Deed> {
        let at = Some(sight.share(pointer.at));
        let mut deeds = vec![Deed::Act(Action::PointAt {
            pane: sight.pane,
            at,
        })];
        if pointer.buttons == 0 {
            self.press = None;
        }
        let Some(press) = &mut self.press else {
            if sight.draws == Draws::Mark {
                deeds.push(drag_mark(pointer, sight));
            }
            return deeds;
        };
        press.buttons |= pointer.buttons;
        let drawn = match press.draws {
            Draws::Nothing => None,
            Draws::Mark => Some(drag_mark(pointer, sight)),
            Draws::Stroke => Some(draw_stroke(sight, pointer.at)),
        };
        if drawn.is_some() {
            deeds.extend(drawn);
            return deeds;
        }
        press.has_moved |= distance(press.began, pointer.at) >= STILL;
        // A press that is not yet a drag may be a click for the menu.
        if !press.has_moved && press.buttons == RIGHT {
            return deeds;
        }
        let by = [pointer.at[0] - press.last[0], pointer.at[1] - press.last[1]];
        press.last = pointer.at;
        let action = press.drag(pointer, by, sight, &mut self.rest);
        deeds.extend(action.map(Deed::Act));
        deeds
    }

    /// A button goes up.
    pub fn up(&mut self, pointer: &Pointer, sight: &Sight) -> Vec<Deed> {
        if pointer.buttons != 0 {
            return Vec::new();
        }
        let Some(press) = self.press.take() else {
            return Vec::new();
        };
        if press.draws == Draws::Stroke {
            return vec![END_STROKE];
        }
        let mut deeds = vec![Deed::Act(Action::Hold { on: false })];
        if press.draws == Draws::Mark {
            deeds.push(Deed::Act(Action::ReleaseMark {
                pane: sight.pane,
                at: sight.share(pointer.at),
                reach: REACH / sight.size[0],
            }));
        }
        if press.buttons == RIGHT && !press.has_moved {
            deeds.push(Deed::Menu(pointer.at));
        }
        deeds
    }
}

fn drag_mark(pointer: &Pointer, sight: &Sight) -> Deed {
    Deed::Act(Action::DragMark {
        pane: sight.pane,
        at: sight.share(pointer.at),
    })
}

impl Press {
    fn drag(
        &mut self,
        pointer: &Pointer,
        by: [f64; 2],
        sight: &Sight,
        rest: &mut Rest,
    ) -> Option<Action> {
        let pane = sight.pane;
        let is_down = |button: u16| pointer.buttons & button != 0;
        let [right, down] = by;
        if is_down(LEFT) && is_down(RIGHT) {
            return rest.scroll(pane, down / DRAG_SLICE);
        }
        if is_down(MIDDLE) || (is_down(LEFT) && self.with_space) {
            let by = [right / sight.size[0], down / sight.size[1]];
            return Some(Action::Pan { pane, by });
        }
        match sight.tool {
            _ if is_down(RIGHT) => Some(zoom(sight, down, self.began)),
            Tool::Window if is_down(LEFT) => self.window(by, sight, pointer.shift),
            Tool::Zoom if is_down(LEFT) => Some(zoom(sight, down, self.began)),
            _ => None,
        }
    }

    fn window(&mut self, by: [f64; 2], sight: &Sight, fine: bool) -> Option<Action> {
        let step = sight.window_step(by);
        let [center, width] = dragged_window(self.window.or(sight.window)?, step, fine);
        self.window = Some([center, width]);
        Some(Action::SetWindow {
            pane: sight.pane,
            center,
            width,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::PaneId;

    const PANE: PaneId = PaneId(0);
    const SIGHT: Sight = Sight::of([800.0, 600.0]);

    fn at(buttons: u16, x: f64, y: f64) -> Pointer {
        Pointer {
            id: 1,
            buttons,
            at: [x, y],
            shift: false,
            at_ms: 0.0,
        }
    }

    /// What a drag with these buttons does, without pointing and holding.
    fn drag(sight: Sight, buttons: u16, with_space: bool, to: [f64; 2]) -> Vec<Deed> {
        let mut mouse = Mouse::default();
        let mut deeds = mouse.down(&at(buttons, 400.0, 300.0), &sight, with_space);
        deeds.extend(mouse.moved(&at(buttons, 400.0 + to[0], 300.0 + to[1]), &sight));
        deeds.extend(mouse.up(&at(0, 400.0 + to[0], 300.0 + to[1]), &sight));
        deeds.retain(|deed| {
            !matches!(
                deed,
                Deed::Act(Action::Activate { .. } | Action::PointAt { .. } | Action::Hold { .. })
            )
        });
        deeds
    }

    fn window_after(moved: [f64; 2]) -> Action {
        let [center, width] = dragged_window([0.0, 256.0], moved, false);
        Action::SetWindow {
            pane: PANE,
            center,
            width,
        }
    }

    #[test]
    fn each_button_has_its_deed() {
        let window = window_after([10.0, -20.0]);
        assert_eq!(drag(SIGHT, LEFT, false, [10.0, -20.0]), [Deed::Act(window)]);
        let zoomed = Action::Zoom {
            pane: PANE,
            factor: 2.0,
            at: [0.5, 0.5],
        };
        let zoomed = [Deed::Act(zoomed)];
        assert_eq!(drag(SIGHT, RIGHT, false, [0.0, 150.0]), zoomed);
        let tool = Sight {
            tool: Tool::Zoom,
            ..SIGHT
        };
        assert_eq!(drag(tool, LEFT, false, [0.0, 150.0]), zoomed);
        let panned = [Deed::Act(Action::Pan {
            pane: PANE,
            by: [0.1, 0.1],
        })];
        assert_eq!(drag(SIGHT, MIDDLE, false, [80.0, 60.0]), panned);
        assert_eq!(drag(SIGHT, LEFT, true, [80.0, 60.0]), panned);
        let scrolled = [Deed::Act(Action::Scroll { pane: PANE, by: 2 })];
        assert_eq!(drag(SIGHT, LEFT | RIGHT, false, [0.0, 20.0]), scrolled);
    }

    #[test]
    fn a_setting_turns_up_and_down_round() {
        let round = Sight {
            drag_up_darkens: true,
            ..SIGHT
        };
        let window = window_after([0.0, 20.0]);
        assert_eq!(drag(round, LEFT, false, [0.0, -20.0]), [Deed::Act(window)]);
    }

    #[test]
    fn a_right_click_that_rests_is_the_menu_and_changes_nothing() {
        assert_eq!(
            drag(SIGHT, RIGHT, false, [2.0, 2.0]),
            [Deed::Menu([402.0, 302.0])]
        );
        assert_eq!(drag(SIGHT, LEFT, false, [0.0, 0.0]).len(), 1);
        // Both buttons, then neither: that was scrolling.
        let mut mouse = Mouse::default();
        mouse.down(&at(RIGHT, 0.0, 0.0), &SIGHT, false);
        mouse.down(&at(LEFT | RIGHT, 0.0, 0.0), &SIGHT, false);
        assert!(mouse.up(&at(RIGHT, 0.0, 0.0), &SIGHT).is_empty());
        let ended = mouse.up(&at(0, 0.0, 0.0), &SIGHT);
        assert_eq!(ended, [Deed::Act(Action::Hold { on: false })]);
    }

    #[test]
    fn with_the_ring_every_button_draws_strokes_and_nothing_else() {
        use crate::session::ClassAction::{BeginStroke, DrawStroke, EndStroke};
        let ring = Sight {
            draws: Draws::Stroke,
            ..SIGHT
        };
        let strokes = [
            BeginStroke {
                pane: PANE,
                at: [0.5, 0.5],
            },
            DrawStroke { at: [0.6, 0.6] },
            EndStroke,
        ]
        .map(|action| Deed::Act(Action::Class(action)));
        for buttons in [LEFT, RIGHT, MIDDLE, LEFT | RIGHT] {
            assert_eq!(drag(ring, buttons, false, [80.0, 60.0]), strokes);
            assert_eq!(drag(ring, buttons, true, [80.0, 60.0]), strokes);
        }
        // What began as a stroke is never a drag of the picture, though the key is let go.
        let mut mouse = Mouse::default();
        mouse.down(&at(LEFT, 400.0, 300.0), &ring, false);
        let moved = mouse.moved(&at(LEFT, 480.0, 360.0), &SIGHT);
        assert_eq!(moved[1..], strokes[1..2]);
        assert_eq!(mouse.up(&at(0, 480.0, 360.0), &SIGHT), strokes[2..]);
        // And what began as a drag stays one.
        mouse.down(&at(LEFT, 400.0, 300.0), &SIGHT, false);
        let moved = mouse.moved(&at(LEFT, 410.0, 280.0), &ring);
        let window = Deed::Act(window_after([10.0, -20.0]));
        assert_eq!(moved[1..], [window]);
    }

    #[test]
    fn slow_drags_get_there_too() {
        let mut mouse = Mouse::default();
        mouse.down(&at(LEFT, 0.0, 0.0), &SIGHT, false);
        let fine = |x: f64| Pointer {
            shift: true,
            ..at(LEFT, x, 0.0)
        };
        let mut width = 0.0;
        for step in 1..=40 {
            for deed in mouse.moved(&fine(f64::from(step)), &SIGHT) {
                if let Deed::Act(Action::SetWindow { width: now, .. }) = deed {
                    width = now;
                }
            }
        }
        assert!((width - 260.0).abs() < 0.1, "{width}");
    }
}
