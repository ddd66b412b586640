//! The table of keys, which help lists too: what each is pressed with, and what it asks for.

use crate::marks::Kind;
use crate::session::pane::dragged_window;
use crate::session::{
    Action, CaseAction, ClassAction, GreyAction, Grid, MarkAction, PaneId, RenderingAction, Tool,
};
use crate::words;

/// What a key does depends on this.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Room {
    pub pane: PaneId,
    pub presenting: bool,
    /// A lesson is played.
    pub in_lesson: bool,
    /// Centre and width of the pane's window.
    pub window: Option<[f64; 2]>,
    /// How the panes lie.
    pub grid: Grid,
}

/// What a key is pressed together with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum With {
    /// By itself. Shift makes no other key of it, unless the table has one with Shift.
    Nothing,
    Shift,
    Ctrl,
    Alt,
    AltShift,
}

impl With {
    /// As in `KeyboardEvent.key`.
    #[must_use]
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Nothing => &[],
            Self::Shift => &["Shift"],
            Self::Ctrl => &["Control"],
            Self::Alt => &["Alt"],
            Self::AltShift => &["Alt", "Shift"],
        }
    }
}

/// What a key asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    Act(Action),
    Help,
    /// The menu of the picture.
    Menu,
    /// The next pane.
    Tab,
}

/// Keys that do the same, as help lists them.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    pub with: With,
    /// As in `KeyboardEvent.key`, letters small.
    pub keys: &'static [&'static str],
    pub words: &'static str,
    pub(super) deed: fn(&str, Room) -> Option<Key>,
}

const fn bind(
    keys: &'static [&'static str],
    words: &'static str,
    deed: fn(&str, Room) -> Option<Key>,
) -> Binding {
    bind_with(With::Nothing, keys, words, deed)
}

