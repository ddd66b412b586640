//! A key, with what is held meanwhile -> what it asks for, by the table in `bindings`.

use super::bindings::{BINDINGS, Binding, Key, Room, TEN, With, scroll};
use crate::session::{Action, LessonAction};

/// Keys held together with another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub ctrl: bool,
    pub shift: bool,
    pub alt: bool,
}

/// What a key does, named as in `KeyboardEvent.key`.
#[must_use]
pub fn key(name: &str, held: Held, room: Room) -> Option<Key> {
    if name == "F10" && held.shift {
        return Some(Key::Menu);
    }
    if held.ctrl && matches!(name, "z" | "Z" | "y" | "Y") {
        let again = held.shift || matches!(name, "y" | "Y");
        return Some(Key::Act(if again { Action::Redo } else { Action::Undo }));
    }
    if (room.presenting || room.in_lesson)
        && let Some(by) = clicked(name, held)
    {
        return clicker_step(room, by);
    }
    let name = if name.chars().count() == 1 {
        name.to_lowercase()
    } else {
        name.to_owned()
    };
    let binding = binding(&name, held)?;
    (binding.deed)(&name, room)
}

/// What clickers send: 1 for their next step, -1 for the one before.
fn clicked(name: &str, held: Held) -> Option<i32> {
    match (name, held) {
        (_, Held { ctrl: true, .. } | Held { alt: true, .. }) => None,
        (" " | "PageDown" | "ArrowRight", Held { shift: false, .. }) => Some(1),
        ("PageUp" | "ArrowLeft", Held { shift: false, .. }) | (" ", _) => Some(-1),
        _ => None,
    }
}

/// The step of a clicker: of a lesson, else slices, so that no press of it leaves what is talked about.
fn clicker_step(room: Room, by: i32) -> Option<Key> {
    if room.in_lesson {
        return Some(Key::Act(Action::Lesson(LessonAction::Go { by })));
    }
    scroll(room, by * TEN)
}

