//! The windows to choose from: the file's own, those under fixed digits, the reader's own.

use crate::engine::{OWN_DIGITS, State};
use crate::pixels::{Unit, Window, preset};
use crate::session::{Action, PaneId, WindowChoice};
use crate::words;

/// One window of the menu.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowItem {
    /// What scripts hold on to: `file-1`, `preset-4`, `own-6`.
    pub code: String,
    /// The key that does the same.
    pub digit: Option<u8>,
    pub name: String,
    /// `L -600 W 1500`
    pub window: String,
    pub is_chosen: bool,
    pub action: Action,
}

/// The windows of the active pane, in the order of their digits.
#[must_use]
pub fn window_menu(state: &State) -> Vec<WindowItem> {
    let pane = state.session.active;
    let shown = state.session.pane(pane);
    let Some((stack, look)) = shown.and_then(|pane| Some((pane.stack?, pane.look()?))) else {
        return Vec::new();
    };
    let image = state.image_of(look.wanted);
    let of_file = image.map(|(_, image)| image.windows.as_slice());
    let unit = state.unit(stack);
    let presets = preset::PRESETS.iter().filter(|_| unit == Unit::Hu);
    let kept = state.session.kept_windows.iter();
    let kept = kept.filter(|(_, kept)| kept.unit == unit);
    let by_digit = |digit: u8, code: &str, name: &str, window: &Window| WindowItem {
        code: format!("{code}-{digit}"),
        digit: Some(digit),
        name: name.to_owned(),
        window: words::level_and_width(window.center, window.width),
        is_chosen: look.choice == WindowChoice::Preset(digit),
        action: Action::Preset { pane, digit },
    };
    let of_file = of_file.unwrap_or_default().iter().enumerate();
    of_file
        .map(|(at, window)| of_the_file(pane, look.choice, at, window))
        .chain(presets.map(|it| by_digit(it.digit, "preset", it.name, &it.window())))
        .chain(kept.map(|(digit, kept)| by_digit(*digit, "own", words::OWN_WINDOW, &kept.window)))
        .collect()
}

fn of_the_file(pane: PaneId, choice: WindowChoice, at: usize, window: &Window) -> WindowItem {
    let name = window.name.clone();
    WindowItem {
        code: format!("file-{}", at + 1),
        digit: (at == 0).then_some(0),
        name: name.unwrap_or_else(|| words::PRESET_FILE.to_owned()),
        window: words::level_and_width(window.center, window.width),
        is_chosen: match choice {
            WindowChoice::First => at == 0,
            WindowChoice::File(shown) => at == shown,
            _ => false,
        },
        action: Action::FileWindow { pane, at },
    }
}

/// Digits under which the window of the active pane can be kept; none where it has no window.
#[must_use]
pub fn digits_to_keep(state: &State) -> Vec<u8> {
    let pane = state.session.pane(state.session.active);
    let look = pane.and_then(|pane| pane.look());
    let has_window = look.is_some_and(|look| look.window.is_some());
    OWN_DIGITS.filter(|_| has_window).collect()
}
