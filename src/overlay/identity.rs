//! Who the picture is of: shown only while the reader asks for it (BEHAVIOUR 5).

use crate::engine::State;
use crate::session::PaneId;
use crate::words;

/// What tells the patient, in the order in which it is shown; `None` where nothing is drawn.
#[must_use]
pub fn identity(state: &State, pane: PaneId) -> Option<Vec<String>> {
    let picture = state.screen.picture(pane)?;
    if !state.session.revealed {
        return Some(vec![words::MASKED.to_owned()]);
    }
    let file = picture.frame.file;
    let header = state.headers.get(&file)?;
    let id = header.patient_id.as_deref().map(words::patient_id);
    let path = state.path(file).map(str::to_owned);
    Some(id.into_iter().chain(path).collect())
}
