//! What the menu of a picture offers.

use crate::engine::State;
use crate::engine::grey::is_region_of_slice;
use crate::engine::surface::Surface;
use crate::marks::{Colour, Kind, Mark};
use crate::overlay::kind_name;
use crate::pixels::Unit;
use crate::pixels::preset::PRESETS;
use crate::session::{Action, GreyAction, MarkAction, PaneId, Tool};
use crate::viewport::Flip;
use crate::words;

/// One line of the menu.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuItem {
    /// What scripts hold on to (`data-item`).
    pub name: &'static str,
    pub words: String,
    /// The key that does the same.
    pub key: &'static str,
    pub action: Action,
}

/// The menu of a pane's picture; empty where nothing is shown.
#[must_use]
pub fn picture_menu(state: &State, pane: PaneId) -> Vec<MenuItem> {
    let shown = state.session.pane(pane).and_then(|pane| pane.stack);
    let Some(stack) = shown.and_then(|id| state.catalog.stack(id)) else {
        return Vec::new();
    };
    let item = |name, words: &str, key, action| MenuItem {
        name,
        words: words.to_owned(),
        key,
        action,
    };
    let window =
        |digit, name, words: &str, key| item(name, words, key, Action::Preset { pane, digit });
    let mut items = vec![window(0, "window-file", words::PRESET_FILE, "0")];
    if stack.unit() == Unit::Hu {
        let keys = ["1", "2", "3", "4", "5"];
        let presets = PRESETS.iter().zip(keys);
        items.extend(
            presets.map(|(preset, key)| window(preset.digit, preset.name, preset.name, key)),
        );
        items.push(item(
            "beside",
            words::KEY_BESIDE,
            "L",
            Action::LungBesideMediastinum,
        ));
    } else {
        items.push(window(1, "window-auto", words::PRESET_AUTO, "1"));
    }
    let chosen = state.session.marks.chosen;
    let region = chosen.and_then(|mark| state.session.marks.get(mark));
    let is_here = |mark: &&Mark| state.catalog.stack_of(mark.ground.frame) == Some(stack.id);
    if let Some(mark) = region
        .filter(|mark| is_region_of_slice(mark))
        .filter(is_here)
        .map(|it| it.id)
    {
        items.push(item(
            "window-of-mark",
            words::WINDOW_OF_MARK,
            "",
            Action::Grey(GreyAction::WindowOf { mark }),
        ));
    }
    items.push(item(
        "window-region",
        words::WINDOW_REGION,
        "",
        Action::ChooseTool {
            tool: Tool::RegionWindow,
        },
    ));
    // On a phone the bar has no room for all of them.
    items.extend(mark_items(state, pane));
    items.extend(Kind::ALL.map(|kind| {
        let key = if kind == Kind::Length { "D" } else { "" };
        let tool = Tool::Mark(kind);
        item(
            kind.code(),
            kind_name(kind),
            key,
            Action::ChooseTool { tool },
        )
    }));
    items.extend([
        item("invert", words::INVERT, "I", Action::Invert { pane }),
        item("fit", words::FIT, "", Action::Fit { pane }),
        item(
            "one-to-one",
            words::ONE_TO_ONE,
            "",
            Action::OneToOne { pane },
        ),
        item(
            "flip",
            words::FLIP_LEFT_RIGHT,
            "",
            Action::Flip {
                pane,
                flip: Flip::LeftRight,
            },
        ),
        item(
            "turn",
            words::TURN_RIGHT,
            "",
            Action::Rotate { pane, quarters: 1 },
        ),
        item(
            "maximise",
            words::KEY_MAXIMISE,
            "M",
            Action::Maximise { pane },
        ),
        item("cine", words::KEY_CINE, "C", Action::Cine { pane }),
        item("freeze", words::KEY_FREEZE, "F", Action::Freeze { pane }),
        item("reset", words::RESET, "R", Action::Reset { pane }),
    ]);
    items
}

/// What may be done to the mark that was chosen, where the pane shows it.
fn mark_items(state: &State, pane: PaneId) -> Vec<MenuItem> {
    let surface = Surface::of(state, pane);
    let marks = &state.session.marks;
    let chosen = marks.chosen.and_then(|id| marks.get(id));
    let Some((mark, surface)) = chosen.zip(surface) else {
        return Vec::new();
    };
    if marks.is_hidden(mark.id) || !surface.shows(state, &mark.ground) {
        return Vec::new();
    }
    let id = mark.id;
    let item = |name, words: String, key, action| MenuItem {
        name,
        words,
        key,
        action,
    };
    let others = Colour::ALL
        .into_iter()
        .filter(|other| *other != mark.colour);
    let colours = others.map(|colour| {
        let name = match colour {
            Colour::Yellow => "mark-yellow",
            Colour::Orange => "mark-orange",
            Colour::Blue => "mark-blue",
            Colour::White => "mark-white",
        };
        let action = Action::Marks(MarkAction::SetColour { mark: id, colour });
        item(
            name,
            words::mark_in(words::colour(colour.code())),
            "",
            action,
        )
    });
    let copy = |by| Action::Marks(MarkAction::CopyChosen { by });
    let mut items: Vec<MenuItem> = colours.collect();
    items.extend([
        item(
            "mark-next",
            words::MARK_NEXT.to_owned(),
            "Alt PgDn",
            copy(1),
        ),
        item(
            "mark-previous",
            words::MARK_PREVIOUS.to_owned(),
            "Alt PgUp",
            copy(-1),
        ),
        item(
            "mark-delete",
            words::MARK_DELETE.to_owned(),
            "Del",
            Action::DeleteMark { mark: id },
        ),
    ]);
    items
}
