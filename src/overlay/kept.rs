//! What the panel of kept views and marks says.

use crate::engine::State;
use crate::words;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPanel {
    pub is_on: bool,
    /// There is something to be forgotten.
    pub is_kept: bool,
    /// How much there is.
    pub count: String,
    pub warnings: Vec<String>,
}

/// `None` while it is closed.
#[must_use]
pub fn kept_panel(state: &State) -> Option<KeptPanel> {
    let kept = &state.kept;
    if !kept.is_open {
        return None;
    }
    let count = match kept.count() {
        0 if kept.is_forgotten => words::KEPT_FORGOTTEN.to_owned(),
        0 => words::KEPT_NOTHING.to_owned(),
        series => words::kept_count(series, kept.bytes()),
    };
    let others = match kept.of_others() {
        0 => None,
        others => Some(words::kept_of_others(others)),
    };
    let said = [
        (kept.is_refused, words::KEPT_REFUSED),
        (kept.is_damaged, words::KEPT_DAMAGED),
        (kept.is_too_large, words::KEPT_TOO_LARGE),
    ];
    let said = said.into_iter().filter(|(is_so, _)| *is_so);
    Some(KeptPanel {
        is_on: kept.is_on,
        is_kept: kept.is_on || kept.count() > 0,
        count,
        warnings: others
            .into_iter()
            .chain(said.map(|(_, words)| words.to_owned()))
            .collect(),
    })
}

/// Something came back, and nobody has said yet what is to become of it.
#[must_use]
pub fn kept_is_back(state: &State) -> bool {
    state.kept.back.is_some()
}