fn binding(name: &str, held: Held) -> Option<&'static Binding> {
    let find = |with: With| {
        let is_meant = |it: &&Binding| it.with == with && it.keys.contains(&name);
        BINDINGS.iter().find(is_meant)
    };
    match (held.ctrl, held.alt, held.shift) {
        (false, false, false) => find(With::Nothing),
        (false, false, true) => find(With::Shift).or_else(|| find(With::Nothing)),
        (true, false, _) => find(With::Ctrl),
        (false, true, false) => find(With::Alt),
        (false, true, true) => find(With::AltShift),
        (true, true, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::session::pane::dragged_window;
    use crate::session::{Grid, PaneId};

    const ROOM: Room = Room {
        pane: PaneId(1),
        presenting: false,
        in_lesson: false,
        window: Some([40.0, 512.0]),
        grid: Grid::ONE,
    };

    fn pressed(name: &str) -> Option<Key> {
        key(name, Held::default(), ROOM)
    }

    #[test]
    fn a_key_has_one_meaning() {
        let mut seen = BTreeSet::new();
        for binding in BINDINGS {
            assert!(!binding.words.is_empty());
            for name in binding.keys {
                assert!(seen.insert((binding.with, *name)), "{name} twice");
                let held = Held {
                    ctrl: binding.with == With::Ctrl,
                    shift: matches!(binding.with, With::Shift | With::AltShift),
                    alt: matches!(binding.with, With::Alt | With::AltShift),
                };
                assert!(key(name, held, ROOM).is_some(), "{name}");
            }
        }
    }

    #[test]
    fn the_keys_of_the_rules() {
        let pane = PaneId(1);
        for (name, action) in [
            ("ArrowDown", Action::Scroll { pane, by: 1 }),
            ("ArrowUp", Action::Scroll { pane, by: -1 }),
            ("PageUp", Action::Scroll { pane, by: -10 }),
            ("Home", Action::ShowSlice { pane, slice: 0 }),
            ("ArrowLeft", Action::StepStack { pane, by: -1 }),
            ("N", Action::StepCase { pane, by: 1 }),
            ("p", Action::StepCase { pane, by: -1 }),
            ("7", Action::Preset { pane, digit: 7 }),
            ("I", Action::Invert { pane }),
            ("l", Action::LungBesideMediastinum),
            ("F5", Action::Present { on: true }),
            ("Escape", Action::Escape),
        ] {
            assert_eq!(pressed(name), Some(Key::Act(action)), "{name}");
        }
        assert_eq!(pressed("?"), Some(Key::Help));
        assert_eq!(pressed("@"), None);
    }

    #[test]
    fn in_a_lesson_clickers_go_from_step_to_step() {
        let room = Room {
            in_lesson: true,
            ..ROOM
        };
        let shift = Held {
            shift: true,
            ..Held::default()
        };
        for (name, held, by) in [
            ("PageDown", Held::default(), 1),
            (" ", Held::default(), 1),
            ("ArrowRight", Held::default(), 1),
            ("PageUp", Held::default(), -1),
            (" ", shift, -1),
            ("ArrowLeft", Held::default(), -1),
        ] {
            let action = Action::Lesson(LessonAction::Go { by });
            assert_eq!(key(name, held, room), Some(Key::Act(action)), "{name}");
        }
        let down = Action::Scroll {
            pane: ROOM.pane,
            by: 1,
        };
        let pressed = key("ArrowDown", Held::default(), room);
        assert_eq!(pressed, Some(Key::Act(down)));
    }

    #[test]
    fn what_a_mouse_does_keys_do_too() {
        let pane = PaneId(1);
        let [ctrl, shift, alt] = [0, 1, 2].map(|at| Held {
            ctrl: at == 0,
            shift: at == 1,
            alt: at == 2,
        });
        let both = Held { shift: true, ..alt };
        let window = |moved| {
            let [center, width] = dragged_window([40.0, 512.0], moved, false);
            Action::SetWindow {
                pane,
                center,
                width,
            }
        };
        let pan = |by| Action::Pan { pane, by };
        let point = |by| Action::StepPointer { pane, by };
        for (name, held, action) in [
            ("ArrowRight", ctrl, window([8.0, 0.0])),
            // Up is brighter.
            ("ArrowUp", ctrl, window([0.0, -8.0])),
            ("ArrowLeft", shift, pan([-0.05, 0.0])),
            ("ArrowDown", alt, point([0, 1])),
            ("ArrowUp", both, point([0, -10])),
            ("Enter", Held::default(), Action::PressPointer { pane }),
        ] {
            assert_eq!(key(name, held, ROOM), Some(Key::Act(action)), "{name}");
        }
        let without = Room {
            window: None,
            ..ROOM
        };
        assert_eq!(key("ArrowUp", ctrl, without), None);
    }

    #[test]
    fn a_key_goes_through_the_layouts_and_round() {
        let shift = Held {
            shift: true,
            ..Held::default()
        };
        let mut room = ROOM;
        let mut seen = Vec::new();
        while seen.len() < 5 {
            let Some(Key::Act(Action::SetLayout { rows, columns })) = key("M", shift, room) else {
                break;
            };
            room.grid = Grid { rows, columns };
            seen.push((rows, columns));
        }
        assert_eq!(seen, [(1, 2), (2, 2), (2, 3), (3, 3), (1, 1)]);
        let over = Room {
            grid: Grid {
                rows: 3,
                columns: 1,
            },
            ..ROOM
        };
        let next = Action::SetLayout {
            rows: 2,
            columns: 3,
        };
        assert_eq!(key("m", shift, over), Some(Key::Act(next)));
    }

    #[test]
    fn a_clicker_steps_while_presenting() {
        let pane = PaneId(1);
        let presenting = Room {
            presenting: true,
            ..ROOM
        };
        let shift = Held {
            shift: true,
            ..Held::default()
        };
        let scroll = |by| Some(Key::Act(Action::Scroll { pane, by }));
        let none = Held::default();
        for (name, held, by) in [
            ("PageDown", none, 10),
            (" ", none, 10),
            ("ArrowRight", none, 10),
            ("PageUp", none, -10),
            (" ", shift, -10),
            ("ArrowLeft", none, -10),
        ] {
            assert_eq!(key(name, held, presenting), scroll(by), "{name}");
        }
        // With Shift these are no clicker's.
        let pan = Some(Key::Act(Action::Pan {
            pane,
            by: [0.05, 0.0],
        }));
        assert_eq!(key("ArrowRight", shift, presenting), pan);
        // Otherwise it is held to move the picture, or presses a button.
        assert_eq!(pressed(" "), None);
    }

    #[test]
    fn series_are_gone_through_while_presenting_too() {
        let pane = PaneId(1);
        let shift = Held {
            shift: true,
            ..Held::default()
        };
        for presenting in [false, true] {
            let room = Room { presenting, ..ROOM };
            for (name, by) in [("PageDown", 1), ("PageUp", -1)] {
                let step = Some(Key::Act(Action::StepStack { pane, by }));
                assert_eq!(key(name, shift, room), step, "{name}");
            }
        }
    }

    #[test]
    fn keys_of_the_browser_are_left_to_it() {
        let ctrl = Held {
            ctrl: true,
            ..Held::default()
        };
        assert_eq!(key("r", ctrl, ROOM), None);
        assert_eq!(key("z", ctrl, ROOM), Some(Key::Act(Action::Undo)));
        let shift = Held {
            shift: true,
            ..Held::default()
        };
        // Shift+F5 is F5: neither reloads.
        assert_eq!(key("F5", shift, ROOM), pressed("F5"));
        assert_eq!(key("F10", shift, ROOM), Some(Key::Menu));
    }
}