const fn bind_with(
    with: With,
    keys: &'static [&'static str],
    words: &'static str,
    deed: fn(&str, Room) -> Option<Key>,
) -> Binding {
    Binding {
        with,
        keys,
        words,
        deed,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a deed of the table")]
fn act(action: Action) -> Option<Key> {
    Some(Key::Act(action))
}

pub(super) fn scroll(room: Room, by: i32) -> Option<Key> {
    act(Action::Scroll {
        pane: room.pane,
        by,
    })
}

fn first_or_other(key: &str, first: &str, by: i32) -> i32 {
    if key == first { by } else { -by }
}

const ARROWS: &[&str] = &["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

/// Where an arrow points: right and down are positive.
fn arrow(key: &str) -> [i32; 2] {
    match key {
        "ArrowLeft" => [-1, 0],
        "ArrowRight" => [1, 0],
        "ArrowUp" => [0, -1],
        _ => [0, 1],
    }
}

fn step_pointer(key: &str, room: Room, voxels: i32) -> Option<Key> {
    act(Action::StepPointer {
        pane: room.pane,
        by: arrow(key).map(|step| step * voxels),
    })
}

/// Slices of a page, and of a clicker's step.
pub(super) const TEN: i32 = 10;

/// Degrees that a key turns planes by.
const TURN_STEP: f64 = 5.0;

/// CSS pixels that an arrow drags a window by.
const WINDOW_STEP: f64 = 8.0;
/// The share of the pane that an arrow moves its picture by.
const PAN_STEP: f64 = 0.05;
const ZOOM_STEP: f64 = 1.25;
/// What shows the ring is held, beside what makes the screen dark.
pub const RING_KEY: &str = ",";

/// The middle of a pane.
const MIDDLE: [f64; 2] = [0.5, 0.5];

/// Every key that is pressed by itself.
pub const BINDINGS: &[Binding] = &[
    bind(&["ArrowDown", "ArrowUp"], words::KEY_SLICE, |key, room| {
        scroll(room, first_or_other(key, "ArrowDown", 1))
    }),
    bind(&["PageDown", "PageUp"], words::KEY_TEN, |key, room| {
        scroll(room, first_or_other(key, "PageDown", TEN))
    }),
    bind(&["Home", "End"], words::KEY_ENDS, |key, room| {
        let slice = if key == "Home" { 0 } else { usize::MAX };
        act(Action::ShowSlice {
            pane: room.pane,
            slice,
        })
    }),
    bind(
        &["ArrowRight", "ArrowLeft"],
        words::KEY_SERIES,
        |key, room| {
            let by = first_or_other(key, "ArrowRight", 1);
            act(Action::StepStack {
                pane: room.pane,
                by,
            })
        },
    ),
    bind_with(
        With::Shift,
        &["PageDown", "PageUp"],
        words::KEY_SERIES_PRESENTING,
        |key, room| {
            let by = first_or_other(key, "PageDown", 1);
            act(Action::StepStack {
                pane: room.pane,
                by,
            })
        },
    ),
    bind(&["n", "p"], words::KEY_CASE, |key, room| {
        let by = first_or_other(key, "n", 1);
        act(Action::StepCase {
            pane: room.pane,
            by,
        })
    }),
    bind_with(With::Shift, &["n"], words::BLIND, |_, _| {
        act(Action::Cases(CaseAction::Blind))
    }),
    bind(&["Tab"], words::KEY_PANE, |_, _| Some(Key::Tab)),
    bind(
        &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        words::KEY_PRESETS,
        |key, room| {
            let digit = key.parse().unwrap_or_default();
            act(Action::Preset {
                pane: room.pane,
                digit,
            })
        },
    ),
    bind(&["i"], words::KEY_INVERT, |_, room| {
        act(Action::Invert { pane: room.pane })
    }),
    bind(&["l"], words::KEY_BESIDE, |_, _| {
        act(Action::LungBesideMediastinum)
    }),
    bind(&["v"], words::KEY_PLANES, |_, _| act(Action::Planes)),
    bind_with(With::Shift, &["v"], words::KEY_RENDERING, |_, room| {
        let pane = room.pane;
        act(Action::Rendering(RenderingAction::Toggle { pane }))
    }),
    bind(&["j"], words::KEY_SLAB, |_, room| {
        act(Action::NextSlab { pane: room.pane })
    }),
    bind(&["]", "["], words::KEY_SLAB_STEP, |key, room| {
        let by = first_or_other(key, "]", 1);
        act(Action::StepSlab {
            pane: room.pane,
            by,
        })
    }),
    bind(&["a"], words::KEY_TURN_PLANES, |_, room| {
        act(Action::TurnPlanes {
            pane: room.pane,
            degrees: TURN_STEP,
        })
    }),
    bind_with(
        With::Shift,
        &["a"],
        words::KEY_TURN_PLANES_BACK,
        |_, room| {
            act(Action::TurnPlanes {
                pane: room.pane,
                degrees: -TURN_STEP,
            })
        },
    ),
    bind(&["m"], words::KEY_MAXIMISE, |_, room| {
        act(Action::Maximise { pane: room.pane })
    }),
    bind_with(With::Shift, &["m"], words::KEY_LAYOUT, |_, room| {
        let Grid { rows, columns } = room.grid.next();
        act(Action::SetLayout { rows, columns })
    }),
    bind(&["y"], words::KEY_LINK, |_, _| {
        act(Action::Link { here: false })
    }),
    bind_with(With::Shift, &["y"], words::KEY_LINK_HERE, |_, _| {
        act(Action::Link { here: true })
    }),
    bind_with(With::Shift, &["w"], words::KEY_WIPE, |_, _| {
        act(Action::Wipe)
    }),
    bind(&["c"], words::KEY_CINE, |_, room| {
        act(Action::Cine { pane: room.pane })
    }),
    bind(&[">", "<"], words::KEY_CINE_RATE, |key, room| {
        let factor = if key == ">" { 1.25 } else { 0.8 };
        act(Action::CineRate {
            pane: room.pane,
            factor,
        })
    }),
    bind(&["f"], words::KEY_FREEZE, |_, room| {
        act(Action::Freeze { pane: room.pane })
    }),
    bind_with(With::Ctrl, ARROWS, words::KEY_WINDOW, |key, room| {
        let by = arrow(key).map(|step| f64::from(step) * WINDOW_STEP);
        let [center, width] = dragged_window(room.window?, by, false);
        act(Action::SetWindow {
            pane: room.pane,
            center,
            width,
        })
    }),
    bind_with(With::Shift, ARROWS, words::KEY_PAN, |key, room| {
        act(Action::Pan {
            pane: room.pane,
            by: arrow(key).map(|step| f64::from(step) * PAN_STEP),
        })
    }),
    bind(&["+", "=", "-"], words::KEY_ZOOM_STEP, |key, room| {
        act(Action::Zoom {
            pane: room.pane,
            factor: if key == "-" {
                1.0 / ZOOM_STEP
            } else {
                ZOOM_STEP
            },
            at: MIDDLE,
        })
    }),
    bind_with(With::Alt, ARROWS, words::KEY_POINTER, |key, room| {
        step_pointer(key, room, 1)
    }),
    bind_with(
        With::AltShift,
        ARROWS,
        words::KEY_POINTER_TEN,
        |key, room| step_pointer(key, room, TEN),
    ),
    bind(&["Enter"], words::KEY_PRESS, |_, room| {
        act(Action::PressPointer { pane: room.pane })
    }),
    bind(&["z"], words::KEY_ZOOM, |_, _| {
        act(Action::ChooseTool { tool: Tool::Zoom })
    }),
    bind(&["w"], words::KEY_CURSOR, |_, _| {
        act(Action::ChooseTool { tool: Tool::Cursor })
    }),
    bind(&["q"], words::KEY_HISTOGRAM, |_, _| {
        act(Action::Grey(GreyAction::Histogram))
    }),
    bind_with(With::Shift, &["s"], words::KEY_RANGES, |_, _| {
        act(Action::Grey(GreyAction::StepRanges))
    }),
    bind_with(With::Shift, &["g"], words::KEY_SEED, |_, _| {
        act(Action::ChooseTool { tool: Tool::Seed })
    }),
    bind(&["x"], words::KEY_VOXELS, |_, room| {
        act(Action::ToggleInterpolation { pane: room.pane })
    }),
    bind(&["o"], words::KEY_DETAIL, |_, _| act(Action::StepDetail)),
    bind(&["u"], words::KEY_REVEAL, |_, _| {
        act(Action::Reveal { on: true })
    }),
    bind_with(With::Shift, &["r"], words::KEY_ROOM, |_, _| {
        act(Action::Class(ClassAction::CheckRoom))
    }),
    bind_with(With::Shift, &["o"], words::KEY_CLASS, |_, _| {
        act(Action::Class(ClassAction::Window { on: true }))
    }),
    bind(&[RING_KEY], words::KEY_RING, |_, _| {
        act(Action::Class(ClassAction::Ring { on: true }))
    }),
    bind(&["r"], words::KEY_RESET, |_, room| {
        act(Action::Reset { pane: room.pane })
    }),
    bind(&["Backspace"], words::KEY_BACK, |_, room| {
        act(Action::PreviousView { pane: room.pane })
    }),
    bind(&["t"], words::KEY_TAGS, |_, _| {
        act(Action::ShowTags { on: true })
    }),
    bind(&["F5"], words::KEY_PRESENT, |_, room| {
        act(Action::Present {
            on: !room.presenting,
        })
    }),
    bind(&[".", "b"], words::KEY_BLANK, |_, _| act(Action::Blank)),
    bind(&["Escape"], words::KEY_ESCAPE, |_, _| act(Action::Escape)),
    bind(&["h"], words::KEY_MARKS, |_, _| act(Action::ToggleMarks)),
    bind(&["e"], words::KEY_OUTLINES, |_, _| {
        act(Action::ToggleOutlines)
    }),
    bind(&["k"], words::KEY_KEY_IMAGE, |_, room| {
        act(Action::StepKeyImage {
            pane: room.pane,
            by: 1,
        })
    }),
    bind_with(
        With::Shift,
        &["k"],
        words::KEY_KEY_IMAGE_BEFORE,
        |_, room| {
            act(Action::StepKeyImage {
                pane: room.pane,
                by: -1,
            })
        },
    ),
    bind(&["s"], words::KEY_SEGMENTS, |_, _| {
        act(Action::StepSegments)
    }),
    bind(&["g"], words::KEY_COVER, |_, _| act(Action::ToggleCover)),
    bind(&["d"], words::KEY_LENGTH, |_, _| {
        act(Action::ChooseTool {
            tool: Tool::Mark(Kind::Length),
        })
    }),
    bind(&["Delete"], words::KEY_DELETE, |_, _| {
        act(Action::DeleteChosen)
    }),
    bind_with(
        With::Alt,
        &["PageDown", "PageUp"],
        words::KEY_COPY_MARK,
        |key, _| {
            let by = first_or_other(key, "PageDown", 1);
            act(Action::Marks(MarkAction::CopyChosen { by }))
        },
    ),
    bind(&["ContextMenu"], words::KEY_MENU, |_, _| Some(Key::Menu)),
    bind(&["?", "F1"], words::KEY_HELP, |_, _| Some(Key::Help)),
];
