//! Who the picture is of: shown only while the reader asks for it (BEHAVIOUR 5).

use crate::engine::State;
use crate::session::PaneId;
use crate::words;

/// What tells the patient, in the order in which it is shown; `None` where nothing is drawn.
#[must_use]
pub fn identity(state: &State, pane: PaneId) -> Option<Vec<String>> {
    let frame = state.screen.frame(pane)?;
    if !state.session.revealed {
        return Some(vec![words::MASKED.to_owned()]);
    }
    let file = frame.file;
    let header = state.headers.get(&file)?;
    let said = |value: &Option<String>, words: fn(&str) -> String| value.as_deref().map(words);
    let lines = [
        said(&header.patient_name, words::person_name),
        said(&header.patient_id, words::patient_id),
        said(&header.birth_date, words::born),
        said(&header.accession_number, words::accession_number),
        state.path(file).map(str::to_owned),
    ];
    Some(lines.into_iter().flatten().collect())
}
